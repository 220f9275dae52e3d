//! rosterm beside the least program of the same make (`examples/floor.rs`), measured from outside: both in a
//! pseudo-terminal of 120x36, with 3,000 friends on a sandbox in this process, in turns in one run.
//!
//! ```sh
//! cargo bench --bench terminal            # three rounds, about three minutes
//! cargo bench --bench terminal -- 1       # one round
//! ```
//!
//! Then rosterm alone: a key while a job runs and a page of friends comes each 10 ms, and the memory that a million
//! keys leave behind.
//!
//! Absolute times differ from machine to machine and from hour to hour; the ratios are what counts. Output is
//! stamped when it arrives and parsed after the measurement. Works on Linux: CPU time, wake-ups and memory
//! are read from `/proc`.
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]

use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rosterm::sandbox::{self, Sandbox, SandboxConfig};

const FRIENDS: usize = 3_000;
const SIZE: (u16, u16) = (120, 36);
const STARTS: usize = 10;
const KEYS: usize = 200;
const FLOOD: usize = 1_000;
const IDLE: Duration = Duration::from_secs(10);
/// A key's picture is complete when nothing more has come for this long.
const QUIET: Duration = Duration::from_millis(30);
const PATIENCE: Duration = Duration::from_secs(20);

/// A friend on the first page: on the screen once the first friends are.
const READY: &str = "bob_77";

/// The second conversation, under the cursor.
const SECOND: &str = "> 225011234567169";
/// How many users the job is about: more than the measurement has time for.
const JOB: usize = 300;

/// A program to measure.
struct Program {
    name: &'static str,
    command: CommandBuilder,
    /// The key that quits at once.
    quit: &'static [u8],
}

/// The figures of one round, in the order of [`FIGURES`].
type Figures = Vec<f64>;

const FIGURES: [&str; 15] = [
    "first paint, ms",
    "first friends, ms",
    "key to row, scrolling, p50, ms",
    "key to row, scrolling, p99, ms",
    "CPU a key, scrolling, us",
    "bytes, cursor moves",
    "bytes, list scrolls",
    "1,000 keys at once, ms",
    "1,000 keys/s: lag p50, ms",
    "idle 10 s: wake-ups",
    "idle 10 s: bytes",
    "idle 10 s: CPU, ms",
    "memory, resident, MiB",
    "memory, proportional, MiB",
    "quit, ms",
];

fn main() {
    let rounds = std::env::args().skip(1).find_map(|arg| arg.parse().ok());
    let rounds: usize = rounds.unwrap_or(3);
    build();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = SandboxConfig {
        friends: FRIENDS,
        limits: false,
        ..SandboxConfig::default()
    };
    let sandbox = runtime.block_on(sandbox::start(config)).unwrap();
    let home = tempfile::tempdir().unwrap();
    let programs = [floor(&sandbox), console(&sandbox, home.path())];
    let mut figures: [Vec<Figures>; 2] = Default::default();
    for round in 0..rounds {
        for n in 0..programs.len() {
            let n = (n + round) % programs.len();
            eprintln!("round {}, {}", round + 1, programs[n].name);
            figures[n].push(measured(&programs[n]));
        }
    }
    println!(
        "{:32} {:>10} {:>10} {:>7}",
        "median of the rounds", programs[0].name, programs[1].name, "ratio"
    );
    for (row, name) in FIGURES.iter().enumerate() {
        let [floor, ours] = [0, 1].map(|n| {
            let all = figures[n].iter().map(|figures| figures[row]).collect();
            percentile(all, 50)
        });
        let ratio = if floor > 0.0 {
            format!("{:.2}", ours / floor)
        } else {
            String::new()
        };
        println!("{name:32} {floor:>10.2} {ours:>10.2} {ratio:>7}");
    }
    under_load(&runtime, home.path());
    a_million_keys(&programs[1]);
}

