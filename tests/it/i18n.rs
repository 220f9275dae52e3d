//! The texts: both languages say the same things, the program uses what is there and asks for nothing
//! that is not, and no text holds a character that a terminal may draw in another width.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use rosterm::text::{printable, width};
use unicode_properties::UnicodeEmoji;
use unicode_width::UnicodeWidthStr;

use crate::support::source::{self, File, Kind, Token, sign, starts_with, without_tests, word};

mod command_line;
mod wording;

const EN: &str = include_str!("../../assets/locales/en.ftl");
const ZH_CN: &str = include_str!("../../assets/locales/zh-CN.ftl");

/// A text of a catalogue.
#[derive(Debug, Default)]
struct Message {
    /// What is written, all variants, without what is filled in.
    words: Vec<String>,
    /// What is filled in.
    placeholders: BTreeSet<String>,
}

impl Message {
    fn read(pattern: &Pattern<&str>) -> Self {
        let mut message = Self::default();
        message.add(pattern);
        message
    }

    fn add(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.words.push((*value).to_owned()),
                PatternElement::Placeable { expression } => match expression {
                    Expression::Inline(inline) => self.add_inline(inline),
                    Expression::Select { selector, variants } => {
                        self.add_inline(selector);
                        for variant in variants {
                            self.add(&variant.value);
                        }
                    }
                },
            }
        }
    }

    fn add_inline(&mut self, inline: &InlineExpression<&str>) {
        if let InlineExpression::VariableReference { id } = inline {
            self.placeholders.insert(id.name.to_owned());
            return;
        }
        // How a text holds a space at its end, or a brace.
        let InlineExpression::StringLiteral { value } = inline else {
            unreachable!("functions, terms and references make texts hard to check: {inline:?}");
        };
        self.words.push((*value).to_owned());
    }
}

fn read(source: &'static str) -> BTreeMap<String, Message> {
    let resource = fluent_syntax::parser::parse(source)
        .map_err(|(_, errors)| errors)
        .expect("the file is Fluent");
    let mut messages = BTreeMap::new();
    for entry in &resource.body {
        if let Entry::Message(message) = entry {
            let key = message.id.name.to_owned();
            assert!(message.attributes.is_empty(), "{key} has attributes");
            let value = message.value.as_ref().expect("a text has words");
            let earlier = messages.insert(key, Message::read(value));
            assert!(earlier.is_none(), "{} is there twice", message.id.name);
            continue;
        }
        let is_comment = matches!(
            entry,
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_)
        );
        assert!(is_comment, "neither a text nor a comment: {entry:?}");
    }
    messages
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with('-')
        && text
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_placeholders() {
    let (en, zh) = (read(EN), read(ZH_CN));
    let keys = |messages: &BTreeMap<String, Message>| -> BTreeSet<String> {
        messages.keys().cloned().collect()
    };
    let (en_keys, zh_keys) = (keys(&en), keys(&zh));
    let missing: Vec<_> = en_keys.symmetric_difference(&zh_keys).collect();
    assert!(missing.is_empty(), "in one language only: {missing:?}");
    for (key, message) in &en {
        assert!(is_key(key), "{key} is not in lower case with hyphens");
        assert_eq!(message.placeholders, zh[key].placeholders, "{key}");
    }
}

#[test]
fn texts_hold_only_characters_of_a_certain_width() {
    for (lang, source) in [("en", EN), ("zh-CN", ZH_CN)] {
        for (key, message) in read(source) {
            for words in &message.words {
                let at = format!("{lang} {key}: {words:?}");
                for line in words.split('\n') {
                    assert_eq!(printable(line), line, "something invisible in {at}");
                    // East Asian terminals may give two cells to some signs that others give one: the
                    // ellipsis, bullets, arrows, curly quotes, the dash, circled digits.
                    assert_eq!(width(line), line.width_cjk(), "an ambiguous width in {at}");
                    assert!(!line.contains("  "), "two spaces in {at}");
                }
                let is_emoji = |c: char| !c.is_ascii() && c.is_emoji_char();
                assert!(!words.contains(is_emoji), "an emoji in {at}");
                assert!(!words.contains('✔'), "a tick in {at}");
                assert!(!words.contains("联系人"), "the service says 好友: {at}");
            }
        }
    }
}

/// What a piece of source asks of the catalogues.
#[derive(Debug, Default, PartialEq, Eq)]
struct Asked {
    /// The keys written in `t!`, with the placeholders that are filled in, and the line.
    keys: Vec<(String, BTreeSet<String>, usize)>,
    /// All strings: a key may come from a table.
    strings: BTreeSet<String>,
}

