//! The terminal and the event loop: the only place where keys, replies and time come together.

mod clipboard;
mod defect;
mod follow;
mod frame_rate;
mod input;
mod memory;
mod multiplexer;
mod prompt;
mod screen;
mod setup;
mod tty;

use std::io::{self, IsTerminal, stdin};
use std::os::fd::AsFd;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use tokio::io::Interest;
use tokio::net::unix::pipe;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{self, timeout_at};

use crate::api::{Api, Settings};
use crate::domain::history::TicketReference;
use crate::domain::{PreferenceProblem, UserId};
use crate::i18n::Lang;
use crate::keymap;
use crate::model::drawn::DrawnFrame;
use crate::model::{Model, RemarkRecording, Session};
use crate::msg::{Effect, Event, Millis, Msg};
use crate::preferences::Preferences;
use crate::update::{start, update};
use crate::view;
use crate::worker::{Recorder, Worker, WriteTiming};

/// How long to wait at exit for changes and copies that are in progress.
const LAST_WAIT: Duration = Duration::from_millis(500);

/// How far the wall clock and the monotonic clock may drift apart before the model is told, in milliseconds.
const CLOCK_SLACK: u64 = 1_000;

/// SIGHUP, reported also when the terminal closes without it.
const HANGUP: u8 = 1;

/// Everything that rosterm starts with.
#[derive(Debug)]
pub struct LaunchOptions {
    /// Where to connect, and the credentials.
    pub settings: Settings,
    /// What the screen shows about the session.
    pub session: Session,
    /// The language if none was chosen.
    pub lang: Lang,
    /// What the screen looks like.
    pub preferences: Preferences,
    /// The file in which changes of that are remembered.
    pub remembered: Option<PathBuf>,
    /// What is wrong with that file.
    pub preference_problem: Option<PreferenceProblem>,
    /// Records writes in the journal.
    pub recorder: Recorder,
    /// How much of a remark's text is recorded.
    pub remarks: RemarkRecording,
    /// The ticket and the reason that changes are recorded under.
    pub reference: TicketReference,
    /// The user to open at the start.
    pub user: Option<UserId>,
}

use clipboard::Clipboard;
pub use defect::end_on_panic;
pub use follow::{FollowError, FollowEvent, JobToFollow, follow};
use frame_rate::FrameRate;
use input::{Keyboard, StrokeOrSilence};
use memory::PreferenceMemory;
pub use prompt::prompt;
use screen::Screen;
pub use setup::{SetUpExit, set_up};

/// The terminal with its keys and the system's signals, set up once and shared by successive screens.
pub struct TerminalSession {
    screen: Screen,
    keyboard: Keyboard,
    inbox: UnboundedSender<Event>,
    messages: UnboundedReceiver<Event>,
    signals: TerminalSignals,
}

impl TerminalSession {
    /// Takes the terminal. It is restored when this is dropped.
    pub fn take(preferences: Preferences) -> io::Result<Self> {
        let (inbox, messages) = unbounded_channel();
        let signals = TerminalSignals::new(&inbox)?;
        let mut screen = Screen::take(preferences)?;
        let keyboard = Keyboard::start();
        screen.ask()?;
        Ok(Self {
            screen,
            keyboard,
            inbox,
            messages,
            signals,
        })
    }
}

