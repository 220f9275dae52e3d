//! The filter of the journal as a person types it: words that all have to apply, in either language.
//!
//! A word is looked for in everything that is shown of an entry. With a name and a colon before it, it asks for
//! one thing: `by:li.na do:block since:7d`. A value with spaces is quoted; a quoted word has no name.
// i18n-keys: strings here are keys of the catalogue; `tests/it/i18n` looks for this line.

use std::collections::HashSet;
use std::ops::Range;

use jiff::Zoned;

use super::journal::{DEEDS, outcome, verb};
use super::time;
use crate::domain::JobId;
use crate::domain::UserId;
use crate::domain::history::{
    Deed, EntryState, FilterMistake, FilterMistakeReason, HistoryEntry, HistoryFilter, SearchWord,
};
use crate::i18n::{self, Lang};
use crate::t;
use crate::text::{Text, drawn, folded, half_width};

/// What a word with a name asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FilterName {
    By,
    Do,
    User,
    Ticket,
    Job,
    Since,
    Until,
    Is,
}

/// The names of each, in the order in which they are offered. The first one is offered.
const NAMES: [(FilterName, &[&str]); 8] = [
    (FilterName::By, &["word-by", "head-operator"]),
    (FilterName::Do, &["word-do"]),
    (FilterName::User, &["word-user"]),
    (FilterName::Ticket, &["word-ticket"]),
    (FilterName::Job, &["word-job"]),
    (FilterName::Since, &["word-since"]),
    (FilterName::Until, &["word-until"]),
    (FilterName::Is, &["word-is"]),
];

/// What may be asked for with [`FilterName::Is`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AskedState {
    Failed,
    Unknown,
    Undone,
}

const STATES: [(AskedState, &str); 3] = [
    (AskedState::Failed, "word-failed"),
    (AskedState::Unknown, "word-unknown"),
    (AskedState::Undone, "word-undone"),
];

const OUTCOMES: [EntryState; 7] = [
    EntryState::Sent,
    EntryState::Done,
    EntryState::Refused,
    EntryState::NotSent,
    EntryState::NotApplied,
    EntryState::Unknown,
    EntryState::Unneeded,
];

/// Reads a filter. What cannot be understood filters nothing.
pub fn read(text: &str, now: &Zoned) -> (HistoryFilter, Vec<FilterMistake>) {
    let mut filter = HistoryFilter::default();
    let mut mistakes = Vec::new();
    for word in words(text) {
        let read = match &word.name {
            None => {
                filter.words.extend(search_word(&word.value));
                Ok(())
            }
            Some(name) => match named(name) {
                Some(name) => add(&mut filter, name, &word.value, now),
                None => Err(FilterMistakeReason::Name),
            },
        };
        if let Err(why) = read {
            let word = text.chars().skip(word.place.start).take(word.place.len());
            mistakes.push(FilterMistake {
                word: word.collect(),
                why,
            });
        }
    }
    (filter, mistakes)
}

fn add(
    filter: &mut HistoryFilter,
    name: FilterName,
    value: &str,
    now: &Zoned,
) -> Result<(), FilterMistakeReason> {
    if value.is_empty() {
        return Err(FilterMistakeReason::Empty);
    }
    match name {
        FilterName::By => filter.operators.push(value.to_owned()),
        FilterName::Do => match deeds(value) {
            found if found.is_empty() => return Err(FilterMistakeReason::Deed),
            found => filter.deeds.extend(found),
        },
        FilterName::User => filter.users.push(UserId::new(value)),
        FilterName::Ticket => filter.tickets.push(value.to_owned()),
        FilterName::Job => {
            let job = JobId::parse(value).ok_or(FilterMistakeReason::Job)?;
            filter.jobs.push(job);
        }
        FilterName::Since => {
            let at = time::since(value, now).ok_or(FilterMistakeReason::Time)?;
            filter.since = filter.since.max(Some(at));
        }
        FilterName::Until => {
            let at = time::until(value, now).ok_or(FilterMistakeReason::Time)?;
            filter.until = Some(filter.until.map_or(at, |earlier| earlier.min(at)));
        }
        FilterName::Is => match state(value).ok_or(FilterMistakeReason::State)? {
            AskedState::Failed => filter.failed = true,
            AskedState::Unknown => filter.unknown = true,
            AskedState::Undone => filter.undone = true,
        },
    }
    Ok(())
}

