//! Whatever stands around them, planted ids come out.

use proptest::prelude::*;
use rosterm::text::id_finder::ColumnChoice;

use crate::id_finder::read;

/// Ids of the documented rule, in either case, that prose does not change: no dot at the ends, no dash in
/// front, not made of digits alone.
fn planted() -> impl Strategy<Value = String> {
    let marked = |id: &String| id.starts_with('_') && id.ends_with('_');
    "[a-zA-Z_][a-zA-Z0-9_.-]{0,20}[a-zA-Z0-9_-]"
        .prop_filter("bold or italic in Markdown", move |id| !marked(id))
}

fn separator() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        " ", ",", ";", "，", "、", "；", "\t", "\n", "\r\n", "\r", "\"", "' '", "“", "”", "「",
        "」", "】【", ") (", " @", "\n@", "\u{3000}", ", ", "。", "！", "\n- ", "\n\n", ".\n",
        "... ", " — ", "😀", "|", " -- ",
    ])
}

/// Texts of what has a meaning here, besides all others.
fn anything() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[ -~]{1,6}",
        3 => any::<char>().prop_map(String::from),
        2 => "[一-龥]{1,3}",
        8 => prop::sample::select(vec![
            "id", "user", "用户", "用户ID", ":", "=", "\"", ",", "\t", "\n", "\r", ";", "|", "[", "]",
            "{", "}", "1.", "2.", "1、", "2、", "#1 ", "(1)", "- ", ".", "..", "@", "://", "http://x.y/",
            "a@b.c", "\u{200b}", "\u{202e}", "\0", "\u{feff}", "İ", "Σ", "é", "e\u{301}", "个", "43",
            "😀", "❤️", "spam_0041", "SPAM_0041", "https", "\\", "/", "12:03",
        ]).prop_map(String::from),
        1 => Just("id,x\n".to_owned()),
        1 => Just("[\"".to_owned()),
    ];
    prop::collection::vec(piece, 0..32).prop_map(|pieces| pieces.concat())
}

/// Lower case without regard to a word's end, where `Σ` has a form of its own, and full-width characters as the
/// half-width ones that an ID has.
fn folded(text: &str) -> String {
    let half_width = |c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    let text: String = text.chars().map(half_width).collect();
    text.to_lowercase().replace('ς', "σ")
}

/// Whether it has the form of a table: the same number of cells in every line.
fn has_cells(text: &str) -> bool {
    ['|', ',', ';', '\t', '，', '；', '｜'].iter().any(|sign| {
        let mut counts = text.lines().map(|line| line.matches(*sign).count());
        let first = counts.next().unwrap_or(0);
        first > 0 && counts.all(|count| count == first)
    })
}

