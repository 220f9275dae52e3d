//! Reads the current state from the service: before changes, and to verify them after a lost reply.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use super::task_context::TaskContext;
use crate::api::UserLimit;
use crate::domain::limits::{BLOCK_IDS_UNLIMITED, CHECKED_PER_CALL, FRIEND_IDS_CAP, PAGE};
use crate::domain::{
    Change, ChatKind, Conversation, Failure, PairRemark, PairState, Relation, SentAt, UserId,
    Verification,
};
use crate::paged::{Loaded, RequestId};
use crate::text::Text;

/// How long a change waits for the read of the state before it. After that the state counts as unknown.
const SOON: Duration = Duration::from_secs(5);

/// How much the clocks of the service may differ: the one that stamps messages and the one that stamps
/// replies.
const SKEW: i64 = 2_000;

/// A change whose reply was lost, and when it was sent, as far as that is known.
pub(super) type SentChange<'a> = (&'a Change, Option<SentAt>);

/// Which query tells whether a change was applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum VerifiedBy {
    Friends,
    Blocked,
    Remarks,
    Conversations,
}

/// A list of users.
#[derive(Debug, Clone, Copy)]
enum MemberList {
    Friends,
    Blocked,
}

impl MemberList {
    /// The most entries that a call returns.
    fn cap(self) -> usize {
        match self {
            Self::Friends => FRIEND_IDS_CAP,
            Self::Blocked => BLOCK_IDS_UNLIMITED,
        }
    }
}

/// What is known about who is on a list.
#[derive(Debug, Default)]
struct KnownMembers {
    there: HashMap<String, bool>,
    /// Why the rest is unknown, if a read failed.
    why: Option<Failure>,
}

impl KnownMembers {
    fn of(&self, user: &UserId) -> Option<bool> {
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

    /// Adds what a list tells about users that are not known yet. A user that is not among the first `cap`
    /// may still be on it.
    fn add_listed(&mut self, ids: &[UserId], users: &[UserId], cap: usize) {
        let is_whole = ids.len() < cap;
        let listed: HashSet<String> = ids.iter().map(UserId::folded).collect();
        for user in users.iter().map(UserId::folded) {
            let there = listed.contains(&user);
            if there || is_whole {
                self.there.entry(user).or_insert(there);
            }
        }
    }
}

impl VerifiedBy {
    const ALL: [Self; 4] = [
        Self::Friends,
        Self::Blocked,
        Self::Remarks,
        Self::Conversations,
    ];

