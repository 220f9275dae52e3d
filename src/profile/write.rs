//! Adds profiles to a configuration file's text and removes them. Comments, order and spacing are preserved.

use std::time::Duration;

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value, value};

use super::mistake::{MistakeKind, ProfileMistake};
use super::{Profile, ProfileTimes, SHARE, SecretSource, read};
use crate::domain::Environment;
use crate::i18n::Lang;
use crate::t;
use crate::text::{Text, readable};

/// Why a profile could not be added or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unwritable {
    /// The file has to be valid before it is changed.
    Mistake(ProfileMistake),
    /// A profile of this name exists already.
    Taken(Text),
    /// No profile of this name exists.
    Missing(Text),
}

impl Unwritable {
    /// What is wrong with the file or the name.
    pub fn words(&self, lang: Lang, file: &str) -> String {
        match self {
            Self::Mistake(mistake) => {
                t!(
                    lang,
                    "file-mistake",
                    path = file,
                    mistake = mistake.words(lang)
                )
            }
            Self::Taken(name) => t!(lang, "cli-profile-exists", name = name.shown(), file = file),
            Self::Missing(name) => {
                t!(
                    lang,
                    "cli-no-such-profile",
                    name = name.shown(),
                    file = file
                )
            }
        }
    }
}

/// The text with one more profile, which becomes the default if there is no profile yet.
///
/// # Errors
/// If the text is invalid or has a profile of this name already.
pub fn add(text: &str, name: &str, profile: &Profile) -> Result<String, Unwritable> {
    let before = read(text).map_err(Unwritable::Mistake)?;
    if before.find(name).is_some() {
        return Err(Unwritable::Taken(Text::new(name)));
    }
    let mut document = parse(text)?;
    if before.default.is_none() && before.all.is_empty() {
        document.insert("default", value(name));
    }
    let all = document.entry("profile").or_insert_with(|| {
        let mut all = Table::new();
        all.set_implicit(true);
        Item::Table(all)
    });
    if let Some(all) = all.as_table_like_mut() {
        all.insert(name, Item::Table(table(profile)));
    }
    checked(&document, text)
}

/// The text without a profile. If it was the default, there is no default afterwards.
///
/// # Errors
/// If the text is invalid or has no profile of this name.
pub fn remove(text: &str, name: &str) -> Result<String, Unwritable> {
    let before = read(text).map_err(Unwritable::Mistake)?;
    if before.find(name).is_none() {
        return Err(Unwritable::Missing(Text::new(name)));
    }
    let mut document = parse(text)?;
    if before.default.as_deref() == Some(name) {
        document.remove("default");
    }
    let all = document
        .get_mut("profile")
        .and_then(Item::as_table_like_mut);
    let gone = all.and_then(|all| all.remove(name));
    if let Some(Item::Table(table)) = gone {
        keep_comments(&mut document, &table);
    }
    checked(&document, text)
}

fn parse(text: &str) -> Result<DocumentMut, Unwritable> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        Unwritable::Mistake(ProfileMistake {
            line: 1,
            key: String::new(),
            kind: MistakeKind::Syntax(Text::new(error.message())),
        })
    })
}

/// Parses the new text before it is written: a file broken by rosterm would lock everybody out.
fn checked(document: &DocumentMut, before: &str) -> Result<String, Unwritable> {
    let mut text = document.to_string();
    if before.is_empty() {
        text = text.trim_start().to_owned();
    }
    read(&text).map_err(Unwritable::Mistake)?;
    Ok(text)
}

/// Comments above a table belong to it only if no empty line separates them; the others stay in the file.
fn keep_comments(document: &mut DocumentMut, gone: &Table) {
    let above = gone.decor().prefix().and_then(|prefix| prefix.as_str());
    let Some((kept, _)) = above.unwrap_or_default().rsplit_once("\n\n") else {
        return;
    };
    if kept.trim().is_empty() {
        return;
    }
    let kept = format!("{kept}\n");
    let position = gone.position().unwrap_or(isize::MAX);
    let mut tables = Vec::new();
    collect(document.as_table_mut(), &mut tables);
    let next = tables
        .into_iter()
        .filter(|table| table.position().is_some_and(|at| at > position))
        .min_by_key(|table| table.position());
    if let Some(next) = next {
        let own = next.decor().prefix().and_then(|p| p.as_str());
        let prefix = format!("{kept}{}", own.unwrap_or_default());
        next.decor_mut().set_prefix(prefix);
    } else {
        let trailing = document.trailing().as_str().unwrap_or_default();
        let trailing = format!("{kept}{trailing}");
        document.set_trailing(trailing);
    }
}

