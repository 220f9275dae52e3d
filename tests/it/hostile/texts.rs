//! What somebody types or pastes, what the profile says, and what was asked of the service.

use rosterm::domain::history::RequestTrace;

use rosterm::model::ROW_MOVED_GUARD;
use rosterm::msg::{Event, Msg};
use rosterm::text::{Text, printable};
use rosterm::update::update;

use super::places::{Sent, Tally, each, is_wide};
use crate::support::world::{World, contact};

#[test]
fn hostile_texts_that_are_typed_or_pasted_reach_the_terminal_as_code_points() {
    let mut tally = Tally::default();
    each(|console, hostile| {
        let tally = &mut tally;
        // A paste has no controls left in the field.
        let clean = |text: &str| -> String {
            text.chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect()
        };
        let pasted = format!("zbe{hostile}zen");
        let shown = printable(&clean(&pasted));
        console.open_in(World::of_friends(vec![contact("bob", "")]));
        console.press("/");
        console.paste(&pasted);
        Sent::of(console, "filter").ends(tally, "filter", &shown, "zen");
        console.press("<Enter>");
        // The service is asked about what could be an ID.
        if !console.model.dialogs.is_empty() {
            console.press("<Esc>");
        }
        Sent::of(console, "filter kept").shows(tally, "filter kept", "zbe", &shown);
        console.press("<Esc>O");
        console.paste(&pasted);
        Sent::of(console, "open").ends(tally, "user to open", &shown, "zen");
        console.press("<Esc><Down>");
        console.wait(ROW_MOVED_GUARD);
        console.press("e");
        console.paste(&pasted);
        Sent::of(console, "remark").ends(tally, "remark pasted", &shown, "zen");
        console.press("<Esc>3");
        console.wait(ROW_MOVED_GUARD);
        console.press("d");
        console.paste(&pasted);
        Sent::of(console, "conversation").ends(tally, "conversation pasted", &shown, "zen");
    });
    tally.covers(&[
        ("filter", 2),
        ("filter kept", 2),
        ("user to open", 2),
        ("remark pasted", 2),
        ("conversation pasted", 2),
    ]);
}

#[test]
fn a_hostile_profile_reaches_the_terminal_as_code_points_in_the_header() {
    let mut tally = Tally::default();
    each(|console, hostile| {
        let text = |mark: &str| Text::new(&format!("{mark}{hostile}"));
        let tally = &mut tally;
        console.model.session.sandbox = false;
        let session = console.model.session.clone();
        console.start();
        if !is_wide(console) {
            // The smallest screen names no app.
            return;
        }
        console.press("<Esc>");
        console.model.session.app_key = text("zap");
        let sent = Sent::of(console, "header");
        sent.shows(tally, "app key", "zap", text("zap").shown());
        console.model.session = session.clone();
        console.model.session.host = text("zho");
        let sent = Sent::of(console, "header");
        sent.shows(tally, "host", "zho", text("zho").shown());
        console.model.session = session.clone();
        console.model.session.operator = Some(text("zop"));
        let sent = Sent::of(console, "header");
        sent.shows(tally, "operator", "zop", text("zop").shown());
    });
    tally.covers(&[("app key", 1), ("host", 1), ("operator", 1)]);
}

#[test]
fn a_hostile_path_reaches_the_terminal_as_code_points_in_the_request_log() {
    let mut tally = Tally::default();
    each(|console, hostile| {
        console.open_in(World::empty());
        let path = Text::new(&format!("zpa{hostile}"));
        let trace = RequestTrace {
            writes: false,
            wall: 0,
            method: "GET",
            path: path.clone(),
            outcome: Ok(200),
            took: 1,
        };
        let at = console.model.now;
        update(
            &mut console.model,
            Msg {
                at,
                event: Event::RequestTraced(trace),
            },
        );
        // The line shows the path up to its query, and of a user's path what follows the user.
        let brief = path.shown().split('?').next().unwrap_or_default();
        if is_wide(console) {
            Sent::of(console, "log strip").shows(&mut tally, "log strip", "zpa", brief);
        }
        console.press("@");
        Sent::of(console, "log").shows(&mut tally, "request log", "zpa", path.shown());
    });
    tally.covers(&[("log strip", 1), ("request log", 2)]);
}
