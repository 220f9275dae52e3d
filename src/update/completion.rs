//! Tab in a filter completes the word before the caret.

use tui_input::Input;

use crate::dialog::FilterCycle;
use crate::text::folded;
use crate::wording::filter::Completions;

/// Completes the word with what is `offered` for the text before the caret: with all that the candidates have in
/// common, or, if that is nothing more, with one after the other. `false` if nothing is offered.
pub fn complete(
    field: &mut Input,
    cycle: &mut Option<FilterCycle>,
    offered: impl FnOnce(&str) -> Completions,
) -> bool {
    let next = match cycle.take() {
        Some(cycle) if cycle.shows(field) => FilterCycle {
            chosen: (cycle.chosen + 1) % cycle.words.len(),
            ..cycle
        },
        _ => {
            let before: String = field.value().chars().take(field.cursor()).collect();
            let found = offered(&before);
            let typed: String = before.chars().skip(found.start).collect();
            let Some(common) = common_beginning(&found.words) else {
                return false;
            };
            if let [only] = &found.words[..] {
                // After a value comes the next word.
                let end = if only.ends_with(':') { "" } else { " " };
                put(field, found.start, &typed, &format!("{only}{end}"));
                return true;
            }
            if common.chars().count() > typed.chars().count() {
                put(field, found.start, &typed, &common);
                return true;
            }
            FilterCycle {
                start: found.start,
                typed,
                words: found.words,
                chosen: 0,
                shown: Input::default(),
            }
        }
    };
    let word = next.words[next.chosen].clone();
    put(field, next.start, &next.typed, &word);
    *cycle = Some(FilterCycle {
        typed: word,
        shown: field.clone(),
        ..next
    });
    true
}

/// Puts a word in place of what was typed.
fn put(field: &mut Input, start: usize, typed: &str, word: &str) {
    let value = field.value();
    let before: String = value.chars().take(start).collect();
    let after: String = value.chars().skip(start + typed.chars().count()).collect();
    // There may be a space already.
    let after = if word.ends_with(' ') {
        after.trim_start()
    } else {
        &after
    };
    let caret = start + word.chars().count();
    *field = Input::new(format!("{before}{word}{after}")).with_cursor(caret);
}

/// What all of these begin with, whatever the case; `None` if there are none.
fn common_beginning(words: &[String]) -> Option<String> {
    let (first, others) = words.split_first()?;
    let mut common = first.clone();
    while !others
        .iter()
        .all(|word| folded(word).starts_with(&folded(&common)))
    {
        common.pop();
    }
    Some(common)
}
