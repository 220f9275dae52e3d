//! What a person may change about the screen while rosterm runs. What was changed is remembered.

use strum::VariantArray;

use crate::i18n::Lang;

/// One of the preferences, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
pub enum Preference {
    /// The language of the screen.
    Language,
    /// Whether users are masked.
    Mask,
    /// Whether there are colours.
    Colours,
    /// Whether the mouse is used here, and not by the terminal.
    Mouse,
    /// Whether the line of the newest requests is shown.
    Requests,
    /// Whether lines are drawn with ASCII characters.
    Ascii,
}

impl Preference {
    /// Its name in the file of what is remembered.
    pub fn name(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Mask => "mask",
            Self::Colours => "colours",
            Self::Mouse => "mouse",
            Self::Requests => "requests",
            Self::Ascii => "ascii",
        }
    }
}

/// All preferences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Preferences {
    /// The language of the screen; `None` for that of the profile or the system.
    pub language: Option<Lang>,
    /// See [`Preference::Mask`].
    pub mask: bool,
    /// See [`Preference::Colours`].
    pub colours: bool,
    /// See [`Preference::Mouse`].
    pub mouse: bool,
    /// See [`Preference::Requests`].
    pub requests: bool,
    /// See [`Preference::Ascii`].
    pub ascii: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            language: None,
            mask: false,
            colours: true,
            mouse: true,
            requests: true,
            ascii: false,
        }
    }
}

impl Preferences {
    /// Applies a change.
    pub fn apply(&mut self, change: PreferenceChange) {
        match change {
            PreferenceChange::Language(lang) => self.language = lang,
            PreferenceChange::Mask(on) => self.mask = on,
            PreferenceChange::Colours(on) => self.colours = on,
            PreferenceChange::Mouse(on) => self.mouse = on,
            PreferenceChange::Requests(on) => self.requests = on,
            PreferenceChange::Ascii(on) => self.ascii = on,
        }
    }

    /// The change to the next value of a preference, or to the previous one.
    pub fn step(self, which: Preference, forward: bool) -> PreferenceChange {
        match which {
            Preference::Language => {
                let all = [None, Some(Lang::En), Some(Lang::ZhCn)];
                let at = all.iter().position(|lang| *lang == self.language);
                let by = if forward { 1 } else { all.len() - 1 };
                PreferenceChange::Language(all[(at.unwrap_or(0) + by) % all.len()])
            }
            Preference::Mask => PreferenceChange::Mask(!self.mask),
            Preference::Colours => PreferenceChange::Colours(!self.colours),
            Preference::Mouse => PreferenceChange::Mouse(!self.mouse),
            Preference::Requests => PreferenceChange::Requests(!self.requests),
            Preference::Ascii => PreferenceChange::Ascii(!self.ascii),
        }
    }
}

/// A change of one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PreferenceChange {
    /// See [`Preferences::language`].
    Language(Option<Lang>),
    /// See [`Preference::Mask`].
    Mask(bool),
    /// See [`Preference::Colours`].
    Colours(bool),
    /// See [`Preference::Mouse`].
    Mouse(bool),
    /// See [`Preference::Requests`].
    Requests(bool),
    /// See [`Preference::Ascii`].
    Ascii(bool),
}

/// The word for the language of the profile or the system.
const AUTOMATIC: &str = "automatic";

impl PreferenceChange {
    /// What it changes.
    pub fn which(self) -> Preference {
        match self {
            Self::Language(_) => Preference::Language,
            Self::Mask(_) => Preference::Mask,
            Self::Colours(_) => Preference::Colours,
            Self::Mouse(_) => Preference::Mouse,
            Self::Requests(_) => Preference::Requests,
            Self::Ascii(_) => Preference::Ascii,
        }
    }

    /// The new value in the file of what is remembered: a switch, or a word.
    pub fn value(self) -> Result<bool, String> {
        match self {
            Self::Language(lang) => Err(lang.map_or(AUTOMATIC.to_owned(), |lang| lang.to_string())),
            Self::Mask(on)
            | Self::Colours(on)
            | Self::Mouse(on)
            | Self::Requests(on)
            | Self::Ascii(on) => Ok(on),
        }
    }

    /// The change to the language of this word.
    pub fn of_word(which: Preference, word: &str) -> Option<Self> {
        match which {
            Preference::Language if word == AUTOMATIC => Some(Self::Language(None)),
            Preference::Language => Lang::parse(word).map(|lang| Self::Language(Some(lang))),
            _ => None,
        }
    }

    /// The change of a switch.
    pub fn of_switch(which: Preference, on: bool) -> Option<Self> {
        match which {
            Preference::Language => None,
            Preference::Mask => Some(Self::Mask(on)),
            Preference::Colours => Some(Self::Colours(on)),
            Preference::Mouse => Some(Self::Mouse(on)),
            Preference::Requests => Some(Self::Requests(on)),
            Preference::Ascii => Some(Self::Ascii(on)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_reached_in_either_direction() {
        for forward in [true, false] {
            for which in Preference::VARIANTS {
                let mut now = Preferences::default();
                let steps = if *which == Preference::Language { 3 } else { 2 };
                for step in 1..=steps {
                    let change = now.step(*which, forward);
                    assert_eq!(change.which(), *which);
                    now.apply(change);
                    assert_eq!(now == Preferences::default(), step == steps);
                }
            }
        }
    }
}
