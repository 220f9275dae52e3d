//! Every state of the screen, in both languages and at three sizes, as a person sees it.
//!
//! A state is a few keys and answers on a [`Scripted`](crate::support::scripted::Scripted); its pictures lie in `snapshots`, one file a
//! state. `INSTA_UPDATE=always cargo test --test it screens` takes them anew: read the
//! difference before you keep it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bulk;
mod card;
mod colours;
mod conversation;
mod diagnosis;
mod files;
mod friend;
mod hostile;
mod ids;
mod journal;
mod lists;
mod mouse;
mod notices;
mod painted;
mod palette;
mod picture;
mod questions;
mod reachable;
mod session;
mod set_up;
mod settings;
mod terminals;
mod trouble;
mod undone;
