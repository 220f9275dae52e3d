//! Inputs from the field: what the server is told after a paste or a file, and who is left alone.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rosterm::dialog::Dialog;
use rosterm::dialog::triage::{Triage, TriageRow, TriageStep};

use crate::support::harness::Harness;
use crate::support::samples::{ALICE, small};

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(name)
}

fn text(name: &str) -> String {
    String::from_utf8(fs::read(case(name)).unwrap()).unwrap()
}

async fn console() -> (Harness, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let console = Harness::new(small()).await;
    let console = console
        .recording(&dir.path().join("journal.db"), "li.na")
        .await;
    (console.with_alice().await, dir)
}

fn sheet(console: &Harness) -> &Triage {
    match console.model.dialogs.top() {
        Some(Dialog::Triage(d)) => d,
        other => panic!("no sheet: {other:?}\n{:?}", console.model.notice),
    }
}

fn import(console: &mut Harness, path: &str) {
    console.press("i");
    console.types(path);
    console.press("<Enter>");
}

fn ids(all: &[&str]) -> BTreeSet<String> {
    all.iter().map(|id| (*id).to_owned()).collect()
}

/// Presses the key on the sheet, confirms whatever is asked, and says for whom the blocklist is another.
async fn told(console: &mut Harness, key: &str) -> BTreeSet<String> {
    let before: BTreeSet<String> = console
        .sandbox
        .truth(ALICE)
        .await
        .blocks()
        .into_iter()
        .collect();
    console.press(key);
    console.quiet().await;
    if let TriageStep::Confirming(asking) = &sheet(console).step {
        let n = asking.targets.len();
        console.rest();
        if n < 5 {
            console.press("y");
        } else {
            console.types(&n.to_string());
            console.press("<Enter>");
        }
        console.quiet().await;
        if n > 1 {
            console.shows("Job ended").await;
        }
        console.quiet().await;
        console.rest();
    }
    let after: BTreeSet<String> = console
        .sandbox
        .truth(ALICE)
        .await
        .blocks()
        .into_iter()
        .collect();
    before.symmetric_difference(&after).cloned().collect()
}

fn ticked(console: &Harness) -> BTreeSet<String> {
    let ticked = sheet(console).rows.iter().filter(|entry| entry.selected);
    ticked.map(|entry| entry.id.raw().to_owned()).collect()
}

/// The remarks of the file, by id.
fn remarks(console: &Harness) -> Vec<(String, String)> {
    let of = |entry: &TriageRow| {
        let then = entry.baseline.as_ref()?.remark.clone()??;
        Some((entry.id.raw().to_owned(), then.raw().to_owned()))
    };
    let mut all: Vec<_> = sheet(console).rows.iter().filter_map(of).collect();
    all.sort();
    all
}

#[tokio::test]
async fn a_pasted_ticket_unblocks_those_whom_it_names_and_nobody_else() {
    let cases = [
        ("sci-notation.csv", vec!["spam_0041"]),
        ("markdown-escaped.txt", vec!["spam_0041", "spam_0042"]),
        ("markdown-bold.txt", vec!["spam_0041", "spam_0042"]),
        ("helpdesk-multiline.csv", vec!["spam_0041", "spam_0042"]),
        ("sep-line.csv", vec!["spam_0041", "spam_0042"]),
        ("parts-of-ids.txt", vec!["spam_0041", "spam_0042"]),
        ("heading-unknown.csv", vec!["spam_0041", "spam_0042"]),
        ("title-and-list.txt", vec!["spam_0041", "spam_0042"]),
        ("ticket-fields.txt", vec!["spam_0041"]),
    ];
    for (name, expected) in cases {
        let (mut console, _dir) = console().await;
        console.paste(&text(name));
        console.quiet().await;
        assert_eq!(ticked(&console), ids(&expected), "{name}");
        assert_eq!(
            told(&mut console, "b").await,
            ids(&[]),
            "{name}: all are blocked already"
        );
        console.press("<Esc><Esc>");
        console.paste(&text(name));
        console.quiet().await;
        console.rest();
        assert_eq!(told(&mut console, "u").await, ids(&expected), "{name}");
    }
}

