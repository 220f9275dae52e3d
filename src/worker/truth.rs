//! How things stand, read from the service: before changes, and after their answers were lost.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::desk::{Desk, PAGE};
use crate::api::Limit;
use crate::domain::{ChatKind, Conversation, FRIEND_IDS_CAP, Failure, UserId};
use crate::msg::job::Before;
use crate::msg::{Change, Truth};
use crate::paged::{Loaded, Ticket};
use crate::text::Text;

/// How long a change waits for the reading of how things stand before it. Without it that is not known.
const SOON: Duration = Duration::from_secs(5);

/// Users in one check: the most that the service takes.
pub(super) const CHECK: usize = 100;

/// How much the clocks of one service may differ among themselves, those that stamp messages and those that
/// stamp answers.
const SKEW: i64 = 2_000;

/// When a change was sent, at the earliest, in milliseconds since 1970 (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    /// By the service's clock.
    Service(i64),
    /// By the clock of this machine, in a console that has ended.
    Here(i64),
}

/// A change the answer to which was lost, and when it was sent, as far as that is known.
pub(super) type Doubt<'a> = (&'a Change, Option<Sent>);

/// Which question tells whether a change was applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    Friends,
    Blocked,
    Remarks,
    Conversations,
}

impl Question {
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

impl Desk {
    /// How users stand to one. Half of the answer is an answer: the blocklist may not be switched on.
    pub async fn standing(
        &self,
        owner: &UserId,
        others: &[UserId],
    ) -> Result<Vec<(UserId, Before)>, Failure> {
        let (friends, blocked) = tokio::join!(
            self.who_are_friends(owner, others),
            self.who_are_blocked(owner, others)
        );
        if let (Err(why), Err(_)) = (&friends, &blocked) {
            return Err(why.clone());
        }
        let stands = |other: &UserId| Before {
            friend: said_of(friends.as_deref().ok(), other),
            blocked: said_of(blocked.as_deref().ok(), other),
            remark: None,
        };
        Ok(others
            .iter()
            .map(|other| (other.clone(), stands(other)))
            .collect())
    }

    /// When what is sent now is sent, by the service's clock.
    pub fn sent_now(&self) -> Option<Sent> {
        self.api.service_time().map(Sent::Service)
    }

    async fn who_are_friends(
        &self,
        owner: &UserId,
        others: &[UserId],
    ) -> Result<Vec<(UserId, bool)>, Failure> {
        match self.api.are_friends(owner, others).await {
            // An older deployment has no checks; its lists tell as well.
            Err(why) if why.is_not_found() => {
                listed(self.api.friend_ids(owner).await, others, FRIEND_IDS_CAP)
            }
            answer => answer,
        }
    }

    async fn who_are_blocked(
        &self,
        owner: &UserId,
        others: &[UserId],
    ) -> Result<Vec<(UserId, bool)>, Failure> {
        match self.api.are_blocked(owner, others).await {
            // More than the service lets anybody block cannot be missing.
            Err(why) if why.is_not_found() => {
                listed(self.api.block_ids(owner).await, others, usize::MAX)
            }
            answer => answer,
        }
    }

    /// How the two of a change stand just before it, as far as that matters for it and can be read soon.
    pub async fn just_before(&self, change: &Change) -> Before {
        let reading = tokio::time::timeout(SOON, self.read_before(change));
        reading.await.unwrap_or_default()
    }

    async fn read_before(&self, change: &Change) -> Before {
        let (owner, other) = (change.owner(), [change.target().clone()]);
        let said = |answer| verdict(answer, change.target());
        let mut before = Before::default();
        match change {
            Change::AddFriend { .. } => {
                before.friend = said(self.who_are_friends(owner, &other).await);
            }
            Change::RemoveFriend { .. } | Change::SetRemark { .. } => {
                before.friend = said(self.who_are_friends(owner, &other).await);
                // Whoever is no friend has no remark, and stands on none of the pages.
                if before.friend != Some(false)
                    && let Ok(read) = self.remarks(owner, &other).await
                    && let Some((_, read)) = read.into_iter().next()
                {
                    before = read;
                }
            }
            Change::Block { .. } | Change::Unblock { .. } => {
                before.blocked = said(self.who_are_blocked(owner, &other).await);
            }
            // Nothing brings it back, whatever was there.
            Change::DeleteConversation { .. } => {}
        }
        before
    }

    /// Whether a change was applied.
    pub async fn applied(&self, ticket: Ticket, doubt: Doubt<'_>) -> Result<Truth, Failure> {
        let mut answers = self.all_applied(ticket, &[doubt]).await;
        // One answer to one question.
        answers.remove(0)
    }

