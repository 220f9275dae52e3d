use std::ffi::OsStr;

use super::*;

/// The place that these variables tell of.
fn place(told: &[(&str, &str)]) -> Place {
    Place::of(|name| {
        let mut told = told.iter();
        told.find_map(|(known, value)| (*known == name).then(|| value.into()))
    })
}

/// Who is asked there, by the variables as a shell would set them.
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
        // Carried along by SSH.
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

    // What it does not mention is as it was; an empty variable says nothing.
    let mut same = place(&[("WAYLAND_DISPLAY", "wayland-0"), ("DISPLAY", ":0")]);
    same.correct(b"unknown variable\nDISPLAY=\n");
    assert!(same.get("WAYLAND_DISPLAY").is_some());
    assert!(same.get("DISPLAY").is_none());
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