/// Runs rosterm until the user quits. Returns the exit code: 0, or 128 + n after signal n.
///
/// # Errors
///
/// If the terminal cannot be read or drawn on, or if the client cannot be set up. The terminal is restored in
/// every case.
pub async fn run(terminal: TerminalSession, launch: LaunchOptions) -> io::Result<u8> {
    let TerminalSession {
        screen,
        keyboard,
        inbox,
        mut messages,
        mut signals,
    } = terminal;
    let traces = inbox.clone();
    let api = Api::new(launch.settings, move |trace| {
        // Nobody receives once rosterm is quitting.
        let _ = traces.send(Event::RequestTraced(trace));
    })
    .map_err(|failure| io::Error::other(failure.to_string()))?;
    let size = tty::size()?;
    let waits = WriteTiming {
        verify_after: launch.session.settle,
        ..WriteTiming::default()
    };
    let mut memory = PreferenceMemory::new(launch.remembered, inbox.clone());
    if let Some(problem) = launch.preference_problem {
        memory.tell(problem);
    }
    let mut event_loop = EventLoop {
        memory,
        model: Model::new(launch.session, launch.lang, size),
        screen,
        keyboard,
        clipboard: Clipboard::new(inbox.clone()),
        worker: Worker::new(api, inbox)
            .with_timing(waits)
            .with_recorder(launch.recorder),
        started: Instant::now(),
    };
    event_loop.model.preferences = launch.preferences;
    event_loop.model.lang = launch.preferences.language.unwrap_or(launch.lang);
    event_loop.model.mouse_possible = screen::is_mouse_possible();
    // A reference from the command line is recorded in the journal like any other.
    event_loop.model.reference.clone_from(&launch.reference);
    event_loop.model.remark_recording = launch.remarks;
    event_loop.worker.set_reference(launch.reference);
    let outcome = event_loop.run(&mut messages, launch.user).await;
    if outcome.is_ok() && signals.caught.is_empty() {
        event_loop.hand_over_the_copy(&mut messages).await;
    }
    let EventLoop {
        screen,
        worker,
        memory,
        ..
    } = event_loop;
    drop(screen);
    memory.finish(LAST_WAIT).await;
    worker.finish(LAST_WAIT).await;
    signals.code(outcome)
}

/// What woke the loop.
enum Incoming {
    Keys(StrokeOrSilence),
    Event(Box<Event>),
    /// The terminal was behind, and has taken the last frame.
    CaughtUp,
}

impl Incoming {
    fn said(what: Event) -> Self {
        Self::Event(Box::new(what))
    }
}

struct EventLoop {
    model: Model,
    screen: Screen,
    keyboard: Keyboard,
    clipboard: Clipboard,
    worker: Worker,
    memory: PreferenceMemory,
    started: Instant,
}

impl EventLoop {
    async fn run(
        &mut self,
        messages: &mut UnboundedReceiver<Event>,
        user: Option<UserId>,
    ) -> io::Result<()> {
        let effects = start(&mut self.model, user);
        self.perform(effects)?;
        let mut rate = FrameRate::default();
        self.draw(&mut rate)?;
        while !self.model.leaving {
            let Some(first) = self.next(messages).await else {
                return Ok(());
            };
            let mut is_awaited = self.handle_queued(first, messages)?;
            // What nobody waits for may be drawn together with what comes next.
            while !is_awaited && let Some(due) = rate.wait_until(time::Instant::now()) {
                match timeout_at(due, self.next(messages)).await {
                    Ok(Some(next)) => is_awaited = self.handle_queued(next, messages)?,
                    Ok(None) => return Ok(()),
                    Err(_) => break,
                }
            }
            if !self.model.leaving {
                self.draw(&mut rate)?;
            }
        }
        Ok(())
    }

    /// Handles everything that is queued; returns whether somebody waits for what comes of it.
    fn handle_queued(
        &mut self,
        first: Incoming,
        messages: &mut UnboundedReceiver<Event>,
    ) -> io::Result<bool> {
        let mut is_awaited = false;
        let mut next = Some(first);
        while let Some(come) = next {
            match come {
                Incoming::Keys(keys) => {
                    is_awaited = true;
                    self.handle_keys(keys)?;
                }
                Incoming::Event(what) => self.take(*what)?,
                Incoming::CaughtUp => {
                    is_awaited = true;
                    // A key that was pressed before the question could be read does not answer it.
                    let now = self.now();
                    self.model.dialogs.rearm_unprompted(now);
                }
            }
            next = self.waiting(messages).filter(|_| !self.model.leaving);
        }
        Ok(is_awaited || self.model.leaving)
    }

