//! Jobs and their operations.

use super::phrase;
use crate::domain::UserId;
use crate::domain::job::{BulkOp, JobCounts, JobHolder, JobKind, JobState};
use crate::i18n::Lang;
use crate::model::Session;
use crate::model::bulk::JobCost;
use crate::t;

/// The name of an operation.
pub fn op(lang: Lang, act: BulkOp) -> String {
    match act {
        BulkOp::Unblock => t!(lang, "op-unblock"),
        BulkOp::Block => t!(lang, "op-block"),
        BulkOp::AddFriend => t!(lang, "op-add"),
        BulkOp::RemoveFriend => t!(lang, "op-remove"),
        BulkOp::Remark => t!(lang, "op-remark"),
    }
}

/// What a job does, and for whom.
pub fn title(lang: Lang, does: JobKind, owner: &UserId) -> String {
    let owner = owner.shown();
    match does {
        JobKind::Op(BulkOp::Unblock) => t!(lang, "job-unblock", owner = owner),
        JobKind::Op(BulkOp::Block) => t!(lang, "job-block", owner = owner),
        JobKind::Op(BulkOp::AddFriend) => t!(lang, "job-add", owner = owner),
        JobKind::Op(BulkOp::RemoveFriend) => t!(lang, "job-remove", owner = owner),
        JobKind::Op(BulkOp::Remark) => t!(lang, "job-remark", owner = owner),
        JobKind::Delete => t!(lang, "job-delete", owner = owner),
        JobKind::Several => t!(lang, "job-mixed", owner = owner),
    }
}

/// The state of a job that the journal has; it is held while a process runs it.
pub fn state(lang: Lang, state: JobState, is_held: bool) -> String {
    match state {
        JobState::Prepared => t!(lang, "job-prepared"),
        // Its process ended without recording it.
        JobState::Running if !is_held => t!(lang, "job-interrupted"),
        JobState::Running => t!(lang, "job-running"),
        JobState::Paused => t!(lang, "job-paused"),
        JobState::Stopped => t!(lang, "job-stopped"),
        JobState::Finished => t!(lang, "job-ended"),
    }
}

/// How many changes are in which state; none may be.
pub fn counts(lang: Lang, counts: JobCounts) -> [(usize, String); 7] {
    [
        (counts.done, "job-count-done"),
        (counts.undone, "job-count-undone"),
        (counts.unneeded, "job-count-unneeded"),
        (counts.failed, "job-count-failed"),
        (counts.unknown, "job-count-unknown"),
        (counts.sent, "job-count-sent"),
        (counts.waiting, "job-count-waiting"),
    ]
    .map(|(n, key)| (n, t!(lang, key, n = n)))
}

/// How many changes are in which state, without the states that none is in.
pub fn counted(lang: Lang, tally: JobCounts) -> String {
    let counts = counts(lang, tally).into_iter().filter(|(n, _)| *n > 0);
    let counts: Vec<String> = counts.map(|(_, words)| words).collect();
    phrase::list(lang, &counts)
}

/// Who is running a job.
pub fn holder(lang: Lang, by: &JobHolder) -> String {
    let mut parts = Vec::new();
    parts.extend(by.operator.as_ref().map(|by| by.unmasked().to_owned()));
    let host = by.host.as_ref();
    parts.extend(host.map(|host| t!(lang, "holder-host", host = host.unmasked())));
    // As a string, because numbers get thousands separators.
    let pid = by.pid.map(|pid| pid.to_string());
    parts.extend(pid.map(|pid| t!(lang, "holder-pid", pid = pid)));
    if parts.is_empty() {
        parts.push(t!(lang, "holder-nobody"));
    }
    phrase::list(lang, &parts)
}

/// What a job costs, and how much of it the snapshots take.
pub fn cost(lang: Lang, session: &Session, cost: JobCost) -> String {
    let all = calls(lang, session, cost.calls, cost.seconds);
    if cost.snapshot_calls == 0 {
        return all;
    }
    let snapshot = t!(lang, "bulk-snapshot", n = cost.snapshot_calls);
    phrase::clauses(lang, &all, &snapshot)
}

/// The number of calls, and how long they take at the session's rate.
pub fn calls(lang: Lang, session: &Session, calls: usize, seconds: usize) -> String {
    let time = if seconds < 120 {
        t!(lang, "time-seconds", n = seconds)
    } else {
        t!(lang, "time-minutes", n = seconds.div_ceil(60))
    };
    t!(
        lang,
        "bulk-cost",
        calls = calls,
        time = time,
        share = session.share()
    )
}
