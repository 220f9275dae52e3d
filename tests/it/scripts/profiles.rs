//! `rosterm profile` as a script calls it, against the sandbox.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use rosterm::sandbox::{self, Sandbox, SandboxConfig};
use serde_json::json;

use crate::support::home::Home;

async fn site() -> Sandbox {
    sandbox::start(SandboxConfig {
        friends: 3,
        blocks: 3,
        conversations: 3,
        ..SandboxConfig::default()
    })
    .await
    .unwrap()
}

/// The command that adds a profile of the sandbox, whose secret a command prints.
fn add<'a>(site: &'a Sandbox, name: &'a str, command: &'a str) -> Vec<&'a str> {
    vec![
        "profile",
        "add",
        name,
        "--base-url",
        site.base_url(),
        "--app-key",
        site.app_key(),
        "--client-id",
        site.client_id(),
        "--secret-command",
        command,
    ]
}

/// A file that prints the sandbox's secret, so that no configuration has to.
fn secret_file(home: &Home, site: &Sandbox) -> String {
    let path = home.path("secret");
    fs::write(&path, site.client_secret()).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    path.display().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_is_added_listed_shown_checked_and_removed() {
    let (home, site) = (Home::new(), site().await);
    let cat = format!("cat {}", secret_file(&home, &site));
    let mut command = add(&site, "box", &cat);
    command.extend(["--environment", "test", "--friend-cap", "3000"]);
    command.extend(["--operator", "li.na", "--share", "100"]);
    home.run(&command).says(&["Added box"]);
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(home.config()), 0o600);
    assert_eq!(mode(home.config().parent().unwrap().into()), 0o700);

    home.run(&["profile", "list"])
        .says(&["* box", "test", "demo#rosterm", site.base_url()]);
    let shown = home.run(&["profile", "show", "box"]);
    shown.says(&["box", "3000", "li.na", "100 %", "command: cat "]);
    let checked = home.run(&["profile", "check"]);
    checked.says(&[
        "Secret",
        "Domain",
        "valid for 1 d 0 h",
        "read one user",
        "enabled",
    ]);
    home.run(&["profile", "check", "box", "--lang", "zh-CN"])
        .says(&["凭证", "通过", "已开通"]);
    for text in [&shown.out, &checked.out, &home.read()] {
        assert!(!text.contains(site.client_secret()), "{text}");
    }

    home.run(&["profile", "remove", "box"]).fails(2, &["--yes"]);
    home.run(&["profile", "remove", "box", "--yes"])
        .says(&["Removed box"]);
    let listed = home.run(&["profile", "list"]);
    listed.says(&[]);
    assert_eq!(listed.out, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_that_prints_the_secret_learns_none_of_ours() {
    let (home, site) = (Home::new(), site().await);
    let seen = home.path("seen");
    let command = format!(
        "sh -c 'env > {}; cat {}'",
        seen.display(),
        secret_file(&home, &site)
    );
    home.run(&add(&site, "box", &command)).says(&[]);
    // The token is of another kind than what this profile wants with its client id.
    let checked = home.run_with(
        &["profile", "check"],
        &[("ROSTERM_PROFILE", "box"), ("ROSTERM_TOKEN", "")],
    );
    checked.says(&["from the source named in the profile"]);
    let seen = fs::read_to_string(seen).unwrap();
    assert!(seen.contains("HOME="), "{seen}");
    assert!(!seen.contains("ROSTERM_TOKEN"), "{seen}");
    assert!(!seen.contains(site.client_secret()), "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_environment_goes_before_the_profile_and_the_flag_before_the_environment() {
    let (home, site) = (Home::new(), site().await);
    home.run(&add(
        &site,
        "good",
        &format!("cat {}", secret_file(&home, &site)),
    ))
    .says(&[]);
    home.run(&add(&site, "bad", "false")).says(&[]);
    home.run(&["profile", "check"]).says(&["OK"]);
    let named = home.run_with(&["profile", "check"], &[("ROSTERM_PROFILE", "bad")]);
    assert_eq!(named.code, 1);
    assert!(
        named.out.contains("false exited with code 1"),
        "{}",
        named.out
    );
    home.run_with(&["profile", "check", "good"], &[("ROSTERM_PROFILE", "bad")])
        .says(&["OK"]);
    home.run_with(
        &["profile", "check", "bad"],
        &[("ROSTERM_CLIENT_SECRET", site.client_secret())],
    )
    .says(&["from the environment"]);
    home.run_with(&["profile", "check"], &[("ROSTERM_PROFILE", "none")])
        .fails(2, &["There is no profile none", "good, bad"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_in_plain_words_with_the_place_to_mend_it() {
    let (home, site) = (Home::new(), site().await);
    home.run(&add(&site, "box", "echo canary")).says(&[]);
    let checked = home.run(&["profile", "check"]);
    assert_eq!(checked.code, 1);
    for words in [
        "FAILED",
        "client_secret does not match",
        "Application overview",
    ] {
        assert!(checked.out.contains(words), "{}", checked.out);
    }
    assert!(!checked.out.contains("canary"), "{}", checked.out);

    let cat = format!("cat {}", secret_file(&home, &site));
    home.run(&add(&site, "off", &cat)).says(&[]);
    let refuse = json!({ "rules": [{
        "path_contains": "blocks",
        "fault": { "kind": "status", "status": 403 },
    }] });
    site.set_faults(refuse).unwrap();
    home.run(&["profile", "check", "off"])
        .says(&["not enabled", "User blocklist"]);

    let mut company = add(&site, "company", &cat);
    company.extend(["--ca-file", "/no/such.pem"]);
    home.run(&company).says(&[]);
    let checked = home.run(&["profile", "check", "company"]);
    assert_eq!(checked.code, 1);
    assert!(
        checked.out.contains("Cannot read /no/such.pem"),
        "{}",
        checked.out
    );

    let mut elsewhere = add(&site, "nobody", &cat);
    elsewhere[4] = "http://127.0.0.1:9";
    home.run(&elsewhere).says(&[]);
    let nobody = home.run(&["profile", "check", "nobody"]);
    assert_eq!(nobody.code, 1);
    assert!(nobody.out.contains("No reply from"), "{}", nobody.out);

    let mut other = add(&site, "other", &cat);
    other[6] = "demo#other";
    home.run(&other).says(&[]);
    let other = home.run(&["profile", "check", "other"]);
    assert_eq!(other.code, 1);
    assert!(other.out.contains("App Key"), "{}", other.out);
}

#[test]
fn a_mistake_in_the_file_is_one_line_with_file_line_and_key() {
    let home = Home::new();
    home.write("[profile.acme]\nbase_url = \"https://h\"\nsecret = \"hunter2\"\n");
    for args in [
        &["profile", "list"][..],
        &["profile", "show", "acme"],
        &["profile", "check"],
        &["profile", "remove", "acme", "--yes"],
        &["--profile", "acme"],
        &[],
    ] {
        let done = home.run(args);
        done.fails(
            2,
            &["config.toml:3: profile.acme.secret: never put the secret"],
        );
        assert!(!done.err.contains("hunter2"), "{}", done.err);
    }
}

#[test]
fn another_file_is_used_where_one_is_named_before_or_behind_the_command() {
    let home = Home::new();
    let file = home.path("other.toml");
    let text = "[profile.x]\nbase_url = \"https://h\"\napp_key = \"o#a\"\nsecret = \"env\"\n";
    fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    home.run(&["--config", file, "profile", "list"])
        .says(&["* x  production  o#a  https://h"]);
    home.run(&["profile", "list", "--config", file])
        .says(&["* x"]);
}

#[test]
fn what_is_missing_or_wrong_in_the_flags_is_one_line() {
    let home = Home::new();
    let whole = [
        "--base-url",
        "https://h",
        "--app-key",
        "o#a",
        "--secret-env",
    ];
    let add = |more: &[&str]| {
        let mut args = vec!["profile", "add"];
        args.extend(more);
        home.run(&args)
    };
    add(&["a"]).fails(2, &["--base-url", "--secret-command"]);
    add(&whole).fails(2, &["NAME"]);
    add(&[&["a b"], &whole[..]].concat()).fails(2, &["NAME", "32 letters"]);
    add(&[&["a", "--friend-cap", "0"], &whole[..]].concat()).fails(2, &["--friend-cap"]);
    add(&[&["a", "--share", "101"], &whole[..]].concat()).fails(2, &["--share"]);
    add(&[&["a", "--proxy", "http://u:p@h"], &whole[..]].concat()).fails(2, &["--proxy"]);
    add(&[&["a", "--operator", ""], &whole[..]].concat()).fails(2, &["--operator"]);
    add(&[&["a", "--secret-prompt"], &whole[..]].concat()).fails(2, &["cannot be combined with"]);
    add(&["a", "--client-secret", "canary"]).fails(2, &["--client-secret"]);
    let mut plain = whole;
    plain[1] = "http://h";
    add(&[&["a"], &plain[..]].concat()).fails(2, &["--base-url", "https://"]);
    plain[1] = "https://h";
    plain[3] = "oa";
    add(&[&["a"], &plain[..]].concat()).fails(2, &["--app-key", "org#app"]);
    assert!(!home.config().exists());
    add(&[&["a"], &whole[..]].concat()).says(&["Added a"]);
    add(&[&["a"], &whole[..]].concat()).fails(2, &["already"]);
}

#[test]
fn what_is_not_there_can_neither_be_shown_nor_removed() {
    let home = Home::new();
    home.run(&["profile", "check"]).fails(2, &["profile add"]);
    home.run(&["profile", "show", "acme"])
        .fails(2, &["There is no profile acme"]);
    home.run(&["profile", "remove", "acme", "--yes"])
        .fails(2, &["There is no profile acme"]);
    assert!(!home.config().exists());
}

#[test]
fn without_a_terminal_nobody_is_asked_for_anything() {
    let home = Home::new();
    let text = "[profile.x]\nbase_url = \"https://h\"\napp_key = \"o#a\"\nsecret = \"prompt\"\n";
    home.write(text);
    let checked = home.run(&["profile", "check"]);
    assert_eq!(checked.code, 1);
    assert!(
        checked.out.contains("No secret was entered"),
        "{}",
        checked.out
    );
    let console = home.run(&[]);
    console.fails(2, &["its screen needs a terminal", "rosterm --help"]);
}

/// What follows `--secret-env` may be the secret itself.
#[test]
fn what_follows_secret_env_is_told_apart_and_never_shown() {
    let home = Home::new();
    let server = ["--base-url", "https://h", "--app-key", "o#a"];
    let run = |more: &[&str]| {
        let args = [&["profile", "add"], &server[..], more].concat();
        home.run_with(&args, &[("IM_SECRET", "x")])
    };
    for (more, says) in [
        (&["a", "--secret-env", "IM_SECRET"][..], "is set here"),
        (&["--secret-env", "IM_SECRET"], "is set here"),
        (&["--secret-env", "IM_SECRET", "a"], "is set here"),
        (&["a", "--secret-env", "IM_OTHER"], "no such variable"),
        (&["--secret-env=IM_OTHER"], "no such variable"),
        (&["a", "--secret-env", "hunter2"], "replace it"),
        (&["a", "--secret-env=hunter2"], "replace it"),
        (&["--secret-env", "YXA6hunter2"], "replace it"),
        (&["--secret-env", "hunter2/+="], "replace it"),
    ] {
        let done = run(more);
        done.fails(2, &[says, "ROSTERM_CLIENT_SECRET"]);
        for value in ["hunter2", "IM_"] {
            assert!(!done.err.contains(value), "{}", done.err);
        }
    }
    assert!(!home.config().exists());
    run(&["--secret-env", "a"]).says(&["Added a"]);
}
