use crossterm::event::{KeyCode, KeyModifiers, MouseEventKind};
use proptest::prelude::*;

use super::*;

/// What a person would call what was found.
fn names(found: Vec<What>) -> Vec<String> {
    let name = |what| match what {
        What::Key(key) if key.modifiers == KeyModifiers::NONE => format!("{}", key.code),
        What::Key(key) => format!("{}+{}", key.modifiers, key.code),
        What::Mouse(mouse) if mouse.kind == MouseEventKind::ScrollDown => "wheel".into(),
        What::Paste(text) => format!("paste {text:?}"),
        What::PasteOpen => "open".into(),
        What::PasteDropped => "dropped".into(),
        other => format!("{other:?}"),
    };
    found.into_iter().map(name).collect()
}

/// What comes out of bursts with silences between them and after them.
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

#[test]
fn keys_come_out_as_they_were_pressed() {
    for (bytes, keys) in [
        (&b"j"[..], &["j"][..]),
        (b"\r\t\x7f", &["Enter", "Tab", "Backspace"]),
        (b"\x03\x1a", &["Control+c", "Control+z"]),
        (b"\x1b", &["Esc"]),
        (b"\x1b\x1b", &["Esc", "Esc"]),
        (b"\x1b[A\x1b[6~\x1bOP", &["Up", "Page Down", "F1"]),
        (b"\x1b\x1b[A", &["Esc", "Up"]),
        (b"\x1b[1;5C\x1bb", &["Control+Right", "Alt+b"]),
        (b"\x1b[<65;3;4M", &["wheel"]),
        ("好é".as_bytes(), &["好", "é"]),
        // The end of a paste that never began, the focus, broken UTF-8: no keys.
        (b"\x1b[201~j", &["j"]),
        // A mouse that is nowhere.
        (b"\x1b[<0;0;0Mj\x1b[<0;3;+0mj", &["j", "j"]),
        (b"\x1b[I\x1b[Oj", &["j"]),
        (b"\xff\x80j", &["j"]),
        // A key that was cut off does not eat the next one for ever.
        (b"\x1b[1;", &[]),
    ] {
        assert_eq!(bursts(&[bytes]), keys, "{}", bytes.escape_ascii());
    }
    let locked = Decoder::default().take(b"\x1b[97;65u");
    let [What::Key(key)] = locked[..] else {
        panic!("{locked:?}");
    };
    assert_eq!(key, KeyEvent::new(KeyCode::Char('a'), KeyModifiers::NONE));
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
    decoder.take(b"\x1b[200~x\x1b[201~dy");
    assert_eq!(names(decoder.take(b"y\r\x1b")), [""; 0]);
    // Only silence ends the burst, and the Escape in it was none.
    assert_eq!(names(decoder.silence()), [""; 0]);
    decoder.take(b"j");
    assert_eq!(names(decoder.silence()), ["j"]);
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
    // Among them an Escape, or a Ctrl-c, that is not alone, or that begins the end of the paste.
    let found = bursts(&[b"\x1b[200~a", b"b\x1b", b"\x1b[31m", b"\x03c"]);
    assert_eq!(found, ["open"; 4]);
    let mut decoder = Decoder::default();
    decoder.take(b"\x1b[200~a");
    decoder.silence();
    decoder.take(b"\x1b");
    assert_eq!(names(decoder.take(b"[201~")), ["paste \"a\""]);
    // However soon after other keys an Escape comes: somebody who hammers at the keyboard gets out.
    decoder.silence();
    decoder.take(b"\x1b[200~a");
    decoder.silence();
    decoder.take(b"q");
    decoder.take(b"\x1b");
    assert_eq!(names(decoder.silence()), ["dropped"]);
    // In the first burst a Ctrl-c is part of the text.
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
    let State::Paste { text, .. } = &decoder.state else {
        panic!("{decoder:?}");
    };
    assert!(text.capacity() <= 3 * LONGEST_PASTE, "{}", text.capacity());
    let found = decoder.take(PASTE_ENDS);
    let [What::Paste(text)] = &found[..] else {
        panic!("no paste");
    };
    assert!(text.len() > LONGEST_PASTE && text.len() < LONGEST_PASTE + 16);
}

// ---- texts that come as keys ----

/// Forty-three ids as a ticket holds them, with keys among them that would act.
fn ids() -> String {
    let lines = (41..84).map(|n| format!("u spam_{n:04} d y\r"));
    lines.collect::<Vec<_>>().concat()
}

#[test]
fn a_text_that_comes_at_once_is_a_paste_however_the_line_cuts_it() {
    let text = ids();
    let expected = [format!("paste {text:?}")];
    assert_eq!(bursts(&[text.as_bytes()]), expected);
    for size in [1, 2, 3, 7, 64, 100] {
        let mut decoder = Decoder::default();
        let mut found = Vec::new();
        for chunk in text.as_bytes().chunks(size) {
            found.extend(decoder.take(chunk));
        }
        assert_eq!(names(found), [""; 0], "{size}: it may go on");
        assert_eq!(names(decoder.silence()), expected, "{size}");
        assert_eq!(decoder.patience(), None);
    }
}

