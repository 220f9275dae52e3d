//! The texts that somebody sends to a console who wants to harm whoever sits there.

use std::collections::HashSet;

/// How a sequence can end.
const ENDS: [&str; 4] = ["\x07", "\x1b\\", "\u{9c}", ""];

/// What stands behind `ESC [`.
const CSI: [&str; 22] = [
    "2J", "3J", "H", "999;999H", "31;1m", "8m", "6n", "5n", "c", ">c", "=c", "?25l", "?1049l",
    "?1049h", "?2004l", "?1000l", "201~", "200~", "20t", "21t", "!p", "?2026h",
];

/// What stands behind `ESC ]`.
const OSC: [&str; 11] = [
    "52;c;cm0gLXJmIH4=",
    "52;c;?",
    "0;title",
    "2;title",
    "8;;https://evil.example/",
    "4;1;rgb:ff/ff/ff",
    "10;?",
    "11;?",
    "9;done",
    "777;notify;a;b",
    "1337;File=inline=1:AAAA",
];

/// Device control, application, privacy message and start of string, with seven bits and with eight.
const STRINGS: [(&str, &str); 8] = [
    ("\x1bP", "$qm"),
    ("\u{90}", "$qm"),
    ("\x1b_", "Ga=T,f=100;AAAA"),
    ("\u{9f}", "Ga=T,f=100;AAAA"),
    ("\x1b^", "private"),
    ("\u{9e}", "private"),
    ("\x1bX", "string"),
    ("\u{98}", "string"),
];

/// What `ESC` and a character or two do.
const ESCAPES: [&str; 16] = [
    "c", "7", "8", "D", "E", "M", "H", "Z", "=", ">", "N", "O", "#8", "(0", "%G", "\\",
];

/// What no terminal obeys, and what deceives all the same.
const DECEIVING: [&str; 71] = [
    // Turned around.
    "\u{202a}",
    "\u{202b}",
    "\u{202c}",
    "\u{202d}",
    "\u{202e}",
    "\u{2066}",
    "\u{2067}",
    "\u{2068}",
    "\u{2069}",
    "\u{200e}",
    "\u{200f}",
    "\u{61c}",
    "safe\u{202e}gpj.exe",
    "\u{202e}\u{2066}\u{202c}\u{2069}",
    // Hidden.
    "\u{200b}",
    "\u{200c}",
    "\u{200d}",
    "\u{2060}",
    "\u{2061}",
    "\u{2064}",
    "\u{206a}",
    "\u{feff}",
    "\u{ad}",
    "\u{34f}",
    "\u{115f}",
    "\u{1160}",
    "\u{3164}",
    "\u{ffa0}",
    "\u{2800}",
    "\u{17b4}",
    "\u{180b}",
    "\u{180e}",
    "\u{fe00}",
    "\u{fe0f}",
    "\u{e0100}",
    "\u{e0001}",
    "\u{e0041}\u{e0042}",
    "\u{fff9}",
    "\u{fffc}",
    "\u{1d173}",
    "\u{1bca0}",
    // Blanks and ends of lines.
    "\u{a0}",
    "\u{2003}",
    "\u{202f}",
    "\u{205f}",
    "\u{1680}",
    "\u{2028}",
    "\u{2029}",
    "\r\n",
    "\t\t",
    "\u{8}\u{8}\u{8}admin",
    // Nobody's.
    "\u{e000}",
    "\u{f8ff}",
    "\u{10ffff}",
    "\u{fdd0}",
    "\u{fffe}",
    "\u{378}",
    "\u{f0000}",
    // Stacked, wide, of two cells or of none.
    "\u{301}",
    "e\u{301}\u{302}\u{303}\u{304}",
    "\u{20dd}x",
    "👨‍👩‍👧‍👦",
    "😀\u{200d}",
    "🇨",
    "❤\u{fe0f}\u{fe0f}",
    "ａｄｍｉｎ",
    "①§±×",
    "ﷺ꧅𒐫",
    "مرحبا",
    "<202E>",
    "<003C>202E>",
];

/// What is harmless here and not elsewhere.
const ODD: [&str; 15] = [
    "",
    " ",
    "        ",
    "%1b%5b2J",
    "\\u001b[2J",
    "\\x1b[2J",
    "^[[2J",
    "=1+1",
    "@SUM(A1)",
    "\",\"x\":\"",
    "'; drop table",
    "$(reboot)",
    "{ $name }",
    "../..",
    "--help",
];

/// All of them; no two are the same.
pub fn all() -> Vec<String> {
    let mut all: Vec<String> = ('\0'..='\u{9f}')
        .filter(|c| c.is_control())
        .map(String::from)
        .collect();
    all.extend(ESCAPES.map(|rest| format!("\x1b{rest}")));
    for start in ["\x1b[", "\u{9b}"] {
        all.extend(CSI.map(|rest| format!("{start}{rest}")));
    }
    for (n, rest) in OSC.iter().enumerate() {
        all.push(format!("\x1b]{rest}{}", ENDS[n % ENDS.len()]));
        all.push(format!("\u{9d}{rest}{}", ENDS[(n + 2) % ENDS.len()]));
    }
    for (start, rest) in STRINGS {
        all.extend(ENDS.map(|end| format!("{start}{rest}{end}")));
    }
    all.extend(DECEIVING.map(String::from));
    all.extend(ODD.map(String::from));
    all.extend([
        "\u{335}".repeat(5_000),
        "x".repeat(9_900),
        "\x1b".repeat(3_000),
        "好".repeat(5_000),
        // What is no text at all: an overlong `/`, a lone byte of a sequence, half a pair.
        String::from_utf8_lossy(b"\xc0\xaf\x9b31m\xed\xa0\x80").into_owned(),
        // One inside the other, so that taking one out would make another.
        "\x1b\x1b[2J[2J".into(),
        "\x1b]0;\x1b[2J\x07".into(),
        "\u{202e}\x1b[31m\u{200b}\u{9b}2J\u{301}".into(),
    ]);
    all
}

#[test]
fn there_are_enough_hostile_strings_and_no_two_are_the_same() {
    let all = all();
    let distinct: HashSet<_> = all.iter().collect();
    assert_eq!(distinct.len(), all.len());
    assert!(all.len() >= 256, "{}", all.len());
    for c in ('\0'..='\u{9f}').filter(|c| c.is_control()) {
        assert!(distinct.contains(&c.to_string()), "{c:?}");
    }
}
