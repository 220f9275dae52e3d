//! The configuration file: read, rewritten whole or not at all, for its owner only.

use std::fs::{self, DirBuilder, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::paths;
use crate::api::{Credentials, Network, Settings, Trust};
use crate::i18n::Lang;
use crate::profile::{self, Mistake, Profile, Profiles, Unwritable};
use crate::t;
use crate::text::Text;

/// Why a file is of no use. Each is one line that names it.
#[derive(Debug, Error)]
pub enum BadFile {
    /// It is there and cannot be read.
    #[error("{0}: it cannot be read: {1}")]
    Unreadable(Text, io::Error),
    /// It holds something that is wrong.
    #[error("{0}:{1}")]
    Mistake(Text, Mistake),
    /// The change cannot be made.
    #[error("{0}: {1}")]
    Refused(Text, Unwritable),
    /// It cannot be written.
    #[error("{0}: it cannot be written: {1}")]
    Unwritable(Text, io::Error),
    /// It is a link to nowhere.
    #[error("{0}: it is a link to a file that does not exist")]
    Dangling(Text),
    /// The certificates of a profile are of no use.
    #[error("{0}: {1}")]
    Trust(Text, String),
}

impl BadFile {
    /// The same for whoever sits at the screen. A mistake in the file is for whoever wrote it, and stays
    /// as it is.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::Unreadable(path, why) => {
                t!(
                    lang,
                    "file-unreadable",
                    path = path.shown(),
                    why = why.to_string()
                )
            }
            Self::Unwritable(path, why) => {
                t!(
                    lang,
                    "file-unwritable",
                    path = path.shown(),
                    why = why.to_string()
                )
            }
            Self::Dangling(path) => t!(lang, "file-dangling", path = path.shown()),
            Self::Trust(path, _) => t!(lang, "file-no-certificate", path = path.shown()),
            Self::Mistake(..) | Self::Refused(..) => self.to_string(),
        }
    }
}

/// The profiles of a file; none where there is no file.
///
/// # Errors
/// Where it cannot be read or holds something wrong.
pub fn load(file: &Path) -> Result<Profiles, BadFile> {
    profile::read(&text(file)?).map_err(|mistake| BadFile::Mistake(shown(file), mistake))
}

/// Writes one more profile.
///
/// # Errors
/// Where there is one of this name, or the file cannot be read or written.
pub fn add(file: &Path, name: &str, profile: &Profile) -> Result<(), BadFile> {
    rewrite(file, |text| profile::add(text, name, profile))
}

/// Takes a profile out.
///
/// # Errors
/// Where there is none of this name, or the file cannot be read or written.
pub fn remove(file: &Path, name: &str) -> Result<(), BadFile> {
    rewrite(file, |text| profile::remove(text, name))
}

/// What the client needs to know of a profile.
///
/// # Errors
/// Where its certificates cannot be read.
pub fn settings(
    profile: &Profile,
    credentials: Credentials,
    file: &Path,
) -> Result<Settings, BadFile> {
    let trust = match &profile.ca_file {
        None => Trust::default(),
        Some(path) => {
            let path = absolute(path, file);
            let pem = fs::read(&path).map_err(|why| BadFile::Unreadable(shown(&path), why))?;
            Trust::parse(&pem).map_err(|why| BadFile::Trust(shown(&path), why.to_string()))?
        }
    };
    Ok(Settings {
        base_url: profile.base_url.clone(),
        app_key: profile.app_key.clone(),
        credentials,
        share: profile.share,
        timing: profile.timing.of_client(),
        network: Network {
            trust,
            proxy: profile.proxy.clone(),
        },
    })
}

/// A path as a profile names it: below the home with `~/`, else beside the configuration file.
#[must_use]
pub fn absolute(path: &Path, file: &Path) -> PathBuf {
    if let Ok(below) = path.strip_prefix("~")
        && let Some(home) = directories::BaseDirs::new()
    {
        return home.home_dir().join(below);
    }
    file.parent()
        .map_or_else(|| path.into(), |dir| dir.join(path))
}

fn shown(path: &Path) -> Text {
    Text::new(&path.display().to_string())
}

fn text(file: &Path) -> Result<String, BadFile> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(BadFile::Unreadable(shown(file), error)),
    }
}

