//! The terminal and the loop: the only place where keys, answers and time come together.

mod set_up;

use std::io::{self, Stdout, stdout};
use std::time::{Duration, Instant};

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::Show;
use crossterm::event::{
    self, DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
    Event,
};
use crossterm::execute;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Position, Rect};
use ratatui::{Frame, Terminal};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::low_level::raise;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::api::{Api, Settings};
use crate::domain::UserId;
use crate::i18n::Lang;
use crate::model::{Model, Session};
use crate::msg::{Effect, Millis, Msg, What};
use crate::update::{start, update};
use crate::view;
use crate::worker::Worker;

/// How long a change that is on its way is waited for when the console ends.
const LAST_WAIT: Duration = Duration::from_secs(3);

/// Everything that the console starts with.
#[derive(Debug)]
pub struct Launch {
    /// Where to connect, and with what.
    pub settings: Settings,
    /// What the screen says about it.
    pub session: Session,
    /// The language.
    pub lang: Lang,
    /// The user to open at once.
    pub user: Option<UserId>,
}

pub use set_up::{Ended, set_up};

/// The terminal with its keys and the system's signals: taken once, for one screen after the other.
pub struct Stage {
    screen: Screen,
    inbox: UnboundedSender<What>,
    messages: UnboundedReceiver<What>,
    signals: Signals,
}

