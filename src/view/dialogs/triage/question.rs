//! The confirmation question before a job: what, for how many users, how many calls, the service's limits,
//! and what cannot be restored.

use std::collections::HashSet;

use ratatui::Frame;

use super::moved_on;
use super::remarks::{self, RemarkRows};
use super::title::title;
use crate::dialog::triage::{BulkQuestion, Capacity, Triage, TriageRow};
use crate::dialog::{LISTED_UP_TO, typed};
use crate::domain::job::{BulkOp, Undoable};
use crate::domain::{AccountStatus, Change, UserId};
use crate::keymap::{self, Layer};
use crate::msg::Action;
use crate::t;
use crate::view::dialog_box::{DialogBox, DialogPart};
use crate::view::dialogs::{key, no_key, ticket_reference, typed_keys, undo, warn_alike};
use crate::view::{Ui, theme};
use crate::wording::{job, phrase};

/// Draws the question.
pub fn draw(ui: Ui, dialog: &Triage, asking: &BulkQuestion, frame: &mut Frame) {
    let mut dialog_box = DialogBox::new(ui, title(ui, dialog), theme::ASKING);
    let n = asking.targets.len();
    if let Some(undo) = dialog.source.undo() {
        undo::passed(ui, undo, &mut dialog_box);
    }
    dialog_box.text(&ask(ui, dialog, asking.act, n), theme::STRONG);
    if asking.changed_since_asked {
        let moved = t!(ui.lang, "ids-moved");
        dialog_box.text(&moved, theme::WARN.patch(theme::STRONG));
    }
    if let Some(undo) = dialog.source.undo() {
        undo::tell(ui, undo, &mut dialog_box);
    }
    limit(ui, asking, &mut dialog_box);
    accounts(ui, dialog, asking, &mut dialog_box);
    dialog_box.gap();
    // First of all, name the users it applies to.
    let remarks = (asking.act == BulkOp::Remark).then(|| RemarkRows::of(dialog, asking));
    if let Some(remarks) = &remarks {
        remarks::rows(ui, &remarks.needed, &mut dialog_box);
        dialog_box.gap();
    } else if !asking.wants_count() {
        named(ui, dialog, asking, &mut dialog_box);
    } else if n <= LISTED_UP_TO {
        dialog_box.listed(&names(ui, dialog, asking), theme::STRONG);
        dialog_box.gap();
    }
    if asking.wants_count() {
        dialog_box.part(DialogPart::Pinned);
        let count = t!(ui.lang, "ids-count", n = n);
        dialog_box.text(&count, theme::WARN.patch(theme::STRONG));
        dialog_box.number_field(&asking.count);
        if !n.to_string().starts_with(&typed(&asking.count)) {
            dialog_box.text(&t!(ui.lang, "ids-count-wrong", n = n), theme::BAD);
        }
        dialog_box.part(DialogPart::Text);
    }
    dialog_box.gap();
    for piece in pieces(ui, dialog, asking) {
        dialog_box.text(&piece, theme::TEXT);
    }
    // An undo has already said so above, beside the ticket of its change.
    if let Some(reference) = ticket_reference(ui).filter(|_| dialog.source.undo().is_none()) {
        dialog_box.text(&reference, theme::TEXT);
    }
    if let Some(remarks) = &remarks {
        dialog_box.part(DialogPart::List);
        dialog_box.gap();
        remarks::rows(ui, &remarks.more, &mut dialog_box);
    } else if n > LISTED_UP_TO {
        dialog_box.part(DialogPart::List);
        dialog_box.gap();
        dialog_box.listed(&names(ui, dialog, asking), theme::TEXT);
    }
    let label = now(dialog, asking.act);
    if asking.wants_count() {
        typed_keys(ui, &mut dialog_box, label);
    } else {
        key(ui, &mut dialog_box, Layer::Confirm, Action::Yes, label);
        no_key(ui, &mut dialog_box, "key-back-step");
    }
    dialog_box.draw(ui, frame);
}

fn ask(ui: Ui, dialog: &Triage, act: BulkOp, n: usize) -> String {
    let owner = dialog.owner.shown();
    match act {
        BulkOp::Unblock => t!(ui.lang, "bulk-ask-unblock", n = n, owner = owner),
        BulkOp::Block => t!(ui.lang, "bulk-ask-block", n = n, owner = owner),
        BulkOp::AddFriend => t!(ui.lang, "bulk-ask-add", n = n, owner = owner),
        BulkOp::RemoveFriend => t!(ui.lang, "bulk-ask-remove", n = n, owner = owner),
        BulkOp::Remark => match dialog.source.undo() {
            Some(undo) if undo.redo => t!(ui.lang, "remarks-ask-again", n = n, owner = owner),
            Some(_) => t!(ui.lang, "remarks-ask", n = n, owner = owner),
            None => t!(ui.lang, "bulk-ask-remark", n = n, owner = owner),
        },
    }
}

