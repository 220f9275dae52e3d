//! `rosterm jobs resume`: resumes a job without a screen.

use std::path::Path;
use std::time::{Duration, Instant};

use super::{LIMIT, job_row, job_table, missing};
use crate::api::Settings;
use crate::cli::CommandContext;
use crate::cli::args::ResumeArgs;
use crate::cli::connection::{self, audit_context, duration_millis};
use crate::cli::journal::tell_empty;
use crate::cli::output::{
    CommandError, CommandResult, failure_line, print, shown, system_words, table, tell,
};
use crate::config::ChosenProfile;
use crate::domain::job::{ClaimRefusal, JobCounts, JobEvent, RecordingBacklog, StepState};
use crate::domain::{Environment, JobId};
use crate::i18n::Lang;
use crate::journal::{AuditContext, Journal, JournalOptions, StoredJob};
use crate::msg::Event;
use crate::runtime::{self, FollowError, FollowEvent, JobToFollow};
use crate::t;
use crate::text::{Text, printable};
use crate::wording;
use crate::worker::{Recorder, VERIFY_AFTER, WriteTiming};

/// How often progress is printed.
const PROGRESS_INTERVAL: Duration = Duration::from_secs(1);

/// Everything needed to resume a job.
struct JobToResume {
    journal: Journal,
    id: JobId,
    settings: Settings,
    audit: AuditContext,
    timing: WriteTiming,
}

/// Resumes a job and runs it to its end.
pub async fn run(args: ResumeArgs, context: &CommandContext) -> CommandResult {
    let lang = context.language.lang;
    let file = connection::config_file(context)?;
    let Some(journal) = open_journal(lang, &file).await? else {
        return args
            .job
            .map_or_else(|| tell_empty(lang), |job| Err(missing(lang, job)));
    };
    let server = args.server.settings();
    let server = server.map_err(|why| CommandError::Usage(why.words(lang)))?;
    let Some(job) = choose_job(lang, &journal, &args, server.as_ref(), &file).await? else {
        return Ok(());
    };
    let ready = match server {
        Some(settings) => on_server(lang, journal, &job, settings, &args)?,
        None => on_profile(lang, journal, &job, &file, &args).await?,
    };
    follow(lang, ready).await
}

/// The journal, opened for writing; `None` if nothing was ever recorded.
async fn open_journal(lang: Lang, file: &Path) -> CommandResult<Option<Journal>> {
    let path = connection::paths(lang)?.journal;
    if !path.exists() {
        return Ok(None);
    }
    let profiles = connection::profiles(lang, file)?;
    let options = JournalOptions {
        remarks: !profiles.remarks_withheld,
        ..JournalOptions::new(&path)
    };
    let opened = Journal::open(options).await;
    let opened = opened.map_err(|why| CommandError::journal(lang, &why))?;
    if let Some(aside) = opened.set_aside {
        tell(&t!(lang, "cli-journal-set-aside", path = shown(&aside)));
    }
    Ok(Some(opened.journal))
}

/// The job that is named, or the only unfinished one of the app that is named. If there are several of all
/// apps, prefers those of the default profile's app. `None` if there is none, which is said.
async fn choose_job(
    lang: Lang,
    journal: &Journal,
    args: &ResumeArgs,
    server: Option<&Settings>,
    file: &Path,
) -> CommandResult<Option<StoredJob>> {
    let failed = |why| CommandError::journal(lang, &why);
    if let Some(id) = args.job {
        let job = journal.job(id).await.map_err(failed)?;
        return job.map(Some).ok_or_else(|| missing(lang, id));
    }
    let app = match (server, args.profile.as_deref()) {
        (Some(settings), _) => Some(settings.app_key.to_string()),
        (None, Some(name)) => {
            let chosen = connection::choose_profile(lang, file, Some(name))?;
            Some(chosen.profile.app_key.to_string())
        }
        (None, None) => None,
    };
    let mut jobs = journal
        .unfinished(app.as_deref(), LIMIT)
        .await
        .map_err(failed)?;
    if app.is_none()
        && jobs.len() > 1
        && let Ok(usual) = connection::choose_profile(lang, file, None)
    {
        let usual = usual.profile.app_key.to_string();
        let of_usual = |job: &StoredJob| job.audit.app.raw() == usual;
        if jobs.iter().any(of_usual) {
            jobs.retain(of_usual);
        }
    }
    let whose = |of_all: String, of_app: &dyn Fn(&str) -> String| {
        app.as_deref().map_or(of_all, |app| of_app(&printable(app)))
    };
    match jobs.len() {
        0 => {
            tell(&whose(t!(lang, "cli-no-unfinished-jobs"), &|app| {
                t!(lang, "cli-no-unfinished-jobs-of", app = app)
            }));
            Ok(None)
        }
        1 => Ok(jobs.pop()),
        n => {
            print(lang, &job_table(lang, journal, &jobs)?)?;
            Err(CommandError::Usage(whose(
                t!(lang, "cli-several-jobs", n = n),
                &|app| t!(lang, "cli-several-jobs-of", n = n, app = app),
            )))
        }
    }
}

