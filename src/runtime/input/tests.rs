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
        prop_assert_eq!(names(decoder.take(b"j")), ["j"]);
    }
}
