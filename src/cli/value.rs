//! Parses the values of arguments.

use std::fmt;
use std::net::SocketAddr;

use jiff::Zoned;

use crate::domain::history::Deed;
use crate::domain::{JobId, UserId};
use crate::i18n::Lang;
use crate::journal::UnixMillis;
use crate::t;
use crate::text::Text;
use crate::wording::{filter, time};

/// A day in milliseconds.
const DAY: UnixMillis = 24 * 60 * 60 * 1_000;

/// Why a value is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadValue {
    /// There is nothing in it.
    Empty,
    /// It has this many characters, and may have fewer.
    TooLong(usize, usize),
    /// It is not a whole number in this range.
    Number(u64, u64),
    /// It is not the name of a job.
    Job,
    /// It is not the beginning of anything that can be done.
    Deed,
    /// It is neither a date nor a time span.
    Since,
    /// The same, or less than a day ago.
    Age,
    /// It is not an address with a port.
    Address,
    /// It cannot be the ID of a user.
    User,
}

impl BadValue {
    /// What a valid value is.
    pub fn words(self, lang: Lang) -> String {
        match self {
            Self::Empty => t!(lang, "cli-value-empty"),
            Self::TooLong(length, cap) => t!(lang, "cli-value-long", n = length, cap = cap),
            Self::Number(least, most) => t!(lang, "cli-value-number", least = least, most = most),
            Self::Job => t!(lang, "cli-value-job"),
            Self::Deed => t!(lang, "cli-value-do", all = filter::deed_names(lang)),
            Self::Since => t!(lang, "cli-value-since"),
            Self::Age => t!(lang, "cli-value-age"),
            Self::Address => t!(lang, "cli-value-address"),
            Self::User => t!(lang, "cli-value-user"),
        }
    }
}

/// clap requires an error; it is shown in the user's language instead.
impl fmt::Display for BadValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(Lang::En))
    }
}

impl std::error::Error for BadValue {}

/// Parses a text as the corresponding field on screen would accept it.
pub fn short_text(text: &str, cap: usize) -> Result<Text, BadValue> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(BadValue::Empty),
        n if n > cap => Err(BadValue::TooLong(n, cap)),
        _ => Ok(Text::new(text)),
    }
}

/// Parses the ID of a user, as the fields on screen do.
pub fn user(text: &str) -> Result<UserId, BadValue> {
    let id = UserId::typed(text);
    match id.problem() {
        None => Ok(id),
        Some(_) => Err(BadValue::User),
    }
}

/// Parses a whole number in this range.
pub fn number<T: TryFrom<u64>>(text: &str, least: u64, most: u64) -> Result<T, BadValue> {
    let number = text.parse::<u64>().ok();
    number
        .filter(|n| (least..=most).contains(n))
        .and_then(|n| T::try_from(n).ok())
        .ok_or(BadValue::Number(least, most))
}

/// Parses the name of a job.
pub fn job(text: &str) -> Result<JobId, BadValue> {
    JobId::parse(text).ok_or(BadValue::Job)
}

/// Parses an address to listen on.
pub fn address(text: &str) -> Result<SocketAddr, BadValue> {
    text.parse().map_err(|_| BadValue::Address)
}

/// Parses the time since which entries are wanted.
pub fn since(text: &str) -> Result<UnixMillis, BadValue> {
    time::since(text, &Zoned::now()).ok_or(BadValue::Since)
}

/// Parses the time until which entries are wanted.
pub fn until(text: &str) -> Result<UnixMillis, BadValue> {
    time::until(text, &Zoned::now()).ok_or(BadValue::Since)
}

/// What was done, in one argument: its beginning may stand for several. clap takes a plain list for several
/// arguments.
#[derive(Debug, Clone)]
pub struct Deeds(pub Vec<Deed>);

/// Parses what was done.
pub fn deeds(text: &str) -> Result<Deeds, BadValue> {
    match filter::deeds(text) {
        deeds if deeds.is_empty() => Err(BadValue::Deed),
        deeds => Ok(Deeds(deeds)),
    }
}

/// Parses the time before which entries are old: at least one day ago.
pub fn age(text: &str) -> Result<UnixMillis, BadValue> {
    let now = Zoned::now();
    let latest = now.timestamp().as_millisecond() - DAY;
    let at = time::since(text, &now).filter(|at| *at <= latest);
    at.ok_or(BadValue::Age)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_to_lie_in_its_range() {
        assert_eq!(number::<u8>("100", 1, 100), Ok(100));
        for text in ["0", "101", "-1", "1.5", "many", ""] {
            let range = BadValue::Number(1, 100);
            assert_eq!(number::<u8>(text, 1, 100), Err(range), "{text}");
        }
    }
}
