//! Arbitrary values that many tests use.

use rosterm::domain::{Change, ChatKind, UserId};
use rosterm::sandbox::SandboxConfig;
use rosterm::text::Text;

pub use super::session::session;

/// The user whose lists the sandbox fills.
pub const ALICE: &str = "alice_01";

pub fn id(raw: &str) -> UserId {
    UserId::new(raw)
}

pub fn ids(raw: &[&str]) -> Vec<UserId> {
    raw.iter().map(|raw| id(raw)).collect()
}

pub fn remark(owner: &UserId, friend: &UserId, remark: &str) -> Change {
    Change::SetRemark {
        owner: owner.clone(),
        friend: friend.clone(),
        remark: Text::new(remark),
    }
}

pub fn deletion(owner: &UserId, peer: &UserId, kind: ChatKind, roaming: bool) -> Change {
    Change::DeleteConversation {
        owner: owner.clone(),
        peer: peer.clone(),
        kind,
        roaming,
    }
}

/// This many unused names.
pub fn names(prefix: &str, count: usize) -> Vec<String> {
    (0..count).map(|n| format!("{prefix}{n}")).collect()
}

/// Small lists that load quickly, without rate limits. The main user has every user with a name.
pub fn small() -> SandboxConfig {
    SandboxConfig {
        friends: 60,
        blocks: 70,
        conversations: 12,
        limits: false,
        ..SandboxConfig::default()
    }
}

/// The same with the service's rate limits.
pub fn limited() -> SandboxConfig {
    SandboxConfig {
        blocks: 60,
        limits: true,
        ..small()
    }
}
