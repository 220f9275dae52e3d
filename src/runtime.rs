//! The terminal and the loop: the only place where keys, answers and time come together.

mod clipboard;
mod defect;
mod follow;
mod input;
mod inside;
mod prompt;
mod screen;
mod setup;

use std::io::{self, IsTerminal, stdin};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use tokio::io::Interest;
use tokio::net::unix::pipe;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{self, timeout_at};

use crate::api::{Api, Settings};
use crate::domain::UserId;
use crate::domain::history::Reference;
use crate::i18n::Lang;
use crate::keymap;
use crate::model::{Model, RemarkRecording, Session};
use crate::msg::{Effect, Event, Millis, Msg};
use crate::paint::Frames;
use crate::update::{start, update};
use crate::view;
use crate::worker::{JobTiming, Recorder, Worker};

/// How long a change or a copy that is on its way is waited for when the console ends.
const LAST_WAIT: Duration = Duration::from_millis(500);

/// How far the wall clock and the messages' clock may drift apart before the model is told, in milliseconds.
const CLOCK_SLACK: u64 = 1_000;

/// The number of the signal that says that the terminal is gone, SIGHUP's on every system.
const GONE: u8 = 1;

/// Everything that the console starts with.
#[derive(Debug)]
pub struct LaunchOptions {
    /// Where to connect, and with what.
    pub settings: Settings,
    /// What the screen says about it.
    pub session: Session,
    /// The language.
    pub lang: Lang,
    /// Where writes are written down.
    pub recorder: Recorder,
    /// What of the text of remarks.
    pub remarks: RemarkRecording,
    /// The ticket that things are done for, and why.
    pub reference: Reference,
    /// The user to open at once.
    pub user: Option<UserId>,
}

use clipboard::Clipboard;
pub use defect::end_on_panic;
pub use follow::{FollowEvent, JobToFollow, follow};
use input::{Keyboard, KeyboardBatch};
pub use prompt::prompt;
use screen::Screen;
pub use setup::{SetUpExit, set_up};

/// The terminal with its keys and the system's signals: taken once, for one screen after the other.
pub struct TerminalSession {
    screen: Screen,
    keyboard: Keyboard,
    inbox: UnboundedSender<Event>,
    messages: UnboundedReceiver<Event>,
    signals: ConsoleSignals,
}

impl TerminalSession {
    /// Takes the terminal. It is given back when this is dropped.
    pub fn take(frames: Frames) -> io::Result<Self> {
        let (inbox, messages) = unbounded_channel();
        let signals = ConsoleSignals::new(&inbox)?;
        let mut screen = Screen::take(frames)?;
        let keyboard = Keyboard::read();
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

/// Runs the console until it is left. Gives back the exit code: 0, or 128 + n after signal n.
///
/// # Errors
/// When the terminal cannot be read or drawn on, or the client cannot be set up. The terminal is as
/// before in every case.
pub async fn run(stage: TerminalSession, launch: LaunchOptions) -> io::Result<u8> {
    let TerminalSession {
        screen,
        keyboard,
        inbox,
        mut messages,
        mut signals,
    } = stage;
    let traces = inbox.clone();
    let api = Api::new(launch.settings, move |trace| {
        // Nobody listens any more once the console ends.
        let _ = traces.send(Event::Request(trace));
    })
    .map_err(|failure| io::Error::other(failure.to_string()))?;
    let size = screen::size()?;
    let waits = JobTiming {
        settle: launch.session.settle,
        ..JobTiming::default()
    };
    let mut console = Console {
        model: Model::new(launch.session, launch.lang, size),
        screen,
        keyboard,
        clipboard: Clipboard::new(inbox.clone()),
        worker: Worker::new(api, inbox)
            .waiting(waits)
            .recording(launch.recorder),
        started: Instant::now(),
    };
    // From the command line: the journal is told like of any other.
    console.model.reference.clone_from(&launch.reference);
    console.model.remarks = launch.remarks;
    console.worker.set_reference(launch.reference);
    let outcome = console.run(&mut messages, launch.user).await;
    if outcome.is_ok() && signals.caught.is_empty() {
        console.hand_over_the_copy(&mut messages).await;
    }
    let Console { screen, worker, .. } = console;
    drop(screen);
    worker.finish(LAST_WAIT).await;
    signals.code(outcome)
}

/// What has come in.
enum Incoming {
    Hand(KeyboardBatch),
    Said(Box<Event>),
}

impl Incoming {
    fn said(what: Event) -> Self {
        Self::Said(Box::new(what))
    }
}

struct Console {
    model: Model,
    screen: Screen,
    keyboard: Keyboard,
    clipboard: Clipboard,
    worker: Worker,
    started: Instant,
}

impl Console {
    async fn run(
        &mut self,
        messages: &mut UnboundedReceiver<Event>,
        user: Option<UserId>,
    ) -> io::Result<()> {
        let effects = start(&mut self.model, user);
        self.perform(effects)?;
        while !self.model.leaving {
            let mut drawn = None;
            let model = &self.model;
            self.screen.draw(|frame| drawn = view::draw(model, frame))?;
            if let Some(drawn) = drawn {
                self.model.dialogs.drawn(drawn);
            }
            let Some(first) = self.next(messages).await else {
                return Ok(());
            };
            let mut next = Some(first);
            // Everything that waits is taken before the screen is painted once.
            while let Some(come) = next {
                match come {
                    Incoming::Hand(turn) => self.turn(turn)?,
                    Incoming::Said(what) => self.take(*what)?,
                }
                next = self.waiting(messages).filter(|_| !self.model.leaving);
            }
        }
        Ok(())
    }

    /// Waits for a copy that is on its way, if somebody leaves at once: it would be lost without a word.
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
            // Where it cannot be written to, nobody is there to paste.
            let _ = clipboard::send(&copying.text);
        }
    }

