//! `rosterm jobs resume` as a script calls it, against the sandbox.

use rosterm::domain::job::{BulkOp, JobPlan, JobStep};
use rosterm::domain::{JobId, PairState, UserId};
use rosterm::journal::{AuditContext, Journal, JournalOptions};
use rosterm::sandbox::SandboxConfig;
use rosterm::text::Text;
use serde_json::json;

use crate::scripts::commands::{Done, Running};
use crate::support::home::Home;
use crate::support::samples::limited;
use crate::support::sandbox::Sandbox;

/// A home with two profiles of the sandbox, and one of another app.
struct Profiled {
    home: Home,
    sandbox: Sandbox,
    journal: Journal,
}

impl Profiled {
    async fn new() -> Self {
        let config = SandboxConfig {
            conversations: 3,
            ..limited()
        };
        let (home, sandbox) = (Home::new(), Sandbox::start(config).await);
        let profile = |name: &str, app: &str, environment: &str| {
            let url = sandbox.base_url();
            format!(
                "[profile.{name}]\nbase_url = {url:?}\napp_key = {app:?}\nsecret = \"env\"\n\
                 environment = {environment:?}\nshare = 100\n\n"
            )
        };
        let app = sandbox.app_key();
        home.write(&format!(
            "default = \"box\"\n{}{}{}",
            profile("box", app, "test"),
            profile("prod", app, "production"),
            profile("other", "other#app", "test"),
        ));
        let opened = Journal::open(JournalOptions::new(&home.journal())).await;
        let journal = opened.unwrap().journal;
        Self {
            home,
            sandbox,
            journal,
        }
    }

    /// A job of this profile that unblocks these and that nobody has begun.
    async fn job(&self, profile: &str, targets: &[&str]) -> JobId {
        self.job_of(Some(profile), targets).await
    }

    async fn job_of(&self, profile: Option<&str>, targets: &[&str]) -> JobId {
        let step = |target: &&str| JobStep {
            change: BulkOp::Unblock.change(UserId::new("alice_01"), UserId::new(target)),
            before: PairState::default(),
            undoes: None,
        };
        let audit = AuditContext {
            profile: profile.map(Text::new),
            ..AuditContext::of_app(self.sandbox.app_key())
        };
        let plan = JobPlan {
            owner: UserId::new("alice_01"),
            undoes: None,
            steps: targets.iter().map(step).collect(),
        };
        self.journal.record_job(audit.clone(), plan).await.unwrap()
    }

    fn resume(&self, args: &[&str]) -> Done {
        let args = [&["jobs", "resume"], args].concat();
        let token = self.sandbox.token();
        self.home.run_with(&args, &[("ROSTERM_TOKEN", token)])
    }

    /// The same, which is listened to while it goes on.
    fn resumes(&self, args: &[&str]) -> Running {
        let args = [&["jobs", "resume"], args].concat();
        let token = self.sandbox.token();
        self.home.start_with(&args, &[("ROSTERM_TOKEN", token)])
    }

