//! Why the messages of one user do not reach another, as far as the service says: accounts, blocks, friendship.
//!
//! What its API does not say can prevent a message, too: whether only friends may write to each other, mutes,
//! filters. So no verdict promises that a message arrives.

use super::{Account, AccountStatus, Failure, PairRemark, Relation};

/// One user of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairSide {
    /// The open user, or the one who was named first.
    User,
    /// The other one.
    Other,
}

impl PairSide {
    /// The other side.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::User => Self::Other,
            Self::Other => Self::User,
        }
    }

    /// What belongs to this side.
    pub fn of<T>(self, [user, other]: &[T; 2]) -> &T {
        match self {
            Self::User => user,
            Self::Other => other,
        }
    }
}

/// Whether the messages of one user reach the other, as far as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deliverability {
    /// Everything was read, and nothing prevents delivery.
    Clear,
    /// Nothing prevents delivery, unless the app lets only friends write to each other. They are not friends.
    NotFriends,
    /// There is no such account.
    Missing(PairSide),
    /// The account is banned: it cannot log in, so it neither sends nor receives.
    Banned(PairSide),
    /// The recipient blocks the sender.
    Blocked,
    /// Something that is needed for a verdict was not read.
    NotChecked,
}

/// What decides about one direction. `None` means unknown.
#[derive(Debug, Clone, Copy)]
pub struct DeliveryFacts {
    /// The accounts of both sides.
    pub accounts: [AccountStatus; 2],
    /// Whether the recipient blocks the sender.
    pub blocked: Option<bool>,
    /// Whether they are friends.
    pub friends: Option<bool>,
}

impl DeliveryFacts {
    /// The verdict. A banned or missing account matters more than a block: it can do nothing at all.
    pub fn verdict(self) -> Deliverability {
        let who = |wanted: AccountStatus| {
            let sides = [PairSide::User, PairSide::Other];
            sides
                .into_iter()
                .find(|side| *side.of(&self.accounts) == wanted)
        };
        if let Some(side) = who(AccountStatus::NoAccount) {
            return Deliverability::Missing(side);
        }
        if let Some(side) = who(AccountStatus::Banned) {
            return Deliverability::Banned(side);
        }
        match (self.blocked, self.friends) {
            (Some(true), _) => Deliverability::Blocked,
            _ if who(AccountStatus::Unknown).is_some() => Deliverability::NotChecked,
            (None, _) | (_, None) => Deliverability::NotChecked,
            (Some(false), Some(false)) => Deliverability::NotFriends,
            (Some(false), Some(true)) => Deliverability::Clear,
        }
    }
}

/// Everything that was read about a pair of users, of each side. `None` means unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// The accounts.
    pub accounts: [Result<Account, Failure>; 2],
    /// Whether the user blocks the opposite one.
    pub blocks: [Option<bool>; 2],
    /// Whether the opposite one is on the user's list of friends.
    pub friends: [Option<bool>; 2],
    /// The user's remark for the opposite one.
    pub remarks: [Option<PairRemark>; 2],
    /// Why something is unknown: the first failure.
    pub why_unknown: Option<Failure>,
}

impl Diagnosis {
    /// Whether the messages of this side reach the opposite one.
    pub fn verdict(&self, from: PairSide) -> Deliverability {
        let facts = DeliveryFacts {
            accounts: [&self.accounts[0], &self.accounts[1]].map(AccountStatus::of),
            blocked: *from.opposite().of(&self.blocks),
            friends: self.are_friends(),
        };
        facts.verdict()
    }

    /// Both verdicts, the one for the first user's messages first.
    pub fn verdicts(&self) -> [Deliverability; 2] {
        [PairSide::User, PairSide::Other].map(|from| self.verdict(from))
    }

    /// Whether they are friends. Friendship is mutual; if one of the lists lacks the other user, it is not one.
    pub fn are_friends(&self) -> Option<bool> {
        match self.friends {
            [Some(false), _] | [_, Some(false)] => Some(false),
            [Some(true), Some(true)] => Some(true),
            [None, _] | [_, None] => None,
        }
    }

    /// The relation as this side has it.
    pub fn relation(&self, side: PairSide) -> Relation {
        let opposite = side.opposite();
        Relation {
            account: Some(opposite.of(&self.accounts).clone()),
            friends: *side.of(&self.friends),
            blocks: *side.of(&self.blocks),
            blocked_by: *opposite.of(&self.blocks),
        }
    }

    /// The same, asked the other way round.
    #[must_use]
    pub fn swapped(self) -> Self {
        let swap = |[user, other]: [Option<bool>; 2]| [other, user];
        let [user, other] = self.accounts;
        let [mine, theirs] = self.remarks;
        Self {
            accounts: [other, user],
            blocks: swap(self.blocks),
            friends: swap(self.friends),
            remarks: [theirs, mine],
            why_unknown: self.why_unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTIVE: [AccountStatus; 2] = [AccountStatus::Active; 2];

    fn verdict(
        accounts: [AccountStatus; 2],
        blocked: Option<bool>,
        friends: Option<bool>,
    ) -> Deliverability {
        let facts = DeliveryFacts {
            accounts,
            blocked,
            friends,
        };
        facts.verdict()
    }

    #[test]
    fn a_verdict_names_the_strongest_obstacle() {
        use AccountStatus::{Active, Banned, NoAccount};
        for (accounts, blocked, wanted) in [
            (ACTIVE, true, Deliverability::Blocked),
            (
                [Banned, Active],
                true,
                Deliverability::Banned(PairSide::User),
            ),
            (
                [Active, Banned],
                false,
                Deliverability::Banned(PairSide::Other),
            ),
            (
                [Banned, NoAccount],
                false,
                Deliverability::Missing(PairSide::Other),
            ),
        ] {
            assert_eq!(verdict(accounts, Some(blocked), Some(true)), wanted);
        }
    }

    #[test]
    fn nothing_is_clear_that_was_not_read() {
        assert_eq!(
            verdict(ACTIVE, Some(false), Some(true)),
            Deliverability::Clear
        );
        assert_eq!(
            verdict(ACTIVE, Some(false), Some(false)),
            Deliverability::NotFriends
        );
        let unread = [
            verdict(ACTIVE, None, Some(true)),
            verdict(ACTIVE, Some(false), None),
            verdict(
                [AccountStatus::Active, AccountStatus::Unknown],
                Some(false),
                Some(true),
            ),
        ];
        assert_eq!(unread, [Deliverability::NotChecked; 3]);
        // What is known to be in the way needs nothing else.
        assert_eq!(verdict(ACTIVE, Some(true), None), Deliverability::Blocked);
    }
}
