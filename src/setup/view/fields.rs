//! Draws a field of the form on one line.

use ratatui::text::{Line, Span};

use super::{FormRow, words};
use crate::domain::Environment;
use crate::i18n::Lang;
use crate::setup::{FormField, LangChoice, SecretKind, SetUp};
use crate::t;
use crate::text;
use crate::view::{field_text, theme};

/// The greatest width of a field.
const WIDEST: usize = 60;
/// The greatest width of a label.
const LABEL: usize = 16;

/// A field with its label, in this many cells.
pub fn row(model: &SetUp, field: FormField, cells: usize) -> FormRow {
    let focused = model.focus == field;
    let labels = FormField::ALL.map(|f| text::width(&words::label(model, f)));
    let label_cells = labels.iter().copied().max().unwrap_or(0).min(LABEL) + 2;
    let style = if focused { theme::STRONG } else { theme::LABEL };
    let mark = if focused { "> " } else { "  " };
    let mut spans = vec![
        Span::styled(mark, theme::KEY),
        Span::styled(text::pad(&words::label(model, field), label_cells), style),
    ];
    let margin = label_cells + 2;
    let room = cells.saturating_sub(margin);
    let (content, caret) = match content(model, field) {
        FieldContent::Text(input) => boxed(model, field, input, room),
        FieldContent::Said(words) => (said(&words, focused, room), 2),
        FieldContent::Choice(choices, at) => choice(&choices, at, focused, room),
        FieldContent::Fixed(words) => {
            let words = text::fit(&words, room).into_owned();
            (vec![Span::styled(words, theme::TEXT)], 0)
        }
    };
    spans.extend(content);
    FormRow {
        line: Line::from(spans),
        caret: focused.then_some(margin + caret),
        wanted: focused,
    }
}

/// The contents of a field.
enum FieldContent<'a> {
    Text(&'a tui_input::Input),
    /// A secret: only whether there is one.
    Said(String),
    Choice(Vec<String>, usize),
    Fixed(String),
}

fn content(model: &SetUp, field: FormField) -> FieldContent<'_> {
    let (form, lang) = (&model.form, model.lang);
    match field {
        FormField::Lang => {
            let choices = vec![
                Lang::ZhCn.name(),
                Lang::En.name(),
                t!(lang, "setup-lang-system"),
            ];
            let at = match form.lang {
                LangChoice::Named(Lang::ZhCn) => 0,
                LangChoice::Named(Lang::En) => 1,
                LangChoice::System => 2,
            };
            FieldContent::Choice(choices, at)
        }
        FormField::Environment => {
            let choices = vec![t!(lang, "setup-production"), t!(lang, "setup-test")];
            let at = usize::from(form.environment != Environment::Production);
            FieldContent::Choice(choices, at)
        }
        FormField::Source => {
            let choices = SecretKind::ALL
                .map(|kind| words::source(lang, kind))
                .to_vec();
            let at = SecretKind::ALL.iter().position(|kind| *kind == form.source);
            FieldContent::Choice(choices, at.unwrap_or(0))
        }
        FormField::Secret if form.is_hidden(field) => {
            FieldContent::Said(if form.secret.is_entered() {
                t!(lang, "setup-entered")
            } else {
                t!(lang, "setup-not-entered")
            })
        }
        _ => match form.input(field) {
            Some(input) => FieldContent::Text(input),
            None => FieldContent::Fixed(t!(
                lang,
                "setup-env-variable",
                name = words::variable(model)
            )),
        },
    }
}

fn boxed(
    model: &SetUp,
    field: FormField,
    input: &tui_input::Input,
    room: usize,
) -> (Vec<Span<'static>>, usize) {
    let focused = model.focus == field;
    let inside = room.min(WIDEST).saturating_sub(5).max(1);
    let (shown, caret) = if focused {
        field_text(input, inside)
    } else {
        // Without a caret, the start of the text says more than its end.
        let all = text::printable(input.value());
        (text::fit(&all, inside).into_owned(), 0)
    };
    let border = if focused { theme::KEY } else { theme::DIM };
    let spans = vec![
        Span::styled("[ ", border),
        Span::raw(text::pad(&shown, inside)),
        Span::styled(" ]", border),
    ];
    (spans, 2 + caret)
}

fn said(words: &str, focused: bool, room: usize) -> Vec<Span<'static>> {
    let inside = room.min(WIDEST).saturating_sub(5).max(1);
    let border = if focused { theme::KEY } else { theme::DIM };
    vec![
        Span::styled("[ ", border),
        Span::styled(text::pad(words, inside), theme::TEXT),
        Span::styled(" ]", border),
    ]
}

/// All choices if they fit; else only the selected one, between the signs for changing it.
fn choice(
    choices: &[String],
    at: usize,
    focused: bool,
    room: usize,
) -> (Vec<Span<'static>>, usize) {
    let needed: usize = choices.iter().map(|c| text::width(c) + 7).sum();
    if needed > room + 3 {
        let count = format!(" {}/{}", at + 1, choices.len());
        let inside = room.saturating_sub(5 + text::width(&count));
        let words = text::fit(&choices[at], inside).into_owned();
        let sign = if focused { theme::KEY } else { theme::DIM };
        let spans = vec![
            Span::styled("< ", sign),
            Span::raw(words),
            Span::styled(" >", sign),
            Span::styled(count, theme::DIM),
        ];
        return (spans, 2);
    }
    let mut spans = Vec::new();
    let mut column = 0;
    let mut caret = 0;
    for (number, words) in choices.iter().enumerate() {
        let chosen = number == at;
        if chosen {
            caret = column + 1;
        }
        let (sign, style) = match (chosen, focused) {
            (true, true) => ("(o) ", theme::KEY),
            (true, false) => ("(o) ", theme::TEXT),
            (false, _) => ("( ) ", theme::TEXT),
        };
        spans.push(Span::styled(sign, style));
        spans.push(Span::styled(words.clone(), theme::TEXT));
        spans.push(Span::raw("   "));
        column += 4 + text::width(words) + 3;
    }
    (spans, caret)
}
