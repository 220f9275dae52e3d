//! Copies text to the clipboard of the person at the terminal.
//!
//! Terminals accept text for the clipboard by an escape sequence, OSC 52. Most of them ignore it, and none
//! confirms it. The programs that own a desktop's clipboard do report success, so they are tried first,
//! provided that they serve the desktop the person is sitting at:
//!
//! - Over SSH they would serve the desktop of the remote machine, and would report success. Only a display
//!   forwarded by SSH belongs to the person.
//! - Inside tmux the environment dates from the moment its window was opened, and the person may have
//!   attached from elsewhere since. tmux knows the current one. Its own buffer comes after the desktop,
//!   because it can only be pasted inside tmux.
//! - The terminal comes last, and its result is unknown.

use std::ffi::OsString;
use std::io;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use crossterm::Command as _;
use crossterm::clipboard::CopyToClipboard;
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Instant, sleep_until, timeout_at};

use super::multiplexer::{is_in_gnu_screen, may_be_tmux};
use crate::config::{CLIENT_SECRET, TOKEN};
use crate::domain::RequestId;
use crate::msg::Event;
use crate::msg::copy::CopyTaker;

/// How long a copy may take, over all programs, before it goes to the terminal.
const PATIENCE: Duration = Duration::from_secs(2);

/// How many bytes of a sequence are sent through GNU screen at once. It drops a string of 768 bytes.
const SCREENFUL: usize = 512;

/// The variables that say which desktop the person is sitting at, and that give a program access to it.
const TELLING: [&str; 4] = ["WAYLAND_DISPLAY", "DISPLAY", "XAUTHORITY", "SSH_CONNECTION"];

/// Performs copies, one after the other.
pub(super) struct Clipboard {
    copies: UnboundedSender<(RequestId, String)>,
}

impl Clipboard {
    /// The result of each copy is sent to the inbox.
    pub(super) fn new(inbox: UnboundedSender<Event>) -> Self {
        let (copies, waiting) = unbounded_channel();
        tokio::spawn(serve(waiting, inbox, offer));
        Self { copies }
    }

    /// Queues a copy without waiting.
    pub(super) fn put(&self, request: RequestId, text: String) {
        // The receiver lives as long as rosterm runs.
        let _ = self.copies.send((request, text));
    }
}

/// Runs one copy at a time: of two concurrent ones, the slower would win. Of those waiting, only the last one
/// is wanted.
async fn serve(
    mut waiting: UnboundedReceiver<(RequestId, String)>,
    inbox: UnboundedSender<Event>,
    offer: impl AsyncFn(String) -> Option<CopyTaker>,
) {
    while let Some(mut copy) = waiting.recv().await {
        while let Ok(newer) = waiting.try_recv() {
            copy = newer;
        }
        let (request, text) = copy;
        let taker = offer(text).await;
        if inbox.send(Event::Copied(request, taker)).is_err() {
            return;
        }
    }
}

/// Offers a text to every program that may own a clipboard.
async fn offer(text: String) -> Option<CopyTaker> {
    let end = Instant::now() + PATIENCE;
    let in_tmux = own("TMUX").is_some();
    let mut place = Surroundings::of(own);
    if in_tmux && let Ok(Ok(said)) = timeout_at(end, tmux_knows()).await {
        place.correct(&said);
    }
    let programs = programs(&place, in_tmux, cfg!(target_os = "macos"));
    ask(&programs, &place, &text, end).await
}

/// Offers a text to one program after the other, until `end`.
async fn ask(
    programs: &[&CopyProgram],
    place: &Surroundings,
    text: &str,
    end: Instant,
) -> Option<CopyTaker> {
    for program in programs {
        match hand_over(program, place, text, sleep_until(end)).await {
            Ok(()) => return Some(program.taker),
            Err(why) if why.kind() == io::ErrorKind::NotFound => {}
            Err(why) => log::warn!("{}: {why}", program.name),
        }
        if Instant::now() >= end {
            break;
        }
    }
    None
}

