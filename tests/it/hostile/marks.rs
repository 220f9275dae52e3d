//! An id that is no id of today's rule may look like another one: it carries a mark wherever it is shown.

use rosterm::domain::{Blocked, ChatKind, UserId};
use rosterm::i18n::Lang;
use rosterm::model::ROW_MOVED_GUARD;

use super::places::{SIZES, Sent};
use crate::support::scripted::Scripted;
use crate::support::world::{Given, World, contact, conversation};

const ALL_SIZES: [(u16, u16); 3] = [SIZES[0], (80, 24), SIZES[1]];

fn open(size: (u16, u16), id: &str) -> Scripted {
    let mut console = Scripted::new(Lang::En, size);
    // Nobody is a friend of oneself.
    let other = &format!("{id}.b");
    console.world = World {
        blocks: Given::Whole(vec![Blocked {
            id: UserId::new(other),
        }]),
        conversations: Given::Whole(vec![
            conversation((other, ChatKind::Chat), None, None, None),
            conversation((other, ChatKind::Group), None, None, None),
        ]),
        ..World::of_friends(vec![contact(other, "remark")])
    };
    console.open(id);
    console.answer();
    console.rest();
    console.wait(ROW_MOVED_GUARD);
    console
}

/// Whether it lies over the lists.
fn asks(at: &str) -> bool {
    at.contains("dialog") || at == "card"
}

/// How many `!` stand on each screen on which the id is.
fn signs(size: (u16, u16), id: &str) -> Vec<(&'static str, usize)> {
    let mut console = open(size, id);
    let mut all = Vec::new();
    for (at, keys) in [
        ("friends", "1"),
        ("blocklist", "2"),
        ("conversations", "3"),
        ("zoomed conversations", "f"),
        ("conversation dialog", "fd"),
        ("remove dialog", "<Esc>1d"),
        ("remark dialog", "<Esc>e"),
        ("card", "<Esc><Enter>"),
    ] {
        console.press(keys);
        assert_eq!(console.model.dialogs.is_empty(), !asks(at), "{at} {size:?}");
        all.push((at, Sent::of(&console, at).count("!")));
    }
    all
}

#[test]
fn an_irregular_id_carries_a_mark_on_every_screen_at_every_size() {
    for size in ALL_SIZES {
        let plain = signs(size, "alice_01");
        for odd in [
            "аlice_01",
            "aIice_01",
            "alice_01 ",
            "张三",
            "a@b",
            "<202E>",
            &"x".repeat(65),
        ] {
            // In the header and in the list; in a dialog at least there.
            for ((at, without), (_, with)) in plain.iter().zip(signs(size, odd)) {
                let least = if asks(at) { 1 } else { 2 };
                assert!(
                    with >= without + least,
                    "{odd:?} on {at} {size:?}: {without}, {with}"
                );
            }
        }
    }
}

#[test]
fn an_id_of_a_megabyte_leaves_the_questions_and_the_keys_on_screen() {
    let huge = "\u{202e}".repeat(350_000);
    assert!(UserId::new(&huge).shown().len() < 150);
    for size in ALL_SIZES {
        let mut console = open(size, &huge);
        console.press("1d");
        let ask = Sent::of(&console, "remove dialog");
        eprintln!(
            "{:?} {:?}",
            console.model.dialogs.is_empty(),
            console.model.notice
        );
        assert_eq!(ask.count("Esc"), 1, "{size:?}");
        assert!(ask.count("~") >= 2, "{size:?}");
    }
}
