//! rosterm: the relationship console for Easemob IM.
fn main() {}
