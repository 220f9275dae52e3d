//! Tests of jobs: their items, their states, and who may resume them.

use super::*;
use crate::domain::history::{EntryState, HistoryFilter};
use crate::domain::job::{JobCounts, JobPlan, JobState, JobStep, StepState};
use crate::domain::{ChangeKind, JobId, PairState};

/// Who begins the jobs.
pub(super) fn audit() -> AuditContext {
    AuditContext {
        operator: Some(Text::new("li.na")),
        ticket: Some(Text::new("#48213")),
        ..AuditContext::of_app(APP)
    }
}

/// A job that blocks this many users.
pub(super) fn plan(steps: u32) -> JobPlan {
    JobPlan {
        owner: id("alice"),
        undoes: None,
        steps: (0..steps).map(|n| step(block(&user(n)))).collect(),
    }
}

fn user(n: u32) -> String {
    format!("spam_{n}")
}

fn step(change: Change) -> JobStep {
    JobStep {
        change,
        before: PairState {
            blocked: Some(false),
            ..PairState::default()
        },
        undoes: None,
    }
}

fn moved(position: u32) -> NewStepEntry {
    NewStepEntry::new(position, block(&user(position)), PairState::default())
}

async fn states(journal: &Journal, job: JobId) -> Vec<&'static str> {
    let items = journal.steps(job, 0, 1000).await.unwrap();
    items.iter().map(|item| item.state.word()).collect()
}

#[tokio::test]
async fn a_job_comes_back_with_its_items_in_order() {
    let place = Place::new();
    let journal = place.journal().await;
    let undone = journal.record_job(audit(), plan(1)).await.unwrap();
    let entry = done(&journal, write(block("x"))).await;
    let mut planned = plan(130);
    planned.undoes = Some(undone);
    planned.steps[129] = JobStep {
        undoes: Some(entry),
        ..step(remark("新"))
    };
    let id = journal.record_job(audit(), planned.clone()).await.unwrap();
    let job = journal.job(id).await.unwrap().unwrap();
    assert_eq!(job.state, JobState::Prepared);
    assert_eq!(
        (job.audit, job.owner, job.kind, job.undoes),
        (audit(), planned.owner, ChangeKind::Block, Some(undone))
    );
    assert_eq!((job.counts.waiting, job.counts.total()), (130, 130));
    let mut items = journal.steps(id, 0, 100).await.unwrap();
    assert_eq!(items.len(), 100);
    items.extend(journal.steps(id, 100, 100).await.unwrap());
    assert_eq!(items.len(), 130);
    for (item, step) in items.iter().zip(&planned.steps) {
        assert_eq!(item.asked.whole(), Some(&step.change));
        assert_eq!(item.before, step.before);
        assert_eq!(item.undoes, step.undoes);
        assert_eq!((&item.state, item.failure()), (&StepState::Waiting, None));
        assert_eq!(item.entries, []);
    }
    assert_eq!(id.to_string(), "J-0002");
    assert_eq!(journal.job(JobId(9)).await.unwrap(), None);
}

#[test]
fn a_job_is_named_with_or_without_its_letter() {
    for text in ["J-0007", "j-7", "7", "0007"] {
        assert_eq!(JobId::parse(text), Some(JobId(7)), "{text}");
    }
    for text in ["", "J-", "x", "-7", "+7", "7a", "99999999999999999999"] {
        assert_eq!(JobId::parse(text), None, "{text}");
    }
}

#[tokio::test]
async fn an_item_and_its_entry_change_together() {
    let place = Place::new();
    let journal = place.journal().await;
    let job = journal.record_job(audit(), plan(6)).await.unwrap();
    let claim = journal.claim(job, None).await.unwrap();
    claim.set_state(JobState::Running).await.unwrap();
    let sent = claim
        .record_sending((0..4).map(moved).collect())
        .await
        .unwrap()
        .entries;
    let idle = claim.record_unneeded(vec![moved(4)]).await.unwrap();
    let refused = failed(FailureClass::Final, FailureReason::Service);
    let lost = failed(FailureClass::Unknown, FailureReason::Timeout);
    let answers = vec![(0, DONE), (1, refused), (2, lost)];
    claim.record_replies(answers).await.unwrap();
    assert_eq!(
        states(&journal, job).await,
        [
            "done",
            "failed",
            "unknown",
            "sent",
            "nothing to do",
            "waiting"
        ]
    );
    let tally = journal.job(job).await.unwrap().unwrap().counts;
    let expected = JobCounts {
        waiting: 1,
        sent: 1,
        done: 1,
        undone: 0,
        unneeded: 1,
        failed: 1,
        unknown: 1,
    };
    assert_eq!(tally, expected);
    let items = journal.steps(job, 0, 10).await.unwrap();
    assert_eq!(items[1].failure().unwrap().reason, FailureReason::Service);
    for (position, entry) in (0_u32..).zip(sent.iter().chain(&idle.entries)) {
        assert_eq!(items[position as usize].entries, [*entry]);
        let entry = get(&journal, *entry).await;
        assert_eq!(entry.job, Some(job));
        assert_eq!(entry.audit.ticket.unwrap().raw(), "#48213");
        assert_eq!(entry.asked.whole(), Some(&block(&user(position))));
    }
    let of_job = EntryFilter {
        wanted: HistoryFilter {
            jobs: vec![job],
            ..HistoryFilter::default()
        },
        ..EntryFilter::default()
    };
    assert_eq!(journal.entries(of_job).await.unwrap().len(), 5);

    claim.record_verified(vec![(2, DONE)]).await.unwrap();
    assert_eq!(states(&journal, job).await[2], "done");
    // What failed may be resent, and both attempts are recorded.
    let again = claim.record_sending(vec![moved(1)]).await.unwrap().entries;
    let item = journal.steps(job, 1, 1).await.unwrap().pop().unwrap();
    assert_eq!(item.state.word(), "sent");
    assert_eq!(item.entries, [sent[1], again[0]]);
    assert_eq!(item.failure(), None);
}

