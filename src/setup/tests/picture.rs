use ratatui::Terminal;
use ratatui::backend::{Backend, TestBackend};
use ratatui::layout::Position;

use super::*;
use crate::text;

const SIZES: [(u16, u16); 3] = [(120, 36), (80, 24), (40, 12)];

/// The screen as text, with `|` at both ends of each line, and the position of the caret.
fn picture(model: &mut SetUp, size: (u16, u16)) -> (String, Position) {
    update(model, SetUpMsg::Resize(size.0, size.1));
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    terminal.draw(|frame| draw(model, frame)).unwrap();
    let backend = terminal.backend_mut();
    let caret = backend.get_cursor_position().unwrap();
    let buffer = backend.buffer();
    let mut lines = String::new();
    for y in 0..size.1 {
        let mut line = String::new();
        let mut x = 0;
        while x < size.0 {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(text::width(symbol).max(1)).unwrap();
        }
        lines.extend(["|", &line, "|\n"]);
    }
    (lines, caret)
}

/// Snapshots at all sizes and in both languages.
fn pictures(name: &str, model: &SetUp) {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut model = model.clone();
            model.lang = lang;
            let (lines, caret) = picture(&mut model, size);
            assert!(!lines.contains("canary"), "{lines}");
            let shown = format!("{lines}caret {},{}\n", caret.x, caret.y);
            insta::assert_snapshot!(format!("{name}_{}x{}_{lang}", size.0, size.1), shown);
        }
    }
}

fn failed() -> SetUp {
    let mut model = filled();
    let mut findings = good();
    findings.truncate(2);
    let failure = refused(400, "invalid_grant", "client_secret does not match");
    findings.push(CheckFinding(CheckFact::Token(Err(failure))));
    tried(&mut model, findings);
    model
}

#[test]
fn the_form_as_it_opens() {
    pictures("fresh", &fresh());
}

#[test]
fn a_trial_that_failed() {
    pictures("failed", &failed());
}

#[test]
fn a_trial_that_passed_with_a_note() {
    let mut model = filled();
    let mut findings = good();
    findings.pop();
    let failure = refused(403, "forbidden_op", "blocklist not open");
    findings.push(CheckFinding(CheckFact::Blocks(Some(Err(failure)))));
    tried(&mut model, findings);
    pictures("passed", &model);
}

#[test]
fn the_caret_stands_in_the_field_and_tells_nothing_of_a_secret() {
    let mut model = fresh();
    let (_, empty) = picture(&mut model, (80, 24));
    type_in(&mut model, "好");
    let (_, typed) = picture(&mut model, (80, 24));
    assert_eq!((typed.x, typed.y), (empty.x + 2, empty.y));
    go_to(&mut model, FormField::Secret);
    let (before, caret) = picture(&mut model, (80, 24));
    assert!(before.contains("not entered"));
    type_in(&mut model, "a");
    let one = picture(&mut model, (80, 24));
    type_in(&mut model, CANARY);
    assert_eq!(picture(&mut model, (80, 24)), one);
    assert_eq!(one.1, caret);
}

#[test]
fn the_field_with_the_keys_is_on_every_screen() {
    for size in SIZES {
        let mut model = failed();
        for field in FormField::ALL {
            go_to(&mut model, field);
            let (lines, _) = picture(&mut model, size);
            let marked = lines
                .lines()
                .filter(|line| line.contains("|> ") || line.contains("║ > "));
            assert_eq!(marked.count(), 1, "{field:?} at {size:?}:\n{lines}");
        }
    }
}

#[test]
fn what_there_is_to_know_about_a_field_fits_the_smallest_screen() {
    for lang in Lang::ALL {
        for field in FormField::ALL {
            // That one contains a path, which may be of any length.
            if field == FormField::Name {
                continue;
            }
            for source in SecretKind::ALL {
                for environment in [Environment::Production, Environment::Test] {
                    let mut model = fresh();
                    (model.lang, model.focus) = (lang, field);
                    (model.form.source, model.form.environment) = (source, environment);
                    let (words, _) = crate::setup::view::about(&model);
                    assert!(text::wrap(&words, 39).len() <= 2, "{lang}: {words}");
                }
            }
        }
    }
}

#[test]
fn page_keys_scroll_to_both_ends_and_no_further() {
    let mut model = failed();
    picture(&mut model, (40, 12));
    let there = picture(&mut model, (40, 12)).0;
    for _ in 0..9 {
        press(&mut model, KeyCode::PageUp);
    }
    let mut terminal = Terminal::new(TestBackend::new(40, 12)).unwrap();
    terminal.draw(|frame| draw(&model, frame)).unwrap();
    let top: String = (0..40)
        .map(|x| terminal.backend().buffer()[(x, 1)].symbol())
        .collect();
    assert!(top.contains("Language"), "{top}");
    press(&mut model, KeyCode::PageDown);
    press(&mut model, KeyCode::PageDown);
    for _ in 0..9 {
        press(&mut model, KeyCode::PageDown);
    }
    terminal.draw(|frame| draw(&model, frame)).unwrap();
    let bottom: String = (0..40)
        .map(|x| terminal.backend().buffer()[(x, 8)].symbol())
        .collect();
    assert!(bottom.contains("not match"), "{bottom}\n{there}");
}

#[test]
fn no_size_makes_it_fall_over() {
    for columns in [0, 1, 20, 39, 40, 41, 59, 60, 61, 103, 104, 200] {
        for rows in [0, 1, 5, 11, 12, 13, 15, 16, 17, 35, 60] {
            for mut model in [fresh(), failed()] {
                picture(&mut model, (columns, rows));
            }
        }
    }
    let (small, _) = picture(&mut fresh(), (39, 11));
    assert!(small.contains("40x12"), "{small}");
}