/// Why a word of a filter was not understood.
pub fn mistake(lang: Lang, mistake: &FilterMistake) -> String {
    let word = drawn(&mistake.word);
    match mistake.why {
        FilterMistakeReason::Name => t!(lang, "misread-name", word = word),
        FilterMistakeReason::Empty => t!(lang, "misread-empty", word = word),
        FilterMistakeReason::Deed => t!(lang, "misread-do", word = word),
        FilterMistakeReason::Time => t!(lang, "misread-time", word = word),
        FilterMistakeReason::Job => t!(lang, "misread-job", word = word),
        FilterMistakeReason::State => t!(lang, "misread-is", word = word),
    }
}

/// Everything that can be done whose name, in either language or in files, is this or begins with it.
pub fn deeds(value: &str) -> Vec<Deed> {
    let value = folded(value.trim());
    let names = |deed: Deed| {
        let [a, b] = Lang::ALL.map(|lang| folded(&verb(lang, deed)));
        [a, b, deed.kind.word().to_owned()]
    };
    let exactly = |deed: &Deed| names(*deed).contains(&value);
    let begins = |deed: &Deed| names(*deed).iter().any(|name| name.starts_with(&value));
    let found: Vec<_> = DEEDS.into_iter().filter(exactly).collect();
    match (found.is_empty(), value.is_empty()) {
        (true, false) => DEEDS.into_iter().filter(begins).collect(),
        _ => found,
    }
}

/// The names of everything that can be done.
pub fn deed_names(lang: Lang) -> String {
    DEEDS.map(|deed| verb(lang, deed)).join(" | ")
}

fn named(name: &str) -> Option<FilterName> {
    let name = folded(name);
    let is = |key: &&str| Lang::ALL.iter().any(|lang| i18n::text(*lang, key) == name);
    let found = NAMES.iter().find(|(_, keys)| keys.iter().any(is));
    found.map(|(name, _)| *name)
}

fn state(value: &str) -> Option<AskedState> {
    let value = folded(value);
    let is = |key: &str| Lang::ALL.iter().any(|lang| i18n::text(*lang, key) == value);
    let found = STATES.iter().find(|(_, key)| is(key));
    found.map(|(state, _)| *state)
}

fn search_word(text: &str) -> Option<SearchWord> {
    let needle = folded(text);
    let mut word = SearchWord {
        text: text.to_owned(),
        ..SearchWord::default()
    };
    for lang in Lang::ALL {
        let deeds = DEEDS.map(|deed| (deed, verb(lang, deed)));
        word.deeds.extend(whose_name_holds(&needle, &deeds));
        let outcomes = OUTCOMES.map(|state| (state, outcome(lang, state)));
        word.states.extend(whose_name_holds(&needle, &outcomes));
    }
    (!text.is_empty()).then_some(word)
}

/// What has this name; otherwise, what holds it in its name. What is in the middle of a Latin word is not
/// found: to block is not to unblock, and neither is it in Chinese.
fn whose_name_holds<T: Copy>(needle: &str, names: &[(T, String)]) -> Vec<T> {
    let is = |name: &str| folded(name) == needle;
    let begins_a_word = |name: &str| {
        let name = folded(name);
        name.match_indices(needle).any(|(at, _)| {
            let before = name[..at].chars().next_back();
            !(needle.starts_with(char::is_alphanumeric)
                && needle.is_ascii()
                && before.is_some_and(char::is_alphanumeric))
        })
    };
    let wanted: &dyn Fn(&str) -> bool = if names.iter().any(|(_, name)| is(name)) {
        &is
    } else {
        &begins_a_word
    };
    let found = names.iter().filter(|(_, name)| wanted(name));
    found.map(|(one, _)| *one).collect()
}

/// A word of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FilterWord {
    /// What stands before the colon.
    name: Option<String>,
    /// The rest, without quotes.
    value: String,
    /// Where it stands, in characters.
    place: Range<usize>,
}

