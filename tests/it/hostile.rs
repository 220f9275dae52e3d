//! Hostile text, followed to the last step: the bytes that reach the terminal. Every hostile string is put
//! everywhere that text from outside can stand; the bytes are read by a scanner that knows no sequence
//! but those which draw a screen, and the text must be there to see, as its code points.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod commands;
mod copied;
mod debugged;
mod files;
mod form;
mod ids;
mod marks;
mod places;
mod scanner;
mod strings;
mod texts;
mod troubles;
