//! Removes the secrets that the client holds from texts that come from outside.
//!
//! A gateway that refuses a request may quote it, and in any form: escaped, percent-encoded, in base64, in
//! capitals, broken into lines, or cut off. So a text is decoded layer by layer in every known way of
//! escaping, and every part that decodes to a piece of a secret is removed from the text.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use parking_lot::{Mutex, MutexGuard};

/// The replacement for a secret.
const BLOT: &str = "***";

/// This many consecutive characters of a secret count as a piece of it: fewer reveal nothing, and may be an
/// ordinary word.
const PIECE: usize = 8;

/// How many layers of escaping are decoded. A quotation in a quotation in a quotation needs three.
const LEVELS: usize = 8;

/// In bytes. Nobody reads a longer text; only its beginning is kept.
const LONGEST: usize = 64 << 10;

/// The secrets that the client holds or has held. They cannot be printed.
#[derive(Default)]
pub(super) struct Secrets(Mutex<SecretPieces>);

/// The pieces of all secrets by their length: [`PIECE`], or the whole of a shorter secret.
type SecretPieces = BTreeMap<usize, HashSet<Box<[u8]>>>;

/// A decoded byte, and where in the text it came from.
#[derive(Clone, Copy)]
struct DecodedByte {
    byte: u8,
    from: usize,
    to: usize,
}

impl Secrets {
    /// Adds a secret.
    pub fn learn(&self, secret: &str) {
        let mut pieces = self.pieces();
        let mut add = |form: &str| {
            let form: Vec<u8> = plain(form).iter().map(|read| folded(read.byte)).collect();
            let length = form.len().min(PIECE);
            if length > 0 {
                let all = form.windows(length).map(Box::from);
                pieces.entry(length).or_default().extend(all);
            }
        };
        add(secret);
        for form in encoded(secret.as_bytes()) {
            // A piece of a short one occurs in any text by chance.
            if form.len() >= PIECE {
                add(&form);
            }
        }
    }

    /// The text, or its beginning, with every piece of a secret replaced.
    pub fn blotted(&self, text: &str) -> String {
        let text = beginning(text);
        let pieces = self.pieces();
        let mut found = Vec::new();
        let mut level = Some(plain(text));
        for _ in 0..LEVELS {
            let Some(read) = level else { break };
            mark(&read, &pieces, &mut found);
            level = unescaped(&read);
        }
        without(text, found)
    }

    fn pieces(&self) -> MutexGuard<'_, SecretPieces> {
        self.0.lock()
    }
}

fn beginning(text: &str) -> &str {
    let end = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let end = end.take_while(|&end| end <= LONGEST).last();
    &text[..end.unwrap_or(0)]
}

/// Finds pieces in a text that decodes to these bytes.
fn mark(read: &[DecodedByte], pieces: &SecretPieces, found: &mut Vec<Range<usize>>) {
    let bytes: Vec<u8> = read.iter().map(|read| folded(read.byte)).collect();
    for (&length, known) in pieces {
        for (at, piece) in bytes.windows(length).enumerate() {
            if known.contains(piece) {
                found.push(read[at].from..read[at + length - 1].to);
            }
        }
    }
}

fn without(text: &str, mut found: Vec<Range<usize>>) -> String {
    found.sort_by_key(|range| range.start);
    let mut out = String::with_capacity(text.len());
    let mut rest = 0;
    for range in found {
        if range.start > rest || (rest == 0 && out.is_empty()) {
            out.push_str(&text[rest..range.start]);
            out.push_str(BLOT);
        }
        rest = rest.max(range.end);
    }
    out.push_str(&text[rest..]);
    out
}

/// The text without characters that only format it: a quotation may be broken into lines.
fn plain(text: &str) -> Vec<DecodedByte> {
    let mut read = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        push(&mut read, c, at..at + c.len_utf8());
    }
    read
}

fn push(read: &mut Vec<DecodedByte>, c: char, place: Range<usize>) {
    let shapes = c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'
        );
    if shapes {
        return;
    }
    for &byte in c.encode_utf8(&mut [0; 4]).as_bytes() {
        read.push(DecodedByte {
            byte,
            from: place.start,
            to: place.end,
        });
    }
}

/// The text with one layer of escapes decoded; `None` if there is none.
fn unescaped(read: &[DecodedByte]) -> Option<Vec<DecodedByte>> {
    let bytes: Vec<u8> = read.iter().map(|read| read.byte).collect();
    let mut out = Vec::with_capacity(read.len());
    let mut at = 0;
    let mut any = false;
    while at < read.len() {
        let Some((meant, length)) = escape(&bytes[at..]) else {
            out.push(read[at]);
            at += 1;
            continue;
        };
        any = true;
        let place = read[at].from..read[at + length - 1].to;
        match meant {
            EscapeMeaning::Byte(byte) if byte.is_ascii_whitespace() || byte.is_ascii_control() => {}
            EscapeMeaning::Byte(byte) => out.push(DecodedByte {
                byte,
                from: place.start,
                to: place.end,
            }),
            EscapeMeaning::Char(c) => push(&mut out, c, place),
            EscapeMeaning::Nothing => {}
        }
        at += length;
    }
    any.then_some(out)
}

