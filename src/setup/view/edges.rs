//! Draws what surrounds the form: the title with the steps, the line about the field, the keys.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Widget};

use super::FormLayout;
use crate::i18n::Lang;
use crate::setup::keys::{self, SetUpKey};
use crate::setup::{SetUp, SetUpPhase};
use crate::t;
use crate::text;
use crate::view::{clip, ends, key_label, theme};

/// Draws the title, the steps, and the name of the other language.
pub fn head(model: &SetUp, layout: &FormLayout, frame: &mut Frame) {
    let lang = model.lang;
    let title = if model.context.first_run {
        t!(lang, "setup-title")
    } else {
        t!(lang, "setup-title-add")
    };
    let now = match model.phase {
        SetUpPhase::Filling => 1,
        SetUpPhase::Checking(_) | SetUpPhase::Failed => 2,
        SetUpPhase::Passed | SetUpPhase::Saving => 3,
    };
    let steps = [
        t!(lang, "setup-step-1"),
        t!(lang, "setup-step-2"),
        t!(lang, "setup-step-3"),
    ];
    let mut left = vec![Span::styled(format!(" {title} "), theme::STRONG)];
    let all = layout.frame.is_some();
    for (number, step) in (1..).zip(steps) {
        if number == now && !all {
            left.push(Span::styled(format!("{number}/3"), theme::STRONG));
        } else if number == now {
            left.push(Span::styled(format!(" {number}/3 {step} "), theme::STRONG));
        } else if all {
            left.push(Span::styled(format!(" {number}/3 {step} "), theme::DIM));
        }
    }
    // In the other language, for people who cannot read this one.
    let other = match lang {
        Lang::En => Lang::ZhCn,
        Lang::ZhCn => Lang::En,
    };
    let mut flip = vec![Span::raw(" ")];
    flip.extend(key_label(keys::name(SetUpKey::Language), other.name()));
    flip.push(Span::raw(" "));
    let Some(area) = layout.frame else {
        if let Some(area) = layout.head {
            ends(left, flip, usize::from(area.width)).render(area, frame.buffer_mut());
        }
        return;
    };
    Block::bordered()
        .border_type(BorderType::Double)
        .border_style(theme::FOCUS)
        .title(Line::from(left))
        .title(Line::from(flip).right_aligned())
        .render(area, frame.buffer_mut());
}

/// Draws the notice if there is one, else the help text for the current state.
pub fn about(model: &SetUp, layout: &FormLayout, frame: &mut Frame) {
    let (words, style) = super::about(model);
    let area = layout.about;
    let lines = text::wrap(&words, usize::from(area.width).saturating_sub(1));
    for (line, y) in lines.into_iter().zip(area.y..area.bottom()) {
        let place = Rect::new(area.x, y, area.width, 1);
        Line::styled(line, style).render(place, frame.buffer_mut());
    }
}

/// Draws the keys that work now, most useful first, as many as fit.
pub fn keys(model: &SetUp, layout: &FormLayout, frame: &mut Frame) {
    let lang = model.lang;
    let go = match model.phase {
        SetUpPhase::Passed if model.context.first_run => t!(lang, "setup-key-open"),
        SetUpPhase::Passed => t!(lang, "setup-key-save"),
        SetUpPhase::Filling | SetUpPhase::Checking(_) | SetUpPhase::Failed | SetUpPhase::Saving => {
            t!(lang, "setup-key-check")
        }
    };
    let leave = match model.phase {
        SetUpPhase::Checking(_) => t!(lang, "setup-key-stop"),
        _ => t!(lang, "setup-key-leave"),
    };
    let mut wanted = vec![(SetUpKey::Go, go), (SetUpKey::Leave, leave)];
    if model.context.first_run {
        wanted.push((SetUpKey::Sandbox, t!(lang, "setup-key-sandbox")));
    }
    wanted.push((SetUpKey::Next, t!(lang, "setup-key-next")));
    wanted.push((SetUpKey::Try, t!(lang, "setup-key-again")));
    if matches!(model.phase, SetUpPhase::Checking(_) | SetUpPhase::Saving) {
        wanted.retain(|(key, _)| *key == SetUpKey::Leave && model.phase != SetUpPhase::Saving);
    }
    let area = layout.keys;
    let mut left = usize::from(area.width).saturating_sub(2);
    let mut spans = vec![Span::raw(" ")];
    for (key, label) in wanted {
        let item = key_label(keys::name(key), label);
        let width = item.iter().map(|s| text::width(&s.content)).sum::<usize>() + 2;
        if width > left + 2 {
            continue;
        }
        left = left.saturating_sub(width);
        spans.extend(item);
        spans.push(Span::raw("  "));
    }
    if let Some(last) = spans.last_mut() {
        *last = Span::raw(" ");
    }
    Line::from(clip(spans, usize::from(area.width))).render(area, frame.buffer_mut());
}
