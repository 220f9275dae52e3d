//! rosterm's own records: the log, and reports of internal errors. Both may contain user IDs, so only their
//! owner can read them; their contents are safe to print.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use env_logger::{Builder, Target};
use jiff::Timestamp;
use log::LevelFilter;

use super::paths;
use crate::private_file::{FILE_MODE, make_dir};
use crate::text::printable;

/// In bytes. A log that would grow beyond this is rotated; one old file is kept.
const LONGEST_LOG: u64 = 4 << 20;

/// Starts the log in this file. Without this call, nothing is logged.
pub fn start_log(file: PathBuf, level: LevelFilter) -> io::Result<()> {
    let file = LogFile::open(file)?;
    Builder::new()
        .filter_level(level)
        .target(Target::Pipe(Box::new(file)))
        .format(|out, record| {
            writeln!(
                out,
                "{:.3} {:5} {} {}",
                Timestamp::now(),
                record.level(),
                record.target(),
                printable(&record.args().to_string())
            )
        })
        .try_init()
        .map_err(io::Error::other)
}

/// The log file. Sessions run for days, and several write to one log, so its length, its permissions and
/// whether it is still the file of that name are checked before each write.
struct LogFile {
    path: PathBuf,
    file: File,
}

impl LogFile {
    fn open(path: PathBuf) -> io::Result<Self> {
        if let Some(dir) = path.parent() {
            make_dir(dir)?;
        }
        let file = open_log(&path)?;
        Ok(Self { path, file })
    }

    /// Checks the file before this many bytes are added.
    fn look(&mut self, more: u64) -> io::Result<()> {
        let close = |file: &File| file.set_permissions(Permissions::from_mode(FILE_MODE));
        let mut facts = self.file.metadata()?;
        if facts.mode() & 0o077 != 0 {
            close(&self.file)?;
        }
        let named = fs::metadata(&self.path);
        let is_named =
            named.is_ok_and(|named| (named.dev(), named.ino()) == (facts.dev(), facts.ino()));
        if is_named && facts.len() > 0 && facts.len().saturating_add(more) > LONGEST_LOG {
            fs::rename(&self.path, self.path.with_extension("log.old"))?;
            self.file = open_log(&self.path)?;
            facts = self.file.metadata()?;
        } else if !is_named {
            // Another process rotated it, or somebody removed it.
            self.file = open_log(&self.path)?;
            facts = self.file.metadata()?;
        }
        if facts.mode() & 0o077 != 0 {
            close(&self.file)?;
        }
        Ok(())
    }
}

impl Write for LogFile {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.look(line.len() as u64)?;
        self.file.write(line)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn open_log(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .create(true)
        .append(true)
        .mode(FILE_MODE)
        .open(path)
}

/// Writes a report of an internal error to a new file beside the log, and returns its path.
pub fn write_report(text: &str) -> io::Result<PathBuf> {
    let dir = paths()
        .and_then(|paths| paths.log.parent().map(Path::to_owned))
        .unwrap_or_else(std::env::temp_dir);
    make_dir(&dir)?;
    let day = Timestamp::now().strftime("%Y-%m-%d");
    let mut file = tempfile::Builder::new()
        .prefix(&format!("report-{day}-"))
        .suffix(".txt")
        .tempfile_in(&dir)?;
    for line in text.lines() {
        writeln!(file, "{}", printable(line))?;
    }
    let (_, path) = file.keep().map_err(|error| error.error)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_log_that_grows_is_put_aside_and_stays_for_its_owner_only() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("rosterm.log");
        let old = dir.path().join("rosterm.log.old");
        fs::write(&path, "before\n").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        let mut log = LogFile::open(path.clone()).unwrap();
        log.write_all(b"one\n").unwrap();
        assert_eq!(mode(&path), 0o600);
        fs::set_permissions(&path, Permissions::from_mode(0o666)).unwrap();
        let line = vec![b'x'; 1 << 20];
        for _ in 0..4 {
            log.write_all(&line).unwrap();
            assert_eq!(mode(&path), 0o600);
            assert!(fs::metadata(&path).unwrap().len() <= LONGEST_LOG);
        }
        assert_eq!(
            (fs::metadata(&path).unwrap().len(), mode(&old)),
            (1 << 20, 0o600)
        );
        assert!(fs::read(&old).unwrap().starts_with(b"before\none\nx"));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }

    #[test]
    fn what_several_consoles_write_lands_in_the_log_of_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("rosterm.log");
        let [mut one, mut other] = [(); 2].map(|()| LogFile::open(path.clone()).unwrap());
        one.write_all(&vec![b'x'; 4 << 20]).unwrap();
        other.write_all(b"other\n").unwrap();
        one.write_all(b"one\n").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"other\none\n");
        fs::remove_file(&path).unwrap();
        one.write_all(b"again\n").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"again\n");
    }
}
