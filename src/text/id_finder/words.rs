//! Takes candidates for IDs from the words of a line.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use super::edges::{is_edge, without_edges};
use super::in_line::InLine;
use super::json::Embedded;
use super::lines::Lines;
use super::mixed::Mixed;
use super::parts::{self, Parts};
use super::sense::{self, Letter, within};
use super::split::{Word, separates, words};
use super::{Candidates, IdDoubt, IdProblem, TextPart, mended, names, numbering, numbers, table};
use crate::text::dates::is_date;
use crate::text::id_problem;

/// Takes the candidates from a part of a structured text.
pub(super) fn part(part: &TextPart, into: &mut Candidates) {
    match part {
        TextPart::Value(text, number, doubt) => value(text, *number, *doubt, into),
        TextPart::Exact(id, number) => into.take(id, *number, None),
        TextPart::Prose(text, number, doubt) => line(text, *number, *doubt, into),
    }
}

/// Takes the candidates from all lines, and from the JSON in them.
pub(super) fn prose(lines: &Lines<'_>, json: Embedded, into: &mut Candidates) {
    let rests = numbering::rests(lines);
    let mut letter = Letter::default();
    let mut goes_on = false;
    let mut parts = json.parts.into_iter().peekable();
    for ((number, text), rest) in lines.iter().zip(rests) {
        if number == 1 && table::is_separator_line(text) {
            continue;
        }
        goes_on &= rest == 0 && !numbering::is_point(text);
        let text = mended::without_break(numbering::without_box(&text[rest..]));
        let glued = numbering::glued(text).and_then(|rest| rest.split(separates).next());
        let mixed = Mixed::of(text, lines.place(text), &json.ranges);
        let plain = &mixed.plain;
        let mut words = words(plain);
        let all = words.len();
        // The values of JSON are read separately.
        words.retain(|word| !within(&mixed.json, word.start));
        let mut json_before = |place: usize, into: &mut Candidates| {
            let end = mixed.place(place);
            while let Some((_, of_json)) = parts.next_if(|(at, _)| *at < end) {
                part(&of_json, into);
            }
        };
        let bare: Vec<&str> = words.iter().map(|word| without_edges(word.text)).collect();
        let mut sense = letter.line(plain, &bare);
        if words.len() < all {
            sense.is_prose();
        }
        let sentence = Sentence {
            line: plain,
            number,
            sense,
            parts: Parts::of(plain, goes_on),
            forced: None,
            alone: words.len() == all,
        };
        goes_on = parts::breaks(plain);
        each_word(&sentence, &words, glued, &mut json_before, into);
        json_before(plain.len(), into);
    }
}

/// Takes the candidates from text that belongs to a line, all with this doubt.
pub(super) fn line(text: &str, number: usize, doubt: IdDoubt, into: &mut Candidates) {
    let plain = mended::without_entities(text);
    let sentence = Sentence {
        line: &plain,
        number,
        sense: sense::LineSense::default(),
        parts: Parts::of(&plain, false),
        forced: Some(doubt),
        alone: true,
    };
    each_word(&sentence, &words(&plain), None, &mut |_, _| {}, into);
}

/// The context for the words of a line.
struct Sentence<'a> {
    line: &'a str,
    number: usize,
    sense: sense::LineSense,
    parts: Parts,
    /// The doubt of all its words.
    forced: Option<IdDoubt>,
    /// The line contains nothing but these words, in particular no JSON.
    alone: bool,
}