/// Collects the tables that have a header, in no particular order.
fn collect<'a>(table: &'a mut Table, into: &mut Vec<&'a mut Table>) {
    for (_, item) in table.iter_mut() {
        let Item::Table(below) = item else {
            continue;
        };
        if below.is_implicit() || below.is_dotted() {
            collect(below, into);
        } else {
            into.push(below);
        }
    }
}

fn table(profile: &Profile) -> Table {
    let mut table = Table::new();
    let mut set = |key: &str, item: Item| {
        table.insert(key, item);
    };
    set("base_url", text(&profile.base_url.to_string()));
    set("app_key", text(&profile.app_key.to_string()));
    if let Some(id) = &profile.client_id {
        set("client_id", text(id));
    }
    set("secret", secret(&profile.secret));
    let environment = match profile.environment {
        Environment::Production => "production",
        Environment::Test => "test",
    };
    set("environment", value(environment));
    if let Some(cap) = profile.friend_cap {
        set("friend_cap", number(cap));
    }
    if profile.share != SHARE {
        set("share", value(i64::from(profile.share)));
    }
    if let Some(operator) = &profile.operator {
        set("operator", text(operator));
    }
    if let Some(path) = &profile.ca_file {
        set("ca_file", text(&path.to_string_lossy()));
    }
    if let Some(proxy) = &profile.proxy {
        set("proxy", text(&proxy.to_string()));
    }
    if let Some(lang) = profile.lang {
        set("lang", value(lang.to_string()));
    }
    if profile.timing != ProfileTimes::default() {
        set("timing", Item::Table(timing(profile.timing)));
    }
    table
}

fn text(text: &str) -> Item {
    Item::Value(string(text))
}

/// A string of the file. People display files in a terminal too, so characters that must not reach one are
/// written as TOML escapes, which parse as the same text.
fn string(text: &str) -> Value {
    if readable(text) == text {
        return text.into();
    }
    let mut written = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => written.extend(['\\', c]),
            _ if readable(&c.to_string()) == c.to_string() => written.push(c),
            _ => written.push_str(&escape(c)),
        }
    }
    written.push('"');
    // Only a parsed literal keeps its spelling.
    written.parse().unwrap_or_else(|_| text.into())
}

fn escape(c: char) -> String {
    match u32::from(c) {
        code @ ..=0xFFFF => format!("\\u{code:04X}"),
        code => format!("\\U{code:08X}"),
    }
}

fn secret(source: &SecretSource) -> Item {
    let named = |key: &str, inner: Value| {
        let mut table = InlineTable::new();
        TableLike::insert(&mut table, key, Item::Value(inner));
        value(table)
    };
    match source {
        SecretSource::Command(words) => named(
            "command",
            Value::Array(words.iter().map(|word| string(word)).collect::<Array>()),
        ),
        SecretSource::File(path) => named("file", string(&path.to_string_lossy())),
        SecretSource::Keyring => value("keyring"),
        SecretSource::Prompt => value("prompt"),
        SecretSource::Env => value("env"),
    }
}

fn timing(times: ProfileTimes) -> Table {
    let mut table = Table::new();
    for (key, time) in [
        ("connect", times.connect),
        ("read", times.read),
        ("write", times.write),
        ("settle", times.settle),
        ("arm", times.arm),
    ] {
        if let Some(time) = time {
            table.insert(key, value(written(time)));
        }
    }
    if let Some(attempts) = times.attempts {
        table.insert("attempts", number(attempts));
    }
    table
}

fn number(n: usize) -> Item {
    value(i64::try_from(n).unwrap_or(i64::MAX))
}

fn written(time: Duration) -> String {
    match time.subsec_millis() {
        0 => format!("{}s", time.as_secs()),
        _ => format!("{}ms", time.as_millis()),
    }
}
