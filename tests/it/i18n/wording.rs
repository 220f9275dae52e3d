//! The word list of CONTRIBUTING.md: what it puts into the column "not" is written nowhere that people
//! read, and Chinese has its own punctuation.

use std::path::Path;

use crate::support::source::{self, Kind};

const GUIDE: &str = "CONTRIBUTING.md";
const CHAPTER: &str = "## How we write\n";

const ENGLISH: [&str; 4] = [
    "assets/locales/en.ftl",
    "README.md",
    "CHANGELOG.md",
    "SECURITY.md",
];
const CHINESE: [&str; 2] = ["assets/locales/zh-CN.ftl", "README.zh-CN.md"];

const HALF_WIDTH: &str = "half-width punctuation";

/// What is still there: where (a file, or the beginning of its path), which word, and why. A line that is
/// not needed any more fails the test.
const STILL: &[(&str, &str, &str)] = &[];

/// A word that is not to be used, and the one to use.
#[derive(Debug, PartialEq, Eq)]
struct Term {
    not: String,
    use_: String,
}

/// A place where one is used all the same.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    path: String,
    line: usize,
    not: String,
    use_: String,
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(path).expect("a file of ours")
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// The guide as what stands before the chapter, in it, and behind it.
fn chapter(guide: &str) -> (&str, &str, &str) {
    let (before, rest) = guide.split_once(CHAPTER).expect("the chapter");
    let end = rest.find("\n## ").map_or(rest.len(), |end| end + 1);
    (before, &rest[..end], &rest[end..])
}

/// The terms of the chapter's tables with the columns "use" and "not": English, Chinese.
fn terms(chapter: &str) -> (Vec<Term>, Vec<Term>) {
    let (mut english, mut chinese) = (Vec::new(), Vec::new());
    let mut columns = None;
    let mut table = Vec::new();
    for line in chapter.lines().chain([""]) {
        let Some(row) = line.trim().strip_prefix('|') else {
            let is_chinese = |term: &Term| term.not.chars().any(is_han);
            if table.iter().any(is_chinese) {
                chinese.append(&mut table);
            } else {
                english.append(&mut table);
            }
            columns = None;
            continue;
        };
        let cells: Vec<_> = row
            .trim_end_matches('|')
            .split('|')
            .map(str::trim)
            .collect();
        let column = |names: [&str; 2]| {
            let is_one = |cell: &&str| names.iter().any(|name| cell.eq_ignore_ascii_case(name));
            cells.iter().position(is_one)
        };
        let Some((use_, not)) = columns else {
            columns = column(["use", "用"]).zip(column(["not", "不用"]));
            continue;
        };
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        table.extend(entries(cell(not)).into_iter().map(|entry| Term {
            not: entry.to_owned(),
            use_: cell(use_).to_owned(),
        }));
    }
    (english, chinese)
}

