//! The line that tells what has just happened: all that can be said there, without the lists above.

use std::fmt::Write as _;

use rosterm::domain::files::ExportedFile;
use rosterm::domain::job::{BulkOp, JobCounts, JobHolder};
use rosterm::domain::undo::UndoRefusal;
use rosterm::domain::{
    Change, ChatKind, Deliverability, EntryId, Failure, FailureClass, FailureReason, JobId,
    JournalProblem, PreferenceProblem, SystemError, SystemProblem, UserId,
};
use rosterm::i18n::Lang;
use rosterm::model::journal::JournalReport;
use rosterm::model::{JobReport, Notice, UndoDirection, UndoReport};
use rosterm::msg::copy::{Copied, CopyTaker};
use rosterm::text::Text;
use rosterm::text::id_finder::{LimitPassed, TextTooLong};
use strum::VariantNames;

use super::picture::{SIZES, keep, line, show};
use crate::support::scripted::Scripted;

fn outcome(done: usize, failed: usize, waiting: usize) -> JobCounts {
    JobCounts {
        done,
        failed,
        waiting,
        ..JobCounts::default()
    }
}

fn turned(act: BulkOp, n: usize, redo: bool) -> Notice {
    Notice::UndoneOrRedone(UndoReport {
        redo,
        act,
        owner: UserId::new("alice_01"),
        target: UserId::new("carol.chen"),
        n,
    })
}

fn read_only() -> SystemError {
    SystemError {
        problem: SystemProblem::ReadOnly,
        words: Text::new("Read-only file system (os error 30)"),
    }
}

