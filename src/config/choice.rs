//! Selects the profile: by the flag, else the environment, else the file's default.

use std::path::Path;

use thiserror::Error;

use crate::profile::{Profile, Profiles};
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
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProfileChoiceError {
    /// There are no profiles.
    #[error("there is no profile yet: rosterm profile add makes one")]
    None,
    /// The named profile does not exist.
    #[error("there is no profile {name} in {file}{others}")]
    Missing {
        /// The name that was asked for.
        name: String,
        /// The configuration file.
        file: String,
        /// The existing names.
        others: String,
    },
    /// There are several profiles, and none is the default.
    #[error(
        "which profile? --profile NAME names one, or default = \"NAME\" in {file}; there are {names}"
    )]
    Several {
        /// The file that could name the default.
        file: String,
        /// The existing names.
        names: String,
    },
}

/// The profile of this name; without a name, the default or the only one.
pub fn choose(
    profiles: &Profiles,
    name: Option<&str>,
    file: &Path,
) -> Result<ChosenProfile, ProfileChoiceError> {
    let file = printable(&file.display().to_string());
    let names = printable(&profiles.names().join(", "));
    let (name, profile) = match name {
        Some(name) => {
            let Some(profile) = profiles.find(name) else {
                let others = match names.as_str() {
                    "" => String::new(),
                    names => format!("; there are {names}"),
                };
                let name = printable(name);
                return Err(ProfileChoiceError::Missing { name, file, others });
            };
            (name, profile)
        }
        None if profiles.all.is_empty() => return Err(ProfileChoiceError::None),
        None => profiles
            .usual()
            .ok_or(ProfileChoiceError::Several { file, names })?,
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
            .map_err(|why| why.to_string())
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
