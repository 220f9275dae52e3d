//! Which profile is meant: the flag, else the environment, else the file's default.

use std::path::Path;

use thiserror::Error;

use crate::profile::{Profile, Profiles};
use crate::text::printable;

/// The profile that is meant.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// Its name.
    pub name: String,
    /// What it says.
    pub profile: Profile,
}

/// Why no profile is meant.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotChosen {
    /// There is none at all.
    #[error("there is no profile yet: rosterm profile add makes one")]
    None,
    /// The one that was named is not there.
    #[error("there is no profile {name} in {file}{others}")]
    Missing {
        /// What was asked for.
        name: String,
        /// Where it was looked for.
        file: String,
        /// Which there are.
        others: String,
    },
    /// There are several, and none is the default.
    #[error(
        "which profile? --profile NAME names one, or default = \"NAME\" in {file}; there are {names}"
    )]
    Several {
        /// Where the default would stand.
        file: String,
        /// Which there are.
        names: String,
    },
}

/// The profile of this name; without a name the default or the only one.
///
/// # Errors
/// [`NotChosen`], where it is not clear.
pub fn choose(profiles: &Profiles, name: Option<&str>, file: &Path) -> Result<Chosen, NotChosen> {
    let file = file.display().to_string();
    let names = profiles.names().join(", ");
    let (name, profile) = match name {
        Some(name) => {
            let Some(profile) = profiles.find(name) else {
                let others = match names.as_str() {
                    "" => String::new(),
                    names => format!("; there are {names}"),
                };
                let name = printable(name);
                return Err(NotChosen::Missing { name, file, others });
            };
            (name, profile)
        }
        None if profiles.all.is_empty() => return Err(NotChosen::None),
        None => profiles.usual().ok_or(NotChosen::Several { file, names })?,
    };
    Ok(Chosen {
        name: name.to_owned(),
        profile: profile.clone(),
    })
}
