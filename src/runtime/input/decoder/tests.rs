use crossterm::event::{KeyCode, KeyModifiers, MouseEventKind};
use proptest::prelude::*;

use super::*;

/// Readable names of the decoded events.
fn names(found: Vec<DecodedInput>) -> Vec<String> {
    let name = |(what, _)| match what {
        Event::Key(key) if key.modifiers == KeyModifiers::NONE => format!("{}", key.code),
        Event::Key(key) => format!("{}+{}", key.modifiers, key.code),
        Event::Mouse(mouse) if mouse.kind == MouseEventKind::ScrollDown => "wheel".into(),
        Event::Paste(text) => format!("paste {text:?}"),
        Event::PasteOpen => "open".into(),
        Event::PasteDropped => "dropped".into(),
        other => format!("{other:?}"),
    };
    found.into_iter().map(name).collect()
}

/// The events of bursts with silence between and after them.
fn bursts(bursts: &[&[u8]]) -> Vec<String> {
    let mut decoder = Decoder::default();
    let mut found = Vec::new();
    for burst in bursts {
        found.extend(decoder.take(burst));
        if decoder.patience().is_some() {
            found.extend(decoder.silence());
        }
    }
    names(found)
}

/// The events of pieces with pauses between them, and a final silence.
fn pieces(pieces: &[&[u8]], pause: Duration) -> Vec<String> {
    let mut decoder = Decoder::default();
    let mut found = Vec::new();
    for (n, piece) in pieces.iter().enumerate() {
        if n > 0 {
            found.extend(pauses(&mut decoder, pause));
        }
        found.extend(decoder.take(piece));
    }
    found.extend(pauses(&mut decoder, Duration::MAX));
    names(found)
}

fn pauses(decoder: &mut Decoder, mut pause: Duration) -> Vec<DecodedInput> {
    let mut found = Vec::new();
    while let Some(patience) = decoder.patience()
        && pause > patience
    {
        pause -= patience;
        found.extend(decoder.silence());
    }
    found
}

#[test]
fn keys_come_out_as_they_were_pressed() {
    for (bytes, keys) in [
        (&b"j"[..], &["j"][..]),
        (b"\r\t\x7f", &["Enter", "Tab", "Backspace"]),
        (b"\x03\x1a", &["Control+c", "Control+z"]),
        (b"\x1b", &["Esc"]),
        (b"\x1b\x1b", &["Esc", "Esc"]),
        (b"\x1b[A\x1b[6~\x1bOP", &["Up", "Page Down", "F1"]),
        (b"\x1b[1;5C\x1bb", &["Control+Right", "Alt+b"]),
        (b"\x1b[<65;3;4M", &["wheel"]),
        ("好é".as_bytes(), &["好", "é"]),
        // The end of a paste that never started, focus reports, broken UTF-8: not keys.
        (b"\x1b[201~j", &["j"]),
        // A mouse report without a valid position.
        (b"\x1b[<0;0;0Mj\x1b[<0;3;+0mj", &["j", "j"]),
        (b"\x1b[I\x1b[Oj", &["j"]),
        (b"\xff\x80j", &["j"]),
    ] {
        assert_eq!(bursts(&[bytes]), keys, "{}", bytes.escape_ascii());
    }
    let locked = Decoder::default().take(b"\x1b[97;65u");
    let [(Event::Key(key), None)] = locked[..] else {
        panic!("{locked:?}");
    };
    assert_eq!(key, KeyEvent::new(KeyCode::Char('a'), KeyModifiers::NONE));
}

