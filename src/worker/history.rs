//! Reads entries of the journal for the screen.

use crate::api::described;
use crate::domain::history::{HistoryEntry, HistoryQuery, TicketReference};
use crate::journal::{EntryFilter, EntrySearch, JournalEntry};
use crate::text::Text;

/// Translates a query of the screen into a filter of the journal, for this app.
pub(super) fn filter(wanted: &HistoryQuery, app: &Text) -> EntryFilter {
    let text = wanted.text.trim();
    EntryFilter {
        app: Some(app.raw().to_owned()),
        found: (!text.is_empty()).then(|| EntrySearch {
            text: text.to_owned(),
            kinds: wanted.kinds.clone(),
        }),
        users: wanted.users.iter().map(|id| id.raw().to_owned()).collect(),
        failures: wanted.failures,
        before: wanted.before,
        limit: wanted.limit,
        ..EntryFilter::default()
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
        request: described.ok().filter(|_| !withheld),
        change,
        withheld,
        before: entry.before,
        state: entry.state,
        verified: entry.verified,
        status: entry.status,
        failure: entry.failure,
        job: entry.job,
        undo_refusal,
    }
}
