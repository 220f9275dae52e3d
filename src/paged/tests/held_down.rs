//! A key that is held down while pages come late.

use super::*;

const FRIENDS: usize = 3_000;
const PAGE: usize = 50;

#[test]
fn down_held_at_30_keys_a_second_never_waits_for_a_page() {
    for latency in [100, 300] {
        let mut feed = Feed::default();
        let mut answer = None;
        for now in 0.. {
            if let Some((_, request)) = answer.take_if(|(due, _)| *due == now) {
                let next = feed.list.loaded() + PAGE;
                let cursor = (next < FRIENDS).then(|| next.to_string());
                let page = run(feed.list.loaded(), PAGE, cursor.as_deref());
                assert!(feed.list.receive(request, Ok(page)));
            }
            if answer.is_none() && feed.list.wants() {
                answer = Some((now + latency, feed.ask()));
            }
            if feed.list.place() == FRIENDS - 1 {
                break;
            }
            if feed.list.loaded() > 0 && now % 33 == 0 {
                let before = feed.list.place();
                feed.list.move_by(1);
                assert_eq!(feed.list.place(), before + 1, "{latency} ms");
            }
        }
    }
}
