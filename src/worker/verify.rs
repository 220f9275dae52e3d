//! Verifies whether a change whose reply was lost was applied, by reading the current state.

use super::load_all::find_rows;
use super::relations::MemberList;
use super::task_context::TaskContext;
use crate::api::UserLimit;
use crate::domain::limits::PAGE;
use crate::domain::{
    Change, ChatKind, Conversation, Cursor, Failure, PairRemark, PairState, RequestId, SentAt,
    UserId, Verification,
};

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
    /// The current time by the service's clock, for a change that is sent now.
    pub fn sent_now(&self) -> Option<SentAt> {
        self.api.service_time().map(SentAt)
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
        let (found, end) = self.find_friends(owner, &targets(asked)).await;
        let there = |change: &&Change| match (found.get(&change.target().folded()), &end) {
            (Some(row), _) => {
                let remark = Some(PairRemark::of(row.remark.as_ref()));
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

    /// A conversation that is not listed was deleted. A listed one may have been deleted and begun again: it
    /// is proven not deleted only if all its messages are older than the call.
    async fn are_deleted(
        &self,
        request: RequestId,
        owner: &UserId,
        asked: &[SentChange<'_>],
    ) -> Vec<Result<Verification, Failure>> {
        let wanted = asked.iter().map(|doubt| conversation_of(doubt.0)).collect();
        let read_page = |cursor: Option<Cursor>| async move {
            self.announce_wait(request, UserLimit::ConversationList, owner);
            self.api.conversations(owner, cursor.as_ref(), PAGE).await
        };
        let (listed, end) = find_rows(wanted, conversation_key, read_page).await;
        let gone = |(change, sent): &SentChange| match (listed.get(&conversation_of(change)), &end)
        {
            (Some(row), _) if is_older(row.last_at, *sent) => Ok(Verification::NotApplied),
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

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::unbounded_channel;

    use super::super::task_context::BacklogTotal;
    use super::*;
    use crate::api::raw::{Raw, reply};
    use crate::domain::limits::FRIEND_IDS_CAP;

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
            let friend: Vec<_> = states.iter().map(|(_, state)| state.friend).collect();
            let is = missing.map(|_| false);
            assert_eq!(friend, [Some(true), is], "{friends}");
        }
    }
}