    fn about(change: &Change) -> Self {
        match change {
            Change::AddFriend { .. } | Change::RemoveFriend { .. } => Self::Friends,
            Change::Block { .. } | Change::Unblock { .. } => Self::Blocked,
            Change::SetRemark { .. } => Self::Remarks,
            Change::DeleteConversation { .. } => Self::Conversations,
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

    /// The current time by the service's clock, for a change that is sent now.
    pub fn sent_now(&self) -> Option<SentAt> {
        self.api.service_time().map(SentAt)
    }

    /// Which of these users are on a list. A check that fails or omits a user tells nothing about them, and
    /// older deployments have no check; the list is read then.
    async fn members(&self, list: MemberList, owner: &UserId, others: &[UserId]) -> KnownMembers {
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
            Ok(ids) => known.add_listed(&ids, others, list.cap()),
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

    /// Whether a change was applied.
    pub async fn applied(
        &self,
        request: RequestId,
        doubt: SentChange<'_>,
    ) -> Result<Verification, Failure> {
        let mut answers = self.all_applied(request, &[doubt]).await;
        // One reply for one query.
        answers.remove(0)
    }

    /// Whether changes to one owner's data were applied, in their order, with as few calls as possible.
    pub async fn all_applied(
        &self,
        request: RequestId,
        doubts: &[SentChange<'_>],
    ) -> Vec<Result<Verification, Failure>> {
        let mut answers: Vec<Option<Result<Verification, Failure>>> = vec![None; doubts.len()];
        for question in VerifiedBy::ALL {
            let places: Vec<usize> = (0..doubts.len())
                .filter(|place| VerifiedBy::about(doubts[*place].0) == question)
                .collect();
            let asked: Vec<&Change> = places.iter().map(|place| doubts[*place].0).collect();
            let Some(first) = asked.first() else { continue };
            let owner = first.owner();
            let said = match question {
                VerifiedBy::Friends => self.are_on(MemberList::Friends, owner, &asked).await,
                VerifiedBy::Blocked => self.are_on(MemberList::Blocked, owner, &asked).await,
                VerifiedBy::Remarks => decided(self.have_remarks(owner, &asked).await),
                VerifiedBy::Conversations => {
                    let asked: Vec<SentChange> =
                        places.iter().map(|place| doubts[*place]).collect();
                    self.are_deleted(request, owner, &asked).await
                }
            };
            for (place, said) in places.into_iter().zip(said) {
                answers[place] = Some(said);
            }
        }
        answers.into_iter().flatten().collect()
    }

    async fn are_on(
        &self,
        list: MemberList,
        owner: &UserId,
        asked: &[&Change],
    ) -> Vec<Result<Verification, Failure>> {
        let known = self.members(list, owner, &targets(asked)).await;
        let applied = |change: &&Change| match (known.of(change.target()), &known.why) {
            (Some(there), _) => Ok(Verification::from(there != change.removes_from_list())),
            (None, Some(why)) => Err(why.clone()),
            (None, None) => Ok(Verification::Inconclusive),
        };
        asked.iter().map(applied).collect()
    }

    async fn have_remarks(&self, owner: &UserId, asked: &[&Change]) -> Vec<Result<bool, Failure>> {
        let (found, end) = self.find_remarks(owner, &targets(asked)).await;
        let there = |change: &&Change| match (found.get(&change.target().folded()), &end) {
            (Some(remark), _) => {
                let remark = Some(PairRemark::of(remark.as_ref()));
                let now = PairState {
                    remark,
                    ..PairState::default()
                };
                Ok(change.is_unneeded(&now))
            }
            // Only friends have remarks.
            (None, Ok(())) => Ok(false),
            (None, Err(why)) => Err(why.clone()),
        };
        asked.iter().map(there).collect()
    }

    /// Which of these are friends, and with which remark.
    pub async fn remarks(
        &self,
        owner: &UserId,
        friends: &[UserId],
    ) -> Result<Vec<(UserId, PairState)>, Failure> {
        let (found, end) = self.find_remarks(owner, friends).await;
        end?;
        let states = |friend: &UserId| {
            let listed = found.get(&friend.folded());
            let before = PairState {
                friend: Some(listed.is_some()),
                blocked: None,
                remark: listed.map(|remark| PairRemark::of(remark.as_ref())),
            };
            (friend.clone(), before)
        };
        Ok(friends.iter().map(states).collect())
    }

    /// Only the pages of friends contain remarks; they are read until all requested users are found.
    async fn find_remarks(
        &self,
        owner: &UserId,
        friends: &[UserId],
    ) -> (HashMap<String, Option<Text>>, Result<(), Failure>) {
        let mut wanted: HashSet<String> = friends.iter().map(UserId::folded).collect();
        let mut found = HashMap::new();
        let mut friends = Loaded::new();
        let end = loop {
            let page = match self.api.friends(owner, friends.cursor(), PAGE).await {
                Ok(page) => page,
                Err(why) => break Err(why),
            };
            for row in &page.rows {
                let key = row.id.folded();
                if wanted.remove(&key) {
                    found.insert(key, row.remark.clone());
                }
            }
            if let Err(why) = friends.add(page) {
                break Err(why);
            }
            if wanted.is_empty() || friends.is_whole() {
                break Ok(());
            }
        };
        (found, end)
    }

    /// A conversation that is not listed was deleted. A listed one may have been deleted and begun again: it
    /// is proven not deleted only if all its messages are older than the call.
    async fn are_deleted(
        &self,
        request: RequestId,
        owner: &UserId,
        asked: &[SentChange<'_>],
    ) -> Vec<Result<Verification, Failure>> {
        let mut wanted: HashSet<_> = asked.iter().map(|doubt| conversation_of(doubt.0)).collect();
        let mut listed = HashMap::new();
        let mut conversations = Loaded::new();
        let end = loop {
            self.announce_wait(request, UserLimit::ConversationList, owner);
            let cursor = conversations.cursor();
            let page = match self.api.conversations(owner, cursor, PAGE).await {
                Ok(page) => page,
                Err(why) => break Err(why),
            };
            for row in &page.rows {
                if wanted.remove(&conversation_key(row)) {
                    listed.insert(conversation_key(row), row.last_at);
                }
            }
            if let Err(why) = conversations.add(page) {
                break Err(why);
            }
            if wanted.is_empty() || conversations.is_whole() {
                break Ok(());
            }
        };
        let gone = |(change, sent): &SentChange| match (listed.get(&conversation_of(change)), &end)
        {
            (Some(last), _) if is_older(*last, *sent) => Ok(Verification::NotApplied),
            (Some(_), _) => Ok(Verification::Inconclusive),
            (None, Ok(())) => Ok(Verification::Applied),
            (None, Err(why)) => Err(why.clone()),
        };
        asked.iter().map(gone).collect()
    }
}

/// Whether a message is certainly older than the call. Both times are the service's; if one is unknown,
/// nothing is certain.
fn is_older(message: Option<i64>, sent: Option<SentAt>) -> bool {
    message
        .zip(sent)
        .is_some_and(|(message, SentAt(sent))| message.saturating_add(SKEW) <= sent)
}

fn decided(answers: Vec<Result<bool, Failure>>) -> Vec<Result<Verification, Failure>> {
    let answers = answers.into_iter();
    answers
        .map(|answer| answer.map(Verification::from))
        .collect()
}

/// What identifies a conversation among those of its owner.
fn conversation_key(row: &Conversation) -> (ChatKind, String) {
    (row.kind, row.id.folded())
}

fn conversation_of(change: &Change) -> (ChatKind, String) {
    let kind = match change {
        Change::DeleteConversation { kind, .. } => *kind,
        Change::AddFriend { .. }
        | Change::RemoveFriend { .. }
        | Change::SetRemark { .. }
        | Change::Block { .. }
        | Change::Unblock { .. } => ChatKind::Chat,
    };
    (kind, change.target().folded())
}

fn targets(changes: &[&Change]) -> Vec<UserId> {
    changes
        .iter()
        .map(|change| change.target().clone())
        .collect()
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

    fn id(raw: &str) -> UserId {
        UserId::new(raw)
    }

    fn remove(friend: &str) -> Change {
        Change::RemoveFriend {
            owner: id("a"),
            friend: id(friend),
        }
    }

    fn context(raw: &Raw) -> TaskContext {
        TaskContext {
            api: raw.api(),
            inbox: unbounded_channel().0,
            backlog: BacklogTotal::default(),
        }
    }

    /// A service without checks that lists this many friends, `f0` first.
    async fn listing(friends: usize) -> Raw {
        let ids: Vec<String> = (0..friends).map(|n| format!(r#""f{n}""#)).collect();
        let list = format!(r#"{{"data":[{}]}}"#, ids.join(","));
        Raw::start(move |_, request| {
            if request.contains("/check") {
                reply(404, "")
            } else {
                reply(200, &list)
            }
        })
        .await
    }

    #[tokio::test]
    async fn a_list_of_friends_that_may_be_cut_does_not_prove_that_somebody_is_none() {
        for (friends, missing) in [(FRIEND_IDS_CAP, None), (3, Some(Verification::Applied))] {
            let raw = listing(friends).await;
            let changes = [remove("f1"), remove("somebody")];
            let doubts = [(&changes[0], None), (&changes[1], None)];
            let said = context(&raw).all_applied(RequestId(1), &doubts).await;
            let said: Vec<Option<Verification>> = said.into_iter().map(Result::ok).collect();
            assert_eq!(said, [Some(Verification::NotApplied), missing], "{friends}");
            let others = [id("F1"), id("somebody")];
            let states = context(&raw).pair_states(&id("a"), &others).await.unwrap();
            let friend: Vec<_> = states.iter().map(|(_, before)| before.friend).collect();
            let is = missing.map(|_| false);
            assert_eq!(friend, [Some(true), is], "{friends}");
        }
    }

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
        let before = context(&raw).read_until(&remove("b"), raw.seen(2)).await;
        assert_eq!((before.friend, before.remark), (Some(true), None));
    }
}
