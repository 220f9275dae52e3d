//! What is typed to filter a list: words, all of which a row must fit.

use std::ops::Range;

use super::ListRow;
use crate::text::{Needle, half_width};

/// The filter of a list. Words are separated by blanks: `word` is looked for as it is written and as the beginnings of
/// words and pinyin syllables, `'word` only as it is written, and a row that has `!word` is hidden.
#[derive(Debug, Clone, Default)]
pub struct ListFilter {
    text: String,
    terms: Vec<FilterTerm>,
}

/// A word of it.
#[derive(Debug, Clone)]
struct FilterTerm {
    needle: Needle,
    hides: bool,
}

impl ListFilter {
    /// The filter that a person typed. A sign without a word says nothing yet.
    pub fn new(text: &str) -> Self {
        let narrow: String = text.chars().map(half_width).collect();
        Self {
            text: text.to_owned(),
            terms: narrow.split_whitespace().filter_map(term).collect(),
        }
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it shows the row.
    pub fn shows(&self, row: &impl ListRow) -> bool {
        let fits = |term: &FilterTerm| row.matches(&term.needle) != term.hides;
        self.terms.iter().all(fits)
    }

    /// Where the words that a row must have are in one of its texts, in bytes.
    pub fn places_in(&self, text: &str) -> Vec<Range<usize>> {
        let wanted = self.terms.iter().filter(|term| !term.hides);
        let mut places: Vec<Range<usize>> = wanted
            .flat_map(|term| term.needle.places_in(text))
            .collect();
        places.sort_by_key(|place| place.start);
        places
    }
}

fn term(word: &str) -> Option<FilterTerm> {
    let (hides, word) = match word.strip_prefix('!') {
        Some(rest) => (true, rest),
        None => (false, word),
    };
    let (needle, word) = match word.strip_prefix('\'') {
        Some(rest) => (Needle::exact(rest), rest),
        None => (Needle::loose(word), word),
    };
    (!word.is_empty()).then_some(FilterTerm { needle, hides })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::domain::{Contact, UserId};
    use crate::text::Text;

    #[rstest]
    #[case("", true)]
    #[case("  ", true)]
    #[case("!", true)]
    #[case("' !'", true)]
    #[case("csv", true)]
    #[case("csv U12", true)]
    #[case("csv u13", false)]
    // A remark with blanks: each of its words, in any order.
    #[case("hq vip", true)]
    #[case("　虹桥　ＶＩＰ　", true)]
    #[case("女士虹", true)]
    #[case("'女士虹", false)]
    #[case("'chen", false)]
    #[case("'陈女", true)]
    #[case("!csv", false)]
    #[case("!'csv", true)]
    #[case("chen !u13", true)]
    #[case("!u12 chen", false)]
    #[case("！u12", false)]
    #[case("＇陈女", true)]
    fn every_word_must_fit(#[case] typed: &str, #[case] shown: bool) {
        let row = Contact {
            id: UserId::new("U12_a"),
            remark: Some(Text::new("陈女士(VIP) 🙂 虹桥")),
        };
        assert_eq!(ListFilter::new(typed).shows(&row), shown);
    }

    #[test]
    fn only_what_a_row_must_have_has_places() {
        let filter = ListFilter::new("u1 !x a");
        assert_eq!(filter.places_in("u1 x a"), [0..2, 5..6]);
    }
}
