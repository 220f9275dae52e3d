//! The program in a pseudo-terminal, as a person has it before them.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::home::Home;

/// How long a test waits for anything before it is told as failed.
pub const PATIENCE: Duration = Duration::from_secs(30);

pub const ROSTERM: &str = env!("CARGO_BIN_EXE_rosterm");

/// Variables of the tests' own environment that would change what the program does.
pub const OURS: [&str; 19] = [
    "ROSTERM_TOKEN",
    "ROSTERM_CLIENT_SECRET",
    "ROSTERM_LANG",
    "ROSTERM_PROFILE",
    "LANG",
    "LC_ALL",
    "LC_MESSAGES",
    "LC_CTYPE",
    "LANGUAGE",
    // Where somebody sits: at a desktop, in tmux, at the other end of a line.
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "SSH_CONNECTION",
    "TMUX",
    "STY",
    "ESCDELAY",
    "COLUMNS",
    "LINES",
    "NO_COLOR",
];

/// A terminal with a program in it.
pub struct Pty {
    pub child: Box<dyn Child + Send + Sync>,
    /// Kept open as a shell would, so that the terminal outlives the program.
    slave: Option<Box<dyn portable_pty::SlavePty + Send>>,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    /// Holds the terminal until it is told to close and reads once more.
    reader: Option<JoinHandle<()>>,
    close: Arc<AtomicBool>,
    /// Whether the terminal reads nothing.
    held: Arc<(Mutex<bool>, Condvar)>,
    output: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    /// Every byte that the program wrote.
    pub bytes: Vec<u8>,
    /// How the terminal was set before the program came.
    before: String,
}

/// The program with these arguments, in an environment that says nothing.
pub fn rosterm(args: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(ROSTERM);
    command.args(args);
    bare(&mut command);
    command
}

impl Home {
    /// The program with these arguments, in an environment that says nothing but where home is.
    pub fn rosterm(&self, args: &[&str]) -> CommandBuilder {
        let mut command = rosterm(args);
        self.is_home_of(&mut command);
        command
    }

    /// Whatever the program writes, it writes here.
    pub fn is_home_of(&self, command: &mut CommandBuilder) {
        for (name, path) in self.environment() {
            command.env(name, path);
        }
    }

    /// Every file below home.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        collect(&self.path(""), &mut found);
        found
    }
}

