//! What `y` copies: where it goes, and that nothing is said of it that is not known.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use portable_pty::CommandBuilder;

use crate::console::Server;
use crate::home::Home;
use crate::pty::{Pty, signal};

/// What sends `bob_77` to a terminal.
const TO_THE_TERMINAL: &str = "\x1b]52;c;Ym9iXzc3\x1b\\";

/// Programs that stand in for those that have a clipboard. No others are found.
struct Programs {
    home: Home,
}

impl Programs {
    fn new() -> Self {
        let home = Home::new();
        fs::create_dir(home.path("bin")).unwrap();
        Self { home }
    }

    /// A program that notes how it was called and what it was given, and then does this. `$at` is where its
    /// notes are. It has little to do, since nobody waits for it for long.
    fn has(self, name: &str, then: &str) -> Self {
        let program = self.home.path("bin").join(name);
        let notes = self.home.path(name).display().to_string();
        let script = format!(
            "#!/bin/sh\nPATH=/usr/bin:/bin\nat={notes}\necho \"$*\" >> $at.called\ncat > $at.text\n{then}\n"
        );
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
        self
    }

    /// The console on the main user's friends, with these variables.
    fn console(&self, variables: &[(&str, &str)]) -> Pty {
        self.runs(self.home.rosterm(&["--sandbox", "--lang", "en"]), variables)
    }

    fn runs(&self, mut command: CommandBuilder, variables: &[(&str, &str)]) -> Pty {
        self.home.is_home_of(&mut command);
        command.env("PATH", self.home.path("bin"));
        for (name, value) in variables {
            command.env(name, value);
        }
        let mut pty = Pty::start(command);
        pty.opens();
        pty
    }

    fn notes(&self, file: &str) -> PathBuf {
        self.home.path(file)
    }

    #[track_caller]
    fn noted(&self, file: &str) -> String {
        fs::read_to_string(self.notes(file)).unwrap()
    }

    fn pid(&self, file: &str) -> u32 {
        self.noted(file).trim().parse().unwrap()
    }
}

/// Hangs for as long as the program is there: nothing stays behind, whatever becomes of the test.
const HANGS: &str = "while test -e $0; do sleep 1; done";

fn sent(pty: &Pty, sequence: &str) -> bool {
    let mut windows = pty.bytes.windows(sequence.len());
    windows.any(|window| window == sequence.as_bytes())
}

/// Nothing else was said, and the copy went to the terminal.
#[track_caller]
fn goes_to_the_terminal(pty: &mut Pty) {
    pty.shows("Sent bob_77 to the terminal. If pasting gives something else, select it with Shift");
    assert!(sent(pty, TO_THE_TERMINAL));
    assert!(!String::from_utf8_lossy(&pty.bytes).contains("Copied"));
}

#[track_caller]
#[test]
fn a_program_of_the_desktop_gets_the_text_and_nothing_else() {
    let server = Server::start();
    let then = "env > $at.env\nls -l /proc/$$/fd > $at.files 2>&1";
    let programs = Programs::new().has("wl-copy", then);
    let command = server.console(&["alice_01"]);
    let mut pty = programs.runs(command, &[("WAYLAND_DISPLAY", "wayland-0")]);
    pty.send("y");
    pty.shows("Copied bob_77");
    assert!(!sent(&pty, "\x1b]52"));
    assert_eq!(programs.noted("wl-copy.text"), "bob_77");
    assert_eq!(programs.noted("wl-copy.called"), "--type text/plain\n");
    let environment = programs.noted("wl-copy.env");
    assert!(!environment.contains("ROSTERM_TOKEN"), "{environment}");
    let files = programs.noted("wl-copy.files");
    assert!(!files.contains("/dev/pts"), "{files}");
    pty.leaves();
}

#[test]
fn a_program_that_stays_behind_holds_neither_the_terminal_nor_the_end() {
    let group = "ps -o pgid= -p $$ > $at.group\necho $$ > $at.pid";
    let then = format!("{group}\n({HANGS}) &\necho $! > $at.stays");
    let programs = Programs::new().has("xclip", &then);
    let mut pty = programs.console(&[("DISPLAY", ":0")]);
    pty.send("y");
    pty.shows("Copied bob_77");
    assert_eq!(programs.noted("xclip.text"), "bob_77");
    // In the console's group it would be stopped by Ctrl-z, and every paste would wait for it.
    assert_eq!(programs.pid("xclip.group"), programs.pid("xclip.pid"));
    pty.leaves();
    // It serves what was copied, so it must be there still.
    signal(programs.pid("xclip.stays"), "0");
}

#[test]
fn what_no_program_takes_goes_to_the_terminal() {
    let programs = Programs::new().has("wl-copy", "exit 1");
    let mut pty = programs.console(&[("WAYLAND_DISPLAY", "wayland-0"), ("DISPLAY", ":0")]);
    pty.send("y");
    goes_to_the_terminal(&mut pty);
    pty.leaves();
}

#[test]
fn a_program_that_is_not_there_leaves_it_to_the_next() {
    let programs = Programs::new().has("xsel", "");
    let mut pty = programs.console(&[("WAYLAND_DISPLAY", "wayland-0"), ("DISPLAY", ":0")]);
    pty.send("y");
    pty.shows("Copied bob_77");
    assert_eq!(programs.noted("xsel.called"), "-ib\n");
    assert_eq!(programs.noted("xsel.text"), "bob_77");
    pty.leaves();
}