/// `glued` is the first word again, without what may be its number. `before_word` is called with each word
/// before it is taken.
fn each_word(
    sentence: &Sentence<'_>,
    words: &[Word<'_>],
    mut glued: Option<&str>,
    before_word: &mut dyn FnMut(usize, &mut Candidates),
    into: &mut Candidates,
) {
    let (text, number) = (sentence.line, sentence.number);
    let holds_nothing_else = sentence.alone && !words.iter().any(|word| is_solid(word.text));
    let mut labelled = false;
    for (i, word) in words.iter().enumerate() {
        before_word(word.start, into);
        if is_label(text, words, i) {
            labelled = true;
            continue;
        }
        if holds_nothing_else {
            let doubt = sentence.forced.or(Some(IdDoubt::Word));
            into.take(word.text, number, doubt);
            continue;
        }
        if !is_solid(word.text) {
            continue;
        }
        let solid = |word: &&Word<'_>| is_solid(word.text);
        let before = words[..i].iter().rev().find(solid);
        labelled = labelled && goes_on(text, before, word);
        let context = WordContext {
            sentence,
            before: before.map(|word| without_edges(word.text)),
            behind: words[i + 1..]
                .iter()
                .find(solid)
                .map(|word| without_edges(word.text)),
            labelled,
            place: word.start,
            forced: sentence.forced.or_else(|| joined(words, i)).or_else(|| {
                let before = before.map(|before| (before.start, before.text));
                let word = (word.start, word.text);
                sentence.parts.doubt(text, word, before)
            }),
        };
        let glued = glued.take();
        let part = WordContext {
            forced: context.forced.or(Some(IdDoubt::Part)),
            ..context
        };
        // A dash attached to the first word is a bullet; a number may be a part of it.
        let (whole, rest) = if glued.is_some() && word.text.starts_with('-') {
            (&part, &context)
        } else {
            (&context, &part)
        };
        take(word.text, whole, into);
        labelled = labelled || sentence.sense.may_announce() && announces(text, word);
        if let Some(glued) = glued {
            take(glued, rest, into);
        }
    }
}

/// Whether a label of the previous word applies to this one as well: it is the next one of a list.
fn goes_on(line: &str, before: Option<&Word<'_>>, word: &Word<'_>) -> bool {
    let Some(before) = before else { return true };
    let gap = &line[before.end()..word.start];
    let is_joint = |word: &Word<'_>| matches!(word.text, "and" | "&" | "or" | "和" | "及" | "与");
    let figures = |word: &Word<'_>| without_edges(word.text).bytes().all(|b| b.is_ascii_digit());
    gap.contains([',', ';', '，', '、', '；', '|', ':', '：'])
        || before.text.ends_with([':', '=', '/'])
        || is_joint(before)
        || is_joint(word)
        || figures(before) && figures(word)
}

/// Whether the word announces IDs: `请解除以下用户的拉黑:`.
fn announces(line: &str, word: &Word<'_>) -> bool {
    const ENDS: [&str; 12] = [
        "用户",
        "账号",
        "帐号",
        "id",
        "名单",
        "拉黑",
        "好友",
        "如下",
        "block",
        "unblock",
        "following",
        "list",
    ];
    let bare = without_edges(word.text).to_lowercase();
    is_marked(line, word) && ENDS.iter().any(|end| bare.ends_with(end))
}

/// Handles words separated by an apostrophe: `bob_77's`, `don't`, and an ID that contains one.
fn joined(words: &[Word<'_>], i: usize) -> Option<IdDoubt> {
    const TAILS: [&str; 8] = ["s", "t", "re", "ll", "ve", "d", "m", "em"];
    let is_tail = |word: &Word<'_>| TAILS.contains(&word.text.to_lowercase().as_str());
    if words[i].joined {
        return Some(if is_tail(&words[i]) {
            IdDoubt::Word
        } else {
            IdDoubt::Part
        });
    }
    if words[i].is_target {
        return Some(IdDoubt::Part);
    }
    let behind = words.get(i + 1).filter(|word| word.joined)?;
    match behind.text {
        "s" | "S" => None,
        _ if is_tail(behind) => Some(IdDoubt::Word),
        _ => Some(IdDoubt::Part),
    }
}

/// Takes the candidates from text in the place of an ID.
pub(super) fn value(text: &str, number: usize, doubt: Option<IdDoubt>, into: &mut Candidates) {
    let plain = mended::without_entities(text);
    let text = link_text(plain.trim()).trim();
    if let Some(escaped) = mended::without_escapes(text) {
        return value_of(&escaped, number, doubt, into);
    }
    value_of(text, number, doubt, into);
}

fn value_of(text: &str, number: usize, doubt: Option<IdDoubt>, into: &mut Candidates) {
    let text = mended::without_italic(text);
    let bare = without_edges(text);
    let parts = Parts::of(text, false);
    let is_part = parts.has_pattern() || parts::is_starred(text) || parts::is_abridged(text);
    let doubt = doubt.or(is_part.then_some(IdDoubt::Part));
    if mended::is_no_value(text) {
        return into.take(text, number, doubt.or(Some(IdDoubt::NoValue)));
    }
    if into.take_damaged(text.trim_start_matches('\''), number) {
        return;
    }
    if numbers::is_grouped(text) || numbers::has_sign(text) && numbers::is_amount(text) {
        return into.refuse(text, number, IdProblem::Damaged);
    }
    // `hk0`, `usd100`: with only letters and digits, what looks like an amount may well be a user.
    if numbers::is_decimal(text) || numbers::is_amount(text) {
        return into.take(text, number, doubt.or(Some(IdDoubt::Number)));
    }
    if is_date(bare) || mended::is_rounded(bare) {
        return into.take(bare, number, doubt.or(Some(IdDoubt::Spreadsheet)));
    }
    let is_exact = is_plain(text) && mended::inside_italic(text).is_none();
    if is_exact || !is_solid(text) {
        into.take(text, number, doubt);
    } else if is_plain(bare) {
        let doubt = if is_struck(text) {
            Some(IdDoubt::Struck)
        } else {
            doubt
        };
        take_marked(bare, number, doubt, into);
    } else if take_mended(bare, number, into) {
    } else if text.contains(separates) {
        let is_mark = |c: char| matches!(c, ',' | ';' | '，' | '、' | '；' | '\n' | '\r');
        if text.contains(is_mark) && !parts.has_pattern() {
            // A list in one cell.
            for part in text.split(is_mark).filter(|part| is_solid(part)) {
                value(part, number, doubt, into);
            }
            return;
        }
        // A name with a space in it.
        if id_problem(text).is_none() {
            into.take(text, number, doubt);
        }
        line(text, number, doubt.unwrap_or(IdDoubt::Part), into);
    } else {
        let sentence = Sentence {
            line: text,
            number,
            sense: sense::LineSense::default(),
            parts: Parts::default(),
            forced: doubt,
            alone: true,
        };
        let context = WordContext {
            sentence: &sentence,
            before: None,
            behind: None,
            labelled: true,
            place: 0,
            forced: doubt,
        };
        take(text, &context, into);
    }
}

/// Takes an ID without the underscores of bold text. Those of italic text may belong to it, so it is taken
/// both with and without them.
fn take_marked(id: &str, number: usize, doubt: Option<IdDoubt>, into: &mut Candidates) {
    if let Some(inside) = mended::inside_bold(id) {
        return into.take(inside, number, doubt);
    }
    let italic = mended::inside_italic(id);
    let doubt = doubt.or(italic.map(|_| IdDoubt::Mended));
    if let Some(inside) = italic {
        into.take(inside, number, doubt);
    }
    into.take(id, number, doubt);
}

/// The text of a Markdown link.
fn link_text(text: &str) -> &str {
    let link = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(')'));
    link.and_then(|link| link.split_once("]("))
        .map_or(text, |(text, _)| text)
}

/// Whether the word is a name for what follows, or the first half of one: `User ID:`.
fn is_label(line: &str, words: &[Word<'_>], i: usize) -> bool {
    let is_name_with = |first: usize, last: usize| {
        let (Some(from), Some(to)) = (words.get(first), words.get(last)) else {
            return false;
        };
        if !is_marked(line, to) {
            return false;
        }
        let whole = &line[from.start..to.end()];
        // Text in brackets inside a name is a hint, not a name.
        if first < last && whole.contains(['(', '[', '{', '<', '（', '［', '【']) {
            return false;
        }
        names::is_name(whole.trim_end_matches([':', '=']))
    };
    is_name_with(i, i)
        || is_name_with(i, i + 1)
        || i.checked_sub(1)
            .is_some_and(|before| is_name_with(before, i))
}

/// Whether a colon or `=` follows the word.
fn is_marked(line: &str, word: &Word<'_>) -> bool {
    word.text.ends_with([':', '='])
        || line[word.end()..]
            .trim_start_matches([' ', '"', '\''])
            .starts_with([':', '=', '：'])
}

/// The context of a word.
#[derive(Clone, Copy)]
struct WordContext<'a> {
    sentence: &'a Sentence<'a>,
    /// The previous word.
    before: Option<&'a str>,
    /// The next word.
    behind: Option<&'a str>,
    /// It is labelled as an ID.
    labelled: bool,
    /// Its start.
    place: usize,
    /// The doubt that its candidates have in any case.
    forced: Option<IdDoubt>,
}

impl WordContext<'_> {
    /// Why a part of the word that has the form of an ID may not be one.
    fn doubt(&self, word: &str, bare: &str) -> Option<IdDoubt> {
        let line = self.sentence.line;
        let place = |part: &str| part.as_ptr().addr().checked_sub(line.as_ptr().addr());
        let start = place(word).filter(|&at| at + word.len() <= line.len());
        self.forced.or_else(|| {
            let word = InLine {
                line: if start.is_some() { line } else { word },
                start: start.unwrap_or(0),
                place: start.unwrap_or(self.place),
                text: word,
                bare,
                before: self.before,
                behind: self.behind,
                labelled: self.labelled,
            };
            self.sentence.sense.doubt(&word)
        })
    }
}

