//! A text to look for in many others: as it is written, or by the beginnings of words and of pinyin syllables.

use std::ops::Range;

use memchr::memmem;
use pinyin::{ToPinyin as _, ToPinyinMulti as _};
use unicode_segmentation::UnicodeSegmentation as _;

use super::{folded, half_width, is_folded_away};

/// A text to look for in many others, whatever its case and width.
#[derive(Debug, Clone)]
pub struct Needle {
    exact: memmem::Finder<'static>,
    /// Boxed, because it is a kilobyte. `None` if only the exact text is looked for.
    loose: Option<Box<Beginnings>>,
}

impl Needle {
    /// The text to look for as it is written.
    pub fn exact(text: &str) -> Self {
        Self {
            exact: memmem::Finder::new(&folded(text)).into_owned(),
            loose: None,
        }
    }

    /// The text to look for as it is written, or by the beginnings that its letters stand for.
    pub fn loose(text: &str) -> Self {
        Self {
            loose: Beginnings::new(&folded(text)).map(Box::new),
            ..Self::exact(text)
        }
    }

    /// Whether the text contains it.
    pub fn is_in(&self, text: &str) -> bool {
        let is_in = |text: &str| self.exact.find(text.as_bytes()).is_some();
        is_in(text)
            || text.chars().any(is_folded_away) && is_in(&folded(text))
            || self.loose.as_ref().is_some_and(|loose| loose.is_in(text))
    }

    /// Where the text contains it, in bytes and in whole characters as they are seen.
    pub fn places_in(&self, text: &str) -> Vec<Range<usize>> {
        let places = self.exact_in(text);
        if places.is_empty()
            && let Some(loose) = &self.loose
        {
            return whole_clusters(text, &loose.places_in(text));
        }
        whole_clusters(text, &places)
    }

    fn exact_in(&self, text: &str) -> Vec<Range<usize>> {
        let needle = self.exact.needle();
        let end_of_match = |from: usize| {
            let mut rest = needle;
            for (at, c) in text[from..].char_indices() {
                if rest.is_empty() {
                    return Some(from + at);
                }
                rest = rest.strip_prefix(folded(c.encode_utf8(&mut [0; 4])).as_bytes())?;
            }
            rest.is_empty().then_some(text.len())
        };
        let mut places: Vec<Range<usize>> = Vec::new();
        for (from, _) in text.char_indices() {
            if places.last().is_none_or(|last| last.end <= from)
                && let Some(end) = end_of_match(from)
            {
                places.push(from..end);
            }
        }
        places
    }
}

/// Widens places to whole clusters: a mark and its letter are one character on the screen.
fn whole_clusters(text: &str, places: &[Range<usize>]) -> Vec<Range<usize>> {
    let clusters = text.grapheme_indices(true);
    let clusters = clusters.map(|(at, cluster)| at..at + cluster.len());
    let is_touched = |cluster: &Range<usize>| {
        let meets = |place: &Range<usize>| place.start < cluster.end && cluster.start < place.end;
        places.iter().any(meets)
    };
    let mut out: Vec<Range<usize>> = Vec::new();
    for cluster in clusters.filter(is_touched) {
        match out.last_mut() {
            Some(last) if last.end == cluster.start => last.end = cluster.end,
            _ => out.push(cluster),
        }
    }
    out
}

/// What a text is sorted by: Chinese characters stand where their pinyin stands.
pub fn sort_key(text: &str) -> String {
    let folded = folded(text);
    if folded.is_ascii() {
        return folded;
    }
    let mut key = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c.to_pinyin() {
            Some(reading) => key.push_str(reading.plain()),
            None => key.push(c),
        }
    }
    key
}

/// A set of positions in the text that is looked for.
type Positions = u64;

/// Letters that stand for the beginnings of words, of numbers, and of pinyin syllables: `csv` for `陈女士(VIP)`.
///
/// Each run of letters begins where a word begins, and words may be left out between two runs. All readings of a
/// Chinese character count. Digits that are typed together stay together, so that `42` is not found in `a4_b2`.
///
/// A subsequence of any letters would find far more than a person means, and the rows of a list are not ordered by
/// how well they match. All positions are followed at once, as the bits of a number.
#[derive(Debug, Clone)]
struct Beginnings {
    typed: Vec<char>,
    /// At which positions an ASCII character was typed.
    ascii: [Positions; 128],
    /// Before which positions there is a digit on both sides.
    in_number: Positions,
}

/// What a character is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CharPart {
    Word {
        is_lower: bool,
    },
    Number,
    /// Stands alone.
    Single,
}

