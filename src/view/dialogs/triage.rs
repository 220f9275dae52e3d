//! The triage sheet: the IDs, the state of each, and how many of them an action would change.

use ratatui::Frame;
use ratatui::text::{Line, Span};
use tui_input::Input;

use super::{bulk, difference, files, key, undo};
use crate::dialog::triage::{
    AccountReading, Triage, TriageRow, TriageSource, TriageStep, UnusableId,
};
use crate::domain::job::{BulkOp, UndoChoice, Undoable, job_name};
use crate::domain::limits::CALLS_PER_SECOND;
use crate::domain::{AccountStatus, UserId};
use crate::keymap::{self, Layer};
use crate::model::layout::LayoutForm;
use crate::msg::Action;
use crate::t;
use crate::text;
use crate::text::tickets::{IdDoubt, IdProblem};
use crate::view::dialog_box::Sheet;
use crate::view::{Ui, failure, format, list_rows, theme};

/// Draws the sheet, in whatever state it is.
pub fn draw(ui: Ui, d: &Triage, frame: &mut Frame) {
    match &d.step {
        TriageStep::Text { input, nothing } => to_fill(ui, d, input, *nothing, frame),
        TriageStep::Column(ask) => {
            let mut sheet = Sheet::new(ui, title(ui, d), theme::CALM);
            files::columns(ui, ask, &mut sheet);
            let label = crate::i18n::text(ui.lang, "key-column");
            sheet.key("Down".to_owned(), label);
            key(
                ui,
                &mut sheet,
                Layer::Field,
                Action::Submit,
                "key-read-column",
            );
            key(ui, &mut sheet, Layer::Field, Action::Escape, "key-cancel");
            sheet.draw(ui, frame);
        }
        TriageStep::Looking => to_look_at(ui, d, frame),
        TriageStep::Asking(asking) => bulk::draw(ui, d, asking, frame),
    }
}

pub fn title(ui: Ui, d: &Triage) -> String {
    let owner = d.owner.shown();
    match &d.source {
        TriageSource::File(name) => t!(
            ui.lang,
            "triage-title-file",
            owner = owner,
            name = name.shown()
        ),
        TriageSource::Baseline(past) => difference::title(ui, d, past),
        TriageSource::Text | TriageSource::Selection | TriageSource::Job => {
            t!(ui.lang, "triage-title", owner = owner)
        }
        TriageSource::Undo(undo) => undo_title(ui, undo, &d.owner),
    }
}

/// What is undone or redone.
pub fn undo_title(ui: Ui, undo: &Undoable, owner: &UserId) -> String {
    let owner = owner.shown();
    match (undo.job, undo.redo) {
        (Some(job), false) => t!(
            ui.lang,
            "triage-undo-job",
            job = job_name(job),
            owner = owner
        ),
        (None, false) => match (&undo.chosen, undo.done.first()) {
            (UndoChoice::Pointed | UndoChoice::Before(_), Some(record)) => {
                let n = record.entry;
                t!(ui.lang, "triage-undo-entry", n = n, owner = owner)
            }
            _ => t!(ui.lang, "triage-undo", owner = owner),
        },
        (Some(job), true) => t!(
            ui.lang,
            "triage-redo-job",
            job = job_name(job),
            owner = owner
        ),
        (None, true) => t!(ui.lang, "triage-redo", owner = owner),
    }
}

