//! What no hand typed: texts that come as keys at every pace, and answers of the terminal.

use std::time::{Duration, Instant};

use crate::console::Server;
use crate::pty::Pty;

/// A question takes a yes only after it was on screen this long; nothing tells when that is over.
const ARMED: Duration = Duration::from_millis(600);
/// A text whose characters come further apart than this is no text any more: a machine that is too busy to
/// type at its pace begins again, and tells nothing.
const TOO_LATE: Duration = Duration::from_millis(35);
/// So often is begun again.
const ROUNDS: usize = 12;

/// Out of a ticket: its first letter blocks, others open a user, ask and confirm.
const TICKET: &str = "block spam_0041 and spam_0042 please\n";

/// What a terminal answers, in two pieces: the mode 2026, and its colour.
const MODE: [&str; 2] = ["\x1b[?2026;2", "$y"];
const COLOUR: &str = "\x1b]11;rgb:1c1c/1e1e/2626\x1b\\";

/// A console on lists that have come to rest.
fn opened(server: &Server) -> Pty {
    let mut pty = Pty::start(server.console(&["alice_01"]));
    pty.opens();
    pty.shows("487/500");
    // The cursor is a hand's, so that no key is refused because rows came.
    pty.presses_until("j", "> carol.chen");
    pty.presses_until("k", "> bob_77");
    pty.hears(ARMED);
    pty
}

/// Types a text at a pace. Whether the machine kept it.
fn types(pty: &mut Pty, text: &str, pace: Duration) -> bool {
    let mut last = Instant::now();
    for (n, c) in text.chars().enumerate() {
        if n > 0 {
            std::thread::sleep(pace.saturating_sub(last.elapsed()));
            if last.elapsed() >= TOO_LATE {
                return false;
            }
        }
        last = Instant::now();
        pty.send(c.to_string());
    }
    last.elapsed() < TOO_LATE
}

/// Types a text at every pace of machines, each into a console of its own, and looks at what came of it.
fn at_every_pace(
    text: &str,
    comes_to: impl Fn(&mut Pty),
    looks: impl Fn(&mut Pty, &Server, Duration),
) {
    for pace in [1_500, 3_000, 12_000, 20_000, 30_000].map(Duration::from_micros) {
        let kept = (0..ROUNDS).any(|_| {
            let server = Server::start();
            let mut pty = opened(&server);
            comes_to(&mut pty);
            let kept = types(&mut pty, text, pace);
            if kept {
                looks(&mut pty, &server, pace);
            }
            kept
        });
        if !kept {
            eprintln!("this machine is too busy to type every {pace:?}");
        }
    }
}

#[test]
fn a_text_over_the_lists_at_any_pace_opens_the_sheet_and_does_nothing_else() {
    at_every_pace(
        TICKET,
        |_| {},
        |pty, server, pace| {
            pty.shows("IDs for alice_01");
            pty.shows("spam_0041");
            pty.shows("spam_0042");
            pty.presses_until("\x1b", "? help  Tab");
            assert!(pty.screen().contains("> bob_77") || pty.screen().contains("alice_01"));
            assert_eq!(server.writes(), Vec::<String>::new(), "every {pace:?}");
        },
    );
}

#[test]
fn short_texts_and_lines_over_the_lists_are_texts_too() {
    for text in [
        "dave-01",
        "bob_77",
        "bob_77\rdave-01\r",
        "oscar.w\r",
        "612355\r523344\r",
    ] {
        at_every_pace(
            text,
            |_| {},
            |pty, server, pace| {
                pty.shows("IDs for alice_01");
                pty.presses_until("\x1b", "? help  Tab");
                pty.shows("alice_01");
                assert_eq!(
                    server.writes(),
                    Vec::<String>::new(),
                    "{text:?} every {pace:?}"
                );
            },
        );
    }
}

#[test]
fn a_text_over_a_question_at_any_pace_confirms_nothing() {
    let asks = |pty: &mut Pty| {
        pty.presses_until("d", "Remove a friend");
        pty.hears(ARMED);
    };
    for text in [TICKET, "today", "say yes, daddy y", "yes"] {
        at_every_pace(text, asks, |pty, server, pace| {
            pty.hears(ARMED);
            assert!(
                pty.screen().contains("Remove a friend"),
                "{text:?} every {pace:?}"
            );
            pty.presses_until("\x1b", "? help  Tab");
            assert_eq!(
                server.writes(),
                Vec::<String>::new(),
                "{text:?} every {pace:?}"
            );
        });
    }
}

