//! Why messages do not arrive, in sentences: for the screen, for commands, and for the customer.

use crate::dialog::DiagnosisView;
use crate::domain::{Deliverability, PairSide, UserId};
use crate::i18n::Lang;
use crate::t;

/// A verdict in one or two words.
pub fn short(lang: Lang, verdict: Deliverability) -> String {
    match verdict {
        Deliverability::Clear => t!(lang, "no-obstacle"),
        Deliverability::NotFriends => t!(lang, "not-friends"),
        Deliverability::Missing(_) => t!(lang, "cannot-send-missing"),
        Deliverability::Banned(_) => t!(lang, "cannot-send-banned"),
        Deliverability::Blocked => t!(lang, "cannot-send"),
        Deliverability::NotChecked => t!(lang, "unknown"),
    }
}

/// The verdicts about both directions, each in a few words.
pub fn ways(lang: Lang, users: &[UserId; 2], verdicts: [Deliverability; 2]) -> [String; 2] {
    let [one, other] = users.each_ref().map(UserId::shown);
    let [there, back] = verdicts.map(|verdict| short(lang, verdict));
    [
        format!("{one} -> {other} {there}"),
        format!("{other} -> {one} {back}"),
    ]
}

/// What the verdict about messages from this side of the pair is based on, in a sentence.
pub fn reason(lang: Lang, verdict: Deliverability, from: PairSide, users: &[UserId; 2]) -> String {
    let name = |side: PairSide| side.of(users).shown();
    match verdict {
        Deliverability::Clear => t!(lang, "why-clear"),
        Deliverability::NotFriends => t!(lang, "why-not-friends"),
        Deliverability::Missing(side) => t!(lang, "why-missing", who = name(side)),
        Deliverability::Banned(side) => t!(lang, "why-banned", who = name(side)),
        Deliverability::Blocked => t!(
            lang,
            "why-blocked",
            who = name(from.opposite()),
            whom = name(from)
        ),
        Deliverability::NotChecked => t!(lang, "why-not-checked"),
    }
}

/// What to tell a customer who cannot reach the recipient; `None` if that is not known.
pub fn reply(lang: Lang, view: &DiagnosisView) -> Option<String> {
    let [sender, recipient] = &view.users;
    let [verdict, back] = view.verdicts()?;
    Some(match verdict {
        Deliverability::Clear | Deliverability::NotFriends if back == Deliverability::Blocked => {
            t!(lang, "reply-blocks")
        }
        Deliverability::Clear => t!(lang, "reply-clear"),
        Deliverability::NotFriends => t!(lang, "reply-not-friends"),
        Deliverability::Missing(PairSide::User) => {
            t!(lang, "reply-missing-sender", id = sender.shown())
        }
        Deliverability::Missing(PairSide::Other) => {
            t!(lang, "reply-missing-recipient", id = recipient.shown())
        }
        Deliverability::Banned(PairSide::User) => t!(lang, "reply-banned-sender"),
        Deliverability::Banned(PairSide::Other) => t!(lang, "reply-banned-recipient"),
        Deliverability::Blocked => t!(lang, "reply-blocked"),
        Deliverability::NotChecked => return None,
    })
}
