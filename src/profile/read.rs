//! Parses a configuration file into profiles. Errors name the line and the key, and never quote the value: it
//! may be a secret in the wrong place.

use std::ops::Range;
use std::path::PathBuf;
use std::time::Duration;

use jiff::SignedDuration;
use toml_edit::{Document, Item, Key, TableLike, Value};

use super::mistake::{MistakeKind, ProfileMistake};
use super::{Profile, ProfileTimes, Profiles, SHARE, SecretSource, is_name};
use crate::api::{AppKey, BaseUrl, ProxyUrl};
use crate::domain::Environment;
use crate::i18n::Lang;
use crate::text::Text;

/// Parses a configuration file.
pub fn read(text: &str) -> Result<Profiles, ProfileMistake> {
    let document = Document::parse(text).map_err(|error| ProfileMistake {
        line: line(text, error.span()),
        key: String::new(),
        kind: MistakeKind::Syntax(Text::new(error.message())),
    })?;
    let file = KeyPlace {
        text,
        name: String::new(),
        range: None,
    };
    let mut profiles = Profiles::default();
    let mut default = None;
    for (key, item) in keys(document.as_table()) {
        let here = file.below(key, item);
        match key.get() {
            "default" => {
                profiles.default = Some(here.string(item)?.to_owned());
                default = Some(here);
            }
            "profile" => {
                for (key, item) in keys(here.table(item)?) {
                    let here = here.below(key, item);
                    if !is_name(key.get()) {
                        return Err(here.wrong(MistakeKind::Name));
                    }
                    let profile = profile(&here, here.table(item)?)?;
                    profiles.all.push((key.get().to_owned(), profile));
                }
            }
            "journal" => {
                for (key, item) in keys(here.table(item)?) {
                    let here = here.below(key, item);
                    match key.get() {
                        "remarks" => profiles.remarks_withheld = !here.truth(item)?,
                        "keep_days" => {
                            profiles.keep_days = Some(here.number(item, 1, 36_500)?);
                        }
                        _ => return Err(here.unknown("remarks, keep_days")),
                    }
                }
            }
            "screen" => {
                for (key, item) in keys(here.table(item)?) {
                    let here = here.below(key, item);
                    match key.get() {
                        "ascii" => profiles.ascii = here.truth(item)?,
                        "mouse" => profiles.mouse_off = !here.truth(item)?,
                        _ => return Err(here.unknown("ascii, mouse")),
                    }
                }
            }
            _ => return Err(here.unknown("default, [journal], [screen], [profile.NAME]")),
        }
    }
    if let (Some(name), Some(here)) = (&profiles.default, default)
        && profiles.find(name).is_none()
    {
        return Err(here.wrong(MistakeKind::NoProfile));
    }
    Ok(profiles)
}

