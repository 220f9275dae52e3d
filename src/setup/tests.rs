use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::*;
use crate::api::TokenLifetime;
use crate::domain::{Failure, FailureClass, FailureReason, UserId};
use crate::profile::{CheckFact, SecretOrigin, SecretSource};

mod picture;

/// A secret that must never be shown.
const CANARY: &str = "canary-s3cret";

fn context() -> SetUpContext {
    SetUpContext {
        system: Lang::En,
        keyring: false,
        taken: vec!["taken".into()],
        file: Text::new("/home/li/.config/rosterm/config.toml"),
        first_run: true,
    }
}

fn fresh() -> SetUp {
    SetUp::new(context(), Some(Lang::En), (80, 24)).at_the_first_gap()
}

fn press(model: &mut SetUp, code: KeyCode) -> Vec<SetUpEffect> {
    update(
        model,
        SetUpMsg::Key(KeyEvent::new(code, KeyModifiers::NONE)),
    )
}

fn control(model: &mut SetUp, c: char) -> Vec<SetUpEffect> {
    let event = KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL);
    update(model, SetUpMsg::Key(event))
}

fn type_in(model: &mut SetUp, text: &str) {
    for c in text.chars() {
        press(model, KeyCode::Char(c));
    }
}

fn paste(model: &mut SetUp, text: &str) {
    update(model, SetUpMsg::Paste(text.to_owned()));
}

fn go_to(model: &mut SetUp, field: FormField) {
    let mut steps = 0;
    while model.focus != field {
        press(model, KeyCode::Tab);
        steps += 1;
        assert!(steps < 20, "{field:?} cannot be reached");
    }
}

/// A form with all required fields.
fn filled() -> SetUp {
    let mut model = fresh();
    type_in(&mut model, "acme#im-prod");
    press(&mut model, KeyCode::Tab);
    type_in(&mut model, "YXA6x");
    go_to(&mut model, FormField::Secret);
    type_in(&mut model, CANARY);
    model
}

/// The request and the profile of the check that was started.
#[track_caller]
fn trial(effects: Vec<SetUpEffect>) -> (RequestId, ProfileDraft) {
    match effects.into_iter().next() {
        Some(SetUpEffect::Check(request, draft)) => (request, *draft),
        other => panic!("no trial: {other:?}"),
    }
}

fn good() -> Vec<CheckFinding> {
    vec![
        CheckFinding(CheckFact::Secret(Ok(SecretOrigin::Typed))),
        CheckFinding(CheckFact::Address {
            host: Text::new("https://a1.easemob.com"),
            reached: Ok(()),
            known: None,
        }),
        CheckFinding(CheckFact::Token(Ok(TokenLifetime::Seconds(5_180_400)))),
        CheckFinding(CheckFact::Read(Ok(Some(UserId::new("alice_01"))))),
        CheckFinding(CheckFact::Blocks(Some(Ok(())))),
    ]
}

fn refused(status: u16, error: &str, description: &str) -> Failure {
    let mut failure = Failure::new(FailureClass::Final, FailureReason::Service);
    failure.status = Some(status);
    failure.error = Some(Text::new(error));
    failure.description = Some(Text::new(description));
    failure
}

/// Completes a check with these findings.
fn tried(model: &mut SetUp, findings: Vec<CheckFinding>) {
    let (request, _) = trial(press(model, KeyCode::F(5)));
    let passes = findings
        .iter()
        .all(|f| f.state() != crate::profile::CheckState::Bad);
    for finding in findings {
        update(model, SetUpMsg::Found(request, finding));
    }
    update(model, SetUpMsg::Checked(request, passes));
}

#[test]
fn the_keys_begin_where_something_is_missing() {
    assert_eq!(fresh().focus, FormField::AppKey);
    let mut model = SetUp::new(context(), None, (80, 24));
    model.form.base_url = tui_input::Input::default();
    assert_eq!(model.at_the_first_gap().focus, FormField::BaseUrl);
}

#[test]
fn tab_and_the_arrows_go_round_all_fields() {
    let mut model = fresh();
    for field in FormField::ALL {
        go_to(&mut model, field);
    }
    model.focus = FormField::Lang;
    press(&mut model, KeyCode::Up);
    assert_eq!(model.focus, FormField::CaFile);
    press(&mut model, KeyCode::Down);
    press(&mut model, KeyCode::BackTab);
    assert_eq!(model.focus, FormField::CaFile);
}

