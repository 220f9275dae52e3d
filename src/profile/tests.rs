use std::time::Duration;

use super::*;
use crate::api::TokenLifetime;
use crate::domain::{Failure, FailureClass, FailureReason, SystemError, UserId};
use crate::i18n::Lang;
use crate::text::Text;

/// The sample of the documentation, with all keys.
const WHOLE: &str = r#"default = "acme"

[profile.acme]
base_url = "https://a1.easemob.com"
app_key = "acme#im-prod"
client_id = "YXA6x"
secret = { command = ["pass", "acme/im"] }
environment = "test"
friend_cap = 3000
share = 35
operator = "li.na"
ca_file = "/etc/ssl/corp.pem"
proxy = "http://proxy:3128"
lang = "zh-CN"
[profile.acme.timing]
connect = "2s"
read = "400ms"
write = "1m"
settle = "20s"
attempts = 5
arm = "0s"
"#;

/// A profile with the required keys and one more line, which is line 5.
fn with(line: &str) -> String {
    format!("[profile.a]\nbase_url = \"https://h\"\napp_key = \"o#a\"\nsecret = \"env\"\n{line}\n")
}

#[track_caller]
fn mistake(text: &str) -> ProfileMistake {
    read(text).unwrap_err()
}

#[test]
fn every_setting_is_read() {
    let profiles = read(WHOLE).unwrap();
    assert_eq!(profiles.default.as_deref(), Some("acme"));
    assert_eq!(profiles.names(), ["acme"]);
    let profile = profiles.find("acme").unwrap();
    assert_eq!(
        *profile,
        Profile {
            base_url: BaseUrl::parse("https://a1.easemob.com").unwrap(),
            app_key: AppKey::parse("acme#im-prod").unwrap(),
            client_id: Some("YXA6x".into()),
            secret: SecretSource::Command(vec!["pass".into(), "acme/im".into()]),
            environment: Environment::Test,
            friend_cap: Some(3000),
            share: 35,
            operator: Some("li.na".into()),
            ca_file: Some("/etc/ssl/corp.pem".into()),
            proxy: Some(ProxyUrl::parse("http://proxy:3128").unwrap()),
            lang: Some(Lang::ZhCn),
            timing: ProfileTimes {
                connect: Some(Duration::from_secs(2)),
                read: Some(Duration::from_millis(400)),
                write: Some(Duration::from_secs(60)),
                settle: Some(Duration::from_secs(20)),
                arm: Some(Duration::ZERO),
                attempts: Some(5),
            },
        }
    );
    let timing = profile.timing.of_client();
    assert_eq!(
        (timing.read, timing.attempts),
        (Duration::from_millis(400), 5)
    );
}

#[test]
fn what_is_left_out_is_usual_and_production() {
    let profiles = read(&with("")).unwrap();
    let profile = profiles.find("a").unwrap();
    assert_eq!(
        (profile.environment, profile.share, profile.timing),
        (Environment::Production, SHARE, ProfileTimes::default())
    );
    assert_eq!(profile.timing.of_client(), Timing::default());
}

