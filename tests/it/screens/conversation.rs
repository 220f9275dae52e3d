//! The end of a conversation.

use rosterm::domain::{Failure, FailureClass};

use super::picture::show;
use crate::support::scripted::{Scripted, is_change};
use crate::support::world::{Given, World, forbidden, not_found, offline, refused, timeout};

fn ask(d: &mut Scripted) {
    d.on_alice();
    d.press("3d");
    d.wait(500);
}

fn by_id(d: &mut Scripted) {
    d.open_in(World {
        conversations: Given::Fails(forbidden(
            "this appKey has not open conversation list service",
        )),
        ..World::usual()
    });
    d.press("3d");
}

fn failed(d: &mut Scripted, failure: Failure) {
    ask(d);
    d.press("y");
    d.fails(failure);
}

#[test]
fn without_a_list_the_id_is_typed() {
    show("conversation-by-id", by_id);
    show("conversation-by-id-group", |d| {
        by_id(d);
        d.types("218374650011649");
        d.press("<Tab>");
    });
    show("conversation-by-id-bad", |d| {
        by_id(d);
        d.press("<Enter>");
    });
}

#[test]
fn what_becomes_of_the_messages_is_a_choice() {
    show("conversation-choice", ask);
    show("conversation-choice-group", |d| {
        d.on_alice();
        d.press("3jd");
    });
}

#[test]
fn deleting_the_messages_too_wants_the_id_typed() {
    show("conversation-confirm", |d| {
        ask(d);
        d.press("m");
    });
    show("conversation-mismatch", |d| {
        ask(d);
        d.press("m");
        d.types("bob_78");
        d.press("<Enter>");
    });
}

#[test]
fn the_end_of_a_conversation_waits_for_the_server() {
    show("conversation-sent", |d| {
        ask(d);
        d.press("y");
    });
    show("conversation-queued", |d| {
        ask(d);
        d.press("y");
        d.queued(41_000, is_change);
    });
}

#[test]
fn each_class_of_failure_says_what_is_left_to_do() {
    let limit = || {
        let words = "This request has reached api limit, please reduce the call frequency.";
        refused(FailureClass::Retryable, 429, "reach_limit", words)
    };
    show("conversation-429", |d| failed(d, limit()));
    show("conversation-404", |d| failed(d, not_found()));
    show("conversation-offline", |d| failed(d, offline()));
    show("conversation-unknown", |d| failed(d, timeout()));
    for (name, failure) in [("offline", offline()), ("unknown", timeout())] {
        show(&format!("conversation-by-id-{name}"), |d| {
            by_id(d);
            d.types("bob_77");
            d.press("<Enter>");
            d.wait(500);
            d.press("y");
            d.fails(failure.clone());
        });
    }
}
