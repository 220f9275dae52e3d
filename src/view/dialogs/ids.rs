//! Several ids: before they are sent, and what became of each.

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::Span;

use super::{again_key, key};
use crate::dialog::{BULK, Fate, IdsDialog, Verb};
use crate::domain::{Class, UserId};
use crate::keymap::Layer;
use crate::model::layout::Form;
use crate::msg::Action;
use crate::t;
use crate::text;
use crate::update;
use crate::view::sheet::Sheet;
use crate::view::{Ui, facts, failure, theme};

/// Ids to befriend or to block.
pub fn draw(ui: Ui, d: &IdsDialog, frame: &mut Frame) {
    let owner = d.owner.shown();
    let title = match d.verb {
        Verb::AddFriend => t!(ui.lang, "add-title", owner = owner),
        Verb::Block => t!(ui.lang, "block-title", owner = owner),
    };
    let mut sheet = Sheet::new(ui, title, theme::FOCUS);
    if !d.fates.is_empty() {
        fates(ui, d, &mut sheet);
        sheet.draw(ui, frame);
        return;
    }
    let found = text::ids(d.input.value());
    let n = d.targets.len();
    match &d.count {
        None => {
            sheet.text(&t!(ui.lang, "ids-ask"), theme::TEXT);
            sheet.field(&d.input);
        }
        Some(count) => {
            let ask = t!(ui.lang, "ids-count", n = n);
            sheet.text(&ask, theme::WARN.patch(theme::STRONG));
            sheet.field(count);
            let typed = count.value().trim();
            if !n.to_string().starts_with(typed) {
                let wrong = t!(ui.lang, "ids-count-wrong", n = n);
                sheet.text(&wrong, theme::BAD);
            }
        }
    }
    if d.moved {
        sheet.text(&t!(ui.lang, "ids-moved"), theme::WARN.patch(theme::STRONG));
    }
    sheet.gap();
    let effect = match d.verb {
        Verb::AddFriend => t!(ui.lang, "add-effect", owner = owner),
        Verb::Block => t!(ui.lang, "block-effect", owner = owner),
    };
    let mut below = sheet.draft();
    // The question for the count has said the number already.
    if !found.is_empty() && d.count.is_none() {
        let summary = t!(ui.lang, "ids-summary", n = n);
        below.text(&summary, theme::STRONG);
    }
    below.gap();
    below.text(&effect, theme::DIM);
    let room = sheet.room(ui).saturating_sub(below.len()).clamp(2, 12);
    let mut judgements: Vec<_> = found
        .iter()
        .map(|one| {
            let id = UserId::new(&one.id);
            let (rank, word, style) = judged(ui, d, one, &id);
            (rank, id, word, style)
        })
        .collect();
    let hidden = if judgements.len() > room {
        // What wants a second look comes first where not all can be seen.
        judgements.sort_by_key(|(rank, ..)| *rank);
        judgements.len() - (room - 1)
    } else {
        0
    };
    let seen = judgements.len() - hidden;
    for (_, id, word, style) in judgements.into_iter().take(seen) {
        let line = facts::ends(
            vec![Span::raw("  "), Span::raw(id.shown().to_owned())],
            vec![Span::styled(word, style)],
            sheet.cells(),
        );
        sheet.line(line);
    }
    if hidden > 0 {
        sheet.text(&t!(ui.lang, "ids-more", n = hidden), theme::DIM);
    }
    sheet.append(below);
    let label = match (&d.count, d.verb) {
        (None, _) if n >= BULK => "key-continue",
        (_, Verb::AddFriend) => "key-add-now",
        (_, Verb::Block) => "key-block-now",
    };
    key(ui, &mut sheet, Layer::Field, Action::Submit, label);
    key(ui, &mut sheet, Layer::Field, Action::Escape, "key-cancel");
    sheet.draw(ui, frame);
}

/// What is known of an id before it is sent; the lower the number, the more it wants a second look.
fn judged(ui: Ui, d: &IdsDialog, found: &text::Found, id: &UserId) -> (u8, String, Style) {
    let lang = ui.lang;
    if found.refused.is_some() {
        return (0, t!(lang, "id-refused"), theme::BAD);
    }
    if *id == d.owner {
        return (0, t!(lang, "id-self"), theme::BAD);
    }
    let change = d.change(id.clone());
    if ui.model.is_lost(&change) {
        return (1, t!(lang, "id-lost"), theme::WARN);
    }
    if ui.model.is_under_way(&change) {
        return (1, t!(lang, "id-under-way"), theme::WARN);
    }
    match (update::is_already(ui.model, d, id), d.verb) {
        (Some(true), Verb::AddFriend) => (1, t!(lang, "id-already-friend"), theme::WARN),
        (Some(true), Verb::Block) => (1, t!(lang, "id-already-blocked"), theme::WARN),
        _ if !found.regular => (2, t!(lang, "id-irregular"), theme::WARN),
        _ if found.folded => (3, t!(lang, "id-folded"), theme::DIM),
        _ if found.times > 1 => (3, t!(lang, "id-repeated", n = found.times), theme::DIM),
        _ => (4, t!(lang, "id-ready"), theme::GOOD),
    }
}

