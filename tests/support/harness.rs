//! rosterm without a terminal: the real model, worker and client against a real sandbox, drawn into memory.
//! Keys go in; the screen and the server's state come out.
//!
//! Time advances only in [`Harness::rest`]. Nothing sleeps: a story waits for events.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ratatui::backend::TestBackend;
use ratatui::layout::Rect;
use ratatui::{CompletedFrame, Terminal};
use rosterm::api::{Api, AppKey, BaseUrl, Credentials, Secret, Settings, Timing};
use rosterm::domain::job::{JobEvent, JobPlan};
use rosterm::domain::{ListKind, UserId};
use rosterm::i18n::Lang;
use rosterm::journal::{AuditContext, Journal, JournalOptions};
use rosterm::model::drawn::DrawnFrame;
use rosterm::model::{Model, Session};
use rosterm::msg::copy::CopyTaker;
use rosterm::msg::{Effect, Event, Msg};
use rosterm::sandbox::SandboxConfig;
use rosterm::text::{self, Text};
use rosterm::update::update;
use rosterm::view;
use rosterm::worker::{Recorder, Worker};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

use super::keys::{char, keys};
use super::samples::{ALICE, session};
use super::sandbox::Sandbox;

/// How long a story waits for an event before it fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// rosterm on a sandbox.
pub struct Harness {
    pub sandbox: Arc<Sandbox>,
    pub model: Model,
    worker: Worker,
    inbox: UnboundedReceiver<Event>,
    terminal: Terminal<TestBackend>,
    at: u64,
    /// The last text that was copied to the clipboard.
    pub copied: Option<String>,
}

fn settings(sandbox: &Sandbox) -> Settings {
    Settings {
        base_url: BaseUrl::parse(sandbox.base_url()).unwrap(),
        app_key: AppKey::parse(sandbox.app_key()).unwrap(),
        credentials: Credentials::Token(Secret::new(sandbox.token())),
        share: 100,
        timing: Timing::default(),
        network: rosterm::api::Network::default(),
    }
}

impl Harness {
    /// In English, with no user open.
    pub async fn new(config: SandboxConfig) -> Self {
        Self::with(config, Lang::En, (120, 36)).await
    }

    /// In this language and at this size, with no user open.
    pub async fn with(config: SandboxConfig, lang: Lang, size: (u16, u16)) -> Self {
        Self::at(Arc::new(Sandbox::start(config).await), lang, size)
    }

    /// Another instance on the same sandbox, with no user open.
    pub fn beside(&self) -> Self {
        Self::at(Arc::clone(&self.sandbox), Lang::En, (120, 36))
    }

    /// Adds a journal in this file.
    pub async fn recording(mut self, path: &Path, operator: &str) -> Self {
        let opened = Journal::open(JournalOptions::new(path)).await.unwrap();
        let audit = AuditContext {
            operator: Some(Text::new(operator)),
            ..AuditContext::of_app(self.sandbox.app_key())
        };
        self.worker = self
            .worker
            .with_recorder(Recorder::new(opened.journal, audit));
        self
    }

    /// Opens the main user and waits for all replies.
    pub async fn with_alice(mut self) -> Self {
        self.open(ALICE);
        self.quiet().await;
        // A write key is ignored for a moment after the rows have arrived.
        self.rest();
        self
    }

    fn at(sandbox: Arc<Sandbox>, lang: Lang, size: (u16, u16)) -> Self {
        let (inbox, messages) = unbounded_channel();
        let traces = inbox.clone();
        let settings = settings(&sandbox);
        let root = settings.root();
        let api = Api::new(settings, move |trace| {
            let _ = traces.send(Event::RequestTraced(trace));
        });
        let session = Session {
            app_key: Text::new(sandbox.app_key()),
            host: Text::new(sandbox.base_url()),
            root: Text::new(&root),
            ..session()
        };
        Self {
            model: Model::new(session, lang, size),
            worker: Worker::new(api.unwrap(), inbox),
            inbox: messages,
            terminal: Terminal::new(TestBackend::new(size.0, size.1)).unwrap(),
            at: 10_000,
            copied: None,
            sandbox,
        }
    }

    /// Creates an instance, opens the main user and waits for all replies.
    pub async fn on_alice(config: SandboxConfig) -> Self {
        Self::new(config).await.with_alice().await
    }