/// Draws the text being edited, with the line of the caret in view.
fn to_fill(ui: Ui, d: &Triage, input: &Input, nothing: bool, frame: &mut Frame) {
    const LINES: usize = 8;
    let owner = d.owner.shown();
    let title = match d.wanted {
        Some(BulkOp::AddFriend) => t!(ui.lang, "add-title", owner = owner),
        Some(BulkOp::Block) => t!(ui.lang, "block-title", owner = owner),
        _ => title(ui, d),
    };
    let mut sheet = Sheet::new(ui, title, theme::CALM);
    sheet.text(&t!(ui.lang, "triage-ask"), theme::TEXT);
    sheet.gap();
    let before: String = input.value().chars().take(input.cursor()).collect();
    let caret = before.matches('\n').count();
    let column = before.chars().rev().take_while(|c| *c != '\n').count();
    let lines: Vec<&str> = input.value().split('\n').collect();
    let room = LINES.min(sheet.room(ui).saturating_sub(2)).max(1);
    let first = (caret + 1).saturating_sub(room);
    for (number, line) in lines.iter().enumerate().skip(first).take(room) {
        if number == caret {
            sheet.field(&Input::new((*line).to_owned()).with_cursor(column));
        } else {
            sheet.line(Line::raw(format!("  {}", text::printable(line))));
        }
    }
    if nothing {
        sheet.text(&t!(ui.lang, "notice-no-ids"), theme::BAD);
    } else if let Some(found) = found_in(d, input.value()) {
        sheet.text(&counted(ui, &found), theme::TEXT);
    } else if lines.len() > 1 {
        let n = lines.iter().filter(|line| !line.trim().is_empty()).count();
        sheet.text(&t!(ui.lang, "triage-lines", n = n), theme::TEXT);
    }
    key(ui, &mut sheet, Layer::Field, Action::Submit, "key-continue");
    key(ui, &mut sheet, Layer::Field, Action::Escape, "key-cancel");
    sheet.draw(ui, frame);
}

/// What the text contains so far, if it is short enough to be parsed for every frame.
fn found_in(d: &Triage, text: &str) -> Option<Triage> {
    const SHORT: usize = 4_000;
    let short = !text.trim().is_empty() && text.len() <= SHORT;
    short.then(|| Triage::of_text(d.owner.clone(), text, None).ok())?
}

/// The numbers of lines, IDs, duplicates, and unusable entries.
fn counted(ui: Ui, d: &Triage) -> String {
    let sure = d.fit().filter(|entry| entry.is_sure()).count();
    let fit = d.fit().count();
    let own = d
        .entries
        .iter()
        .any(|entry| entry.unfit == Some(UnusableId::Owner));
    let mut words = t!(
        ui.lang,
        "triage-summary",
        lines = d.lines,
        n = sure,
        repeated = d.repeated(),
        impossible = d.entries.len() - fit - usize::from(own)
    );
    if own {
        words += &t!(ui.lang, "triage-own");
    }
    if fit > sure {
        words + &t!(ui.lang, "triage-doubtful", n = fit - sure)
    } else {
        words
    }
}

/// Which column was read, who is not selected and why, and what a mark beside an ID means.
fn notes(ui: Ui, d: &Triage, sheet: &mut Sheet) {
    if let Some(column) = &d.column {
        let words = t!(ui.lang, "triage-column", name = column.shown());
        sheet.text(&words, theme::TEXT);
    }
    if ui.layout.form != LayoutForm::Mini {
        doubts(ui, d, sheet);
    }
    if d.entries.iter().any(|entry| !entry.id.is_regular()) {
        let words = format!("! {}", t!(ui.lang, "id-irregular"));
        sheet.text(&words, theme::TEXT);
    }
}

/// Who is not selected in a difference, and why: its rows have no room for it.
fn doubts(ui: Ui, d: &Triage, sheet: &mut Sheet) {
    const NAMED: usize = 3;
    if d.list().is_none() {
        return;
    }
    let mut why: Vec<(String, Vec<&str>)> = Vec::new();
    for entry in d.fit().filter(|entry| !entry.is_sure()) {
        let words = doubt_word(ui, entry);
        let shown = entry.id.shown();
        match why.iter_mut().find(|(known, _)| *known == words) {
            Some((_, ids)) => ids.push(shown),
            None => why.push((words, vec![shown])),
        }
    }
    for (words, ids) in why {
        let more = if ids.len() > NAMED { ", ..." } else { "" };
        let named: Vec<&str> = ids.iter().take(NAMED).copied().collect();
        let words = t!(
            ui.lang,
            "triage-not-ticked",
            n = ids.len(),
            why = words,
            ids = named.join(", ") + more
        );
        sheet.text(&words, theme::TEXT);
    }
}

