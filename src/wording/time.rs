//! Times and durations. Both languages write them alike.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, Zoned};

/// A day: `2021-04-02`.
pub fn day(zone: &TimeZone, millis: i64) -> String {
    zoned(zone, millis, "%Y-%m-%d")
}

/// A moment in full: `2026-11-20 16:28`.
pub fn date_time(zone: &TimeZone, millis: i64) -> String {
    zoned(zone, millis, "%Y-%m-%d %H:%M")
}

/// A time of day: `12:03:19`.
pub fn clock(zone: &TimeZone, millis: i64) -> String {
    zoned(zone, millis, "%H:%M:%S")
}

/// A moment as short as possible: the time if today, the day if this year, else the date.
pub fn moment(zone: &TimeZone, millis: i64, now: i64) -> String {
    if day(zone, millis) == day(zone, now) {
        zoned(zone, millis, "%H:%M")
    } else if zoned(zone, millis, "%Y") == zoned(zone, now, "%Y") {
        zoned(zone, millis, "%m-%d")
    } else {
        zoned(zone, millis, "%Y-%m")
    }
}

/// A moment of the current year with its seconds: `11-20 12:06:44`.
pub fn audit(zone: &TimeZone, millis: i64) -> String {
    zoned(zone, millis, "%m-%d %H:%M:%S")
}

fn zoned(zone: &TimeZone, millis: i64, format: &str) -> String {
    // A time outside the calendar's range is shown as the number that was received.
    Timestamp::from_millisecond(millis).map_or_else(
        |_| millis.to_string(),
        |t| t.to_zoned(zone.clone()).strftime(format).to_string(),
    )
}

/// The time that a person names: a date, a date with a time, or a time span before now. In milliseconds since
/// 1970 (UTC).
pub fn since(text: &str, now: &Zoned) -> Option<i64> {
    named(text, now).map(Timestamp::as_millisecond)
}

/// The same as the end of a time: a date alone is the whole day.
pub fn until(text: &str, now: &Zoned) -> Option<i64> {
    let Ok(day) = Date::strptime("%Y-%m-%d", text) else {
        return since(text, now);
    };
    let end = day.tomorrow().ok()?.to_zoned(now.time_zone().clone());
    Some(end.ok()?.timestamp().as_millisecond())
}

fn named(text: &str, now: &Zoned) -> Option<Timestamp> {
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

/// A duration in few cells: `48ms`, `10.4s`.
pub fn took(millis: u64) -> String {
    if millis < 10_000 {
        format!("{millis}ms")
    } else {
        format!("{}.{}s", millis / 1_000, millis % 1_000 / 100)
    }
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
            let since = named(text, &now).unwrap();
            assert_eq!(since.to_string(), expected, "{text}");
        }
        for text in ["", "yesterday", "-2d", "2", "2026-13-01", "99999999y"] {
            assert_eq!(named(text, &now), None, "{text}");
        }
    }

    #[test]
    fn a_day_is_over_at_its_end_and_everything_else_is_a_moment() {
        let now: Zoned = "2026-11-20T12:00:00+08:00[+08:00]".parse().unwrap();
        for (text, expected) in [
            ("2026-11-19", "2026-11-19T16:00:00Z"),
            ("2026-11-19 08:30", "2026-11-19T00:30:00Z"),
            ("2d", "2026-11-18T04:00:00Z"),
        ] {
            let expected: Timestamp = expected.parse().unwrap();
            assert_eq!(until(text, &now), Some(expected.as_millisecond()), "{text}");
        }
        assert_eq!(until("9999-12-31", &now), None);
        assert_eq!(until("soon", &now), None);
    }
}