    fn draw(&mut self, rate: &mut FrameRate) -> io::Result<()> {
        rate.note(time::Instant::now());
        let mut drawn = DrawnFrame::default();
        let model = &self.model;
        self.screen.draw(|frame| drawn = view::draw(model, frame))?;
        // If the terminal is behind, nothing was seen yet: the frame is drawn again once it has caught up.
        if !self.screen.is_behind() {
            self.model.is_shown(drawn);
        }
        Ok(())
    }

    /// Waits for a copy in progress when the user quits right after it: it would be lost silently.
    async fn hand_over_the_copy(&mut self, messages: &mut UnboundedReceiver<Event>) {
        let end = time::Instant::now() + LAST_WAIT;
        while let Some(copying) = &self.model.pending_copy {
            match timeout_at(end, messages.recv()).await {
                Ok(Some(Event::Copied(request, Some(_)))) if request == copying.request => return,
                Ok(Some(Event::Copied(request, None))) if request == copying.request => break,
                Ok(Some(_)) => {}
                Ok(None) | Err(_) => break,
            }
        }
        if let Some(copying) = self.model.pending_copy.take() {
            // If the terminal cannot be written to, there is nobody to paste.
            let _ = self.screen.send(&clipboard::sequence_for(&copying.text));
        }
    }