#[test]
fn a_program_that_hangs_holds_up_nothing() {
    let programs = Programs::new().has("wl-copy", HANGS);
    let mut pty = programs.console(&[("WAYLAND_DISPLAY", "wayland-0")]);
    pty.send("y");
    Pty::lets_a_paste_end();
    // The console goes on meanwhile.
    pty.send("j");
    pty.shows("> carol.chen");
    goes_to_the_terminal(&mut pty);
    pty.leaves();
}

#[test]
fn a_copy_on_its_way_goes_to_the_terminal_when_somebody_leaves() {
    let programs = Programs::new().has("wl-copy", HANGS);
    let mut pty = programs.console(&[("WAYLAND_DISPLAY", "wayland-0")]);
    pty.send("y");
    Pty::lets_a_paste_end();
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    let written = String::from_utf8_lossy(&pty.bytes).into_owned();
    let (before, after) = written.split_once("\x1b[?1049l").unwrap();
    assert!(before.contains(TO_THE_TERMINAL), "{after}");
    assert!(!after.contains("\x1b]52"), "{after}");
    pty.is_restored();
}

#[test]
fn without_a_desktop_it_goes_to_the_terminal() {
    let programs = Programs::new().has("wl-copy", "").has("xclip", "");
    // Over SSH the desktop of the machine is somebody else's.
    for variables in [
        &[] as &[(&str, &str)],
        &[
            ("SSH_CONNECTION", "10.0.0.2 50000 10.0.0.1 22"),
            ("WAYLAND_DISPLAY", "wayland-0"),
            ("DISPLAY", ":0"),
        ],
    ] {
        let mut pty = programs.console(variables);
        pty.send("y");
        goes_to_the_terminal(&mut pty);
        pty.leaves();
    }
    assert!(!programs.notes("wl-copy.called").exists());
    assert!(!programs.notes("xclip.called").exists());
}

#[test]
fn gnu_screen_hands_it_on() {
    let programs = Programs::new();
    let mut pty = programs.console(&[("STY", "1234.pts-0.desk")]);
    pty.send("y");
    pty.shows("Sent bob_77 to the terminal");
    assert!(sent(&pty, "\x1bP\x1b]52;c;Ym9iXzc3\x07\x1b\\"));
    assert!(!sent(&pty, TO_THE_TERMINAL));
    pty.leaves();
    // Over ssh from within it, where a tmux may go by its name too.
    let mut pty = programs.console(&[("TERM", "screen.xterm-256color")]);
    pty.send("y");
    pty.shows("Sent bob_77 to the terminal");
    assert!(sent(&pty, "\x1bP\x1b]52;c;Ym9iXzc3\x07\x1b\\"));
    pty.leaves();
    // Of one within the other, the name of the terminal tells which is the inner one.
    let mut pty = programs.console(&[("STY", "1234.pts-0.desk"), ("TMUX", "/tmp/tmux,1,0")]);
    pty.send("y");
    goes_to_the_terminal(&mut pty);
    pty.leaves();
}

/// A tmux that knows of its session what this prints, and does this with a buffer.
fn tmux(knows: &str, then: &str) -> Programs {
    let then = format!("case $1 in show-environment) printf '{knows}';; *) {then};; esac");
    Programs::new().has("tmux", &then)
}

const IN_TMUX: (&str, &str) = ("TMUX", "/tmp/tmux-1000/default,1234,0");

#[test]
fn in_tmux_it_is_in_its_buffer_and_this_is_what_is_said() {
    // The last one is older than the flag.
    for (then, calls) in [
        ("exit 0", "show-environment\nload-buffer -w -\n"),
        (
            "test $2 = -",
            "show-environment\nload-buffer -w -\nload-buffer -\n",
        ),
    ] {
        let programs = tmux("-DISPLAY\\n", then);
        let mut pty = programs.console(&[IN_TMUX, ("DISPLAY", ":0")]);
        pty.send("y");
        pty.shows("Put bob_77 into tmux's buffer");
        assert_eq!(programs.noted("tmux.called"), calls);
        assert_eq!(programs.noted("tmux.text"), "bob_77");
        let written = String::from_utf8_lossy(&pty.bytes).into_owned();
        assert!(!written.contains("Copied") && !sent(&pty, "\x1b]52"));
        pty.leaves();
    }
}

#[test]
fn a_tmux_that_takes_nothing_leaves_it_to_the_terminal() {
    let programs = tmux("", "exit 1");
    let mut pty = programs.console(&[IN_TMUX]);
    pty.send("y");
    goes_to_the_terminal(&mut pty);
    pty.leaves();
}

#[test]
fn tmux_tells_whether_the_person_sits_at_the_desktop_of_its_window() {
    let came = "SSH_CONNECTION=10.0.0.2 50000 10.0.0.1 22\\n";
    let programs = tmux(came, "exit 0").has("xclip", "");
    let mut pty = programs.console(&[IN_TMUX, ("DISPLAY", ":0")]);
    pty.send("y");
    pty.shows("Put bob_77 into tmux's buffer");
    assert!(!programs.notes("xclip.called").exists());
    pty.leaves();

    // The window was opened over SSH, and by now the person sits at the machine itself.
    let programs = tmux("DISPLAY=:7\\n-SSH_CONNECTION\\n", "exit 0").has("xclip", "env > $at.env");
    let over_ssh = ("SSH_CONNECTION", "10.0.0.2 50000 10.0.0.1 22");
    let mut pty = programs.console(&[IN_TMUX, over_ssh]);
    pty.send("y");
    pty.shows("Copied bob_77");
    assert!(programs.noted("xclip.env").contains("\nDISPLAY=:7\n"));
    assert_eq!(programs.noted("tmux.called"), "show-environment\n");
    pty.leaves();
}