/// Takes the candidates from a word.
fn take(word: &str, context: &WordContext<'_>, into: &mut Candidates) {
    let line = context.sentence.number;
    let mut rest = word;
    // URLs first: they contain all the characters at which words are split.
    while let Some(at) = rest.find("://") {
        let before = rest[..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
        let end = rest[at..]
            .find(|c: char| !c.is_ascii_graphic())
            .map_or(rest.len(), |length| at + length);
        take_apart(before, context, into);
        into.take(
            without_edges(&rest[before.len()..end]),
            line,
            context.forced,
        );
        rest = &rest[end..];
    }
    take_apart(rest, context, into);
}

/// Takes the candidates from a word, or a part of it, that contains no URL.
fn take_apart(word: &str, context: &WordContext<'_>, into: &mut Candidates) {
    if !is_solid(word) {
        return;
    }
    let line = context.sentence.number;
    if let Some(escaped) = mended::without_escapes(word) {
        return take_apart(&escaped, context, into);
    }
    let word = mended::without_italic(word);
    let edged = without_edges(word);
    if numbers::is_amount(word) {
        let text = word
            .trim_end_matches(['.', '!', '?', '*'])
            .trim_start_matches('*');
        return into.take(text, line, context.forced.or(Some(IdDoubt::Number)));
    }
    if mended::is_no_value(word) || mended::is_no_value(edged) && edged.contains('/') {
        return into.take(edged, line, context.forced.or(Some(IdDoubt::NoValue)));
    }
    let bare = without_labels(edged);
    let context = &WordContext {
        labelled: context.labelled || bare.len() < edged.len(),
        forced: context
            .forced
            .or(is_struck(word).then_some(IdDoubt::Struck)),
        ..*context
    };
    if into.take_damaged(bare, line) {
        return;
    }
    let is_whole = whole(word);
    if is_whole(bare) {
        let doubt = context.doubt(if bare == edged { word } else { bare }, bare);
        take_marked(bare, line, doubt, into);
        return;
    }
    let chunks = chunks(bare);
    if chunks.is_empty() || (chunks != [bare] && id_problem(bare).is_none()) {
        into.take(bare, line, context.forced);
    }
    for chunk in chunks {
        if into.take_damaged(chunk, line) {
            continue;
        }
        if is_whole(chunk) {
            into.take(chunk, line, context.doubt(chunk, chunk));
            continue;
        }
        if take_mended(chunk, line, into) {
            continue;
        }
        let mut pieces = pieces(chunk);
        if pieces.is_empty() || pieces == [chunk] || id_problem(chunk).is_none() {
            into.take(chunk, line, context.forced);
        }
        // Half of a damaged ID is a different user. Two consecutive mentions are two users.
        let apart = chunk
            .chars()
            .filter(|c| is_edge(*c))
            .all(|c| matches!(c, '@' | '＠' | '\u{200b}'));
        let doubt = context
            .forced
            .or(Some(IdDoubt::Part))
            .filter(|_| !(apart && is_mention(word)));
        pieces.retain(|piece| *piece != chunk);
        for piece in pieces {
            into.take(piece, line, doubt);
        }
    }
}

/// Takes a word with characters that IDs do not have, both as it is and normalized.
fn take_mended(bare: &str, line: usize, into: &mut Candidates) -> bool {
    // Two consecutive dashes separate parts of a sentence.
    let Some(mended) = mended::in_ascii(bare).filter(|m| is_plain(m) && !bare.contains("——"))
    else {
        return false;
    };
    into.take(&mended, line, Some(IdDoubt::Mended));
    if id_problem(bare).is_none() {
        into.take(bare, line, None);
    }
    true
}

/// Whether the word is struck through.
fn is_struck(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| c.is_ascii_punctuation() && c != '~');
    bare.len() > 4 && bare.starts_with("~~") && bare.ends_with("~~")
}

