//! What is on the screen can be clicked, and a click may do no more than the key that it stands for.

use rosterm::dialog::Dialog;
use rosterm::domain::{Change, ListKind, ListOrder};
use rosterm::i18n::Lang;
use rosterm::keymap::Layer;
use rosterm::msg::Effect;

use crate::support::scripted::{Scripted, is_change};

fn on_alice(size: (u16, u16)) -> Scripted {
    let mut console = Scripted::new(Lang::En, size);
    console.on_alice();
    console
}

fn sends(console: &Scripted) -> Vec<&Change> {
    let changes = console.asked().iter().filter_map(|effect| match effect {
        Effect::Change(_, change, _) => Some(change),
        _ => None,
    });
    changes.collect()
}

#[test]
fn the_keys_of_the_footer() {
    let mut console = on_alice((120, 36));
    console.click("b block  d");
    assert!(matches!(sends(&console)[..], [Change::Block { .. }]));
    console.click("? help");
    assert!(matches!(
        console.model.dialogs.top(),
        Some(Dialog::Reader { .. })
    ));
}

#[test]
fn quit_and_help_are_always_in_the_footer() {
    for columns in 40..=160 {
        for lang in Lang::ALL {
            let mut console = Scripted::new(lang, (columns, 24));
            console.on_alice();
            console.press("2");
            console.click(if lang == Lang::En { "q quit" } else { "q 退" });
            assert!(console.model.leaving, "{columns}");
        }
    }
}

#[test]
fn the_headings_of_the_friends() {
    for size in [(120, 36), (80, 24)] {
        let mut console = on_alice(size);
        console.click("remark");
        let order = console.model.order(ListKind::Friends);
        assert_eq!(order, Some(ListOrder::Id), "{size:?}");
    }
}

#[test]
fn the_names_of_the_lists() {
    for size in [(80, 24), (70, 18), (40, 12)] {
        let mut console = on_alice(size);
        for (name, pane) in [
            ("2 B", ListKind::Blocks),
            ("3 C", ListKind::Conversations),
            ("1 F", ListKind::Friends),
        ] {
            console.click(name);
            assert_eq!(console.model.focus, pane, "{size:?}");
        }
    }
}

#[test]
fn a_button_waits_as_its_key_does() {
    let mut console = on_alice((120, 36));
    console.press("d");
    console.click("y remove");
    assert!(sends(&console).is_empty(), "it has only just appeared");
    console.wait(1_000);
    console.click("y remove");
    assert!(matches!(sends(&console)[..], [Change::RemoveFriend { .. }]));
}

#[test]
fn a_click_beside_a_dialog_does_nothing() {
    let mut console = on_alice((120, 36));
    let place = console.model.current().map(|(_, id)| id.clone());
    console.press("d");
    for text in ["2 Blocks", "carol.chen", "rosterm"] {
        console.click(text);
    }
    assert_eq!(console.model.dialogs.len(), 1);
    assert_eq!(console.model.focus, ListKind::Friends);
    assert_eq!(console.model.current().map(|(_, id)| id.clone()), place);
}

#[test]
fn a_double_click_opens_the_actions_of_a_row() {
    let mut console = on_alice((120, 36));
    console.click("frank ");
    assert!(console.model.dialogs.is_empty());
    console.click("frank  ");
    assert!(matches!(
        console.model.dialogs.top(),
        Some(Dialog::Palette(_))
    ));
    assert_eq!(
        console.model.current().map(|(_, id)| id.raw()),
        Some("frank")
    );
    // The same cell, a moment later, lies on another thing.
    console.click("b  ");
    assert!(sends(&console).is_empty());
    console.wait(1_000);
    console.click("b  ");
    console.click("b  ");
    assert!(matches!(sends(&console)[..], [Change::Block { .. }]));
}

#[test]
fn two_slow_clicks_are_no_double_click() {
    let mut console = on_alice((120, 36));
    console.click("frank");
    console.wait(1_000);
    console.click("frank");
    assert!(console.model.dialogs.is_empty());
}

#[test]
fn rows_and_actions_of_a_sheet() {
    let mut console = on_alice((120, 36));
    console.paste("spam_0041 spam_0042 spam_0043\n");
    console.answer();
    console.click("spam_0043");
    let cursor = |console: &Scripted| match console.model.dialogs.top() {
        Some(Dialog::Triage(sheet)) => Some(sheet.cursor),
        _ => None,
    };
    assert_eq!(cursor(&console), Some(2));
    console.click("spam_0041");
    assert_eq!(cursor(&console), Some(0));
    console.click("u unblock");
    assert!(!console.asked().iter().any(is_change));
    assert_eq!(console.model.layer(), Layer::Confirm);
}

#[test]
fn a_double_click_on_a_key_writes_once() {
    for pause in [50, 250, 600] {
        let mut console = on_alice((120, 36));
        console.click("b block  d");
        console.done();
        for _ in 0..3 {
            console.wait(pause);
            // Where the key was, there is another one now.
            console.click("u unblock  d");
            assert!(sends(&console).is_empty(), "{pause}");
        }
        console.wait(1_000);
        console.click("u unblock  d");
        assert!(matches!(sends(&console)[..], [Change::Unblock { .. }]));
    }
}
