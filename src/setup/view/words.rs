//! The words of the form: labels, what there is to know about a field, what is wrong with it.

use ratatui::style::Style;

use crate::api::{AppKey, BadAppKey, BadBaseUrl, BadProxy};
use crate::i18n::Lang;
use crate::profile::State;
use crate::setup::{Fault, Field, Kind, Note, Phase, SetUp};
use crate::t;
use crate::text;
use crate::view::theme;

/// A field's name.
pub fn label(model: &SetUp, field: Field) -> String {
    let lang = model.lang;
    match field {
        Field::Lang => t!(lang, "setup-lang"),
        Field::Name => t!(lang, "setup-name"),
        Field::Environment => t!(lang, "setup-environment"),
        Field::BaseUrl => t!(lang, "setup-base-url"),
        Field::AppKey => t!(lang, "setup-app-key"),
        Field::ClientId => t!(lang, "setup-client-id"),
        Field::Source => t!(lang, "setup-source"),
        Field::Secret => match model.form.source {
            Kind::Command => t!(lang, "setup-command"),
            Kind::File => t!(lang, "setup-file"),
            Kind::Keyring | Kind::Prompt | Kind::Env if needs_client_secret(model) => {
                t!(lang, "setup-client-secret")
            }
            Kind::Keyring | Kind::Prompt | Kind::Env => t!(lang, "setup-token"),
        },
        Field::Operator => t!(lang, "setup-operator"),
        Field::FriendCap => t!(lang, "setup-friend-cap"),
        Field::Proxy => t!(lang, "setup-proxy"),
        Field::CaFile => t!(lang, "setup-ca-file"),
    }
}

/// Without a client id, the secret is a token.
fn needs_client_secret(model: &SetUp) -> bool {
    !model.form.client_id.value().trim().is_empty()
}

/// The environment variable that holds the secret.
pub fn variable(model: &SetUp) -> &'static str {
    if needs_client_secret(model) {
        "ROSTERM_CLIENT_SECRET"
    } else {
        "ROSTERM_TOKEN"
    }
}

/// A source's name.
pub fn source(lang: Lang, kind: Kind) -> String {
    match kind {
        Kind::Command => t!(lang, "setup-source-command"),
        Kind::Keyring => t!(lang, "setup-source-keyring"),
        Kind::Prompt => t!(lang, "setup-source-prompt"),
        Kind::File => t!(lang, "setup-source-file"),
        Kind::Env => t!(lang, "setup-source-env"),
    }
}

/// What there is to know now: how the trial went, else about the field.
pub fn about(model: &SetUp) -> (String, Style) {
    let lang = model.lang;
    match model.phase {
        Phase::Trying(_) => (t!(lang, "setup-trying"), theme::TEXT),
        Phase::Saving => (t!(lang, "setup-saving"), theme::TEXT),
        // Whoever has gone back to a field wants to know about it.
        _ if model.at_fields => (field(model), theme::TEXT),
        Phase::Failed => (t!(lang, "setup-failed"), theme::WARN),
        Phase::Passed => {
            let partly = model.findings.iter().any(|f| f.state() == State::Partly);
            let words = match (partly, model.context.first_run) {
                (true, true) => t!(lang, "setup-passed-partly"),
                (false, true) => t!(lang, "setup-passed"),
                (_, false) => t!(lang, "setup-passed-add"),
            };
            (words, theme::GOOD)
        }
        Phase::Filling => (field(model), theme::TEXT),
    }
}

fn field(model: &SetUp) -> String {
    let lang = model.lang;
    match model.focus {
        Field::Lang => t!(lang, "setup-about-lang"),
        Field::Name => t!(lang, "setup-about-name", file = model.context.file.shown()),
        Field::Environment if model.is_production() => t!(lang, "setup-about-production"),
        Field::Environment => t!(lang, "setup-about-test"),
        Field::BaseUrl => t!(lang, "setup-about-base-url"),
        Field::AppKey => match AppKey::parse(model.form.app_key.value().trim()) {
            Ok(key) => t!(
                lang,
                "setup-about-app-key-read",
                org = text::printable(key.org()),
                app = text::printable(key.app())
            ),
            Err(_) => t!(lang, "setup-about-app-key"),
        },
        Field::ClientId => t!(lang, "setup-about-client-id"),
        Field::Source => about_source(lang, model.form.source),
        Field::Secret => match model.form.source {
            Kind::Command => t!(lang, "setup-about-command"),
            Kind::File => t!(lang, "setup-about-file"),
            Kind::Keyring | Kind::Prompt | Kind::Env => t!(lang, "setup-about-secret"),
        },
        Field::Operator => t!(lang, "setup-about-operator"),
        Field::FriendCap => t!(lang, "setup-about-friend-cap"),
        Field::Proxy => t!(lang, "setup-about-proxy"),
        Field::CaFile => t!(lang, "setup-about-ca-file"),
    }
}

fn about_source(lang: Lang, kind: Kind) -> String {
    match kind {
        Kind::Command => t!(lang, "setup-about-source-command"),
        Kind::Keyring => t!(lang, "setup-about-source-keyring"),
        Kind::Prompt => t!(lang, "setup-about-source-prompt"),
        Kind::File => t!(lang, "setup-about-source-file"),
        Kind::Env => t!(lang, "setup-about-source-env"),
    }
}

/// What the person was told last.
pub fn note(model: &SetUp, note: &Note) -> String {
    let lang = model.lang;
    match note {
        Note::Fault(field, fault) => t!(
            lang,
            "setup-fault",
            field = label(model, *field),
            why = why(lang, *fault)
        ),
        Note::AgainToLeave => t!(lang, "setup-again-to-leave"),
        Note::PasteNowhere => t!(lang, "setup-paste-nowhere"),
        Note::NotSaved(why) => t!(lang, "setup-not-saved", why = why.shown()),
        Note::NoKeyring => t!(lang, "secret-keyring-absent"),
    }
}

fn why(lang: Lang, fault: Fault) -> String {
    match fault {
        Fault::Empty => t!(lang, "fault-empty"),
        Fault::BaseUrl(BadBaseUrl::Unreadable) => t!(lang, "fault-url-unreadable"),
        Fault::BaseUrl(BadBaseUrl::Scheme) => t!(lang, "fault-url-scheme"),
        Fault::BaseUrl(BadBaseUrl::App) => t!(lang, "fault-url-app"),
        Fault::BaseUrl(BadBaseUrl::Extra | BadBaseUrl::Path) => t!(lang, "fault-url-extra"),
        Fault::AppKey(BadAppKey::Hash) => t!(lang, "fault-app-key-hash"),
        Fault::AppKey(BadAppKey::Name) => t!(lang, "fault-app-key-name"),
        Fault::Name => t!(lang, "fault-name"),
        Fault::Taken => t!(lang, "fault-taken"),
        Fault::Quote => t!(lang, "fault-quote"),
        Fault::Garbled => t!(lang, "secret-garbled"),
        Fault::FriendCap => t!(lang, "fault-friend-cap"),
        Fault::Proxy(BadProxy::Unreadable) => t!(lang, "fault-proxy"),
        Fault::Proxy(BadProxy::Secret) => t!(lang, "fault-proxy-secret"),
    }
}
