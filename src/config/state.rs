//! What rosterm writes down about itself: the log, and reports of its own defects. Both may hold user
//! ids, so they are for their owner only; what stands in them is safe to print.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use env_logger::{Builder, Target};
use jiff::Timestamp;
use log::LevelFilter;

use super::files::make_dir;
use super::paths;
use crate::text::printable;

/// In bytes. A longer log is put aside when the next one begins; one such is kept.
const LONGEST_LOG: u64 = 4 << 20;

/// Begins the log at its place, as `rosterm paths` tells. Nothing is written without this.
///
/// # Errors
/// Where the file cannot be written.
pub fn start_log(level: LevelFilter) -> io::Result<()> {
    let Some(paths) = paths() else {
        return Err(io::Error::other(
            "this system gives the user no home directory",
        ));
    };
    let file = log_file(&paths.state)?;
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

fn log_file(path: &Path) -> io::Result<File> {
    if let Some(dir) = path.parent() {
        make_dir(dir)?;
    }
    if fs::metadata(path).is_ok_and(|facts| facts.len() > LONGEST_LOG) {
        fs::rename(path, path.with_extension("log.old"))?;
    }
    OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)
}

/// Writes a report of a defect beside the log, under a name of its own, and gives that back.
///
/// # Errors
/// Where the file cannot be written.
pub fn write_report(text: &str) -> io::Result<PathBuf> {
    let dir = paths()
        .and_then(|paths| paths.state.parent().map(Path::to_owned))
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