/// The words of a cell that a test can look for: those between backticks. The others are wrong in one sense
/// only, which a reader has to judge.
fn entries(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// What stands for code, an address, or what a text is filled with.
const THING: char = '\u{fffc}';

/// The lines of a file as far as they are prose; the others are empty.
fn prose(path: &str, text: &str) -> Vec<String> {
    let mut is_code = false;
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    let mut clean = |line: &str| {
        let line = if ending == Some("rs") {
            let Some(comment) = line.trim_start().strip_prefix("//") else {
                return String::new();
            };
            comment.trim_start_matches(['/', '!']).trim_start()
        } else if ending == Some("ftl") {
            let value = line
                .split_once(" = ")
                .filter(|(key, _)| key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
            let value = value.map_or(line, |(_, value)| value).trim_start();
            let is_variant = value.starts_with('[') || value.starts_with("*[");
            let words = value.split_once(']').filter(|_| is_variant);
            words.map_or(value, |(_, words)| words)
        } else {
            let number = line
                .trim_start()
                .trim_start_matches(|c: char| c.is_ascii_digit());
            number.strip_prefix(". ").unwrap_or(line)
        };
        if line.starts_with("```") {
            is_code = !is_code;
            return String::new();
        }
        if is_code {
            return String::new();
        }
        let line = without(line, "`", "`");
        let line = without(&line, "](", ")");
        if ending == Some("ftl") {
            without(&line, "{", "}")
        } else {
            line
        }
    };
    text.lines().map(&mut clean).collect()
}

/// A line with a thing in place of each part between the marks; what is not closed goes to the end.
fn without(line: &str, open: &str, close: &str) -> String {
    let mut kept = String::new();
    let mut rest = line;
    while let Some((before, inside)) = rest.split_once(open) {
        kept.push_str(before);
        kept.push(THING);
        rest = inside.split_once(close).map_or("", |(_, after)| after);
    }
    kept + rest
}

/// Words and other characters of the lines, with the lines; an empty line counts as a character.
fn pieces(lines: &[String]) -> Vec<(usize, String)> {
    let mut pieces: Vec<(usize, String)> = Vec::new();
    for (number, line) in (1..).zip(lines) {
        let mut is_word = false;
        for c in line.chars() {
            let goes_on = c.is_alphanumeric() || matches!(c, '\'' | '’');
            match pieces.last_mut() {
                Some((_, word)) if goes_on && is_word => word.extend(c.to_lowercase()),
                _ if c.is_whitespace() => {}
                _ => pieces.push((number, c.to_lowercase().collect())),
            }
            is_word = goes_on;
        }
        if line.is_empty() {
            pieces.push((number, String::new()));
        }
    }
    pieces
}

fn english_faults(path: &str, text: &str, terms: &[Term]) -> Vec<Fault> {
    let pieces = pieces(&prose(path, text));
    let mut faults = Vec::new();
    for term in terms {
        let wanted: Vec<_> = self::pieces(std::slice::from_ref(&term.not));
        let found = pieces.windows(wanted.len().max(1)).filter(|window| {
            window
                .iter()
                .map(|(_, w)| w)
                .eq(wanted.iter().map(|(_, w)| w))
        });
        faults.extend(found.map(|window| fault(path, window[0].0, term)));
    }
    faults
}

fn chinese_faults(path: &str, text: &str, terms: &[Term]) -> Vec<Fault> {
    let half_width = Term {
        not: HALF_WIDTH.to_owned(),
        use_: "，。；：？！（）".to_owned(),
    };
    let mut faults = Vec::new();
    for (number, line) in (1..).zip(prose(path, text)) {
        let found = terms.iter().filter(|term| line.contains(&term.not));
        faults.extend(found.map(|term| fault(path, number, term)));
        if has_half_width(&line) {
            faults.push(fault(path, number, &half_width));
        }
    }
    faults
}

fn fault(path: &str, line: usize, term: &Term) -> Fault {
    Fault {
        path: path.to_owned(),
        line,
        not: term.not.clone(),
        use_: term.use_.clone(),
    }
}

/// Whether a comma, a stop or a bracket of English stands beside Chinese, with or without a space. Three
/// dots are no stop, and a sign between spaces is the sign itself.
fn has_half_width(line: &str) -> bool {
    let chars: Vec<char> = line.replace("...", "").chars().collect();
    chars.iter().enumerate().any(|(i, c)| {
        let (before, after) = (&chars[..i], &chars[i + 1..]);
        let is_space = |c: Option<&char>| c.is_some_and(|c| c.is_whitespace());
        let is_han = |c: Option<&char>| c.is_some_and(|c| is_han(*c));
        ",.;:?!()".contains(*c)
            && !(is_space(before.last()) && is_space(after.first()))
            && (is_han(before.iter().rfind(|c| !c.is_whitespace()))
                || is_han(after.iter().find(|c| !c.is_whitespace())))
    })
}

fn all_faults() -> Vec<Fault> {
    let guide = read(GUIDE);
    let (before, list, after) = chapter(&guide);
    let (english, chinese) = terms(list);
    assert!(
        !english.is_empty(),
        "{GUIDE} has no English word between backticks in a column \"not\""
    );
    assert!(
        !chinese.is_empty(),
        "{GUIDE} has no Chinese word between backticks in a column \"not\""
    );
    let mut faults = Vec::new();
    for part in [before, after] {
        faults.extend(english_faults(GUIDE, part, &english));
    }
    for path in ENGLISH {
        faults.extend(english_faults(path, &read(path), &english));
    }
    for file in source::files() {
        let path = format!("src/{}", file.path);
        faults.extend(english_faults(&path, &file.text, &english));
    }
    for path in CHINESE {
        faults.extend(chinese_faults(path, &read(path), &chinese));
    }
    faults
}

#[test]
fn what_people_read_keeps_to_the_word_list() {
    let faults = all_faults();
    let excuses = |(place, word, _): &(&str, &str, &str), fault: &Fault| {
        fault.path.starts_with(place) && fault.not == *word
    };
    let new = faults
        .iter()
        .filter(|fault| !STILL.iter().any(|still| excuses(still, fault)))
        .map(|f| format!("{}:{}: {}: use {}", f.path, f.line, f.not, f.use_));
    let gone = STILL
        .iter()
        .filter(|still| !faults.iter().any(|fault| excuses(still, fault)))
        .map(|(place, word, why)| {
            format!("{place} has no {word} by now ({why}); take its line out")
        });
    let all: Vec<_> = new.chain(gone).collect();
    assert!(all.is_empty(), "{}\n{} in all", all.join("\n"), all.len());
}

/// What people read on the screen is put together with the punctuation of its language, which the catalogues
/// have (`wording::phrase`).
#[test]
fn no_punctuation_of_one_language_is_written_in_the_code_of_the_screen() {
    let shown = ["view/", "wording/", "setup/view/"];
    let joins = [", ", ": ", "; ", " (", "，", "：", "；", "（", "、"];
    let mut faults = Vec::new();
    for file in source::files() {
        if !shown.iter().any(|folder| file.path.starts_with(folder)) {
            continue;
        }
        let tokens = source::without_tests(&file.tokens);
        for (i, token) in tokens.iter().enumerate() {
            // A comment of the documentation is a string, too.
            let is_comment = i >= 2 && tokens[i - 2].kind == source::word("doc");
            if let Kind::Text(text) = &token.kind
                && !is_comment
                && joins.iter().any(|join| text.contains(join))
            {
                faults.push(format!("src/{}:{}: {text:?}", file.path, token.line));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_word_list_is_read_and_looked_for_where_people_read() {
    let guide = "# A\n\nanew\n\n## How we write\n\n| Use | Not | Why |\n|---|---|---|\n\
        | again | `anew`, `once more` | |\n| if | where (a condition) | |\n\n\
        | 用 | 不用 |\n|---|---|\n| 输入 | `键入`、`打入`、打 |\n\n## Next\n\nonce more\n";
    let (before, list, after) = chapter(guide);
    let (english, chinese) = terms(list);
    let words = |terms: &[Term]| terms.iter().map(|t| t.not.clone()).collect::<Vec<_>>();
    assert_eq!(words(&english), ["anew", "once more"]);
    assert_eq!(words(&chinese), ["键入", "打入"]);
    assert_eq!(english_faults(GUIDE, before, &english).len(), 1);
    assert_eq!(english_faults(GUIDE, after, &english).len(), 1);

    let lines = |path: &str, text: &str| -> Vec<usize> {
        let faults = english_faults(path, text, &english);
        faults.iter().map(|fault| fault.line).collect()
    };
    assert_eq!(lines("a.md", "It begins\nAnew, and once\nmore."), [2, 2]);
    assert_eq!(
        lines("a.md", "`anew`, [x](anew.md), renewed, once\n\nmore"),
        [0_usize; 0]
    );
    assert_eq!(lines("a.md", "```\nanew\n```\nanew"), [4]);
    assert_eq!(
        lines("a.rs", "/// Anew.\nfn anew() {}\n  // once\n  // more"),
        [1, 3]
    );
    assert_eq!(lines("a.rs", "let x = \"anew\";"), [0_usize; 0]);
    assert_eq!(
        lines("a.ftl", "key-anew = again { anew }\nb = anew\n  [one] anew"),
        [2, 3]
    );

    let lines = |text: &str| -> Vec<usize> {
        let faults = chinese_faults("a.md", text, &chinese);
        faults.iter().map(|fault| fault.line).collect()
    };
    assert_eq!(lines("请键入\n输入"), [1]);
    for text in [
        "好友, 会话",
        "好友 (x)",
        "`a`. 好友",
        "好友:",
        "(好友)",
        "x; 好友",
    ] {
        assert_eq!(lines(text), [1], "{text}");
    }
    for text in [
        "好友，会话（x）。",
        "1. 好友",
        "12:30 好友",
        "a, b 好友",
        "好友...",
        "不能有 ? 和 #",
        "[好友](a.md)",
    ] {
        assert_eq!(lines(text), [0_usize; 0], "{text}");
    }
}