    /// Quits, and waits for requests in progress.
    pub async fn quits(&mut self) {
        let (inbox, _) = unbounded_channel();
        let settings = settings(&self.sandbox);
        let idle = Worker::new(Api::new(settings, |_| {}).unwrap(), inbox);
        let worker = std::mem::replace(&mut self.worker, idle);
        worker.finish(PATIENCE).await;
    }

    /// Records changes from now on.
    pub fn record(&mut self, recorder: Recorder) {
        let (inbox, _) = unbounded_channel();
        let settings = settings(&self.sandbox);
        let idle = Worker::new(Api::new(settings, |_| {}).unwrap(), inbox);
        let worker = std::mem::replace(&mut self.worker, idle);
        self.worker = worker.with_recorder(recorder);
    }

    /// Opens a user as the command line does.
    pub fn open(&mut self, user: &str) {
        self.model.now = self.at;
        let effects = rosterm::update::start(&mut self.model, Some(UserId::typed(user)));
        self.perform(effects);
    }

    // ---- in ----

    /// Presses keys one after the other.
    pub fn press(&mut self, text: &str) {
        for key in keys(text) {
            self.take(Event::Key(key));
        }
    }

    /// Moves the cursor of a list to a row.
    pub fn onto(&mut self, pane: &str, id: &str) {
        self.press(pane);
        self.press("/<Ctrl-u>");
        self.types(id);
        self.press("<Enter>");
        self.rest();
    }

    /// Types text, character by character.
    pub fn types(&mut self, text: &str) {
        for c in text.chars() {
            self.take(Event::Key(char(c)));
        }
    }

    /// A bracketed paste.
    pub fn paste(&mut self, text: &str) {
        self.take(Event::Paste(text.to_owned()));
    }

    /// Lets enough time pass to arm a question and to request a card.
    pub fn rest(&mut self) {
        self.passes(600);
    }

    /// Lets this many milliseconds pass.
    pub fn passes(&mut self, time: u64) {
        self.at += time;
        self.take(Event::Tick);
    }

    /// Runs a job that the screen does not know about.
    pub async fn does(&mut self, plan: JobPlan) {
        let request = self.model.next_request();
        self.worker.begin_job(request, plan);
        loop {
            match timeout(PATIENCE, self.inbox.recv()).await {
                Ok(Some(Event::Job(of, JobEvent::Ended))) if of == request => return,
                Ok(Some(what)) => self.take(what),
                _ => panic!("the job never ended"),
            }
        }
    }

    /// Handles an event.
    pub fn take(&mut self, what: Event) {
        if matches!(what, Event::Key(_)) {
            self.draw();
        }
        let msg = Msg {
            at: self.at,
            event: what,
        };
        let effects = update(&mut self.model, msg);
        self.perform(effects);
    }

