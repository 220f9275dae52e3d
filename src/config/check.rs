//! Checks a profile step by step, and reports each step as soon as it is done.

use std::path::Path;

use tokio::net::lookup_host;
use tokio::time::timeout;

use super::{FileProblem, files, secret};
use crate::api::{Api, Secret, Settings};
use crate::domain::{Failure, FailureReason};
use crate::profile::{CheckFact, CheckFinding, CheckState, Profile};
use crate::text::Text;

/// Checks a profile. Returns the settings to connect with, if no step fails.
pub async fn check_profile(
    name: &str,
    profile: &Profile,
    typed: Option<Secret>,
    file: &Path,
    environment: impl Fn(&str) -> Option<String>,
    say: impl Fn(CheckFinding) + Send + Sync,
) -> Option<Settings> {
    let tell = |fact| {
        let finding = CheckFinding(fact);
        let state = finding.state();
        say(finding);
        state != CheckState::Bad
    };
    let credentials = match secret::credentials(name, profile, typed, file, environment).await {
        Ok((credentials, got)) => {
            tell(CheckFact::Secret(Ok(got)));
            credentials
        }
        Err(why) => {
            tell(CheckFact::Secret(Err(why)));
            return None;
        }
    };
    let settings = match files::settings(profile, credentials, file) {
        Ok(settings) => settings,
        Err(FileProblem::Unreadable(path, why)) => {
            tell(CheckFact::CaUnreadable(path, (&why).into()));
            return None;
        }
        // Nothing else can be wrong with a file that is only read.
        Err(_) => {
            let path = profile.ca_file.as_deref().unwrap_or(file);
            tell(CheckFact::CaEmpty(Text::new(&path.display().to_string())));
            return None;
        }
    };
    let host = Text::new(&profile.base_url.to_string());
    let api = match Api::new(settings.clone(), |_| {}) {
        Ok(api) => api,
        Err(failure) => {
            let reached = Err(failure);
            tell(CheckFact::Address {
                host,
                reached,
                known: None,
            });
            return None;
        }
    };
    let reached = api.reach().await;
    let known = known(profile, &reached).await;
    if !tell(CheckFact::Address {
        host,
        reached,
        known,
    }) || !tell(CheckFact::Token(api.sign_in().await))
    {
        return None;
    }
    let user = api.any_user().await;
    if !tell(CheckFact::Read(user.clone())) {
        return None;
    }
    let blocks = match user.ok()? {
        Some(user) => Some(api.blocks(&user, None, 1).await.map(drop)),
        None => None,
    };
    tell(CheckFact::Blocks(blocks)).then_some(settings)
}

/// Whether the host's name can be resolved, if the host could not be reached. `None` with a proxy, which
/// resolves names itself.
async fn known(profile: &Profile, reached: &Result<(), Failure>) -> Option<bool> {
    if !matches!(reached, Err(failure) if failure.reason == FailureReason::Connect)
        || profile.proxy.is_some()
    {
        return None;
    }
    let place = profile.base_url.host_and_port()?;
    let time = profile.timing.of_client().connect;
    let found = timeout(time, lookup_host(place)).await.ok()?;
    Some(found.is_ok_and(|mut addresses| addresses.next().is_some()))
}
