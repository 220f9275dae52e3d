//! How long to pause before a retry: each pause is twice as long as the one before, up to half a minute.

use crate::msg::Millis;

/// The pause before the first retry.
pub(super) const FIRST_PAUSE: Millis = 1_000;

/// The longest pause between two retries.
pub(super) const LONGEST_PAUSE: Millis = 30_000;

/// The pause after this many failures in a row before the last one.
pub(super) fn pause(first: Millis, earlier_failures: u32) -> Millis {
    let doublings = earlier_failures.min(16);
    first.saturating_mul(1 << doublings).min(LONGEST_PAUSE)
}
