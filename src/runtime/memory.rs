//! Remembers what is changed about the screen, in the background and in order.

use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::timeout;

use crate::config;
use crate::domain::PreferenceProblem;
use crate::msg::Event;
use crate::preferences::PreferenceChange;

/// The file in which changes are remembered, if any.
pub(super) struct PreferenceMemory {
    file: Option<PathBuf>,
    inbox: UnboundedSender<Event>,
    /// The newest change that is being written, after all others.
    writing: Option<JoinHandle<()>>,
}

impl PreferenceMemory {
    pub(super) fn new(file: Option<PathBuf>, inbox: UnboundedSender<Event>) -> Self {
        Self {
            file,
            inbox,
            writing: None,
        }
    }

    /// Tells the model what is wrong with the file.
    pub(super) fn tell(&mut self, problem: PreferenceProblem) {
        // Nobody receives once rosterm is quitting.
        let _ = self.inbox.send(Event::PreferencesFailed(problem));
    }

    /// Remembers a change.
    pub(super) fn keep(&mut self, change: PreferenceChange) {
        let Some(file) = self.file.clone() else {
            return;
        };
        let (before, inbox) = (self.writing.take(), self.inbox.clone());
        self.writing = Some(tokio::spawn(async move {
            if let Some(before) = before {
                // A write that failed has said so.
                let _ = before.await;
            }
            let written = spawn_blocking(move || config::remember(&file, change));
            if let Ok(Err(why)) = written.await {
                let problem = PreferenceProblem::Unsaved((&why).into());
                let _ = inbox.send(Event::PreferencesFailed(problem));
            }
        }));
    }

    /// Waits for what is being written, at most this long.
    pub(super) async fn finish(self, most: Duration) {
        if let Some(writing) = self.writing {
            // What is not written by then is forgotten.
            let _ = timeout(most, writing).await;
        }
    }
}
