//! What every command says, in both languages: each snapshot is one conversation with the shell.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use rosterm::domain::job::{JobPlan, JobStep};
use rosterm::domain::{Change, Failure, FailureClass, FailureReason, PairState, UserId};
use rosterm::journal::{AuditContext, ChangeOutcome, Journal, JournalOptions, NewEntry};
use rosterm::text::Text;
use rstest::rstest;

use crate::scripts::commands::Done;
use crate::support::home::Home;

const PROFILES: &str = r#"default = "acme"

[profile.acme]
base_url = "https://a1.easemob.com"
app_key = "acme#im"
client_id = "YXA6x"
secret = { command = ["pass", "acme/im"] }
environment = "test"
operator = "li.na"

[profile.live]
base_url = "https://a1.easemob.com"
app_key = "acme#live"
secret = "env"
"#;

/// Commands in a home, and what they said.
struct Conversation {
    home: Home,
    lang: &'static str,
    text: String,
}

impl Conversation {
    fn new(lang: &'static str) -> Self {
        Self {
            home: Home::new(),
            lang,
            text: String::new(),
        }
    }

    fn run(&mut self, line: &str) {
        let args: Vec<String> = shell_words::split(line).unwrap();
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let done = self.home.run_with(&args, &[("ROSTERM_LANG", self.lang)]);
        self.say(line, &done);
    }

    fn say(&mut self, line: &str, done: &Done) {
        let home = self.home.path("").display().to_string();
        let home = home.trim_end_matches('/');
        let clean = |text: &str| text.replace(home, "HOME");
        let (out, err) = (clean(&done.out), clean(&done.err));
        let _ = writeln!(self.text, "$ rosterm {line}\n{out}{err}[{}]\n", done.code);
    }
}

#[rstest]
#[case::en("en")]
#[case::zh("zh-CN")]
fn help(#[case] lang: &'static str) {
    let mut shell = Conversation::new(lang);
    for command in [
        "",
        "sandbox",
        "profile",
        "profile add",
        "profile list",
        "profile show",
        "profile check",
        "profile remove",
        "journal",
        "journal list",
        "journal export",
        "journal prune",
        "jobs",
        "jobs list",
        "jobs show",
        "jobs resume",
        "paths",
    ] {
        shell.run(format!("{command} --help").trim_start());
    }
    insta::assert_snapshot!(format!("help_{lang}"), shell.text);
}

#[rstest]
#[case::en("en")]
#[case::zh("zh-CN")]
fn mistakes_in_arguments(#[case] lang: &'static str) {
    let mut shell = Conversation::new(lang);
    for line in [
        "--wrong",
        "jobs list --al",
        "jobs lost",
        "help jobs lost",
        "help jobs show --all",
        "--json",
        "alice bob",
        "--profile",
        "--profile a --profile b",
        "--lang fr",
        "--log loud",
        "--ticket ''",
        "--sandbox --base-url https://h",
        "sandbox --listen nowhere",
        "sandbox --friends many",
        "sandbox --blocks 501",
        "journal list --since yesterday",
        "journal list --job x",
        "journal export",
        "journal export --json --csv",
        "journal prune --older-than 1h",
        "journal prune --older-than -5d",
        "journal list --since -5d",
        "sandbox --friends -1",
        "jobs show",
        "jobs show seven",
        "--read-only --ticket 1 jobs list",
        "alice jobs list",
        "jurnal list",
        "job",
    ] {
        shell.run(line);
    }
    insta::assert_snapshot!(format!("arguments_{lang}"), shell.text);
}

#[rstest]
#[case::en("en")]
#[case::zh("zh-CN")]
fn profiles(#[case] lang: &'static str) {
    let mut shell = Conversation::new(lang);
    shell.run("--config / profile list");
    shell.run("profile list");
    shell.run("profile show acme");
    shell.run("profile add acme");
    let server = "--base-url https://a1.easemob.com --app-key 'acme#im'";
    shell.run(&format!("profile add 'a b' {server} --secret-env"));
    shell.run("profile add a --base-url http://h --app-key 'a#b' --secret-env");
    shell.run("profile add --base-url http://h");
    shell.run("profile add a --base-url https://h --app-key ab --secret-env");
    shell.run("profile add a --base-url https://h --app-key a1.easemob.com --secret-env");
    shell.run(&format!("profile add a {server} --secret-env HOME"));
    shell.run(&format!("profile add {server} --secret-env IM_SECRET"));
    shell.run(&format!("profile add {server} --secret-env=YXA6canary"));
    shell.run(&format!(
        "profile add a {server} --secret-env --proxy http://u:p@h"
    ));
    shell.run(&format!(
        "profile add a {server} --secret-env --operator ''"
    ));
    shell.run(&format!("profile add a {server} --secret-command \"'x\""));
    shell.run(&format!("profile add acme {server} --secret-env"));
    shell.run(&format!("profile add acme {server} --secret-env"));
    shell.home.write(PROFILES);
    shell.run("profile list");
    shell.run("profile show acme");
    shell.run("profile show nobody");
    shell.run("profile check live");
    shell.run("profile remove acme");
    shell.run("profile remove acme --yes");
    insta::assert_snapshot!(format!("profiles_{lang}"), shell.text);
}

