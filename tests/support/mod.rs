//! Test support shared by more than one suite, each part only once.
//!
//! - [`harness`]: the whole program without a terminal, on a sandbox
//! - [`scripted`]: the program without a network; the replies come from a [`world`]
//! - [`sandbox`]: a running sandbox and its calls; with [`levers`] also its internals
//! - [`home`]: a temporary home directory for the program
//! - [`keys`]: the notation of keys
//! - [`samples`]: arbitrary values
//! - [`palettes`], [`forbidden`]: what is readable in terminals, and what must not be sent to them
//! - [`source`]: the crate's own sources as tokens
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

pub mod forbidden;
pub mod harness;
pub mod home;
pub mod keys;
pub mod levers;
pub mod palettes;
pub mod samples;
pub mod sandbox;
pub mod scripted;
mod session;
pub mod source;
pub mod world;
