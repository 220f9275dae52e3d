//! rosterm: the relationship console for Easemob IM.

pub mod domain;
pub mod sandbox;
