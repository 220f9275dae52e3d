//! The state of the journal while it is opened: requests for it wait until it is open, or fail with the
//! reason.

use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use super::back_off;
use super::journal_failure::unusable;
use super::task_context::TaskContext;
use crate::domain::Failure;
use crate::domain::history::JournalHealth;
use crate::journal::{Journal, JournalOptions};
use crate::msg::Event;
use crate::text::Text;

/// The journal, or why there is none.
#[derive(Debug, Clone)]
pub(super) enum JournalState {
    /// There is no journal: changes are sent unrecorded.
    NotUsed,
    /// It is being opened; requests for it wait.
    Opening,
    Open(Journal),
    /// The journal should be there but is not: nothing may be sent.
    Closed(Failure),
}

/// Opens the journal, retrying until that works, and reports the result.
pub(super) async fn open(
    context: TaskContext,
    options: JournalOptions,
    tell: watch::Sender<JournalState>,
) {
    let mut failures = 0;
    let opened = loop {
        match Journal::open(options.clone()).await {
            Ok(opened) => break opened,
            Err(why) => {
                let why = unusable(&why);
                let first = matches!(&*tell.borrow(), JournalState::Opening);
                // Send this before the requests that wait for the journal are released.
                if first {
                    context.report(Event::JournalHealth(JournalHealth::Closed(why.clone())));
                }
                drop(tell.send(JournalState::Closed(why)));
            }
        }
        let pause = back_off::pause(back_off::FIRST_PAUSE, failures);
        sleep(Duration::from_millis(pause)).await;
        failures = failures.saturating_add(1);
    };
    if let Some(keep) = options.keep {
        tokio::spawn(prune(opened.journal.clone(), keep));
    }
    let path = |path: PathBuf| Text::new(&path.display().to_string());
    let was_closed = matches!(&*tell.borrow(), JournalState::Closed(_));
    drop(tell.send(JournalState::Open(opened.journal)));
    if let Some(aside) = opened.set_aside {
        context.report(Event::JournalHealth(JournalHealth::SetAside(path(aside))));
    } else if was_closed {
        context.report(Event::JournalHealth(JournalHealth::Open));
    }
    if let Ok(why) = opened.damage.await {
        context.report(Event::JournalHealth(JournalHealth::Damaged(unusable(&why))));
    }
}

/// Removes entries past the retention time. A failure is harmless: the next start retries.
async fn prune(journal: Journal, keep: Duration) {
    let keep = i64::try_from(keep.as_millis()).unwrap_or(i64::MAX);
    match journal.keep_only(keep).await {
        Ok(removed) => log::info!("removed from the journal: {removed:?}"),
        Err(why) => log::warn!("nothing more is removed from the journal: {why}"),
    }
}