/// On the server that options name. Nobody knows whether its app has real users, unless it is on this machine.
fn on_server(
    lang: Lang,
    journal: Journal,
    job: &StoredJob,
    settings: Settings,
    args: &ResumeArgs,
) -> CommandResult<JobToResume> {
    let app = settings.app_key.to_string();
    let id = job.id.to_string();
    if job.audit.app.raw() != app {
        return Err(CommandError::Usage(t!(
            lang,
            "cli-other-app",
            job = id,
            app = job.audit.app.shown(),
            other = printable(&app)
        )));
    }
    if !settings.base_url.is_loopback() && !args.yes {
        return Err(CommandError::Usage(t!(
            lang,
            "cli-server-needs-yes",
            job = id,
            app = printable(&app)
        )));
    }
    Ok(JobToResume {
        journal,
        id: job.id,
        audit: audit_context(None, None, &job.audit.app),
        settings,
        timing: WriteTiming::default(),
    })
}

/// On the profile that is named, else the one that the job was started with, else the default.
async fn on_profile(
    lang: Lang,
    journal: Journal,
    job: &StoredJob,
    file: &Path,
    args: &ResumeArgs,
) -> CommandResult<JobToResume> {
    let id = job.id.to_string();
    let given = args.profile.as_deref();
    let own = job.audit.profile.as_ref().filter(|_| given.is_none());
    let without_profile = || {
        CommandError::Usage(t!(
            lang,
            "cli-job-without-profile",
            job = &id,
            app = job.audit.app.shown()
        ))
    };
    let chosen = connection::choose_profile(lang, file, given.or(own.map(Text::raw)));
    let chosen = chosen.map_err(|why| match (own, why) {
        (Some(own), CommandError::Usage(why)) => CommandError::Usage(t!(
            lang,
            "cli-own-profile-unusable",
            job = &id,
            profile = own.shown(),
            why = why
        )),
        (None, CommandError::Usage(_)) if given.is_none() => without_profile(),
        (_, why) => why,
    })?;
    let ChosenProfile { name, profile } = &chosen;
    let app = profile.app_key.to_string();
    if job.audit.app.raw() != app {
        if given.is_none() && own.is_none() {
            return Err(without_profile());
        }
        return Err(CommandError::Usage(t!(
            lang,
            "cli-profile-of-other-app",
            job = &id,
            app = job.audit.app.shown(),
            profile = printable(name),
            other = printable(&app)
        )));
    }
    if profile.environment == Environment::Production && !args.yes {
        return Err(CommandError::Usage(t!(
            lang,
            "cli-production-needs-yes",
            job = &id,
            profile = printable(name)
        )));
    }
    let settings = connection::profile_settings(lang, &chosen, file).await?;
    Ok(JobToResume {
        journal,
        id: job.id,
        settings,
        audit: audit_context(
            profile.operator.as_deref().map(Text::new),
            Some(Text::new(name)),
            &job.audit.app,
        ),
        timing: WriteTiming {
            verify_after: duration_millis(profile.timing.settle).unwrap_or(VERIFY_AFTER),
            ..WriteTiming::default()
        },
    })
}

async fn follow(lang: Lang, ready: JobToResume) -> CommandResult {
    let JobToResume {
        journal,
        id,
        settings,
        audit,
        timing,
    } = ready;
    let order = JobToFollow {
        settings,
        recorder: Recorder::new(journal.clone(), audit),
        waits: timing,
        job: id,
    };
    let mut listener = ProgressListener {
        lang,
        job: id.to_string(),
        states: Vec::new(),
        printed: None,
    };
    let followed = runtime::follow(order, |event| listener.hear(event)).await;
    let failed = |why| {
        let job = id.to_string();
        CommandError::Failed(t!(lang, "cli-resume-failed", job = job, why = why))
    };
    let interrupted = followed.map_err(|why| match why {
        FollowError::Connection(why) => failed(failure_line(lang, &why)),
        FollowError::Signals(why) => failed(system_words(lang, &why)),
        FollowError::Refused(why) => failed(why),
    })?;
    print_result(lang, &journal, id, interrupted).await
}

