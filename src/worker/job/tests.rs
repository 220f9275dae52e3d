use proptest::prelude::*;

use super::*;
use crate::domain::UserId;
use crate::msg::job::{Act, Step};
use crate::text::Text;

mod resumed;

const WAITS: Waits = Waits {
    settle: 20_000,
    pause: 1_000,
};

fn id(raw: &str) -> UserId {
    UserId::new(raw)
}

fn step(act: Act, target: &str) -> Step {
    Step {
        change: act.change(id("owner"), id(target)),
        before: Before::default(),
        undoes: None,
    }
}

fn remark(target: &str, remark: &str) -> Step {
    Step {
        change: Change::SetRemark {
            owner: id("owner"),
            friend: id(target),
            remark: Text::new(remark),
        },
        before: Before::default(),
        undoes: None,
    }
}

fn job(steps: Vec<Step>) -> Job {
    let plan = Plan {
        owner: id("owner"),
        steps,
        undoes: None,
    };
    Job::new(plan, WAITS)
}

fn each(act: Act, names: &[&str]) -> Job {
    job(names.iter().map(|name| step(act, name)).collect())
}

fn answered(status: u16, error: &str) -> Failure {
    let class = match status {
        429 | 401 => FailureClass::Later,
        _ => FailureClass::Refused,
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

impl Job {
    /// Sends what is next, which are these.
    #[track_caller]
    fn sends(&mut self, now: Millis, places: &[usize]) {
        assert_eq!(self.next(now), Next::Send(places.to_vec()));
        self.sent(places);
    }

    fn agreed(&mut self, places: &[usize]) {
        let all = places.iter().map(|_| Ok(200)).collect();
        self.answered(places, Answer::Each(all), 0);
    }

    fn fails(&mut self, place: usize, why: Failure, now: Millis) {
        self.answered(&[place], Answer::Whole(why), now);
    }

    /// Reading told this, and nothing of how anybody stands.
    fn is_told(&mut self, truth: Vec<(usize, Option<Verification>)>, now: Millis) {
        self.settled(truth, &Stands::default(), now);
    }

    fn states(&self) -> Vec<State> {
        self.items.iter().map(|item| item.state.clone()).collect()
    }

    #[track_caller]
    fn why(&self, place: usize) -> &Failure {
        match &self.items[place].state {
            State::Failed(why) => why,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn friends_are_added_ten_a_call_and_others_one_by_one() {
    let names: Vec<String> = (0..23).map(|n| format!("u{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut job = each(Act::AddFriend, &names);
    for places in [0..10, 10..20, 20..23] {
        job.sends(0, &places.collect::<Vec<_>>());
    }
    assert_eq!(job.next(0), Next::Wait);

    let mut job = each(Act::Unblock, &["a", "b"]);
    job.sends(0, &[0]);
    job.sends(0, &[1]);
}

#[test]
fn no_more_than_so_many_calls_are_on_their_way() {
    let names: Vec<String> = (0..200).map(|n| format!("u{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut job = each(Act::Unblock, &names);
    for place in 0..MOST {
        job.sends(0, &[place]);
    }
    assert_eq!(job.next(0), Next::Wait);
    job.agreed(&[7]);
    job.sends(0, &[MOST]);
}

#[test]
fn a_later_change_about_the_same_user_waits_for_the_earlier_one() {
    let mut job = job(vec![
        step(Act::AddFriend, "a"),
        remark("A", "x"),
        step(Act::AddFriend, "b"),
        remark("b", "y"),
    ]);
    job.sends(0, &[0, 2]);
    assert_eq!(job.next(0), Next::Wait);
    job.answered(&[0, 2], Answer::Each(vec![Ok(200), Err(nobody())]), 0);
    job.sends(0, &[1]);
    job.agreed(&[1]);
    assert_eq!(job.next(0), Next::Ended);
    assert_eq!(job.states()[..2], [State::Done, State::Done]);
    assert_eq!(job.why(2).class, FailureClass::Refused);
    assert_eq!(
        (job.why(3).class, job.why(3).status),
        (FailureClass::NotSent, Some(404))
    );
}

#[test]
fn a_change_whose_answer_was_lost_is_not_sent_again_before_the_truth_is_read() {
    let mut job = each(Act::Block, &["a", "b"]);
    job.sends(0, &[0]);
    job.fails(0, lost(), 5_000);
    job.sends(5_000, &[1]);
    job.agreed(&[1]);
    assert_eq!(job.next(5_000), Next::Settle(25_000));
    assert_eq!(job.next(24_999), Next::Settle(25_000));
    assert_eq!(job.next(25_000), Next::Read(vec![0]));
    job.asked();
    assert_eq!(job.next(25_000), Next::Wait);
    job.is_told(vec![(0, Some(Verification::NotApplied))], 25_001);
    job.sends(25_001, &[0]);
    job.agreed(&[0]);
    assert_eq!(job.next(25_001), Next::Ended);
    let said: Vec<State> = job
        .take_moved()
        .into_iter()
        .filter_map(|(place, state)| (place == 0).then_some(state))
        .collect();
    assert_eq!(
        said,
        [
            State::Sent,
            State::Unknown,
            State::Waiting,
            State::Sent,
            State::Done
        ]
    );
}

#[test]
fn a_change_that_the_truth_shows_is_done() {
    let mut job = each(Act::Block, &["a"]);
    job.sends(0, &[0]);
    job.fails(0, lost(), 0);
    job.asked();
    job.is_told(vec![(0, Some(Verification::Applied))], 20_000);
    assert_eq!(
        (job.next(20_000), job.states()),
        (Next::Ended, vec![State::Done])
    );
}

#[test]
fn a_change_that_is_lost_again_and_again_and_never_applied_fails() {
    let mut job = each(Act::Block, &["a"]);
    for round in 0..ROUNDS {
        let now = u64::from(round) * 30_000;
        job.sends(now, &[0]);
        job.fails(0, lost(), now);
        assert_eq!(job.next(now + 20_000), Next::Read(vec![0]));
        job.asked();
        job.is_told(vec![(0, Some(Verification::NotApplied))], now + 20_000);
    }
    assert_eq!(job.next(99_000), Next::Ended);
    let why = job.why(0);
    assert_eq!(
        (why.class, why.reason),
        (FailureClass::NotSent, FailureReason::NotApplied)
    );
}

#[test]
fn where_the_truth_cannot_be_read_it_stays_unknown_and_what_waits_for_it_is_not_sent() {
    let mut job = job(vec![step(Act::AddFriend, "a"), remark("a", "x")]);
    job.sends(0, &[0]);
    job.fails(0, lost(), 0);
    for reading in 1..=u64::from(READINGS) {
        let now = reading * 20_000;
        assert_eq!(job.next(now), Next::Read(vec![0]));
        job.asked();
        job.is_told(vec![(0, None)], now);
    }
    assert_eq!(job.next(99_000), Next::Ended);
    assert_eq!(job.states()[0], State::Unknown);
    assert_eq!(
        (job.why(1).class, job.why(1).reason),
        (FailureClass::NotSent, FailureReason::Broken)
    );
}

#[test]
fn whom_the_repeat_of_a_lost_removal_does_not_find_the_truth_judges() {
    for (truth, state) in [
        (Verification::Applied, State::Done),
        (Verification::NotApplied, State::Failed(nobody())),
    ] {
        let mut job = each(Act::RemoveFriend, &["a"]);
        job.sends(0, &[0]);
        job.fails(0, lost(), 0);
        job.asked();
        job.is_told(vec![(0, Some(Verification::NotApplied))], 20_000);
        job.sends(20_000, &[0]);
        job.fails(0, nobody(), 20_000);
        assert_eq!(job.next(20_000), Next::Read(vec![0]));
        job.asked();
        job.is_told(vec![(0, Some(truth))], 20_000);
        assert_eq!((job.next(20_000), job.states()), (Next::Ended, vec![state]));
    }
}

#[test]
fn whom_a_first_removal_does_not_find_it_did_not_remove() {
    let mut job = each(Act::Unblock, &["a"]);
    job.sends(0, &[0]);
    job.fails(0, nobody(), 0);
    assert_eq!(job.next(0), Next::Ended);
    assert_eq!(*job.why(0), nobody());
}

#[test]
fn what_is_turned_away_waits_as_long_as_the_server_wishes_and_the_rest_with_it() {
    let mut job = each(Act::Unblock, &["a", "b", "c"]);
    job.sends(0, &[0]);
    job.sends(0, &[1]);
    let mut why = answered(429, "reach_limit");
    why.retry_after = Some(7);
    job.fails(0, why, 100);
    assert_eq!(job.next(100), Next::Hold(7_100));
    // It was on its way together with the first one.
    job.fails(1, answered(429, "reach_limit"), 200);
    assert_eq!(job.next(7_099), Next::Hold(7_100));
    job.sends(7_100, &[0]);
}

#[test]
fn pauses_double_until_something_gets_through() {
    let mut job = each(Act::Unblock, &["a", "b"]);
    let mut now = 0;
    for pause in [1_000, 2_000, 4_000] {
        job.sends(now, &[0]);
        job.fails(0, answered(429, "reach_limit"), now);
        assert_eq!(job.next(now), Next::Hold(now + pause));
        now += pause;
    }
    job.sends(now, &[0]);
    job.agreed(&[0]);
    job.sends(now, &[1]);
    job.fails(1, answered(429, "reach_limit"), now);
    assert_eq!(job.next(now), Next::Hold(now + 1_000));
}

#[test]
fn what_is_turned_away_each_time_fails_and_the_rest_is_not_sent_where_nothing_gets_through() {
    for why in [
        answered(429, "reach_limit"),
        answered(401, "unauthorized"),
        Failure::new(FailureClass::NotSent, FailureReason::Connect),
    ] {
        let mut job = each(Act::Unblock, &["a", "b"]);
        let mut now = 0;
        for _ in 0..TRIES {
            job.sends(now, &[0]);
            job.fails(0, why.clone(), now);
            now += LONGEST_PAUSE;
        }
        assert_eq!(job.next(now), Next::Ended);
        assert_eq!(*job.why(0), why);
        assert_eq!(job.why(1).class, FailureClass::NotSent);
        assert_eq!(
            (job.why(1).reason, job.why(1).status),
            (why.reason, why.status)
        );
    }
}

#[test]
fn a_full_list_of_the_owner_ends_what_would_fill_it_and_nothing_else() {
    for (act, other) in [(Act::AddFriend, Act::Block), (Act::Block, Act::AddFriend)] {
        let names: Vec<String> = (0..30).map(|n| format!("u{n}")).collect();
        let mut steps: Vec<Step> = names.iter().map(|name| step(act, name)).collect();
        steps.push(step(other, "other"));
        let mut job = job(steps);
        let Next::Send(first) = job.next(0) else {
            panic!("nothing is sent");
        };
        job.sent(&first);
        job.answered(&first, Answer::Whole(full()), 0);
        assert_eq!(*job.why(0), full());
        assert_eq!(job.why(29).class, FailureClass::NotSent);
        assert!(job.why(29).says("exceed_limit"));
        job.sends(0, &[30]);
    }
}

#[test]
fn a_full_list_of_a_friend_ends_nothing() {
    let mut job = each(Act::AddFriend, &["a", "b"]);
    job.sends(0, &[0, 1]);
    job.answered(&[0, 1], Answer::Each(vec![Err(full()), Ok(200)]), 0);
    assert!(job.barred.is_empty());
    assert_eq!(job.states()[1], State::Done);
}

#[test]
fn a_plan_that_is_used_up_ends_everything() {
    let mut job = each(Act::Unblock, &["a", "b"]);
    job.sends(0, &[0]);
    let mut why = answered(429, "resource_limited");
    why.class = FailureClass::Refused;
    job.fails(0, why, 0);
    assert_eq!(job.next(0), Next::Ended);
    assert!(job.why(1).says("resource_limited"));
}

#[test]
fn one_bad_id_does_not_spoil_the_others_of_its_call() {
    for why in [
        Failure::new(FailureClass::NotSent, FailureReason::BadId),
        answered(400, "illegal_argument"),
    ] {
        let mut job = each(Act::AddFriend, &["a", "..", "c"]);
        job.sends(0, &[0, 1, 2]);
        job.answered(&[0, 1, 2], Answer::Whole(why.clone()), 0);
        for place in 0..3 {
            job.sends(0, &[place]);
        }
        job.fails(1, why.clone(), 0);
        assert_eq!(*job.why(1), why);
        job.agreed(&[0]);
        job.agreed(&[2]);
        assert_eq!(job.next(0), Next::Ended);
    }
}

#[test]
fn what_was_so_before_is_nothing_where_that_was_known() {
    let so = |friend, blocked| Before {
        friend,
        blocked,
        remark: Some(Some(Text::new("x"))),
    };
    let steps = [
        (
            step(Act::Unblock, "a"),
            so(None, Some(false)),
            State::Nothing,
        ),
        (step(Act::Unblock, "b"), so(None, Some(true)), State::Done),
        (step(Act::Unblock, "c"), so(None, None), State::Done),
        (
            step(Act::RemoveFriend, "d"),
            so(Some(false), None),
            State::Nothing,
        ),
        (remark("e", "x"), so(None, None), State::Nothing),
        (remark("f", "y"), so(None, None), State::Done),
        // What the step before it changed.
        (step(Act::Block, "d"), so(None, Some(true)), State::Done),
    ];
    let plan = steps.iter().cloned();
    let mut job = job(plan
        .map(|(step, before, _)| Step { before, ..step })
        .collect());
    for place in 0..steps.len() {
        job.sends(0, &[place]);
        job.agreed(&[place]);
    }
    let states: Vec<State> = steps.into_iter().map(|(_, _, state)| state).collect();
    assert_eq!(job.states(), states);
}

#[test]
fn a_paused_job_sends_nothing_and_a_resumed_one_goes_on() {
    let mut job = each(Act::Unblock, &["a", "b"]);
    job.sends(0, &[0]);
    assert!(job.steer(Steer::Pause));
    assert_eq!(job.next(0), Next::Wait);
    job.agreed(&[0]);
    assert_eq!(job.next(0), Next::Paused);
    assert!(!job.steer(Steer::Pause));
    assert!(job.steer(Steer::Resume));
    job.sends(0, &[1]);
}

#[test]
fn a_stopped_job_leaves_the_rest_waiting_but_still_reads_what_became_of_lost_changes() {
    let mut job = each(Act::Unblock, &["a", "b", "c"]);
    job.sends(0, &[0]);
    job.sends(0, &[1]);
    assert!(job.steer(Steer::Stop));
    job.fails(0, lost(), 0);
    job.agreed(&[1]);
    assert!(!job.steer(Steer::Resume));
    assert_eq!(job.next(0), Next::Settle(20_000));
    assert_eq!(job.next(20_000), Next::Read(vec![0]));
    job.asked();
    job.is_told(vec![(0, Some(Verification::NotApplied))], 20_000);
    assert_eq!(job.next(20_000), Next::Ended);
    assert_eq!(job.states(), [State::Waiting, State::Done, State::Waiting]);
}

#[test]
fn a_job_that_is_left_waits_for_answers_and_for_nothing_else() {
    let mut job = each(Act::Unblock, &["a", "b"]);
    job.sends(0, &[0]);
    job.leave();
    assert_eq!(job.next(0), Next::Wait);
    job.fails(0, lost(), 0);
    assert_eq!(job.next(0), Next::Ended);
    assert_eq!(job.states(), [State::Unknown, State::Waiting]);
}

/// What the world does to a job that runs.
#[derive(Debug, Clone)]
struct Fate {
    pick: usize,
    answer: usize,
    time: Millis,
    steer: Option<Steer>,
}

fn fate() -> impl Strategy<Value = Fate> {
    let steer = prop_oneof![
        20 => Just(None),
        1 => Just(Some(Steer::Pause)),
        2 => Just(Some(Steer::Resume)),
    ];
    (0..64_usize, 0..12_usize, 0..3_000_u64, steer).prop_map(|(pick, answer, time, steer)| Fate {
        pick,
        answer,
        time,
        steer,
    })
}

fn a_step() -> impl Strategy<Value = Step> {
    (0..5_usize, 0..40_u8).prop_map(|(what, who)| {
        let who = format!("u{who}");
        match Act::ALL.get(what) {
            Some(act) => step(*act, &who),
            None => remark(&who, "x"),
        }
    })
}

fn an_answer(number: usize, calls: usize) -> Answer {
    match number {
        0 => Answer::Whole(lost()),
        1 => Answer::Whole(answered(429, "reach_limit")),
        2 => Answer::Whole(full()),
        3 => Answer::Whole(answered(400, "illegal_argument")),
        4 => Answer::Whole(Failure::new(FailureClass::NotSent, FailureReason::Connect)),
        5 => Answer::Whole(nobody()),
        6 => Answer::Each((0..calls).map(|_| Err(lost())).collect()),
        7 => Answer::Each(vec![Ok(200)]),
        _ => Answer::Each((0..calls).map(|_| Ok(200)).collect()),
    }
}

/// Checks what every step of a job has to keep.
struct Watch {
    now: Millis,
    on_their_way: Vec<Vec<usize>>,
    states: Vec<State>,
    sent: Vec<u8>,
}

impl Watch {
    fn hear(&mut self, job: &mut Job) {
        for (place, state) in job.take_moved() {
            let allowed = match &self.states[place] {
                State::Waiting => matches!(state, State::Sent | State::Failed(_)),
                State::Sent | State::Unknown => state != State::Sent,
                State::Done | State::Nothing | State::Failed(_) => false,
            };
            assert!(
                allowed,
                "{place}: {:?} became {state:?}",
                self.states[place]
            );
            if state == State::Sent {
                self.sent[place] += 1;
                assert!(self.sent[place] <= TRIES + ROUNDS + 1);
            }
            self.states[place] = state;
        }
        assert_eq!(self.states, job.states());
    }

    fn sends(&self, job: &Job, places: &[usize]) {
        let friends = |place: &usize| matches!(job.change(*place), Change::AddFriend { .. });
        assert!(!places.is_empty() && places.len() <= IMPORT);
        assert!(places.len() == 1 || places.iter().all(friends));
        assert!(self.on_their_way.len() < MOST);
        for place in places {
            assert_eq!(self.states[*place], State::Waiting);
            for earlier in 0..*place {
                let same = subject(job.change(earlier)) == subject(job.change(*place));
                let through = matches!(self.states[earlier], State::Done | State::Nothing);
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
            states: vec![State::Waiting; count],
            sent: vec![0; count],
        };
        let (mut paused, mut stopped, mut ended) = (false, false, false);
        for turn in 0..40_000_usize {
            let fate = &fates[turn % fates.len()];
            // A person gets tired of it at last.
            let steer = fate.steer.filter(|_| turn < 2_000);
            if stop == Some(turn) {
                stopped |= job.steer(Steer::Stop);
            } else if let Some(steer) = steer
                && job.steer(steer)
            {
                paused = steer == Steer::Pause;
            }
            match job.next(watch.now) {
                Next::Send(places) => {
                    prop_assert!(!paused && !stopped);
                    prop_assert!(watch.now >= job.hold.until);
                    watch.sends(&job, &places);
                    job.sent(&places);
                    watch.on_their_way.push(places);
                    watch.now += fate.time / 300;
                }
                Next::Read(places) => {
                    prop_assert!(watch.on_their_way.is_empty() && (stopped || !paused));
                    prop_assert!(watch.now >= job.due);
                    job.asked();
                    prop_assert_eq!(job.next(watch.now), Next::Wait);
                    let said = |(n, place)| (place, [Some(Verification::Applied), Some(Verification::NotApplied), None][(n + fate.answer) % 3]);
                    job.is_told(places.into_iter().enumerate().map(said).collect(), watch.now);
                }
                Next::Hold(until) | Next::Settle(until) => {
                    prop_assert!(until > watch.now);
                    watch.now = if watch.on_their_way.is_empty() { until } else { watch.now + 1 };
                }
                Next::Wait => prop_assert!(!watch.on_their_way.is_empty()),
                Next::Paused => {
                    prop_assert!(watch.on_their_way.is_empty() && paused && !stopped);
                    if turn >= 2_000 {
                        paused = !job.steer(Steer::Resume);
                    }
                }
                Next::Ended => {
                    ended = true;
                    break;
                }
            }
            watch.hear(&mut job);
            // Each time round it is the turn of the others, so that every call has its answer at last.
            let comes = (fate.pick + turn / fates.len()) % 2 == 0;
            if comes && !watch.on_their_way.is_empty() {
                let call = watch.on_their_way.remove(fate.pick % watch.on_their_way.len());
                watch.now += fate.time;
                // Whatever goes wrong goes right at last.
                let number = if turn > 20_000 { 9 } else { fate.answer };
                job.answered(&call, an_answer(number, call.len()), watch.now);
                watch.hear(&mut job);
            }
        }
        prop_assert!(ended);
        prop_assert!(watch.on_their_way.is_empty());
        for (place, state) in job.states().iter().enumerate() {
            let left_open = *state == State::Unknown && job.items[place].readings == READINGS;
            let unsent = *state == State::Waiting && stopped;
            prop_assert!(state.is_over() || left_open || unsent, "{place} is {state:?}");
        }
    }
}
