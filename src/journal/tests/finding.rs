//! Tests of the filter: which entries a list holds.

use std::sync::atomic::{AtomicI64, Ordering};

use super::*;
use crate::domain::history::{Deed, EntryState, HistoryFilter, SearchWord};
use crate::domain::job::{JobPlan, JobStep};
use crate::domain::{ChangeKind, EntryId, PairState};

/// The entries that match, newest first.
async fn found(journal: &Journal, wanted: HistoryFilter) -> Vec<i64> {
    let filter = EntryFilter {
        wanted,
        ..EntryFilter::default()
    };
    listed(journal, filter).await
}

async fn listed(journal: &Journal, filter: EntryFilter) -> Vec<i64> {
    let entries = journal.entries(filter).await.unwrap();
    entries.iter().map(|entry| entry.id.0).collect()
}

/// Five blocks, a second apart: refused, unknown, not sent, done, and one in another app.
async fn five(journal: &Journal, now: &AtomicI64) -> Vec<EntryId> {
    let mut ids = Vec::new();
    for n in 1..=5 {
        now.store(n * 1000, Ordering::Relaxed);
        let mut entry = write(block(&format!("spam_{n}")));
        entry.audit.ticket = Some(Text::new(if n < 3 { "#a_1" } else { "#ab1" }));
        entry.audit.operator = Some(Text::new(if n == 2 { "wang%" } else { "Li.Na" }));
        if n == 5 {
            entry.audit.app = Text::new("other#app");
        }
        let id = journal.record_sending(entry).await.unwrap();
        let outcome = match n {
            1 => failed(FailureClass::Final, FailureReason::Service),
            2 => failed(FailureClass::Unknown, FailureReason::Timeout),
            3 => failed(FailureClass::NothingDone, FailureReason::Connect),
            _ => DONE,
        };
        journal.record_outcome(id, outcome).await.unwrap();
        ids.push(id);
    }
    ids
}

#[tokio::test]
async fn a_list_holds_what_the_filter_lets_through_newest_first_and_page_by_page() {
    static NOW: AtomicI64 = AtomicI64::new(0);
    let place = Place::new();
    let options = JournalOptions {
        clock: || NOW.load(Ordering::Relaxed),
        ..place.options()
    };
    let journal = Journal::open(options).await.unwrap().journal;
    let ids = five(&journal, &NOW).await;
    let wanted = HistoryFilter::default;
    let texts = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
    for (filter, expected) in [
        (wanted(), &[5, 4, 3, 2, 1][..]),
        (
            HistoryFilter {
                since: Some(3000),
                ..wanted()
            },
            &[5, 4, 3],
        ),
        (
            HistoryFilter {
                since: Some(2000),
                until: Some(4000),
                ..wanted()
            },
            &[3, 2],
        ),
        (
            HistoryFilter {
                users: vec![id("SPAM_2")],
                ..wanted()
            },
            &[2],
        ),
        (
            HistoryFilter {
                users: vec![id("Alice"), id("spam_4")],
                ..wanted()
            },
            &[4],
        ),
        (
            HistoryFilter {
                users: vec![id("spam_")],
                ..wanted()
            },
            &[],
        ),
        (
            HistoryFilter {
                tickets: texts(&["#A_1"]),
                ..wanted()
            },
            &[2, 1],
        ),
        (
            HistoryFilter {
                tickets: texts(&["#a_1", "#ab1"]),
                ..wanted()
            },
            &[5, 4, 3, 2, 1],
        ),
        (
            HistoryFilter {
                operators: texts(&["li.na"]),
                ..wanted()
            },
            &[5, 4, 3, 1],
        ),
        (
            HistoryFilter {
                operators: texts(&["WANG%"]),
                ..wanted()
            },
            &[2],
        ),
        (
            HistoryFilter {
                operators: texts(&["wang", "%", "wan__"]),
                ..wanted()
            },
            &[],
        ),
        (
            HistoryFilter {
                operators: texts(&["li.na"]),
                tickets: texts(&["#a_1"]),
                ..wanted()
            },
            &[1],
        ),
        (
            HistoryFilter {
                failed: true,
                ..wanted()
            },
            &[3, 2, 1],
        ),
        (
            HistoryFilter {
                unknown: true,
                ..wanted()
            },
            &[2],
        ),
    ] {
        assert_eq!(
            found(&journal, filter.clone()).await,
            expected,
            "{filter:?}"
        );
    }
    let all = EntryFilter::default;
    let app = Some("other#app".to_owned());
    assert_eq!(listed(&journal, EntryFilter { app, ..all() }).await, [5]);
    let limit = 2;
    let newest = EntryFilter { limit, ..all() };
    assert_eq!(listed(&journal, newest).await, [5, 4]);
    let next = EntryFilter {
        before: Some(ids[3]),
        limit,
        ..all()
    };
    assert_eq!(listed(&journal, next).await, [3, 2]);
}