fn all() -> Vec<Notice> {
    let owner = || UserId::new("alice_01");
    let friend = || UserId::new("carol.chen");
    let id = friend;
    let delete = |roaming| Change::DeleteConversation {
        owner: owner(),
        peer: id(),
        kind: ChatKind::Chat,
        roaming,
    };
    let changes = [
        Change::AddFriend {
            owner: owner(),
            friend: friend(),
        },
        Change::RemoveFriend {
            owner: owner(),
            friend: friend(),
        },
        Change::SetRemark {
            owner: owner(),
            friend: friend(),
            remark: Text::new("VIP"),
        },
        Change::Block {
            owner: owner(),
            target: id(),
        },
        Change::Unblock {
            owner: owner(),
            target: id(),
        },
        delete(false),
        delete(true),
    ];
    let (found, found_roaming) = (changes[3].clone(), delete(true));
    let holder = JobHolder {
        pid: Some(4711),
        operator: Some(Text::new("zhang")),
        host: Some(Text::new("wuhan-support-1")),
    };
    let mut notices: Vec<Notice> = changes
        .into_iter()
        .zip([true, false].into_iter().cycle())
        .map(|(change, way)| Notice::Done(change, way))
        .collect();
    for taker in [Some(CopyTaker::Desktop), Some(CopyTaker::Tmux), None] {
        let clips = [
            Copied::Id(id()),
            Copied::Id(UserId::new(&"long".repeat(16))),
            Copied::Ids(40),
            Copied::Request,
            Copied::Line,
            Copied::Reply,
        ];
        notices.extend(clips.map(|clip| copied(taker, clip)));
    }
    notices.extend([
        Notice::ReadOnly,
        Notice::PasteIgnored,
        Notice::PasteTooLong,
        Notice::RowSlipped,
        Notice::DialogGone,
        Notice::AlreadyInProgress(id()),
        Notice::NotBlocked(id()),
        Notice::NoReply,
        Notice::Preferences(PreferenceProblem::Unread(read_only())),
        Notice::Preferences(PreferenceProblem::Garbled),
        Notice::Preferences(PreferenceProblem::Unsaved(read_only())),
        Notice::NotNow,
        Notice::UnknownKey('X'),
        Notice::InputMethodOn('你'),
        Notice::VerdictChanged(
            [owner(), friend()],
            [Deliverability::Clear, Deliverability::Blocked],
        ),
        Notice::AlreadyBlocked(id()),
        Notice::NotFriend(id()),
        Notice::RemarkForOne,
        Notice::IsGroup(UserId::new("218374650011649")),
        Notice::IsSelf,
        Notice::NoRow,
        Notice::NoUser,
        Notice::NoOtherUser,
        Notice::Stopped,
        Notice::PressAgainToQuit,
        Notice::StillInProgress,
        Notice::OutcomeUnknown(id()),
        Notice::StaysUnknown(id()),
        Notice::OrphanedChanges(1),
        Notice::OrphanedChanges(3),
        Notice::UnverifiableRemarks(1),
        Notice::UnverifiableRemarks(3),
        Notice::Skipped(2),
        Notice::Waits(id()),
        Notice::Withdrawn(Change::DeleteConversation {
            owner: owner(),
            peer: id(),
            kind: ChatKind::Chat,
            roaming: true,
        }),
        Notice::FoundDone(found),
        Notice::FoundDone(found_roaming),
        Notice::Verifying(owner()),
        copied(Some(CopyTaker::Desktop), Copied::Ids(1)),
        Notice::NoIds,
        Notice::SelectedLoaded(150),
        Notice::Vanished(3),
        Notice::NothingToDo(BulkOp::RemoveFriend),
        Notice::NoRoom(BulkOp::Block),
        Notice::JobBegun(40),
        Notice::JobEnded(outcome(40, 0, 0), Some(UndoDirection::Undo)),
        Notice::JobEnded(outcome(1, 0, 0), None),
        Notice::JobEnded(outcome(37, 2, 1), Some(UndoDirection::Undo)),
        Notice::JobEnded(outcome(37, 2, 1), Some(UndoDirection::Redo)),
        turned(BulkOp::Block, 1, false),
        turned(BulkOp::Unblock, 3, false),
        turned(BulkOp::AddFriend, 1, true),
        turned(BulkOp::RemoveFriend, 1, false),
        turned(BulkOp::Remark, 2, true),
        Notice::QuestionNotSeen,
        Notice::JobRefused,
        Notice::JournalBusy,
        Notice::NothingToRetry,
        Notice::NoJob,
        Notice::Unfinished(JobReport::Found(1)),
        Notice::Unfinished(JobReport::Found(3)),
        Notice::Unfinished(JobReport::Resumed(JobId(7))),
        Notice::Unfinished(JobReport::Held(JobId(7), holder)),
        Notice::Unfinished(JobReport::Finished(JobId(7))),
        Notice::Unfinished(JobReport::NotClaimed(JobId(7), busy())),
        Notice::Unfinished(JobReport::Discarded(JobId(7))),
        Notice::Owed(10, busy()),
        Notice::JournalClosed(busy()),
        Notice::JournalOpen,
        Notice::JournalSetAside(Text::new("/home/li.na/journal.db.damaged-1795000000000")),
        Notice::JournalDamaged(busy()),
        Notice::NothingOwed,
        Notice::Unlocked,
        Notice::Locked,
        Notice::NeverLocked,
        Notice::TooMuch(TextTooLong::Ids(LimitPassed::new(20_001, 20_000))),
        Notice::MovedOn(BulkOp::Block),
        Notice::JournalNotReadable(busy()),
        Notice::Journal(JournalReport::NoRequest),
        Notice::Journal(JournalReport::Exported(
            Text::new("/home/li.na/journal.csv"),
            12,
        )),
        Notice::Journal(JournalReport::NotExported(busy())),
        Notice::Journal(JournalReport::TicketReferenceSet),
        Notice::Unrecorded(busy()),
        Notice::PasteOpen,
        Notice::PasteDropped,
        Notice::TooSoon,
        Notice::TooFast,
        Notice::Unneeded(Change::Block {
            owner: owner(),
            target: id(),
        }),
        Notice::Exported(ExportedFile {
            path: Text::new("/home/li.na/friends.csv"),
            rows: 60,
        }),
        Notice::NoDifference,
        Notice::DoneBefore(Change::Unblock {
            owner: owner(),
            target: id(),
        }),
    ]);
    notices.extend(refusals().map(Notice::NotUndone));
    notices
}

