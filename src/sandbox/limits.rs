//! The published call-frequency table.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use axum::http::Method;

use super::route::Route;

/// How often each user's conversations may be listed, and how often deleted from, in a minute.
const A_MINUTE: usize = 5;
/// A shade under a minute, so that a client pacing itself by the clock is not refused for jitter.
const MINUTE: Duration = Duration::from_millis(59_500);

/// What has been called lately. Refused calls do not count.
#[derive(Debug)]
pub struct Limits {
    on: bool,
    buckets: HashMap<(&'static str, Method), Bucket>,
    minutes: HashMap<(&'static str, String), VecDeque<Instant>>,
}

/// Holds a second's worth of calls and refills evenly: a client evenly paced at the limit never
/// empties it, a burst above the limit always does.
#[derive(Debug)]
struct Bucket {
    calls: f64,
    at: Instant,
}

impl Limits {
    pub fn new(on: bool) -> Self {
        Self {
            on,
            buckets: HashMap::new(),
            minutes: HashMap::new(),
        }
    }

    pub fn admit(&mut self, route: &Route, method: &Method, now: Instant) -> bool {
        !self.on || (self.minute(route, now) && self.second(route, method, now))
    }

    fn second(&mut self, route: &Route, method: &Method, now: Instant) -> bool {
        let limit = f64::from(a_second(route));
        let bucket = self.buckets.entry(kind(route, method)).or_insert(Bucket {
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
        let (Route::Conversations(user) | Route::Conversation(user)) = route else {
            return true;
        };
        let lately = self
            .minutes
            .entry((route.template(), user.clone()))
            .or_default();
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

/// All account calls draw on one allowance, every other call on its own.
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
        let mut limits = Limits::new(true);
        let start = Instant::now();
        let route = Route::Block("a".into(), "b".into());
        for n in 0..2000_u64 {
            let jitter = n % 3 * 4;
            let at = start + Duration::from_millis(20 * n + 8 - jitter);
            assert!(limits.admit(&route, &Method::DELETE, at), "call {n}");
        }
    }

    #[test]
    fn the_sixth_listing_in_a_minute_is_refused_and_one_a_minute_later_is_not() {
        let mut limits = Limits::new(true);
        let start = Instant::now();
        let route = Route::Conversations("a".into());
        for n in 0..6 {
            let at = start + Duration::from_secs(n);
            assert_eq!(limits.admit(&route, &Method::GET, at), n < 5);
        }
        let other = Route::Conversations("b".into());
        assert!(limits.admit(&other, &Method::GET, start + Duration::from_secs(6)));
        assert!(limits.admit(&route, &Method::GET, start + Duration::from_secs(60)));
    }
}
