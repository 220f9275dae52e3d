//! What was said last, what a hostile server says when it refuses, and what the network says.

use rosterm::domain::{ChatKind, Failure, FailureClass, FailureReason};
use rosterm::text::Text;

use super::places::{Sent, Tally, each, is_wide};
use super::world::{Given, World, contact, conversation, refused};

#[test]
fn hostile_answers_reach_the_terminal_as_code_points() {
    let mut tally = Tally::default();
    each(|desk, hostile| {
        let text = |mark: &str| Text::new(&format!("{mark}{hostile}"));
        let tally = &mut tally;
        let says = |error: &str, description: &str| {
            refused(FailureClass::Refused, 400, error, description)
        };
        let error = says(text("zer").raw(), "");
        let description = says("bad", text("zde").raw());
        let detail =
            Failure::new(FailureClass::NotSent, FailureReason::Connect).because(text("zdt").raw());

        let said = text("zsq");
        desk.open_in(World {
            conversations: Given::Whole(vec![conversation(
                ("bob", ChatKind::Chat),
                None,
                None,
                Some(said.raw()),
            )]),
            ..World::of_friends(vec![contact("bob", "")])
        });
        if is_wide(desk) {
            // Beside two other lists there is no room for it.
            desk.press(&["3", "f"]);
            Sent::of(desk, "conversations").shows(tally, "last message", "zsq", said.shown());
            desk.press(&["f", "1"]);
        }
        for (place, mark, failure) in [
            ("error", "zer", &error),
            ("description", "zde", &description),
            ("network", "zdt", &detail),
        ] {
            desk.press(&["b"]);
            desk.fails(failure.clone());
            Sent::of(desk, place).shows(tally, place, mark, text(mark).shown());
            desk.press(&["Esc"]);
        }

        desk.open_in(World::failing(&description));
        let list = Sent::of(desk, "failed list");
        // The smallest screen has no room for the server's words in a list.
        if is_wide(desk) {
            list.shows(tally, "failed list", "zde", text("zde").shown());
        }
    });
    tally.covers(&[
        ("error", 2),
        ("description", 2),
        ("network", 2),
        ("failed list", 1),
        ("last message", 1),
    ]);
}
