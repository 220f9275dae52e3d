//! The judge's rules for jobs: what the worker may report, and what it takes to begin one.

use super::*;
use crate::dialog::job_confirmation::JobConfirmation;
use crate::dialog::{JobQuestion, ListedJob};
use crate::domain::JobId;
use crate::domain::job::{ClaimRefusal, JobCounts, JobHolder, JobKind, JobState};

/// Whether a key says yes to a question: its letter, or Enter on a button that was chosen.
fn says_yes(before: &Model, key: KeyEvent) -> bool {
    let chosen = before
        .dialogs
        .button()
        .is_some_and(|button| button != Action::Escape);
    key_named("y") == key || key.code == KeyCode::Char('ｙ') || key.code == KeyCode::Enter && chosen
}

impl Court {
    /// The worker reports something about the newest job.
    pub fn job(&mut self, kind: u8, n: usize, class: Option<FailureClass>) {
        if let (8, Some((request, _))) = (kind, self.console.resumed.last()) {
            let news = match n % 3 {
                0 => JobEvent::ClaimRefused(ClaimRefusal::HeldBy(JobHolder::default())),
                1 => JobEvent::ClaimRefused(ClaimRefusal::Finished),
                _ => JobEvent::Ended,
            };
            return self.say(Event::Job(*request, news));
        }
        let Some((request, plan)) = self.console.jobs.last() else {
            return;
        };
        let place = n % plan.steps.len();
        let state = match (class, n % 3) {
            (Some(FailureClass::Unknown), _) => StepState::Unknown,
            (Some(class), _) => StepState::Failed(failure(class)),
            (None, 0) => StepState::Sent,
            (None, 1) => StepState::Unneeded,
            (None, _) => StepState::Done,
        };
        let news = match kind {
            0 => JobEvent::Begun(Some(JobId(1))),
            1 => JobEvent::Paused,
            2 => JobEvent::Resumed,
            3 => JobEvent::VerificationDueIn(20_000),
            4 => JobEvent::Ended,
            5 => JobEvent::Refused(failure(FailureClass::Final)),
            6 => JobEvent::Snapshotting(ListKind::Friends),
            _ => JobEvent::StepsChanged(vec![(place, state), (999, StepState::Done)]),
        };
        self.say(Event::Job(*request, news));
    }

    /// The journal holds an unfinished job, or one that somebody is running, or none.
    pub fn unfinished(&mut self, n: usize) {
        let holder = (n % 3 == 1).then(|| JobHolder {
            pid: Some(4711),
            ..JobHolder::default()
        });
        let unfinished = UnfinishedJob {
            number: JobId(i64::try_from(n).unwrap()),
            at: 0,
            operator: None,
            ticket: None,
            kind: JobKind::Op(BulkOp::Unblock),
            owner: user("alice"),
            state: JobState::Paused,
            counts: JobCounts::default(),
            holder,
        };
        self.console.world.1 = if n % 3 == 2 {
            Vec::new()
        } else {
            vec![unfinished]
        };
    }

    /// Whether the dialog asked about this job of the journal, could be read, and was confirmed.
    pub fn judge_unfinished(
        &self,
        before: &Model,
        key: Option<KeyEvent>,
        number: JobId,
        resumed: bool,
    ) {
        let key = key.expect("only a key goes on with a job, or ends it");
        assert!(says_yes(before, key));
        assert_ne!(
            before.layout().form,
            LayoutForm::TooSmall,
            "{number} unseen"
        );
        assert!(self.armed(), "the question was not to be read yet");
        assert!(!resumed || !before.session.read_only);
        match before.dialogs.top() {
            Some(Dialog::ResumeOffer(dialog)) => {
                assert_eq!((dialog.jobs[0].number, dialog.discard), (number, !resumed));
                assert_eq!(dialog.jobs[0].holder, None);
            }
            Some(Dialog::Jobs(dialog)) => {
                let asked = if resumed {
                    JobQuestion::Resume
                } else {
                    JobQuestion::Stop
                };
                assert_eq!(
                    (dialog.job, dialog.ask),
                    (ListedJob::Unfinished(number), Some(asked))
                );
            }
            other => panic!("{number} from {other:?}"),
        }
    }

