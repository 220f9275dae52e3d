//! The table of keys: no duplicates, nothing dangerous on keys that are easily hit by mistake, a name for
//! every key.

use std::collections::HashSet;

use super::*;

/// Actions that send a change or lead to one.
fn writes(action: Action) -> bool {
    let in_dialogs = [A::Yes, A::KeepRoaming, A::DeleteRoaming, A::Retry, A::Edit];
    action.is_write() || in_dialogs.contains(&action)
}

fn press(layer: Layer, code: KeyCode, mods: KeyModifiers) -> Option<Action> {
    resolve(layer, KeyEvent::new(code, mods))
}

fn plain(layer: Layer, c: char) -> Option<Action> {
    press(layer, KeyCode::Char(c), KeyModifiers::NONE)
}

#[test]
fn no_key_is_bound_twice_on_one_layer() {
    for layer in Layer::VARIANTS.iter().copied() {
        let mut seen = HashSet::new();
        for key in on(layer).flat_map(|b| b.keys) {
            assert!(
                seen.insert((key.code, key.mods)),
                "{} on {layer:?}",
                name(*key)
            );
        }
    }
}

#[test]
fn every_binding_is_found_by_its_own_keys() {
    for layer in Layer::VARIANTS.iter().copied() {
        for binding in on(layer) {
            for key in binding.keys {
                let action = press(layer, key.code, key.mods);
                assert_eq!(action, Some(binding.action), "{} on {layer:?}", name(*key));
            }
        }
    }
}

#[test]
fn every_action_is_reachable() {
    for action in Action::VARIANTS.iter().copied() {
        assert!(
            TABLE
                .iter()
                .any(|b| b.action == action && !b.keys.is_empty()),
            "{action:?}"
        );
    }
}

#[test]
fn a_slipped_shift_does_nothing_on_the_lists() {
    for c in ['D', 'X', 'A', 'C', 'P'] {
        assert_eq!(plain(L::Lists, c), None, "{c}");
        let shift = KeyModifiers::SHIFT;
        assert_eq!(press(L::Lists, KeyCode::Char(c), shift), None, "Shift-{c}");
        let lower = KeyCode::Char(c.to_ascii_lowercase());
        assert_eq!(press(L::Lists, lower, shift), None, "{c}, told otherwise");
    }
}

#[test]
fn no_write_is_on_a_key_that_hands_rest_on_or_shells_use() {
    let dangerous = [
        (KeyCode::Backspace, KeyModifiers::NONE),
        (KeyCode::Enter, KeyModifiers::NONE),
        (KeyCode::Char('d'), KeyModifiers::CONTROL),
        (KeyCode::Char('k'), KeyModifiers::CONTROL),
        (KeyCode::Char('h'), KeyModifiers::CONTROL),
        (KeyCode::Char(' '), KeyModifiers::NONE),
        (KeyCode::Tab, KeyModifiers::NONE),
        (KeyCode::Esc, KeyModifiers::NONE),
    ];
    for layer in Layer::VARIANTS.iter().copied() {
        for (code, mods) in dangerous {
            let action = press(layer, code, mods);
            assert!(
                !action.is_some_and(writes),
                "{code:?} on {layer:?}: {action:?}"
            );
        }
    }
}

#[test]
fn enter_presses_a_button_wherever_something_is_asked() {
    for layer in [L::Confirm, L::Choice, L::Offer, L::Failed] {
        assert_eq!(
            press(layer, KeyCode::Enter, KeyModifiers::NONE),
            Some(A::Submit)
        );
    }
}

#[test]
fn a_confirmation_has_one_key_and_only_while_it_asks() {
    for (layers, action) in [
        (&[L::Confirm, L::Offer][..], A::Yes),
        (&[L::Choice], A::KeepRoaming),
        (&[L::Choice], A::DeleteRoaming),
    ] {
        for layer in layers {
            assert_eq!(names(*layer, action).len(), 1);
        }
        let mut rows = TABLE.iter().filter(|b| b.action == action);
        assert!(
            rows.all(|b| b.layers.iter().all(|layer| layers.contains(layer))),
            "{action:?}"
        );
    }
    for binding in on(L::Waiting) {
        assert!(!writes(binding.action), "it cannot be sent twice");
    }
}

#[test]
fn the_help_lists_exactly_the_writes_as_changes() {
    for binding in on(L::Lists) {
        assert_eq!(
            binding.action.is_write(),
            binding.group == G::Act,
            "{:?}",
            binding.action
        );
    }
}

