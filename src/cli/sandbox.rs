//! `rosterm sandbox`: serves the sandbox to other programs.

use tokio::signal::unix::{SignalKind, signal};

use super::args::{PlanArg, SandboxArgs, SwitchArg};
use super::layout::laid_out;
use super::output::{CommandError, CommandResult, print, system_words};
use crate::i18n::Lang;
use crate::sandbox::{self, Sandbox, SandboxConfig, ServicePlan};
use crate::t;

/// How wide its texts are.
const COLUMNS: usize = 100;

/// Serves the sandbox until an interrupt.
pub async fn serve(args: SandboxArgs, lang: Lang) -> CommandResult {
    let config = SandboxConfig {
        listen: args.listen,
        friends: args.friends,
        blocks: args.blocks,
        conversations: args.conversations,
        plan: match args.plan {
            PlanArg::Free => ServicePlan::Free,
            PlanArg::Paid => ServicePlan::Paid,
        },
        limits: matches!(args.limits, SwitchArg::On),
    };
    let mut sandbox = sandbox::start(config).await.map_err(|why| {
        let address = args.listen.to_string();
        let why = system_words(lang, &why);
        CommandError::Failed(t!(lang, "cli-not-listening", address = address, why = why))
    })?;
    // Before the address is printed: its reader may interrupt the sandbox at once.
    let mut interrupts = signal(SignalKind::interrupt()).map_err(|why| {
        CommandError::Failed(t!(lang, "cli-not-started", why = system_words(lang, &why)))
    })?;
    let announcement = if args.json {
        json(&sandbox)
    } else {
        announcement(&sandbox, lang)
    };
    print(lang, &announcement)?;
    tokio::select! {
        _ = interrupts.recv() => Ok(()),
        () = sandbox.stopped() => Err(CommandError::Failed(t!(lang, "cli-sandbox-stopped"))),
    }
}

/// The sandbox's address and credentials, which are valid for the sandbox only, for a program.
fn json(sandbox: &Sandbox) -> String {
    let line = serde_json::json!({
        "base_url": sandbox.base_url(),
        "app_key": sandbox.app_key(),
        "client_id": sandbox.client_id(),
        "client_secret": sandbox.client_secret(),
        "token": sandbox.token(),
    });
    format!("{line}\n")
}

/// The same for a person.
fn announcement(sandbox: &Sandbox, lang: Lang) -> String {
    let key = sandbox.app_key();
    let text = t!(
        lang,
        "cli-sandbox-serves",
        key = key,
        url = sandbox.base_url(),
        app = key.replace('#', "/"),
        id = sandbox.client_id(),
        secret = sandbox.client_secret(),
        token = sandbox.token(),
        user = sandbox.main_user(),
    );
    laid_out(&text, COLUMNS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_person_is_told_how_to_open_it_in_either_language() {
        let config = SandboxConfig {
            friends: 1,
            blocks: 0,
            conversations: 0,
            ..SandboxConfig::default()
        };
        let sandbox = sandbox::start(config).await.unwrap();
        for (lang, begins) in [(Lang::En, "The sandbox serves"), (Lang::ZhCn, "沙箱")] {
            let text = announcement(&sandbox, lang);
            assert!(text.starts_with(begins), "{text}");
            let command = format!(
                "\n  ROSTERM_TOKEN={} rosterm --base-url {} --app-key 'demo#rosterm' alice_01\n",
                sandbox.token(),
                sandbox.base_url()
            );
            assert!(text.contains(&command), "{text}");
            assert!(text.contains("\n  curl -H "), "{text}");
            assert!(text.contains(sandbox.client_secret()), "{text}");
        }
    }
}