/// A variable of our own environment, if it is set and not empty.
fn own(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// tmux's record of the environment that its session was last attached from.
async fn tmux_knows() -> io::Result<Vec<u8>> {
    let mut tmux = Command::new("tmux");
    tmux.arg("show-environment");
    apart(&mut tmux).stdin(Stdio::null()).stdout(Stdio::piped());
    let output = tmux.kill_on_drop(true).output().await?;
    Ok(output.stdout)
}

/// The relevant part of the environment: which desktop the person is sitting at.
struct Surroundings(Vec<(&'static str, OsString)>);

impl Surroundings {
    fn of(environment: impl Fn(&str) -> Option<OsString>) -> Self {
        let told = TELLING.map(|name| environment(name).map(|value| (name, value)));
        Self(told.into_iter().flatten().collect())
    }

    fn get(&self, name: &str) -> Option<&OsString> {
        let mut told = self.0.iter();
        told.find_map(|(known, value)| (*known == name).then_some(value))
    }

    /// Applies tmux's environment: `NAME=value`, or `-NAME` for a variable that was removed.
    fn correct(&mut self, said: &[u8]) {
        for line in said.split(|byte| *byte == b'\n') {
            for name in TELLING {
                if line.strip_prefix(b"-") == Some(name.as_bytes()) {
                    self.0.retain(|(known, _)| *known != name);
                }
                let value = line.strip_prefix(name.as_bytes());
                if let Some([b'=', value @ ..]) = value {
                    self.0.retain(|(known, _)| *known != name);
                    if !value.is_empty() {
                        self.0.push((name, OsString::from_vec(value.to_vec())));
                    }
                }
            }
        }
    }
}

/// A program that reads the text from its standard input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct CopyProgram {
    name: &'static str,
    arguments: &'static [&'static str],
    taker: CopyTaker,
}

const fn desktop(name: &'static str, arguments: &'static [&'static str]) -> CopyProgram {
    CopyProgram {
        name,
        arguments,
        taker: CopyTaker::Desktop,
    }
}

const fn tmux(arguments: &'static [&'static str]) -> CopyProgram {
    CopyProgram {
        name: "tmux",
        arguments,
        taker: CopyTaker::Tmux,
    }
}

const PBCOPY: CopyProgram = desktop("pbcopy", &[]);
/// Without the type, wl-copy would guess one, and a command would be pasted as a script.
const WL_COPY: CopyProgram = desktop("wl-copy", &["--type", "text/plain"]);
const XCLIP: CopyProgram = desktop("xclip", &["-selection", "clipboard"]);
const XSEL: CopyProgram = desktop("xsel", &["-ib"]);
/// Also passes the text on to the terminal.
const TMUX: CopyProgram = tmux(&["load-buffer", "-w", "-"]);
/// For tmux before 3.2.
const OLD_TMUX: CopyProgram = tmux(&["load-buffer", "-"]);

/// The programs to try, in this order.
fn programs(place: &Surroundings, in_tmux: bool, on_mac: bool) -> Vec<&'static CopyProgram> {
    let here = place.get("SSH_CONNECTION").is_none();
    let wayland = here && place.get("WAYLAND_DISPLAY").is_some();
    let display = place.get("DISPLAY");
    let x11 = display.is_some_and(|display| here || is_carried(display.as_bytes()));
    let mut programs = Vec::new();
    if here && on_mac {
        programs.push(&PBCOPY);
    }
    if wayland {
        programs.push(&WL_COPY);
    }
    if x11 {
        programs.extend([&XCLIP, &XSEL]);
    }
    if in_tmux {
        programs.extend([&TMUX, &OLD_TMUX]);
    }
    programs
}

/// Whether a display is forwarded by SSH: it names a host, such as `localhost:10.0`. A local display is `:0`,
/// `unix:0` or a path.
fn is_carried(display: &[u8]) -> bool {
    let colon = display.iter().rposition(|byte| *byte == b':');
    let host = &display[..colon.unwrap_or(0)];
    !host.is_empty() && host != b"unix" && !host.starts_with(b"/")
}

