//! What commands print, and what they say when they fail: a terminal shows it like any screen.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use rosterm::api::AppKey;
use rosterm::text::{printable, tame};

use super::{scanner, strings};
use crate::support::home::Home;

/// Strings to a process: one each would take minutes.
const CHUNK: usize = 30;

/// What a command says; it ends the test where that is more than lines of text.
#[track_caller]
fn run(home: &Home, args: &[&str]) -> Said {
    run_in(&home.path(""), args)
}

/// The same with this configuration.
#[track_caller]
fn run_with(home: &Home, config: &str, args: &[&str]) -> Said {
    let file = home.path("config.toml");
    fs::write(&file, config).unwrap();
    let mut all = vec!["--config", file.to_str().unwrap()];
    all.extend(args);
    run(home, &all)
}

/// What a command says in this home, or in what is none.
#[track_caller]
fn run_in(home: &Path, args: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_rosterm"))
        .args(args)
        .env_clear()
        .env("HOME", home)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Said::of(&output)
}

struct Said {
    out: String,
    err: String,
}

impl Said {
    #[track_caller]
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| match scanner::printed(bytes) {
            Ok(text) => text.to_owned(),
            Err(why) => panic!("{why}"),
        };
        Self {
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    /// One line of error, with this in it.
    #[track_caller]
    fn fails_with(&self, words: &str) {
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        assert!(self.err.contains(words), "no {words:?} in {}", self.err);
    }
}

/// All strings that can be part of an argument, many in one text, with letters around each.
fn texts(usable: impl Fn(&str) -> bool) -> Vec<String> {
    let usable: Vec<String> = strings::all().into_iter().filter(|s| usable(s)).collect();
    usable
        .chunks(CHUNK)
        .map(|few| {
            let few: Vec<String> = few.iter().map(|one| format!("zaa{one}zbb")).collect();
            few.join(" ")
        })
        .collect()
}

fn arguments() -> Vec<String> {
    texts(|text| !text.contains('\0'))
}

/// A string of TOML that has no hostile character itself.
fn toml(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        write!(out, "\\U{:08X}", u32::from(c)).unwrap();
    }
    out + "\""
}

const REST: &str = "base_url = \"https://h\"\napp_key = \"o#a\"\nsecret = \"env\"\n";

#[test]
fn hostile_arguments_are_named_in_errors_as_code_points() {
    let home = Home::new();
    for text in arguments() {
        let missing = printable(&text);
        let one = format!("[profile.a]\n{REST}");
        for args in [
            &["--profile", &text][..],
            &["profile", "show", &text],
            &["profile", "check", &text],
            &["profile", "remove", "--yes", &text],
        ] {
            run_with(&home, &one, args).fails_with(&missing);
        }
        for args in [
            &["--lang", &text][..],
            &["sandbox", "--listen", &text],
            &["profile", &text],
            &[&format!("--{text}")],
        ] {
            run(&home, args).fails_with("zaa");
        }
        for args in [
            &["--base-url", &text, "--app-key", "o#a"][..],
            &["--base-url", "https://h", "--app-key", &text],
            &["profile", "add", &text],
        ] {
            run(&home, args).fails_with("rosterm: ");
        }
        // It goes as far as it can without a terminal.
        let opened = run(&home, &["--sandbox", "--", &text]);
        opened.fails_with("its screen needs a terminal");
    }
}

#[test]
fn a_hostile_configuration_is_named_in_errors_as_code_points() {
    let home = Home::new();
    for text in texts(|_| true) {
        let shown = printable(&text);
        // What is quoted is cut after some thousand characters.
        let start: String = shown.chars().take(60).collect();
        let quoted = toml(&text);
        for config in [
            format!("{quoted} = 1\n"),
            format!("[profile.{quoted}]\n{REST}"),
            format!("[profile.a]\n{REST}{quoted} = 1\n"),
            format!("[profile.a]\n{REST}[profile.a.timing]\n{quoted} = 1\n"),
        ] {
            for args in [
                &["profile", "list"][..],
                &["profile", "remove", "a", "--yes"],
                &[],
            ] {
                run_with(&home, &config, args).fails_with(&start);
            }
        }
        // As it is, most of it is no TOML at all.
        let said = run_with(
            &home,
            &format!("default = \"{text}\n"),
            &["profile", "list"],
        );
        said.fails_with("config.toml:");
        let said = run_with(
            &home,
            &format!("default = {quoted}\n"),
            &["profile", "list"],
        );
        said.fails_with("there is no profile of this name");
    }
}

