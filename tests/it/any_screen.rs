//! Whatever was pressed, answered or failed, it can be drawn at any size, and read in every terminal.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use rosterm::dialog::Dialog;
use rosterm::dialog::triage;
use rosterm::domain::files::{
    DifferenceRow, ExportedFile, FileError, ImportedContent, ImportedFile, ListDifference,
    Membership, SnapshotInfo,
};
use rosterm::domain::history::{
    EntryState, HistoryEntry, HistoryQuery, ReadableRequest, TicketReference, UndoneBy,
};
use rosterm::domain::job::{
    BulkOp, ClaimRefusal, DoneChange, JobCounts, JobEvent, JobHolder, JobKind, JobPlan, JobRest,
    JobState, JobStep, LoadedJob, Provenance, StepState, UndoAnswer, UndoChoice, Undoable,
    UnfinishedJob,
};
use rosterm::domain::undo::{UndoRefusal, UndoTarget};
use rosterm::domain::{
    Account, Blocked, Change, ChatKind, Contact, Conversation, Cursor, Diagnosis, EntryId, Failure,
    FailureClass, FailureReason, JobId, ListKind, Page, PairRemark, PairState, PriorKnowledge,
    Relation, RequestId, SnapshotId, SystemError, UserId, Verification,
};
use rosterm::i18n::Lang;
use rosterm::model::drawn::DrawnFrame;
use rosterm::model::{Model, Session};
use rosterm::msg::{Effect, Event, Msg, Query, Reply};
use rosterm::text::Text;
use rosterm::update::{start, update};

use crate::support::palettes;
use crate::support::samples::session;

/// Ids and texts that are hard on a screen.
const ODD: &[&str] = &[
    "bob",
    "王小明",
    "a\u{202e}b",
    "👨‍👩‍👧",
    "an-id-that-is-longer-than-most-columns-are-wide-and-then-some-more",
    "\u{1b}[2J",
    "e\u{301}\u{301}\u{301}",
    "",
];

/// Something to take back: blocks, or remarks where it is done again.
fn undoable(which: &UndoTarget) -> UndoAnswer {
    let redo = *which == UndoTarget::Redo;
    let record = |(id, entry): (UserId, i64)| DoneChange {
        entry: EntryId(entry),
        change: if redo {
            Change::SetRemark {
                owner: UserId::new("alice"),
                friend: id.clone(),
                remark: Text::new(ODD[id.raw().len() % ODD.len()]),
            }
        } else {
            BulkOp::Block.change(UserId::new("alice"), id)
        },
        before: PairState {
            remark: Some(PairRemark::Text(Text::new("before"))),
            ..PairState::default()
        },
    };
    UndoAnswer::Undoable(Undoable {
        job: Some(JobId(7)),
        done: ids().into_iter().take(12).zip(1..).map(record).collect(),
        redo,
        made: Provenance::default(),
        chosen: UndoChoice::default(),
        rest: JobRest {
            waiting: 14,
            unknown: 1,
        },
    })
}

#[derive(Debug, Clone)]
enum Happening {
    Key(KeyCode, bool),
    Mouse(MouseEventKind, u16, u16),
    Paste(usize),
    Resize(u16, u16),
    Wait(u64),
    Answer(usize, Option<FailureClass>),
    Decide(usize, Option<FailureClass>),
    /// The worker says something about the newest job.
    Job(u8, usize, Option<FailureClass>),
    /// The number that a question wants is typed, in time.
    Obey,
}

