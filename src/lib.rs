//! rosterm: the relationship console for Easemob IM.
//!
//! One inbox, one model, effects as data: a key or a reply becomes a message, `update` changes the
//! model and says what is to be done, the runtime does it, and the screen is a function of the model.
//!
//! The modules in reading order. Each imports only what stands above it, and most import less:
//! `tests/architecture.rs` holds the table.
//!
//! - [`text`]: untrusted text to printable text; cell widths; ids out of a paste
//! - [`i18n`]: the two languages
//! - [`domain`]: users, friends, blocked users, conversations, pages of them, failures
//! - [`paged`]: one implementation of a list that comes in pages
//! - [`msg`]: the vocabulary: messages, actions, effects, calls and replies
//! - [`sandbox`]: the service's rules, in memory, over real HTTP; knows nothing of the rest

pub mod domain;
pub mod i18n;
pub mod msg;
pub mod paged;
pub mod sandbox;
pub mod text;
