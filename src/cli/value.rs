//! Parses the values of arguments.

use std::fmt;
use std::net::SocketAddr;

use jiff::civil::DateTime;
use jiff::{Span, Timestamp, Zoned};

use crate::domain::{JobId, UserId};
use crate::i18n::Lang;
use crate::journal::UnixMillis;
use crate::t;
use crate::text::Text;

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
    let at = time(text, &Zoned::now()).ok_or(BadValue::Since)?;
    Ok(at.as_millisecond())
}

/// Parses the time before which entries are old: at least one day ago.
pub fn age(text: &str) -> Result<UnixMillis, BadValue> {
    let now = Zoned::now();
    let at = time(text, &now).filter(|at| now.timestamp().duration_since(*at).as_hours() >= 24);
    Ok(at.ok_or(BadValue::Age)?.as_millisecond())
}

fn time(text: &str, now: &Zoned) -> Option<Timestamp> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    // Without an offset it is a local time.
    if let Ok(at) = text.parse::<DateTime>() {
        return Some(at.to_zoned(now.time_zone().clone()).ok()?.timestamp());
    }
    let span = text.parse::<Span>().ok()?;
    if span.is_negative() {
        return None;
    }
    Some(now.checked_sub(span).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_takes_a_date_a_date_with_a_time_or_a_span() {
        let now: Zoned = "2026-11-20T12:00:00+08:00[+08:00]".parse().unwrap();
        for (text, expected) in [
            ("2026-11-19", "2026-11-18T16:00:00Z"),
            ("2026-11-19T08:30", "2026-11-19T00:30:00Z"),
            ("2026-11-19 08:30:15", "2026-11-19T00:30:15Z"),
            ("2026-11-19T08:30:00Z", "2026-11-19T08:30:00Z"),
            ("2026-11-19T08:30:00+02:00", "2026-11-19T06:30:00Z"),
            ("2d", "2026-11-18T04:00:00Z"),
            ("12h", "2026-11-19T16:00:00Z"),
            ("1h 30m", "2026-11-20T02:30:00Z"),
            ("3 weeks", "2026-10-30T04:00:00Z"),
        ] {
            let since = time(text, &now).unwrap();
            assert_eq!(since.to_string(), expected, "{text}");
        }
        for text in ["", "yesterday", "-2d", "2", "2026-13-01", "99999999y"] {
            assert_eq!(time(text, &now), None, "{text}");
        }
    }

    #[test]
    fn a_number_has_to_lie_in_its_range() {
        assert_eq!(number::<u8>("100", 1, 100), Ok(100));
        for text in ["0", "101", "-1", "1.5", "many", ""] {
            let range = BadValue::Number(1, 100);
            assert_eq!(number::<u8>(text, 1, 100), Err(range), "{text}");
        }
    }
}
