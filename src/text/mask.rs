//! The mask: while a picture is drawn with it, every ID and every text from outside is replaced by a stand-in,
//! so that the screen can be shared. Only what is drawn is masked; what is copied, sent or compared is not.
//!
//! A stand-in is `#`, a number and stars, as wide as what it replaces. The same text has the same number until
//! rosterm ends, so that rows can be told apart. It is a running number and not a checksum, which could be
//! compared with that of a guess.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::cells::width;

thread_local! {
    static IS_ON: Cell<bool> = const { Cell::new(false) };
    static STAND_INS: RefCell<StandIns> = RefCell::default();
}

/// The stand-ins given out so far. Their texts are kept for as long as the program runs: there is one for each
/// text that was on screen.
#[derive(Default)]
struct StandIns {
    /// The number of each text, by its checksum: the texts themselves are not kept.
    numbers: HashMap<u64, usize>,
    texts: HashMap<(usize, usize), &'static str>,
}

impl StandIns {
    fn of(&mut self, raw: &str, cells: usize) -> &'static str {
        let mut checksum = DefaultHasher::new();
        raw.hash(&mut checksum);
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(checksum.finish()).or_insert(next);
        self.texts.entry((number, cells)).or_insert_with(|| {
            let name = format!("#{number}");
            let text: String = name
                .chars()
                .chain(std::iter::repeat('*'))
                .take(cells)
                .collect();
            Box::leak(text.into_boxed_str())
        })
    }
}

/// Draws a picture, masked or not.
pub fn drawing<T>(masked: bool, draw: impl FnOnce() -> T) -> T {
    /// Restores the state even if drawing panics.
    struct Restored(bool);
    impl Drop for Restored {
        fn drop(&mut self) {
            IS_ON.set(self.0);
        }
    }
    let _restored = Restored(IS_ON.replace(masked));
    draw()
}

/// Whether a masked picture is being drawn.
pub fn is_masked() -> bool {
    IS_ON.get()
}

/// A text in this printable form, or its stand-in.
pub fn shown<'a>(raw: &str, form: &'a str) -> &'a str {
    if !is_masked() {
        return form;
    }
    STAND_INS.with_borrow_mut(|all| all.of(raw, width(form)))
}

/// A text that a person typed or pasted, as it is drawn: printable, or its stand-in.
pub fn drawn(raw: &str) -> String {
    let form = super::printable(raw);
    shown(raw, &form).to_owned()
}

/// The same for an ID.
pub fn drawn_id(raw: &str) -> String {
    let form = super::id(raw);
    shown(raw, &form).to_owned()
}

/// The path of a request: its fixed words stay, and how many rows it asks for; the rest is replaced.
pub fn path<'a>(path: &'a str, fixed: &[&str]) -> Cow<'a, str> {
    const MARKS: [char; 4] = ['/', '?', '&', '='];
    if !is_masked() {
        return path.into();
    }
    let mut out = String::with_capacity(path.len());
    for part in path.split_inclusive(MARKS) {
        let word = part.trim_end_matches(MARKS);
        let is_limit = out.ends_with("limit=") && word.bytes().all(|b| b.is_ascii_digit());
        out.push_str(if is_limit || fixed.contains(&word) {
            word
        } else {
            shown(word, word)
        });
        out.push_str(&part[word.len()..]);
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::super::Text;
    use super::*;

    #[test]
    fn a_stand_in_is_as_wide_as_the_text_and_stays_the_same() {
        let texts = [
            "alice_01",
            "王小明",
            "",
            "b",
            "an-id-that-is-rather-long",
            "👨‍👩‍👧",
        ]
        .map(Text::new);
        let masked = || drawing(true, || texts.clone().map(|t| t.shown().to_owned()));
        let first = masked();
        for (text, stand_in) in texts.iter().zip(&first) {
            assert_eq!(width(stand_in), width(text.shown()));
            assert!(text.raw().is_empty() || stand_in != text.shown());
        }
        assert_eq!(first[0], "#1******");
        assert_eq!(masked(), first);
        assert_eq!(texts[0].shown(), "alice_01");
    }

    #[test]
    fn different_texts_have_different_stand_ins() {
        let ids: Vec<Text> = (0..500)
            .map(|n| Text::new(&format!("user_{n:03}")))
            .collect();
        let shown = drawing(true, || ids.iter().map(Text::shown).collect::<Vec<_>>());
        let mut apart = shown.clone();
        apart.sort_unstable();
        apart.dedup();
        assert_eq!(apart.len(), shown.len());
    }

    #[test]
    fn after_a_panic_nothing_is_masked() {
        let panics = || drawing(true, || panic!("as ordered"));
        assert!(std::panic::catch_unwind(panics).is_err());
        assert!(!is_masked());
    }

    #[test]
    fn of_a_path_only_the_fixed_words_stay() {
        let fixed = ["users", "contacts", "limit"];
        let masked = |text| drawing(true, || path(text, &fixed).into_owned());
        assert_eq!(
            masked("users/bob/contacts?limit=50"),
            "users/#1*/contacts?limit=50"
        );
        assert_eq!(masked("users/12345"), "users/#2***");
        assert_eq!(path("users/bob", &fixed), "users/bob");
    }
}