#[test]
fn keys_mean_what_is_written_on_them_whatever_terminal_sends_them() {
    for (bytes, keys) in [
        // Alt and an arrow: xterm, then rxvt and PuTTY, in both cursor key modes.
        (&b"\x1b[1;3D"[..], &["Alt+Left"][..]),
        (b"\x1b\x1b[D\x1b\x1bOC", &["Alt+Left", "Alt+Right"]),
        // The keypad's Enter: most terminals; alacritty and tmux; all in application mode.
        (b"\r", &["Enter"]),
        (b"\n", &["Enter"]),
        (b"\x1bOM", &["Enter"]),
        (b"\x1b\n\x1b\x1bOM", &["Alt+Enter", "Alt+Enter"]),
        // A terminal that sends both for one key.
        (b"\r\n", &["Enter", "Control+j"]),
        (b"\r\r\n\n", &["Enter", "Enter", "Control+j", "Enter"]),
        // st: Delete and Insert.
        (b"\x1b[P\x1b[4h", &["Del", "Insert"]),
        // With a parameter it is xterm's F1.
        (b"\x1b[1;2P\x1bOP", &["Shift+F1", "F1"]),
        // rxvt: the arrows with Shift, with Control, and with Alt too.
        (
            b"\x1b[a\x1b[b\x1b[c\x1b[d",
            &["Shift+Up", "Shift+Down", "Shift+Right", "Shift+Left"],
        ),
        (
            b"\x1bOa\x1bOb\x1bOc\x1bOd",
            &[
                "Control+Up",
                "Control+Down",
                "Control+Right",
                "Control+Left",
            ],
        ),
        (b"\x1b\x1b[a", &["Shift+Alt+Up"]),
        // rxvt, and the keypads of PuTTY and the Linux console.
        (b"\x1b[7~\x1b[8~", &["Home", "End"]),
        (b"\x1b[1~\x1b[4~", &["Home", "End"]),
        (
            b"\x1b[7$\x1b[8$\x1b[3$\x1b[2$",
            &["Shift+Home", "Shift+End", "Shift+Del", "Shift+Insert"],
        ),
        (
            b"\x1b[7^\x1b[8^\x1b[3^\x1b[5^\x1b[6^",
            &[
                "Control+Home",
                "Control+End",
                "Control+Del",
                "Control+Page Up",
                "Control+Page Down",
            ],
        ),
        (
            b"\x1b[7@\x1b\x1b[8$",
            &["Shift+Control+Home", "Shift+Alt+End"],
        ),
        // Function keys of rxvt and PuTTY: plain, with Shift, with Control, with both.
        (
            b"\x1b[11~\x1b[15~\x1b[17~\x1b[21~\x1b[23~\x1b[24~",
            &["F1", "F5", "F6", "F10", "F11", "F12"],
        ),
        (
            b"\x1b[25~\x1b[26~\x1b[28~\x1b[29~\x1b[31~\x1b[34~",
            &[
                "Shift+F3",
                "Shift+F4",
                "Shift+F5",
                "Shift+F6",
                "Shift+F7",
                "Shift+F10",
            ],
        ),
        (b"\x1b[23$\x1b[24$", &["Shift+F11", "Shift+F12"]),
        (b"\x1b[15^\x1b[28^", &["Control+F5", "Shift+Control+F5"]),
        (b"\x1b[15;2~\x1b[1;2S", &["Shift+F5", "Shift+F4"]),
        // The Linux console: Shift-Tab, F1, F5.
        (b"\x1b\t", &["Shift+Back Tab"]),
        (b"\x1b[[A\x1b[[E", &["F1", "F5"]),
        (b"\x1b[Z", &["Shift+Back Tab"]),
        // What st and other terminals send for keys that are in no table.
        (b"\x1b[2K\x1b[2J\x1b[4l\x1b[L\x1b[K\x1b[J\x1bOjj", &["j"]),
        (b"\x1b[35~\x1b[9^\x1b[22$~\x1b[99~\x1b[1e\x1b[ej", &["j"]),
    ] {
        assert_eq!(bursts(&[bytes]), keys, "{}", bytes.escape_ascii());
    }
}

#[test]
fn a_keypad_s_enter_behind_another_enter_is_one_too_once_a_moment_has_passed() {
    assert_eq!(bursts(&[b"\r", b"\n"]), ["Enter", "Enter"]);
    // Over a line that splits it.
    assert_eq!(
        pieces(&[b"\r", b"\n"], Duration::from_millis(20)),
        ["Enter", "Control+j"]
    );
}

