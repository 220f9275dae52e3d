//! rosterm without a terminal and without a network: keys and the replies of a [`World`] go in, a picture
//! comes out.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use jiff::tz::{self, TimeZone};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use rosterm::domain::history::RequestTrace;
use rosterm::domain::job::{JobEvent, UndoAnswer};
use rosterm::domain::{Failure, PriorKnowledge, RequestId, UserId};
use rosterm::i18n::Lang;
use rosterm::keymap::Layer;
use rosterm::model::drawn::DrawnFrame;
use rosterm::model::{Model, ROW_MOVED_GUARD, Session};
use rosterm::msg::copy::CopyTaker;
use rosterm::msg::{Effect, Event, Millis, Msg, Query, Reply};
use rosterm::text::Text;
use rosterm::update::{start, update};

use super::keys::{char, keys};
use super::samples::{ALICE, session};
use super::world::{NOW, World, millis};

/// The start value of the event clock.
const START: Millis = 10_000;

/// A fresh instance.
pub struct Scripted {
    pub model: Model,
    pub world: World,
    /// Queries and changes without a reply yet.
    pub asked: Vec<Effect>,
    /// The newest job.
    job: Option<RequestId>,
    /// The last copy.
    copy: Option<RequestId>,
    at: Millis,
    /// What [`Self::look`] draws on: new buffers for every key would take most of the tests' time.
    canvas: Terminal<TestBackend>,
}

impl Scripted {
    pub fn new(lang: Lang, size: (u16, u16)) -> Self {
        let session = Session {
            share: 20,
            epoch: millis(NOW) - i64::try_from(START).unwrap(),
            // Neither the machine's zone nor UTC, so that using either by mistake is noticed.
            zone: TimeZone::fixed(tz::offset(8)),
            ..session()
        };
        let mut model = Model::new(session, lang, size);
        model.now = START;
        Self {
            model,
            world: World::usual(),
            asked: Vec::new(),
            job: None,
            copy: None,
            at: START,
            canvas: Terminal::new(TestBackend::new(size.0, size.1)).unwrap(),
        }
    }

    // ---- in ----

    /// Starts without a user.
    pub fn start(&mut self) {
        self.asked = start(&mut self.model, None);
    }

    /// Starts with this user, without any reply yet.
    pub fn open(&mut self, user: &str) {
        self.asked = start(&mut self.model, Some(UserId::new(user)));
    }

    /// Opens Alice in this world and waits until everything has arrived, including the card.
    pub fn open_in(&mut self, world: World) {
        let unfinished = std::mem::take(&mut self.world.unfinished);
        self.world = World {
            unfinished,
            ..world
        };
        self.open(ALICE);
        self.answer();
        self.rest();
        // A key pressed while rows arrive under the cursor would be ignored.
        self.wait(ROW_MOVED_GUARD);
    }

    /// Opens Alice in the usual world.
    pub fn on_alice(&mut self) {
        self.open_in(World::usual());
    }

    pub fn tell(&mut self, what: Event) {
        let msg = Msg {
            at: self.at,
            event: what,
        };
        let effects = update(&mut self.model, msg);
        for effect in effects {
            match effect {
                Effect::CancelQuery(request) => {
                    self.asked.retain(|asked| ticket_of(asked) != request);
                }
                Effect::Query(..) | Effect::Change(..) => self.asked.push(effect),
                Effect::BeginJob(request, _) | Effect::ResumeJob(request, _) => {
                    self.job = Some(request);
                }
                Effect::Copy(request, _) => self.copy = Some(request),
                Effect::WithdrawChange(_)
                | Effect::ControlJob(..)
                | Effect::SetTicketReference(_)
                | Effect::DiscardJob(_)
                | Effect::Suspend
                | Effect::Prefer(_)
                | Effect::Redraw
                | Effect::SendCopy(_)
                | Effect::Quit => {}
            }
        }
    }

    /// Completes the last copy: with this taker, or with none.
    pub fn taken(&mut self, taker: Option<CopyTaker>) {
        self.tell(Event::Copied(self.copy.unwrap(), taker));
    }

    /// An event of the worker about the newest job.
    pub fn worker(&mut self, news: JobEvent) {
        self.tell(Event::Job(self.job.unwrap(), news));
    }

    /// Presses keys one after the other. A question is read before it is answered.
    pub fn press(&mut self, text: &str) {
        for key in keys(text) {
            self.press_one(key);
        }
    }