/// Why an ID is doubtful.
pub(super) fn doubt_word(ui: Ui, entry: &TriageRow) -> String {
    let lang = ui.lang;
    match entry.doubt {
        None => t!(lang, "doubt-odd"),
        Some(IdDoubt::Word) => t!(lang, "doubt-word"),
        Some(IdDoubt::Ticket) => t!(lang, "doubt-ticket"),
        Some(IdDoubt::Other) => t!(lang, "doubt-other"),
        Some(IdDoubt::Range) => t!(lang, "doubt-range"),
        Some(IdDoubt::Phone) => t!(lang, "doubt-phone"),
        Some(IdDoubt::Number) => t!(lang, "doubt-number"),
        Some(IdDoubt::Part) => t!(lang, "doubt-part"),
        Some(IdDoubt::Mended) => t!(lang, "doubt-mended"),
        Some(IdDoubt::Struck) => t!(lang, "doubt-struck"),
        Some(IdDoubt::Beside) => t!(lang, "doubt-beside"),
        Some(IdDoubt::Aside) => t!(lang, "doubt-aside"),
        Some(IdDoubt::Total) => t!(lang, "doubt-total"),
        Some(IdDoubt::NoValue) => t!(lang, "doubt-no-value"),
        Some(IdDoubt::Spreadsheet) => t!(lang, "doubt-spreadsheet"),
        Some(IdDoubt::Column) => t!(lang, "doubt-column"),
        Some(IdDoubt::TwoRemarks) => t!(lang, "doubt-two-remarks"),
    }
}

fn to_look_at(ui: Ui, d: &Triage, frame: &mut Frame) {
    let mut sheet = Sheet::large(ui, title(ui, d), 0).telling();
    summary(ui, d, &mut sheet);
    state(ui, d, &mut sheet);
    accounts(ui, d, &mut sheet);
    difference::notes(ui, d, &mut sheet);
    notes(ui, d, &mut sheet);
    actions(ui, d, &mut sheet);
    if d.list().is_some() {
        difference::rows(ui, d, &mut sheet);
    } else {
        ids(ui, d, &mut sheet);
    }
    for (action, label) in [
        (Action::SelectRow, "key-tick"),
        (Action::Copy, "key-copy-ids"),
        (Action::Accounts, "key-accounts-short"),
        (Action::Escape, "key-cancel"),
    ] {
        // A difference has no column for accounts, and the smallest screen has no room.
        let no_use = d.list().is_some() && d.accounts_to_read() == 0;
        let undo = matches!(d.source, TriageSource::Undo(_));
        if action == Action::Accounts && (no_use || undo || ui.layout.form == LayoutForm::Mini) {
            continue;
        }
        key(ui, &mut sheet, Layer::Triage, action, label);
    }
    sheet.draw(ui, frame);
}

/// Draws the IDs, each with its state.
fn ids(ui: Ui, d: &Triage, sheet: &mut Sheet) {
    let mini = ui.layout.form == LayoutForm::Mini;
    let columns = TriageColumns::of(ui, d, sheet.cells());
    if !mini {
        sheet.line(Line::default());
        sheet.line(head(ui, &columns));
    }
    let room = sheet.room(ui).max(1);
    let last = d.entries.len().saturating_sub(room);
    let first = d.at.saturating_sub(room / 2).min(last);
    let held = ui.model.held(&d.owner);
    for (place, entry) in d.entries.iter().enumerate().skip(first).take(room) {
        let (here, held) = (place == d.at, held.contains(&entry.id));
        let line = row(ui, entry, held, here, &columns, sheet.cells());
        sheet.line(line);
    }
}

