//! Property tests of a job against a service that counts: whether replies arrive, are lost or come too late,
//! no change is applied twice, the job reports the truth, and the journal agrees.

use proptest::prelude::*;

use super::*;
use crate::domain::job::{BulkOp, JobStep};
use crate::domain::{PairRemark, UserId};
use crate::text::Text;

const WAITS: WriteTiming = WriteTiming {
    verify_after: 20_000,
    first_pause: 1_000,
};

/// What the service does with a change, and what the client hears of it.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Applied,
    Refused,
    Gone,
    Full,
    TooFast,
    NotConnected,
    /// The reply is lost; the field says whether the change was applied.
    Lost(bool),
    /// The reply is lost, and the change is applied later, before the settle time is over.
    Late,
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        8 => Just(Fate::Applied),
        1 => Just(Fate::Refused),
        1 => Just(Fate::Gone),
        1 => Just(Fate::Full),
        2 => Just(Fate::TooFast),
        1 => Just(Fate::NotConnected),
        2 => any::<bool>().prop_map(Fate::Lost),
        1 => Just(Fate::Late),
    ]
}

/// What happens in a turn besides what the job asks for.
#[derive(Debug, Clone)]
struct Turn {
    fate: Fate,
    /// Which of the calls in progress gets its reply, if any.
    answers: Option<usize>,
    control: Option<JobControl>,
    /// Whether a verification fails.
    blind: bool,
    time: Millis,
}

fn turn() -> impl Strategy<Value = Turn> {
    let steers = [JobControl::Pause, JobControl::Resume, JobControl::Stop];
    let control = prop_oneof![
        60 => Just(None),
        3 => prop::sample::select(steers[..2].to_vec()).prop_map(Some),
        1 => prop::sample::select(steers.to_vec()).prop_map(Some),
    ];
    let answers = prop::option::weighted(0.6, 0..100_usize);
    let blind = prop::bool::weighted(0.2);
    (fate(), answers, control, blind, 0..3_000_u64).prop_map(
        |(fate, answers, control, blind, time)| Turn {
            fate,
            answers,
            control,
            blind,
            time,
        },
    )
}

/// Changes to a few users, so that some are to the same one.
fn a_step() -> impl Strategy<Value = JobStep> {
    (0..5_u8, 0..40_u8, prop::option::of(any::<bool>())).prop_map(|(kind, target, known)| {
        let (owner, target) = (UserId::new("owner"), UserId::new(&format!("u{target}")));
        let change = match BulkOp::ALL.get(usize::from(kind)) {
            Some(act) => act.change(owner, target),
            None => Change::SetRemark {
                owner,
                friend: target,
                remark: Text::new("new"),
            },
        };
        JobStep {
            change,
            before: PairState {
                friend: known,
                blocked: known,
                remark: known.map(|there| {
                    let listed = there.then(|| Text::new("new"));
                    PairRemark::of(listed.as_ref())
                }),
            },
            undoes: None,
        }
    })
}

fn failure(class: FailureClass, status: Option<u16>, error: &str) -> Failure {
    let mut why = Failure::new(class, FailureReason::Service);
    why.status = status;
    why.error = Some(Text::new(error));
    why
}

impl Fate {
    fn answer(self) -> Result<u16, Failure> {
        match self {
            Self::Applied => Ok(200),
            Self::Refused => Err(failure(FailureClass::Final, Some(403), "forbidden")),
            Self::Gone => Err(failure(
                FailureClass::Final,
                Some(404),
                "service_resource_not_found",
            )),
            Self::Full => Err(failure(FailureClass::Final, Some(403), "exceed_limit")),
            Self::TooFast => Err(failure(FailureClass::Retryable, Some(429), "reach_limit")),
            Self::NotConnected => Err(Failure::new(
                FailureClass::NothingDone,
                FailureReason::Connect,
            )),
            Self::Lost(_) | Self::Late => {
                Err(Failure::new(FailureClass::Unknown, FailureReason::Timeout))
            }
        }
    }
}

/// The state of a step in the journal.
#[derive(Debug, Clone, PartialEq)]
enum Entry {
    Sent,
    Closed(ChangeOutcome),
}

/// The service and the journal, beside the job.
struct World {
    job: JobMachine,
    now: Millis,
    on_their_way: Vec<(Vec<usize>, Fate)>,
    /// How often each change was applied.
    applied: Vec<u8>,
    /// What will still be applied before the verification.
    late: Vec<usize>,
    /// What is recorded of each change: an entry for each time that it was sent.
    journal: Vec<Vec<Entry>>,
    states: Vec<StepState>,
}

impl World {
    fn new(steps: Vec<JobStep>) -> Self {
        let count = steps.len();
        let plan = JobPlan {
            owner: UserId::new("owner"),
            steps,
            undoes: None,
        };
        Self {
            job: JobMachine::new(plan, WAITS),
            now: 0,
            on_their_way: Vec::new(),
            applied: vec![0; count],
            late: Vec::new(),
            journal: vec![Vec::new(); count],
            states: vec![StepState::Waiting; count],
        }
    }