#[rstest]
#[case::en("en")]
#[case::zh("zh-CN")]
fn configuration(#[case] lang: &'static str) {
    let mut shell = Conversation::new(lang);
    let whole = "base_url = \"https://h\"\napp_key = \"o#a\"\nsecret = \"env\"\n";
    let profile = |line: &str| format!("[profile.a]\n{whole}{line}\n");
    for file in [
        "x = = 1".to_owned(),
        "x = 1".to_owned(),
        "default = \"a\"".to_owned(),
        "profile = 1".to_owned(),
        "[profile.\"a b\"]".to_owned(),
        "[profile.a]\n".to_owned(),
        "[profile.a]\nsecret = \"env\"\n".to_owned(),
        "[profile.a]\nsecret = \"hunter2\"\n".to_owned(),
        "[profile.a]\nsecret = 1\n".to_owned(),
        "[journal]\nremarks = 1\n".to_owned(),
        "[journal]\nkeep_days = 0\n".to_owned(),
        profile("command = [\"a\"]"),
        profile("environment = \"live\""),
        profile("operator = 1"),
        profile("operator = \"\""),
        profile("proxy = \"http://u:p@h\""),
        profile("[profile.a.timing]\nread = \"1h\""),
        "[profile.a]\nsecret = { command = 1 }\n".to_owned(),
        "[profile.a]\nbase_url = \"ftp://h\"\n".to_owned(),
        "[profile.a]\napp_key = \"oa\"\n".to_owned(),
    ] {
        shell.home.write(&file);
        shell.run("profile list");
    }
    shell
        .home
        .write(&PROFILES.replace("default = \"acme\"\n", ""));
    shell.run("");
    fs::set_permissions(shell.home.config(), fs::Permissions::from_mode(0o666)).unwrap();
    shell.run("profile list");
    fs::write(shell.home.config(), b"\xff").unwrap();
    shell.run("profile list");
    insta::assert_snapshot!(format!("configuration_{lang}"), shell.text);
}

#[rstest]
#[case::en("en")]
#[case::zh("zh-CN")]
fn the_start_of_the_screen(#[case] lang: &'static str) {
    let mut shell = Conversation::new(lang);
    let server = "--base-url https://a1.easemob.com --app-key 'acme#im'";
    shell.run("");
    shell.run("--sandbox");
    shell.run("--profile nobody");
    shell.run("--base-url https://h");
    shell.run(server);
    shell.run(&format!("{server} --client-id YXA6x"));
    let token = [("ROSTERM_TOKEN", "a b"), ("ROSTERM_LANG", lang)];
    let args = shell_words::split(server).unwrap();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = shell.home.run_with(&args, &token);
    shell.say(server, &done);
    shell.run("paths");
    insta::assert_snapshot!(format!("start_{lang}"), shell.text);
}

fn long_ago() -> i64 {
    1_700_000_000_000
}

fn audit() -> AuditContext {
    AuditContext {
        operator: Some(Text::new("li.na")),
        ticket: Some(Text::new("#1")),
        ..AuditContext::of_app("acme#im")
    }
}

fn block(target: &str) -> Change {
    Change::Block {
        owner: UserId::new("alice"),
        target: UserId::new(target),
    }
}

/// Some changes with each outcome, and an unfinished job.
async fn fill(home: &Home) {
    let options = JournalOptions {
        clock: long_ago,
        ..JournalOptions::new(&home.journal())
    };
    let journal = Journal::open(options).await.unwrap().journal;
    let failed = |class, reason| ChangeOutcome::Failed(Failure::new(class, reason));
    let mut refused = Failure::new(FailureClass::Final, FailureReason::Service);
    refused.status = Some(404);
    refused.error = Some(Text::new("service_resource_not_found"));
    for (target, outcome) in [
        ("bob", ChangeOutcome::Done { status: Some(200) }),
        ("carol", ChangeOutcome::Unneeded { status: None }),
        ("dave", ChangeOutcome::Failed(refused)),
        (
            "eve",
            failed(FailureClass::NothingDone, FailureReason::Connect),
        ),
        ("fay", failed(FailureClass::Unknown, FailureReason::Timeout)),
    ] {
        let entry = NewEntry {
            audit: audit(),
            change: block(target),
            before: PairState::default(),
            undoes: None,
            sent: None,
        };
        let entry = journal.record_sending(entry).await.unwrap();
        journal.record_outcome(entry, outcome).await.unwrap();
    }
    let step = |target| JobStep {
        change: block(target),
        before: PairState::default(),
        undoes: None,
    };
    let audit = audit();
    let plan = JobPlan {
        owner: UserId::new("alice"),
        undoes: None,
        steps: ["gus", "hal"].map(step).into(),
    };
    journal.record_job(audit, plan).await.unwrap();
}

