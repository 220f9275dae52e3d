//! Starts the screen from the command line: which app, which secret, which language.

use std::io::{self, IsTerminal, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tui_input::Input;

use super::profile::{AddArgs, print, question};
use super::{ConsoleArgs, FAILED, USAGE, ask, fail, inside, needs_terminal, shown, terminal};
use crate::api::{Secret, Settings};
use crate::config::{self, ChosenProfile, ProfileChoiceError};
use crate::dialog::ARM;
use crate::domain::limits::PAID_FRIEND_CAP;
use crate::domain::{Environment, UserId};
use crate::i18n::Lang;
use crate::journal::{AuditContext, JournalError, JournalOptions};
use crate::model::{RemarkRecording, Session};
use crate::msg::Millis;
use crate::paint::Frames;
use crate::profile::{Profile, Profiles, SecretSource};
use crate::runtime::{self, LaunchOptions, SetUpExit, TerminalSession};
use crate::sandbox::{self, Sandbox};
use crate::setup::{SecretKind, SetUp, SetUpContext};
use crate::text::Text;
use crate::worker::{Recorder, SETTLE};

/// What to connect to.
enum LaunchTarget {
    Sandbox(Sandbox),
    /// A server given by flags.
    Server(Box<Settings>),
    Profile(Box<Settings>, String, Box<Profile>),
    /// Nothing is configured yet.
    FirstRun(PathBuf),
}

/// Why the setup screen is opened.
pub enum SetUpReason {
    /// There is no profile yet; the main screen follows.
    First,
    /// Another profile is to be added; some of its fields are given already.
    Add(Box<AddArgs>, Option<SecretSource>),
}

/// Opens the screen.
pub async fn console(args: &ConsoleArgs, lang: Option<Lang>) -> ExitCode {
    let place = match place(args, lang).await {
        Ok(place) => place,
        Err(code) => return code,
    };
    match open(args, place, lang).await {
        Ok(code) => code,
        Err(error) => fail(FAILED, &error.to_string()),
    }
}

/// Whether there is a terminal that can show the screen. Checked after everything else has been found valid,
/// and before anything is started or a secret is asked for.
fn has_screen() -> Result<(), ExitCode> {
    if on_terminal() {
        terminal::can_show()
    } else {
        Err(needs_terminal())
    }
}

fn on_terminal() -> bool {
    stdin().is_terminal() && stdout().is_terminal()
}

/// The configuration file.
pub fn file(flag: Option<PathBuf>) -> Result<PathBuf, String> {
    flag.or_else(|| config::paths().map(|paths| paths.config))
        .ok_or_else(|| "this system gives the user no home directory: use --config FILE".to_owned())
}

/// The profile named by the flag, else by the environment, else by the file.
pub fn chosen(file: &Path, flag: Option<&str>) -> Result<ChosenProfile, String> {
    let profiles = config::load(file).map_err(|why| why.to_string())?;
    choose(&profiles, file, flag).map_err(|why| why.to_string())
}

fn choose(
    profiles: &Profiles,
    file: &Path,
    flag: Option<&str>,
) -> Result<ChosenProfile, ProfileChoiceError> {
    let named = std::env::var(config::PROFILE).ok();
    let name = flag.or(named.as_deref().filter(|name| !name.is_empty()));
    config::choose(profiles, name, file)
}

/// The secret that has to be typed before anything is sent to the service; `None` if none has to be typed, or
/// if there is no terminal.
pub fn typed(chosen: &ChosenProfile, lang: Lang) -> io::Result<Option<Secret>> {
    let environment = |name: &str| std::env::var(name).ok();
    let asks = chosen.profile.secret == SecretSource::Prompt
        && config::from_environment(&chosen.profile, environment).is_none();
    if !asks || !on_terminal() {
        return Ok(None);
    }
    ask::secret(&question(lang, &chosen.name, &chosen.profile))
}

/// The language by the flag, else the environment, else the profile, else the locale.
pub fn language(flag: Option<Lang>, profile: Option<Lang>) -> Lang {
    named_language(flag)
        .or(profile)
        .unwrap_or_else(system_language)
}

/// The language named by the flag or the environment.
fn named_language(flag: Option<Lang>) -> Option<Lang> {
    let environment = || std::env::var(config::LANGUAGE).ok();
    flag.or_else(|| environment().and_then(|name| Lang::parse(&name)))
}

fn system_language() -> Lang {
    Lang::detect(sys_locale::get_locale().as_deref())
}

async fn place(args: &ConsoleArgs, lang: Option<Lang>) -> Result<LaunchTarget, ExitCode> {
    if args.sandbox {
        has_screen()?;
        return sandbox()
            .await
            .map(LaunchTarget::Sandbox)
            .map_err(|why| fail(FAILED, &why));
    }
    let environment = |name: &str| std::env::var(name).ok();
    let usage = |why: String| fail(USAGE, &why);
    let (base_url, app_key, client_id) = (
        args.base_url.as_deref(),
        args.app_key.as_deref(),
        args.client_id.as_deref(),
    );
    if base_url.or(app_key).or(client_id).is_some() {
        let settings = config::from_flags(base_url, app_key, client_id, environment)
            .map_err(|why| usage(why.to_string()))?;
        has_screen()?;
        return Ok(LaunchTarget::Server(Box::new(settings)));
    }
    let file = file(args.common.config.clone()).map_err(usage)?;
    let profiles = config::load(&file).map_err(|why| usage(why.to_string()))?;
    let chosen = match choose(&profiles, &file, args.profile.as_deref()) {
        Ok(chosen) => chosen,
        Err(ProfileChoiceError::None) => {
            has_screen()?;
            return Ok(LaunchTarget::FirstRun(file));
        }
        Err(why) => return Err(usage(why.to_string())),
    };
    has_screen()?;
    let settings = settings(&chosen, &file, lang).await?;
    Ok(LaunchTarget::Profile(
        Box::new(settings),
        chosen.name,
        Box::new(chosen.profile),
    ))
}

/// The connection settings of a profile, with its secret.
pub async fn settings(
    chosen: &ChosenProfile,
    file: &Path,
    lang: Option<Lang>,
) -> Result<Settings, ExitCode> {
    let ChosenProfile { name, profile } = chosen;
    let typed = match typed(chosen, language(lang, profile.lang)) {
        Ok(typed) => typed,
        Err(why) => return Err(fail(FAILED, &why.to_string())),
    };
    let environment = |name: &str| std::env::var(name).ok();
    let usage = |why: String| fail(USAGE, &format!("profile {name}: {why}"));
    let credentials = config::credentials(name, profile, typed, file, environment)
        .await
        .map_err(|why| usage(why.words(Lang::En)))?;
    config::settings(profile, credentials.0, file).map_err(|why| usage(format!("ca_file: {why}")))
}

async fn sandbox() -> Result<Sandbox, String> {
    sandbox::start(sandbox::SandboxConfig::default())
        .await
        .map_err(|error| format!("the sandbox cannot start: {error}"))
}

async fn open(args: &ConsoleArgs, place: LaunchTarget, lang: Option<Lang>) -> io::Result<ExitCode> {
    let configured = ScreenConfig::by(args);
    let mut stage = TerminalSession::take(configured.frames)?;
    let mut chosen_lang = None;
    let place = match place {
        LaunchTarget::FirstRun(file) => {
            let model = model(SetUpReason::First, &file, &Profiles::default(), lang);
            match runtime::set_up(&mut stage, model, &file).await? {
                SetUpExit::Left(code) => return Ok(ExitCode::from(code)),
                SetUpExit::Sandbox => {
                    LaunchTarget::Sandbox(sandbox().await.map_err(io::Error::other)?)
                }
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
        place => place,
    };
    let (settings, name, profile, sandbox) = match place {
        LaunchTarget::Sandbox(sandbox) => {
            let settings = inside(&sandbox).map_err(io::Error::other)?;
            (settings, None, None, Some(sandbox))
        }
        LaunchTarget::Server(settings) => (*settings, None, None, None),
        LaunchTarget::Profile(settings, name, profile) => {
            (*settings, Some(name), Some(profile), None)
        }
        LaunchTarget::FirstRun(_) => return Ok(ExitCode::SUCCESS),
    };
    let profile = profile.as_deref();
    let environment = profile.map(|profile| profile.environment);
    // The environment of a server given by flags is unknown, so assume that it has real users.
    let unsaid = profile.is_none() && sandbox.is_none() && !settings.base_url.is_loopback();
    let mut launch = LaunchOptions {
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
            settle: millis(profile.and_then(|p| p.timing.settle)).unwrap_or(SETTLE),
            arm: millis(profile.and_then(|p| p.timing.arm)).unwrap_or(ARM),
            epoch: Timestamp::now().as_millisecond(),
            zone: TimeZone::system(),
        },
        settings,
        lang: chosen_lang.unwrap_or_else(|| language(lang, profile.and_then(|p| p.lang))),
        user: args
            .user
            .clone()
            .or_else(|| sandbox.as_ref().map(|s| s.main_user().to_owned()))
            .map(|id| UserId::typed(&id)),
    };
    // The sandbox ends with the process, and so does the journal of what was done in it.
    let kept = sandbox.as_ref().map(|_| tempfile::tempdir()).transpose()?;
    let journal = match &kept {
        Some(dir) => Some(dir.path().join("journal.db")),
        None => config::paths().map(|paths| paths.data),
    };
    let session = &launch.session;
    let audit = audit(
        session.operator.clone(),
        session.profile.clone(),
        session.app_key.clone(),
    );
    launch.recorder = recorder(journal, launch.remarks, configured.keep, audit);
    // Exported files stay, even those from the sandbox.
    if let Some(exports) =
        config::paths().and_then(|paths| Some(paths.data.parent()?.join("exports")))
    {
        launch.recorder = launch.recorder.exporting(exports);
    }
    log::info!(
        "rosterm {} on {} at {}",
        env!("CARGO_PKG_VERSION"),
        launch.session.app_key,
        launch.session.host
    );
    runtime::run(stage, launch).await.map(ExitCode::from)
}

/// A duration of a profile in milliseconds.
pub fn millis(time: Option<Duration>) -> Option<Millis> {
    Millis::try_from(time?.as_millis()).ok()
}

/// The configuration of the screen and the journal, which is independent of the profile.
struct ScreenConfig {
    frames: Frames,
    remarks: RemarkRecording,
    keep: Option<Duration>,
}

impl ScreenConfig {
    /// Reads the file; flags override it. If the file cannot be read, withhold the text of remarks, because
    /// it may say so.
    fn by(args: &ConsoleArgs) -> Self {
        let profiles = match file(args.common.config.clone()) {
            Ok(file) => config::load(&file).unwrap_or_else(|_| Profiles {
                remarks_withheld: true,
                ..Profiles::default()
            }),
            Err(_) => Profiles::default(),
        };
        let days = profiles.keep_days.and_then(|days| u64::try_from(days).ok());
        Self {
            frames: frames(args.ascii || profiles.ascii),
            remarks: if profiles.remarks_withheld {
                RemarkRecording::Withheld
            } else {
                RemarkRecording::Recorded
            },
            keep: days.map(|days| Duration::from_secs(days * 24 * 60 * 60)),
        }
    }
}

fn frames(ascii: bool) -> Frames {
    if ascii { Frames::Ascii } else { Frames::Lines }
}

/// The journal, opened in the background so that the screen does not wait for it.
fn recorder(
    file: Option<PathBuf>,
    remarks: RemarkRecording,
    keep: Option<Duration>,
    audit: AuditContext,
) -> Recorder {
    match file {
        Some(path) => {
            let options = JournalOptions {
                remarks: remarks == RemarkRecording::Recorded,
                keep,
                ..JournalOptions::new(&path)
            };
            Recorder::opening(options, audit)
        }
        None => Recorder::closed(&JournalError::Missing("place to be kept at".to_owned())),
    }
}

/// The audit context. The operator is the profile's, else the system's user name.
pub fn audit(operator: Option<Text>, profile: Option<Text>, app: Text) -> AuditContext {
    let system = || std::env::var("USER").ok().filter(|name| !name.is_empty());
    AuditContext {
        operator: operator.or_else(|| system().map(|name| Text::new(&name))),
        profile,
        app,
        ticket: None,
        reason: None,
    }
}

/// Opens the setup screen for another profile.
pub async fn set_up(
    door: SetUpReason,
    file: &Path,
    profiles: &Profiles,
    lang: Option<Lang>,
) -> ExitCode {
    if let Err(code) = terminal::can_show() {
        return code;
    }
    let model = model(door, file, profiles, lang);
    let ended = match TerminalSession::take(frames(profiles.ascii)) {
        Ok(mut stage) => runtime::set_up(&mut stage, model, file).await,
        Err(error) => Err(error),
    };
    match ended {
        Ok(SetUpExit::Saved { name, .. }) => print(&format!(
            "Added {name} to {}.
",
            shown(file)
        )),
        Ok(SetUpExit::Left(0)) => fail(FAILED, "nothing was added"),
        Ok(SetUpExit::Left(code)) => ExitCode::from(code),
        Ok(SetUpExit::Sandbox) => ExitCode::SUCCESS,
        Err(error) => fail(FAILED, &error.to_string()),
    }
}

fn model(door: SetUpReason, file: &Path, profiles: &Profiles, lang: Option<Lang>) -> SetUp {
    let context = SetUpContext {
        system: system_language(),
        keyring: config::HAS_KEYRING,
        taken: profiles.names().into_iter().map(str::to_owned).collect(),
        file: Text::new(&file.display().to_string()),
        first_run: matches!(door, SetUpReason::First),
    };
    let mut model = SetUp::new(context, named_language(lang), (0, 0));
    if let SetUpReason::Add(args, source) = door {
        fill(&mut model, &args, source);
    }
    model.at_the_first_gap()
}

/// Fills in the fields that were given as flags.
fn fill(model: &mut SetUp, args: &AddArgs, source: Option<SecretSource>) {
    let form = &mut model.form;
    let number = args.friend_cap.map(|n| n.to_string());
    let path = args.ca_file.as_ref().map(|p| p.display().to_string());
    for (input, value) in [
        (&mut form.name, &args.name),
        (&mut form.base_url, &args.base_url),
        (&mut form.app_key, &args.app_key),
        (&mut form.client_id, &args.client_id),
        (&mut form.operator, &args.operator),
        (&mut form.proxy, &args.proxy),
        (&mut form.friend_cap, &number),
        (&mut form.ca_file, &path),
    ] {
        if let Some(value) = value {
            *input = Input::new(value.clone());
        }
    }
    if let Some(environment) = args.environment {
        form.environment = environment.into();
    }
    match source {
        None => {}
        Some(SecretSource::Command(words)) => {
            form.source = SecretKind::Command;
            form.command = Input::new(shell_words::join(words));
        }
        Some(SecretSource::File(path)) => {
            form.source = SecretKind::File;
            form.file = Input::new(path.display().to_string());
        }
        Some(SecretSource::Keyring) => form.source = SecretKind::Keyring,
        Some(SecretSource::Prompt) => form.source = SecretKind::Prompt,
        Some(SecretSource::Env) => form.source = SecretKind::Env,
    }
}