fn is_quote(c: char) -> bool {
    matches!(half_width(c), '"') || matches!(c, '“' | '”')
}

/// Splits a filter at its spaces. A quote without an end reaches to the end.
fn words(text: &str) -> Vec<FilterWord> {
    let mut words: Vec<FilterWord> = Vec::new();
    let mut open: Option<FilterWord> = None;
    let (mut quoted, mut had_quotes) = (false, false);
    for (place, c) in text.chars().enumerate() {
        if c.is_whitespace() && !quoted {
            words.extend(open.take());
            continue;
        }
        let word = open.get_or_insert_with(|| {
            had_quotes = false;
            FilterWord {
                name: None,
                value: String::new(),
                place: place..place,
            }
        });
        word.place.end = place + 1;
        if is_quote(c) {
            (quoted, had_quotes) = (!quoted, true);
        } else if half_width(c) == ':' && word.name.is_none() && !had_quotes && is_name(&word.value)
        {
            word.name = Some(std::mem::take(&mut word.value));
        } else {
            word.value.push(c);
        }
    }
    words.extend(open);
    words
}

/// Whether what stands before a colon can be a name: no time of day and no number.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(char::is_alphabetic)
}

/// What can stand in place of the word before the caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completions {
    /// Where the word begins, in characters.
    pub start: usize,
    /// What it can become, as it would be typed.
    pub words: Vec<String>,
}

/// The names, or the values of a name among these entries, that begin with the last word of what stands before the
/// caret.
pub fn completions(lang: Lang, before: &str, entries: &[HistoryEntry]) -> Completions {
    let end = before.chars().count();
    let last = words(before).pop().filter(|word| word.place.end == end);
    let start = last.as_ref().map_or(end, |word| word.place.start);
    let typed = last.as_ref().map_or("", |word| word.value.as_str());
    let begins = |word: &str| folded(word).starts_with(&folded(typed));
    let name = last.as_ref().and_then(|word| word.name.as_deref());
    let words = match name {
        None => {
            let offered = NAMES.iter().filter_map(|(_, keys)| keys.first());
            let offered = offered.map(|key| i18n::text(lang, key));
            let found = offered.filter(|name| begins(name));
            found.map(|name| format!("{name}:")).collect()
        }
        Some(name) => {
            let values = named(name).map_or(Vec::new(), |name| values(lang, name, entries));
            let found = values.into_iter().filter(|value| begins(value));
            found.map(|value| completed(name, &value)).collect()
        }
    };
    Completions { start, words }
}

/// A word with this name and value.
fn completed(name: &str, value: &str) -> String {
    if value.contains(char::is_whitespace) {
        format!("{name}:\"{value}\"")
    } else {
        format!("{name}:{value}")
    }
}

