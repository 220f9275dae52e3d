//! A console without a terminal: the real model, worker and client against a real sandbox, drawn into
//! memory. Keys go in, the screen and the server's state come out.
//!
//! Time stands still but for [`Desk::rest`]. Nothing sleeps: a story waits for messages.

use rosterm::domain::lists::ListKind;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;
use ratatui::{CompletedFrame, Terminal};
use rosterm::api::{Api, AppKey, BaseUrl, Credentials, Secret, Settings, Timing};
use rosterm::domain::UserId;
use rosterm::domain::job::{JobEvent, JobPlan};
use rosterm::i18n::Lang;
use rosterm::journal::{AuditContext, Journal, JournalOptions};
use rosterm::model::{Model, Session};
use rosterm::msg::copy::CopyTaker;
use rosterm::msg::{Effect, Event, Msg};
use rosterm::sandbox::{Sandbox, SandboxConfig, start};
use rosterm::text::{self, Text};
use rosterm::update::update;
use rosterm::view;
use rosterm::worker::{Recorder, Worker};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

/// How long a story waits for a message before it is told as failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// The user whose lists the sandbox fills.
pub const ALICE: &str = "alice_01";

/// A console on a sandbox.
pub struct Desk {
    pub sandbox: Arc<Sandbox>,
    pub model: Model,
    pub http: reqwest::Client,
    worker: Worker,
    inbox: UnboundedReceiver<Event>,
    terminal: Terminal<TestBackend>,
    at: u64,
    /// What was put on the clipboard last.
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

/// Small lists, quick to load, and no rate limit in the way.
pub fn small() -> SandboxConfig {
    SandboxConfig {
        friends: 60,
        blocks: 70,
        conversations: 12,
        limits: false,
        ..SandboxConfig::default()
    }
}

impl Desk {
    /// A console in English with nobody open.
    pub async fn new(config: SandboxConfig) -> Self {
        Self::with(config, Lang::En, (120, 36)).await
    }

    /// A console in this language and of this size with nobody open.
    pub async fn with(config: SandboxConfig, lang: Lang, size: (u16, u16)) -> Self {
        Self::at(Arc::new(start(config).await.unwrap()), lang, size)
    }

    /// Another console on the same sandbox, with nobody open.
    pub fn beside(&self) -> Self {
        Self::at(Arc::clone(&self.sandbox), Lang::En, (120, 36))
    }

    /// The same with a journal in this file.
    pub async fn recording(mut self, path: &Path, operator: &str) -> Self {
        let opened = Journal::open(JournalOptions::new(path)).await.unwrap();
        let stamp = AuditContext {
            operator: Some(Text::new(operator)),
            ..AuditContext::of_app(self.sandbox.app_key())
        };
        self.worker = self.worker.recording(Recorder::new(opened.journal, stamp));
        self
    }

    /// The main user is open, and everything that was asked for is there.
    pub async fn with_alice(mut self) -> Self {
        self.open(ALICE);
        self.quiet().await;
        // A write key is not taken in the moment after the rows came.
        self.rest();
        self
    }

    fn at(sandbox: Arc<Sandbox>, lang: Lang, size: (u16, u16)) -> Self {
        let (inbox, messages) = unbounded_channel();
        let traces = inbox.clone();
        let settings = settings(&sandbox);
        let root = settings.root();
        let api = Api::new(settings, move |trace| {
            let _ = traces.send(Event::Request(trace));
        });
        let session = Session {
            app_key: Text::new(sandbox.app_key()),
            host: Text::new(sandbox.base_url()),
            root: Text::new(&root),
            sandbox: true,
            profile: None,
            environment: None,
            operator: None,
            read_only: false,
            may_unlock: false,
            friend_cap: Some(3_000),
            share: 100,
            settle: 20_000,
            arm: rosterm::dialog::ARM,
            epoch: 1_700_000_000_000,
            zone: jiff::tz::TimeZone::UTC,
        };
        Self {
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            model: Model::new(session, lang, size),
            worker: Worker::new(api.unwrap(), inbox),
            inbox: messages,
            terminal: Terminal::new(TestBackend::new(size.0, size.1)).unwrap(),
            at: 10_000,
            copied: None,
            sandbox,
        }
    }

    /// The main user is open and everything that was asked for is there.
    pub async fn on_alice(config: SandboxConfig) -> Self {
        Self::new(config).await.with_alice().await
    }

    /// The console ends; what is on its way is waited for.
    pub async fn quits(&mut self) {
        let (inbox, _) = unbounded_channel();
        let settings = settings(&self.sandbox);
        let idle = Worker::new(Api::new(settings, |_| {}).unwrap(), inbox);
        let worker = std::mem::replace(&mut self.worker, idle);
        worker.finish(PATIENCE).await;
    }

    /// Writes down what is done from now on.
    pub fn record(&mut self, recorder: Recorder) {
        let (inbox, _) = unbounded_channel();
        let settings = settings(&self.sandbox);
        let idle = Worker::new(Api::new(settings, |_| {}).unwrap(), inbox);
        let worker = std::mem::replace(&mut self.worker, idle);
        self.worker = worker.recording(recorder);
    }