proptest! {
    #[test]
    fn every_planted_id_comes_out_once_in_order_and_folded(
        planted in prop::collection::vec((planted(), separator()), 1..40),
    ) {
        let words: Vec<_> = planted.iter().flat_map(|(id, after)| [id, *after]).collect();
        let text = words.concat();
        // A bullet with nothing behind it would be alone on its line, and be an id itself.
        let text = text.trim_end_matches("\n- ");
        let mut expected: Vec<String> = Vec::new();
        for (id, _) in &planted {
            let id = id.to_lowercase();
            if !expected.contains(&id) {
                expected.push(id);
            }
        }
        // Two with an emoji between them are one odd word besides.
        let found = read(text);
        // A dot at the end of a sentence is none of the ID's, one at the end of a cell is.
        let end = if has_cells(text) { "." } else { "" };
        let regular = found.ids.iter().filter(|m| !m.odd);
        let regular: Vec<_> = regular.map(|m| m.id.strip_suffix(end).unwrap_or(&m.id)).collect();
        prop_assert_eq!(regular, expected, "{:?}", text);
        prop_assert_eq!(found.impossible, []);
    }

    #[test]
    fn the_line_and_the_times_of_an_id_are_those_of_the_text(
        rows in prop::collection::vec(prop::collection::vec(0_u8..9, 0..4), 0..30),
    ) {
        let rows: Vec<Vec<_>> = rows
            .iter()
            .map(|row| row.iter().map(|n| format!("user_{n}")).collect())
            .collect();
        let text: String = rows.iter().map(|row| row.join(", ") + "\n").collect();
        let found = read(&text);
        prop_assert_eq!(found.lines, rows.len());
        for mention in &found.ids {
            let first = rows.iter().position(|row| row.contains(&mention.id));
            prop_assert_eq!(first, Some(mention.line - 1));
            let times = rows.iter().flatten().filter(|id| **id == mention.id).count();
            prop_assert_eq!(times, mention.times);
        }
        let total = rows.iter().map(Vec::len).sum::<usize>();
        let found = found.ids.iter().map(|mention| mention.times).sum::<usize>();
        prop_assert_eq!(found, total);
    }

    #[test]
    fn nothing_comes_out_that_is_not_a_piece_of_the_text(text in anything()) {
        let found = read(&text);
        let whole = folded(&text);
        // JSON spells characters; what it means is not in the text.
        let is_spelled = text.contains('\\');
        let mut distinct = std::collections::HashSet::new();
        for mention in &found.ids {
            prop_assert!(is_spelled || whole.contains(&folded(&mention.id)), "{:?}", mention);
            prop_assert!(mention.id.len() <= text.to_lowercase().len());
            prop_assert!(!mention.id.is_empty() && mention.id != "." && mention.id != "..");
            prop_assert!(!mention.id.contains(char::is_control));
            prop_assert!(mention.times >= 1 && (1..=found.lines).contains(&mention.line));
            prop_assert!(distinct.insert(mention.id.clone()));
            prop_assert_eq!(mention.odd, !rosterm::text::is_regular(&mention.id));
        }
        for one in &found.impossible {
            prop_assert!((1..=found.lines).contains(&one.line));
        }
    }

    #[test]
    fn a_planted_id_is_never_lost_whatever_stands_around_it(
        before in anything(),
        after in anything(),
    ) {
        // Structured text leaves out what is no id, and is tested with its own tables.
        let text = format!("Ticket\n{before} planted_1 {after}");
        let found = read(&text);
        prop_assume!(found.columns == ColumnChoice::None);
        prop_assert!(found.ids.iter().any(|m| m.id == "planted_1"), "{:?}", text);
    }

    #[test]
    fn a_table_and_json_give_their_ids_whatever_stands_beside_them(
        rows in prop::collection::vec((anything(), planted(), anything()), 1..20),
    ) {
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(["note", "User ID", "reason"]).unwrap();
        for (note, id, reason) in &rows {
            // A line break would show quotes that may not be meant as such.
            let [note, reason] = [note, reason].map(|cell| cell.replace(['\r', '\n'], " "));
            table.write_record([note.as_str(), id, &reason]).unwrap();
        }
        let table = String::from_utf8(table.into_inner().unwrap()).unwrap();
        let objects: Vec<_> = rows
            .iter()
            .map(|(note, id, reason)| serde_json::json!({"a": note, "username": id, "z": reason}))
            .collect();
        let json = serde_json::to_string_pretty(&objects).unwrap();

        let mut expected: Vec<(String, usize)> = Vec::new();
        for (i, (_, id, _)) in rows.iter().enumerate() {
            let id = id.to_lowercase();
            if expected.iter().all(|(known, _)| *known != id) {
                expected.push((id, i));
            }
        }
        for (text, first, step) in [(&table, 2, 1), (&json, 4, 5)] {
            let found = read(text);
            let ids: Vec<_> = found.ids.into_iter().map(|m| (m.id, m.line)).collect();
            let expected: Vec<_> = expected
                .iter()
                .map(|(id, row)| (id.clone(), first + row * step))
                .collect();
            prop_assert_eq!(ids, expected, "{}", text);
        }
    }
}