fn event() -> impl Strategy<Value = Happening> {
    let class = || {
        proptest::option::weighted(
            0.3,
            proptest::sample::select(vec![
                FailureClass::NothingDone,
                FailureClass::Retryable,
                FailureClass::Final,
                FailureClass::Unknown,
            ]),
        )
    };
    let letters: Vec<char> = "jkgG123frRoO[]y@?/aedbumnyy q5pv*Us zZEii66ttY,"
        .chars()
        .collect();
    let keys = vec![
        KeyCode::Enter,
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Down,
        KeyCode::End,
        KeyCode::PageDown,
        KeyCode::Tab,
        KeyCode::Backspace,
        KeyCode::Right,
        KeyCode::F(12),
    ];
    let mouse = vec![
        MouseEventKind::Down(MouseButton::Left),
        MouseEventKind::ScrollDown,
        MouseEventKind::ScrollUp,
    ];
    prop_oneof![
        10 => proptest::sample::select(letters).prop_map(|c| Happening::Key(KeyCode::Char(c), false)),
        6 => proptest::sample::select(keys).prop_map(|k| Happening::Key(k, false)),
        1 => proptest::sample::select(vec!['d', 'u', 'w', 's']).prop_map(|c| Happening::Key(KeyCode::Char(c), true)),
        2 => (proptest::sample::select(mouse), 0..200_u16, 0..60_u16).prop_map(|(k, x, y)| Happening::Mouse(k, x, y)),
        2 => (0..ODD.len()).prop_map(Happening::Paste),
        2 => (1..=200_u16, 1..=60_u16).prop_map(|(c, r)| Happening::Resize(c, r)),
        4 => (0..1_000_u64).prop_map(Happening::Wait),
        10 => (0..9_usize, class()).prop_map(|(n, c)| Happening::Answer(n, c)),
        4 => (0..4_usize, class()).prop_map(|(n, c)| Happening::Decide(n, c)),
        4 => (0..12_u8, 0..90_usize, class()).prop_map(|(k, n, c)| Happening::Job(k, n, c)),
        4 => Just(Happening::Obey),
    ]
}

fn failure(class: FailureClass) -> Failure {
    let mut failure = Failure::new(class, FailureReason::Service).because(ODD[4]);
    failure.status = Some(403);
    failure.error = Some(Text::new(ODD[2]));
    failure.description = Some(Text::new(&ODD.join(" ").repeat(3)));
    failure
}

fn ids() -> Vec<UserId> {
    let plain = (0..60).map(|i| UserId::new(&format!("u{i}")));
    ODD.iter().map(|id| UserId::new(id)).chain(plain).collect()
}

fn page<T>(after: Option<&Cursor>, make: impl Fn(usize, UserId) -> T) -> Page<T> {
    let rows = ids().into_iter().enumerate().map(|(i, id)| make(i, id));
    Page {
        rows: rows.collect(),
        next: after.is_none().then(|| Cursor("1".into())),
    }
}

fn account(id: &UserId) -> Account {
    Account {
        id: id.clone(),
        uuid: Some(Text::new("u-u")),
        nickname: Some(Text::new(ODD[3])),
        created: Some(i64::MAX),
        activated: Some(false),
    }
}

/// Everybody stands otherwise, with remarks that are hard on a screen.
fn difference() -> ListDifference {
    let rows = ids().into_iter().enumerate().map(|(i, id)| {
        let stand = |there, n: usize| Membership {
            is_listed: there,
            remark: there.then(|| Some(Text::new(&ODD[n % ODD.len()].repeat(n % 40)))),
        };
        DifferenceRow {
            problem: rosterm::text::id_problem(id.raw()),
            doubt: None,
            others: Vec::new(),
            id,
            line: i,
            times: 1,
            list: ListKind::Friends,
            earlier: stand(i % 3 < 2, i),
            now: stand(i % 3 > 0, i + 1),
        }
    });
    ListDifference {
        rows: rows.collect(),
        same: usize::MAX,
        other_owner: Some(UserId::new(ODD[2])),
        column: None,
        table: None,
    }
}

