//! Checks whether the terminal can show the screen, before taking it.

use std::io::{self, BufRead, Write, stdin, stdout};

use super::output::{CommandError, CommandResult};
use crate::i18n::Lang;
use crate::t;

/// The variables that determine the charset; the first one that is set decides.
const CHARSETS: [&str; 3] = ["LC_ALL", "LC_CTYPE", "LANG"];

/// No system has a longer locale name.
const LONGEST_LOCALE: usize = 64;

/// Why the terminal is unsuitable, according to the environment.
#[derive(Debug, PartialEq, Eq)]
enum UnfitTerminal {
    /// It cannot move the cursor, or it is unknown whether it can.
    Dumb,
    /// It interprets output in a charset other than UTF-8.
    Foreign(ForeignCharset),
}

/// A charset other than UTF-8.
#[derive(Debug, PartialEq, Eq)]
struct ForeignCharset {
    /// Its name.
    charset: String,
    /// The variable that names it.
    variable: &'static str,
    /// The value of the variable.
    locale: String,
}

/// Refuses a terminal that cannot show the screen, and asks whether to continue on one that may not.
pub fn require_suitable(lang: Lang) -> CommandResult {
    match unfit(|name| std::env::var(name).ok()) {
        None => Ok(()),
        Some(UnfitTerminal::Dumb) => Err(CommandError::Usage(t!(lang, "cli-dumb-terminal"))),
        Some(UnfitTerminal::Foreign(foreign)) => match ask(&foreign.words()) {
            Ok(true) => Ok(()),
            // Nobody wanted anything else.
            Ok(false) => Err(CommandError::Ended(0)),
            Err(why) => Err(CommandError::terminal(lang, &why)),
        },
    }
}

/// Whether output is interpreted in a charset other than UTF-8, which garbles everything but ASCII.
pub fn has_foreign_charset() -> bool {
    foreign_charset(|name| std::env::var(name).ok()).is_some()
}

fn unfit(environment: impl Fn(&str) -> Option<String>) -> Option<UnfitTerminal> {
    let term = environment("TERM").unwrap_or_default();
    if term.is_empty() || term == "dumb" {
        return Some(UnfitTerminal::Dumb);
    }
    foreign_charset(environment).map(UnfitTerminal::Foreign)
}

fn foreign_charset(environment: impl Fn(&str) -> Option<String>) -> Option<ForeignCharset> {
    let set = |name| environment(name).filter(|value| !value.is_empty());
    let (variable, locale) = CHARSETS
        .into_iter()
        .find_map(|name| set(name).map(|locale| (name, locale)))?;
    let charset = charset(&locale)?.to_owned();
    let plain: String = charset
        .to_lowercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    (plain != "utf8").then_some(ForeignCharset {
        charset,
        variable,
        locale,
    })
}

/// The charset in a locale, as in `zh_CN.GB18030@stroke`. A locale without one may mean any charset, and `C`
/// arrives over SSH from machines that do not set a locale.
fn charset(locale: &str) -> Option<&str> {
    let is_name = locale.len() <= LONGEST_LOCALE && locale.bytes().all(|b| b.is_ascii_graphic());
    let (_, charset) = locale.split_once('.').filter(|_| is_name)?;
    let charset = charset.split('@').next()?;
    // Some locales are paths of files.
    (!charset.is_empty() && !locale.contains('/')).then_some(charset)
}

impl ForeignCharset {
    /// The message, in English and ASCII whatever the language is: it has to be readable in the very charset
    /// that garbles everything else.
    fn words(&self) -> String {
        t!(
            Lang::En,
            "cli-foreign-charset",
            charset = &self.charset,
            variable = self.variable,
            locale = &self.locale,
            language = self.locale.split('.').next().unwrap_or_default()
        )
    }
}

