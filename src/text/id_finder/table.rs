//! Parses tables in text: copied or saved from a spreadsheet, or from a page saved as one.
//!
//! The header is the first row that names a column of IDs; anything above it is a title. All tables are
//! parsed here, so that a paste and a file mean the same.

use csv::{ReaderBuilder, StringRecord, Trim};

use super::lines::Lines;
use super::names::{NameRank, is_person};
use super::numbering::is_bullet;
use super::{IdColumn, in_cell, ranks, sense};
use crate::text::{exported, html};

pub mod shape;

/// Possible delimiters. The full-width ones come from Chinese keyboards.
const DELIMITERS: [char; 7] = ['\t', ',', ';', '|', '，', '；', '｜'];

/// How many rows are searched for the header.
const TITLE: usize = 10;

/// How many values of a column are shown.
const SAMPLE: usize = 3;

/// The columns of the lists that rosterm writes.
const OWNER: &str = "owner";
const LIST: &str = "list";

/// The content of a cell in a column of IDs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellReading {
    /// Exactly the ID.
    Exact(String),
    /// A spreadsheet has saved it since, and may have changed it.
    Changed(String),
    /// Text that has to be searched for IDs.
    Read(String),
}

/// A table with a header.
#[derive(Debug)]
pub struct Table {
    /// The cells of the header.
    pub heading: Vec<String>,
    /// The rows below it.
    pub rows: Vec<TableRow>,
    /// The text above it, with line numbers.
    pub above: Vec<(String, usize)>,
}

/// A row below the header.
#[derive(Debug)]
pub struct TableRow {
    /// The cells, without the marks that are only for spreadsheets.
    pub cells: Vec<String>,
    /// Its first line, from 1.
    pub line: usize,
    /// The original text.
    pub raw: String,
    /// Whether it has no more cells than the header, and quotes only where they belong.
    pub fits: bool,
    /// Whether every cell is quoted, as programs write them; spreadsheets remove the quotes.
    pub quoted: bool,
}

impl TableRow {
    /// Whether all of its cells are empty.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }

    /// Whether it holds the totals of the columns instead of a user; `ids` is the index of the column of IDs.
    pub fn is_total(&self, ids: usize) -> bool {
        let cells = [self.cells.first(), self.cells.get(ids)];
        cells
            .into_iter()
            .flatten()
            .any(|cell| sense::is_total(cell))
    }

    /// Whether it is the line below a header in Markdown.
    fn is_rule(&self) -> bool {
        let mut bytes = self.cells.iter().flat_map(|cell| cell.bytes()).peekable();
        self.cells.len() > 1 && bytes.peek().is_some() && bytes.all(|b| matches!(b, b'-' | b':'))
    }
}

impl Table {
    /// Parses the table in a text, if there is one.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        if let Some(rows) = html::rows(text) {
            let rows = rows.into_iter().zip(1..).map(|(cells, line)| TableRow {
                raw: cells.join(" "),
                cells: cells.iter().map(|cell| bare(cell)).collect(),
                line,
                fits: true,
                quoted: false,
            });
            return Self::of(rows.collect());
        }
        if is_in_single_quotes(text) {
            return Self::read(&with_quotes_swapped(text)).map(Self::with_quotes_swapped);
        }
        let (said, below, first) = without_separator(text);
        let said = said.and_then(|said| Self::best(below, &[said], first));
        // The delimiter that the line declares may no longer be the one in use.
        said.or_else(|| Self::best(below, &DELIMITERS, first))
    }

    /// The table with the least text above it, and then with the most columns.
    fn best(text: &str, delimiters: &[char], first: usize) -> Option<Self> {
        let mut best: Option<(_, Self)> = None;
        for &delimiter in delimiters {
            let Some(table) = Self::of(rows(text, delimiter, first)) else {
                continue;
            };
            let width = table.heading.len();
            // A single column needs no delimiter; a comma in it shows that it is prose after all.
            if width == 1 && delimiter != ',' && delimiters.len() > 1 {
                continue;
            }
            // Sentences contain these marks, too.
            if !delimiter.is_ascii() && table.rows.iter().any(|row| row.cells.len() != width) {
                continue;
            }
            let cells = table.heading.iter().filter(|cell| !cell.is_empty()).count();
            let rank = (std::cmp::Reverse(table.above.len()), cells);
            if best.as_ref().is_none_or(|(known, _)| *known < rank) {
                best = Some((rank, table));
            }
        }
        best.map(|(_, table)| table)
    }

    fn with_quotes_swapped(mut self) -> Self {
        let swap = |text: &mut String| *text = with_quotes_swapped(text);
        self.heading.iter_mut().for_each(swap);
        self.above.iter_mut().for_each(|(text, _)| swap(text));
        for row in &mut self.rows {
            row.cells.iter_mut().for_each(swap);
            swap(&mut row.raw);
        }
        self
    }

    /// The rows below the first one that names a column of IDs.
    fn of(mut rows: Vec<TableRow>) -> Option<Self> {
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

    /// Whether so few rows match the header that it probably was none.
    pub fn is_doubtful(&self) -> bool {
        let misfits = self.rows.iter().filter(|row| !row.fits).count();
        self.rows.first().is_none_or(|row| !row.fits) || misfits * 2 > self.rows.len()
    }

    /// The columns of IDs with the best name; several if nothing tells which one is meant.
    pub fn id_columns(&self) -> Vec<usize> {
        let ranks = ranks(&self.heading);
        places(&ranks, &NameRank::Generic, |place| self.cells(place))
    }

    /// The content of a column.
    fn cells(&self, place: usize) -> Vec<&str> {
        let cells = self.rows.iter().filter_map(|row| row.cells.get(place));
        cells
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
            .collect()
    }

    /// Whether the header is that of a file written by rosterm.
    pub fn is_exported(&self) -> bool {
        let has = |name: &str| {
            self.heading
                .iter()
                .any(|cell| cell.eq_ignore_ascii_case(name))
        };
        has(OWNER) && has(LIST)
    }

    /// Whether the row is exactly as rosterm wrote it, so that its content can be taken literally.
    pub fn is_exact(&self, row: &TableRow) -> bool {
        row.quoted && self.is_exported()
    }

    /// The ID in a cell of a row, as far as the table tells what it is.
    pub fn written(&self, row: &TableRow, cell: &str) -> CellReading {
        let id = exported::from_cell(cell);
        // The guard is only there because of the text after it.
        let is_guarded = cell.strip_prefix('\'').is_some_and(|rest| rest == id);
        let ours = self.is_exported();
        if self.is_exact(row) || is_guarded {
            CellReading::Exact(id)
        } else if ours && exported::may_be_changed(&id) {
            CellReading::Changed(id)
        } else if ours && in_cell(&id).impossible.is_none() {
            CellReading::Exact(id)
        } else {
            CellReading::Read(id)
        }
    }

    /// A column, with some of its values.
    pub fn column(&self, place: usize) -> IdColumn {
        let cells = self.cells(place).into_iter();
        IdColumn {
            place,
            name: self.heading.get(place).cloned().unwrap_or_default(),
            sample: cells.take(SAMPLE).map(str::to_owned).collect(),
        }
    }
}

