//! Tab in the filter of the journal completes the word before the caret.

use tui_input::Input;

use crate::dialog::{FilterCycle, JournalPart, JournalView};
use crate::i18n::Lang;
use crate::text::folded;
use crate::wording::filter::completions;

/// Completes the word: with all that its candidates have in common, or, if that is nothing more, with one after the
/// other.
pub fn complete(lang: Lang, view: &mut JournalView) {
    let cycle = match view.cycle.take() {
        Some(cycle) if cycle.shows(&view.filter) => FilterCycle {
            chosen: (cycle.chosen + 1) % cycle.words.len(),
            ..cycle
        },
        _ => {
            let before: String = view
                .filter
                .value()
                .chars()
                .take(view.filter.cursor())
                .collect();
            let found = completions(lang, &before, &view.entries);
            let typed: String = before.chars().skip(found.start).collect();
            let Some(common) = common_beginning(&found.words) else {
                return;
            };
            if let [only] = &found.words[..] {
                // After a value comes the next word.
                let end = if only.ends_with(':') { "" } else { " " };
                put(view, found.start, &typed, &format!("{only}{end}"));
                return;
            }
            if common.chars().count() > typed.chars().count() {
                put(view, found.start, &typed, &common);
                return;
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
    put(view, cycle.start, &cycle.typed, &cycle.words[cycle.chosen]);
    view.cycle = Some(FilterCycle {
        typed: cycle.words[cycle.chosen].clone(),
        shown: view.filter.clone(),
        ..cycle
    });
}

/// Puts a word in place of what was typed.
fn put(view: &mut JournalView, start: usize, typed: &str, word: &str) {
    let value = view.filter.value();
    let before: String = value.chars().take(start).collect();
    let after: String = value.chars().skip(start + typed.chars().count()).collect();
    // There may be a space already.
    let after = if word.ends_with(' ') {
        after.trim_start()
    } else {
        &after
    };
    let caret = start + word.chars().count();
    view.filter = Input::new(format!("{before}{word}{after}")).with_cursor(caret);
    view.want(JournalPart::Other);
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