#[test]
fn full_width_characters_mean_the_same_as_keys() {
    for (wide, ascii) in [
        ('：', ':'),
        ('／', '/'),
        ('、', '/'),
        ('？', '?'),
        ('，', ','),
        ('【', '['),
        ('】', ']'),
        ('＠', '@'),
        ('ｄ', 'd'),
        ('Ｇ', 'G'),
        ('１', '1'),
        ('ｙ', 'y'),
    ] {
        for layer in [L::Lists, L::Confirm, L::Choice, L::Failed, L::Reader] {
            assert_eq!(
                plain(layer, wide),
                plain(layer, ascii),
                "{wide} on {layer:?}"
            );
        }
    }
    assert_eq!(plain(L::Lists, '／'), Some(A::Filter));
    assert_eq!(plain(L::Lists, 'Ｄ'), None);
    assert_eq!(plain(L::Reader, '\u{3000}'), Some(A::PageDown));
}

#[test]
fn a_field_takes_every_printable_key_as_it_is() {
    for layer in [L::Field, L::Filter] {
        for c in (' '..='~').chain(['ｙ', '／', '、', '你', '\u{3000}']) {
            assert_eq!(plain(layer, c), None, "{c} on {layer:?}");
            assert_eq!(
                press(layer, KeyCode::Char(c), KeyModifiers::SHIFT),
                None,
                "{c}"
            );
        }
    }
}

#[test]
fn shift_beside_a_letter_is_the_same_reported_or_not() {
    for (c, action) in [
        ('G', A::Bottom),
        ('R', A::RefreshAll),
        ('O', A::OpenId),
        ('?', A::Help),
        ('@', A::ShowRequests),
    ] {
        assert_eq!(plain(L::Lists, c), Some(action));
        let code = KeyCode::Char(c);
        assert_eq!(press(L::Lists, code, KeyModifiers::SHIFT), Some(action));
    }
    for mods in [KeyModifiers::NONE, KeyModifiers::SHIFT] {
        assert_eq!(press(L::Lists, BackTab, mods), Some(A::PreviousPane));
    }
    let shift = KeyModifiers::SHIFT;
    assert_eq!(
        press(L::Lists, KeyCode::Char('g'), shift),
        Some(A::Bottom),
        "a terminal that names the key and not the letter"
    );
    assert_eq!(press(L::Lists, KeyCode::F(5), shift), Some(A::RefreshAll));
}

#[test]
fn control_and_alt_make_other_keys_of_letters() {
    assert_eq!(
        press(L::Lists, KeyCode::Char('u'), KeyModifiers::SUPER),
        None
    );
    assert_eq!(
        press(L::Confirm, KeyCode::Char('y'), KeyModifiers::CONTROL),
        None
    );
    let upper = KeyCode::Char('C');
    assert_eq!(
        press(L::Lists, upper, KeyModifiers::CONTROL),
        Some(A::Interrupt)
    );
    assert_eq!(
        press(L::Confirm, KeyCode::Char('['), KeyModifiers::CONTROL),
        Some(A::Escape)
    );
}

#[test]
fn alt_and_a_key_without_a_meaning_is_escape() {
    let alt = KeyModifiers::ALT;
    for layer in Layer::VARIANTS.iter().copied() {
        for code in [
            KeyCode::Char('y'),
            KeyCode::Char('q'),
            KeyCode::Char('1'),
            KeyCode::Char('好'),
            Enter,
            Tab,
            Up,
            Delete,
            KeyCode::F(8),
        ] {
            // Keys that move in a field, or are close to those, do not leave it.
            let moves = matches!(code, Up | Delete | KeyCode::F(_));
            let meant = (!moves || !layer.has_field()).then_some(A::Escape);
            assert_eq!(press(layer, code, alt), meant, "{code:?}");
            let more = alt | KeyModifiers::CONTROL;
            assert_eq!(press(layer, code, more), meant, "{code:?}");
        }
    }
    // If the combination has a meaning, it keeps it.
    assert_eq!(press(L::Lists, Left, alt), Some(A::Back));
    assert_eq!(press(L::Lists, Right, alt), Some(A::Forward));
    for layer in [L::Field, L::Filter] {
        let words = [KeyCode::Char('b'), KeyCode::Char('f'), KeyCode::Backspace];
        for code in words.into_iter().chain([Left, Right]) {
            assert_eq!(press(layer, code, alt), None, "{code:?}");
        }
    }
}

