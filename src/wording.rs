//! What rosterm says: values in words, in either language, without a screen.
//!
//! The command line, the setup and the screen say the same thing about the same value because they take its
//! words from here.

pub mod change;
pub mod diagnosis;
pub mod facts;
pub mod failure;
pub mod files;
pub mod filter;
pub mod ids;
pub mod job;
pub mod journal;
pub mod key;
pub mod list_filter;
pub mod lists;
pub mod notice;
pub mod phrase;
pub mod system;
pub mod time;
pub mod undo;