/// The label of the key that confirms.
fn now(dialog: &Triage, act: BulkOp) -> &'static str {
    match act {
        BulkOp::Unblock => "key-unblock-now",
        BulkOp::Block => "key-block-now",
        BulkOp::AddFriend => "key-add-now",
        BulkOp::RemoveFriend => "key-remove-yes",
        // For a redo, the remark was not there before.
        BulkOp::Remark if is_undo(dialog.source.undo()) => "key-restore",
        BulkOp::Remark => "key-remark-now",
    }
}

/// Lists accounts that were not read or that have a problem: an account that was not checked is never
/// reported as fine.
fn accounts(ui: Ui, dialog: &Triage, asking: &BulkQuestion, dialog_box: &mut DialogBox) {
    let nobody: Vec<&str> = nobody(dialog).map(|e| e.id.shown()).collect();
    if !nobody.is_empty() {
        let ids = phrase::first_few(ui.lang, &nobody);
        let words = t!(ui.lang, "bulk-accounts-nobody", n = nobody.len(), ids = ids);
        dialog_box.text(&words, theme::WARN);
    }
    if !dialog.may_not_exist() {
        return;
    }
    let targets: HashSet<&UserId> = asking.targets.iter().collect();
    let rows = dialog.rows.iter().filter(|row| targets.contains(&row.id));
    let (mut unread, mut banned) = (0_usize, 0_usize);
    for row in rows {
        match row.account {
            None | Some(AccountStatus::Unknown) => unread += 1,
            Some(AccountStatus::Banned) => banned += 1,
            // Those whose account is gone are no targets.
            Some(AccountStatus::Active | AccountStatus::NoAccount) => {}
        }
    }
    let words = [
        (unread, "bulk-accounts-unread"),
        (banned, "bulk-accounts-banned"),
    ];
    for (n, name) in words.into_iter().filter(|(n, _)| *n > 0) {
        let name = crate::i18n::text(ui.lang, name);
        let words = phrase::pair(ui.lang, &name, &n.to_string());
        dialog_box.text(&words, theme::WARN);
    }
}

/// Selected users that are skipped because they have no account.
fn nobody(dialog: &Triage) -> impl Iterator<Item = &TriageRow> {
    dialog.usable().filter(|e| e.selected && e.is_nobody())
}

/// The problem of somebody's account, as far as it was read.
fn wrong(ui: Ui, dialog: &Triage, id: &UserId) -> Option<String> {
    let row = dialog.rows.iter().find(|row| row.id == *id)?;
    match row.account? {
        AccountStatus::NoAccount => Some(t!(ui.lang, "short-not-found")),
        AccountStatus::Banned => Some(t!(ui.lang, "account-banned")),
        AccountStatus::Active | AccountStatus::Unknown => None,
    }
}

/// How the service's limit affects the job.
fn limit(ui: Ui, asking: &BulkQuestion, dialog_box: &mut DialogBox) {
    let list = match asking.act {
        BulkOp::Block => t!(ui.lang, "blocks"),
        BulkOp::AddFriend => t!(ui.lang, "friends"),
        BulkOp::Unblock | BulkOp::RemoveFriend | BulkOp::Remark => return,
    };
    let (n, wanted) = (asking.targets.len(), asking.wanted_count);
    match asking.room {
        None => dialog_box.text(&t!(ui.lang, "bulk-room-unknown", list = list), theme::WARN),
        Some(Capacity { there, cap }) if n < wanted => {
            let words = t!(
                ui.lang,
                "bulk-full",
                list = list,
                there = there,
                wanted = wanted,
                sum = there + wanted,
                cap = cap,
                n = n
            );
            dialog_box.text(&words, theme::BAD.patch(theme::STRONG));
        }
        Some(Capacity { there, cap }) => {
            let words = t!(
                ui.lang,
                "bulk-room",
                list = list,
                there = there,
                n = n,
                sum = there + n,
                cap = cap
            );
            dialog_box.text(&words, theme::TEXT);
        }
    }
}

