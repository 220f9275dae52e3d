//! The journal with the requests of this session, and the ticket.

use rosterm::domain::history::RequestTrace;
use rosterm::domain::history::{
    EntryGroup, EntryState, HistoryEntry, ReadableRequest, TicketReference, UndoneBy,
};
use rosterm::domain::job::JobCounts;
use rosterm::domain::undo::UndoRefusal;
use rosterm::domain::{
    Change, EntryId, Failure, FailureClass, FailureReason, JobId, PairRemark, PairState, UserId,
};
use rosterm::i18n::Lang;
use rosterm::msg::copy::CopyTaker;
use rosterm::text::Text;

use super::picture::{show, show_at, text};
use crate::support::scripted::Scripted;
use crate::support::world::{Given, World, millis, not_found, offline, refused, timeout};

fn past(entry: i64, time: &str, change: Change) -> HistoryEntry {
    let at = millis(&format!("2026-11-{time}+08:00"));
    HistoryEntry {
        group: None,
        entry: EntryId(entry),
        at,
        answered: Some(at + 34),
        operator: Some(Text::new("li.na")),
        profile: Some(Text::new("acme")),
        reference: TicketReference {
            ticket: Some(Text::new("#48213")),
            reason: Some(Text::new("客户要求解除误拉黑")),
        },
        withheld: false,
        before: PairState {
            friend: Some(false),
            blocked: Some(true),
            remark: Some(PairRemark::None),
        },
        state: EntryState::Done,
        verified: false,
        status: Some(200),
        failure: None,
        job: None,
        undone_by: None,
        undo_refusal: None,
        request: Some(ReadableRequest {
            method: "DELETE",
            path: Text::new(&format!("users/alice_01/blocks/users/{}", change.target())),
            body: None,
        }),
        change,
    }
}

fn unblock(target: &str) -> Change {
    Change::Unblock {
        owner: UserId::new("alice_01"),
        target: UserId::new(target),
    }
}

fn failed(mut past: HistoryEntry, outcome: EntryState, why: Failure) -> HistoryEntry {
    past.state = outcome;
    past.status = why.status;
    past.failure = Some(why);
    past.undo_refusal = match outcome {
        EntryState::Unknown => Some(UndoRefusal::OutcomeUnknown),
        _ => Some(UndoRefusal::NotDone),
    };
    past
}

