//! Why messages do not arrive.

use super::picture::show;
use crate::support::world::{Given, offline, relation};
use rosterm::domain::Relation;

#[test]
fn nobody_is_in_the_way() {
    show("why-clear", |d| {
        d.on_alice();
        d.press("w");
        d.rest();
    });
}

#[test]
fn the_recipient_blocks() {
    show("why-blocked", |d| {
        d.on_alice();
        d.world.relation = Given::Whole(|id| Relation {
            blocked_by: Some(true),
            ..relation(id)
        });
        d.press("w");
        d.rest();
    });
}

#[test]
fn they_are_no_friends_and_the_sender_blocks() {
    show("why-strangers", |d| {
        d.on_alice();
        d.press("2jw");
        d.rest();
    });
}

#[test]
fn nothing_could_be_read() {
    show("why-unknown", |d| {
        d.on_alice();
        d.world.relation = Given::Fails(offline());
        d.press("wW");
        d.rest();
    });
}

#[test]
fn still_reading() {
    show("why-reading", |d| {
        d.on_alice();
        d.world.relation = Given::Silent;
        d.press("w");
    });
}

#[test]
fn asking_about_which_two() {
    show("why-ask", |d| {
        d.on_alice();
        d.press("ww");
        d.press("<Enter>");
    });
}
