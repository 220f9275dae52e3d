//! What lies over the lists.

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::sheet::Sheet;
use super::{Ui, card, facts, failure, help, log, theme};
use crate::dialog::{
    BULK, ConversationDialog, Dialog, Fate, IdsDialog, RemarkDialog, RemoveDialog, Stage, Step,
    Verb,
};
use crate::domain::{ChatKind, Class, Failure, UserId};
use crate::keymap::{self, Layer};
use crate::model::REMARK_CAP;
use crate::model::layout::Form;
use crate::msg::{Action, Change};
use crate::t;
use crate::text;
use crate::update;

/// Draws the topmost dialog.
pub fn draw(ui: Ui, frame: &mut Frame) {
    match ui.model.dialogs.top() {
        None => {}
        Some(Dialog::Open { input, bad }) => {
            let mut sheet = Sheet::new(ui, t!(ui.lang, "open-title"), theme::FOCUS);
            sheet.text(&t!(ui.lang, "open-ask"), theme::TEXT);
            sheet.gap();
            sheet.field(input);
            sheet.gap();
            if *bad {
                sheet.text(&t!(ui.lang, "open-bad"), theme::BAD);
            } else {
                warn_irregular(ui, &mut sheet, &UserId::typed(input.value()));
            }
            key(ui, &mut sheet, Layer::Field, Action::Submit, "key-open");
            key(ui, &mut sheet, Layer::Field, Action::Escape, "key-cancel");
            sheet.draw(ui, frame);
        }
        Some(Dialog::Ids(d)) => ids(ui, d, frame),
        Some(Dialog::Remark(d)) => remark(ui, d, frame),
        Some(Dialog::Remove(d)) => remove(ui, d, frame),
        Some(Dialog::Conversation(d)) => conversation(ui, d, frame),
        Some(Dialog::Trouble {
            change,
            failure,
            again,
        }) => {
            let (title, tone) = match failure.class {
                _ if again.is_some() => (t!(ui.lang, "trouble-again"), theme::FOCUS),
                Class::Unknown => (t!(ui.lang, "trouble-unknown"), theme::WARN),
                Class::NotSent | Class::Later | Class::Refused => {
                    (t!(ui.lang, "trouble-title"), theme::BAD)
                }
            };
            let mut sheet = Sheet::new(ui, title, tone);
            sheet.text(&asked(ui, change), theme::STRONG);
            sheet.gap();
            match again {
                Some(_) => sent(ui, &mut sheet, change),
                None => failed(ui, &mut sheet, change, failure, false),
            }
            sheet.draw(ui, frame);
        }
        Some(Dialog::Leave) => {
            let mut sheet = Sheet::new(ui, t!(ui.lang, "leave-title"), theme::WARN);
            let n = ui.model.open_changes().count();
            sheet.text(&t!(ui.lang, "leave-ask", n = n), theme::TEXT);
            sheet.gap();
            for (told, change) in ui.model.open_changes().enumerate() {
                let mut line = sheet.draft();
                line.indented("  ", &asked(ui, change), theme::TEXT);
                if line.len() >= sheet.room(ui) {
                    sheet.text(&t!(ui.lang, "ids-more", n = n - told), theme::DIM);
                    break;
                }
                sheet.append(line);
            }
            key(ui, &mut sheet, Layer::Confirm, Action::Yes, "key-leave-yes");
            no_key(ui, &mut sheet, "key-leave-no");
            sheet.draw(ui, frame);
        }
        Some(Dialog::Card { scroll }) => card::sheet(ui, *scroll, frame),
        Some(Dialog::Help { scroll }) => help::sheet(ui, *scroll, frame),
        Some(Dialog::Log { scroll }) => log::sheet(ui, *scroll, frame),
    }
}

fn key(ui: Ui, sheet: &mut Sheet, layer: Layer, action: Action, label: &str) {
    let label = crate::i18n::text(ui.lang, label);
    sheet.key(keymap::first(layer, action), label);
}

/// The keys that mean no, Enter among them, because it is the default.
fn no_key(ui: Ui, sheet: &mut Sheet, label: &str) {
    let names = keymap::names(Layer::Confirm, Action::Escape);
    let few = ui.layout.form == Form::Mini;
    let names = if few {
        "Esc".to_owned()
    } else {
        names.join(" ")
    };
    sheet.key(names, crate::i18n::text(ui.lang, label));
}

