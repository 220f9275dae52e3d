//! Times and durations. Both languages write them alike.

use jiff::Timestamp;
use jiff::tz::TimeZone;

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

/// A duration in few cells: `48ms`, `10.4s`.
pub fn took(millis: u64) -> String {
    if millis < 10_000 {
        format!("{millis}ms")
    } else {
        format!("{}.{}s", millis / 1_000, millis % 1_000 / 100)
    }
}
