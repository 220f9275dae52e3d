//! The two languages. A view names a text by its key, with [`t!`]; the texts are Fluent files that are
//! compiled into the program.
//!
//! A key that a language lacks is shown in English, and one that English lacks is shown as the key itself: a
//! gap in the catalogue must not stop anybody's work.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use parking_lot::RwLock;
use unic_langid::LanguageIdentifier;

pub use crate::t;

/// A language of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    En,
    /// Simplified Chinese.
    ZhCn,
}

impl Lang {
    /// All languages, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::ZhCn, Self::En];

    /// The other language.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::En => Self::ZhCn,
            Self::ZhCn => Self::En,
        }
    }

    /// The language named by a flag, a setting or a locale: `zh-CN`, `zh`, `en`, `zh_CN.UTF-8`.
    pub fn parse(name: &str) -> Option<Self> {
        let language = name.split(['-', '_', '.', '@']).next().unwrap_or(name);
        if language.eq_ignore_ascii_case("zh") {
            Some(Self::ZhCn)
        } else if language.eq_ignore_ascii_case("en") {
            Some(Self::En)
        } else {
            None
        }
    }

    /// The language for a locale: any Chinese locale gets Chinese, every other one English.
    pub fn detect(locale: Option<&str>) -> Self {
        locale.and_then(Self::parse).unwrap_or(Self::En)
    }

    /// The language's own name.
    pub fn name(self) -> String {
        t!(self, "language-name")
    }

    fn catalogue(self) -> &'static Catalogue {
        static EN: OnceLock<Catalogue> = OnceLock::new();
        static ZH_CN: OnceLock<Catalogue> = OnceLock::new();
        let once = match self {
            Self::En => &EN,
            Self::ZhCn => &ZH_CN,
        };
        once.get_or_init(|| Catalogue::read(&self.to_string(), self.source()))
    }

    fn source(self) -> &'static str {
        match self {
            Self::En => include_str!("../assets/locales/en.ftl"),
            Self::ZhCn => include_str!("../assets/locales/zh-CN.ftl"),
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::En => "en",
            Self::ZhCn => "zh-CN",
        })
    }
}

/// The value of a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg<'a> {
    /// A number; the text may select a plural form by it.
    Number(i64),
    /// Words.
    Words(Cow<'a, str>),
}

impl From<i64> for Arg<'_> {
    fn from(n: i64) -> Self {
        Self::Number(n)
    }
}

impl From<u64> for Arg<'_> {
    fn from(n: u64) -> Self {
        i64::try_from(n).map_or_else(|_| Self::Words(n.to_string().into()), Self::Number)
    }
}

impl From<usize> for Arg<'_> {
    fn from(n: usize) -> Self {
        i64::try_from(n).map_or_else(|_| Self::Words(n.to_string().into()), Self::Number)
    }
}

impl From<u16> for Arg<'_> {
    fn from(n: u16) -> Self {
        Self::Number(n.into())
    }
}

impl From<u32> for Arg<'_> {
    fn from(n: u32) -> Self {
        Self::Number(n.into())
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(words: &'a str) -> Self {
        Self::Words(words.into())
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(words: &'a String) -> Self {
        Self::Words(words.into())
    }
}

impl From<String> for Arg<'_> {
    fn from(words: String) -> Self {
        Self::Words(words.into())
    }
}

impl<'a> From<Cow<'a, str>> for Arg<'a> {
    fn from(words: Cow<'a, str>) -> Self {
        Self::Words(words)
    }
}

impl<'a> From<&'a Cow<'_, str>> for Arg<'a> {
    fn from(words: &'a Cow<'_, str>) -> Self {
        Self::Words(words.as_ref().into())
    }
}

impl Arg<'_> {
    fn as_fluent(&self) -> FluentValue<'_> {
        /// Fluent counts in floating point, which is exact only up to this number.
        const EXACT: u64 = 1 << f64::MANTISSA_DIGITS;
        match self {
            Self::Number(n) if n.unsigned_abs() <= EXACT => n.into(),
            Self::Number(n) => n.to_string().into(),
            Self::Words(words) => words.as_ref().into(),
        }
    }
}

/// The text of a key. In a view, use [`t!`].
pub fn text(lang: Lang, key: &str) -> String {
    look_up(lang, key, None)
}