fn answer(query: &Query, class: Option<FailureClass>) -> Reply {
    fn or<T>(class: Option<FailureClass>, value: T) -> Result<T, Failure> {
        class.map_or(Ok(value), |class| Err(failure(class)))
    }
    let text = |i: usize| i.is_multiple_of(3).then(|| Text::new(ODD[i % ODD.len()]));
    match query {
        Query::Account(id) => Reply::Account(or(class, account(id))),
        Query::Verify(change) => {
            let truth = match change {
                Change::Block { .. } => Verification::Applied,
                Change::DeleteConversation { .. } => Verification::Inconclusive,
                Change::SetRemark { .. } => Verification::Superseded,
                _ => Verification::NotApplied,
            };
            Reply::Verified(or(class, truth))
        }
        Query::FriendIds(_) => Reply::FriendIds(or(class, ids())),
        Query::BlockIds(_) => Reply::BlockIds(or(class, ids().split_off(30))),
        Query::Friends(_, after) => {
            let remark = |i, id| Contact {
                id,
                remark: text(i),
            };
            Reply::Friends(or(class, page(after.as_ref(), remark)))
        }
        Query::Blocks(_, after) => {
            Reply::Blocks(or(class, page(after.as_ref(), |_, id| Blocked { id })))
        }
        Query::Conversations(_, after) => {
            let talk = |i: usize, id| Conversation {
                id,
                kind: if i.is_multiple_of(2) {
                    ChatKind::Chat
                } else {
                    ChatKind::Group
                },
                unread: i.is_multiple_of(2).then_some(u64::MAX),
                last_at: i.is_multiple_of(3).then_some(i64::MIN),
                last_text: text(i),
            };
            Reply::Conversations(or(class, page(after.as_ref(), talk)))
        }
        Query::Snapshots(_) => {
            let snapshots = (0..30).map(|id| SnapshotInfo {
                id: SnapshotId(id),
                at: i64::MAX - id,
                list: ListKind::Blocks,
                rows: usize::MAX,
                job: Some(JobId(i64::MAX)),
            });
            Reply::Snapshots(or(class, snapshots.collect()))
        }
        Query::Import(_) => Reply::Imported(match class {
            Some(class) => Err(FileError::ListUnread(failure(class))),
            None => Ok(ImportedFile {
                name: Text::new(ODD[4]),
                content: ImportedContent::Difference(difference()),
            }),
        }),
        Query::Export(_) => Reply::Exported(match class {
            Some(FailureClass::Retryable) => Err(FileError::Exists),
            Some(_) => Err(FileError::Unwritable(SystemError::other(&ODD.join("/")))),
            None => Ok(ExportedFile {
                path: Text::new(&ODD.join("/")),
                rows: usize::MAX,
            }),
        }),
        Query::Journal(wanted) => Reply::Journal(or(class, journal(wanted))),
        Query::ExportJournal(_) => Reply::JournalExported(or(class, (Text::new(ODD[4]), 7))),
        Query::Unfinished => {
            Reply::Unfinished(or(class, vec![left(7, None), left(8, Some(holder()))]))
        }
        Query::JobSteps(_) => Reply::JobSteps(or(class, found())),
        // What was found is of any kind; its numbers are those of nobody.
        Query::Undoable(which) => Reply::Undoable(or(class, undoable(which))),
        Query::RemarksOf(_, ids) => {
            let stands = |id: UserId| {
                let before = PairState {
                    friend: Some(true),
                    blocked: None,
                    remark: Some(PairRemark::of(text(id.raw().len()).as_ref())),
                };
                (id, before)
            };
            Reply::RemarksOf(or(class, ids.iter().cloned().map(stands).collect()))
        }
        Query::PairStates(_, ids) => {
            let stands = |id: UserId| {
                let before = PairState {
                    friend: Some(id.raw().len().is_multiple_of(2)),
                    blocked: class.is_none().then_some(true),
                    remark: None,
                };
                (id, before)
            };
            Reply::PairStates(or(class, ids.iter().cloned().map(stands).collect()))
        }
        Query::Diagnosis([user, other]) => Reply::Diagnosis(Box::new(Diagnosis {
            accounts: [or(class, account(user)), or(class, account(other))],
            blocks: [class.is_none().then_some(true), Some(false)],
            friends: [Some(true), class.is_none().then_some(false)],
            remarks: [Some(PairRemark::of(Some(&Text::new(ODD[3])))), None],
            why_unknown: class.map(failure),
        })),
        Query::Relation(_, other) => {
            let relation = Relation {
                account: Some(or(class, account(other))),
                friends: Some(true),
                blocks: class.is_none().then_some(true),
                blocked_by: class.is_none().then_some(true),
            };
            Reply::Relation(other.clone(), Box::new(relation))
        }
    }
}

/// Two pages of entries that are hard on a screen.
fn journal(wanted: &HistoryQuery) -> Vec<HistoryEntry> {
    let newest = wanted.before.map_or(150, |before| before.0) - 1;
    let count = i64::from(wanted.limit).min(newest);
    (0..count).map(|n| past(newest - n)).collect()
}