    /// Opens a user as the command line does.
    pub fn open(&mut self, user: &str) {
        self.model.now = self.at;
        let effects = rosterm::update::start(&mut self.model, Some(UserId::typed(user)));
        self.perform(effects);
    }

    // ---- in ----

    /// Presses keys: characters as they are, others as `<Enter>`, `<Esc>`, `<Down>`, `<C-u>`.
    pub fn press(&mut self, keys: &str) {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|r| r.split_once('>'));
            let event = if let Some((name, after)) = named {
                rest = after;
                key(name)
            } else {
                rest = &rest[c.len_utf8()..];
                KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)
            };
            self.take(Event::Key(event));
        }
    }

    /// Brings a row of a list under the cursor.
    pub fn onto(&mut self, pane: &str, id: &str) {
        self.press(pane);
        self.press("/<C-u>");
        self.write(id);
        self.press("<Enter>");
        self.rest();
    }

    /// Types text into a field, character by character.
    pub fn write(&mut self, text: &str) {
        for c in text.chars() {
            let event = KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
            self.take(Event::Key(event));
        }
    }

    /// A bracketed paste.
    pub fn paste(&mut self, text: &str) {
        self.take(Event::Paste(text.to_owned()));
    }

    /// Lets time pass: long enough for a question to be armed and for a card to be asked for.
    pub fn rest(&mut self) {
        self.passes(600);
    }

    /// Lets so many milliseconds pass.
    pub fn passes(&mut self, time: u64) {
        self.at += time;
        self.take(Event::Tick);
    }

    /// Begins a job of which no screen knows.
    pub async fn does(&mut self, plan: JobPlan) {
        let request = self.model.next_request();
        self.worker.begin(request, plan);
        loop {
            match timeout(PATIENCE, self.inbox.recv()).await {
                Ok(Some(Event::Job(of, JobEvent::Ended))) if of == request => return,
                Ok(Some(what)) => self.take(what),
                _ => panic!("the job never ended"),
            }
        }
    }

    /// Takes a message.
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
                Effect::Query(request, fetch) => self.worker.query(request, fetch),
                Effect::Change(request, change, seen) => self.worker.change(request, change, seen),
                Effect::CancelQuery(request) => self.worker.cancel_query(request),
                Effect::WithdrawChange(request) => self.worker.withdraw(request),
                Effect::SetReference(reference) => self.worker.set_reference(reference),
                Effect::Copy(request, text) => {
                    self.copied = Some(text);
                    self.take(Event::Copied(request, Some(CopyTaker::Desktop)));
                }
                Effect::BeginJob(request, plan) => self.worker.begin(request, *plan),
                Effect::ResumeJob(request, number) => self.worker.resume(request, number),
                Effect::DiscardJob(number) => self.worker.discard(number),
                Effect::ControlJob(request, steer) => self.worker.control(request, steer),
                Effect::SendCopy(_) | Effect::Suspend | Effect::Redraw | Effect::Quit => {}
            }
        }
    }

    /// Takes the next message.
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

    /// Waits until so many answers lie in the inbox, without taking one.
    pub async fn waiting(&mut self, answers: usize) {
        let all = async {
            while self.inbox.len() < answers {
                tokio::task::yield_now().await;
            }
        };
        timeout(PATIENCE, all).await.unwrap();
    }

    /// Takes what is there already.
    pub fn drain(&mut self) {
        while let Ok(what) = self.inbox.try_recv() {
            self.take(what);
        }
    }

    /// Takes messages until the screen is as wanted.
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

    /// Takes messages until the screen shows a text.
    #[track_caller]
    pub fn shows(&mut self, text: impl Into<String>) -> impl Future<Output = String> + '_ {
        let text = text.into();
        self.until(move |screen| screen.contains(&text))
    }

    /// Takes messages until nothing is under way.
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

    /// Draws the screen as the console does.
    fn draw(&mut self) -> CompletedFrame<'_> {
        let Self {
            terminal, model, ..
        } = self;
        let mut drawn = None;
        let frame = terminal.draw(|frame| drawn = view::draw(model, frame));
        if let Some(drawn) = drawn {
            model.dialogs.drawn(drawn);
        }
        frame.unwrap()
    }

    /// The lines of a part of the screen; a wide character takes its two cells.
    fn part(&mut self, part: Rect) -> Vec<String> {
        // The frame itself: what a terminal does with the second cell of a wide character, the
        // backend in memory does not.
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

    /// What the dialog on top says, without line breaks and spaces.
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

    /// What a list says, without line breaks and spaces.
    pub fn pane(&mut self, pane: ListKind) -> String {
        let place = self.model.layout().pane(pane).unwrap();
        squeezed(&self.part(place).concat())
    }

    /// The row with the cursor in the focused list, without spaces.
    pub fn cursor_row(&mut self) -> String {
        let place = self.model.layout().rows(self.model.focus).unwrap();
        let rows = self.part(place);
        let row = rows.iter().find(|line| line.starts_with("> "));
        squeezed(row.map_or("", |row| row))
    }

    // ---- the server ----

    async fn control(&self, path: &str) -> Value {
        let url = format!("{}/_sandbox/{path}", self.sandbox.base_url());
        let body = self.http.get(url).send().await.unwrap().text().await;
        serde_json::from_str(&body.unwrap()).unwrap()
    }

    /// What the server holds about a user.
    pub async fn truth(&self, user: &str) -> Truth {
        Truth(self.control(&format!("users/{user}")).await)
    }

    /// Somebody else calls the server, below the app's address.
    pub async fn elsewhere(&self, method: &str, path: &str, body: &str) {
        let (org, app) = self.sandbox.app_key().split_once('#').unwrap();
        let url = format!("{}/{org}/{app}/{path}", self.sandbox.base_url());
        let call = self.http.request(method.parse().unwrap(), url);
        let call = call.bearer_auth(self.sandbox.token());
        let call = call.header("content-type", "application/json");
        let answer = call.body(body.to_owned()).send().await.unwrap();
        assert!(answer.status().is_success(), "{answer:?}");
    }

    /// No token is valid any more.
    pub async fn lapse(&self) {
        let url = format!("{}/_sandbox/tokens", self.sandbox.base_url());
        let answer = self.http.delete(url).send().await.unwrap();
        assert!(answer.status().is_success());
    }

    /// What the server was asked.
    pub async fn calls(&self) -> Value {
        self.control("calls").await
    }

    /// How many calls of a kind the server saw.
    pub async fn count(&self, template: &str) -> u64 {
        self.calls().await["by_path"][template]
            .as_u64()
            .unwrap_or(0)
    }

    /// Asks until the server has seen so many calls, answered or not.
    pub async fn server_sees(&self, calls: u64) -> Value {
        let seen = async {
            loop {
                let report = self.calls().await;
                if report["total"].as_u64().unwrap() >= calls {
                    return report;
                }
            }
        };
        timeout(PATIENCE, seen).await.unwrap()
    }

    /// Orders a fault for calls of this method whose path holds this text.
    pub fn fault(&self, method: &str, path: &str, fault: &Value) {
        let rule = json!({ "method": method, "path_contains": path, "fault": fault });
        self.faults(&json!([rule]));
    }

    /// Orders faults.
    pub fn faults(&self, rules: &Value) {
        self.sandbox.set_faults(json!({ "rules": rules })).unwrap();
    }

    /// All is well again.
    pub fn mend(&self) {
        self.sandbox
            .set_faults(json!({ "latency_ms": 0, "rules": [] }))
            .unwrap();
    }
}

