//! The program that people run, in a pseudo-terminal.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::panic, reason = "a test that cannot go on shows its screen")]

mod before;
mod commands;
mod console;
mod copied;
mod crowd;
mod endings;
mod first_run;
mod frames;
mod killed;
mod left;
mod mouse;
mod palette;
mod pasted;
mod prompt;
mod pty;
mod recorded;
mod secrets;
mod settings;
mod shared;
mod slow;
mod stuck;
mod typed;
mod typing;
mod unfit;
mod ways_out;
mod why;

#[path = "../support/home.rs"]
mod home;
#[path = "../support/sandbox.rs"]
mod sandbox;
