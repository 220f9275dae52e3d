//! A command that is not quite one is no user.

use crate::support::home::Home;

#[test]
fn a_mistyped_command_is_told_and_no_user_is_opened() {
    let home = Home::new();
    for (typed, meant) in [
        ("jurnal", "journal"),
        ("Journal", "journal"),
        ("job", "jobs"),
        ("sandbx", "sandbox"),
        ("sanbdox", "sandbox"),
        ("profil", "profile"),
        ("path", "paths"),
    ] {
        let done = home.run(&[typed]);
        let meant = format!("Did you mean {meant}?");
        let other = format!("rosterm -- {typed}");
        done.fails(2, &[typed, &meant, &other]);
    }
    // With what belongs to the command behind it, and with flags before.
    home.run(&["jurnal", "list", "--since", "2d"])
        .fails(2, &["Did you mean journal?"]);
    home.run(&["--sandbox", "jbos"])
        .fails(2, &["Did you mean jobs?"]);
}

#[test]
fn a_user_whose_id_looks_like_a_command_can_be_opened_all_the_same() {
    let home = Home::new();
    for user in ["jurnal", "journal", "job"] {
        let done = home.run(&["--sandbox", "--", user]);
        // It went as far as it can without a terminal.
        assert_eq!(done.code, 2);
        assert!(done.err.contains("screen needs a terminal"), "{}", done.err);
    }
    for user in ["alice_01", "hello", "bob", "sandy", "jo"] {
        let done = home.run(&["--sandbox", user]);
        assert!(done.err.contains("screen needs a terminal"), "{}", done.err);
    }
}
