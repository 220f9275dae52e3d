//! Jobs in the journal: a row that opens.

use super::journal::past;
use super::*;
use crate::dialog::{JournalRowKey, JournalView};
use crate::domain::history::{EntryGroup, HistoryEntry, HistoryQuery};
use crate::domain::job::JobCounts;
use crate::domain::undo::UndoTarget;
use crate::domain::{EntryId, JobId};

fn of_job(entry: i64, n: usize) -> HistoryEntry {
    let group = EntryGroup {
        job: JobId(7),
        counts: JobCounts {
            done: n,
            ..JobCounts::default()
        },
        same_deed: true,
    };
    HistoryEntry {
        job: Some(JobId(7)),
        group: (n > 1).then_some(group),
        ..past(entry)
    }
}

fn is_page(query: &Query) -> bool {
    matches!(query, Query::Journal(_))
}

/// The journal replies; returns what it was asked for.
fn gives(console: &mut Console, page: Vec<HistoryEntry>) -> HistoryQuery {
    let (request, query) = console.read(is_page);
    console.say(Event::Reply(request, Reply::Journal(Ok(page))));
    let Query::Journal(wanted) = query else {
        unreachable!("only pages are looked for");
    };
    wanted
}

fn view(console: &Console) -> &JournalView {
    let Some(Dialog::Journal(view)) = console.top() else {
        panic!("{:?}", console.top());
    };
    view
}

/// The journal, with the cursor on the row of a job.
fn on_job() -> Console {
    let mut console = Console::alice();
    console.press("6");
    let wanted = gives(&mut console, vec![past(9), of_job(8, 3), past(4)]);
    assert!(wanted.by_job);
    console.press("j");
    assert_eq!(view(&console).row, Some(JournalRowKey::Job(JobId(7))));
    console
}

#[test]
fn enter_shows_the_entries_of_a_job_and_esc_comes_back_to_its_row() {
    let mut console = on_job();
    console.press("Enter");
    assert_eq!(view(&console).filter.value(), "job:J-0007");
    let wanted = gives(&mut console, vec![of_job(8, 1), of_job(7, 1), of_job(6, 1)]);
    assert_eq!(wanted.filter.jobs, [JobId(7)]);
    assert!(!wanted.by_job);
    console.press("j").press("Enter");
    assert!(view(&console).detail.is_some());
    console.press_all("Esc Esc");
    assert_eq!(view(&console).filter.value(), "");
    assert_eq!(view(&console).row, Some(JournalRowKey::Job(JobId(7))));
    assert_eq!(view(&console).entries.len(), 3, "at once");
    let wanted = gives(&mut console, vec![past(9), of_job(8, 3), past(4)]);
    assert!(wanted.by_job && wanted.filter.jobs.is_empty());
    assert_eq!(view(&console).row, Some(JournalRowKey::Job(JobId(7))));
    console.press("Esc");
    assert!(console.model.dialogs.is_empty());
}

#[test]
fn the_filter_stays_around_the_job() {
    let mut console = on_job();
    console.press("/").types("spam").press("Enter");
    gives(&mut console, vec![of_job(8, 2)]);
    while console.reads.iter().any(|(_, query)| is_page(query)) {
        gives(&mut console, vec![of_job(8, 2)]);
    }
    console.press("Enter");
    assert_eq!(view(&console).filter.value(), "spam job:J-0007");
    // The reply that nobody waits for any more is not taken.
    let (request, _) = console
        .reads
        .iter()
        .find(|(_, query)| is_page(query))
        .cloned()
        .unwrap();
    console.press("Esc");
    assert!(console.asked.contains(&Effect::CancelQuery(request)));
    assert_eq!(view(&console).filter.value(), "spam");
    console.say(Event::Reply(request, Reply::Journal(Ok(Vec::new()))));
    assert_eq!(view(&console).entries.len(), 1);
}

#[test]
fn a_job_that_goes_on_stays_one_row() {
    let mut console = on_job();
    console.model.dialogs.iter_mut().for_each(|dialog| {
        if let Dialog::Journal(view) = dialog {
            view.want(crate::dialog::JournalPart::Newest);
        }
    });
    console.say(Event::Tick);
    let newest: Vec<HistoryEntry> = (11..=110).rev().map(past).collect();
    let mut page = vec![of_job(111, 4)];
    page.extend(newest.into_iter().take(99));
    gives(&mut console, page);
    let rows = view(&console).entries.iter();
    assert_eq!(rows.filter(|past| past.job.is_some()).count(), 1);
    assert_eq!(
        view(&console).entries.last().map(|past| past.entry),
        Some(EntryId(4))
    );
}

#[test]
fn z_on_the_row_of_a_job_undoes_the_job() {
    let mut console = on_job();
    console.press("z");
    assert_eq!(
        console.queries(),
        [Query::Undoable(UndoTarget::Job(JobId(7)))]
    );
}
