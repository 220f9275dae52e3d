//! What is typed to filter a list: words, all of which a row must fit.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{ListRow, UserId};
use crate::text::{Needle, half_width};

/// What can be asked about a row with a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFlag {
    /// Whether the open user blocks the row's.
    Blocked,
    /// Whether they are friends.
    Friend,
    /// Whether the account does not exist.
    Gone,
    /// Whether there are unread messages.
    Unread,
}

/// For which users a flag is true, as far as that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FlagFacts {
    /// For users about whom more is known than about all.
    pub known: HashMap<UserId, bool>,
    /// For all others; `None` if it was not read.
    pub others: Option<bool>,
}

impl FlagFacts {
    fn of(&self, user: &UserId) -> Option<bool> {
        self.known.get(user).copied().or(self.others)
    }
}

/// What is known about users and does not stand in the rows of a list.
pub trait RowFacts {
    /// For whom a flag is true.
    fn flag(&self, flag: RowFlag) -> FlagFacts;
    /// The users who have a name with this in it.
    fn named(&self, needle: &Needle) -> HashSet<UserId>;
}

/// The filter of a list. Words are separated by blanks: `word` is looked for as it is written and as the beginnings of
/// words and pinyin syllables, `'word` only as it is written, and a row that has `!word` is hidden. A word can be a flag
/// instead, with or without `!`: it hides a row unless what it asks for was read.
#[derive(Debug, Clone, Default)]
pub struct ListFilter {
    text: String,
    terms: Vec<FilterTerm>,
    misread: Vec<String>,
}

/// A word of it.
#[derive(Debug, Clone)]
struct FilterTerm {
    sought: Sought,
    hides: bool,
}

#[derive(Debug, Clone)]
enum Sought {
    /// A text, and the users who have it in a name that is not in their rows.
    Text(Box<Needle>, HashSet<UserId>),
    Flag(RowFlag, FlagFacts),
}

impl FilterTerm {
    /// Whether the row fits; `None` if that was not read.
    fn fits(&self, row: &impl ListRow) -> Option<bool> {
        let found = match (&self.sought, row.user()) {
            (Sought::Text(needle, named), user) => {
                let is_named = || user.is_some_and(|id| named.contains(id));
                Some(row.matches(needle) || !named.is_empty() && is_named())
            }
            (Sought::Flag(RowFlag::Unread, _), _) => row.unread().map(|n| n > 0),
            (Sought::Flag(_, facts), Some(user)) => facts.of(user),
            // A group has no account, and nobody blocks it.
            (Sought::Flag(..), None) => Some(false),
        };
        found.map(|found| found != self.hides)
    }
}

/// A word of a filter as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadWord {
    /// An ordinary word.
    Word,
    /// A flag.
    Flag(RowFlag),
    /// Written like a flag, but it is none of this list.
    Misread,
}

impl ListFilter {
    /// The filter that a person typed, without flags. A sign without a word says nothing yet.
    pub fn new(text: &str) -> Self {
        Self::with_flags(text, |_| ReadWord::Word)
    }

    /// The filter that a person typed; `read` says which of its words are flags.
    pub fn with_flags(text: &str, read: impl Fn(&str) -> ReadWord) -> Self {
        let narrow: String = text.chars().map(half_width).collect();
        let mut filter = Self {
            text: text.to_owned(),
            ..Self::default()
        };
        for word in narrow.split_whitespace() {
            let (hides, word) = match word.strip_prefix('!') {
                Some(rest) => (true, rest),
                None => (false, word),
            };
            let sought = match read(word) {
                ReadWord::Flag(flag) => Some(Sought::Flag(flag, FlagFacts::default())),
                ReadWord::Misread => {
                    filter.misread.push(word.to_owned());
                    None
                }
                ReadWord::Word => {
                    needle(word).map(|needle| Sought::Text(Box::new(needle), HashSet::new()))
                }
            };
            let term = sought.map(|sought| FilterTerm { sought, hides });
            filter.terms.extend(term);
        }
        filter
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The words that are written like flags and are none. As long as there is one, no row is shown.
    pub fn misread(&self) -> &[String] {
        &self.misread
    }

    /// What was typed, if it is nothing but one word that is looked for.
    pub fn only_word(&self) -> Option<&str> {
        let word = self.text.trim();
        let is_plain = !word.starts_with(|c| matches!(half_width(c), '!' | '\''));
        match &self.terms[..] {
            [term] if is_plain && self.misread.is_empty() => {
                matches!(term.sought, Sought::Text(..)).then_some(word)
            }
            _ => None,
        }
    }

    /// Takes in what is known about users now. `true` if it was not the same before.
    pub fn inform(&mut self, facts: &impl RowFacts) -> bool {
        let mut changed = false;
        for term in &mut self.terms {
            match &mut term.sought {
                Sought::Text(needle, named) => {
                    let now = facts.named(needle);
                    changed |= *named != now;
                    *named = now;
                }
                Sought::Flag(flag, known) => {
                    let now = facts.flag(*flag);
                    changed |= *known != now;
                    *known = now;
                }
            }
        }
        changed
    }

    /// Whether it shows the row; `None` if it does not because what a flag asks for was not read.
    pub fn shows(&self, row: &impl ListRow) -> Option<bool> {
        if !self.misread.is_empty() {
            return Some(false);
        }
        let mut shown = Some(true);
        for term in &self.terms {
            match term.fits(row) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => shown = None,
            }
        }
        shown
    }

