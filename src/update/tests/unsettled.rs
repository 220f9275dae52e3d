//! What becomes of a change whose answer was lost.

use super::*;
use crate::dialog::ARM;
use crate::domain::OrphanedChange;
use crate::domain::job::JobStep;
use crate::model::{JobView, ROW_MOVED_GUARD};

const SETTLE: Millis = 20_000;

fn asks_whether(change: &Change) -> [Query; 1] {
    [Query::Applied(change.clone())]
}

/// alice, after the answer to blocking bob was lost.
fn lost() -> Desk {
    let mut desk = Desk::alice();
    desk.serve().press("b").refuses(FailureClass::Unknown);
    desk
}

/// The service blocks bob although the answer was lost.
fn applies(desk: &mut Desk) {
    let facts = desk.world.0.get_mut(&user("alice")).unwrap();
    facts.blocks.insert(0, "bob".into());
}

#[test]
fn the_truth_is_read_after_the_settle_time_and_not_before() {
    let mut desk = lost();
    assert_eq!(
        desk.model.next_wake().map(|at| at <= desk.now + SETTLE),
        Some(true)
    );
    desk.wait(SETTLE - 1);
    assert_eq!(desk.reads, []);
    desk.wait(1);
    assert_eq!(desk.fetched(), asks_whether(&block("alice", "bob")));
    desk.wait(SETTLE);
    assert_eq!(desk.fetched(), [], "one reading is enough");
}

#[test]
fn a_change_that_was_applied_is_found_and_shown() {
    let mut desk = lost();
    applies(&mut desk);
    desk.wait(SETTLE).serve();
    assert!(desk.model.dialogs.is_empty());
    let done = Notice::FoundDone(block("alice", "bob"));
    assert_eq!(desk.notice(), Some(&done));
    let alice = desk.model.user.as_ref().unwrap();
    assert_eq!(alice.is_blocked(&user("bob")), Some(true));
    assert_eq!(alice.blocks.get(0).map(|b| b.id.raw()), Some("bob"));
    assert_eq!(desk.model.unsettled, []);
}

#[test]
fn a_change_that_was_not_applied_is_said_and_may_be_sent_again() {
    let mut desk = lost();
    desk.wait(SETTLE).serve();
    let Some(Dialog::FailedChange { failure, .. }) = desk.top() else {
        panic!("{:?}", desk.top());
    };
    assert_eq!(
        (failure.class, failure.reason),
        (FailureClass::NotSent, FailureReason::NotApplied)
    );
    desk.press("r");
    assert_eq!(desk.sent(), [], "the words have just changed");
    desk.wait(ARM).press("r");
    assert_eq!(desk.sent(), [block("alice", "bob")]);
}

#[test]
fn an_outcome_that_was_put_aside_comes_back_as_a_question() {
    let mut desk = lost();
    desk.press("Esc").wait(SETTLE).serve();
    assert!(matches!(desk.top(), Some(Dialog::FailedChange { .. })));
    assert_eq!(desk.writes, []);
}

#[test]
fn the_same_is_not_sent_while_nobody_knows() {
    let mut desk = lost();
    desk.press("Esc").press("b");
    assert_eq!(desk.sent(), []);
    assert_eq!(desk.notice(), Some(&Notice::Unsettled(user("bob"))));
    desk.press("2").press("b").names("bob zoe").press("y");
    assert_eq!(desk.sent(), [block("alice", "zoe")]);
}

#[test]
fn a_dialog_that_waits_for_the_truth_is_closed_by_it_or_asks_anew() {
    for applied in [true, false] {
        let mut desk = Desk::alice();
        desk.press("d")
            .wait(ARM)
            .press("y")
            .refuses(FailureClass::Unknown);
        if applied {
            let facts = desk.world.0.get_mut(&user("alice")).unwrap();
            facts.friends.retain(|f| f.0 != "bob");
        }
        desk.wait(SETTLE).serve();
        if applied {
            assert!(desk.model.dialogs.is_empty());
            let alice = desk.model.user.as_ref().unwrap();
            assert_eq!(alice.is_friend(&user("bob")), Some(false));
        } else {
            let SendStage::Failed(why) = desk.stage() else {
                panic!("{:?}", desk.stage());
            };
            assert_eq!(why.reason, FailureReason::NotApplied);
        }
    }
}

