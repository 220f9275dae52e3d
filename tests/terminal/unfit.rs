//! Terminals that cannot show the console: they say so before it begins.

use crate::home::Home;
use crate::pty::{Pty, rosterm};
use rstest::rstest;

/// What a terminal must not have been sent.
const TAKEN: &str = "\x1b[";

fn in_locale(variable: &str, locale: &str) -> portable_pty::CommandBuilder {
    let mut command = rosterm(&["--sandbox", "--lang", "zh-CN"]);
    command.env(variable, locale);
    command
}

fn is_untouched(pty: &Pty) {
    let written = String::from_utf8_lossy(&pty.bytes);
    assert!(!written.contains(TAKEN), "{}", written.escape_debug());
    assert!(written.is_ascii(), "{}", written.escape_debug());
    pty.is_restored();
}

#[test]
fn a_charset_that_is_not_utf_8_is_told_in_ascii_and_enter_goes_on() {
    for (variable, locale, charset, remedy) in [
        ("LANG", "zh_CN.GB18030", "GB18030", "LANG=zh_CN.UTF-8"),
        (
            "LC_ALL",
            "en_US.ISO-8859-1",
            "ISO-8859-1",
            "LC_ALL=en_US.UTF-8",
        ),
    ] {
        let mut pty = Pty::start(in_locale(variable, locale));
        pty.shows(&format!(
            "This terminal is set to {charset} ({variable}={locale})"
        ));
        pty.shows(remedy);
        pty.shows("Enter continues, Ctrl-C quits.");
        is_untouched(&pty);
        pty.send("\r");
        pty.opens();
        pty.leaves();
    }
}

#[rstest]
#[case::control_c("\x03")]
#[case::end_of_input("\x04")]
fn there_control_c_and_the_end_of_the_input_leave(#[case] key: &str) {
    let mut pty = Pty::start(in_locale("LANG", "zh_TW.Big5"));
    pty.shows("Enter continues");
    pty.send(key);
    let status = pty.child.wait().unwrap();
    match key {
        // As any program that did not ask for it: a shell says 130.
        "\x03" => assert!(status.signal().is_some()),
        _ => assert_eq!(status.exit_code(), 0),
    }
    is_untouched(&pty);
}

#[rstest]
#[case::charset("LANG", "zh_CN.GBK")]
#[case::terminal("TERM", "dumb")]
fn what_is_wrong_with_the_command_is_told_before_the_terminal_is(
    #[case] variable: &str,
    #[case] value: &str,
) {
    let home = Home::new();
    for args in [&["--profile", "nope"][..], &["--base-url", "nonsense"]] {
        let mut command = home.rosterm(args);
        command.env(variable, value);
        let mut pty = Pty::start(command);
        assert_eq!(pty.ends(), 2, "{args:?}");
        let told = pty.screen();
        assert!(!told.contains("terminal"), "{told}");
        is_untouched(&pty);
    }
}

#[test]
fn where_nothing_is_known_of_the_charset_nothing_is_said() {
    for locale in ["C", "POSIX", "zh_CN", "zh_CN.utf8", ""] {
        let mut pty = Pty::start(in_locale("LANG", locale));
        pty.opens();
        assert!(!String::from_utf8_lossy(&pty.bytes).contains("This terminal"));
        pty.send("q");
        assert_eq!(pty.ends(), 0);
    }
}

#[test]
fn a_dumb_terminal_is_told_what_works_there() {
    let home = Home::new();
    for args in [&["--sandbox"][..], &[], &["profile", "add"]] {
        for term in [Some("dumb"), Some(""), None] {
            let mut command = home.rosterm(args);
            match term {
                Some(term) => command.env("TERM", term),
                None => command.env_remove("TERM"),
            }
            let mut pty = Pty::start(command);
            assert_eq!(pty.ends(), 2, "{args:?} {term:?}");
            let told = pty.screen().replace('\n', "");
            for said in ["TERM is dumb or not set", "rosterm journal", "rosterm jobs"] {
                assert!(told.contains(said), "{told}");
            }
            is_untouched(&pty);
        }
    }
    // They do.
    for args in [["journal", "list"], ["jobs", "list"]] {
        let mut command = home.rosterm(&args);
        command.env("TERM", "dumb");
        let mut pty = Pty::start(command);
        assert_eq!(pty.ends(), 0, "{args:?}");
        is_untouched(&pty);
    }
}

#[test]
fn where_there_is_no_terminal_that_is_what_is_said() {
    let run = std::process::Command::new(crate::pty::ROSTERM)
        .arg("--sandbox")
        .env("TERM", "dumb")
        .env("LC_ALL", "zh_CN.GB18030")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(2));
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(said.contains("its screen needs a terminal"), "{said}");
    assert!(
        !said.contains("TERM is dumb") && run.stdout.is_empty(),
        "{said}"
    );
}
