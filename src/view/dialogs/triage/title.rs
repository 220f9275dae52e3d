//! The title of the sheet.

use crate::dialog::baseline::Baseline;
use crate::dialog::triage::{Triage, TriageSource};
use crate::t;
use crate::view::Ui;
use crate::wording::{self, lists, time};

/// What the sheet is about.
pub fn title(ui: Ui, dialog: &Triage) -> String {
    let owner = dialog.owner.shown();
    match &dialog.source {
        TriageSource::File(name) => t!(
            ui.lang,
            "triage-title-file",
            owner = owner,
            name = name.shown()
        ),
        TriageSource::Baseline(past) => difference(ui, dialog, past),
        TriageSource::Text
        | TriageSource::Selection
        | TriageSource::Diagnosis
        | TriageSource::Job => {
            t!(ui.lang, "triage-title", owner = owner)
        }
        TriageSource::Undo(undo) => wording::undo::title(ui.lang, undo, &dialog.owner),
    }
}

fn difference(ui: Ui, dialog: &Triage, past: &Baseline) -> String {
    let list = dialog
        .list()
        .map_or(String::new(), |l| lists::name(ui.lang, l));
    let owner = dialog.owner.shown();
    if let Some(snapshot) = &past.snapshot {
        let at = time::date_time(&ui.model.session.zone, snapshot.at);
        return t!(
            ui.lang,
            "difference-snapshot",
            list = list,
            owner = owner,
            at = at
        );
    }
    let name = past.name.shown();
    if past.table.is_some() {
        return t!(ui.lang, "difference-table", owner = owner, name = name);
    }
    t!(
        ui.lang,
        "difference-file",
        list = list,
        owner = owner,
        name = name
    )
}