#[rstest]
#[case::en("en")]
#[case::zh("zh-CN")]
#[tokio::test]
async fn the_journal_and_its_jobs(#[case] lang: &'static str) {
    let mut shell = Conversation::new(lang);
    let empty = ["journal list", "jobs list", "jobs show 1", "jobs resume"];
    for line in empty {
        shell.run(line);
    }
    fill(&shell.home).await;
    for line in [
        "journal list",
        "journal list --user nobody",
        "journal prune",
        "journal prune --older-than 2026-01-01 --dry-run",
        "jobs list",
        "jobs show J-0001",
        "jobs show J-0002",
        "jobs resume J-0002",
        "jobs resume",
        "jobs resume --base-url https://h",
    ] {
        shell.run(line);
    }
    shell.home.write(PROFILES);
    shell.run("jobs resume 1 --profile live");
    shell.run("jobs resume 1 --profile nobody");
    insta::assert_snapshot!(format!("journal_{lang}"), shell.text);
}

/// `help` takes the options of every command, too.
#[test]
fn the_help_of_a_command_is_in_the_language_that_is_named() {
    let home = Home::new();
    for args in [
        &["help", "jobs", "resume", "--lang", "zh-CN"][..],
        &["help", "--lang=zh-CN", "jobs", "resume"],
        &["--lang", "zh-CN", "jobs", "help", "resume"],
        &["jobs", "help", "resume", "--log", "warn", "--lang", "zh-CN"],
        &["jobs", "resume", "--help", "--lang", "zh-CN"],
    ] {
        home.run(args).says(&["用法", "rosterm jobs resume"]);
    }
    home.run(&["help", "--lang", "zh-CN"]).says(&["用法"]);
}

/// What other programs read is in no language.
#[tokio::test]
async fn what_programs_read_is_the_same_in_both_languages() {
    let home = Home::new();
    fill(&home).await;
    home.write(PROFILES);
    for args in [
        &["journal", "export", "--json"][..],
        &["journal", "export", "--csv"],
        &["profile", "show", "acme"],
    ] {
        let [en, zh] = ["en", "zh-CN"].map(|lang| home.run_with(args, &[("ROSTERM_LANG", lang)]));
        en.says(&[]);
        assert_eq!(en.out, zh.out, "{args:?}");
    }
}

/// The flag counts wherever it stands, then the environment, the profile, the locale; also for what is wrong
/// with the arguments.
#[test]
fn the_language_is_that_of_the_screen() {
    let home = Home::new();
    let is_chinese = |args: &[&str], environment: &[(&str, &str)]| {
        let done = home.run_with(args, environment);
        done.fails(2, &["--wrong"]);
        done.err.contains("没有选项")
    };
    let wrong = ["jobs", "list", "--wrong"];
    let with = |before: &[&'static str], after: &[&'static str]| [before, &wrong, after].concat();
    assert!(!is_chinese(&wrong, &[]));
    assert!(is_chinese(&with(&["--lang", "zh-CN"], &[]), &[]));
    assert!(is_chinese(&with(&[], &["--lang=zh"]), &[]));
    assert!(is_chinese(&wrong, &[("LANG", "zh_CN.UTF-8")]));
    // There, Chinese would be garbled.
    assert!(!is_chinese(&wrong, &[("LANG", "zh_CN.GB18030")]));
    assert!(is_chinese(&wrong, &[("ROSTERM_LANG", "zh-CN")]));
    assert!(!is_chinese(
        &with(&["--lang", "en"], &[]),
        &[("ROSTERM_LANG", "zh-CN")]
    ));
    home.write(&PROFILES.replace("operator", "lang = \"zh-CN\"\noperator"));
    assert!(is_chinese(&wrong, &[]));
    assert!(!is_chinese(&wrong, &[("ROSTERM_LANG", "en")]));
    assert!(!is_chinese(&with(&["--profile", "live"], &[]), &[]));
    assert!(!is_chinese(&with(&["--sandbox"], &[]), &[]));
}
