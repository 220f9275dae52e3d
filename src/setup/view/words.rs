//! The texts of the form: labels, help for each field, errors.

use ratatui::style::Style;

use crate::api::{AppKey, BadAppKey};
use crate::i18n::Lang;
use crate::profile::{CheckState, app_key_words, base_url_words, proxy_words};
use crate::setup::{FieldFault, FormField, SecretKind, SetUp, SetUpNote, SetUpPhase};
use crate::t;
use crate::text;
use crate::view::theme;

/// A field's label.
pub fn label(model: &SetUp, field: FormField) -> String {
    let lang = model.lang;
    match field {
        FormField::Lang => t!(lang, "setup-lang"),
        FormField::Name => t!(lang, "setup-name"),
        FormField::Environment => t!(lang, "setup-environment"),
        FormField::BaseUrl => t!(lang, "setup-base-url"),
        FormField::AppKey => t!(lang, "setup-app-key"),
        FormField::ClientId => t!(lang, "setup-client-id"),
        FormField::Source => t!(lang, "setup-source"),
        FormField::Secret => match model.form.source {
            SecretKind::Command => t!(lang, "setup-command"),
            SecretKind::File => t!(lang, "setup-file"),
            SecretKind::Keyring | SecretKind::Prompt | SecretKind::Env
                if needs_client_secret(model) =>
            {
                t!(lang, "setup-client-secret")
            }
            SecretKind::Keyring | SecretKind::Prompt | SecretKind::Env => t!(lang, "setup-token"),
        },
        FormField::Operator => t!(lang, "setup-operator"),
        FormField::FriendCap => t!(lang, "setup-friend-cap"),
        FormField::Proxy => t!(lang, "setup-proxy"),
        FormField::CaFile => t!(lang, "setup-ca-file"),
    }
}

/// Whether the secret is a client secret. Without a client ID, it is a token.
fn needs_client_secret(model: &SetUp) -> bool {
    !model.form.client_id.value().trim().is_empty()
}

/// The environment variable that contains the secret.
pub fn variable(model: &SetUp) -> &'static str {
    if needs_client_secret(model) {
        "ROSTERM_CLIENT_SECRET"
    } else {
        "ROSTERM_TOKEN"
    }
}

/// A source's name.
pub fn source(lang: Lang, kind: SecretKind) -> String {
    match kind {
        SecretKind::Command => t!(lang, "setup-source-command"),
        SecretKind::Keyring => t!(lang, "setup-source-keyring"),
        SecretKind::Prompt => t!(lang, "setup-source-prompt"),
        SecretKind::File => t!(lang, "setup-source-file"),
        SecretKind::Env => t!(lang, "setup-source-env"),
    }
}

/// The help text for the current state: the result of the check, else about the focused field.
pub fn about(model: &SetUp) -> (String, Style) {
    let lang = model.lang;
    match model.phase {
        SetUpPhase::Checking(_) => (t!(lang, "setup-trying"), theme::TEXT),
        SetUpPhase::Saving => (t!(lang, "setup-saving"), theme::TEXT),
        // A person who has gone back to a field needs help for it.
        _ if model.at_fields => (field(model), theme::TEXT),
        SetUpPhase::Failed => (t!(lang, "setup-failed"), theme::WARN),
        SetUpPhase::Passed => {
            let partly = model
                .findings
                .iter()
                .any(|f| f.state() == CheckState::Partly);
            let words = match (partly, model.context.first_run) {
                (true, true) => t!(lang, "setup-passed-partly"),
                (false, true) => t!(lang, "setup-passed"),
                (_, false) => t!(lang, "setup-passed-add"),
            };
            (words, theme::GOOD)
        }
        SetUpPhase::Filling => (field(model), theme::TEXT),
    }
}