#[test]
fn a_truth_that_cannot_be_read_is_tried_again_and_then_left_to_the_person() {
    let mut desk = lost();
    desk.press("Esc");
    for _ in 0..3 {
        desk.wait(SETTLE).fail(|f| matches!(f, Query::Applied(_)));
    }
    assert_eq!(desk.notice(), Some(&Notice::NeverSettled(user("bob"))));
    desk.wait(SETTLE);
    assert_eq!(desk.reads, []);
    assert_eq!(desk.writes, []);
}

#[test]
fn leaving_asks_while_an_outcome_is_unknown() {
    let mut desk = lost();
    desk.press("Esc").press("q");
    assert!(matches!(desk.top(), Some(Dialog::Leave)));
    applies(&mut desk);
    desk.wait(SETTLE).serve();
    desk.press("Esc").press("q");
    assert!(desk.model.leaving);
}

// ---- the repeat of our own ----

/// The service finds nobody to take away.
fn nobody() -> Failure {
    Failure {
        status: Some(404),
        error: Some(Text::new("service_resource_not_found")),
        ..failure(FailureClass::Refused)
    }
}

/// alice, who sends the same again after its answer was lost and the truth could not be read.
fn repeated(keys: &str) -> Desk {
    let mut desk = Desk::alice();
    desk.press_all(keys).wait(ARM).press("y");
    desk.refuses(FailureClass::Unknown);
    for _ in 0..3 {
        desk.wait(SETTLE).fail(|f| matches!(f, Query::Applied(_)));
    }
    desk.press("Esc").press("Esc").serve().wait(ROW_MOVED_GUARD);
    desk.press_all(keys).wait(ARM).press("y");
    assert_eq!(desk.writes.len(), 1);
    desk
}

/// The row of bob, or of spam1, goes on the service.
fn goes(desk: &mut Desk) {
    let facts = desk.world.0.get_mut(&user("alice")).unwrap();
    facts.friends.retain(|friend| friend.0 != "bob");
    facts.blocks.retain(|blocked| blocked != "spam1");
}

#[test]
fn a_repeat_that_finds_nobody_is_read_and_found_done_by_the_first_sending() {
    for (keys, change) in [
        ("d", unfriend("alice", "bob")),
        ("2 u", unblock("alice", "spam1")),
    ] {
        let mut desk = repeated(keys);
        goes(&mut desk);
        desk.decides(Err(nobody()));
        assert_eq!(desk.fetched(), asks_whether(&change));
        desk.serve();
        assert!(desk.model.dialogs.is_empty(), "{keys}");
        assert_eq!(desk.notice(), Some(&Notice::FoundDone(change)));
        assert_eq!(desk.friends().contains(&"bob"), keys != "d");
        assert_eq!(desk.blocks().contains(&"spam1"), keys == "d");
        assert_eq!(desk.model.unsettled, []);
    }
}

#[test]
fn a_repeat_that_finds_nobody_is_refused_where_the_row_is_still_there() {
    for keys in ["d", "2 u"] {
        let mut desk = repeated(keys);
        desk.decides(Err(nobody())).serve();
        let why = match desk.top() {
            Some(Dialog::Remove(_)) => desk.stage().clone(),
            Some(Dialog::FailedChange { failure, .. }) => SendStage::Failed(failure.clone()),
            other => panic!("{other:?}"),
        };
        assert_eq!(why, SendStage::Failed(nobody()), "{keys}");
        assert_eq!((desk.friends().len(), desk.blocks().len()), (4, 4));
        assert_eq!(desk.model.unsettled, []);
    }
}

#[test]
fn a_repeat_that_was_put_off_is_still_the_repeat_of_our_own() {
    let mut desk = repeated("2 u");
    desk.refuses(FailureClass::Later).wait(ARM).press("r");
    goes(&mut desk);
    desk.decides(Err(nobody())).serve();
    assert_eq!(desk.blocks(), ["spam2", "spam3", "carol"]);
}

