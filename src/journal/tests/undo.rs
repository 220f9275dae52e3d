//! Tests of what can be undone, and why not.

use super::jobs::plan;
use super::*;
use crate::domain::job::{JobPlan, JobState, JobStep, StepState};
use crate::domain::undo::UndoRefusal;
use crate::domain::{EntryId, JobId, PairRemark, PairState};
use crate::journal::undo;

async fn found(journal: &Journal, which: UndoTarget) -> Result<Vec<i64>, UndoRefusal> {
    match journal.undoable(APP, which).await.unwrap() {
        UndoAnswer::Undoable(found) => Ok(found.done.iter().map(|done| done.entry.0).collect()),
        UndoAnswer::Refused(why) => Err(why),
    }
}

async fn last(journal: &Journal, which: UndoTarget) -> Option<EntryId> {
    found(journal, which)
        .await
        .ok()?
        .last()
        .copied()
        .map(EntryId)
}

fn unblock(target: &str) -> Change {
    Change::Unblock {
        owner: id("alice"),
        target: id(target),
    }
}

fn taking_back(undone: EntryId, change: Change) -> NewEntry {
    NewEntry {
        undoes: Some(undone),
        ..write(change)
    }
}

#[tokio::test]
async fn the_last_write_that_can_be_undone_is_the_newest_that_was_done_and_not_taken_back() {
    let place = Place::new();
    let journal = place.journal().await;
    let last = async || last(&journal, UndoTarget::Newest).await;
    assert_eq!(last().await, None);
    let first = done(&journal, write(block("a"))).await;
    let second = done(&journal, write(block("b"))).await;
    // None of these can be undone: one is permanent, one is of another app, three were not done.
    done(&journal, write(conversation(ChatKind::Chat, false))).await;
    let mut elsewhere = write(block("c"));
    elsewhere.audit.app = Text::new("other#app");
    done(&journal, elsewhere).await;
    journal.record_unneeded(write(block("e"))).await.unwrap();
    let refused = journal.record_sending(write(block("f"))).await.unwrap();
    let outcome = failed(FailureClass::Final, FailureReason::Service);
    journal.record_outcome(refused, outcome).await.unwrap();
    assert_eq!(last().await, Some(second));

    let undo = |undone: EntryId| NewEntry {
        undoes: Some(undone),
        ..write(Change::Unblock {
            owner: id("alice"),
            target: id("b"),
        })
    };
    // It counts as undone from when the undo is sent, until the undo is known to have had no effect. Until
    // then the undo is the newest change, and the one before it is not undone instead.
    let undoing = journal.record_sending(undo(second)).await.unwrap();
    let in_doubt = UndoRefusal::NewestOutcomeUnknown {
        entry: EntryId(undoing.0),
        owner: id("alice"),
        target: id("b"),
    };
    let newest = async || found(&journal, UndoTarget::Newest).await;
    assert_eq!(newest().await, Err(in_doubt.clone()));
    let outcome = failed(FailureClass::Unknown, FailureReason::Timeout);
    journal.record_outcome(undoing, outcome).await.unwrap();
    assert_eq!(newest().await, Err(in_doubt));
    let outcome = failed(FailureClass::NothingDone, FailureReason::NotApplied);
    journal.record_verified(undoing, outcome).await.unwrap();
    assert_eq!(last().await, Some(second));
    let undoing = done(&journal, undo(second)).await;
    assert_eq!(get(&journal, undoing).await.undoes, Some(second));
    assert_eq!(last().await, Some(first));
    done(&journal, undo(first)).await;
    assert_eq!(last().await, None);
}

