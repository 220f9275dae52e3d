//! The terminal during a session: taking it, drawing on it, restoring it.

use std::io::{self, Write, stdout};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::cursor::{MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::Print;
use crossterm::terminal::{
    Clear, ClearType, DisableLineWrap, EnableLineWrap, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::Frame;

use super::multiplexer::is_in_gnu_screen;
use super::prompt;
use super::tty::{Tty, send_last};
use crate::paint::{Frames, Painter};
use crate::preferences::{PreferenceChange, Preferences};

/// The terminal during a session. It is restored when this is dropped.
pub(super) struct Screen {
    painter: Painter<Tty>,
    /// The deadline for the terminal's reply about the width of line characters; `None` once it has replied.
    answers_until: Option<Instant>,
    /// Whether line characters are two cells wide here.
    has_wide_lines: bool,
    preferences: Preferences,
}

impl Screen {
    pub(super) fn take(preferences: Preferences) -> io::Result<Self> {
        take_terminal(preferences.mouse).inspect_err(|_| restore())?;
        let painter = Painter::new(Tty::open(), preferences.colours).inspect_err(|_| restore())?;
        let mut screen = Self {
            painter,
            answers_until: None,
            has_wide_lines: false,
            preferences,
        };
        screen.choose_frames();
        Ok(screen)
    }

    /// Changes the look, and who gets the mouse.
    pub(super) fn prefer(&mut self, change: PreferenceChange) -> io::Result<()> {
        self.preferences.apply(change);
        match change {
            PreferenceChange::Colours(on) => self.painter.colour(on),
            PreferenceChange::Ascii(_) => self.choose_frames(),
            PreferenceChange::Mouse(on) if is_mouse_possible() => {
                self.send(if on { MOUSE } else { NO_MOUSE })?;
            }
            PreferenceChange::Mouse(_)
            | PreferenceChange::Language(_)
            | PreferenceChange::Mask(_)
            | PreferenceChange::Requests(_) => {}
        }
        Ok(())
    }

    fn choose_frames(&mut self) {
        self.painter.draw_with(if self.has_wide_lines {
            Frames::Narrow
        } else if self.preferences.ascii {
            Frames::Ascii
        } else {
            Frames::Lines
        });
    }

    /// Queries the width of a line character. The keyboard must be read already: earlier input is discarded,
    /// and a terminal may reply at once.
    pub(super) fn ask(&mut self) -> io::Result<()> {
        ask_for_width()?;
        self.answers_until = Some(Instant::now() + ANSWER);
        Ok(())
    }

    /// The terminal has reported whether line characters are two cells wide. A reply without a query is
    /// ignored.
    pub(super) fn measured(&mut self, wide: bool) {
        if self.answers_until.take().is_some() && wide {
            self.has_wide_lines = true;
            self.choose_frames();
        }
    }

    /// Waits for the reply if the user quits at once: the next program would take it for keys, but the reader
    /// here consumes it.
    fn let_it_answer(&mut self) {
        if let Some(until) = self.answers_until.take() {
            thread::sleep(until.saturating_duration_since(Instant::now()));
        }
    }

    /// Draws a frame, unless the terminal has not taken the last one yet: then this one is dropped, and there is a
    /// newer one once it has [caught up](Self::catches_up).
    pub(super) fn draw(&mut self, picture: impl FnOnce(&mut Frame)) -> io::Result<()> {
        if self.is_behind() {
            return Ok(());
        }
        self.painter.draw(picture)
    }

    /// Sends a sequence that is not a part of the picture.
    pub(super) fn send(&mut self, sequence: &str) -> io::Result<()> {
        self.painter.device().write_all(sequence.as_bytes())
    }

    /// Whether the terminal has not taken the last frame yet.
    pub(super) fn is_behind(&mut self) -> bool {
        self.painter.device().is_behind()
    }

    /// Waits until a terminal that was behind has taken the last frame; otherwise forever.
    pub(super) async fn catches_up(&mut self) {
        self.painter.device().catches_up().await;
    }

    fn give_back(&mut self) {
        self.let_it_answer();
        self.painter.device().give_up();
        restore();
    }

    /// The terminal may not show what was drawn last, so the next frame redraws everything.
    pub(super) fn spoil(&mut self) {
        self.painter.spoil();
    }

    /// Stops like any program under a shell, and comes back when the shell continues it.
    pub(super) fn suspend(&mut self) -> io::Result<()> {
        self.give_back();
        prompt::stop()?;
        self.spoil();
        take_terminal(self.preferences.mouse)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.give_back();
    }
}

/// How long a terminal may take to reply: a slow line, plus a margin.
const ANSWER: Duration = Duration::from_millis(800);

/// Queries how far a line character moves the cursor: in many Chinese configurations it is two cells, and
/// boxes fall apart. The first picture is drawn over it without waiting for the reply. Not in the first row,
/// because the reply would look like a key.
fn ask_for_width() -> io::Result<()> {
    execute!(stdout(), Print("\x1b[2;1H\u{2500}\x1b[6n"))
}

/// Reports buttons and the wheel, in the form without a limit for columns. Motion is not reported: nothing
/// uses it, and every report costs time on a slow line.
const MOUSE: &str = "\x1b[?1000h\x1b[?1006h";
const NO_MOUSE: &str = "\x1b[?1006l\x1b[?1000l";

/// Whether the terminal has been changed and must be restored.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the mouse can be used. With the mouse on, GNU screen holds every Escape until the next key, because it
/// may start a report; and that key is lost.
pub(super) fn is_mouse_possible() -> bool {
    !is_in_gnu_screen(|name| std::env::var(name).ok())
}

fn take_terminal(mouse: bool) -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    let mut start = Vec::new();
    queue!(
        start,
        EnterAlternateScreen,
        // A character that is wider than expected must not wrap into the next row.
        DisableLineWrap,
        EnableBracketedPaste
    )?;
    if mouse && is_mouse_possible() {
        queue!(start, Print(MOUSE))?;
    }
    Tty::open().write_all(&start)
}

/// Restores the terminal, as far as it can be: on a closed window nothing can.
pub(super) fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut end = Vec::new();
    // Nothing fails that is only written into memory.
    let _ = queue!(
        end,
        EndSynchronizedUpdate,
        Print(NO_MOUSE),
        DisableBracketedPaste,
        EnableLineWrap,
        // Without an alternate screen, the picture stays, and the prompt takes the place of its last row.
        MoveTo(0, u16::MAX - 1),
        Clear(ClearType::CurrentLine),
        LeaveAlternateScreen,
        Show
    );
    let _ = send_last(&end);
    let _ = disable_raw_mode();
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use portable_pty::{CommandBuilder, PtySize, native_pty_system};

    use super::*;
    use crate::i18n::Lang;
    use crate::runtime::end_on_panic;

    /// Set for the process that panics on purpose.
    const INSIDE: &str = "ROSTERM_TEST_PANICS";

    #[test]
    fn a_panic_is_told_on_a_terminal_that_was_given_back() {
        if std::env::var_os(INSIDE).is_some() {
            end_on_panic(Lang::En);
            let mut screen = Screen::take(Preferences::default()).unwrap();
            screen.draw(|_| {}).unwrap();
            panic!("as ordered");
        }
        let (taken, given_back) = told_by("a_panic_is_told_on_a_terminal_that_was_given_back");
        assert!(taken.contains("\x1b[?1049h") && !taken.contains("as ordered"));
        assert!(given_back.contains("\x1b[?25h") && given_back.contains("as ordered"));
        for mode in ["2004", "1000", "1006"] {
            assert!(taken.contains(&format!("\x1b[?{mode}l")), "{mode}");
        }
    }

    #[test]
    fn whoever_paints_stops_as_soon_as_a_panic_is_told() {
        if std::env::var_os(INSIDE).is_some() {
            end_on_panic(Lang::En);
            let mut screen = Screen::take(Preferences::default()).unwrap();
            thread::spawn(|| panic!("as ordered"));
            // Until the other thread ends the program.
            loop {
                screen.spoil();
                screen.draw(|_| {}).unwrap();
            }
        }
        let (_, given_back) = told_by("whoever_paints_stops_as_soon_as_a_panic_is_told");
        assert!(given_back.contains("as ordered"));
        assert!(!given_back.contains("\x1b[?2026h"), "{given_back:?}");
    }

    /// What a test of this module writes on a terminal when it panics: before the terminal is restored, and
    /// after that.
    fn told_by(test: &str) -> (String, String) {
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let before = pair.master.get_termios().unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        // The module's path without the crate's name.
        let (_, module) = module_path!().split_once("::").unwrap();
        command.args(["--exact", &format!("{module}::{test}"), "--nocapture"]);
        command.env(INSIDE, "1");
        let mut child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let all = thread::spawn(move || {
            let mut all = Vec::new();
            reader.read_to_end(&mut all).map(|_| all)
        });
        assert!(!child.wait().unwrap().success());
        assert_eq!(pair.master.get_termios().unwrap(), before);
        drop(pair.slave);
        let all = all.join().unwrap().unwrap();
        let all = String::from_utf8_lossy(&all);
        let (taken, given_back) = all.split_once("\x1b[?1049l").unwrap();
        (taken.to_owned(), given_back.to_owned())
    }
}
