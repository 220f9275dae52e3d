//! Stories: keys in, the screen and the server's state out, over real HTTP.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::panic, reason = "a story that cannot go on shows its screen")]

mod accidents;
mod doubt;
mod facts;
mod failures;
mod field;
mod files;
mod journal;
mod plain_keys;
mod questions;
mod reading;
mod undone;
mod writing;