    /// Changes the database of the journal behind its back.
    fn spoil(&self, sql: &str) {
        let db = rusqlite::Connection::open(self.home.journal()).unwrap();
        db.execute_batch(sql).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_gone_on_with_by_its_own_profile_until_its_end() {
    let profiled = Profiled::new().await;
    profiled.resume(&[]).says(&[]);
    profiled
        .job("box", &["spam_0041", "spam_0042", "spam_0043"])
        .await;
    let done = profiled.resume(&[]);
    done.says(&["J-0001", "ended", "3 done"]);
    assert!(
        done.err.contains("J-0001: resumed\nJ-0001: 3 waiting"),
        "{}",
        done.err
    );
    // It is over: nothing is left to go on with, and saying its name does nothing more.
    let none = profiled.resume(&[]);
    none.says(&[]);
    assert!(
        none.err.contains("There are no unfinished jobs"),
        "{}",
        none.err
    );
    profiled
        .resume(&["J-0001"])
        .fails(1, &["J-0001", "This job is finished"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_is_told_and_is_the_exit_code() {
    let profiled = Profiled::new().await;
    profiled
        .job("box", &["spam_0041", "spam_0042", "nobody-at-all"])
        .await;
    let refused =
        json!({ "path_contains": "spam_0042", "fault": { "kind": "status", "status": 403 } });
    profiled
        .sandbox
        .set_faults(json!({ "rules": [refused] }))
        .unwrap();
    let done = profiled.resume(&["1"]);
    assert_eq!(done.code, 1, "{}", done.err);
    assert!(
        done.out.contains("1 done, 1 unchanged, 1 failed"),
        "{}",
        done.out
    );
    assert!(
        done.err.contains("rosterm jobs show J-0001"),
        "{}",
        done.err
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn which_job_and_on_which_app_has_to_be_clear() {
    let profiled = Profiled::new().await;
    profiled
        .resume(&["J-0001"])
        .fails(1, &["There is no job J-0001"]);
    profiled.resume(&["seven"]).fails(2, &["J-0007"]);
    profiled.job("box", &["spam_0041"]).await;
    profiled.job("box", &["spam_0042"]).await;
    let two = profiled.resume(&[]);
    two.fails(2, &["2 jobs are unfinished"]);
    assert!(
        two.out.contains("J-0001") && two.out.contains("J-0002"),
        "{}",
        two.out
    );
    profiled
        .resume(&["1", "--profile", "other"])
        .fails(2, &["J-0001 is for demo#rosterm", "other#app"]);
    profiled
        .resume(&["1", "--profile", "nowhere"])
        .fails(2, &["nowhere"]);
    profiled
        .resume(&["1", "--profile", "box"])
        .says(&["1 done"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn production_wants_a_word_more() {
    let profiled = Profiled::new().await;
    profiled.job("prod", &["spam_0041"]).await;
    profiled.resume(&["1"]).fails(2, &["production", "--yes"]);
    let calls = profiled.journal.job(JobId(1)).await.unwrap().unwrap();
    assert_eq!(calls.counts.waiting, 1);
    profiled.resume(&["1", "--yes"]).says(&["1 done"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_somebody_works_on_is_listed_with_its_holder_and_not_to_be_had() {
    let profiled = Profiled::new().await;
    let job = profiled.job("box", &["spam_0041"]).await;
    let operator = Some(Text::new("li.na"));
    let claim = profiled.journal.claim(job, operator).await.unwrap();
    let pid = format!("process {}", std::process::id());
    profiled
        .home
        .run(&["jobs", "list"])
        .says(&["J-0001", "running: li.na", &pid]);
    profiled
        .resume(&["1"])
        .fails(1, &["Already running in another rosterm: li.na", &pid]);
    drop(claim);
    profiled.resume(&["1"]).says(&["1 done"]);
}

/// Two profiles of one app: the one that the job was begun with decides, and with it whether it is asked.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_name_the_only_job_is_gone_on_with_by_its_own_profile() {
    let profiled = Profiled::new().await;
    profiled.job("prod", &["spam_0041"]).await;
    profiled
        .resume(&[])
        .fails(2, &["prod", "production", "--yes"]);
    profiled.resume(&["--yes"]).says(&["J-0001", "1 done"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_whose_profile_is_gone_says_so_and_takes_another_one() {
    let profiled = Profiled::new().await;
    profiled.job("gone", &["spam_0041"]).await;
    for args in [&[][..], &["1"]] {
        profiled
            .resume(args)
            .fails(2, &["J-0001", "gone", "--profile"]);
    }
    profiled.resume(&["--profile", "box"]).says(&["1 done"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_whose_lists_cannot_be_read_ends_with_the_reason_and_can_be_gone_on_with() {
    let profiled = Profiled::new().await;
    profiled.job("box", &["spam_0041"]).await;
    for fault in [
        json!({ "kind": "status", "status": 403 }),
        json!({ "kind": "cut" }),
    ] {
        profiled
            .sandbox
            .faults(&json!([{ "method": "GET", "path_contains": "/blocks", "fault": fault }]));
        let mut refused = profiled.resumes(&["1"]);
        refused.says("J-0001: The job did not start, nothing was sent: ");
        assert_eq!(refused.ends(), 1);
    }
    profiled.sandbox.faults(&json!([]));
    profiled.resume(&["1"]).says(&["1 done"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_that_it_waits_until_the_journal_takes_an_outcome() {
    let profiled = Profiled::new().await;
    profiled.job("box", &["spam_0041"]).await;
    profiled
        .spoil("CREATE TRIGGER held BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'held'); END");
    let mut waits = profiled.resumes(&["1"]);
    waits.says("J-0001: 1 not recorded yet (");
    profiled.spoil("DROP TRIGGER held");
    waits.says("J-0001: everything is recorded");
    assert_eq!(waits.ends(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_what_is_never_recorded() {
    let profiled = Profiled::new().await;
    profiled.job("box", &["spam_0041"]).await;
    // Somebody takes the entry away while its answer is on its way.
    profiled.spoil(
        "CREATE TRIGGER gone AFTER UPDATE OF state ON item WHEN NEW.state = 'sent'
         BEGIN UPDATE entry SET state = 'refused' WHERE item = NEW.position; END",
    );
    let mut spoilt = profiled.resumes(&["1"]);
    spoilt.says("J-0001: sent, but not recorded in the journal: ");
    spoilt.ends();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_was_started_without_a_profile_is_resumed_with_the_same_options() {
    let profiled = Profiled::new().await;
    let sandbox = &profiled.sandbox;
    profiled.job_of(None, &["spam_0041"]).await;
    // The default profile is of another app, or there is none.
    let usual = profiled.home.read();
    let other = usual.replace("default = \"box\"", "default = \"other\"");
    for config in [other.as_str(), ""] {
        profiled.home.write(config);
        for args in [&[][..], &["1"]] {
            profiled.resume(args).fails(
                2,
                &[
                    "J-0001 was started without a profile",
                    "rosterm jobs resume J-0001 --base-url URL --app-key 'demo#rosterm'",
                ],
            );
        }
    }
    let server = ["--base-url", sandbox.base_url(), "--app-key"];
    let on = |more: &[&'static str]| [&["1"], &server[..], more].concat();
    profiled
        .resume(&on(&["demo#other"]))
        .fails(2, &["J-0001 is for demo#rosterm, not for demo#other"]);
    let remote = ["1", "--base-url", "https://h", "--app-key", "demo#rosterm"];
    profiled
        .resume(&remote)
        .fails(2, &["demo#rosterm may have real users", "--yes"]);
    profiled
        .resume(&on(&["demo#rosterm", "--profile", "box"]))
        .fails(2, &["cannot be combined with"]);
    profiled
        .resume(&on(&["demo#rosterm"]))
        .says(&["J-0001", "1 done"]);
    profiled.job_of(None, &["spam_0042"]).await;
    let command = ["jobs", "resume", "--base-url", sandbox.base_url()];
    let app = [
        "--app-key",
        "demo#rosterm",
        "--client-id",
        sandbox.client_id(),
    ];
    let args = [command, app].concat();
    let secret = [("ROSTERM_CLIENT_SECRET", sandbox.client_secret())];
    profiled
        .home
        .run_with(&args, &secret)
        .says(&["J-0002", "1 done"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_without_jobs_says_so_and_not_as_a_row() {
    let profiled = Profiled::new().await;
    for (args, words) in [
        (&["jobs", "list"][..], "There are no unfinished jobs."),
        (&["jobs", "list", "--all"], "There are no jobs."),
        (&["journal", "list"], "No entry matches."),
    ] {
        let done = profiled.home.run(args);
        assert_eq!((done.code, done.out.as_str()), (0, ""), "{args:?}");
        assert!(done.err.starts_with(words), "{}", done.err);
    }
    let export = profiled.home.run(&["journal", "export", "--json"]);
    assert_eq!((export.out.as_str(), export.err.as_str()), ("", ""));
}

#[test]
fn a_command_that_only_groups_others_shows_its_help() {
    let home = Home::new();
    for group in ["jobs", "journal", "profile"] {
        let done = home.run(&[group]);
        done.says(&[&format!("rosterm {group} [OPTIONS] <COMMAND>"), "list"]);
        assert_eq!(done.out, home.run(&[group, "--help"]).out);
        assert_eq!(done.err, "");
    }
    let shown = home.run(&["help", "jobs", "show"]);
    assert_eq!(shown.out, home.run(&["jobs", "show", "--help"]).out);
}
