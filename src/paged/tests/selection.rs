//! The selection, whatever happens to the list under it.

use std::collections::HashSet;

use super::*;

/// What a person does to the selection.
#[derive(Debug, Clone)]
enum Hand {
    Pick,
    Down,
    All,
    Others,
    None,
}

#[derive(Debug, Clone)]
enum Event {
    Hand(Hand),
    List(Op),
}

fn events() -> impl Strategy<Value = Event> {
    let hand = prop_oneof![
        4 => Just(Hand::Pick),
        2 => Just(Hand::Down),
        1 => Just(Hand::All),
        1 => Just(Hand::Others),
        1 => Just(Hand::None),
    ];
    prop_oneof![
        1 => hand.prop_map(Event::Hand),
        2 => ops().prop_map(Event::List),
    ]
}

fn press(feed: &mut Feed, hand: &Hand) {
    match hand {
        Hand::Pick => feed.list.toggle_selected(),
        Hand::Down => feed.list.extend_selection(1),
        Hand::All => feed.list.select_all(),
        Hand::Others => feed.list.invert_selection(),
        Hand::None => feed.list.clear_selection(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Only the person selects a row; only the person, a change, or a completely loaded list deselects one.
    #[test]
    fn no_page_no_refresh_and_no_filter_changes_who_is_selected(
        events in proptest::collection::vec(events(), 1..60)
    ) {
        let mut feed = Feed::default();
        let mut height = 5;
        let mut before: HashSet<_> = HashSet::new();
        for event in &events {
            match event {
                Event::Hand(hand) => press(&mut feed, hand),
                Event::List(op) => apply(&mut feed, op, &mut height),
            }
            feed.list.clamp_cursor(height);
            let keys = feed.list.selected_keys();
            let now: HashSet<_> = keys.iter().cloned().collect();
            prop_assert_eq!(now.len(), keys.len(), "each once");
            prop_assert_eq!(now.len(), feed.list.selected_count());
            if let Event::List(op) = event {
                prop_assert!(now.is_subset(&before), "{op:?} selected {now:?}");
                for gone in before.difference(&now) {
                    let removed = matches!(op, Op::Remove(n) if gone.raw() == format!("u{n}"));
                    let absent = feed.list.is_complete() && !feed.list.contains(gone);
                    prop_assert!(removed || absent, "{op:?} took {gone:?} out");
                }
            }
            before = now;
        }
    }
}