#[test]
fn what_the_environment_holds_is_passed_over() {
    let mut model = fresh();
    model.form.source = SecretKind::Env;
    model.focus = FormField::Source;
    press(&mut model, KeyCode::Tab);
    assert_eq!(model.focus, FormField::Operator);
    press(&mut model, KeyCode::BackTab);
    assert_eq!(model.focus, FormField::Source);
}

#[test]
fn f2_turns_the_language_at_once_and_the_profile_remembers() {
    let mut model = filled();
    press(&mut model, KeyCode::F(2));
    assert_eq!(model.lang, Lang::ZhCn);
    assert_eq!(
        ProfileDraft::of(&model).unwrap().profile.lang,
        Some(Lang::ZhCn)
    );
    press(&mut model, KeyCode::F(2));
    assert_eq!(model.lang, Lang::En);
    go_to(&mut model, FormField::Lang);
    press(&mut model, KeyCode::Right);
    assert_eq!(ProfileDraft::of(&model).unwrap().profile.lang, None);
}

#[test]
fn a_choice_turns_with_the_arrows_and_the_space_bar() {
    let mut model = fresh();
    go_to(&mut model, FormField::Environment);
    press(&mut model, KeyCode::Char(' '));
    assert_eq!(model.form.environment, Environment::Test);
    press(&mut model, KeyCode::Left);
    assert_eq!(model.form.environment, Environment::Production);
    press(&mut model, KeyCode::Char('x'));
    assert_eq!(model.form.environment, Environment::Production);
}

#[test]
fn a_keyring_that_this_build_lacks_is_passed_over_and_said() {
    let mut model = fresh();
    go_to(&mut model, FormField::Source);
    assert_eq!(model.form.source, SecretKind::Prompt);
    press(&mut model, KeyCode::Left);
    assert_eq!(
        (model.form.source, &model.note),
        (SecretKind::Command, &Some(SetUpNote::NoKeyring))
    );
    press(&mut model, KeyCode::Right);
    assert_eq!(
        (model.form.source, &model.note),
        (SecretKind::Prompt, &Some(SetUpNote::NoKeyring))
    );
    model.context.keyring = true;
    press(&mut model, KeyCode::Left);
    assert_eq!(
        (model.form.source, &model.note),
        (SecretKind::Keyring, &None)
    );
}

#[test]
fn a_paste_is_cleaned_for_the_field_it_goes_into() {
    for (field, pasted, holds) in [
        (FormField::AppKey, " acme＃im-prod \r\n", "acme#im-prod"),
        (FormField::AppKey, "acme#im\u{200b}-prod", "acme#im-prod"),
        (FormField::ClientId, "\nYXA6 x\nnext line", "YXA6x"),
        (FormField::FriendCap, "３０００", "3000"),
        (FormField::Operator, "li  na\x1b[31m", "li  na[31m"),
        (FormField::Operator, "李　娜", "李　娜"),
    ] {
        let mut model = fresh();
        go_to(&mut model, field);
        paste(&mut model, pasted);
        assert_eq!(
            model.form.input(field).unwrap().value(),
            holds,
            "{pasted:?}"
        );
    }
}

#[test]
fn a_paste_goes_to_the_caret_and_has_an_end() {
    let mut model = fresh();
    type_in(&mut model, "ad");
    press(&mut model, KeyCode::Left);
    paste(&mut model, "bc");
    type_in(&mut model, "#");
    assert_eq!(model.form.app_key.value(), "abc#d");
    go_to(&mut model, FormField::Operator);
    paste(&mut model, &"x".repeat(100_000));
    assert_eq!(model.form.operator.value().len(), 4_096);
}

#[test]
fn a_paste_beside_the_fields_does_nothing_and_says_so() {
    let mut model = fresh();
    go_to(&mut model, FormField::Environment);
    paste(&mut model, "test\n");
    assert_eq!(model.form.environment, Environment::Production);
    assert_eq!(model.note, Some(SetUpNote::PasteNowhere));
}

#[test]
fn an_enter_that_came_with_a_paste_is_not_ignored_without_a_word() {
    let mut model = fresh();
    paste(&mut model, "acme#im");
    update(&mut model, SetUpMsg::TooFast);
    assert_eq!(model.note, Some(SetUpNote::TooFast));
    press(&mut model, KeyCode::Tab);
    assert_eq!(model.note, None);
    paste(&mut model, "\r");
    assert_eq!(model.note, Some(SetUpNote::TooFast));
}

