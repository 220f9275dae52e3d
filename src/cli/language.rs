//! The language of a command, known before its arguments are parsed, so that errors of the command line are in
//! it, too.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use super::terminal::has_foreign_charset;
use crate::config;
use crate::i18n::Lang;

/// The language that was asked for, and the one to use.
#[derive(Debug, Clone, Copy)]
pub struct LanguageChoice {
    /// By the flag or the environment.
    pub named: Option<Lang>,
    /// The same; else that of the profile, else that of the system. In a charset other than UTF-8, English is
    /// readable and Chinese is not.
    pub lang: Lang,
}

impl LanguageChoice {
    /// Reads the arguments, valid or not.
    pub fn of(args: &[OsString]) -> Self {
        let flag = value_of(args, "--lang");
        let environment = || std::env::var(config::LANGUAGE).ok();
        let named = flag
            .and_then(OsStr::to_str)
            .and_then(Lang::parse)
            .or_else(|| environment().and_then(|name| Lang::parse(&name)));
        let lang = named.or_else(|| of_profile(args)).unwrap_or_else(|| {
            if has_foreign_charset() {
                Lang::En
            } else {
                system_language()
            }
        });
        Self { named, lang }
    }

    /// The language of the screen, and of the check, of a profile.
    pub fn for_profile(self, profile: Option<Lang>) -> Lang {
        self.named.or(profile).unwrap_or_else(system_language)
    }
}

pub fn system_language() -> Lang {
    Lang::detect(sys_locale::get_locale().as_deref())
}

/// The language of the profile that these arguments select. What is wrong with the configuration is reported
/// by the commands that need it.
fn of_profile(args: &[OsString]) -> Option<Lang> {
    let is_given = |flag: &str| flags(args).any(|arg| arg == flag);
    if is_given("--sandbox") || value_of(args, "--base-url").is_some() {
        return None;
    }
    let file = value_of(args, "--config").map(PathBuf::from);
    let file = file.or_else(|| config::paths().map(|paths| paths.config))?;
    let profiles = config::load(&file).ok()?;
    let name = value_of(args, "--profile").and_then(OsStr::to_str);
    let chosen = config::choose_by_environment(&profiles, name, &file).ok()?;
    chosen.profile.lang
}

/// What may be a flag: nothing after `--` is.
fn flags(args: &[OsString]) -> impl Iterator<Item = &OsString> {
    args.iter().skip(1).take_while(|arg| *arg != "--")
}

/// The value of a flag, as `--flag value` or `--flag=value`.
fn value_of<'a>(args: &'a [OsString], flag: &str) -> Option<&'a OsStr> {
    let mut args = flags(args);
    while let Some(arg) = args.next() {
        if arg == flag {
            return args.next().map(OsString::as_os_str);
        }
        let value = arg.to_str().and_then(|arg| arg.strip_prefix(flag));
        if let Some(value) = value.and_then(|rest| rest.strip_prefix('=')) {
            return Some(OsStr::new(value));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_of_a_flag_is_found_wherever_it_stands() {
        for (line, expected) in [
            ("rosterm --lang en", Some("en")),
            ("rosterm jobs list --lang=zh-CN", Some("zh-CN")),
            ("rosterm --wrong --lang en jobs", Some("en")),
            ("rosterm --lang", None),
            ("rosterm --language en", None),
            ("rosterm -- --lang en", None),
            ("--lang en", None),
        ] {
            let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            let value = value_of(&args, "--lang").and_then(OsStr::to_str);
            assert_eq!(value, expected, "{line}");
        }
    }
}