impl Beginnings {
    /// `None` if there are too few characters, or too many to be followed as bits.
    fn new(text: &str) -> Option<Self> {
        let typed: Vec<char> = text.chars().collect();
        if typed.is_empty() || typed.len() >= 64 {
            return None;
        }
        let mut ascii = [0; 128];
        let mut in_number = 0;
        for (at, &c) in typed.iter().enumerate() {
            if let Some(positions) = ascii.get_mut(c as usize) {
                *positions |= 1 << at;
            }
            if at > 0 && c.is_ascii_digit() && typed[at - 1].is_ascii_digit() {
                in_number |= 1 << at;
            }
        }
        Some(Self {
            typed,
            ascii,
            in_number,
        })
    }

    fn is_in(&self, text: &str) -> bool {
        let last = 1 << self.typed.len();
        self.may_be_in(text) && self.walk(text).any(|step| step.after & last != 0)
    }

    /// Rejects most texts without a walk: ASCII stands for itself only, and a digit is in no pinyin syllable.
    fn may_be_in(&self, text: &str) -> bool {
        let is_ascii = text.is_ascii();
        let is_there = |c: char| {
            let Ok(c) = u8::try_from(c) else {
                return !is_ascii;
            };
            let bytes = text.as_bytes();
            if is_ascii {
                memchr::memchr2(c, c.to_ascii_uppercase(), bytes).is_some()
            } else {
                // Full-width forms begin with this byte.
                !c.is_ascii_digit() || memchr::memchr2(c, 0xEF, bytes).is_some()
            }
        };
        self.typed.iter().all(|c| is_there(*c))
    }

    fn walk<'a>(&'a self, text: &'a str) -> NeedleWalk<'a> {
        NeedleWalk {
            needle: self,
            text: text.char_indices(),
            part: None,
            after: 0,
            reached: 1,
        }
    }

    /// At which positions this character was typed.
    #[inline]
    fn at(&self, c: char) -> Positions {
        if let Some(positions) = self.ascii.get(c as usize) {
            return *positions;
        }
        let typed = self.typed.iter().enumerate();
        typed.fold(0, |all, (at, &t)| all | (Positions::from(t == c) << at))
    }

    /// At which positions this letter of a pinyin syllable was typed. Input methods take `v` for `ü`.
    #[inline]
    fn at_letter(&self, c: char) -> Positions {
        match c {
            'ü' => self.at('v') | self.at('u') | self.at(c),
            'ê' => self.at('e'),
            c => self.at(c),
        }
    }

    /// The characters that the letters stand for: the first of them that end in the text, as few as can be.
    fn places_in(&self, text: &str) -> Vec<Range<usize>> {
        let steps: Vec<Step> = self.walk(text).collect();
        let mut places = Vec::new();
        let mut end = self.typed.len();
        let is_behind = |end: usize| move |step: &Step| step.after >> end & 1 == 1;
        let mut found = steps.iter().position(is_behind(end));
        while let Some(at) = found {
            let step = &steps[at];
            places.push(step.at..step.at + step.c.len_utf8());
            // The character took some of the typed letters, as many as can be.
            let before = at.checked_sub(1).map_or(0, |before| steps[before].after);
            let took = (1..=end).rev().find(|took| {
                let from: Positions = 1 << (end - took);
                self.take(step, before & from, step.reached & from) >> end & 1 == 1
            });
            end -= took.unwrap_or(end);
            found = steps[..at].iter().rposition(is_behind(end));
        }
        places.reverse();
        places
    }

    /// The positions behind a character: from those right behind the one before it, and, if it begins something, from
    /// all that were reached.
    #[inline]
    fn take(&self, step: &Step, before: Positions, reached: Positions) -> Positions {
        let mut from = before;
        if step.begins {
            from |= match step.part {
                CharPart::Number => reached & !self.in_number,
                CharPart::Word { .. } | CharPart::Single => reached,
            };
        }
        let mut after = (from & self.at(step.folded)) << 1;
        if step.c >= FIRST_READ
            && let Some(readings) = step.c.to_pinyin_multi()
        {
            for reading in readings {
                let mut next = from;
                for letter in reading.plain().chars() {
                    next = (next & self.at_letter(letter)) << 1;
                    if next == 0 {
                        break;
                    }
                    after |= next;
                }
            }
        }
        after
    }
}

/// No character before this one has a pinyin reading.
const FIRST_READ: char = '\u{3007}';

/// A character of a text, and the typed positions around it.
struct Step {
    at: usize,
    c: char,
    folded: char,
    part: CharPart,
    /// Whether a word or a number begins here.
    begins: bool,
    /// The positions that were reached anywhere before it.
    reached: Positions,
    /// The positions right behind it.
    after: Positions,
}

/// A walk through a text, character by character.
struct NeedleWalk<'a> {
    needle: &'a Beginnings,
    text: std::str::CharIndices<'a>,
    part: Option<CharPart>,
    after: Positions,
    reached: Positions,
}