#[test]
fn a_key_that_writes_confirms_leaves_or_opens_a_user_waits_and_one_that_moves_or_looks_does_not() {
    for binding in TABLE {
        let weight = weight(binding.action);
        let moves = binding.group == G::Move;
        assert!(!moves || weight == KeyWeight::Light, "{:?}", binding.action);
        if writes(binding.action) || binding.action == A::Escape {
            assert_eq!(weight, KeyWeight::Heavy, "{:?}", binding.action);
        }
    }
    // Over a question no character counts as text, or as the end of a line.
    for c in (' '..='~').chain(['\u{3000}', 'ｙ']) {
        for layer in [L::Confirm, L::Choice, L::Offer] {
            let event = KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
            let weight = weigh(layer, event);
            assert!(!matches!(weight, KeyWeight::Text | KeyWeight::Line), "{c}");
        }
    }
    for layer in [L::Field, L::Filter] {
        for c in ' '..='~' {
            let event = KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
            assert_eq!(weigh(layer, event), KeyWeight::Text);
        }
        let event = KeyEvent::new(Enter, KeyModifiers::NONE);
        assert_eq!(weigh(layer, event), KeyWeight::Line);
    }
}

#[test]
fn releasing_a_key_means_nothing_and_repeating_it_means_the_same() {
    for (layer, binding) in Layer::VARIANTS
        .iter()
        .flat_map(|l| on(*l).map(move |b| (*l, b)))
    {
        for key in binding.keys {
            let mut event = KeyEvent::new(key.code, key.mods);
            event.kind = KeyEventKind::Release;
            assert_eq!(resolve(layer, event), None);
            assert_eq!(typed(event), None);
            event.kind = KeyEventKind::Repeat;
            assert_eq!(resolve(layer, event), Some(binding.action));
        }
    }
}

#[test]
fn every_dialog_takes_text_or_asks_something_or_has_pages() {
    for layer in DIALOGS {
        let kinds = [
            layer.has_field(),
            QUESTIONS.contains(layer),
            PAGES.contains(layer),
        ];
        let kinds = kinds.into_iter().filter(|is| *is).count();
        assert_eq!(kinds, 1, "{layer:?}");
    }
}

#[test]
fn every_layer_can_be_left_by_escape_and_stopped_by_ctrl_c() {
    for layer in Layer::VARIANTS.iter().copied() {
        assert_eq!(
            press(layer, KeyCode::Esc, KeyModifiers::NONE),
            Some(A::Escape)
        );
        assert_eq!(
            press(layer, KeyCode::Char('c'), KeyModifiers::CONTROL),
            Some(A::Interrupt)
        );
    }
}

#[test]
fn every_label_exists_in_both_languages() {
    let find = |catalogue: &'static str, label: &str| {
        let line = catalogue
            .lines()
            .find(|line| line.split(" =").next() == Some(label));
        line.and_then(|line| line.split_once('=')).unwrap().1.trim()
    };
    for binding in TABLE {
        let english = find(include_str!("../../assets/locales/en.ftl"), binding.label);
        let chinese = find(
            include_str!("../../assets/locales/zh-CN.ftl"),
            binding.label,
        );
        assert!(!english.is_empty() && !chinese.is_empty());
        assert_ne!(english, chinese, "{} is not translated", binding.label);
    }
}

#[test]
fn every_key_has_a_name_of_its_own() {
    for layer in Layer::VARIANTS.iter().copied() {
        let mut seen = HashSet::new();
        for key in on(layer).flat_map(|b| b.keys) {
            assert!(seen.insert(name(*key)), "{} on {layer:?}", name(*key));
        }
    }
    assert_eq!(first(L::Lists, A::RefreshAll), "R");
    assert_eq!(names(L::Lists, A::RefreshAll), ["R", "S-F5"]);
    assert_eq!(first(L::Lists, A::HalfDown), "Ctrl-d");
    assert_eq!(first(L::Filter, A::Yes), "");
}

#[test]
fn typed_text_is_what_carries_no_command() {
    let key = |c, mods| KeyEvent::new(KeyCode::Char(c), mods);
    assert_eq!(typed(key('你', KeyModifiers::NONE)), Some('你'));
    assert_eq!(typed(key('A', KeyModifiers::SHIFT)), Some('A'));
    for mods in [
        KeyModifiers::CONTROL,
        KeyModifiers::ALT,
        KeyModifiers::SUPER,
    ] {
        assert_eq!(typed(key('a', mods)), None);
    }
    assert_eq!(
        typed(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE)),
        None
    );
}
