//! The text of the notice line, which says what has just happened.

use ratatui::style::Style;

use super::dialogs::{self, journal, undo, unfinished};
use super::{Ui, failure, theme};
use crate::domain::Change;
use crate::domain::job::BulkOp;
use crate::keymap::{self, Layer};
use crate::model::layout::LayoutForm;
use crate::model::{Notice, UNLOCK_TIME, UndoDirection, UndoReport};
use crate::msg::Action;
use crate::msg::copy::{Copied, CopyTaker};
use crate::{t, text};

/// A notice in words.
pub fn notice_text(ui: Ui, notice: &Notice) -> (String, Style) {
    let lang = ui.lang;
    match notice {
        Notice::Done(change, false) => (done(ui, change), theme::GOOD),
        Notice::Done(change, true) => {
            let told = back(ui, &done(ui, change), UndoDirection::Undo);
            (told, theme::GOOD)
        }
        Notice::Unneeded(change) => (undo::unneeded(lang, change), theme::WARN),
        Notice::ReadOnly if ui.model.session.may_unlock => (
            t!(
                lang,
                "notice-unlock",
                key = keymap::first(Layer::Lists, Action::Unlock)
            ),
            theme::WARN,
        ),
        Notice::ReadOnly => (t!(lang, "notice-read-only"), theme::WARN),
        Notice::Unlocked => (
            t!(
                lang,
                "notice-unlocked",
                n = UNLOCK_TIME / 60_000,
                key = keymap::first(Layer::Lists, Action::Unlock)
            ),
            theme::WARN,
        ),
        Notice::Locked => (t!(lang, "notice-locked"), theme::TEXT),
        Notice::NeverLocked => (t!(lang, "notice-never-locked"), theme::TEXT),
        Notice::PasteIgnored => (t!(lang, "notice-paste"), theme::WARN),
        Notice::TooMuch(limit) => (dialogs::too_much(lang, *limit), theme::WARN),
        Notice::PasteTooLong => (t!(lang, "notice-paste-too-long"), theme::WARN),
        Notice::JournalSetAside(path) => (
            t!(lang, "notice-journal-aside", path = path.shown()),
            theme::WARN,
        ),
        Notice::JournalClosed(why) => (
            t!(
                lang,
                "notice-journal-closed",
                why = failure::journal(lang, why)
            ),
            theme::ALARM,
        ),
        Notice::JournalOpen => (t!(lang, "notice-journal-open"), theme::GOOD),
        Notice::JournalDamaged(why) => (
            t!(
                lang,
                "notice-journal-damaged",
                why = failure::journal(lang, why)
            ),
            theme::ALARM,
        ),
        Notice::NotUndone(why) => (undo::why_not(lang, why), theme::WARN),
        Notice::MovedOn(act) => (undo::moved_on(lang, *act), theme::WARN),
        Notice::JournalUnread(why) => (
            t!(
                lang,
                "notice-journal-unread",
                why = failure::journal(lang, why)
            ),
            theme::ALARM,
        ),
        Notice::Journal(said) => journal::said(ui, said),
        Notice::Unrecorded(why) => (
            t!(lang, "notice-unrecorded", why = failure::journal(lang, why)),
            theme::ALARM,
        ),
        Notice::Owed(n, why) => (
            t!(
                lang,
                "notice-owed",
                n = *n,
                why = failure::journal(lang, why)
            ),
            theme::ALARM,
        ),
        Notice::NothingOwed => (t!(lang, "notice-nothing-owed"), theme::GOOD),
        Notice::PasteOpen => (t!(lang, "notice-paste-open"), theme::WARN),
        Notice::PasteDropped => (t!(lang, "notice-paste-dropped"), theme::TEXT),
        Notice::RowSlipped => (t!(lang, "notice-slipped"), theme::WARN),
        Notice::TooSoon => (t!(lang, "notice-too-soon"), theme::WARN),
        Notice::Unread => (t!(lang, "notice-unread"), theme::WARN),
        Notice::TooFast => (t!(lang, "notice-too-fast"), theme::WARN),
        Notice::AlreadySent(id) => (
            t!(lang, "notice-already-sent", id = id.shown()),
            theme::WARN,
        ),
        Notice::NotBlocked(id) => (t!(lang, "notice-not-blocked", id = id.shown()), theme::WARN),
        Notice::AlreadyBlocked(id) => (
            t!(lang, "notice-already-blocked", id = id.shown()),
            theme::WARN,
        ),
        Notice::NotFriend(id) => (t!(lang, "notice-not-friend", id = id.shown()), theme::WARN),
        Notice::RemarkForOne => (
            t!(
                lang,
                "notice-remark-for-one",
                key = keymap::first(Layer::Lists, Action::Import)
            ),
            theme::WARN,
        ),
        Notice::IsGroup(id) => (t!(lang, "notice-group", id = id.shown()), theme::WARN),
        Notice::IsSelf => (t!(lang, "notice-self"), theme::WARN),
        Notice::NoRow => (t!(lang, "notice-no-row"), theme::WARN),
        Notice::NoUser => (
            t!(
                lang,
                "no-user",
                key = keymap::first(Layer::Lists, Action::OpenId)
            ),
            theme::WARN,
        ),
        Notice::NoHistory => (t!(lang, "notice-no-history"), theme::WARN),
        Notice::Stopped => (t!(lang, "notice-stopped"), theme::TEXT),
        Notice::Copied(clip, taker) => copied(ui, clip, *taker),
        Notice::Exported(written) => (
            t!(
                lang,
                "notice-exported",
                n = written.rows,
                path = written.path.shown()
            ),
            theme::GOOD,
        ),
        Notice::NoDifference => (t!(lang, "notice-no-difference"), theme::GOOD),
        Notice::NoIds => (t!(lang, "notice-no-ids"), theme::WARN),
        Notice::PickedLoaded(n) => (t!(lang, "notice-picked-loaded", n = *n), theme::WARN),
        Notice::Vanished(n) => (t!(lang, "notice-vanished", n = *n), theme::WARN),
        Notice::JobBegun(n) => (
            t!(
                lang,
                "notice-job-begun",
                n = *n,
                key = keymap::first(Layer::Lists, Action::Jobs)
            ),
            theme::TEXT,
        ),
        Notice::JobEnded(done, failed, left, way) => {
            let (told, style) = if failed + left == 0 {
                (t!(lang, "notice-job-done", n = *done), theme::GOOD)
            } else {
                let told = t!(
                    lang,
                    "notice-job-ended",
                    done = *done,
                    failed = *failed,
                    left = *left,
                    key = keymap::first(Layer::Lists, Action::Jobs)
                );
                (told, theme::WARN)
            };
            match way {
                Some(way) => (back(ui, &told, *way), style),
                None => (told, style),
            }
        }
        Notice::TurnedBack(turned) => (turned_back(ui, turned), theme::GOOD),
        Notice::JournalBusy => (t!(lang, "notice-journal-busy"), theme::WARN),
        Notice::JobRefused => (
            t!(
                lang,
                "notice-job-refused",
                key = keymap::first(Layer::Lists, Action::Jobs)
            ),
            theme::ALARM,
        ),
        Notice::NothingToRetry => (t!(lang, "notice-nothing-to-retry"), theme::WARN),
        Notice::NoRoom(act) => (
            t!(lang, "notice-no-room", what = dialogs::word(ui, *act)),
            theme::ALARM,
        ),
        Notice::NothingToDo(act) => (
            t!(lang, "notice-nothing-to-do", what = dialogs::word(ui, *act)),
            theme::WARN,
        ),
        Notice::NoJob => (t!(lang, "notice-no-job"), theme::WARN),
        Notice::Unfinished(said) => unfinished::said(ui, said),
        Notice::PressAgainToQuit => (t!(lang, "notice-again-to-quit"), theme::WARN),
        Notice::FoundDone(change @ Change::DeleteConversation { roaming: true, .. }) => (
            t!(
                lang,
                "found-done-roaming",
                owner = change.owner().shown(),
                id = change.target().shown()
            ),
            theme::WARN,
        ),
        Notice::FoundDone(change) => (t!(lang, "found-done", what = done(ui, change)), theme::GOOD),
        Notice::DoneBefore(change) => (
            t!(lang, "done-before", what = done(ui, change)),
            theme::GOOD,
        ),
        Notice::NeverSettled(id) => (
            t!(lang, "notice-never-settled", id = id.shown()),
            theme::ALARM,
        ),
        Notice::Unsettled(id) => (t!(lang, "notice-unsettled", id = id.shown()), theme::WARN),
        Notice::LeftChanges(n) => (t!(lang, "notice-left-changes", n = *n), theme::WARN),
        Notice::Unreadable(n) => (t!(lang, "notice-unreadable", n = *n), theme::WARN),
        Notice::LeftOut(n) => (t!(lang, "notice-left-out", n = *n), theme::WARN),
        Notice::Waits(id) => (t!(lang, "notice-waits", id = id.shown()), theme::WARN),
        Notice::Withdrawn(change) => {
            let (owner, id) = (change.owner().shown(), change.target().shown());
            let words = t!(lang, "notice-withdrawn", owner = owner, id = id);
            (words, theme::GOOD)
        }
        Notice::LeftUnderWay => (t!(lang, "notice-left"), theme::WARN),
        Notice::ReadingTruth(id) => (
            t!(lang, "notice-reading-truth", id = id.shown()),
            theme::WARN,
        ),
    }
}