#[test]
fn a_text_in_a_field_at_any_pace_is_in_the_field() {
    let asks = |pty: &mut Pty| {
        pty.presses_until("e", "/100 characters");
        pty.send("\x15");
        pty.shows(" 0/100 characters");
    };
    at_every_pace(TICKET, asks, |pty, server, pace| {
        pty.shows("[ block spam_0041 and spam_0042 please");
        pty.presses_until("\x1b", "? help  Tab");
        assert_eq!(server.writes(), Vec::<String>::new(), "every {pace:?}");
    });
}

#[test]
fn an_id_and_enter_in_one_write_into_a_field_are_the_id_and_enter() {
    let server = Server::start();
    let mut pty = opened(&server);
    pty.presses_until("O", "Open a user");
    pty.send("carol.chen\r");
    pty.loses("Open a user");
    pty.shows(" carol.chen ");
    // The lines of a list do not submit it.
    pty.presses_until("a", "Add friends for carol.chen");
    pty.send("nina_new\roscar.w\r");
    pty.shows("2 lines: 2 IDs");
    pty.hears(ARMED);
    pty.shows("2 lines: 2 IDs");
    pty.presses_until("\x1b", "? help  Tab");
    assert_eq!(server.writes(), Vec::<String>::new());
}

#[test]
fn a_keypad_s_enter_is_enter_in_a_field_and_over_the_lists() {
    let server = Server::start();
    let mut pty = opened(&server);
    for (id, enter) in [("carol.chen", "\n"), ("dave-01", "\x1bOM")] {
        pty.presses_until("O", "Open a user");
        pty.send(format!("{id}{enter}"));
        pty.loses("Open a user");
        pty.shows(&format!(" {id} "));
    }
    // The lines of a list do not submit it.
    pty.presses_until("a", "Add friends for dave-01");
    pty.send("nina_new\noscar.w\n");
    pty.shows("2 lines: 2 IDs");
    pty.presses_until("\x1b", "? help  Tab");
    // A terminal that sends both presses one key: what one opens the other would close.
    for enter in ["\n", "\x1bOM", "\r\n"] {
        pty.send(enter);
        pty.loses("? help  Tab");
        pty.hears(ARMED);
        assert!(!pty.screen().contains("? help  Tab"), "{enter:?}");
        pty.presses_until("\x1b", "? help  Tab");
    }
    assert_eq!(server.writes(), Vec::<String>::new());
}

#[test]
fn alt_and_an_arrow_costs_a_field_nothing_whatever_terminal_sends_it() {
    let server = Server::start();
    let mut pty = opened(&server);
    pty.presses_until("O", "Open a user");
    pty.send("two");
    pty.shows("two");
    for alt_left in ["\x1b[1;3D", "\x1b\x1b[D", "\x1b\x1bOD"] {
        pty.send(alt_left);
    }
    pty.send("x");
    pty.shows("xtwo");
    pty.presses_until("\x1b", "? help  Tab");
    // Over the lists it goes back.
    pty.presses_until("j", "> carol.chen");
    pty.presses_until("o", " carol.chen ");
    pty.shows("? help  Tab");
    pty.hears(ARMED);
    pty.presses_until("\x1b\x1b[D", "> carol.chen");
    assert_eq!(server.writes(), Vec::<String>::new());
}

#[test]
fn an_answer_of_the_terminal_in_a_question_confirms_nothing_wherever_it_is_cut() {
    let server = Server::start();
    let mut pty = opened(&server);
    pty.presses_until("d", "Remove a friend");
    pty.hears(ARMED);
    for pause in [0, 3, 30, 100, 300, 800] {
        for [first, rest] in [MODE, ["\x1b[?2026;2$", "y"], ["\x1b[", "?2026;2$y"]] {
            pty.send(first);
            std::thread::sleep(Duration::from_millis(pause));
            pty.send(rest);
            pty.hears(Duration::from_millis(100));
            assert!(pty.screen().contains("Remove a friend"), "{pause} ms");
        }
        for at in [2, 4, 9, COLOUR.len() - 1] {
            let (first, rest) = COLOUR.split_at(at);
            pty.send(first);
            std::thread::sleep(Duration::from_millis(pause));
            pty.send(rest);
        }
    }
    // A key of a hand right behind it is taken.
    pty.send("n");
    pty.shows("? help  Tab");
    assert_eq!(server.writes(), Vec::<String>::new());
}