    /// The next of the keyboard, the next message, or a tick when the model wants one.
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
            turn = self.keyboard.next() => Some(Incoming::Hand(turn)),
            what = messages.recv() => what.map(Incoming::said),
            () = tick => Some(Incoming::said(Event::Tick)),
        }
    }

    /// What waits to be taken.
    fn waiting(&mut self, messages: &mut UnboundedReceiver<Event>) -> Option<Incoming> {
        let turn = self.keyboard.try_next().map(Incoming::Hand);
        turn.or_else(|| messages.try_recv().ok().map(Incoming::said))
    }

    /// Takes what the keyboard has to say. What a key does is asked once all keys before it have acted.
    fn turn(&mut self, turn: KeyboardBatch) -> io::Result<()> {
        for what in self.keyboard.known(&turn) {
            self.take(what)?;
        }
        let layer = self.model.layer();
        for what in self.keyboard.said(turn, |key| keymap::weigh(layer, key)) {
            self.take(what)?;
        }
        Ok(())
    }

    fn now(&self) -> Millis {
        Millis::try_from(self.started.elapsed().as_millis()).unwrap_or(Millis::MAX)
    }

    fn take(&mut self, what: Event) -> io::Result<()> {
        let at = self.now();
        // Before anything else: a key after a long sleep must find what is no longer allowed.
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
            // Also where it is the old size again: the terminal has cut the picture in between.
            self.screen.spoil();
        }
        let effects = update(&mut self.model, Msg { at, event: what });
        self.perform(effects)
    }

    fn perform(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        for effect in effects {
            match effect {
                Effect::Query(request, fetch) => self.worker.query(request, fetch),
                Effect::Change(request, change, seen) => self.worker.change(request, change, seen),
                Effect::BeginJob(request, plan) => self.worker.begin(request, *plan),
                Effect::ResumeJob(request, number) => self.worker.resume(request, number),
                Effect::DiscardJob(number) => self.worker.discard(number),
                Effect::ControlJob(request, steer) => self.worker.control(request, steer),
                Effect::SetReference(reference) => self.worker.set_reference(reference),
                Effect::CancelQuery(request) => self.worker.cancel_query(request),
                Effect::WithdrawChange(request) => self.worker.withdraw(request),
                Effect::Suspend => {
                    self.screen.suspend()?;
                    let (columns, rows) = screen::size()?;
                    self.take(Event::Resize(columns, rows))?;
                }
                Effect::Redraw => self.screen.spoil(),
                Effect::Copy(request, text) => self.clipboard.put(request, text),
                Effect::SendCopy(text) => clipboard::send(&text)?,
                // `leaving` ends the loop.
                Effect::Quit => {}
            }
        }
        Ok(())
    }
}

/// Waits until the terminal is gone. Reading it would then return nothing again and again, and only
/// the shell is sent a signal, which it may keep to itself.
async fn terminal_gone() -> io::Result<()> {
    // Nothing is read from it, so that it need be no pipe; any descriptor can be waited for like this.
    let terminal = stdin().as_fd().try_clone_to_owned()?;
    let terminal = pipe::Receiver::from_owned_fd_unchecked(terminal)?;
    while !terminal.ready(Interest::READABLE).await?.is_read_closed() {
        // There are keys, for the thread that reads them: wait for what comes after.
        let _ = terminal.try_io::<()>(|| Err(io::ErrorKind::WouldBlock.into()));
    }
    Ok(())
}

/// The signals for the console, turned into messages.
struct ConsoleSignals {
    /// Those that end it, as they came.
    caught: UnboundedReceiver<u8>,
}

impl ConsoleSignals {
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
                // A terminal that does not say its size is gone, which is told elsewhere.
                if let Ok((columns, rows)) = screen::size() {
                    let _ = screen.send(Event::Resize(columns, rows));
                }
            }
        });
        let inbox = inbox.clone();
        tokio::spawn(async move {
            // Where it cannot be watched, the signal has to do.
            if terminal_gone().await.is_ok() {
                let _ = tell.send(GONE);
                let _ = inbox.send(Event::Terminate);
            }
        });
        Ok(Self { caught })
    }

    /// The exit code after a screen ended like this: 0, or 128 + n after signal n.
    fn code(&mut self, outcome: io::Result<()>) -> io::Result<u8> {
        match (self.caught.try_recv(), outcome) {
            (Ok(signal), _) => Ok(128 + signal),
            // Reading or drawing may find out that the terminal is gone before anybody says so.
            (Err(_), _) if !stdin().is_terminal() => Ok(128 + GONE),
            (Err(_), outcome) => outcome.map(|()| 0),
        }
    }
}