#[test]
fn a_paste_is_one_text_however_it_comes() {
    let whole = "\x1b[200~一 two\r\n\x1b[2J\x1b[201~".as_bytes();
    let expected = ["paste \"一 two\\r\\n\\u{1b}[2J\""];
    assert_eq!(bursts(&[whole]), expected);
    let mut decoder = Decoder::default();
    let found = whole.iter().flat_map(|&byte| decoder.take(&[byte]));
    assert_eq!(names(found.collect()), expected);
}

#[test]
fn what_comes_in_the_burst_of_a_paste_presses_no_key() {
    let mut decoder = Decoder::default();
    let found = decoder.take(b"\x1b[200~x\x1b[201~dy");
    // Somebody may have pressed them, and learns that they did nothing.
    assert_eq!(names(found), ["paste \"x\"", "TooFast"]);
    assert_eq!(names(decoder.take(b"y\r\x1b")), [""; 0]);
    // Only silence ends the burst, and the Escape in it was not a key.
    assert_eq!(names(decoder.silence()), [""; 0]);
    assert_eq!(names(decoder.take(b"j")), ["j"]);
    // A second paste in the same burst is a paste.
    let twice = b"\x1b[200~x\x1b[201~\x1b[200~y\x1b[201~";
    assert_eq!(bursts(&[twice]), ["paste \"x\"", "paste \"y\""]);
}

#[test]
fn a_paste_without_an_end_says_so_and_is_dropped_by_escape_or_control_c() {
    for key in [&b"\x1b"[..], b"\x03"] {
        let found = bursts(&[b"\x1b[200~dy", b"y", b"\r", key, b"j"]);
        assert_eq!(found, ["open", "open", "open", "dropped", "j"]);
    }
}

#[test]
fn a_paste_that_is_only_slow_goes_on() {
    // Including an Escape or a Ctrl-c that is not alone, or that starts the end marker of the paste.
    let found = bursts(&[b"\x1b[200~a", b"b\x1b", b"\x1b[31m", b"\x03c"]);
    assert_eq!(found, ["open"; 4]);
    let mut decoder = Decoder::default();
    decoder.take(b"\x1b[200~a");
    decoder.silence();
    decoder.take(b"\x1b");
    assert_eq!(names(decoder.take(b"[201~")), ["paste \"a\""]);
    // However soon after other keys an Escape arrives: repeated pressing gets people out.
    decoder.silence();
    decoder.take(b"\x1b[200~a");
    decoder.silence();
    decoder.take(b"q");
    decoder.take(b"\x1b");
    assert_eq!(names(decoder.silence()), ["dropped"]);
    // In the first burst, Ctrl-c is part of the text.
    decoder.silence();
    decoder.take(b"\x1b[200~");
    decoder.take(b"\x03");
    assert_eq!(names(decoder.take(b"\x1b[201~")), ["paste \"\\u{3}\""]);
}

#[test]
fn a_paste_takes_no_more_memory_than_it_may() {
    let mut decoder = Decoder::default();
    decoder.take(PASTE_BEGINS);
    let chunk = vec![b'x'; 65_536];
    for _ in 0..40 {
        decoder.take(&chunk);
    }
    let DecoderState::Paste { text, .. } = &decoder.state else {
        panic!("{decoder:?}");
    };
    assert!(text.capacity() <= 3 * PASTE_CAP, "{}", text.capacity());
    let found = decoder.take(PASTE_ENDS);
    let [(Event::Paste(text), None)] = &found[..] else {
        panic!("no paste");
    };
    assert!(text.len() > PASTE_CAP && text.len() < PASTE_CAP + 16);
}

// ---- input that is not keys ----

