//! Lays out long texts of the catalogue: paragraphs, commands to type, tables.

use crate::text::{pad, width, wrap};

/// The widest names that their descriptions stand beside.
const WIDEST_NAME: usize = 30;

/// A text in this many columns. Lines that begin with `> ` are commands, which are indented and never wrapped;
/// lines with ` | ` are the rows of a table.
pub fn laid_out(text: &str, columns: usize) -> String {
    let mut out = Vec::new();
    let mut rows = Vec::new();
    for line in text.lines() {
        if let Some((name, words)) = line.split_once(" | ") {
            rows.push((format!("  {name}"), words.to_owned()));
            continue;
        }
        out.extend(table_lines(&rows, columns));
        rows.clear();
        match line.strip_prefix("> ") {
            Some(command) => out.push(format!("  {command}")),
            None => out.extend(wrap(line, columns)),
        }
    }
    out.extend(table_lines(&rows, columns));
    joined(&out)
}

/// Names with their descriptions in a second column.
pub fn described_rows(rows: &[(String, String)], columns: usize) -> String {
    joined(&table_lines(rows, columns))
}

fn table_lines(rows: &[(String, String)], columns: usize) -> Vec<String> {
    let widths = rows.iter().map(|(name, _)| width(name));
    let widest = widths.filter(|width| *width <= WIDEST_NAME).max();
    let column = widest.unwrap_or(WIDEST_NAME) + 2;
    let mut out = Vec::new();
    for (name, words) in rows {
        let mut lines = wrap(words, columns.saturating_sub(column)).into_iter();
        if width(name) + 2 > column {
            out.push(name.clone());
        } else {
            out.push(pad(name, column) + &lines.next().unwrap_or_default());
        }
        out.extend(lines.map(|line| " ".repeat(column) + &line));
    }
    out
}

fn joined(lines: &[String]) -> String {
    lines
        .iter()
        .fold(String::new(), |out, line| out + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_indented_rows_are_aligned_and_the_rest_is_wrapped() {
        let text = "some words that go on\n> rosterm --sandbox --lang en\na | one two three\nlong | two\nend";
        let expected = "some words that\ngo on\n  rosterm --sandbox --lang en\n  a     one two\n        three\n  long  two\nend\n";
        assert_eq!(laid_out(text, 15), expected);
    }
}
