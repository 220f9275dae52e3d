//! The terminal while the console has it: how it is taken, painted on and given back.

use std::io::{self, Stdout, stdout};
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::execute;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Position, Rect};
use ratatui::{Frame, Terminal};

use super::prompt;

/// The terminal, while the console has it. Given back when this is dropped.
pub(super) struct Screen {
    /// Never dropped: it would print to standard error where the cursor cannot be shown, and printing
    /// to a terminal that is gone panics. [`restore`] shows the cursor.
    terminal: ManuallyDrop<Terminal<CrosstermBackend<Stdout>>>,
    /// The terminal may not show what was painted last: everything is painted anew.
    pub(super) spoilt: bool,
}

impl Screen {
    pub(super) fn take() -> io::Result<Self> {
        take_terminal().inspect_err(|_| restore())?;
        let terminal = Terminal::new(CrosstermBackend::new(stdout())).inspect_err(|_| restore())?;
        Ok(Self {
            terminal: ManuallyDrop::new(terminal),
            spoilt: false,
        })
    }

    pub(super) fn draw(&mut self, picture: impl FnOnce(&mut Frame)) -> io::Result<()> {
        // Terminals that know it show the frame as a whole; the others ignore it.
        execute!(stdout(), BeginSynchronizedUpdate)?;
        if std::mem::take(&mut self.spoilt) {
            // `Terminal::clear` would ask the terminal where its cursor is, and the thread that reads
            // keys would get the answer.
            let size = self.terminal.size()?;
            self.terminal.resize(Rect::from((Position::ORIGIN, size)))?;
        }
        self.terminal.draw(picture)?;
        execute!(stdout(), EndSynchronizedUpdate)
    }

    /// Stops like any program under a shell, and comes back when the shell says so.
    pub(super) fn suspend(&mut self) -> io::Result<()> {
        restore();
        prompt::stop()?;
        self.spoilt = true;
        take_terminal()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Whether the terminal is not as it was.
static TAKEN: AtomicBool = AtomicBool::new(false);

fn take_terminal() -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
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
pub(super) fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let _ = execute!(stdout(), EndSynchronizedUpdate);
    let _ = execute!(stdout(), DisableMouseCapture);
    let _ = execute!(stdout(), DisableBracketedPaste);
    let _ = execute!(stdout(), LeaveAlternateScreen);
    let _ = execute!(stdout(), Show);
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
            let mut screen = Screen::take().unwrap();
            screen.terminal.hide_cursor().unwrap();
            panic!("as ordered");
        }
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let before = pair.master.get_termios().unwrap();
        let name = concat!(
            module_path!(),
            "::a_panic_is_told_on_a_terminal_that_was_given_back"
        );
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        // The module's path without the crate's name.
        command.args(["--exact", name.split_once("::").unwrap().1, "--nocapture"]);
        command.env(INSIDE, "1");
        let mut child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let all = std::thread::spawn(move || {
            let mut all = Vec::new();
            reader.read_to_end(&mut all).map(|_| all)
        });
        assert!(!child.wait().unwrap().success());
        assert_eq!(pair.master.get_termios().unwrap(), before);
        drop(pair.slave);
        let all = all.join().unwrap().unwrap();
        let all = String::from_utf8_lossy(&all);
        let (taken, given_back) = all.split_once("\x1b[?1049l").unwrap();
        assert!(taken.contains("\x1b[?1049h") && !taken.contains("as ordered"));
        assert!(given_back.contains("\x1b[?25h") && given_back.contains("as ordered"));
        for mode in ["2004", "1000", "1006"] {
            let off = format!("\x1b[?{mode}l");
            assert!(all.contains(&off), "{mode}");
        }
    }
}