/// Further points, most important first.
fn pieces(ui: Ui, dialog: &Triage, asking: &BulkQuestion) -> Vec<String> {
    let lang = ui.lang;
    let act = asking.act;
    let undo = dialog
        .source
        .undo()
        .filter(|undo| undo.op().map(BulkOp::inverse) == Some(act));
    let lost = match act {
        // A redo loses the same as the original change, so these texts are for an undo only.
        BulkOp::Unblock if is_undo(undo) => t!(lang, "undo-lost-block"),
        BulkOp::Block if is_undo(undo) => t!(lang, "undo-lost-unblock"),
        BulkOp::AddFriend if is_undo(undo) => {
            t!(lang, "undo-lost-remove", owner = dialog.owner.shown())
        }
        BulkOp::RemoveFriend if is_undo(undo) => t!(lang, "undo-lost-add"),
        BulkOp::Remark if undo.is_some() => t!(lang, "undo-lost-remark"),
        BulkOp::Unblock => t!(lang, "bulk-lost-unblock"),
        BulkOp::Block => t!(lang, "block-effect", owner = dialog.owner.shown()),
        BulkOp::AddFriend if asking.targets.len() == 1 => {
            t!(lang, "add-effect", owner = dialog.owner.shown())
        }
        BulkOp::AddFriend => t!(lang, "bulk-lost-add"),
        BulkOp::RemoveFriend => t!(
            lang,
            "bulk-lost-remove",
            owner = dialog.owner.shown(),
            key = keymap::first(Layer::Lists, Action::Undo)
        ),
        BulkOp::Remark => t!(lang, "bulk-lost-remark", owner = dialog.owner.shown()),
    };
    let cost = crate::model::bulk::cost(ui.model, dialog, asking);
    let cost = job::cost(ui.lang, &ui.model.session, cost);
    let all = dialog.usable().count();
    let selected = dialog.usable().filter(|e| e.selected).count();
    let open = dialog.open_for(act);
    let in_progress = ui.model.users_in_progress(&dialog.owner);
    let in_progress = dialog
        .would_change_for(act)
        .filter(|e| in_progress.contains(&e.id))
        .count();
    let nobody = nobody(dialog).count();
    let same = selected.saturating_sub(open + in_progress + nobody + asking.wanted_count);
    let mut pieces = vec![lost, cost];
    if undo.is_some() && act != BulkOp::Remark {
        pieces.extend(moved_on(ui, dialog, act));
    }
    let unknown = undo.map_or(0, |undo| unknown_remarks(undo, asking));
    if unknown > 0 {
        pieces.push(t!(lang, "undo-remark-unknown", n = unknown));
    }
    // Who is skipped comes before what the job costs.
    pieces[1..].reverse();
    if in_progress > 0 {
        pieces.push(t!(lang, "bulk-held", n = in_progress));
    }
    if all > asking.wanted_count + in_progress + nobody {
        let unselected = all - selected;
        // What an undo would not change has changed since.
        pieces.push(if undo.is_some() {
            t!(
                lang,
                "bulk-skipped-undo",
                moved = same,
                unselected = unselected,
                open = open
            )
        } else {
            t!(
                lang,
                "bulk-skipped",
                same = same,
                unselected = unselected,
                open = open
            )
        });
    }
    pieces
}

/// For how many of the friends to be restored the remark is unknown.
fn unknown_remarks(undo: &Undoable, asking: &BulkQuestion) -> usize {
    let removed = undo.done.iter().filter(|record| {
        let lost = matches!(record.change, Change::RemoveFriend { .. });
        lost && record.before.listed_remark().is_none()
            && asking.targets.contains(record.change.target())
    });
    removed.count()
}

fn is_undo(undo: Option<&Undoable>) -> bool {
    undo.is_some_and(|undo| !undo.redo)
}

/// Lists each ID with what has to be known before the change.
fn named(ui: Ui, dialog: &Triage, asking: &BulkQuestion, dialog_box: &mut DialogBox) {
    for id in &asking.targets {
        dialog_box.indented("  ", id.shown(), theme::STRONG);
        if let Some(wrong) = wrong(ui, dialog, id) {
            dialog_box.indented("    ", &wrong, theme::WARN);
        }
        warn_alike(ui, dialog_box, id);
    }
}

/// The IDs, each with the problem of its account, if there is one.
fn names(ui: Ui, dialog: &Triage, asking: &BulkQuestion) -> Vec<String> {
    let name = |id: &UserId| match wrong(ui, dialog, id) {
        Some(wrong) => phrase::aside(ui.lang, id.shown(), &wrong),
        None => id.shown().to_owned(),
    };
    asking.targets.iter().map(name).collect()
}