/// How long a key takes while nothing else happens, and while a job runs at the full rate and the friends are read to
/// their end, which at the service's limit is a page each 10 ms.
fn under_load(runtime: &tokio::runtime::Runtime, home: &Path) {
    let config = SandboxConfig {
        friends: 100_000,
        limits: false,
        ..SandboxConfig::default()
    };
    let sandbox = runtime.block_on(sandbox::start(config)).unwrap();
    let profile = home.join("full.toml");
    let text = format!(
        "[profile.full]\nbase_url = \"{}\"\napp_key = \"{}\"\nsecret = \"env\"\nenvironment = \"test\"\nshare = 100\n",
        sandbox.base_url(),
        sandbox.app_key()
    );
    fs::write(&profile, text).unwrap();
    let mut program = console(&sandbox, home);
    program.command = CommandBuilder::new(env!("CARGO_BIN_EXE_rosterm"));
    program
        .command
        .args(["--profile", "full", "--lang", "en", "--config"]);
    program.command.arg(&profile);
    program.command.arg(sandbox.main_user());
    program.command.env("ROSTERM_TOKEN", sandbox.token());
    at_home(&mut program.command, home);
    let mut terminal = Terminal::start(&program);
    terminal.waits_for(READY);
    terminal.settles(Duration::from_millis(500));
    terminal.press(b"3");
    terminal.settles(Duration::from_millis(500));
    let quiet = terminal.moves();
    // Everybody who is blocked, to be unblocked.
    let blocked: Vec<String> = (0..JOB).map(|n| format!("spam_{:04}", n + 41)).collect();
    terminal.press(format!("\x1b[200~{}\x1b[201~", blocked.join("\n")).as_bytes());
    terminal.settles(Duration::from_secs(1));
    terminal.press(b"u");
    terminal.settles(Duration::from_secs(1));
    terminal.press(format!("{JOB}").as_bytes());
    terminal.settles(Duration::from_secs(1));
    terminal.press(b"\r");
    terminal.waits_for(&format!("/{JOB}"));
    for key in [b"1", b"G", b"3"] {
        terminal.press(key);
        std::thread::sleep(Duration::from_millis(200));
        terminal.next(PATIENCE);
    }
    let writes = sandbox.writes();
    let (loaded, written) = (terminal.loaded(), *writes.borrow());
    let begin = Instant::now();
    let busy = terminal.moves();
    let a_second = |n: usize| count(n) / begin.elapsed().as_secs_f64();
    let written = usize::try_from(*writes.borrow() - written).unwrap();
    let (written, pages) = (
        a_second(written),
        a_second(terminal.loaded() - loaded) / 50.0,
    );
    for (name, times) in [("quiet", quiet), ("while a job runs and pages come", busy)] {
        let (p50, p99) = (percentile(times.clone(), 50), percentile(times, 99));
        println!("a key, {name}: p50 {p50:.2} ms, p99 {p99:.2} ms");
    }
    println!("  meanwhile {written:.0} changes and {pages:.0} pages a second");
}

/// What a program's memory grows by while a million keys move its cursor.
fn a_million_keys(program: &Program) {
    let mut terminal = Terminal::start(program);
    terminal.waits_for(READY);
    let mut memory = Vec::new();
    for _ in 0..5 {
        for _ in 0..200 {
            let keys: Vec<u8> = b"jjjjjkkkkk".repeat(FLOOD / 10);
            terminal.press(&keys);
            terminal.settles(Duration::from_millis(5));
        }
        terminal.settles(Duration::from_millis(500));
        memory.push(format!("{:.1}", terminal.memory().0));
    }
    println!(
        "{}: resident after each 200,000 keys, MiB: {}",
        program.name,
        memory.join(", ")
    );
}

