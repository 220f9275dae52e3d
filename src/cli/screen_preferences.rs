//! What the screen looks like at the start. A flag wins over the environment, that over what was changed on the
//! screen and is remembered, that over the configuration.

use std::env;
use std::path::PathBuf;

use super::args::ScreenArgs;
use crate::config;
use crate::domain::PreferenceProblem;
use crate::i18n::Lang;
use crate::preferences::Preferences;
use crate::profile::Profiles;

/// What the screen looks like, and where changes are remembered.
pub struct ScreenPreferences {
    pub preferences: Preferences,
    /// The file of what is remembered; none for the sandbox, which ends with everything that was done in it.
    pub file: Option<PathBuf>,
    pub problem: Option<PreferenceProblem>,
}

impl ScreenPreferences {
    /// What the configuration, the file of what is remembered and the environment say.
    pub fn of(profiles: &Profiles, language: Option<Lang>, sandbox: bool) -> Self {
        let mut preferences = Preferences {
            ascii: profiles.ascii,
            mouse: !profiles.mouse_off,
            ..Preferences::default()
        };
        let file = config::paths().map(|paths| paths.settings);
        let file = file.filter(|_| !sandbox);
        let (known, problem) = file
            .as_deref()
            .map_or((Vec::new(), None), config::remembered);
        for change in known {
            preferences.apply(change);
        }
        preferences.language = language.or(preferences.language);
        if env::var_os(NO_COLOUR).is_some_and(|value| !value.is_empty()) {
            preferences.colours = false;
        }
        Self {
            preferences,
            file,
            problem,
        }
    }

    /// The same with the flags of the screen.
    pub fn with(mut self, args: &ScreenArgs) -> Self {
        self.preferences.ascii |= args.ascii;
        self.preferences.mouse &= !args.no_mouse;
        self
    }
}

/// Set if no colours are wanted: <https://no-color.org>.
const NO_COLOUR: &str = "NO_COLOR";