/// Replies of terminals, and unsolicited sequences.
const ANSWERS: &[&[u8]] = &[
    // Identification of the terminal: DA1, DA2, DA3, its name and version.
    b"\x1b[?62;22c",
    b"\x1b[?1;2c",
    b"\x1b[>0;276;0c",
    b"\x1b[>41;379;0c",
    b"\x1bP!|00000000\x1b\\",
    b"\x1bP>|XTerm(379)\x1b\\",
    // Modes and settings: DECRPM, DECRQSS, XTGETTCAP, the keys of kitty, DECREQTPARM.
    b"\x1b[?2026;2$y",
    b"\x1b[4;2$y",
    b"\x1bP1$r0m\x1b\\",
    b"\x1bP1+r544e=787465726d\x1b\\",
    b"\x1b[?1u",
    b"\x1b[2;1;1;128;128;1;0x",
    // Colours and the clipboard, with either terminator.
    b"\x1b]11;rgb:1c1c/1e1e/2626\x1b\\",
    b"\x1b]10;rgb:ffff/ffff/ffff\x07",
    b"\x1b]4;7;rgb:e5e5/e5e5/e5e5\x1b\\",
    b"\x1b]52;c;ZGF2ZS0wMQ==\x07",
    b"\x1b[?997;1n",
    // The cursor position and the window size.
    b"\x1b[24;80R",
    b"\x1b[1;3R",
    b"\x1b[?1;1R",
    b"\x1b[0n",
    b"\x1b[8;36;120t",
    b"\x1b[4;720;1200t",
    b"\x1b[48;36;120;720;1200t",
    // The title, in arbitrary letters.
    b"\x1b]lbobby\x1b\\",
    b"\x1b]Ldaddy says y\x07",
    // Graphics, and unused kinds of strings.
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b^by d y\x1b\\",
    b"\x1bXby d y\x1b\\",
    b"\x1b[?1;0;256S",
    // Focus reports.
    b"\x1b[I",
    b"\x1b[O",
    // Keys that are in no table, and sequences longer than any key.
    b"\x1bOI",
    b"\x1b[2J",
    b"\x1b[9$y",
    b"\x1b[35^",
    b"\x1b[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27y",
    // The same introducers as C1 characters.
    b"\xc2\x9b?2026;2$y",
    b"\xc2\x9d11;rgb:1c1c/1e1e/2626\xc2\x9c",
    b"\xc2\x90>|XTerm(379)\xc2\x9c",
];

const PAUSES: [u64; 8] = [0, 3, 12, 25, 39, 100, 800, 1_000];

#[test]
fn an_answer_of_the_terminal_is_no_key_wherever_a_pause_cuts_it() {
    for answer in ANSWERS {
        assert_eq!(pieces(&[answer], Duration::ZERO), [""; 0]);
        for (at, pause) in (1..answer.len()).flat_map(|at| PAUSES.map(|pause| (at, pause))) {
            let (first, rest) = answer.split_at(at);
            let found = pieces(&[first, rest], Duration::from_millis(pause));
            let alone = first == b"\x1b" && pause > 40;
            let expected = if alone { &["Esc"][..] } else { &[] };
            let told = answer.escape_ascii();
            assert_eq!(found, expected, "{told} cut at {at} by {pause} ms");
            // The keyboard works again at once.
            let found = pieces(
                &[first, &[rest, b"j"].concat()],
                Duration::from_millis(pause),
            );
            assert_eq!(
                found.last().unwrap(),
                "j",
                "{told} cut at {at} by {pause} ms"
            );
        }
    }
}

#[test]
fn an_answer_that_comes_byte_for_byte_is_no_key() {
    for answer in ANSWERS {
        for pause in [0, 3, 12, 30] {
            let bytes: Vec<&[u8]> = answer.chunks(1).collect();
            let found = pieces(&bytes, Duration::from_millis(pause));
            assert_eq!(found, [""; 0], "{} by {pause} ms", answer.escape_ascii());
        }
    }
}

#[test]
fn an_answer_that_comes_byte_for_byte_is_no_more_than_an_escape_on_a_slow_line() {
    // A sequence that starts with SS3 is a key press.
    let is_answer = |answer: &&&[u8]| answer.starts_with(b"\x1b") && answer[1] != b'O';
    for answer in ANSWERS.iter().filter(is_answer) {
        for pause in [45, 60, 100, 200] {
            let bytes: Vec<&[u8]> = answer.chunks(1).collect();
            let found = pieces(&bytes, Duration::from_millis(pause));
            // The Escape of the string terminator may arrive alone as well.
            let told = answer.escape_ascii();
            assert!(
                found.iter().all(|what| what == "Esc"),
                "{told} by {pause} ms: {found:?}"
            );
        }
    }
}

