//! Reads the configuration file, and rewrites it atomically, readable by its owner only.

use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::api::{Credentials, Network, Settings, Trust};
use crate::i18n::Lang;
use crate::private_file;
use crate::profile::{self, Profile, Profiles, Unwritable};
use crate::t;
use crate::text::Text;
use crate::wording::system;

/// Why a file cannot be used.
#[derive(Debug)]
pub enum FileProblem {
    /// The file exists but cannot be read.
    Unreadable(Text, io::Error),
    /// The change cannot be made, or the contents are invalid.
    Refused(Text, Unwritable),
    /// The file cannot be written.
    Unwritable(Text, io::Error),
    /// Another user could have written the file or could replace it: the writable path, and the command that
    /// fixes it.
    WritableByOthers(Text, Text, Text),
    /// The file or a directory above it belongs to another user: the path of that.
    OwnedByAnother(Text, Text),
    /// The file is a link to nowhere.
    Dangling(Text),
    /// The certificates of a profile cannot be used.
    Trust(Text),
}

impl FileProblem {
    /// What is wrong, and what to do, in one line that names the file.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::Unreadable(path, why) if why.kind() == ErrorKind::InvalidData => {
                t!(lang, "file-not-utf-8", path = path.shown())
            }
            Self::Unreadable(path, why) => t!(
                lang,
                "file-unreadable",
                path = path.shown(),
                why = system::error(lang, &why.into())
            ),
            Self::Unwritable(path, why) => t!(
                lang,
                "file-unwritable",
                path = path.shown(),
                why = system::error(lang, &why.into())
            ),
            Self::WritableByOthers(path, open, close) => t!(
                lang,
                "file-open",
                path = path.shown(),
                open = open.shown(),
                close = close.shown()
            ),
            Self::OwnedByAnother(path, foreign) => t!(
                lang,
                "file-foreign",
                path = path.shown(),
                foreign = foreign.shown()
            ),
            Self::Dangling(path) => t!(lang, "file-dangling", path = path.shown()),
            Self::Trust(path) => t!(lang, "file-no-certificate", path = path.shown()),
            Self::Refused(path, why) => why.words(lang, path.shown()),
        }
    }

    /// Whether it is a mistake of the configuration, and not a failure of the system.
    pub fn is_mistake(&self) -> bool {
        match self {
            Self::Refused(..) | Self::WritableByOthers(..) | Self::OwnedByAnother(..) => true,
            Self::Unreadable(..) | Self::Unwritable(..) | Self::Dangling(_) | Self::Trust(_) => {
                false
            }
        }
    }
}

/// The profiles of a file; none if there is no file.
pub fn load(file: &Path) -> Result<Profiles, FileProblem> {
    let profiles = profile::read(&text(file)?)
        .map_err(|mistake| FileProblem::Refused(shown(file), Unwritable::Mistake(mistake)))?;
    // A profile names an address, and perhaps a command: whoever can change them gets the secret.
    if !profiles.all.is_empty() {
        nobody_else_writes(file)?;
    }
    Ok(profiles)
}

/// Refuses a file that a user other than this one and root could have written, or could replace.
fn nobody_else_writes(file: &Path) -> Result<(), FileProblem> {
    let unreadable = |why| FileProblem::Unreadable(shown(file), why);
    let named = std::path::absolute(file).map_err(unreadable)?;
    let target = fs::canonicalize(file).map_err(unreadable)?;
    // The directory of a link matters as much as its target.
    let around = named.parent().unwrap_or(Path::new("/"));
    let around = fs::canonicalize(around).map_err(unreadable)?;
    for path in target.ancestors().chain(around.ancestors()) {
        let facts = fs::metadata(path).map_err(unreadable)?;
        let owner = facts.uid();
        if owner != 0 && owner != rustix::process::geteuid().as_raw() {
            return Err(FileProblem::OwnedByAnother(shown(file), shown(path)));
        }
        // In a shared directory with the sticky bit, such as /tmp, nobody can touch other users' files.
        let shared = facts.is_dir() && facts.mode() & 0o1000 != 0;
        if facts.mode() & 0o022 != 0 && !shared {
            let path = path.display().to_string();
            let close = format!("chmod go-w {}", shell_words::quote(&path));
            return Err(FileProblem::WritableByOthers(
                shown(file),
                Text::new(&path),
                Text::new(&close),
            ));
        }
    }
    Ok(())
}

/// Adds a profile to the file.
///
/// # Errors
/// If there is a profile of this name already, or the file cannot be read or written.
pub fn add(file: &Path, name: &str, profile: &Profile) -> Result<(), FileProblem> {
    rewrite(file, |text| profile::add(text, name, profile))
}