#[test]
fn the_first_sending_that_finds_nobody_is_refused() {
    let mut desk = Desk::alice();
    desk.press("d").wait(ARM).press("y").decides(Err(nobody()));
    assert!(matches!(desk.stage(), SendStage::Failed(_)));
    assert_eq!(desk.friends().len(), 4);
    assert_eq!(desk.model.unsettled, []);
}

#[test]
fn a_repeat_of_what_was_not_applied_is_read_once_where_it_finds_nobody() {
    let mut desk = Desk::alice();
    desk.press_all("2 u").refuses(FailureClass::Unknown);
    desk.wait(SETTLE).serve().wait(ARM).press("r");
    desk.decides(Err(nobody()));
    assert_eq!(desk.fetched(), asks_whether(&unblock("alice", "spam1")));
    desk.serve().press("Esc").wait(ROW_MOVED_GUARD).press("u");
    desk.decides(Err(nobody()));
    assert_eq!(desk.fetched(), []);
    let Some(Dialog::FailedChange { failure, .. }) = desk.top() else {
        panic!("{:?}", desk.top());
    };
    assert_eq!(failure.class, FailureClass::Refused);
    assert_eq!(desk.blocks().len(), 4);
}

#[test]
fn a_repeat_that_is_refused_in_other_words_is_refused() {
    let gone = Failure {
        error: Some(Text::new("organization_application_not_found")),
        ..nobody()
    };
    for failure in [gone, failure(FailureClass::Refused)] {
        let mut desk = repeated("2 u");
        desk.decides(Err(failure));
        assert!(matches!(desk.top(), Some(Dialog::FailedChange { .. })));
        assert_eq!(desk.fetched(), []);
        assert_eq!(desk.blocks().len(), 4);
    }
}

#[test]
fn a_repeat_that_adds_needs_somebody_to_be_there() {
    let mut desk = lost();
    desk.wait(SETTLE).serve().wait(ARM).press("r");
    desk.decides(Err(nobody()));
    assert!(matches!(desk.top(), Some(Dialog::FailedChange { .. })));
    assert_eq!(desk.blocks().len(), 4);
}

// ---- nothing is called settled that is not ----

/// alice's conversation with bob is asked about.
fn asks(desk: &mut Desk) {
    desk.press("Esc").press("Esc").press("3");
    desk.wait(ROW_MOVED_GUARD);
    desk.press("d").wait(ARM);
}

/// alice, after the answer to deleting the conversation with bob was lost.
fn half_deleted() -> Desk {
    let mut desk = Desk::alice();
    desk.serve();
    asks(&mut desk);
    desk.press("y").refuses(FailureClass::Unknown);
    desk
}

/// The truth about the only change that is read.
fn tells(desk: &mut Desk, truth: Verification) {
    let place = |(_, fetch): &(RequestId, Query)| matches!(fetch, Query::Applied(_));
    let place = desk.reads.iter().position(place).unwrap();
    let (request, _) = desk.reads.remove(place);
    desk.say(Event::Reply(request, Reply::Applied(Ok(truth))));
}

#[test]
fn a_deletion_of_which_reading_tells_nothing_stays_unknown_and_wants_the_id_typed() {
    let mut desk = half_deleted();
    desk.wait(SETTLE);
    tells(&mut desk, Verification::Inconclusive);
    assert!(matches!(desk.notice(), Some(Notice::NeverSettled(_))));
    assert_eq!(desk.model.unsettled.len(), 1);
    // Nothing is read or sent by itself any more.
    desk.wait(SETTLE).wait(SETTLE);
    assert!(
        !desk
            .reads
            .iter()
            .any(|(_, f)| matches!(f, Query::Applied(_)))
    );
    asks(&mut desk);
    desk.press("y");
    assert_eq!(desk.sent(), []);
    let Some(Dialog::Conversation(d)) = desk.top() else {
        panic!("{:?}", desk.top());
    };
    assert!(d.step == crate::dialog::ConversationStep::Confirm && !d.roaming);
    desk.wait(ARM).press("Enter");
    assert_eq!(desk.sent(), []);
}

