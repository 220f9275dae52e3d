//! What more than one suite of tests needs.

pub mod forbidden;
pub mod lever;
pub mod palettes;
pub mod source;
