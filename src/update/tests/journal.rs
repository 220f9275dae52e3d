//! The journal on screen: what is requested, where the cursor stays, what is copied; ticket and reason.

use super::*;
use crate::dialog::{JournalPaging, JournalRowKey, JournalScope, JournalView};
use crate::domain::history::RequestTrace;
use crate::domain::history::{
    EntryState, HistoryEntry, HistoryFilter, HistoryQuery, JournalHealth, ReadableRequest,
    TicketReference,
};
use crate::domain::undo::{UndoRefusal, UndoTarget};
use crate::domain::{ChangeKind, EntryId};
use crate::model::journal::{JournalReport, rows};
use crate::msg::copy::{Copied, CopyTaker};

pub fn past(entry: i64) -> HistoryEntry {
    HistoryEntry {
        group: None,
        entry: EntryId(entry),
        at: entry * 1_000,
        answered: Some(entry * 1_000 + 34),
        operator: Some(Text::new("li.na")),
        profile: None,
        reference: TicketReference {
            ticket: Some(Text::new("#48213")),
            reason: None,
        },
        change: unblock("alice", &format!("spam{entry}")),
        withheld: false,
        before: PairState::default(),
        state: EntryState::Done,
        verified: false,
        status: Some(200),
        failure: None,
        job: None,
        undone_by: None,
        undo_refusal: None,
        request: Some(ReadableRequest {
            method: "DELETE",
            path: Text::new(&format!("users/alice/blocks/users/spam{entry}")),
            body: None,
        }),
    }
}

/// Entries from the first number down to the last.
fn entries(newest: i64, oldest: i64) -> Vec<HistoryEntry> {
    (oldest..=newest).rev().map(past).collect()
}

fn is_page(query: &Query) -> bool {
    matches!(query, Query::Journal(_))
}

impl Console {
    fn journal(&self) -> &JournalView {
        match self.top() {
            Some(Dialog::Journal(view)) => view,
            other => panic!("{other:?} is not the journal"),
        }
    }

    fn wanted(&self) -> &HistoryQuery {
        let page = self.reads.iter().find_map(|(_, query)| match query {
            Query::Journal(wanted) => Some(wanted),
            _ => None,
        });
        page.expect("it was not asked for")
    }

    /// The journal replies.
    fn gives(&mut self, page: Vec<HistoryEntry>) -> &mut Self {
        let (request, _) = self.read(is_page);
        self.say(Event::Reply(request, Reply::Journal(Ok(page))))
    }

    fn keys(&self) -> Vec<JournalRowKey> {
        let rows = rows(&self.model, self.journal());
        rows.iter()
            .map(crate::model::journal::JournalRow::key)
            .collect()
    }

    fn requests(
        &mut self,
        path: &str,
        wall: i64,
        outcome: Result<u16, FailureReason>,
        writes: bool,
    ) {
        self.say(Event::RequestTraced(RequestTrace {
            wall,
            writes,
            method: "GET",
            path: Text::new(path),
            outcome,
            took: 5,
        }));
    }

    fn said(&self) -> &JournalReport {
        match self.notice() {
            Some(Notice::Journal(said)) => said,
            other => panic!("{other:?}"),
        }
    }
}

fn opened(page: Vec<HistoryEntry>) -> Console {
    let mut console = Console::alice();
    console.press("6").gives(page);
    console
}

#[test]
fn six_shows_changes_and_the_at_sign_the_reads_of_this_session_too() {
    let mut console = Console::alice();
    console.requests("users/alice", 1_500, Ok(200), false);
    console.requests("users/alice/blocks", 1_600, Ok(200), true);
    console.requests(
        "users/alice/contacts",
        2_500,
        Err(FailureReason::Timeout),
        false,
    );
    console.press("6").gives(entries(3, 1));
    let entry = JournalRowKey::Entry;
    assert_eq!(
        console.keys(),
        [entry(EntryId(3)), entry(EntryId(2)), entry(EntryId(1))]
    );
    console.press("Esc").press("@").gives(entries(3, 1));
    assert_eq!(console.journal().scope, JournalScope::All);
    // The write is shown as the entry of the journal, not as a request.
    let reads = [JournalRowKey::Request(3), JournalRowKey::Request(1)];
    assert_eq!(
        console.keys(),
        [
            entry(EntryId(3)),
            reads[0],
            entry(EntryId(2)),
            reads[1],
            entry(EntryId(1))
        ]
    );
}

