//! The question for a secret: the terminal is raw while it stands, and as before whatever ends or stops the
//! program meanwhile.

use std::io::{self, Write, stderr};
use std::process::exit;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use parking_lot::{Mutex, MutexGuard};
use rustix::process::{getpgid, getsid};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use signal_hook::low_level::{emulate_default_handler, raise};

/// Who answers signals.
enum SignalOwner {
    /// Nobody: the system does what it does by itself.
    System,
    /// This question stands.
    Question(String),
    /// The console, or a job without a screen, with handlers of their own.
    Others,
}

static HOLDER: Mutex<SignalOwner> = Mutex::new(SignalOwner::System);

/// Whether there was a question. A handler that was once installed stays, and from then on does what the system did.
static WATCHED: AtomicBool = AtomicBool::new(false);

fn holder() -> MutexGuard<'static, SignalOwner> {
    HOLDER.lock()
}

/// From now on somebody else answers the signals that end the program.
pub(super) fn others_answer() {
    *holder() = SignalOwner::Others;
}

/// Shows a question and has it answered, key by key, on a raw terminal.
pub fn prompt<T>(question: &str, answer: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    watch()?;
    let shown = {
        let mut holder = holder();
        *holder = SignalOwner::Question(question.to_owned());
        show(question)
    };
    let answered = shown.and_then(|()| answer());
    let mut holder = holder();
    *holder = SignalOwner::System;
    disable_raw_mode()?;
    writeln!(stderr())?;
    answered
}

fn show(question: &str) -> io::Result<()> {
    // Before the question: whoever answers at once must not see the answer either.
    enable_raw_mode()?;
    write!(stderr(), "{question} ")?;
    stderr().flush()
}

/// Watches signals for as long as the process lives, once there was a question.
fn watch() -> io::Result<()> {
    if WATCHED.swap(true, Ordering::SeqCst) {
        return Ok(());
    }
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT])?;
    thread::Builder::new()
        .name("prompt".to_owned())
        .spawn(move || signals.forever().for_each(answer))?;
    Ok(())
}

fn answer(signal: i32) {
    let holder = holder();
    match &*holder {
        SignalOwner::Question(question) => {
            // A terminal that is gone takes none of it.
            let _ = match signal {
                SIGCONT => disable_raw_mode().and_then(|()| show(question)),
                SIGTSTP => give_back().and_then(|()| {
                    if a_shell_continues_us() {
                        // Goes on when it is continued, and with that comes the other signal.
                        emulate_default_handler(SIGTSTP)
                    } else {
                        show(question)
                    }
                }),
                _ => {
                    let _ = give_back();
                    exit(128 + signal);
                }
            };
        }
        // The screen gives the terminal back before it stops by itself.
        SignalOwner::Others if signal != SIGTSTP => {}
        SignalOwner::Others | SignalOwner::System => {
            drop(holder);
            if signal != SIGTSTP || a_shell_continues_us() {
                let _ = emulate_default_handler(signal);
            }
        }
    }
}

/// Stops like any program under a shell, on a terminal that was given back.
pub(super) fn stop() -> io::Result<()> {
    if !WATCHED.load(Ordering::SeqCst) {
        raise(SIGTSTP)
    } else if a_shell_continues_us() {
        emulate_default_handler(SIGTSTP)
    } else {
        Ok(())
    }
}

fn give_back() -> io::Result<()> {
    disable_raw_mode()?;
    writeln!(stderr())
}

/// Whether anybody could continue the program if it stopped: a shell that leads the session and has given this
/// program a group of its own. The kernel does not stop others either.
fn a_shell_continues_us() -> bool {
    let (Ok(group), Ok(leader)) = (getpgid(None), getsid(None)) else {
        return false;
    };
    group != leader && getpgid(Some(leader)).is_ok()
}