#[tokio::test]
async fn a_text_is_found_in_every_part_that_is_shown_and_its_own_signs_mean_themselves() {
    let place = Place::new();
    let journal = place.journal().await;
    let audit = AuditContext {
        operator: Some(Text::new("li.na")),
        profile: Some(Text::new("acme-live")),
        ticket: Some(Text::new("#48213")),
        reason: Some(Text::new("100% 骚扰")),
        ..AuditContext::of_app(APP)
    };
    let stamped = journal.record_sending(NewEntry {
        audit,
        ..write(block("spam_1"))
    });
    let stamped = stamped.await.unwrap();
    let plain = journal.record_sending(write(remark("VIP")));
    let plain = plain.await.unwrap();
    let mut why = Failure::new(FailureClass::Final, FailureReason::Service);
    why.status = Some(404);
    why.error = Some(Text::new("service_resource_not_found"));
    why.description = Some(Text::new("no such contact"));
    journal
        .record_outcome(plain, ChangeOutcome::Failed(why))
        .await
        .unwrap();
    let word = |text: &str| SearchWord {
        text: text.to_owned(),
        ..SearchWord::default()
    };
    let found = async |words: Vec<SearchWord>| {
        let wanted = HistoryFilter {
            words,
            ..HistoryFilter::default()
        };
        found(&journal, wanted).await
    };
    for text in ["SPAM_1", "LI.NA", "8213", "100%", "骚扰", "acme-l"] {
        assert_eq!(found(vec![word(text)]).await, [stamped.0], "{text}");
    }
    for text in ["bob", "404", "not_found", "vip", "such contact"] {
        assert_eq!(found(vec![word(text)]).await, [plain.0], "{text}");
    }
    for text in ["spam-1", "spam%", "_8213", "\\", "J-0000"] {
        assert_eq!(found(vec![word(text)]).await, [0; 0], "{text}");
    }
    let named = SearchWord {
        deeds: vec![Deed {
            kind: ChangeKind::SetRemark,
            roaming: false,
        }],
        ..word("remark")
    };
    assert_eq!(found(vec![named.clone()]).await, [plain.0]);
    assert_eq!(found(vec![word("alice")]).await, [plain.0, stamped.0]);
    // Each of them has to be there.
    assert_eq!(found(vec![word("alice"), word("骚扰")]).await, [stamped.0]);
    assert_eq!(found(vec![named, word("骚扰")]).await, [0; 0]);
    let refused = SearchWord {
        states: vec![EntryState::Refused],
        ..word("refused")
    };
    assert_eq!(found(vec![refused]).await, [plain.0]);
}

