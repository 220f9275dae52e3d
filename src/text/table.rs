//! A table in a text: what a spreadsheet copies or saves, or a page that was saved as one.
//!
//! The heading is the first row that names a column of ids; what stands above it is a title. Everything
//! that is read from tables is read through here, so that a paste and a file mean the same.

use csv::{ReaderBuilder, StringRecord, Trim};

use super::html;
use super::tickets::{self, Column, Rank};

const DELIMITERS: [u8; 4] = [b'\t', b',', b';', b'|'];

/// Rows in which the heading is looked for.
const TITLE: usize = 10;

/// Values that are shown of a column.
const SAMPLE: usize = 3;

/// A table with a heading.
#[derive(Debug)]
pub struct Table {
    /// The cells of the heading.
    pub heading: Vec<String>,
    /// The rows below it.
    pub rows: Vec<Row>,
    /// What stands above it, with the line.
    pub above: Vec<(String, usize)>,
}

/// A row below the heading.
#[derive(Debug)]
pub struct Row {
    /// The cells, without the marks that are only there for spreadsheets.
    pub cells: Vec<String>,
    /// Its first line, from 1.
    pub line: usize,
    /// As it stands in the text.
    pub raw: String,
    /// Whether it has no more cells than the heading, and quotes only where they belong.
    pub fits: bool,
    /// Whether every cell stands in quotes, as programs write them; spreadsheets take them away.
    pub quoted: bool,
}

impl Row {
    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }

    /// Whether it holds the sums of the columns, and nobody; the ids stand in this place.
    #[must_use]
    pub fn is_total(&self, ids: usize) -> bool {
        let cells = [self.cells.first(), self.cells.get(ids)];
        cells
            .into_iter()
            .flatten()
            .any(|cell| tickets::sense::is_total(cell))
    }

    /// Whether it is the line that Markdown draws under a heading.
    fn is_rule(&self) -> bool {
        let mut bytes = self.cells.iter().flat_map(|cell| cell.bytes()).peekable();
        self.cells.len() > 1 && bytes.peek().is_some() && bytes.all(|b| matches!(b, b'-' | b':'))
    }
}

impl Table {
    /// The table in a text, if it is one.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        if let Some(rows) = html::rows(text) {
            let rows = rows.into_iter().zip(1..).map(|(cells, line)| Row {
                raw: cells.join(" "),
                cells: cells.iter().map(|cell| bare(cell)).collect(),
                line,
                fits: true,
                quoted: false,
            });
            return Self::of(rows.collect());
        }
        let (said, text, first) = without_separator(text);
        let delimiters = said.map_or(DELIMITERS.to_vec(), |delimiter| vec![delimiter]);
        let tables = delimiters.into_iter().filter_map(|delimiter| {
            let table = Self::of(rows(text, delimiter, first))?;
            // One column needs no delimiter; a comma in it shows that it is prose after all.
            if table.heading.len() == 1 && delimiter != b',' && said.is_none() {
                return None;
            }
            let title = table.above.len();
            let cells = table.heading.iter().filter(|cell| !cell.is_empty()).count();
            Some((std::cmp::Reverse(title), cells, table))
        });
        let mut best: Option<(_, usize, Self)> = None;
        for table in tables {
            if best
                .as_ref()
                .is_none_or(|best| (best.0, best.1) < (table.0, table.1))
            {
                best = Some(table);
            }
        }
        best.map(|(_, _, table)| table)
    }

    /// The rows below the first that names a column of ids.
    fn of(mut rows: Vec<Row>) -> Option<Self> {
        rows.retain(|row| !row.is_empty());
        let at = (0..rows.len().min(TITLE)).find(|&at| is_heading(&rows, at))?;
        let below = rows.split_off(at + 1);
        let heading = rows.pop()?.cells;
        let above = rows.into_iter().map(|row| (row.raw, row.line)).collect();
        let width = heading.len();
        let rows = below
            .into_iter()
            .filter(|row| !row.is_rule())
            .map(|mut row| {
                let beyond = row.cells.iter().skip(width).any(|cell| !cell.is_empty());
                row.fits &= !beyond;
                row.cells.truncate(width.max(1));
                row
            });
        Some(Self {
            rows: rows.collect(),
            heading,
            above,
        })
    }

    /// Whether so little of it fits the heading that it was none.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        let misfits = self.rows.iter().filter(|row| !row.fits).count();
        self.rows.first().is_none_or(|row| !row.fits) || misfits * 2 > self.rows.len()
    }

    /// The columns of ids with the best name; several if nothing says which of them is meant.
    #[must_use]
    pub fn id_columns(&self) -> Vec<usize> {
        let ranks: Vec<Option<Rank>> = self
            .heading
            .iter()
            .map(|cell| tickets::rank(cell))
            .collect();
        let Some(best) = ranks.iter().flatten().max() else {
            return Vec::new();
        };
        (0..ranks.len())
            .filter(|&i| ranks[i].as_ref() == Some(best))
            .collect()
    }

    /// A column, with some of its values.
    #[must_use]
    pub fn column(&self, place: usize) -> Column {
        let cells = self.rows.iter().filter_map(|row| row.cells.get(place));
        Column {
            place,
            name: self.heading.get(place).cloned().unwrap_or_default(),
            sample: cells
                .filter(|cell| !cell.is_empty())
                .take(SAMPLE)
                .cloned()
                .collect(),
        }
    }
}

