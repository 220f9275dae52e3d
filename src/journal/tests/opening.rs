//! Tests of opening: permissions, versions, damage, unusable places.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::domain::EntryId;
use crate::domain::history::EntryState;
use crate::journal::schema::{Migration, STEPS};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// A closed journal with so many entries that it has many pages.
fn filled(place: &Place) {
    filled_with(place, EntryState::Done);
}

fn filled_with(place: &Place, state: EntryState) {
    let opened = open(&place.options(), STEPS).unwrap();
    let entry = write(remark(&"long ".repeat(100)));
    for at in 0..200 {
        entries::insert(&opened.db, at, &entry, state, None, true).unwrap();
    }
}

#[tokio::test]
async fn all_files_and_their_directory_are_for_their_owner_only() {
    let place = Place::new();
    let journal = place.journal().await;
    done(&journal, write(block("bob"))).await;
    let dir = place.path().parent().unwrap().to_owned();
    assert_eq!(mode(&dir), 0o700);
    let mut names = Vec::new();
    for file in fs::read_dir(&dir).unwrap() {
        let file = file.unwrap();
        let expected = if file.path().is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(&file.path()), expected, "{file:?}");
        names.push(file.file_name().into_string().unwrap());
    }
    for name in ["journal.db", "journal.db-wal", "journal.db-shm"] {
        assert!(names.contains(&name.to_owned()), "{names:?}");
    }
}

#[tokio::test]
async fn an_open_file_is_closed_to_others_when_it_is_opened() {
    let place = Place::new();
    close(place.journal().await);
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o644)).unwrap();
    let _journal = place.journal().await;
    assert_eq!(mode(&place.path()), 0o600);
}

#[tokio::test]
async fn what_the_disk_has_is_what_was_promised() {
    let place = Place::new();
    let journal = place.journal().await;
    let pragmas = journal
        .read(|db| {
            let mode: String = db.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
            let sync: i64 = db.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
            let keys: i64 = db.query_row("PRAGMA foreign_keys", [], |row| row.get(0))?;
            Ok((mode, sync, keys))
        })
        .await
        .unwrap();
    assert_eq!(pragmas, ("wal".to_owned(), 2, 1));
}

/// A write that an older version has left in its file.
const OLD: &str = "INSERT INTO entry (at, app, verb, owner, target, chat, roaming, state)
    VALUES (7, 'acme#im-prod', 'delete-conversation', 'alice', 'bob', 'chat', 0, 'sent')";

#[tokio::test]
async fn an_older_file_is_brought_forward_with_what_it_holds() {
    for seen in 1..STEPS.len() {
        let place = Place::new();
        let older = open(&place.options(), &STEPS[..seen]).unwrap();
        older.db.execute_batch(OLD).unwrap();
        drop(older);

        let opened = Journal::open(place.options()).await.unwrap();
        assert_eq!(opened.set_aside, None);
        let journal = opened.journal;
        let left = journal.take_over_orphans(APP).await.unwrap();
        assert_eq!(left.len(), 1, "{seen}");
        let change = left[0].asked.whole();
        assert_eq!(change, Some(&conversation(ChatKind::Chat, false)));
        // The service's time was not stored then.
        assert_eq!((left[0].at, left[0].sent), (7, None));
        let version = journal.read(schema::version).await.unwrap();
        assert_eq!(version, schema::known(STEPS));
        close(journal);
        // The same steps again have nothing to do.
        close(place.journal().await);
    }
}

#[test]
fn a_step_that_fails_leaves_the_file_at_its_version() {
    let place = Place::new();
    filled(&place);
    let extra = Migration::Sql("CREATE TABLE extra (a); SELECT nonsense");
    let steps = [STEPS, &[extra]].concat();
    let why = open(&place.options(), &steps).err().unwrap();
    assert!(why.to_string().contains("nonsense"), "{why}");
    let opened = open(&place.options(), STEPS).unwrap();
    assert_eq!(schema::version(&opened.db).unwrap(), schema::known(STEPS));
    let extra = "SELECT count(*) FROM sqlite_schema WHERE name = 'extra'";
    let extra: u32 = opened.db.query_row(extra, [], |row| row.get(0)).unwrap();
    assert_eq!(extra, 0);
}

#[test]
fn a_file_is_not_brought_forward_under_the_feet_of_an_older_console() {
    let place = Place::new();
    let older = open(&place.options(), &STEPS[..1]).unwrap();
    let steps = [STEPS[0], Migration::Sql("CREATE TABLE extra (a)")];
    let why = open(&place.options(), &steps).err().unwrap();
    assert!(why.to_string().contains("close that one first"), "{why}");
    drop(older);
    open(&place.options(), &steps).unwrap();
}

