//! Taking back, and doing again: what is asked, what is left alone, what nothing brings back.

use rosterm::domain::job::{
    BulkOp, DoneChange, JobRest, Provenance, UndoAnswer, UndoChoice, Undoable,
};
use rosterm::domain::undo::UndoRefusal;
use rosterm::domain::{Change, EntryId, JobId, PairRemark, PairState, UserId};
use rosterm::text::Text;

use super::picture::show;
use crate::support::samples::ALICE;
use crate::support::scripted::Scripted;
use crate::support::world::{Given, offline};

fn found(
    job: Option<JobId>,
    redo: bool,
    changes: impl Iterator<Item = (Change, PairState)>,
) -> UndoAnswer {
    let record = |((change, before), entry)| DoneChange {
        entry: EntryId(entry),
        change,
        before,
    };
    UndoAnswer::Undoable(Undoable {
        job,
        done: changes.zip(1..).map(record).collect(),
        redo,
        made: Provenance {
            at: 1_699_990_000_000,
            operators: vec![Text::new("li.na")],
            nameless: false,
            tickets: vec![Text::new("#48213")],
        },
        chosen: UndoChoice::default(),
        rest: JobRest::default(),
    })
}

fn each(act: BulkOp, ids: &[&str]) -> impl Iterator<Item = (Change, PairState)> {
    let change = |id: &&str| {
        let change = act.change(UserId::new(ALICE), UserId::new(id));
        (change, PairState::default())
    };
    ids.iter().map(change).collect::<Vec<_>>().into_iter()
}

/// Remarks that somebody set: whose, which, and what stood there before.
fn remarks(rows: &[(&str, &str, &str)]) -> impl Iterator<Item = (Change, PairState)> {
    let change = |(friend, to, from): &(&str, &str, &str)| {
        let change = Change::SetRemark {
            owner: UserId::new(ALICE),
            friend: UserId::new(friend),
            remark: Text::new(to),
        };
        let before = PairState {
            remark: Some(PairRemark::of(Some(&Text::new(from)))),
            ..PairState::default()
        };
        (change, before)
    };
    rows.iter().map(change).collect::<Vec<_>>().into_iter()
}

fn asks(d: &mut Scripted, key: &str, found: UndoAnswer) {
    d.on_alice();
    d.press(key);
    d.found(found);
    d.answer();
    d.wait(1_000);
}

#[test]
fn what_is_taken_back_and_what_nothing_brings_back() {
    show("undo-block", |d| {
        asks(
            d,
            "z",
            found(None, false, each(BulkOp::Block, &["spam_0041"])),
        );
    });
    show("undo-remove", |d| {
        let removed = each(BulkOp::RemoveFriend, &["spam_9001"]);
        asks(d, "z", found(None, false, removed));
    });
    show("redo-block", |d| {
        let unblocked = each(BulkOp::Unblock, &["spam_9001", "spam_9002"]);
        asks(d, "Z", found(Some(JobId(8)), true, unblocked));
    });
}

#[test]
fn of_a_job_those_are_named_who_are_left_alone() {
    show("undo-job", |d| {
        let ids = [
            "spam_9001",
            "spam_9002",
            "spam_0041",
            "spam_0042",
            "spam_9003",
        ];
        let more = ["spam_9004", "spam_9005", "spam_0043", "spam_0044"];
        let unblocked = each(BulkOp::Unblock, &ids).chain(each(BulkOp::Unblock, &more));
        asks(d, "z", found(Some(JobId(7)), false, unblocked));
    });
    show("undo-job-unfinished", |d| {
        let unblocked = each(BulkOp::Unblock, &["spam_9001", "spam_9002"]);
        let UndoAnswer::Undoable(mut undo) = found(Some(JobId(7)), false, unblocked) else {
            panic!("nothing to undo");
        };
        undo.rest = JobRest {
            waiting: 14,
            unknown: 1,
        };
        asks(d, "z", UndoAnswer::Undoable(undo));
    });
    show("undo-moved", |d| {
        let unblocked = each(BulkOp::Unblock, &["spam_0041"]);
        asks(d, "z", found(None, false, unblocked));
    });
}

#[test]
fn what_cannot_be_taken_back_says_why() {
    show("undo-refused", |d| {
        let why = UndoRefusal::UndoneAlready {
            by: EntryId(4711),
            operator: Some(Text::new("li.na")),
        };
        asks(d, "z", UndoAnswer::Refused(why));
    });
}

#[test]
fn remarks_are_put_back_each_with_what_it_is_and_was() {
    let one = [("bob_77", "小王-华东大区", "王经理")];
    show("undo-remark", |d| {
        asks(d, "z", found(None, false, remarks(&one)));
    });
    show("undo-remark-reading", |d| {
        d.on_alice();
        d.world.friends = Given::Silent;
        d.press("z");
        d.found(found(None, false, remarks(&one)));
        d.wait(1_000);
    });
    show("undo-remark-unread", |d| {
        d.on_alice();
        d.world.friends = Given::Fails(offline());
        d.press("z");
        d.found(found(None, false, remarks(&one)));
        d.answer();
        d.wait(1_000);
    });
    show("undo-remark-none", |d| {
        let changed = [("bob_77", "小王", "王经理")];
        asks(d, "z", found(None, false, remarks(&changed)));
    });
    show("undo-remarks", |d| {
        let rows = [
            ("bob_77", "小王-华东大区", "王经理"),
            ("carol.chen", "陈女士(VIP)", ""),
            ("dave-01", "", "Dave from the old shop"),
            ("eve_shop", "门店-虹口", "门店"),
            ("frank", "someone else's words", "frank"),
            (
                "lucy_liu",
                "刘总: 每周二下午三点以后方便接电话, 其他时间请留言",
                "刘总: 每周五上午十点以前方便接电话, 其他时间请勿打扰",
            ),
            ("nobody_here", "new", "old"),
            (
                "support-east-shanghai-hongkou-0042",
                "very long ID",
                "a remark that is long as well, to see where it ends",
            ),
            ("grace_li", "李工", "Grace"),
            ("niaj", "نياج الأحمد", "niaj"),
        ];
        asks(d, "z", found(Some(JobId(12)), false, remarks(&rows)));
    });
}
