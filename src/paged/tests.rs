//! The list: what late, failed, repeated and endless pages do to it, and where the cursor stays.

use proptest::prelude::*;

use super::*;
use crate::domain::{Blocked, UserId};

type List = PagedList<Blocked>;

fn user(id: &str) -> UserId {
    UserId::new(id)
}

fn row(id: &str) -> Blocked {
    Blocked { id: user(id) }
}

fn page(ids: &[&str], next: Option<&str>) -> Page<Blocked> {
    Page {
        rows: ids.iter().map(|id| row(id)).collect(),
        next: next.map(|c| Cursor(c.into())),
    }
}

/// `n` rows named after `from`, `from + 1`, ...
fn run(from: usize, n: usize, next: Option<&str>) -> Page<Blocked> {
    let ids: Vec<String> = (from..from + n).map(|i| format!("u{i}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    page(&ids, next)
}

fn shown(list: &List) -> Vec<&str> {
    (0..list.len())
        .map(|i| list.get(i).unwrap().id.raw())
        .collect()
}

fn under(list: &List) -> Option<&str> {
    list.current().map(|r| r.id.raw())
}

fn broken() -> Failure {
    Failure::new(FailureClass::Later, FailureReason::Timeout)
}

/// A list with the one who asks for it, who never uses an id twice.
#[derive(Debug, Default)]
struct Desk {
    list: List,
    tickets: u64,
}

impl Desk {
    /// A list that holds the rows of this page and nothing on its way.
    fn with(page: Page<Blocked>) -> Self {
        let mut desk = Self::default();
        desk.brings(page);
        desk
    }

    fn ask(&mut self) -> RequestId {
        self.tickets += 1;
        self.list.asked(RequestId(self.tickets));
        RequestId(self.tickets)
    }

    fn brings(&mut self, page: Page<Blocked>) -> &mut Self {
        let request = self.ask();
        assert!(self.list.receive(request, Ok(page)));
        self
    }

    fn fails(&mut self) -> &mut Self {
        let request = self.ask();
        assert!(self.list.receive(request, Err(broken())));
        self
    }

    fn reason(&self) -> Option<FailureReason> {
        match self.list.phase() {
            LoadPhase::Failed(failure) => Some(failure.reason),
            LoadPhase::Idle | LoadPhase::Loading(_) => None,
        }
    }
}

// ---- pages ----

#[test]
fn an_answer_with_another_ticket_changes_nothing() {
    let mut desk = Desk::with(page(&["a"], Some("1")));
    let late = desk.ask();
    let current = desk.ask();
    assert!(!desk.list.receive(late, Ok(page(&["late"], None))));
    assert!(!desk.list.receive(late, Err(broken())));
    assert_eq!(shown(&desk.list), ["a"]);
    assert_eq!(*desk.list.phase(), LoadPhase::Loading(current));
    assert_eq!(desk.list.cursor(), Some(Cursor("1".into())));
}

#[test]
fn an_answer_that_was_taken_is_not_taken_again() {
    let mut desk = Desk::default();
    let request = desk.ask();
    assert!(desk.list.receive(request, Ok(page(&["a"], Some("1")))));
    assert!(!desk.list.receive(request, Ok(page(&["b"], None))));
    assert_eq!(shown(&desk.list), ["a"]);
}

#[test]
fn an_answer_to_an_abandoned_request_changes_nothing() {
    let mut desk = Desk::with(page(&["a"], Some("1")));
    let request = desk.ask();
    assert_eq!(desk.list.abandon(), Some(request));
    assert_eq!(desk.list.abandon(), None);
    assert!(!desk.list.receive(request, Ok(page(&["b"], None))));
    assert_eq!(shown(&desk.list), ["a"]);
    assert!(desk.list.wants(), "the page is asked for again");
}

#[test]
fn a_row_that_comes_on_two_pages_appears_once_and_where_it_was_first() {
    let mut desk = Desk::with(page(&["a", "b", "b"], Some("1")));
    desk.brings(page(&["b", "c", "a"], None));
    assert_eq!(shown(&desk.list), ["a", "b", "c"]);
    assert!(desk.list.is_complete());
}

#[test]
fn an_empty_page_with_a_cursor_goes_on() {
    let mut desk = Desk::with(page(&[], Some("1")));
    assert!(desk.list.wants());
    assert_eq!(desk.list.cursor(), Some(Cursor("1".into())));
    assert!(!desk.list.is_complete());
    desk.brings(page(&["a"], None));
    assert_eq!(shown(&desk.list), ["a"]);
    assert!(!desk.list.wants());
}

#[test]
fn a_cursor_that_repeats_itself_ends_the_list_with_an_error() {
    let mut desk = Desk::with(page(&["a"], Some("1")));
    desk.brings(page(&["b"], Some("1")));
    assert_eq!(desk.reason(), Some(FailureReason::Endless));
    assert_eq!(shown(&desk.list), ["a", "b"], "what came stays");
    assert!(!desk.list.wants());
    assert!(!desk.list.is_complete(), "nobody knows the rest");
}

#[test]
fn cursors_that_go_in_a_circle_end_the_list_with_an_error() {
    let mut desk = Desk::default();
    for (i, cursor) in ["1", "2", "3"].into_iter().enumerate() {
        desk.brings(run(i, 1, Some(cursor)));
        assert_eq!(desk.reason(), None);
    }
    desk.brings(run(3, 1, Some("1")));
    assert_eq!(desk.reason(), Some(FailureReason::Endless));
}

#[test]
fn the_twentieth_page_in_a_row_without_a_new_row_ends_the_list_with_an_error() {
    let mut desk = Desk::with(page(&["a"], Some("first")));
    for i in 1..20 {
        desk.brings(page(&["a"], Some(&i.to_string())));
        assert_eq!(desk.reason(), None, "page {i}");
    }
    desk.brings(page(&[], Some("20")));
    assert_eq!(desk.reason(), Some(FailureReason::Endless));
}

#[test]
fn a_new_row_starts_the_count_of_barren_pages_anew() {
    let mut desk = Desk::default();
    for i in 0..19 {
        desk.brings(page(&[], Some(&i.to_string())));
    }
    desk.brings(page(&["a"], Some("row")));
    for i in 20..39 {
        desk.brings(page(&[], Some(&i.to_string())));
        assert_eq!(desk.reason(), None);
    }
}

#[test]
fn a_last_page_that_brings_nothing_new_is_no_error() {
    let mut desk = Desk::default();
    for i in 0..19 {
        desk.brings(page(&[], Some(&i.to_string())));
    }
    desk.brings(page(&[], None));
    assert_eq!(desk.reason(), None);
    assert!(desk.list.is_complete());
}

#[test]
fn an_endless_list_never_passes_for_a_complete_one() {
    let mut desk = Desk::with(page(&["a"], Some("1")));
    desk.brings(page(&["b"], Some("1")));
    desk.list.go_to_end();
    assert!(!desk.list.is_complete());
    desk.list.load_all();
    assert!(!desk.list.is_complete());
    desk.list.retry();
    assert!(!desk.list.is_complete());
    assert_eq!(desk.reason(), Some(FailureReason::Endless));
    assert!(!desk.list.is_loading_all());
}

#[test]
fn a_failed_page_keeps_the_rows_and_waits() {
    let mut desk = Desk::with(run(0, 3, Some("1")));
    desk.fails();
    assert_eq!(desk.reason(), Some(FailureReason::Timeout));
    assert_eq!(desk.list.len(), 3);
    assert!(!desk.list.wants());
    desk.list.move_by(5);
    assert!(!desk.list.wants(), "moving asks for nothing by itself");
    assert!(!desk.list.is_complete());
}

#[test]
fn a_retry_goes_on_from_the_page_that_failed() {
    let mut desk = Desk::with(run(0, 3, Some("1")));
    desk.fails();
    assert!(desk.list.is_mendable());
    desk.list.retry();
    assert!(desk.list.wants());
    assert_eq!(desk.list.cursor(), Some(Cursor("1".into())));
    desk.brings(run(3, 2, None));
    assert_eq!(shown(&desk.list), ["u0", "u1", "u2", "u3", "u4"]);
}

#[test]
fn a_first_page_that_failed_is_asked_for_from_the_beginning() {
    let mut desk = Desk::default();
    desk.fails();
    assert!(!desk.list.wants());
    assert!(desk.list.is_untouched());
    assert_eq!(desk.list.reload(), None);
    assert!(desk.list.wants());
    assert_eq!(desk.list.cursor(), None);
    assert!(!desk.list.is_reloading(), "there is nothing to keep");
}

// ---- reading again ----

#[test]
fn a_reload_keeps_the_old_rows_till_as_many_are_there() {
    let mut desk = Desk::with(run(0, 4, Some("old")));
    assert_eq!(desk.list.reload(), None);
    assert!(desk.list.wants());
    assert_eq!(desk.list.cursor(), None);
    desk.brings(page(&["n0", "n1"], Some("1")));
    assert_eq!(shown(&desk.list), ["u0", "u1", "u2", "u3"]);
    assert!(desk.list.is_reloading());
    assert_eq!(desk.list.cursor(), Some(Cursor("1".into())));
    desk.brings(page(&["n2", "n3"], Some("2")));
    assert_eq!(shown(&desk.list), ["n0", "n1", "n2", "n3"]);
    assert!(!desk.list.is_reloading());
    assert_eq!(desk.list.cursor(), Some(Cursor("2".into())));
}

#[test]
fn a_reload_that_ends_sooner_is_the_truth() {
    let mut desk = Desk::with(run(0, 4, None));
    desk.list.reload();
    desk.brings(page(&["n0"], None));
    assert_eq!(shown(&desk.list), ["n0"]);
    assert!(desk.list.is_complete());
}

#[test]
fn a_reload_may_see_the_cursors_of_the_first_reading_again() {
    let mut desk = Desk::with(run(0, 2, Some("1")));
    desk.brings(run(2, 2, Some("2")));
    desk.list.reload();
    desk.brings(run(0, 2, Some("1")))
        .brings(run(2, 2, Some("2")));
    assert_eq!(desk.reason(), None);
    assert_eq!(desk.list.len(), 4);
}

#[test]
fn a_reload_keeps_the_cursor_on_its_row() {
    let mut desk = Desk::with(page(&["a", "b", "c"], None));
    desk.list.move_cursor_to(1);
    desk.list.reload();
    desk.brings(page(&["new", "a", "b", "c"], None));
    assert_eq!(under(&desk.list), Some("b"));
}

#[test]
fn a_reload_keeps_the_place_of_a_row_that_vanished() {
    let mut desk = Desk::with(page(&["a", "b", "c"], None));
    desk.list.move_cursor_to(1);
    desk.list.reload();
    desk.brings(page(&["a", "c", "d"], None));
    assert_eq!(under(&desk.list), Some("c"));
    desk.list.move_cursor_to(2);
    desk.list.reload();
    desk.brings(page(&["a"], None));
    assert_eq!(under(&desk.list), Some("a"));
    desk.list.reload();
    desk.brings(page(&[], None));
    assert_eq!(under(&desk.list), None);
}

#[test]
fn a_reload_names_the_request_that_nobody_waits_for_any_more() {
    let mut desk = Desk::with(run(0, 2, Some("1")));
    let request = desk.ask();
    assert_eq!(desk.list.reload(), Some(request));
    assert!(!desk.list.receive(request, Ok(run(2, 2, None))));
    assert!(desk.list.wants());
}

#[test]
fn a_reload_that_fails_leaves_the_old_rows() {
    let mut desk = Desk::with(run(0, 4, Some("old")));
    desk.list.move_cursor_to(2);
    desk.list.reload();
    desk.brings(page(&["n0"], Some("1"))).fails();
    assert_eq!(shown(&desk.list), ["u0", "u1", "u2", "u3"]);
    assert_eq!(under(&desk.list), Some("u2"));
    assert!(!desk.list.is_reloading());
    assert!(!desk.list.wants());
}

#[test]
fn a_reload_that_failed_is_not_mended_by_a_page_of_the_old_rows() {
    let mut desk = Desk::with(run(0, 4, Some("old")));
    desk.list.reload();
    desk.fails();
    assert!(!desk.list.is_mendable());
    desk.list.reload();
    desk.brings(run(0, 4, Some("old"))).fails();
    assert!(
        desk.list.is_mendable(),
        "this page is one of the rows on screen"
    );
}

#[test]
fn an_endless_reload_leaves_the_old_rows() {
    let mut desk = Desk::with(run(0, 4, None));
    desk.list.reload();
    desk.brings(page(&["a"], Some("1")))
        .brings(page(&["b"], Some("1")));
    assert_eq!(desk.reason(), Some(FailureReason::Endless));
    assert_eq!(desk.list.len(), 4);
}

#[test]
fn abandoning_a_reload_leaves_the_old_rows() {
    let mut desk = Desk::with(run(0, 4, Some("old")));
    desk.list.reload();
    let request = desk.ask();
    assert_eq!(desk.list.abandon(), Some(request));
    assert!(!desk.list.is_reloading());
    assert_eq!(desk.list.len(), 4);
    assert_eq!(desk.list.cursor(), Some(Cursor("old".into())));
}

// ---- what the server agreed to ----

#[test]
fn the_cursor_stays_on_its_row_when_a_row_is_put_on_top() {
    let mut desk = Desk::with(page(&["a", "b", "c"], None));
    desk.list.move_cursor_to(1);
    desk.list.put_first(row("new"));
    assert_eq!(shown(&desk.list), ["new", "a", "b", "c"]);
    assert_eq!(under(&desk.list), Some("b"));
}

#[test]
fn a_row_put_on_top_leaves_its_old_place() {
    let mut desk = Desk::with(page(&["a", "b", "c"], None));
    desk.list.put_first(row("c"));
    assert_eq!(shown(&desk.list), ["c", "a", "b"]);
    assert_eq!(under(&desk.list), Some("a"));
}

#[test]
fn nothing_is_put_into_a_list_that_was_never_read() {
    let mut list = List::default();
    list.put_first(row("a"));
    assert!(list.is_empty());
    assert!(list.is_untouched());
}

#[test]
fn the_row_that_follows_comes_under_the_cursor_when_its_row_goes() {
    let mut desk = Desk::with(page(&["a", "b", "c"], None));
    desk.list.move_cursor_to(1);
    desk.list.remove(&user("b"));
    assert_eq!(under(&desk.list), Some("c"));
    desk.list.remove(&user("c"));
    assert_eq!(under(&desk.list), Some("a"), "the last row went");
    desk.list.remove(&user("a"));
    assert_eq!(under(&desk.list), None);
    desk.list.remove(&user("a"));
}

#[test]
fn the_cursor_stays_on_its_row_when_another_goes() {
    let mut desk = Desk::with(page(&["a", "b", "c"], None));
    desk.list.move_cursor_to(2);
    desk.list.remove(&user("a"));
    assert_eq!(under(&desk.list), Some("c"));
    desk.list.remove(&user("nobody"));
    assert_eq!(shown(&desk.list), ["b", "c"]);
}

#[test]
fn a_row_that_was_removed_may_come_again() {
    let mut desk = Desk::with(page(&["a"], None));
    desk.list.remove(&user("a"));
    assert!(!desk.list.contains(&user("a")));
    desk.list.put_first(row("a"));
    assert_eq!(shown(&desk.list), ["a"]);
    assert_eq!(desk.list.find(&user("a")), Some(&row("a")));
}

// ---- filter ----

#[test]
fn the_filter_keeps_the_cursor_on_its_row_where_that_is_left() {
    let mut desk = Desk::with(page(&["ann", "bob", "ann2", "bob2"], None));
    desk.list.move_cursor_to(3);
    desk.list.set_filter("BOB");
    assert_eq!(shown(&desk.list), ["bob", "bob2"]);
    assert_eq!(under(&desk.list), Some("bob2"));
    assert_eq!(desk.list.loaded(), 4);
    desk.list.set_filter("");
    assert_eq!(under(&desk.list), Some("bob2"));
    assert_eq!(desk.list.selected(), 3);
}

#[test]
fn a_filter_alone_asks_for_nothing_but_loading_all_does() {
    let mut desk = Desk::with(run(0, 50, Some("1")));
    desk.list.set_filter("u4");
    assert!(!desk.list.wants());
    desk.list.load_all();
    assert!(desk.list.wants());
    desk.brings(run(50, 50, None));
    assert!(!desk.list.is_loading_all());
    assert!(desk.list.is_complete());
}

#[test]
fn rows_that_come_while_a_filter_stands_are_filtered() {
    let mut desk = Desk::with(page(&["ann", "bob"], Some("1")));
    desk.list.set_filter("b");
    desk.brings(page(&["cat", "bea"], None));
    assert_eq!(shown(&desk.list), ["bob", "bea"]);
    desk.list.put_first(row("dog"));
    desk.list.put_first(row("bee"));
    assert_eq!(shown(&desk.list), ["bee", "bob", "bea"]);
    assert_eq!(under(&desk.list), Some("bob"));
}

// ---- to the end ----

#[test]
fn going_to_the_end_follows_to_the_true_end() {
    let mut desk = Desk::with(run(0, 50, Some("0")));
    desk.list.go_to_end();
    for i in 1..6 {
        assert_eq!(desk.list.selected(), desk.list.len() - 1);
        assert!(desk.list.wants());
        desk.brings(run(i * 50, 50, Some(&i.to_string())));
    }
    desk.brings(run(300, 7, None));
    assert_eq!(under(&desk.list), Some("u306"));
    assert!(!desk.list.is_loading_all());
    assert!(!desk.list.wants());
}

#[test]
fn moving_off_the_end_stops_following_it() {
    let mut desk = Desk::with(run(0, 200, Some("0")));
    desk.list.go_to_end();
    desk.list.move_by(-120);
    assert!(!desk.list.is_loading_all());
    assert!(!desk.list.wants());
    assert_eq!(under(&desk.list), Some("u79"));
}

#[test]
fn stopping_leaves_the_cursor_and_takes_the_page_that_is_under_way() {
    let mut desk = Desk::with(run(0, 200, Some("0")));
    desk.list.go_to_end();
    let request = desk.ask();
    assert!(desk.list.stop());
    assert!(!desk.list.stop());
    assert!(desk.list.receive(request, Ok(run(200, 50, Some("1")))));
    assert_eq!(under(&desk.list), Some("u199"));
    assert_eq!(desk.list.loaded(), 250);
}

#[test]
fn a_failure_on_the_way_to_the_end_stops_there_and_going_again_goes_on() {
    let mut desk = Desk::with(run(0, 50, Some("0")));
    desk.list.go_to_end();
    desk.fails();
    assert!(!desk.list.is_loading_all());
    assert!(!desk.list.wants());
    desk.list.go_to_end();
    assert!(desk.list.wants());
    assert_eq!(desk.list.cursor(), Some(Cursor("0".into())));
    desk.brings(run(50, 1, None));
    assert_eq!(under(&desk.list), Some("u50"));
}

// ---- anything ----

#[derive(Debug, Clone)]
enum Op {
    Move(isize),
    Select(usize),
    Bottom,
    LoadAll,
    Stop,
    Brings(Vec<u8>, Option<u8>),
    Late(Vec<u8>),
    Fails,
    Reload,
    Retry,
    Abandon,
    Filter(&'static str),
    Put(u8),
    Remove(u8),
    Change(u8),
    Height(usize),
}

fn ops() -> impl Strategy<Value = Op> {
    let ids = || proptest::collection::vec(0..60_u8, 0..12);
    prop_oneof![
        3 => (-70..70_isize).prop_map(Op::Move),
        1 => (0..90_usize).prop_map(Op::Select),
        1 => Just(Op::Bottom),
        1 => Just(Op::LoadAll),
        1 => Just(Op::Stop),
        8 => (ids(), proptest::option::weighted(0.9, 0..40_u8)).prop_map(|(i, n)| Op::Brings(i, n)),
        1 => ids().prop_map(Op::Late),
        1 => Just(Op::Fails),
        1 => Just(Op::Reload),
        1 => Just(Op::Retry),
        1 => Just(Op::Abandon),
        1 => prop_oneof![Just(""), Just("1"), Just("u2"), Just("none of them")].prop_map(Op::Filter),
        2 => (0..60_u8).prop_map(Op::Put),
        2 => (0..60_u8).prop_map(Op::Remove),
        1 => (0..60_u8).prop_map(Op::Change),
        1 => (0..40_usize).prop_map(Op::Height),
    ]
}

fn name(n: u8) -> String {
    format!("u{n}")
}

fn page_of(ids: &[u8], next: Option<u8>) -> Page<Blocked> {
    Page {
        rows: ids.iter().map(|n| row(&name(*n))).collect(),
        next: next.map(|c| Cursor(c.to_string())),
    }
}

fn apply(desk: &mut Desk, op: &Op, height: &mut usize) {
    let list = &mut desk.list;
    match op {
        Op::Move(rows) => list.move_by(*rows),
        Op::Select(place) => list.move_cursor_to(*place),
        Op::Bottom => list.go_to_end(),
        Op::LoadAll => list.load_all(),
        Op::Stop => {
            list.stop();
        }
        Op::Brings(ids, next) => {
            if list.wants() {
                desk.ask();
            }
            if let LoadPhase::Loading(request) = desk.list.phase {
                assert!(desk.list.receive(request, Ok(page_of(ids, *next))));
            }
        }
        Op::Late(ids) => {
            let before = (shown(list).join(" "), list.selected(), list.phase().clone());
            assert!(!list.receive(RequestId(0), Ok(page_of(ids, None))));
            let after = (shown(list).join(" "), list.selected(), list.phase().clone());
            assert_eq!(before, after);
        }
        Op::Fails => {
            if let LoadPhase::Loading(request) = list.phase {
                assert!(list.receive(request, Err(broken())));
            }
        }
        Op::Reload => {
            let before = shown(list).join(" ");
            list.reload();
            assert_eq!(shown(list).join(" "), before);
            assert!(list.wants());
            assert_eq!(list.cursor(), None);
        }
        Op::Retry => list.retry(),
        Op::Abandon => {
            list.abandon();
        }
        Op::Filter(text) => list.set_filter(text),
        Op::Put(n) => list.put_first(row(&name(*n))),
        Op::Remove(n) => {
            let before = under(list).map(str::to_owned);
            list.remove(&user(&name(*n)));
            if before.as_deref() != Some(name(*n).as_str()) {
                assert_eq!(under(list), before.as_deref(), "another row went");
            }
        }
        Op::Change(n) => list.change(&user(&name(*n)), |_| {}),
        Op::Height(n) => *height = *n,
    }
}

fn check(list: &List, height: usize) {
    assert!(list.selected() < list.len() || (list.is_empty() && list.selected() == 0));
    assert!(list.top() <= list.selected());
    assert!(list.selected() < list.top() + height.max(1));
    assert!(
        list.top() == 0 || list.top() + height.max(1) <= list.len(),
        "a line is wasted below"
    );
    let rows: Vec<&str> = list.loaded.rows.iter().map(|r| r.id.raw()).collect();
    let once: HashSet<&str> = rows.iter().copied().collect();
    assert_eq!(once.len(), rows.len(), "a row is there twice");
    assert_eq!(list.loaded.keys.len(), rows.len());
    assert!(rows.iter().all(|id| list.contains(&user(id))));
    let wanted: Vec<&str> = rows
        .into_iter()
        .filter(|id| id.contains(list.filter()))
        .collect();
    assert_eq!(shown(list), wanted);
    let ahead = list.len() - list.selected().min(list.len());
    let more = matches!(list.loaded.next, NextPage::First | NextPage::After(_));
    if *list.phase() == LoadPhase::Idle && more && ahead < AHEAD && list.filter().is_empty() {
        assert!(list.wants(), "{ahead} rows ahead, and nothing asked for");
    }
    if *list.phase() != LoadPhase::Idle {
        assert!(!list.wants(), "one request at a time");
    }
    if list.is_complete() {
        assert!(!list.is_loading_all());
        assert!(list.is_reloading() || !list.wants());
    }
    if list.wants() && list.cursor().is_none() {
        assert!(list.is_untouched() || list.is_reloading());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_the_cursor_is_on_a_row_and_the_row_on_the_screen(
        ops in proptest::collection::vec(ops(), 1..60)
    ) {
        let mut desk = Desk::default();
        let mut height = 5;
        for op in &ops {
            apply(&mut desk, op, &mut height);
            desk.list.settle(height);
            check(&desk.list, height);
        }
    }

    #[test]
    fn whatever_the_pages_a_list_that_is_led_to_its_end_is_the_server_s(
        total in 0..400_usize, size in 1..60_usize, repeat in 0..3_usize
    ) {
        let mut desk = Desk::default();
        desk.list.go_to_end();
        // Each page begins a few rows early, as when rows were added in between.
        let mut from = 0;
        while desk.list.wants() {
            let end = (from + size).min(total);
            let start = from.saturating_sub(repeat);
            let next = (end < total).then(|| end.to_string());
            desk.brings(run(start, end - start, next.as_deref()));
            from = end;
        }
        prop_assert!(desk.list.is_complete());
        prop_assert_eq!(desk.list.len(), total);
        let all: Vec<String> = (0..total).map(|i| format!("u{i}")).collect();
        prop_assert_eq!(shown(&desk.list), all.iter().map(String::as_str).collect::<Vec<_>>());
        prop_assert_eq!(desk.list.selected(), total.saturating_sub(1));
    }
}

mod selection;