#[test]
fn hostile_paths_are_printed_as_code_points() {
    let home = Home::new();
    for text in arguments() {
        let place = format!("/tmp/{text}");
        let paths = run_in(Path::new(&place), &["paths"]);
        assert_eq!(paths.out.lines().count(), 4, "{}", paths.out);
        assert!(paths.out.contains(&printable(&text)), "{}", paths.out);
        // A file of this name cannot be, or is not there.
        let listed = run(&home, &["profile", "list", "--config", &place]);
        assert!(listed.err.contains("zaa"), "{}", listed.err);
        let removed = run(
            &home,
            &["--config", &place, "profile", "remove", "a", "--yes"],
        );
        removed.fails_with("zaa");
    }
}

#[test]
fn hostile_profiles_are_listed_shown_and_tried_as_code_points() {
    let home = Home::new();
    let mut config = String::new();
    let mut keys = Vec::new();
    for (n, text) in strings::all().iter().enumerate() {
        let key = format!("o#zaa{text}zbb");
        if AppKey::parse(&key).is_ok() {
            let quoted = toml(&key);
            writeln!(
                config,
                "[profile.p{n}]\nbase_url = \"https://h\"\napp_key = {quoted}\nsecret = \"env\""
            )
            .unwrap();
            keys.push(key);
        }
    }
    assert!(keys.len() > 20, "{}", keys.len());
    let listed = run_with(&home, &config, &["profile", "list"]);
    assert_eq!(listed.out.lines().count(), keys.len(), "{}", listed.out);
    for key in keys {
        assert!(listed.out.contains(&printable(&key)), "{key:?}");
    }

    for text in arguments() {
        let command = format!(
            "[profile.a]\nbase_url = \"https://h\"\napp_key = \"o#a\"\nsecret = {{ command = [{0}, {0}] }}\n",
            toml(&text)
        );
        let shown = run_with(&home, &command, &["profile", "show", "a"]);
        // The shell's quotes stand around it.
        let start = printable(&text).chars().take(3).collect::<String>();
        assert!(shown.out.contains(&start), "{}", shown.out);
        let tried = run_with(&home, &command, &["profile", "check", "a"]);
        let start: String = printable(&text).chars().take(60).collect();
        assert!(tried.out.contains(&start), "{}", tried.out);
    }
    for text in texts(|text| !text.contains(char::is_control)) {
        let profile = format!(
            "[profile.a]\n{REST}operator = {0}\nclient_id = {0}\nca_file = {0}\n",
            toml(&text)
        );
        let shown = run_with(&home, &profile, &["profile", "show", "a"]);
        let times = shown.out.matches(&printable(&text)).count();
        assert_eq!(times, 3, "{}", shown.out);
    }
}

#[test]
fn what_a_command_adds_is_written_without_a_hostile_byte_and_found_again() {
    for text in texts(|text| !text.contains(char::is_control)) {
        let home = Home::new();
        let config = home.path("config.toml");
        let config = config.to_str().unwrap();
        let command = format!("pass '{}'", text.replace('\'', ""));
        let added = run(
            &home,
            &[
                "profile",
                "add",
                "a",
                "--base-url",
                "https://h",
                "--app-key",
                "o#a",
                "--operator",
                &text,
                "--secret-command",
                &command,
                "--config",
                config,
            ],
        );
        assert!(added.out.starts_with("Added a"), "{}", added.err);
        let file = fs::read(config).unwrap();
        if let Err(why) = scanner::printed(&file) {
            panic!("{why}");
        }
        let shown = run(&home, &["profile", "show", "a", "--config", config]);
        assert!(shown.out.contains(&printable(&text)), "{}", shown.out);
    }
}

#[test]
fn what_is_printable_is_not_made_printable_twice() {
    for text in strings::all() {
        let shown = printable(&text);
        assert_eq!(tame(&shown), shown);
    }
    let home = Home::new();
    run(&home, &["--profile", "a\u{202e}b", "--config", "/none"])
        .fails_with("There is no profile a<202E>b in /none");
}