/// What is known about a copy. It is reported as good only if a clipboard has confirmed it: pasting the wrong
/// text may block the wrong user.
fn copied(ui: Ui, clip: &Copied, taker: Option<CopyTaker>) -> (String, Style) {
    let lang = ui.lang;
    let what = match clip {
        Copied::Id(id) => id.shown().to_owned(),
        Copied::Ids(n) => t!(lang, "clip-ids", n = *n),
        Copied::Request => t!(lang, "clip-request"),
        Copied::Line => t!(lang, "clip-line"),
    };
    let what = what.as_str();
    match taker {
        Some(CopyTaker::Desktop) => (t!(lang, "notice-copied", what = what), theme::GOOD),
        Some(CopyTaker::Tmux) => {
            let words = [
                t!(lang, "notice-copied-tmux", what = what),
                t!(lang, "notice-copied-tmux-short", what = what),
            ];
            (fitting(ui, words), theme::TEXT)
        }
        None => {
            let words = [
                t!(lang, "notice-copy-sent", what = what),
                t!(lang, "notice-copy-sent-less", what = what),
                t!(lang, "notice-copy-sent-short", what = what),
            ];
            (fitting(ui, words), theme::WARN)
        }
    }
}

/// The first text that fits on the line, else the last one.
fn fitting<const N: usize>(ui: Ui, words: [String; N]) -> String {
    // The line starts with a space.
    let room = usize::from(ui.layout.notice.width).saturating_sub(1);
    let mut words = words.into_iter().peekable();
    while let Some(some) = words.next() {
        if words.peek().is_none() || text::width(&some) <= room {
            return some;
        }
    }
    String::new()
}