    fn send(&mut self, places: Vec<usize>, fate: Fate) {
        for &place in &places {
            assert_eq!(
                self.applied[place], 0,
                "{place} is sent though it was applied"
            );
            assert!(
                !self.late.contains(&place),
                "{place} is sent, and will be applied"
            );
            let last = self.journal[place].last();
            let may_be_sent = match last {
                None => true,
                // Refused, failed because of another change in its call, or verified as not applied.
                Some(Entry::Closed(ChangeOutcome::Failed(why))) => {
                    why.class != FailureClass::Unknown
                }
                Some(_) => false,
            };
            assert!(may_be_sent, "{place} is sent again after {last:?}");
            self.journal[place].push(Entry::Sent);
            match fate {
                Fate::Applied | Fate::Lost(true) => self.applied[place] += 1,
                Fate::Late => self.late.push(place),
                _ => {}
            }
        }
        self.job.mark_sent(&places);
        self.on_their_way.push((places, fate));
    }

    fn answer(&mut self, which: usize) {
        let (places, fate) = self.on_their_way.remove(which % self.on_their_way.len());
        let answer = match fate.answer() {
            Ok(status) => CallOutcome::Each(vec![Ok(status); places.len()]),
            Err(why) => CallOutcome::Whole(why),
        };
        self.job.take_reply(&places, answer, self.now);
    }

    fn read(&mut self, places: Vec<usize>, blind: bool) {
        for place in self.late.drain(..) {
            self.applied[place] += 1;
        }
        self.job.begin_verification();
        let truth = |place| {
            (
                place,
                (!blind).then(|| Verification::from(self.applied[place] > 0)),
            )
        };
        let truth = places.into_iter().map(truth).collect();
        self.job
            .take_verification(truth, &ReadStates::default(), self.now);
    }

    /// Records what the job reports, as the journal does.
    fn record(&mut self) {
        for note in self.job.take_records() {
            if let ChangeOutcome::Done { status } | ChangeOutcome::Unneeded { status } =
                note.outcome
            {
                assert_eq!(status.is_none(), note.verified, "{}", note.index);
            }
            let entries = &mut self.journal[note.index];
            let last = entries
                .last_mut()
                .expect("what was never sent has no outcome");
            match last {
                Entry::Sent => assert!(!note.verified, "{note:?}"),
                Entry::Closed(ChangeOutcome::Failed(why)) => {
                    assert!(
                        note.verified && why.class == FailureClass::Unknown,
                        "{note:?}"
                    );
                }
                Entry::Closed(_) => panic!("{note:?} after {last:?}"),
            }
            *last = Entry::Closed(note.outcome);
        }
        for (place, state) in self.job.take_changed_steps() {
            assert!(
                !self.states[place].is_over(),
                "{place} was over, and is {state:?}"
            );
            self.states[place] = state;
        }
    }

    /// Checks the final state.
    fn judge(&self, stopped: bool) {
        for (place, state) in self.states.iter().enumerate() {
            let applied = self.applied[place] + u8::from(self.late.contains(&place));
            assert!(applied <= 1, "{place} was applied {applied} times");
            let last = self.journal[place].last();
            match (state, last) {
                (StepState::Done, Some(Entry::Closed(ChangeOutcome::Done { .. })))
                | (StepState::Unneeded, Some(Entry::Closed(ChangeOutcome::Unneeded { .. }))) => {
                    assert_eq!(applied, 1, "{place}");
                }
                // Refused, or never sent because of another.
                (StepState::Failed(_), None) => assert_eq!(applied, 0, "{place}"),
                (StepState::Failed(_), Some(Entry::Closed(ChangeOutcome::Failed(why)))) => {
                    assert_eq!(applied, 0, "{place}");
                    assert_ne!(why.class, FailureClass::Unknown, "{place}");
                }
                (StepState::Unknown, Some(Entry::Closed(ChangeOutcome::Failed(why)))) => {
                    assert_eq!(why.class, FailureClass::Unknown, "{place}");
                }
                (StepState::Waiting, None) => assert!(stopped, "{place}"),
                (StepState::Waiting, Some(Entry::Closed(ChangeOutcome::Failed(why)))) => {
                    assert!(stopped && why.class != FailureClass::Unknown, "{place}");
                }
                other => panic!("{place}: {other:?}"),
            }
        }
    }
}

proptest! {
    #[test]
    fn no_change_is_applied_twice_and_the_job_and_the_journal_say_what_is_true(
        steps in prop::collection::vec(a_step(), 0..80),
        turns in prop::collection::vec(turn(), 1..300),
    ) {
        let mut world = World::new(steps);
        let mut stopped = false;
        let mut ended = false;
        for n in 0..30_000_usize {
            let turn = &turns[n % turns.len()];
            // In the end the user stops interfering, and the service recovers.
            let late = n > 3_000;
            if let Some(control) = turn.control.filter(|_| !late) {
                stopped |= world.job.control(control) && control == JobControl::Stop;
            }
            match world.job.next_move(world.now) {
                NextMove::Send(places) => {
                    world.send(places, if late { Fate::Applied } else { turn.fate });
                }
                NextMove::Verify(places) => world.read(places, turn.blind),
                NextMove::HoldUntil(until) | NextMove::VerifyAt(until) if world.on_their_way.is_empty() => {
                    world.now = until;
                }
                NextMove::Paused if late => drop(world.job.control(JobControl::Resume)),
                NextMove::HoldUntil(_) | NextMove::VerifyAt(_) | NextMove::Wait | NextMove::Paused => {}
                NextMove::Ended => {
                    ended = true;
                    break;
                }
            }
            world.record();
            world.now += turn.time;
            if let Some(which) = turn.answers.or(late.then_some(n))
                && !world.on_their_way.is_empty()
            {
                world.answer(which);
                world.record();
            }
        }
        prop_assert!(ended, "it never ended: {:?}", world.states);
        prop_assert!(world.on_their_way.is_empty());
        world.judge(stopped);
    }
}
