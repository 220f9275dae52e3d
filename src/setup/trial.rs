//! What is filled in, taken as a profile.

use std::path::PathBuf;

use super::{Fault, Field, Kind, LangChoice, SetUp};
use crate::api::{AppKey, BaseUrl, ProxyUrl, Secret};
use crate::profile::{Profile, Source, is_name};

/// A profile to try or to write, with the secret that was typed for it.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its name.
    pub name: String,
    /// What it says.
    pub profile: Profile,
    /// The secret, where it was typed. It goes into no file.
    pub typed: Option<Secret>,
}

/// The profile as it is filled in.
///
/// # Errors
/// The first field that is not as it must be.
pub fn job(model: &SetUp) -> Result<Job, (Field, Fault)> {
    let form = &model.form;
    let text = |field: Field| {
        let text = form.input(field).map_or("", |input| input.value().trim());
        (!text.is_empty()).then_some(text)
    };
    let needed = |field: Field| text(field).ok_or((field, Fault::Empty));
    let name = needed(Field::Name)?;
    if !is_name(name) {
        return Err((Field::Name, Fault::Name));
    }
    if model.context.taken.iter().any(|taken| taken == name) {
        return Err((Field::Name, Fault::Taken));
    }
    let bad_url = |why| (Field::BaseUrl, Fault::BaseUrl(why));
    let base_url = BaseUrl::parse(needed(Field::BaseUrl)?).map_err(bad_url)?;
    let app_key =
        AppKey::parse(needed(Field::AppKey)?).map_err(|why| (Field::AppKey, Fault::AppKey(why)))?;
    let base_url = base_url.of_app(&app_key).map_err(bad_url)?;
    let client_id = text(Field::ClientId).map(str::to_owned);
    let wrong = |fault| (Field::Secret, fault);
    let source = match form.source {
        Kind::Command => {
            let words =
                shell_words::split(needed(Field::Secret)?).map_err(|_| wrong(Fault::Quote))?;
            if words.first().is_none_or(String::is_empty) {
                return Err(wrong(Fault::Empty));
            }
            Source::Command(words)
        }
        Kind::File => Source::File(PathBuf::from(needed(Field::Secret)?)),
        Kind::Keyring => Source::Keyring,
        Kind::Prompt => Source::Prompt,
        Kind::Env => Source::Env,
    };
    let typed = if form.is_hidden(Field::Secret) {
        let secret = form.secret.text().trim();
        // The keyring may hold it already.
        if secret.is_empty() && source == Source::Prompt {
            return Err(wrong(Fault::Empty));
        }
        if client_id.is_none() && !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(wrong(Fault::Garbled));
        }
        (!secret.is_empty()).then(|| Secret::new(secret))
    } else {
        None
    };
    let friend_cap = match text(Field::FriendCap) {
        None => None,
        Some(number) => Some(
            number
                .parse()
                .ok()
                .filter(|n| (1..=100_000).contains(n))
                .ok_or((Field::FriendCap, Fault::FriendCap))?,
        ),
    };
    let proxy = match text(Field::Proxy) {
        None => None,
        Some(proxy) => {
            Some(ProxyUrl::parse(proxy).map_err(|why| (Field::Proxy, Fault::Proxy(why)))?)
        }
    };
    let profile = Profile {
        client_id,
        environment: form.environment,
        friend_cap,
        operator: text(Field::Operator).map(str::to_owned),
        ca_file: text(Field::CaFile).map(PathBuf::from),
        proxy,
        lang: match form.lang {
            LangChoice::Named(lang) => Some(lang),
            LangChoice::System => None,
        },
        ..Profile::new(base_url, app_key, source)
    };
    Ok(Job {
        name: name.to_owned(),
        profile,
        typed,
    })
}