#[test]
fn a_file_from_a_newer_version_is_refused_and_left_untouched() {
    let place = Place::new();
    filled(&place);
    let newer = [STEPS, &[Migration::Sql("CREATE TABLE extra (a)")]].concat();
    drop(open(&place.options(), &newer).unwrap());
    let before = fs::read(place.path()).unwrap();
    let why = open(&place.options(), STEPS).err().unwrap();
    assert_eq!(
        why,
        JournalError::Newer {
            path: place.path().display().to_string(),
            found: schema::known(&newer),
            known: schema::known(STEPS)
        }
    );
    assert!(why.to_string().contains("use the newer one"), "{why}");
    assert_eq!(fs::read(place.path()).unwrap(), before);
}

#[test]
fn a_database_of_another_program_is_refused_and_left_untouched() {
    let place = Place::new();
    fs::create_dir_all(place.path().parent().unwrap()).unwrap();
    other(&place.path())
        .execute_batch("CREATE TABLE songs (name)")
        .unwrap();
    let before = fs::read(place.path()).unwrap();
    let why = open(&place.options(), STEPS).err().unwrap();
    assert!(matches!(why, JournalError::Foreign(_)), "{why}");
    assert_eq!(fs::read(place.path()).unwrap(), before);
}

#[tokio::test]
async fn what_is_no_database_is_set_aside_and_said_and_a_new_one_is_begun() {
    let place = Place::new();
    fs::create_dir_all(place.path().parent().unwrap()).unwrap();
    let letter = "This was never a database. ".repeat(1000);
    fs::write(place.path(), &letter).unwrap();
    let opened = Journal::open(place.options()).await.unwrap();
    let aside = opened.set_aside.unwrap();
    let name = aside.file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("journal.db.damaged-"), "{name}");
    assert_eq!(fs::read_to_string(&aside).unwrap(), letter);
    let entry = done(&opened.journal, write(block("bob"))).await;
    assert_eq!(entry, EntryId(1));
}

#[tokio::test]
async fn a_file_with_a_broken_page_is_set_aside() {
    let place = Place::new();
    filled(&place);
    let mut bytes = fs::read(place.path()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0xa5);
    fs::write(place.path(), &bytes).unwrap();
    // It opens at once, and the damage is found in the background.
    let opened = Journal::open(place.options()).await.unwrap();
    assert_eq!(opened.set_aside, None);
    let why = opened.damage.await.unwrap();
    assert!(matches!(why, JournalError::Damaged(_)), "{why}");
    let refused = opened.journal.record_sending(write(block("bob"))).await;
    assert_eq!(refused.unwrap_err(), why);
    close(opened.journal);
    assert_eq!(fs::read(place.path()).unwrap(), bytes);
    // The next process that opens it checks it first.
    let opened = Journal::open(place.options()).await.unwrap();
    assert_eq!(fs::read(opened.set_aside.unwrap()).unwrap(), bytes);
    let left = opened
        .journal
        .entries(EntryFilter::default())
        .await
        .unwrap();
    assert_eq!(left, []);
}

#[tokio::test]
async fn two_damaged_files_of_the_same_moment_keep_two_names() {
    fn clock() -> UnixMillis {
        1_700_000_000_000
    }
    let place = Place::new();
    fs::create_dir_all(place.path().parent().unwrap()).unwrap();
    let mut names = Vec::new();
    for text in ["one", "two"] {
        fs::write(place.path(), text.repeat(1000)).unwrap();
        let opened = Journal::open(JournalOptions {
            clock,
            ..place.options()
        })
        .await
        .unwrap();
        names.push(opened.set_aside.unwrap());
        close(opened.journal);
        fs::remove_file(place.path()).unwrap();
    }
    assert_ne!(names[0], names[1]);
    assert!(fs::read_to_string(&names[0]).unwrap().starts_with("one"));
}

#[test]
fn a_damaged_file_is_not_set_aside_while_another_console_has_it_open() {
    let place = Place::new();
    filled(&place);
    let working = open(&place.options(), STEPS).unwrap();
    let mut bytes = fs::read(place.path()).unwrap();
    bytes[..16].fill(0);
    fs::write(place.path(), &bytes).unwrap();
    let why = open(&place.options(), STEPS).err().unwrap();
    assert!(matches!(why, JournalError::InUse(..)), "{why}");
    drop(working);
    let opened = open(&place.options(), STEPS).unwrap();
    assert!(opened.set_aside.is_some());
}