/// The columns of IDs, ranked by their names: those with the best name; several if nothing tells which one is
/// meant. `generic` is the rank of a mere `id`.
pub(super) fn places<'a, R: Ord>(
    ranks: &[Option<R>],
    generic: &R,
    cells: impl Fn(usize) -> Vec<&'a str>,
) -> Vec<usize> {
    let Some(best) = ranks.iter().flatten().max() else {
        return Vec::new();
    };
    let is_best = |place: &usize| ranks[*place].as_ref() == Some(best);
    let places: Vec<usize> = (0..ranks.len()).filter(is_best).collect();
    // This one may only number the rows.
    let counts = |&place: &usize| shape::counts_up(&cells(place));
    if best > generic || !places.iter().all(counts) {
        return places;
    }
    let may_be = |place: &usize| is_best(place) || shape::are_ids(&cells(*place));
    (0..ranks.len()).filter(may_be).collect()
}

/// Whether the row names a column of IDs, and none of its cells is a value.
fn is_heading(rows: &[TableRow], at: usize) -> bool {
    let row = &rows[at];
    let names: Vec<&String> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
    let Some(rank) = ranks(&row.cells).into_iter().flatten().max() else {
        return false;
    };
    let is_value = |cell: &&String| cell.bytes().all(|b| b.is_ascii_digit());
    let has_digit = |cell: &&String| cell.contains(|c: char| c.is_ascii_digit());
    if names.iter().any(is_value) || at > 0 && names.iter().any(has_digit) {
        return false;
    }
    if names.len() == 1 {
        if is_title_of_list(&row.raw, &rows[at + 1..]) {
            return false;
        }
        // A single word on its line may be a header below a title only if a column follows.
        let alone = |row: &TableRow| !row.cells.join("").contains(char::is_whitespace);
        let column = rows.len() > at + 1 && rows[at + 1..].iter().all(alone);
        let names_ids = at == 0 && rank < NameRank::Target && !is_person(names[0]);
        return names_ids || (at == 0 || rank >= NameRank::User) && column;
    }
    // A title has fewer cells, or different ones.
    let is_title = |row: &TableRow| row.cells.iter().filter(|cell| !cell.is_empty()).count() <= 1;
    at == 0 || rank >= NameRank::User || rows[..at].iter().all(is_title)
}