#[tokio::test]
async fn a_step_counts_as_undone_until_its_undo_is_undone() {
    let place = Place::new();
    let journal = place.journal().await;
    let job = journal
        .record_job(super::jobs::audit(), plan(2))
        .await
        .unwrap();
    let claim = journal.claim(job, None).await.unwrap();
    let write_0 = write(block("spam_0"));
    let step = NewStepEntry::new(0, write_0.change.clone(), write_0.before.clone());
    let entry = claim.record_sending(vec![step]).await.unwrap().entries[0];
    claim.record_replies(vec![(0, DONE)]).await.unwrap();
    let state = async || {
        let counts = journal.job(job).await.unwrap().unwrap().counts;
        let steps = journal.steps(job, 0, 9).await.unwrap();
        assert_eq!((counts.done + counts.undone, counts.waiting), (1, 1));
        assert_eq!(counts.undone == 1, steps[0].state == StepState::Undone);
        steps[0].state.clone()
    };
    assert_eq!(state().await, StepState::Done);
    let undoing = journal
        .record_sending(taking_back(entry, unblock("spam_0")))
        .await
        .unwrap();
    assert_eq!(state().await, StepState::Done, "nobody knows yet");
    journal.record_outcome(undoing, DONE).await.unwrap();
    assert_eq!(state().await, StepState::Undone);
    done(&journal, taking_back(undoing, write_0.change)).await;
    assert_eq!(state().await, StepState::Done);
}

#[tokio::test]
async fn the_newest_change_is_not_passed_over_while_nobody_knows_of_it() {
    let place = Place::new();
    let journal = place.journal().await;
    let newest = async || found(&journal, UndoTarget::Newest).await;
    let in_doubt = |entry: EntryId, target: &str| {
        Err(UndoRefusal::NewestOutcomeUnknown {
            entry: EntryId(entry.0),
            owner: id("alice"),
            target: id(target),
        })
    };
    let first = done(&journal, write(block("a"))).await;
    let sent = journal.record_sending(write(block("b"))).await.unwrap();
    assert_eq!(newest().await, in_doubt(sent, "b"));
    let lost = failed(FailureClass::Unknown, FailureReason::Timeout);
    journal.record_outcome(sent, lost.clone()).await.unwrap();
    assert_eq!(newest().await, in_doubt(sent, "b"));
    // A write to another app does not matter here, and the older one can be undone if it is named.
    let mut elsewhere = write(block("c"));
    elsewhere.audit.app = Text::new("other#app");
    journal.record_sending(elsewhere).await.unwrap();
    assert_eq!(newest().await, in_doubt(sent, "b"));
    assert_eq!(
        found(&journal, UndoTarget::Entry(EntryId(first.0))).await,
        Ok(vec![first.0])
    );
    // A later change to the same thing makes the unknown outcome irrelevant.
    let back = done(&journal, write(unblock("b"))).await;
    assert_eq!(newest().await, Ok(vec![back.0]));

    // The changes of a job are undone together, even if the outcome of one is unknown.
    let job = journal
        .record_job(super::jobs::audit(), plan(2))
        .await
        .unwrap();
    let claim = journal.claim(job, None).await.unwrap();
    let step = |n: u32| {
        let write = write(block(&format!("spam_{n}")));
        NewStepEntry::new(n, write.change, write.before)
    };
    let entries = claim
        .record_sending(vec![step(0), step(1)])
        .await
        .unwrap()
        .entries;
    claim.record_replies(vec![(0, DONE)]).await.unwrap();
    let lost = ChangeOutcome::Failed(Failure::new(FailureClass::Unknown, FailureReason::Timeout));
    claim.record_replies(vec![(1, lost)]).await.unwrap();
    assert_eq!(newest().await, Err(UndoRefusal::JobRunning));
    claim.set_state(JobState::Paused).await.unwrap();
    drop(claim);
    assert_eq!(newest().await, Ok(vec![entries[0].0]));
}

#[tokio::test]
async fn what_was_taken_back_can_be_done_again_and_taken_back_again() {
    let place = Place::new();
    let journal = place.journal().await;
    assert_eq!(
        found(&journal, UndoTarget::Redo).await,
        Err(UndoRefusal::NothingToRedo)
    );
    let mut newest = done(&journal, write(block("a"))).await;
    for _ in 0..3 {
        assert_eq!(last(&journal, UndoTarget::Newest).await, Some(newest));
        assert_eq!(last(&journal, UndoTarget::Redo).await, None);
        let back = done(&journal, taking_back(newest, unblock("a"))).await;
        assert_eq!(last(&journal, UndoTarget::Newest).await, None);
        assert_eq!(last(&journal, UndoTarget::Redo).await, Some(back));
        newest = done(&journal, taking_back(back, block("a"))).await;
    }
}

