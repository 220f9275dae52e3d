//! The file of what was changed about the screen and is remembered: one line for each preference that was ever
//! changed. It is written by rosterm, and does no harm if it is lost.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use strum::VariantArray;
use toml_edit::{DocumentMut, value};

use crate::domain::PreferenceProblem;
use crate::preferences::{Preference, PreferenceChange};
use crate::private_file;

/// The longest file that is read, in bytes.
const LONGEST: u64 = 64 << 10;

/// What is remembered, and what is wrong with it: what cannot be understood is left out.
pub fn remembered(file: &Path) -> (Vec<PreferenceChange>, Option<PreferenceProblem>) {
    let text = match text(file) {
        Ok(text) => text,
        Err(why) => return (Vec::new(), Some(PreferenceProblem::Unread((&why).into()))),
    };
    let Ok(document) = text.parse::<DocumentMut>() else {
        return (Vec::new(), Some(PreferenceProblem::Garbled));
    };
    let mut problem = None;
    let known = Preference::VARIANTS.iter().filter_map(|which| {
        // What a newer rosterm remembers is nobody's mistake.
        let item = document.get(which.name())?;
        let change = match (item.as_bool(), item.as_str()) {
            (Some(on), _) => PreferenceChange::of_switch(*which, on),
            (_, Some(word)) => PreferenceChange::of_word(*which, word),
            _ => None,
        };
        if change.is_none() {
            problem = Some(PreferenceProblem::Garbled);
        }
        change
    });
    let known = known.collect();
    (known, problem)
}

/// Remembers a change. What else is remembered stays, even what another rosterm has changed meanwhile.
pub fn remember(file: &Path, change: PreferenceChange) -> io::Result<()> {
    let text = text(file)?;
    // Nobody can use what cannot be read.
    let mut document = text.parse::<DocumentMut>().unwrap_or_default();
    document[change.which().name()] = match change.value() {
        Ok(on) => value(on),
        Err(word) => value(word),
    };
    private_file::make_dir(private_file::dir_of(file))?;
    private_file::replace(file, &document.to_string())
}

fn text(file: &Path) -> io::Result<String> {
    let facts = match fs::metadata(file) {
        Err(why) if why.kind() == ErrorKind::NotFound => return Ok(String::new()),
        facts => facts?,
    };
    // Opening a pipe would wait until somebody writes into it.
    if !facts.is_file() {
        return Err(ErrorKind::IsADirectory.into());
    }
    if facts.len() > LONGEST {
        return Err(ErrorKind::FileTooLarge.into());
    }
    match fs::read(file) {
        // Not a text; what is read of it is not understood either.
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(why) => Err(why),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn what_was_changed_last_is_remembered() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("rosterm/settings.toml");
        assert_eq!(remembered(&file), (Vec::new(), None));
        let changes = [
            PreferenceChange::Mask(true),
            PreferenceChange::Language(Some(Lang::ZhCn)),
            PreferenceChange::Mask(false),
            PreferenceChange::Ascii(true),
        ];
        for change in changes {
            remember(&file, change).unwrap();
        }
        let expected = vec![changes[1], changes[2], changes[3]];
        assert_eq!(remembered(&file), (expected, None));
        remember(&file, PreferenceChange::Language(None)).unwrap();
        assert_eq!(remembered(&file).0[0], PreferenceChange::Language(None));
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&file), 0o600);
        assert_eq!(mode(file.parent().unwrap()), 0o700);
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_not_understood_is_left_out_and_the_rest_counts() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("settings.toml");
        let mouse = vec![PreferenceChange::Mouse(false)];
        for (text, known, is_wrong) in [
            ("", Vec::new(), false),
            ("mouse = false\nmask = 3\n", mouse.clone(), true),
            ("mouse = false\nlanguage = \"fr\"\n", mouse.clone(), true),
            ("mouse = false\nlanguage = true\n", mouse.clone(), true),
            ("mouse = false\nmask = \"en\"\n", mouse.clone(), true),
            ("mouse = false\nsounds = true\n", mouse.clone(), false),
            ("mouse = fal", Vec::new(), true),
            ("\u{0}\u{1}", Vec::new(), true),
        ] {
            fs::write(&file, text).unwrap();
            let problem = is_wrong.then_some(PreferenceProblem::Garbled);
            assert_eq!(remembered(&file), (known, problem), "{text:?}");
            remember(&file, PreferenceChange::Mask(true)).unwrap();
            assert!(remembered(&file).0.contains(&PreferenceChange::Mask(true)));
        }
        // A newer rosterm finds again what it knows.
        fs::write(&file, "sounds = true\n").unwrap();
        remember(&file, PreferenceChange::Mask(true)).unwrap();
        assert!(fs::read_to_string(&file).unwrap().contains("sounds"));
    }

    #[test]
    fn what_is_no_file_is_neither_read_nor_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let (known, problem) = remembered(dir.path());
        assert!(known.is_empty());
        assert!(matches!(problem, Some(PreferenceProblem::Unread(_))));
        assert!(remember(dir.path(), PreferenceChange::Mask(true)).is_err());
        assert!(remember(Path::new("/dev/null/x/y"), PreferenceChange::Mask(true)).is_err());
    }

    #[test]
    fn two_at_once_tear_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("settings.toml");
        std::thread::scope(|scope| {
            for change in [PreferenceChange::Mask(true), PreferenceChange::Mouse(false)] {
                let file = &file;
                scope.spawn(move || {
                    for _ in 0..20 {
                        remember(file, change).unwrap();
                        assert_eq!(remembered(file).1, None);
                    }
                });
            }
        });
        assert!(!remembered(&file).0.is_empty());
    }
}
