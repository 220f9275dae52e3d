//! Reads how users stand to an owner: for the screen, and before a change.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use super::load_all::find_rows;
use super::task_context::TaskContext;
use crate::domain::limits::{CHECKED_PER_CALL, FRIEND_IDS_CAP, PAGE};
use crate::domain::{
    Change, Contact, Cursor, Diagnosis, Failure, Page, PairRemark, PairState, Relation, UserId,
};

/// How long a change waits for the read of the state before it. After that the state counts as unknown.
const SOON: Duration = Duration::from_secs(5);

/// A list of users.
#[derive(Debug, Clone, Copy)]
pub(super) enum MemberList {
    Friends,
    Blocked,
}

impl MemberList {
    /// The number of entries from which a reply with all of them may be incomplete. A reply with the blocklist is
    /// always complete: it holds as many entries as the list can (`BLOCK_CAP`).
    fn incomplete_from(self) -> Option<usize> {
        match self {
            Self::Friends => Some(FRIEND_IDS_CAP),
            Self::Blocked => None,
        }
    }
}

/// What is known about who is on a list.
#[derive(Debug, Default)]
pub(super) struct KnownMembers {
    there: HashMap<String, bool>,
    /// Why the rest is unknown, if a read failed.
    pub(super) why: Option<Failure>,
}

impl KnownMembers {
    pub(super) fn of(&self, user: &UserId) -> Option<bool> {
        self.there.get(&user.folded()).copied()
    }

    /// The failure, if nothing is known at all.
    fn nothing(&self) -> Option<&Failure> {
        self.why.as_ref().filter(|_| self.there.is_empty())
    }

    fn add(&mut self, said: Vec<(UserId, bool)>) {
        let said = said.into_iter().map(|(id, there)| (id.folded(), there));
        self.there.extend(said);
    }

    /// Adds what a list tells about users that are not known yet. If the reply is as long as `limit`, a user that is
    /// not in it may still be on the list.
    fn add_listed(&mut self, ids: &[UserId], users: &[UserId], limit: Option<usize>) {
        let is_whole = limit.is_none_or(|limit| ids.len() < limit);
        let listed: HashSet<String> = ids.iter().map(UserId::folded).collect();
        for user in users.iter().map(UserId::folded) {
            let there = listed.contains(&user);
            if there || is_whole {
                self.there.entry(user).or_insert(there);
            }
        }
    }
}

impl TaskContext {
    /// The relations of users to an owner. A partial result is useful: the blocklist may be switched off.
    pub async fn pair_states(
        &self,
        owner: &UserId,
        others: &[UserId],
    ) -> Result<Vec<(UserId, PairState)>, Failure> {
        let (friends, blocked) = tokio::join!(
            self.members(MemberList::Friends, owner, others),
            self.members(MemberList::Blocked, owner, others)
        );
        if let (Some(why), Some(_)) = (friends.nothing(), blocked.nothing()) {
            return Err(why.clone());
        }
        let states = |other: &UserId| PairState {
            friend: friends.of(other),
            blocked: blocked.of(other),
            remark: None,
        };
        Ok(others
            .iter()
            .map(|other| (other.clone(), states(other)))
            .collect())
    }

    /// Four queries side by side. If one fails, its field stays empty.
    pub async fn relation(&self, owner: &UserId, other: &UserId) -> Relation {
        let (owners, others) = ([owner.clone()], [other.clone()]);
        let (account, friends, blocks, blocked_by) = tokio::join!(
            self.api.account(other),
            self.api.are_friends(owner, &others),
            self.api.are_blocked(owner, &others),
            self.api.are_blocked(other, &owners),
        );
        Relation {
            account: Some(account),
            friends: check_of(friends, other),
            blocks: check_of(blocks, other),
            blocked_by: check_of(blocked_by, owner),
        }
    }

    /// Everything that can be read about two users, side by side. Remarks stand on the pages of the friends only; the
    /// first page of each side is read.
    pub async fn diagnosis(&self, [first, second]: &[UserId; 2]) -> Diagnosis {
        let (firsts, seconds) = ([first.clone()], [second.clone()]);
        let (mine, theirs, blocks, blocked, friends, befriended, pages) = tokio::join!(
            self.api.account(first),
            self.api.account(second),
            self.members(MemberList::Blocked, first, &seconds),
            self.members(MemberList::Blocked, second, &firsts),
            self.members(MemberList::Friends, first, &seconds),
            self.members(MemberList::Friends, second, &firsts),
            async {
                tokio::join!(
                    self.api.friends(first, None, PAGE),
                    self.api.friends(second, None, PAGE)
                )
            }
        );
        let is_friend = [friends.of(second), befriended.of(first)];
        let remarks = [
            remark_on(pages.0, second, is_friend[0]),
            remark_on(pages.1, first, is_friend[1]),
        ];
        let lists = [blocks.why.as_ref(), blocked.why.as_ref()];
        let friendship = [friends.why.as_ref(), befriended.why.as_ref()];
        let accounts = [&mine, &theirs].map(|account| account.as_ref().err());
        let whys = accounts.into_iter().chain(lists).chain(friendship);
        // That there is no such account is an answer.
        let why_unknown = whys.flatten().find(|why| !why.is_not_found()).cloned();
        Diagnosis {
            accounts: [mine, theirs],
            blocks: [blocks.of(second), blocked.of(first)],
            friends: is_friend,
            remarks,
            why_unknown,
        }
    }

