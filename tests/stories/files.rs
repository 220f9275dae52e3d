//! Lists that go into files and come back: from a wrong job to the lists as they were.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::desk::{ALICE, Desk, small};

/// A console on alice with a journal, and a directory for files.
async fn desk() -> (Desk, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::new(small()).await;
    let desk = desk
        .recording(&dir.path().join("journal.db"), "li.na")
        .await;
    (desk.with_alice().await, dir)
}

fn clear(desk: &mut Desk) {
    desk.press("<C-u>");
}

/// Exports the list that this key focuses.
async fn export(desk: &mut Desk, key: &str, path: &Path) -> String {
    desk.press(key);
    desk.press("E");
    clear(desk);
    desk.write(path.to_str().unwrap());
    desk.press("<Enter>");
    desk.shows("Wrote").await;
    fs::read_to_string(path).unwrap()
}

fn import(desk: &mut Desk, path: &Path) {
    desk.press("i");
    desk.write(path.to_str().unwrap());
    desk.press("<Enter>");
}

/// Chooses an action on the sheet, types the number, and lets the job come to its end.
async fn does(desk: &mut Desk, action: &str, count: usize) {
    desk.press(action);
    desk.quiet().await;
    desk.rest();
    desk.write(&count.to_string());
    desk.press(if count < 5 { "y" } else { "<Enter>" });
    desk.shows("Job ended").await;
    desk.quiet().await;
    desk.rest();
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
    let (mut desk, _dir) = desk().await;
    let before = desk.truth(ALICE).await.blocks();
    let wrong: Vec<String> = before[3..33].to_vec();
    desk.paste(&wrong.join("\r"));
    desk.quiet().await;
    // One of them is the id of an older app, which is not ticked by itself.
    desk.press("<C-a>");
    does(&mut desk, "u", 30).await;
    // Whose accounts are gone, the service lets nobody unblock.
    let left = desk.truth(ALICE).await.blocks();
    let lost = before.len() - left.len();
    assert!((20..=30).contains(&lost), "{lost}");
    // Somebody blocks one more meanwhile: that one stays.
    let path = format!("users/{ALICE}/blocks/users");
    desk.elsewhere("POST", &path, r#"{"usernames":["bob_77"]}"#)
        .await;
    desk.press("i");
    desk.shows("before J-0001").await;
    desk.press("<Down><Enter>");
    let screen = desk.shows(format!("{lost} missing")).await;
    assert!(screen.contains("1 new"), "{screen}");
    does(&mut desk, "b", lost).await;
    let mut expected = before;
    expected.push("bob_77".to_owned());
    let now = desk.truth(ALICE).await.blocks();
    assert_eq!(sorted(now), sorted(expected));
}

#[tokio::test]
async fn what_failed_in_a_job_goes_into_a_private_file_and_over_no_other() {
    let (mut desk, dir) = desk().await;
    let before = desk.truth(ALICE).await.blocks();
    let tried = &before[3..33];
    desk.paste(&tried.join("\r"));
    desk.quiet().await;
    // One of them is the id of an older app, which is not ticked by itself.
    desk.press("<C-a>");
    does(&mut desk, "u", 30).await;
    // Whose accounts are gone, the service lets nobody unblock.
    let left = desk.truth(ALICE).await.blocks();
    let failed: Vec<&String> = tried.iter().filter(|id| left.contains(id)).collect();
    assert!(!failed.is_empty());
    desk.press("5");
    let into = |desk: &mut Desk, path: &Path| {
        desk.press("E");
        clear(desk);
        desk.write(path.to_str().unwrap());
        desk.press("<Enter>");
    };
    for ending in ["csv", "json"] {
        let path = dir.path().join(format!("failed.{ending}"));
        into(&mut desk, &path);
        desk.quiet().await;
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches("\"unblock\"").count(), failed.len(), "{text}");
        for id in &failed {
            assert!(text.contains(&format!("\"{id}\"")), "{id}: {text}");
        }
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let there = file(&dir, "there.csv", "mine");
    into(&mut desk, &there);
    desk.shows("with this name already exists").await;
    assert_eq!(fs::read_to_string(&there).unwrap(), "mine");
}

#[tokio::test]
async fn an_exported_list_of_friends_brings_back_who_was_removed_with_the_remark() {
    let (mut desk, dir) = desk().await;
    let before = desk.truth(ALICE).await;
    for ending in ["csv", "json"] {
        let path = dir.path().join(format!("friends.{ending}"));
        let text = export(&mut desk, "1", &path).await;
        assert_eq!(text.matches("bob_77").count(), 1, "{text}");
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let path_of = |id: &str| format!("users/{ALICE}/contacts/users/{id}");
        for id in ["bob_77", "carol.chen"] {
            desk.elsewhere("DELETE", &path_of(id), "").await;
        }
        desk.elsewhere("POST", &path_of("nina_new"), "").await;
        import(&mut desk, &path);
        let screen = desk.shows("2 missing").await;
        assert!(screen.contains("1 new"), "{screen}");
        does(&mut desk, "a", 2).await;
        let now = desk.truth(ALICE).await;
        for id in ["bob_77", "carol.chen"] {
            assert_eq!(now.remark(id), before.remark(id), "{id}");
        }
        assert!(now.has_friend("nina_new"), "who came since stays");
        desk.elsewhere("DELETE", &path_of("nina_new"), "").await;
    }
}

#[tokio::test]
async fn remarks_come_from_a_file_and_z_puts_the_old_ones_back() {
    let (mut desk, dir) = desk().await;
    let before = desk.truth(ALICE).await;
    let friends: Vec<String> = before.friends().into_iter().take(6).collect();
    let rows: Vec<String> = friends
        .iter()
        .map(|friend| format!("{friend};'=售后 {friend}\n"))
        .collect();
    let table = format!("用户ID;备注\n{}nobody_here;x\n", rows.concat());
    let path = file(&dir, "remarks.csv", table);
    import(&mut desk, &path);
    desk.shows("1 not a friend").await;
    let screen = desk.screen();
    assert!(screen.contains("1 is not a friend now"), "{screen}");
    does(&mut desk, "e", 6).await;
    let now = desk.truth(ALICE).await;
    for friend in &friends {
        assert_eq!(now.remark(friend), Some(format!("=售后 {friend}")));
    }
    assert!(!now.has_friend("nobody_here"));
    desk.press("z");
    desk.shows("type 6").await;
    desk.rest();
    desk.write("6");
    desk.press("<Enter>");
    desk.shows("Z redoes it").await;
    desk.quiet().await;
    let now = desk.truth(ALICE).await;
    for friend in &friends {
        let old = before.remark(friend).filter(|text| !text.is_empty());
        assert_eq!(now.remark(friend).filter(|text| !text.is_empty()), old);
    }
}

#[tokio::test]
async fn a_file_is_never_overwritten_and_a_failed_export_leaves_nothing_behind() {
    let (mut desk, dir) = desk().await;
    let path = file(&dir, "there.csv", "mine");
    let files = || fs::read_dir(dir.path()).unwrap().count();
    let before = files();
    desk.press("E");
    clear(&mut desk);
    desk.write(path.to_str().unwrap());
    desk.press("<Enter>");
    desk.shows("with this name already exists").await;
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    clear(&mut desk);
    desk.write(dir.path().join("none/x.csv").to_str().unwrap());
    desk.press("<Enter>");
    desk.shows("Cannot be written").await;
    let fault = serde_json::json!({ "kind": "status", "status": 403 });
    desk.fault("GET", "/contacts", &fault);
    clear(&mut desk);
    desk.write(dir.path().join("x.csv").to_str().unwrap());
    desk.press("<Enter>");
    desk.shows("Cannot read the current list").await;
    assert_eq!(files(), before);
    desk.mend();
    desk.press("<Enter>");
    desk.shows("Wrote 60 rows").await;
}

#[tokio::test]
async fn what_is_no_list_or_too_long_is_refused_in_words() {
    let (mut desk, dir) = desk().await;
    let pipe = dir.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let lines = "spam_0041\n".repeat(10_001);
    let big = "x".repeat((1 << 20) + 1);
    let exactly = "spam_0041\n".repeat(10_000);
    for (path, words) in [
        (dir.path().to_owned(), "not a regular file but a directory"),
        (pipe, "not a regular file but a directory"),
        (PathBuf::from("/dev/zero"), "not a regular file but a directory"),
        (dir.path().join("none"), "Cannot be read"),
        (file(&dir, "lines", lines), "may have 10000 lines"),
        (file(&dir, "big", big), "may have 1024 KiB"),
        (file(&dir, "gbk.csv", b"id,\xb1\xb8\xd7\xa2\n"), "UTF-8"),
        (file(&dir, "bad.csv", "id,remark\na,b,c\n"), "line 2"),
    ] {
        import(&mut desk, &path);
        desk.shows(words).await;
        desk.press("<Esc>");
        desk.quiet().await;
        assert!(desk.model.dialogs.is_empty(), "{}", path.display());
    }
    import(&mut desk, &file(&dir, "exactly", exactly));
    desk.shows("10000 lines: 1 ID").await;
}

#[tokio::test]
async fn hostile_ids_and_remarks_of_a_file_are_shown_as_code_points() {
    let (mut desk, dir) = desk().await;
    let table = "id,remark\nbob_77,\u{1b}[2Jx\u{202e}\n\u{202e}evil,y\na\u{1b}b,z\n";
    import(&mut desk, &file(&dir, "e\u{1b}[31mvil.csv", table));
    let screen = desk.shows("2 bad").await;
    assert!(screen.contains("<001B>[2Jx<202E>"), "{screen}");
    assert!(screen.contains("e<001B>[31mvil.csv"), "{screen}");
    desk.press("G");
    let end = desk.screen();
    assert!(end.contains("<202E>evil"), "{end}");
    let screen = screen + &end;
    assert!(!screen.contains(['\u{1b}', '\u{202e}']));
}

#[tokio::test]
async fn a_table_that_a_person_made_is_told_as_a_table_and_nobody_else_is_read() {
    let (mut desk, dir) = desk().await;
    let friends = desk.truth(ALICE).await.friends();
    let outside = friends.len() - 2;
    let table = format!(
        "用户ID,备注,金额\n{},甲,1\n{},乙,2\nnobody_here,丙,3\n1.23457E+11,丁,4\n合计,,10\n",
        friends[0], friends[1]
    );
    import(&mut desk, &file(&dir, "friends.csv", table));
    desk.shows("1 not a friend, 2 with a different remark").await;
    desk.quiet().await;
    let screen = desk.screen();
    for wrong in ["new", "missing", "then"] {
        let sheet = desk.dialog().unwrap();
        assert!(!sheet.contains(wrong), "{wrong}: {screen}");
    }
    assert!(screen.contains("remark in the file"), "{screen}");
    assert!(screen.contains("1 doubtful, 1 invalid"), "{screen}");
    let left_out = format!("{outside} friends are not in the file");
    assert!(screen.contains(&left_out), "{screen}");
    assert!(!screen.contains("Reading accounts"), "{screen}");
    let account = |id: &String| {
        let path = format!("users/{id}");
        let mut log = desk.model.log.iter();
        log.any(|trace| trace.path.raw() == path)
    };
    let read: Vec<&String> = friends.iter().filter(|id| account(id)).collect();
    assert_eq!(read, [&friends[0], &friends[1]], "those of the table alone");
}