/// The numbers of lines, IDs, duplicates, and invalid IDs.
fn summary(ui: Ui, d: &Triage, sheet: &mut Sheet) {
    let n = d.fit().count();
    let words = match &d.source {
        TriageSource::Baseline(past) => difference::summary(ui, d, past),
        TriageSource::Text | TriageSource::File(_) => counted(ui, d),
        TriageSource::Selection => t!(ui.lang, "triage-selected", n = n),
        TriageSource::Job => t!(ui.lang, "triage-failed", n = n),
        TriageSource::Undo(_) => t!(ui.lang, "triage-undone", n = n),
    };
    counts(ui, d, &words, sheet);
    if let TriageSource::Undo(undo) = &d.source
        && let Some(act) = undo.act().map(BulkOp::inverse)
        && let Some(words) = moved_on(ui, d, act)
    {
        sheet.text(&words, theme::WARN);
    }
}

/// The counts, which are never cut, with the cursor's position if there is room.
fn counts(ui: Ui, d: &Triage, words: &str, sheet: &mut Sheet) {
    let mini = ui.layout.form == LayoutForm::Mini;
    let cells = sheet.cells();
    let place = format!("{}/{}", d.at + 1, d.entries.len());
    let hint = if d.fit().count() < d.entries.len() {
        let key = keymap::first(Layer::Triage, Action::Bottom);
        let hint = t!(ui.lang, "triage-impossible-at", key = key);
        format!("  {hint}")
    } else {
        String::new()
    };
    let width = |more: &[&str]| {
        let more = more.iter().map(|part| text::width(part));
        text::width(words) + more.sum::<usize>() + 1
    };
    if mini || width(&[&place]) > cells {
        return sheet.text(words, theme::STRONG);
    }
    let mut spans = vec![Span::styled(words.to_owned(), theme::STRONG)];
    if width(&[&hint, &place]) <= cells {
        spans.push(Span::styled(hint, theme::TEXT));
    }
    let place = vec![Span::styled(place, theme::DIM)];
    sheet.line(format::ends(spans, place, cells));
}

/// Who has changed since the change to be undone, and is therefore skipped.
pub fn moved_on(ui: Ui, d: &Triage, act: BulkOp) -> Option<String> {
    const NAMED: usize = 3;
    let moved = d.fit();
    let moved = moved.filter(|e| e.ticked && act.would_change(&e.before) == Some(false));
    let ids: Vec<&str> = moved.map(|e| e.id.shown()).collect();
    let more = if ids.len() > NAMED { ", ..." } else { "" };
    let named = ids.iter().take(NAMED).copied().collect::<Vec<_>>();
    (!ids.is_empty()).then(|| {
        t!(
            ui.lang,
            "undo-left-out",
            why = undo::moved_on(ui.lang, act),
            ids = named.join(", ") + more
        )
    })
}

/// What is known so far, or why it is not known.
fn state(ui: Ui, d: &Triage, sheet: &mut Sheet) {
    let meant = || d.fit().filter(|e| e.is_meant());
    let known = meant().filter(|e| e.is_known()).count();
    let (unknown, all) = (meant().count() - known, d.fit().count());
    if !d.checks.is_empty() {
        let wait = d
            .checks
            .iter()
            .filter_map(|(t, _)| ui.model.waiting_until.get(t));
        let wait = wait.min().map(|until| until.saturating_sub(ui.model.now));
        let spinner = match wait {
            Some(time) if time > 0 => format!("{} s", time.div_ceil(1_000)),
            _ => theme::spinner(ui.model.now).to_owned(),
        };
        let mut words = t!(
            ui.lang,
            "triage-checking",
            known = known,
            n = known + unknown
        );
        if let Some(act) = d.wanted {
            let then = t!(ui.lang, "triage-then", what = word(ui, act));
            words = format!("{words}, {then}");
        }
        sheet.text(&format!("{words} {spinner}"), theme::PASSING);
    } else if let Some(why) = &d.failure {
        let words = t!(
            ui.lang,
            "triage-check-failed",
            n = unknown,
            why = failure::short(ui.lang, why),
            key = keymap::first(Layer::Triage, Action::Retry)
        );
        sheet.text(&words, theme::BAD);
    } else {
        let ticked = d.fit().filter(|e| e.ticked).count();
        let mut words = t!(ui.lang, "triage-ticked", n = ticked, all = all);
        if unknown > 0 {
            let key = keymap::first(Layer::Triage, Action::Retry);
            let more = t!(ui.lang, "triage-unknown", n = unknown, key = key);
            words = format!("{words}, {more}");
        }
        let unread = d.accounts_to_read();
        if unread > 0 && d.accounts == AccountReading::Not && ui.layout.form != LayoutForm::Mini {
            let key = keymap::first(Layer::Triage, Action::Accounts);
            let more = t!(ui.lang, "triage-accounts-unread", n = unread, key = key);
            words = format!("{words}, {more}");
        }
        sheet.text(&words, theme::TEXT);
    }
}

