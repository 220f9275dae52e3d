//! Where the console is connected, what is read on top of the lists, and the way out.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use rosterm::domain::Failure;
use rosterm::i18n::Lang;
use rosterm::model::layout::{MIN_COLUMNS, MIN_ROWS};
use rstest::rstest;

use super::picture::{SIZES, show, show_at};
use super::{hostile, journal};
use crate::support::scripted::Scripted;
use crate::support::world::{Given, not_found, server_error};

#[test]
fn a_live_service_has_a_badge_of_its_own() {
    show("live", |d| {
        d.model.session.sandbox = false;
        d.model.session.friend_cap = None;
        d.on_alice();
    });
}

#[test]
fn a_read_only_session_says_so() {
    show("read-only", |d| {
        d.model.session.sandbox = false;
        d.model.session.read_only = true;
        d.on_alice();
        d.press("b");
    });
}

#[test]
fn the_help_names_every_key() {
    show("help", |d| {
        d.on_alice();
        d.press("?");
    });
    show("help-end", |d| {
        d.on_alice();
        d.press("?G");
    });
}

#[test]
fn the_question_for_an_id_opens_first() {
    show("open", Scripted::start);
    show("open-over-a-user", |d| {
        d.on_alice();
        d.press("O");
        d.types("bob_77");
    });
}

#[test]
fn a_user_who_does_not_exist_is_told_before_anybody_is_left() {
    let ask = |d: &mut Scripted, failure: Option<Failure>| {
        d.on_alice();
        d.press("O");
        d.types("nobody");
        if let Some(failure) = failure {
            d.world.account = Given::Fails(failure);
        }
        d.press("<Enter>");
    };
    show("open-asking", |d| ask(d, None));
    show("open-nobody", |d| {
        ask(d, Some(not_found()));
        d.answer();
    });
    show("open-unread", |d| {
        ask(d, Some(server_error()));
        d.answer();
    });
}

#[test]
fn the_users_before_and_after_stand_around_the_open_one() {
    show("trail", |d| {
        d.on_alice();
        d.press("jo");
        d.answer();
        d.press("jjo");
        d.answer();
        d.press("[");
        d.answer();
    });
}

#[test]
fn suggestions_stand_below_the_field() {
    show("open-suggestions", |d| {
        d.on_alice();
        d.press("O");
        d.answer();
        d.types("li");
        d.press("<Down><Down>");
    });
}

#[test]
fn what_cannot_be_an_id_is_refused() {
    show("open-bad", |d| {
        d.start();
        d.types("..");
        d.press("<Enter>");
    });
}

#[test]
fn an_id_outside_the_rule_is_warned_of_but_not_refused() {
    show("open-irregular", |d| {
        d.start();
        d.types("Zhang San@张三");
    });
}

#[test]
fn leaving_while_a_change_is_on_its_way_asks_first() {
    show("leave", |d| {
        d.on_alice();
        d.press("bjjbq");
    });
    show("leave-one", |d| {
        d.on_alice();
        d.press("bq");
    });
}

#[test]
fn a_window_that_is_too_small_says_what_is_needed() {
    let sizes = [(39, 12), (40, 11), (38, 6), (20, 3), (5, 2)];
    show_at(&sizes, "too-small", Scripted::on_alice);
    show_at(&[(38, 6)], "too-small-in-progress", |d| {
        d.on_alice();
        d.model.size = (120, 36);
        d.press("b");
        d.model.size = (38, 6);
    });
}

#[test]
fn the_sizes_between_have_a_form_of_their_own() {
    let sizes = [(79, 24), (60, 16), (110, 30), (200, 50)];
    show_at(&sizes, "sizes-between", Scripted::on_alice);
    show_at(&[(60, 16)], "sizes-between-no-user", |d| {
        d.start();
        d.press("<Esc>");
    });
}

/// Draws the state on every size up to the roomiest. On the sizes that are too small for any state, one of
/// them stands for all: they show the same words there.
#[rstest]
#[case::nobody(Scripted::start)]
#[case::lists(hostile::open_short)]
#[case::card(|d: &mut Scripted| {
    hostile::open_short(d);
    d.press("3<Enter>G");
})]
#[case::remark(|d: &mut Scripted| {
    hostile::open_short(d);
    d.press("e");
})]
#[case::remove(|d: &mut Scripted| {
    hostile::open_short(d);
    d.press("d");
})]
#[case::question(|d: &mut Scripted| {
    hostile::open_short(d);
    d.press("a");
    d.paste("a b c d e \u{202e}f . .. 张三 g");
    d.press("<Enter>");
    d.answer();
})]
#[case::journal(|d: &mut Scripted| {
    journal::open_hostile(d);
    d.press("jj");
})]
#[case::entry(|d: &mut Scripted| {
    journal::open_hostile(d);
    d.press("<Enter>j");
})]
#[case::reference(|d: &mut Scripted| {
    hostile::open_short(d);
    d.press("t");
    d.paste("\u{202e}\u{1b}[2J 长 long");
})]
#[case::help(|d: &mut Scripted| {
    d.on_alice();
    d.press("?G");
})]
fn no_size_is_too_odd_for_any_state(#[case] act: fn(&mut Scripted)) {
    for_every_size(act, |columns, rows| {
        columns >= MIN_COLUMNS && rows >= MIN_ROWS
    });
}

#[test]
fn no_size_is_too_small_to_say_so() {
    for_every_size(hostile::open_short, |columns, rows| {
        columns < MIN_COLUMNS || rows < MIN_ROWS
    });
}

/// Every width at some heights, and every height at some widths: all pairs would be drawn a hundred thousand times.
fn sizes() -> impl Iterator<Item = (u16, u16)> {
    let every_width =
        (1..=130).flat_map(|columns| [1, 11, 12, 13, 24, 40].map(|rows| (columns, rows)));
    let every_height =
        (1..=40).flat_map(|rows| [1, 39, 40, 41, 80, 120].map(|columns| (columns, rows)));
    every_width.chain(every_height)
}

fn for_every_size(act: fn(&mut Scripted), is_meant: fn(u16, u16) -> bool) {
    for lang in Lang::ALL {
        let mut console = Scripted::new(lang, SIZES[0]);
        act(&mut console);
        let mut terminal = Terminal::new(TestBackend::new(1, 1)).unwrap();
        for (columns, rows) in sizes().filter(|(columns, rows)| is_meant(*columns, *rows)) {
            terminal.backend_mut().resize(columns, rows);
            console.model.size = (columns, rows);
            let drawn = terminal.draw(|frame| {
                let _ = rosterm::view::draw(&console.model, frame);
            });
            assert!(drawn.is_ok(), "{columns}x{rows}");
        }
    }
}
