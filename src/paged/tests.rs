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
    Failure::new(FailureClass::Retryable, FailureReason::Timeout)
}

/// A list together with its caller, which never reuses a request ID.
#[derive(Debug, Default)]
struct Feed {
    list: List,
    requests: u64,
}

impl Feed {
    /// A list that holds the rows of this page, with no request in progress.
    fn with(page: Page<Blocked>) -> Self {
        let mut feed = Self::default();
        feed.brings(page);
        feed
    }

    fn ask(&mut self) -> RequestId {
        self.requests += 1;
        self.list.note_requested(RequestId(self.requests));
        RequestId(self.requests)
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
    let mut feed = Feed::with(page(&["a"], Some("1")));
    let late = feed.ask();
    let current = feed.ask();
    assert!(!feed.list.receive(late, Ok(page(&["late"], None))));
    assert!(!feed.list.receive(late, Err(broken())));
    assert_eq!(shown(&feed.list), ["a"]);
    assert_eq!(*feed.list.phase(), LoadPhase::Loading(current));
    assert_eq!(feed.list.cursor(), Some(Cursor("1".into())));
}

#[test]
fn an_answer_that_was_taken_is_not_taken_again() {
    let mut feed = Feed::default();
    let request = feed.ask();
    assert!(feed.list.receive(request, Ok(page(&["a"], Some("1")))));
    assert!(!feed.list.receive(request, Ok(page(&["b"], None))));
    assert_eq!(shown(&feed.list), ["a"]);
}

#[test]
fn an_answer_to_an_abandoned_request_changes_nothing() {
    let mut feed = Feed::with(page(&["a"], Some("1")));
    let request = feed.ask();
    assert_eq!(feed.list.abandon(), Some(request));
    assert_eq!(feed.list.abandon(), None);
    assert!(!feed.list.receive(request, Ok(page(&["b"], None))));
    assert_eq!(shown(&feed.list), ["a"]);
    assert!(feed.list.wants(), "the page is asked for again");
}

#[test]
fn a_row_that_comes_on_two_pages_appears_once_and_where_it_was_first() {
    let mut feed = Feed::with(page(&["a", "b", "b"], Some("1")));
    feed.brings(page(&["b", "c", "a"], None));
    assert_eq!(shown(&feed.list), ["a", "b", "c"]);
    assert!(feed.list.is_complete());
}

#[test]
fn an_empty_page_with_a_cursor_goes_on() {
    let mut feed = Feed::with(page(&[], Some("1")));
    assert!(feed.list.wants());
    assert_eq!(feed.list.cursor(), Some(Cursor("1".into())));
    assert!(!feed.list.is_complete());
    feed.brings(page(&["a"], None));
    assert_eq!(shown(&feed.list), ["a"]);
    assert!(!feed.list.wants());
}

#[test]
fn a_cursor_that_repeats_itself_ends_the_list_with_an_error() {
    let mut feed = Feed::with(page(&["a"], Some("1")));
    feed.brings(page(&["b"], Some("1")));
    assert_eq!(feed.reason(), Some(FailureReason::Endless));
    assert_eq!(shown(&feed.list), ["a", "b"], "what came stays");
    assert!(!feed.list.wants());
}

#[test]
fn cursors_that_go_in_a_circle_end_the_list_with_an_error() {
    let mut feed = Feed::default();
    for (i, cursor) in ["1", "2", "3"].into_iter().enumerate() {
        feed.brings(run(i, 1, Some(cursor)));
        assert_eq!(feed.reason(), None);
    }
    feed.brings(run(3, 1, Some("1")));
    assert_eq!(feed.reason(), Some(FailureReason::Endless));
}

#[test]
fn the_twentieth_page_in_a_row_without_a_new_row_ends_the_list_with_an_error() {
    let mut feed = Feed::with(page(&["a"], Some("first")));
    for i in 1..20 {
        feed.brings(page(&["a"], Some(&i.to_string())));
        assert_eq!(feed.reason(), None, "page {i}");
    }
    feed.brings(page(&[], Some("20")));
    assert_eq!(feed.reason(), Some(FailureReason::Endless));
}

#[test]
fn a_new_row_starts_the_count_of_barren_pages_anew() {
    let mut feed = Feed::default();
    for i in 0..19 {
        feed.brings(page(&[], Some(&i.to_string())));
    }
    feed.brings(page(&["a"], Some("row")));
    for i in 20..39 {
        feed.brings(page(&[], Some(&i.to_string())));
        assert_eq!(feed.reason(), None);
    }
}

#[test]
fn a_last_page_that_brings_nothing_new_is_no_error() {
    let mut feed = Feed::default();
    for i in 0..19 {
        feed.brings(page(&[], Some(&i.to_string())));
    }
    feed.brings(page(&[], None));
    assert_eq!(feed.reason(), None);
    assert!(feed.list.is_complete());
}

#[test]
fn an_endless_list_never_passes_for_a_complete_one() {
    let mut feed = Feed::with(page(&["a"], Some("1")));
    feed.brings(page(&["b"], Some("1")));
    feed.list.go_to_end();
    feed.list.load_all();
    feed.list.retry();
    assert!(!feed.list.is_complete() && !feed.list.is_loading_all());
    assert_eq!(feed.reason(), Some(FailureReason::Endless));
    feed.list.reload();
    assert!(!feed.list.is_complete(), "while it is read again");
    feed.ask();
    assert!(feed.list.abandon().is_some() && !feed.list.is_complete());
}

#[test]
fn a_failed_page_keeps_the_rows_and_waits() {
    let mut feed = Feed::with(run(0, 3, Some("1")));
    feed.fails();
    assert_eq!(feed.reason(), Some(FailureReason::Timeout));
    assert_eq!(feed.list.len(), 3);
    assert!(!feed.list.wants());
    feed.list.move_by(5);
    assert!(!feed.list.wants(), "moving asks for nothing by itself");
    assert!(!feed.list.is_complete());
}

#[test]
fn a_retry_goes_on_from_the_page_that_failed() {
    let mut feed = Feed::with(run(0, 3, Some("1")));
    feed.fails();
    assert!(feed.list.has_failed_page());
    feed.list.retry();
    assert!(feed.list.wants());
    assert_eq!(feed.list.cursor(), Some(Cursor("1".into())));
    feed.brings(run(3, 2, None));
    assert_eq!(shown(&feed.list), ["u0", "u1", "u2", "u3", "u4"]);
}

#[test]
fn a_first_page_that_failed_is_asked_for_from_the_beginning() {
    let mut feed = Feed::default();
    feed.fails();
    assert!(!feed.list.wants());
    assert!(feed.list.is_untouched());
    assert_eq!(feed.list.reload(), None);
    assert!(feed.list.wants());
    assert_eq!(feed.list.cursor(), None);
    assert!(!feed.list.is_reloading(), "there is nothing to keep");
}

// ---- reading again ----

#[test]
fn a_reload_keeps_the_old_rows_till_as_many_are_there() {
    let mut feed = Feed::with(run(0, 4, Some("old")));
    assert_eq!(feed.list.reload(), None);
    assert!(feed.list.wants());
    assert_eq!(feed.list.cursor(), None);
    feed.brings(page(&["n0", "n1"], Some("1")));
    assert_eq!(shown(&feed.list), ["u0", "u1", "u2", "u3"]);
    assert!(feed.list.is_reloading());
    assert_eq!(feed.list.cursor(), Some(Cursor("1".into())));
    feed.brings(page(&["n2", "n3"], Some("2")));
    assert_eq!(shown(&feed.list), ["n0", "n1", "n2", "n3"]);
    assert!(!feed.list.is_reloading());
    assert_eq!(feed.list.cursor(), Some(Cursor("2".into())));
}

#[test]
fn a_reload_that_ends_sooner_is_the_truth() {
    let mut feed = Feed::with(run(0, 4, None));
    feed.list.reload();
    feed.brings(page(&["n0"], None));
    assert_eq!(shown(&feed.list), ["n0"]);
    assert!(feed.list.is_complete());
}

#[test]
fn a_reload_may_see_the_cursors_of_the_first_reading_again() {
    let mut feed = Feed::with(run(0, 2, Some("1")));
    feed.brings(run(2, 2, Some("2")));
    feed.list.reload();
    feed.brings(run(0, 2, Some("1")))
        .brings(run(2, 2, Some("2")));
    assert_eq!(feed.reason(), None);
    assert_eq!(feed.list.len(), 4);
}

#[test]
fn a_reload_keeps_the_cursor_on_its_row() {
    let mut feed = Feed::with(page(&["a", "b", "c"], None));
    feed.list.move_cursor_to(1);
    feed.list.reload();
    feed.brings(page(&["new", "a", "b", "c"], None));
    assert_eq!(under(&feed.list), Some("b"));
}

#[test]
fn a_reload_keeps_the_place_of_a_row_that_vanished() {
    let mut feed = Feed::with(page(&["a", "b", "c"], None));
    feed.list.move_cursor_to(1);
    feed.list.reload();
    feed.brings(page(&["a", "c", "d"], None));
    assert_eq!(under(&feed.list), Some("c"));
    feed.list.move_cursor_to(2);
    feed.list.reload();
    feed.brings(page(&["a"], None));
    assert_eq!(under(&feed.list), Some("a"));
    feed.list.reload();
    feed.brings(page(&[], None));
    assert_eq!(under(&feed.list), None);
}

#[test]
fn a_reload_names_the_request_that_nobody_waits_for_any_more() {
    let mut feed = Feed::with(run(0, 2, Some("1")));
    let request = feed.ask();
    assert_eq!(feed.list.reload(), Some(request));
    assert!(!feed.list.receive(request, Ok(run(2, 2, None))));
    assert!(feed.list.wants());
}

#[test]
fn a_reload_that_fails_leaves_the_old_rows() {
    let mut feed = Feed::with(run(0, 4, Some("old")));
    feed.list.move_cursor_to(2);
    feed.list.reload();
    feed.brings(page(&["n0"], Some("1"))).fails();
    assert_eq!(shown(&feed.list), ["u0", "u1", "u2", "u3"]);
    assert_eq!(under(&feed.list), Some("u2"));
    assert!(!feed.list.is_reloading());
    assert!(!feed.list.wants());
}

#[test]
fn a_reload_that_failed_is_not_mended_by_a_page_of_the_old_rows() {
    let mut feed = Feed::with(run(0, 4, Some("old")));
    feed.list.reload();
    feed.fails();
    assert!(!feed.list.has_failed_page());
    feed.list.reload();
    feed.brings(run(0, 4, Some("old"))).fails();
    assert!(
        feed.list.has_failed_page(),
        "this page is one of the rows on screen"
    );
}

#[test]
fn an_endless_reload_leaves_the_old_rows() {
    let mut feed = Feed::with(run(0, 4, None));
    feed.list.reload();
    feed.brings(page(&["a"], Some("1")))
        .brings(page(&["b"], Some("1")));
    assert_eq!(feed.reason(), Some(FailureReason::Endless));
    assert_eq!(feed.list.len(), 4);
}

#[test]
fn abandoning_a_reload_leaves_the_old_rows() {
    let mut feed = Feed::with(run(0, 4, Some("old")));
    feed.list.reload();
    let request = feed.ask();
    assert_eq!(feed.list.abandon(), Some(request));
    assert!(!feed.list.is_reloading());
    assert_eq!(feed.list.len(), 4);
    assert_eq!(feed.list.cursor(), Some(Cursor("old".into())));
}

// ---- confirmed changes ----

#[test]
fn the_cursor_stays_on_its_row_when_a_row_is_put_on_top() {
    let mut feed = Feed::with(page(&["a", "b", "c"], None));
    feed.list.move_cursor_to(1);
    feed.list.put_first(row("new"));
    assert_eq!(shown(&feed.list), ["new", "a", "b", "c"]);
    assert_eq!(under(&feed.list), Some("b"));
}

#[test]
fn a_row_put_on_top_leaves_its_old_place() {
    let mut feed = Feed::with(page(&["a", "b", "c"], None));
    feed.list.put_first(row("c"));
    assert_eq!(shown(&feed.list), ["c", "a", "b"]);
    assert_eq!(under(&feed.list), Some("a"));
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
    let mut feed = Feed::with(page(&["a", "b", "c"], None));
    feed.list.move_cursor_to(1);
    feed.list.remove(&user("b"));
    assert_eq!(under(&feed.list), Some("c"));
    feed.list.remove(&user("c"));
    assert_eq!(under(&feed.list), Some("a"), "the last row went");
    feed.list.remove(&user("a"));
    assert_eq!(under(&feed.list), None);
    feed.list.remove(&user("a"));
}

#[test]
fn the_cursor_stays_on_its_row_when_another_goes() {
    let mut feed = Feed::with(page(&["a", "b", "c"], None));
    feed.list.move_cursor_to(2);
    feed.list.remove(&user("a"));
    assert_eq!(under(&feed.list), Some("c"));
    feed.list.remove(&user("nobody"));
    assert_eq!(shown(&feed.list), ["b", "c"]);
}

#[test]
fn a_row_that_was_removed_may_come_again() {
    let mut feed = Feed::with(page(&["a"], None));
    feed.list.remove(&user("a"));
    assert!(!feed.list.contains(&user("a")));
    feed.list.put_first(row("a"));
    assert_eq!(shown(&feed.list), ["a"]);
    assert_eq!(feed.list.find(&user("a")), Some(&row("a")));
}

// ---- to the end ----

#[test]
fn going_to_the_end_follows_to_the_true_end() {
    let mut feed = Feed::with(run(0, 50, Some("0")));
    feed.list.go_to_end();
    for i in 1..6 {
        assert_eq!(feed.list.place(), feed.list.len() - 1);
        assert!(feed.list.wants());
        feed.brings(run(i * 50, 50, Some(&i.to_string())));
    }
    feed.brings(run(300, 7, None));
    assert_eq!(under(&feed.list), Some("u306"));
    assert!(!feed.list.is_loading_all());
    assert!(!feed.list.wants());
}

#[test]
fn moving_off_the_end_stops_following_it() {
    let mut feed = Feed::with(run(0, 200, Some("0")));
    feed.list.go_to_end();
    feed.list.move_by(-120);
    assert!(!feed.list.is_loading_all());
    assert!(!feed.list.wants());
    assert_eq!(under(&feed.list), Some("u79"));
}

#[test]
fn stopping_leaves_the_cursor_and_takes_the_page_that_is_under_way() {
    let mut feed = Feed::with(run(0, 200, Some("0")));
    feed.list.go_to_end();
    let request = feed.ask();
    assert!(feed.list.stop());
    assert!(!feed.list.stop());
    assert!(feed.list.receive(request, Ok(run(200, 50, Some("1")))));
    assert_eq!(under(&feed.list), Some("u199"));
    assert_eq!(feed.list.loaded(), 250);
}

#[test]
fn a_failure_on_the_way_to_the_end_stops_there_and_going_again_goes_on() {
    let mut feed = Feed::with(run(0, 50, Some("0")));
    feed.list.go_to_end();
    feed.fails();
    assert!(!feed.list.is_loading_all());
    assert!(!feed.list.wants());
    feed.list.go_to_end();
    assert!(feed.list.wants());
    assert_eq!(feed.list.cursor(), Some(Cursor("0".into())));
    feed.brings(run(50, 1, None));
    assert_eq!(under(&feed.list), Some("u50"));
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
    Sort,
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
        1 => Just(Op::Sort),
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

fn apply(feed: &mut Feed, op: &Op, height: &mut usize) {
    let list = &mut feed.list;
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
                feed.ask();
            }
            if let LoadPhase::Loading(request) = feed.list.phase {
                assert!(feed.list.receive(request, Ok(page_of(ids, *next))));
            }
        }
        Op::Late(ids) => {
            let before = (shown(list).join(" "), list.place(), list.phase().clone());
            assert!(!list.receive(RequestId(0), Ok(page_of(ids, None))));
            let after = (shown(list).join(" "), list.place(), list.phase().clone());
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
        Op::Filter(text) => list.set_filter(ListFilter::new(text)),
        Op::Sort => {
            let before = under(list).map(str::to_owned);
            list.cycle_order();
            assert_eq!(under(list), before.as_deref(), "the cursor left its row");
        }
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
    assert!(list.place() < list.len() || (list.is_empty() && list.place() == 0));
    assert!(list.top() <= list.place());
    assert!(list.place() < list.top() + height.max(1));
    assert!(
        list.top() == 0 || list.top() + height.max(1) <= list.len(),
        "a line is wasted below"
    );
    let rows: Vec<&str> = list.loaded.rows.iter().map(|r| r.id.raw()).collect();
    let once: HashSet<&str> = rows.iter().copied().collect();
    assert_eq!(once.len(), rows.len(), "a row is there twice");
    assert_eq!(list.loaded.keys.len(), rows.len());
    assert!(rows.iter().all(|id| list.contains(&user(id))));
    let mut wanted: Vec<&str> = rows
        .into_iter()
        .filter(|id| id.contains(list.filter()))
        .collect();
    if list.order() == ListOrder::Id {
        wanted.sort_unstable();
    }
    assert_eq!(shown(list), wanted);
    let ahead = list.len() - list.place().min(list.len());
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
        let mut feed = Feed::default();
        let mut height = 5;
        for op in &ops {
            apply(&mut feed, op, &mut height);
            feed.list.clamp_cursor(height);
            check(&feed.list, height);
        }
    }

    #[test]
    fn whatever_the_pages_a_list_that_is_led_to_its_end_is_the_server_s(
        total in 0..400_usize, size in 1..60_usize, repeat in 0..3_usize
    ) {
        let mut feed = Feed::default();
        feed.list.go_to_end();
        // Each page begins a few rows early, as if rows were added in between.
        let mut from = 0;
        while feed.list.wants() {
            let end = (from + size).min(total);
            let start = from.saturating_sub(repeat);
            let next = (end < total).then(|| end.to_string());
            feed.brings(run(start, end - start, next.as_deref()));
            from = end;
        }
        prop_assert!(feed.list.is_complete());
        prop_assert_eq!(feed.list.len(), total);
        let all: Vec<String> = (0..total).map(|i| format!("u{i}")).collect();
        prop_assert_eq!(shown(&feed.list), all.iter().map(String::as_str).collect::<Vec<_>>());
        prop_assert_eq!(feed.list.place(), total.saturating_sub(1));
    }
}

mod finding;
mod held_down;
mod selection;
