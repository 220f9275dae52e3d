//! The commands as a script calls them: arguments in; output, code and files out.
#![expect(
    clippy::unwrap_used,
    reason = "a test that finds something else than it wants shall end"
)]

mod home;
mod jobs;
mod journal;
mod mistyped;
mod profiles;