fn profile(at: &KeyPlace, table: &dyn TableLike) -> Result<Profile, ProfileMistake> {
    let (mut base_url, mut app_key, mut secret, mut command) = (None, None, None, None);
    let (mut client_id, mut operator, mut ca_file, mut proxy) = (None, None, None, None);
    let (mut environment, mut friend_cap, mut lang) = (None, None, None);
    let (mut share, mut timing) = (SHARE, ProfileTimes::default());
    for (key, item) in keys(table) {
        let here = at.below(key, item);
        match key.get() {
            "base_url" => {
                let url = here.parsed(item, BaseUrl::parse, MistakeKind::BaseUrl)?;
                base_url = Some((url, here));
            }
            "app_key" => app_key = Some(here.parsed(item, AppKey::parse, MistakeKind::AppKey)?),
            "client_id" => client_id = Some(here.line_of_text(item)?),
            "secret" => secret = Some(source(&here, item)?),
            "command" => command = Some((here.words(item)?, here)),
            "environment" => {
                environment = Some(match here.string(item)? {
                    "production" => Environment::Production,
                    "test" => Environment::Test,
                    _ => return Err(here.wrong(MistakeKind::Either("production", "test"))),
                });
            }
            "friend_cap" => friend_cap = Some(here.number(item, 1, 100_000)?),
            "share" => {
                share = u8::try_from(here.number(item, 1, 100)?).unwrap_or(SHARE);
            }
            "operator" => operator = Some(here.line_of_text(item)?),
            "ca_file" => ca_file = Some(PathBuf::from(here.line_of_text(item)?)),
            "proxy" => proxy = Some(here.parsed(item, ProxyUrl::parse, MistakeKind::Proxy)?),
            "lang" => {
                lang = Some(
                    Lang::parse(here.string(item)?)
                        .ok_or_else(|| here.wrong(MistakeKind::Either("zh-CN", "en")))?,
                );
            }
            "timing" => timing = times(&here, here.table(item)?)?,
            "client_secret" | "token" | "password" => {
                return Err(here.wrong(MistakeKind::Secret));
            }
            _ => {
                return Err(here.unknown(
                    "base_url, app_key, client_id, secret, environment, friend_cap, share, operator, \
                     ca_file, proxy, lang, [timing]",
                ));
            }
        }
    }
    let secret = match (secret, command) {
        (Some(source), None) => source,
        (None, Some((words, _))) => SecretSource::Command(words),
        (Some(_), Some((_, here))) => {
            return Err(here.wrong(MistakeKind::TwoSources));
        }
        (None, None) => return Err(at.wrong(MistakeKind::NoSource)),
    };
    let (base_url, its_place) =
        base_url.ok_or_else(|| at.wrong(MistakeKind::Missing("base_url")))?;
    let app_key = app_key.ok_or_else(|| at.wrong(MistakeKind::Missing("app_key")))?;
    let base_url = base_url
        .of_app(&app_key)
        .map_err(|why| its_place.wrong(MistakeKind::BaseUrl(why)))?;
    Ok(Profile {
        client_id,
        environment: environment.unwrap_or(Environment::Production),
        friend_cap,
        share,
        operator,
        ca_file,
        proxy,
        lang,
        timing,
        ..Profile::new(base_url, app_key, secret)
    })
}

fn source(at: &KeyPlace, item: &Item) -> Result<SecretSource, ProfileMistake> {
    match item.as_str() {
        Some("keyring") => return Ok(SecretSource::Keyring),
        Some("prompt") => return Ok(SecretSource::Prompt),
        Some("env") => return Ok(SecretSource::Env),
        Some(_) => {
            return Err(at.wrong(MistakeKind::Secret));
        }
        None => {}
    }
    let one_of = || at.wrong(MistakeKind::Source);
    let table = item.as_table_like().ok_or_else(one_of)?;
    let mut source = None;
    for (key, item) in keys(table) {
        let here = at.below(key, item);
        let found = match key.get() {
            "command" => SecretSource::Command(here.words(item)?),
            "file" => SecretSource::File(PathBuf::from(here.line_of_text(item)?)),
            _ => return Err(here.unknown("command, file")),
        };
        if source.replace(found).is_some() {
            return Err(here.wrong(MistakeKind::Either("command", "file")));
        }
    }
    source.ok_or_else(one_of)
}

fn times(at: &KeyPlace, table: &dyn TableLike) -> Result<ProfileTimes, ProfileMistake> {
    const LONGEST: Duration = Duration::from_secs(600);
    const AN_INSTANT: Duration = Duration::from_millis(1);
    let mut times = ProfileTimes::default();
    for (key, item) in keys(table) {
        let here = at.below(key, item);
        match key.get() {
            "connect" => times.connect = Some(here.time(item, AN_INSTANT, LONGEST)?),
            "read" => times.read = Some(here.time(item, AN_INSTANT, LONGEST)?),
            "write" => times.write = Some(here.time(item, AN_INSTANT, LONGEST)?),
            "settle" => times.settle = Some(here.time(item, Duration::ZERO, LONGEST)?),
            "arm" => {
                times.arm = Some(here.time(item, Duration::ZERO, Duration::from_secs(10))?);
            }
            "attempts" => times.attempts = Some(here.number(item, 1, 10)?),
            _ => return Err(here.unknown("connect, read, write, settle, attempts, arm")),
        }
    }
    Ok(times)
}