/// Whether the row names a column of ids, and nothing in it is a value.
fn is_heading(rows: &[Row], at: usize) -> bool {
    let row = &rows[at];
    let names: Vec<&String> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
    let Some(rank) = names.iter().filter_map(|cell| tickets::rank(cell)).max() else {
        return false;
    };
    let is_value = |cell: &&String| cell.bytes().all(|b| b.is_ascii_digit());
    let has_digit = |cell: &&String| cell.contains(|c: char| c.is_ascii_digit());
    if names.iter().any(is_value) || at > 0 && names.iter().any(has_digit) {
        return false;
    }
    if names.len() == 1 {
        // A word alone on its line may be a heading below a title only if a column follows.
        let alone = |row: &Row| !row.cells.join("").contains(char::is_whitespace);
        return at == 0
            || rank >= Rank::User && rows.len() > at + 1 && rows[at + 1..].iter().all(alone);
    }
    // A title has fewer cells, or other ones.
    let is_title = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count() <= 1;
    at == 0 || rank >= Rank::User || rows[..at].iter().all(is_title)
}

/// The delimiter that the first line says, as Excel wants it; the text below; the number of its first line.
fn without_separator(text: &str) -> (Option<u8>, &str, usize) {
    let end = text.find(['\r', '\n']).unwrap_or(text.len());
    let first = text[..end].trim().trim_matches('"');
    let said = first
        .get(..4)
        .filter(|sep| sep.eq_ignore_ascii_case("sep="));
    let said = said.and(first.as_bytes().get(4).copied());
    let said = said.or_else(|| (text[..end].to_lowercase() == "sep=\t").then_some(b'\t'));
    match said {
        Some(delimiter) if first.len() <= 5 => {
            let rest = &text[end..];
            let rest = rest
                .strip_prefix("\r\n")
                .or(rest.strip_prefix(['\r', '\n']))
                .unwrap_or(rest);
            (Some(delimiter), rest, 2)
        }
        _ => (None, text, 1),
    }
}

fn rows(text: &str, delimiter: u8, first: usize) -> Vec<Row> {
    let text = without_blanks_before_quotes(text, delimiter);
    let lines = tickets::Lines::new(&text);
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    let mut end = 0;
    while let Ok(true) = reader.read_record(&mut record) {
        let start = end;
        end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let Some(raw) = text.get(start..end) else {
            break;
        };
        // The reader passes over empty lines before a row.
        let raw = raw.trim_start_matches(['\r', '\n']);
        let line = lines.at(end - raw.len()) + first - 1;
        let raw = raw.trim_end_matches(['\r', '\n']);
        let (fits, quoted) = quotes(raw, delimiter);
        rows.push(Row {
            cells: record.iter().map(bare).collect(),
            line,
            raw: raw.to_owned(),
            fits,
            quoted,
        });
    }
    rows
}

