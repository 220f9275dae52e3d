//! Obtains secrets from their sources. A secret is used and never shown, not even its length.

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, setrlimit};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::Command;
use tokio::time::timeout;

use super::{CLIENT_SECRET, TOKEN, absolute, keyring};
use crate::api::{Credentials, Secret};
use crate::profile::{KeyringFault, NoSecret, Profile, SecretOrigin, SecretSource};
use crate::text::Text;

/// How long a program may take to print the secret. Somebody may have to touch a security key.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest secret, in bytes. The service's tokens have some hundred.
const LONGEST: u64 = 16 << 10;

/// Protects the memory of this process: it appears in no core file, whether written by the kernel or by a
/// collector, and other programs of the user cannot read it. Child processes inherit the limit on core files,
/// but not the rest.
pub fn keep_memory_private() -> std::io::Result<()> {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    setrlimit(Resource::Core, none)?;
    // A collector that the kernel pipes core dumps to is not bound by the limit.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}

/// The credentials of a profile. `typed` is the secret if it was typed already.
pub async fn credentials(
    name: &str,
    profile: &Profile,
    typed: Option<Secret>,
    file: &Path,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<(Credentials, SecretOrigin), NoSecret> {
    let with = |secret: Secret| match &profile.client_id {
        Some(id) => Credentials::Client {
            id: id.clone(),
            secret,
        },
        None => Credentials::Token(secret),
    };
    if let Some(secret) = typed {
        return usable(secret.expose(), profile).map(|secret| (with(secret), SecretOrigin::Typed));
    }
    // The environment takes precedence over the profile, as everywhere.
    if let Some(found) = from_environment(profile, environment) {
        return found.map(|credentials| (credentials, SecretOrigin::Environment));
    }
    let found = match &profile.secret {
        SecretSource::Command(words) => from_program(words, PATIENCE).await?,
        SecretSource::Keyring => {
            let name = name.to_owned();
            tokio::task::spawn_blocking(move || keyring::get(&name))
                .await
                .map_err(|_| NoSecret::Keyring(KeyringFault::Silent))??
        }
        SecretSource::Prompt => return Err(NoSecret::NotTyped),
        SecretSource::File(path) => from_file(&absolute(path, file))?,
        SecretSource::Env => {
            return Err(NoSecret::EnvUnset(match profile.client_id {
                Some(_) => CLIENT_SECRET,
                None => TOKEN,
            }));
        }
    };
    usable(&found, profile).map(|secret| (with(secret), SecretOrigin::Source))
}

/// The credentials in the environment: the client secret if the profile has a client ID, else a ready token.
pub fn from_environment(
    profile: &Profile,
    environment: impl Fn(&str) -> Option<String>,
) -> Option<Result<Credentials, NoSecret>> {
    let held = |name| {
        let value: String = environment(name)?;
        let value = value.trim().to_owned();
        (!value.is_empty()).then_some(value)
    };
    if let Some(id) = &profile.client_id
        && let Some(secret) = held(CLIENT_SECRET)
    {
        let id = id.clone();
        return Some(usable(&secret, profile).map(|secret| Credentials::Client { id, secret }));
    }
    let token = held(TOKEN)?;
    Some(if is_token(&token) {
        Ok(Credentials::Token(Secret::new(&token)))
    } else {
        Err(NoSecret::Garbled)
    })
}

/// Checks that a secret can be sent. An invalid one is refused here, where the reason can still be reported.
fn usable(secret: &str, profile: &Profile) -> Result<Secret, NoSecret> {
    let secret = secret.trim_end_matches(['\r', '\n']);
    let good = match profile.client_id {
        Some(_) => !secret.contains(char::is_control),
        None => is_token(secret),
    };
    if secret.is_empty() {
        return Err(NoSecret::NotTyped);
    }
    good.then(|| Secret::new(secret)).ok_or(NoSecret::Garbled)
}

/// Whether a header can carry the token.
fn is_token(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The first line that a program prints. The program gets no keyboard, none of our own secrets, and no
/// screen, because its error messages may contain the secret.
async fn from_program(words: &[String], patience: Duration) -> Result<String, NoSecret> {
    let Some((program, arguments)) = words.split_first() else {
        return Err(NoSecret::CommandMissing(Text::new("")));
    };
    let named = || Text::new(program);
    let mut child = Command::new(program)
        .args(arguments)
        .env_remove(TOKEN)
        .env_remove(CLIENT_SECRET)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|_| NoSecret::CommandMissing(named()))?;
    let Some(out) = child.stdout.take() else {
        return Err(NoSecret::CommandSilent(named()));
    };
    let all = async {
        let mut line = Vec::new();
        let mut out = BufReader::new(out).take(LONGEST);
        let read = out.read_until(b'\n', &mut line).await;
        let mut rest = out.into_inner();
        tokio::select! {
            ended = child.wait() => (read, line, ended),
            // Drain the rest of the output: a program whose output is cut off would fail. Background
            // processes that it leaves may hold the output open, and are not waited for.
            never = async {
                let _ = tokio::io::copy(&mut rest, &mut tokio::io::sink()).await;
                std::future::pending().await
            } => never,
        }
    };
    let Ok((read, line, ended)) = timeout(patience, all).await else {
        return Err(NoSecret::CommandSlow(named(), patience.as_secs()));
    };
    match ended {
        Ok(status) if status.success() => {}
        Ok(status) => return Err(NoSecret::CommandFailed(named(), status.code())),
        Err(_) => return Err(NoSecret::CommandFailed(named(), None)),
    }
    match first_line(line)? {
        line if line.is_empty() || read.is_err() => Err(NoSecret::CommandSilent(named())),
        line => Ok(line),
    }
}

/// The first line of a file that only its owner can access.
fn from_file(path: &Path) -> Result<String, NoSecret> {
    let named = Text::new(&path.display().to_string());
    let unreadable = |why: std::io::Error| NoSecret::FileUnreadable(named.clone(), (&why).into());
    // Opening a pipe would block until somebody writes into it.
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(NoSecret::FileKind(named));
    }
    let file = File::open(path).map_err(unreadable)?;
    // Check the opened file, not whatever has its name now.
    let facts = file.metadata().map_err(unreadable)?;
    if facts.uid() != rustix::process::geteuid().as_raw() {
        return Err(NoSecret::FileOwner(named));
    }
    if facts.mode() & 0o077 != 0 {
        return Err(NoSecret::FileOpen(named));
    }
    let mut all = Vec::new();
    file.take(LONGEST)
        .read_to_end(&mut all)
        .map_err(unreadable)?;
    match first_line(all)? {
        line if line.is_empty() => Err(NoSecret::FileEmpty(named)),
        line => Ok(line),
    }
}

fn first_line(mut bytes: Vec<u8>) -> Result<String, NoSecret> {
    if let Some(end) = bytes.iter().position(|&byte| byte == b'\n') {
        bytes.truncate(end);
    } else if bytes.len() as u64 >= LONGEST {
        return Err(NoSecret::TooLong);
    }
    let line = String::from_utf8(bytes).map_err(|_| NoSecret::Garbled)?;
    Ok(line.trim_end_matches('\r').to_owned())
}

#[cfg(test)]
mod tests;
