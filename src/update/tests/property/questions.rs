//! What is asked on screen, as a text that changes with it.

use super::*;

/// What the top dialog asks; empty if there is none.
pub fn on_screen(model: &Model) -> String {
    match model.dialogs.top() {
        _ if model.layout().form == LayoutForm::TooSmall => "hidden".to_owned(),
        Some(Dialog::Change(ChangeDialog::Remove(dialog))) => {
            format!("{} {:?} {:?}", dialog.friend, dialog.stage, dialog.remark)
        }
        Some(Dialog::Change(ChangeDialog::Conversation(dialog))) => {
            format!("{} {:?} {:?}", dialog.peer, dialog.step, dialog.stage)
        }
        Some(Dialog::Change(ChangeDialog::Failed(FailedChange {
            change,
            failure,
            again,
        }))) => {
            format!("{change:?} {failure:?} {again:?}")
        }
        Some(Dialog::Leave) => "leave".to_owned(),
        Some(Dialog::Triage(dialog)) => match &dialog.step {
            Asked::Confirming(asking) => {
                format!(
                    "{:?} {:?} {}",
                    asking.act, asking.targets, asking.changed_since_asked
                )
            }
            Asked::Text { .. } => "ids".to_owned(),
            Asked::Column(ask) => format!("column {:?}", ask.columns),
            Asked::Reviewing => "a sheet".to_owned(),
        },
        Some(Dialog::Jobs(dialog)) => format!("jobs {:?} {:?}", dialog.job, dialog.ask),
        Some(Dialog::ResumeOffer(dialog)) => {
            format!("offer {:?} {}", dialog.jobs.first(), dialog.discard)
        }
        Some(Dialog::JobConfirmation(dialog)) => {
            format!("{:?} {:?} {:?}", dialog.ask, dialog.steps, dialog.seen)
        }
        Some(Dialog::Export(dialog)) => format!("export {:?}", dialog.reading.is_some()),
        Some(Dialog::Import(dialog)) => format!(
            "import {:?} {:?}",
            dialog.reading.is_some(),
            dialog.question
        ),
        Some(Dialog::Change(ChangeDialog::Remark(dialog))) => format!("{:?}", dialog.stage),
        Some(
            Dialog::Open(_)
            | Dialog::Journal(_)
            | Dialog::TicketReference(_)
            | Dialog::Palette(_)
            | Dialog::DiagnosisQuestion(_)
            | Dialog::Diagnosis(_)
            | Dialog::Preferences(_)
            | Dialog::Reader { .. },
        ) => "something to read or to type in".to_owned(),
        None => String::new(),
    }
}
