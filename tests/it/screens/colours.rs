//! What is said by reverse, bold and colour; and that nothing is said by colour alone.

use rosterm::i18n::Lang;

use super::picture::{SIZES, keep, styles, text, without_colours};
use crate::support::scripted::Scripted;
use crate::support::world::{Given, World, account, contact, not_found};

#[test]
fn the_cursor_the_focus_and_the_marks_have_their_styles() {
    let mut console = Scripted::new(Lang::En, (120, 36));
    console.on_alice();
    keep("styles-friends", &styles(&console.draw().0));
    console.press("3j");
    console.rest();
    keep("styles-conversations", &styles(&console.draw().0));
    console.press("1d");
    keep("styles-remove", &styles(&console.draw().0));
}

/// What must not be missed is found by everybody, and what the eye may pass over is no more than that.
#[test]
fn what_matters_stands_out_and_the_rest_does_not() {
    let mut console = Scripted::new(Lang::En, (120, 36));
    console.model.session.sandbox = false;
    console.on_alice();
    console.press("b");
    console.fails(not_found());
    keep("styles-refused", &styles(&console.draw().0));
    console.press("<Esc>");
    console.paste("spam_0041 bob_77 of alice_01 ... (13800138000)");
    console.answer();
    keep("styles-triage", &styles(&console.draw().0));
    console.press("<Esc>@");
    console.answer();
    keep("styles-journal", &styles(&console.draw().0));
}

type Act = fn(&mut Scripted);

/// Alice in a world that was changed a little.
fn with(d: &mut Scripted, change: impl FnOnce(&mut World)) {
    let mut world = World::usual();
    change(&mut world);
    d.open_in(world);
}

fn friends(n: usize) -> World {
    let friends = (0..n).map(|n| contact(&format!("user_{n:04}"), ""));
    World::of_friends(friends.collect())
}

/// Pairs of states that a person must be able to tell apart.
const PAIRS: &[(&str, Act, Act)] = &[
    (
        "an active and a banned user",
        |d| d.on_alice(),
        |d| {
            with(d, |w| {
                w.account = Given::Whole(account("alice_01", Some("爱丽丝"), Some(false)));
            });
        },
    ),
    (
        "79 % and 80 %",
        |d| {
            d.model.session.friend_cap = Some(100);
            d.open_in(friends(79));
        },
        |d| {
            d.model.session.friend_cap = Some(100);
            d.open_in(friends(80));
        },
    ),
    (
        "the sandbox and a live service",
        |d| d.on_alice(),
        |d| {
            d.model.session.sandbox = false;
            d.on_alice();
        },
    ),
    (
        "read-write and read-only",
        |d| d.on_alice(),
        |d| {
            d.model.session.read_only = true;
            d.on_alice();
        },
    ),
    (
        "a loaded list and one that loads",
        |d| d.on_alice(),
        |d| {
            d.on_alice();
            d.world = World::silent();
            d.press("r");
        },
    ),
    (
        "a row at rest and one with a change on its way",
        |d| d.on_alice(),
        |d| {
            d.on_alice();
            d.press("b");
        },
    ),
    (
        "one-to-one and group",
        |d| {
            d.open_in(World::empty());
            d.press("3d");
        },
        |d| {
            d.open_in(World::empty());
            d.press("3d<Tab>");
        },
    ),
    (
        "a remark of 100 characters and one of 101",
        |d| {
            d.on_alice();
            d.press("jje");
            d.paste(&"x".repeat(100));
        },
        |d| {
            d.on_alice();
            d.press("jje");
            d.paste(&"x".repeat(101));
        },
    ),
    (
        "a friend who is blocked and one who is not",
        |d| d.on_alice(),
        |d| {
            d.on_alice();
            d.press("b");
            d.done();
            d.wait(20_000);
        },
    ),
];

#[test]
fn nothing_is_said_by_colour_alone() {
    for (what, one, other) in PAIRS {
        for size in SIZES {
            for lang in Lang::ALL {
                let shown = |act: &Act| {
                    let mut console = Scripted::new(lang, size);
                    act(&mut console);
                    text(&console.draw().0)
                };
                assert_ne!(shown(one), shown(other), "{what}, {lang} {size:?}");
            }
        }
    }
}

/// The focus is shown by bold and reverse too, which a terminal without colours has.
#[test]
fn the_focus_and_the_cursor_are_seen_without_colours() {
    for size in SIZES {
        let shown = |keys: &str| {
            let mut console = Scripted::new(Lang::En, size);
            console.on_alice();
            console.press(keys);
            console.wait(20_000);
            without_colours(&console.draw().0)
        };
        assert_ne!(shown("1"), shown("2"), "{size:?}");
        assert_ne!(shown("2"), shown("3"), "{size:?}");
        assert_ne!(shown("1"), shown("1j"), "{size:?}");
    }
}
