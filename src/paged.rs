//! One implementation for all lists that come page by page.

/// Names one request; a counter that is never reset, so that a late answer is known as late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);