impl Iterator for NeedleWalk<'_> {
    type Item = Step;

    #[inline]
    fn next(&mut self) -> Option<Step> {
        let (at, c) = self.text.next()?;
        let narrow = half_width(c);
        let folded = if narrow.is_ascii() {
            narrow.to_ascii_lowercase()
        } else {
            narrow.to_lowercase().next().unwrap_or(narrow)
        };
        let part = match narrow {
            '0'..='9' => CharPart::Number,
            'a'..='z' => CharPart::Word { is_lower: true },
            'A'..='Z' => CharPart::Word { is_lower: false },
            '\0'..='\x7F' | FIRST_READ..='\u{9FFF}' => CharPart::Single,
            _ if narrow.is_alphabetic() && c < FIRST_READ => CharPart::Word {
                is_lower: !narrow.is_uppercase(),
            },
            _ => CharPart::Single,
        };
        let begins = match (self.part, part) {
            // `userName`.
            (Some(CharPart::Word { is_lower: before }), CharPart::Word { is_lower }) => {
                before && !is_lower
            }
            (Some(CharPart::Number), CharPart::Number) => false,
            _ => true,
        };
        let mut step = Step {
            at,
            c,
            folded,
            part,
            begins,
            reached: self.reached,
            after: 0,
        };
        step.after = self.needle.take(&step, self.after, self.reached);
        self.part = Some(part);
        self.after = step.after;
        self.reached |= step.after;
        Some(step)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn a_needle_is_found_whatever_the_case_and_the_width() {
        let needle = Needle::exact("Ｖip");
        for text in ["vip", "a VIP", "ＶＩＰ客户", "客户 Vip"] {
            assert!(needle.is_in(text), "{text}");
        }
        assert!(!needle.is_in("vi p"));
    }

    #[rstest]
    #[case("csv", "陈女士(VIP)", "陈士V")]
    #[case("chennv", "陈女士(VIP)", "陈女")]
    #[case("chennu", "陈女士(VIP)", "陈女")]
    #[case("chenns", "陈女士(VIP)", "陈女士")]
    #[case("ＣＨＥＮ", "陈女士(VIP)", "陈")]
    #[case("女vip", "陈女士(ＶＩＰ)", "女ＶＩＰ")]
    #[case("hd", "华东", "华东")]
    #[case("huadong", "华东 2 店", "华东")]
    #[case("hd2d", "华东 2 店", "华东2店")]
    #[case("hdvip", "华东 VIP", "华东VIP")]
    #[case("cx", "陳先生", "陳先")]
    #[case("zgl", "🙂张国立🙂", "张国立")]
    // Every reading counts.
    #[case("chongqing", "重庆", "重庆")]
    #[case("zq", "重庆", "重庆")]
    #[case("yl", "音乐", "音乐")]
    #[case("yy", "音乐", "音乐")]
    // Without Chinese.
    #[case("un", "userName", "uN")]
    #[case("b7", "bob_77", "b7")]
    #[case("ива", "Иван", "Ива")]
    #[case("ob_7", "bob_77", "ob_7")]
    fn letters_stand_for_beginnings(#[case] typed: &str, #[case] text: &str, #[case] found: &str) {
        let needle = Needle::loose(typed);
        assert!(needle.is_in(text));
        let places = needle.places_in(text);
        let marked: String = places.into_iter().map(|place| &text[place]).collect();
        assert_eq!(marked, found);
    }

    #[rstest]
    #[case("hen", "陈女士")]
    #[case("ob7", "bob_77")]
    #[case("42", "a4_b2")]
    #[case("vsc", "陈女士(VIP)")]
    #[case("chenx", "陈女士")]
    #[case("x", "")]
    fn a_beginning_is_not_the_middle(#[case] typed: &str, #[case] text: &str) {
        let needle = Needle::loose(typed);
        assert!(!needle.is_in(text));
        assert_eq!(needle.places_in(text), []);
    }

    #[test]
    fn what_is_written_is_found_before_what_it_may_stand_for() {
        let text = "cs 陈士 CS";
        assert_eq!(Needle::loose("cs").places_in(text), [0..2, 10..12]);
        assert_eq!(
            Needle::exact("陈士 ").places_in(text).first(),
            Some(&(3..10))
        );
        assert!(!Needle::exact("chens").is_in(text));
    }

    #[test]
    fn a_place_covers_whole_characters() {
        let text = "e\u{0301}a";
        assert_eq!(Needle::exact("e").places_in(text).first(), Some(&(0..3)));
    }

    proptest::proptest! {
        #[test]
        fn what_is_found_has_places_inside_the_text(
            typed in "[a-c0-2 陈重单Ａ_]{1,8}",
            text in "[a-cA-C0-2 陈重单女士长Ａ_🙂]{0,16}",
        ) {
            let needle = Needle::loose(&typed);
            let places = needle.places_in(&text);
            proptest::prop_assert_eq!(needle.is_in(&text), !places.is_empty());
            for place in places {
                proptest::prop_assert!(text.get(place).is_some());
            }
        }

        #[test]
        fn any_text_is_searched_for_any_other(typed in ".{0,80}", text in ".*") {
            let _ = Needle::loose(&typed).places_in(&text);
        }
    }
}
