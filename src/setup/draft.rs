//! Turns the contents of the form into a profile.

use std::path::PathBuf;

use super::{FieldFault, FormField, LangChoice, SecretKind, SetUp};
use crate::api::{AppKey, BaseUrl, ProxyUrl, Secret};
use crate::profile::{Profile, SecretSource, is_name};

/// A profile to check or to write, with the secret that was typed for it.
#[derive(Debug, Clone)]
pub struct ProfileDraft {
    /// Its name.
    pub name: String,
    /// Its contents.
    pub profile: Profile,
    /// The secret, if it was typed. It is never written to a file.
    pub typed: Option<Secret>,
}

impl ProfileDraft {
    /// The profile in the form.
    ///
    /// # Errors
    /// The first invalid field.
    pub fn of(model: &SetUp) -> Result<Self, (FormField, FieldFault)> {
        let form = &model.form;
        let text = |field: FormField| {
            let text = form.input(field).map_or("", |input| input.value().trim());
            (!text.is_empty()).then_some(text)
        };
        let needed = |field: FormField| text(field).ok_or((field, FieldFault::Empty));
        let name = needed(FormField::Name)?;
        if !is_name(name) {
            return Err((FormField::Name, FieldFault::Name));
        }
        if model.context.taken.iter().any(|taken| taken == name) {
            return Err((FormField::Name, FieldFault::Taken));
        }
        let bad_url = |why| (FormField::BaseUrl, FieldFault::BaseUrl(why));
        let base_url = BaseUrl::parse(needed(FormField::BaseUrl)?).map_err(bad_url)?;
        let app_key = AppKey::parse(needed(FormField::AppKey)?)
            .map_err(|why| (FormField::AppKey, FieldFault::AppKey(why)))?;
        let base_url = base_url.of_app(&app_key).map_err(bad_url)?;
        let client_id = text(FormField::ClientId).map(str::to_owned);
        let wrong = |fault| (FormField::Secret, fault);
        let source = match form.source {
            SecretKind::Command => {
                let words = shell_words::split(needed(FormField::Secret)?)
                    .map_err(|_| wrong(FieldFault::Quote))?;
                if words.first().is_none_or(String::is_empty) {
                    return Err(wrong(FieldFault::Empty));
                }
                SecretSource::Command(words)
            }
            SecretKind::File => SecretSource::File(PathBuf::from(needed(FormField::Secret)?)),
            SecretKind::Keyring => SecretSource::Keyring,
            SecretKind::Prompt => SecretSource::Prompt,
            SecretKind::Env => SecretSource::Env,
        };
        let typed = if form.is_hidden(FormField::Secret) {
            let secret = form.secret.text().trim();
            // The keyring may contain it already.
            if secret.is_empty() && source == SecretSource::Prompt {
                return Err(wrong(FieldFault::Empty));
            }
            if client_id.is_none() && !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
                return Err(wrong(FieldFault::Garbled));
            }
            (!secret.is_empty()).then(|| Secret::new(secret))
        } else {
            None
        };
        let friend_cap = match text(FormField::FriendCap) {
            None => None,
            Some(number) => Some(
                number
                    .parse()
                    .ok()
                    .filter(|n| (1..=100_000).contains(n))
                    .ok_or((FormField::FriendCap, FieldFault::FriendCap))?,
            ),
        };
        let proxy = match text(FormField::Proxy) {
            None => None,
            Some(proxy) => Some(
                ProxyUrl::parse(proxy).map_err(|why| (FormField::Proxy, FieldFault::Proxy(why)))?,
            ),
        };
        let profile = Profile {
            client_id,
            environment: form.environment,
            friend_cap,
            operator: text(FormField::Operator).map(str::to_owned),
            ca_file: text(FormField::CaFile).map(PathBuf::from),
            proxy,
            lang: match form.lang {
                LangChoice::Named(lang) => Some(lang),
                LangChoice::System => None,
            },
            ..Profile::new(base_url, app_key, source)
        };
        Ok(Self {
            name: name.to_owned(),
            profile,
            typed,
        })
    }
}