    /// Which of these users are on a list. A check that fails or omits a user tells nothing about them, and
    /// older deployments have no check; the list is read then.
    pub(super) async fn members(
        &self,
        list: MemberList,
        owner: &UserId,
        others: &[UserId],
    ) -> KnownMembers {
        let mut known = KnownMembers::default();
        for some in others.chunks(CHECKED_PER_CALL) {
            let said = match list {
                MemberList::Friends => self.api.are_friends(owner, some).await,
                MemberList::Blocked => self.api.are_blocked(owner, some).await,
            };
            match said {
                Ok(said) => known.add(said),
                Err(why) => known.why = Some(why),
            }
        }
        if others.iter().all(|other| known.of(other).is_some()) {
            return known;
        }
        let ids = match list {
            MemberList::Friends => self.api.friend_ids(owner).await,
            MemberList::Blocked => self.api.block_ids(owner).await,
        };
        match ids {
            Ok(ids) => known.add_listed(&ids, others, list.incomplete_from()),
            Err(why) => known.why = Some(why),
        }
        known
    }

    /// The relation between the two users of a change just before it, as far as it matters and can be read in
    /// time.
    pub async fn prior_state(&self, change: &Change) -> PairState {
        self.read_until(change, tokio::time::sleep(SOON)).await
    }

    /// The same, as far as it can be read before `late` resolves.
    async fn read_until(&self, change: &Change, late: impl Future<Output = ()>) -> PairState {
        let mut before = PairState::default();
        tokio::select! {
            biased;
            () = self.read_before(change, &mut before) => {}
            () = late => {}
        }
        before
    }

    async fn read_before(&self, change: &Change, before: &mut PairState) {
        let (owner, target) = (change.owner(), change.target());
        let other = [target.clone()];
        match change {
            Change::AddFriend { .. } => {
                let friends = self.members(MemberList::Friends, owner, &other).await;
                before.friend = friends.of(target);
            }
            Change::RemoveFriend { .. } | Change::SetRemark { .. } => {
                let friends = self.members(MemberList::Friends, owner, &other).await;
                before.friend = friends.of(target);
                // Only friends have remarks and are on the pages.
                if before.friend != Some(false)
                    && let Ok(read) = self.remarks(owner, &other).await
                    && let Some((_, read)) = read.into_iter().next()
                {
                    *before = read;
                }
            }
            Change::Block { .. } | Change::Unblock { .. } => {
                let blocked = self.members(MemberList::Blocked, owner, &other).await;
                before.blocked = blocked.of(target);
            }
            // It cannot be restored, whatever the state was.
            Change::DeleteConversation { .. } => {}
        }
    }

    /// Which of these are friends, and with which remark.
    pub async fn remarks(
        &self,
        owner: &UserId,
        friends: &[UserId],
    ) -> Result<Vec<(UserId, PairState)>, Failure> {
        let (found, end) = self.find_friends(owner, friends).await;
        end?;
        let states = |friend: &UserId| {
            let listed = found.get(&friend.folded());
            let state = PairState {
                friend: Some(listed.is_some()),
                blocked: None,
                remark: listed.map(|row| PairRemark::of(row.remark.as_ref())),
            };
            (friend.clone(), state)
        };
        Ok(friends.iter().map(states).collect())
    }

    /// The rows of these users on the list of friends, by their folded IDs: only these contain remarks.
    pub(super) async fn find_friends(
        &self,
        owner: &UserId,
        users: &[UserId],
    ) -> (HashMap<String, Contact>, Result<(), Failure>) {
        let wanted = users.iter().map(UserId::folded).collect();
        let read_page = |cursor: Option<Cursor>| async move {
            self.api.friends(owner, cursor.as_ref(), PAGE).await
        };
        find_rows(wanted, |row: &Contact| row.id.folded(), read_page).await
    }
}

/// The remark for a user, if this page of friends tells it, or if they are not a friend.
fn remark_on(
    page: Result<Page<Contact>, Failure>,
    user: &UserId,
    is_friend: Option<bool>,
) -> Option<PairRemark> {
    if is_friend == Some(false) {
        return Some(PairRemark::None);
    }
    let listed = page.ok()?.rows.into_iter().find(|row| row.id.is_same(user));
    listed.map(|row| PairRemark::of(row.remark.as_ref()))
}

/// What a check says about one user, if anything.
fn check_of(answer: Result<Vec<(UserId, bool)>, Failure>, user: &UserId) -> Option<bool> {
    let mut said = answer.ok()?.into_iter();
    said.find_map(|(id, verdict)| id.is_same(user).then_some(verdict))
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::unbounded_channel;

    use super::super::task_context::BacklogTotal;
    use super::*;
    use crate::api::raw::{Raw, RawBehaviour, reply};

    #[tokio::test]
    async fn what_was_read_before_it_took_too_long_counts() {
        let raw = Raw::start(|_, request| {
            if request.contains("/contacts/check") {
                let friend = r#"{"username":"b","relation":"friend"}"#;
                reply(200, &format!(r#"{{"entities":[{friend}]}}"#))
            } else {
                RawBehaviour::Hang
            }
        })
        .await;
        let context = TaskContext {
            api: raw.api(),
            inbox: unbounded_channel().0,
            backlog: BacklogTotal::default(),
        };
        let remove = Change::RemoveFriend {
            owner: UserId::new("a"),
            friend: UserId::new("b"),
        };
        let before = context.read_until(&remove, raw.seen(2)).await;
        assert_eq!((before.friend, before.remark), (Some(true), None));
    }
}