fn rewrite(
    file: &Path,
    change: impl FnOnce(&str) -> Result<String, Unwritable>,
) -> Result<(), BadFile> {
    let after = change(&text(file)?).map_err(|why| match why {
        Unwritable::Mistake(mistake) => BadFile::Mistake(shown(file), mistake),
        why => BadFile::Refused(shown(file), why),
    })?;
    // People keep their settings elsewhere and link to them: the file behind the link is replaced, and
    // the link stays. A link to nowhere is not followed, since nobody knows what was meant by it.
    let target = match fs::canonicalize(file) {
        Ok(target) => target,
        Err(_) if file.is_symlink() => return Err(BadFile::Dangling(shown(file))),
        Err(_) => file.to_owned(),
    };
    put(&target, &after).map_err(|why| BadFile::Unwritable(shown(file), why))
}

/// The whole text under its name, or what was there before: never a half.
fn put(target: &Path, text: &str) -> io::Result<()> {
    let dir = match target.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    };
    make_dir(dir)?;
    // Such a file is for its owner only from the start.
    let mut temporary = tempfile::Builder::new()
        .prefix(".rosterm-")
        .permissions(Permissions::from_mode(0o600))
        .tempfile_in(dir)?;
    temporary.write_all(text.as_bytes())?;
    temporary.as_file().sync_all()?;
    temporary.persist(target).map_err(|error| error.error)?;
    Ok(())
}

/// A directory of our own is for its owner only; one that is there already is left as its owner has it,
/// unless it bears our name.
pub(super) fn make_dir(dir: &Path) -> io::Result<()> {
    if !dir.is_dir() {
        return DirBuilder::new().recursive(true).mode(0o700).create(dir);
    }
    let ours = paths().is_some_and(|paths| {
        [paths.config, paths.data, paths.state]
            .iter()
            .any(|file| file.parent() == Some(dir))
    });
    if ours {
        fs::set_permissions(dir, Permissions::from_mode(0o700))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{AppKey, BaseUrl};
    use crate::profile::Source;
    use std::os::unix::fs::symlink;

    fn profile() -> Profile {
        Profile::new(
            BaseUrl::parse("https://a1.easemob.com").unwrap(),
            AppKey::parse("acme#im").unwrap(),
            Source::Env,
        )
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_new_file_and_its_directory_are_for_their_owner_only() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a/b/config.toml");
        add(&file, "acme", &profile()).unwrap();
        assert_eq!(mode(&file), 0o600);
        assert_eq!(mode(file.parent().unwrap()), 0o700);
        assert_eq!(load(&file).unwrap().names(), ["acme"]);
    }

    #[test]
    fn a_rewrite_closes_an_open_file_and_leaves_nothing_else_behind() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("config.toml");
        fs::write(&file, "# mine\n").unwrap();
        fs::set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
        add(&file, "acme", &profile()).unwrap();
        assert_eq!(mode(&file), 0o600);
        assert!(fs::read_to_string(&file).unwrap().contains("# mine\n"));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_link_stays_and_the_file_behind_it_is_rewritten() {
        let dir = tempfile::tempdir().unwrap();
        let (file, elsewhere) = (dir.path().join("config.toml"), dir.path().join("mine.toml"));
        fs::write(&elsewhere, "").unwrap();
        symlink(&elsewhere, &file).unwrap();
        add(&file, "acme", &profile()).unwrap();
        assert!(file.is_symlink());
        assert!(fs::read_to_string(&elsewhere).unwrap().contains("acme"));
    }

    #[test]
    fn a_link_to_nowhere_is_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let (file, nowhere) = (dir.path().join("config.toml"), dir.path().join("none"));
        symlink(&nowhere, &file).unwrap();
        assert!(matches!(
            add(&file, "acme", &profile()),
            Err(BadFile::Dangling(_))
        ));
        assert!(!nowhere.exists());
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named_and_not_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("config.toml");
        fs::write(&file, b"\xff\xfe").unwrap();
        let why = add(&file, "acme", &profile()).unwrap_err();
        assert!(why.to_string().contains("config.toml"), "{why}");
        assert_eq!(fs::read(&file).unwrap(), b"\xff\xfe");
    }

    #[test]
    fn a_relative_path_lies_beside_the_configuration() {
        let file = Path::new("/etc/rosterm/config.toml");
        assert_eq!(
            absolute(Path::new("corp.pem"), file),
            Path::new("/etc/rosterm/corp.pem")
        );
        assert_eq!(absolute(Path::new("/x.pem"), file), Path::new("/x.pem"));
    }
}