#[tokio::test]
async fn an_entry_that_is_not_taken_back_says_why() {
    let place = Place::new();
    let journal = place.journal().await;
    let why = async |entry: EntryId| found(&journal, UndoTarget::Entry(EntryId(entry.0))).await;
    let first = done(&journal, write(block("a"))).await;
    assert_eq!(why(first).await, Ok(vec![first.0]));
    let mut back = taking_back(first, unblock("a"));
    back.audit.operator = Some(Text::new("li.na"));
    let back = done(&journal, back).await;
    let taken = UndoRefusal::UndoneAlready {
        by: EntryId(back.0),
        operator: Some(Text::new("li.na")),
    };
    assert_eq!(why(first).await, Err(taken));
    assert_eq!(
        why(back).await,
        Err(UndoRefusal::IsUndoOf(EntryId(first.0)))
    );

    let deleted = done(&journal, write(conversation(ChatKind::Chat, false))).await;
    assert_eq!(why(deleted).await, Err(UndoRefusal::ConversationDeleted));
    let sent = journal.record_sending(write(block("b"))).await.unwrap();
    assert_eq!(why(sent).await, Err(UndoRefusal::OutcomeUnknown));
    journal
        .record_outcome(sent, failed(FailureClass::Final, FailureReason::Service))
        .await
        .unwrap();
    assert_eq!(why(sent).await, Err(UndoRefusal::NotDone));
    let nothing = journal.record_unneeded(write(block("c"))).await.unwrap();
    assert_eq!(why(nothing).await, Err(UndoRefusal::ChangedNothing));
    let mut again = write(block("d"));
    again.before.blocked = Some(true);
    let again = done(&journal, again).await;
    assert_eq!(why(again).await, Err(UndoRefusal::ChangedNothing));
    let mut unread = write(block("u"));
    unread.before = PairState::default();
    let unread = done(&journal, unread).await;
    assert_eq!(why(unread).await, Err(UndoRefusal::PriorStateUnknown));
    let newest = found(&journal, UndoTarget::Newest).await;
    assert_eq!(
        newest,
        Err(UndoRefusal::PriorStateUnknown),
        "and not the one before it"
    );
    // The previous remark is unknown, or is the same.
    let blind = done(&journal, write(remark("new"))).await;
    assert_eq!(why(blind).await, Err(UndoRefusal::RemarkUnknown));
    let mut same = write(remark("new"));
    same.before.remark = Some(PairRemark::Text(Text::new("new")));
    let same = done(&journal, same).await;
    assert_eq!(why(same).await, Err(UndoRefusal::ChangedNothing));
    let mut elsewhere = write(block("e"));
    elsewhere.audit.app = Text::new("other#app");
    let elsewhere = done(&journal, elsewhere).await;
    assert_eq!(why(elsewhere).await, Err(UndoRefusal::NothingToUndo));
    assert_eq!(why(EntryId(999)).await, Err(UndoRefusal::NothingToUndo));
}

#[tokio::test]
async fn a_remark_of_which_nothing_was_kept_cannot_be_put_back() {
    let place = Place::new();
    let options = JournalOptions {
        remarks: false,
        ..place.options()
    };
    let journal = Journal::open(options).await.unwrap().journal;
    let mut named = write(remark("new"));
    named.before.remark = Some(PairRemark::Text(Text::new("old")));
    done(&journal, named).await;
    assert_eq!(
        found(&journal, UndoTarget::Newest).await,
        Err(UndoRefusal::RemarkUnknown)
    );
}

