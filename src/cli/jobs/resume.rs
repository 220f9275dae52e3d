//! `rosterm jobs resume`: resumes a job without a screen.

use std::io::{Write, stderr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Args;

use super::{LIMIT, lines, missing, named, row};
use crate::api::Settings;
use crate::cli::journal::{nothing, reason, table};
use crate::cli::profile::print;
use crate::cli::{FAILED, USAGE, fail, launch};
use crate::config::{self, ChosenProfile};
use crate::domain::job::{ClaimRefusal, JobEvent, RecordingBacklog, StepState};
use crate::domain::{Environment, Failure};
use crate::i18n::Lang;
use crate::journal::{ClaimError, JobId, Journal, JournalError, JournalOptions, StoredJob};
use crate::msg::Event;
use crate::runtime::{self, FollowEvent, JobToFollow};
use crate::text::{Text, tame};
use crate::worker::{JobTiming, Recorder, SETTLE};

#[derive(Debug, Args)]
pub struct ResumeArgs {
    /// The job, such as J-0007; by default the only unfinished one, or the only one of the profile's app
    job: Option<String>,
    /// The profile to connect with; by default the job's own, or the default profile if it has none
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Send changes to a production app without asking
    #[arg(long)]
    yes: bool,
}

/// How often progress is printed.
const TOLD_EVERY: Duration = Duration::from_secs(1);

/// Everything needed to resume a job.
struct ResumeContext {
    journal: Journal,
    job: JobId,
    chosen: ChosenProfile,
    settings: Settings,
}

/// Resumes a job and runs it to its end.
pub async fn run(args: ResumeArgs, config: Option<PathBuf>, lang: Option<Lang>) -> ExitCode {
    match ready(args, config, lang).await {
        Ok(ready) => go_on(ready).await,
        Err(code) => code,
    }
}

/// Finds the job and connects to its app. `Err` is the exit code if that fails.
async fn ready(
    args: ResumeArgs,
    config: Option<PathBuf>,
    lang: Option<Lang>,
) -> Result<ResumeContext, ExitCode> {
    let usage = |why: String| fail(USAGE, &why);
    let id = args.job.as_deref().map(named).transpose()?;
    let file = launch::file(config).map_err(usage)?;
    let Some(journal) = journal(&file).await? else {
        return Err(id.map_or_else(nothing, missing));
    };
    let failed = |why: JournalError| fail(FAILED, &why.to_string());
    let named = match id {
        Some(id) => {
            let job = journal.job(id).await.map_err(failed)?;
            Some(job.ok_or_else(|| missing(id))?)
        }
        None => None,
    };
    let given = args.profile.as_deref();
    let job = match (named, given) {
        (Some(job), _) => job,
        (None, Some(_)) => {
            let chosen = launch::chosen(&file, given).map_err(usage)?;
            only(&journal, Some(&chosen.profile.app_key.to_string()), None).await?
        }
        (None, None) => {
            // If there are several, prefer those of the default profile's app, if there is such a profile.
            let usual = launch::chosen(&file, None).ok();
            let app = usual.map(|chosen| chosen.profile.app_key.to_string());
            only(&journal, None, app.as_deref()).await?
        }
    };
    let own = job.audit.profile.as_ref().filter(|_| given.is_none());
    let chosen = launch::chosen(&file, given.or(own.map(Text::raw)));
    let chosen = chosen.map_err(|why| match own {
        Some(own) => usage(format!(
            "{} was started with profile {own}: {why}. Use --profile to choose another",
            job.id
        )),
        None => usage(why),
    })?;
    let app = chosen.profile.app_key.to_string();
    let (id, name) = (job.id, &chosen.name);
    if job.audit.app.raw() != app {
        let other = &job.audit.app;
        return Err(usage(format!(
            "{id} is for {other}, but profile {name} is for {app}: use --profile to choose another"
        )));
    }
    if chosen.profile.environment == Environment::Production && !args.yes {
        return Err(usage(format!(
            "profile {name} is a production profile: use --yes to change anything there"
        )));
    }
    let settings = launch::settings(&chosen, &file, lang).await?;
    Ok(ResumeContext {
        journal,
        job: id,
        chosen,
        settings,
    })
}

/// The journal, opened for writing; `None` if nothing was ever recorded.
async fn journal(file: &Path) -> Result<Option<Journal>, ExitCode> {
    let Some(path) = config::paths().map(|paths| paths.data) else {
        return Err(fail(FAILED, "this system gives the user no home directory"));
    };
    if !path.exists() {
        return Ok(None);
    }
    let profiles = config::load(file).map_err(|why| fail(USAGE, &why.to_string()))?;
    let options = JournalOptions {
        remarks: !profiles.remarks_withheld,
        ..JournalOptions::new(&path)
    };
    let opened = Journal::open(options).await;
    let opened = opened.map_err(|why| fail(FAILED, &why.to_string()))?;
    if let Some(aside) = opened.set_aside {
        tell(&format!(
            "the journal was damaged: it is kept as {}",
            aside.display()
        ));
    }
    Ok(Some(opened.journal))
}

/// The only unfinished job of `app`, or of all apps; if there are several, the only one of the `usual` app.
async fn only(
    journal: &Journal,
    app: Option<&str>,
    usual: Option<&str>,
) -> Result<StoredJob, ExitCode> {
    let failed = |why: JournalError| fail(FAILED, &why.to_string());
    let mut jobs = journal.unfinished(app, LIMIT).await.map_err(failed)?;
    if jobs.len() > 1
        && let Some(usual) = usual
    {
        let of_usual = |job: &StoredJob| job.audit.app.raw() == usual;
        if jobs.iter().any(of_usual) {
            jobs.retain(of_usual);
        }
    }
    let whose = app.map_or(String::new(), |app| format!(" of {app}"));
    match jobs.len() {
        0 => {
            tell(&format!("no job{whose} is unfinished"));
            Err(ExitCode::SUCCESS)
        }
        1 => Ok(jobs.remove(0)),
        n => {
            print(&lines(journal, &jobs).map_err(failed)?);
            let why = format!("{n} jobs{whose} are unfinished: name one of them");
            Err(fail(USAGE, &why))
        }
    }
}

async fn go_on(ready: ResumeContext) -> ExitCode {
    let ResumeContext {
        journal,
        job,
        chosen: ChosenProfile { name, profile },
        settings,
    } = ready;
    let audit = launch::audit(
        profile.operator.as_deref().map(Text::new),
        Some(Text::new(&name)),
        Text::new(&profile.app_key.to_string()),
    );
    let order = JobToFollow {
        settings,
        recorder: Recorder::new(journal.clone(), audit),
        waits: JobTiming {
            settle: launch::millis(profile.timing.settle).unwrap_or(SETTLE),
            ..JobTiming::default()
        },
        job: job.0,
    };
    let mut listener = ProgressListener {
        job,
        states: Vec::new(),
        told: None,
    };
    match runtime::follow(order, |heard| listener.hear(heard)).await {
        Ok(interrupted) => ended(&journal, job, interrupted).await,
        Err(why) => fail(FAILED, &format!("{job}: {why}")),
    }
}

/// Prints the final state of the job.
async fn ended(journal: &Journal, id: JobId, interrupted: Option<u8>) -> ExitCode {
    let job = match journal.job(id).await {
        Ok(Some(job)) => job,
        Ok(None) => return missing(id),
        Err(why) => return fail(FAILED, &why.to_string()),
    };
    let tally = job.tally;
    let done = tally.done + tally.nothing_to_do == tally.all();
    // No process is running it any more, so there is no holder to name.
    let code = print(&table(&[row(&job, true)]));
    match interrupted {
        Some(code) => ExitCode::from(code),
        None if done => code,
        None => {
            tell(&format!("Run rosterm jobs show {id} to see what failed"));
            ExitCode::from(FAILED)
        }
    }
}

/// Prints the progress of a job.
struct ProgressListener {
    job: JobId,
    states: Vec<StepState>,
    /// When progress was last printed.
    told: Option<Instant>,
}

impl ProgressListener {
    /// Prints what an event says. `Err` if the job cannot be claimed, or cannot continue.
    fn hear(&mut self, heard: FollowEvent) -> Result<(), String> {
        let job = self.job;
        let what = match heard {
            FollowEvent::Said(what) => *what,
            FollowEvent::Interrupted => {
                tell(&format!(
                    "{job}: interrupted; waiting for the changes in progress \
                     (run rosterm jobs resume {job} to continue)"
                ));
                return Ok(());
            }
        };
        match what {
            Event::Job(_, JobEvent::Loaded(found)) => {
                self.states = found.states;
                tell(&format!("{job}: resumed, {} changes", self.states.len()));
                self.progress();
            }
            Event::Job(_, JobEvent::ClaimRefused(why)) => return Err(not_had(why)),
            Event::Job(_, JobEvent::Refused(why)) => {
                let why = words(&why);
                return Err(format!("the job did not start, nothing was sent: {why}"));
            }
            Event::Job(_, JobEvent::UndoRefused(_)) => {
                return Err("what the job undoes cannot be undone any more".to_owned());
            }
            Event::Job(_, JobEvent::StepsChanged(moves)) => {
                for (place, state) in moves {
                    if let Some(there) = self.states.get_mut(place) {
                        *there = state;
                    }
                }
                if self.told.is_none_or(|told| told.elapsed() >= TOLD_EVERY) {
                    self.progress();
                }
            }
            Event::Job(_, JobEvent::Settling(time)) => {
                self.progress();
                let seconds = time.div_ceil(1_000);
                tell(&format!(
                    "{job}: unknown outcomes are verified in {seconds} s"
                ));
            }
            Event::Job(_, JobEvent::JournalBusy) => tell(&format!(
                "{job}: the journal is locked by another process; nothing is sent until it is free"
            )),
            // Nobody is here to resume it: it can be resumed once the cause is fixed.
            Event::Job(_, JobEvent::Paused) => {
                return Err("changes cannot be recorded any more; see the log (--log)".to_owned());
            }
            Event::Job(_, JobEvent::Ended) => self.progress(),
            Event::RecordingBacklog(RecordingBacklog { count, why }) => tell(&match why {
                Some(why) => {
                    let why = words(&why);
                    let what = match count {
                        0 => "progress is".to_owned(),
                        n => n.to_string(),
                    };
                    format!("{job}: {what} not recorded yet, retrying: {why}")
                }
                None => format!("{job}: everything is recorded"),
            }),
            Event::RecordingFailed(why) => {
                let why = words(&why);
                tell(&format!(
                    "{job}: sent, but not recorded in the journal: {why}"
                ));
            }
            Event::Waiting(_, time) if time >= 1_000 => {
                let seconds = time.div_ceil(1_000);
                tell(&format!("{job}: refused for now, resending in {seconds} s"));
            }
            _ => {}
        }
        Ok(())
    }

    /// Prints in one line how many changes are in which state.
    fn progress(&mut self) {
        self.told = Some(Instant::now());
        let count =
            |is: fn(&StepState) -> bool| self.states.iter().filter(|state| is(state)).count();
        let words = [
            (count(|s| *s == StepState::Done), "done"),
            (count(|s| *s == StepState::Nothing), "nothing to do"),
            (count(|s| matches!(s, StepState::Failed(_))), "failed"),
            (count(|s| *s == StepState::Unknown), "unknown"),
            (count(|s| *s == StepState::Sent), "sent"),
            (count(|s| *s == StepState::Waiting), "waiting"),
        ];
        let words = words.iter().filter(|(n, _)| *n > 0);
        let words: Vec<String> = words.map(|(n, word)| format!("{n} {word}")).collect();
        tell(&format!("{}: {}", self.job, words.join(", ")));
    }
}

fn not_had(why: ClaimRefusal) -> String {
    match why {
        ClaimRefusal::HeldBy(holder) => ClaimError::HeldBy(holder).to_string(),
        ClaimRefusal::Finished => ClaimError::Finished.to_string(),
        ClaimRefusal::Journal(why) => words(&why),
    }
}

/// The failure's own message if it has one, else its reason.
fn words(why: &Failure) -> String {
    let own = why.detail.as_ref().map(Text::to_string);
    own.unwrap_or_else(|| reason(why.status, Some(why)))
}

/// Prints a line for whoever is watching.
fn tell(line: &str) {
    let _ = writeln!(stderr(), "{}", tame(line));
}