    /// Whether this job was asked for by this key: exactly these IDs, on the sheet, selected, read, and their
    /// number typed.
    pub fn judge_job(&self, before: &Model, key: Option<KeyEvent>, plan: &JobPlan) {
        let key = key.expect("only a key begins a job");
        assert!(!before.session.read_only, "{plan:?}");
        assert_ne!(
            before.layout().form,
            LayoutForm::TooSmall,
            "{plan:?} unseen"
        );
        if let Some(Dialog::JobConfirmation(dialog)) = before.dialogs.top() {
            self.judge_batch(before, key, dialog, plan);
            return;
        }
        let Some(Dialog::Triage(dialog)) = before.dialogs.top() else {
            panic!("{plan:?} from {:?}", before.dialogs.top());
        };
        let Asked::Confirming(asking) = &dialog.step else {
            panic!("{plan:?} was not asked about");
        };
        assert!(self.armed(), "the question was not to be read yet");
        assert_eq!(plan.owner, dialog.owner);
        assert_eq!(plan.undoes, None);
        let n = asking.targets.len();
        assert!(n > 0);
        if n >= COUNT_TYPED_FROM {
            assert!(
                ["Enter", "Ctrl-s"]
                    .iter()
                    .any(|name| key_named(name) == key)
            );
            assert_eq!(asking.count.value().trim(), n.to_string());
        } else {
            assert!(says_yes(before, key));
        }
        let mut seen = HashSet::new();
        for step in &plan.steps {
            let id = step.change.target();
            let entry = dialog
                .rows
                .iter()
                .find(|e| e.id == *id)
                .expect("on the sheet");
            let once = entry.baseline.as_ref().and_then(|once| once.remark.clone());
            let once = once.flatten();
            if let Change::SetRemark { remark, .. } = &step.change {
                let wanted = once.as_ref().map_or("", Text::raw);
                assert_eq!(remark.raw(), wanted, "{entry:?}");
                if asking.act == BulkOp::AddFriend {
                    assert!(seen.contains(id.raw()), "{id} is no friend yet");
                    continue;
                }
                assert_eq!(entry.current.friend, Some(true));
                let there = step.before.listed_remark().expect("it was read");
                assert_ne!(there.map_or("", Text::raw), wanted);
            } else {
                assert_eq!(
                    step.change,
                    asking.act.change(dialog.owner.clone(), id.clone())
                );
                assert_eq!(asking.act.kind().would_change(&step.before), Some(true));
            }
            assert!(seen.insert(id.raw().to_owned()), "{id} twice");
            assert_ne!(*id, dialog.owner);
            assert!(entry.selected && entry.unusable.is_none(), "{entry:?}");
            assert_eq!(
                (step.before.friend, step.before.blocked),
                (entry.current.friend, entry.current.blocked)
            );
            assert!(
                !before.is_in_a_job(&dialog.owner, id),
                "{id} is in a job already"
            );
            let open = before
                .open_changes()
                .any(|c| *c.owner() == dialog.owner && c.target() == id);
            assert!(!open, "{id} is on its way already");
        }
        assert_eq!(seen.len(), n);
    }

    /// Whether these changes were asked about together, and confirmed as their kind requires.
    fn judge_batch(&self, before: &Model, key: KeyEvent, dialog: &JobConfirmation, plan: &JobPlan) {
        assert!(self.armed(), "the question was not to be read yet");
        assert_eq!((&plan.owner, plan.undoes), (&dialog.owner, None));
        let asked: Vec<&Change> = dialog.steps.iter().map(|step| &step.change).collect();
        let begun: Vec<&Change> = plan.steps.iter().map(|step| &step.change).collect();
        assert_eq!(begun, asked);
        assert!(!begun.is_empty());
        let roams = |c: &&Change| matches!(c, Change::DeleteConversation { roaming: true, .. });
        let typed = dialog.input.value().trim();
        if begun.iter().any(roams) {
            assert_eq!(typed, dialog.owner.shown(), "nothing brings it back");
        } else if begun.len() >= COUNT_TYPED_FROM {
            assert_eq!(typed, begun.len().to_string());
        } else {
            assert!(says_yes(before, key));
        }
        for change in begun {
            assert_eq!(*change.owner(), dialog.owner);
            assert!(
                !before
                    .users_in_progress(&dialog.owner)
                    .contains(change.target())
            );
        }
    }
}

/// The change that a confirmed question of the sheet means for one user.
pub fn meant(d: &Triage, act: BulkOp, target: &UserId) -> Change {
    let row = d.rows.iter().find(|row| row.id == *target).unwrap();
    let listed = row.baseline.as_ref().and_then(|row| row.remark_to_set());
    match (act, listed) {
        (BulkOp::Remark, Some(text)) => remark(d.owner.raw(), target.raw(), text),
        (act, _) => act.change(d.owner.clone(), target.clone()),
    }
}
