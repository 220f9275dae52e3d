//! The files that rosterm writes: somebody looks at them in a terminal.

use std::path::PathBuf;

use rosterm::api::{AppKey, BaseUrl};
use rosterm::profile::{self, Profile, SecretSource};

use super::{scanner, strings};

fn profile(secret: SecretSource) -> Profile {
    let base_url = BaseUrl::parse("https://a1.easemob.com").unwrap();
    Profile::new(base_url, AppKey::parse("acme#im").unwrap(), secret)
}

/// Whether a setting of one line can be this text.
fn is_line(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && !text.contains(char::is_control)
}

/// The profile as it is written; what is written is read back as it was.
#[track_caller]
fn written(profile: &Profile) -> String {
    let text = profile::add("", "acme", profile).unwrap();
    if let Err(why) = scanner::printed(text.as_bytes()) {
        panic!("{why}");
    }
    let back = profile::read(&text).unwrap();
    assert_eq!(back.find("acme"), Some(profile), "{text}");
    text
}

#[test]
fn a_hostile_setting_is_written_as_escapes_and_read_back_as_it_was() {
    let (mut lines, mut keys) = (0, 0);
    for hostile in strings::all() {
        let word = format!("zaa{hostile}\"\\");
        let command = profile(SecretSource::Command(vec!["pass".into(), word.clone()]));
        if hostile.contains('\0') {
            assert!(profile::add("", "acme", &command).is_err());
            continue;
        }
        assert!(written(&command).contains("zaa"));
        if let Ok(app_key) = AppKey::parse(&format!("acme#zaa{hostile}")) {
            keys += 1;
            let mut profile = profile(SecretSource::Env);
            profile.app_key = app_key;
            written(&profile);
        }
        if is_line(&word) {
            lines += 1;
            let mut profile = profile(SecretSource::File(PathBuf::from(&word)));
            profile.operator = Some(word.clone());
            profile.client_id = Some(word.clone());
            profile.ca_file = Some(PathBuf::from(&word));
            written(&profile);
        }
    }
    assert!(lines > 60 && keys > 20, "{lines} {keys}");
}

#[test]
fn what_can_be_read_is_written_as_it_is() {
    for plain in [
        "小王",
        "Jürgen",
        "สวัสดีครับ",
        "नमस्ते",
        "مرحبا",
        "👩‍💻",
        "a \"b\" \\ c",
        "<202E>",
    ] {
        let mut profile = profile(SecretSource::Env);
        profile.operator = Some(plain.to_owned());
        let text = written(&profile);
        assert!(!text.contains("\\u"), "{text}");
    }
    let mut profile = profile(SecretSource::Env);
    profile.operator = Some("li\u{202e}na\u{e0041}".to_owned());
    let text = written(&profile);
    assert!(
        text.contains(r#"operator = "li\u202Ena\U000E0041""#),
        "{text}"
    );
}

#[test]
fn no_profile_has_a_name_that_cannot_be_seen() {
    for hostile in strings::all() {
        let name = format!("z{hostile}");
        if profile::is_name(&name) {
            assert_eq!(scanner::printed(name.as_bytes()), Ok(name.as_str()));
        }
    }
    for unseen in ["\u{3164}", "a\u{115f}", "\u{ffa0}b", "a\u{200b}"] {
        assert!(!profile::is_name(unseen), "{unseen:?}");
    }
    assert!(profile::is_name("张三") && profile::is_name("prod-1"));
}
