//! Notices on the screen: the text that fits, and its style.

use ratatui::style::Style;

use super::{Ui, theme};
use crate::domain::Change;
use crate::model::journal::JournalReport;
use crate::model::{JobReport, Notice};
use crate::msg::copy::CopyTaker;
use crate::text;
use crate::wording::notice::texts;

/// The text of a notice on a line of this many cells: the first that fits, else the shortest.
pub fn notice_text(ui: Ui, notice: &Notice, cells: usize) -> (String, Style) {
    let mut texts = texts(ui.model, notice);
    let fits = texts.iter().position(|words| text::width(words) <= cells);
    let at = fits.unwrap_or(texts.len().saturating_sub(1));
    let words = if at < texts.len() {
        texts.swap_remove(at)
    } else {
        String::new()
    };
    (words, style(notice))
}

/// The lines of a notice: a text that fits on one line, else one that fits on two, else the shortest, in at most
/// this many lines.
pub fn notice_lines(ui: Ui, notice: &Notice, cells: usize, most: usize) -> (Vec<String>, Style) {
    let mut wrapped: Vec<Vec<String>> = texts(ui.model, notice)
        .iter()
        .map(|words| text::wrap(words, cells.max(1)))
        .collect();
    let fits = |lines| wrapped.iter().position(|text| text.len() <= lines);
    let at = fits(1).or_else(|| fits(2));
    let lines = at.map(|at| wrapped.swap_remove(at)).or(wrapped.pop());
    let mut lines = lines.unwrap_or_default();
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = text::fit(&format!("{last}~~"), cells).into_owned();
        }
    }
    (lines, style(notice))
}

fn style(notice: &Notice) -> Style {
    match notice {
        Notice::FoundDone(Change::DeleteConversation { roaming: true, .. }) => theme::WARN,
        Notice::JobEnded(outcome, _) if outcome.all_succeeded() => theme::GOOD,
        Notice::Done(..)
        | Notice::JournalOpen
        | Notice::NothingOwed
        | Notice::Copied(_, Some(CopyTaker::Desktop))
        | Notice::Exported(_)
        | Notice::NoDifference
        | Notice::UndoneOrRedone(_)
        | Notice::FoundDone(_)
        | Notice::DoneBefore(_)
        | Notice::Withdrawn(_)
        | Notice::Journal(JournalReport::Exported(..) | JournalReport::TicketReferenceSet) => {
            theme::GOOD
        }
        Notice::Locked
        | Notice::NeverLocked
        | Notice::PasteDropped
        | Notice::Stopped
        | Notice::VerdictChanged(..)
        | Notice::Copied(_, Some(CopyTaker::Tmux))
        | Notice::JobBegun(_)
        | Notice::Unfinished(JobReport::Resumed(_) | JobReport::Discarded(_)) => theme::TEXT,
        Notice::JournalClosed(_)
        | Notice::JournalDamaged(_)
        | Notice::JournalNotReadable(_)
        | Notice::Journal(JournalReport::NotExported(_))
        | Notice::Unrecorded(_)
        | Notice::Owed(..)
        | Notice::JobRefused
        | Notice::NoRoom(_)
        | Notice::StaysUnknown(_)
        | Notice::Unfinished(JobReport::Held(..) | JobReport::NotClaimed(..)) => theme::ALARM,
        Notice::ReadOnly
        | Notice::Unlocked
        | Notice::PasteIgnored
        | Notice::PasteTooLong
        | Notice::TooMuch(_)
        | Notice::JournalSetAside(_)
        | Notice::NotUndone(_)
        | Notice::MovedOn(_)
        | Notice::Journal(JournalReport::NoRequest)
        | Notice::PasteOpen
        | Notice::RowSlipped
        | Notice::TooSoon
        | Notice::DialogGone
        | Notice::QuestionNotSeen
        | Notice::TooFast
        | Notice::AlreadyInProgress(_)
        | Notice::NotBlocked(_)
        | Notice::AlreadyBlocked(_)
        | Notice::Unneeded(_)
        | Notice::NotFriend(_)
        | Notice::IsGroup(_)
        | Notice::RemarkForOne
        | Notice::IsSelf
        | Notice::NoRow
        | Notice::NoUser
        | Notice::NoOtherUser
        | Notice::Copied(_, None)
        | Notice::NoIds
        | Notice::NotNow
        | Notice::UnknownKey(_)
        | Notice::InputMethodOn(_)
        | Notice::NoReply
        | Notice::SelectedLoaded(_)
        | Notice::Vanished(_)
        | Notice::JobEnded(..)
        | Notice::JournalBusy
        | Notice::NothingToRetry
        | Notice::NothingToDo(_)
        | Notice::NoJob
        | Notice::Preferences(_)
        | Notice::Unfinished(JobReport::Found(_) | JobReport::Finished(_))
        | Notice::PressAgainToQuit
        | Notice::OutcomeUnknown(_)
        | Notice::OrphanedChanges(_)
        | Notice::UnverifiableRemarks(_)
        | Notice::Skipped(_)
        | Notice::Waits(_)
        | Notice::StillInProgress
        | Notice::Verifying(_) => theme::WARN,
    }
}