/// Whether this line is the title of a list and not of a column: `# Users` or `users:` above `- bob`.
fn is_title_of_list(line: &str, below: &[TableRow]) -> bool {
    let is_point = |row: &TableRow| {
        let line = row.raw.trim_start();
        let text = line.trim_start_matches(is_bullet);
        if text.len() < line.len() {
            return text.starts_with(char::is_whitespace);
        }
        let mark = text.trim_start_matches(|c: char| c.is_ascii_digit());
        mark.len() < text.len()
            && (mark.starts_with('、')
                || mark
                    .trim_start_matches('\\')
                    .strip_prefix(['.', ')'])
                    .is_some_and(|rest| rest.starts_with(char::is_whitespace)))
    };
    line.trim_start().starts_with('#') && line.contains(' ')
        || line.trim_end().ends_with([':', '：'])
        || below.first().is_some_and(is_point)
}

/// Lines with equal numbers of cells and no known header; `None` if the numbers differ.
pub fn alike(text: &str) -> Option<Vec<TableRow>> {
    if is_in_single_quotes(text) {
        let rows = alike(&with_quotes_swapped(text))?;
        let (heading, above) = Default::default();
        let table = Table {
            heading,
            rows,
            above,
        };
        return Some(table.with_quotes_swapped().rows);
    }
    let (said, below, first) = without_separator(text);
    let grid = |delimiter: char| {
        if !below.contains(delimiter) {
            return None;
        }
        let mut rows = rows(below, delimiter, first);
        rows.retain(|row| !row.is_empty() && !row.is_rule());
        let width = rows.first()?.cells.len();
        let alike = rows.iter().all(|row| row.fits && row.cells.len() == width);
        (width > 1 && rows.len() > 1 && alike).then_some(rows)
    };
    said.into_iter().chain(DELIMITERS).find_map(grid)
}

/// Whether this line declares the delimiter for a spreadsheet.
pub fn is_separator_line(text: &str) -> bool {
    without_separator(text).0.is_some()
}

/// Whether the cells of the first line are in single quotes.
fn is_in_single_quotes(text: &str) -> bool {
    let line = text.trim_start().lines().next().unwrap_or("").trim_end();
    let parts = DELIMITERS.iter().any(|c| line.contains(&format!("'{c}'")));
    parts && line.len() > 1 && line.starts_with('\'') && line.ends_with('\'')
}

/// Swaps single and double quotes, so that one parser handles both.
fn with_quotes_swapped(text: &str) -> String {
    let swap = |c| match c {
        '\'' => '"',
        '"' => '\'',
        _ => c,
    };
    text.chars().map(swap).collect()
}

/// The delimiter that the first line declares, in Excel's notation; the text below; the number of its first
/// line.
fn without_separator(text: &str) -> (Option<char>, &str, usize) {
    let end = text.find(['\r', '\n']).unwrap_or(text.len());
    let first = text[..end].trim().trim_matches('"');
    let said = first
        .get(..4)
        .filter(|sep| sep.eq_ignore_ascii_case("sep="));
    let said = said.and_then(|_| first[4..].chars().next());
    let said = said.or_else(|| (text[..end].to_lowercase() == "sep=\t").then_some('\t'));
    match said {
        Some(delimiter) if first.chars().count() <= 5 => {
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

fn rows(text: &str, delimiter: char, first: usize) -> Vec<TableRow> {
    /// The CSV reader needs a byte as the delimiter; this one occurs in no text that people write.
    const UNIT: char = '\u{1f}';
    if let Some(byte) = u8::try_from(delimiter).ok().filter(u8::is_ascii) {
        return rows_at(text, byte, first);
    }
    if text.contains(UNIT) {
        return Vec::new();
    }
    let units = text.replace(delimiter, UNIT.encode_utf8(&mut [0; 1]));
    let mut rows = rows_at(&units, 0x1f, first);
    let back = |text: &mut String| {
        if text.contains(UNIT) {
            *text = text.replace(UNIT, delimiter.encode_utf8(&mut [0; 4]));
        }
    };
    for row in &mut rows {
        back(&mut row.raw);
        row.cells.iter_mut().for_each(back);
    }
    rows
}

fn rows_at(text: &str, delimiter: u8, first: usize) -> Vec<TableRow> {
    let text = without_blanks_before_quotes(text, delimiter);
    let lines = Lines::new(&text);
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
        // The CSV reader skips empty lines before a row.
        let raw = raw.trim_start_matches(['\r', '\n']);
        let line = lines.at(end - raw.len()) + first - 1;
        let raw = raw.trim_end_matches(['\r', '\n']);
        let (fits, quoted) = quotes(raw, delimiter);
        rows.push(TableRow {
            cells: record.iter().map(bare).collect(),
            line,
            raw: raw.to_owned(),
            fits,
            quoted,
        });
    }
    rows
}

/// Whether quotes occur only around cells, or inside unquoted cells of one line; and whether all cells are
/// quoted.
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

/// Removes blanks before quotes: people write `"a", "b"`, but the CSV reader accepts a quote only right after
/// the comma.
fn without_blanks_before_quotes(text: &str, delimiter: u8) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quoted = false;
    // The start of the cell, as long as it contains only blanks.
    let mut fresh = Some(0);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '"' && quoted {
            // A doubled quote is one that belongs to the cell.
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

/// The cell without the formula syntax for text: `="0041"`.
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
