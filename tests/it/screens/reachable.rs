//! Arrows, Enter, Esc, Tab and function keys are enough for everything: somebody who knows no letter finds each
//! action in a menu, and the menu does the same as the key.

use std::collections::HashSet;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use rosterm::dialog::Dialog;
use rosterm::i18n::Lang;
use rosterm::keymap::{Binding, KeyPress, Layer, on};
use rosterm::model::palette;
use rosterm::msg::Action;
use strum::VariantArray;

use super::picture::text;
use crate::support::scripted::Scripted;

/// Longer than a menu waits before it takes an Enter that writes.
const READ: u64 = 1_000;

/// Whether everybody finds this key without knowing rosterm.
fn is_plain(key: KeyPress) -> bool {
    let is_known = matches!(
        key.code,
        KeyCode::Up
            | KeyCode::Down
            | KeyCode::Left
            | KeyCode::Right
            | KeyCode::Enter
            | KeyCode::Esc
            | KeyCode::Tab
            | KeyCode::F(_)
    );
    is_known && key.mods == KeyModifiers::NONE
}

fn has_plain_key(layer: Layer, action: Action) -> bool {
    on(layer).any(|b| b.action == action && b.keys.iter().copied().any(is_plain))
}

/// Whether the arrows do the same, if pressed often enough.
fn is_movement(action: Action) -> bool {
    action.is_movement()
        || matches!(
            action,
            Action::TopPrefix | Action::PreviousPane | Action::PageDown | Action::PageUp
        )
}

/// The actions of a layer that have no such key.
fn others(layer: Layer) -> impl Iterator<Item = &'static Binding> {
    on(layer).filter(move |b| {
        // Esc does what Ctrl-c does, and the shell's keys are not rosterm's.
        // And the menu with every action is on the menu of the row.
        let is_of_terminal = matches!(
            b.action,
            Action::Interrupt | Action::Redraw | Action::Suspend | Action::Palette
        );
        !has_plain_key(layer, b.action) && !is_movement(b.action) && !is_of_terminal
    })
}

/// A way to a screen.
type Way = (&'static str, fn(&mut Scripted));

/// Ways onto every layer that has a menu.
const WAYS: &[Way] = &[
    ("a friend", Scripted::on_alice),
    ("a blocked user", |d| {
        d.on_alice();
        d.press("2");
    }),
    ("a conversation", |d| {
        d.on_alice();
        d.press("3");
    }),
    ("what is selected", |d| {
        d.on_alice();
        d.press("  ");
    }),
    ("nobody", |d| {
        d.start();
        d.press("<Esc>");
    }),
    ("read-only", |d| {
        d.model.session.read_only = true;
        d.on_alice();
    }),
    ("the card", |d| {
        d.on_alice();
        d.press("<Enter>");
    }),
    ("the card of a stranger", |d| {
        d.on_alice();
        d.press("2jjj");
        d.rest();
        d.press("<Enter>");
    }),
    ("a sheet", |d| {
        d.on_alice();
        d.paste("spam_0041\nspam_0042\nspam_9001\n");
        d.answer();
    }),
    ("the jobs", |d| {
        d.on_alice();
        d.paste("spam_0041\nspam_0042\n");
        d.answer();
        d.press("u");
        d.wait(READ);
        d.press("y5");
    }),
    ("the journal", |d| {
        d.on_alice();
        d.press("6");
        d.answer();
    }),
    ("a diagnosis", |d| {
        d.on_alice();
        d.press("w");
        d.rest();
    }),
    ("the help", |d| {
        d.on_alice();
        d.press("?");
    }),
];

fn state(console: &mut Scripted) -> String {
    console.look();
    let (buffer, caret) = console.draw();
    let asked: Vec<String> = console
        .asked()
        .iter()
        .map(|effect| format!("{effect:?}"))
        .collect();
    format!("{}{caret:?}\n{}", text(&buffer), asked.join("\n"))
}

/// Goes to an action in the open menu, with arrows; `None` if it is not there.
fn go_to(console: &mut Scripted, action: Action) -> Option<palette::PaletteRow> {
    let Some(Dialog::Palette(menu)) = console.model.dialogs.top() else {
        unreachable!("no menu is open");
    };
    let rows = palette::rows(&console.model, menu);
    let place = rows.iter().position(|row| row.action == action)?;
    for _ in 0..place {
        console.press("<Down>");
    }
    rows.into_iter().nth(place)
}

/// Opens the menu of the layer, and in it the one with every action if that is another.
fn open_menu(console: &mut Scripted) {
    let layer = console.model.layer();
    console.press("<F9>");
    if layer == Layer::Lists || layer == Layer::Card {
        go_to(console, Action::Palette).expect("all actions");
        console.press("<Enter>");
    }
}

#[test]
fn a_menu_does_the_same_as_the_key() {
    let mut seen = HashSet::new();
    for (name, way) in WAYS {
        let fresh = || {
            let mut console = Scripted::new(Lang::En, (120, 36));
            way(&mut console);
            console
        };
        let layer = fresh().model.layer();
        for binding in others(layer) {
            let (by_key, mut by_menu) = (&mut fresh(), fresh());
            open_menu(&mut by_menu);
            let row = go_to(&mut by_menu, binding.action);
            let row = row.unwrap_or_else(|| panic!("{:?} is on no menu of {name}", binding.action));
            by_menu.wait(READ);
            by_key.wait(READ);
            by_menu.press("<Enter>");
            let Some(press) = binding.keys.first() else {
                panic!("{:?} has no key", binding.action);
            };
            by_key.press_one(KeyEvent::new(press.code, press.mods));
            if row.refusal.is_some() {
                // The menu says why, and the key does nothing either.
                assert!(by_menu.model.notice.is_some(), "{name}: {binding:?}");
                assert!(
                    !by_key
                        .asked()
                        .iter()
                        .any(crate::support::scripted::is_change)
                );
                continue;
            }
            seen.insert((layer, binding.action));
            assert_eq!(
                state(&mut by_menu),
                state(by_key),
                "{name}: {:?}",
                binding.action
            );
        }
    }
    // Each could be done somewhere.
    for layer in Layer::VARIANTS {
        for binding in others(*layer) {
            let is_button = matches!(
                layer,
                Layer::Confirm | Layer::Choice | Layer::Offer | Layer::Failed
            );
            let was_done = seen.contains(&(*layer, binding.action));
            assert!(was_done || is_button, "{layer:?}: {:?}", binding.action);
        }
    }
}

#[test]
fn what_belongs_to_the_terminal_is_on_the_menu_of_the_lists() {
    let mut console = Scripted::new(Lang::En, (120, 36));
    console.on_alice();
    open_menu(&mut console);
    for action in [Action::Redraw, Action::Suspend] {
        assert!(go_to(&mut console, action).is_some(), "{action:?}");
    }
}

#[test]
fn every_button_is_reached_with_tab() {
    for (way, buttons) in [
        ("d", &[Action::Yes][..]),
        ("3d", &[Action::KeepRoaming, Action::DeleteRoaming]),
    ] {
        let mut console = Scripted::new(Lang::En, (120, 36));
        console.on_alice();
        console.press(way);
        for button in buttons {
            console.press("<Tab>");
            assert_eq!(console.model.dialogs.button(), Some(*button));
        }
        console.press("<Right>");
        assert_eq!(console.model.dialogs.button(), Some(Action::Escape));
    }
}