impl Stage {
    /// Takes the terminal. It is given back when this is dropped.
    ///
    /// # Errors
    /// When the terminal cannot be read or drawn on.
    pub fn take() -> io::Result<Self> {
        let (inbox, messages) = unbounded_channel();
        let signals = Signals::new(&inbox)?;
        restore_on_panic();
        let screen = Screen::take()?;
        read_input(inbox.clone());
        Ok(Self {
            screen,
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
pub async fn run(stage: Stage, launch: Launch) -> io::Result<u8> {
    let Stage {
        screen,
        inbox,
        mut messages,
        mut signals,
    } = stage;
    let traces = inbox.clone();
    let api = Api::new(launch.settings, move |trace| {
        // Nobody listens any more once the console ends.
        let _ = traces.send(What::Trace(trace));
    })
    .map_err(|failure| io::Error::other(failure.to_string()))?;
    let size = crossterm::terminal::size()?;
    let mut console = Console {
        model: Model::new(launch.session, launch.lang, size),
        screen,
        worker: Worker::new(api, inbox),
        started: Instant::now(),
    };
    let outcome = console.run(&mut messages, launch.user).await;
    let Console { screen, worker, .. } = console;
    drop(screen);
    worker.finish(LAST_WAIT).await;
    outcome?;
    Ok(signals.caught().map_or(0, |n| 128 + n))
}

struct Console {
    model: Model,
    screen: Screen,
    worker: Worker,
    started: Instant,
}

impl Console {
    async fn run(
        &mut self,
        messages: &mut UnboundedReceiver<What>,
        user: Option<UserId>,
    ) -> io::Result<()> {
        let effects = start(&mut self.model, user);
        self.perform(effects)?;
        while !self.model.leaving {
            self.screen.draw(|frame| view::draw(&self.model, frame))?;
            let Some(first) = self.next(messages).await else {
                return Ok(());
            };
            self.take(first)?;
            // Everything that waits is taken before the screen is painted once.
            while !self.model.leaving
                && let Ok(what) = messages.try_recv()
            {
                self.take(what)?;
            }
        }
        Ok(())
    }

    /// The next message, or a tick when the model wants one.
    async fn next(&self, messages: &mut UnboundedReceiver<What>) -> Option<What> {
        let Some(wake) = self.model.next_wake() else {
            return messages.recv().await;
        };
        let wait = Duration::from_millis(wake.saturating_sub(self.now()));
        tokio::time::timeout(wait, messages.recv())
            .await
            .unwrap_or(Some(What::Tick))
    }

    fn now(&self) -> Millis {
        Millis::try_from(self.started.elapsed().as_millis()).unwrap_or(Millis::MAX)
    }

    fn take(&mut self, what: What) -> io::Result<()> {
        let at = self.now();
        let effects = update(&mut self.model, Msg { at, what });
        self.perform(effects)
    }

    fn perform(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        for effect in effects {
            match effect {
                Effect::Fetch(ticket, fetch) => self.worker.fetch(ticket, fetch),
                Effect::Change(ticket, change) => self.worker.change(ticket, change),
                Effect::Forget(ticket) => self.worker.forget(ticket),
                Effect::Suspend => {
                    self.screen.suspend()?;
                    let (columns, rows) = crossterm::terminal::size()?;
                    self.model.size = (columns, rows);
                }
                Effect::Redraw => self.screen.clear()?,
                Effect::Copy(text) => {
                    execute!(stdout(), CopyToClipboard::to_clipboard_from(text))?;
                }
                // `leaving` ends the loop.
                Effect::Quit => {}
            }
        }
        Ok(())
    }
}

/// The terminal, while the console has it. Given back when this is dropped.
struct Screen {
    terminal: Terminal<CrosstermBackend<Stdout>>,
}

impl Screen {
    fn take() -> io::Result<Self> {
        take_terminal().inspect_err(|_| restore())?;
        Ok(Self {
            terminal: Terminal::new(CrosstermBackend::new(stdout()))?,
        })
    }

    fn draw(&mut self, picture: impl FnOnce(&mut Frame)) -> io::Result<()> {
        // Terminals that know it show the frame as a whole; the others ignore it.
        execute!(stdout(), BeginSynchronizedUpdate)?;
        self.terminal.draw(picture)?;
        execute!(stdout(), EndSynchronizedUpdate)
    }

    /// Has everything painted anew. `Terminal::clear` would ask the terminal where its cursor is, and
    /// the thread that reads keys would get the answer.
    fn clear(&mut self) -> io::Result<()> {
        let size = self.terminal.size()?;
        self.terminal.resize(Rect::from((Position::ORIGIN, size)))
    }

    /// Stops like any program under a shell, and comes back when the shell says so.
    fn suspend(&mut self) -> io::Result<()> {
        restore();
        raise(SIGTSTP)?;
        take_terminal()?;
        self.clear()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

fn take_terminal() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(
        stdout(),
        EnterAlternateScreen,
        EnableBracketedPaste,
        EnableMouseCapture
    )
}

/// Gives the terminal back as it was. Every step is tried, whatever became of the one before: a
/// window that was closed takes none of them.
fn restore() {
    let _ = execute!(stdout(), EndSynchronizedUpdate);
    let _ = execute!(stdout(), DisableMouseCapture);
    let _ = execute!(stdout(), DisableBracketedPaste);
    let _ = execute!(stdout(), LeaveAlternateScreen);
    let _ = execute!(stdout(), Show);
    let _ = disable_raw_mode();
}

/// A panic message on the alternate screen is gone with it: the terminal is given back first.
fn restore_on_panic() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        restore();
        before(panic);
    }));
}

/// Reads keys on a thread of its own, so that no request and no drawing ever delays them.
fn read_input(inbox: UnboundedSender<What>) {
    std::thread::spawn(move || {
        // Reading ends when the terminal is gone; then the console ends too.
        while let Ok(event) = event::read() {
            let what = match event {
                Event::Key(key) => What::Key(key),
                Event::Mouse(mouse) => What::Mouse(mouse),
                Event::Paste(text) => What::Paste(text),
                Event::Resize(columns, rows) => What::Resize(columns, rows),
                Event::FocusGained | Event::FocusLost => continue,
            };
            if inbox.send(what).is_err() {
                return;
            }
        }
        let _ = inbox.send(What::Terminate);
    });
}

/// The signals that end the console, turned into messages.
struct Signals {
    caught: UnboundedReceiver<u8>,
}

impl Signals {
    fn new(inbox: &UnboundedSender<What>) -> io::Result<Self> {
        let (tell, caught) = unbounded_channel();
        for number in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
            let mut stream = signal(SignalKind::from_raw(number))?;
            let (inbox, tell) = (inbox.clone(), tell.clone());
            tokio::spawn(async move {
                while stream.recv().await.is_some() {
                    let _ = tell.send(u8::try_from(number).unwrap_or(0));
                    let _ = inbox.send(What::Terminate);
                }
            });
        }
        Ok(Self { caught })
    }

    fn caught(&mut self) -> Option<u8> {
        self.caught.try_recv().ok()
    }
}
