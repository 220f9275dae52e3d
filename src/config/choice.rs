//! Selects the profile: by the flag, else the environment, else the file's default.

use std::path::Path;

use super::PROFILE;
use crate::i18n::Lang;
use crate::profile::{Profile, Profiles};
use crate::t;
use crate::text::printable;

/// The selected profile.
#[derive(Debug, Clone)]
pub struct ChosenProfile {
    /// Its name.
    pub name: String,
    /// Its contents.
    pub profile: Profile,
}

/// Why no profile could be selected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileChoiceError {
    /// There are no profiles.
    None,
    /// The named profile does not exist.
    Missing {
        /// The name that was asked for.
        name: String,
        /// The configuration file.
        file: String,
        /// The existing names.
        others: Vec<String>,
    },
    /// There are several profiles, and none is the default.
    Several {
        /// The file that could name the default.
        file: String,
        /// The existing names.
        names: Vec<String>,
    },
}

impl ProfileChoiceError {
    /// What is wrong and what to do, in one line.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::None => t!(lang, "cli-no-profile-yet"),
            Self::Missing { name, file, others } if others.is_empty() => {
                t!(lang, "cli-no-such-profile", name = name, file = file)
            }
            Self::Missing { name, file, others } => t!(
                lang,
                "cli-no-such-profile-but",
                name = name,
                file = file,
                others = others.join(&t!(lang, "cli-name-separator"))
            ),
            Self::Several { file, names } => t!(
                lang,
                "cli-which-profile",
                file = file,
                names = names.join(&t!(lang, "cli-name-separator"))
            ),
        }
    }
}

/// The profile of this name; without a name, that of the environment, else the default or the only one.
pub fn choose_by_environment(
    profiles: &Profiles,
    name: Option<&str>,
    file: &Path,
) -> Result<ChosenProfile, ProfileChoiceError> {
    let named = std::env::var(PROFILE).ok();
    let name = name.or(named.as_deref().filter(|name| !name.is_empty()));
    choose(profiles, name, file)
}

/// The profile of this name; without a name, the default or the only one.
fn choose(
    profiles: &Profiles,
    name: Option<&str>,
    file: &Path,
) -> Result<ChosenProfile, ProfileChoiceError> {
    let file = printable(&file.display().to_string());
    let names = || profiles.names().into_iter().map(printable).collect();
    let (name, profile) = match name {
        Some(name) => {
            let Some(profile) = profiles.find(name) else {
                let others = names();
                let name = printable(name);
                return Err(ProfileChoiceError::Missing { name, file, others });
            };
            (name, profile)
        }
        None if profiles.all.is_empty() => return Err(ProfileChoiceError::None),
        None => profiles
            .usual()
            .ok_or_else(|| ProfileChoiceError::Several {
                file,
                names: names(),
            })?,
    };
    Ok(ChosenProfile {
        name: name.to_owned(),
        profile: profile.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile;

    fn profiles(text: &str) -> Profiles {
        profile::read(text).unwrap()
    }

    const TWO: &str = "[profile.a]\nbase_url = \"https://h\"\napp_key = \"o#a\"\nsecret = \"env\"\n\
                       [profile.b]\nbase_url = \"https://h\"\napp_key = \"o#b\"\nsecret = \"env\"\n";

    fn name(text: &str, named: Option<&str>) -> Result<String, String> {
        choose(&profiles(text), named, Path::new("/c"))
            .map(|chosen| chosen.name)
            .map_err(|why| why.words(Lang::En))
    }

    #[test]
    fn a_name_goes_before_the_default_and_the_default_before_the_only_one() {
        let with_default = format!("default = \"b\"\n{TWO}");
        assert_eq!(name(&with_default, Some("a")).unwrap(), "a");
        assert_eq!(name(&with_default, None).unwrap(), "b");
        let one = profile::remove(TWO, "b").unwrap();
        assert_eq!(name(&one, None).unwrap(), "a");
    }

    #[test]
    fn where_it_is_not_clear_it_says_which_there_are() {
        let several = name(TWO, None).unwrap_err();
        assert!(
            several.contains("a, b") && several.contains("/c"),
            "{several}"
        );
        let missing = name(TWO, Some("c\x1b")).unwrap_err();
        assert!(
            missing.contains("c<001B>") && missing.contains("a, b"),
            "{missing}"
        );
        assert_eq!(
            choose(&Profiles::default(), None, Path::new("/c")).unwrap_err(),
            ProfileChoiceError::None
        );
    }
}
