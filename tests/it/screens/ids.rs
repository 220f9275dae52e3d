//! Adding friends and blocking by id.

use super::picture::show;
use crate::support::scripted::Scripted;
use crate::support::world::full;

fn add(d: &mut Scripted) {
    d.on_alice();
    d.press("a");
}

#[test]
fn friends_are_asked_for_by_id() {
    show("add", add);
}

#[test]
fn a_person_on_the_blocklist_is_proposed() {
    show("add-proposed", |d| {
        d.on_alice();
        d.press("2jjjj");
        d.rest();
        d.press("a");
    });
}

#[test]
fn ids_are_counted_while_they_are_typed() {
    show("add-typed", |d| {
        add(d);
        d.paste("new_001 bob_77 alice_01 New_Person new_002 new_002 old@corp . zero\u{200b}width");
    });
    show("block-typed", |d| {
        d.on_alice();
        d.press("2b");
        d.types("new_001");
    });
}

#[test]
fn one_id_wants_a_yes() {
    show("add-one", |d| {
        add(d);
        d.types("new_001");
        d.press("<Enter>");
        d.answer();
    });
    show("add-odd", |d| {
        add(d);
        d.types("старый@corp");
        d.press("<Enter>");
        d.answer();
    });
}

#[test]
fn somebody_for_whom_it_would_change_nothing_is_shown_as_they_stand() {
    show("add-none-left", |d| {
        add(d);
        d.types("bob_77");
        d.press("<Enter>");
        d.answer();
    });
}

#[test]
fn one_id_that_fails_says_why() {
    show("add-refused", |d| {
        add(d);
        d.types("new_001");
        d.press("<Enter>");
        d.answer();
        d.wait(1_000);
        d.press("y");
        d.fails(full());
    });
}
