//! The screen that makes a profile: its fields, and what trying a profile found.

use rosterm::domain::{Failure, FailureClass, FailureReason, UserId};
use rosterm::i18n::Lang;
use rosterm::profile::{CheckFact, CheckFinding, NoSecret};
use rosterm::setup::{FormField, SecretKind, SetUp, SetUpContext, SetUpNote, SetUpPhase, draw};
use rosterm::text::{Text, printable};
use tui_input::Input;

use super::places::{SIZES, Sent, Tally};
use super::strings;
use crate::support::world::refused;

const FIELDS: [(FormField, &str, &str); 8] = [
    (FormField::Name, "name", "zna"),
    (FormField::BaseUrl, "address", "zba"),
    (FormField::AppKey, "app key", "zap"),
    (FormField::ClientId, "client id", "zcl"),
    (FormField::Secret, "command", "zco"),
    (FormField::Operator, "operator", "zop"),
    (FormField::Proxy, "proxy", "zpr"),
    (FormField::CaFile, "certificates", "zce"),
];

fn fresh(file: &str, lang: Lang) -> SetUp {
    let context = SetUpContext {
        system: lang,
        keyring: false,
        taken: Vec::new(),
        file: Text::new(file),
        first_run: true,
    };
    let mut model = SetUp::new(context, None, (0, 0));
    model.form.source = SecretKind::Command;
    model
}

fn fill(model: &mut SetUp, field: FormField, text: &str) {
    let form = &mut model.form;
    let input = match field {
        FormField::Name => &mut form.name,
        FormField::BaseUrl => &mut form.base_url,
        FormField::AppKey => &mut form.app_key,
        FormField::ClientId => &mut form.client_id,
        FormField::Secret => &mut form.command,
        FormField::Operator => &mut form.operator,
        FormField::Proxy => &mut form.proxy,
        FormField::CaFile => &mut form.ca_file,
        FormField::Lang | FormField::Environment | FormField::Source | FormField::FriendCap => {
            unreachable!()
        }
    };
    *input = Input::new(text.to_owned());
}

fn sent(model: &mut SetUp, size: (u16, u16), at: &str) -> Sent {
    model.size = size;
    Sent::new(size, at, |frame| draw(model, frame))
}

#[test]
fn hostile_fields_of_a_profile_reach_the_terminal_as_code_points() {
    let mut tally = Tally::default();
    for (n, hostile) in strings::all().iter().enumerate() {
        let mut model = fresh(&format!("zfi{hostile}"), Lang::ALL[n % 2]);
        for (field, _, mark) in FIELDS {
            fill(&mut model, field, &format!("{mark}{hostile}"));
        }
        model.focus = FormField::Lang;
        let form = sent(&mut model, SIZES[0], "form");
        for (_, place, mark) in FIELDS {
            let shown = printable(&format!("{mark}{hostile}"));
            form.shows(&mut tally, place, mark, &shown);
        }
        model.focus = FormField::Name;
        let about = sent(&mut model, SIZES[0], "file");
        let file = model.context.file.clone();
        about.shows(&mut tally, "file", "zfi", file.shown());

        let (field, ..) = FIELDS[n % FIELDS.len()];
        model.focus = field;
        let typed = format!("{hostile}zen");
        fill(&mut model, field, &typed);
        let focused = sent(&mut model, SIZES[1], "focused field");
        focused.ends(&mut tally, "focused field", &printable(&typed), "zen");
    }
    let mut covered = vec![("file", 1), ("focused field", 1)];
    covered.extend(FIELDS.map(|(_, place, _)| (place, 1)));
    tally.covers(&covered);
}

#[test]
fn hostile_findings_of_a_trial_reach_the_terminal_as_code_points() {
    let mut tally = Tally::default();
    for (n, hostile) in strings::all().iter().enumerate() {
        let text = |mark: &str| Text::new(&format!("{mark}{hostile}"));
        let user = UserId::new(&format!("zus{hostile}"));
        let network = Failure::new(FailureClass::NothingDone, FailureReason::Connect);
        let findings = [
            (
                "secret",
                "zse",
                text("zse").shown().to_owned(),
                CheckFact::Secret(Err(NoSecret::CommandMissing(text("zse")))),
            ),
            (
                "host",
                "zho",
                text("zho").shown().to_owned(),
                CheckFact::Address {
                    host: text("zho"),
                    reached: Err(network.clone()),
                    known: None,
                },
            ),
            (
                "network",
                "zdt",
                text("zdt").shown().to_owned(),
                CheckFact::Address {
                    host: Text::new("h"),
                    reached: Err(network.because(text("zdt").raw())),
                    known: None,
                },
            ),
            (
                "server",
                "zer",
                text("zer").shown().to_owned(),
                CheckFact::Token(Err(refused(
                    FailureClass::Final,
                    400,
                    text("zer").raw(),
                    "",
                ))),
            ),
            (
                "user",
                "zus",
                user.shown().to_owned(),
                CheckFact::Read(Ok(Some(user.clone()))),
            ),
        ];
        let mut model = fresh("/config.toml", Lang::ALL[n % 2]);
        model.phase = SetUpPhase::Failed;
        model.at_fields = false;
        for (m, (place, mark, shown, fact)) in findings.into_iter().enumerate() {
            model.findings = vec![CheckFinding(fact)];
            // Both sizes in turn: what is written is the same.
            let trial = sent(&mut model, SIZES[(n + m) % 2], "trial");
            trial.shows(&mut tally, place, mark, &shown);
        }
        model.findings.clear();
        model.note = Some(SetUpNote::NotSaved(text("zno")));
        let note = sent(&mut model, SIZES[n % 2], "note");
        note.shows(&mut tally, "not saved", "zno", text("zno").shown());
    }
    tally.covers(&[
        ("secret", 1),
        ("host", 1),
        ("network", 1),
        ("server", 1),
        ("user", 1),
        ("not saved", 1),
    ]);
}