#[test]
fn a_deletion_that_was_not_applied_is_asked_about_anew() {
    let mut desk = half_deleted();
    desk.wait(SETTLE);
    tells(&mut desk, Verification::NotApplied);
    assert_eq!(desk.model.unsettled, []);
    desk.wait(ARM).press("r");
    assert_eq!(desk.sent(), []);
    let Some(Dialog::Conversation(d)) = desk.top() else {
        panic!("{:?}", desk.top());
    };
    assert_eq!(d.stage, SendStage::Asking);
    desk.wait(ARM).press("y");
    assert_eq!(desk.writes.len(), 1);
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
        let mut desk = Desk::alice();
        desk.serve();
        let told = format!("{lost:?} {later:?}");
        for (change, result) in [
            (&lost, Err(failure(FailureClass::Unknown))),
            (&later, Ok(true)),
        ] {
            let request = desk.model.next_request();
            desk.model.under_way.insert(request, change.clone());
            desk.say(Event::Changed(request, change.clone(), result));
        }
        let offered = matches!(desk.top(), Some(Dialog::FailedChange { .. }));
        assert_eq!(offered, !ends, "{told}");
        assert_eq!(desk.model.unsettled.is_empty(), ends, "{told}");
        assert_eq!(desk.model.possibly_applied.is_empty(), ends, "{told}");
    }
}

#[test]
fn an_older_success_ends_no_later_doubt() {
    let mut desk = Desk::alice();
    desk.serve();
    let (first, second) = (desk.model.next_request(), desk.model.next_request());
    let (early, late) = (unblock("alice", "bob"), block("alice", "bob"));
    desk.model.under_way.insert(first, early.clone());
    desk.model.under_way.insert(second, late.clone());
    let lost = Err(failure(FailureClass::Unknown));
    desk.say(Event::Changed(second, late, lost));
    desk.say(Event::Changed(first, early, Ok(true)));
    assert_eq!(desk.model.unsettled.len(), 1);
}

#[test]
fn what_a_console_left_is_counted_read_and_offered() {
    let mut desk = Desk::alice();
    desk.serve();
    let at = desk.model.wall() - 60_000;
    let left = |change, at| OrphanedChange {
        change,
        at,
        failure: None,
    };
    desk.say(Event::Orphaned(vec![
        left(block("alice", "bob"), at),
        // A back end may still apply what was sent a moment ago.
        left(unfriend("alice", "carol"), desk.model.wall() - 5_000),
    ]));
    assert_eq!(desk.notice(), Some(&Notice::LeftChanges(2)));
    assert_eq!(desk.model.unsettled.len(), 2);
    let read = |desk: &Desk| {
        let reads = desk.reads.iter();
        let reads = reads.filter_map(|(_, fetch)| match fetch {
            Query::Applied(change) => Some(change.clone()),
            _ => None,
        });
        reads.collect::<Vec<_>>()
    };
    assert_eq!(read(&desk), [block("alice", "bob")]);
    desk.serve();
    assert!(matches!(desk.top(), Some(Dialog::FailedChange { .. })));
    desk.wait(SETTLE - 5_000);
    assert_eq!(read(&desk), [unfriend("alice", "carol")]);
    desk.wait(ARM).press("r");
    assert_eq!(desk.sent(), [block("alice", "bob")]);
}

// ---- waiting for a turn ----

/// alice, whose deletion of a conversation waits for its turn.
fn waits() -> (Desk, RequestId) {
    let mut desk = Desk::alice();
    desk.serve();
    asks(&mut desk);
    desk.press("y");
    let (request, _) = desk.writes[0].clone();
    desk.say(Event::Waiting(request, 42_000));
    (desk, request)
}

#[test]
fn a_change_that_waits_for_its_turn_is_not_on_its_way_and_can_be_withdrawn() {
    let (mut desk, request) = waits();
    assert_eq!(desk.model.on_their_way().count(), 0);
    assert!(!desk.model.is_pending(&user("bob")));
    desk.press("Esc");
    assert!(desk.asked.contains(&Effect::WithdrawChange(request)));
    assert_ne!(desk.notice(), Some(&Notice::LeftUnderWay));
    desk.say(Event::Withdrawn(request));
    assert!(matches!(desk.notice(), Some(Notice::Withdrawn(_))));
    assert!(desk.model.under_way.is_empty() && desk.model.waiting_until.is_empty());
    desk.press("q");
    assert!(desk.model.leaving);
}