#[tokio::test]
async fn an_item_that_is_sent_once_more_waits_and_its_first_try_stays_recorded() {
    let place = Place::new();
    let journal = place.journal().await;
    let job = journal.record_job(audit(), plan(2)).await.unwrap();
    let claim = journal.claim(job, None).await.unwrap();
    let sent = claim
        .record_sending((0..2).map(moved).collect())
        .await
        .unwrap()
        .entries;
    let lost = failed(FailureClass::Unknown, FailureReason::Timeout);
    claim.record_replies(vec![(1, lost)]).await.unwrap();
    let turned_away = failed(FailureClass::Retryable, FailureReason::Service);
    claim
        .record_for_resending(vec![(0, turned_away)], false)
        .await
        .unwrap();
    let not_applied = failed(FailureClass::NothingDone, FailureReason::NotApplied);
    claim
        .record_for_resending(vec![(1, not_applied)], true)
        .await
        .unwrap();
    let waiting = "waiting";
    assert_eq!(states(&journal, job).await, [waiting, waiting]);
    assert_eq!(get(&journal, sent[0]).await.state, EntryState::Refused);
    let read = get(&journal, sent[1]).await;
    assert_eq!((read.state, read.verified), (EntryState::NotApplied, true));
    claim.set_state(JobState::Finished).await.unwrap_err();
    claim
        .record_sending((0..2).map(moved).collect())
        .await
        .unwrap();
}

#[tokio::test]
async fn who_holds_a_job_is_told_without_taking_it() {
    let place = Place::new();
    let journal = place.journal().await;
    let job = journal.record_job(audit(), plan(1)).await.unwrap();
    assert_eq!(journal.holder(job).unwrap(), None);
    let claim = journal.claim(job, Some(Text::new("li.na"))).await.unwrap();
    let second = place.journal().await;
    let holder = second.holder(job).unwrap().unwrap();
    assert_eq!(holder.operator, Some(Text::new("li.na")));
    assert_eq!(holder.pid, Some(std::process::id()));
    drop(claim);
    assert_eq!(second.holder(job).unwrap(), None);
    second.claim(job, None).await.unwrap();
}

#[tokio::test]
async fn an_item_that_may_have_been_done_is_not_sent_again_and_none_beside_it_is() {
    let place = Place::new();
    let journal = place.journal().await;
    let job = journal.record_job(audit(), plan(4)).await.unwrap();
    let claim = journal.claim(job, None).await.unwrap();
    claim
        .record_sending((0..3).map(moved).collect())
        .await
        .unwrap();
    let lost = failed(FailureClass::Unknown, FailureReason::Timeout);
    claim
        .record_replies(vec![(0, DONE), (1, lost)])
        .await
        .unwrap();
    let before = states(&journal, job).await;
    for position in 0..3 {
        let why = claim.record_sending(vec![moved(3), moved(position)]).await;
        assert!(matches!(why, Err(JournalError::Conflict(_))), "{why:?}");
    }
    let unplanned = NewStepEntry::new(3, block("somebody else"), PairState::default());
    let why = claim.record_sending(vec![unplanned]).await.unwrap_err();
    assert!(why.to_string().contains("something else"), "{why}");
    let why = claim.record_sending(vec![moved(9)]).await.unwrap_err();
    assert!(matches!(why, JournalError::Missing(_)), "{why}");
    let why = claim.record_replies(vec![(2, DONE), (3, DONE)]).await;
    assert!(matches!(why, Err(JournalError::Conflict(_))), "{why:?}");
    assert_eq!(states(&journal, job).await, before);
    assert_eq!(
        journal.entries(EntryFilter::default()).await.unwrap().len(),
        3
    );
}

