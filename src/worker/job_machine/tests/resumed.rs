//! Tests of jobs begun by another instance, and of the state in the journal at their end.

use super::*;
use crate::domain::job::JobState;

/// A job that was begun elsewhere.
fn resumed(steps: Vec<JobStep>, states: &[StepState]) -> JobMachine {
    let plan = JobPlan {
        owner: id("owner"),
        steps,
        undoes: None,
    };
    JobMachine::resumed(plan, states, WAITS)
}

#[test]
fn a_job_goes_on_with_what_waits_and_reads_what_is_unknown_before_it_sends_it_again() {
    let steps = ["done", "so", "no", "sent", "unknown", "waits"].map(|n| step(BulkOp::Block, n));
    let refused = StepState::Failed(nobody());
    let states = [
        StepState::Done,
        StepState::Unneeded,
        refused.clone(),
        StepState::Sent,
        StepState::Unknown,
        StepState::Waiting,
    ];
    let mut job = resumed(steps.to_vec(), &states);
    assert_eq!(
        job.take_records(),
        [],
        "all of that is in the journal already"
    );
    job.sends(0, &[5]);
    job.agreed(&[5]);
    assert_eq!(job.next_move(0), NextMove::VerifyAt(20_000));
    assert_eq!(job.next_move(20_000), NextMove::Verify(vec![3, 4]));
    job.begin_verification();
    job.is_told(
        vec![
            (3, Some(Verification::Applied)),
            (4, Some(Verification::NotApplied)),
        ],
        20_000,
    );
    job.sends(20_000, &[4]);
    job.agreed(&[4]);
    assert_eq!(job.next_move(20_000), NextMove::Ended);
    let done = StepState::Done;
    let expected = [&done, &StepState::Unneeded, &refused, &done, &done, &done];
    assert!(job.states().iter().eq(expected));
    assert_eq!(job.final_state(), JobState::Finished);
    let notes: Vec<(usize, bool, bool)> = job
        .take_records()
        .iter()
        .map(|note| (note.index, note.verified, note.resend))
        .collect();
    let expected = [
        (5, false, false),
        (3, true, false),
        (4, true, true),
        (4, false, false),
    ];
    assert_eq!(notes, expected);
}

#[test]
fn the_order_of_changes_about_one_user_holds_across_a_crash() {
    let pair = |name: &str| [step(BulkOp::AddFriend, name), remark(name, "x")];
    let steps = ["a", "b", "c", "d"].map(pair).concat();
    let waiting = StepState::Waiting;
    let states = [
        // Done, unknown, failed, waiting; and a remark for each that waits.
        StepState::Done,
        waiting.clone(),
        StepState::Unknown,
        waiting.clone(),
        StepState::Failed(nobody()),
        waiting.clone(),
        waiting.clone(),
        waiting,
    ];
    let mut job = resumed(steps, &states);
    assert_eq!(
        job.why(5).class,
        FailureClass::NothingDone,
        "there is nobody to remark on"
    );
    job.sends(0, &[1]);
    job.sends(0, &[6]);
    assert_eq!(job.next_move(0), NextMove::Wait);
    job.agreed(&[1]);
    job.agreed(&[6]);
    job.sends(0, &[7]);
    job.agreed(&[7]);
    assert_eq!(job.next_move(20_000), NextMove::Verify(vec![2]));
    job.begin_verification();
    job.is_told(vec![(2, Some(Verification::Applied))], 20_000);
    job.sends(20_000, &[3]);
}

#[test]
fn a_remark_that_was_not_kept_is_neither_sent_nor_read_nor_let_go_by_what_it_follows() {
    let steps = vec![
        step(BulkOp::AddFriend, "a"),
        remark("a", ""),
        step(BulkOp::AddFriend, "b"),
        remark("b", ""),
        remark("c", ""),
    ];
    let withheld = |class| StepState::Failed(Failure::new(class, FailureReason::Withheld));
    let states = [
        StepState::Unknown,
        withheld(FailureClass::NothingDone),
        StepState::Waiting,
        withheld(FailureClass::NothingDone),
        withheld(FailureClass::Unknown),
    ];
    let mut job = resumed(steps, &states);
    job.sends(0, &[2]);
    job.agreed(&[2]);
    assert_eq!(job.next_move(20_000), NextMove::Verify(vec![0]));
    job.begin_verification();
    job.is_told(vec![(0, Some(Verification::Applied))], 20_000);
    assert_eq!(job.next_move(20_000), NextMove::Ended);
    for place in [1, 3, 4] {
        assert_eq!(job.why(place).reason, FailureReason::Withheld);
    }
    // Resuming it again would be of no use, so it is not offered.
    assert_eq!(job.final_state(), JobState::Stopped);
}

#[test]
fn what_is_turned_away_waits_in_the_journal_too() {
    let mut job = each(BulkOp::Unblock, &["a"]);
    job.sends(0, &[0]);
    job.fails(0, answered(429, "reach_limit"), 0);
    let notes = job.take_records();
    assert!(notes[0].resend && !notes[0].verified, "{notes:?}");
    job.shut_down();
    assert_eq!(job.final_state(), JobState::Paused);
}

#[test]
fn a_job_with_something_unknown_is_never_finished() {
    let lose = || {
        let mut job = each(BulkOp::Block, &["a"]);
        job.sends(0, &[0]);
        job.fails(0, lost(), 0);
        job
    };
    let mut left = lose();
    left.shut_down();
    assert_eq!(
        (left.next_move(0), left.final_state()),
        (NextMove::Ended, JobState::Paused)
    );
    let mut unread = lose();
    for _ in 0..MAX_VERIFICATIONS {
        unread.begin_verification();
        unread.is_told(vec![(0, None)], 0);
    }
    assert_eq!(
        (unread.next_move(0), unread.final_state()),
        (NextMove::Ended, JobState::Paused)
    );
    let mut stopped = lose();
    stopped.control(JobControl::Stop);
    assert_eq!(stopped.final_state(), JobState::Stopped);
}
