//! Lists into files and back: the two questions, what goes wrong, the sheet of a difference, the snapshot
//! before a job.

use rosterm::domain::files::{
    DifferenceRow, ExportedFile, FileError, ImportedContent, ImportedFile, ListDifference,
    Membership, TableScope,
};
use rosterm::domain::job::JobEvent;
use rosterm::domain::{ListKind, UserId};
use rosterm::msg::{Effect, Event, Query, Reply};
use rosterm::text::{Text, id_finder};

use super::picture::show;
use crate::support::scripted::Scripted;
use crate::support::world::{account, not_found, offline};

fn stand(remark: Option<&str>) -> Membership {
    Membership {
        is_listed: true,
        remark: Some(remark.map(Text::new)),
    }
}

fn row(id: &str, list: ListKind, then: Membership, now: Membership) -> DifferenceRow {
    DifferenceRow {
        problem: rosterm::text::id_problem(id),
        doubt: None,
        others: Vec::new(),
        id: UserId::new(id),
        line: 1,
        times: 1,
        list,
        earlier: then,
        now,
    }
}

/// Friends who are missing, who have another remark, who came since; some of them odd.
fn friends() -> ListDifference {
    let gone = Membership::default;
    let friend = |id: &str, then, now| row(id, ListKind::Friends, then, now);
    let long = "长".repeat(101);
    let mut rows = vec![
        friend("walter", stand(Some("老王")), gone()),
        friend("xena", stand(None), gone()),
        friend("Old User@corp", stand(Some("before the rule")), gone()),
        friend(
            "bob_77",
            stand(Some("小王-华东大区经理, 周一至周五")),
            stand(Some("小王-华东大区")),
        ),
        friend("carol.chen", stand(None), stand(Some("陈女士(VIP)"))),
        friend("dave-01", stand(Some("Dave\u{202e} = 1+1")), stand(None)),
        friend("eve_shop", stand(Some(&long)), stand(Some("门店-虹口"))),
    ];
    rows.extend(
        (100..130).map(|n| friend(&format!("user_0{n}"), stand(Some("客户")), stand(None))),
    );
    rows.extend((200..206).map(|n| friend(&format!("user_0{n}"), gone(), stand(None))));
    rows.push(friend("zero\u{200b}width", stand(None), gone()));
    ListDifference {
        rows,
        same: 1_007,
        other_owner: Some(UserId::new("bob_77")),
        column: None,
        table: None,
    }
}

fn blocks() -> ListDifference {
    let on = || Membership {
        is_listed: true,
        remark: None,
    };
    let missing = (1..31).map(|n| {
        row(
            &format!("gone_{n:02}"),
            ListKind::Blocks,
            on(),
            Membership::default(),
        )
    });
    let came =
        ["bob_77", "mallory"].map(|id| row(id, ListKind::Blocks, Membership::default(), on()));
    ListDifference {
        rows: missing.chain(came).collect(),
        same: 457,
        other_owner: None,
        column: None,
        table: None,
    }
}

/// A table that a person made: one is no friend, some have another remark, two rows are not ticked.
fn table() -> ListDifference {
    let mut difference = friends();
    difference.rows.retain(|row| row.earlier.is_listed);
    difference.rows.truncate(6);
    let mut total = row(
        "合计",
        ListKind::Friends,
        stand(None),
        Membership::default(),
    );
    total.doubt = Some(id_finder::IdDoubt::Total);
    difference.rows.push(total);
    ListDifference {
        same: 1,
        other_owner: None,
        table: Some(TableScope { outside: 997 }),
        ..difference
    }
}

fn asked(d: &mut Scripted) {
    d.on_alice();
    d.press("i");
    d.answer();
}

fn opened(d: &mut Scripted, difference: ListDifference) {
    asked(d);
    d.types("alice_01-friends-2026-11-19.csv");
    d.press("<Enter>");
    d.file(Reply::Imported(Ok(ImportedFile {
        name: Text::new("alice_01-friends-2026-11-19.csv"),
        content: ImportedContent::Difference(difference),
    })));
}

