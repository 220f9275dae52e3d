//! Jobs and their operations.

use super::phrase;
use crate::domain::UserId;
use crate::domain::job::{BulkOp, JobHolder, JobKind};
use crate::i18n::Lang;
use crate::model::Session;
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

/// Who is running a job.
pub fn holder(lang: Lang, by: &JobHolder) -> String {
    let mut parts = Vec::new();
    parts.extend(by.operator.as_ref().map(|by| by.shown().to_owned()));
    let host = by.host.as_ref();
    parts.extend(host.map(|host| t!(lang, "holder-host", host = host.shown())));
    // As a string, because numbers get thousands separators.
    let pid = by.pid.map(|pid| pid.to_string());
    parts.extend(pid.map(|pid| t!(lang, "holder-pid", pid = pid)));
    if parts.is_empty() {
        parts.push(t!(lang, "holder-nobody"));
    }
    phrase::list(lang, &parts)
}

/// The number of calls, and how long they take at the session's rate.
pub fn cost(lang: Lang, session: &Session, calls: usize, seconds: usize) -> String {
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