/// Waits for Enter; the end of the input is a no. Ctrl-c is handled by the system.
fn ask(words: &str) -> io::Result<bool> {
    let mut out = stdout().lock();
    out.write_all(words.as_bytes())?;
    out.flush()?;
    // As bytes, because the charset is unknown.
    let mut line = Vec::new();
    stdin().lock().read_until(b'\n', &mut line)?;
    if line.ends_with(b"\n") {
        return Ok(true);
    }
    writeln!(out)?;
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(said: &[(&str, &str)]) -> Option<UnfitTerminal> {
        unfit(|name| {
            let said = said.iter().find(|(known, _)| *known == name);
            said.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_terminal_that_is_dumb_or_says_nothing_is_unfit() {
        for term in [&[][..], &[("TERM", "")], &[("TERM", "dumb")]] {
            assert_eq!(found(term), Some(UnfitTerminal::Dumb), "{term:?}");
        }
        for term in ["xterm", "linux", "vt100", "screen.xterm-256color"] {
            assert_eq!(found(&[("TERM", term)]), None, "{term}");
        }
    }

    #[test]
    fn a_charset_is_told_where_one_is_named_that_is_not_utf_8() {
        let xterm = ("TERM", "xterm");
        for (locale, wanted) in [
            ("zh_CN.GB18030", Some("GB18030")),
            ("zh_CN.GB18030@stroke", Some("GB18030")),
            ("zh_TW.Big5", Some("Big5")),
            ("en_US.ISO-8859-1", Some("ISO-8859-1")),
            ("de_DE.ISO-8859-15@euro", Some("ISO-8859-15")),
            ("ja_JP.eucJP", Some("eucJP")),
            ("zh_CN.UTF-8", None),
            ("zh_CN.utf8", None),
            ("C.UTF-8", None),
            ("de_DE.UTF-8@euro", None),
            // Unknown charset.
            ("zh_CN", None),
            ("de_DE@euro", None),
            ("UTF-8", None),
            ("C", None),
            ("POSIX", None),
            ("", None),
            ("en_US.", None),
            // Not the name of a charset.
            ("/opt/locales/zh_CN.GB18030/", None),
            ("zh_CN.\u{1b}[2J", None),
            ("zh_CN.国标", None),
            (&format!("zh_CN.{}", "x".repeat(80)), None),
        ] {
            let told = match found(&[xterm, ("LANG", locale)]) {
                Some(UnfitTerminal::Foreign(foreign)) => Some(foreign.charset),
                other => {
                    assert_eq!(other, None);
                    None
                }
            };
            assert_eq!(told.as_deref(), wanted, "{locale}");
        }
        assert_eq!(found(&[xterm]), None);
    }

    #[test]
    fn the_first_variable_that_is_set_decides() {
        let xterm = ("TERM", "xterm");
        for (all, ctype, lang, wanted) in [
            ("zh_CN.GBK", "zh_CN.UTF-8", "zh_CN.UTF-8", Some("LC_ALL")),
            ("", "zh_CN.GBK", "zh_CN.UTF-8", Some("LC_CTYPE")),
            ("", "", "zh_CN.GBK", Some("LANG")),
            ("C", "zh_CN.GBK", "zh_CN.GBK", None),
            ("", "UTF-8", "zh_CN.GBK", None),
        ] {
            let said = [xterm, ("LC_ALL", all), ("LC_CTYPE", ctype), ("LANG", lang)];
            let told = match found(&said) {
                Some(UnfitTerminal::Foreign(foreign)) => Some(foreign.variable),
                _ => None,
            };
            assert_eq!(told, wanted, "{said:?}");
        }
    }

    #[test]
    fn it_is_said_in_ascii_with_the_setting_that_helps() {
        let xterm = ("TERM", "xterm");
        let said = [xterm, ("LC_ALL", "zh_TW.Big5"), ("LANG", "C")];
        let Some(UnfitTerminal::Foreign(foreign)) = found(&said) else {
            panic!("nothing is said");
        };
        let words = foreign.words();
        assert!(words.is_ascii());
        assert!(words.contains("set to Big5 (LC_ALL=zh_TW.Big5)"), "{words}");
        assert!(words.contains("\nLC_ALL=zh_TW.UTF-8\n"), "{words}");
        assert!(words.lines().all(|line| line.len() < 80), "{words}");
    }
}
