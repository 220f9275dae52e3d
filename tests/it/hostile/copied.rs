//! What `y` sends: the one sequence that carries text from outside into the terminal's hands.

use crossterm::Command as _;
use crossterm::clipboard::CopyToClipboard;
use rosterm::domain::UserId;
use rosterm::model::ROW_MOVED_GUARD;
use rosterm::msg::{Effect, Event, Msg};
use rosterm::update::update;

use super::places::{SIZES, each};
use crate::support::keys::key;
use crate::support::world::{World, contact};

#[test]
fn a_copied_id_goes_out_printable_and_as_base64_only() {
    each(|console, hostile| {
        if console.model.size != SIZES[0] {
            return;
        }
        console.open_in(World::of_friends(vec![contact(
            &format!("zfr{hostile}"),
            "",
        )]));
        let at = console.model.now + ROW_MOVED_GUARD;
        let what = Event::Key(key("y"));
        let effects = update(&mut console.model, Msg { at, event: what });
        let [Effect::Copy(_, text)] = &effects[..] else {
            panic!("{effects:?}");
        };
        assert_eq!(text, UserId::new(&format!("zfr{hostile}")).shown());
        let mut sent = String::new();
        CopyToClipboard::to_clipboard_from(text)
            .write_ansi(&mut sent)
            .unwrap();
        let payload = sent
            .strip_prefix("\x1b]52;c;")
            .and_then(|rest| rest.strip_suffix("\x1b\\"))
            .unwrap();
        assert!(
            payload
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=')),
            "{payload:?}"
        );
    });
}