/// The meaning of an escape.
enum EscapeMeaning {
    /// A byte of UTF-8.
    Byte(u8),
    Char(char),
    /// A line break, or something that is not a character.
    Nothing,
}

impl EscapeMeaning {
    fn code(code: u32) -> Self {
        char::from_u32(code).map_or(Self::Nothing, Self::Char)
    }
}

/// The escape at the beginning of a text, and its length: `%3D`, `\u003d`, `\/`, `\x3d`, `&#61;` and the
/// like.
fn escape(text: &[u8]) -> Option<(EscapeMeaning, usize)> {
    match text {
        [b'%', b'u' | b'U', rest @ ..] => Some((EscapeMeaning::code(hex(rest.get(..4)?)?), 6)),
        [b'%', rest @ ..] => Some((EscapeMeaning::Byte(byte(rest)?), 3)),
        [b'\\', rest @ ..] => backslash(rest).map(|(meant, length)| (meant, length + 1)),
        [b'&', rest @ ..] => entity(rest).map(|(meant, length)| (meant, length + 1)),
        _ => None,
    }
}

fn backslash(rest: &[u8]) -> Option<(EscapeMeaning, usize)> {
    match rest {
        [b'u', b'{', digits @ ..] => {
            let length = digits.iter().position(|&b| b == b'}')?;
            Some((EscapeMeaning::code(hex(&digits[..length])?), length + 3))
        }
        [b'u', digits @ ..] => Some((EscapeMeaning::code(hex(digits.get(..4)?)?), 5)),
        [b'x', digits @ ..] => Some((EscapeMeaning::Byte(byte(digits)?), 3)),
        [b'0'..=b'3', b'0'..=b'7', b'0'..=b'7', ..] => {
            let value = rest[..3].iter().fold(0, |n, b| n * 8 + (b - b'0'));
            Some((EscapeMeaning::Byte(value), 3))
        }
        [b'n' | b'r' | b't' | b'b' | b'f', ..] => Some((EscapeMeaning::Nothing, 1)),
        [escaped, ..] if escaped.is_ascii_punctuation() => Some((EscapeMeaning::Byte(*escaped), 1)),
        _ => None,
    }
}

fn entity(rest: &[u8]) -> Option<(EscapeMeaning, usize)> {
    /// The named entities that a secret may need.
    const NAMED: [(&str, char); 14] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("equals", '='),
        ("plus", '+'),
        ("sol", '/'),
        ("bsol", '\\'),
        ("lowbar", '_'),
        ("hyphen", '-'),
        ("period", '.'),
        ("colon", ':'),
        ("percnt", '%'),
    ];
    let (code, length) = match rest {
        [b'#', b'x' | b'X', digits @ ..] => {
            let length = digits.iter().take_while(|b| b.is_ascii_hexdigit()).count();
            (hex(&digits[..length])?, length + 2)
        }
        [b'#', digits @ ..] => {
            let length = digits.iter().take_while(|b| b.is_ascii_digit()).count();
            let digits = std::str::from_utf8(&digits[..length]).ok()?;
            (digits.parse().ok()?, length + 1)
        }
        _ => {
            let length = rest.iter().take(8).position(|&b| b == b';')?;
            let (_, c) = NAMED
                .iter()
                .find(|(name, _)| name.as_bytes() == &rest[..length])?;
            (u32::from(*c), length)
        }
    };
    let ended = usize::from(rest.get(length) == Some(&b';'));
    Some((EscapeMeaning::code(code), length + ended))
}

fn byte(digits: &[u8]) -> Option<u8> {
    u8::try_from(hex(digits.get(..2)?)?).ok()
}

fn hex(digits: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(digits).ok()?;
    let all = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
    all.then(|| u32::from_str_radix(digits, 16).ok())?
}

/// Ignores case, and the difference between the two alphabets of base64.
fn folded(byte: u8) -> u8 {
    match byte {
        b'-' => b'+',
        b'_' => b'/',
        byte => byte.to_ascii_lowercase(),
    }
}

/// Encoded forms of a secret inside a longer encoded text: as hexadecimal digits, and as base64 at each of
/// the three possible alignments.
fn encoded(secret: &[u8]) -> impl Iterator<Item = String> + '_ {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
    let halves = secret.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let hex = halves.map(digit).collect();
    let base64 = (0..3).filter_map(|skip| secret.get(skip..).map(base64));
    std::iter::once(hex).chain(base64)
}

/// The base64 digits for these bytes that do not depend on what follows.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let whole = bytes.chunks_exact(3).flat_map(|three| {
        let bits = u32::from(three[0]) << 16 | u32::from(three[1]) << 8 | u32::from(three[2]);
        [18, 12, 6, 0].map(|shift| char::from(LETTERS[(bits >> shift & 63) as usize]))
    });
    whole.collect()
}

#[cfg(test)]
mod tests;