#[tokio::test]
async fn a_file_unblocks_those_whom_it_names_and_nobody_else() {
    let cases = [
        ("sci-notation.csv", "user_id", vec!["spam_0041"]),
        (
            "helpdesk-multiline.csv",
            "User ID",
            vec!["spam_0041", "spam_0042"],
        ),
        ("sep-line.csv", "user_id", vec!["spam_0041", "spam_0042"]),
        ("gbk-ids.csv", "用户ID", vec!["spam_0041", "spam_0042"]),
    ];
    for (name, column, expected) in cases {
        let (mut console, _dir) = console().await;
        import(&mut console, case(name).to_str().unwrap());
        console.quiet().await;
        if name.starts_with("gbk") {
            console.shows("Read as GB18030").await;
            console.press("<Enter>");
            assert!(
                matches!(console.model.dialogs.top(), Some(Dialog::Import(_))),
                "too soon"
            );
            console.rest();
            console.press("<Enter>");
            console.quiet().await;
        }
        let screen = console.screen();
        assert!(
            screen.contains(&format!("Column read: {column}")),
            "{name}\n{screen}"
        );
        console.rest();
        assert_eq!(told(&mut console, "u").await, ids(&expected), "{name}");
    }
}

#[tokio::test]
async fn a_file_with_remarks_is_read_by_its_heading() {
    let cases = [
        (
            "rownumber-id.csv",
            vec![("bob_77", "VIP"), ("dave-01", "plain"), ("frank", "old")],
        ),
        ("sep-remarks.csv", vec![("bob_77", "VIP one")]),
        (
            "formula-remarks.csv",
            vec![("10023", "大客户"), ("bob_77", "二")],
        ),
        (
            "gbk-table.csv",
            vec![("bob_77", "大客户"), ("carol.chen", "陈女士")],
        ),
        ("utf16le-excel.txt", vec![("bob_77", "大客户")]),
        ("utf8-bom.csv", vec![("bob_77", "大客户")]),
        ("mac-cr.csv", vec![("bob_77", "VIP"), ("dave-01", "x")]),
        (
            "tab-suffix-remarks.csv",
            vec![("bob_77", "大客户"), ("dave-01", "二")],
        ),
        (
            "space-after-comma.csv",
            vec![("bob_77", "VIP one"), ("dave-01", "second")],
        ),
    ];
    for (name, expected) in cases {
        let (mut console, _dir) = console().await;
        import(&mut console, case(name).to_str().unwrap());
        console.quiet().await;
        if name.starts_with("gbk") {
            console.rest();
            console.press("<Enter>");
            console.quiet().await;
        }
        let expected = expected
            .iter()
            .map(|(id, remark)| ((*id).to_owned(), (*remark).to_owned()));
        let expected: Vec<(String, String)> = expected.collect();
        assert_eq!(remarks(&console), expected, "{name}");
        assert!(console.screen().contains("Column read"), "{name}");
        console.rest();
        let friends: Vec<_> = expected.iter().filter(|(id, _)| id != "10023").collect();
        console.press("e");
        console.quiet().await;
        console.rest();
        console.press("y");
        console.quiet().await;
        if friends.len() > 1 {
            console.shows("Job ended").await;
        }
        let now = console.sandbox.truth(ALICE).await;
        for (id, remark) in friends {
            assert_eq!(now.remark(id).as_ref(), Some(remark), "{name}");
        }
    }
}

const GUARDED: [&str; 4] = ["3-4", "1e5", "123457890123", "0041"];

/// The four are blocked whose ids read as numbers, and so are those who are meant when they were changed.
async fn with_numbers() -> (Harness, tempfile::TempDir) {
    let (mut console, dir) = console().await;
    for id in GUARDED.iter().chain(&["41", "100000"]) {
        let account = serde_json::json!({ "username": id, "password": "x" });
        console
            .sandbox
            .elsewhere("POST", "users", &account.to_string())
            .await;
    }
    let path = format!("users/{ALICE}/blocks/users");
    let body = serde_json::json!({ "usernames": GUARDED });
    console
        .sandbox
        .elsewhere("POST", &path, &body.to_string())
        .await;
    console.press("R");
    console.quiet().await;
    console.rest();
    (console, dir)
}

