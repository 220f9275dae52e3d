//! Changes whose reply was lost: their outcomes.

use super::*;
use crate::dialog::ARM_TIME;
use crate::domain::job::JobStep;
use crate::domain::{JobId, OrphanedChange, PriorKnowledge};
use crate::model::{ROW_MOVED_GUARD, SessionJob};

const SETTLE: Millis = 20_000;

fn asks_whether(change: &Change) -> [Query; 1] {
    [Query::Verify(change.clone())]
}

/// alice, after the reply to blocking bob was lost.
fn lost() -> Console {
    let mut console = Console::alice();
    console.serve().press("b").refuses(FailureClass::Unknown);
    console
}

/// The service blocks bob although the reply was lost.
fn applies(console: &mut Console) {
    let facts = console.world.0.get_mut(&user("alice")).unwrap();
    facts.blocks.insert(0, "bob".into());
}

#[test]
fn the_truth_is_read_after_the_settle_time_and_not_before() {
    let mut console = lost();
    assert_eq!(
        console
            .model
            .next_wake()
            .map(|at| at <= console.now + SETTLE),
        Some(true)
    );
    console.wait(SETTLE - 1);
    assert_eq!(console.reads, []);
    console.wait(1);
    assert_eq!(console.queries(), asks_whether(&block("alice", "bob")));
    console.wait(SETTLE);
    assert_eq!(console.queries(), [], "one reading is enough");
}

#[test]
fn a_change_that_was_applied_is_found_and_shown() {
    let mut console = lost();
    applies(&mut console);
    console.wait(SETTLE).serve();
    assert!(console.model.dialogs.is_empty());
    let done = Notice::FoundDone(block("alice", "bob"));
    assert_eq!(console.notice(), Some(&done));
    let alice = console.model.user.as_ref().unwrap();
    assert_eq!(alice.is_blocked(&user("bob")), Some(true));
    assert_eq!(alice.blocks.get(0).map(|b| b.id.raw()), Some("bob"));
    assert_eq!(console.model.unknown_changes, []);
}

#[test]
fn a_change_that_was_not_applied_is_said_and_may_be_sent_again() {
    let mut console = lost();
    console.wait(SETTLE).serve();
    let Some(Dialog::Change(ChangeDialog::Failed(FailedChange { failure, .. }))) = console.top()
    else {
        panic!("{:?}", console.top());
    };
    assert_eq!(
        (failure.class, failure.reason),
        (FailureClass::NothingDone, FailureReason::NotApplied)
    );
    console.press("r");
    assert_eq!(console.sent(), [], "the words have just changed");
    console.wait(ARM_TIME).press("r");
    assert_eq!(console.sent(), [block("alice", "bob")]);
}

#[test]
fn an_outcome_that_was_put_aside_comes_back_as_a_question() {
    let mut console = lost();
    console.press("Esc").wait(SETTLE).serve();
    assert!(matches!(
        console.top(),
        Some(Dialog::Change(ChangeDialog::Failed(_)))
    ));
    assert_eq!(console.writes, []);
}

#[test]
fn the_same_is_not_sent_while_nobody_knows() {
    let mut console = lost();
    console.press("Esc").press("b");
    assert_eq!(console.sent(), []);
    assert_eq!(console.notice(), Some(&Notice::OutcomeUnknown(user("bob"))));
    console.press("2").press("b").names("bob zoe").press("y");
    assert_eq!(console.sent(), [block("alice", "zoe")]);
}

#[test]
fn a_dialog_that_waits_for_the_truth_is_closed_by_it_or_asks_anew() {
    for applied in [true, false] {
        let mut console = Console::alice();
        console
            .press("d")
            .wait(ARM_TIME)
            .press("y")
            .refuses(FailureClass::Unknown);
        if applied {
            let facts = console.world.0.get_mut(&user("alice")).unwrap();
            facts.friends.retain(|f| f.0 != "bob");
        }
        console.wait(SETTLE).serve();
        if applied {
            assert!(console.model.dialogs.is_empty());
            let alice = console.model.user.as_ref().unwrap();
            assert_eq!(alice.is_friend(&user("bob")), Some(false));
        } else {
            let SendStage::Failed(why) = console.stage() else {
                panic!("{:?}", console.stage());
            };
            assert_eq!(why.reason, FailureReason::NotApplied);
        }
    }
}