    pub fn press_one(&mut self, key: KeyEvent) {
        let asks = match self.model.layer() {
            Layer::Confirm | Layer::Choice | Layer::Field | Layer::Failed | Layer::Offer => true,
            Layer::Lists
            | Layer::Filter
            | Layer::Waiting
            | Layer::Reader
            | Layer::Card
            | Layer::Triage
            | Layer::Jobs
            | Layer::Journal
            | Layer::Preferences
            | Layer::Diagnosis => false,
        };
        let answers = matches!(
            key.code,
            KeyCode::Char('y' | 'm' | 'r' | 'e') | KeyCode::Enter
        );
        if answers && asks {
            self.reads();
        }
        self.look();
        self.tell(Event::Key(key));
    }

    /// Draws the screen, as happens before every key.
    pub fn look(&mut self) {
        let (columns, rows) = self.model.size;
        self.canvas.backend_mut().resize(columns, rows);
        let mut drawn = DrawnFrame::default();
        self.canvas
            .draw(|frame| drawn = rosterm::view::draw(&self.model, frame))
            .unwrap();
        self.model.is_shown(drawn);
    }

    /// The effects without a reply.
    pub fn asked(&self) -> &[Effect] {
        &self.asked
    }

    /// Turns the wheel by one notch.
    pub fn wheel(&mut self, down: bool) {
        self.look();
        let kind = if down {
            MouseEventKind::ScrollDown
        } else {
            MouseEventKind::ScrollUp
        };
        self.tell(Event::Mouse(MouseEvent {
            kind,
            column: 5,
            row: 5,
            modifiers: KeyModifiers::NONE,
        }));
    }

    /// Clicks on the first cell of a text on the screen.
    pub fn click(&mut self, text: &str) {
        self.look();
        let buffer = self.canvas.backend().buffer();
        let area = buffer.area;
        let reads = |x: u16, y: u16| {
            let mut cells = (x..area.right()).filter_map(|x| buffer.cell((x, y)));
            let mut left = text;
            while !left.is_empty() {
                let symbol = cells.next().map(Cell::symbol).filter(|s| !s.is_empty());
                let rest = symbol.and_then(|symbol| left.strip_prefix(symbol));
                let Some(rest) = rest else {
                    return false;
                };
                left = rest;
            }
            true
        };
        let mut places = (0..area.height).flat_map(|y| (0..area.width).map(move |x| (x, y)));
        let (column, row) = places
            .find(|(x, y)| reads(*x, *y))
            .unwrap_or_else(|| panic!("{text} is not on the screen"));
        self.tell(Event::Mouse(MouseEvent {
            kind: MouseEventKind::Down(MouseButton::Left),
            column,
            row,
            modifiers: KeyModifiers::NONE,
        }));
    }

    /// Scrolls until a question has been read to its end.
    pub fn reads(&mut self) {
        self.look();
        while !self.model.dialogs.is_empty() && !self.model.dialogs.was_on_screen() {
            let before = self.model.dialogs.first_line();
            self.press("<PgDn>");
            self.look();
            assert!(self.model.dialogs.first_line() > before, "there is no more");
        }
    }

    /// Types a text, key by key.
    pub fn types(&mut self, text: &str) {
        for c in text.chars() {
            self.look();
            self.tell(Event::Key(char(c)));
        }
    }

    pub fn paste(&mut self, text: &str) {
        self.tell(Event::Paste(text.to_owned()));
    }

    /// Lets time pass.
    pub fn wait(&mut self, time: Millis) {
        self.at += time;
        self.tell(Event::Tick);
    }

    /// Replies to every query that the world has a reply for, until there are no more.
    pub fn answer(&mut self) {
        while let Some((place, reply)) =
            self.asked
                .iter()
                .enumerate()
                .find_map(|(place, effect)| match effect {
                    Effect::Query(_, query) => self.world.answer(query).map(|f| (place, f)),
                    _ => None,
                })
        {
            let Effect::Query(request, query) = self.asked.remove(place) else {
                unreachable!("only reads are looked for");
            };
            if let Some(trace) = trace(&query, &reply, self.model.wall()) {
                self.tell(Event::RequestTraced(trace));
            }
            self.tell(Event::Reply(request, reply));
        }
    }

    /// Replies to an import or an export.
    pub fn file(&mut self, reply: Reply) {
        let is = |e: &Effect| matches!(e, Effect::Query(_, Query::Import(_) | Query::Export(_)));
        let place = self.asked.iter().position(is).unwrap();
        let request = ticket_of(&self.asked.remove(place));
        self.tell(Event::Reply(request, reply));
    }

    /// Reports that this many rows have been read for a file.
    pub fn progress(&mut self, rows: usize) {
        let is = |e: &&Effect| matches!(e, Effect::Query(_, Query::Import(_) | Query::Export(_)));
        let request = ticket_of(self.asked.iter().find(is).unwrap());
        self.tell(Event::Progress(request, rows));
    }

