use proptest::prelude::*;

use super::*;
use crate::domain::job::{BulkOp, JobStep};
use crate::domain::{PairRemark, UserId};
use crate::text::Text;

mod resumed;

const WAITS: WriteTiming = WriteTiming {
    verify_after: 20_000,
    first_pause: 1_000,
};

fn id(raw: &str) -> UserId {
    UserId::new(raw)
}

fn step(act: BulkOp, target: &str) -> JobStep {
    JobStep {
        change: act.change(id("owner"), id(target)),
        before: PairState::default(),
        undoes: None,
    }
}

fn remark(target: &str, remark: &str) -> JobStep {
    JobStep {
        change: Change::SetRemark {
            owner: id("owner"),
            friend: id(target),
            remark: Text::new(remark),
        },
        before: PairState::default(),
        undoes: None,
    }
}

fn job(steps: Vec<JobStep>) -> JobMachine {
    let plan = JobPlan {
        owner: id("owner"),
        steps,
        undoes: None,
    };
    JobMachine::new(plan, WAITS)
}

fn each(act: BulkOp, names: &[&str]) -> JobMachine {
    job(names.iter().map(|name| step(act, name)).collect())
}

fn answered(status: u16, error: &str) -> Failure {
    let class = match status {
        429 | 401 => FailureClass::Retryable,
        _ => FailureClass::Final,
    };
    let mut failure = Failure::new(class, FailureReason::Service);
    failure.status = Some(status);
    failure.error = Some(Text::new(error));
    failure
}

fn lost() -> Failure {
    Failure::new(FailureClass::Unknown, FailureReason::Broken)
}

fn full() -> Failure {
    answered(403, "exceed_limit")
}

fn nobody() -> Failure {
    answered(404, "service_resource_not_found")
}

impl JobMachine {
    /// Expects these changes to be sent next, and sends them.
    #[track_caller]
    fn sends(&mut self, now: Millis, places: &[usize]) {
        assert_eq!(self.next_move(now), NextMove::Send(places.to_vec()));
        self.mark_sent(places);
    }

    fn agreed(&mut self, places: &[usize]) {
        let all = places.iter().map(|_| Ok(200)).collect();
        self.take_reply(places, CallOutcome::Each(all), 0);
    }

    fn fails(&mut self, place: usize, why: Failure, now: Millis) {
        self.take_reply(&[place], CallOutcome::Whole(why), now);
    }

    /// Reports these outcomes of a verification, and nothing about anybody's state.
    fn is_told(&mut self, truth: Vec<(usize, Option<Verification>)>, now: Millis) {
        self.take_verification(truth, &ReadStates::default(), now);
    }

    fn states(&self) -> Vec<StepState> {
        self.steps.iter().map(|item| item.state.clone()).collect()
    }

