//! The integrity check of the whole file. Its duration grows with the file, so it runs in the background, and
//! at most once a day. If it finds damage, or suspects it, the next process that opens the file checks it
//! first and sets it aside if it is damaged.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::{Connection, InterruptHandle};
use tokio::sync::oneshot;

use super::JournalOptions;
use super::connect::connect;
use super::error::JournalError;
use super::paths::beside;
use crate::private_file::FILE_MODE;

/// How long a file that was found intact is not checked again.
const EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// The name suffix of the file beside the journal that records its health, and since when.
const HEALTH: &str = ".health";
const WHOLE: &[u8] = b"whole\n";
const SUSPECT: &[u8] = b"suspect\n";

/// Set if the file is known to be damaged.
pub(super) type FileDamage = Arc<OnceLock<JournalError>>;

/// An integrity check on a thread of its own.
pub(super) struct IntegrityCheck(Option<(InterruptHandle, JoinHandle<()>)>);

impl IntegrityCheck {
    /// Begins the check if it is due. If it is not, no damage is reported.
    pub(super) fn begin(
        options: &JournalOptions,
        damage: &FileDamage,
        found: oneshot::Sender<JournalError>,
    ) -> Self {
        if options.only_look || !is_due(&options.path) {
            return Self(None);
        }
        let Ok(db) = connect(&options.path) else {
            return Self(None);
        };
        let (stop, path, damage) = (
            db.get_interrupt_handle(),
            options.path.clone(),
            damage.clone(),
        );
        let look = move || match look(&db) {
            Ok(()) => note(&path, WHOLE),
            Err(why @ JournalError::Damaged(_)) => {
                log::error!("{}: {why}", path.display());
                suspect(&path);
                let _ = damage.set(why.clone());
                // Nobody may be listening any more.
                let _ = found.send(why);
            }
            Err(why) => log::warn!("{}: not looked through: {why}", path.display()),
        };
        let thread = thread::Builder::new().name("journal check".to_owned());
        Self(thread.spawn(look).ok().map(|thread| (stop, thread)))
    }

    /// Ends the check, if it is still running.
    pub(super) fn end(self) {
        if let Some((stop, thread)) = self.0 {
            stop.interrupt();
            // The thread has already sent what it found.
            let _ = thread.join();
        }
    }
}

/// Checks the whole file.
pub(super) fn look(db: &Connection) -> Result<(), JournalError> {
    let health: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if health == "ok" {
        Ok(())
    } else {
        Err(JournalError::Damaged(health))
    }
}

/// Marks the file as suspect, so that the next process that opens it checks it first.
pub(super) fn suspect(path: &Path) {
    note(path, SUSPECT);
}

pub(super) fn is_suspect(path: &Path) -> bool {
    fs::read(beside(path, HEALTH)).is_ok_and(|noted| noted == SUSPECT)
}

/// Forgets what was known about the file at this path.
pub(super) fn forget(path: &Path) -> io::Result<()> {
    match fs::remove_file(beside(path, HEALTH)) {
        Err(why) if why.kind() != ErrorKind::NotFound => Err(why),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn is_due(path: &Path) -> bool {
    let noted = fs::metadata(beside(path, HEALTH)).and_then(|there| there.modified());
    // A time in the future comes from a clock that was wrong.
    let age = noted.ok().and_then(|at| at.elapsed().ok());
    age.is_none_or(|age| age >= EVERY)
}

fn note(path: &Path, what: &[u8]) {
    let path = beside(path, HEALTH);
    let mut options = OpenOptions::new();
    let file = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(FILE_MODE);
    if let Err(why) = file.open(&path).and_then(|mut file| file.write_all(what)) {
        log::warn!("{}: {why}", path.display());
    }
}