fn warn_irregular(ui: Ui, sheet: &mut Sheet, id: &UserId) {
    if !id.raw().is_empty() && !id.is_regular() {
        sheet.text(&t!(ui.lang, "id-irregular-typed"), theme::WARN);
    }
}

/// What a change would do, in a line.
fn asked(ui: Ui, change: &Change) -> String {
    let (lang, owner, id) = (ui.lang, change.owner().shown(), change.target().shown());
    match change {
        Change::AddFriend { .. } => t!(lang, "ask-add", owner = owner, id = id),
        Change::RemoveFriend { .. } => t!(lang, "ask-remove", owner = owner, id = id),
        Change::SetRemark { .. } => t!(lang, "ask-remark", owner = owner, id = id),
        Change::Block { .. } => t!(lang, "ask-block", owner = owner, id = id),
        Change::Unblock { .. } => t!(lang, "ask-unblock", owner = owner, id = id),
        Change::DeleteConversation { .. } => t!(lang, "ask-conversation", owner = owner, id = id),
    }
}

/// The change is on its way.
fn sent(ui: Ui, sheet: &mut Sheet, change: &Change) {
    let wait = ui
        .model
        .under_way
        .iter()
        .find(|(_, c)| *c == change)
        .and_then(|(ticket, _)| ui.model.waits.get(ticket));
    match wait {
        Some(until) => sheet.text(
            &t!(
                ui.lang,
                "sent-waiting",
                seconds = until.saturating_sub(ui.model.now).div_ceil(1_000)
            ),
            theme::WARN,
        ),
        None => sheet.text(
            &format!("{} {}", t!(ui.lang, "sent"), theme::spinner(ui.model.now)),
            theme::TEXT,
        ),
    }
    key(ui, sheet, Layer::Sent, Action::Escape, "key-leave");
}

/// The change did not go through. What was typed can be edited and sent again, where it was typed.
fn failed(ui: Ui, sheet: &mut Sheet, change: &Change, failure: &Failure, typed: bool) {
    let told = failure::of_change(ui, change, failure);
    failure::into_sheet(sheet, &told, failure.class);
    again_key(ui, sheet, failure.class);
    if typed {
        key(ui, sheet, Layer::Failed, Action::Edit, "key-edit");
    }
    key(ui, sheet, Layer::Failed, Action::Escape, "key-close");
}

fn again_key(ui: Ui, sheet: &mut Sheet, class: Class) {
    match class {
        Class::Refused => {}
        Class::Unknown => {
            let label = match ui.layout.form {
                Form::Mini => "key-read-truth-short",
                _ => "key-read-truth",
            };
            key(ui, sheet, Layer::Failed, Action::Again, label);
        }
        Class::NotSent | Class::Later => {
            key(ui, sheet, Layer::Failed, Action::Again, "key-again");
        }
    }
}

