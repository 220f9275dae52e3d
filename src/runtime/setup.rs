//! Runs the setup screen: keys in, connection checks and file writes in the background.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::AbortHandle;

use super::TerminalSession;
use super::input::StrokeOrSilence;
use super::tty::size;
use crate::api::Settings;
use crate::config;
use crate::domain::RequestId;
use crate::i18n::Lang;
use crate::msg::Event;
use crate::profile::{Profile, SecretSource};
use crate::setup::{self, ProfileDraft, SetUp, SetUpEffect, SetUpMsg};
use crate::text::Text;

/// How the screen was left.
#[derive(Debug)]
pub enum SetUpExit {
    /// Nothing was saved; with the exit code.
    Left(u8),
    /// The sandbox was chosen.
    Sandbox,
    /// A profile was written.
    Saved {
        /// Its name.
        name: String,
        /// Its contents.
        profile: Box<Profile>,
        /// The settings of the successful check.
        settings: Box<Settings>,
        /// The language that was chosen.
        lang: Lang,
    },
}

/// A message from a background task.
enum TaskAnswer {
    Msg(SetUpMsg),
    /// A check has ended.
    Checked(RequestId, Option<Box<Settings>>),
}

/// Runs the screen until it is left.
pub async fn set_up(
    stage: &mut TerminalSession,
    mut model: SetUp,
    file: &Path,
) -> io::Result<SetUpExit> {
    let (tell, mut answers) = unbounded_channel();
    let mut driver = SetUpDriver {
        file: file.into(),
        tell,
        check: None,
        settings: None,
        draft: None,
    };
    let outcome = attend(stage, &mut model, &mut driver, &mut answers).await;
    let code = stage.signals.code(outcome)?;
    Ok(match model.ended {
        Some(setup::SetUpResult::Sandbox) => SetUpExit::Sandbox,
        Some(setup::SetUpResult::Saved) => match (driver.draft, driver.settings) {
            (Some(draft), Some(settings)) => SetUpExit::Saved {
                name: draft.name,
                profile: Box::new(draft.profile),
                settings,
                lang: model.lang,
            },
            _ => SetUpExit::Left(0),
        },
        Some(setup::SetUpResult::Left) | None => SetUpExit::Left(code),
    })
}

/// The event loop.
async fn attend(
    stage: &mut TerminalSession,
    model: &mut SetUp,
    driver: &mut SetUpDriver,
    answers: &mut UnboundedReceiver<TaskAnswer>,
) -> io::Result<()> {
    model.size = size()?;
    while model.ended.is_none() {
        stage.screen.draw(|frame| setup::draw(model, frame))?;
        let Some(first) = next(stage, answers).await else {
            return Ok(());
        };
        let mut next = Some(first);
        // Handle everything that is queued before drawing once.
        while let Some(come) = next {
            match come {
                SetUpIncoming::Hand(batch) => handle_batch(batch, stage, model, driver)?,
                SetUpIncoming::Said(what) => say(*what, stage, model, driver)?,
                SetUpIncoming::Answer(answer) => take(answer, stage, model, driver)?,
                SetUpIncoming::CaughtUp => {}
            }
            next = waiting(stage, answers).filter(|_| model.ended.is_none());
        }
    }
    Ok(())
}

/// What woke the loop.
enum SetUpIncoming {
    Hand(StrokeOrSilence),
    Said(Box<Event>),
    Answer(TaskAnswer),
    /// The terminal was behind, and has taken the last frame.
    CaughtUp,
}

async fn next(
    stage: &mut TerminalSession,
    answers: &mut UnboundedReceiver<TaskAnswer>,
) -> Option<SetUpIncoming> {
    tokio::select! {
        biased;
        batch = stage.keyboard.next() => Some(SetUpIncoming::Hand(batch)),
        what = stage.messages.recv() => what.map(|what| SetUpIncoming::Said(Box::new(what))),
        answer = answers.recv() => answer.map(SetUpIncoming::Answer),
        () = stage.screen.catches_up() => Some(SetUpIncoming::CaughtUp),
    }
}

/// What is queued already.
fn waiting(
    stage: &mut TerminalSession,
    answers: &mut UnboundedReceiver<TaskAnswer>,
) -> Option<SetUpIncoming> {
    if let Some(batch) = stage.keyboard.try_next() {
        return Some(SetUpIncoming::Hand(batch));
    }
    if let Ok(what) = stage.messages.try_recv() {
        return Some(SetUpIncoming::Said(Box::new(what)));
    }
    answers.try_recv().ok().map(SetUpIncoming::Answer)
}

/// Handles a batch from the keyboard. What a key does is decided only after all keys before it have acted.
fn handle_batch(
    batch: StrokeOrSilence,
    stage: &mut TerminalSession,
    model: &mut SetUp,
    driver: &mut SetUpDriver,
) -> io::Result<()> {
    for what in stage.keyboard.release(&batch) {
        say(what, stage, model, driver)?;
    }
    for what in stage.keyboard.accept(batch, |key| setup::weigh(model, key)) {
        say(what, stage, model, driver)?;
    }
    Ok(())
}