fn past(entry: i64) -> HistoryEntry {
    let n = usize::try_from(entry).unwrap_or(0);
    let odd = |n: usize| UserId::new(ODD[n % ODD.len()]);
    let text = |n: usize| n.is_multiple_of(2).then(|| Text::new(ODD[n % ODD.len()]));
    let change = match n % 3 {
        0 => Change::Unblock {
            owner: odd(n),
            target: odd(n + 1),
        },
        1 => Change::SetRemark {
            owner: odd(n),
            friend: odd(n + 1),
            remark: Text::new(&ODD.join(" ")),
        },
        _ => Change::DeleteConversation {
            owner: odd(n),
            peer: odd(n + 1),
            kind: ChatKind::Group,
            roaming: n.is_multiple_of(2),
        },
    };
    HistoryEntry {
        group: None,
        entry: EntryId(entry),
        at: if n.is_multiple_of(5) { i64::MIN } else { entry },
        answered: text(n).map(|_| i64::MAX),
        operator: text(n),
        profile: text(n + 1),
        reference: TicketReference {
            ticket: text(n + 1),
            reason: text(n),
        },
        withheld: n.is_multiple_of(7),
        before: PairState {
            remark: n
                .is_multiple_of(2)
                .then(|| PairRemark::of(text(n / 2).as_ref())),
            ..PairState::default()
        },
        state: [
            EntryState::Sent,
            EntryState::Done,
            EntryState::Refused,
            EntryState::NotSent,
            EntryState::NotApplied,
            EntryState::Unknown,
            EntryState::Unneeded,
        ][n % 7],
        verified: n.is_multiple_of(4),
        status: n.is_multiple_of(2).then_some(599),
        failure: n.is_multiple_of(3).then(|| failure(FailureClass::Final)),
        job: n.is_multiple_of(4).then_some(JobId(i64::MAX)),
        undone_by: n.is_multiple_of(3).then(|| UndoneBy {
            entry: EntryId(entry + 1),
            at: i64::MAX,
            operator: text(n),
            state: EntryState::Unknown,
        }),
        undo_refusal: [
            None,
            Some(UndoRefusal::UndoneAlready {
                by: EntryId(i64::MAX),
                operator: None,
            }),
            Some(UndoRefusal::ConversationDeleted),
            Some(UndoRefusal::RemarkUnknown),
        ][n % 4]
            .clone(),
        request: n.is_multiple_of(2).then(|| ReadableRequest {
            method: "DELETE",
            path: Text::new(ODD[4]),
            body: text(n),
        }),
        change,
    }
}

fn holder() -> JobHolder {
    JobHolder {
        pid: Some(u32::MAX),
        operator: Some(Text::new(ODD[4])),
        host: Some(Text::new(ODD[2])),
    }
}

/// What the journal has of a job that is gone on with.
fn found() -> LoadedJob {
    let step = |id: &&str| JobStep {
        change: Change::Block {
            owner: UserId::new(ODD[4]),
            target: UserId::new(id),
        },
        before: PairState::default(),
        undoes: None,
    };
    LoadedJob {
        plan: JobPlan {
            owner: UserId::new(ODD[4]),
            steps: ODD.iter().map(step).collect(),
            undoes: None,
        },
        states: vec![StepState::Unknown; ODD.len()],
    }
}

fn left(number: i64, holder: Option<JobHolder>) -> UnfinishedJob {
    UnfinishedJob {
        number: JobId(number),
        at: i64::MAX,
        operator: Some(Text::new(ODD[3])),
        ticket: Some(Text::new(ODD[4])),
        kind: JobKind::Several,
        owner: UserId::new(ODD[4]),
        state: JobState::Running,
        counts: JobCounts {
            waiting: usize::MAX / 8,
            unknown: 3,
            ..JobCounts::default()
        },
        holder,
    }
}

#[derive(Default)]
struct Asked {
    now: u64,
    reads: Vec<(RequestId, Query)>,
    writes: Vec<(RequestId, Change)>,
    jobs: Vec<(RequestId, usize)>,
}

