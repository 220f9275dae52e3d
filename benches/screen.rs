//! The response time of the screen to a key: the main screen, 120x36, with all 1,043 friends loaded; a sheet and a
//! job of 20 and of 2,000.
#![allow(missing_docs, reason = "criterion's macros write public functions")]
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]

use std::convert::Infallible;

use criterion::{Criterion, criterion_group, criterion_main};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use rosterm::domain::files::FileError;
use rosterm::domain::job::{JobEvent, UndoAnswer};
use rosterm::domain::undo::UndoRefusal;
use rosterm::domain::{
    Account, Blocked, ChatKind, Contact, Conversation, Cursor, Diagnosis, Failure, FailureClass,
    FailureReason, Page, PairState, Relation, UserId, Verification,
};
use rosterm::i18n::Lang;
use rosterm::model::Model;
use rosterm::model::drawn::DrawnFrame;
use rosterm::msg::{Effect, Event, Millis, Msg, Query, Reply};
use rosterm::text::Text;
use rosterm::update::{start, update};
use rosterm::view;

#[path = "../tests/support/session.rs"]
mod session;

const SIZE: (u16, u16) = (120, 36);
const FRIENDS: usize = 1_043;
const BLOCKS: usize = 487;
const CONVERSATIONS: usize = 42;
const PAGE: usize = 50;

/// rosterm in front of a service that replies at once.
struct Console {
    model: Model,
    screen: Terminal<TestBackend>,
    now: Millis,
}

impl Console {
    fn open() -> Self {
        let mut console = Self {
            model: Model::new(session::session(), Lang::ZhCn, SIZE),
            screen: Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).unwrap(),
            now: 0,
        };
        let effects = start(&mut console.model, Some(UserId::new("alice_01")));
        console.answer(effects);
        console.key(KeyCode::Char('G'));
        console.key(KeyCode::Home);
        console.rest();
        let user = console.model.user.as_ref().unwrap();
        assert_eq!(user.friends.loaded(), FRIENDS);
        assert!(!console.model.is_busy(), "everything has been answered");
        console
    }

    fn tell(&mut self, what: Event) {
        let effects = update(
            &mut self.model,
            Msg {
                at: self.now,
                event: what,
            },
        );
        self.answer(effects);
    }

    fn answer(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::Query(request, query) = effect {
                self.tell(Event::Reply(request, answer(query)));
            }
        }
    }

    fn key(&mut self, code: KeyCode) {
        self.now += 1;
        let event = KeyEvent::new(code, KeyModifiers::NONE);
        self.tell(Event::Key(event));
    }

    /// Long enough for the card to query the user under the cursor.
    fn rest(&mut self) {
        self.now += 1_000;
        self.tell(Event::Tick);
    }

    fn draw(&mut self) -> Result<(), Infallible> {
        let model = &self.model;
        let mut drawn = DrawnFrame::default();
        self.screen.draw(|frame| drawn = view::draw(model, frame))?;
        self.model.is_shown(drawn);
        Ok(())
    }
}

fn answer(query: Query) -> Reply {
    match query {
        Query::Account(id) => Reply::Account(Ok(account(id))),
        Query::Friends(_, cursor) => Reply::Friends(Ok(page(FRIENDS, cursor, contact))),
        Query::FriendIds(_) => Reply::FriendIds(Ok((0..FRIENDS).map(|n| contact(n).id).collect())),
        Query::Blocks(_, cursor) => Reply::Blocks(Ok(page(BLOCKS, cursor, blocked))),
        Query::BlockIds(_) => Reply::BlockIds(Ok((0..BLOCKS).map(|n| blocked(n).id).collect())),
        Query::Conversations(_, cursor) => {
            Reply::Conversations(Ok(page(CONVERSATIONS, cursor, conversation)))
        }
        Query::PairStates(_, ids) => {
            let before = PairState {
                friend: Some(true),
                blocked: Some(true),
                remark: None,
            };
            Reply::PairStates(Ok(ids.into_iter().map(|id| (id, before.clone())).collect()))
        }
        Query::Verify(_) => Reply::Verified(Ok(Verification::Applied)),
        Query::Journal(_) => Reply::Journal(Ok(Vec::new())),
        Query::ExportJournal(_) => Reply::JournalExported(Ok((Text::new("journal.csv"), 0))),
        Query::Unfinished => Reply::Unfinished(Ok(Vec::new())),
        Query::JobSteps(_) => Reply::JobSteps(Err(Failure::new(
            FailureClass::NothingDone,
            FailureReason::Journal,
        ))),
        Query::Undoable(_) => Reply::Undoable(Ok(UndoAnswer::Refused(UndoRefusal::NothingToUndo))),
        Query::RemarksOf(..) => Reply::RemarksOf(Ok(Vec::new())),
        Query::Snapshots(_) => Reply::Snapshots(Ok(Vec::new())),
        Query::Import(_) => Reply::Imported(Err(FileError::NotAFile)),
        Query::Export(_) => Reply::Exported(Err(FileError::Exists)),
        Query::Diagnosis(users) => Reply::Diagnosis(Box::new(Diagnosis {
            accounts: users.map(|id| Ok(account(id))),
            blocks: [Some(false); 2],
            friends: [Some(true); 2],
            remarks: [None, None],
            why_unknown: None,
        })),
        Query::Relation(_, other) => {
            let relation = Relation {
                account: Some(Ok(account(other.clone()))),
                friends: Some(true),
                blocks: Some(false),
                blocked_by: Some(false),
            };
            Reply::Relation(other, Box::new(relation))
        }
    }
}

