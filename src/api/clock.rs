//! The service's clock. Messages carry the service's times, and the local clock may be wrong.

use std::time::Instant;

use jiff::fmt::rfc2822;
use parking_lot::Mutex;
use reqwest::header::HeaderValue;
use serde::Deserialize;

/// The service's clock, as the latest reply told it.
#[derive(Debug, Default)]
pub(super) struct ServiceClock {
    /// When that reply arrived, and its time. That time was taken before the reply arrived, so the service's
    /// clock shows this time or a later one.
    told: Mutex<Option<(Instant, i64)>>,
}

/// The time that the service puts into its replies.
#[derive(Deserialize)]
struct ServiceTime {
    timestamp: Option<i64>,
}

impl ServiceClock {
    /// Takes the time from a reply. If its header and its body tell different times, the earlier one counts:
    /// a gateway has a clock of its own.
    pub fn hear(&self, date: Option<&HeaderValue>, body: Option<&[u8]>) {
        let told = date
            .and_then(of_date)
            .into_iter()
            .chain(body.and_then(of_body));
        if let Some(time) = told.min() {
            let mut told = self.told.lock();
            *told = Some((Instant::now(), time));
        }
    }

    /// The current time, at the earliest, in milliseconds since 1970 (UTC).
    pub fn now(&self) -> Option<i64> {
        let told = *self.told.lock();
        let (heard, time) = told?;
        let since = i64::try_from(heard.elapsed().as_millis()).ok()?;
        time.checked_add(since)
    }
}

fn of_date(date: &HeaderValue) -> Option<i64> {
    let date = rfc2822::parse(date.to_str().ok()?).ok()?;
    Some(date.timestamp().as_millisecond())
}

fn of_body(body: &[u8]) -> Option<i64> {
    serde_json::from_slice::<ServiceTime>(body).ok()?.timestamp
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: &str = "Sun, 29 Nov 2026 22:59:21 GMT";
    const AT: i64 = 1_795_993_161_000;

    fn heard(date: Option<&str>, body: &str) -> Option<i64> {
        let clock = ServiceClock::default();
        let date = date.map(|date| HeaderValue::from_str(date).unwrap());
        clock.hear(date.as_ref(), Some(body.as_bytes()));
        clock.now()
    }

    /// No test takes as long as a minute.
    fn is_about(now: Option<i64>, at: i64) -> bool {
        now.is_some_and(|now| (at..at + 60_000).contains(&now))
    }

    #[test]
    fn the_header_or_the_body_tells_the_time_and_the_earlier_one_counts() {
        let stamped = |at: i64| format!(r#"{{"timestamp":{at},"data":{{}},"duration":0}}"#);
        assert!(is_about(heard(Some(DATE), ""), AT));
        assert!(is_about(heard(None, &stamped(AT)), AT));
        assert!(is_about(
            heard(Some(DATE), &stamped(AT - 3_600_000)),
            AT - 3_600_000
        ));
        assert!(is_about(heard(Some(DATE), &stamped(AT + 3_600_000)), AT));
    }

    #[test]
    fn an_answer_that_tells_no_time_tells_none() {
        for (date, body) in [
            (None, ""),
            (None, "<html>"),
            (None, "[]"),
            (None, r#"{"timestamp":"soon"}"#),
            (Some("yesterday"), "{}"),
        ] {
            assert_eq!(heard(date, body), None, "{date:?} {body}");
        }
    }

    #[test]
    fn the_newest_answer_counts_and_one_without_a_time_changes_nothing() {
        let clock = ServiceClock::default();
        assert_eq!(clock.now(), None);
        clock.hear(Some(&HeaderValue::from_static(DATE)), None);
        clock.hear(None, Some(b"{}"));
        assert!(is_about(clock.now(), AT));
        clock.hear(None, Some(br#"{"timestamp":17}"#));
        assert!(is_about(clock.now(), 17));
    }
}
