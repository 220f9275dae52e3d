//! Adding friends and blocking by id, one and many.

use super::desk::Desk;
use super::picture::show;
use super::world::{full, not_found, offline, timeout, too_many};

const MANY: &str = "new_001, new_002; new_003 new_004 new_005 new_006 new_007";

fn add(d: &mut Desk) {
    d.on_alice();
    d.press(&["a"]);
}

#[test]
fn friends_are_asked_for_by_id() {
    show("add", add);
}

#[test]
fn a_person_on_the_blocklist_is_proposed() {
    show("add-proposed", |d| {
        d.on_alice();
        d.press(&["2", "j", "j", "j", "j"]);
        d.rest();
        d.press(&["a"]);
    });
}

#[test]
fn every_id_has_its_judgement_before_anything_is_sent() {
    show("add-judged", |d| {
        add(d);
        d.paste("new_001 bob_77 alice_01 New_Person new_002 new_002 old@corp . new_003 zero\u{200b}width");
    });
}

#[test]
fn one_id_and_no_id_are_counted_too() {
    show("add-one", |d| {
        add(d);
        d.types("new_001");
    });
    show("add-none-left", |d| {
        add(d);
        d.types("bob_77");
    });
}

#[test]
fn many_ids_want_their_number_typed() {
    show("add-count", |d| {
        add(d);
        d.paste(MANY);
        d.press(&["Enter"]);
    });
    show("add-count-wrong", |d| {
        add(d);
        d.paste(MANY);
        d.press(&["Enter"]);
        d.types("8");
    });
    show("add-count-right", |d| {
        add(d);
        d.paste(MANY);
        d.press(&["Enter"]);
        d.types("7");
    });
}

#[test]
fn ids_on_their_way_turn() {
    show("add-sent", |d| {
        add(d);
        d.paste("new_001 new_002 new_003");
        d.press(&["Enter"]);
        d.done();
    });
}

#[test]
fn each_id_has_its_own_result() {
    show("add-mixed", |d| {
        add(d);
        d.paste("new_001 new_002 new_003 new_004");
        d.press(&["Enter"]);
        d.done();
        d.fails(not_found());
        d.done();
        d.fails(too_many());
    });
    show("add-mixed-unknown", |d| {
        add(d);
        d.paste(MANY);
        d.press(&["Enter"]);
        d.types("7");
        d.press(&["Enter"]);
        d.done();
        d.fails(timeout());
        d.fails(full());
        d.fails(offline());
        d.done();
        d.done();
        d.done();
    });
    show("add-all-done", |d| {
        add(d);
        d.paste("new_001 new_002 new_003");
        d.press(&["Enter"]);
        d.done();
        d.done();
        d.done();
    });
}

#[test]
fn one_id_that_fails_says_why() {
    show("add-refused", |d| {
        add(d);
        d.types("new_001");
        d.press(&["Enter"]);
        d.fails(full());
    });
}

#[test]
fn somebody_is_blocked_by_id_from_the_blocklist() {
    show("block-ids", |d| {
        d.on_alice();
        d.press(&["2", "b"]);
        d.paste("new_001 mallory bob_77");
    });
}
