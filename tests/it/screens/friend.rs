//! A friend's remark, and the end of a friendship.

use rosterm::domain::{Failure, FailureClass};

use super::picture::show;
use crate::support::scripted::Scripted;
use crate::support::world::{
    Given, World, contact, not_found, offline, refused, server_error, timeout, too_many,
    unauthorized,
};

fn remark(d: &mut Scripted) {
    d.on_alice();
    d.press("e");
}

fn remove(d: &mut Scripted) {
    d.on_alice();
    d.press("d");
}

fn removed(d: &mut Scripted, failure: Failure) {
    remove(d);
    d.wait(500);
    d.press("y");
    d.fails(failure);
}

#[test]
fn a_remark_is_edited_in_place() {
    show("remark", remark);
}

#[test]
fn a_remark_of_many_cells_scrolls_in_its_field() {
    show("remark-long", |d| {
        d.on_alice();
        for _ in 0..10 {
            d.press("j");
        }
        d.press("e");
        d.types(", 也可以联系她的助理小周 (分机 8042), 周末请不要打扰 ok?");
    });
}

#[test]
fn a_remark_that_is_too_long_cannot_be_saved() {
    show("remark-too-long", |d| {
        remark(d);
        d.paste(&"备注".repeat(50));
    });
}

#[test]
fn a_remark_that_was_not_read_says_so() {
    show("remark-not-read", |d| {
        d.open_in(World {
            friends: Given::Fails(server_error()),
            ..World::usual()
        });
        d.press("3e");
    });
}

#[test]
fn a_remark_on_its_way_waits() {
    show("remark-sent", |d| {
        remark(d);
        d.types(" 8042");
        d.press("<Enter>");
    });
}

#[test]
fn a_refused_remark_stays_in_its_field() {
    show("remark-refused", |d| {
        remark(d);
        d.types(" 8042");
        d.press("<Enter>");
        let words = "updateRemark they are not friends, please add as a friend first.";
        d.fails(refused(FailureClass::Final, 400, "illegal_argument", words));
    });
    show("remark-later", |d| {
        remark(d);
        d.types(" 8042");
        d.press("<Enter>");
        d.fails(too_many());
    });
}

#[test]
fn a_remark_of_unknown_outcome_is_not_sent_again_blindly() {
    show("remark-unknown", |d| {
        remark(d);
        d.types(" 8042");
        d.press("<Enter>");
        d.fails(timeout());
    });
}

#[test]
fn removing_a_friend_says_what_is_lost() {
    show("remove", remove);
}

#[test]
fn removing_a_blocked_friend_says_that_the_block_stays() {
    show("remove-blocked", |d| {
        d.on_alice();
        d.press("jd");
    });
}

#[test]
fn removing_a_friend_without_a_remark_says_so() {
    show("remove-no-remark", |d| {
        d.on_alice();
        d.press("jjd");
    });
}

#[test]
fn a_friend_who_went_under_the_question_is_told() {
    show("remove-moved", |d| {
        remove(d);
        d.press("<Esc>rd");
        d.world = World::of_friends(vec![contact("carol.chen", "")]);
        d.answer();
    });
    show("remove-remark-moved", |d| {
        remove(d);
        d.press("<Esc>rd");
        d.world = World::of_friends(vec![contact("bob_77", "新备注"), contact("carol.chen", "")]);
        d.answer();
    });
}

#[test]
fn the_end_of_a_friendship_waits_for_the_server() {
    show("remove-sent", |d| {
        remove(d);
        d.wait(500);
        d.press("y");
    });
}

#[test]
fn each_class_of_failure_says_what_is_left_to_do() {
    show("remove-offline", |d| removed(d, offline()));
    show("remove-unauthorized", |d| removed(d, unauthorized()));
    show("remove-refused", |d| removed(d, not_found()));
    show("remove-unknown", |d| removed(d, timeout()));
}

#[test]
fn a_friend_who_is_gone_leaves_the_next_one_under_the_cursor() {
    show("remove-done", |d| {
        remove(d);
        d.wait(500);
        d.press("y");
        d.done();
        d.rest();
    });
}
