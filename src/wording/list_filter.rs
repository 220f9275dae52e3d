//! The filter of a list as a person types it: words and flags, in either language.
// i18n-keys: strings here are keys of the catalogue; `tests/it/i18n` looks for this line.

use super::filter::Completions;
use super::phrase;
use crate::domain::{ListFilter, ListKind, ReadWord, RowFlag};
use crate::i18n::{self, Lang};
use crate::t;
use crate::text::{drawn, folded, half_width};

const IS: &str = "word-is";

const FLAGS: [(RowFlag, &str); 4] = [
    (RowFlag::Blocked, "word-blocked"),
    (RowFlag::Friend, "word-friend"),
    (RowFlag::Gone, "word-gone"),
    (RowFlag::Unread, "word-unread"),
];

/// The flags that a list has. Only conversations are unread.
fn flags(list: ListKind) -> impl Iterator<Item = &'static (RowFlag, &'static str)> {
    let has = move |flag| flag != RowFlag::Unread || list == ListKind::Conversations;
    FLAGS.iter().filter(move |(flag, _)| has(*flag))
}

fn is_text(key: &str, word: &str) -> bool {
    let word = folded(word);
    Lang::ALL.iter().any(|lang| i18n::text(*lang, key) == word)
}

/// Reads the filter of a list.
pub fn read(text: &str, list: ListKind) -> ListFilter {
    ListFilter::with_flags(text, |word| match word.split_once(':') {
        Some((name, value)) if is_text(IS, name) => {
            let flag = flags(list).find(|(_, key)| is_text(key, value));
            flag.map_or(ReadWord::Misread, |(flag, _)| ReadWord::Flag(*flag))
        }
        _ => ReadWord::Word,
    })
}

/// Why a word is no flag.
pub fn misread(lang: Lang, word: &str, list: ListKind) -> String {
    let names: Vec<String> = flags(list).map(|(_, key)| i18n::text(lang, key)).collect();
    let flags = phrase::list(lang, &names);
    t!(lang, "misread-flag", word = drawn(word), flags = flags)
}

/// The flags that begin with the last word of what stands before the caret.
pub fn completions(lang: Lang, before: &str, list: ListKind) -> Completions {
    let end = before.chars().count();
    let blank = before.chars().collect::<Vec<_>>();
    let word = blank.iter().rposition(|c| c.is_whitespace());
    let mut start = word.map_or(0, |blank| blank + 1);
    if blank.get(start).is_some_and(|c| half_width(*c) == '!') {
        start += 1;
    }
    let typed: String = blank[start.min(end)..]
        .iter()
        .copied()
        .map(half_width)
        .collect();
    let words = match typed.split_once(':') {
        None => {
            let name = i18n::text(lang, IS);
            let begins = name.starts_with(&folded(&typed));
            begins.then(|| format!("{name}:")).into_iter().collect()
        }
        Some((name, value)) if is_text(IS, name) => {
            let values = flags(list).map(|(_, key)| i18n::text(lang, key));
            let found = values.filter(|flag| flag.starts_with(&folded(value)));
            found.map(|flag| format!("{name}:{flag}")).collect()
        }
        Some(_) => Vec::new(),
    };
    Completions { start, words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ChatKind, Conversation, UserId};

    #[test]
    fn flags_are_understood_in_either_language() {
        let row = Conversation {
            id: UserId::new("bob"),
            kind: ChatKind::Chat,
            unread: Some(2),
            last_at: None,
            last_text: None,
        };
        for (text, shown) in [
            ("is:unread", true),
            ("IS:UNREAD bob", true),
            ("状态：未读", true),
            ("!is:unread", false),
            ("！状态:未读", false),
        ] {
            let filter = read(text, ListKind::Conversations);
            assert_eq!(filter.misread(), [""; 0], "{text}");
            assert_eq!(filter.shows(&row), Some(shown), "{text}");
        }
    }

    #[test]
    fn what_is_written_like_a_flag_and_is_none_is_told() {
        for (text, list, word) in [
            ("bob is:foo", ListKind::Conversations, "is:foo"),
            ("!is:", ListKind::Friends, "is:"),
            ("状态：飞", ListKind::Blocks, "状态:飞"),
            // Only conversations are unread.
            ("is:unread", ListKind::Friends, "is:unread"),
        ] {
            let filter = read(text, list);
            assert_eq!(filter.misread(), [word]);
            for lang in Lang::ALL {
                assert!(misread(lang, word, list).contains(word), "{text}");
            }
        }
        for text in ["this:foo", "12:30", "'is:foo", "isblocked", ":"] {
            assert_eq!(read(text, ListKind::Friends).misread(), [""; 0], "{text}");
        }
    }

    #[test]
    fn tab_offers_the_flags_of_the_list() {
        for (lang, list, before, start, words) in [
            (Lang::En, ListKind::Friends, "", 0, "is:"),
            (Lang::En, ListKind::Friends, "liu i", 4, "is:"),
            (Lang::En, ListKind::Friends, "liu", 0, ""),
            (
                Lang::En,
                ListKind::Friends,
                "is:",
                0,
                "is:blocked is:friend is:gone",
            ),
            (Lang::En, ListKind::Friends, "x !is:b", 3, "is:blocked"),
            (Lang::En, ListKind::Conversations, "is:u", 0, "is:unread"),
            (Lang::En, ListKind::Friends, "is:u", 0, ""),
            (
                Lang::ZhCn,
                ListKind::Conversations,
                "！状态：未",
                1,
                "状态:未读",
            ),
            (Lang::ZhCn, ListKind::Blocks, "", 0, "状态:"),
            (Lang::En, ListKind::Friends, "12:", 0, ""),
        ] {
            let found = completions(lang, before, list);
            let found = (found.start, found.words.join(" "));
            assert_eq!(found, (start, words.to_owned()), "{before}");
        }
    }
}
