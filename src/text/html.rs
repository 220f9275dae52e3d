//! Reads the table of an HTML page: many programs write one into a file and call it `.xls`.

use html_escape::decode_html_entities;

/// The rows of the only table with cells, if the text is a page; `None` if it is not.
pub(super) fn rows(text: &str) -> Option<Vec<Vec<String>>> {
    let start = text.trim_start();
    let is_page = [
        "<html",
        "<!doctype",
        "<table",
        "<meta",
        "<head",
        "<body",
        "<div",
        "<style",
        "<?xml",
    ]
    .iter()
    .any(|tag| {
        start
            .get(..tag.len())
            .is_some_and(|s| s.eq_ignore_ascii_case(tag))
    });
    if !is_page {
        return None;
    }
    let mut tables: Vec<Vec<Vec<String>>> = Vec::new();
    let mut cell: Option<String> = None;
    let mut hidden: Option<String> = None;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        if let Some(cell) = cell.as_mut().filter(|_| hidden.is_none()) {
            cell.push_str(before);
        }
        let end = if tag.starts_with("<!--") {
            tag.find("-->").map(|at| at + 3)
        } else if begins_tag(tag) {
            tag_end(tag)
        } else {
            if let Some(cell) = cell.as_mut().filter(|_| hidden.is_none()) {
                cell.push('<');
            }
            Some(1)
        };
        // Half a table would look like a complete one.
        let end = end?;
        rest = &tag[end..];
        let name = tag[..end]
            .trim_start_matches('<')
            .split(|c: char| c.is_whitespace() || c == '>')
            .next()
            .unwrap_or("");
        let name = name.trim_end_matches('/').to_lowercase();
        if let Some(open) = &hidden {
            if name == format!("/{open}") {
                hidden = None;
            }
            continue;
        }
        match name.as_str() {
            "script" | "style" | "title" => hidden = Some(name),
            "table" => {
                finish(&mut cell, &mut tables);
                tables.push(Vec::new());
            }
            "tr" => {
                finish(&mut cell, &mut tables);
                tables.last_mut()?.push(Vec::new());
            }
            "td" | "th" => {
                finish(&mut cell, &mut tables);
                cell = Some(String::new());
            }
            "/td" | "/th" | "/tr" | "/table" => finish(&mut cell, &mut tables),
            "br" | "p" | "div" => {
                if let Some(cell) = cell.as_mut() {
                    cell.push(' ');
                }
            }
            _ => {}
        }
    }
    finish(&mut cell, &mut tables);
    tables.retain(|rows| rows.iter().any(|row| !row.is_empty()));
    // Two tables are two lists, and nothing tells which one is meant.
    (tables.len() == 1).then(|| tables.remove(0))
}

/// Whether this `<` begins a tag instead of being text.
fn begins_tag(text: &str) -> bool {
    let next = text.chars().nth(1);
    next.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

/// The end of the tag. A `>` in the value of an attribute does not end it; quotes count only around such a
/// value.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    let mut before = '<';
    for (at, c) in tag.char_indices() {
        match quote {
            None if c == '>' => return Some(at + 1),
            None if matches!(c, '"' | '\'') && before == '=' => quote = Some(c),
            Some(open) if open == c => quote = None,
            _ => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    None
}

fn finish(cell: &mut Option<String>, tables: &mut [Vec<Vec<String>>]) {
    let (Some(text), Some(row)) = (
        cell.take(),
        tables.last_mut().and_then(|rows| rows.last_mut()),
    ) else {
        return;
    };
    let text = decode_html_entities(&text).into_owned();
    row.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn the_table_of_a_page_is_read() {
        let page = "<html xmlns:x=\"urn:schemas\"><head><style>td { color: red }</style></head><body>\n\
            <!-- <tr> --><TABLE border=1><TR><TH>用户ID<TH>note\n<tr><td title=\">\">spam&#95;0041</td><td>a &amp; b<br>c</td></tr>\
            </table></body></html>";
        assert_eq!(
            rows(page).unwrap(),
            [vec!["用户ID", "note"], vec!["spam_0041", "a & b c"]]
        );
        let rough = "<table><tr><td>I <3 it's<td title = \"a>b\" lang=it's>bob_77<tr><td>a < b<td>dave-01</table>";
        assert_eq!(
            rows(rough).unwrap(),
            [vec!["I <3 it's", "bob_77"], vec!["a < b", "dave-01"]]
        );
        for text in [
            "",
            "bob <x>",
            "<table><tr><td>bob_77</td></tr><tr><td>dave</td></tr><t",
            "<table><tr><td>bob_77</td></tr><!-- <tr><td>dave</td></tr></table>",
            "<table>",
            "<table><tr><td>a</table><table><tr><td>b</table>",
        ] {
            assert_eq!(rows(text), None, "{text}");
        }
    }
}
