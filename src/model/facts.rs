//! What is known of a pair of users, and since when: the newest reading wins, whichever call it came from.
//!
//! A reading is as old as its request: its reply may lack whatever happened since. A change is as new as its
//! reply: a query sent before the reply may not reflect the change. All request IDs come from one counter and
//! none is reused, so they order readings and changes; a change takes a new ID when its reply arrives. A page
//! of a list says something about the rows on it; a list that was read to its end says something about every
//! user, as of its first page.

use std::collections::HashMap;

use super::dated::{DatedFact, FetchedFact, IdListing, PairFacts};
use super::user::OpenUser;
use super::{FACT_FRESH, Model};
use crate::domain::{
    Account, AccountStatus, Blocked, Change, Contact, Deliverability, DeliveryFacts, Failure,
    ListRow, Page, PairSide, PairState, Relation, RequestId, UserId,
};
use crate::msg::Millis;
use crate::paged::PagedList;
use crate::text::Text;

/// What a reading says about a pair. `None` means that it does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PairReading {
    /// Whether they are friends.
    pub friend: Option<bool>,
    /// Whether the user blocks the other.
    pub blocked: Option<bool>,
    /// Whether the other blocks the user.
    pub blocked_by: Option<bool>,
    /// The user's remark for the other; `Some(None)` if there is none.
    pub remark: Option<Option<Text>>,
    /// The other's account; `Err` if the service did not say.
    pub account: Option<Result<Account, Failure>>,
}

impl From<&PairState> for PairReading {
    fn from(state: &PairState) -> Self {
        Self {
            friend: state.friend,
            blocked: state.blocked,
            remark: state.listed_remark().map(Option::<&_>::cloned),
            ..Self::default()
        }
    }
}

impl From<Relation> for PairReading {
    fn from(relation: Relation) -> Self {
        Self {
            friend: relation.friends,
            blocked: relation.blocks,
            blocked_by: relation.blocked_by,
            remark: None,
            account: relation.account,
        }
    }
}

fn status(reply: Option<&Result<Account, Failure>>) -> AccountStatus {
    reply.map_or(AccountStatus::Unknown, AccountStatus::of)
}

// ---- reading facts ----

impl OpenUser {
    /// Whether the other is a friend, as far as known, and when that was read.
    pub fn friendship(&self, other: &UserId) -> Option<DatedFact<bool>> {
        newer(
            self.pair(other).and_then(|pair| pair.friend),
            said(&self.friend_ids, other),
        )
    }

    /// Whether the other is on the blocklist, as far as known, and when that was read.
    pub fn block(&self, other: &UserId) -> Option<DatedFact<bool>> {
        newer(
            self.pair(other).and_then(|pair| pair.blocked),
            said(&self.block_ids, other),
        )
    }

    /// Whether the other is a friend, as far as known.
    pub fn is_friend(&self, other: &UserId) -> Option<bool> {
        self.friendship(other).map(|fact| fact.value)
    }

    /// Whether the other is on the blocklist, as far as known.
    pub fn is_blocked(&self, other: &UserId) -> Option<bool> {
        self.block(other).map(|fact| fact.value)
    }

    /// Whether the other blocks the user, as far as known, and when that was read.
    pub fn blocked_by(&self, other: &UserId) -> Option<DatedFact<bool>> {
        self.pair(other)?.blocked_by
    }

    /// The remark for a friend: `None` if it was not read, `Some(None)` if there is no remark or the other is
    /// not a friend.
    pub fn remark(&self, friend: &UserId) -> Option<Option<&Text>> {
        self.remark_read(friend).map(|fact| fact.value)
    }

    /// The same, and when it was read.
    pub fn remark_read(&self, friend: &UserId) -> Option<DatedFact<Option<&Text>>> {
        match self.friendship(friend) {
            Some(DatedFact {
                value: false,
                read_by,
            }) => Some(DatedFact {
                value: None,
                read_by,
            }),
            _ => self.pair(friend)?.remark.as_ref().map(|fact| DatedFact {
                value: fact.value.as_ref(),
                read_by: fact.read_by,
            }),
        }
    }

    /// What the service said about the other's account, and when.
    pub fn account_of(&self, other: &UserId) -> Option<&DatedFact<Result<Account, Failure>>> {
        self.pair(other)?.account.as_deref()
    }