#[test]
fn what_hands_and_busy_machines_send_at_once_stays_keys() {
    for keys in ["gg", "jjjk", "dy", "2gg", "b5\r", "anina", "你好吗"] {
        let expected: Vec<String> = keys.chars().map(name_of).collect();
        assert_eq!(bursts(&[keys.as_bytes()]), expected, "{keys}");
    }
    // Held, or hammered in turns, whatever waits by then.
    for (keys, times) in [
        ("j", 5_000),
        ("y", 200),
        ("\r", 200),
        (" ", 63),
        ("jjk", 1_000),
        ("ud\r", 300),
    ] {
        let all = keys.repeat(times);
        let expected: Vec<String> = all.chars().map(name_of).collect();
        assert_eq!(bursts(&[all.as_bytes()]), expected, "{keys:?}");
    }
    // Arrows and function keys are no text, however many.
    let arrows = b"\x1b[A\x1b[B\x1b[C\x1b[D\x1bOP\x1b[5~\x1b[6~\x1b[H\x1b[F\x1b[A".repeat(30);
    assert_eq!(bursts(&[&arrows]).len(), 300);
}

fn name_of(c: char) -> String {
    match c {
        '\r' => "Enter".into(),
        ' ' => "Space".into(),
        c => c.to_string(),
    }
}

#[test]
fn no_key_of_a_text_acts_before_it_is_known_to_be_one() {
    let mut decoder = Decoder::default();
    for byte in b"bob_77\rd" {
        assert_eq!(names(decoder.take(&[*byte])), [""; 0]);
    }
    assert_eq!(names(decoder.silence()), ["paste \"bob_77\\rd\""]);
    // A key alone goes on with the silence after it.
    assert_eq!(names(decoder.take(b"d")), [""; 0]);
    assert_eq!(names(decoder.silence()), ["d"]);
}

#[test]
fn what_writes_nothing_in_the_middle_of_a_text_is_not_pressed() {
    let text = b"dave-01\x1b[A\x03\x7f\r\x1beve_shop\r\x1b";
    assert_eq!(bursts(&[text]), ["paste \"dave-01\\rve_shop\\r\""]);
    // Keys stay in their order where it is no text.
    assert_eq!(bursts(&[b"d\x1b[Ay\x03"]), ["d", "Up", "y", "Control+c"]);
}

#[test]
fn a_key_alone_behind_a_text_is_pressed_and_a_line_behind_a_line_is_not() {
    let apart = burst::GAP * 2;
    for (key, name) in [
        (&b"\r"[..], "Enter"),
        (b"\t", "Tab"),
        (b"\x1b[A", "Up"),
        (b"\x15", "Control+u"),
    ] {
        let mut decoder = Decoder::default();
        assert_eq!(names(decoder.take(b"spam_0042")), [""; 0]);
        assert!(decoder.is_left_for(key, apart));
        assert!(!decoder.is_left_for(key, burst::GAP));
        let mut found = decoder.silence();
        found.extend(decoder.take(key));
        found.extend(decoder.silence());
        assert_eq!(names(found), ["paste \"spam_0042\"", name]);
    }
    let mut decoder = Decoder::default();
    decoder.take(b"spam_0042");
    for more in [&b"\rspam_0043"[..], b"\r\r", b"d", "\u{597d}".as_bytes()] {
        assert!(!decoder.is_left_for(more, apart), "{}", more.escape_ascii());
    }
    // What is no text by then waits for nobody.
    let mut decoder = Decoder::default();
    decoder.take(b"dj");
    assert!(!decoder.is_left_for(b"\r", apart));
}

#[test]
fn the_mouse_ends_what_may_be_a_text_and_stays_behind_it() {
    let found = bursts(&[b"dj\x1b[<65;3;4My"]);
    assert_eq!(found, ["d", "j", "wheel", "y"]);
}

#[test]
fn a_paste_with_its_marks_stands_apart_from_what_came_before_it() {
    let found = bursts(&[b"dj\x1b[200~x\x1b[201~"]);
    assert_eq!(found, ["d", "j", "paste \"x\""]);
}

#[test]
fn a_text_as_keys_takes_no_more_memory_than_a_paste() {
    let mut decoder = Decoder::default();
    for _ in 0..40 {
        decoder.take("abcd".repeat(16_384).as_bytes());
    }
    let found = decoder.silence();
    let [What::Paste(text)] = &found[..] else {
        panic!("no paste");
    };
    assert!(text.len() > LONGEST_PASTE && text.len() < LONGEST_PASTE + 16);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Bytes that terminals send, and others, in any order.
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
        // However it stands: silence, Escape, silence, and the keyboard is back.
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

    /// One key, or two or three in turns, as often as anybody likes.
    #[test]
    fn keys_that_are_held_are_never_a_paste(
        keys in "[a-z0-9 \r]{1,3}",
        times in 1..400_usize,
        cuts in prop::collection::vec(1..300_usize, 1..20),
    ) {
        let bytes = keys.repeat(times);
        let mut decoder = Decoder::default();
        let mut found = Vec::new();
        let (mut rest, mut cuts) = (bytes.as_bytes(), cuts.into_iter().cycle());
        while !rest.is_empty() {
            let (chunk, more) = rest.split_at(cuts.next().unwrap_or(1).min(rest.len()));
            found.extend(decoder.take(chunk));
            rest = more;
        }
        found.extend(decoder.silence());
        let expected: Vec<String> = bytes.chars().map(name_of).collect();
        prop_assert_eq!(names(found), expected);
    }
}
