//! rosterm: the relationship console for Easemob IM.

pub mod dialog;
pub mod domain;
pub mod i18n;
pub mod keymap;
pub mod model;
pub mod msg;
pub mod paged;
pub mod sandbox;
pub mod text;
pub mod update;
pub mod view;