#[test]
fn a_truth_that_cannot_be_read_is_tried_again_and_then_left_to_the_person() {
    let mut console = lost();
    console.press("Esc");
    for _ in 0..3 {
        console.wait(SETTLE).fail(|f| matches!(f, Query::Verify(_)));
    }
    assert_eq!(console.notice(), Some(&Notice::StaysUnknown(user("bob"))));
    console.wait(SETTLE);
    assert_eq!(console.reads, []);
    assert_eq!(console.writes, []);
}

#[test]
fn leaving_asks_while_an_outcome_is_unknown() {
    let mut console = lost();
    console.press("Esc").press("q");
    assert!(matches!(console.top(), Some(Dialog::Leave)));
    applies(&mut console);
    console.wait(SETTLE).serve();
    console.press("Esc").press("q");
    assert!(console.model.leaving);
}

// ---- resends of our own changes ----

/// The service finds nobody to remove.
fn nobody() -> Failure {
    Failure {
        status: Some(404),
        error: Some(Text::new("service_resource_not_found")),
        ..failure(FailureClass::Final)
    }
}

/// alice, who resends a change after its reply was lost and verifying failed.
fn repeated(keys: &str) -> Console {
    let mut console = Console::alice();
    console.press_all(keys).wait(ARM_TIME).press("y");
    console.refuses(FailureClass::Unknown);
    for _ in 0..3 {
        console.wait(SETTLE).fail(|f| matches!(f, Query::Verify(_)));
    }
    console
        .press("Esc")
        .press("Esc")
        .serve()
        .wait(ROW_MOVED_GUARD);
    console.press_all(keys).wait(ARM_TIME).press("y");
    assert_eq!(console.writes.len(), 1);
    console
}

/// The row of bob, or of spam1, is removed on the service.
fn goes(console: &mut Console) {
    let facts = console.world.0.get_mut(&user("alice")).unwrap();
    facts.friends.retain(|friend| friend.0 != "bob");
    facts.blocks.retain(|blocked| blocked != "spam1");
}

#[test]
fn a_repeat_that_finds_nobody_is_read_and_found_done_by_the_first_sending() {
    for (keys, change) in [
        ("d", unfriend("alice", "bob")),
        ("2 u", unblock("alice", "spam1")),
    ] {
        let mut console = repeated(keys);
        goes(&mut console);
        console.decides(Err(nobody()));
        assert_eq!(console.queries(), asks_whether(&change));
        console.serve();
        assert!(console.model.dialogs.is_empty(), "{keys}");
        assert_eq!(console.notice(), Some(&Notice::FoundDone(change)));
        assert_eq!(console.friends().contains(&"bob"), keys != "d");
        assert_eq!(console.blocks().contains(&"spam1"), keys == "d");
        assert_eq!(console.model.unknown_changes, []);
    }
}

