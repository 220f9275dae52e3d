use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;

use super::*;

/// Contains every character that is escaped somewhere.
const SECRET: &str = "YXA6/q+Zt=-_9k.Wm~Q%2Fs\"<&>K:7";

fn secrets() -> Secrets {
    let secrets = Secrets::default();
    secrets.learn(SECRET);
    secrets
}

fn percent(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// Replaces each character by an escape of its code.
fn each(text: &str, escape: impl Fn(u32) -> String) -> String {
    let codes = text.chars().map(|c| escape(u32::from(c)));
    codes.collect::<Vec<_>>().concat()
}

fn shown(code: u32) -> char {
    char::from_u32(code).unwrap()
}

fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Ways of quoting a text.
fn ways() -> Vec<fn(&str) -> String> {
    vec![
        |text| text.to_owned(),
        percent,
        |text| percent(text).to_lowercase(),
        |text| percent(&percent(text)),
        |text| each(text, |c| format!("%{c:02x}")),
        |text| each(text, |c| format!("%u{c:04X}")),
        |text| json(text).replace('/', "\\/"),
        |text| json(&json(text)),
        |text| each(text, |c| format!("\\u{c:04x}")),
        |text| each(text, |c| format!("\\u{{{c:X}}}")),
        |text| each(text, |c| format!("\\x{c:02X}")),
        |text| each(text, |c| format!("\\{c:03o}")),
        |text| each(text, |c| format!("&#{c};")),
        |text| each(text, |c| format!("&#x{c:X};")),
        |text| {
            text.replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('"', "&quot;")
                .replace('=', "&equals;")
        },
        |text| percent(&each(text, |c| format!("&#{c};"))),
        str::to_uppercase,
        |text| each(text, |c| format!("{}\r\n ", shown(c))),
        |text| each(text, |c| format!("{}\\n", shown(c))),
    ]
}

#[test]
fn a_secret_is_found_however_it_is_quoted() {
    let secrets = secrets();
    for (number, way) in ways().into_iter().enumerate() {
        let quoted = way(SECRET);
        let told = secrets.blotted(&format!("I was sent [{quoted}], really"));
        assert!(
            told.starts_with("I was sent [") && told.ends_with("], really") && told.contains(BLOT),
            "{number}: {told}"
        );
        // Only the quotation marks are left of it.
        assert!(
            told.len() < "I was sent [], really".len() + 12,
            "{number}: {told}"
        );
    }
}

#[test]
fn a_secret_is_found_inside_of_what_was_encoded_as_a_whole() {
    let secrets = secrets();
    for before in ["", "a", "ab", "id:"] {
        let whole = format!("{before}{SECRET}abc");
        let wrapped = base64(whole.as_bytes());
        for shown in [wrapped.clone(), wrapped.replace('+', "-").replace('/', "_")] {
            let told = secrets.blotted(&shown);
            assert!(told.contains(BLOT) && told.len() < 20, "{before}: {told}");
        }
        let hex = each(&whole, |c| format!("{c:02X}"));
        let told = secrets.blotted(&hex);
        assert!(told.contains(BLOT) && told.len() < 20, "{before}: {told}");
    }
}

#[test]
fn a_piece_of_a_secret_that_was_cut_off_is_found() {
    let secrets = secrets();
    assert_eq!(
        secrets.blotted(&format!("sent {}", &SECRET[..12])),
        "sent ***"
    );
    assert_eq!(
        secrets.blotted(&format!("...{} and", &SECRET[9..])),
        "...*** and"
    );
}

#[test]
fn every_secret_is_blotted_and_words_are_not() {
    let secrets = secrets();
    secrets.learn("t0ken");
    secrets.learn("");
    assert_eq!(
        secrets.blotted("t0ken T%30KEN, token: 100% of a\\b & <c> \u{597d}\n"),
        "*** ***, token: 100% of a\\b & <c> \u{597d}\n"
    );
    assert_eq!(Secrets::default().blotted("as it is %41"), "as it is %41");
    assert_eq!(secrets.blotted(""), "");
}

#[test]
fn a_text_without_end_is_cut() {
    let told = secrets().blotted(&"\u{597d}%25".repeat(100_000));
    assert!(told.len() <= LONGEST);
}

proptest! {
    #[test]
    fn any_secret_is_found_in_any_way_of_quoting_it(
        secret in "[!-~]{8,40}",
        before in "[ -~\u{597d}]{0,6}",
        way in 0..ways().len(),
        again in 0..ways().len(),
    ) {
        let secrets = Secrets::default();
        secrets.learn(&secret);
        let quoted = ways()[again](&ways()[way](&secret));
        let told = secrets.blotted(&format!("{before} {quoted}"));
        let mut level = plain(&told);
        for _ in 0..LEVELS {
            let read: Vec<u8> = level.iter().map(|read| read.byte.to_ascii_lowercase()).collect();
            let wanted = secret.to_ascii_lowercase();
            prop_assert!(!read.windows(wanted.len()).any(|w| w == wanted.as_bytes()), "{told}");
            level = match unescaped(&level) { Some(level) => level, None => break };
        }
    }

    #[test]
    fn anything_is_taken(text in any::<String>(), secret in any::<String>()) {
        let secrets = Secrets::default();
        secrets.learn(&secret);
        let _ = secrets.blotted(&text);
    }
}