/// Whether the word begins like a mention.
fn is_mention(word: &str) -> bool {
    let edge = word.len() - word.trim_start_matches(is_edge).len();
    word[..edge].contains(['@', '＠'])
}

/// Tests whether a chunk of this word must not be split.
fn whole(word: &str) -> impl Fn(&str) -> bool {
    // Two consecutive mentions look like an email address: `@alice@carol.chen`.
    let is_mention = is_mention(word);
    move |part| is_plain(part) || is_time(part) || (!is_mention && is_address(part))
}

fn without_labels(mut word: &str) -> &str {
    while let Some(rest) = names::after_label(word) {
        let rest = without_edges(rest);
        if !is_solid(rest) {
            break;
        }
        word = rest;
    }
    word
}

/// The parts between the letters that prose attaches to a word, without numbers that count something.
fn chunks(word: &str) -> Vec<&str> {
    let mut at = 0;
    let chunk = |part| {
        let end = at + str::len(part);
        let next = word[end..].chars().next();
        at = end + next.map_or(0, char::len_utf8);
        let is_count = next.is_some_and(counts) && part.bytes().all(|b| b.is_ascii_digit());
        let chunk = without_edges(part);
        (is_solid(chunk) && !is_count).then_some(chunk)
    };
    word.split(needs_no_space).filter_map(chunk).collect()
}

