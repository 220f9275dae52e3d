//! Opens the screen: on the sandbox, on a server that options name, on a profile, or on the set-up if there is
//! no profile yet.

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

use super::CommandContext;
use super::args::ScreenArgs;
use super::connection::{self, duration_millis};
use super::language::system_language;
use super::output::{CommandError, CommandResult, system_words};
use super::screen_preferences::ScreenPreferences;
use super::set_up;
use super::terminal;
use crate::api::{AppKey, BaseUrl, Credentials, Network, Secret, Settings, Timing};
use crate::config::{self, ProfileChoiceError};
use crate::dialog::ARM_TIME;
use crate::domain::limits::PAID_FRIEND_CAP;
use crate::domain::{Environment, SystemError, UserId};
use crate::i18n::Lang;
use crate::journal::{AuditContext, JournalError, JournalOptions};
use crate::model::{RemarkRecording, Session};
use crate::profile::{self, Profile, Profiles};
use crate::runtime::{self, LaunchOptions, SetUpExit, TerminalSession};
use crate::sandbox::{self, Sandbox, SandboxConfig};
use crate::t;
use crate::text::Text;
use crate::worker::{Recorder, VERIFY_AFTER};

/// What to connect to.
enum LaunchTarget {
    Sandbox(Sandbox),
    /// A server given by options.
    Server(Box<Settings>),
    Profile(Box<Settings>, String, Box<Profile>),
    /// Nothing is configured yet.
    FirstRun(PathBuf),
}

/// Opens the screen.
pub async fn open(args: &ScreenArgs, context: &CommandContext) -> CommandResult {
    let target = target(args, context).await?;
    show(args, target, context).await
}

/// Whether there is a terminal that can show the screen. Checked after everything else has been found valid,
/// and before anything is started or a secret is asked for.
fn require_screen(lang: Lang) -> CommandResult {
    if connection::is_on_terminal() {
        terminal::require_suitable(lang)
    } else {
        Err(CommandError::Usage(t!(lang, "cli-no-terminal")))
    }
}

async fn target(args: &ScreenArgs, context: &CommandContext) -> CommandResult<LaunchTarget> {
    let lang = context.language.lang;
    if args.sandbox {
        require_screen(lang)?;
        return start_sandbox(lang).await.map(LaunchTarget::Sandbox);
    }
    let server = args.server.settings();
    if let Some(settings) = server.map_err(|why| CommandError::Usage(why.words(lang)))? {
        require_screen(lang)?;
        return Ok(LaunchTarget::Server(Box::new(settings)));
    }
    let file = connection::config_file(context)?;
    let profiles = connection::profiles(lang, &file)?;
    let name = args.profile.as_deref();
    let chosen = match config::choose_by_environment(&profiles, name, &file) {
        Ok(chosen) => chosen,
        Err(ProfileChoiceError::None) => {
            require_screen(lang)?;
            return Ok(LaunchTarget::FirstRun(file));
        }
        Err(why) => return Err(CommandError::Usage(why.words(lang))),
    };
    require_screen(lang)?;
    let settings = connection::profile_settings(lang, &chosen, &file).await?;
    Ok(LaunchTarget::Profile(
        Box::new(settings),
        chosen.name,
        Box::new(chosen.profile),
    ))
}

async fn start_sandbox(lang: Lang) -> CommandResult<Sandbox> {
    let started = sandbox::start(SandboxConfig::default()).await;
    started.map_err(|why| {
        CommandError::Failed(t!(
            lang,
            "cli-sandbox-not-started",
            why = system_words(lang, &why)
        ))
    })
}

/// The settings for the sandbox inside this process. Nobody else uses it, so all of each limit may be used.
fn sandbox_settings(sandbox: &Sandbox, lang: Lang) -> CommandResult<Settings> {
    let invalid =
        |why: String| CommandError::Failed(t!(lang, "cli-sandbox-not-started", why = why));
    Ok(Settings {
        base_url: BaseUrl::parse(sandbox.base_url())
            .map_err(|why| invalid(profile::base_url_words(lang, why)))?,
        app_key: AppKey::parse(sandbox.app_key())
            .map_err(|why| invalid(profile::app_key_words(lang, why)))?,
        credentials: Credentials::Client {
            id: sandbox.client_id().to_owned(),
            secret: Secret::new(sandbox.client_secret()),
        },
        share: 100,
        timing: Timing::default(),
        network: Network::default(),
    })
}

