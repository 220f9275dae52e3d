//! The commands as a script calls them: arguments in; output, code and files out.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that finds something else than it wants shall end"
)]

mod commands;
mod jobs;
mod journal;
mod languages;
mod mistyped;
mod profiles;