/// Each id with its result.
fn fates(ui: Ui, d: &IdsDialog, sheet: &mut Sheet) {
    let count = |what: fn(&Fate) -> bool| d.fates.iter().filter(|(_, f)| what(f)).count();
    sheet.text(
        &t!(
            ui.lang,
            "fates-summary",
            done = count(|f| *f == Fate::Done),
            failed = count(|f| matches!(f, Fate::Failed(_))),
            open = count(|f| matches!(f, Fate::Waiting | Fate::Sent(_)))
        ),
        theme::STRONG,
    );
    sheet.gap();
    // What went wrong comes first: it is what there is to do.
    let mut order: Vec<&(UserId, Fate)> = d.fates.iter().collect();
    order.sort_by_key(|(_, fate)| !matches!(fate, Fate::Failed(_)));
    for (place, (id, fate)) in order.iter().enumerate() {
        let left = order.len() - place;
        if left > 1 && sheet.room(ui) == 1 {
            sheet.text(&t!(ui.lang, "ids-more", n = left), theme::DIM);
            break;
        }
        // As much of each as leaves a line for each of the others.
        let room = sheet.room(ui).saturating_sub(left - 1);
        let told = [Telling::Whole, Telling::WithoutServer]
            .map(|telling| told_fate(ui, d, id, fate, telling, sheet.draft()))
            .into_iter()
            .find(|told| told.len() <= room)
            .unwrap_or_else(|| told_fate(ui, d, id, fate, Telling::Line, sheet.draft()));
        sheet.append(told);
    }
    if d.is_under_way() {
        key(ui, sheet, Layer::Sent, Action::Escape, "key-leave");
        return;
    }
    let worst = [Class::Unknown, Class::Later, Class::NotSent, Class::Refused]
        .into_iter()
        .find(|class| d.has_failed(*class));
    if let Some(class) = worst {
        again_key(ui, sheet, class);
        if class != Class::Unknown {
            let label = match ui.layout.form {
                Form::Mini => "key-edit",
                _ => "key-edit-failed",
            };
            key(ui, sheet, Layer::Failed, Action::Edit, label);
        }
    }
    key(ui, sheet, Layer::Failed, Action::Escape, "key-close");
}

/// How much is told of what became of an id.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Telling {
    Whole,
    WithoutServer,
    Line,
}

/// What became of an id.
fn told_fate(
    ui: Ui,
    d: &IdsDialog,
    id: &UserId,
    fate: &Fate,
    telling: Telling,
    mut sheet: Sheet,
) -> Sheet {
    let lang = ui.lang;
    let (mut word, style) = match fate {
        Fate::Waiting => (t!(lang, "fate-waiting"), theme::DIM),
        Fate::Sent(_) => (theme::spinner(ui.model.now).to_owned(), theme::KEY),
        Fate::Done => (t!(lang, "fate-done"), theme::GOOD),
        Fate::Failed(why) if why.class == Class::Unknown => (t!(lang, "fate-unknown"), theme::WARN),
        Fate::Failed(_) => (t!(lang, "fate-failed"), theme::BAD),
    };
    let cells = sheet.cells();
    if let (Fate::Failed(why), Telling::Line) = (fate, telling) {
        word = format!("{word}: {}", failure::short(lang, why));
        word = text::fit(&word, cells * 2 / 3).into_owned();
    }
    sheet.line(facts::ends(
        vec![Span::styled(id.shown().to_owned(), theme::STRONG)],
        vec![Span::styled(word, style)],
        cells,
    ));
    if let Fate::Failed(why) = fate
        && telling != Telling::Line
    {
        let told = failure::of_change(ui, &d.change(id.clone()), why);
        sheet.indented("  ", &told.what, theme::TEXT);
        sheet.indented("  ", &told.changed, theme::TEXT);
        sheet.indented("  ", &told.todo, theme::TEXT);
        if let (Some(server), Telling::Whole) = (told.server, telling) {
            sheet.indented("  ", &server, theme::DIM);
        }
    }
    sheet
}
