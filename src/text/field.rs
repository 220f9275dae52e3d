//! What is typed or pasted into a field.

use tui_input::Input;

/// Inserts a text at the caret, all at once: character by character it takes quadratic time.
pub fn insert_at_caret(field: &mut Input, text: &str) {
    let value = field.value();
    let caret = field.cursor();
    let split = value
        .char_indices()
        .nth(caret)
        .map_or(value.len(), |(at, _)| at);
    let (before, after) = value.split_at(split);
    *field = Input::new(format!("{before}{text}{after}")).with_cursor(caret + text.chars().count());
}