    /// Whether the other's account does not exist, as far as that was read.
    pub fn has_no_account(&self, other: &UserId) -> Option<bool> {
        match &self.account_of(other)?.value {
            Ok(_) => Some(false),
            Err(why) => why.is_not_found().then_some(true),
        }
    }

    fn account_status(&self, other: &UserId) -> AccountStatus {
        status(self.account_of(other).map(|fact| &fact.value))
    }

    /// Whether the other's account is known to be banned, or not to exist.
    pub fn is_gone(&self, other: &UserId) -> bool {
        let status = self.account_status(other);
        matches!(status, AccountStatus::Banned | AccountStatus::NoAccount)
    }

    /// Whether messages from one of the two are delivered to the other.
    pub fn verdict(&self, from: PairSide, other: &UserId) -> Deliverability {
        let blocked = match from {
            PairSide::User => self.blocked_by(other),
            PairSide::Other => self.block(other),
        };
        let facts = DeliveryFacts {
            accounts: [
                status(self.account.known.as_ref()),
                self.account_status(other),
            ],
            blocked: blocked.map(|fact| fact.value),
            friends: self.is_friend(other),
        };
        facts.verdict()
    }

    /// The age of the verdict: the oldest reading that it is based on.
    pub fn verdict_read(&self, from: PairSide, other: &UserId) -> Option<RequestId> {
        let account = |side: PairSide| match side {
            PairSide::User => self.account.read_by,
            PairSide::Other => self.account_of(other).map(|fact| fact.read_by),
        };
        let block = match from {
            PairSide::User => self.blocked_by(other),
            PairSide::Other => self.block(other),
        };
        let block = block.map(|fact| fact.read_by);
        match self.verdict(from, other) {
            Deliverability::Missing(side) | Deliverability::Banned(side) => account(side),
            Deliverability::Blocked => block,
            Deliverability::Clear | Deliverability::NotFriends => [
                account(PairSide::User),
                account(PairSide::Other),
                block,
                self.friendship(other).map(|fact| fact.read_by),
            ]
            .into_iter()
            .flatten()
            .min(),
            Deliverability::NotChecked => None,
        }
    }

    /// The readings that the other's card is based on.
    pub fn readings(&self, other: &UserId) -> impl Iterator<Item = RequestId> {
        [
            self.friendship(other).map(|fact| fact.read_by),
            self.block(other).map(|fact| fact.read_by),
            self.blocked_by(other).map(|fact| fact.read_by),
            self.remark_read(other).map(|fact| fact.read_by),
            self.account_of(other).map(|fact| fact.read_by),
            self.account.read_by,
        ]
        .into_iter()
        .flatten()
    }

    /// Whether the card has to query something about the other: facts that were never read, were read before
    /// the last full refresh, are not `fresh`, or have been contradicted since.
    pub fn wants_reading(&self, other: &UserId, fresh: impl Fn(RequestId) -> bool) -> bool {
        let reads = [
            self.friendship(other).map(|fact| fact.read_by),
            self.block(other).map(|fact| fact.read_by),
            self.blocked_by(other).map(|fact| fact.read_by),
            self.account_of(other).map(|fact| fact.read_by),
        ];
        let good = |read_by: RequestId| Some(read_by) >= self.reread && fresh(read_by);
        self.may_have_changed(other) || !reads.into_iter().all(|read_by| read_by.is_some_and(good))
    }

    /// Whether a reading has contradicted what was known of the pair, and nothing has queried it since.
    pub fn may_have_changed(&self, other: &UserId) -> bool {
        self.pair(other).is_some_and(|pair| pair.contradicted)
    }

    fn pair(&self, other: &UserId) -> Option<&PairFacts> {
        self.pairs.get(other)
    }
}

// ---- recording facts ----

impl OpenUser {
    /// Records what a reading says about a pair, unless something newer is known, and updates the rows.
    pub fn learn(&mut self, other: &UserId, reading: PairReading, read_by: RequestId) {
        self.facts_changed = true;
        if let Some(is) = reading.friend {
            self.learn_friend(other, is, read_by);
        }
        if let Some(is) = reading.blocked {
            self.learn_blocked(other, is, read_by);
        }
        let pair = self.pairs.entry(other.clone()).or_default();
        if let Some(is) = reading.blocked_by {
            renew(&mut pair.blocked_by, is, read_by);
        }
        if let Some(remark) = reading.remark {
            renew(&mut pair.remark, remark, read_by);
        }
        if let Some(account) = reading.account
            && pair
                .account
                .as_ref()
                .is_none_or(|known| known.read_by < read_by)
        {
            pair.account = Some(Box::new(DatedFact {
                value: account,
                read_by,
            }));
        }
        self.correct_rows(other);
    }

