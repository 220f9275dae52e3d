//! Lays out long texts of the catalogue: paragraphs, commands to type, tables.

use crate::text::{pad, width, wrap};

/// The widest names that their descriptions stand beside.
const WIDEST_NAME: usize = 30;

/// A text in this many columns. Lines that begin with `> ` are commands, which are indented and never wrapped;
/// lines with ` | ` are the rows of a table.
pub fn laid_out(text: &str, columns: usize) -> String {
    let mut out = String::new();
    let mut rows = Vec::new();
    for line in text.lines() {
        if let Some((name, words)) = line.split_once(" | ") {
            rows.push((format!("  {name}"), words.to_owned()));
            continue;
        }
        out += &described_rows(&rows, columns);
        rows.clear();
        match line.strip_prefix("> ") {
            Some(command) => out += &format!("  {command}\n"),
            None => out += &format!("{}\n", wrap(line, columns).join("\n")),
        }
    }
    out + &described_rows(&rows, columns)
}

/// Names with their descriptions in a second column.
pub fn described_rows(rows: &[(String, String)], columns: usize) -> String {
    let widths = rows.iter().map(|(name, _)| width(name));
    let widest = widths.filter(|width| *width <= WIDEST_NAME).max();
    let column = widest.unwrap_or(WIDEST_NAME) + 2;
    let mut out = String::new();
    for (name, words) in rows {
        let mut lines = wrap(words, columns.saturating_sub(column)).into_iter();
        if width(name) + 2 > column {
            out += &format!("{name}\n");
        } else {
            let first = lines.next().unwrap_or_default();
            out += &format!("{}{first}\n", pad(name, column));
        }
        for line in lines {
            out += &format!("{}{line}\n", " ".repeat(column));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_indented_rows_are_aligned_and_the_rest_is_wrapped() {
        let text = "some words that go on\n> rosterm --sandbox --lang en\na | one two three\nlong | two\nend";
        let expected = "some words\nthat go on\n  rosterm --sandbox --lang en\n  a     one two\n        three\n  long  two\nend\n";
        assert_eq!(laid_out(text, 15), expected);
    }
}
