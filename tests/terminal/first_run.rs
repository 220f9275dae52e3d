//! The program as somebody has it who has no profile yet.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use rosterm::sandbox::{self, Sandbox, SandboxConfig};

use crate::home::Home;
use crate::pty::Pty;

const TAB: &str = "\t";
const ENTER: &str = "\r";
const UP: &str = "\x1b[A";

async fn site() -> Sandbox {
    sandbox::start(SandboxConfig {
        friends: 60,
        blocks: 3,
        conversations: 3,
        ..SandboxConfig::default()
    })
    .await
    .unwrap()
}

/// A paste, as a terminal brackets it.
fn paste(text: &str) -> String {
    format!("\x1b[200~{text}\x1b[201~")
}

/// Nothing that was written, and nothing of the process that others can see, holds a secret.
fn nobody_sees(secret: &str, pty: &Pty, home: &Home) {
    let holds = |bytes: &[u8]| bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
    assert!(!holds(&pty.bytes), "on the screen");
    for path in home.files() {
        assert!(!holds(&fs::read(&path).unwrap()), "in {}", path.display());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_run_ends_in_the_open_console() {
    let (home, site) = (Home::new(), site().await);
    let mut pty = Pty::start(home.rosterm(&["--lang", "en", site.main_user()]));
    pty.shows("First-run set-up");
    pty.shows("App Key");
    pty.send(paste(&format!(" {}\n", site.app_key())));
    pty.shows(site.app_key());
    Pty::lets_a_paste_end();
    // What comes in one burst is a paste, keys and all.
    pty.send(TAB);
    Pty::lets_a_paste_end();
    pty.send(site.client_id());
    pty.shows(site.client_id());
    pty.send(TAB.repeat(2));
    pty.send(paste(site.client_secret()));
    pty.shows("entered, not shown");
    Pty::lets_a_paste_end();
    assert!(!pty.command_line().contains(site.client_secret()));
    // Back to the address, which is not the one that stands there.
    pty.send(UP.repeat(4));
    pty.send(format!("\x15{}", site.base_url()));
    pty.shows(site.base_url());
    pty.send(ENTER);
    pty.shows("All checks passed");
    pty.send(ENTER);
    pty.shows("> bob_77");
    pty.shows("PROD");
    pty.shows("read-only");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    nobody_sees(site.client_secret(), &pty, &home);

    let config = fs::read_to_string(home.config()).unwrap();
    for line in ["default = \"prod\"", "secret = \"prompt\"", "lang = \"en\""] {
        assert!(config.contains(line), "{config}");
    }
    let mode = fs::metadata(home.config()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    // The next start asks for nothing but the secret.
    let mut pty = Pty::start(home.rosterm(&[site.main_user()]));
    pty.shows("Client secret of demo#rosterm for profile prod (not shown):");
    pty.send(format!("{}{ENTER}", site.client_secret()));
    pty.shows("> bob_77");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    nobody_sees(site.client_secret(), &pty, &home);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_door_leads_into_the_sandbox_and_writes_nothing() {
    let home = Home::new();
    let mut pty = Pty::start(home.rosterm(&["--lang", "zh-CN"]));
    pty.shows("首次设置");
    pty.send("\x1bOS");
    pty.shows("沙箱 SANDBOX");
    pty.shows("> bob_77");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    assert!(!home.config().exists());
}

#[test]
fn escape_leaves_and_writes_nothing() {
    let home = Home::new();
    let mut pty = Pty::start(home.rosterm(&["--lang", "en"]));
    pty.shows("First-run set-up");
    pty.send("\x1bOQ");
    pty.shows("首次设置");
    pty.send("\x1b");
    assert_eq!(pty.ends(), 0);
    assert!(!home.config().exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_flags_began_asks_for_the_rest_and_tells_programs_nothing() {
    let (home, site) = (Home::new(), site().await);
    let (seen, secret) = (home.path("seen"), home.path("secret"));
    fs::write(&secret, site.client_secret()).unwrap();
    let program = format!("sh -c 'env > {}; cat {}'", seen.display(), secret.display());
    let mut command = home.rosterm(&["profile", "add", "--lang", "en"]);
    command.args(["--base-url", site.base_url(), "--app-key", site.app_key()]);
    command.args([
        "--client-id",
        site.client_id(),
        "--secret-command",
        &program,
    ]);
    command.env("ROSTERM_TOKEN", "canary-token");
    command.env("ROSTERM_CLIENT_SECRET", "canary-secret");
    let mut pty = Pty::start(command);
    pty.shows("New profile");
    pty.shows("demo#rosterm");
    pty.send(ENTER);
    pty.shows("Enter saves the profile");
    pty.send(ENTER);
    pty.shows("Added prod to");
    assert_eq!(pty.ends(), 0);
    let environment = fs::read_to_string(&seen).unwrap();
    assert!(environment.contains("HOME="), "{environment}");
    assert!(!environment.contains("canary"), "{environment}");
    fs::remove_file(&secret).unwrap();
    nobody_sees(site.client_secret(), &pty, &home);
    nobody_sees("canary", &pty, &home);
}

/// Whatever arrives in the burst of a paste belongs to it.
#[test]
fn an_enter_in_the_burst_of_a_paste_says_that_it_did_nothing() {
    let home = Home::new();
    let mut pty = Pty::start(home.rosterm(&["--lang", "en"]));
    pty.shows("First-run set-up");
    pty.send("\x1b[200~acme#im\x1b[201~\r");
    pty.shows("keys came too fast");
    pty.signal("TERM");
    assert_eq!(pty.ends(), 143);
}

#[test]
fn a_profile_is_removed_only_after_a_yes() {
    let home = Home::new();
    let text = "[profile.x]\nbase_url = \"https://h\"\napp_key = \"o#a\"\nsecret = \"env\"\n";
    home.write(text);
    for (answer, code) in [("\r", 1), ("n\r", 1), ("y\r", 0)] {
        assert!(home.config().exists());
        let mut pty = Pty::start(home.rosterm(&["profile", "remove", "x"]));
        pty.shows("Remove the profile x");
        pty.send(answer);
        assert_eq!(pty.ends(), code, "{answer:?}");
    }
    let left = fs::read_to_string(home.config()).unwrap();
    assert!(!left.contains("profile.x"), "{left}");
}

#[test]
fn a_secret_that_is_not_given_is_no_secret() {
    let home = Home::new();
    let text = "[profile.x]\nbase_url = \"https://h\"\napp_key = \"o#a\"\nsecret = \"prompt\"\n";
    home.write(text);
    let mut pty = Pty::start(home.rosterm(&["--lang", "en"]));
    pty.shows("App token of o#a for profile x (not shown):");
    pty.send("\x03");
    pty.shows("No secret was entered");
    assert_eq!(pty.ends(), 2);
}