#[test]
fn one_key_goes_through_the_kinds_of_rows_and_asks_for_failures_of_all_time() {
    let mut console = Console::alice();
    console.requests("users/alice", 1_500, Ok(200), false);
    console.requests("users/bob", 1_600, Ok(500), false);
    console.press("6").gives(entries(3, 1)).press("s");
    assert_eq!(console.journal().scope, JournalScope::Failures);
    // A loaded entry that has not failed is hidden at once.
    assert_eq!(console.keys(), [JournalRowKey::Request(2)]);
    assert!(console.wanted().filter.failed);
    let mut refused = past(2);
    refused.state = EntryState::Refused;
    console.gives(vec![refused]);
    assert_eq!(
        console.keys(),
        [JournalRowKey::Entry(EntryId(2)), JournalRowKey::Request(2)]
    );
    console.press("s");
    assert_eq!(console.journal().scope, JournalScope::All);
    assert!(!console.wanted().filter.failed);
    console.gives(entries(3, 1)).press("s");
    assert_eq!(console.journal().scope, JournalScope::Writes);
    assert_eq!(console.queries(), [], "what is here is enough");
}

#[test]
fn older_pages_come_before_the_cursor_gets_there() {
    let mut console = opened(entries(300, 201));
    let asks = |console: &Console| console.reads.iter().any(|(_, query)| is_page(query));
    assert!(!asks(&console), "nobody is near the end yet");
    console.press("G");
    assert_eq!(console.wanted().before, Some(EntryId(201)));
    console.gives(entries(200, 101));
    assert_eq!(
        console.journal().row,
        Some(JournalRowKey::Entry(EntryId(201)))
    );
    console.press("G");
    assert_eq!(console.wanted().before, Some(EntryId(101)));
    console.gives(entries(100, 80)).press("G");
    assert!(console.journal().whole && !asks(&console));
    assert_eq!(
        console.journal().row,
        Some(JournalRowKey::Entry(EntryId(80)))
    );
}

#[test]
fn reads_of_this_session_wait_for_the_entries_before_them() {
    let mut console = Console::alice();
    console.requests("users/alice", 150_500, Ok(200), false);
    console.press("@").gives(entries(300, 201));
    assert!(!console.keys().contains(&JournalRowKey::Request(1)));
    console.press("G").gives(entries(200, 101));
    let at = console
        .keys()
        .iter()
        .position(|key| *key == JournalRowKey::Request(1));
    assert_eq!(
        console.keys()[at.unwrap() + 1],
        JournalRowKey::Entry(EntryId(150))
    );
}

#[test]
fn the_row_that_is_read_alone_stays_alone_until_it_is_gone() {
    let mut console = Console::alice();
    console.press("2").press("u").press("6");
    console.gives(entries(5, 1)).press("j").press("Enter");
    console.press("j").press("j");
    assert_eq!(console.journal().detail, Some(2));
    console.agrees().gives(entries(6, 1));
    assert_eq!(
        console.journal().row,
        Some(JournalRowKey::Entry(EntryId(4)))
    );
    assert_eq!(console.journal().detail, Some(2));
    console.press("r").gives(entries(3, 1));
    assert_eq!(console.journal().detail, None);
}

#[test]
fn a_new_entry_appears_and_the_cursor_stays_on_its_row() {
    let mut console = Console::alice();
    console.press("2").press("u").press("6");
    console.gives(entries(5, 1)).press("j").press("j");
    assert_eq!(
        console.journal().row,
        Some(JournalRowKey::Entry(EntryId(3)))
    );
    console.agrees().gives(entries(6, 1));
    assert_eq!(console.keys()[0], JournalRowKey::Entry(EntryId(6)));
    assert_eq!(
        console.journal().row,
        Some(JournalRowKey::Entry(EntryId(3)))
    );
    assert_eq!(console.journal().place, 3);
}

