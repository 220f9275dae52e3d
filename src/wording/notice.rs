//! Notices: what has just happened.

use super::{change, diagnosis, failure, files, job, system, time, undo};
use crate::domain::job::BulkOp;
use crate::domain::{Change, Deliverability, PreferenceProblem, UserId};
use crate::i18n::Lang;
use crate::keymap::{self, Layer};
use crate::model::journal::JournalReport;
use crate::model::{JobReport, Model, Notice, UNLOCK_TIME, UndoDirection, UndoReport};
use crate::msg::Action;
use crate::msg::copy::{Copied, CopyTaker};
use crate::t;
use crate::text::printable;

/// A notice in words, the longest first; the others are for lines with less room.
pub fn texts(model: &Model, notice: &Notice) -> Vec<String> {
    let lang = model.lang;
    let key = |action| keymap::first(Layer::Lists, action);
    let text = match notice {
        Notice::Done(change, false) => change::done(lang, change),
        Notice::Done(change, true) => {
            return with_key(model, &change::done(lang, change), UndoDirection::Undo);
        }
        Notice::Unneeded(change) => change::unneeded(lang, change),
        Notice::ReadOnly => read_only(model),
        Notice::Unlocked => t!(
            lang,
            "notice-unlocked",
            n = UNLOCK_TIME / 60_000,
            key = key(Action::Unlock)
        ),
        Notice::Locked => t!(lang, "notice-locked"),
        Notice::NeverLocked => t!(lang, "notice-never-locked"),
        Notice::PasteIgnored => t!(lang, "notice-paste"),
        Notice::TooMuch(limit) => files::too_much(lang, *limit),
        Notice::PasteTooLong => t!(lang, "notice-paste-too-long"),
        Notice::JournalSetAside(path) => {
            t!(lang, "notice-journal-aside", path = path.unmasked())
        }
        Notice::JournalClosed(why) => {
            let why = failure::journal(lang, why);
            t!(lang, "notice-journal-closed", why = why)
        }
        Notice::JournalOpen => t!(lang, "notice-journal-open"),
        Notice::JournalDamaged(why) => {
            let why = failure::journal(lang, why);
            t!(lang, "notice-journal-damaged", why = why)
        }
        Notice::NotUndone(why) => undo::refusal(lang, why),
        Notice::MovedOn(op) => undo::moved_on(lang, *op),
        Notice::JournalNotReadable(why) => {
            let why = failure::journal(lang, why);
            t!(lang, "notice-journal-not-readable", why = why)
        }
        Notice::Journal(report) => journal(model, report),
        Notice::Unrecorded(why) => {
            let why = failure::journal(lang, why);
            t!(lang, "notice-unrecorded", why = why)
        }
        Notice::Owed(n, why) => {
            let why = failure::journal(lang, why);
            t!(lang, "notice-owed", n = *n, why = why)
        }
        Notice::NothingOwed => t!(lang, "notice-nothing-owed"),
        Notice::PasteOpen => t!(lang, "notice-paste-open"),
        Notice::PasteDropped => t!(lang, "notice-paste-dropped"),
        Notice::RowSlipped => t!(lang, "notice-slipped"),
        // These may be said in questions, which have one line for them at most.
        Notice::DialogGone => {
            return vec![
                t!(lang, "notice-dialog-gone"),
                t!(lang, "notice-dialog-gone-short"),
            ];
        }
        Notice::TooSoon => {
            return vec![
                t!(lang, "notice-too-soon"),
                t!(lang, "notice-too-soon-short"),
            ];
        }
        Notice::QuestionNotSeen => {
            return vec![
                t!(lang, "notice-question-not-seen"),
                t!(lang, "notice-question-not-seen-short"),
            ];
        }
        Notice::TooFast => {
            return vec![
                t!(lang, "notice-too-fast"),
                t!(lang, "notice-too-fast-short"),
            ];
        }
        Notice::AlreadyInProgress(id) => t!(lang, "notice-already-in-progress", id = id.shown()),
        Notice::NotNow => t!(lang, "notice-not-now"),
        Notice::UnknownKey(letter) => t!(
            lang,
            "notice-unknown-key",
            letter = printable(&letter.to_string()),
            palette = key(Action::Palette),
            help = key(Action::Help)
        ),
        Notice::InputMethodOn(letter) => {
            let letter = printable(&letter.to_string());
            t!(lang, "notice-input-method", letter = letter)
        }
        Notice::Preferences(problem) => preferences(lang, problem),
        Notice::NoReply => t!(lang, "notice-no-reply"),
        Notice::VerdictChanged(users, verdicts) => verdict_changed(model, users, *verdicts),
        Notice::NotBlocked(id) => t!(lang, "notice-not-blocked", id = id.shown()),
        Notice::AlreadyBlocked(id) => t!(lang, "notice-already-blocked", id = id.shown()),
        Notice::NotFriend(id) => t!(lang, "notice-not-friend", id = id.shown()),
        Notice::RemarkForOne => {
            t!(lang, "notice-remark-for-one", key = key(Action::Import))
        }
        Notice::IsGroup(id) => t!(lang, "notice-group", id = id.shown()),
        Notice::IsSelf => t!(lang, "notice-self"),
        Notice::NoRow => t!(lang, "notice-no-row"),
        Notice::NoUser => t!(lang, "no-user", key = key(Action::OpenId)),
        Notice::NoOtherUser => t!(lang, "notice-no-history"),
        Notice::Stopped => t!(lang, "notice-stopped"),
        Notice::Copied(what, taker) => return copied(lang, what, *taker),
        Notice::Exported(written) => t!(
            lang,
            "notice-exported",
            n = written.rows,
            path = written.path.shown()
        ),
        Notice::NoDifference => t!(lang, "notice-no-difference"),
        Notice::NoIds => t!(lang, "notice-no-ids"),
        Notice::SelectedLoaded(n) => t!(lang, "notice-selected-loaded", n = *n),
        Notice::Vanished(n) => t!(lang, "notice-vanished", n = *n),
        Notice::JobBegun(n) => {
            t!(lang, "notice-job-begun", n = *n, key = key(Action::Jobs))
        }
        Notice::JobEnded(outcome, way) => {
            let text = if outcome.all_succeeded() {
                t!(lang, "notice-job-done", n = outcome.total())
            } else {
                t!(
                    lang,
                    "notice-job-ended",
                    counts = job::counted(lang, *outcome),
                    key = key(Action::Jobs)
                )
            };
            match way {
                Some(way) => return with_key(model, &text, *way),
                None => text,
            }
        }
        Notice::UndoneOrRedone(report) => return undone(model, report),
        Notice::JournalBusy => t!(lang, "notice-journal-busy"),
        Notice::JobRefused => t!(lang, "notice-job-refused", key = key(Action::Jobs)),
        Notice::NothingToRetry => t!(lang, "notice-nothing-to-retry"),
        Notice::NoRoom(op) => t!(lang, "notice-no-room", what = job::op(lang, *op)),
        Notice::NothingToDo(op) => t!(lang, "notice-nothing-to-do", what = job::op(lang, *op)),
        Notice::NoJob => t!(lang, "notice-no-job"),
        Notice::Unfinished(report) => unfinished(model, report),
        Notice::PressAgainToQuit => t!(lang, "notice-again-to-quit"),
        Notice::FoundDone(change @ Change::DeleteConversation { roaming: true, .. }) => t!(
            lang,
            "found-done-roaming",
            owner = change.owner().shown(),
            id = change.target().shown()
        ),
        Notice::FoundDone(change) => t!(lang, "found-done", what = change::done(lang, change)),
        Notice::DoneBefore(change) => t!(lang, "done-before", what = change::done(lang, change)),
        Notice::StaysUnknown(id) => t!(lang, "notice-stays-unknown", id = id.shown()),
        Notice::OutcomeUnknown(id) => t!(lang, "notice-outcome-unknown", id = id.shown()),
        Notice::OrphanedChanges(n) => t!(lang, "notice-orphaned-changes", n = *n),
        Notice::UnverifiableRemarks(n) => t!(lang, "notice-unverifiable-remarks", n = *n),
        Notice::Skipped(n) => t!(lang, "notice-skipped", n = *n),
        Notice::Waits(id) => t!(lang, "notice-waits", id = id.shown()),
        Notice::Withdrawn(change) => {
            let (owner, id) = (change.owner().shown(), change.target().shown());
            t!(lang, "notice-withdrawn", owner = owner, id = id)
        }
        Notice::StillInProgress => t!(lang, "notice-still-in-progress"),
        Notice::Verifying(id) => t!(lang, "notice-verifying", id = id.shown()),
    };
    vec![text]
}