#[tokio::test]
async fn what_was_done_is_told_apart_and_so_is_what_it_led_to() {
    let place = Place::new();
    let journal = place.journal().await;
    let blocked = done(&journal, write(block("bob"))).await;
    let unblock = || Change::Unblock {
        owner: id("alice"),
        target: id("bob"),
    };
    let undo = NewEntry {
        undoes: Some(blocked),
        ..write(unblock())
    };
    let unblocked = done(&journal, undo).await;
    let here = done(&journal, write(conversation(ChatKind::Chat, false))).await;
    let everywhere = done(&journal, write(conversation(ChatKind::Chat, true))).await;
    let deed = |kind, roaming| HistoryFilter {
        deeds: vec![Deed { kind, roaming }],
        ..HistoryFilter::default()
    };
    let conversation = ChangeKind::DeleteConversation;
    for (filter, expected) in [
        (deed(ChangeKind::Block, false), blocked),
        (deed(ChangeKind::Unblock, false), unblocked),
        (deed(conversation, false), here),
        (deed(conversation, true), everywhere),
    ] {
        assert_eq!(found(&journal, filter).await, [expected.0]);
    }
    let undone = HistoryFilter {
        undone: true,
        ..HistoryFilter::default()
    };
    assert_eq!(found(&journal, undone.clone()).await, [blocked.0]);
    // An undo that came to nothing has undone nothing.
    let again = done(&journal, write(block("bob"))).await;
    let refused = NewEntry {
        undoes: Some(again),
        ..write(unblock())
    };
    let refused = journal.record_sending(refused).await.unwrap();
    let why = failed(FailureClass::Final, FailureReason::Service);
    journal.record_outcome(refused, why).await.unwrap();
    assert_eq!(found(&journal, undone).await, [blocked.0]);
}

#[tokio::test]
async fn what_is_in_progress_here_has_neither_failed_nor_an_unknown_outcome() {
    let place = Place::new();
    let journal = place.journal().await;
    let entry = journal.record_sending(write(block("bob"))).await.unwrap();
    let state = |state| HistoryFilter {
        words: vec![SearchWord {
            text: "no such text".to_owned(),
            states: vec![state],
            ..SearchWord::default()
        }],
        ..HistoryFilter::default()
    };
    let unknown = || HistoryFilter {
        unknown: true,
        ..HistoryFilter::default()
    };
    assert_eq!(found(&journal, unknown()).await, [0; 0]);
    assert_eq!(found(&journal, state(EntryState::Unknown)).await, [0; 0]);
    assert_eq!(found(&journal, state(EntryState::Sent)).await, [entry.0]);
    journal.release(entry);
    assert_eq!(found(&journal, unknown()).await, [entry.0]);
    assert_eq!(found(&journal, state(EntryState::Unknown)).await, [entry.0]);
    assert_eq!(found(&journal, state(EntryState::Sent)).await, [0; 0]);
}

#[tokio::test]
async fn the_changes_of_a_job_are_found_by_its_number() {
    let place = Place::new();
    let journal = place.journal().await;
    done(&journal, write(block("alone"))).await;
    let steps = |target: &str| JobStep {
        change: block(target),
        before: PairState::default(),
        undoes: None,
    };
    let plan = JobPlan {
        owner: id("alice"),
        undoes: None,
        steps: vec![steps("bob"), steps("carol")],
    };
    let job = journal.record_job(AuditContext::of_app(APP), plan);
    let job = job.await.unwrap();
    let claim = journal.claim(job, None).await.unwrap();
    let moved = |n, target: &str| NewStepEntry::new(n, block(target), PairState::default());
    let steps = vec![moved(0, "bob"), moved(1, "carol")];
    claim.record_sending(steps).await.unwrap();
    let named = HistoryFilter {
        jobs: vec![job],
        ..HistoryFilter::default()
    };
    assert_eq!(found(&journal, named).await, [3, 2]);
    let word = HistoryFilter {
        words: vec![SearchWord {
            text: "j-0001".to_owned(),
            ..SearchWord::default()
        }],
        ..HistoryFilter::default()
    };
    assert_eq!(found(&journal, word).await, [3, 2]);
}