/// Gives a program neither our terminal nor our secrets. Most of these programs stay in the background to
/// serve the clipboard: in their own process group, they are neither stopped by Ctrl-z nor killed with the
/// window.
fn apart(command: &mut Command) -> &mut Command {
    command
        .env_remove(TOKEN)
        .env_remove(CLIENT_SECRET)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
}

/// Passes a text to a program, which exits successfully once it has all of it. Gives up when `patience`
/// resolves.
async fn hand_over(
    program: &CopyProgram,
    place: &Surroundings,
    text: &str,
    patience: impl Future<Output = ()>,
) -> io::Result<()> {
    let mut command = Command::new(program.name);
    command.args(program.arguments);
    for name in TELLING {
        match place.get(name) {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    if cfg!(target_os = "macos") {
        // pbcopy uses the locale's charset; without one it garbles Chinese.
        command.env("LC_CTYPE", "UTF-8");
    }
    let mut child = apart(&mut command).stdin(Stdio::piped()).spawn()?;
    let mut handing = HandOver {
        input: child.stdin.take(),
        child,
    };
    let ended = tokio::select! {
        biased;
        ended = handing.over(text) => ended,
        () = patience => {
            // Otherwise it might take the text later and replace a newer one.
            handing.kill();
            return Err(io::ErrorKind::TimedOut.into());
        }
    };
    match ended? {
        status if status.success() => Ok(()),
        status => Err(io::Error::other(status.to_string())),
    }
}

/// A program that is receiving a text. If it has not received all of it, it must not put the part on the
/// clipboard.
struct HandOver {
    child: Child,
    /// Open until everything has been written.
    input: Option<ChildStdin>,
}

impl HandOver {
    async fn over(&mut self, text: &str) -> io::Result<ExitStatus> {
        if let Some(input) = &mut self.input {
            input.write_all(text.as_bytes()).await?;
            input.flush().await?;
        }
        self.input = None;
        self.child.wait().await
    }

    /// Kills the program with all its child processes; does nothing if it has exited.
    fn kill(&self) {
        let id = self.child.id().and_then(|id| i32::try_from(id).ok());
        if let Some(group) = id.and_then(Pid::from_raw) {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

impl Drop for HandOver {
    fn drop(&mut self) {
        // A program that has received everything may continue, even if rosterm has exited meanwhile.
        if self.input.is_some() {
            self.kill();
        }
    }
}

/// The sequence that asks the terminal to put a text on the clipboard, if it supports that.
pub(super) fn sequence_for(text: &str) -> String {
    said(text, |name| std::env::var(name).ok())
}

/// The sequence to send, given what runs between us and the terminal.
fn said(text: &str, environment: impl Fn(&str) -> Option<String>) -> String {
    let in_screen = is_in_gnu_screen(&environment);
    let said = sequence(text, in_screen);
    if !in_screen || !may_be_tmux(environment) {
        return said;
    }
    // GNU screen and tmux each ignore the other's form; but GNU screen displays the rest of a sequence that
    // is too long.
    let plain = sequence(text, false);
    if plain.len() <= SCREENFUL {
        plain + &said
    } else {
        said
    }
}

/// The OSC 52 sequence. GNU screen does not forward it unless it is wrapped.
fn sequence(text: &str, in_screen: bool) -> String {
    let mut sequence = String::new();
    // Writing to a string never fails.
    let _ = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut sequence);
    if !in_screen {
        return sequence;
    }
    // Its own terminator would end the wrapper, so terminate it with BEL.
    let inside = sequence.strip_suffix("\x1b\\").unwrap_or(&sequence);
    let inside = format!("{inside}\x07");
    let pieces = inside.as_bytes().chunks(SCREENFUL);
    let wrapped = pieces.map(|piece| format!("\x1bP{}\x1b\\", String::from_utf8_lossy(piece)));
    wrapped.collect()
}

#[cfg(test)]
mod tests;
