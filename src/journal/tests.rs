//! Tests of the guarantees that the rest of the program relies on: what is recorded is on disk, complete, and
//! survives.

mod by_job;
mod finding;
mod jobs;
mod opening;
mod pruning;
mod sharing;
mod snapshots;
mod undo;
mod writing;

use std::path::Path;

use rustix::fs::{FlockOperation, flock};

use super::open::open;
use super::paths::beside;
use super::*;
use crate::domain::{Change, ChatKind, EntryId, Failure, FailureClass, FailureReason, PairState};

const APP: &str = "acme#im-prod";

/// A directory of its own with the path of a journal in it.
struct Place {
    dir: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("data/journal.db")
    }

    fn options(&self) -> JournalOptions {
        JournalOptions::new(&self.path())
    }

    async fn journal(&self) -> Journal {
        let opened = Journal::open(self.options()).await.unwrap();
        assert_eq!(opened.set_aside, None);
        opened.journal
    }

    /// The content of all files in the directory, concatenated.
    fn bytes(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.path().parent().unwrap()).unwrap();
        files
            .map(|file| file.unwrap().path())
            .filter(|file| file.is_file())
            .flat_map(|file| std::fs::read(file).unwrap())
            .collect()
    }

    fn holds(&self, text: &str) -> bool {
        self.bytes()
            .windows(text.len())
            .any(|bytes| bytes == text.as_bytes())
    }
}

/// Drops the handle and waits until the file behind it is closed.
fn close(journal: Journal) {
    let path = beside(journal.path(), ".open");
    drop(journal);
    flock(
        std::fs::File::open(path).unwrap(),
        FlockOperation::LockExclusive,
    )
    .unwrap();
}

/// Another connection to the same file, as another process would have it.
fn other(path: &Path) -> Connection {
    let db = Connection::open(path).unwrap();
    db.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
    db
}

fn id(raw: &str) -> UserId {
    UserId::new(raw)
}

fn block(target: &str) -> Change {
    Change::Block {
        owner: id("alice"),
        target: id(target),
    }
}

fn remark(text: &str) -> Change {
    Change::SetRemark {
        owner: id("alice"),
        friend: id("bob"),
        remark: Text::new(text),
    }
}

fn conversation(kind: ChatKind, roaming: bool) -> Change {
    Change::DeleteConversation {
        owner: id("alice"),
        peer: id("bob"),
        kind,
        roaming,
    }
}

/// A write that changes something.
fn write(change: Change) -> NewEntry {
    let mut before = PairState::default();
    match &change {
        Change::AddFriend { .. } => before.friend = Some(false),
        Change::RemoveFriend { .. } => before.friend = Some(true),
        Change::Block { .. } => before.blocked = Some(false),
        Change::Unblock { .. } => before.blocked = Some(true),
        Change::SetRemark { .. } | Change::DeleteConversation { .. } => {}
    }
    NewEntry {
        audit: AuditContext::of_app(APP),
        change,
        before,
        undoes: None,
        sent: None,
    }
}

fn failed(class: FailureClass, reason: FailureReason) -> ChangeOutcome {
    ChangeOutcome::Failed(Failure::new(class, reason))
}

const DONE: ChangeOutcome = ChangeOutcome::Done { status: Some(200) };

/// A write that was done.
async fn done(journal: &Journal, write: NewEntry) -> EntryId {
    let entry = journal.record_sending(write).await.unwrap();
    journal.record_outcome(entry, DONE).await.unwrap();
    entry
}

async fn get(journal: &Journal, entry: EntryId) -> JournalEntry {
    journal.entry(entry).await.unwrap().unwrap()
}