fn entries() -> Vec<HistoryEntry> {
    let (alice, bob) = (UserId::new("alice_01"), UserId::new("bob_77"));
    let remark = HistoryEntry {
        before: PairState {
            remark: Some(PairRemark::Text(Text::new("小王"))),
            ..PairState::default()
        },
        request: Some(ReadableRequest {
            method: "PUT",
            path: Text::new("user/alice_01/contacts/users/bob_77"),
            body: Some(Text::new(r#"{"remark":"小王-华东大区"}"#)),
        }),
        reference: TicketReference::default(),
        ..past(
            6,
            "20T11:58:10",
            Change::SetRemark {
                owner: alice.clone(),
                friend: bob.clone(),
                remark: Text::new("小王-华东大区"),
            },
        )
    };
    let conversation = HistoryEntry {
        undo_refusal: Some(UndoRefusal::ConversationDeleted),
        ..past(
            5,
            "20T11:40:02",
            Change::DeleteConversation {
                owner: alice.clone(),
                peer: UserId::new("spam_77"),
                kind: rosterm::domain::ChatKind::Chat,
                roaming: true,
            },
        )
    };
    let unfriend = HistoryEntry {
        operator: Some(Text::new("zhang")),
        undo_refusal: Some(UndoRefusal::UndoneAlready {
            by: EntryId(9),
            operator: None,
        }),
        undone_by: Some(UndoneBy {
            entry: EntryId(9),
            at: millis("2026-11-20T09:15:00+08:00"),
            operator: Some(Text::new("wang.wei")),
            state: EntryState::Done,
        }),
        ..past(
            4,
            "19T17:41:33",
            Change::RemoveFriend {
                owner: alice.clone(),
                friend: UserId::new("support-east-shanghai-hongkou-0042"),
            },
        )
    };
    let in_job = HistoryEntry {
        job: Some(JobId(7)),
        ..past(
            3,
            "19T15:02:12",
            Change::AddFriend {
                owner: alice,
                friend: UserId::new("uma_9"),
            },
        )
    };
    let found = HistoryEntry {
        verified: true,
        status: None,
        failure: Some(timeout()),
        ..past(2, "19T15:02:11", unblock("spam_0099"))
    };
    vec![
        past(10, "20T12:02:59", unblock("spam_0050")),
        failed(
            past(9, "20T12:02:57", unblock("spam_0045")),
            EntryState::Refused,
            not_found(),
        ),
        failed(
            past(8, "20T12:02:40", unblock("spam_0044")),
            EntryState::Unknown,
            timeout(),
        ),
        failed(
            past(7, "20T12:02:39", unblock("spam_0043")),
            EntryState::NotSent,
            offline(),
        ),
        remark,
        conversation,
        unfriend,
        in_job,
        found,
    ]
}

#[test]
fn a_job_is_one_row() {
    show("journal-jobs", |d| {
        let group = EntryGroup {
            job: JobId(7),
            counts: JobCounts {
                done: 37,
                failed: 2,
                unknown: 1,
                ..JobCounts::default()
            },
            same_deed: true,
        };
        let job = HistoryEntry {
            job: Some(JobId(7)),
            group: Some(group),
            ..past(11, "20T12:03:01", unblock("spam_0080"))
        };
        let several = HistoryEntry {
            group: Some(EntryGroup {
                job: JobId(6),
                counts: JobCounts {
                    done: 4,
                    ..JobCounts::default()
                },
                same_deed: false,
            }),
            ..past(1, "19T15:02:01", unblock("spam_0081"))
        };
        let mut all = vec![job];
        all.extend(entries());
        all.push(several);
        d.open_in(World {
            journal: Given::Whole(all),
            ..World::usual()
        });
        d.press("6s");
        d.answer();
    });
}

/// A journal of a few days.
fn world() -> World {
    World {
        journal: Given::Whole(entries()),
        ..World::usual()
    }
}

fn open(d: &mut Scripted, key: &str) {
    d.open_in(world());
    d.press(key);
    d.answer();
}

fn request(d: &mut Scripted, path: &str, outcome: Result<u16, FailureReason>) {
    d.model.remember(RequestTrace {
        wall: millis("2026-11-20T12:02:50+08:00"),
        writes: false,
        method: "POST",
        path: Text::new(path),
        outcome,
        took: 10_480,
    });
}

#[test]
fn the_journal_shows_what_was_done_newest_first() {
    show("journal", |d| open(d, "6"));
    show("journal-all", |d| {
        open(d, "6");
        request(d, "blocks/check", Ok(200));
        request(d, "blocks/check", Err(FailureReason::Timeout));
        d.press("ss");
        d.answer();
        d.press("j");
    });
    show("journal-failures", |d| {
        open(d, "6");
        request(d, "blocks/check", Ok(429));
        d.press("s");
        d.answer();
    });
}

#[test]
fn the_journal_says_that_it_reads_or_cannot_or_holds_nothing() {
    show("journal-loading", |d| {
        d.on_alice();
        d.press("6");
    });
    show("journal-failed", |d| {
        d.on_alice();
        d.world.journal = Given::Fails(
            Failure::new(FailureClass::NothingDone, FailureReason::Journal)
                .because("disk I/O error"),
        );
        d.press("6");
        d.answer();
    });
    show("journal-empty", |d| {
        d.on_alice();
        d.press("6");
        d.answer();
    });
}

#[test]
fn the_filter_is_typed_above_the_rows() {
    show("journal-typing", |d| {
        open(d, "6");
        d.press("/");
        d.types("spam");
        d.answer();
    });
    show("journal-filtered", |d| {
        open(d, "6");
        d.press("/");
        d.types("spam");
        d.answer();
        d.press("<Enter>");
    });
    show("journal-misread", |d| {
        open(d, "6");
        d.press("/");
        d.types("do:unblock since:soon");
        d.answer();
        d.press("<Enter>");
    });
    show("journal-misread-typing", |d| {
        open(d, "6");
        d.press("/");
        d.types("操作：飞 is:");
        d.answer();
    });
    show("journal-nothing-found", |d| {
        open(d, "6");
        d.press("/");
        d.types("nobody");
        d.answer();
        d.press("<Enter>");
    });
}

#[test]
fn an_entry_tells_all_that_is_known_of_it() {
    for (name, row) in [
        ("done", 0),
        ("refused", 1),
        ("unknown", 2),
        ("remark", 4),
        ("conversation", 5),
        ("undone", 6),
        ("job", 7),
        ("found", 8),
    ] {
        show(&format!("entry-{name}"), |d| {
            open(d, "6");
            for _ in 0..row {
                d.press("j");
            }
            d.press("<Enter>");
        });
    }
    show("entry-request", |d| {
        open(d, "6");
        request(d, "blocks/check", Err(FailureReason::Timeout));
        d.press("s");
        d.answer();
        d.press("jj<Enter>");
    });
}

#[test]
fn what_was_copied_exported_or_cannot_be_taken_back_is_told_above_the_rows() {
    show("journal-copied", |d| {
        open(d, "6");
        d.press("y");
        d.taken(Some(CopyTaker::Desktop));
    });
    show("journal-copy-sent", |d| {
        open(d, "6");
        d.press("y");
        d.taken(None);
    });
    show("journal-not-undoable", |d| {
        open(d, "6");
        d.press("jz");
        d.answer();
    });
    show("journal-exported", |d| {
        open(d, "6");
        let path = "/home/li.na/.local/share/rosterm/exports/journal-20261120-120319.csv";
        let said = rosterm::model::journal::JournalReport::Exported(Text::new(path), 9);
        d.model.say(rosterm::model::Notice::Journal(said));
    });
}

fn refer(d: &mut Scripted, ticket: &str, reason: &str) {
    d.press("t<Ctrl-u>");
    d.types(ticket);
    d.press("<Tab><Ctrl-u>");
    d.types(reason);
    d.press("<Enter>");
}

#[test]
fn ticket_and_reason_are_asked_for_in_two_fields() {
    show("reference", |d| {
        d.on_alice();
        refer(d, "#48213", "误拉黑");
        d.press("t");
    });
    show("reference-reason", |d| {
        d.on_alice();
        d.press("t");
        d.types("#48213");
        d.press("<Tab>");
        d.types(&"很长的原因 ".repeat(40));
    });
}

#[test]
fn the_ticket_stands_in_the_header_and_in_questions() {
    let sizes = [(120, 36), (80, 24), (60, 16), (40, 12)];
    show_at(&sizes, "ticket-header", |d| {
        d.model.session.operator = Some(Text::new("li.na"));
        d.on_alice();
        refer(d, "#48213", "");
        d.wait(10_000);
    });
    show("ticket-remove", |d| {
        d.on_alice();
        refer(d, "#48213", "");
        d.press("d");
    });
    show("ticket-bulk", |d| {
        d.on_alice();
        refer(d, "", "误拉黑");
        d.press("2vjjjjjjju");
        d.answer_standing();
    });
}

/// Texts that would move the cursor, turn lines around or overflow, in every part of an entry.
pub fn open_hostile(d: &mut Scripted) {
    let odd = "\u{1b}[2Jred\u{202e}gpj\u{200b}\ttab\nline";
    let text = || Some(Text::new(&format!("{odd} {}", "长 long ".repeat(12))));
    let why = Failure {
        error: text(),
        description: text(),
        ..not_found()
    };
    let hostile = HistoryEntry {
        operator: text(),
        profile: text(),
        reference: TicketReference {
            ticket: text(),
            reason: text(),
        },
        before: PairState {
            remark: Some(PairRemark::of(text().as_ref())),
            ..PairState::default()
        },
        at: i64::MAX,
        answered: Some(i64::MIN),
        ..past(
            1,
            "20T12:02:57",
            Change::SetRemark {
                owner: UserId::new(odd),
                friend: UserId::new(&"x".repeat(300)),
                remark: Text::new(odd),
            },
        )
    };
    let refused = failed(
        past(2, "20T12:02:58", unblock(odd)),
        EntryState::Refused,
        why,
    );
    d.open_in(World {
        journal: Given::Whole(vec![hostile, refused]),
        ..World::usual()
    });
    request(d, odd, Err(FailureReason::Broken));
    d.press("@");
    d.answer();
    d.press("g");
}

/// The row of the list about this user, and the whole screen.
fn row_about(past: HistoryEntry, size: (u16, u16)) -> (String, String) {
    let target = past.change.target().raw().to_owned();
    let mut d = Scripted::new(Lang::En, size);
    d.open_in(World {
        journal: Given::Whole(vec![past]),
        ..World::usual()
    });
    d.press("6");
    d.answer();
    let screen = text(&d.draw().0);
    let row = screen.lines().find(|line| line.contains(&target));
    (row.unwrap().to_owned(), screen)
}

#[test]
fn a_user_of_an_import_is_refused_in_words_where_the_call_went_well() {
    let add = |target: &str| Change::AddFriend {
        owner: UserId::new("alice_01"),
        friend: UserId::new(target),
    };
    let cases = [
        (
            "service_resource_not_found",
            "alice_01 or uma_9 does not exist",
        ),
        ("exceed_limit", "has reached the plan's friend limit"),
    ];
    for (error, words) in cases {
        let why = refused(FailureClass::Final, 200, error, "");
        let past = failed(
            past(1, "20T12:02:57", add("uma_9")),
            EntryState::Refused,
            why,
        );
        let (row, screen) = row_about(past, (120, 36));
        assert!(row.contains("refused") && !row.contains("200"), "{row}");
        assert!(screen.contains(words), "{screen}");
    }
}

#[test]
fn what_reading_found_done_does_not_show_the_status_of_the_lost_answer_as_its_own() {
    let found = HistoryEntry {
        verified: true,
        status: Some(502),
        ..past(1, "20T12:02:57", unblock("spam_0050"))
    };
    let (row, _) = row_about(found, (120, 36));
    assert!(row.contains("done") && !row.contains("502"), "{row}");
}

#[test]
fn hostile_texts_in_the_journal_are_shown_as_what_they_are() {
    show("hostile-journal", open_hostile);
    show("hostile-entry", |d| {
        open_hostile(d);
        d.press("<Enter>");
    });
    show("hostile-entry-refused", |d| {
        open_hostile(d);
        d.press("j<Enter>");
    });
    show("hostile-reference", |d| {
        d.on_alice();
        d.press("t");
        d.paste("\u{202e}gpj \u{1b}[2J");
        d.press("<Enter>");
        d.wait(10_000);
        d.press("d");
    });
}
