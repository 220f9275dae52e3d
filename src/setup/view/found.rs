//! Draws the results of the check, step by step.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::FormRow;
use crate::profile::{CheckState, CheckStep};
use crate::setup::{SetUp, SetUpPhase};
use crate::t;
use crate::text;
use crate::view::theme;

/// Marks the rows that must be visible, unless errors are marked already: the newest finding while the check
/// is running, all findings afterwards.
pub fn want(model: &SetUp, rows: &mut [FormRow]) {
    if rows.iter().any(|row| row.wanted) {
        return;
    }
    match model.phase {
        SetUpPhase::Checking(_) => {
            if let Some(last) = rows.last_mut() {
                last.wanted = true;
            }
        }
        _ => rows.iter_mut().for_each(|row| row.wanted = true),
    }
}

/// Adds a step of the check with its finding.
pub fn step(model: &SetUp, step: CheckStep, cells: usize, foretold: bool, rows: &mut Vec<FormRow>) {
    let lang = model.lang;
    let names = CheckStep::ALL.map(|step| text::width(&step.name(lang)));
    let name_cells = names.iter().copied().max().unwrap_or(0) + 2;
    let states =
        [CheckState::Good, CheckState::Partly, CheckState::Bad].map(|s| text::width(&s.name(lang)));
    let state_cells = states.iter().copied().max().unwrap_or(0) + 2;
    let name = |style: Style| Span::styled(text::pad(&step.name(lang), name_cells), style);
    let Some(finding) = model.findings.iter().find(|f| f.step() == step) else {
        let stopped = model.findings.iter().any(|f| f.state() == CheckState::Bad);
        let next = !stopped && CheckStep::ALL.get(model.findings.len()) == Some(&step);
        let line = match model.phase {
            SetUpPhase::Checking(_) if next => Line::from(vec![
                name(theme::TEXT),
                Span::styled(t!(lang, "check-running"), theme::TEXT),
            ]),
            _ if foretold => Line::from(vec![name(theme::DIM), Span::styled("-", theme::DIM)]),
            _ => return,
        };
        rows.push(FormRow::plain(line));
        return;
    };
    let tone = match finding.state() {
        CheckState::Good => theme::GOOD,
        CheckState::Partly => theme::WARN,
        CheckState::Bad => theme::BAD,
    };
    let state = finding.state().name(lang);
    let mut head = vec![
        name(theme::TEXT),
        Span::styled(text::pad(&state, state_cells), tone),
    ];
    // On a narrow screen the words go below, because nearly all of them would be cut.
    let margin = name_cells + state_cells;
    let (indent, beside) = if cells < 60 {
        (2, false)
    } else {
        (margin, true)
    };
    let room = cells.saturating_sub(indent + 2).max(1);
    let mut lines = Vec::new();
    for (number, words) in finding.words(lang).iter().enumerate() {
        let style = match (number, finding.state()) {
            (1, CheckState::Bad | CheckState::Partly) => theme::STRONG,
            _ => theme::TEXT,
        };
        lines.extend(text::wrap(words, room).into_iter().map(|l| (l, style)));
    }
    let mut lines = lines.into_iter();
    let short = |line: &(String, Style)| margin + text::width(&line.0) + 2 <= cells;
    let mut waiting = lines.next();
    if let Some(line) = waiting.take_if(|line| beside || short(line)) {
        head.push(Span::styled(line.0, line.1));
    }
    let wanted = !model.at_fields && finding.state() != CheckState::Good;
    let mut push = |line| {
        rows.push(FormRow {
            wanted,
            ..FormRow::plain(line)
        });
    };
    push(Line::from(head));
    for (line, style) in waiting.into_iter().chain(lines) {
        let indent = Span::raw(" ".repeat(indent));
        push(Line::from(vec![indent, Span::styled(line, style)]));
    }
}