    /// The next keyboard input or event, or a tick if the model wants one.
    async fn next(&mut self, messages: &mut UnboundedReceiver<Event>) -> Option<Incoming> {
        let tick = self
            .model
            .next_wake()
            .map(|wake| wake.saturating_sub(self.now()));
        let tick = async {
            match tick {
                Some(wait) => tokio::time::sleep(Duration::from_millis(wait)).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            keys = self.keyboard.next() => Some(Incoming::Keys(keys)),
            what = messages.recv() => what.map(Incoming::said),
            () = self.screen.catches_up() => Some(Incoming::CaughtUp),
            () = tick => Some(Incoming::said(Event::Tick)),
        }
    }

    /// What is queued already.
    fn waiting(&mut self, messages: &mut UnboundedReceiver<Event>) -> Option<Incoming> {
        let keys = self.keyboard.try_next().map(Incoming::Keys);
        keys.or_else(|| messages.try_recv().ok().map(Incoming::said))
    }

    /// Handles a stroke of the keyboard, or the silence after it. What a key does is decided only after all keys before it have
    /// acted.
    fn handle_keys(&mut self, keys: StrokeOrSilence) -> io::Result<()> {
        for what in self.keyboard.release(&keys) {
            self.take(what)?;
        }
        let layer = self.model.layer();
        for what in self.keyboard.accept(keys, |key| keymap::weigh(layer, key)) {
            self.take(what)?;
        }
        Ok(())
    }

    fn now(&self) -> Millis {
        Millis::try_from(self.started.elapsed().as_millis()).unwrap_or(Millis::MAX)
    }

    fn take(&mut self, what: Event) -> io::Result<()> {
        let at = self.now();
        // Before anything else: a key pressed after a long sleep must see what is no longer allowed.
        let wall = Timestamp::now().as_millisecond();
        if wall.abs_diff(self.model.wall_at(at)) > CLOCK_SLACK {
            let effects = update(
                &mut self.model,
                Msg {
                    at,
                    event: Event::Clock(wall),
                },
            );
            self.perform(effects)?;
        }
        if let Event::WideLines(wide) = what {
            self.screen.measured(wide);
        }
        if let Event::Resize(..) = what {
            // Even if it is the old size again: the terminal has cut the picture in between.
            self.screen.spoil();
        }
        let effects = update(&mut self.model, Msg { at, event: what });
        self.perform(effects)
    }

    fn perform(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        for effect in effects {
            match effect {
                Effect::Query(request, query) => self.worker.query(request, query),
                Effect::Change(request, change, seen) => self.worker.change(request, change, seen),
                Effect::BeginJob(request, plan) => self.worker.begin_job(request, *plan),
                Effect::ResumeJob(request, number) => self.worker.resume_job(request, number),
                Effect::DiscardJob(number) => self.worker.discard_job(number),
                Effect::ControlJob(request, control) => self.worker.control_job(request, control),
                Effect::SetTicketReference(reference) => self.worker.set_reference(reference),
                Effect::CancelQuery(request) => self.worker.cancel_query(request),
                Effect::WithdrawChange(request) => self.worker.withdraw(request),
                Effect::Suspend => {
                    self.screen.suspend()?;
                    let (columns, rows) = tty::size()?;
                    self.take(Event::Resize(columns, rows))?;
                }
                Effect::Prefer(change) => {
                    self.screen.prefer(change)?;
                    self.memory.keep(change);
                }
                Effect::Redraw => self.screen.spoil(),
                Effect::Copy(request, text) => self.clipboard.put(request, text),
                Effect::SendCopy(text) => self.screen.send(&clipboard::sequence_for(&text))?,
                // `leaving` ends the loop.
                Effect::Quit => {}
            }
        }
        Ok(())
    }
}

/// Waits until the terminal is gone. Reading it would then return nothing in a busy loop, and the signal goes
/// only to the shell, which may not forward it.
async fn terminal_gone() -> io::Result<()> {
    // Nothing is read from it, so it does not have to be a pipe; any descriptor can be polled like this.
    let terminal = stdin().as_fd().try_clone_to_owned()?;
    let terminal = pipe::Receiver::from_owned_fd_unchecked(terminal)?;
    while !terminal.ready(Interest::READABLE).await?.is_read_closed() {
        // There are keys for the thread that reads them: wait for the next readiness event.
        let _ = terminal.try_io::<()>(|| Err(io::ErrorKind::WouldBlock.into()));
    }
    Ok(())
}

/// The signals for rosterm, turned into events.
struct TerminalSignals {
    /// The terminating signals, in order of arrival.
    caught: UnboundedReceiver<u8>,
}

impl TerminalSignals {
    fn new(inbox: &UnboundedSender<Event>) -> io::Result<Self> {
        prompt::others_answer();
        let (tell, caught) = unbounded_channel();
        for number in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
            let mut stream = signal(SignalKind::from_raw(number))?;
            let (inbox, tell) = (inbox.clone(), tell.clone());
            tokio::spawn(async move {
                while stream.recv().await.is_some() {
                    let _ = tell.send(u8::try_from(number).unwrap_or(0));
                    let _ = inbox.send(Event::Terminate);
                }
            });
        }
        let mut resized = signal(SignalKind::window_change())?;
        let screen = inbox.clone();
        tokio::spawn(async move {
            while resized.recv().await.is_some() {
                // A terminal that does not report its size is gone, which is reported elsewhere.
                if let Ok((columns, rows)) = tty::size() {
                    let _ = screen.send(Event::Resize(columns, rows));
                }
            }
        });
        let inbox = inbox.clone();
        tokio::spawn(async move {
            // If the terminal cannot be watched, only the signal is left.
            if terminal_gone().await.is_ok() {
                let _ = tell.send(HANGUP);
                let _ = inbox.send(Event::Terminate);
            }
        });
        Ok(Self { caught })
    }

    /// The exit code after a screen ended with this result: 0, or 128 + n after signal n.
    fn code(&mut self, outcome: io::Result<()>) -> io::Result<u8> {
        match (self.caught.try_recv(), outcome) {
            (Ok(signal), _) => Ok(128 + signal),
            // Reading or drawing may notice that the terminal is gone before any signal arrives.
            (Err(_), _) if !stdin().is_terminal() => Ok(128 + HANGUP),
            (Err(_), outcome) => outcome.map(|()| 0),
        }
    }
}
