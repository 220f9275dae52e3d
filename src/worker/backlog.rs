//! Outcomes that the journal does not take: they are kept, counted, and tried again until it does.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::sleep;

use super::client::Client;
use crate::domain::Failure;
use crate::domain::job::RecordingBacklog;
use crate::journal;
use crate::msg::{Event, Millis};

/// The first pause before it is tried again; each further one is twice as long.
pub(super) const FIRST_PAUSE: Millis = 1_000;

/// The longest pause between two tries.
pub(super) const LONGEST_PAUSE: Millis = 30_000;

/// How many outcomes are still to be recorded, of all changes and jobs together.
pub(super) type BacklogTotal = Arc<Mutex<usize>>;

/// How many of them one change or job has, and when it tries again.
#[derive(Debug)]
pub(super) struct Backlog {
    client: Client,
    count: usize,
    first_pause: Millis,
    pause: Millis,
}

impl Backlog {
    pub fn new(client: &Client, first_pause: Millis) -> Self {
        Self {
            client: client.clone(),
            count: 0,
            first_pause,
            pause: first_pause,
        }
    }

    /// The journal did not take them; gives back how long to wait before they are tried again.
    pub fn is(&mut self, count: usize, why: &journal::JournalError) -> Duration {
        log::error!("{count} outcomes are not recorded yet: {why}");
        self.tell(count, Some(why.into()));
        let pause = Duration::from_millis(self.pause);
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        pause
    }

    /// All that was owed is recorded, or never will be.
    pub fn is_paid(&mut self) {
        if self.count > 0 {
            self.tell(0, None);
        }
        self.pause = self.first_pause;
    }

    fn tell(&mut self, count: usize, why: Option<Failure>) {
        // Until it is said, nobody else says another number: the last one stays on screen.
        let mut all = self.client.owed.lock();
        *all = (*all + count).saturating_sub(self.count);
        self.count = count;
        self.client.send(Event::RecordingBacklog(RecordingBacklog {
            count: *all,
            why,
        }));
    }
}

/// Records one outcome that the journal has just not taken, as soon as it does.
pub(super) async fn record<F>(
    client: &Client,
    first_pause: Millis,
    mut why: journal::JournalError,
    record: impl Fn() -> F,
) where
    F: Future<Output = Result<(), journal::JournalError>>,
{
    let mut debt = Backlog::new(client, first_pause);
    while why.may_pass() {
        sleep(debt.is(1, &why)).await;
        match record().await {
            Ok(()) => return debt.is_paid(),
            Err(still) => why = still,
        }
    }
    debt.is_paid();
    never(client, &why);
}

/// What will never be recorded.
pub(super) fn never(client: &Client, why: &journal::JournalError) {
    log::error!("an outcome is not recorded: {why}");
    client.send(Event::RecordingFailed(why.into()));
}

#[cfg(test)]
mod tests {
    use std::thread;

    use tokio::sync::mpsc::unbounded_channel;

    use super::*;
    use crate::api::raw::{Raw, RawBehaviour};

    /// Whatever comes last stays on screen.
    #[tokio::test]
    async fn each_number_that_is_said_follows_from_the_one_before() {
        let raw = Raw::start(|_, _| RawBehaviour::Hang).await;
        let (inbox, mut said) = unbounded_channel();
        let client = Client {
            api: raw.api(),
            inbox,
            owed: BacklogTotal::default(),
        };
        let pays = || {
            let mut debt = Backlog::new(&client, 1);
            for _ in 0..5_000 {
                debt.is(1, &journal::JournalError::Busy);
                debt.is_paid();
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
