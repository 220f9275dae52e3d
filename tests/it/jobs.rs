//! Jobs over real HTTP: what becomes of each change, and how often it was sent.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that finds something else than it wants shall end"
)]

mod before;
mod harness;
mod kept;
mod kinds;
mod lost;
mod recorded;
mod resumed;
mod shared;
mod since;
mod standing;
mod steered;
mod turned_away;
