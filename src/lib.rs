//! rosterm: the relationship console for Easemob IM.

pub mod api;
pub mod domain;
pub mod msg;
pub mod paged;
pub mod sandbox;
pub mod text;
pub mod worker;
