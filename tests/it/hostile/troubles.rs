//! What was said last, what a hostile server says when it refuses, and what the network says.

use rosterm::domain::{ChatKind, Failure, FailureClass, FailureReason};
use rosterm::text::Text;

use super::places::{Sent, Tally, each, is_wide};
use crate::support::world::{Given, World, contact, conversation, refused};

#[test]
fn hostile_answers_reach_the_terminal_as_code_points() {
    let mut tally = Tally::default();
    each(|console, hostile| {
        let text = |mark: &str| Text::new(&format!("{mark}{hostile}"));
        let tally = &mut tally;
        let says =
            |error: &str, description: &str| refused(FailureClass::Final, 400, error, description);
        let error = says(text("zer").raw(), "");
        let description = says("bad", text("zde").raw());
        let detail = Failure::new(FailureClass::NothingDone, FailureReason::Connect)
            .because(text("zdt").raw());

        let said = text("zsq");
        console.open_in(World {
            conversations: Given::Whole(vec![conversation(
                ("bob", ChatKind::Chat),
                None,
                None,
                Some(said.raw()),
            )]),
            ..World::of_friends(vec![contact("bob", "")])
        });
        if is_wide(console) {
            // Beside two other lists there is no room for it.
            console.press("3f");
            Sent::of(console, "conversations").shows(tally, "last message", "zsq", said.shown());
            console.press("f1");
        }
        for (place, mark, failure) in [
            ("error", "zer", &error),
            ("description", "zde", &description),
            ("network", "zdt", &detail),
        ] {
            console.press("b");
            console.fails(failure.clone());
            Sent::of(console, place).shows(tally, place, mark, text(mark).shown());
            console.press("<Esc>");
        }

        console.open_in(World::failing(&description));
        let list = Sent::of(console, "failed list");
        // The smallest screen has no room for the server's words in a list.
        if is_wide(console) {
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
