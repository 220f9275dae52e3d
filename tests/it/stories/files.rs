//! Lists that go into files and come back: from a wrong job to the lists as they were.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::support::harness::Harness;
use crate::support::samples::{ALICE, small};

/// A console on alice with a journal, and a directory for files.
async fn console() -> (Harness, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let console = Harness::new(small()).await;
    let console = console
        .recording(&dir.path().join("journal.db"), "li.na")
        .await;
    (console.with_alice().await, dir)
}

fn clear(console: &mut Harness) {
    console.press("<Ctrl-u>");
}

/// Exports the list that this key focuses.
async fn export(console: &mut Harness, key: &str, path: &Path) -> String {
    console.press(key);
    console.press("E");
    clear(console);
    console.types(path.to_str().unwrap());
    console.press("<Enter>");
    console.shows("Wrote").await;
    fs::read_to_string(path).unwrap()
}

fn import(console: &mut Harness, path: &Path) {
    console.press("i");
    console.types(path.to_str().unwrap());
    console.press("<Enter>");
}

/// Chooses an action on the sheet, types the number, and lets the job come to its end.
async fn does(console: &mut Harness, action: &str, count: usize) {
    console.press(action);
    console.quiet().await;
    console.rest();
    console.types(&count.to_string());
    console.press(if count < 5 { "y" } else { "<Enter>" });
    console.shows("Job ended").await;
    console.quiet().await;
    console.rest();
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}

fn file(dir: &tempfile::TempDir, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
    let path = dir.path().join(name);
    fs::write(&path, text).unwrap();
    path
}

