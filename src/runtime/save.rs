//! New files for the person at the terminal.

use std::env::current_dir;
use std::fs::{OpenOptions, hard_link, remove_file};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// So many names are tried: one that is taken stays as it is.
const NAMES: usize = 1_000;

/// Writes a text into a new file in the working directory, for its owner alone. Gives back where it is.
///
/// # Errors
/// Where it cannot be written; then nothing of it is there.
pub(super) fn save(name: &str, text: &str) -> io::Result<PathBuf> {
    let dir = current_dir()?;
    let written = dir.join(format!(".{name}.{}", std::process::id()));
    let outcome = write(&written, text).and_then(|()| put(&dir, name, &written));
    match remove_file(&written) {
        Err(why) if outcome.is_ok() && why.kind() != ErrorKind::NotFound => Err(why),
        _ => outcome,
    }
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Gives the file the first name that is free. A link, unlike a new name, takes nobody's place.
fn put(dir: &Path, name: &str, written: &Path) -> io::Result<PathBuf> {
    for n in 1..NAMES {
        let path = match (n, name.rsplit_once('.')) {
            (1, _) => dir.join(name),
            (_, Some((stem, kind))) => dir.join(format!("{stem}-{n}.{kind}")),
            (_, None) => dir.join(format!("{name}-{n}")),
        };
        match hard_link(written, &path) {
            Ok(()) => return Ok(path),
            Err(why) if why.kind() == ErrorKind::AlreadyExists => {}
            Err(why) => return Err(why),
        }
    }
    Err(io::Error::from(ErrorKind::AlreadyExists))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_file_is_private_whole_and_in_nobodys_place() {
        let dir = tempfile::tempdir().unwrap();
        let text = dir.path().join("text");
        for (n, name) in ["failed.csv", "failed-2.csv", "failed-3.csv"]
            .iter()
            .enumerate()
        {
            fs::remove_file(&text).ok();
            write(&text, &format!("{n}")).unwrap();
            assert_eq!(
                put(dir.path(), "failed.csv", &text).unwrap(),
                dir.path().join(name)
            );
        }
        for (n, name) in ["failed.csv", "failed-2.csv", "failed-3.csv"]
            .iter()
            .enumerate()
        {
            let path = dir.path().join(name);
            assert_eq!(fs::read_to_string(&path).unwrap(), n.to_string());
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_directory_that_is_not_there_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("gone/text");
        assert!(write(&path, "x").is_err());
        assert!(put(&dir.path().join("gone"), "x.csv", &path).is_err());
    }
}
