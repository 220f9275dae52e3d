//! The palette and the actions of the row.

use super::picture::show;

#[test]
fn every_action() {
    show("palette", |d| {
        d.on_alice();
        d.press(":");
    });
}

#[test]
fn what_was_typed() {
    show("palette-typed", |d| {
        d.on_alice();
        d.press(":block");
    });
}

#[test]
fn nothing_has_such_a_name() {
    show("palette-nothing", |d| {
        d.on_alice();
        d.press(":q7q7");
    });
}

#[test]
fn actions_on_a_blocked_row() {
    show("row-actions", |d| {
        d.on_alice();
        d.press("2<F9>");
    });
}

#[test]
fn actions_on_what_is_selected() {
    show("row-actions-selected", |d| {
        d.on_alice();
        d.press("  <F9>");
    });
}