#[tokio::test]
async fn a_job_is_finished_only_when_nothing_is_open_and_then_for_good() {
    let place = Place::new();
    let journal = place.journal().await;
    let job = journal.record_job(audit(), plan(2)).await.unwrap();
    let claim = journal.claim(job, None).await.unwrap();
    claim.record_sending(vec![moved(0)]).await.unwrap();
    claim.record_replies(vec![(0, DONE)]).await.unwrap();
    let why = claim.set_state(JobState::Finished).await.unwrap_err();
    assert!(why.to_string().contains("1 open"), "{why}");
    claim.record_sending(vec![moved(1)]).await.unwrap();
    let why = claim.set_state(JobState::Finished).await.unwrap_err();
    assert!(why.to_string().contains("1 open"), "{why}");
    let refused = failed(FailureClass::Final, FailureReason::Service);
    claim.record_replies(vec![(1, refused)]).await.unwrap();
    claim.set_state(JobState::Finished).await.unwrap();
    assert!(claim.set_state(JobState::Running).await.is_err());
    drop(claim);
    let why = journal.claim(job, None).await.unwrap_err();
    assert!(matches!(why, ClaimError::Finished), "{why}");
    // Its lock is not needed any more.
    let locks = std::fs::read_dir(beside(&place.path(), ".jobs")).unwrap();
    assert_eq!(locks.count(), 0);
}

#[tokio::test]
async fn unfinished_jobs_are_those_of_the_app_that_nobody_has_ended() {
    let place = Place::new();
    let journal = place.journal().await;
    let mut jobs = Vec::new();
    for state in [
        None,
        Some(JobState::Running),
        Some(JobState::Paused),
        Some(JobState::Stopped),
        Some(JobState::Finished),
    ] {
        let job = journal.record_job(audit(), plan(0)).await.unwrap();
        if let Some(state) = state {
            let claim = journal.claim(job, None).await.unwrap();
            claim.set_state(state).await.unwrap();
        }
        jobs.push(job);
    }
    let elsewhere = AuditContext::of_app("other#app");
    journal.record_job(elsewhere, plan(1)).await.unwrap();
    let unfinished = journal.unfinished(Some(APP), 10).await.unwrap();
    let ids: Vec<_> = unfinished.iter().map(|job| job.id).collect();
    assert_eq!(ids, [jobs[2], jobs[1], jobs[0]]);
    assert_eq!(journal.jobs(Some(APP), 10).await.unwrap().len(), 5);
    assert_eq!(journal.jobs(None, 2).await.unwrap().len(), 2);
    // A stopped job can still be resumed.
    assert!(journal.claim(jobs[3], None).await.is_ok());
}

#[tokio::test]
async fn a_job_has_one_owner_who_is_named_to_others() {
    let place = Place::new();
    let journal = place.journal().await;
    let job = journal.record_job(audit(), plan(1)).await.unwrap();
    let second = place.journal().await;
    let claim = journal.claim(job, Some(Text::new("li.na"))).await.unwrap();
    let why = second.claim(job, None).await.unwrap_err();
    assert!(why.to_string().contains("li.na"), "{why}");
    let ClaimError::HeldBy(holder) = why else {
        panic!("{why}");
    };
    assert_eq!(holder.pid, Some(std::process::id()));
    assert_eq!(holder.operator.unwrap().raw(), "li.na");
    assert!(holder.host.is_some());
    drop(claim);
    second.claim(job, None).await.unwrap();
    let why = second.claim(JobId(9), None).await.unwrap_err();
    assert!(why.to_string().contains("no job J-0009"), "{why}");
    // A job that does not exist leaves no lock file behind.
    assert!(!crate::journal::paths::lock_of(&place.path(), JobId(9)).exists());
}

#[tokio::test]
async fn whoever_goes_on_with_a_job_signs_what_follows() {
    let place = Place::new();
    let journal = place.journal().await;
    let job = journal.record_job(audit(), plan(1)).await.unwrap();
    let claim = journal.claim(job, Some(Text::new("zhang"))).await.unwrap();
    let sent = claim.record_sending(vec![moved(0)]).await.unwrap().entries;
    let audit = get(&journal, sent[0]).await.audit;
    assert_eq!(audit.operator.unwrap().raw(), "zhang");
    assert_eq!(audit.ticket.unwrap().raw(), "#48213");
}

#[tokio::test]
async fn what_an_owner_left_under_way_is_unknown_to_the_next() {
    let place = Place::new();
    let journal = place.journal().await;
    let job = journal.record_job(audit(), plan(2)).await.unwrap();
    let claim = journal.claim(job, None).await.unwrap();
    let sent = claim.record_sending(vec![moved(0)]).await.unwrap().entries;
    drop(claim);
    let claim = journal.claim(job, None).await.unwrap();
    let expected = ["unknown", "waiting"];
    assert_eq!(states(&journal, job).await, expected);
    assert_eq!(get(&journal, sent[0]).await.state, EntryState::Unknown);
    claim.record_verified(vec![(0, DONE)]).await.unwrap();
    assert_eq!(get(&journal, sent[0]).await.state, EntryState::Done);
}
