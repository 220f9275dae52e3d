//! Reads entries of the journal for the screen.

use crate::api::described;
use crate::domain::history::{HistoryEntry, HistoryQuery, TicketReference};
use crate::journal::{EntryFilter, JournalEntry};
use crate::text::Text;

/// Translates a query of the screen into a filter of the journal, for this app.
pub(super) fn filter(wanted: &HistoryQuery, app: &Text) -> EntryFilter {
    EntryFilter {
        app: Some(app.raw().to_owned()),
        wanted: wanted.filter.clone(),
        by_job: wanted.by_job,
        before: wanted.before,
        limit: wanted.limit,
    }
}

/// Converts an entry of the journal for the screen.
pub(super) fn history_entry(entry: JournalEntry) -> HistoryEntry {
    let (change, withheld) = (entry.asked.outline(), entry.asked.whole().is_none());
    let undo_refusal = entry.undo_refusal();
    let described = described(&change, entry.job.is_some());
    HistoryEntry {
        entry: entry.id,
        at: entry.at,
        answered: entry.answered,
        operator: entry.audit.operator,
        profile: entry.audit.profile,
        reference: TicketReference {
            ticket: entry.audit.ticket,
            reason: entry.audit.reason,
        },
        group: entry.group,
        request: described.ok().filter(|_| !withheld),
        change,
        withheld,
        before: entry.before,
        state: entry.state,
        verified: entry.verified,
        status: entry.status,
        failure: entry.failure,
        job: entry.job,
        undone_by: entry.undone_by,
        undo_refusal,
    }
}