/// What a spreadsheet does to a file that it opens and saves: quotes go, numbers are written anew.
fn through_a_spreadsheet(text: &str) -> String {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    for record in reader.records() {
        let record = record.unwrap();
        let cells = record.iter().map(|cell| match cell.parse::<f64>() {
            Ok(number) if cell != "inf" && cell != "nan" => number.to_string(),
            _ if cell == "3-4" => "4-Mar".to_owned(),
            _ => cell.to_owned(),
        });
        writer.write_record(cells).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[tokio::test]
async fn what_is_exported_survives_a_spreadsheet() {
    let (mut console, dir) = with_numbers().await;
    let path = dir.path().join("blocks.csv");
    console.press("2");
    console.press("E");
    console.press("<Ctrl-u>");
    console.types(path.to_str().unwrap());
    console.press("<Enter>");
    console.shows("Wrote").await;
    let saved = through_a_spreadsheet(&fs::read_to_string(&path).unwrap());
    fs::write(&path, saved).unwrap();
    for id in GUARDED {
        console
            .sandbox
            .elsewhere("DELETE", &format!("users/{ALICE}/blocks/users/{id}"), "")
            .await;
    }
    import(&mut console, path.to_str().unwrap());
    console.shows("4 missing, 0 new").await;
    assert_eq!(ticked(&console), ids(&GUARDED));
    console.quiet().await;
    console.rest();
    assert_eq!(told(&mut console, "b").await, ids(&GUARDED));
}

#[tokio::test]
async fn an_old_export_that_a_spreadsheet_changed_blocks_nobody_else() {
    let (mut console, _dir) = with_numbers().await;
    for id in GUARDED {
        console
            .sandbox
            .elsewhere("DELETE", &format!("users/{ALICE}/blocks/users/{id}"), "")
            .await;
    }
    // As it was written: exact.
    import(&mut console, case("blocks-exported.csv").to_str().unwrap());
    console.shows("4 missing").await;
    assert_eq!(ticked(&console), ids(&GUARDED));
    console.press("<Esc>");
    // As it came back.
    import(
        &mut console,
        case("blocks-through-spreadsheet.csv").to_str().unwrap(),
    );
    let screen = console.shows("a spreadsheet may have changed it").await;
    assert!(screen.contains("100000"), "{screen}");
    assert_eq!(ticked(&console), ids(&["3-4"]));
    console.quiet().await;
    console.rest();
    assert_eq!(told(&mut console, "b").await, ids(&["3-4"]));
}

#[tokio::test]
async fn a_pasted_export_that_a_spreadsheet_changed_is_read_as_the_file_is() {
    let (mut console, _dir) = console().await;
    console.paste(&text("blocks-through-spreadsheet.csv"));
    console.quiet().await;
    assert_eq!(
        ticked(&console),
        ids(&["3-4", "spam_0041", "spam_0042", "spam_0043"])
    );
    let screen = console.screen();
    assert!(
        screen.contains("a spreadsheet may have changed it"),
        "{screen}"
    );
}

#[tokio::test]
async fn two_columns_of_equal_rank_are_a_question_and_the_sheet_names_the_answer() {
    let table = "username,user_id,reason\nspam_0041,spam_0051,ads\nspam_0042,spam_0052,ads\n";
    for by_file in [false, true] {
        let (mut console, dir) = console().await;
        if by_file {
            let path = dir.path().join("two.csv");
            fs::write(&path, table).unwrap();
            import(&mut console, path.to_str().unwrap());
        } else {
            console.paste(table);
        }
        let screen = console.shows("Which column").await;
        assert!(screen.contains("spam_0041, spam_0042"), "{screen}");
        console.press("<Down><Enter>");
        assert!(
            console.screen().contains("Which column"),
            "typed before it was read"
        );
        console.rest();
        console.press("<Enter>");
        console.shows("Column read: user_id").await;
        console.quiet().await;
        console.rest();
        assert_eq!(
            told(&mut console, "u").await,
            ids(&["spam_0051", "spam_0052"])
        );
    }
}

#[tokio::test]
async fn no_ticket_no_telephone_and_no_greeting_is_ticked() {
    let (mut console, _dir) = console().await;
    console.paste(
        "Hi team,\rticket #48213, case 99812 and INC0012345: please unblock spam_0041,\r\
         spam‑0042 and spam\u{ad}0043. Call +86 138 0013 8000 or 13900139000.\r\
         工单 48214 电话：010-12345678 谢谢\rThanks,\rFrank\r",
    );
    console.quiet().await;
    assert_eq!(ticked(&console), ids(&["spam_0041"]));
    let screen = console.screen();
    for words in [
        "a ticket number?",
        "a phone number?",
        "a word of the text?",
        "spam-0042",
        "1 invalid",
    ] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    console.rest();
    assert_eq!(told(&mut console, "u").await, ids(&["spam_0041"]));
}

#[tokio::test]
async fn before_an_action_the_accounts_of_few_are_known_and_those_of_many_are_said_to_be_unread() {
    let (mut console, _dir) = console().await;
    // The account of one is gone, and one never was; the checks say of both that they are not friends.
    console.paste("spam_0044\rspam_0045\rnobody_at_all\rspam_0050\r");
    console.quiet().await;
    let screen = console.screen();
    assert!(
        screen.contains("gone") && screen.contains("banned"),
        "{screen}"
    );
    console.press("u");
    let screen = console.shows("No such account, skipped: 2").await;
    assert!(screen.contains("Banned accounts: 1"), "{screen}");
    console.press("<Esc>");
    console.rest();
    assert_eq!(
        told(&mut console, "u").await,
        ids(&["spam_0044", "spam_0050"])
    );
    let many: Vec<String> = (1..=30).map(|n| format!("nobody_{n}\r")).collect();
    let before = console.sandbox.count("/users/{u}").await;
    console.paste(&many.concat());
    console.quiet().await;
    assert_eq!(console.sandbox.count("/users/{u}").await, before);
    console.rest();
    console.press("b");
    console.shows("Accounts not checked: 30").await;
}

#[tokio::test]
async fn two_remarks_a_null_and_totals_are_said_and_not_taken() {
    let (mut console, dir) = console().await;
    let path = dir.path().join("remarks.csv");
    let table = "Friends of alice\n用户ID,备注\nbob_77,one\nbob_77,two\ncarol.chen,NULL\ndave-01,three\n合计,3\n张三,x\n";
    fs::write(&path, table).unwrap();
    let quoted = format!("'{}'", path.display());
    import(&mut console, &quoted);
    let screen = console.shows("different remarks in the file").await;
    for words in [
        "no value in the file",
        "in a totals row",
        "breaks current rule",
    ] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    assert!(screen.contains("! ID outside"), "{screen}");
    assert_eq!(ticked(&console), ids(&["dave-01"]));
}

#[tokio::test]
async fn a_page_that_was_saved_as_a_workbook_is_read() {
    let (mut console, dir) = console().await;
    let path = dir.path().join("my list.xls");
    let page = "<html><table><tr><th>ID</th><th>User&nbsp;ID</th></tr>\
        <tr><td>1</td><td>spam&#95;0041</td></tr><tr><td>2</td><td>spam_0042</td></tr></table></html>";
    fs::write(&path, page).unwrap();
    let uri = format!("file://{}", path.display().to_string().replace(' ', "%20"));
    import(&mut console, &uri);
    console.shows("Column read").await;
    console.quiet().await;
    console.rest();
    assert_eq!(
        told(&mut console, "u").await,
        ids(&["spam_0041", "spam_0042"])
    );
}

#[tokio::test]
async fn what_is_too_large_is_said_with_its_own_figure() {
    let (mut console, dir) = console().await;
    console.paste(&"spam_0041 ".repeat(30_000));
    console.shows("300000 characters").await;
    let many: Vec<String> = (0..21_000).map(|n| format!("u{n}")).collect();
    console.paste(&many.join(","));
    console.shows("21000 IDs, at most 20000 are allowed").await;
    let path = dir.path().join("big.csv");
    fs::write(&path, "x".repeat(3 << 20)).unwrap();
    import(&mut console, path.to_str().unwrap());
    console.shows("3 MiB, at most 1 MiB are allowed").await;
    fs::write(&path, "x\n".repeat(12_345)).unwrap();
    console.press("<Enter>");
    console
        .shows("12345 lines, at most 10000 are allowed")
        .await;
    fs::write(&path, "PK\u{3}\u{4}...").unwrap();
    console.press("<Enter>");
    console.shows("workbook").await;
}
