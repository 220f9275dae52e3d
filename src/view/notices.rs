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

fn style(notice: &Notice) -> Style {
    match notice {
        Notice::FoundDone(Change::DeleteConversation { roaming: true, .. }) => theme::WARN,
        Notice::Done(..)
        | Notice::JournalOpen
        | Notice::NothingOwed
        | Notice::Copied(_, Some(CopyTaker::Desktop))
        | Notice::Exported(_)
        | Notice::NoDifference
        | Notice::JobEnded(_, 0, 0, _)
        | Notice::TurnedBack(_)
        | Notice::FoundDone(_)
        | Notice::DoneBefore(_)
        | Notice::Withdrawn(_)
        | Notice::Journal(JournalReport::Exported(..) | JournalReport::Referred) => theme::GOOD,
        Notice::Locked
        | Notice::NeverLocked
        | Notice::PasteDropped
        | Notice::Stopped
        | Notice::Copied(_, Some(CopyTaker::Tmux))
        | Notice::JobBegun(_)
        | Notice::Unfinished(JobReport::Resumed(_) | JobReport::Discarded(_)) => theme::TEXT,
        Notice::JournalClosed(_)
        | Notice::JournalDamaged(_)
        | Notice::JournalUnread(_)
        | Notice::Journal(JournalReport::NotExported(_))
        | Notice::Unrecorded(_)
        | Notice::Owed(..)
        | Notice::JobRefused
        | Notice::NoRoom(_)
        | Notice::NeverSettled(_)
        | Notice::Unfinished(JobReport::Held(..)) => theme::ALARM,
        // Whatever else happened needs attention.
        _ => theme::WARN,
    }
}