fn collect(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Takes away what the tests' own environment says.
pub fn bare(command: &mut CommandBuilder) {
    for name in OURS {
        command.env_remove(name);
    }
    command.env("TERM", "xterm-256color");
}

impl Pty {
    /// The program on a screen of 120 by 36.
    pub fn start(command: CommandBuilder) -> Self {
        Self::sized(command, (120, 36))
    }

    /// The program on a screen of this size.
    pub fn sized(command: CommandBuilder, size: (u16, u16)) -> Self {
        Self::after("", command, size)
    }

    /// The program on a terminal at which this waits for it.
    pub fn after(waits: &str, command: CommandBuilder, (columns, rows): (u16, u16)) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let before = format!("{:?}", pair.master.get_termios().unwrap());
        let mut writer = pair.master.take_writer().unwrap();
        writer.write_all(waits.as_bytes()).unwrap();
        writer.flush().unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (tell, output) = channel();
        let close = Arc::new(AtomicBool::new(false));
        let closing = Arc::clone(&close);
        let held = Arc::<(Mutex<bool>, Condvar)>::default();
        let gate = Arc::clone(&held);
        let reader = std::thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(n @ 1..) = {
                let (held, released) = &*gate;
                released.wait_while(&mut held.lock(), |held| *held);
                reader.read(&mut buffer)
            } {
                if tell.send(buffer[..n].to_vec()).is_err() || closing.load(Ordering::SeqCst) {
                    return;
                }
            }
        });
        Self {
            child,
            writer: Some(writer),
            slave: Some(pair.slave),
            master: Some(pair.master),
            reader: Some(reader),
            close,
            held,
            output,
            parser: vt100::Parser::new(cells(rows), cells(columns), 0),
            bytes: Vec::new(),
            before,
        }
    }

    /// Sends bytes as the keyboard would.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(bytes.as_ref()).unwrap();
        writer.flush().unwrap();
    }

    /// From now on the terminal reads nothing, but for what it is reading already.
    pub fn hold(&mut self) {
        *self.held.0.lock() = true;
    }

    /// It reads again.
    pub fn release(&mut self) {
        *self.held.0.lock() = false;
        self.held.1.notify_all();
    }

    /// Keys right behind a paste are not taken, since they may be a part of it; nothing announces when
    /// they are again.
    pub fn lets_a_paste_end() {
        std::thread::sleep(Duration::from_millis(100));
    }

    /// What others on the machine can read of how the program was called.
    pub fn command_line(&self) -> String {
        let id = self.child.process_id().unwrap();
        let line = std::fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&line).into_owned()
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.parser
            .screen_mut()
            .set_size(cells(rows), cells(columns));
        self.wipe();
        let master = self.master.as_ref().unwrap();
        master.resize(size(columns, rows)).unwrap();
    }

    /// Loses the picture: whatever is to be seen from now on was painted after this.
    pub fn wipe(&mut self) {
        self.parser.process(b"\x1b[2J");
    }

    /// What the screen shows.
    pub fn screen(&self) -> String {
        let screen = self.parser.screen();
        let columns = screen.size().1.get();
        screen.rows(0, columns).collect::<Vec<_>>().join("\n")
    }

    pub fn parsed(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Waits until the terminal is as wanted.
    #[track_caller]
    pub fn until(&mut self, wanted: impl Fn(&Self) -> bool) {
        self.until_within(PATIENCE, wanted);
    }

    /// Waits until the terminal is as wanted, so long at most.
    #[track_caller]
    pub fn until_within(&mut self, patience: Duration, wanted: impl Fn(&Self) -> bool) {
        let end = Instant::now() + patience;
        while !wanted(self) {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(bytes) = self.output.recv_timeout(left) else {
                panic!("it never came to that:\n{}", self.screen());
            };
            self.take(&bytes);
        }
    }

    /// Waits until the screen shows a text.
    #[track_caller]
    pub fn shows(&mut self, text: &str) {
        self.until(|pty| pty.screen().contains(text));
    }

    /// Waits until something was painted.
    #[track_caller]
    pub fn draws(&mut self) {
        let painted = b"\x1b[?2026l";
        self.until(|pty| pty.bytes.windows(painted.len()).any(|w| w == painted));
    }

    /// Waits until the main user's friends are there: a remark only they have.
    #[track_caller]
    pub fn opens(&mut self) {
        self.until(|pty| {
            let screen = pty.screen();
            screen.contains("> bob_77") && screen.contains("小王-华东大区")
        });
    }

    /// Is left by its key, with everything as before.
    #[track_caller]
    pub fn leaves(&mut self) {
        self.send("q");
        assert_eq!(self.ends(), 0);
        self.is_restored();
    }

    /// Waits until the screen no longer shows a text.
    #[track_caller]
    pub fn loses(&mut self, text: &str) {
        self.until(|pty| !pty.screen().contains(text));
    }

    /// Sends the same keys again and again until the screen shows a text.
    #[track_caller]
    pub fn presses_until(&mut self, keys: &str, text: &str) {
        let end = Instant::now() + PATIENCE;
        while !self.screen().contains(text) {
            assert!(Instant::now() < end, "it never came:\n{}", self.screen());
            self.send(keys);
            // Longer than a key is refused for after a row slipped: one that comes sooner starts that anew.
            self.hears(Duration::from_millis(700));
        }
    }

    /// Takes what the program writes within a time.
    pub fn hears(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while let Ok(bytes) = self
            .output
            .recv_timeout(end.saturating_duration_since(Instant::now()))
        {
            self.take(&bytes);
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.parser.process(bytes);
    }

    /// Waits for the end of the program and takes everything it wrote. Gives back the exit code.
    #[track_caller]
    pub fn ends(&mut self) -> u32 {
        let code = self.code();
        // With the last hand off it, the terminal says that this was all.
        self.slave = None;
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => return code,
                Err(RecvTimeoutError::Timeout) => panic!("somebody still holds the terminal"),
            }
        }
    }

    /// Waits for the end of the program.
    #[track_caller]
    pub fn code(&mut self) -> u32 {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                assert_eq!(status.signal(), None, "{}", self.screen());
                return status.exit_code();
            }
            if Instant::now() > end {
                let _ = self.child.kill();
                panic!("it does not end:\n{}", self.screen());
            }
            self.hears(Duration::from_millis(20));
        }
    }

    /// The terminal is as it was before the program came.
    #[track_caller]
    pub fn is_restored(&self) {
        assert_eq!(self.termios(), self.before, "the line's settings");
        self.modes_are_off();
    }

    /// What the program switched on is off again.
    #[track_caller]
    pub fn modes_are_off(&self) {
        let screen = self.parsed();
        assert!(!screen.alternate_screen(), "the alternate screen is on");
        assert!(!screen.bracketed_paste(), "bracketed paste is on");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert_eq!(
            screen.mouse_protocol_mode(),
            vt100::MouseProtocolMode::None,
            "the mouse is captured"
        );
        // Modes that the parser does not know, such as painting as a whole.
        for mode in modes(&self.bytes) {
            // Wrapping is on unless it is taken away.
            let usual = if mode.0 == "7" { b'h' } else { b'l' };
            assert_eq!(mode.1, usual, "mode {} is not as before", mode.0);
        }
    }

    /// The console has the terminal.
    #[track_caller]
    pub fn is_taken(&self) {
        let screen = self.parsed();
        assert!(screen.alternate_screen() && screen.bracketed_paste());
        assert_ne!(self.termios(), self.before);
    }

    /// The line's settings, as text that compares.
    pub fn termios(&self) -> String {
        let master = self.master.as_ref().unwrap();
        format!("{:?}", master.get_termios().unwrap())
    }

    /// The window is closed: nobody holds the terminal but the program.
    pub fn close(&mut self) {
        self.slave = None;
        self.writer = None;
        self.close.store(true, Ordering::SeqCst);
        // Painting anew wakes the reader, which then lets go.
        self.resize(100, 30);
        self.reader.take().unwrap().join().unwrap();
        self.master = None;
    }

    /// Ends the program as a power cut would: it gets to do nothing more. The terminal's own way begins with
    /// a hang-up, which the program would notice.
    pub fn dies(&mut self) {
        self.signal("KILL");
        self.child.wait().unwrap();
    }

    /// Sends a signal to the program.
    pub fn signal(&self, name: &str) {
        signal(self.child.process_id().unwrap(), name);
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// The private modes that were switched, each with its last switch: `h` on, `l` off. The cursor's
/// visibility is the other way round and left out.
fn modes(bytes: &[u8]) -> Vec<(String, u8)> {
    let mut found: Vec<(String, u8)> = Vec::new();
    for (at, _) in bytes
        .windows(3)
        .enumerate()
        .filter(|(_, window)| window == b"\x1b[?")
    {
        let rest = &bytes[at + 3..];
        let digits = rest
            .iter()
            .take_while(|b| b.is_ascii_digit() || **b == b';')
            .count();
        let name = String::from_utf8_lossy(&rest[..digits]).into_owned();
        let Some(&switch @ (b'h' | b'l')) = rest.get(digits) else {
            continue;
        };
        if name == "25" {
            continue;
        }
        found.retain(|(known, _)| *known != name);
        found.push((name, switch));
    }
    found
}

/// Sends a signal to a process.
pub fn signal(pid: u32, name: &str) {
    let sent = Command::new("sh")
        .args(["-c", &format!("kill -{name} {pid}")])
        .status();
    assert!(sent.unwrap().success(), "kill -{name} {pid}");
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

/// As many cells; some where the terminal does not say how many it has.
fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap_or(NonZeroU16::new(80).unwrap())
}