/// Builds both programs as for release: benchmarks compile in a way that can unwind.
fn build() {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--release", "--bin", "rosterm"])
        .args(["--example", "floor"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status();
    assert!(built.unwrap().success(), "the programs cannot be built");
}

/// The floor, which is an example: it lies beside the program.
fn floor(sandbox: &Sandbox) -> Program {
    let bin = Path::new(env!("CARGO_BIN_EXE_rosterm"));
    let mut command = CommandBuilder::new(bin.parent().unwrap().join("examples/floor"));
    let app = sandbox.app_key().replace('#', "/");
    command.arg(format!("{}/{app}", sandbox.base_url()));
    command.args([sandbox.token(), sandbox.main_user()]);
    Program {
        name: "floor",
        command,
        quit: b"q",
    }
}

fn console(sandbox: &Sandbox, home: &Path) -> Program {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_rosterm"));
    command.args(["--base-url", sandbox.base_url()]);
    command.args(["--app-key", sandbox.app_key(), "--lang", "en"]);
    command.arg(sandbox.main_user());
    command.env("ROSTERM_TOKEN", sandbox.token());
    at_home(&mut command, home);
    Program {
        name: "rosterm",
        command,
        // F10: `q` could be the first letter of a text that is pasted, and is held until it is not.
        quit: b"\x1b[21~",
    }
}

fn at_home(command: &mut CommandBuilder, home: &Path) {
    for (name, dir) in [
        ("HOME", ""),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_CACHE_HOME", "cache"),
    ] {
        command.env(name, home.join(dir));
    }
}

/// Measures a program once, in all respects.
fn measured(program: &Program) -> Figures {
    let starts: Vec<(f64, f64, f64)> = (0..STARTS).map(|_| start_and_quit(program)).collect();
    let median = |of: fn(&(f64, f64, f64)) -> f64| percentile(starts.iter().map(of).collect(), 50);
    let mut terminal = Terminal::start(program);
    terminal.waits_for(READY);
    terminal.settles(Duration::from_millis(500));
    // Down to the last row on screen: from here on every key scrolls.
    for _ in 0..SIZE.1 {
        terminal.key(b"j");
    }
    let cpu = terminal.cpu();
    let scrolls: Vec<Key> = (0..KEYS).map(|_| terminal.key(b"j")).collect();
    let cpu = (terminal.cpu() - cpu) * 1e3 / count(KEYS);
    // Up and down in the middle of the screen.
    for _ in 0..SIZE.1 / 2 {
        terminal.key(b"k");
    }
    let moves = (0..10).flat_map(|_| [b"k", b"j"]);
    let moves: Vec<Key> = moves.map(|key| terminal.key(key)).collect();
    let times: Vec<f64> = scrolls.iter().map(|key| millis(key.took)).collect();
    let bytes = |keys: &[Key]| percentile(keys.iter().map(|key| count(key.bytes)).collect(), 50);
    let flood = terminal.key(&[b'j'; FLOOD]);
    let lag = terminal.lag();
    terminal.settles(Duration::from_secs(1));
    let (wakes, cpu_before) = (terminal.wakes(), terminal.cpu());
    let idle_bytes = terminal.settles(IDLE);
    let wakes = terminal.wakes() - wakes;
    let idle = terminal.cpu() - cpu_before;
    let (resident, proportional) = terminal.memory();
    vec![
        median(|start| start.0),
        median(|start| start.1),
        percentile(times.clone(), 50),
        percentile(times, 99),
        cpu,
        bytes(&moves),
        bytes(&scrolls),
        millis(flood.took),
        lag,
        count(wakes),
        count(idle_bytes),
        idle,
        resident,
        proportional,
        median(|start| start.2),
    ]
}

/// Until the first picture, until the first friends, and from `q` to the end, in milliseconds.
fn start_and_quit(program: &Program) -> (f64, f64, f64) {
    let mut terminal = Terminal::start(program);
    let started = terminal.started;
    let mut first = None;
    let ready = loop {
        let at = terminal
            .next(PATIENCE)
            .expect("the program shows its friends");
        let text = terminal.screen.screen().contents();
        if first.is_none() && !text.trim().is_empty() {
            first = Some(at);
        }
        if text.contains(READY) {
            break at;
        }
    };
    terminal.settles(Duration::from_millis(200));
    let pressed = Instant::now();
    terminal.press(program.quit);
    terminal.child.wait().unwrap();
    let ended = pressed.elapsed();
    let first = first.unwrap_or(ready).duration_since(started);
    (
        millis(first),
        millis(ready.duration_since(started)),
        millis(ended),
    )
}

/// What came of a key.
struct Key {
    /// From the key to the last output that belongs to it.
    took: Duration,
    bytes: usize,
}

/// A program in a pseudo-terminal.
struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    /// Kept open, so that the terminal outlives the program.
    _master: Box<dyn MasterPty + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    started: Instant,
}

impl Terminal {
    fn start(program: &Program) -> Self {
        let size = PtySize {
            rows: SIZE.1,
            cols: SIZE.0,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = program.command.clone();
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (tell, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if tell.send((Instant::now(), buffer[..n].to_vec())).is_err() {
                    return;
                }
            }
        });
        let [columns, rows] = [SIZE.0, SIZE.1].map(|cells| NonZeroU16::new(cells).unwrap());
        let started = Instant::now();
        Self {
            child: pair.slave.spawn_command(command).unwrap(),
            writer: pair.master.take_writer().unwrap(),
            _master: pair.master,
            output,
            screen: vt100::Parser::new(rows, columns, 0),
            started,
        }
    }

    fn press(&mut self, keys: &[u8]) {
        self.writer.write_all(keys).unwrap();
        self.writer.flush().unwrap();
    }

    /// Takes the next output and returns when it came.
    fn next(&mut self, patience: Duration) -> Option<Instant> {
        let (at, bytes) = self.output.recv_timeout(patience).ok()?;
        self.screen.process(&bytes);
        // It asks how wide a line character is, and ends later if nobody answers.
        if bytes.windows(4).any(|sequence| sequence == b"\x1b[6n") {
            self.press(b"\x1b[2;2R");
        }
        Some(at)
    }

    fn waits_for(&mut self, text: &str) {
        while !self.screen.screen().contents().contains(text) {
            let came = self.next(PATIENCE).is_some();
            assert!(came, "no {text}:\n{}", self.screen.screen().contents());
        }
    }

    /// Takes all output until none has come for this long; returns how many bytes came.
    fn settles(&mut self, quiet: Duration) -> usize {
        let mut all = 0;
        while let Ok((_, bytes)) = self.output.recv_timeout(quiet) {
            self.screen.process(&bytes);
            all += bytes.len();
        }
        all
    }

    fn key(&mut self, keys: &[u8]) -> Key {
        let pressed = Instant::now();
        self.press(keys);
        let (mut last, mut all, mut quiet) = (pressed, Vec::new(), PATIENCE);
        while let Ok((at, bytes)) = self.output.recv_timeout(quiet) {
            last = at;
            all.extend(bytes);
            quiet = QUIET;
        }
        self.screen.process(&all);
        Key {
            took: last - pressed,
            bytes: all.len(),
        }
    }

    /// How many friends are loaded: "1 Friends ─── 1150/3000+" on the border.
    fn loaded(&self) -> usize {
        let text = self.screen.screen().contents();
        let border = text.split("1 Friends").nth(1).unwrap();
        let count = border.split_once('/').unwrap().0;
        let digits = count.rsplit(|c: char| !c.is_ascii_digit()).next();
        digits.and_then(|n| n.parse().ok()).unwrap_or(0)
    }

    /// How long each of a series of keys takes until the cursor of the conversations has moved, whatever else is
    /// drawn meanwhile. In milliseconds.
    fn moves(&mut self) -> Vec<f64> {
        let mut times = Vec::new();
        for n in 0..KEYS {
            let is_down = n % 2 == 0;
            let pressed = Instant::now();
            self.press(if is_down { b"j" } else { b"k" });
            let at = loop {
                let at = self.next(PATIENCE).expect("the cursor moves");
                if self.screen.screen().contents().contains(SECOND) == is_down {
                    break at;
                }
            };
            times.push(millis(at.saturating_duration_since(pressed)));
            // Not in step with what comes by itself.
            let pause = Instant::now() + Duration::from_millis(7 + n as u64 % 11);
            while let Ok((_, bytes)) = self
                .output
                .recv_timeout(pause.saturating_duration_since(Instant::now()))
            {
                self.screen.process(&bytes);
            }
        }
        times
    }

    /// How long after a key the next output comes, if a thousand keys come in a second.
    fn lag(&mut self) -> f64 {
        let mut lags = Vec::new();
        let begin = Instant::now();
        for n in 0..500_u32 {
            let due = begin + Duration::from_millis(1) * n;
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            let pressed = Instant::now();
            self.press(if n % 2 == 0 { b"k" } else { b"j" });
            if n % 10 == 0
                && let Ok((at, bytes)) = self.output.recv_timeout(PATIENCE)
            {
                self.screen.process(&bytes);
                lags.push(millis(at.saturating_duration_since(pressed)));
            }
            while let Ok((_, bytes)) = self.output.try_recv() {
                self.screen.process(&bytes);
            }
        }
        percentile(lags, 50)
    }

    fn proc(&self) -> PathBuf {
        Path::new("/proc").join(self.child.process_id().unwrap().to_string())
    }

    /// Files of each of its threads.
    fn threads(&self, file: &str) -> Vec<String> {
        let tasks = fs::read_dir(self.proc().join("task")).unwrap();
        let files = tasks.filter_map(|task| fs::read_to_string(task.ok()?.path().join(file)).ok());
        files.collect()
    }

    /// The CPU time of its threads, in milliseconds.
    fn cpu(&self) -> f64 {
        let spent = self.threads("schedstat");
        let spent = spent.iter().filter_map(|line| line.split(' ').next());
        millis(Duration::from_nanos(
            spent.filter_map(|n| n.parse::<u64>().ok()).sum(),
        ))
    }

    /// How often its threads have waited for something.
    fn wakes(&self) -> usize {
        let status = self.threads("status");
        let lines = status.iter().flat_map(|status| status.lines());
        let waits = lines.filter_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        waits.filter_map(|n| n.trim().parse::<usize>().ok()).sum()
    }

    /// Resident and proportional, in MiB.
    fn memory(&self) -> (f64, f64) {
        let all = fs::read_to_string(self.proc().join("smaps_rollup")).unwrap();
        let find = |name| {
            let line = all.lines().find_map(|line| line.strip_prefix(name));
            let kib = line.and_then(|line| line.split_whitespace().next());
            kib.and_then(|kib| kib.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
        };
        (find("Rss:"), find("Pss:"))
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn percentile(mut all: Vec<f64>, percent: usize) -> f64 {
    all.sort_by(f64::total_cmp);
    let last = all.len().saturating_sub(1);
    all.get((last * percent).div_ceil(100))
        .copied()
        .unwrap_or(0.0)
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn count(n: usize) -> f64 {
    n as f64
}