#[test]
fn every_source_is_read_in_both_spellings() {
    let source = |line: &str| {
        let text = format!("[profile.a]\nbase_url = \"https://h\"\napp_key = \"o#a\"\n{line}\n");
        read(&text).unwrap().find("a").unwrap().secret.clone()
    };
    let command = SecretSource::Command(vec!["pass".into(), "x".into()]);
    assert_eq!(source(r#"secret = { command = ["pass", "x"] }"#), command);
    assert_eq!(source(r#"command = ["pass", "x"]"#), command);
    assert_eq!(source(r#"secret = "keyring""#), SecretSource::Keyring);
    assert_eq!(source(r#"secret = "prompt""#), SecretSource::Prompt);
    assert_eq!(
        source(r#"secret = { file = "/s" }"#),
        SecretSource::File("/s".into())
    );
    assert_eq!(source(r#"secret = "env""#), SecretSource::Env);
}

#[test]
fn every_wrong_value_is_named_with_its_line_and_its_key() {
    for (line, key) in [
        ("client_id = 7", "client_id"),
        ("client_id = \" \"", "client_id"),
        ("environment = \"prod\"", "environment"),
        ("environment = true", "environment"),
        ("friend_cap = 0", "friend_cap"),
        ("friend_cap = \"3000\"", "friend_cap"),
        ("share = 0", "share"),
        ("share = 101", "share"),
        ("share = -1", "share"),
        ("share = 1.5", "share"),
        ("operator = \"a\\nb\"", "operator"),
        ("ca_file = \"\"", "ca_file"),
        ("proxy = \"socks5://p:1\"", "proxy"),
        ("proxy = \"http://u:p@p:1\"", "proxy"),
        ("lang = \"fr\"", "lang"),
        ("timing = \"fast\"", "timing"),
        ("timing = { read = \"soon\" }", "timing.read"),
        ("timing = { read = 20 }", "timing.read"),
        ("timing = { read = \"0s\" }", "timing.read"),
        ("timing = { connect = \"-1s\" }", "timing.connect"),
        ("timing = { write = \"11m\" }", "timing.write"),
        ("timing = { settle = \"11m\" }", "timing.settle"),
        ("timing = { arm = \"11s\" }", "timing.arm"),
        ("timing = { attempts = 0 }", "timing.attempts"),
        ("timing = { attempts = 11 }", "timing.attempts"),
        ("timing = { patience = \"1s\" }", "timing.patience"),
        ("command = [\"pass\"]", "command"),
        ("base_uri = \"https://h\"", "base_uri"),
    ] {
        let mistake = mistake(&with(line));
        assert_eq!(
            (mistake.line, mistake.key.as_str()),
            (5, format!("profile.a.{key}").as_str()),
            "{line}: {mistake:?}"
        );
    }
}

#[test]
fn every_wrong_source_is_named_and_never_quoted() {
    for source in [
        "\"hunter2\"",
        "7",
        "{ }",
        "{ command = \"pass hunter2\" }",
        "{ command = [] }",
        "{ command = [\"\"] }",
        "{ command = [1] }",
        "{ file = \"\" }",
        "{ file = \"/f\", command = [\"p\"] }",
        "{ value = \"hunter2\" }",
        "[\"hunter2\"]",
    ] {
        let text = format!("# a comment\n[profile.a]\nsecret = {source}\n");
        let mistake = mistake(&text);
        assert_eq!(mistake.line, 3, "{source}");
        assert!(mistake.key.starts_with("profile.a.secret"), "{mistake:?}");
        assert!(!mistake.words(Lang::En).contains("hunter2"), "{mistake:?}");
    }
    let says = mistake("[profile.a]\nsecret = \"hunter2\"\n").words(Lang::En);
    assert!(says.contains("never put the secret itself here"), "{says}");
}

#[test]
fn a_secret_under_a_name_of_its_own_is_refused_and_never_quoted() {
    for name in ["client_secret", "token", "password"] {
        let mistake = mistake(&with(&format!("{name} = \"hunter2\"")));
        assert_eq!(mistake.line, 5);
        let says = mistake.words(Lang::En);
        assert!(says.contains("never put the secret itself here"), "{says}");
        assert!(!says.contains("hunter2"), "{says}");
    }
}

#[test]
fn what_is_missing_is_named_at_its_profile() {
    for (text, missing) in [
        (
            "\n[profile.a]\napp_key = \"o#a\"\nsecret = \"env\"",
            "base_url",
        ),
        (
            "\n[profile.a]\nbase_url = \"https://h\"\nsecret = \"env\"",
            "app_key",
        ),
        (
            "\n[profile.a]\nbase_url = \"https://h\"\napp_key = \"o#a\"",
            "secret",
        ),
    ] {
        let mistake = mistake(text);
        assert_eq!((mistake.line, mistake.key.as_str()), (2, "profile.a"));
        let words = mistake.words(Lang::En);
        let expected = format!("2: profile.a: {missing} is missing");
        assert!(words.starts_with(&expected), "{words}");
    }
}

#[test]
fn what_is_wrong_with_the_file_itself_is_named_with_its_line() {
    for (text, line, key) in [
        ("default = \"a\"\nx = = 1\n", 2, ""),
        ("default = \"a", 1, ""),
        ("default = \"a\"\ndefault = \"b\"\n", 2, ""),
        ("defualt = \"a\"\n", 1, "defualt"),
        ("\ndefault = 7\n", 2, "default"),
        ("\n\ndefault = \"a\"\n", 3, "default"),
        ("profile = 7\n", 1, "profile"),
        ("[profile]\na = 7\n", 2, "profile.a"),
        ("[profile.\"a b\"]\n", 1, "profile.a b"),
        ("[profile.\"\"]\n", 1, "profile."),
        ("[profile.\"-a\"]\n", 1, "profile.-a"),
        (
            "[profile.a]\nbase_url = \"http://h\"\n",
            2,
            "profile.a.base_url",
        ),
        ("[profile.a]\napp_key = \"oa\"\n", 2, "profile.a.app_key"),
    ] {
        let mistake = mistake(text);
        assert_eq!(
            (mistake.line, mistake.key.as_str()),
            (line, key),
            "{text:?}: {mistake:?}"
        );
    }
}

#[test]
fn what_is_no_toml_is_not_quoted_either() {
    let says = mistake("[profile.a]\nsecret = hunter2\n").words(Lang::En);
    assert!(!says.contains("hunter2"), "{says}");
    assert!(says.starts_with("2: "), "{says}");
}

#[test]
fn an_empty_file_has_no_profiles() {
    assert_eq!(read("").unwrap(), Profiles::default());
    assert_eq!(read("# nothing yet\n").unwrap(), Profiles::default());
}

#[test]
fn the_usual_profile_is_the_default_or_the_only_one() {
    let one = with("");
    assert_eq!(read(&one).unwrap().usual().unwrap().0, "a");
    let two = one.clone() + &one.replace("profile.a", "profile.b");
    assert!(read(&two).unwrap().usual().is_none());
    let two = format!("default = \"b\"\n{two}");
    assert_eq!(read(&two).unwrap().usual().unwrap().0, "b");
}

#[test]
fn what_is_written_is_read_back_the_same() {
    let profiles = read(WHOLE).unwrap();
    let profile = profiles.find("acme").unwrap();
    for source in [
        SecretSource::Command(vec!["a b".into(), "\"q\"".into()]),
        SecretSource::Keyring,
        SecretSource::Prompt,
        SecretSource::File("/a \"b\"".into()),
        SecretSource::Env,
    ] {
        let profile = Profile {
            secret: source,
            ..profile.clone()
        };
        let text = add("", "acme", &profile).unwrap();
        assert_eq!(read(&text).unwrap().find("acme"), Some(&profile), "{text}");
    }
    let spare = Profile::new(
        profile.base_url.clone(),
        profile.app_key.clone(),
        SecretSource::Env,
    );
    let text = add("", "spare", &spare).unwrap();
    assert_eq!(read(&text).unwrap().usual(), Some(("spare", &spare)));
}

#[test]
fn comments_and_order_survive_one_more_profile() {
    let before = "# The console of the support team.\ndefault = \"z\" # the usual\n\n\
                  # Ask Wang for access.\n[profile.z] # old\napp_key = \"o#a\"\nsecret = \"env\"   # for now\n\
                  base_url = \"https://h\"\n\n# The end.\n";
    let profile = read(before).unwrap().find("z").unwrap().clone();
    let after = add(before, "a", &profile).unwrap();
    assert!(
        after.starts_with(before.trim_end_matches("\n# The end.\n")),
        "{after}"
    );
    assert!(after.contains("# The end."), "{after}");
    assert_eq!(read(&after).unwrap().names(), ["z", "a"]);
    assert_eq!(remove(&after, "a").unwrap().trim(), before.trim());
}

#[test]
fn a_second_profile_does_not_become_the_default() {
    let one = with("");
    let profile = read(&one).unwrap().find("a").unwrap().clone();
    let two = add(&one, "b", &profile).unwrap();
    assert_eq!(read(&two).unwrap().default, None);
    assert_eq!(
        add(&two, "b", &profile),
        Err(Unwritable::Taken(Text::new("b")))
    );
}

#[test]
fn a_profile_goes_with_its_timing_and_without_being_the_default() {
    let after = remove(WHOLE, "acme").unwrap();
    assert_eq!(read(&after).unwrap(), Profiles::default());
    assert_eq!(
        remove(&after, "acme"),
        Err(Unwritable::Missing(Text::new("acme")))
    );
}

#[test]
fn comments_that_stand_apart_from_a_profile_outlive_it() {
    let one = with("");
    let two = one.replace("profile.a", "profile.b");
    let text = format!("# For everybody.\n\n# About a.\n{one}\n# Apart.\n\n# About b.\n{two}");
    let first = remove(&text, "a").unwrap();
    assert!(first.starts_with("# For everybody.\n"), "{first}");
    assert!(
        first.contains("# Apart.") && first.contains("# About b."),
        "{first}"
    );
    assert!(!first.contains("# About a."), "{first}");
    let last = remove(&text, "b").unwrap();
    assert!(
        last.contains("# Apart.") && last.contains("# About a."),
        "{last}"
    );
    assert!(!last.contains("# About b."), "{last}");
}

#[test]
fn profiles_in_one_line_are_kept_that_way() {
    let text =
        "profile = { a = { base_url = \"https://h\", app_key = \"o#a\", secret = \"env\" } }\n";
    let profile = read(text).unwrap().find("a").unwrap().clone();
    let two = add(text, "b", &profile).unwrap();
    assert_eq!(read(&two).unwrap().names(), ["a", "b"]);
    assert_eq!(read(&remove(&two, "a").unwrap()).unwrap().names(), ["b"]);
}

#[test]
fn a_broken_file_is_not_written_into() {
    let profile = read(&with("")).unwrap().find("a").unwrap().clone();
    assert!(matches!(
        add("share = 1\n", "b", &profile),
        Err(Unwritable::Mistake(ProfileMistake { line: 1, .. }))
    ));
}

#[test]
fn names_are_words() {
    for good in ["a", "acme-1", "生产", "a.b_c", &"x".repeat(32)] {
        assert!(is_name(good), "{good}");
    }
    for bad in ["", "-a", "a b", "a/b", "a\u{200b}", "a\n", &"x".repeat(33)] {
        assert!(!is_name(bad), "{bad:?}");
    }
}

fn refused(status: u16, error: &str) -> Failure {
    let mut failure = Failure::new(FailureClass::Final, FailureReason::Service);
    failure.status = Some(status);
    failure.error = Some(Text::new(error));
    failure
}

/// All lines about a finding, joined.
fn said(fact: CheckFact, lang: Lang) -> String {
    CheckFinding(fact).words(lang).join(" ")
}

#[test]
fn what_is_wrong_is_said_with_the_place_to_mend_it() {
    let host = Text::new("https://h");
    for (fact, en, zh) in [
        (
            CheckFact::Token(Err(refused(400, "invalid_grant"))),
            "Application overview",
            "应用概览",
        ),
        (
            CheckFact::Token(Err(refused(404, "organization_application_not_found"))),
            "App Key",
            "App Key",
        ),
        (
            CheckFact::Read(Err(refused(401, "unauthorized"))),
            "new token",
            "新的 token",
        ),
        (
            CheckFact::Blocks(Some(Err(refused(403, "forbidden_op")))),
            "User blocklist",
            "用户黑名单",
        ),
        (
            CheckFact::CaUnreadable(Text::new("/c.pem"), SystemError::other("gone")),
            "Cannot read /c.pem: gone",
            "无法读取 /c.pem",
        ),
        (
            CheckFact::CaEmpty(Text::new("/c.pem")),
            "no certificate",
            "没有 PEM",
        ),
        (
            CheckFact::Address {
                host: host.clone(),
                reached: Err(Failure::new(FailureClass::NothingDone, FailureReason::Tls)),
                known: None,
            },
            "ca_file",
            "ca_file",
        ),
        (
            CheckFact::Address {
                host: host.clone(),
                reached: Err(Failure::new(
                    FailureClass::NothingDone,
                    FailureReason::Connect,
                )),
                known: Some(false),
            },
            "does not exist",
            "域名不存在",
        ),
        (
            CheckFact::Address {
                host,
                reached: Err(Failure::new(
                    FailureClass::NothingDone,
                    FailureReason::Connect,
                )),
                known: Some(true),
            },
            "HTTPS_PROXY",
            "HTTPS_PROXY",
        ),
    ] {
        let state = CheckFinding(fact.clone()).state();
        assert_ne!(state, CheckState::Good, "{fact:?}");
        assert!(said(fact.clone(), Lang::En).contains(en), "{fact:?}");
        assert!(said(fact.clone(), Lang::ZhCn).contains(zh), "{fact:?}");
    }
}

#[test]
fn what_does_not_stop_the_console_is_only_a_note() {
    for fact in [
        CheckFact::Blocks(Some(Err(refused(403, "x")))),
        CheckFact::Blocks(Some(Err(refused(500, "x")))),
        CheckFact::Blocks(None),
    ] {
        assert_eq!(CheckFinding(fact).state(), CheckState::Partly);
    }
    for fact in [
        CheckFact::Secret(Ok(SecretOrigin::Typed)),
        CheckFact::Token(Ok(TokenLifetime::Unknown)),
        CheckFact::Read(Ok(Some(UserId::new("a")))),
        CheckFact::Read(Ok(None)),
        CheckFact::Blocks(Some(Ok(()))),
    ] {
        assert_eq!(CheckFinding(fact).state(), CheckState::Good);
    }
}

#[test]
fn the_life_of_a_token_is_told_as_the_service_gave_it() {
    let said = |seconds| {
        said(
            CheckFact::Token(Ok(TokenLifetime::Seconds(seconds))),
            Lang::En,
        )
    };
    assert_eq!(said(5_184_000 - 3_600), "valid for 59 d 23 h");
    assert_eq!(said(86_400), "valid for 1 d 0 h");
    assert_eq!(said(7_260), "valid for 2 h 1 min");
    assert_eq!(said(59), "valid for 0 min");
}

#[test]
fn the_journal_keeps_remarks_unless_the_file_says_otherwise() {
    for (text, withheld) in [
        ("", false),
        ("[journal]\n", false),
        ("journal = { remarks = true }\n", false),
        ("[journal]\nremarks = false\n", true),
    ] {
        assert_eq!(read(text).unwrap().remarks_withheld, withheld, "{text}");
    }
    for (text, key) in [
        ("[journal]\nremarks = \"no\"\n", "journal.remarks"),
        ("[journal]\nremark = false\n", "journal.remark"),
        ("journal = false\n", "journal"),
    ] {
        assert_eq!(read(text).unwrap_err().key, key, "{text}");
    }
}

#[test]
fn the_journal_keeps_what_it_has_for_ever_unless_the_file_says_for_how_long() {
    assert_eq!(read("[journal]\n").unwrap().keep_days, None);
    assert_eq!(
        read("[journal]\nkeep_days = 90\n").unwrap().keep_days,
        Some(90)
    );
    for wrong in ["0", "-1", "\"90d\"", "1.5", "36501"] {
        let why = read(&format!("[journal]\nkeep_days = {wrong}\n")).unwrap_err();
        assert_eq!(
            (why.line, why.key.as_str()),
            (2, "journal.keep_days"),
            "{wrong}"
        );
    }
}