fn say(
    what: Event,
    stage: &mut TerminalSession,
    model: &mut SetUp,
    driver: &mut SetUpDriver,
) -> io::Result<()> {
    if let Event::WideLines(wide) = what {
        stage.screen.measured(wide);
    }
    match of_terminal(what) {
        Some(answer) => take(answer, stage, model, driver),
        None => Ok(()),
    }
}

/// Converts a terminal event, if it concerns this screen.
fn of_terminal(what: Event) -> Option<TaskAnswer> {
    let msg = match what {
        Event::Key(event) => SetUpMsg::Key(event),
        Event::Paste(text) | Event::PasteThatOpenedDialog(text) => SetUpMsg::Paste(text),
        Event::Resize(columns, rows) => SetUpMsg::Resize(columns, rows),
        Event::Terminate => SetUpMsg::Terminate,
        Event::TooFast => SetUpMsg::TooFast,
        Event::PasteDropped => SetUpMsg::PasteDropped,
        // The mouse has no function here, and nothing is queried or changed yet.
        Event::Mouse(_)
        | Event::PasteOpen
        | Event::WideLines(_)
        | Event::Reply(..)
        | Event::Changed(..)
        | Event::PairStatesRead(..)
        | Event::Unneeded(..)
        | Event::Progress(..)
        | Event::Waiting(..)
        | Event::SendingNow(_)
        | Event::Withdrawn(_)
        | Event::Orphaned(_)
        | Event::UnverifiableRemarks(_)
        | Event::PreferencesFailed(_)
        | Event::Job(..)
        | Event::JobDiscarded(..)
        | Event::RecordingFailed(_)
        | Event::RecordingBacklog(_)
        | Event::JournalHealth(_)
        | Event::Copied(..)
        | Event::RequestTraced(_)
        | Event::Clock(_)
        | Event::Tick => return None,
    };
    Some(TaskAnswer::Msg(msg))
}

fn take(
    answer: TaskAnswer,
    stage: &mut TerminalSession,
    model: &mut SetUp,
    driver: &mut SetUpDriver,
) -> io::Result<()> {
    let msg = match answer {
        TaskAnswer::Msg(msg) => msg,
        TaskAnswer::Checked(request, settings) => {
            let good = settings.is_some();
            if model.phase == setup::SetUpPhase::Checking(request) {
                driver.settings = settings;
            }
            SetUpMsg::Checked(request, good)
        }
    };
    for effect in setup::update(model, msg) {
        match effect {
            SetUpEffect::Check(request, draft) => driver.start_check(request, *draft),
            SetUpEffect::Forget => driver.forget(),
            SetUpEffect::Save(draft) => driver.save(*draft, model.lang),
            SetUpEffect::Redraw => stage.screen.spoil(),
            SetUpEffect::Suspend => {
                stage.screen.suspend()?;
                model.size = size()?;
            }
        }
    }
    Ok(())
}

/// Performs the effects of the screen.
struct SetUpDriver {
    file: Arc<Path>,
    tell: UnboundedSender<TaskAnswer>,
    check: Option<AbortHandle>,
    /// The settings of the last successful check.
    settings: Option<Box<Settings>>,
    /// The last profile that was to be written.
    draft: Option<ProfileDraft>,
}

impl SetUpDriver {
    fn start_check(&mut self, request: RequestId, draft: ProfileDraft) {
        self.forget();
        self.settings = None;
        let (file, tell) = (Arc::clone(&self.file), self.tell.clone());
        let check = tokio::spawn(async move {
            let found = tell.clone();
            let say = move |finding| {
                // Nobody receives once the screen is left.
                let _ = found.send(TaskAnswer::Msg(SetUpMsg::Found(request, finding)));
            };
            // Check only what the profile itself says: the environment may differ next time.
            let from_env = draft.profile.secret == SecretSource::Env;
            let environment = |name: &str| from_env.then(|| std::env::var(name).ok()).flatten();
            let settings = config::check_profile(
                &draft.name,
                &draft.profile,
                draft.typed,
                &file,
                environment,
                say,
            )
            .await;
            let _ = tell.send(TaskAnswer::Checked(request, settings.map(Box::new)));
        });
        self.check = Some(check.abort_handle());
    }

    fn forget(&mut self) {
        if let Some(check) = self.check.take() {
            check.abort();
        }
    }

    /// A keyring may wait for a person, and a disk may be slow: neither may block the screen.
    fn save(&mut self, draft: ProfileDraft, lang: Lang) {
        self.draft = Some(draft.clone());
        let (file, tell) = (Arc::clone(&self.file), self.tell.clone());
        tokio::task::spawn_blocking(move || {
            let saved = save(&draft, &file, lang).map_err(|why| Text::new(&why));
            let _ = tell.send(TaskAnswer::Msg(SetUpMsg::Saved(saved)));
        });
    }
}

fn save(draft: &ProfileDraft, file: &Path, lang: Lang) -> Result<(), String> {
    if draft.profile.secret == SecretSource::Keyring
        && let Some(secret) = &draft.typed
    {
        config::keep_in_keyring(&draft.name, secret).map_err(|why| why.words(lang))?;
    }
    config::add(file, &draft.name, &draft.profile).map_err(|why| why.words(lang))
}