#[test]
fn what_comes_of_a_sequence_after_a_second_is_dropped_and_then_the_keyboard_is_back() {
    let seconds = Duration::from_millis(1_500);
    for (first, rest) in [
        (&b"\x1b[?2026;2"[..], &b"$y"[..]),
        (b"\x1b]11;rgb:1c", b"dy\x1b\\"),
        (b"\x1b]11;rgb:1c\x1b", b"\\"),
        (b"\x1bP>|XTerm", b"(by)\x07"),
    ] {
        assert_eq!(pieces(&[first, rest], seconds), [""; 0]);
        assert_eq!(pieces(&[first, rest, b"j"], seconds), ["j"]);
        // The end never arrives.
        assert_eq!(pieces(&[first, b"j"], Duration::from_secs(3)), ["j"]);
    }
}

#[test]
fn escape_and_control_c_get_out_of_what_never_ends() {
    for begun in [&b"\x1b[?2026;2"[..], b"\x1b]11;rgb", b"\x1bPxy", b"\x1b_G"] {
        let found = pieces(&[begun, b"\x03", b"j"], Duration::from_millis(200));
        assert_eq!(found, ["Control+c", "j"], "{}", begun.escape_ascii());
        let found = pieces(&[begun, b"\x1b[A", b"j"], Duration::from_millis(200));
        assert_eq!(found, ["Up", "j"], "{}", begun.escape_ascii());
    }
    let found = pieces(
        &[b"\x1b[?2026;2", b"\x1b", b"j"],
        Duration::from_millis(200),
    );
    assert_eq!(found, ["Esc", "j"]);
}

#[test]
fn a_paste_keeps_its_marks_wherever_a_pause_cuts_them() {
    let whole = b"\x1b[200~bob_77 d y\x1b[201~";
    for (at, pause) in (1..whole.len()).flat_map(|at| PAUSES.map(|pause| (at, pause))) {
        let (first, rest) = whole.split_at(at);
        let mut found = pieces(&[first, rest], Duration::from_millis(pause));
        found.retain(|what| what != "open");
        if at == 1 && pause > 40 {
            assert_eq!(found.remove(0), "Esc");
        }
        assert_eq!(found, ["paste \"bob_77 d y\""], "cut at {at} by {pause} ms");
    }
    // Even later than the timeout for replies.
    let found = pieces(
        &[b"\x1b[20", b"0~dy\x1b[201~"],
        Duration::from_millis(1_500),
    );
    assert_eq!(found, ["paste \"dy\""]);
}

#[test]
fn a_key_of_several_bytes_is_whole_wherever_a_pause_cuts_it() {
    for (bytes, name) in [
        (&b"\x1b[6~"[..], "Page Down"),
        (b"\x1bOP", "F1"),
        (b"\x1b[1;3D", "Alt+Left"),
        (b"\x1b\x1b[D", "Alt+Left"),
        (b"\x1b[[A", "F1"),
        (b"\x1b[7$", "Shift+Home"),
        (b"\x1b[28~", "Shift+F5"),
        (b"\x1b[d", "Shift+Left"),
        (b"\x1b[P", "Del"),
        (b"\x1bOM", "Enter"),
        (b"\x1b\t", "Shift+Back Tab"),
        (b"\x1b[<65;3;4M", "wheel"),
        ("好".as_bytes(), "好"),
    ] {
        for at in 1..bytes.len() {
            let (first, rest) = bytes.split_at(at);
            let short = pieces(&[first, rest], Duration::from_millis(30));
            assert_eq!(short, [name], "{} cut at {at}", bytes.escape_ascii());
            let found = pieces(&[first, rest], Duration::from_millis(500));
            if !first.iter().all(|byte| *byte == ESCAPE) {
                assert_eq!(found, [name], "{} cut at {at}", bytes.escape_ascii());
            }
        }
    }
}

#[test]
fn an_escape_of_a_hand_is_not_taken_for_the_beginning_of_the_keys_after_it() {
    for (key, name) in [
        (&b"["[..], "["),
        (b"]", "]"),
        (b"O", "Shift+O"),
        (b"P", "Shift+P"),
        (b"j", "j"),
    ] {
        for pause in [45, 100, 600, 3_000] {
            let found = pieces(&[b"\x1b", key, b"j"], Duration::from_millis(pause));
            assert_eq!(found, ["Esc", name, "j"], "after {pause} ms");
        }
    }
}