    /// Records the reply to the card's query: everything that can be read about a pair.
    pub fn learn_relation(&mut self, other: &UserId, relation: Relation, read_by: RequestId) {
        self.learn(other, relation.into(), read_by);
        if let Some(pair) = self.pairs.get_mut(other) {
            pair.contradicted = false;
        }
    }

    /// Records a change that the service confirmed, or that was verified as applied, and updates the rows. It
    /// may be about this user, or have been made from the other side.
    pub fn take_change(&mut self, change: &Change, read_by: RequestId) {
        if self.id == *change.owner() {
            self.take_own(change, read_by);
        } else if self.id == *change.target() {
            let reading = match change {
                Change::AddFriend { .. } => PairReading {
                    friend: Some(true),
                    ..PairReading::default()
                },
                Change::RemoveFriend { .. } => PairReading {
                    friend: Some(false),
                    ..PairReading::default()
                },
                Change::Block { .. } => PairReading {
                    blocked_by: Some(true),
                    ..PairReading::default()
                },
                Change::Unblock { .. } => PairReading {
                    blocked_by: Some(false),
                    ..PairReading::default()
                },
                Change::SetRemark { .. } | Change::DeleteConversation { .. } => return,
            };
            self.learn(change.owner(), reading, read_by);
        }
    }

    fn take_own(&mut self, change: &Change, read_by: RequestId) {
        let other = change.target();
        let doubted = self.may_have_changed(other);
        let was_friend = self.is_friend(other);
        let reading = match change {
            Change::AddFriend { .. } => PairReading {
                friend: Some(true),
                // A user who was not a friend has no remark yet.
                remark: (was_friend == Some(false)).then_some(None),
                ..PairReading::default()
            },
            Change::RemoveFriend { .. } => PairReading {
                friend: Some(false),
                ..PairReading::default()
            },
            Change::SetRemark { remark, .. } => PairReading {
                // The service only accepts a remark for a friend.
                friend: Some(true),
                remark: Some((!remark.raw().is_empty()).then(|| remark.clone())),
                ..PairReading::default()
            },
            Change::Block { .. } => PairReading {
                blocked: Some(true),
                ..PairReading::default()
            },
            Change::Unblock { .. } => PairReading {
                blocked: Some(false),
                ..PairReading::default()
            },
            Change::DeleteConversation { peer, kind, .. } => {
                self.conversations.remove(&(*kind, peer.clone()));
                return;
            }
        };
        self.learn(other, reading, read_by);
        // A change made here contradicts nothing.
        if let Some(pair) = self.pairs.get_mut(other) {
            pair.contradicted = doubted;
        }
        // A user who was just added to a list is at its top, and one who was removed is gone, unless
        // something newer is known.
        let (is_friend, is_blocked) = (self.is_friend(other), self.is_blocked(other));
        match change {
            Change::AddFriend { .. } if is_friend == Some(true) => {
                if was_friend != Some(true) {
                    self.new_friends.insert(other.clone());
                }
                self.put_friend(other);
            }
            Change::RemoveFriend { .. } if is_friend == Some(false) => {
                self.new_friends.remove(other);
                self.friends.remove(other);
            }
            Change::Block { .. } if is_blocked == Some(true) => self.put_blocked(other),
            Change::Unblock { .. } if is_blocked == Some(false) => self.blocks.remove(other),
            _ => {}
        }
    }

    /// Records a page of the friends, and corrects what is known to have changed since it was requested.
    pub fn take_friends(&mut self, request: RequestId, answer: Result<Page<Contact>, Failure>) {
        if !self.friends.waits_for(request) {
            return;
        }
        let answer = answer.map(|mut page| {
            for row in &page.rows {
                self.learn_friend(&row.id, true, request);
                let pair = self.pairs.entry(row.id.clone()).or_default();
                renew(&mut pair.remark, row.remark.clone(), request);
            }
            page.rows
                .retain(|row| self.is_friend(&row.id) != Some(false));
            for row in &mut page.rows {
                row.remark = self.remark(&row.id).flatten().cloned();
            }
            page
        });
        self.facts_changed = true;
        self.friends.receive(request, answer);
        if list_tells(&mut self.friend_ids, &self.friends) {
            self.correct_friends();
        }
    }

