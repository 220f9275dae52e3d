//! What is copied, and who took it.

use crate::domain::UserId;

/// What a person copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Copied {
    /// One id.
    Id(UserId),
    /// So many ids.
    Ids(usize),
    /// A request as a command, the token masked.
    Request,
    /// A line for the ticket.
    Line,
}

/// Who has taken a copy, and has said so. A terminal never says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyTaker {
    /// A program that serves the clipboard of the person's desktop.
    Desktop,
    /// tmux, into its own buffer. It hands it on to the terminal too, which does not say what it does with it.
    Tmux,
}