    /// Replies only to the queries of the triage sheet.
    pub fn answer_standing(&mut self) {
        let is_standing = |e: &Effect| matches!(e, Effect::Query(_, Query::PairStates(..)));
        while let Some(place) = self.asked.iter().position(is_standing) {
            let Effect::Query(request, query) = self.asked.remove(place) else {
                unreachable!("only reads are looked for");
            };
            let answer = self.world.answer(&query).unwrap();
            self.tell(Event::Reply(request, answer));
        }
    }

    /// Delivers the journal's reply about what can be undone.
    pub fn found(&mut self, found: UndoAnswer) {
        let is_asked = |e: &Effect| matches!(e, Effect::Query(_, Query::Undoable(_)));
        let place = self.asked.iter().position(is_asked).unwrap();
        let Effect::Query(request, _) = self.asked.remove(place) else {
            unreachable!("only reads are looked for");
        };
        self.tell(Event::Reply(request, Reply::Undoable(Ok(found))));
    }

    /// Rests the cursor until the card has sent its queries and has got the replies.
    pub fn rest(&mut self) {
        self.wait(300);
        self.answer();
    }

    /// Completes the oldest pending change with this outcome.
    pub fn outcome(&mut self, result: Result<(), Failure>) {
        let place = self.asked.iter().position(is_change);
        let Effect::Change(request, change, _) = self.asked.remove(place.unwrap()) else {
            unreachable!("only changes are looked for");
        };
        self.tell(Event::Changed(
            request,
            change,
            result.map(|()| PriorKnowledge::Known),
        ));
    }

    pub fn done(&mut self) {
        self.outcome(Ok(()));
    }

    pub fn fails(&mut self, failure: Failure) {
        self.outcome(Err(failure));
    }

    /// Reports that a pending call has to wait before it is sent. Changes come before reads.
    pub fn queued(&mut self, time: Millis, which: impl Fn(&Effect) -> bool) {
        let asked = self.asked.iter().find(|effect| which(effect)).unwrap();
        self.tell(Event::Waiting(ticket_of(asked), time));
    }

    // ---- out ----

    /// The contents of the screen, and the position of the caret.
    pub fn draw(&self) -> (Buffer, Option<(u16, u16)>) {
        let (columns, rows) = self.model.size;
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal
            .draw(|frame| _ = rosterm::view::draw(&self.model, frame))
            .unwrap();
        let backend = terminal.backend();
        let caret = backend.cursor_visible().then(|| {
            let at = backend.cursor_position();
            (at.x, at.y)
        });
        (backend.buffer().clone(), caret)
    }
}

pub fn is_change(effect: &Effect) -> bool {
    matches!(effect, Effect::Change(..))
}

fn ticket_of(effect: &Effect) -> RequestId {
    match effect {
        Effect::Query(request, _) | Effect::Change(request, ..) => *request,
        other => unreachable!("{other:?} is not answered"),
    }
}

/// The request as the log shows it.
fn trace(query: &Query, reply: &Reply, wall: i64) -> Option<RequestTrace> {
    let (method, path, took) = match query {
        Query::Account(id) => ("GET", format!("users/{}", id.raw()), 31),
        Query::Friends(id, _) => (
            "GET",
            format!("user/{}/contacts?limit=50&needReturnRemark=true", id.raw()),
            61,
        ),
        Query::FriendIds(id) => ("GET", format!("users/{}/contacts/users", id.raw()), 48),
        Query::Blocks(id, _) => (
            "GET",
            format!("users/{}/blocks/users?pageSize=50", id.raw()),
            39,
        ),
        Query::BlockIds(id) => ("GET", format!("users/{}/blocks/users", id.raw()), 44),
        Query::Conversations(id, _) => (
            "GET",
            format!("user/{}/user_channels?limit=50", id.raw()),
            128,
        ),
        Query::Relation(..)
        | Query::Diagnosis(_)
        | Query::Verify(_)
        | Query::PairStates(..)
        | Query::RemarksOf(..) => ("POST", "blocks/check".to_owned(), 1204),
        // These send no request, or no picture shows it.
        Query::Undoable(_)
        | Query::Unfinished
        | Query::JobSteps(_)
        | Query::Journal(_)
        | Query::ExportJournal(_)
        | Query::Snapshots(_)
        | Query::Import(_)
        | Query::Export(_) => return None,
    };
    let failure = match reply {
        Reply::Account(Err(why))
        | Reply::Friends(Err(why))
        | Reply::FriendIds(Err(why))
        | Reply::Blocks(Err(why))
        | Reply::BlockIds(Err(why))
        | Reply::Conversations(Err(why)) => Some(why),
        _ => None,
    };
    Some(RequestTrace {
        wall,
        writes: false,
        method,
        path: Text::new(&path),
        outcome: failure.map_or(Ok(200), |why| why.status.ok_or(why.reason)),
        took,
    })
}