fn restored(d: &mut Scripted) {
    asked(d);
    d.press("<Down><Enter>");
    d.file(Reply::Imported(Ok(ImportedFile {
        name: Text::new("31"),
        content: ImportedContent::Difference(blocks()),
    })));
}

#[test]
fn a_list_is_written_into_a_file() {
    show("export", |d| {
        d.on_alice();
        d.press("E");
    });
    show("export-selected-json", |d| {
        d.on_alice();
        d.press("2  E<Tab>");
    });
    show("export-reading", |d| {
        d.on_alice();
        d.press("E<Enter>");
        d.progress(350);
    });
    show("export-there", |d| {
        d.on_alice();
        d.press("E<Enter>");
        d.file(Reply::Exported(Err(FileError::Exists)));
    });
    show("export-done", |d| {
        d.on_alice();
        d.press("E<Enter>");
        d.file(Reply::Exported(Ok(ExportedFile {
            path: Text::new("/home/li.na/tickets/alice_01-friends-2026-11-20.csv"),
            rows: 1043,
        })));
    });
}

#[test]
fn a_file_or_a_snapshot_is_asked_for() {
    show("import", |d| {
        d.on_alice();
        d.press("i");
    });
    show("import-snapshots", |d| {
        asked(d);
        d.press("<Down><Down>");
    });
    show("import-none", |d| {
        d.open_in(crate::support::world::World::empty());
        d.press("i");
        d.answer();
        d.types("~/48213.csv");
    });
    show("import-refused", |d| {
        asked(d);
        d.types("remarks.csv");
        d.press("<Enter>");
        d.file(Reply::Imported(Err(FileError::BadLine(17))));
    });
    show("import-offline", |d| {
        asked(d);
        d.types("remarks.csv");
        d.press("<Enter>");
        d.file(Reply::Imported(Err(FileError::ListUnread(offline()))));
    });
}

#[test]
fn a_difference_shows_how_each_stood_and_how_each_stands() {
    show("difference-friends", |d| opened(d, friends()));
    show("difference-remark", |d| {
        opened(d, friends());
        d.press("jjj");
    });
    show("difference-blocks", restored);
    show("difference-table", |d| opened(d, table()));
    show("difference-accounts", |d| {
        opened(d, table());
        let asked: Vec<_> = d
            .asked()
            .iter()
            .filter_map(|effect| match effect {
                Effect::Query(request, Query::Account(id)) => Some((*request, id.clone())),
                _ => None,
            })
            .collect();
        for (request, id) in asked {
            let reply = match id.raw() {
                "walter" => Err(not_found()),
                "xena" => Ok(account("xena", None, Some(false))),
                other => Ok(account(other, None, Some(true))),
            };
            d.tell(Event::Reply(request, Reply::Account(reply)));
        }
    });
}

#[test]
fn what_a_difference_asks_before_it_does_anything() {
    show("bulk-remarks", |d| {
        opened(d, friends());
        d.press("e");
        d.types("3");
    });
    show("bulk-remarks-few", |d| {
        opened(d, friends());
        d.press("Ujjj  e");
    });
    show("bulk-back", |d| {
        opened(d, friends());
        d.press("a");
    });
}

#[test]
fn the_snapshot_before_a_job_is_to_be_seen() {
    show("job-keeping", |d| {
        restored(d);
        d.press("b");
        d.wait(1_000);
        // The blocklist has room for so many.
        d.types("13");
        d.press("<Enter>");
        d.worker(JobEvent::Snapshotting(ListKind::Blocks));
        d.press("5");
    });
    show("job-unkept", |d| {
        restored(d);
        d.press("b");
        d.wait(1_000);
        // The blocklist has room for so many.
        d.types("13");
        d.press("<Enter>");
        d.worker(JobEvent::Snapshotting(ListKind::Blocks));
        d.worker(JobEvent::Refused(offline()));
        d.press("5");
    });
}