#[test]
fn what_was_written_while_an_answer_was_on_its_way_is_read_after_it() {
    let mut console = Console::alice();
    console.press("2").press("u").press("6");
    console.agrees();
    assert_eq!(console.reads.iter().filter(|(_, f)| is_page(f)).count(), 1);
    console.gives(entries(5, 1));
    assert_eq!(console.wanted().before, None);
    console.gives(entries(6, 1));
    assert!(!console.reads.iter().any(|(_, query)| is_page(query)));
}

#[test]
fn entries_that_are_read_again_are_taken_as_they_are_now_and_older_ones_stay() {
    let mut console = Console::alice();
    console.press("2").press("u").press("6");
    console.gives(entries(200, 101)).press("G");
    console.gives(entries(100, 1)).press("g");
    console.agrees();
    assert_eq!(console.wanted().limit, 200);
    let mut again = entries(201, 2);
    again[1].undo_refusal = Some(UndoRefusal::UndoneAlready {
        by: EntryId(201),
        operator: None,
    });
    console.gives(again);
    assert_eq!(console.journal().entries.len(), 201);
    assert_eq!(
        console.journal().entries[1].undo_refusal,
        Some(UndoRefusal::UndoneAlready {
            by: EntryId(201),
            operator: None
        })
    );
    assert_eq!(console.journal().entries[200].entry, EntryId(1));
}

#[test]
fn a_late_answer_changes_nothing() {
    let mut console = Console::alice();
    console.press("6");
    let (late, _) = console.read(is_page);
    console.say(Event::Reply(
        RequestId(late.0 + 1_000),
        Reply::Journal(Ok(entries(9, 1))),
    ));
    assert_eq!(console.keys(), []);
    // Nor does one that arrives after the journal was closed and opened again.
    console
        .reads
        .push((late, Query::Journal(HistoryQuery::default())));
    console.press("Esc");
    assert!(console.asked.contains(&Effect::CancelQuery(late)));
    console.press("6");
    console.say(Event::Reply(late, Reply::Journal(Ok(entries(9, 1)))));
    assert_eq!(console.keys(), []);
    console.gives(entries(2, 1));
    assert_eq!(
        console.keys(),
        [
            JournalRowKey::Entry(EntryId(2)),
            JournalRowKey::Entry(EntryId(1))
        ]
    );
}

#[test]
fn a_journal_that_cannot_be_read_says_so_and_is_read_again_by_a_key() {
    let mut console = Console::alice();
    console.press("6").fail(is_page);
    assert!(matches!(console.journal().phase, JournalPaging::Failed(_)));
    console.press("j").wait(5_000);
    assert!(!console.reads.iter().any(|(_, query)| is_page(query)));
    console.press("r").gives(entries(2, 1));
    assert_eq!(console.keys().len(), 2);
}

#[test]
fn the_filter_is_looked_for_in_the_whole_journal_and_in_words_of_the_screen() {
    let mut console = opened(entries(5, 1));
    console.press("/").types("unbl");
    // One query at a time; the last one is sent when the previous one has its reply.
    console.gives(entries(5, 1));
    let [word] = &console.wanted().filter.words[..] else {
        panic!("{:?}", console.wanted());
    };
    assert_eq!(word.text, "unbl");
    assert_eq!(word.deeds.len(), 1);
    assert_eq!(word.deeds[0].kind, ChangeKind::Unblock);
    console.gives(entries(5, 4)).press("Enter").press("y");
    assert!(console.copied().contains("spam5"), "keys are keys again");
    console.press("Esc");
    assert_eq!(console.wanted().filter, HistoryFilter::default());
    console.gives(entries(5, 1)).press("Esc");
    assert!(console.model.dialogs.is_empty());
}

#[test]
fn words_of_the_filter_ask_for_one_thing_each_and_a_wrong_one_asks_for_nothing() {
    let mut console = opened(entries(5, 1));
    console
        .press("/")
        .types("by:li.na is:undone since:soon spam");
    console.gives(entries(5, 1));
    let wanted = console.wanted().filter.clone();
    assert_eq!(wanted.operators, ["li.na"]);
    assert!(wanted.undone && wanted.since.is_none());
    assert_eq!(wanted.words.len(), 1);
    let [mistake] = &console.journal().mistakes[..] else {
        panic!("{:?}", console.journal().mistakes);
    };
    assert_eq!(mistake.word, "since:soon");
    // What is exported is what is shown.
    console.gives(entries(5, 4)).press("Enter").press("E");
    let exported = console
        .reads
        .iter()
        .any(|(_, query)| matches!(query, Query::ExportJournal(query) if query.filter == wanted));
    assert!(exported, "{:?}", console.reads);
    console.press("Esc");
    assert_eq!(console.journal().mistakes, []);
}