/// Removes a profile from the file.
///
/// # Errors
/// If there is no profile of this name, or the file cannot be read or written.
pub fn remove(file: &Path, name: &str) -> Result<(), FileProblem> {
    rewrite(file, |text| profile::remove(text, name))
}

/// The client settings of a profile.
pub fn settings(
    profile: &Profile,
    credentials: Credentials,
    file: &Path,
) -> Result<Settings, FileProblem> {
    let trust = match &profile.ca_file {
        None => Trust::default(),
        Some(path) => {
            let path = absolute(path, file);
            let pem = fs::read(&path).map_err(|why| FileProblem::Unreadable(shown(&path), why))?;
            Trust::parse(&pem).map_err(|_| FileProblem::Trust(shown(&path)))?
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

/// Resolves a path from a profile: relative to the home directory with `~/`, else relative to the
/// configuration file.
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

fn text(file: &Path) -> Result<String, FileProblem> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(FileProblem::Unreadable(shown(file), error)),
    }
}

fn rewrite(
    file: &Path,
    change: impl FnOnce(&str) -> Result<String, Unwritable>,
) -> Result<(), FileProblem> {
    let after = change(&text(file)?).map_err(|why| FileProblem::Refused(shown(file), why))?;
    // People keep their dotfiles elsewhere and link to them: replace the file behind the link, and keep the
    // link. A link to nowhere is not followed, because its intention is unknown.
    let target = match fs::canonicalize(file) {
        Ok(target) => target,
        Err(_) if file.is_symlink() => return Err(FileProblem::Dangling(shown(file))),
        Err(_) => file.to_owned(),
    };
    private_file::make_dir(private_file::dir_of(&target))
        .and_then(|()| private_file::replace(&target, &after))
        .map_err(|why| FileProblem::Unwritable(shown(file), why))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{AppKey, BaseUrl};
    use crate::profile::SecretSource;
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt, chown, symlink};

    fn profile() -> Profile {
        Profile::new(
            BaseUrl::parse("https://a1.easemob.com").unwrap(),
            AppKey::parse("acme#im").unwrap(),
            SecretSource::Env,
        )
    }

    #[test]
    fn what_others_may_write_is_refused_where_it_names_an_address() {
        let dir = tempfile::tempdir().unwrap();
        let (inner, link) = (dir.path().join("a/b"), dir.path().join("l/config.toml"));
        let file = inner.join("config.toml");
        add(&file, "acme", &profile()).unwrap();
        fs::create_dir(dir.path().join("l")).unwrap();
        symlink(&file, &link).unwrap();
        let set = |path: &Path, mode| {
            fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
        };
        for named in [&file, &link] {
            assert!(load(named).is_ok());
        }
        for (path, closed) in [
            (file.as_path(), 0o600),
            (&inner, 0o700),
            (&dir.path().join("a"), 0o700),
        ] {
            for mode in [0o620, 0o602, 0o777] {
                set(path, if path.is_dir() { mode | 0o100 } else { mode });
                for named in [&file, &link] {
                    let why = load(named).unwrap_err();
                    let close = format!("chmod go-w {}", path.display());
                    assert!(matches!(&why, FileProblem::WritableByOthers(..)), "{why:?}");
                    assert!(why.words(Lang::En).ends_with(&close), "{why:?}");
                }
            }
            set(path, closed);
        }
        // Whoever can replace the link can point it at another file.
        set(&dir.path().join("l"), 0o777);
        assert!(load(&file).is_ok() && load(&link).is_err());
        set(&dir.path().join("l"), 0o1777);
        assert!(load(&link).is_ok());
        // Without a profile there is nothing to redirect.
        let plain = inner.join("plain.toml");
        fs::write(&plain, "[journal]\nremarks = false\n").unwrap();
        set(&plain, 0o666);
        assert!(load(&plain).is_ok());
    }

    #[test]
    fn what_belongs_to_another_user_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let inner = dir.path().join("a");
        let file = inner.join("config.toml");
        add(&file, "acme", &profile()).unwrap();
        // Only root can give files to another user.
        if !rustix::process::geteuid().is_root() {
            return;
        }
        for path in [&file, &inner] {
            chown(path, Some(12_345), None).unwrap();
            let why = load(&file).unwrap_err();
            assert!(matches!(&why, FileProblem::OwnedByAnother(..)), "{why:?}");
            let words = why.words(Lang::En);
            assert!(words.contains(&path.display().to_string()), "{words}");
            chown(path, Some(0), None).unwrap();
        }
        assert!(load(&file).is_ok());
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
            Err(FileProblem::Dangling(_))
        ));
        assert!(!nowhere.exists());
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named_and_not_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("config.toml");
        fs::write(&file, b"\xff\xfe").unwrap();
        let why = add(&file, "acme", &profile()).unwrap_err();
        let words = why.words(Lang::En);
        assert!(words.contains("config.toml"), "{words}");
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
