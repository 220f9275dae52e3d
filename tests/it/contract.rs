//! The client against the sandbox over real HTTP: every call with every outcome that the service
//! documents, and with answers that go wrong on the way.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that finds something else than it wants shall end"
)]

mod accounts;
mod blocks;
mod client;
mod conversations;
mod faults;
mod friends;
mod lists;
mod tokens;
mod worker;