#[test]
fn tab_completes_the_word_before_the_caret_as_far_as_it_is_certain_and_then_shows_one_after_the_other()
 {
    let mut console = opened(entries(12, 10));
    console.press("/");
    let shown = |console: &Console| {
        let filter = &console.journal().filter;
        let (before, after) = filter.value().split_at(filter.cursor());
        format!("{before}|{after}")
    };
    for (keys, expected) in [
        ("u", "u|"),
        ("Tab", "user:|"),
        ("Tab", "until:|"),
        ("Tab", "user:|"),
        ("s", "user:s|"),
        ("Tab", "user:spam1|"),
        ("Tab", "user:spam12|"),
        ("Tab", "user:spam11|"),
        ("Tab", "user:spam10|"),
        ("Tab", "user:spam12|"),
        (" ", "user:spam12 |"),
        ("b", "user:spam12 b|"),
        ("Tab", "user:spam12 by:|"),
        ("Tab", "user:spam12 by:li.na |"),
        ("x", "user:spam12 by:li.na x|"),
        // Nothing begins like that.
        ("Tab", "user:spam12 by:li.na x|"),
        ("Home", "|user:spam12 by:li.na x"),
        ("d", "d|user:spam12 by:li.na x"),
    ] {
        console.press(keys);
        assert_eq!(shown(&console), expected, "{keys}");
    }
    console
        .press("Ctrl-u")
        .types("do:u x")
        .press("Left")
        .press("Left");
    console.press("Tab");
    assert_eq!(shown(&console), "do:un| x");
    console.press("Tab");
    assert_eq!(shown(&console), "do:unfriend| x");
    console.press("Tab");
    assert_eq!(shown(&console), "do:unblock| x");
    // What was completed is asked for.
    console.gives(entries(12, 10));
    assert_eq!(console.wanted().filter.deeds[0].kind, ChangeKind::Unblock);
}

#[test]
fn reads_are_left_where_a_filter_asks_for_what_only_changes_have() {
    let mut console = opened(Vec::new());
    console.requests("users/alice", 1_000, Ok(200), false);
    console.press("s").press("s");
    console.gives(Vec::new());
    for (filter, n) in [
        ("alice", 1),
        ("get alice 200", 1),
        ("since:1960-01-01", 1),
        ("until:1960-01-01", 0),
        ("is:failed", 0),
        ("by:li.na", 0),
        ("is:undone", 0),
    ] {
        console.press("/").press("Ctrl-u").types(filter);
        assert_eq!(console.keys().len(), n, "{filter}");
        console.press("Enter");
    }
}

#[test]
fn the_request_is_copied_as_a_command_without_a_token() {
    let mut console = opened(entries(2, 1));
    console.press("y");
    assert_eq!(
        console.copied(),
        "curl -X DELETE https://a1.easemob.com/acme/im-prod/users/alice/blocks/users/spam2 \
         -H 'Authorization: Bearer ****'"
    );
    assert_eq!(
        console.told(),
        &Notice::Copied(Copied::Request, Some(CopyTaker::Desktop))
    );
}