fn keys(table: &dyn TableLike) -> impl Iterator<Item = (&Key, &Item)> {
    table
        .iter()
        .filter_map(|(name, _)| table.get_key_value(name))
}

fn line(text: &str, range: Option<Range<usize>>) -> usize {
    let start = range.map_or(0, |range| range.start);
    1 + text.get(..start).unwrap_or_default().matches('\n').count()
}

/// A key of the file, for error messages.
struct KeyPlace<'a> {
    text: &'a str,
    /// Including its parent keys.
    name: String,
    range: Option<Range<usize>>,
}

impl<'a> KeyPlace<'a> {
    fn below(&self, key: &Key, item: &Item) -> KeyPlace<'a> {
        let dot = if self.name.is_empty() { "" } else { "." };
        KeyPlace {
            text: self.text,
            name: format!("{}{dot}{}", self.name, Text::new(key.get())),
            // A table that is only named by its subtables has no line of its own.
            range: key
                .span()
                .or_else(|| item.span())
                .or_else(|| self.range.clone()),
        }
    }

    fn wrong(&self, kind: MistakeKind) -> ProfileMistake {
        ProfileMistake {
            line: line(self.text, self.range.clone()),
            key: self.name.clone(),
            kind,
        }
    }

    fn unknown(&self, known: &'static str) -> ProfileMistake {
        self.wrong(MistakeKind::Unknown(known))
    }

    fn table<'i>(&self, item: &'i Item) -> Result<&'i dyn TableLike, ProfileMistake> {
        item.as_table_like()
            .ok_or_else(|| self.wrong(MistakeKind::Table))
    }

    fn string<'i>(&self, item: &'i Item) -> Result<&'i str, ProfileMistake> {
        item.as_str().ok_or_else(|| self.wrong(MistakeKind::Text))
    }

    fn truth(&self, item: &Item) -> Result<bool, ProfileMistake> {
        item.as_bool().ok_or_else(|| self.wrong(MistakeKind::Truth))
    }

    /// A text of one line that is not empty.
    fn line_of_text(&self, item: &Item) -> Result<String, ProfileMistake> {
        let text = self.string(item)?.trim();
        if text.is_empty() || text.contains(char::is_control) {
            return Err(self.wrong(MistakeKind::Line));
        }
        Ok(text.to_owned())
    }

    fn parsed<T, E>(
        &self,
        item: &Item,
        parse: impl FnOnce(&str) -> Result<T, E>,
        kind: impl FnOnce(E) -> MistakeKind,
    ) -> Result<T, ProfileMistake> {
        parse(self.string(item)?).map_err(|why| self.wrong(kind(why)))
    }

    fn number(&self, item: &Item, least: usize, most: usize) -> Result<usize, ProfileMistake> {
        item.as_integer()
            .and_then(|n| usize::try_from(n).ok())
            .filter(|n| (least..=most).contains(n))
            .ok_or_else(|| self.wrong(MistakeKind::Number(least, most)))
    }

    fn words(&self, item: &Item) -> Result<Vec<String>, ProfileMistake> {
        let words: Option<Vec<String>> = item.as_array().and_then(|array| {
            let word = |value: &Value| value.as_str().map(str::to_owned);
            array.iter().map(word).collect()
        });
        words
            .filter(|words| words.first().is_some_and(|program| !program.is_empty()))
            .filter(|words| !words.iter().any(|word| word.contains('\0')))
            .ok_or_else(|| self.wrong(MistakeKind::Words))
    }

    fn time(
        &self,
        item: &Item,
        least: Duration,
        most: Duration,
    ) -> Result<Duration, ProfileMistake> {
        item.as_str()
            .and_then(|text| text.parse::<SignedDuration>().ok())
            .and_then(|time| Duration::try_from(time).ok())
            .filter(|time| (least..=most).contains(time))
            .ok_or_else(|| self.wrong(MistakeKind::Time(least, most)))
    }
}
