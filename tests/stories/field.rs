//! Inputs from the field: what the server is told after a paste or a file, and who is left alone.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rosterm::dialog::Dialog;
use rosterm::dialog::triage::{Entry, Step, Triage};

use super::desk::{ALICE, Desk, small};

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(name)
}

fn text(name: &str) -> String {
    String::from_utf8(fs::read(case(name)).unwrap()).unwrap()
}

async fn desk() -> (Desk, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::new(small()).await;
    let desk = desk
        .recording(&dir.path().join("journal.db"), "li.na")
        .await;
    (desk.with_alice().await, dir)
}

fn sheet(desk: &Desk) -> &Triage {
    match desk.model.dialogs.top() {
        Some(Dialog::Triage(d)) => d,
        other => panic!("no sheet: {other:?}\n{:?}", desk.model.notice),
    }
}

fn import(desk: &mut Desk, path: &str) {
    desk.press("i");
    desk.write(path);
    desk.press("<Enter>");
}

fn ids(all: &[&str]) -> BTreeSet<String> {
    all.iter().map(|id| (*id).to_owned()).collect()
}

/// Presses the key on the sheet, confirms whatever is asked, and says for whom the blocklist is another.
async fn told(desk: &mut Desk, key: &str) -> BTreeSet<String> {
    let before: BTreeSet<String> = desk.truth(ALICE).await.blocks().into_iter().collect();
    desk.press(key);
    desk.quiet().await;
    if let Step::Asking(asking) = &sheet(desk).step {
        let n = asking.targets.len();
        desk.rest();
        if n < 5 {
            desk.press("y");
        } else {
            desk.write(&n.to_string());
            desk.press("<Enter>");
        }
        desk.quiet().await;
        if n > 1 {
            desk.shows("Job ended").await;
        }
        desk.quiet().await;
        desk.rest();
    }
    let after: BTreeSet<String> = desk.truth(ALICE).await.blocks().into_iter().collect();
    before.symmetric_difference(&after).cloned().collect()
}

fn ticked(desk: &Desk) -> BTreeSet<String> {
    let ticked = sheet(desk).entries.iter().filter(|entry| entry.ticked);
    ticked.map(|entry| entry.id.raw().to_owned()).collect()
}

/// The remarks of the file, by id.
fn remarks(desk: &Desk) -> Vec<(String, String)> {
    let of = |entry: &Entry| {
        let then = entry.once.as_ref()?.remark.clone()??;
        Some((entry.id.raw().to_owned(), then.raw().to_owned()))
    };
    let mut all: Vec<_> = sheet(desk).entries.iter().filter_map(of).collect();
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
        let (mut desk, _dir) = desk().await;
        desk.paste(&text(name));
        desk.quiet().await;
        assert_eq!(ticked(&desk), ids(&expected), "{name}");
        assert_eq!(
            told(&mut desk, "b").await,
            ids(&[]),
            "{name}: all are blocked already"
        );
        desk.press("<Esc><Esc>");
        desk.paste(&text(name));
        desk.quiet().await;
        desk.rest();
        assert_eq!(told(&mut desk, "u").await, ids(&expected), "{name}");
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
        let (mut desk, _dir) = desk().await;
        import(&mut desk, case(name).to_str().unwrap());
        desk.quiet().await;
        if name.starts_with("gbk") {
            desk.shows("Read as GB18030").await;
            desk.press("<Enter>");
            assert!(
                matches!(desk.model.dialogs.top(), Some(Dialog::Import(_))),
                "too soon"
            );
            desk.rest();
            desk.press("<Enter>");
            desk.quiet().await;
        }
        let screen = desk.screen();
        assert!(
            screen.contains(&format!("Column read: {column}")),
            "{name}\n{screen}"
        );
        desk.rest();
        assert_eq!(told(&mut desk, "u").await, ids(&expected), "{name}");
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
        let (mut desk, _dir) = desk().await;
        import(&mut desk, case(name).to_str().unwrap());
        desk.quiet().await;
        if name.starts_with("gbk") {
            desk.rest();
            desk.press("<Enter>");
            desk.quiet().await;
        }
        let expected = expected
            .iter()
            .map(|(id, remark)| ((*id).to_owned(), (*remark).to_owned()));
        let expected: Vec<(String, String)> = expected.collect();
        assert_eq!(remarks(&desk), expected, "{name}");
        assert!(desk.screen().contains("Column read"), "{name}");
        desk.rest();
        let friends: Vec<_> = expected.iter().filter(|(id, _)| id != "10023").collect();
        desk.press("e");
        desk.quiet().await;
        desk.rest();
        desk.press("y");
        desk.quiet().await;
        if friends.len() > 1 {
            desk.shows("Job ended").await;
        }
        let now = desk.truth(ALICE).await;
        for (id, remark) in friends {
            assert_eq!(now.remark(id).as_ref(), Some(remark), "{name}");
        }
    }
}