/// That nothing can be changed, and the key that changes that.
pub fn read_only(model: &Model) -> String {
    let lang = model.lang;
    if model.session.may_unlock {
        let key = keymap::first(Layer::Lists, Action::Unlock);
        t!(lang, "notice-unlock", key = key)
    } else {
        t!(lang, "notice-read-only")
    }
}

/// What is wrong with what is remembered about the screen.
fn preferences(lang: Lang, problem: &PreferenceProblem) -> String {
    match problem {
        PreferenceProblem::Unread(why) => {
            t!(
                lang,
                "notice-settings-unread",
                why = system::error(lang, why)
            )
        }
        PreferenceProblem::Garbled => t!(lang, "notice-settings-garbled"),
        PreferenceProblem::Unsaved(why) => {
            t!(
                lang,
                "notice-settings-unsaved",
                why = system::error(lang, why)
            )
        }
    }
}

/// What is known about a copy. It is reported as done only if a clipboard has confirmed it: pasting the wrong
/// text may block the wrong user.
fn copied(lang: Lang, copied: &Copied, taker: Option<CopyTaker>) -> Vec<String> {
    let what = match copied {
        Copied::Id(id) => id.shown().to_owned(),
        Copied::Ids(n) => t!(lang, "clip-ids", n = *n),
        Copied::Request => t!(lang, "clip-request"),
        Copied::Line => t!(lang, "clip-line"),
        Copied::Reply => t!(lang, "clip-reply"),
    };
    let what = what.as_str();
    match taker {
        Some(CopyTaker::Desktop) => vec![t!(lang, "notice-copied", what = what)],
        Some(CopyTaker::Tmux) => vec![
            t!(lang, "notice-copied-tmux", what = what),
            t!(lang, "notice-copied-tmux-short", what = what),
        ],
        None => vec![
            t!(lang, "notice-copy-sent", what = what),
            t!(lang, "notice-copy-sent-less", what = what),
            t!(lang, "notice-copy-sent-short", what = what),
        ],
    }
}