    /// Records a page of the blocklist, in the same way.
    pub fn take_blocks(&mut self, request: RequestId, answer: Result<Page<Blocked>, Failure>) {
        if !self.blocks.waits_for(request) {
            return;
        }
        let answer = answer.map(|mut page| {
            for row in &page.rows {
                self.learn_blocked(&row.id, true, request);
            }
            page.rows
                .retain(|row| self.is_blocked(&row.id) != Some(false));
            page
        });
        self.facts_changed = true;
        self.blocks.receive(request, answer);
        if list_tells(&mut self.block_ids, &self.blocks) {
            self.correct_blocks();
        }
    }

    /// Records the IDs of all friends.
    pub fn take_friend_ids(&mut self, request: RequestId, answer: Result<IdListing, Failure>) {
        if !self.friend_ids.receive(request, answer) {
            return;
        }
        self.facts_changed = true;
        list_tells(&mut self.friend_ids, &self.friends);
        self.correct_friends();
        deselect_missing(&mut self.friends, self.friend_ids.value());
    }

    /// Records the IDs of the whole blocklist.
    pub fn take_block_ids(&mut self, request: RequestId, answer: Result<IdListing, Failure>) {
        if !self.block_ids.receive(request, answer) {
            return;
        }
        self.facts_changed = true;
        list_tells(&mut self.block_ids, &self.blocks);
        self.correct_blocks();
        deselect_missing(&mut self.blocks, self.block_ids.value());
    }

    fn learn_friend(&mut self, other: &UserId, is: bool, read_by: RequestId) {
        let was = self.friendship(other);
        let pair = self.pairs.entry(other.clone()).or_default();
        if !renew(&mut pair.friend, is, read_by) || was.is_some_and(|was| was.read_by > read_by) {
            return;
        }
        if was.is_some_and(|was| was.value != is) {
            pair.contradicted = true;
            // A remark is removed together with the friendship it was read for.
            if pair
                .remark
                .as_ref()
                .is_some_and(|known| known.read_by < read_by)
            {
                pair.remark = None;
            }
        }
        note(&mut self.friend_ids, other, is, read_by);
    }

    fn learn_blocked(&mut self, other: &UserId, is: bool, read_by: RequestId) {
        let was = self.block(other);
        let pair = self.pairs.entry(other.clone()).or_default();
        if !renew(&mut pair.blocked, is, read_by) || was.is_some_and(|was| was.read_by > read_by) {
            return;
        }
        pair.contradicted |= was.is_some_and(|was| was.value != is);
        note(&mut self.block_ids, other, is, read_by);
    }

    /// Updates the rows with what is known of a pair.
    fn correct_rows(&mut self, other: &UserId) {
        self.put_missing(other);
        if let Some(remark) = self.remark(other).map(Option::<&Text>::cloned)
            && self.is_friend(other) == Some(true)
            && self
                .friends
                .find(other)
                .is_some_and(|row| row.remark != remark)
        {
            self.friends.change(other, |row| row.remark = remark);
        }
    }

    /// A user who is missing from a list that was read to its end was added since, so the row goes to the
    /// top. A row that should not be there stays until the list is read again: if a row vanished from under
    /// the cursor, the next key would hit another user.
    fn put_missing(&mut self, other: &UserId) {
        if self.friends.is_complete() && self.is_friend(other) == Some(true) {
            self.put_friend(other);
        }
        if self.blocks.is_complete() && self.is_blocked(other) == Some(true) {
            self.put_blocked(other);
        }
    }

    fn put_friend(&mut self, other: &UserId) {
        if !self.friends.contains(other) {
            let remark = self.remark(other).flatten().cloned();
            self.friends.put_first(Contact {
                id: other.clone(),
                remark,
            });
        }
    }

    fn put_blocked(&mut self, other: &UserId) {
        if !self.blocks.contains(other) {
            self.blocks.put_first(Blocked { id: other.clone() });
        }
    }

    /// Corrects the friends with what was read about single users after the list, or after all IDs.
    fn correct_friends(&mut self) {
        for (other, fact) in newer_than(&self.friend_ids, &self.pairs, |pair| pair.friend) {
            note(&mut self.friend_ids, &other, fact.value, fact.read_by);
            self.put_missing(&other);
        }
    }