const GUARDED: [&str; 4] = ["3-4", "1e5", "123457890123", "0041"];

/// The four are blocked whose ids read as numbers, and so are those who are meant when they were changed.
async fn with_numbers() -> (Desk, tempfile::TempDir) {
    let (mut desk, dir) = desk().await;
    for id in GUARDED.iter().chain(&["41", "100000"]) {
        let account = serde_json::json!({ "username": id, "password": "x" });
        desk.elsewhere("POST", "users", &account.to_string()).await;
    }
    let path = format!("users/{ALICE}/blocks/users");
    let body = serde_json::json!({ "usernames": GUARDED });
    desk.elsewhere("POST", &path, &body.to_string()).await;
    desk.press("R");
    desk.quiet().await;
    desk.rest();
    (desk, dir)
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
    let (mut desk, dir) = with_numbers().await;
    let path = dir.path().join("blocks.csv");
    desk.press("2");
    desk.press("E");
    desk.press("<C-u>");
    desk.write(path.to_str().unwrap());
    desk.press("<Enter>");
    desk.shows("Wrote").await;
    let saved = through_a_spreadsheet(&fs::read_to_string(&path).unwrap());
    fs::write(&path, saved).unwrap();
    for id in GUARDED {
        desk.elsewhere("DELETE", &format!("users/{ALICE}/blocks/users/{id}"), "")
            .await;
    }
    import(&mut desk, path.to_str().unwrap());
    desk.shows("4 missing, 0 new").await;
    assert_eq!(ticked(&desk), ids(&GUARDED));
    desk.quiet().await;
    desk.rest();
    assert_eq!(told(&mut desk, "b").await, ids(&GUARDED));
}

#[tokio::test]
async fn an_old_export_that_a_spreadsheet_changed_blocks_nobody_else() {
    let (mut desk, _dir) = with_numbers().await;
    for id in GUARDED {
        desk.elsewhere("DELETE", &format!("users/{ALICE}/blocks/users/{id}"), "")
            .await;
    }
    // As it was written: exact.
    import(&mut desk, case("blocks-exported.csv").to_str().unwrap());
    desk.shows("4 missing").await;
    assert_eq!(ticked(&desk), ids(&GUARDED));
    desk.press("<Esc>");
    // As it came back.
    import(
        &mut desk,
        case("blocks-through-spreadsheet.csv").to_str().unwrap(),
    );
    let screen = desk.shows("a spreadsheet may have changed it").await;
    assert!(screen.contains("100000"), "{screen}");
    assert_eq!(ticked(&desk), ids(&["3-4"]));
    desk.quiet().await;
    desk.rest();
    assert_eq!(told(&mut desk, "b").await, ids(&["3-4"]));
}

#[tokio::test]
async fn a_pasted_export_that_a_spreadsheet_changed_is_read_as_the_file_is() {
    let (mut desk, _dir) = desk().await;
    desk.paste(&text("blocks-through-spreadsheet.csv"));
    desk.quiet().await;
    assert_eq!(
        ticked(&desk),
        ids(&["3-4", "spam_0041", "spam_0042", "spam_0043"])
    );
    let screen = desk.screen();
    assert!(
        screen.contains("a spreadsheet may have changed it"),
        "{screen}"
    );
}

#[tokio::test]
async fn two_columns_of_equal_rank_are_a_question_and_the_sheet_names_the_answer() {
    let table = "username,user_id,reason\nspam_0041,spam_0051,ads\nspam_0042,spam_0052,ads\n";
    for by_file in [false, true] {
        let (mut desk, dir) = desk().await;
        if by_file {
            let path = dir.path().join("two.csv");
            fs::write(&path, table).unwrap();
            import(&mut desk, path.to_str().unwrap());
        } else {
            desk.paste(table);
        }
        let screen = desk.shows("Which column").await;
        assert!(screen.contains("spam_0041, spam_0042"), "{screen}");
        desk.press("<Down><Enter>");
        assert!(
            desk.screen().contains("Which column"),
            "typed before it was read"
        );
        desk.rest();
        desk.press("<Enter>");
        desk.shows("Column read: user_id").await;
        desk.quiet().await;
        desk.rest();
        assert_eq!(told(&mut desk, "u").await, ids(&["spam_0051", "spam_0052"]));
    }
}