#[tokio::test]
async fn of_a_job_all_that_was_done_and_is_left_can_be_taken_back() {
    let place = Place::new();
    let journal = place.journal().await;
    let job = journal
        .record_job(super::jobs::audit(), plan(4))
        .await
        .unwrap();
    let claim = journal.claim(job, None).await.unwrap();
    let moves = plan(4).steps.into_iter().zip(0..);
    let moves = moves.map(|(step, place)| NewStepEntry::new(place, step.change, step.before));
    let sent = claim.record_sending(moves.collect()).await.unwrap().entries;
    let refused = failed(FailureClass::Final, FailureReason::Service);
    claim
        .record_replies(vec![(0, DONE), (1, refused), (2, DONE), (3, DONE)])
        .await
        .unwrap();
    claim.set_state(JobState::Finished).await.unwrap();
    let number = |place: usize| sent[place].0;
    let left = vec![number(0), number(2), number(3)];
    assert_eq!(found(&journal, UndoTarget::Newest).await, Ok(left.clone()));
    assert_eq!(
        found(&journal, UndoTarget::Job(JobId(job.0))).await,
        Ok(left)
    );
    // One of them alone.
    let one = vec![number(2)];
    assert_eq!(
        found(&journal, UndoTarget::Entry(EntryId(number(2)))).await,
        Ok(one)
    );
    let third = journal.entry(sent[2]).await.unwrap().unwrap();
    let target = third.asked.target();
    done(&journal, taking_back(sent[2], unblock(target.raw()))).await;
    let left = vec![number(0), number(3)];
    assert_eq!(
        found(&journal, UndoTarget::Job(JobId(job.0))).await,
        Ok(left)
    );
    assert_eq!(
        found(&journal, UndoTarget::Job(JobId(99))).await,
        Err(UndoRefusal::NothingToUndo)
    );
}

#[tokio::test]
async fn a_remark_that_came_with_a_friend_goes_with_the_friend() {
    let place = Place::new();
    let journal = place.journal().await;
    let add = Change::AddFriend {
        owner: id("alice"),
        friend: id("bob"),
    };
    let step = |change: Change| JobStep {
        change,
        before: PairState {
            friend: Some(false),
            remark: Some(PairRemark::None),
            ..PairState::default()
        },
        undoes: None,
    };
    let steps = vec![step(add), step(remark("new"))];
    let job = JobPlan { steps, ..plan(0) };
    let job = journal
        .record_job(super::jobs::audit(), job.clone())
        .await
        .unwrap();
    let claim = journal.claim(job, None).await.unwrap();
    let mut sent = Vec::new();
    for (place, item) in (0..).zip(journal.steps(job, 0, 9).await.unwrap()) {
        let one = NewStepEntry::new(place, item.asked.outline(), item.before);
        sent.extend(claim.record_sending(vec![one]).await.unwrap().entries);
        claim.record_replies(vec![(place, DONE)]).await.unwrap();
    }
    claim.set_state(JobState::Finished).await.unwrap();
    let added = Ok(vec![sent[0].0]);
    assert_eq!(found(&journal, UndoTarget::Newest).await, added);
    assert_eq!(
        found(&journal, UndoTarget::Entry(EntryId(sent[1].0))).await,
        Err(UndoRefusal::CameWithFriend)
    );
    let row = get(&journal, sent[1]).await;
    assert_eq!(row.undo_refusal(), Some(UndoRefusal::CameWithFriend));
}

/// How a change ended; `None` for one that was not needed.
fn outcomes() -> Vec<Option<ChangeOutcome>> {
    vec![
        None,
        Some(DONE),
        Some(failed(FailureClass::Final, FailureReason::Service)),
        Some(failed(FailureClass::NothingDone, FailureReason::Connect)),
        Some(failed(FailureClass::Unknown, FailureReason::Timeout)),
    ]
}

/// A prior state of each kind: unknown, one, the other, and with a remark that is not stored.
fn prior_states() -> Vec<PairState> {
    let state = |is: bool, remark| PairState {
        friend: Some(is),
        blocked: Some(is),
        remark: Some(remark),
    };
    vec![
        PairState::default(),
        state(false, PairRemark::None),
        state(true, PairRemark::Text(Text::new("new"))),
        state(true, PairRemark::Withheld),
    ]
}

