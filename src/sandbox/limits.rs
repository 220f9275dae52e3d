//! The documented rate limits.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use axum::http::Method;

use super::route::Route;

/// How often the conversations of each user may be listed, and how often deleted, in a minute.
const A_MINUTE: usize = 5;
/// Slightly less than a minute, so that a client that paces itself by the clock is not refused because of
/// jitter.
const MINUTE: Duration = Duration::from_millis(59_500);

/// Recent calls. Refused calls do not count.
#[derive(Debug)]
pub struct RateLimits {
    on: bool,
    buckets: HashMap<(&'static str, Method), TokenBucket>,
    minutes: HashMap<(&'static str, String), VecDeque<Instant>>,
}

/// Holds the calls of one second and refills evenly: a client that is paced evenly at the limit never empties
/// it, and a burst above the limit always does.
#[derive(Debug)]
struct TokenBucket {
    calls: f64,
    at: Instant,
}

impl RateLimits {
    pub fn new(on: bool) -> Self {
        Self {
            on,
            buckets: HashMap::new(),
            minutes: HashMap::new(),
        }
    }

    /// Whether a call may be made now. Calls about unknown users are not counted per user: there is no end to
    /// such names.
    pub fn admit(&mut self, route: &Route, method: &Method, known: bool, now: Instant) -> bool {
        !self.on || (!known || self.minute(route, now)) && self.second(route, method, now)
    }

    /// How many users have counters of their own.
    #[cfg(test)]
    pub fn counted(&self) -> usize {
        self.minutes.len()
    }

    fn second(&mut self, route: &Route, method: &Method, now: Instant) -> bool {
        let limit = f64::from(a_second(route));
        let bucket = self
            .buckets
            .entry(kind(route, method))
            .or_insert(TokenBucket {
                calls: limit,
                at: now,
            });
        let since = now.saturating_duration_since(bucket.at).as_secs_f64();
        bucket.calls = (bucket.calls + since * limit).min(limit);
        bucket.at = now;
        let admitted = bucket.calls >= 1.0;
        if admitted {
            bucket.calls -= 1.0;
        }
        admitted
    }

    fn minute(&mut self, route: &Route, now: Instant) -> bool {
        let Some(user) = route.user() else {
            return true;
        };
        let key = (route.template(), user.to_owned());
        if !self.minutes.contains_key(&key) {
            // Users come and go, so counters are removed once they do not matter any more.
            let matters = |at: &Instant| now.saturating_duration_since(*at) < MINUTE;
            self.minutes
                .retain(|_, lately| lately.back().is_some_and(matters));
        }
        let lately = self.minutes.entry(key).or_default();
        while lately
            .front()
            .is_some_and(|at| now.saturating_duration_since(*at) >= MINUTE)
        {
            lately.pop_front();
        }
        let admitted = lately.len() < A_MINUTE;
        if admitted {
            lately.push_back(now);
        }
        admitted
    }
}

fn a_second(route: &Route) -> u32 {
    match route {
        Route::Token => 300,
        Route::BlockList(_) | Route::Block(..) => 50,
        _ => 100,
    }
}

/// All account calls share one limit, every other call has its own.
fn kind(route: &Route, method: &Method) -> (&'static str, Method) {
    match route {
        Route::Users | Route::User(_) | Route::Deactivate(_) | Route::Activate(_) => {
            ("/users", Method::POST)
        }
        _ => (route.template(), method.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_evenly_paced_at_the_limit_is_never_refused() {
        let mut limits = RateLimits::new(true);
        let start = Instant::now();
        let route = Route::Block("a".into(), "b".into());
        for n in 0..2000_u64 {
            let jitter = n % 3 * 4;
            let at = start + Duration::from_millis(20 * n + 8 - jitter);
            assert!(limits.admit(&route, &Method::DELETE, true, at), "call {n}");
        }
    }

    #[test]
    fn the_sixth_listing_in_a_minute_is_refused_and_one_a_minute_later_is_not() {
        let mut limits = RateLimits::new(true);
        let start = Instant::now();
        let route = Route::Conversations("a".into());
        for n in 0..6 {
            let at = start + Duration::from_secs(n);
            assert_eq!(limits.admit(&route, &Method::GET, true, at), n < 5);
        }
        let other = Route::Conversations("b".into());
        assert!(limits.admit(&other, &Method::GET, true, start + Duration::from_secs(6)));
        assert!(limits.admit(&route, &Method::GET, true, start + Duration::from_secs(60)));
    }

    #[test]
    fn what_is_counted_user_by_user_does_not_grow_with_names() {
        let mut limits = RateLimits::new(true);
        let start = Instant::now();
        for n in 0..10_000_u64 {
            let at = start + Duration::from_millis(100 * n);
            let unknown = Route::Conversations(format!("nobody-{n}"));
            assert!(limits.admit(&unknown, &Method::GET, false, at));
            let gone = Route::Conversation(format!("once-{n}"));
            assert!(limits.admit(&gone, &Method::DELETE, true, at));
        }
        // Only those of the last minute.
        assert!(limits.counted() <= 600, "{}", limits.counted());
    }
}