/// The text of a key with its placeholders filled in. In a view, use [`t!`].
pub fn format(lang: Lang, key: &str, args: &[(&str, Arg<'_>)]) -> String {
    let mut filled = FluentArgs::with_capacity(args.len());
    for (name, arg) in args {
        filled.set(*name, arg.as_fluent());
    }
    look_up(lang, key, Some(&filled))
}

fn look_up(lang: Lang, key: &str, args: Option<&FluentArgs<'_>>) -> String {
    lang.catalogue()
        .text(key, args)
        .or_else(|| Lang::En.catalogue().text(key, args))
        .unwrap_or_else(|| key.to_owned())
}

/// The text of a key in a language: `t!(lang, "list-loading")`, with placeholders `t!(lang, "list-count",
/// loaded = 150, total = total)`.
#[macro_export]
macro_rules! t {
    ($lang:expr, $key:expr $(,)?) => {
        $crate::i18n::text($lang, $key)
    };
    ($lang:expr, $key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::i18n::format(
            $lang,
            $key,
            &[$((stringify!($name), $crate::i18n::Arg::from($value))),+],
        )
    };
}

/// All texts of one language. Each is parsed when it is first asked for: a screen shows a tenth of them, and the
/// parsed form takes ten times the memory of the source.
struct Catalogue {
    /// The source of each text, by its key. No text refers to another one.
    sources: HashMap<&'static str, &'static str>,
    /// The parsed texts.
    parsed: RwLock<FluentBundle<FluentResource>>,
}

impl Catalogue {
    fn read(language: &str, source: &'static str) -> Self {
        // Only plural forms depend on it.
        let language: LanguageIdentifier = language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // The marks that isolate a placeholder from right-to-left text are invisible characters, which are
        // never printed here; IDs are printed in ASCII and Chinese only in any case.
        bundle.set_use_isolating(false);
        Self {
            sources: split(source).collect(),
            parsed: RwLock::new(bundle),
        }
    }

    fn text(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        if let Some(text) = filled(&self.parsed.read(), key, args) {
            return Some(text);
        }
        let source = self.sources.get(key)?;
        // A test parses all of them: what is part of the program is not broken.
        let resource = FluentResource::try_new((*source).to_owned()).ok()?;
        let mut parsed = self.parsed.write();
        parsed.add_resource_overriding(resource);
        filled(&parsed, key, args)
    }
}

/// The entries of a Fluent file: the key and the source of each. An entry begins with its key at the beginning of
/// a line.
fn split(source: &str) -> impl Iterator<Item = (&str, &str)> {
    let line_starts = source.match_indices('\n').map(|(end, _)| end + 1);
    let starts = std::iter::once(0)
        .chain(line_starts)
        .filter(|start| source[*start..].starts_with(|c: char| c.is_ascii_alphabetic()));
    let ends = starts.clone().skip(1).chain([source.len()]);
    starts.zip(ends).map(|(start, end)| {
        let entry = &source[start..end];
        let key = entry.split([' ', '=']).next().unwrap_or(entry);
        (key, entry)
    })
}

fn filled(
    parsed: &FluentBundle<FluentResource>,
    key: &str,
    args: Option<&FluentArgs<'_>>,
) -> Option<String> {
    let pattern = parsed.get_message(key)?.value()?;
    // The errors are about placeholders without a value; the text shows the placeholder then.
    let text = parsed.format_pattern(pattern, args, &mut Vec::new());
    Some(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(source: &'static str, key: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let mut filled = FluentArgs::new();
        for (name, arg) in args {
            filled.set(*name, arg.as_fluent());
        }
        Catalogue::read("en", source).text(key, Some(&filled))
    }

    #[test]
    fn numbers_are_printed_as_they_are() {
        let source = "n = { $n }\n";
        for (arg, shown) in [
            (Arg::from(0_usize), "0"),
            (Arg::from(1043_usize), "1043"),
            (Arg::from(-3_000_000_i64), "-3000000"),
            (Arg::from(9_007_199_254_740_993_u64), "9007199254740993"),
            (Arg::from(u64::MAX), "18446744073709551615"),
            (Arg::from("1,043"), "1,043"),
        ] {
            assert_eq!(say(source, "n", &[("n", arg)]).unwrap(), shown);
        }
    }

    #[test]
    fn a_text_chooses_its_words_by_a_number() {
        let source =
            "rows =\n    { $n ->\n        [one] { $n } row\n       *[other] { $n } rows\n    }\n";
        let rows = |n: usize| say(source, "rows", &[("n", n.into())]).unwrap();
        assert_eq!(
            [rows(0), rows(1), rows(1001)],
            ["0 rows", "1 row", "1001 rows"]
        );
    }

    #[test]
    fn a_filled_placeholder_brings_no_invisible_marks() {
        let shown = say("hello = < { $who } >\n", "hello", &[("who", "bob".into())]);
        assert_eq!(shown.unwrap(), "< bob >");
    }

    #[test]
    fn what_is_missing_is_seen_and_does_not_stop_the_program() {
        assert_eq!(say("hello = { $who }\n", "hello", &[]).unwrap(), "{$who}");
        assert_eq!(
            say("= broken\nwhole = here\n", "whole", &[]).unwrap(),
            "here"
        );
        assert_eq!(say("", "hello", &[]), None);
        assert_eq!(text(Lang::ZhCn, "no-such-key"), "no-such-key");
        assert_eq!(t!(Lang::En, "no-such-key", n = 1_u64), "no-such-key");
    }

    #[test]
    fn every_text_is_found_and_can_be_parsed() {
        for lang in Lang::ALL {
            let source = lang.source();
            let whole = FluentResource::try_new(source.to_owned()).unwrap();
            let keys: Vec<&str> = split(source).map(|(key, _)| key).collect();
            let messages = whole.entries().filter_map(|entry| match entry {
                fluent_syntax::ast::Entry::Message(message) => Some(message.id.name),
                _ => None,
            });
            assert_eq!(keys, messages.collect::<Vec<_>>());
            for key in keys {
                assert!(lang.catalogue().text(key, None).is_some(), "{key}");
            }
        }
    }

    #[test]
    fn a_locale_names_its_language() {
        for (name, lang) in [
            ("zh-CN", Some(Lang::ZhCn)),
            ("zh", Some(Lang::ZhCn)),
            ("ZH_hans_CN", Some(Lang::ZhCn)),
            ("zh_CN.UTF-8", Some(Lang::ZhCn)),
            ("en", Some(Lang::En)),
            ("en_GB.UTF-8", Some(Lang::En)),
            ("C.UTF-8", None),
            ("fr", None),
            ("zhuang", None),
            ("", None),
        ] {
            assert_eq!(Lang::parse(name), lang, "{name}");
        }
        assert_eq!(Lang::detect(Some("fr_FR")), Lang::En);
        assert_eq!(Lang::detect(Some("zh_TW.UTF-8")), Lang::ZhCn);
        assert_eq!(Lang::detect(None), Lang::En);
        for lang in Lang::ALL {
            assert_eq!(Lang::parse(&lang.to_string()), Some(lang));
        }
        assert_eq!(Lang::ZhCn.name(), "简体中文");
    }
}