/// What was done, with the key that reverts it. In the shorter text the key comes first, because lines are
/// cut at their end.
fn with_key(model: &Model, what: &str, way: UndoDirection) -> Vec<String> {
    let lang = model.lang;
    // In a dialog, the key means nothing, or something else.
    if model.layer() != Layer::Lists {
        return vec![what.to_owned()];
    }
    match way {
        UndoDirection::Undo => {
            let key = keymap::first(Layer::Lists, Action::Undo);
            vec![
                t!(lang, "back-undo", what = what, key = &key),
                t!(lang, "back-undo-short", what = what, key = &key),
            ]
        }
        UndoDirection::Redo => {
            let key = keymap::first(Layer::Lists, Action::Redo);
            vec![
                t!(lang, "back-redo", what = what, key = &key),
                t!(lang, "back-redo-short", what = what, key = &key),
            ]
        }
    }
}

/// What was undone or redone.
fn undone(model: &Model, report: &UndoReport) -> Vec<String> {
    let lang = model.lang;
    let owner = report.owner.shown();
    let who = match report.n {
        1 => report.target.shown().to_owned(),
        n => t!(lang, "deed-many", n = n),
    };
    let what = match report.act {
        BulkOp::Block => t!(lang, "deed-block", owner = owner, who = who),
        BulkOp::Unblock => t!(lang, "deed-unblock", owner = owner, who = who),
        BulkOp::AddFriend => t!(lang, "deed-add", owner = owner, who = who),
        BulkOp::RemoveFriend => t!(lang, "deed-remove", owner = owner, who = who),
        BulkOp::Remark => t!(lang, "deed-remark", owner = owner, who = who),
    };
    if report.redo {
        let redone = t!(lang, "notice-redone", what = what);
        with_key(model, &redone, UndoDirection::Undo)
    } else {
        let undone = t!(lang, "notice-undone", what = what);
        with_key(model, &undone, UndoDirection::Redo)
    }
}

fn unfinished(model: &Model, report: &JobReport) -> String {
    let lang = model.lang;
    let key = keymap::first(Layer::Lists, Action::Jobs);
    match report {
        JobReport::Found(n) if model.is_read_only() && model.session.may_unlock => {
            let unlock = keymap::first(Layer::Lists, Action::Unlock);
            t!(
                lang,
                "notice-jobs-found-locked",
                n = *n,
                unlock = unlock,
                key = key
            )
        }
        JobReport::Found(n) => t!(lang, "notice-jobs-found", n = *n, key = key),
        JobReport::Resumed(number) => {
            t!(
                lang,
                "notice-job-resumed",
                job = number.to_string(),
                key = key
            )
        }
        JobReport::Held(number, holder) => {
            let (job, who) = (number.to_string(), job::holder(lang, holder));
            t!(lang, "notice-job-held", job = job, who = who)
        }
        JobReport::NotClaimed(number, why) => {
            let (job, why) = (number.to_string(), failure::journal(lang, why));
            t!(lang, "notice-job-not-claimed", job = job, why = why)
        }
        JobReport::Finished(number) => t!(lang, "notice-job-gone", job = number.to_string()),
        JobReport::Discarded(number) => t!(lang, "notice-job-discarded", job = number.to_string()),
    }
}

/// What is different now, and since when.
fn verdict_changed(model: &Model, users: &[UserId; 2], verdicts: [Deliverability; 2]) -> String {
    let ways = diagnosis::ways(model.lang, users, verdicts);
    let at = time::clock(&model.session.zone, model.wall());
    t!(
        model.lang,
        "notice-verdict-changed",
        at = at,
        ways = ways.join("  ")
    )
}

fn journal(model: &Model, report: &JournalReport) -> String {
    let lang = model.lang;
    match report {
        JournalReport::NoRequest => t!(lang, "entry-no-request"),
        JournalReport::Exported(path, n) => {
            t!(lang, "notice-journal-exported", n = *n, path = path.shown())
        }
        JournalReport::NotExported(why) => {
            let why = failure::journal(lang, why);
            t!(lang, "notice-not-exported", why = why)
        }
        JournalReport::TicketReferenceSet => {
            let reference = &model.reference;
            match (&reference.ticket, &reference.reason) {
                (Some(ticket), _) => t!(lang, "notice-ticket", ticket = ticket.unmasked()),
                (None, Some(reason)) => t!(lang, "notice-reason", reason = reason.shown()),
                (None, None) => t!(lang, "notice-no-ticket"),
            }
        }
    }
}
