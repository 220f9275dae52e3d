//! The client against a server that does what no service documents: every fault at every call, each
//! with what is said of it and how often it was sent.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that finds something else than it wants shall end"
)]

mod calls;
mod connections;
mod deadline;
mod matrix;
mod server;
mod steps;
mod table;
mod token;