#[tokio::test]
async fn whoever_only_looks_moves_no_damaged_file() {
    let place = Place::new();
    fs::create_dir_all(place.path().parent().unwrap()).unwrap();
    fs::write(place.path(), "no".repeat(1000)).unwrap();
    let options = JournalOptions {
        only_look: true,
        ..place.options()
    };
    let why = Journal::open(options).await.unwrap_err();
    assert!(matches!(why, JournalError::Damaged(_)), "{why}");
    assert_eq!(fs::read_to_string(place.path()).unwrap(), "no".repeat(1000));
}

#[tokio::test]
async fn a_place_where_nothing_can_be_written_is_named() {
    let place = Place::new();
    let file = place.dir.path().join("file");
    fs::write(&file, "").unwrap();
    for path in [file.join("journal.db"), "/proc/none/journal.db".into()] {
        let why = Journal::open(JournalOptions::new(&path)).await.unwrap_err();
        let words = why.to_string();
        assert!(matches!(why, JournalError::Unusable(..)), "{why}");
        assert!(words.contains(path.to_str().unwrap()), "{words}");
        assert!(words.contains("the journal cannot be used"), "{words}");
    }
}

/// Permissions do not stop root, so for root the database itself is told to be read-only.
#[tokio::test]
async fn a_directory_that_may_only_be_read_lets_nothing_be_recorded() {
    let place = Place::new();
    let journal = place.journal().await;
    let entry = journal.record_sending(write(block("bob"))).await.unwrap();
    if rustix::process::geteuid().is_root() {
        let lock = |db: &Connection| Ok(db.pragma_update(None, "query_only", true)?);
        journal.read(lock).await.unwrap();
        for why in [
            journal
                .record_sending(write(block("carol")))
                .await
                .unwrap_err(),
            journal.record_outcome(entry, DONE).await.unwrap_err(),
        ] {
            assert!(matches!(why, JournalError::ReadOnly(_)), "{why}");
        }
        assert_eq!(get(&journal, entry).await.state, EntryState::Sent);
        return;
    }
    close(journal);
    let dir = place.path().parent().unwrap().to_owned();
    for file in fs::read_dir(&dir).unwrap() {
        fs::set_permissions(file.unwrap().path(), fs::Permissions::from_mode(0o400)).unwrap();
    }
    fs::set_permissions(&dir, fs::Permissions::from_mode(0o500)).unwrap();
    let why = Journal::open(place.options()).await.unwrap_err();
    fs::set_permissions(&dir, fs::Permissions::from_mode(0o700)).unwrap();
    assert!(matches!(why, JournalError::Unusable(..)), "{why}");
}

#[tokio::test]
async fn a_whole_file_is_looked_through_once_a_day_and_a_suspect_one_at_the_next_opening() {
    let place = Place::new();
    filled(&place);
    let health = beside(&place.path(), ".health");
    let opened = Journal::open(place.options()).await.unwrap();
    // Nothing was found, and that is recorded.
    opened.damage.await.unwrap_err();
    close(opened.journal);
    assert_eq!(fs::read_to_string(&health).unwrap(), "whole\n");
    let mut bytes = fs::read(place.path()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0xa5);
    fs::write(place.path(), &bytes).unwrap();
    // It is not checked again today; a process that runs into damage marks the file as suspect.
    let opened = Journal::open(place.options()).await.unwrap();
    opened.damage.await.unwrap_err();
    let all = EntryFilter {
        limit: 1_000,
        ..EntryFilter::default()
    };
    let why = opened.journal.entries(all).await.unwrap_err();
    assert!(matches!(why, JournalError::Damaged(_)), "{why}");
    close(opened.journal);
    let opened = Journal::open(place.options()).await.unwrap();
    assert!(opened.set_aside.is_some());
    close(opened.journal);
    // The next check is due.
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(25 * 60 * 60);
    fs::write(&health, "whole\n").unwrap();
    fs::File::options()
        .write(true)
        .open(&health)
        .unwrap()
        .set_modified(old)
        .unwrap();
    let opened = Journal::open(place.options()).await.unwrap();
    opened.damage.await.unwrap_err();
    assert!(fs::metadata(&health).unwrap().modified().unwrap() > old);
}

#[tokio::test]
async fn damage_in_what_was_left_under_way_is_met_at_once_and_the_file_is_set_aside() {
    let place = Place::new();
    filled_with(&place, EntryState::Sent);
    let mut bytes = fs::read(place.path()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0xa5);
    fs::write(place.path(), &bytes).unwrap();
    let opened = Journal::open(place.options()).await.unwrap();
    assert_eq!(
        fs::read(opened.set_aside.unwrap()).unwrap().len(),
        bytes.len()
    );
    done(&opened.journal, write(block("bob"))).await;
}