#[test]
fn a_change_whose_turn_came_is_on_its_way_and_goes_on() {
    let (mut desk, request) = waits();
    desk.say(Event::Leaving(request));
    assert_eq!(desk.model.on_their_way().count(), 1);
    desk.press("Esc");
    assert!(!desk.asked.contains(&Effect::WithdrawChange(request)));
    assert_eq!(desk.notice(), Some(&Notice::LeftUnderWay));

    // Withdrawn too late.
    let (mut desk, request) = waits();
    desk.press("Esc");
    desk.say(Event::Leaving(request));
    assert_eq!(desk.notice(), Some(&Notice::LeftUnderWay));
}

#[test]
fn what_is_so_already_ends_no_doubt_about_another_change() {
    let (lost, later) = (block("alice", "bob"), unblock("alice", "bob"));
    let mut desk = Desk::alice();
    desk.serve().press("b").refuses(FailureClass::Unknown);
    let request = desk.model.next_request();
    desk.model.under_way.insert(request, later.clone());
    desk.say(Event::Unneeded(request, later));
    let left: Vec<_> = desk.model.unsettled.iter().map(|u| &u.change).collect();
    assert_eq!(left, [&lost], "it may still be applied");
    // The same change is done, whoever did it.
    let request = desk.model.next_request();
    desk.model.under_way.insert(request, lost.clone());
    desk.say(Event::Unneeded(request, lost));
    assert_eq!(desk.model.unsettled, []);
}

#[test]
fn what_a_job_found_so_already_ends_no_doubt_about_another_change() {
    let mut desk = lost();
    let step = JobStep {
        change: unblock("alice", "bob"),
        before: PriorState::default(),
        undoes: None,
    };
    let plan = JobPlan {
        owner: user("alice"),
        steps: vec![step],
        undoes: None,
    };
    let request = desk.model.next_request();
    let job = JobView::new(request, plan, desk.now);
    desk.model.jobs.push(job);
    desk.say(Event::Job(request, JobEvent::Begun(1)));
    desk.say(Event::Job(
        request,
        JobEvent::StepsChanged(vec![(0, StepState::Nothing)]),
    ));
    assert_eq!(desk.model.unsettled.len(), 1);
}

/// alice, after the answers to blocking bob and to unblocking him again were lost.
fn both_lost() -> Desk {
    let mut desk = lost();
    desk.press("Esc").press("u").refuses(FailureClass::Unknown);
    desk.press("Esc").wait(SETTLE);
    desk
}

#[test]
fn of_two_opposite_changes_in_doubt_the_later_is_read_first() {
    let (first, later) = (block("alice", "bob"), unblock("alice", "bob"));
    // Both were applied: what became of the first, nobody need know.
    let mut desk = both_lost();
    assert_eq!(desk.fetched(), asks_whether(&later));
    desk.serve();
    assert_eq!(desk.notice(), Some(&Notice::FoundDone(later.clone())));
    assert!(desk.model.dialogs.is_empty());
    assert_eq!(desk.model.unsettled, []);

    // The later was not applied: what is read then is about the first.
    let mut desk = both_lost();
    applies(&mut desk);
    desk.serve().wait(SETTLE).serve();
    assert_eq!(desk.notice(), Some(&Notice::FoundDone(first)));
    assert_eq!(desk.model.unsettled, []);
}

#[test]
fn where_the_later_of_two_opposite_changes_stays_unknown_the_first_does_too() {
    let mut desk = both_lost();
    for _ in 0..3 {
        assert_eq!(desk.fetched(), asks_whether(&unblock("alice", "bob")));
        desk.fail(|f| matches!(f, Query::Applied(_))).wait(SETTLE);
    }
    assert_eq!(desk.fetched(), []);
    assert_eq!(desk.model.unsettled.len(), 2);
    assert!(
        !desk
            .model
            .unsettled
            .iter()
            .any(crate::model::UnsettledChange::is_read)
    );
}
