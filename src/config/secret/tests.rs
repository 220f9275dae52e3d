use std::fs::Permissions;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;

use super::*;
use crate::api::{AppKey, BaseUrl};

fn profile(secret: SecretSource) -> Profile {
    Profile {
        client_id: Some("id".into()),
        ..Profile::new(
            BaseUrl::parse("https://h").unwrap(),
            AppKey::parse("o#a").unwrap(),
            secret,
        )
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn shell(script: &str) -> Vec<String> {
    words(&["sh", "-c", script])
}

async fn get(profile: &Profile) -> Result<Credentials, NoSecret> {
    with_environment(profile, &[]).await
}

async fn with_environment(
    profile: &Profile,
    environment: &[(&str, &str)],
) -> Result<Credentials, NoSecret> {
    let environment = |name: &str| {
        let found = environment.iter().find(|(n, _)| *n == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    credentials(
        "acme",
        profile,
        None,
        Path::new("/c/config.toml"),
        environment,
    )
    .await
    .map(|(credentials, _)| credentials)
}

/// The secret itself; only a test may look at it.
fn inside(credentials: &Credentials) -> &str {
    match credentials {
        Credentials::Token(secret) | Credentials::Client { secret, .. } => secret.expose(),
    }
}

#[tokio::test]
async fn a_program_prints_the_secret_on_its_first_line() {
    for (script, secret) in [
        ("printf s3cret", "s3cret"),
        ("printf 's3cret\\n'", "s3cret"),
        ("printf 's3cret\\r\\nnext\\n'", "s3cret"),
        ("echo noise >&2; echo s3cret", "s3cret"),
        ("echo 's p a c e'", "s p a c e"),
        ("cat; echo s3cret", "s3cret"),
    ] {
        let found = get(&profile(SecretSource::Command(shell(script))))
            .await
            .unwrap();
        assert_eq!(inside(&found), secret, "{script}");
    }
}

#[tokio::test]
async fn no_shell_reads_the_program_and_its_arguments() {
    let found = from_program(&words(&["echo", "$HOME; *"]), PATIENCE)
        .await
        .unwrap();
    assert_eq!(found, "$HOME; *");
}

#[tokio::test]
async fn a_program_that_fails_is_told_by_its_code_and_not_by_what_it_says() {
    let failed = from_program(&shell("echo canary >&2; echo canary; exit 3"), PATIENCE).await;
    let why = failed.unwrap_err();
    assert_eq!(why, NoSecret::CommandFailed(Text::new("sh"), Some(3)));
    assert!(!format!("{why:?}").contains("canary"));
    let killed = from_program(&shell("kill -9 $$"), PATIENCE)
        .await
        .unwrap_err();
    assert_eq!(killed, NoSecret::CommandFailed(Text::new("sh"), None));
    let missing = from_program(&words(&["/no/such/program"]), PATIENCE).await;
    assert!(matches!(missing, Err(NoSecret::CommandMissing(_))));
}

#[tokio::test]
async fn a_program_that_prints_nothing_gives_no_secret() {
    for script in ["true", "echo", "printf '\\n\\nlater\\n'"] {
        let why = from_program(&shell(script), PATIENCE).await.unwrap_err();
        assert_eq!(why, NoSecret::CommandSilent(Text::new("sh")), "{script}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_program_that_hangs_is_given_up() {
    // The clock is paused except for this wait.
    let why = from_program(&words(&["sleep", "1000"]), PATIENCE)
        .await
        .unwrap_err();
    assert_eq!(why, NoSecret::CommandSlow(Text::new("sleep"), 10));
}

#[tokio::test]
async fn what_a_program_leaves_running_is_not_waited_for() {
    let found = from_program(&shell("echo s3cret; sleep 20 &"), PATIENCE).await;
    assert_eq!(found.unwrap(), "s3cret");
}

#[tokio::test]
async fn a_program_may_print_much_but_not_in_one_line() {
    let much = "echo s3cret; head -c 1000000 /dev/zero | tr '\\0' 'x'";
    assert_eq!(
        from_program(&shell(much), PATIENCE).await.unwrap(),
        "s3cret"
    );
    let wide = "head -c 100000 /dev/zero | tr '\\0' 'x'";
    let why = from_program(&shell(wide), PATIENCE).await.unwrap_err();
    assert_eq!(why, NoSecret::TooLong);
}

#[tokio::test]
async fn a_secret_that_no_request_can_carry_is_refused() {
    let mut token = profile(SecretSource::Command(shell("echo 'a b'")));
    token.client_id = None;
    assert_eq!(get(&token).await.unwrap_err(), NoSecret::Garbled);
    let control = profile(SecretSource::Command(shell("printf 'a\\033b'")));
    assert_eq!(get(&control).await.unwrap_err(), NoSecret::Garbled);
    let binary = profile(SecretSource::Command(shell("printf '\\377'")));
    assert_eq!(get(&binary).await.unwrap_err(), NoSecret::Garbled);
}

fn file(dir: &tempfile::TempDir, text: &str, mode: u32) -> PathBuf {
    let path = dir.path().join(format!("secret-{mode:o}"));
    fs::write(&path, text).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
    path
}

#[tokio::test]
async fn a_file_for_its_owner_only_holds_the_secret() {
    let dir = tempfile::tempdir().unwrap();
    for mode in [0o600, 0o400] {
        let path = file(&dir, "s3cret\nrest\n", mode);
        let found = get(&profile(SecretSource::File(path))).await.unwrap();
        assert_eq!(inside(&found), "s3cret");
    }
}

#[test]
fn a_file_that_others_can_get_at_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    for mode in [0o640, 0o604, 0o620, 0o602, 0o644, 0o610] {
        let path = file(&dir, "s3cret\n", mode);
        let named = Text::new(&path.display().to_string());
        assert_eq!(from_file(&path), Err(NoSecret::FileOpen(named)), "{mode:o}");
    }
    let path = file(&dir, "s3cret\n", 0o666);
    let link = dir.path().join("link");
    symlink(&path, &link).unwrap();
    assert!(matches!(from_file(&link), Err(NoSecret::FileOpen(_))));
}

#[test]
fn a_file_of_somebody_else_is_refused() {
    // Root can change the owner of a file and try it; other users use a file that belongs to root.
    if rustix::process::geteuid().is_root() {
        let dir = tempfile::tempdir().unwrap();
        let path = file(&dir, "s3cret\n", 0o600);
        std::os::unix::fs::chown(&path, Some(12_345), None).unwrap();
        assert!(matches!(from_file(&path), Err(NoSecret::FileOwner(_))));
    } else {
        assert!(matches!(
            from_file(Path::new("/etc/passwd")),
            Err(NoSecret::FileOwner(_))
        ));
    }
}

#[test]
fn a_file_that_is_none_or_empty_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(from_file(dir.path()), Err(NoSecret::FileKind(_))));
    assert!(matches!(
        from_file(&dir.path().join("none")),
        Err(NoSecret::FileUnreadable(..))
    ));
    assert!(matches!(
        from_file(&file(&dir, "\ns3cret\n", 0o600)),
        Err(NoSecret::FileEmpty(_))
    ));
}

#[tokio::test]
async fn the_environment_goes_before_the_profile() {
    let program = profile(SecretSource::Command(shell("echo own")));
    let both = [(CLIENT_SECRET, " outer\n"), (TOKEN, "token")];
    let found = with_environment(&program, &both).await.unwrap();
    assert!(matches!(&found, Credentials::Client { id, .. } if id == "id"));
    assert_eq!(inside(&found), "outer");
    let found = with_environment(&program, &both[1..]).await.unwrap();
    assert!(matches!(found, Credentials::Token(_)));
    let empty = [(CLIENT_SECRET, ""), (TOKEN, " ")];
    let found = with_environment(&program, &empty).await.unwrap();
    assert_eq!(inside(&found), "own");
    let garbled = with_environment(&program, &[(TOKEN, "a b")]).await;
    assert_eq!(garbled.unwrap_err(), NoSecret::Garbled);
}

#[tokio::test]
async fn the_environment_is_named_where_it_does_not_hold_the_secret() {
    let mut env = profile(SecretSource::Env);
    assert_eq!(
        get(&env).await.unwrap_err(),
        NoSecret::EnvUnset(CLIENT_SECRET)
    );
    env.client_id = None;
    assert_eq!(get(&env).await.unwrap_err(), NoSecret::EnvUnset(TOKEN));
    let other_kind = with_environment(&env, &[(CLIENT_SECRET, "s")]).await;
    assert_eq!(other_kind.unwrap_err(), NoSecret::EnvUnset(TOKEN));
}

#[tokio::test]
async fn what_was_typed_goes_before_everything() {
    let prompt = profile(SecretSource::Prompt);
    assert_eq!(get(&prompt).await.unwrap_err(), NoSecret::NotTyped);
    let typed = Some(Secret::new("typed"));
    let environment = |_: &str| Some("outer".to_owned());
    let (found, got) = credentials("acme", &prompt, typed, Path::new("/c"), environment)
        .await
        .unwrap();
    assert_eq!((inside(&found), got), ("typed", SecretOrigin::Typed));
}

#[cfg(not(feature = "keyring"))]
#[tokio::test]
async fn without_a_keyring_it_says_so_and_names_what_else_there_is() {
    use crate::i18n::Lang;
    let why = get(&profile(SecretSource::Keyring)).await.unwrap_err();
    assert_eq!(why, NoSecret::KeyringAbsent);
    let says = why.words(Lang::En);
    assert!(
        says.contains("ask at each start") && says.contains("command"),
        "{says}"
    );
}

#[tokio::test]
async fn nothing_that_is_printed_for_debugging_holds_the_secret() {
    let program = profile(SecretSource::Command(shell("cat /dev/null; echo canary")));
    let found = get(&program).await.unwrap();
    assert_eq!(inside(&found), "canary");
    assert!(!format!("{found:?}").contains("canary"));
}