/// What the server holds about a user.
#[derive(Debug)]
pub struct Truth(pub Value);

impl Truth {
    pub fn friends(&self) -> Vec<String> {
        let rows = self.0["friends"].as_array().unwrap().iter();
        rows.map(|row| row["username"].as_str().unwrap().to_owned())
            .collect()
    }

    pub fn has_friend(&self, id: &str) -> bool {
        self.friends().iter().any(|friend| friend == id)
    }

    /// The remark for a friend.
    pub fn remark(&self, friend: &str) -> Option<String> {
        let rows = self.0["friends"].as_array().unwrap();
        let row = rows.iter().find(|row| row["username"] == friend).unwrap();
        row["remark"].as_str().map(str::to_owned)
    }

    pub fn blocks(&self) -> Vec<String> {
        let rows = self.0["blocks"].as_array().unwrap().iter();
        rows.map(|id| id.as_str().unwrap().to_owned()).collect()
    }

    pub fn has_blocked(&self, id: &str) -> bool {
        self.blocks().iter().any(|blocked| blocked == id)
    }

    pub fn has_conversation(&self, id: &str) -> bool {
        let mut rows = self.0["conversations"].as_array().unwrap().iter();
        rows.any(|row| row["id"] == id)
    }

    pub fn has_lost_messages(&self, id: &str) -> bool {
        let mut rows = self.0["roam_deleted"].as_array().unwrap().iter();
        rows.any(|gone| gone == id)
    }
}

/// Without line breaks, spaces and the lines of boxes: text that was broken to fit compares again.
pub fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{2500}'..='\u{257f}'))
        .collect()
}

fn key(name: &str) -> KeyEvent {
    let plain = |code| KeyEvent::new(code, KeyModifiers::NONE);
    if let Some(letter) = name.strip_prefix("C-") {
        let letter = letter.chars().next().unwrap();
        return KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL);
    }
    match name {
        "Enter" => plain(KeyCode::Enter),
        "Esc" => plain(KeyCode::Esc),
        "Down" => plain(KeyCode::Down),
        "Up" => plain(KeyCode::Up),
        "Tab" => plain(KeyCode::Tab),
        "End" => plain(KeyCode::End),
        "Home" => plain(KeyCode::Home),
        "Del" => plain(KeyCode::Delete),
        "F5" => plain(KeyCode::F(5)),
        "F8" => plain(KeyCode::F(8)),
        other => panic!("no such key: {other}"),
    }
}