    /// Whether changes of one owner's data were applied, in their order: as few calls as there can be.
    pub async fn all_applied(
        &self,
        ticket: Ticket,
        doubts: &[Doubt<'_>],
    ) -> Vec<Result<Truth, Failure>> {
        let mut answers: Vec<Option<Result<Truth, Failure>>> = vec![None; doubts.len()];
        for question in Question::ALL {
            let places: Vec<usize> = (0..doubts.len())
                .filter(|place| Question::about(doubts[*place].0) == question)
                .collect();
            let asked: Vec<&Change> = places.iter().map(|place| doubts[*place].0).collect();
            let Some(first) = asked.first() else { continue };
            let owner = first.owner();
            let said = match question {
                Question::Friends => decided(self.are_friends(owner, &asked).await),
                Question::Blocked => decided(self.are_blocked(owner, &asked).await),
                Question::Remarks => decided(self.have_remarks(owner, &asked).await),
                Question::Conversations => {
                    let asked: Vec<Doubt> = places.iter().map(|place| doubts[*place]).collect();
                    self.are_deleted(ticket, owner, &asked).await
                }
            };
            for (place, said) in places.into_iter().zip(said) {
                answers[place] = Some(said);
            }
        }
        answers.into_iter().flatten().collect()
    }

    async fn are_friends(&self, owner: &UserId, asked: &[&Change]) -> Vec<Result<bool, Failure>> {
        let mut known = HashMap::new();
        for some in asked.chunks(CHECK) {
            let answer = self.api.are_friends(owner, &targets(some)).await;
            known.extend(verdicts(answer));
        }
        let list = if is_whole(&known, asked) {
            Ok(Vec::new())
        } else {
            self.api.friend_ids(owner).await
        };
        answered(asked, &known, list, |change| {
            matches!(change, Change::AddFriend { .. })
        })
    }

    async fn are_blocked(&self, owner: &UserId, asked: &[&Change]) -> Vec<Result<bool, Failure>> {
        let mut known = HashMap::new();
        for some in asked.chunks(CHECK) {
            let answer = self.api.are_blocked(owner, &targets(some)).await;
            known.extend(verdicts(answer));
        }
        let list = if is_whole(&known, asked) {
            Ok(Vec::new())
        } else {
            self.api.block_ids(owner).await
        };
        answered(asked, &known, list, |change| {
            matches!(change, Change::Block { .. })
        })
    }

    async fn have_remarks(&self, owner: &UserId, asked: &[&Change]) -> Vec<Result<bool, Failure>> {
        let (found, end) = self.find_remarks(owner, &targets(asked)).await;
        let there = |change: &&Change| match (found.get(&key(change.target())), &end) {
            (Some(remark), _) => Ok(is_set(change, remark.as_ref())),
            // Nobody has a remark for somebody who is no friend.
            (None, Ok(())) => Ok(false),
            (None, Err(why)) => Err(why.clone()),
        };
        asked.iter().map(there).collect()
    }

    /// Who of these is a friend, and with which remark.
    pub async fn remarks(
        &self,
        owner: &UserId,
        friends: &[UserId],
    ) -> Result<Vec<(UserId, Before)>, Failure> {
        let (found, end) = self.find_remarks(owner, friends).await;
        end?;
        let stands = |friend: &UserId| {
            let remark = found.get(&key(friend)).cloned();
            let before = Before {
                friend: Some(remark.is_some()),
                blocked: None,
                remark,
            };
            (friend.clone(), before)
        };
        Ok(friends.iter().map(stands).collect())
    }

    /// Only the pages of the friends hold remarks; they are read until all that were asked for are found.
    async fn find_remarks(
        &self,
        owner: &UserId,
        friends: &[UserId],
    ) -> (HashMap<String, Option<Text>>, Result<(), Failure>) {
        let mut wanted: HashSet<String> = friends.iter().map(key).collect();
        let mut found = HashMap::new();
        let mut friends = Loaded::new();
        let end = loop {
            let page = match self.api.friends(owner, friends.cursor(), PAGE).await {
                Ok(page) => page,
                Err(why) => break Err(why),
            };
            for row in &page.rows {
                let key = key(&row.id);
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

    /// A conversation that is not listed is gone. One that is listed may have been deleted and begun again:
    /// it was not deleted only where all that was said in it is older than the call.
    async fn are_deleted(
        &self,
        ticket: Ticket,
        owner: &UserId,
        asked: &[Doubt<'_>],
    ) -> Vec<Result<Truth, Failure>> {
        let mut wanted: HashSet<_> = asked.iter().map(|doubt| conversation(doubt.0)).collect();
        let mut listed = HashMap::new();
        let mut conversations = Loaded::new();
        let end = loop {
            self.warn(ticket, Limit::ConversationList, owner);
            let cursor = conversations.cursor();
            let page = match self.api.conversations(owner, cursor, PAGE).await {
                Ok(page) => page,
                Err(why) => break Err(why),
            };
            for row in &page.rows {
                if wanted.remove(&place(row)) {
                    listed.insert(place(row), row.last_at);
                }
            }
            if let Err(why) = conversations.add(page) {
                break Err(why);
            }
            if wanted.is_empty() || conversations.is_whole() {
                break Ok(());
            }
        };
        let gone = |(change, sent): &Doubt| match (listed.get(&conversation(change)), &end) {
            (Some(last), _) if self.is_older(*last, *sent) => Ok(Truth::NotApplied),
            (Some(_), _) => Ok(Truth::Open),
            (None, Ok(())) => Ok(Truth::Applied),
            (None, Err(why)) => Err(why.clone()),
        };
        asked.iter().map(gone).collect()
    }

    /// Whether a message is surely older than what was sent. Both times are the service's; where one of them
    /// is not known, nothing is sure.
    fn is_older(&self, message: Option<i64>, sent: Option<Sent>) -> bool {
        let sent = match sent {
            Some(Sent::Service(at)) => Some(at),
            Some(Sent::Here(at)) => self
                .api
                .service_time()
                .map(|now| now.saturating_sub(wall().saturating_sub(at))),
            None => None,
        };
        message
            .zip(sent)
            .is_some_and(|(message, sent)| message.saturating_add(SKEW) <= sent)
    }
}

/// What time it is by this machine, in milliseconds since 1970 (UTC).
fn wall() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.ok()
        .and_then(|now| i64::try_from(now.as_millis()).ok())
        .unwrap_or_default()
}

fn decided(answers: Vec<Result<bool, Failure>>) -> Vec<Result<Truth, Failure>> {
    let answers = answers.into_iter();
    answers.map(|answer| answer.map(Truth::from)).collect()
}

/// What tells a conversation from the others of its owner.
fn place(row: &Conversation) -> (ChatKind, String) {
    (row.kind, key(&row.id))
}

/// An id as the service tells it from others.
fn key(id: &UserId) -> String {
    id.raw().to_lowercase()
}

fn conversation(change: &Change) -> (ChatKind, String) {
    let kind = match change {
        Change::DeleteConversation { kind, .. } => *kind,
        Change::AddFriend { .. }
        | Change::RemoveFriend { .. }
        | Change::SetRemark { .. }
        | Change::Block { .. }
        | Change::Unblock { .. } => ChatKind::Chat,
    };
    (kind, key(change.target()))
}

fn is_set(change: &Change, there: Option<&Text>) -> bool {
    let there = there.map_or("", |remark| remark.raw());
    matches!(change, Change::SetRemark { remark, .. } if remark.raw() == there)
}

fn targets(changes: &[&Change]) -> Vec<UserId> {
    changes
        .iter()
        .map(|change| change.target().clone())
        .collect()
}

/// What a check said. One that was refused said nothing: the lists tell as well.
fn verdicts(answer: Result<Vec<(UserId, bool)>, Failure>) -> HashMap<String, bool> {
    let said = answer.unwrap_or_default().into_iter();
    said.map(|(id, verdict)| (key(&id), verdict)).collect()
}

fn is_whole(known: &HashMap<String, bool>, asked: &[&Change]) -> bool {
    asked
        .iter()
        .all(|change| known.contains_key(&key(change.target())))
}

/// Whether changes were applied, by the checks and, for whom they left out, by the list.
fn answered(
    asked: &[&Change],
    known: &HashMap<String, bool>,
    list: Result<Vec<UserId>, Failure>,
    puts_there: impl Fn(&Change) -> bool,
) -> Vec<Result<bool, Failure>> {
    let list: Result<HashSet<String>, Failure> = list.map(|ids| ids.iter().map(key).collect());
    let applied = |change: &&Change| {
        let target = key(change.target());
        let there = match (known.get(&target), &list) {
            (Some(there), _) => *there,
            (None, Ok(list)) => list.contains(&target),
            (None, Err(why)) => return Err(why.clone()),
        };
        Ok(there == puts_there(change))
    };
    asked.iter().map(applied).collect()
}

fn holds(ids: &[UserId], user: &UserId) -> bool {
    ids.iter().any(|id| id.is_same(user))
}

/// What a list says about each of some users, where no call gives more than `cap` of it: whoever is not among
/// so many may be on it all the same.
fn listed(
    list: Result<Vec<UserId>, Failure>,
    users: &[UserId],
    cap: usize,
) -> Result<Vec<(UserId, bool)>, Failure> {
    let list = list?;
    let is_whole = list.len() < cap;
    let said = users.iter().map(|user| (user.clone(), holds(&list, user)));
    Ok(said.filter(|(_, there)| *there || is_whole).collect())
}

/// What a check said about one user, if it said anything.
pub(super) fn verdict(answer: Result<Vec<(UserId, bool)>, Failure>, user: &UserId) -> Option<bool> {
    said_of(answer.ok().as_deref(), user)
}

fn said_of(answer: Option<&[(UserId, bool)]>, user: &UserId) -> Option<bool> {
    answer?
        .iter()
        .find_map(|(id, verdict)| id.is_same(user).then_some(*verdict))
}