/// What was done, with the key that undoes it. If there are few cells, the key comes first, because lines are
/// cut at their end.
fn back(ui: Ui, what: &str, way: UndoDirection) -> String {
    let (lang, what) = (ui.lang, what.to_owned());
    let mini = ui.layout.form == LayoutForm::Mini;
    let key = keymap::first(
        Layer::Lists,
        match way {
            UndoDirection::Undo => Action::Undo,
            UndoDirection::Redo => Action::Redo,
        },
    );
    match way {
        UndoDirection::Undo if mini => t!(lang, "back-undo-short", what = what, key = key),
        UndoDirection::Undo => t!(lang, "back-undo", what = what, key = key),
        UndoDirection::Redo if mini => t!(lang, "back-redo-short", what = what, key = key),
        UndoDirection::Redo => t!(lang, "back-redo", what = what, key = key),
    }
}

/// What was undone or redone.
fn turned_back(ui: Ui, turned: &UndoReport) -> String {
    let lang = ui.lang;
    let owner = turned.owner.shown();
    let who = match turned.n {
        1 => turned.target.shown().to_owned(),
        n => t!(lang, "deed-many", n = n),
    };
    let what = match turned.act {
        BulkOp::Block => t!(lang, "deed-block", owner = owner, who = who),
        BulkOp::Unblock => t!(lang, "deed-unblock", owner = owner, who = who),
        BulkOp::AddFriend => t!(lang, "deed-add", owner = owner, who = who),
        BulkOp::RemoveFriend => t!(lang, "deed-remove", owner = owner, who = who),
        BulkOp::Remark => t!(lang, "deed-remark", owner = owner, who = who),
    };
    if turned.redo {
        back(
            ui,
            &t!(lang, "done-again", what = what),
            UndoDirection::Undo,
        )
    } else {
        back(
            ui,
            &t!(lang, "taken-back", what = what),
            UndoDirection::Redo,
        )
    }
}

fn done(ui: Ui, change: &Change) -> String {
    let (lang, owner, id) = (ui.lang, change.owner().shown(), change.target().shown());
    match change {
        Change::AddFriend { .. } => t!(lang, "done-add", owner = owner, id = id),
        Change::RemoveFriend { .. } => t!(lang, "done-remove", owner = owner, id = id),
        Change::SetRemark { .. } => t!(lang, "done-remark", owner = owner, id = id),
        Change::Block { .. } => t!(lang, "done-block", owner = owner, id = id),
        Change::Unblock { .. } => t!(lang, "done-unblock", owner = owner, id = id),
        Change::DeleteConversation { roaming: false, .. } => {
            t!(lang, "done-conversation", owner = owner, id = id)
        }
        Change::DeleteConversation { roaming: true, .. } => {
            t!(lang, "done-conversation-roaming", owner = owner, id = id)
        }
    }
}
