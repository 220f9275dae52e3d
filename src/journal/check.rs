//! The look through a whole file for damage. It takes as long as the file is large, so it goes on beside
//! everything else, once a day at most. Where something is wrong, or seems so, the next one who opens the
//! file looks through it first and sets it aside.

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
use super::error::JournalError;
use super::open::{beside, connect};

/// How long a file that was found whole is not looked through again.
const EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// Beside the journal: what is known of its health, and since when.
const HEALTH: &str = ".health";
const WHOLE: &[u8] = b"whole\n";
const SUSPECT: &[u8] = b"suspect\n";

/// That the whole file is known to be damaged.
pub(super) type FileDamage = Arc<OnceLock<JournalError>>;

/// A look through the whole file, on a thread of its own.
pub(super) struct IntegrityCheck(Option<(InterruptHandle, JoinHandle<()>)>);

impl IntegrityCheck {
    /// Begins, where it is time for it. Without it nothing is found.
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
                // Nobody may listen any more.
                let _ = found.send(why);
            }
            Err(why) => log::warn!("{}: not looked through: {why}", path.display()),
        };
        let thread = thread::Builder::new().name("journal check".to_owned());
        Self(thread.spawn(look).ok().map(|thread| (stop, thread)))
    }

    /// Ends, if it has not yet.
    pub(super) fn end(self) {
        if let Some((stop, thread)) = self.0 {
            stop.interrupt();
            // What it found it has said.
            let _ = thread.join();
        }
    }
}

/// Looks through the whole file.
pub(super) fn look(db: &Connection) -> Result<(), JournalError> {
    let health: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if health == "ok" {
        Ok(())
    } else {
        Err(JournalError::Damaged(health))
    }
}

/// Something was wrong with the file: whoever opens it next looks through it first.
pub(super) fn suspect(path: &Path) {
    note(path, SUSPECT);
}

pub(super) fn is_suspect(path: &Path) -> bool {
    fs::read(beside(path, HEALTH)).is_ok_and(|noted| noted == SUSPECT)
}

/// Nothing is known of the file that lies there from now on.
pub(super) fn forget(path: &Path) -> io::Result<()> {
    match fs::remove_file(beside(path, HEALTH)) {
        Err(why) if why.kind() != ErrorKind::NotFound => Err(why),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn is_due(path: &Path) -> bool {
    let noted = fs::metadata(beside(path, HEALTH)).and_then(|there| there.modified());
    // A time to come is a clock that was wrong.
    let age = noted.ok().and_then(|at| at.elapsed().ok());
    age.is_none_or(|age| age >= EVERY)
}

fn note(path: &Path, what: &[u8]) {
    let path = beside(path, HEALTH);
    let mut options = OpenOptions::new();
    let file = options.write(true).create(true).truncate(true).mode(0o600);
    if let Err(why) = file.open(&path).and_then(|mut file| file.write_all(what)) {
        log::warn!("{}: {why}", path.display());
    }
}