#[test]
fn nothing_of_what_was_left_before_is_a_key_nor_its_rest() {
    for answer in ANSWERS.iter().filter(|answer| answer.starts_with(b"\x1b")) {
        for at in 1..=answer.len() {
            let (first, rest) = answer.split_at(at);
            let mut decoder = Decoder::default();
            decoder.take(&[b"dy\rO", first].concat());
            decoder.forget();
            let mut found = decoder.take(rest);
            found.extend(decoder.take(b"j"));
            assert_eq!(names(found), ["j"], "{} cut at {at}", answer.escape_ascii());
        }
    }
    // What starts afterwards is accepted.
    let mut decoder = Decoder::default();
    decoder.take(b"j");
    decoder.forget();
    let found = decoder.take(b"\x1b[200~bob_77\x1b[201~");
    assert_eq!(names(found), ["paste \"bob_77\""]);
    // A paste, split anywhere.
    let paste = b"\x1b[200~spam_0041 bob_77\x1b[201~";
    for at in 1..paste.len() {
        let (first, rest) = paste.split_at(at);
        let mut decoder = Decoder::default();
        decoder.take(first);
        decoder.forget();
        let mut found = decoder.take(rest);
        found.extend(decoder.silence());
        found.extend(decoder.take(b"j"));
        assert_eq!(names(found), ["j"], "cut at {at}");
    }
    // An unfinished sequence; then keys are pressed again.
    for left in [
        b"\x1b[200~spam",
        &b"\x1b"[..],
        b"\x1b\x1b",
        b"\x1b[",
        b"\x1b]",
        b"\x1b[2",
        b"\xe5",
        b"\r",
    ] {
        let mut decoder = Decoder::default();
        decoder.take(left);
        decoder.forget();
        let mut found = pauses(&mut decoder, Duration::from_secs(5));
        found.extend(decoder.take(b"\nj"));
        found.extend(decoder.take(b"\x1b"));
        found.extend(decoder.silence());
        assert_eq!(
            names(found),
            ["Enter", "j", "Esc"],
            "{}",
            left.escape_ascii()
        );
    }
}

#[test]
fn an_escape_waits_as_long_as_is_said_within_bounds() {
    for (said, millis) in [
        (None, 40),
        (Some(""), 40),
        (Some("soon"), 40),
        (Some("-1"), 40),
        (Some("0"), 40),
        (Some("25"), 40),
        (Some("200"), 200),
        (Some(" 500 "), 500),
        (Some("60000"), 1_000),
        (Some("99999999999999999999999"), 40),
    ] {
        let mut decoder = Decoder::new(said);
        for escapes in [b"\x1b", b"\x1b"] {
            decoder.take(escapes);
            let patience = Duration::from_millis(millis);
            assert_eq!(decoder.patience(), Some(patience), "{said:?}");
        }
        // Nothing else takes longer.
        decoder.silence();
        decoder.take(b"O");
        assert_eq!(decoder.patience(), Some(MOMENT));
    }
    // So a line may split a reply after its first byte.
    let mut decoder = Decoder::new(Some("200"));
    decoder.take(b"\x1b");
    let mut found = pauses(&mut decoder, Duration::from_millis(150));
    found.extend(decoder.take(b"]11;rgb:1c1c/1e1e/2626\x1b"));
    found.extend(pauses(&mut decoder, Duration::from_millis(150)));
    found.extend(decoder.take(b"\\"));
    found.extend(pauses(&mut decoder, Duration::MAX));
    assert_eq!(names(found), [""; 0]);
}