    /// Corrects the blocklist in the same way.
    fn correct_blocks(&mut self) {
        for (other, fact) in newer_than(&self.block_ids, &self.pairs, |pair| pair.blocked) {
            note(&mut self.block_ids, &other, fact.value, fact.read_by);
            self.put_missing(&other);
        }
    }
}

impl Model {
    /// When a request ID was given out; 0 for one that was not.
    pub fn time_of(&self, request: RequestId) -> Millis {
        let place = usize::try_from(request.0).ok();
        let place = place.and_then(|number| number.checked_sub(1));
        let time = place.and_then(|place| self.request_times.get(place));
        time.copied().unwrap_or_default()
    }

    /// Whether this request ID was given out only recently.
    pub fn is_fresh(&self, read_by: RequestId) -> bool {
        self.now < self.time_of(read_by).saturating_add(FACT_FRESH)
    }

    /// When the card starts to show the age of a fact that is fresh now.
    pub(super) fn next_age(&self) -> Option<Millis> {
        let user = self.user.as_ref().filter(|_| self.card_is_seen())?;
        let (_, other) = self.current()?;
        let fresh = user
            .readings(other)
            .filter(|read_by| self.is_fresh(*read_by));
        fresh
            .map(|read_by| self.time_of(read_by) + FACT_FRESH)
            .min()
    }
}

/// The fact that was read later.
fn newer<T>(one: Option<DatedFact<T>>, other: Option<DatedFact<T>>) -> Option<DatedFact<T>> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if one.read_by < other.read_by {
            other
        } else {
            one
        }),
        (one, other) => one.or(other),
    }
}

/// Stores a fact, unless a newer one is stored there. `true` if it was stored.
fn renew<T>(place: &mut Option<DatedFact<T>>, value: T, read_by: RequestId) -> bool {
    let renews = place.as_ref().is_none_or(|known| known.read_by <= read_by);
    if renews {
        *place = Some(DatedFact { value, read_by });
    }
    renews
}

/// What the IDs of a list say about one ID.
fn said(ids: &FetchedFact<IdListing>, id: &UserId) -> Option<DatedFact<bool>> {
    Some(DatedFact {
        value: ids.value()?.holds(id)?,
        read_by: ids.read_by?,
    })
}

/// Updates the IDs of a list with a newer fact, so that the total is right.
fn note(ids: &mut FetchedFact<IdListing>, id: &UserId, there: bool, read_by: RequestId) {
    if ids.read_by.is_some_and(|known| known < read_by)
        && let Some(Ok(ids)) = ids.known.as_mut()
    {
        if there {
            ids.ids.insert(id.clone());
        } else {
            ids.ids.remove(id);
        }
    }
}

/// Deselects users who are not on the list at all, even if the list is not completely loaded.
fn deselect_missing<T: ListRow<Key = UserId>>(list: &mut PagedList<T>, ids: Option<&IdListing>) {
    if let Some(ids) = ids.filter(|ids| ids.whole) {
        list.retain_selected(|id| ids.ids.contains(id));
    }
}

/// A list that was read to its end says as much as the call for all its IDs, as of its first page. `false` if
/// that is not newer than what is known.
fn list_tells<T: ListRow<Key = UserId>>(
    ids: &mut FetchedFact<IdListing>,
    list: &PagedList<T>,
) -> bool {
    let Some(read_by) = list.read_from().filter(|_| list.is_complete()) else {
        return false;
    };
    let news = ids.value().is_none() || ids.read_by.is_none_or(|known| known < read_by);
    if news {
        ids.known = Some(Ok(IdListing {
            ids: list.keys().clone(),
            whole: true,
        }));
        ids.read_by = Some(read_by);
    }
    news
}

/// The facts about single users that were read after the IDs of a list.
fn newer_than(
    ids: &FetchedFact<IdListing>,
    pairs: &HashMap<UserId, PairFacts>,
    fact: impl Fn(&PairFacts) -> Option<DatedFact<bool>>,
) -> Vec<(UserId, DatedFact<bool>)> {
    let Some(read_by) = ids.read_by else {
        return Vec::new();
    };
    let facts = pairs
        .iter()
        .filter_map(|(id, pair)| Some((id, fact(pair)?)));
    let newer = facts.filter(|(_, fact)| fact.read_by > read_by);
    newer.map(|(id, fact)| (id.clone(), fact)).collect()
}
