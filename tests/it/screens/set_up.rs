//! The screen that makes a profile can be read too; its pictures are kept beside its code.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use rosterm::domain::{Failure, FailureClass, FailureReason};
use rosterm::i18n::Lang;
use rosterm::profile::{CheckFact, CheckFinding};
use rosterm::setup::{FormField, SecretKind, SetUp, SetUpContext, SetUpNote, SetUpPhase, draw};
use rosterm::text::Text;
use tui_input::Input;

use super::picture::SIZES;
use crate::support::palettes;

fn fresh(lang: Lang) -> SetUp {
    let context = SetUpContext {
        system: lang,
        keyring: false,
        taken: Vec::new(),
        file: Text::new("/home/li.na/.config/rosterm/config.toml"),
        first_run: true,
    };
    SetUp::new(context, None, (0, 0))
}

/// All that may stand on it: each field with the keys, each outcome of a trial.
fn states(lang: Lang) -> Vec<SetUp> {
    let mut states = Vec::new();
    for focus in FormField::ALL {
        for source in SecretKind::ALL {
            let mut model = fresh(lang);
            model.form.app_key = Input::new("acme#im-prod".to_owned());
            (model.focus, model.form.source) = (focus, source);
            states.push(model);
        }
    }
    let refused = Failure {
        status: Some(400),
        error: Some(Text::new("invalid_grant")),
        ..Failure::new(FailureClass::Final, FailureReason::Service)
    };
    let address = CheckFact::Address {
        host: Text::new("a1.easemob.com"),
        reached: Ok(()),
        known: None,
    };
    let findings = [
        address,
        CheckFact::Token(Err(refused.clone())),
        CheckFact::Blocks(Some(Err(refused))),
    ];
    for phase in [SetUpPhase::Failed, SetUpPhase::Passed, SetUpPhase::Saving] {
        let mut model = fresh(lang);
        model.findings = findings.iter().cloned().map(CheckFinding).collect();
        (model.phase, model.at_fields) = (phase, false);
        states.push(model);
    }
    let mut told = fresh(lang);
    told.note = Some(SetUpNote::AgainToLeave);
    states.push(told);
    states
}

#[test]
fn the_set_up_can_be_read_in_every_terminal() {
    for lang in Lang::ALL {
        for size in SIZES {
            for mut model in states(lang) {
                model.size = size;
                let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
                terminal.draw(|frame| draw(&model, frame)).unwrap();
                let at = format!("{:?} {:?} {lang} {size:?}", model.phase, model.focus);
                palettes::check(terminal.backend().buffer(), &at);
            }
        }
    }
}
