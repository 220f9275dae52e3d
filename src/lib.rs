//! rosterm: the relationship console for Easemob IM.
//!
//! One inbox, one model, effects as data; the screen is a function of the model:
//!
//! ```text
//! key ---> keymap::resolve(layer, key) ---> Action --.
//!                                                    +--> update(&mut Model, Msg) -> Vec<Effect>
//! answer -> Msg -------------------------------------'           |                       |
//!    ^                                                           v                       v
//!    '---- worker (api) <--- runtime <--------------- view::draw(&Model, Frame)       runtime
//! ```
//!
//! The modules in reading order; a module may use those above it, [`text`] and [`i18n`] are for all:
//!
//! - [`text`]: untrusted text to printable text, how many cells it takes, and the ids in it
//! - [`i18n`]: the two languages
//! - [`domain`]: users, friends, conversations, pages, failures
//! - [`paged`]: one implementation for all lists that come page by page
//! - [`msg`]: the vocabulary between the parts
//! - [`keymap`]: the one table of keys
//! - [`dialog`]: what lies over the lists
//! - [`model`]: the state, and what is derived from it
//! - [`update`]: what a message does to the model
//! - [`view`]: the screen, drawn from the model
//! - [`paint`]: what the terminal is sent for it
//! - [`api`]: the service's calls, one async function each
//! - [`journal`]: what was done, before it is sent and after; jobs, snapshots
//! - [`profile`]: what a profile is, and whether it works
//! - [`setup`]: the screen that makes a profile
//! - [`listfile`]: lists in files, and what is otherwise by now than in one
//! - [`worker`]: runs what the model asks for
//! - [`sandbox`]: the service's rules, in memory, over real HTTP; shares nothing with the rest
//! - [`config`]: the files, the choice of a profile, its secret
//! - [`runtime`]: the terminal, the loop, the channels
//! - [`cli`]: the command line

pub mod api;
pub mod cli;
pub mod config;
pub mod dialog;
pub mod domain;
pub mod i18n;
pub mod journal;
pub mod keymap;
pub mod listfile;
pub mod model;
pub mod msg;
pub mod paged;
pub mod paint;
pub mod profile;
pub mod runtime;
pub mod sandbox;
pub mod setup;
pub mod text;
pub mod update;
pub mod view;
pub mod worker;