#[tokio::test]
async fn no_ticket_no_telephone_and_no_greeting_is_ticked() {
    let (mut desk, _dir) = desk().await;
    desk.paste(
        "Hi team,\rticket #48213, case 99812 and INC0012345: please unblock spam_0041,\r\
         spam‑0042 and spam\u{ad}0043. Call +86 138 0013 8000 or 13900139000.\r\
         工单 48214 电话：010-12345678 谢谢\rThanks,\rFrank\r",
    );
    desk.quiet().await;
    assert_eq!(ticked(&desk), ids(&["spam_0041"]));
    let screen = desk.screen();
    for words in [
        "a ticket number?",
        "a phone number?",
        "a word of the text?",
        "spam-0042",
        "1 bad",
    ] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    desk.rest();
    assert_eq!(told(&mut desk, "u").await, ids(&["spam_0041"]));
}

#[tokio::test]
async fn before_an_action_the_accounts_of_few_are_known_and_those_of_many_are_said_to_be_unread() {
    let (mut desk, _dir) = desk().await;
    // The account of one is gone, and one never was; the checks say of both that they are not friends.
    desk.paste("spam_0044\rspam_0045\rnobody_at_all\rspam_0050\r");
    desk.quiet().await;
    let screen = desk.screen();
    assert!(
        screen.contains("gone") && screen.contains("banned"),
        "{screen}"
    );
    desk.press("u");
    let screen = desk.shows("No such account: 1").await;
    assert!(screen.contains("Banned accounts: 1"), "{screen}");
    desk.press("<Esc>");
    desk.rest();
    assert_eq!(told(&mut desk, "u").await, ids(&["spam_0044", "spam_0050"]));
    let many: Vec<String> = (1..=30).map(|n| format!("nobody_{n}\r")).collect();
    let before = desk.count("/users/{u}").await;
    desk.paste(&many.concat());
    desk.quiet().await;
    assert_eq!(desk.count("/users/{u}").await, before);
    desk.rest();
    desk.press("b");
    desk.shows("Accounts not checked: 30").await;
}

#[tokio::test]
async fn two_remarks_a_null_and_totals_are_said_and_not_taken() {
    let (mut desk, dir) = desk().await;
    let path = dir.path().join("remarks.csv");
    let table = "Friends of alice\n用户ID,备注\nbob_77,one\nbob_77,two\ncarol.chen,NULL\ndave-01,three\n合计,3\n张三,x\n";
    fs::write(&path, table).unwrap();
    let quoted = format!("'{}'", path.display());
    import(&mut desk, &quoted);
    let screen = desk.shows("different remarks in the file").await;
    for words in [
        "no value in the file",
        "in a totals row",
        "breaks the ID rule",
    ] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    assert!(screen.contains("! ID outside"), "{screen}");
    assert_eq!(ticked(&desk), ids(&["dave-01"]));
}

#[tokio::test]
async fn a_page_that_was_saved_as_a_workbook_is_read() {
    let (mut desk, dir) = desk().await;
    let path = dir.path().join("my list.xls");
    let page = "<html><table><tr><th>ID</th><th>User&nbsp;ID</th></tr>\
        <tr><td>1</td><td>spam&#95;0041</td></tr><tr><td>2</td><td>spam_0042</td></tr></table></html>";
    fs::write(&path, page).unwrap();
    let uri = format!("file://{}", path.display().to_string().replace(' ', "%20"));
    import(&mut desk, &uri);
    desk.shows("Column read").await;
    desk.quiet().await;
    desk.rest();
    assert_eq!(told(&mut desk, "u").await, ids(&["spam_0041", "spam_0042"]));
}

#[tokio::test]
async fn what_is_too_large_is_said_with_its_own_figure() {
    let (mut desk, dir) = desk().await;
    desk.paste(&"spam_0041 ".repeat(30_000));
    desk.shows("300000 characters").await;
    let many: Vec<String> = (0..21_000).map(|n| format!("u{n}")).collect();
    desk.paste(&many.join(","));
    desk.shows("21000 IDs, at most 20000 are allowed").await;
    let path = dir.path().join("big.csv");
    fs::write(&path, "x".repeat(3 << 20)).unwrap();
    import(&mut desk, path.to_str().unwrap());
    desk.shows("3072 KiB, at most 1024 KiB are allowed").await;
    fs::write(&path, "x\n".repeat(12_345)).unwrap();
    desk.press("<Enter>");
    desk.shows("12345 lines, at most 10000 are allowed").await;
    fs::write(&path, "PK\u{3}\u{4}...").unwrap();
    desk.press("<Enter>");
    desk.shows("workbook").await;
}
