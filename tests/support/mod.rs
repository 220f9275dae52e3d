//! What more than one suite of tests needs: one harness each.
//!
//! - [`harness`]: the whole console without a terminal, on a sandbox
//! - [`scripted`]: the console without a network; the answers come from a [`world`]
//! - [`sandbox`]: a running sandbox, its calls, and with [`levers`] a look behind its scene
//! - [`home`]: a home of its own for the program
//! - [`keys`]: the notation of keys
//! - [`samples`]: values that nothing depends on
//! - [`palettes`], [`forbidden`]: what can be read in terminals, and what they must not be sent
//! - [`source`]: our own sources as tokens
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
