//! The help of all commands, in the language of the user. clap's own cannot be translated, and breaks lines
//! only at spaces, which Chinese does not have.

use std::fmt::Write as _;
use std::io::{IsTerminal, stdout};
use std::mem::take;

use clap::builder::styling::Style;
use clap::builder::{PossibleValue, StyledStr};
use clap::{Arg, Command, CommandFactory};

use super::args::Cli;
use super::layout::{described_rows, laid_out};
use crate::i18n::{self, Lang};
use crate::t;

/// The widest help, in columns. Longer lines are hard to read.
const WIDEST: usize = 100;

const HEADING: Style = Style::new().bold().underline();

/// The parser of the command line, with its help in this language.
pub fn command(lang: Lang) -> Command {
    let mut command = Cli::command();
    // Before, the subcommands do not know their full names.
    command.build();
    let columns = crossterm::terminal::size().ok();
    let columns = columns.filter(|_| stdout().is_terminal());
    let columns = columns.map_or(WIDEST, |(columns, _)| usize::from(columns));
    write_help(&mut command, lang, columns.clamp(40, WIDEST));
    command
}

fn write_help(command: &mut Command, lang: Lang, columns: usize) {
    for below in command.get_subcommands_mut() {
        write_help(below, lang, columns);
    }
    let help = HelpPage {
        lang,
        columns,
        text: String::new(),
    };
    let help = help.of(command);
    *command = take(command).override_help(help);
}

/// A help text that is being written.
struct HelpPage {
    lang: Lang,
    columns: usize,
    text: String,
}

impl HelpPage {
    fn of(mut self, command: &mut Command) -> String {
        let about = self.about(command);
        self.paragraph(&about);
        self.heading(&t!(self.lang, "cli-head-usage"));
        for line in self.usage(command) {
            let _ = writeln!(self.text, "  {line}");
        }
        let commands: Vec<_> = command
            .get_subcommands()
            .filter(|below| !below.is_hide_set())
            .map(|below| (format!("  {}", below.get_name()), self.about(below)))
            .collect();
        self.section(&t!(self.lang, "cli-head-commands"), &commands);
        let (users, options): (Vec<_>, Vec<_>) = command
            .get_arguments()
            .filter(|arg| !arg.is_hide_set())
            .partition(|arg| arg.is_positional());
        let described = |args: &[&Arg]| -> Vec<_> {
            let described = args.iter().map(|arg| (name(arg), self.described(arg)));
            described.collect()
        };
        let (users, options) = (described(&users), described(&options));
        self.section(&t!(self.lang, "cli-head-arguments"), &users);
        self.section(&t!(self.lang, "cli-head-options"), &options);
        if let Some(after) = command.get_after_help() {
            let after = looked_up(self.lang, after);
            self.text.push('\n');
            self.paragraph(&after);
        }
        self.text
    }

    /// What a command is for.
    fn about(&self, command: &Command) -> String {
        match command.get_about() {
            // clap adds this command itself.
            _ if command.get_name() == "help" => t!(self.lang, "cli-help"),
            Some(about) => looked_up(self.lang, about),
            None => String::new(),
        }
    }

    /// The forms of a command.
    fn usage(&self, command: &mut Command) -> Vec<String> {
        let usage = command.render_usage().to_string();
        let usage = usage.strip_prefix("Usage:").unwrap_or(&usage);
        let lines = usage.lines().map(|line| {
            line.trim()
                .replace("[OPTIONS]", &t!(self.lang, "cli-usage-options"))
                .replace("[COMMAND]", &t!(self.lang, "cli-usage-command"))
                .replace("<COMMAND>", &t!(self.lang, "cli-usage-this-command"))
        });
        lines.collect()
    }

    /// What an argument means, its default and its values.
    fn described(&self, arg: &Arg) -> String {
        let mut words = match (arg.get_id().as_str(), arg.get_help()) {
            // clap adds these itself.
            ("help", _) => t!(self.lang, "cli-arg-help"),
            ("version", _) => t!(self.lang, "cli-arg-version"),
            (_, Some(help)) => looked_up(self.lang, help),
            (_, None) => String::new(),
        };
        if !arg.get_action().takes_values() {
            return words;
        }
        let values = arg.get_possible_values();
        let values: Vec<_> = values.iter().map(PossibleValue::get_name).collect();
        if !values.is_empty() {
            words += &t!(self.lang, "cli-values", values = values.join(" | "));
        }
        let default = arg.get_default_values().first();
        if let Some(default) = default.and_then(|default| default.to_str()) {
            words += &t!(self.lang, "cli-default", value = default);
        }
        words
    }

    fn section(&mut self, heading: &str, rows: &[(String, String)]) {
        if !rows.is_empty() {
            self.heading(heading);
            self.text += &described_rows(rows, self.columns);
        }
    }

    fn heading(&mut self, heading: &str) {
        let _ = writeln!(self.text, "\n{HEADING}{heading}{HEADING:#}");
    }

    fn paragraph(&mut self, words: &str) {
        self.text += &laid_out(words, self.columns);
    }
}

/// The names of an argument: both, or what stands for the value.
fn name(arg: &Arg) -> String {
    match arg.get_short() {
        Some(short) => format!("  -{short}, {arg}"),
        None if arg.is_positional() => format!("  {arg}"),
        None => format!("      {arg}"),
    }
}

/// The text whose key stands in the declaration of the arguments.
fn looked_up(lang: Lang, key: &StyledStr) -> String {
    i18n::text(lang, &key.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;

    fn pages(command: &mut Command, pages: &mut Vec<String>) {
        pages.push(command.render_help().to_string());
        for below in command.get_subcommands_mut() {
            pages_below(below, pages);
        }
    }

    fn pages_below(command: &mut Command, found: &mut Vec<String>) {
        if command.get_name() != "help" {
            pages(command, found);
        }
    }

    #[test]
    fn the_help_is_in_one_language_and_fits_the_columns() {
        for lang in Lang::ALL {
            let mut all = Vec::new();
            pages(&mut command(lang), &mut all);
            assert!(all.len() > 12, "{}", all.len());
            for page in all {
                for line in page.lines() {
                    assert!(width(line) <= WIDEST, "{line}");
                    assert!(!line.contains("cli-"), "{line}");
                }
                let is_english = page.contains("Usage:");
                assert_eq!(is_english, lang == Lang::En, "{page}");
            }
        }
    }
}