fn asked(tokens: &[Token]) -> Asked {
    let mut asked = Asked::default();
    let calls: [&[Kind]; 3] = [
        &[word("t"), sign('!'), sign('(')],
        &[word("i18n"), sign(':'), sign(':'), word("text"), sign('(')],
        &[
            word("i18n"),
            sign(':'),
            sign(':'),
            word("format"),
            sign('('),
        ],
    ];
    for (i, token) in tokens.iter().enumerate() {
        if let Kind::Text(text) = &token.kind {
            asked.strings.insert(text.clone());
        }
        let Some(call) = calls.iter().find(|call| starts_with(&tokens[i..], call)) else {
            continue;
        };
        let arguments = arguments(&tokens[i + call.len()..]);
        let Some([only]) = arguments.get(1) else {
            continue;
        };
        let Kind::Text(key) = &only.kind else {
            continue;
        };
        let filled = arguments[2..]
            .iter()
            .filter_map(|argument| match argument {
                [name, equals, ..] if equals.kind == sign('=') => match &name.kind {
                    Kind::Word(name) => Some(name.clone()),
                    _ => None,
                },
                _ => None,
            })
            .collect();
        asked.keys.push((key.clone(), filled, only.line));
    }
    asked
}

/// The arguments of a call, from behind its opening bracket.
fn arguments(tokens: &[Token]) -> Vec<&[Token]> {
    let mut arguments = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Sign('(' | '[' | '{') => depth += 1,
            Kind::Sign(')' | ']' | '}') if depth > 0 => depth -= 1,
            Kind::Sign(')' | ']' | '}') => {
                arguments.push(&tokens[start..i]);
                break;
            }
            Kind::Sign(',') if depth == 0 => {
                arguments.push(&tokens[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    arguments
}

/// What follows a marker comment, for example `// i18n-prefix: failure-`.
fn marked<'a>(file: &'a File, marker: &str) -> Vec<&'a str> {
    file.text
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix(marker))
        .map(str::trim)
        .collect()
}

/// Two comments help where a key is not written in `t!`: `// i18n-prefix: failure-` says that keys are
/// put together from this beginning; `// i18n-keys` says that every string of the file that looks like
/// a key with a hyphen is one.
#[test]
fn every_text_that_is_asked_for_exists_and_every_text_is_asked_for() {
    let en = read(EN);
    let mut used = BTreeSet::new();
    let mut wrong = Vec::new();
    let for_tests = |file: &File| {
        file.path
            .split('/')
            .any(|p| matches!(p, "tests" | "tests.rs"))
    };
    for file in source::files().iter().filter(|file| !for_tests(file)) {
        let asked = asked(&without_tests(&file.tokens));
        for (key, filled, line) in &asked.keys {
            match en.get(key) {
                None => wrong.push(format!("src/{}:{line}: no text {key}", file.path)),
                Some(text) if text.placeholders != *filled => wrong.push(format!(
                    "src/{}:{line}: {key} has {:?}, not {filled:?}",
                    file.path, text.placeholders
                )),
                Some(_) => {}
            }
        }
        if !marked(file, "// i18n-keys").is_empty() {
            for key in &asked.strings {
                if is_key(key) && key.contains('-') && !en.contains_key(key) {
                    wrong.push(format!("src/{}: no text {key}", file.path));
                }
            }
        }
        for prefix in marked(file, "// i18n-prefix:") {
            let before = used.len();
            used.extend(en.keys().filter(|key| key.starts_with(prefix)).cloned());
            if prefix.is_empty() || used.len() == before {
                wrong.push(format!("src/{}: no text begins with {prefix}", file.path));
            }
        }
        used.extend(asked.strings);
    }
    let unused = en.keys().filter(|key| !used.contains(*key));
    wrong.extend(unused.map(|key| format!("nobody uses {key}")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_scanner_finds_keys_wherever_they_stand() {
    let file = File::read(
        "some.rs",
        r#"
        // t!(lang, "in-a-comment")
        fn draw() {
            format!("{}", t!(ui.lang(a, b), "plain"));
            line(t!(lang, "filled", n = list.len(), who = t!(lang, "inner"),));
            i18n::text(lang, "called");
            t!(lang, entry.label);
            let s = "t!(lang, \"in-a-string\")";
        }
        #[cfg(test)]
        mod tests {
            fn f() { t!(lang, "in-a-test"); }
        }
        const LABEL: &str = "from-a-table";
        "#,
    );
    let asked = asked(&without_tests(&file.tokens));
    let keys: Vec<_> = asked
        .keys
        .iter()
        .map(|(key, filled, line)| {
            let filled: Vec<_> = filled.iter().map(String::as_str).collect();
            (key.as_str(), filled.join(" "), *line)
        })
        .collect();
    assert_eq!(
        keys,
        [
            ("plain", String::new(), 4),
            ("filled", "n who".to_owned(), 5),
            ("inner", String::new(), 5),
            ("called", String::new(), 6),
        ]
    );
    assert!(asked.strings.contains("from-a-table"));
    assert!(!asked.strings.contains("in-a-test"));
}
