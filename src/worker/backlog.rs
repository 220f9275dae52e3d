//! Outcomes that the journal could not store yet: they are kept, counted, and retried until it can.

use std::future::Future;
use std::time::Duration;

use tokio::time::sleep;

use super::back_off;
use super::task_context::TaskContext;
use crate::domain::Failure;
use crate::domain::job::RecordingBacklog;
use crate::journal;
use crate::msg::{Event, Millis};

/// How many outcomes one change or job still has to record, and when it retries.
#[derive(Debug)]
pub(super) struct Backlog {
    context: TaskContext,
    count: usize,
    first_pause: Millis,
    failures: u32,
}

impl Backlog {
    pub fn new(context: &TaskContext, first_pause: Millis) -> Self {
        Self {
            context: context.clone(),
            count: 0,
            first_pause,
            failures: 0,
        }
    }

    /// The journal failed to store `count` outcomes; returns how long to wait before the retry.
    pub fn record_failure(&mut self, count: usize, why: &journal::JournalError) -> Duration {
        log::error!("{count} outcomes are not recorded yet: {why}");
        self.report(count, Some(why.into()));
        let pause = back_off::pause(self.first_pause, self.failures);
        self.failures = self.failures.saturating_add(1);
        Duration::from_millis(pause)
    }

    /// Everything owed is recorded, or never will be.
    pub fn clear(&mut self) {
        if self.count > 0 {
            self.report(0, None);
        }
        self.failures = 0;
    }

    fn report(&mut self, count: usize, why: Option<Failure>) {
        // Hold the lock until the number is sent: the last number sent stays on screen.
        let mut all = self.context.backlog.lock();
        *all = (*all + count).saturating_sub(self.count);
        self.count = count;
        self.context
            .report(Event::RecordingBacklog(RecordingBacklog {
                count: *all,
                why,
            }));
    }
}

/// Records one outcome that the journal just failed to store, as soon as it can.
pub(super) async fn retry<F>(
    context: &TaskContext,
    first_pause: Millis,
    mut why: journal::JournalError,
    record: impl Fn() -> F,
) where
    F: Future<Output = Result<(), journal::JournalError>>,
{
    let mut debt = Backlog::new(context, first_pause);
    while why.may_pass() {
        sleep(debt.record_failure(1, &why)).await;
        match record().await {
            Ok(()) => return debt.clear(),
            Err(still) => why = still,
        }
    }
    debt.clear();
    report_unrecordable(context, &why);
}

/// Reports outcomes that will never be recorded.
pub(super) fn report_unrecordable(context: &TaskContext, why: &journal::JournalError) {
    log::error!("an outcome is not recorded: {why}");
    context.report(Event::RecordingFailed(why.into()));
}

#[cfg(test)]
mod tests {
    use std::thread;

    use tokio::sync::mpsc::unbounded_channel;

    use super::super::task_context::BacklogTotal;
    use super::*;
    use crate::api::raw::{Raw, RawBehaviour};

    /// The last number sent stays on screen.
    #[tokio::test]
    async fn each_number_that_is_said_follows_from_the_one_before() {
        let raw = Raw::start(|_, _| RawBehaviour::Hang).await;
        let (inbox, mut said) = unbounded_channel();
        let context = TaskContext {
            api: raw.api(),
            inbox,
            backlog: BacklogTotal::default(),
        };
        let pays = || {
            let mut debt = Backlog::new(&context, 1);
            for _ in 0..5_000 {
                debt.record_failure(1, &journal::JournalError::Busy);
                debt.clear();
            }
        };
        thread::scope(|scope| {
            scope.spawn(pays);
            scope.spawn(pays);
        });
        let mut before = 0_usize;
        while let Ok(Event::RecordingBacklog(owed)) = said.try_recv() {
            assert_eq!(owed.count.abs_diff(before), 1);
            before = owed.count;
        }
        assert_eq!(before, 0);
    }
}