/// The parts between punctuation. An invisible character does not separate them: the text on its two sides
/// looks like one word.
fn pieces(chunk: &str) -> Vec<&str> {
    let parts = |c: char| is_edge(c) && c.general_category() != GeneralCategory::Format;
    chunk
        .split(parts)
        .map(without_edges)
        .filter(|piece| is_solid(piece))
        .collect()
}

/// Whether the word consists of the characters of IDs, however long it is.
fn is_plain(word: &str) -> bool {
    !word.is_empty()
        && word
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}

/// Whether the word contains more than punctuation.
fn is_solid(word: &str) -> bool {
    word.chars().any(|c| {
        if c.is_ascii() {
            c.is_ascii_alphanumeric() || c == '_'
        } else {
            // Fast path: Chinese characters, the bulk of most prose, need no lookup.
            matches!(c, '\u{4E00}'..='\u{9FFF}')
                || c.general_category_group() == GeneralCategoryGroup::Letter
                || matches!(
                    c.general_category(),
                    GeneralCategory::DecimalNumber | GeneralCategory::LetterNumber
                )
        }
    })
}

/// Whether the character's script writes words without spaces, or with particles attached.
fn needs_no_space(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}' // Thai, Lao
        | '\u{1000}'..='\u{109F}' // Burmese
        | '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7FF}' // Hangul
        | '\u{1780}'..='\u{17FF}' // Khmer
        | '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' // Han, kana
        | '\u{FF66}'..='\u{FF9F}' // narrow kana
    )
}

/// Whether a number before the character is a count or a time.
fn counts(c: char) -> bool {
    matches!(
        c,
        '个' | '名'
            | '条'
            | '人'
            | '位'
            | '次'
            | '天'
            | '年'
            | '月'
            | '日'
            | '点'
            | '时'
            | '分'
            | '秒'
    )
}

fn is_address(word: &str) -> bool {
    let word = word.strip_prefix("mailto:").unwrap_or(word);
    let Some((name, host)) = word.split_once('@') else {
        return false;
    };
    let is_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'+');
    !name.is_empty()
        && name.bytes().all(is_name)
        && is_plain(host)
        && host
            .split_once('.')
            .is_some_and(|(first, rest)| !first.is_empty() && !rest.is_empty())
}

/// `12:03`, `12:03:21`, `2024/01/31`, `31/01/2024`. Other groups of digits may be IDs.
fn is_time(word: &str) -> bool {
    let lengths = |mark: char| -> Option<Vec<usize>> {
        word.split(mark)
            .map(|part| {
                part.bytes()
                    .all(|b| b.is_ascii_digit())
                    .then_some(part.len())
            })
            .collect()
    };
    matches!(lengths(':').as_deref(), Some([1..=2, 2] | [1..=2, 2, 2]))
        || matches!(
            lengths('/').as_deref(),
            Some([4, 1..=2, 1..=2] | [1..=2, 1..=2, 4])
        )
}