    #[track_caller]
    fn why(&self, place: usize) -> &Failure {
        match &self.steps[place].state {
            StepState::Failed(why) => why,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn friends_are_added_ten_a_call_and_others_one_by_one() {
    let names: Vec<String> = (0..23).map(|n| format!("u{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut job = each(BulkOp::AddFriend, &names);
    for places in [0..10, 10..20, 20..23] {
        job.sends(0, &places.collect::<Vec<_>>());
    }
    assert_eq!(job.next_move(0), NextMove::Wait);

    let mut job = each(BulkOp::Unblock, &["a", "b"]);
    job.sends(0, &[0]);
    job.sends(0, &[1]);
}

#[test]
fn no_more_than_so_many_calls_are_on_their_way() {
    let names: Vec<String> = (0..200).map(|n| format!("u{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut job = each(BulkOp::Unblock, &names);
    for place in 0..MAX_CALLS {
        job.sends(0, &[place]);
    }
    assert_eq!(job.next_move(0), NextMove::Wait);
    job.agreed(&[7]);
    job.sends(0, &[MAX_CALLS]);
}

#[test]
fn a_later_change_about_the_same_user_waits_for_the_earlier_one() {
    let mut job = job(vec![
        step(BulkOp::AddFriend, "a"),
        remark("A", "x"),
        step(BulkOp::AddFriend, "b"),
        remark("b", "y"),
    ]);
    job.sends(0, &[0, 2]);
    assert_eq!(job.next_move(0), NextMove::Wait);
    job.take_reply(&[0, 2], CallOutcome::Each(vec![Ok(200), Err(nobody())]), 0);
    job.sends(0, &[1]);
    job.agreed(&[1]);
    assert_eq!(job.next_move(0), NextMove::Ended);
    assert_eq!(job.states()[..2], [StepState::Done, StepState::Done]);
    assert_eq!(job.why(2).class, FailureClass::Final);
    assert_eq!(
        (job.why(3).class, job.why(3).status),
        (FailureClass::NothingDone, Some(404))
    );
}

#[test]
fn a_change_whose_answer_was_lost_is_not_sent_again_before_the_truth_is_read() {
    let mut job = each(BulkOp::Block, &["a", "b"]);
    job.sends(0, &[0]);
    job.fails(0, lost(), 5_000);
    job.sends(5_000, &[1]);
    job.agreed(&[1]);
    assert_eq!(job.next_move(5_000), NextMove::VerifyAt(25_000));
    assert_eq!(job.next_move(24_999), NextMove::VerifyAt(25_000));
    assert_eq!(job.next_move(25_000), NextMove::Verify(vec![0]));
    job.begin_verification();
    assert_eq!(job.next_move(25_000), NextMove::Wait);
    job.is_told(vec![(0, Some(Verification::NotApplied))], 25_001);
    job.sends(25_001, &[0]);
    job.agreed(&[0]);
    assert_eq!(job.next_move(25_001), NextMove::Ended);
    let said: Vec<StepState> = job
        .take_changed_steps()
        .into_iter()
        .filter_map(|(place, state)| (place == 0).then_some(state))
        .collect();
    assert_eq!(
        said,
        [
            StepState::Sent,
            StepState::Unknown,
            StepState::Waiting,
            StepState::Sent,
            StepState::Done
        ]
    );
}

#[test]
fn a_change_that_the_truth_shows_is_done() {
    let mut job = each(BulkOp::Block, &["a"]);
    job.sends(0, &[0]);
    job.fails(0, lost(), 0);
    job.begin_verification();
    job.is_told(vec![(0, Some(Verification::Applied))], 20_000);
    assert_eq!(
        (job.next_move(20_000), job.states()),
        (NextMove::Ended, vec![StepState::Done])
    );
}

#[test]
fn a_change_that_is_lost_again_and_again_and_never_applied_fails() {
    let mut job = each(BulkOp::Block, &["a"]);
    for round in 0..MAX_LOST_REPLIES {
        let now = u64::from(round) * 30_000;
        job.sends(now, &[0]);
        job.fails(0, lost(), now);
        assert_eq!(job.next_move(now + 20_000), NextMove::Verify(vec![0]));
        job.begin_verification();
        job.is_told(vec![(0, Some(Verification::NotApplied))], now + 20_000);
    }
    assert_eq!(job.next_move(99_000), NextMove::Ended);
    let why = job.why(0);
    assert_eq!(
        (why.class, why.reason),
        (FailureClass::NothingDone, FailureReason::NotApplied)
    );
}

#[test]
fn where_the_truth_cannot_be_read_it_stays_unknown_and_what_waits_for_it_is_not_sent() {
    let mut job = job(vec![step(BulkOp::AddFriend, "a"), remark("a", "x")]);
    job.sends(0, &[0]);
    job.fails(0, lost(), 0);
    for reading in 1..=u64::from(MAX_VERIFICATIONS) {
        let now = reading * 20_000;
        assert_eq!(job.next_move(now), NextMove::Verify(vec![0]));
        job.begin_verification();
        job.is_told(vec![(0, None)], now);
    }
    assert_eq!(job.next_move(99_000), NextMove::Ended);
    assert_eq!(job.states()[0], StepState::Unknown);
    assert_eq!(
        (job.why(1).class, job.why(1).reason),
        (FailureClass::NothingDone, FailureReason::Broken)
    );
}

#[test]
fn whom_the_repeat_of_a_lost_removal_does_not_find_the_truth_judges() {
    for (truth, state) in [
        (Verification::Applied, StepState::Done),
        (Verification::NotApplied, StepState::Failed(nobody())),
    ] {
        let mut job = each(BulkOp::RemoveFriend, &["a"]);
        job.sends(0, &[0]);
        job.fails(0, lost(), 0);
        job.begin_verification();
        job.is_told(vec![(0, Some(Verification::NotApplied))], 20_000);
        job.sends(20_000, &[0]);
        job.fails(0, nobody(), 20_000);
        assert_eq!(job.next_move(20_000), NextMove::Verify(vec![0]));
        job.begin_verification();
        job.is_told(vec![(0, Some(truth))], 20_000);
        assert_eq!(
            (job.next_move(20_000), job.states()),
            (NextMove::Ended, vec![state])
        );
    }
}

#[test]
fn whom_a_first_removal_does_not_find_it_did_not_remove() {
    let mut job = each(BulkOp::Unblock, &["a"]);
    job.sends(0, &[0]);
    job.fails(0, nobody(), 0);
    assert_eq!(job.next_move(0), NextMove::Ended);
    assert_eq!(*job.why(0), nobody());
}

#[test]
fn what_is_turned_away_waits_as_long_as_the_server_wishes_and_the_rest_with_it() {
    let mut job = each(BulkOp::Unblock, &["a", "b", "c"]);
    job.sends(0, &[0]);
    job.sends(0, &[1]);
    let mut why = answered(429, "reach_limit");
    why.retry_after = Some(7);
    job.fails(0, why, 100);
    assert_eq!(job.next_move(100), NextMove::HoldUntil(7_100));
    // It was in progress together with the first one.
    job.fails(1, answered(429, "reach_limit"), 200);
    assert_eq!(job.next_move(7_099), NextMove::HoldUntil(7_100));
    job.sends(7_100, &[0]);
}

#[test]
fn pauses_double_until_something_gets_through() {
    let mut job = each(BulkOp::Unblock, &["a", "b"]);
    let mut now = 0;
    for pause in [1_000, 2_000, 4_000] {
        job.sends(now, &[0]);
        job.fails(0, answered(429, "reach_limit"), now);
        assert_eq!(job.next_move(now), NextMove::HoldUntil(now + pause));
        now += pause;
    }
    job.sends(now, &[0]);
    job.agreed(&[0]);
    job.sends(now, &[1]);
    job.fails(1, answered(429, "reach_limit"), now);
    assert_eq!(job.next_move(now), NextMove::HoldUntil(now + 1_000));
}

#[test]
fn what_is_turned_away_each_time_fails_and_the_rest_is_not_sent_where_nothing_gets_through() {
    for why in [
        answered(429, "reach_limit"),
        answered(401, "unauthorized"),
        Failure::new(FailureClass::NothingDone, FailureReason::Connect),
    ] {
        let mut job = each(BulkOp::Unblock, &["a", "b"]);
        let mut now = 0;
        for _ in 0..MAX_REFUSALS {
            job.sends(now, &[0]);
            job.fails(0, why.clone(), now);
            now += back_off::LONGEST_PAUSE;
        }
        assert_eq!(job.next_move(now), NextMove::Ended);
        assert_eq!(*job.why(0), why);
        assert_eq!(job.why(1).class, FailureClass::NothingDone);
        assert_eq!(
            (job.why(1).reason, job.why(1).status),
            (why.reason, why.status)
        );
    }
}

#[test]
fn a_full_list_of_the_owner_ends_what_would_fill_it_and_nothing_else() {
    for (act, other) in [
        (BulkOp::AddFriend, BulkOp::Block),
        (BulkOp::Block, BulkOp::AddFriend),
    ] {
        let names: Vec<String> = (0..30).map(|n| format!("u{n}")).collect();
        let mut steps: Vec<JobStep> = names.iter().map(|name| step(act, name)).collect();
        steps.push(step(other, "other"));
        let mut job = job(steps);
        let NextMove::Send(first) = job.next_move(0) else {
            panic!("nothing is sent");
        };
        job.mark_sent(&first);
        job.take_reply(&first, CallOutcome::Whole(full()), 0);
        assert_eq!(*job.why(0), full());
        assert_eq!(job.why(29).class, FailureClass::NothingDone);
        assert!(job.why(29).says("exceed_limit"));
        job.sends(0, &[30]);
    }
}

#[test]
fn a_full_list_of_a_friend_ends_nothing() {
    let mut job = each(BulkOp::AddFriend, &["a", "b"]);
    job.sends(0, &[0, 1]);
    job.take_reply(&[0, 1], CallOutcome::Each(vec![Err(full()), Ok(200)]), 0);
    assert!(job.dead_ends.is_empty());
    assert_eq!(job.states()[1], StepState::Done);
}

#[test]
fn a_plan_that_is_used_up_ends_everything() {
    let mut job = each(BulkOp::Unblock, &["a", "b"]);
    job.sends(0, &[0]);
    let mut why = answered(429, "resource_limited");
    why.class = FailureClass::Final;
    job.fails(0, why, 0);
    assert_eq!(job.next_move(0), NextMove::Ended);
    assert!(job.why(1).says("resource_limited"));
}

#[test]
fn one_bad_id_does_not_spoil_the_others_of_its_call() {
    for why in [
        Failure::new(FailureClass::NothingDone, FailureReason::BadId),
        answered(400, "illegal_argument"),
    ] {
        let mut job = each(BulkOp::AddFriend, &["a", "..", "c"]);
        job.sends(0, &[0, 1, 2]);
        job.take_reply(&[0, 1, 2], CallOutcome::Whole(why.clone()), 0);
        for place in 0..3 {
            job.sends(0, &[place]);
        }
        job.fails(1, why.clone(), 0);
        assert_eq!(*job.why(1), why);
        job.agreed(&[0]);
        job.agreed(&[2]);
        assert_eq!(job.next_move(0), NextMove::Ended);
    }
}

#[test]
fn what_was_so_before_is_nothing_where_that_was_known() {
    let so = |friend, blocked| PairState {
        friend,
        blocked,
        remark: Some(PairRemark::Text(Text::new("x"))),
    };
    let steps = [
        (
            step(BulkOp::Unblock, "a"),
            so(None, Some(false)),
            StepState::Unneeded,
        ),
        (
            step(BulkOp::Unblock, "b"),
            so(None, Some(true)),
            StepState::Done,
        ),
        (step(BulkOp::Unblock, "c"), so(None, None), StepState::Done),
        (
            step(BulkOp::RemoveFriend, "d"),
            so(Some(false), None),
            StepState::Unneeded,
        ),
        (remark("e", "x"), so(None, None), StepState::Unneeded),
        (remark("f", "y"), so(None, None), StepState::Done),
        // What the previous step changed.
        (
            step(BulkOp::Block, "d"),
            so(None, Some(true)),
            StepState::Done,
        ),
    ];
    let plan = steps.iter().cloned();
    let mut job = job(plan
        .map(|(step, before, _)| JobStep { before, ..step })
        .collect());
    for place in 0..steps.len() {
        job.sends(0, &[place]);
        job.agreed(&[place]);
    }
    let states: Vec<StepState> = steps.into_iter().map(|(_, _, state)| state).collect();
    assert_eq!(job.states(), states);
}

#[test]
fn a_paused_job_sends_nothing_and_a_resumed_one_goes_on() {
    let mut job = each(BulkOp::Unblock, &["a", "b"]);
    job.sends(0, &[0]);
    assert!(job.control(JobControl::Pause));
    assert_eq!(job.next_move(0), NextMove::Wait);
    job.agreed(&[0]);
    assert_eq!(job.next_move(0), NextMove::Paused);
    assert!(!job.control(JobControl::Pause));
    assert!(job.control(JobControl::Resume));
    job.sends(0, &[1]);
}

#[test]
fn a_stopped_job_leaves_the_rest_waiting_but_still_reads_what_became_of_lost_changes() {
    let mut job = each(BulkOp::Unblock, &["a", "b", "c"]);
    job.sends(0, &[0]);
    job.sends(0, &[1]);
    assert!(job.control(JobControl::Stop));
    job.fails(0, lost(), 0);
    job.agreed(&[1]);
    assert!(!job.control(JobControl::Resume));
    assert_eq!(job.next_move(0), NextMove::VerifyAt(20_000));
    assert_eq!(job.next_move(20_000), NextMove::Verify(vec![0]));
    job.begin_verification();
    job.is_told(vec![(0, Some(Verification::NotApplied))], 20_000);
    assert_eq!(job.next_move(20_000), NextMove::Ended);
    assert_eq!(
        job.states(),
        [StepState::Waiting, StepState::Done, StepState::Waiting]
    );
}

#[test]
fn a_job_that_is_left_waits_for_answers_and_for_nothing_else() {
    let mut job = each(BulkOp::Unblock, &["a", "b"]);
    job.sends(0, &[0]);
    job.shut_down();
    assert_eq!(job.next_move(0), NextMove::Wait);
    job.fails(0, lost(), 0);
    assert_eq!(job.next_move(0), NextMove::Ended);
    assert_eq!(job.states(), [StepState::Unknown, StepState::Waiting]);
}

/// What happens to a running job.
#[derive(Debug, Clone)]
struct Fate {
    pick: usize,
    answer: usize,
    time: Millis,
    control: Option<JobControl>,
}

fn fate() -> impl Strategy<Value = Fate> {
    let control = prop_oneof![
        20 => Just(None),
        1 => Just(Some(JobControl::Pause)),
        2 => Just(Some(JobControl::Resume)),
    ];
    (0..64_usize, 0..12_usize, 0..3_000_u64, control).prop_map(|(pick, answer, time, control)| {
        Fate {
            pick,
            answer,
            time,
            control,
        }
    })
}

fn a_step() -> impl Strategy<Value = JobStep> {
    (0..5_usize, 0..40_u8).prop_map(|(what, who)| {
        let who = format!("u{who}");
        match BulkOp::ALL.get(what) {
            Some(act) => step(*act, &who),
            None => remark(&who, "x"),
        }
    })
}

fn an_answer(number: usize, calls: usize) -> CallOutcome {
    match number {
        0 => CallOutcome::Whole(lost()),
        1 => CallOutcome::Whole(answered(429, "reach_limit")),
        2 => CallOutcome::Whole(full()),
        3 => CallOutcome::Whole(answered(400, "illegal_argument")),
        4 => CallOutcome::Whole(Failure::new(
            FailureClass::NothingDone,
            FailureReason::Connect,
        )),
        5 => CallOutcome::Whole(nobody()),
        6 => CallOutcome::Each((0..calls).map(|_| Err(lost())).collect()),
        7 => CallOutcome::Each(vec![Ok(200)]),
        _ => CallOutcome::Each((0..calls).map(|_| Ok(200)).collect()),
    }
}

/// Checks the invariants of every step of a job.
struct Watch {
    now: Millis,
    on_their_way: Vec<Vec<usize>>,
    states: Vec<StepState>,
    sent: Vec<u8>,
}

impl Watch {
    fn hear(&mut self, job: &mut JobMachine) {
        for (place, state) in job.take_changed_steps() {
            let allowed = match &self.states[place] {
                StepState::Waiting => matches!(state, StepState::Sent | StepState::Failed(_)),
                StepState::Sent | StepState::Unknown => state != StepState::Sent,
                StepState::Done
                | StepState::Undone
                | StepState::Unneeded
                | StepState::Failed(_) => false,
            };
            assert!(
                allowed,
                "{place}: {:?} became {state:?}",
                self.states[place]
            );
            if state == StepState::Sent {
                self.sent[place] += 1;
                assert!(self.sent[place] <= MAX_REFUSALS + MAX_LOST_REPLIES + 1);
            }
            self.states[place] = state;
        }
        assert_eq!(self.states, job.states());
    }

    fn sends(&self, job: &JobMachine, places: &[usize]) {
        let friends = |place: &usize| matches!(job.change(*place), Change::AddFriend { .. });
        assert!(!places.is_empty() && places.len() <= IMPORTED_PER_CALL);
        assert!(places.len() == 1 || places.iter().all(friends));
        assert!(self.on_their_way.len() < MAX_CALLS);
        for place in places {
            assert_eq!(self.states[*place], StepState::Waiting);
            for earlier in 0..*place {
                let same = target_key(job.change(earlier)) == target_key(job.change(*place));
                let through = matches!(self.states[earlier], StepState::Done | StepState::Unneeded);
                assert!(!same || through, "{place} before {earlier}");
            }
        }
    }
}

proptest! {
    #[test]
    fn whatever_happens_nothing_is_sent_twice_at_once_and_everything_ends(
        steps in prop::collection::vec(a_step(), 0..60),
        fates in prop::collection::vec(fate(), 1..400),
        stop in prop::option::of(0..300_usize),
    ) {
        let count = steps.len();
        let mut job = job(steps);
        let mut watch = Watch {
            now: 0,
            on_their_way: Vec::new(),
            states: vec![StepState::Waiting; count],
            sent: vec![0; count],
        };
        let (mut paused, mut stopped, mut ended) = (false, false, false);
        for turn in 0..40_000_usize {
            let fate = &fates[turn % fates.len()];
            // In the end the user stops interfering.
            let control = fate.control.filter(|_| turn < 2_000);
            if stop == Some(turn) {
                stopped |= job.control(JobControl::Stop);
            } else if let Some(control) = control
                && job.control(control)
            {
                paused = control == JobControl::Pause;
            }
            match job.next_move(watch.now) {
                NextMove::Send(places) => {
                    prop_assert!(!paused && !stopped);
                    prop_assert!(watch.now >= job.back_off.until);
                    watch.sends(&job, &places);
                    job.mark_sent(&places);
                    watch.on_their_way.push(places);
                    watch.now += fate.time / 300;
                }
                NextMove::Verify(places) => {
                    prop_assert!(watch.on_their_way.is_empty() && (stopped || !paused));
                    prop_assert!(watch.now >= job.verify_at);
                    job.begin_verification();
                    prop_assert_eq!(job.next_move(watch.now), NextMove::Wait);
                    let said = |(n, place)| (place, [Some(Verification::Applied), Some(Verification::NotApplied), None][(n + fate.answer) % 3]);
                    job.is_told(places.into_iter().enumerate().map(said).collect(), watch.now);
                }
                NextMove::HoldUntil(until) | NextMove::VerifyAt(until) => {
                    prop_assert!(until > watch.now);
                    watch.now = if watch.on_their_way.is_empty() { until } else { watch.now + 1 };
                }
                NextMove::Wait => prop_assert!(!watch.on_their_way.is_empty()),
                NextMove::Paused => {
                    prop_assert!(watch.on_their_way.is_empty() && paused && !stopped);
                    if turn >= 2_000 {
                        paused = !job.control(JobControl::Resume);
                    }
                }
                NextMove::Ended => {
                    ended = true;
                    break;
                }
            }
            watch.hear(&mut job);
            // In each round the others get their turn, so that every call gets its reply in the end.
            let comes = (fate.pick + turn / fates.len()) % 2 == 0;
            if comes && !watch.on_their_way.is_empty() {
                let call = watch.on_their_way.remove(fate.pick % watch.on_their_way.len());
                watch.now += fate.time;
                // In the end every error goes away.
                let number = if turn > 20_000 { 9 } else { fate.answer };
                job.take_reply(&call, an_answer(number, call.len()), watch.now);
                watch.hear(&mut job);
            }
        }
        prop_assert!(ended);
        prop_assert!(watch.on_their_way.is_empty());
        for (place, state) in job.states().iter().enumerate() {
            let left_open = *state == StepState::Unknown && job.steps[place].failed_verifications == MAX_VERIFICATIONS;
            let unsent = *state == StepState::Waiting && stopped;
            prop_assert!(state.is_over() || left_open || unsent, "{place} is {state:?}");
        }
    }
}