#[test]
fn a_secret_is_edited_without_being_seen() {
    let mut model = fresh();
    go_to(&mut model, FormField::Secret);
    paste(&mut model, &format!("{CANARY}xy\n"));
    press(&mut model, KeyCode::Backspace);
    press(&mut model, KeyCode::Backspace);
    assert_eq!(model.form.secret.text(), CANARY);
    control(&mut model, 'u');
    assert!(!model.form.secret.is_entered());
    press(&mut model, KeyCode::Backspace);
    assert!(!model.form.secret.is_entered());
}

#[test]
fn what_is_filled_in_becomes_a_profile_and_the_secret_stays_outside() {
    let mut model = filled();
    go_to(&mut model, FormField::Operator);
    type_in(&mut model, "li.na");
    go_to(&mut model, FormField::FriendCap);
    type_in(&mut model, "3000");
    let (_, draft) = trial(press(&mut model, KeyCode::Enter));
    assert_eq!(draft.name, "prod");
    assert_eq!(draft.profile.secret, SecretSource::Prompt);
    assert_eq!(draft.profile.client_id.as_deref(), Some("YXA6x"));
    assert_eq!(draft.profile.friend_cap, Some(3000));
    assert_eq!(draft.profile.operator.as_deref(), Some("li.na"));
    assert_eq!(draft.typed.as_ref().unwrap().expose(), CANARY);
    let written = crate::profile::add("", &draft.name, &draft.profile).unwrap();
    assert!(!written.contains(CANARY));
}

#[test]
fn every_source_becomes_what_it_says() {
    for (kind, typed, source) in [
        (
            SecretKind::Command,
            "pass 'acme im'",
            SecretSource::Command(vec!["pass".into(), "acme im".into()]),
        ),
        (
            SecretKind::File,
            "~/secret",
            SecretSource::File("~/secret".into()),
        ),
        (SecretKind::Keyring, "", SecretSource::Keyring),
        (SecretKind::Env, "", SecretSource::Env),
    ] {
        let mut model = filled();
        model.context.keyring = true;
        model.form.secret.clear();
        model.form.source = kind;
        if !typed.is_empty() {
            go_to(&mut model, FormField::Secret);
            type_in(&mut model, typed);
        }
        let draft = ProfileDraft::of(&model).unwrap();
        assert_eq!(draft.profile.secret, source);
        assert!(draft.typed.is_none());
    }
}

/// Replaces the contents of a field.
fn refill(model: &mut SetUp, field: FormField, text: &str) {
    go_to(model, field);
    control(model, 'u');
    type_in(model, text);
}

#[test]
fn what_cannot_stay_is_said_and_gets_the_keys() {
    use crate::api::{BadAppKey, BadBaseUrl, BadProxy};
    for (field, text, fault) in [
        (FormField::Name, "", FieldFault::Empty),
        (FormField::Name, "a/b", FieldFault::Name),
        (FormField::Name, "taken", FieldFault::Taken),
        (FormField::BaseUrl, "", FieldFault::Empty),
        (
            FormField::BaseUrl,
            "a1",
            FieldFault::BaseUrl(BadBaseUrl::Unreadable),
        ),
        (
            FormField::BaseUrl,
            "http://a1.com",
            FieldFault::BaseUrl(BadBaseUrl::Scheme),
        ),
        (FormField::AppKey, "", FieldFault::Empty),
        (
            FormField::AppKey,
            "acme",
            FieldFault::AppKey(BadAppKey::Hash),
        ),
        (FormField::Secret, "", FieldFault::Empty),
        (FormField::FriendCap, "many", FieldFault::FriendCap),
        (FormField::FriendCap, "0", FieldFault::FriendCap),
        (
            FormField::Proxy,
            "proxy",
            FieldFault::Proxy(BadProxy::Unreadable),
        ),
        (
            FormField::Proxy,
            "http://u:p@proxy",
            FieldFault::Proxy(BadProxy::Secret),
        ),
    ] {
        let mut model = filled();
        refill(&mut model, field, text);
        go_to(&mut model, FormField::Lang);
        assert!(press(&mut model, KeyCode::Enter).is_empty(), "{text:?}");
        assert_eq!(model.note, Some(SetUpNote::Fault(field, fault)), "{text:?}");
        assert_eq!(model.focus, field, "{text:?}");
        assert_eq!(model.phase, SetUpPhase::Filling, "{text:?}");
    }
    let mut model = filled();
    model.form.source = SecretKind::Command;
    for (text, fault) in [
        ("", FieldFault::Empty),
        ("pass 'x", FieldFault::Quote),
        ("''", FieldFault::Empty),
    ] {
        refill(&mut model, FormField::Secret, text);
        press(&mut model, KeyCode::Enter);
        assert_eq!(
            model.note,
            Some(SetUpNote::Fault(FormField::Secret, fault)),
            "{text:?}"
        );
    }
    let mut token = filled();
    refill(&mut token, FormField::ClientId, "");
    refill(&mut token, FormField::Secret, "a b");
    press(&mut token, KeyCode::Enter);
    assert_eq!(
        token.note,
        Some(SetUpNote::Fault(FormField::Secret, FieldFault::Garbled))
    );
}

