//! rosterm: a terminal tool for the relationships of Easemob IM users.
//!
//! All state is in one model, and every event goes through one function. Effects are data, and the screen is a
//! function of the model:
//!
//! ```text
//! key ---> keymap::resolve(layer, key) ---> Action --.
//!                                                    +--> update(&mut Model, Msg) -> Vec<Effect>
//! reply -> Msg --------------------------------------'           |                       |
//!    ^                                                           v                       v
//!    |                                         view::draw(&Model, &mut Frame)     runtime, worker
//!    |                                                           |                       |
//!    |                                                           v                       |
//!    |                                                   paint -> terminal               |
//!    '-----------------------------------------------------------------------------------'
//! ```
//!
//! The modules in reading order. A module uses only modules above it; `tests/it/architecture.rs` says which:
//!
//! - [`text`]: makes untrusted text printable, measures its width in cells, finds IDs in it
//! - [`i18n`]: the two languages
//! - [`preferences`]: what a person may change about the screen while it runs
//! - [`domain`]: users and their lists, changes, jobs, history, undo, failures; the limits that the service publishes
//! - [`paged`]: the one implementation of the service's lists, which are loaded page by page
//! - [`msg`]: events, actions, effects, queries and replies
//! - [`keymap`]: the table of the main screen's keys
//! - [`dialog`]: everything that is shown over the lists
//! - [`model`]: the state, and what is derived from it
//! - [`wording`]: says values in words, in either language
//! - [`update`]: applies a message to the model
//! - [`view`]: draws the screen from the model
//! - [`paint`]: writes the drawn screen to the terminal
//! - [`private_file`]: directories and files that only their owner may read, and why they cannot be used
//! - [`api`]: the service's calls: one async function per read, `make` for changes, `import_friends` for many friends at once
//! - [`journal`]: what was done, recorded before it is sent and after; jobs, snapshots
//! - [`profile`]: what a profile is, and whether it works
//! - [`setup`]: the screen that creates a profile
//! - [`listfile`]: lists in files, and how the current list differs from one
//! - [`worker`]: runs the effects that the model asks for
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
pub mod preferences;
pub mod private_file;
pub mod profile;
pub mod runtime;
pub mod sandbox;
pub mod setup;
pub mod text;
pub mod update;
pub mod view;
pub mod wording;
pub mod worker;