fn field(model: &SetUp) -> String {
    let lang = model.lang;
    match model.focus {
        FormField::Lang => t!(lang, "setup-about-lang"),
        FormField::Name => t!(lang, "setup-about-name", file = model.context.file.shown()),
        FormField::Environment if model.is_production() => t!(lang, "setup-about-production"),
        FormField::Environment => t!(lang, "setup-about-test"),
        FormField::BaseUrl => t!(lang, "setup-about-base-url"),
        FormField::AppKey => match AppKey::parse(model.form.app_key.value().trim()) {
            Ok(key) => t!(
                lang,
                "setup-about-app-key-read",
                org = text::printable(key.org()),
                app = text::printable(key.app())
            ),
            Err(why @ BadAppKey::Address) => t!(
                lang,
                "setup-fault",
                field = label(model, FormField::AppKey),
                why = app_key_words(lang, why)
            ),
            Err(BadAppKey::Hash | BadAppKey::Name) => t!(lang, "setup-about-app-key"),
        },
        FormField::ClientId => t!(lang, "setup-about-client-id"),
        FormField::Source => about_source(lang, model.form.source),
        FormField::Secret => match model.form.source {
            SecretKind::Command => t!(lang, "setup-about-command"),
            SecretKind::File => t!(lang, "setup-about-file"),
            SecretKind::Keyring | SecretKind::Prompt | SecretKind::Env => {
                t!(lang, "setup-about-secret")
            }
        },
        FormField::Operator => t!(lang, "setup-about-operator"),
        FormField::FriendCap => t!(lang, "setup-about-friend-cap"),
        FormField::Proxy => t!(lang, "setup-about-proxy"),
        FormField::CaFile => t!(lang, "setup-about-ca-file"),
    }
}

fn about_source(lang: Lang, kind: SecretKind) -> String {
    match kind {
        SecretKind::Command => t!(lang, "setup-about-source-command"),
        SecretKind::Keyring => t!(lang, "setup-about-source-keyring"),
        SecretKind::Prompt => t!(lang, "setup-about-source-prompt"),
        SecretKind::File => t!(lang, "setup-about-source-file"),
        SecretKind::Env => t!(lang, "setup-about-source-env"),
    }
}

/// The text of a notice.
pub fn note(model: &SetUp, note: &SetUpNote) -> String {
    let lang = model.lang;
    match note {
        SetUpNote::Fault(field, fault) => t!(
            lang,
            "setup-fault",
            field = label(model, *field),
            why = why(lang, *fault)
        ),
        SetUpNote::AgainToLeave => t!(lang, "setup-again-to-leave"),
        SetUpNote::PasteNowhere => t!(lang, "setup-paste-nowhere"),
        SetUpNote::Sorted(fields) => {
            let fields: Vec<_> = fields.iter().map(|field| label(model, *field)).collect();
            let fields = fields.join(&t!(lang, "cli-name-separator"));
            t!(lang, "setup-paste-sorted", fields = fields)
        }
        SetUpNote::SecretNotPasted(kind) => {
            t!(lang, "setup-paste-secret", source = source(lang, *kind))
        }
        SetUpNote::TooFast => t!(lang, "notice-too-fast"),
        SetUpNote::PasteDropped => t!(lang, "notice-paste-dropped"),
        SetUpNote::NotSaved(why) => t!(lang, "setup-not-saved", why = why.shown()),
        SetUpNote::NoKeyring => t!(lang, "secret-keyring-absent"),
    }
}

fn why(lang: Lang, fault: FieldFault) -> String {
    match fault {
        FieldFault::Empty => t!(lang, "fault-empty"),
        FieldFault::BaseUrl(fault) => base_url_words(lang, fault),
        FieldFault::AppKey(fault) => app_key_words(lang, fault),
        FieldFault::Name => t!(lang, "fault-name"),
        FieldFault::Taken => t!(lang, "fault-taken"),
        FieldFault::Quote => t!(lang, "fault-quote"),
        FieldFault::Garbled => t!(lang, "secret-garbled"),
        FieldFault::FriendCap => t!(lang, "fault-friend-cap"),
        FieldFault::Proxy(fault) => proxy_words(lang, fault),
    }
}
