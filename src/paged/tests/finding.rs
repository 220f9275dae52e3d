//! The filter and the order of the rows.

use super::*;

#[test]
fn the_filter_keeps_the_cursor_on_its_row_where_that_is_left() {
    let mut feed = Feed::with(page(&["ann", "bob", "ann2", "bob2"], None));
    feed.list.move_cursor_to(3);
    feed.list.set_filter(ListFilter::new("BOB"));
    assert_eq!(shown(&feed.list), ["bob", "bob2"]);
    assert_eq!(under(&feed.list), Some("bob2"));
    assert_eq!(feed.list.loaded(), 4);
    feed.list.set_filter(ListFilter::new(""));
    assert_eq!(under(&feed.list), Some("bob2"));
    assert_eq!(feed.list.place(), 3);
}

#[test]
fn a_filter_alone_asks_for_nothing_but_loading_all_does() {
    let mut feed = Feed::with(run(0, 50, Some("1")));
    feed.list.set_filter(ListFilter::new("u4"));
    assert!(!feed.list.wants());
    feed.list.load_all();
    assert!(feed.list.wants());
    feed.brings(run(50, 50, None));
    assert!(!feed.list.is_loading_all());
    assert!(feed.list.is_complete());
}

#[test]
fn rows_that_come_while_a_filter_stands_are_filtered() {
    let mut feed = Feed::with(page(&["ann", "bob"], Some("1")));
    feed.list.set_filter(ListFilter::new("b"));
    feed.brings(page(&["cat", "bea"], None));
    assert_eq!(shown(&feed.list), ["bob", "bea"]);
    feed.list.put_first(row("dog"));
    feed.list.put_first(row("bee"));
    assert_eq!(shown(&feed.list), ["bee", "bob", "bea"]);
    assert_eq!(under(&feed.list), Some("bob"));
}

fn sorted(ids: &[&str], next: Option<&str>) -> Feed {
    let mut feed = Feed::with(page(ids, next));
    feed.list.cycle_order();
    assert_eq!(feed.list.order(), ListOrder::Id);
    feed
}

#[test]
fn sorting_keeps_the_cursor_on_its_row_and_ends_in_the_server_s_order() {
    let mut feed = Feed::with(page(&["c", "a", "b"], None));
    feed.list.cycle_order();
    assert_eq!(shown(&feed.list), ["a", "b", "c"]);
    assert_eq!(under(&feed.list), Some("c"));
    feed.list.cycle_order();
    assert_eq!(shown(&feed.list), ["c", "a", "b"]);
    assert_eq!(under(&feed.list), Some("c"));
}

#[test]
fn a_page_goes_into_its_place_and_the_rows_on_screen_stay() {
    let mut feed = sorted(&["m", "f", "k", "h"], Some("1"));
    feed.list.move_cursor_to(2);
    feed.list.clamp_cursor(2);
    let first = feed.list.get(feed.list.top()).unwrap().id.clone();
    feed.brings(page(&["z", "a", "g", "l"], None));
    feed.list.clamp_cursor(2);
    assert_eq!(shown(&feed.list), ["a", "f", "g", "h", "k", "l", "m", "z"]);
    assert_eq!(under(&feed.list), Some("k"));
    assert_eq!(feed.list.get(feed.list.top()).unwrap().id, first);
}

#[test]
fn what_was_changed_here_goes_into_its_place_too() {
    let mut feed = sorted(&["m", "f", "k"], None);
    feed.list.put_first(row("g"));
    assert_eq!(shown(&feed.list), ["f", "g", "k", "m"]);
    assert_eq!(under(&feed.list), Some("m"));
    feed.list.remove(&user("f"));
    assert_eq!(shown(&feed.list), ["g", "k", "m"]);
    feed.list.reload();
    feed.brings(page(&["x", "m", "b", "g"], None));
    assert_eq!(shown(&feed.list), ["b", "g", "m", "x"]);
    assert_eq!(under(&feed.list), Some("m"));
}

#[test]
fn a_filter_keeps_the_order_and_a_page_that_comes_is_filtered() {
    let mut feed = sorted(&["b2", "b1", "c"], Some("1"));
    feed.list.set_filter(ListFilter::new("b"));
    assert_eq!(shown(&feed.list), ["b1", "b2"]);
    feed.list.load_all();
    feed.brings(page(&["b0", "a", "b3"], None));
    assert_eq!(shown(&feed.list), ["b0", "b1", "b2", "b3"]);
}

#[test]
fn what_is_selected_is_selected_in_any_order_and_comes_in_the_one_on_screen() {
    let mut feed = Feed::with(page(&["c", "a", "b"], None));
    feed.list.toggle_selected();
    feed.list.toggle_selected();
    feed.list.cycle_order();
    assert_eq!(feed.list.selected_keys(), [user("a"), user("c")]);
}

#[test]
fn a_range_ends_before_rows_come_into_it() {
    let mut feed = sorted(&["a", "m"], Some("1"));
    feed.list.move_cursor_to(0);
    feed.list.start_range();
    feed.list.move_by(1);
    feed.list.stretch();
    feed.brings(page(&["b"], None));
    feed.list.move_by(0);
    feed.list.stretch();
    assert_eq!(feed.list.selected_keys(), [user("a"), user("m")]);
}

#[test]
fn one_very_long_id_among_many_widens_nothing() {
    let long = "x".repeat(60);
    let mut ids = vec!["short"; 1];
    let names: Vec<String> = (0..98).map(|i| format!("u{i:03}")).collect();
    ids.extend(names.iter().map(String::as_str));
    ids.push(&long);
    let feed = Feed::with(page(&ids, None));
    assert_eq!(feed.list.id_width(), 4);
    let feed = Feed::with(page(&["u001", &long], None));
    assert_eq!(feed.list.id_width(), 60);
}

#[test]
fn the_width_of_the_ids_is_that_of_all_loaded_rows() {
    let mut feed = Feed::with(page(&["ab", "abcd"], Some("1")));
    assert_eq!(feed.list.id_width(), 4);
    feed.list.set_filter(ListFilter::new("nobody"));
    assert_eq!(feed.list.id_width(), 4);
    feed.list.load_all();
    feed.brings(page(&["abcdef"], None));
    assert_eq!(feed.list.id_width(), 6);
    feed.list.put_first(row("abcdefgh"));
    assert_eq!(feed.list.id_width(), 8);
    // A row that goes moves no column; reading again does.
    feed.list.remove(&user("abcdefgh"));
    assert_eq!(feed.list.id_width(), 8);
    feed.list.reload();
    feed.brings(page(&["ab", "abc", "abcd"], None));
    assert_eq!(feed.list.id_width(), 4);
}
