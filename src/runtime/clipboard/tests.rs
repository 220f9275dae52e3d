use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command as Now;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::net::unix::pipe;

use super::*;

/// The surroundings that these variables describe.
fn place(told: &[(&str, &str)]) -> Surroundings {
    Surroundings::of(|name| {
        let mut told = told.iter();
        told.find_map(|(known, value)| (*known == name).then(|| value.into()))
    })
}

/// The programs to try there; the variables are written as a shell would set them.
fn asked(told: &str) -> Vec<&'static str> {
    let told: Vec<_> = told
        .split_whitespace()
        .map(|one| one.split_once('=').unwrap())
        .collect();
    let is = |name| told.iter().any(|(known, _)| *known == name);
    let programs = programs(&place(&told), is("TMUX"), is("MAC"));
    programs.iter().map(|program| program.name).collect()
}

#[test]
fn a_program_of_the_desktop_that_the_person_sits_at_is_asked_first() {
    let x11: &[&str] = &["xclip", "xsel"];
    for (told, wanted) in [
        ("", &[] as &[&str]),
        ("DISPLAY=:0", x11),
        ("WAYLAND_DISPLAY=wayland-0", &["wl-copy"]),
        (
            "WAYLAND_DISPLAY=wayland-0 DISPLAY=:0",
            &["wl-copy", "xclip", "xsel"],
        ),
        ("MAC=1", &["pbcopy"]),
        ("TMUX=/tmp/tmux,1,0", &["tmux", "tmux"]),
        (
            "TMUX=/tmp/tmux,1,0 DISPLAY=:0",
            &["xclip", "xsel", "tmux", "tmux"],
        ),
        ("STY=1.pts-0", &[]),
    ] {
        assert_eq!(asked(told), wanted, "{told}");
    }
}

#[test]
fn over_ssh_the_desktop_of_the_machine_is_not_that_of_the_person() {
    let away = "SSH_CONNECTION=10.0.0.2";
    let none: &[&str] = &[];
    for (told, wanted) in [
        ("DISPLAY=:0", none),
        ("DISPLAY=unix:0", none),
        (
            "DISPLAY=/private/tmp/com.apple.launchd.x/org.xquartz:0",
            none,
        ),
        ("DISPLAY=0", none),
        ("WAYLAND_DISPLAY=wayland-0", none),
        ("MAC=1", none),
        // Forwarded by SSH.
        ("DISPLAY=localhost:10.0", &["xclip", "xsel"]),
        ("DISPLAY=[::1]:10.0", &["xclip", "xsel"]),
        (
            "WAYLAND_DISPLAY=wayland-0 DISPLAY=desk:11",
            &["xclip", "xsel"],
        ),
        ("DISPLAY=:0 TMUX=/tmp/tmux,1,0", &["tmux", "tmux"]),
    ] {
        assert_eq!(asked(&format!("{away} {told}")), wanted, "{told}");
    }
}

#[test]
fn tmux_knows_better_than_its_windows_where_the_person_came_from() {
    let mut here = place(&[("DISPLAY", ":0"), ("XAUTHORITY", "/run/x")]);
    here.correct(
        b"LANG=C\nDISPLAY=localhost:10.0\nSSH_CONNECTION=1 2 3 4\n-XAUTHORITY\nMY_DISPLAY=:9\n",
    );
    assert_eq!(here.get("DISPLAY").unwrap(), OsStr::new("localhost:10.0"));
    assert!(here.get("SSH_CONNECTION").is_some());
    assert!(here.get("XAUTHORITY").is_none());

    let mut away = place(&[("SSH_CONNECTION", "1 2 3 4")]);
    away.correct(b"DISPLAY=:0\n-SSH_CONNECTION\n");
    let names: Vec<_> = programs(&away, true, false)
        .iter()
        .map(|p| p.name)
        .collect();
    assert_eq!(names, ["xclip", "xsel", "tmux", "tmux"]);

    // A variable that tmux does not mention stays as it was; an empty one is removed.
    let mut same = place(&[("WAYLAND_DISPLAY", "wayland-0"), ("DISPLAY", ":0")]);
    same.correct(b"unknown variable\nDISPLAY=\n");
    assert!(same.get("WAYLAND_DISPLAY").is_some());
    assert!(same.get("DISPLAY").is_none());
}

/// What is sent for `text` there; the variables are written as a shell would set them.
fn sent(told: &str, text: &str) -> String {
    said(text, |name| {
        let mut told = told
            .split_whitespace()
            .filter_map(|one| one.split_once('='));
        told.find_map(|(known, value)| (known == name).then(|| value.to_owned()))
    })
}

#[test]
fn over_ssh_from_within_gnu_screen_it_is_wrapped_too() {
    let plain = sequence("bob_77", false);
    let wrapped = sequence("bob_77", true);
    let both = format!("{plain}{wrapped}");
    for (told, wanted) in [
        ("TERM=xterm-256color", &plain),
        ("TERM=tmux-256color", &plain),
        ("TERM=xterm STY=1.pts-0", &wrapped),
        ("TERM=screen TMUX=/tmp/tmux,1,0", &plain),
        // The name alone may also mean tmux, which ignores the wrapped form.
        ("TERM=screen.xterm-256color", &both),
        ("TERM=screen STY=1.pts-0 TMUX=/tmp/tmux,1,0", &both),
    ] {
        assert_eq!(&sent(told, "bob_77"), wanted, "{told}");
    }
    // GNU screen would display the rest of this on the screen.
    let long = "0123456789\n".repeat(500);
    assert_eq!(sent("TERM=screen", &long), sequence(&long, true));
}