/// Ids to befriend or to block.
fn ids(ui: Ui, d: &IdsDialog, frame: &mut Frame) {
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

/// A remark.
fn remark(ui: Ui, d: &RemarkDialog, frame: &mut Frame) {
    let lang = ui.lang;
    let title = t!(lang, "remark-title", id = d.friend.shown());
    let mut sheet = Sheet::new(ui, title, theme::FOCUS);
    sheet.text(
        &t!(
            lang,
            "remark-of",
            owner = d.owner.shown(),
            id = d.friend.shown()
        ),
        theme::TEXT,
    );
    let before = match (&d.before, d.known) {
        (Some(remark), _) => remark.shown().to_owned(),
        (None, true) => t!(lang, "none"),
        (None, false) => t!(lang, "remark-not-read"),
    };
    sheet.indented(
        &format!("{}  ", t!(lang, "remark-before")),
        &before,
        theme::REMARK,
    );
    let change = d.change();
    if d.moved {
        sheet.text(&t!(lang, "remark-moved"), theme::WARN.patch(theme::STRONG));
    }
    sheet.gap();
    if let Stage::Sent(_) = d.stage {
        let shown = text::printable(d.input.value());
        sheet.text(&shown, theme::STRONG);
        sheet.gap();
        sent(ui, &mut sheet, &change);
        sheet.draw(ui, frame);
        return;
    }
    if let Stage::Failed(why) = &d.stage
        && why.class == Class::Unknown
    {
        sheet.text(&text::printable(d.input.value()), theme::STRONG);
        sheet.gap();
        failed(ui, &mut sheet, &change, why, false);
        sheet.draw(ui, frame);
        return;
    }
    sheet.field(&d.input);
    let n = d.input.value().chars().count();
    let style = if n > REMARK_CAP {
        theme::BAD
    } else {
        theme::DIM
    };
    let counter = t!(
        lang,
        "remark-count",
        n = n,
        cap = REMARK_CAP,
        cells = text::width(&text::printable(d.input.value()))
    );
    sheet.text(&counter, style);
    if n > REMARK_CAP {
        let too_long = t!(lang, "remark-too-long", n = n - REMARK_CAP);
        sheet.text(&too_long, theme::BAD);
    }
    sheet.gap();
    if let Stage::Failed(why) = &d.stage {
        let told = failure::of_change(ui, &change, why);
        failure::into_sheet(&mut sheet, &told, why.class);
    } else {
        sheet.text(
            &t!(lang, "remark-effect", owner = d.owner.shown()),
            theme::DIM,
        );
    }
    key(ui, &mut sheet, Layer::Field, Action::Submit, "key-save");
    if ui.layout.form != Form::Mini {
        sheet.key("Ctrl-u".into(), t!(lang, "key-clear"));
    }
    key(ui, &mut sheet, Layer::Field, Action::Escape, "key-cancel");
    sheet.draw(ui, frame);
}

/// The end of a friendship.
fn remove(ui: Ui, d: &RemoveDialog, frame: &mut Frame) {
    let lang = ui.lang;
    let (owner, id) = (d.owner.shown(), d.friend.shown());
    let mut sheet = Sheet::new(ui, t!(lang, "remove-title"), theme::WARN);
    let change = d.change();
    sheet.text(
        &t!(lang, "remove-ask", owner = owner, id = id),
        theme::STRONG,
    );
    sheet.gap();
    match &d.stage {
        Stage::Sent(_) => sent(ui, &mut sheet, &change),
        Stage::Failed(why) => failed(ui, &mut sheet, &change, why, false),
        Stage::Asking => {
            let remark = match (&d.remark, d.remark_known) {
                (Some(remark), _) => remark.shown().to_owned(),
                (None, true) => t!(lang, "none"),
                (None, false) => t!(lang, "not-read"),
            };
            let blocked = match d.blocked {
                Some(true) => t!(lang, "remove-4-blocked", id = id),
                Some(false) | None => t!(lang, "remove-4"),
            };
            if d.moved {
                sheet.text(&t!(lang, "remove-moved"), theme::WARN.patch(theme::STRONG));
                sheet.gap();
            }
            if ui.layout.form == Form::Mini {
                sheet.text(&t!(lang, "remove-mini"), theme::TEXT);
                let remark = t!(lang, "remove-remark", remark = &remark);
                sheet.text(&remark, theme::REMARK);
                sheet.text(&blocked, theme::TEXT);
                sheet.text(&t!(lang, "remove-restore"), theme::TEXT);
            } else {
                let points = [
                    t!(lang, "remove-1"),
                    t!(lang, "remove-2", owner = owner, id = id, remark = &remark),
                    t!(lang, "remove-3", owner = owner, id = id),
                    blocked,
                ];
                sheet.text(&t!(lang, "remove-happens"), theme::STRONG);
                for (number, point) in (1..).zip(points) {
                    sheet.indented(&format!("  {number}  "), &point, theme::TEXT);
                }
                sheet.gap();
                sheet.text(&t!(lang, "remove-restore"), theme::TEXT);
                sheet.gap();
                let call = format!("DELETE /users/{owner}/contacts/users/{id}");
                sheet.text(&call, theme::DIM);
            }
            key(
                ui,
                &mut sheet,
                Layer::Confirm,
                Action::Yes,
                "key-remove-yes",
            );
            no_key(ui, &mut sheet, "key-no");
        }
    }
    sheet.draw(ui, frame);
}

/// The end of a conversation.
fn conversation(ui: Ui, d: &ConversationDialog, frame: &mut Frame) {
    let lang = ui.lang;
    let (owner, id) = (d.owner.shown(), d.peer.shown());
    let tone = if d.step == Step::Confirm {
        theme::BAD
    } else {
        theme::WARN
    };
    let mut sheet = Sheet::new(ui, t!(lang, "conversation-title"), tone);
    if d.step != Step::Id {
        let ask = match d.kind {
            ChatKind::Chat => t!(lang, "conversation-ask", owner = owner, id = id),
            ChatKind::Group => t!(lang, "conversation-ask-group", owner = owner, id = id),
        };
        sheet.text(&ask, theme::STRONG);
        sheet.gap();
    }
    if d.moved && d.stage == Stage::Asking {
        let moved = t!(lang, "conversation-moved");
        sheet.text(&moved, theme::WARN.patch(theme::STRONG));
        sheet.gap();
    }
    match (&d.stage, &d.step) {
        (Stage::Sent(_), _) => sent(ui, &mut sheet, &d.change()),
        (Stage::Failed(why), _) => failed(ui, &mut sheet, &d.change(), why, d.typed),
        (Stage::Asking, Step::Id) => {
            sheet.text(&t!(lang, "conversation-which", owner = owner), theme::TEXT);
            sheet.field(&d.input);
            let choice = |kind, label: String| {
                let mark = if d.kind == kind { "(o) " } else { "( ) " };
                let style = if d.kind == kind {
                    theme::STRONG
                } else {
                    theme::DIM
                };
                Span::styled(format!("{mark}{label}   "), style)
            };
            let mut kinds = vec![
                choice(ChatKind::Chat, t!(lang, "kind-chat")),
                choice(ChatKind::Group, t!(lang, "kind-group")),
            ];
            let few = ui.layout.form == Form::Mini;
            if few {
                let next = keymap::first(Layer::Field, Action::Down);
                kinds.push(Span::styled(next, theme::KEY));
            }
            sheet.line(Line::from(kinds));
            if d.mismatch {
                sheet.text(&t!(lang, "open-bad"), theme::BAD);
            }
            key(ui, &mut sheet, Layer::Field, Action::Submit, "key-continue");
            if !few {
                key(ui, &mut sheet, Layer::Field, Action::Down, "key-kind");
            }
            key(ui, &mut sheet, Layer::Field, Action::Escape, "key-cancel");
        }
        (Stage::Asking, Step::Choice) => {
            sheet.text(
                &t!(lang, "conversation-one-side", owner = owner),
                theme::TEXT,
            );
            sheet.gap();
            let yes = keymap::first(Layer::Choice, Action::KeepRoaming);
            let roam = keymap::first(Layer::Choice, Action::DeleteRoaming);
            sheet.indented(
                &format!("  {yes}  "),
                &t!(lang, "conversation-keep"),
                theme::TEXT,
            );
            sheet.indented(
                &format!("  {roam}  "),
                &t!(lang, "conversation-roam"),
                theme::BAD,
            );
            sheet.gap();
            sheet.text(&t!(lang, "conversation-no-undo"), theme::WARN);
            let (keep, all) = match ui.layout.form {
                Form::Mini => ("key-keep-short", "key-roam-short"),
                _ => ("key-keep-roaming", "key-delete-roaming"),
            };
            key(ui, &mut sheet, Layer::Choice, Action::KeepRoaming, keep);
            key(ui, &mut sheet, Layer::Choice, Action::DeleteRoaming, all);
            no_key(ui, &mut sheet, "key-no");
        }
        (Stage::Asking, Step::Confirm) => {
            sheet.text(&t!(lang, "conversation-roam-warn"), theme::BAD);
            sheet.gap();
            sheet.text(&t!(lang, "conversation-type", id = id), theme::TEXT);
            sheet.field(&d.input);
            if d.mismatch {
                sheet.text(&t!(lang, "conversation-mismatch", id = id), theme::BAD);
            }
            key(
                ui,
                &mut sheet,
                Layer::Field,
                Action::Submit,
                "key-delete-now",
            );
            key(ui, &mut sheet, Layer::Field, Action::Escape, "key-cancel");
        }
    }
    sheet.draw(ui, frame);
}
