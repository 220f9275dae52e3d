//! The prompt for a secret: the terminal is raw while the prompt is shown, and restored however the program
//! ends or stops meanwhile.

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

/// Who handles signals.
enum SignalOwner {
    /// The default actions of the system.
    System,
    /// This prompt, which is being shown.
    Question(String),
    /// The screen, or a job without a screen, with their own handlers.
    Others,
}

static HOLDER: Mutex<SignalOwner> = Mutex::new(SignalOwner::System);

/// Whether a prompt was ever shown. An installed handler stays; afterwards it emulates the default action.
static WATCHED: AtomicBool = AtomicBool::new(false);

fn holder() -> MutexGuard<'static, SignalOwner> {
    HOLDER.lock()
}

/// From now on, other code handles the signals that terminate the program.
pub(super) fn others_answer() {
    *holder() = SignalOwner::Others;
}

/// Shows a prompt and reads the reply key by key on a raw terminal.
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
    // Before the prompt: even an immediate input must not be echoed.
    enable_raw_mode()?;
    write!(stderr(), "{question} ")?;
    stderr().flush()
}

/// Installs signal handlers at the first prompt, for the lifetime of the process.
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
            // A terminal that is gone accepts none of it.
            let _ = match signal {
                SIGCONT => disable_raw_mode().and_then(|()| show(question)),
                SIGTSTP => give_back().and_then(|()| {
                    if a_shell_continues_us() {
                        // Returns when the process is continued, which also delivers the other signal.
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
        // The screen restores the terminal before it stops by itself.
        SignalOwner::Others if signal != SIGTSTP => {}
        SignalOwner::Others | SignalOwner::System => {
            drop(holder);
            if signal != SIGTSTP || a_shell_continues_us() {
                let _ = emulate_default_handler(signal);
            }
        }
    }
}

/// Stops like any program under a shell, after the terminal was restored.
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

/// Whether anybody could continue the program after a stop: a shell that leads the session and has put this
/// program into a separate process group. Otherwise the kernel would not stop it either.
fn a_shell_continues_us() -> bool {
    let (Ok(group), Ok(leader)) = (getpgid(None), getsid(None)) else {
        return false;
    };
    group != leader && getpgid(Some(leader)).is_ok()
}