#[tokio::test]
async fn after_a_wrong_bulk_unblock_the_snapshot_brings_exactly_those_back() {
    let (mut console, _dir) = console().await;
    let before = console.sandbox.truth(ALICE).await.blocks();
    let wrong: Vec<String> = before[3..33].to_vec();
    console.paste(&wrong.join("\r"));
    console.quiet().await;
    // One of them is the id of an older app, which is not ticked by itself.
    console.press("<Ctrl-a>");
    does(&mut console, "u", 30).await;
    // Whose accounts are gone, the service lets nobody unblock.
    let left = console.sandbox.truth(ALICE).await.blocks();
    let lost = before.len() - left.len();
    assert!((20..=30).contains(&lost), "{lost}");
    // Somebody blocks one more meanwhile: that one stays.
    let path = format!("users/{ALICE}/blocks/users");
    console
        .sandbox
        .elsewhere("POST", &path, r#"{"usernames":["bob_77"]}"#)
        .await;
    console.press("i");
    console.shows("before J-0001").await;
    console.press("<Down><Enter>");
    let screen = console.shows(format!("{lost} missing")).await;
    assert!(screen.contains("1 new"), "{screen}");
    does(&mut console, "b", lost).await;
    let mut expected = before;
    expected.push("bob_77".to_owned());
    let now = console.sandbox.truth(ALICE).await.blocks();
    assert_eq!(sorted(now), sorted(expected));
}

#[tokio::test]
async fn what_failed_in_a_job_goes_into_a_private_file_and_over_no_other() {
    let (mut console, dir) = console().await;
    let before = console.sandbox.truth(ALICE).await.blocks();
    let tried = &before[3..33];
    console.paste(&tried.join("\r"));
    console.quiet().await;
    // One of them is the id of an older app, which is not ticked by itself.
    console.press("<Ctrl-a>");
    does(&mut console, "u", 30).await;
    // Whose accounts are gone, the service lets nobody unblock.
    let left = console.sandbox.truth(ALICE).await.blocks();
    let failed: Vec<&String> = tried.iter().filter(|id| left.contains(id)).collect();
    assert!(!failed.is_empty());
    console.press("5");
    let into = |console: &mut Harness, path: &Path| {
        console.press("E");
        clear(console);
        console.types(path.to_str().unwrap());
        console.press("<Enter>");
    };
    for ending in ["csv", "json"] {
        let path = dir.path().join(format!("failed.{ending}"));
        into(&mut console, &path);
        console.quiet().await;
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches("\"unblock\"").count(), failed.len(), "{text}");
        for id in &failed {
            assert!(text.contains(&format!("\"{id}\"")), "{id}: {text}");
        }
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let there = file(&dir, "there.csv", "mine");
    into(&mut console, &there);
    console.shows("with this name already exists").await;
    assert_eq!(fs::read_to_string(&there).unwrap(), "mine");
}

#[tokio::test]
async fn an_exported_list_of_friends_brings_back_who_was_removed_with_the_remark() {
    let (mut console, dir) = console().await;
    let before = console.sandbox.truth(ALICE).await;
    for ending in ["csv", "json"] {
        let path = dir.path().join(format!("friends.{ending}"));
        let text = export(&mut console, "1", &path).await;
        assert_eq!(text.matches("bob_77").count(), 1, "{text}");
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let path_of = |id: &str| format!("users/{ALICE}/contacts/users/{id}");
        for id in ["bob_77", "carol.chen"] {
            console.sandbox.elsewhere("DELETE", &path_of(id), "").await;
        }
        console
            .sandbox
            .elsewhere("POST", &path_of("nina_new"), "")
            .await;
        import(&mut console, &path);
        let screen = console.shows("2 missing").await;
        assert!(screen.contains("1 new"), "{screen}");
        does(&mut console, "a", 2).await;
        let now = console.sandbox.truth(ALICE).await;
        for id in ["bob_77", "carol.chen"] {
            assert_eq!(now.remark(id), before.remark(id), "{id}");
        }
        assert!(now.has_friend("nina_new"), "who came since stays");
        console
            .sandbox
            .elsewhere("DELETE", &path_of("nina_new"), "")
            .await;
    }
}

#[tokio::test]
async fn remarks_come_from_a_file_and_z_puts_the_old_ones_back() {
    let (mut console, dir) = console().await;
    let before = console.sandbox.truth(ALICE).await;
    let friends: Vec<String> = before.friends().into_iter().take(6).collect();
    let rows: Vec<String> = friends
        .iter()
        .map(|friend| format!("{friend};'=售后 {friend}\n"))
        .collect();
    let table = format!("用户ID;备注\n{}nobody_here;x\n", rows.concat());
    let path = file(&dir, "remarks.csv", table);
    import(&mut console, &path);
    console.shows("1 not a friend").await;
    let screen = console.screen();
    assert!(screen.contains("1 is not a friend now"), "{screen}");
    does(&mut console, "e", 6).await;
    let now = console.sandbox.truth(ALICE).await;
    for friend in &friends {
        assert_eq!(now.remark(friend), Some(format!("=售后 {friend}")));
    }
    assert!(!now.has_friend("nobody_here"));
    console.press("z");
    console.shows("type 6").await;
    console.rest();
    console.types("6");
    console.press("<Enter>");
    console.shows("Z redoes it").await;
    console.quiet().await;
    let now = console.sandbox.truth(ALICE).await;
    for friend in &friends {
        let old = before.remark(friend).filter(|text| !text.is_empty());
        assert_eq!(now.remark(friend).filter(|text| !text.is_empty()), old);
    }
}

#[tokio::test]
async fn a_file_is_never_overwritten_and_a_failed_export_leaves_nothing_behind() {
    let (mut console, dir) = console().await;
    let path = file(&dir, "there.csv", "mine");
    // The journal's own files come and go meanwhile.
    let files = || {
        let names = fs::read_dir(dir.path()).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| !name.starts_with("journal.db")).count()
    };
    let before = files();
    console.press("E");
    clear(&mut console);
    console.types(path.to_str().unwrap());
    console.press("<Enter>");
    console.shows("with this name already exists").await;
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    clear(&mut console);
    console.types(dir.path().join("none/x.csv").to_str().unwrap());
    console.press("<Enter>");
    console.shows("Cannot be written").await;
    let fault = serde_json::json!({ "kind": "status", "status": 403 });
    console.sandbox.fault("GET", "/contacts", &fault);
    clear(&mut console);
    console.types(dir.path().join("x.csv").to_str().unwrap());
    console.press("<Enter>");
    console.shows("Cannot read the current list").await;
    assert_eq!(files(), before);
    console.sandbox.mend();
    console.press("<Enter>");
    console.shows("Wrote 60 rows").await;
}

