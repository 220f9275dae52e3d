//! The limits that the service publishes, each in one place: how many of something a user may have, how many go
//! into one call, and how many calls it accepts in a period ("Limitations" and "Limits of API call frequency" of its
//! documentation). The rule for IDs, with their length, is in `text/id_rule.rs`.

/// Users whom one user may block.
pub const BLOCK_CAP: usize = 500;

/// Friends of a user on the paid plans.
pub const PAID_FRIEND_CAP: usize = 3_000;

/// IDs that the call for all friends returns at most.
pub const FRIEND_IDS_CAP: usize = 3_000;

/// Characters of a remark.
pub const REMARK_CAP: usize = 100;

/// Rows of a page, of any list.
pub const PAGE: u8 = 50;

/// Users per call that checks friendship or blocking.
pub const CHECKED_PER_CALL: usize = 100;

/// Users in one import of friends.
pub const IMPORTED_PER_CALL: usize = 10;

/// Calls of most families a second, for the whole app.
pub const CALLS_PER_SECOND: u32 = 100;

/// Calls a second that read or change blocklists, for the whole app. Newer pages of the service say 100, its table
/// of limits 50: the lower one is kept to.
pub const BLOCK_CALLS_PER_SECOND: u32 = 50;

/// Calls a minute to list one user's conversations; the same limit applies separately to deleting them.
pub const CONVERSATION_CALLS_PER_MINUTE: usize = 5;