    pub fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Query(request, query) => self.worker.query(request, query),
                Effect::Change(request, change, seen) => self.worker.change(request, change, seen),
                Effect::CancelQuery(request) => self.worker.cancel_query(request),
                Effect::WithdrawChange(request) => self.worker.withdraw(request),
                Effect::SetTicketReference(reference) => self.worker.set_reference(reference),
                Effect::Copy(request, text) => {
                    self.copied = Some(text);
                    self.take(Event::Copied(request, Some(CopyTaker::Desktop)));
                }
                Effect::BeginJob(request, plan) => self.worker.begin_job(request, *plan),
                Effect::ResumeJob(request, number) => self.worker.resume_job(request, number),
                Effect::DiscardJob(number) => self.worker.discard_job(number),
                Effect::ControlJob(request, control) => self.worker.control_job(request, control),
                Effect::SendCopy(_)
                | Effect::Suspend
                | Effect::Prefer(_)
                | Effect::Redraw
                | Effect::Quit => {}
            }
        }
    }

    /// Waits for the next event and handles it.
    #[track_caller]
    pub fn next(&mut self) -> impl Future<Output = ()> + '_ {
        let told = std::panic::Location::caller();
        async move {
            match timeout(PATIENCE, self.inbox.recv()).await {
                Ok(Some(what)) => self.take(what),
                _ => panic!("nothing came, at {told}:\n{}", self.screen()),
            }
        }
    }

    /// Waits until this many events are in the inbox, without handling one.
    pub async fn waiting(&mut self, answers: usize) {
        let all = async {
            while self.inbox.len() < answers {
                tokio::task::yield_now().await;
            }
        };
        timeout(PATIENCE, all).await.unwrap();
    }

    /// Handles the events that are in the inbox already.
    pub fn drain(&mut self) {
        while let Ok(what) = self.inbox.try_recv() {
            self.take(what);
        }
    }

    /// Handles events until the screen satisfies the condition.
    #[track_caller]
    pub fn until(
        &mut self,
        wanted: impl Fn(&str) -> bool + 'static,
    ) -> impl Future<Output = String> + '_ {
        let told = std::panic::Location::caller();
        async move {
            loop {
                let screen = self.screen();
                if wanted(&screen) {
                    return screen;
                }
                match timeout(PATIENCE, self.inbox.recv()).await {
                    Ok(Some(what)) => self.take(what),
                    _ => panic!("it never came to that, at {told}:\n{screen}"),
                }
            }
        }
    }

    /// Handles events until the screen shows a text.
    #[track_caller]
    pub fn shows(&mut self, text: impl Into<String>) -> impl Future<Output = String> + '_ {
        let text = text.into();
        self.until(move |screen| screen.contains(&text))
    }

    /// Handles events until nothing is in progress.
    #[track_caller]
    pub fn quiet(&mut self) -> impl Future<Output = ()> + '_ {
        let told = std::panic::Location::caller();
        async move {
            while self.is_busy() {
                match timeout(PATIENCE, self.inbox.recv()).await {
                    Ok(Some(what)) => self.take(what),
                    _ => panic!("it never came to rest, at {told}:\n{}", self.screen()),
                }
            }
            self.drain();
        }
    }

    fn is_busy(&self) -> bool {
        let totals = self
            .model
            .user
            .as_ref()
            .is_some_and(|u| u.friend_ids.asked.is_some() || u.block_ids.asked.is_some());
        totals || self.model.is_busy()
    }

    // ---- out ----

    /// The screen, line by line.
    pub fn screen(&mut self) -> String {
        self.lines().join("\n")
    }

    /// The lines of the screen.
    pub fn lines(&mut self) -> Vec<String> {
        let (columns, rows) = self.model.size;
        self.part(Rect::new(0, 0, columns, rows))
    }

    /// Draws the screen as the program does.
    fn draw(&mut self) -> CompletedFrame<'_> {
        let Self {
            terminal, model, ..
        } = self;
        let mut drawn = DrawnFrame::default();
        let frame = terminal.draw(|frame| drawn = view::draw(model, frame));
        model.is_shown(drawn);
        frame.unwrap()
    }

    /// The lines of a part of the screen; a wide character takes two cells.
    fn part(&mut self, part: Rect) -> Vec<String> {
        // Read the frame itself: unlike a terminal, the in-memory backend does not clear the second cell of a
        // wide character.
        let frame = self.draw();
        let line = |y| {
            let mut line = String::new();
            let mut x = part.left();
            while x < part.right() {
                let symbol = frame.buffer[(x, y)].symbol();
                line.push_str(symbol);
                x += u16::try_from(text::width(symbol)).unwrap().max(1);
            }
            line
        };
        (part.top()..part.bottom()).map(line).collect()
    }

    /// The text of the topmost dialog, without line breaks and spaces.
    pub fn dialog(&mut self) -> Option<String> {
        let lines = self.lines();
        let mut inside = false;
        let mut said = String::new();
        for line in lines {
            let ends = (line.find(['╔', '║', '╚']), line.rfind(['╗', '║', '╝']));
            let (Some(left), Some(right)) = ends else {
                continue;
            };
            inside = true;
            said.push_str(&line[left..right]);
        }
        inside.then(|| squeezed(&said))
    }

    /// The text of a list, without line breaks and spaces.
    pub fn pane(&mut self, pane: ListKind) -> String {
        let place = self.model.layout().pane(pane).unwrap();
        squeezed(&self.part(place).concat())
    }

    /// The row under the cursor in the focused list, without spaces.
    pub fn cursor_row(&mut self) -> String {
        let place = self.model.layout().rows(self.model.focus).unwrap();
        let rows = self.part(place);
        let row = rows.iter().find(|line| line.starts_with("> "));
        squeezed(row.map_or("", |row| row))
    }
}

/// Removes line breaks, spaces and box-drawing characters, so that wrapped text can be compared.
pub fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{2500}'..='\u{257f}'))
        .collect()
}