/// What reading the accounts costs, or how far it is.
fn accounts(ui: Ui, d: &Triage, sheet: &mut Sheet) {
    let left = d.unread_accounts();
    let key = keymap::first(Layer::Triage, Action::Accounts);
    let words = match &d.accounts {
        AccountReading::Not => return,
        AccountReading::Asked => {
            let seconds = ui.model.session.seconds_for(left, CALLS_PER_SECOND);
            let cost = bulk::cost(ui, left, seconds);
            t!(ui.lang, "triage-accounts-ask", cost = cost, key = key)
        }
        AccountReading::Going(_) => {
            let mut words = t!(ui.lang, "triage-accounts-going", n = left, key = key);
            if let Some(act) = d.wanted {
                let then = t!(ui.lang, "triage-then", what = word(ui, act));
                words = format!("{words}, {then}");
            }
            format!("{words} {}", theme::spinner(ui.model.now))
        }
    };
    sheet.text(&words, theme::PASSING);
}

/// The name of an action.
pub fn word(ui: Ui, act: BulkOp) -> String {
    match act {
        BulkOp::Unblock => t!(ui.lang, "hint-unblock"),
        BulkOp::Block => t!(ui.lang, "hint-block"),
        BulkOp::AddFriend => t!(ui.lang, "hint-add"),
        BulkOp::RemoveFriend => t!(ui.lang, "hint-remove"),
        BulkOp::Remark => t!(ui.lang, "hint-set-remark"),
    }
}

fn action_of(act: BulkOp) -> Action {
    match act {
        BulkOp::Unblock => Action::Unblock,
        BulkOp::Block => Action::Block,
        BulkOp::AddFriend => Action::AddFriend,
        BulkOp::RemoveFriend => Action::Remove,
        BulkOp::Remark => Action::Remark,
    }
}

/// Lists each action with the number of selected IDs that it would change.
fn actions(ui: Ui, d: &Triage, sheet: &mut Sheet) {
    let cells = sheet.cells();
    let mut spans: Vec<Span<'static>> = Vec::new();
    for &act in d.acts() {
        let n = crate::model::bulk::targets(ui.model, d, act).count();
        if matches!(d.source, TriageSource::Undo(_)) && n == 0 && d.open_for(act) == 0 {
            // Do not offer what would be refused.
            return;
        }
        let more = if d.open_for(act) > 0 { "+?" } else { "" };
        let style = if n > 0 { theme::STRONG } else { theme::DIM };
        let mut item =
            format::key_label(keymap::first(Layer::Triage, action_of(act)), word(ui, act));
        item.push(Span::styled(format!(" {n}{more}"), style));
        if format::cells(&spans) + format::cells(&item) + 3 > cells {
            sheet.line(Line::from(std::mem::take(&mut spans)));
        }
        if !spans.is_empty() {
            spans.push(Span::raw("   "));
        }
        spans.extend(item);
    }
    sheet.line(Line::from(spans));
}

/// Column widths in cells.
struct TriageColumns {
    line: usize,
    id: usize,
    blocked: usize,
    friend: usize,
    account: usize,
}