#[test]
fn a_command_is_safe_to_paste_whatever_is_in_it() {
    let mut odd = past(1);
    odd.request = Some(ReadableRequest {
        method: "PUT",
        path: Text::new("user/a%27%3Brm/contacts/users/b"),
        body: Some(Text::new(r#"{"remark":"it's $(rm) `x` \u001b\u202e"}"#)),
    });
    let mut console = opened(vec![odd]);
    console.press("y");
    let words = shell_words::split(console.copied()).unwrap();
    assert_eq!(
        words.last().unwrap(),
        r#"{"remark":"it's $(rm) `x` \u001b\u202e"}"#
    );
    assert_eq!(words.len(), 10);
}

#[test]
fn a_line_for_the_ticket_says_when_who_what_whom_and_how_it_ended() {
    let mut console = opened(entries(2, 1));
    console.press("Y");
    assert_eq!(
        console.copied(),
        "01-01 00:00:02 li.na unblock alice <- spam2: done (200)"
    );
    assert_eq!(
        console.told(),
        &Notice::Copied(Copied::Line, Some(CopyTaker::Desktop))
    );
}

#[test]
fn a_request_that_is_not_known_any_more_is_not_copied() {
    let mut withheld = past(1);
    withheld.request = None;
    let mut console = opened(vec![withheld]);
    console.press("y");
    assert_eq!(console.asked, []);
    assert_eq!(console.said(), &JournalReport::NoRequest);
}

#[test]
fn the_journal_is_asked_whether_the_entry_under_the_cursor_can_be_taken_back() {
    let mut console = opened(entries(2, 1));
    console.press("j").press("z");
    assert_eq!(
        console.queries(),
        [Query::Undoable(UndoTarget::Entry(EntryId(1)))]
    );
    console.answer(|query| matches!(query, Query::Undoable(_)));
    assert_eq!(
        console.notice(),
        Some(&Notice::NotUndone(UndoRefusal::NothingToUndo))
    );
    assert_eq!(console.keys().len(), 2, "the journal is still there");
}

#[test]
fn an_export_is_told_even_where_the_journal_was_left() {
    let mut console = opened(entries(2, 1));
    console.press("s").gives(Vec::new()).press("E");
    let exports =
        |query: &Query| matches!(query, Query::ExportJournal(wanted) if wanted.filter.failed);
    console.press("E");
    assert_eq!(console.queries(), [], "one file at a time");
    console.press("Esc").answer(exports);
    assert!(matches!(console.said(), JournalReport::Exported(_, 0)));
}

// ---- ticket and reason ----

fn reference(ticket: &str, reason: &str) -> TicketReference {
    let part = |text: &str| (!text.is_empty()).then(|| Text::new(text));
    TicketReference {
        ticket: part(ticket),
        reason: part(reason),
    }
}

#[test]
fn ticket_and_reason_are_set_changed_and_cleared() {
    let mut console = Console::alice();
    console
        .press("t")
        .types(" #48213")
        .press("Tab")
        .types("spam ");
    console.press("Enter");
    assert_eq!(console.model.reference, reference("#48213", "spam"));
    assert_eq!(
        console.asked,
        [Effect::SetTicketReference(reference("#48213", "spam"))]
    );
    console.press("t").press("Enter");
    assert_eq!(console.asked, [], "nothing has changed");
    console.press("t").press("Ctrl-u").press("Enter");
    assert_eq!(
        console.asked,
        [Effect::SetTicketReference(reference("", "spam"))]
    );
    console.press("t").press("Esc");
    assert_eq!(console.model.reference, reference("", "spam"));
}

#[test]
fn a_text_that_is_too_long_is_not_taken() {
    let mut console = Console::alice();
    console.press("t").types(&"x".repeat(65)).press("Enter");
    assert!(matches!(console.top(), Some(Dialog::TicketReference(_))));
    console.press("Backspace").press("Enter");
    assert_eq!(console.model.reference, reference(&"x".repeat(64), ""));
    console.press("t").press("Tab").types(&"y".repeat(201));
    console.press("Enter");
    assert!(matches!(console.top(), Some(Dialog::TicketReference(_))));
    console.press("Backspace").press("Enter");
    assert!(console.model.dialogs.is_empty());
}

#[test]
fn the_ticket_can_be_set_from_the_journal() {
    let mut console = opened(entries(2, 1));
    console.press("t").types("7").press("Enter");
    assert_eq!(
        console.asked,
        [Effect::SetTicketReference(reference("7", ""))]
    );
    assert_eq!(console.journal().entries.len(), 2);
}

#[test]
fn a_journal_that_opens_late_offers_what_was_left_in_it() {
    let mut console = Console::new().opened("alice");
    console.serve();
    let why = failure(FailureClass::NothingDone);
    console.say(Event::JournalHealth(JournalHealth::Closed(why.clone())));
    assert_eq!(console.notice(), Some(&Notice::JournalClosed(why)));
    assert_eq!(console.queries(), []);
    console.say(Event::JournalHealth(JournalHealth::Open));
    assert_eq!(console.notice(), Some(&Notice::JournalOpen));
    assert_eq!(console.queries(), [Query::Unfinished]);
}