#[tokio::test]
async fn what_is_no_list_or_too_long_is_refused_in_words() {
    let (mut console, dir) = console().await;
    let pipe = dir.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let lines = "spam_0041\n".repeat(10_001);
    let big = "x".repeat((1 << 20) + 1);
    let exactly = "spam_0041\n".repeat(10_000);
    for (path, words) in [
        (dir.path().to_owned(), "not a regular file but a directory"),
        (pipe, "not a regular file but a directory"),
        (
            PathBuf::from("/dev/zero"),
            "not a regular file but a directory",
        ),
        (dir.path().join("none"), "Cannot be read"),
        (file(&dir, "lines", lines), "at most 10000 are allowed"),
        (file(&dir, "big", big), "at most 1 MiB are allowed"),
        (file(&dir, "gbk.csv", b"id,\xb1\xb8\xd7\xa2\n"), "UTF-8"),
        (file(&dir, "bad.csv", "id,remark\na,b,c\n"), "line 2"),
    ] {
        import(&mut console, &path);
        console.shows(words).await;
        console.press("<Esc>");
        console.quiet().await;
        assert!(console.model.dialogs.is_empty(), "{}", path.display());
    }
    import(&mut console, &file(&dir, "exactly", exactly));
    console.shows("10000 lines: 1 ID").await;
}

#[tokio::test]
async fn hostile_ids_and_remarks_of_a_file_are_shown_as_code_points() {
    let (mut console, dir) = console().await;
    let table = "id,remark\nbob_77,\u{1b}[2Jx\u{202e}\n\u{202e}evil,y\na\u{1b}b,z\n";
    import(&mut console, &file(&dir, "e\u{1b}[31mvil.csv", table));
    let screen = console.shows("2 invalid").await;
    assert!(screen.contains("<001B>[2Jx<202E>"), "{screen}");
    assert!(screen.contains("e<001B>[31mvil.csv"), "{screen}");
    console.press("G");
    let end = console.screen();
    assert!(end.contains("<202E>evil"), "{end}");
    let screen = screen + &end;
    assert!(!screen.contains(['\u{1b}', '\u{202e}']));
}

#[tokio::test]
async fn a_table_that_a_person_made_is_told_as_a_table_and_nobody_else_is_read() {
    let (mut console, dir) = console().await;
    let friends = console.sandbox.truth(ALICE).await.friends();
    let outside = friends.len() - 2;
    let table = format!(
        "用户ID,备注,金额\n{},甲,1\n{},乙,2\nnobody_here,丙,3\n1.23457E+11,丁,4\n合计,,10\n",
        friends[0], friends[1]
    );
    import(&mut console, &file(&dir, "friends.csv", table));
    console
        .shows("1 not a friend, 2 with a different remark")
        .await;
    console.quiet().await;
    let screen = console.screen();
    for wrong in ["new", "missing", "then"] {
        let sheet = console.dialog().unwrap();
        assert!(!sheet.contains(wrong), "{wrong}: {screen}");
    }
    assert!(screen.contains("remark in the file"), "{screen}");
    assert!(screen.contains("1 doubtful, 1 invalid"), "{screen}");
    let left_out = format!("{outside} friends are not in the file");
    assert!(screen.contains(&left_out), "{screen}");
    assert!(!screen.contains("Reading accounts"), "{screen}");
    let account = |id: &String| {
        let path = format!("users/{id}");
        let mut log = console.model.log.iter();
        log.any(|trace| trace.path.raw() == path)
    };
    let read: Vec<&String> = friends.iter().filter(|id| account(id)).collect();
    assert_eq!(read, [&friends[0], &friends[1]], "those of the table alone");
}