impl TriageColumns {
    fn of(ui: Ui, d: &Triage, cells: usize) -> Self {
        const LEAD: usize = 6;
        let mini = ui.layout.form == LayoutForm::Mini;
        let (line, blocked, friend) = if mini {
            (0, 2, 1)
        } else {
            let word = |word: String| text::width(&word).max(facts_width(ui));
            let head = |name: &str| word(crate::i18n::text(ui.lang, name)) + 2;
            (7, head("triage-head-blocked"), head("triage-head-friend"))
        };
        let read = d.entries.iter().any(|e| e.account.is_some());
        let account = if mini || !(read || d.accounts != AccountReading::Not) {
            0
        } else {
            let words = STANDINGS.map(|standing| text::width(&standing_word(ui, standing)));
            let head = text::width(&t!(ui.lang, "triage-head-account"));
            words.into_iter().fold(head, usize::max)
        };
        // One cell for the flag of an ID that may be mistaken for another, one as a gap.
        let room = cells.saturating_sub(LEAD + line + blocked + friend + account + 2);
        let longest = d.entries.iter().map(|e| text::width(e.id.shown())).max();
        let id = match longest {
            // The state of an ID stands near it, however wide the screen is.
            Some(longest) if !mini => (longest + 1).clamp(24.min(room), room),
            _ => room,
        };
        Self {
            line,
            id,
            blocked,
            friend,
            account,
        }
    }
}

const STANDINGS: [AccountStatus; 4] = [
    AccountStatus::Active,
    AccountStatus::Banned,
    AccountStatus::Gone,
    AccountStatus::Unknown,
];

/// The state of an account, in one word.
fn standing_word(ui: Ui, standing: AccountStatus) -> String {
    match standing {
        AccountStatus::Active => t!(ui.lang, "account-active"),
        AccountStatus::Banned => t!(ui.lang, "account-banned"),
        AccountStatus::Gone => t!(ui.lang, "account-gone-short"),
        AccountStatus::Unknown => t!(ui.lang, "account-unread"),
    }
}

/// The width of the wider of the words "yes" and "no".
fn facts_width(ui: Ui) -> usize {
    let words = [Some(true), Some(false)].map(|fact| format::tri(ui.lang, fact));
    words.iter().map(|w| text::width(w)).max().unwrap_or(0)
}

fn head(ui: Ui, columns: &TriageColumns) -> Line<'static> {
    let number = t!(ui.lang, "triage-head-line");
    let before = " ".repeat(5_usize.saturating_sub(text::width(&number)));
    let account = if columns.account > 0 {
        t!(ui.lang, "triage-head-account")
    } else {
        String::new()
    };
    let head = format!(
        "      {before}{number}  {}  {}{}{account}",
        text::pad("ID", columns.id),
        text::pad(&t!(ui.lang, "triage-head-blocked"), columns.blocked),
        text::pad(&t!(ui.lang, "triage-head-friend"), columns.friend),
    );
    Line::styled(head, theme::DIM)
}

