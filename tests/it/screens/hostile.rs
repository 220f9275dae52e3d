//! Texts that would move the cursor, turn lines around, hide or overflow, everywhere a text can stand.

use rosterm::domain::{Account, Blocked, ChatKind, Contact, FailureClass, UserId};
use rosterm::text::Text;

use super::picture::{SIZES, keep, show, text};
use crate::support::scripted::Scripted;
use crate::support::world::{Given, World, account, contact, conversation, refused};

const ESCAPE: &str = "\u{1b}[31;1mred\u{1b}[2J\u{7}";
const TURNED: &str = "safe\u{202e}gpj.exe\u{2066}";
const BROKEN: &str = "two\nlines\r\tand a tab";
const HIDDEN: &str = "zero\u{200b}width\u{feff}\u{ad}";

fn stacked() -> String {
    format!("Z{}algo", "\u{335}".repeat(5_000))
}

fn huge() -> String {
    "长 long ".repeat(12_500)
}

/// Everything at once: ids, remarks, nickname, last messages; the last but two of the ids is this one.
fn world(huge: &str) -> World {
    let stacked = stacked();
    let ids = [
        "bob_77",
        ESCAPE,
        TURNED,
        BROKEN,
        HIDDEN,
        " lead and trail ",
        "раураl",
        "ok<0041>",
        "a/../b?c=d#e%2F",
        "",
        stacked.as_str(),
        huge,
        &"x".repeat(64),
        &"y".repeat(300),
    ];
    let remarks = [
        ESCAPE,
        TURNED,
        BROKEN,
        HIDDEN,
        stacked.as_str(),
        huge,
        "👩‍👩‍👧‍👦 family",
        "e\u{301}\u{301}\u{301}\u{301}",
        "مرحبا بالعالم",
        "\u{3000}wide space",
        "<202E> typed",
        "\u{e000} private",
        "ｆｕｌｌ",
        "ไทยไม่มีวรรค",
    ];
    let friends: Vec<Contact> = ids
        .iter()
        .zip(remarks)
        .map(|(id, remark)| contact(id, remark))
        .collect();
    let blocks: Vec<Blocked> = ids
        .iter()
        .map(|id| Blocked {
            id: UserId::new(id),
        })
        .collect();
    let conversations = ids
        .iter()
        .zip(remarks)
        .map(|(id, said)| {
            let unread = Some(u64::MAX);
            let kind = if id.len() % 2 == 0 {
                ChatKind::Chat
            } else {
                ChatKind::Group
            };
            let mut row = conversation((id, kind), unread, None, Some(said));
            row.last_at = Some(if id.len() == 6 { i64::MAX } else { -1 });
            row
        })
        .collect();
    World {
        account: Given::Whole(Account {
            nickname: Some(Text::new(&format!("{ESCAPE}{TURNED}{BROKEN}"))),
            uuid: Some(Text::new(TURNED)),
            created: Some(i64::MIN),
            ..account("alice_01", None, None)
        }),
        friend_ids: Given::Whole(ids.iter().map(|id| UserId::new(id)).collect()),
        friends: Given::Whole(friends),
        block_ids: Given::Whole(ids.iter().map(|id| UserId::new(id)).collect()),
        blocks: Given::Whole(blocks),
        conversations: Given::Whole(conversations),
        ..World::usual()
    }
}

fn open(d: &mut Scripted) {
    d.open_in(world(&huge()));
}

/// The same without the texts that make a picture slow.
pub fn open_short(d: &mut Scripted) {
    d.open_in(world("长 long"));
}

fn onto(d: &mut Scripted, row: usize) {
    open(d);
    for _ in 0..row {
        d.press("j");
    }
    d.rest();
}

#[test]
fn hostile_texts_in_the_lists_are_shown_as_what_they_are() {
    show("hostile-friends", open);
    show("hostile-conversations", |d| {
        open(d);
        d.press("3");
        d.rest();
    });
}

#[test]
fn hostile_texts_on_the_card_are_shown_as_what_they_are() {
    show("hostile-card", |d| {
        onto(d, 4);
        d.press("<Enter>");
    });
    show("hostile-card-turned", |d| {
        onto(d, 2);
        d.press("<Enter>");
    });
}

#[test]
fn hostile_texts_in_questions_leave_the_keys_on_screen() {
    show("hostile-remark", |d| {
        onto(d, 1);
        d.press("e");
    });
    show("hostile-remove", |d| {
        onto(d, 3);
        d.press("d");
    });
    show("hostile-paste", |d| {
        onto(d, 0);
        d.press("a");
        d.paste(&format!("{ESCAPE} {TURNED} {BROKEN} {HIDDEN} раураl"));
    });
    show("hostile-open", |d| {
        d.start();
        d.paste(&format!("{TURNED} {ESCAPE} {BROKEN}"));
    });
    show("hostile-filter", |d| {
        open(d);
        d.press("/");
        d.paste(&format!("{TURNED}{ESCAPE}"));
    });
}

#[test]
fn long_ids_in_questions_leave_the_keys_on_screen() {
    for (name, row) in [("huge", 11), ("64", 12), ("300", 13)] {
        show(&format!("long-id-{name}"), |d| onto(d, row));
        show(&format!("long-id-{name}-remove"), |d| {
            onto(d, row);
            d.press("d");
        });
        show(&format!("long-id-{name}-conversation"), |d| {
            open(d);
            d.press("3");
            for _ in 0..row {
                d.press("j");
            }
            d.press("d");
            d.wait(500);
            d.press("m");
        });
    }
}

#[test]
fn a_long_id_of_the_user_itself_leaves_room_for_the_rest() {
    let long = "z".repeat(64);
    show("long-owner", |d| {
        d.world = World::usual();
        d.open(&long);
        d.answer();
        d.rest();
    });
    show("long-owner-remove", |d| {
        d.world = World::usual();
        d.open(&long);
        d.answer();
        d.rest();
        d.rest();
        d.press("d");
    });
}

#[test]
fn what_a_hostile_server_says_is_shown_as_what_it_is() {
    let failure = |words: &str| refused(FailureClass::Final, 400, ESCAPE, words);
    show("hostile-server-list", |d| {
        d.open_in(World::failing(&failure(TURNED)));
    });
    show("hostile-server-change", |d| {
        d.on_alice();
        d.press("b");
        d.fails(failure(&format!("{BROKEN} {TURNED} {}", stacked())));
    });
    show("hostile-server-flood", |d| {
        d.on_alice();
        d.press("b");
        d.fails(failure(&huge()));
    });
    show("hostile-server-flood-remark", |d| {
        d.on_alice();
        d.press("e");
        d.types("!");
        d.press("<Enter>");
        d.fails(failure(&huge()));
    });
}

/// Not a state of its own, but all of the hostile rows under the cursor, one after the other.
#[test]
fn no_hostile_row_reaches_the_screen_raw() {
    let mut album = String::new();
    for size in SIZES {
        let mut console = Scripted::new(rosterm::i18n::Lang::En, size);
        open(&mut console);
        for _ in 0..14 {
            console.rest();
            let (buffer, _) = console.draw();
            let shown = text(&buffer);
            assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{200b}', '\u{7}', '\t']));
            // The line at the foot names the row in full.
            let y = console.model.layout().notice.y;
            album.push_str(&super::picture::line(&buffer, y));
            album.push('\n');
            console.press("j");
        }
    }
    keep("hostile-status", &album);
}
