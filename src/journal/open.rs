//! Opens a database that can be trusted: handles its directory, permissions, version and damage.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use rusqlite::Connection;

use super::JournalOptions;
use super::check::{self, FileDamage};
use super::connect::{PATIENCE, connect};
use super::error::JournalError;
use super::jobs;
use super::lock::{FileLock, LockError, Presence};
use super::paths::{beside, lock_of};
use super::schema::{self, Migration};
use super::unknown_outcomes;
use crate::domain::job::JobHolder;
use crate::private_file::{FILE_MODE, make_dir};

/// How often to check whether it has finished opening.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// The name suffix of the file beside the journal that every process locks that has the journal open.
const OPEN: &str = ".open";

/// A database that is ready to use, with the lock that keeps others from setting it aside.
pub(super) struct OpenDatabase {
    // Dropped first, in the order of fields: others may only see the file as unused once it is closed.
    pub db: Connection,
    pub files: JournalFiles,
    /// What was found out about the file since it was opened.
    pub damage: FileDamage,
    _presence: Presence,
    /// Where the damaged file is that was found in its place.
    pub set_aside: Option<PathBuf>,
}

impl OpenDatabase {
    pub(super) fn path(&self) -> &Path {
        &self.files.0[0].0
    }
}

/// The files of an open journal. Whatever is written into one that is not in its place any more is lost when
/// the process ends.
pub(super) struct JournalFiles(Vec<(PathBuf, FileIdentity)>);

/// A device and an inode.
type FileIdentity = (u64, u64);

impl JournalFiles {
    fn of(path: &Path) -> io::Result<Self> {
        let mut files = vec![(path.to_owned(), identity(path)?)];
        for ending in ["-wal", "-shm", OPEN] {
            let beside = beside(path, ending);
            if let Ok(found) = identity(&beside) {
                files.push((beside, found));
            }
        }
        Ok(Self(files))
    }

    /// Checks that each of them is still where it was opened.
    pub(super) fn are_there(&self) -> Result<(), JournalError> {
        let gone = |(path, opened): &&(PathBuf, FileIdentity)| identity(path).ok() != Some(*opened);
        match self.0.iter().find(gone) {
            Some((path, _)) => Err(JournalError::Gone(path.display().to_string())),
            None => Ok(()),
        }
    }
}

fn identity(path: &Path) -> io::Result<FileIdentity> {
    let there = fs::metadata(path)?;
    Ok((there.dev(), there.ino()))
}

/// Opens the file, one process at a time.
pub(super) fn open(
    options: &JournalOptions,
    steps: &[Migration],
) -> Result<OpenDatabase, JournalError> {
    let path = &options.path;
    let unusable = |why: io::Error| JournalError::io(path, &why);
    if let Some(dir) = path.parent().filter(|dir| !dir.as_os_str().is_empty()) {
        make_dir(dir).map_err(unusable)?;
    }
    let turn = lock(&beside(path, ".opening"))?;
    let presence = Presence::enter(&beside(path, OPEN)).map_err(unusable)?;
    create(path).map_err(unusable)?;
    let alone = presence.is_alone();
    let mut set_aside = None;
    let suspect = !options.only_look && check::is_suspect(path);
    // Unfinished writes are read first, so damage that affects them is found here, too.
    let usable = |suspect: bool| {
        let db = ready(path, steps, alone, suspect)?;
        if !options.only_look {
            abandon(&db, path)?;
        }
        Ok(db)
    };
    let db = match usable(suspect) {
        Err(JournalError::Damaged(_)) if !options.only_look => {
            if !alone {
                let path = path.display().to_string();
                return Err(JournalError::InUse(
                    path,
                    "set aside, because it is damaged",
                ));
            }
            set_aside = Some(put_aside(path, (options.clock)()).map_err(unusable)?);
            create(path).map_err(unusable)?;
            usable(false)?
        }
        other => other?,
    };
    if suspect {
        check::forget(path).map_err(unusable)?;
    }
    let files = JournalFiles::of(path).map_err(unusable)?;
    presence.share().map_err(unusable)?;
    drop(turn);
    Ok(OpenDatabase {
        db,
        files,
        damage: FileDamage::default(),
        _presence: presence,
        set_aside,
    })
}