/// The values that a name can have, each once, the newest first.
fn values(lang: Lang, name: FilterName, entries: &[HistoryEntry]) -> Vec<String> {
    let text = |text: Option<&Text>| text.map(|text| text.raw().to_owned());
    let all: Vec<String> = match name {
        FilterName::By => entries
            .iter()
            .filter_map(|past| text(past.operator.as_ref()))
            .collect(),
        FilterName::Do => DEEDS.map(|deed| verb(lang, deed)).to_vec(),
        FilterName::User => {
            let users = entries
                .iter()
                .flat_map(|past| [past.target(), past.owner()]);
            users.map(|user| user.raw().to_owned()).collect()
        }
        FilterName::Ticket => entries
            .iter()
            .filter_map(|past| text(past.reference.ticket.as_ref()))
            .collect(),
        FilterName::Job => {
            let jobs = entries.iter().filter_map(|past| past.job);
            jobs.map(|job| job.to_string()).collect()
        }
        FilterName::Since | FilterName::Until => Vec::new(),
        FilterName::Is => STATES.map(|(_, key)| i18n::text(lang, key)).to_vec(),
    };
    // What cannot be typed is not offered.
    let typeable = |value: &String| !value.contains(|c: char| is_quote(c) || c.is_control());
    let mut seen = HashSet::new();
    let once = all.into_iter().filter(|value| seen.insert(value.clone()));
    once.filter(typeable).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ChangeKind;

    fn now() -> Zoned {
        "2026-11-20T12:00:00+08:00[+08:00]".parse().unwrap()
    }

    fn filter(text: &str) -> HistoryFilter {
        let (filter, mistakes) = read(text, &now());
        assert_eq!(mistakes, [], "{text}");
        filter
    }

    fn kinds(deeds: &[Deed]) -> Vec<ChangeKind> {
        deeds.iter().map(|deed| deed.kind).collect()
    }

    #[test]
    fn every_word_asks_for_its_own_thing() {
        let read = filter(
            "by:li.na do:block since:2d until:2026-11-19 user:spam_0042 ticket:#48213 job:J-0001 \
             is:failed is:unknown is:undone",
        );
        let at = |text: &str| Some(text.parse::<jiff::Timestamp>().unwrap().as_millisecond());
        assert_eq!(
            read,
            HistoryFilter {
                words: Vec::new(),
                operators: vec!["li.na".to_owned()],
                deeds: vec![Deed {
                    kind: ChangeKind::Block,
                    roaming: false
                }],
                users: vec![UserId::new("spam_0042")],
                tickets: vec!["#48213".to_owned()],
                jobs: vec![JobId(1)],
                since: at("2026-11-18T04:00:00Z"),
                until: at("2026-11-19T16:00:00Z"),
                failed: true,
                unknown: true,
                undone: true,
            }
        );
    }

    #[test]
    fn words_are_understood_in_chinese_and_with_the_signs_of_its_keyboard() {
        let english = filter(
            "by:李娜 do:block user:spam ticket:#1 job:7 since:2d until:1d is:undone is:failed is:unknown",
        );
        for chinese in [
            "操作人:李娜 操作:拉黑 用户:spam 工单:#1 任务:7 自:2d 至:1d 状态:已撤销 状态:失败 状态:未知",
            "操作人：李娜\u{3000}操作：拉黑 用户：spam 工单：#1 任务：7 自：2d 至：1d 状态：已撤销 \
             状态：失败 状态：未知",
            "坐席：“李娜” ＤＯ：ＢＬＯＣＫ USER:spam 工单：＂#1＂ 任务：7 自：2d 至：1d is:已撤销 \
             状态:failed is:unknown",
        ] {
            assert_eq!(filter(chinese), english, "{chinese}");
        }
    }

    #[test]
    fn a_value_with_spaces_is_quoted_and_a_quoted_word_has_no_name() {
        let read = filter("by:\"Li Na\" \"by:nobody\" 12:30 ticket:\"A \"B");
        assert_eq!(read.operators, ["Li Na"]);
        assert_eq!(read.tickets, ["A B"]);
        let words: Vec<_> = read.words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(words, ["by:nobody", "12:30"]);
        // While it is typed, the second quote is still missing.
        assert_eq!(filter("by:\"Li Na").operators, ["Li Na"]);
        assert_eq!(filter("  \"\" "), HistoryFilter::default());
    }

    #[test]
    fn the_narrower_of_two_times_counts() {
        let one = filter("since:2d until:1h");
        let both = filter("since:9d since:2d until:1h until:2h until:1m");
        assert_eq!(both.since, one.since);
        assert_eq!(both.until, filter("until:2h").until);
    }

    #[test]
    fn what_cannot_be_understood_is_told_and_filters_nothing() {
        use FilterMistakeReason as R;
        for (text, why) in [
            ("since:soon", R::Time),
            ("until:\"next week\"", R::Time),
            ("do:fly", R::Deed),
            ("is:green", R::State),
            ("job:J-x", R::Job),
            ("usr:spam", R::Name),
            ("by:", R::Empty),
            ("操作：飞", R::Deed),
            ("since:-2d", R::Time),
        ] {
            let (read, mistakes) = read(&format!("spam {text} bob"), &now());
            let word = text.to_owned();
            assert_eq!(mistakes, [FilterMistake { word, why }]);
            assert_eq!(read, filter("spam bob"), "{text}");
            for lang in Lang::ALL {
                assert!(mistake(lang, &mistakes[0]).contains(text), "{text}");
            }
        }
    }

    #[test]
    fn to_block_is_not_to_unblock() {
        use ChangeKind as K;
        for (text, expected) in [
            ("block", &[K::Block][..]),
            ("BLO", &[K::Block]),
            ("unblock", &[K::Unblock]),
            ("un", &[K::RemoveFriend, K::Unblock]),
            ("拉黑", &[K::Block]),
            ("解除拉黑", &[K::Unblock]),
            ("解除", &[K::Unblock]),
            ("add-friend", &[K::AddFriend]),
            ("Add Friend", &[K::AddFriend]),
            ("friend", &[]),
            ("", &[]),
        ] {
            assert_eq!(kinds(&deeds(text)), expected, "{text}");
        }
        for (text, expected) in [
            ("block", &[K::Block][..]),
            ("bloc", &[K::Block]),
            ("unblock", &[K::Unblock]),
            ("拉黑", &[K::Block]),
            ("解除拉黑", &[K::Unblock]),
            ("friend", &[K::AddFriend]),
            ("好友", &[K::AddFriend, K::RemoveFriend]),
            ("lock", &[]),
        ] {
            let word = search_word(text).unwrap();
            assert_eq!(kinds(&word.deeds), expected, "{text}");
        }
        let roaming = deeds("delete+msgs");
        assert!(roaming.len() == 1 && roaming[0].roaming);
        assert_eq!(deeds("delete-conversation").len(), 2);
        assert_eq!(search_word("拒绝").unwrap().states, [EntryState::Refused]);
        assert_eq!(
            search_word("unknown").unwrap().states,
            [EntryState::Unknown]
        );
    }

    fn past(operator: &str, ticket: &str, target: &str) -> HistoryEntry {
        HistoryEntry {
            group: None,
            entry: crate::domain::EntryId(1),
            at: 0,
            answered: None,
            operator: Some(Text::new(operator)),
            profile: None,
            reference: crate::domain::history::TicketReference {
                ticket: Some(Text::new(ticket)),
                reason: None,
            },
            change: crate::domain::Change::Block {
                owner: UserId::new("alice"),
                target: UserId::new(target),
            },
            withheld: false,
            before: crate::domain::PairState::default(),
            state: EntryState::Done,
            verified: false,
            status: None,
            failure: None,
            job: Some(JobId(7)),
            undone_by: None,
            undo_refusal: None,
            request: None,
        }
    }

    #[test]
    fn the_word_before_the_caret_is_completed_with_names_and_with_values_of_the_entries() {
        let entries = [
            past("li.na", "#48213", "spam_0042"),
            past("Li Wei", "#48214", "spam_0043"),
            past("li.na", "#9", "q\"uote"),
        ];
        let offered = |lang, before: &str| {
            let found = completions(lang, before, &entries);
            (found.start, found.words.join(" "))
        };
        for (before, start, words) in [
            ("", 0, "by: do: user: ticket: job: since: until: is:"),
            ("spam u", 5, "user: until:"),
            ("spam ", 5, "by: do: user: ticket: job: since: until: is:"),
            ("by:L", 0, "by:li.na by:\"Li Wei\""),
            ("by:\"Li ", 0, "by:\"Li Wei\""),
            ("x user:spam", 2, "user:spam_0042 user:spam_0043"),
            ("user:q", 0, ""),
            ("ticket:#4821", 0, "ticket:#48213 ticket:#48214"),
            ("job:", 0, "job:J-0007"),
            ("do:un", 0, "do:unfriend do:unblock"),
            ("is:u", 0, "is:unknown is:undone"),
            ("since:", 0, ""),
            ("nobody:", 0, ""),
        ] {
            assert_eq!(
                offered(Lang::En, before),
                (start, words.to_owned()),
                "{before}"
            );
        }
        for (before, start, words) in [
            ("操", 0, "操作人: 操作:"),
            ("操作：解", 0, "操作:解除拉黑"),
            ("状态:", 0, "状态:失败 状态:未知 状态:已撤销"),
            ("by:li.", 0, "by:li.na"),
        ] {
            assert_eq!(
                offered(Lang::ZhCn, before),
                (start, words.to_owned()),
                "{before}"
            );
        }
    }
}