impl Asked {
    fn note(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Query(request, query) => self.reads.push((request, query)),
                Effect::Change(request, change, _) => self.writes.push((request, change)),
                Effect::CancelQuery(request) => self.reads.retain(|(t, _)| *t != request),
                Effect::WithdrawChange(request) => self.writes.retain(|(t, _)| *t != request),
                Effect::BeginJob(request, plan) => self.jobs.push((request, plan.steps.len())),
                Effect::ResumeJob(request, _) => self.jobs.push((request, ODD.len())),
                Effect::ControlJob(..)
                | Effect::SetTicketReference(_)
                | Effect::DiscardJob(_)
                | Effect::Suspend
                | Effect::Prefer(_)
                | Effect::Redraw
                | Effect::Copy(..)
                | Effect::SendCopy(_)
                | Effect::Quit => {}
            }
        }
    }

    /// What the event says to the console; nothing for an answer that nobody waits for.
    fn what(&mut self, event: &Happening) -> Option<Event> {
        Some(match event {
            Happening::Key(code, ctrl) => {
                let mods = if *ctrl {
                    KeyModifiers::CONTROL
                } else {
                    KeyModifiers::NONE
                };
                Event::Key(KeyEvent::new(*code, mods))
            }
            Happening::Mouse(kind, column, row) => Event::Mouse(MouseEvent {
                kind: *kind,
                column: *column,
                row: *row,
                modifiers: KeyModifiers::NONE,
            }),
            Happening::Paste(n) => Event::Paste(ODD[*n].into()),
            Happening::Resize(columns, rows) => Event::Resize(*columns, *rows),
            Happening::Wait(time) => {
                self.now += time;
                Event::Tick
            }
            Happening::Answer(n, class) => {
                let place = n % self.reads.len().max(1);
                let (request, query) = self.reads.get(place).cloned()?;
                self.reads.remove(place);
                Event::Reply(request, answer(&query, *class))
            }
            Happening::Obey => return None,
            Happening::Job(kind, n, class) => {
                let (request, steps) = *self.jobs.last()?;
                let state = match class {
                    Some(class) => StepState::Failed(failure(*class)),
                    None if n % 3 == 0 => StepState::Unknown,
                    None if n % 3 == 1 => StepState::Sent,
                    None => StepState::Done,
                };
                let news = match kind {
                    0 => JobEvent::Begun(Some(JobId(1))),
                    1 => JobEvent::Paused,
                    2 => JobEvent::Resumed,
                    3 => JobEvent::VerificationDueIn(20_000),
                    4 => JobEvent::Ended,
                    5 => JobEvent::Refused(failure(FailureClass::Final)),
                    6 => JobEvent::ClaimRefused(ClaimRefusal::HeldBy(holder())),
                    7 => JobEvent::ClaimRefused(ClaimRefusal::Finished),
                    8 => JobEvent::Loaded(Box::new(found())),
                    _ => JobEvent::StepsChanged(vec![(n % steps, state)]),
                };
                Event::Job(request, news)
            }
            Happening::Decide(n, class) => {
                let place = n % self.writes.len().max(1);
                let (request, change) = self.writes.get(place).cloned()?;
                self.writes.remove(place);
                let result = class.map_or(Ok(PriorKnowledge::Known), |class| Err(failure(class)));
                Event::Changed(request, change, result)
            }
        })
    }
}

/// The keys that do what a question wants.
fn obeyed(event: &Happening, model: &Model) -> Vec<KeyCode> {
    let Some(Dialog::Triage(d)) = model.dialogs.top() else {
        return Vec::new();
    };
    let triage::TriageStep::Confirming(asking) = &d.step else {
        return Vec::new();
    };
    if !matches!(event, Happening::Obey) {
        return Vec::new();
    }
    let number = asking.targets.len().to_string();
    let keys = number.chars().map(KeyCode::Char);
    keys.chain([KeyCode::Enter]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_it_can_be_drawn_at_any_size(
        events in proptest::collection::vec(event(), 1..60),
        chinese in any::<bool>(),
    ) {
        let session = Session { sandbox: false, epoch: 0, ..session() };
        let lang = if chinese { Lang::ZhCn } else { Lang::En };
        let mut model = Model::new(session, lang, (120, 36));
        let mut asked = Asked::default();
        asked.note(start(&mut model, Some(UserId::new("alice"))));
        let mut terminal = Terminal::new(TestBackend::new(120, 36)).unwrap();
        for event in &events {
            for code in obeyed(event, &model) {
                asked.now += rosterm::dialog::ARM_TIME;
                let what = Event::Key(KeyEvent::new(code, KeyModifiers::NONE));
                let effects = update(&mut model, Msg { at: asked.now, event: what });
                asked.note(effects);
            }
            if let Some(what) = asked.what(event) {
                let effects = update(&mut model, Msg { at: asked.now, event: what });
                asked.note(effects);
            }
            let (columns, rows) = model.size;
            terminal.backend_mut().resize(columns, rows);
            let mut drawn = DrawnFrame::default();
            terminal.draw(|frame| drawn = rosterm::view::draw(&model, frame)).unwrap();
            palettes::check(terminal.backend().buffer(), "a screen");
            model.is_shown(drawn);
        }
    }
}