    /// Where the words that a row must have are in one of its texts, in bytes.
    pub fn places_in(&self, text: &str) -> Vec<Range<usize>> {
        let wanted = self.terms.iter().filter(|term| !term.hides);
        let needles = wanted.filter_map(|term| match &term.sought {
            Sought::Text(needle, _) => Some(needle),
            Sought::Flag(..) => None,
        });
        let mut places: Vec<Range<usize>> =
            needles.flat_map(|needle| needle.places_in(text)).collect();
        places.sort_by_key(|place| place.start);
        places
    }
}

fn needle(word: &str) -> Option<Needle> {
    let (needle, word) = match word.strip_prefix('\'') {
        Some(rest) => (Needle::exact(rest), rest),
        None => (Needle::loose(word), word),
    };
    (!word.is_empty()).then_some(needle)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::domain::{ChatKind, Contact, Conversation};
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
        assert_eq!(ListFilter::new(typed).shows(&row), Some(shown));
    }

    #[test]
    fn only_what_a_row_must_have_has_places() {
        let filter = ListFilter::new("u1 !x a");
        assert_eq!(filter.places_in("u1 x a"), [0..2, 5..6]);
    }

    /// `b`: blocked for bob, not for carol, not read for the others; `g`: gone for bob, for nobody else; `x`: no flag.
    struct Known;

    impl RowFacts for Known {
        fn flag(&self, flag: RowFlag) -> FlagFacts {
            let [bob, carol] = ["bob", "carol"].map(UserId::new);
            match flag {
                RowFlag::Blocked => FlagFacts {
                    known: HashMap::from([(bob, true), (carol, false)]),
                    others: None,
                },
                _ => FlagFacts {
                    known: HashMap::from([(bob, true)]),
                    others: Some(false),
                },
            }
        }
        fn named(&self, needle: &Needle) -> HashSet<UserId> {
            let is_dave = needle.is_in("王先生");
            is_dave.then(|| UserId::new("dave")).into_iter().collect()
        }
    }

    fn flagged(text: &str) -> ListFilter {
        let mut filter = ListFilter::with_flags(text, |word| match word {
            "is:b" => ReadWord::Flag(RowFlag::Blocked),
            "is:g" => ReadWord::Flag(RowFlag::Gone),
            "is:u" => ReadWord::Flag(RowFlag::Unread),
            word if word.starts_with("is:") => ReadWord::Misread,
            _ => ReadWord::Word,
        });
        filter.inform(&Known);
        filter
    }

    #[rstest]
    #[case("is:b", "bob", Some(true))]
    #[case("is:b", "carol", Some(false))]
    #[case("!is:b", "bob", Some(false))]
    #[case("!is:b", "carol", Some(true))]
    // What was not read is neither.
    #[case("is:b", "dave", None)]
    #[case("!is:b", "dave", None)]
    #[case("！is：b", "carol", Some(true))]
    #[case("is:g", "dave", Some(false))]
    #[case("!is:g", "dave", Some(true))]
    // A word decides even if the flag was not read.
    #[case("is:b dav", "dave", None)]
    #[case("is:b bob", "dave", Some(false))]
    #[case("is:b is:g", "dave", Some(false))]
    // A name that is not in the row.
    #[case("wxs", "dave", Some(true))]
    #[case("!王", "dave", Some(false))]
    #[case("王", "bob", Some(false))]
    // No flag.
    #[case("is:x", "bob", Some(false))]
    #[case("!is:x", "bob", Some(false))]
    #[case("'is:b", "bob", Some(false))]
    fn a_flag_shows_only_what_was_read(
        #[case] typed: &str,
        #[case] id: &str,
        #[case] shown: Option<bool>,
    ) {
        let row = Contact {
            id: UserId::new(id),
            remark: None,
        };
        assert_eq!(flagged(typed).shows(&row), shown);
    }

    #[test]
    fn unread_is_what_the_row_says_and_a_group_is_nobody_s_friend() {
        let row = |kind, unread| Conversation {
            id: UserId::new("bob"),
            kind,
            unread,
            last_at: None,
            last_text: None,
        };
        for (unread, is) in [(Some(3), Some(true)), (Some(0), Some(false)), (None, None)] {
            let row = row(ChatKind::Chat, unread);
            assert_eq!(flagged("is:u").shows(&row), is);
            assert_eq!(flagged("!is:u").shows(&row), is.map(|is| !is));
        }
        let group = row(ChatKind::Group, None);
        assert_eq!(flagged("is:b").shows(&group), Some(false));
        assert_eq!(flagged("!is:b").shows(&group), Some(true));
    }

    #[test]
    fn facts_are_news_once() {
        let mut filter = flagged("is:b wxs");
        assert!(!filter.inform(&Known));
        assert!(ListFilter::new("wxs").inform(&Known));
        assert!(!ListFilter::new("bob").inform(&Known));
    }

    #[test]
    fn one_plain_word_may_be_an_id() {
        for (typed, word) in [
            (" bob_77 ", Some("bob_77")),
            ("bob 77", None),
            ("!bob", None),
            ("'bob", None),
            ("is:b", None),
            ("is:x", None),
            ("", None),
        ] {
            assert_eq!(flagged(typed).only_word(), word, "{typed}");
        }
    }
}
