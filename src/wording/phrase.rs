//! What joins words: the punctuation of the language.

use crate::i18n::Lang;
use crate::t;

/// `a, b, c`.
pub fn list<S: AsRef<str>>(lang: Lang, items: &[S]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    items.join(&t!(lang, "phrase-separator"))
}

/// The first items of a list, and whether there are more.
pub fn first_few<S: AsRef<str>>(lang: Lang, items: &[S]) -> String {
    const FEW: usize = 3;
    let few = list(lang, &items[..items.len().min(FEW)]);
    if items.len() > FEW {
        t!(lang, "phrase-and-more", items = few)
    } else {
        few
    }
}

/// Two clauses of one sentence.
pub fn clauses(lang: Lang, one: &str, more: &str) -> String {
    t!(lang, "phrase-clauses", one = one, more = more)
}

/// A name and its value.
pub fn pair(lang: Lang, name: &str, value: &str) -> String {
    t!(lang, "phrase-pair", name = name, value = value)
}

/// Words with a remark in brackets.
pub fn aside(lang: Lang, words: &str, aside: &str) -> String {
    t!(lang, "phrase-aside", words = words, aside = aside)
}