/// Prints the final state of the job.
async fn print_result(
    lang: Lang,
    journal: &Journal,
    id: JobId,
    interrupted: Option<u8>,
) -> CommandResult {
    let job = journal.job(id).await;
    let job = job.map_err(|why| CommandError::journal(lang, &why))?;
    let job = job.ok_or_else(|| missing(lang, id))?;
    let tally = job.counts;
    let is_done = tally.done + tally.undone + tally.unneeded == tally.total();
    // No process is running it any more, so there is no holder to name.
    print(lang, &table(&[job_row(lang, &job, true)]))?;
    match interrupted {
        Some(code) => Err(CommandError::Ended(code)),
        None if is_done => Ok(()),
        None => {
            tell(&t!(lang, "cli-see-job", job = id.to_string()));
            Err(CommandError::FAILED)
        }
    }
}

/// Prints the progress of a job.
struct ProgressListener {
    lang: Lang,
    job: String,
    states: Vec<StepState>,
    /// When progress was last printed.
    printed: Option<Instant>,
}

impl ProgressListener {
    /// Prints what an event says. `Err` if the job cannot be claimed, or cannot continue.
    fn hear(&mut self, event: FollowEvent) -> Result<(), String> {
        let lang = self.lang;
        let event = match event {
            FollowEvent::Said(event) => *event,
            FollowEvent::Interrupted => {
                self.tell(&t!(lang, "cli-interrupted", job = &self.job));
                return Ok(());
            }
        };
        match event {
            Event::Job(_, JobEvent::Loaded(found)) => {
                self.states = found.states;
                self.tell(&t!(lang, "cli-resumed"));
                self.progress();
            }
            Event::Job(_, JobEvent::ClaimRefused(why)) => {
                return Err(match why {
                    ClaimRefusal::HeldBy(holder) => {
                        t!(lang, "job-held", who = wording::job::holder(lang, &holder))
                    }
                    ClaimRefusal::Finished => t!(lang, "cli-job-finished"),
                    ClaimRefusal::Failed(why) => failure_line(lang, &why),
                });
            }
            Event::Job(_, JobEvent::Refused(why)) => {
                return Err(t!(
                    lang,
                    "cli-job-not-started",
                    why = failure_line(lang, &why)
                ));
            }
            Event::Job(_, JobEvent::UndoRefused(_)) => {
                return Err(t!(lang, "cli-job-not-undoable"));
            }
            Event::Job(_, JobEvent::StepsChanged(moves)) => {
                for (place, state) in moves {
                    if let Some(there) = self.states.get_mut(place) {
                        *there = state;
                    }
                }
                if self
                    .printed
                    .is_none_or(|printed| printed.elapsed() >= PROGRESS_INTERVAL)
                {
                    self.progress();
                }
            }
            Event::Job(_, JobEvent::VerificationDueIn(time)) => {
                self.progress();
                let seconds = time.div_ceil(1_000);
                self.tell(&t!(lang, "cli-verifying", seconds = seconds));
            }
            Event::Job(_, JobEvent::JournalBusy) => self.tell(&t!(lang, "cli-journal-locked")),
            // Nobody is here to resume it: it can be resumed once the cause is fixed.
            Event::Job(_, JobEvent::Paused) => return Err(t!(lang, "cli-not-recordable")),
            Event::Job(_, JobEvent::Ended) => self.progress(),
            Event::RecordingBacklog(RecordingBacklog { count, why }) => {
                self.tell(&match (why, count) {
                    (Some(why), 0) => {
                        t!(
                            lang,
                            "cli-progress-unrecorded",
                            why = failure_line(lang, &why)
                        )
                    }
                    (Some(why), n) => {
                        t!(
                            lang,
                            "cli-unrecorded",
                            n = n,
                            why = failure_line(lang, &why)
                        )
                    }
                    (None, _) => t!(lang, "cli-all-recorded"),
                });
            }
            Event::RecordingFailed(why) => {
                let why = failure_line(lang, &why);
                self.tell(&t!(lang, "cli-never-recorded", why = why));
            }
            Event::Waiting(_, time) if time >= 1_000 => {
                let seconds = time.div_ceil(1_000);
                self.tell(&t!(lang, "cli-resending", seconds = seconds));
            }
            _ => {}
        }
        Ok(())
    }

    /// Prints in one line how many changes are in which state.
    fn progress(&mut self) {
        self.printed = Some(Instant::now());
        let counts: JobCounts = self.states.iter().collect();
        self.tell(&wording::job::counted(self.lang, counts));
    }

    fn tell(&self, words: &str) {
        tell(&t!(
            self.lang,
            "cli-job-line",
            job = &self.job,
            words = words
        ));
    }
}