#[test]
fn escape_twice_is_escape_twice_and_before_a_key_it_is_alt() {
    assert_eq!(bursts(&[b"\x1b\x1b"]), ["Esc", "Esc"]);
    assert_eq!(bursts(&[b"\x1b\x1b\x1b"]), ["Esc", "Esc", "Esc"]);
    assert_eq!(bursts(&[b"\x1b\x1bj"]), ["Esc", "Alt+j"]);
    assert_eq!(bursts(&[b"\x1b\x1b[C"]), ["Alt+Right"]);
    assert_eq!(bursts(&[b"\x1b\x1bOC"]), ["Alt+Right"]);
    // A reply right after an Escape that was pressed.
    assert_eq!(bursts(&[b"\x1b\x1b[?62c"]), ["Esc"]);
    assert_eq!(bursts(&[b"\x1b\x1b]11;rgb\x07"]), ["Esc"]);
    assert_eq!(
        bursts(&[b"\x1b\x1b[200~x\x1b[201~"]),
        ["Esc", "paste \"x\""]
    );
}

#[test]
fn alt_and_a_key_that_begins_sequences_is_escape_once_nothing_came_behind_it() {
    for key in [b"\x1b[", b"\x1bO", b"\x1b]", b"\x1bP", b"\x1b_"] {
        assert_eq!(bursts(&[key, b"j"]), ["Esc", "j"], "{}", key.escape_ascii());
    }
}

#[test]
fn a_string_in_the_burst_of_a_paste_does_not_end_it() {
    let found = bursts(&[b"\x1b[200~x\x1b[201~\x1b]0;t\x07dy", b"j"]);
    assert_eq!(found, ["paste \"x\"", "TooFast", "j"]);
}

#[test]
fn only_characters_as_they_are_can_be_a_text() {
    let mut decoder = Decoder::default();
    let found = decoder.take("b\r\n\t好\x7f\x03\x1b[A\x1bb\x1b[98u".as_bytes());
    let typed: Vec<Option<char>> = found.into_iter().map(|(_, typed)| typed).collect();
    let text = [Some('b'), Some('\r'), Some('\n'), Some('\t'), Some('好')];
    assert_eq!(typed, [&text[..], &[None; 5]].concat());
}
proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Terminal sequences and other bytes, in any order.
    #[test]
    fn no_bytes_break_it_and_a_key_is_always_taken_again(
        chunks in prop::collection::vec(
            prop_oneof![
                prop::collection::vec(any::<u8>(), 0..12),
                prop::sample::select(vec![
                    PASTE_BEGINS, PASTE_ENDS, b"\x1b", b"\x1b[", b"\x1b[<0;0;", b"\x1b[<0;", b"0M", b"+0;", b"32;0;0M", b"\x1b[M\xff\xff\xff", b"\x1bO",
                    b"\x1b[99999999999u", b"\x1b[27;0;0~", b"\x1b[;", b"\x1b[?", b"\xf0\x9f", b"\x03", b"jjj",
                ]).prop_map(<[u8]>::to_vec),
            ],
            0..12,
        ),
        quiet in prop::collection::vec(any::<bool>(), 12),
    ) {
        let mut decoder = Decoder::default();
        for (chunk, quiet) in chunks.iter().zip(quiet) {
            decoder.take(chunk);
            if quiet && decoder.patience().is_some() {
                decoder.silence();
            }
        }
        // In any state: silence, Escape, silence, and the keyboard works again.
        for bytes in [&b""[..], b"\x1b"] {
            decoder.take(bytes);
            while decoder.patience().is_some() {
                decoder.silence();
            }
        }
        let mut found = decoder.take(b"j");
        found.extend(decoder.silence());
        prop_assert_eq!(names(found), ["j"]);
    }

    #[test]
    fn a_marked_paste_is_the_same_text_wherever_the_line_cuts_it(
        text in "[ -~\r\n好é]{0,60}",
        cuts in prop::collection::vec(1..9_usize, 1..80),
    ) {
        let bytes = [PASTE_BEGINS, text.as_bytes(), PASTE_ENDS].concat();
        let mut decoder = Decoder::default();
        let mut found = Vec::new();
        let (mut rest, mut cuts) = (&bytes[..], cuts.into_iter().cycle());
        while !rest.is_empty() {
            let (chunk, more) = rest.split_at(cuts.next().unwrap_or(1).min(rest.len()));
            found.extend(decoder.take(chunk));
            rest = more;
        }
        prop_assert_eq!(names(found), [format!("paste {text:?}")]);
    }
}
