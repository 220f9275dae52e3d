//! rosterm: the relationship console for Easemob IM.

pub mod domain;
pub mod i18n;
pub mod msg;
pub mod paged;
pub mod sandbox;
pub mod text;