#[test]
fn the_sequence_goes_through_gnu_screen_in_pieces() {
    assert_eq!(sequence("bob_77", false), "\x1b]52;c;Ym9iXzc3\x1b\\");
    assert_eq!(
        sequence("bob_77", true),
        "\x1bP\x1b]52;c;Ym9iXzc3\x07\x1b\\"
    );
    let long = "0123456789\n".repeat(500);
    let plain = sequence(&long, false);
    let wrapped = sequence(&long, true);
    let mut inside = String::new();
    for piece in wrapped.split_terminator("\x1b\\") {
        let piece = piece.strip_prefix("\x1bP").unwrap();
        assert!(piece.len() <= SCREENFUL, "{}", piece.len());
        inside.push_str(piece);
    }
    let end = inside.strip_suffix('\x07').unwrap();
    assert_eq!(end, plain.strip_suffix("\x1b\\").unwrap());
}

/// A directory of programs that stand in for the clipboard programs.
struct Programs(TempDir);

impl Programs {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A program that records its input and then runs the command `then`.
    fn has(&self, name: &str, then: &str) -> &'static CopyProgram {
        let program = self.path(name);
        let script = format!("#!/bin/sh\ncat > $0.text\n{then}\n");
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
        let name = program.display().to_string();
        Box::leak(Box::new(desktop(name.leak(), &[])))
    }

    fn noted(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.path(&format!("{name}.text"))).ok()
    }
}

fn much_later() -> Instant {
    Instant::now() + Duration::from_secs(60)
}

#[tokio::test]
async fn one_program_is_asked_after_the_other_until_one_has_it() {
    let has = Programs::new();
    let refuse = has.has("refuses", "exit 1");
    let dies = has.has("dies", "kill -9 $$");
    let willing = has.has("takes", "");
    let spare = has.has("spare", "");
    let absent = has.has("absent", "");
    fs::remove_file(has.path("absent")).unwrap();
    let here = place(&[]);

    let programs = [refuse, dies, absent];
    assert_eq!(ask(&programs, &here, "bob_77", much_later()).await, None);
    for name in ["refuses", "dies"] {
        assert_eq!(has.noted(name).unwrap(), "bob_77");
    }
    let programs = [refuse, absent, willing, spare];
    let taker = ask(&programs, &here, "bob_77", much_later()).await;
    assert_eq!(taker, Some(CopyTaker::Desktop));
    assert_eq!(has.noted("takes").unwrap(), "bob_77");
    assert_eq!(has.noted("spare"), None);
}

#[tokio::test]
async fn nobody_is_asked_once_the_time_is_over() {
    let has = Programs::new();
    let hangs = has.has("hangs", "while test -e $0; do sleep 1; done");
    let spare = has.has("spare", "");
    let taker = ask(&[hangs, spare], &place(&[]), "bob_77", Instant::now()).await;
    assert_eq!(taker, None);
    assert_eq!(has.noted("spare"), None);
}

#[tokio::test]
async fn a_program_that_hangs_is_ended_with_all_that_it_started() {
    let has = Programs::new();
    // Both hold the other end of the pipe. They exit by themselves if this test fails.
    let hangs = "while test -e $0; do sleep 1; done";
    let then = format!("exec 3> $0.pipe\n({hangs}) &\necho here >&3\n{hangs}");
    let program = has.has("hangs", &then);
    let pipe = has.path("hangs.pipe");
    assert!(Now::new("mkfifo").arg(&pipe).status().unwrap().success());
    let pipe = pipe::OpenOptions::new().open_receiver(&pipe).unwrap();
    let mut pipe = BufReader::new(pipe);
    let mut said = String::new();
    let until_it_hangs = async {
        pipe.read_line(&mut said).await.unwrap();
    };
    let outcome = hand_over(program, &place(&[]), "bob_77", until_it_hangs).await;
    assert_eq!(outcome.unwrap_err().kind(), io::ErrorKind::TimedOut);
    assert_eq!(said, "here\n");
    assert_eq!(has.noted("hangs").unwrap(), "bob_77");
    // It would take the text in the end, and replace what was copied since.
    pipe.read_to_string(&mut said).await.unwrap();
    assert_eq!(said, "here\n");
}

#[tokio::test]
async fn of_copies_that_wait_for_one_that_hangs_only_the_last_is_offered() {
    let (inbox, mut told) = unbounded_channel();
    let (copies, waiting) = unbounded_channel();
    let (offered, mut offers) = unbounded_channel();
    let (release, released) = unbounded_channel::<()>();
    let released = tokio::sync::Mutex::new(released);
    let offer = async |text: String| {
        offered.send(text).unwrap();
        released.lock().await.recv().await;
        Some(CopyTaker::Desktop)
    };
    let person = async {
        let send =
            |request, text: &str| copies.send((RequestId(request), text.to_owned())).unwrap();
        send(1, "bob_77");
        assert_eq!(offers.recv().await.unwrap(), "bob_77");
        send(2, "carol.chen");
        send(3, "dave-01");
        for request in [1, 3] {
            release.send(()).unwrap();
            let Some(Event::Copied(RequestId(which), Some(CopyTaker::Desktop))) = told.recv().await
            else {
                panic!("nothing was told");
            };
            assert_eq!(which, request);
        }
        assert_eq!(offers.recv().await.unwrap(), "dave-01");
        drop(copies);
    };
    tokio::join!(serve(waiting, inbox, offer), person);
}
