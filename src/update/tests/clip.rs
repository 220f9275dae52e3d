//! Copying: notices say no more than is known.

use super::*;
use crate::msg::copy::{Copied, CopyTaker};

impl Console {
    /// The copy that the last message requested.
    fn copy(&self) -> (RequestId, &str) {
        let copy = self.asked.iter().find_map(|effect| match effect {
            Effect::Copy(request, text) => Some((*request, text.as_str())),
            _ => None,
        });
        copy.expect("nothing was copied")
    }

    /// What the last message copied.
    pub(super) fn copied(&self) -> &str {
        self.copy().1
    }

    /// The desktop takes the last copy, and this notice appears.
    pub(super) fn told(&mut self) -> &Notice {
        let (request, _) = self.copy();
        self.taken(request, Some(CopyTaker::Desktop));
        self.notice().unwrap()
    }

    /// A program takes the copy, or none does.
    fn taken(&mut self, request: RequestId, taker: Option<CopyTaker>) -> &mut Self {
        self.say(Event::Copied(request, taker))
    }
}

fn bob() -> Copied {
    Copied::Id(user("bob"))
}

#[test]
fn that_it_was_copied_is_said_once_the_clipboard_has_it() {
    let mut console = Console::alice();
    console.press("y");
    let (request, text) = console.copy();
    assert_eq!(text, "bob");
    assert_eq!(console.notice(), None, "nothing is known yet");
    console.taken(request, Some(CopyTaker::Desktop));
    assert_eq!(
        console.notice(),
        Some(&Notice::Copied(bob(), Some(CopyTaker::Desktop)))
    );
    assert_eq!(console.asked, []);
    console.press("y");
    assert_eq!(
        console.notice(),
        None,
        "what was said is of the copy before"
    );
}

#[test]
fn what_tmux_took_is_not_called_copied() {
    let mut console = Console::alice();
    console.press("y");
    let (request, _) = console.copy();
    console.taken(request, Some(CopyTaker::Tmux));
    assert_eq!(
        console.notice(),
        Some(&Notice::Copied(bob(), Some(CopyTaker::Tmux)))
    );
    assert_eq!(console.asked, []);
}

#[test]
fn what_nobody_took_goes_to_the_terminal_and_that_is_all_that_is_said() {
    let mut console = Console::alice();
    console.press("y");
    let (request, _) = console.copy();
    console.taken(request, None);
    assert_eq!(console.asked, [Effect::SendCopy("bob".into())]);
    assert_eq!(console.notice(), Some(&Notice::Copied(bob(), None)));
}

#[test]
fn only_the_last_copy_counts_however_late_the_answers_are() {
    let mut console = Console::alice();
    console.press("y");
    let (first, _) = console.copy();
    console.press("j").press("y");
    let (second, text) = console.copy();
    assert_eq!(text, "carol");
    // If the first were sent now, it would replace the second.
    console.taken(first, None);
    assert_eq!(console.asked, []);
    assert_eq!(console.notice(), None);
    console.taken(second, Some(CopyTaker::Desktop));
    let carol = Copied::Id(user("carol"));
    let said = Notice::Copied(carol, Some(CopyTaker::Desktop));
    assert_eq!(console.notice(), Some(&said));
    // A second report about a copy is ignored.
    console
        .taken(second, None)
        .taken(first, Some(CopyTaker::Tmux));
    assert_eq!(console.asked, []);
    assert_eq!(console.notice(), Some(&said));
}

#[test]
fn every_place_says_what_it_copied() {
    let mut console = Console::alice();
    console.press(" ").press(" ").press("y");
    assert_eq!(console.copied(), "bob\ncarol");
    let (request, _) = console.copy();
    console.taken(request, None);
    assert_eq!(
        console.notice(),
        Some(&Notice::Copied(Copied::Ids(2), None))
    );

    let mut console = Console::alice();
    console.paste("bob dave").serve();
    console.press("y");
    assert_eq!(console.copied(), "bob\ndave");
    let (request, _) = console.copy();
    console.taken(request, None);
    assert_eq!(
        console.notice(),
        Some(&Notice::Copied(Copied::Ids(2), None))
    );
}
