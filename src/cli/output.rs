//! What commands print, and how they end.

use std::io::{self, Write, stderr, stdout};
use std::path::Path;
use std::process::ExitCode;

use jiff::Timestamp;

use crate::config;
use crate::domain::{Failure, FailureReason};
use crate::i18n::Lang;
use crate::journal::{JournalError, UnixMillis};
use crate::t;
use crate::text::{self, printable, tame};
use crate::wording::{failure, system};

/// Exit code: the operation failed.
const FAILED: u8 = 1;
/// Exit code: the command line or the configuration is invalid.
const USAGE: u8 = 2;

/// Why a command ends without having done what was asked for.
#[derive(Debug)]
pub enum CommandError {
    /// It failed.
    Failed(String),
    /// The command line or the configuration is invalid.
    Usage(String),
    /// It ends with this exit code, and there is nothing more to say.
    Ended(u8),
}

pub type CommandResult<T = ()> = Result<T, CommandError>;

impl CommandError {
    /// It failed, and what has to be said was said.
    pub const FAILED: Self = Self::Ended(FAILED);

    /// The journal failed.
    pub fn journal(lang: Lang, why: &JournalError) -> Self {
        let why = failure::journal(lang, &why.into());
        Self::Failed(t!(lang, "cli-journal-failed", why = why))
    }

    /// The system failed while something was asked for or shown on the terminal.
    pub fn terminal(lang: Lang, why: &io::Error) -> Self {
        Self::Failed(t!(
            lang,
            "cli-terminal-failed",
            why = system_words(lang, why)
        ))
    }
}

/// Reports how a command ended: nothing, or one line on standard error; and the exit code.
pub fn report(result: CommandResult) -> ExitCode {
    let (code, words) = match result {
        Ok(()) => return ExitCode::SUCCESS,
        Err(CommandError::Failed(words)) => (FAILED, Some(words)),
        Err(CommandError::Usage(words)) => (USAGE, Some(words)),
        Err(CommandError::Ended(code)) => (code, None),
    };
    if let Some(words) = words {
        tell(&format!("rosterm: {words}"));
    }
    ExitCode::from(code)
}

/// Prints a line for a person on standard error. What it quotes may come from anywhere, and most of it is
/// printable already.
pub fn tell(line: &str) {
    // If standard error is closed, the exit code has to suffice.
    let _ = writeln!(stderr(), "{}", tame(line));
}

/// Prints on standard output.
pub fn print(lang: Lang, text: &str) -> CommandResult {
    let mut out = stdout().lock();
    printed(
        lang,
        out.write_all(text.as_bytes()).and_then(|()| out.flush()),
    )
}

/// The end of a command that has printed. A closed pipe is no news: its reader has gone and knows.
pub fn printed(lang: Lang, result: io::Result<()>) -> CommandResult {
    match result {
        Ok(()) => Ok(()),
        Err(why) if why.kind() == io::ErrorKind::BrokenPipe => Err(CommandError::FAILED),
        Err(why) => Err(CommandError::Failed(t!(
            lang,
            "cli-output-failed",
            why = system_words(lang, &why)
        ))),
    }
}

/// An error of the system, safe to print.
pub fn system_words(lang: Lang, why: &io::Error) -> String {
    system::error(lang, &why.into())
}

/// A path, safe to print.
pub fn shown(path: &Path) -> String {
    printable(&path.display().to_string())
}

/// A failure in one line: the status, and the service's own error or our words.
pub fn failure_line(lang: Lang, failure: &Failure) -> String {
    let words = match (failure.reason, &failure.error) {
        (FailureReason::Journal, _) => failure::journal(lang, failure),
        (_, Some(error)) => error.to_string(),
        (_, None) => failure::short(lang, failure),
    };
    match failure.status.map(|status| status.to_string()) {
        // A reply without an error may be shown by its status alone.
        Some(status) if !words.starts_with(&status) => format!("{status} {words}"),
        _ => words,
    }
}

/// A time in the local time zone.
pub fn local_time(at: UnixMillis) -> String {
    Timestamp::from_millisecond(at).map_or_else(
        |_| at.to_string(),
        |at| {
            let here = at.to_zoned(config::local_zone());
            here.strftime("%Y-%m-%d %H:%M:%S").to_string()
        },
    )
}

/// Aligns the rows in columns as wide as their contents; empty columns are removed.
pub fn table(rows: &[Vec<String>]) -> String {
    table_with_heading(None, rows)
}

/// The same, below a heading if there is one. A column with nothing but its heading is empty.
pub fn table_with_heading(heading: Option<&[String]>, rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let width = cells.map(|cell| text::width(cell)).max().unwrap_or(0);
        let heading = heading.iter().filter_map(|heading| heading.get(column));
        let heading = heading.map(|cell| text::width(cell)).max().unwrap_or(0);
        if width == 0 { 0 } else { width.max(heading) }
    };
    let widths: Vec<_> = (0..columns).map(width).collect();
    let mut out = String::new();
    let heading = heading.filter(|_| !rows.is_empty());
    for row in heading.into_iter().chain(rows.iter().map(Vec::as_slice)) {
        let cells: Vec<_> = row
            .iter()
            .zip(&widths)
            .filter(|(_, width)| **width > 0)
            .map(|(cell, width)| text::pad(cell, *width))
            .collect();
        out.push_str(cells.join("  ").trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_the_system_is_told_in_the_language_with_the_words_of_the_system() {
        let denied = io::Error::from_raw_os_error(13);
        let [en, zh] = [Lang::En, Lang::ZhCn].map(|lang| system_words(lang, &denied));
        assert_eq!(en, "Permission denied (os error 13)");
        assert_eq!(zh, "没有权限（Permission denied (os error 13)）");
        assert_eq!(system_words(Lang::ZhCn, &io::Error::other("odd")), "odd");
    }
}