/// Every reason why something cannot be undone.
fn refusals() -> impl Iterator<Item = UndoRefusal> {
    let undone_by = |operator| UndoRefusal::UndoneAlready {
        by: EntryId(14),
        operator,
    };
    let refusals = [
        UndoRefusal::NothingToUndo,
        UndoRefusal::NothingToRedo,
        undone_by(None),
        undone_by(Some(Text::new("li.na"))),
        UndoRefusal::IsUndoOf(EntryId(12)),
        UndoRefusal::CameWithFriend,
        UndoRefusal::ChangedNothing,
        UndoRefusal::NotDone,
        UndoRefusal::OutcomeUnknown,
        UndoRefusal::NewestOutcomeUnknown {
            entry: EntryId(15),
            owner: UserId::new("alice_01"),
            target: UserId::new("carol.chen"),
        },
        UndoRefusal::ConversationDeleted,
        UndoRefusal::RemarkUnknown,
        UndoRefusal::PriorStateUnknown,
        UndoRefusal::JobRunning,
    ];
    refusals.into_iter()
}

fn copied(taker: Option<CopyTaker>, clip: Copied) -> Notice {
    Notice::Copied(clip, taker)
}

fn busy() -> Failure {
    let why = Failure::new(FailureClass::NothingDone, FailureReason::Journal);
    Failure {
        journal: Some(JournalProblem::Busy),
        ..why
    }
}

#[test]
fn what_is_not_recorded_yet_stands_in_the_header_until_it_is() {
    show("not-recorded", |d| {
        d.on_alice();
        d.model.unrecorded = 10;
        d.model.say(Notice::Owed(10, busy()));
    });
    show("not-recorded-leave", |d| {
        d.on_alice();
        d.model.unrecorded = 1;
        d.press("q");
    });
}

#[test]
fn every_notice_is_in_the_album() {
    let mut shown: Vec<&str> = Vec::new();
    for notice in &all() {
        shown.push(notice.into());
        match notice {
            Notice::Unfinished(report) => shown.push(report.into()),
            Notice::Journal(report) => shown.push(report.into()),
            Notice::NotUndone(refusal) => shown.push(refusal.into()),
            _ => {}
        }
    }
    let kinds = [
        Notice::VARIANTS,
        JobReport::VARIANTS,
        JournalReport::VARIANTS,
        UndoRefusal::VARIANTS,
    ]
    .concat();
    let missing = kinds.iter().filter(|name| !shown.contains(name));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[test]
fn every_notice_at_every_width() {
    let mut album = String::new();
    for notice in all() {
        let name = format!("{notice:?}");
        let name = name.split(" {").next().unwrap().replace('(', " ");
        writeln!(album, "==== {name}").unwrap();
        for (columns, rows) in SIZES {
            for lang in [Lang::En, Lang::ZhCn] {
                let mut console = Scripted::new(lang, (columns, rows));
                console.on_alice();
                let (without, _) = console.draw();
                console.model.say(notice.clone());
                let (buffer, _) = console.draw();
                let y = console.model.layout().notice.y;
                // On a narrow screen, it may take lines above.
                for above in y - 4..y {
                    let words = line(&buffer, above);
                    if words != line(&without, above) {
                        writeln!(album, "     |{words}|").unwrap();
                    }
                }
                writeln!(album, "{columns:>4} |{}|", line(&buffer, y)).unwrap();
                // A long notice takes the line of the keys.
                let below = line(&buffer, y + 1);
                if !below.starts_with(" ? ") {
                    writeln!(album, "     |{below}|").unwrap();
                }
            }
        }
    }
    keep("notices", &album);
}

#[test]
fn a_notice_stands_below_the_lists() {
    show("notice-blocked", |d| {
        d.on_alice();
        d.press("b");
        d.done();
    });
    show("notice-slipped", |d| {
        d.on_alice();
        d.press("b2uj");
        d.done();
        d.done();
        d.press("12u");
    });
}