fn page<T>(total: usize, cursor: Option<Cursor>, row: impl Fn(usize) -> T) -> Page<T> {
    let from = cursor.map_or(0, |c| c.0.parse().unwrap());
    let to = (from + PAGE).min(total);
    Page {
        rows: (from..to).map(row).collect(),
        next: (to < total).then(|| Cursor(to.to_string())),
    }
}

fn account(id: UserId) -> Account {
    Account {
        id,
        uuid: Some(Text::new("0f9d1b80-8a6e-11ec-b0a4-4f5d1f7a9b10")),
        nickname: Some(Text::new("爱丽丝")),
        created: Some(1_617_330_600_000),
        activated: Some(true),
    }
}

fn contact(n: usize) -> Contact {
    Contact {
        id: UserId::new(&format!("friend_{n:04}")),
        remark: (!n.is_multiple_of(3)).then(|| Text::new(&format!("门店-虹口 {n}"))),
    }
}

fn blocked(n: usize) -> Blocked {
    Blocked {
        id: UserId::new(&format!("spam_{n:04}")),
    }
}

fn conversation(n: usize) -> Conversation {
    Conversation {
        id: UserId::new(&format!("friend_{n:04}")),
        kind: ChatKind::Chat,
        unread: u64::try_from(n % 7).ok(),
        last_at: Some(1_789_990_000_000),
        last_text: Some(Text::new("好的, 明天见")),
    }
}

fn screen(c: &mut Criterion) {
    let mut console = Console::open();
    c.bench_function("screen/draw", |b| b.iter(|| console.draw()));
    c.bench_function("screen/a row down and up again, drawn each time", |b| {
        b.iter(|| {
            for key in [KeyCode::Down, KeyCode::Up] {
                console.key(key);
                console.draw().unwrap();
            }
        });
    });
    c.bench_function("screen/a page down and up again, drawn each time", |b| {
        b.iter(|| {
            for key in [KeyCode::PageDown, KeyCode::PageUp] {
                console.key(key);
                console.draw().unwrap();
            }
        });
    });
}

/// The IDs of a small and of a large paste, and the jobs for them: what grows with the rows is the difference.
fn many(c: &mut Criterion) {
    for many in [20, 2_000] {
        let mut console = Console::open();
        let ids: Vec<String> = (0..many).map(|n| format!("many_{n:04}")).collect();
        console.tell(Event::Paste(ids.join("\n")));
        c.bench_function(&format!("screen/draw a sheet of {many} IDs"), |b| {
            b.iter(|| console.draw());
        });
        console.key(KeyCode::Char('u'));
        for digit in many.to_string().chars() {
            console.key(KeyCode::Char(digit));
        }
        console.draw().unwrap();
        console.rest();
        console.key(KeyCode::Enter);
        let job = console.model.jobs.last().unwrap();
        assert_eq!(job.states.len(), many);
        let request = job.request;
        console.tell(Event::Job(request, JobEvent::Begun(None)));
        console.key(KeyCode::Char('5'));
        c.bench_function(&format!("screen/draw a job of {many} changes"), |b| {
            b.iter(|| console.draw());
        });
    }
}

criterion_group!(benches, screen, many);
criterion_main!(benches);
