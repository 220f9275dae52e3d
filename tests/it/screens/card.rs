//! The card over the lists, for screens without a place for it.

use super::picture::show;
use crate::support::world::{Given, World, offline};

#[test]
fn the_card_of_a_friend() {
    show("card-friend", |d| {
        d.on_alice();
        d.press("<Enter>");
        d.rest();
    });
}

#[test]
fn the_card_of_a_friend_with_a_long_remark() {
    show("card-long-remark", |d| {
        d.on_alice();
        for _ in 0..10 {
            d.press("j");
        }
        d.press("<Enter>");
        d.rest();
    });
}

#[test]
fn the_card_of_somebody_who_is_blocked() {
    show("card-blocked", |d| {
        d.on_alice();
        d.press("2j<Enter>");
        d.rest();
    });
}

#[test]
fn the_card_of_an_account_that_is_gone() {
    show("card-gone", |d| {
        d.on_alice();
        d.press("2jjjj<Enter>");
        d.rest();
    });
}

#[test]
fn the_card_of_a_banned_account() {
    show("card-banned", |d| {
        d.on_alice();
        d.press("2jj<Enter>");
        d.rest();
    });
}

#[test]
fn the_card_of_somebody_of_whom_the_service_says_too_little() {
    show("card-partly-known", |d| {
        d.on_alice();
        d.press("jj<Enter>");
        d.rest();
    });
}

#[test]
fn the_card_of_an_id_outside_the_rule() {
    show("card-irregular", |d| {
        d.on_alice();
        for _ in 0..19 {
            d.press("j");
        }
        d.press("<Enter>");
        d.rest();
    });
}

#[test]
fn the_card_of_a_group() {
    show("card-group", |d| {
        d.on_alice();
        d.press("3j<Enter>");
        d.rest();
    });
}

#[test]
fn the_card_of_a_conversation() {
    show("card-conversation", |d| {
        d.on_alice();
        d.press("3<Enter>");
        d.rest();
    });
}

#[test]
fn the_card_while_it_asks() {
    show("card-asking", |d| {
        d.on_alice();
        d.world = World::silent();
        d.press("j<Enter>");
        d.rest();
    });
}

#[test]
fn the_card_that_could_not_ask() {
    show("card-failed", |d| {
        d.open_in(World {
            relation: Given::Fails(offline()),
            friend_ids: Given::Fails(offline()),
            block_ids: Given::Fails(offline()),
            ..World::usual()
        });
        d.press("<Enter>");
        d.rest();
    });
}

#[test]
fn the_card_read_to_its_end() {
    show("card-scrolled", |d| {
        d.on_alice();
        d.press("<Enter>");
        d.rest();
        d.press("G");
    });
}