#[test]
fn findings_come_one_by_one_and_only_those_that_are_waited_for() {
    let mut model = filled();
    let (first, _) = trial(press(&mut model, KeyCode::Enter));
    assert!(
        press(&mut model, KeyCode::Enter).is_empty(),
        "one trial at a time"
    );
    update(&mut model, SetUpMsg::Found(first, good().remove(0)));
    assert_eq!(model.findings.len(), 1);
    // After any change, the findings are about something else.
    type_in(&mut model, "x");
    assert_eq!(
        (model.phase, model.findings.len()),
        (SetUpPhase::Filling, 0)
    );
    update(&mut model, SetUpMsg::Found(first, good().remove(0)));
    update(&mut model, SetUpMsg::Checked(first, true));
    assert_eq!(
        (model.phase, model.findings.len()),
        (SetUpPhase::Filling, 0)
    );
    let (second, _) = trial(press(&mut model, KeyCode::Enter));
    assert_ne!(first, second);
}

#[test]
fn what_the_trial_does_not_depend_on_may_be_filled_in_after_it() {
    let mut model = filled();
    tried(&mut model, good());
    assert_eq!(model.phase, SetUpPhase::Passed);
    for (field, text) in [
        (FormField::Name, "acme"),
        (FormField::Operator, "li"),
        (FormField::FriendCap, "100"),
    ] {
        refill(&mut model, field, text);
        assert_eq!(model.phase, SetUpPhase::Passed, "{field:?}");
    }
    refill(&mut model, FormField::AppKey, "other#app");
    assert_eq!(model.phase, SetUpPhase::Filling);
}

#[test]
fn after_a_good_trial_enter_writes_and_then_the_screen_is_left() {
    let mut model = filled();
    tried(&mut model, good());
    let effects = press(&mut model, KeyCode::Enter);
    assert!(matches!(&effects[..], [SetUpEffect::Save(draft)] if draft.name == "prod"));
    assert_eq!(model.phase, SetUpPhase::Saving);
    // While the profile is being written, nothing can be changed and the screen cannot be left.
    press(&mut model, KeyCode::Esc);
    type_in(&mut model, "x");
    paste(&mut model, "x");
    assert_eq!((model.phase, model.ended), (SetUpPhase::Saving, None));
    update(&mut model, SetUpMsg::Saved(Ok(())));
    assert_eq!(model.ended, Some(SetUpResult::Saved));
}

#[test]
fn a_profile_that_cannot_be_written_is_said_and_can_be_tried_again() {
    let mut model = filled();
    tried(&mut model, good());
    press(&mut model, KeyCode::Enter);
    let why = Text::new("disk full");
    update(&mut model, SetUpMsg::Saved(Err(why.clone())));
    assert_eq!(model.note, Some(SetUpNote::NotSaved(why)));
    assert!(matches!(
        press(&mut model, KeyCode::Enter)[..],
        [SetUpEffect::Save(_)]
    ));
}

#[test]
fn after_a_bad_trial_enter_tries_again() {
    let mut model = filled();
    let mut findings = good();
    findings.truncate(2);
    let failure = refused(400, "invalid_grant", "client_secret does not match");
    findings.push(CheckFinding(CheckFact::Token(Err(failure))));
    tried(&mut model, findings);
    assert_eq!(model.phase, SetUpPhase::Failed);
    trial(press(&mut model, KeyCode::Enter));
}