/// Waits until no other process is opening the file.
fn lock(path: &Path) -> Result<FileLock, JournalError> {
    let mut waited = Duration::ZERO;
    loop {
        match FileLock::take(path, &JobHolder::here(None)) {
            Ok(lock) => return Ok(lock),
            Err(LockError::Unusable(why)) => return Err(JournalError::io(path, &why)),
            Err(LockError::By(_)) if waited >= PATIENCE => return Err(JournalError::Busy),
            Err(LockError::By(_)) => {}
        }
        sleep(LOOK_AGAIN);
        waited += LOOK_AGAIN;
    }
}

/// Creates the file for its owner only; the database's extra files get the same permissions.
fn create(path: &Path) -> io::Result<()> {
    let created = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(FILE_MODE)
        .open(path);
    match created {
        // By path: opening and closing the file here would release the locks of this very process.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            fs::set_permissions(path, Permissions::from_mode(FILE_MODE))
        }
        Err(error) => Err(error),
        Ok(_) => Ok(()),
    }
}

fn ready(
    path: &Path,
    steps: &[Migration],
    alone: bool,
    suspect: bool,
) -> Result<Connection, JournalError> {
    let named = || path.display().to_string();
    let db = connect(path)?;
    // A newer file is not touched: nothing is written before its version is known.
    let (found, known) = (schema::version(&db)?, schema::known(steps));
    if found > known {
        let path = named();
        return Err(JournalError::Newer { path, found, known });
    }
    // This finds a table that cannot be read at all, whatever else is in the file.
    let tables = tables(&db)?;
    if suspect {
        check::look(&db)?;
    }
    if found == 0 && tables > 0 {
        return Err(JournalError::Foreign(named()));
    }
    if (1..known).contains(&found) && !alone {
        return Err(JournalError::InUse(named(), "brought to a new version"));
    }
    let mode: String = db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        let why = format!("its log is of the kind {mode:?}");
        return Err(JournalError::NoLocks(named(), why));
    }
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "foreign_keys", true)?;
    schema::migrate(&db, steps)?;
    Ok(db)
}

fn tables(db: &Connection) -> Result<u32, JournalError> {
    Ok(db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?)
}

/// Renames the damaged file and the files beside it, so that an expert can still read it.
fn put_aside(path: &Path, at: i64) -> io::Result<PathBuf> {
    let aside = (0..1000)
        .map(|n: i64| beside(path, &format!(".damaged-{}", at + n)))
        .find(|name| !name.exists())
        .ok_or(ErrorKind::AlreadyExists)?;
    for ending in ["-wal", "-shm", ""] {
        match fs::rename(beside(path, ending), beside(&aside, ending)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(aside)
}

/// Marks everything that dead processes had in progress as unknown.
fn abandon(db: &Connection, path: &Path) -> Result<(), JournalError> {
    unknown_outcomes::abandon(db, path)?;
    for job in jobs::in_progress(db)? {
        let lock = lock_of(path, job);
        if let Some(dir) = lock.parent() {
            make_dir(dir).map_err(|why| JournalError::unusable(dir, &why))?;
        }
        match FileLock::take(&lock, &JobHolder::here(None)) {
            Ok(_lock) => {
                db.execute_batch("BEGIN IMMEDIATE")?;
                jobs::abandon(db, job)?;
                db.execute_batch("COMMIT")?;
            }
            // A living process is running it.
            Err(LockError::By(_)) => {}
            Err(LockError::Unusable(why)) => return Err(JournalError::io(&lock, &why)),
        }
    }
    Ok(())
}