fn every_kind_of_change() -> Vec<Change> {
    let friend = || (id("alice"), id("bob"));
    let (owner, add) = friend();
    let (also, remove) = friend();
    vec![
        Change::AddFriend { owner, friend: add },
        Change::RemoveFriend {
            owner: also,
            friend: remove,
        },
        remark("new"),
        remark(""),
        block("bob"),
        unblock("bob"),
        conversation(ChatKind::Chat, true),
    ]
}

async fn records(journal: &Journal, write: NewEntry, outcome: Option<ChangeOutcome>) -> EntryId {
    let Some(outcome) = outcome else {
        return journal.record_unneeded(write).await.unwrap();
    };
    let entry = journal.record_sending(write).await.unwrap();
    journal.record_outcome(entry, outcome).await.unwrap();
    entry
}

#[tokio::test]
async fn a_row_gives_the_same_reason_as_the_undo_of_it_for_every_kind_of_entry() {
    for remarks in [true, false] {
        let place = Place::new();
        let options = JournalOptions {
            remarks,
            ..place.options()
        };
        let journal = Journal::open(options).await.unwrap().journal;
        for change in every_kind_of_change() {
            for before in prior_states() {
                for outcome in outcomes() {
                    let write = NewEntry {
                        before: before.clone(),
                        ..write(change.clone())
                    };
                    records(&journal, write, outcome).await;
                }
            }
        }
        // Undone, redone, undone again; each attempt to undo as it may end.
        let first = done(&journal, write(block("carol"))).await;
        let undo = done(&journal, taking_back(first, unblock("carol"))).await;
        let redo = done(&journal, taking_back(undo, block("carol"))).await;
        done(&journal, taking_back(redo, unblock("carol"))).await;
        for outcome in outcomes() {
            let entry = done(&journal, write(block("dave"))).await;
            records(&journal, taking_back(entry, unblock("dave")), outcome).await;
        }
        let all = EntryFilter {
            limit: 10_000,
            ..EntryFilter::default()
        };
        let mut reasons = Vec::new();
        for row in journal.entries(all).await.unwrap() {
            let why = found(&journal, UndoTarget::Entry(row.id)).await.err();
            assert_eq!(row.undo_refusal(), why, "{row:?}");
            if !reasons.contains(&row.undo_refusal().map(|why| std::mem::discriminant(&why))) {
                reasons.push(why.map(|why| std::mem::discriminant(&why)));
            }
        }
        // It can be undone, or: undone already, an undo itself, changed nothing, not done, unknown, a
        // conversation, the remark unknown, the prior state unknown.
        assert_eq!(reasons.len(), 9, "{reasons:?}");
    }
}

/// How many steps the database needs to find what can be undone of a job that changed this many remarks.
fn steps_for(remarks: u32) -> i32 {
    let db = Connection::open_in_memory().unwrap();
    crate::journal::schema::migrate(&db, crate::journal::schema::STEPS).unwrap();
    db.execute_batch(&format!(
        "INSERT INTO job (at, app, verb, owner, state)
         VALUES (0, 'a#b', 'set-remark', 'alice', 'finished');
         WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n + 1 < {remarks})
         INSERT INTO item (job, position, verb, owner, target, remark, state)
         SELECT 1, n, 'set-remark', 'alice', 'f' || n, 'new', 'done' FROM n;
         INSERT INTO entry (at, app, verb, owner, target, remark, had_remark, was_friend, state, job, item)
         SELECT 0, 'a#b', verb, owner, target, remark, 0, 1, 'done', job, position FROM item;"
    ))
    .unwrap();
    let mut statement = db.prepare(&undo::of_job()).unwrap();
    let found = statement.query_map([1, 0], |_| Ok(())).unwrap().count();
    assert_eq!(found, usize::try_from(remarks).unwrap());
    statement.get_status(rusqlite::StatementStatus::VmStep)
}

#[test]
fn of_ten_times_as_many_remarks_it_is_known_in_ten_times_as_many_steps() {
    let (few, many) = (steps_for(100), steps_for(1_000));
    assert!(many < few * 12, "{few} and {many}");
}