#[test]
fn leaving_asks_twice_where_something_would_be_lost() {
    let mut model = fresh();
    press(&mut model, KeyCode::Esc);
    assert_eq!(model.ended, Some(SetUpResult::Left));
    let mut model = filled();
    press(&mut model, KeyCode::Esc);
    assert_eq!(
        (model.ended, &model.note),
        (None, &Some(SetUpNote::AgainToLeave))
    );
    type_in(&mut model, "x");
    control(&mut model, 'c');
    assert_eq!(model.ended, None);
    control(&mut model, 'c');
    assert_eq!(model.ended, Some(SetUpResult::Left));
}

#[test]
fn alt_and_an_arrow_is_no_way_out() {
    let mut model = fresh();
    type_in(&mut model, "acme");
    for code in [KeyCode::Up, KeyCode::Left, KeyCode::Home, KeyCode::F(4)] {
        update(
            &mut model,
            SetUpMsg::Key(KeyEvent::new(code, KeyModifiers::ALT)),
        );
    }
    assert_eq!((model.ended, &model.note), (None, &None));
    type_in(&mut model, "x");
    assert_eq!(model.form.app_key.value(), "xacme");
}

#[test]
fn escape_stops_a_trial_first() {
    let mut model = filled();
    press(&mut model, KeyCode::Enter);
    let effects = press(&mut model, KeyCode::Esc);
    assert!(matches!(effects[..], [SetUpEffect::Forget]));
    assert_eq!((model.phase, model.ended), (SetUpPhase::Filling, None));
}

#[test]
fn the_other_door_is_the_sandbox_at_the_first_run_only() {
    let mut model = filled();
    press(&mut model, KeyCode::F(4));
    assert_eq!(model.ended, Some(SetUpResult::Sandbox));
    let mut model = filled();
    model.context.first_run = false;
    press(&mut model, KeyCode::F(4));
    assert_eq!(model.ended, None);
}

#[test]
fn the_end_of_the_terminal_is_the_end() {
    let mut model = filled();
    update(&mut model, SetUpMsg::Terminate);
    assert_eq!(model.ended, Some(SetUpResult::Left));
}

#[test]
fn nothing_that_is_printed_for_debugging_holds_the_secret() {
    let mut model = filled();
    let effects = press(&mut model, KeyCode::Enter);
    let printed = format!("{model:?} {effects:?} {:?}", ProfileDraft::of(&model));
    assert!(!printed.contains("canary"), "{printed}");
    assert!(printed.contains("secret: entered"), "{printed}");
}

#[test]
fn labelled_lines_go_to_their_fields_whatever_has_the_focus() {
    let mut model = fresh();
    go_to(&mut model, FormField::Lang);
    let all = "App Key: acme#im\nOrgname: acme\nClient ID: YXA6x\nClient Secret: canary-s3cret\n\
               REST API: a41.easemob.com\n";
    paste(&mut model, all);
    let value = |field| model.form.input(field).unwrap().value();
    assert_eq!(value(FormField::AppKey), "acme#im");
    assert_eq!(value(FormField::ClientId), "YXA6x");
    assert_eq!(value(FormField::BaseUrl), "https://a41.easemob.com");
    assert_eq!(model.form.secret.text(), CANARY);
    assert_eq!(model.focus, FormField::BaseUrl);
    let (words, _) = view::about(&model);
    assert_eq!(
        words,
        "Pasted into: App Key, Client ID, Client secret, REST domain"
    );
}

#[test]
fn a_labelled_secret_goes_into_no_field_that_is_shown() {
    let mut model = fresh();
    model.form.source = SecretKind::Command;
    for field in [FormField::AppKey, FormField::Secret] {
        model.focus = field;
        paste(&mut model, &format!("Client Secret: {CANARY}"));
        assert_eq!(
            model.note,
            Some(SetUpNote::SecretNotPasted(SecretKind::Command))
        );
        assert!(!format!("{model:?}").contains(CANARY));
    }
}

#[test]
fn an_address_in_place_of_the_app_key_is_explained_at_once() {
    for address in ["a1.easemob.com", "https://a1.easemob.com/acme/im"] {
        let mut model = fresh();
        paste(&mut model, address);
        let (words, _) = view::about(&model);
        assert!(words.contains("belongs to the REST domain"), "{words}");
    }
}