#[test]
fn a_repeat_that_finds_nobody_is_refused_where_the_row_is_still_there() {
    for keys in ["d", "2 u"] {
        let mut console = repeated(keys);
        console.decides(Err(nobody())).serve();
        let why = match console.top() {
            Some(Dialog::Change(ChangeDialog::Remove(_))) => console.stage().clone(),
            Some(Dialog::Change(ChangeDialog::Failed(FailedChange { failure, .. }))) => {
                SendStage::Failed(failure.clone())
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(why, SendStage::Failed(nobody()), "{keys}");
        assert_eq!((console.friends().len(), console.blocks().len()), (4, 4));
        assert_eq!(console.model.unknown_changes, []);
    }
}

#[test]
fn a_repeat_that_was_put_off_is_still_the_repeat_of_our_own() {
    let mut console = repeated("2 u");
    console
        .refuses(FailureClass::Retryable)
        .wait(ARM_TIME)
        .press("r");
    goes(&mut console);
    console.decides(Err(nobody())).serve();
    assert_eq!(console.blocks(), ["spam2", "spam3", "carol"]);
}

#[test]
fn the_first_sending_that_finds_nobody_is_refused() {
    let mut console = Console::alice();
    console
        .press("d")
        .wait(ARM_TIME)
        .press("y")
        .decides(Err(nobody()));
    assert!(matches!(console.stage(), SendStage::Failed(_)));
    assert_eq!(console.friends().len(), 4);
    assert_eq!(console.model.unknown_changes, []);
}

#[test]
fn a_repeat_of_what_was_not_applied_is_read_once_where_it_finds_nobody() {
    let mut console = Console::alice();
    console.press_all("2 u").refuses(FailureClass::Unknown);
    console.wait(SETTLE).serve().wait(ARM_TIME).press("r");
    console.decides(Err(nobody()));
    assert_eq!(console.queries(), asks_whether(&unblock("alice", "spam1")));
    console
        .serve()
        .press("Esc")
        .wait(ROW_MOVED_GUARD)
        .press("u");
    console.decides(Err(nobody()));
    assert_eq!(console.queries(), []);
    let Some(Dialog::Change(ChangeDialog::Failed(FailedChange { failure, .. }))) = console.top()
    else {
        panic!("{:?}", console.top());
    };
    assert_eq!(failure.class, FailureClass::Final);
    assert_eq!(console.blocks().len(), 4);
}

#[test]
fn a_repeat_that_is_refused_in_other_words_is_refused() {
    let gone = Failure {
        error: Some(Text::new("organization_application_not_found")),
        ..nobody()
    };
    for failure in [gone, failure(FailureClass::Final)] {
        let mut console = repeated("2 u");
        console.decides(Err(failure));
        assert!(matches!(
            console.top(),
            Some(Dialog::Change(ChangeDialog::Failed(_)))
        ));
        assert_eq!(console.queries(), []);
        assert_eq!(console.blocks().len(), 4);
    }
}

#[test]
fn a_repeat_that_adds_needs_somebody_to_be_there() {
    let mut console = lost();
    console.wait(SETTLE).serve().wait(ARM_TIME).press("r");
    console.decides(Err(nobody()));
    assert!(matches!(
        console.top(),
        Some(Dialog::Change(ChangeDialog::Failed(_)))
    ));
    assert_eq!(console.blocks().len(), 4);
}

// ---- nothing is called settled that is not ----

/// Opens the question about alice's conversation with bob.
fn asks(console: &mut Console) {
    console.press("Esc").press("Esc").press("3");
    console.wait(ROW_MOVED_GUARD);
    console.press("d").wait(ARM_TIME);
}

/// alice, after the reply to deleting the conversation with bob was lost.
fn half_deleted() -> Console {
    let mut console = Console::alice();
    console.serve();
    asks(&mut console);
    console.press("y").refuses(FailureClass::Unknown);
    console
}

/// Verifies the only pending change with this result.
fn tells(console: &mut Console, truth: Verification) {
    let place = |(_, query): &(RequestId, Query)| matches!(query, Query::Verify(_));
    let place = console.reads.iter().position(place).unwrap();
    let (request, _) = console.reads.remove(place);
    console.say(Event::Reply(request, Reply::Verified(Ok(truth))));
}

#[test]
fn a_deletion_of_which_reading_tells_nothing_stays_unknown_and_wants_the_id_typed() {
    let mut console = half_deleted();
    console.wait(SETTLE);
    tells(&mut console, Verification::Inconclusive);
    assert!(matches!(console.notice(), Some(Notice::StaysUnknown(_))));
    assert_eq!(console.model.unknown_changes.len(), 1);
    // Nothing is read or sent any more without a key press.
    console.wait(SETTLE).wait(SETTLE);
    assert!(
        !console
            .reads
            .iter()
            .any(|(_, f)| matches!(f, Query::Verify(_)))
    );
    asks(&mut console);
    console.press("y");
    assert_eq!(console.sent(), []);
    let Some(Dialog::Change(ChangeDialog::Conversation(dialog))) = console.top() else {
        panic!("{:?}", console.top());
    };
    assert!(dialog.step == crate::dialog::ConversationStep::Confirm && !dialog.roaming);
    console.wait(ARM_TIME).press("Enter");
    assert_eq!(console.sent(), []);
}

#[test]
fn a_deletion_that_was_not_applied_is_asked_about_anew() {
    let mut console = half_deleted();
    console.wait(SETTLE);
    tells(&mut console, Verification::NotApplied);
    assert_eq!(console.model.unknown_changes, []);
    console.wait(ARM_TIME).press("r");
    assert_eq!(console.sent(), []);
    let Some(Dialog::Change(ChangeDialog::Conversation(dialog))) = console.top() else {
        panic!("{:?}", console.top());
    };
    assert_eq!(dialog.stage, SendStage::Asking);
    console.wait(ARM_TIME).press("y");
    assert_eq!(console.writes.len(), 1);
}

#[test]
fn a_later_success_about_the_same_thing_ends_an_older_doubt_and_its_offer() {
    let remark = |text: &str| Change::SetRemark {
        owner: user("alice"),
        friend: user("bob"),
        remark: Text::new(text),
    };
    for (lost, later, ends) in [
        (block("alice", "bob"), unblock("alice", "bob"), true),
        (block("alice", "bob"), unblock("alice", "carol"), false),
        (unfriend("alice", "bob"), unfriend("bob", "alice"), true),
        (remark("A"), remark("B"), true),
        (remark("A"), unfriend("alice", "bob"), true),
        (remark("A"), block("alice", "bob"), false),
    ] {
        let mut console = Console::alice();
        console.serve();
        let told = format!("{lost:?} {later:?}");
        for (change, result) in [
            (&lost, Err(failure(FailureClass::Unknown))),
            (&later, Ok(PriorKnowledge::Known)),
        ] {
            let request = console.model.next_request();
            console
                .model
                .pending_changes
                .insert(request, change.clone());
            console.say(Event::Changed(request, change.clone(), result));
        }
        let offered = matches!(console.top(), Some(Dialog::Change(ChangeDialog::Failed(_))));
        assert_eq!(offered, !ends, "{told}");
        assert_eq!(console.model.unknown_changes.is_empty(), ends, "{told}");
        assert_eq!(console.model.possibly_applied.is_empty(), ends, "{told}");
    }
}

#[test]
fn an_older_success_ends_no_later_doubt() {
    let mut console = Console::alice();
    console.serve();
    let (first, second) = (console.model.next_request(), console.model.next_request());
    let (early, late) = (unblock("alice", "bob"), block("alice", "bob"));
    console.model.pending_changes.insert(first, early.clone());
    console.model.pending_changes.insert(second, late.clone());
    let lost = Err(failure(FailureClass::Unknown));
    console.say(Event::Changed(second, late, lost));
    console.say(Event::Changed(first, early, Ok(PriorKnowledge::Known)));
    assert_eq!(console.model.unknown_changes.len(), 1);
}

#[test]
fn what_a_console_left_is_counted_read_and_offered() {
    let mut console = Console::alice();
    console.serve();
    let at = console.model.wall() - 60_000;
    let orphaned = |change, at| OrphanedChange {
        change,
        at,
        failure: None,
    };
    console.say(Event::Orphaned(vec![
        orphaned(block("alice", "bob"), at),
        // A back end may still apply what was sent a moment ago.
        orphaned(unfriend("alice", "carol"), console.model.wall() - 5_000),
    ]));
    assert_eq!(console.notice(), Some(&Notice::OrphanedChanges(2)));
    assert_eq!(console.model.unknown_changes.len(), 2);
    let read = |console: &Console| {
        let reads = console.reads.iter();
        let reads = reads.filter_map(|(_, query)| match query {
            Query::Verify(change) => Some(change.clone()),
            _ => None,
        });
        reads.collect::<Vec<_>>()
    };
    assert_eq!(read(&console), [block("alice", "bob")]);
    console.serve();
    assert!(matches!(
        console.top(),
        Some(Dialog::Change(ChangeDialog::Failed(_)))
    ));
    console.wait(SETTLE - 5_000);
    assert_eq!(read(&console), [unfriend("alice", "carol")]);
    console.wait(ARM_TIME).press("r");
    assert_eq!(console.sent(), [block("alice", "bob")]);
}

// ---- waiting to be sent ----

/// alice, with the deletion of a conversation that is waiting to be sent.
fn waits() -> (Console, RequestId) {
    let mut console = Console::alice();
    console.serve();
    asks(&mut console);
    console.press("y");
    let (request, _) = console.writes[0].clone();
    console.say(Event::Waiting(request, 42_000));
    (console, request)
}

#[test]
fn a_change_that_waits_for_its_turn_is_not_on_its_way_and_can_be_withdrawn() {
    let (mut console, request) = waits();
    assert_eq!(console.model.in_progress().count(), 0);
    assert!(!console.model.shows_spinner(&user("bob")));
    console.press("Esc");
    assert!(console.asked.contains(&Effect::WithdrawChange(request)));
    assert_ne!(console.notice(), Some(&Notice::StillInProgress));
    console.say(Event::Withdrawn(request));
    assert!(matches!(console.notice(), Some(Notice::Withdrawn(_))));
    assert!(console.model.pending_changes.is_empty() && console.model.waiting_until.is_empty());
    console.press("q");
    assert!(console.model.leaving);
}

#[test]
fn a_change_whose_turn_came_is_on_its_way_and_goes_on() {
    let (mut console, request) = waits();
    console.say(Event::SendingNow(request));
    assert_eq!(console.model.in_progress().count(), 1);
    console.press("Esc");
    assert!(!console.asked.contains(&Effect::WithdrawChange(request)));
    assert_eq!(console.notice(), Some(&Notice::StillInProgress));

    // Withdrawn too late.
    let (mut console, request) = waits();
    console.press("Esc");
    console.say(Event::SendingNow(request));
    assert_eq!(console.notice(), Some(&Notice::StillInProgress));
}

#[test]
fn what_is_so_already_ends_no_doubt_about_another_change() {
    let (lost, later) = (block("alice", "bob"), unblock("alice", "bob"));
    let mut console = Console::alice();
    console.serve().press("b").refuses(FailureClass::Unknown);
    let request = console.model.next_request();
    console.model.pending_changes.insert(request, later.clone());
    console.say(Event::Unneeded(request, later));
    let left: Vec<_> = console
        .model
        .unknown_changes
        .iter()
        .map(|u| &u.change)
        .collect();
    assert_eq!(left, [&lost], "it may still be applied");
    // The same change is done, whoever made it.
    let request = console.model.next_request();
    console.model.pending_changes.insert(request, lost.clone());
    console.say(Event::Unneeded(request, lost));
    assert_eq!(console.model.unknown_changes, []);
}

#[test]
fn what_a_job_found_so_already_ends_no_doubt_about_another_change() {
    let mut console = lost();
    let step = JobStep {
        change: unblock("alice", "bob"),
        before: PairState::default(),
        undoes: None,
    };
    let plan = JobPlan {
        owner: user("alice"),
        steps: vec![step],
        undoes: None,
    };
    let request = console.model.next_request();
    let job = SessionJob::new(request, plan, console.now);
    console.model.jobs.push(job);
    console.say(Event::Job(request, JobEvent::Begun(Some(JobId(1)))));
    console.say(Event::Job(
        request,
        JobEvent::StepsChanged(vec![(0, StepState::Unneeded)]),
    ));
    assert_eq!(console.model.unknown_changes.len(), 1);
}

/// alice, after the replies to blocking bob and to unblocking him again were lost.
fn both_lost() -> Console {
    let mut console = lost();
    console
        .press("Esc")
        .press("u")
        .refuses(FailureClass::Unknown);
    console.press("Esc").wait(SETTLE);
    console
}

#[test]
fn of_two_opposite_changes_in_doubt_the_later_is_read_first() {
    let (first, later) = (block("alice", "bob"), unblock("alice", "bob"));
    // Both were applied: the outcome of the first no longer matters.
    let mut console = both_lost();
    assert_eq!(console.queries(), asks_whether(&later));
    console.serve();
    assert_eq!(console.notice(), Some(&Notice::FoundDone(later.clone())));
    assert!(console.model.dialogs.is_empty());
    assert_eq!(console.model.unknown_changes, []);

    // The later one was not applied: what is read then is about the first.
    let mut console = both_lost();
    applies(&mut console);
    console.serve().wait(SETTLE).serve();
    assert_eq!(console.notice(), Some(&Notice::FoundDone(first)));
    assert_eq!(console.model.unknown_changes, []);
}

#[test]
fn where_the_later_of_two_opposite_changes_stays_unknown_the_first_does_too() {
    let mut console = both_lost();
    for _ in 0..3 {
        assert_eq!(console.queries(), asks_whether(&unblock("alice", "bob")));
        console.fail(|f| matches!(f, Query::Verify(_))).wait(SETTLE);
    }
    assert_eq!(console.queries(), []);
    assert_eq!(console.model.unknown_changes.len(), 2);
    assert!(
        !console
            .model
            .unknown_changes
            .iter()
            .any(crate::model::UnknownChange::will_be_verified)
    );
}
