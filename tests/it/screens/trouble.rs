//! A change that one key made at once, and that failed.

use rosterm::domain::{Failure, FailureClass, FailureReason};

use super::picture::show;
use crate::support::scripted::Scripted;
use crate::support::world::{
    forbidden, not_found, offline, refused, server_error, timeout, too_many,
};

/// Alice blocks Bob, and it fails.
fn block(d: &mut Scripted, failure: Failure) {
    d.on_alice();
    d.press("b");
    d.fails(failure);
}

#[test]
fn a_change_that_never_left_can_be_sent_again() {
    show("trouble-not-sent", |d| block(d, offline()));
}

#[test]
fn a_change_that_was_turned_away_for_now_can_be_sent_again() {
    show("trouble-later", |d| block(d, too_many()));
}

#[test]
fn a_change_that_was_refused_is_not_offered_again() {
    show("trouble-refused", |d| {
        block(d, forbidden("this appKey has not open blocklist service"));
    });
    show("trouble-block-full", |d| {
        let words = "the number of blocked users exceeds the limit";
        block(d, refused(FailureClass::Final, 403, "exceed_limit", words));
    });
    show("trouble-not-found", |d| block(d, not_found()));
}

#[test]
fn a_change_of_unknown_outcome_offers_to_read_the_truth() {
    show("trouble-unknown", |d| block(d, timeout()));
    show("trouble-unknown-5xx", |d| {
        let failure = Failure {
            class: FailureClass::Unknown,
            ..server_error()
        };
        block(d, failure);
    });
    show("trouble-unreadable", |d| {
        let failure = Failure::new(FailureClass::Unknown, FailureReason::Unreadable)
            .because("expected value at line 1 column 1");
        block(d, failure);
    });
}

#[test]
fn a_change_that_was_not_applied_may_be_sent_again() {
    show("trouble-not-applied", |d| {
        block(d, timeout());
        d.wait(20_000);
        d.answer();
    });
    show("unsettled", |d| {
        block(d, timeout());
        d.press("<Esc>");
    });
}

#[test]
fn a_leftover_that_cannot_be_unblocked_is_explained() {
    show("trouble-leftover", |d| {
        d.on_alice();
        d.press("2jjjju");
        d.fails(not_found());
    });
}

#[test]
fn a_change_sent_again_waits() {
    show("trouble-again", |d| {
        block(d, offline());
        // A key that came too soon would not be taken.
        d.wait(500);
        d.press("r");
    });
}

#[test]
fn a_change_under_way_turns_beside_its_row() {
    show("under-way", |d| {
        d.on_alice();
        d.press("bj");
        d.rest();
    });
}