async fn show(args: &ScreenArgs, target: LaunchTarget, context: &CommandContext) -> CommandResult {
    let lang = context.language.lang;
    let mut chosen_lang = None;
    let failed = |why| CommandError::terminal(lang, &why);
    let configured = ScreenConfig::of(args, context);
    let mut stage = TerminalSession::take(configured.look.preferences).map_err(failed)?;
    let target = match target {
        LaunchTarget::FirstRun(file) => {
            let ended = set_up::first_run(&mut stage, &file, context.language).await;
            match ended.map_err(failed)? {
                SetUpExit::Left(0) => return Ok(()),
                SetUpExit::Left(code) => return Err(CommandError::Ended(code)),
                SetUpExit::Sandbox => LaunchTarget::Sandbox(start_sandbox(lang).await?),
                SetUpExit::Saved {
                    name,
                    profile,
                    settings,
                    lang,
                } => {
                    chosen_lang = Some(lang);
                    LaunchTarget::Profile(settings, name, profile)
                }
            }
        }
        target => target,
    };
    let (settings, name, profile, sandbox) = match target {
        LaunchTarget::Sandbox(sandbox) => {
            let settings = sandbox_settings(&sandbox, lang)?;
            (settings, None, None, Some(sandbox))
        }
        LaunchTarget::Server(settings) => (*settings, None, None, None),
        LaunchTarget::Profile(settings, name, profile) => {
            (*settings, Some(name), Some(profile), None)
        }
        LaunchTarget::FirstRun(_) => return Ok(()),
    };
    let profile = profile.as_deref();
    let environment = profile.map(|profile| profile.environment);
    // The environment of a server given by options is unknown, so assume that it has real users.
    let unsaid = profile.is_none() && sandbox.is_none() && !settings.base_url.is_loopback();
    let mut look = configured.look;
    if sandbox.is_some() {
        look.file = None;
    }
    if chosen_lang.is_some() {
        // Chosen just now, for the profile.
        look.preferences.language = None;
    }
    let mut launch = LaunchOptions {
        preferences: look.preferences,
        remembered: look.file,
        preference_problem: look.problem,
        recorder: Recorder::default(),
        remarks: configured.remarks,
        reference: args.reference(),
        session: Session {
            app_key: Text::new(&settings.app_key.to_string()),
            host: Text::new(&settings.base_url.to_string()),
            root: Text::new(&settings.root()),
            sandbox: sandbox.is_some(),
            profile: name.as_deref().map(Text::new),
            environment,
            operator: profile.and_then(|p| p.operator.as_deref()).map(Text::new),
            read_only: args.read_only || environment == Some(Environment::Production) || unsaid,
            may_unlock: !args.read_only,
            friend_cap: match profile {
                Some(profile) => profile.friend_cap,
                None => sandbox.is_some().then_some(PAID_FRIEND_CAP),
            },
            share: settings.share,
            settle: duration_millis(profile.and_then(|p| p.timing.settle)).unwrap_or(VERIFY_AFTER),
            arm: duration_millis(profile.and_then(|p| p.timing.arm)).unwrap_or(ARM_TIME),
            epoch: Timestamp::now().as_millisecond(),
            zone: config::local_zone(),
        },
        settings,
        lang: chosen_lang
            .or(profile.and_then(|p| p.lang))
            .unwrap_or_else(system_language),
        user: args
            .user
            .clone()
            .or_else(|| sandbox.as_ref().map(|s| s.main_user().to_owned()))
            .map(|id| UserId::typed(&id)),
    };
    // The sandbox ends with the process, and so does the journal of what was done in it.
    let sandbox_dir = sandbox.as_ref().map(|_| tempfile::tempdir()).transpose();
    let sandbox_dir = sandbox_dir.map_err(failed)?;
    let journal = match &sandbox_dir {
        Some(dir) => Some(dir.path().join("journal.db")),
        None => config::paths().map(|paths| paths.journal),
    };
    let session = &launch.session;
    let audit = connection::audit_context(
        session.operator.clone(),
        session.profile.clone(),
        &session.app_key,
    );
    launch.recorder = recorder(lang, journal, launch.remarks, configured.keep, audit);
    // Exported files stay, even those from the sandbox.
    if let Some(exports) =
        config::paths().and_then(|paths| Some(paths.journal.parent()?.join("exports")))
    {
        launch.recorder = launch.recorder.exporting(exports);
    }
    log::info!(
        "rosterm {} on {} at {}",
        env!("CARGO_PKG_VERSION"),
        launch.session.app_key,
        launch.session.host
    );
    match runtime::run(stage, launch).await.map_err(failed)? {
        0 => Ok(()),
        code => Err(CommandError::Ended(code)),
    }
}

/// The configuration of the screen and the journal, which is independent of the profile.
struct ScreenConfig {
    look: ScreenPreferences,
    remarks: RemarkRecording,
    keep: Option<Duration>,
}

impl ScreenConfig {
    /// Reads the file; options override it. If the file cannot be read, withhold the text of remarks, because
    /// it may say so.
    fn of(args: &ScreenArgs, context: &CommandContext) -> Self {
        let profiles = match connection::config_file(context) {
            Ok(file) => config::load(&file).unwrap_or_else(|_| Profiles {
                remarks_withheld: true,
                ..Profiles::default()
            }),
            Err(_) => Profiles::default(),
        };
        Self {
            look: ScreenPreferences::of(&profiles, context.language.named, args.sandbox).with(args),
            remarks: if profiles.remarks_withheld {
                RemarkRecording::Withheld
            } else {
                RemarkRecording::Recorded
            },
            keep: profiles.keep(),
        }
    }
}

/// The journal, opened in the background so that the screen does not wait for it.
fn recorder(
    lang: Lang,
    file: Option<PathBuf>,
    remarks: RemarkRecording,
    keep: Option<Duration>,
    audit: AuditContext,
) -> Recorder {
    let Some(path) = file else {
        let why = t!(lang, "cli-no-home");
        return Recorder::closed(&JournalError::Unusable(
            "journal.db".to_owned(),
            SystemError::other(&why),
        ));
    };
    let options = JournalOptions {
        remarks: remarks == RemarkRecording::Recorded,
        keep,
        ..JournalOptions::new(&path)
    };
    Recorder::opening(options, audit)
}