/// Whether quotes stand only around cells, or inside those that have none around them and are of one
/// line; and whether all cells have them.
fn quotes(raw: &str, delimiter: u8) -> (bool, bool) {
    let bytes = raw.as_bytes();
    let (mut at, mut all) = (0, !raw.is_empty());
    loop {
        while matches!(bytes.get(at), Some(b' ')) {
            at += 1;
        }
        if bytes.get(at) == Some(&b'"') {
            at += 1;
            loop {
                match (bytes.get(at), bytes.get(at + 1)) {
                    (None, _) => return (false, false),
                    (Some(b'"'), Some(b'"')) => at += 2,
                    (Some(b'"'), _) => break,
                    (Some(_), _) => at += 1,
                }
            }
            at += 1;
            while matches!(bytes.get(at), Some(b' ')) {
                at += 1;
            }
        } else {
            all = false;
            while bytes.get(at).is_some_and(|b| *b != delimiter) {
                at += 1;
            }
        }
        match bytes.get(at) {
            None => return (true, all),
            Some(b) if *b == delimiter => at += 1,
            Some(_) => return (false, false),
        }
    }
}

/// People write `"a", "b"`; the reader knows a quote only right behind the comma.
fn without_blanks_before_quotes(text: &str, delimiter: u8) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quoted = false;
    // Where the cell begins, while nothing but blanks stands in it.
    let mut fresh = Some(0);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '"' && quoted {
            // Two of them are one that belongs to the cell.
            if chars.next_if_eq(&'"').is_some() {
                out.push(c);
            } else {
                quoted = false;
            }
        } else if c == '"'
            && let Some(start) = fresh
        {
            out.truncate(start);
            quoted = true;
        }
        out.push(c);
        let begins = u32::from(c) == u32::from(delimiter) || matches!(c, '\r' | '\n');
        if quoted {
            fresh = None;
        } else if begins {
            fresh = Some(out.len());
        } else if c != ' ' {
            fresh = None;
        }
    }
    out
}

/// The cell without what a spreadsheet wants in it: `="0041"`.
fn bare(cell: &str) -> String {
    let cell = cell.trim();
    let formula = cell
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'));
    formula.map_or_else(
        || cell.to_owned(),
        |text| text.replace("\"\"", "\"").trim().to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let table = Table::read(text).expect("a table");
        table.rows.into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn quotes_are_read_as_programs_and_people_write_them() {
        for text in [
            "user_id,note\nbob,\"x, y\"\n",
            "\"user_id\", \"note\"\n\"bob\", \"x, y\"\n",
            "sep=,\nuser_id,note\n=\"bob\",\"x, y\"\n",
            "\"user_id\",\"note\"\r\n\"=\"\"bob\"\"\",\"x, y\"\r\n",
        ] {
            assert_eq!(cells(text), [["bob", "x, y"]], "{text}");
        }
    }

    #[test]
    fn a_row_that_does_not_fit_is_known() {
        let table = Table::read("user_id,note\na,x\nb,y,z\nc,\"d\"e\nd,5\" tv\ne,\n").unwrap();
        let fit: Vec<bool> = table.rows.iter().map(|row| row.fits).collect();
        assert_eq!(fit, [true, false, false, true, true]);
        assert!(!table.is_doubtful());
        assert!(
            Table::read("user, please unblock\na1, b2, c3")
                .unwrap()
                .is_doubtful()
        );
    }

    #[test]
    fn the_best_name_is_the_column_of_ids() {
        for (heading, expected) in [
            ("id,username", vec![1]),
            ("Id,Subject,Requester,User ID,Description", vec![3]),
            ("id,用户名,备注", vec![1]),
            ("user,account,id", vec![0, 1]),
            ("username,user_id", vec![0, 1]),
            ("username,环信ID", vec![1]),
            ("id,remark", vec![0]),
            ("序号,*用户ID（必填）", vec![1]),
            ("no,#User-Id", vec![1]),
            ("no, ＵＳＥＲ ＩＤ ", vec![1]),
        ] {
            let table = Table::read(&format!("{heading}\n")).expect(heading);
            assert_eq!(table.id_columns(), expected, "{heading}");
        }
    }
}