fn row(
    ui: Ui,
    entry: &TriageRow,
    held: bool,
    here: bool,
    columns: &TriageColumns,
    cells: usize,
) -> Line<'static> {
    let lead = if here { "> " } else { "  " };
    let tick = match (entry.unfit, entry.ticked) {
        (Some(_), _) => "    ",
        (None, true) => "[x] ",
        (None, false) => "[ ] ",
    };
    let mut left = vec![Span::styled(lead, theme::KEY), Span::raw(tick)];
    if columns.line > 0 {
        let number = format!("{:>5}  ", entry.line);
        left.push(Span::styled(number, theme::DIM));
    }
    let (note, style) = if let Some(unfit) = entry.unfit {
        (why_unfit(ui, unfit), theme::TEXT)
    } else if held {
        (t!(ui.lang, "id-under-way"), theme::PASSING)
    } else {
        left.push(Span::raw(text::pad(entry.id.shown(), columns.id)));
        left.push(list_rows::flag(&entry.id));
        left.push(Span::raw(" "));
        if columns.line > 0 && !was_asked_about(entry) {
            let room = cells.saturating_sub(format::cells(&left));
            let word = text::fit(&doubt_word(ui, entry), room).into_owned();
            left.push(Span::styled(word, theme::TEXT));
            return marked(left, here, cells);
        }
        let [blocked, friend] = [
            (entry.before.blocked, "B", columns.blocked, theme::BAD),
            (entry.before.friend, "F", columns.friend, theme::TEXT),
        ]
        .map(|(fact, letter, cells, style)| {
            let word = match (columns.line, fact) {
                (_, None) => "?".to_owned(),
                (0, Some(true)) => letter.to_owned(),
                (0, Some(false)) => "-".to_owned(),
                (_, fact) => format::tri(ui.lang, fact),
            };
            let style = match fact {
                Some(true) => style,
                Some(false) => theme::TEXT,
                None => theme::PASSING,
            };
            Span::styled(text::pad(&word, cells), style)
        });
        left.extend([blocked, friend]);
        if columns.account > 0 {
            let (word, style) = match entry.account {
                Some(AccountStatus::Active) => {
                    (standing_word(ui, AccountStatus::Active), theme::TEXT)
                }
                Some(standing @ (AccountStatus::Banned | AccountStatus::Gone)) => {
                    (standing_word(ui, standing), theme::BAD)
                }
                Some(AccountStatus::Unknown) => {
                    (standing_word(ui, AccountStatus::Unknown), theme::TEXT)
                }
                None => ("?".to_owned(), theme::PASSING),
            };
            left.push(Span::styled(text::pad(&word, columns.account + 2), style));
        }
        if !entry.is_sure() && columns.line > 0 {
            let room = cells.saturating_sub(format::cells(&left));
            let word = doubt_word(ui, entry);
            left.push(Span::styled(
                text::fit(&word, room).into_owned(),
                theme::TEXT,
            ));
        }
        return marked(left, here, cells);
    };
    let used = format::cells(&left) + columns.id + 2;
    if columns.line > 0 && used + text::width(&note) <= cells {
        left.push(Span::raw(text::pad(entry.id.shown(), columns.id)));
        left.push(list_rows::flag(&entry.id));
        left.push(Span::raw(" "));
        left.push(Span::styled(note, style));
        return marked(left, here, cells);
    }
    left.push(Span::raw(entry.id.shown().to_owned()));
    left.push(list_rows::flag(&entry.id));
    let line = format::ends(left, vec![Span::styled(note, style)], cells);
    marked(line.spans, here, cells)
}

/// Whether the state of this row was or will be requested. If not, the reason takes the place of the columns.
fn was_asked_about(entry: &TriageRow) -> bool {
    let known = entry.before.friend.is_some() || entry.before.blocked.is_some();
    entry.is_meant() || known
}

/// Draws the row under the cursor in one colour as a whole.
pub(super) fn marked(spans: Vec<Span<'static>>, here: bool, cells: usize) -> Line<'static> {
    if !here {
        return Line::from(spans);
    }
    let whole: String = spans.iter().map(|s| s.content.as_ref()).collect();
    Line::styled(text::pad(&whole, cells), theme::CURSOR)
}

pub(super) fn why_unfit(ui: Ui, unfit: UnusableId) -> String {
    match unfit {
        UnusableId::Impossible(IdProblem::Dots) => t!(ui.lang, "unfit-dots"),
        UnusableId::Impossible(IdProblem::Invisible) => t!(ui.lang, "unfit-invisible"),
        UnusableId::Impossible(IdProblem::Empty) => t!(ui.lang, "unfit-empty"),
        UnusableId::Impossible(IdProblem::TooLong) => t!(ui.lang, "unfit-long"),
        UnusableId::Impossible(IdProblem::Damaged) => t!(ui.lang, "unfit-damaged"),
        UnusableId::Owner => t!(ui.lang, "id-self"),
    }
}