#[test]
fn an_answer_of_the_terminal_over_the_lists_opens_nothing() {
    let server = Server::start();
    let mut pty = opened(&server);
    let mut row = ("j", "> carol.chen");
    for pause in [0, 3, 30, 100, 300, 800] {
        for at in [2, 4, 8, 13, COLOUR.len() - 1, COLOUR.len()] {
            let (first, rest) = COLOUR.split_at(at);
            pty.send(first);
            std::thread::sleep(Duration::from_millis(pause));
            pty.send(rest);
            // The next key comes to the lists, and nothing came before it.
            pty.send(row.0);
            pty.shows(row.1);
            assert!(pty.screen().contains("? help  Tab"), "{}", pty.screen());
            row = match row.0 {
                "j" => ("k", "> bob_77"),
                _ => ("j", "> carol.chen"),
            };
        }
        pty.send(MODE[0]);
        std::thread::sleep(Duration::from_millis(pause));
        pty.send(MODE[1]);
    }
    pty.hears(ARMED);
    assert!(pty.screen().contains("? help  Tab"), "{}", pty.screen());
    assert_eq!(server.writes(), Vec::<String>::new());
}

#[test]
fn an_answer_of_the_terminal_in_a_field_writes_nothing_into_it() {
    let server = Server::start();
    let mut pty = opened(&server);
    pty.presses_until("e", "/100 characters");
    pty.send("\x15");
    pty.shows(" 0/100 characters");
    for pause in [0, 3, 30, 100, 300, 800] {
        for (first, rest) in [2, 4, 8, 13, COLOUR.len() - 1, COLOUR.len()]
            .map(|at| COLOUR.split_at(at))
            .into_iter()
            .chain([(MODE[0], MODE[1])])
        {
            pty.send(first);
            std::thread::sleep(Duration::from_millis(pause));
            pty.send(rest);
        }
        // What is typed behind it is all that there is.
        pty.send("Z");
        pty.shows(" 1/100 characters");
        pty.send("\x7f");
        pty.shows(" 0/100 characters");
    }
    pty.presses_until("\x1b", "? help  Tab");
    assert_eq!(server.writes(), Vec::<String>::new());
}

#[test]
fn the_marks_of_a_paste_are_marks_wherever_they_are_cut() {
    let server = Server::start();
    let mut pty = opened(&server);
    for pause in [0, 30, 300, 800] {
        pty.send("\x1b[20");
        std::thread::sleep(Duration::from_millis(pause));
        pty.send("0~dave-01 b d y\x1b[201~");
        pty.shows("IDs for alice_01");
        pty.presses_until("\x1b", "? help  Tab");
    }
    assert_eq!(server.writes(), Vec::<String>::new());
}

#[test]
fn alt_and_a_key_without_a_meaning_is_escape_and_with_one_it_is_that() {
    let server = Server::start();
    let mut pty = opened(&server);
    for keys in ["\x1by", "\x1bq", "\x1b\r", "\x1b[1;3A"] {
        pty.presses_until("d", "Remove a friend");
        pty.hears(ARMED);
        pty.send(keys);
        pty.shows("? help  Tab");
    }
    // Over the lists it leaves nothing that Escape would not.
    pty.presses_until("o", " bob_77 ");
    pty.shows("? help  Tab");
    pty.send("\x1bq");
    pty.presses_until("\x1b[1;3D", "> bob_77");
    assert_eq!(server.writes(), Vec::<String>::new());
    pty.send("q");
    assert_eq!(pty.ends(), 0);
}

#[test]
fn a_yes_that_came_too_early_says_so() {
    let server = Server::start();
    let dir = tempfile::tempdir().unwrap();
    let mut pty = Pty::start(server.armed_after("10s", dir.path()));
    pty.shows("487/500");
    pty.presses_until("d", "Remove a friend");
    pty.send("y");
    pty.shows("this has just appeared");
    assert!(pty.screen().contains("Remove a friend"));
    assert_eq!(server.writes(), Vec::<String>::new());
}

#[test]
fn a_key_that_was_overtaken_says_so_and_did_nothing() {
    let server = Server::start();
    let mut pty = opened(&server);
    // In one write: whatever the machine does, nothing came between them.
    pty.send("bo");
    pty.shows("too fast to be typed");
    assert_eq!(server.writes(), Vec::<String>::new());
    assert!(pty.screen().contains("? help  Tab"));
}
