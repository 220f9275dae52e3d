//! What can be copied, and which program took a copy.

use crate::domain::UserId;

/// What a person copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Copied {
    /// One ID.
    Id(UserId),
    /// This many IDs.
    Ids(usize),
    /// A request as a command line, with the token masked.
    Request,
    /// A line for the ticket.
    Line,
    /// A reply for the customer.
    Reply,
}

/// The program that has confirmed a copy. A terminal never confirms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyTaker {
    /// A program that serves the clipboard of the person's desktop.
    Desktop,
    /// tmux, into its own buffer. It also forwards the copy to the terminal, which does not say what it does
    /// with it.
    Tmux,
}
