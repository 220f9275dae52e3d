//! Tests that no window ever holds too many calls, and that the full allowed rate is reached.

use proptest::prelude::*;
use tokio::time::{advance, sleep};

use super::*;

fn bob() -> UserId {
    UserId::new("bob")
}

/// How many calls fall into the fullest window.
fn fullest(counted: &mut [Instant], window: Duration) -> usize {
    counted.sort();
    let within = |i: usize| {
        counted[i..]
            .iter()
            .take_while(|at| **at - counted[i] < window)
            .count()
    };
    (0..counted.len()).map(within).max().unwrap_or(0)
}

/// The timing of a call: how long until it is counted, and from then to its reply.
type Way = (Duration, Duration);

const AT_ONCE: Way = (Duration::ZERO, Duration::ZERO);

/// Makes calls side by side, in this order; returns when each was counted.
async fn counted(pace: &Arc<Pace>, family: CallFamily, ways: Vec<Way>) -> Vec<Instant> {
    let calls = ways.into_iter().map(|(there, back)| {
        let pace = Arc::clone(pace);
        tokio::spawn(async move {
            let _pass = pace.acquire(family, &bob()).await;
            sleep(there).await;
            let counted = Instant::now();
            sleep(back).await;
            counted
        })
    });
    let calls: Vec<_> = calls.collect();
    let mut counted = Vec::new();
    for call in calls {
        counted.push(call.await.unwrap());
    }
    counted
}

/// Runs on a clock that advances only while nothing else is to be done.
fn on_a_clock<T>(run: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(run)
}

/// Makes calls; returns how long all took and how many the fullest window held.
fn run(family: CallFamily, share: u8, window: Duration, ways: Vec<Way>) -> (Duration, usize) {
    on_a_clock(async move {
        let started = Instant::now();
        let pace = Arc::new(Pace::new(share));
        let mut counted = counted(&pace, family, ways).await;
        (started.elapsed(), fullest(&mut counted, window))
    })
}

/// Splits a time into this part and the rest.
fn parted(millis: u64, part: u8) -> Way {
    let there = Duration::from_millis(millis * u64::from(part) / 255);
    (there, Duration::from_millis(millis).saturating_sub(there))
}

fn millis(n: u64) -> Duration {
    Duration::from_millis(n)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_window_of_a_user_ever_holds_more_than_five(calls in prop::collection::vec((0_u64..90_000, any::<u8>()), 1..30)) {
        let ways: Vec<Way> = calls.into_iter().map(|(took, part)| parted(took, part)).collect();
        for family in [CallFamily::ConversationList, CallFamily::ConversationDelete] {
            prop_assert!(run(family, 100, A_MINUTE, ways.clone()).1 <= CONVERSATION_CALLS_PER_MINUTE);
        }
    }

    #[test]
    fn however_much_answers_differ_no_second_ever_holds_more_than_the_share(
        share in 1_u8..=100,
        there in 0_u64..2_000,
        back in 0_u64..2_000,
        late in prop::collection::vec((0_u64..3_000, any::<u8>()), 1..400),
    ) {
        let way = |(place, (late, part)): (usize, (u64, u8))| {
            // Now and then a reply is as quick as it can be.
            let (before, after) = parted(if place % 8 == 0 { 0 } else { late }, part);
            (millis(there) + before, millis(back) + after)
        };
        let ways: Vec<Way> = late.into_iter().enumerate().map(way).collect();
        for (family, limit) in [(CallFamily::Blocks, 50), (CallFamily::Contacts, 100)] {
            let allowed = (limit * usize::from(share) / 100).max(1);
            prop_assert!(run(family, share, A_SECOND, ways.clone()).1 <= allowed);
        }
    }
}

#[test]
fn calls_that_all_take_as_long_go_at_the_published_rate() {
    for (family, limit) in [(CallFamily::Blocks, 50_u32), (CallFamily::Contacts, 100)] {
        for took in [0, 10, 300, 1_000] {
            for there in [0, took / 2, took] {
                let ways = vec![(millis(there), millis(took - there)); 500];
                let (all, fullest) = run(family, 100, A_SECOND, ways);
                let pace = A_SECOND * 500 / limit;
                assert!(
                    all <= pace * 105 / 100 + millis(took),
                    "{all:?} for {took} ms"
                );
                assert!(fullest <= limit as usize, "{fullest} for {took} ms");
            }
        }
    }
}

#[test]
fn answers_that_differ_cost_the_difference() {
    // 280 to 320 ms: a slot is in use for 1.02 s on average, and the slowest for 1.04 s.
    let ways = (0..500).map(|n| (millis(280 + n * 7 % 41), Duration::ZERO));
    let (all, fullest) = run(CallFamily::Blocks, 100, A_SECOND, ways.collect());
    assert!(all <= millis(10_500 + 320), "{all:?}");
    assert!(fullest <= 50, "{fullest}");
}

#[test]
fn after_a_pause_no_more_leaves_at_once_than_at_the_beginning() {
    on_a_clock(async {
        let pace = Arc::new(Pace::new(100));
        let way = (millis(150), millis(150));
        let mut all = counted(&pace, CallFamily::Blocks, vec![way; 120]).await;
        for pause in [100, 900, 5_000, 60_000] {
            sleep(millis(pause)).await;
            let mut again = counted(&pace, CallFamily::Blocks, vec![way; 120]).await;
            assert!(fullest(&mut again, millis(1)) <= BURST as usize);
            all.extend(again);
        }
        assert_eq!(fullest(&mut all, A_SECOND), 50);
    });
}

#[test]
fn a_way_that_becomes_quicker_costs_what_left_before_that_was_seen() {
    let slow = vec![(millis(300), Duration::ZERO); 200];
    let quick = vec![(millis(20), Duration::ZERO); 200];
    let (_, fullest) = run(CallFamily::Blocks, 100, A_SECOND, [slow, quick].concat());
    assert!(fullest <= 50 + BURST as usize, "{fullest}");
}

#[test]
fn opening_a_user_is_not_delayed_at_the_usual_share() {
    for family in [
        CallFamily::Users,
        CallFamily::Contacts,
        CallFamily::Blocks,
        CallFamily::ContactChecks,
    ] {
        assert_eq!(
            run(family, 20, A_SECOND, vec![AT_ONCE; 7]).0,
            Duration::ZERO,
            "{family:?}"
        );
    }
}

#[test]
fn many_calls_leave_evenly_at_the_pace_of_the_share() {
    // 8 at once, then one every 100 ms: the last of 100 is sent 9.2 s after the first.
    assert_eq!(
        run(CallFamily::Blocks, 20, A_SECOND, vec![AT_ONCE; 100]).0,
        Duration::from_millis(9_200)
    );
}

#[tokio::test(start_paused = true)]
async fn a_users_sixth_call_waits_until_a_minute_after_the_first_answer() {
    let pace = Pace::new(20);
    let first = pace.acquire(CallFamily::ConversationList, &bob()).await;
    advance(Duration::from_secs(2)).await;
    drop(first);
    for _ in 0..4 {
        drop(pace.acquire(CallFamily::ConversationList, &bob()).await);
    }
    assert_eq!(
        pace.wait_ahead(UserLimit::ConversationList, &bob()),
        A_MINUTE
    );
    advance(Duration::from_secs(20)).await;
    assert_eq!(
        pace.wait_ahead(UserLimit::ConversationList, &bob()),
        Duration::from_secs(40)
    );
    assert_eq!(
        pace.wait_ahead(UserLimit::ConversationDelete, &bob()),
        Duration::ZERO
    );
    assert_eq!(
        pace.wait_ahead(UserLimit::ConversationList, &UserId::new("eve")),
        Duration::ZERO
    );

    let before = Instant::now();
    let _pass = pace.acquire(CallFamily::ConversationList, &bob()).await;
    assert_eq!(before.elapsed(), Duration::from_secs(40));
}

#[tokio::test(start_paused = true)]
async fn those_who_wait_already_are_counted_and_those_who_gave_up_are_not() {
    let pace = Arc::new(Pace::new(20));
    for _ in 0..5 {
        drop(pace.acquire(CallFamily::ConversationDelete, &bob()).await);
        advance(A_SECOND).await;
    }
    let queue: Vec<_> = (0..6)
        .map(|_| {
            let pace = Arc::clone(&pace);
            tokio::spawn(
                async move { drop(pace.acquire(CallFamily::ConversationDelete, &bob()).await) },
            )
        })
        .collect();
    tokio::task::yield_now().await;
    // Slots become free after 55, 56, … 59 s, so the seventh call takes the second slot again.
    assert_eq!(
        pace.wait_ahead(UserLimit::ConversationDelete, &bob()),
        Duration::from_secs(56 + 60)
    );
    for waiting in queue {
        waiting.abort();
        let _ = waiting.await;
    }
    assert_eq!(
        pace.wait_ahead(UserLimit::ConversationDelete, &bob()),
        Duration::from_secs(55)
    );
}

#[tokio::test(start_paused = true)]
async fn while_all_slots_are_under_way_the_next_call_waits_for_an_answer_and_a_minute() {
    let pace = Arc::new(Pace::new(100));
    let mut held = Vec::new();
    for _ in 0..5 {
        held.push(pace.acquire(CallFamily::ConversationList, &bob()).await);
    }
    assert_eq!(
        pace.wait_ahead(UserLimit::ConversationList, &bob()),
        A_MINUTE
    );
    let started = Instant::now();
    let other = Arc::clone(&pace);
    let sixth =
        tokio::spawn(
            async move { drop(other.acquire(CallFamily::ConversationList, &bob()).await) },
        );
    sleep(Duration::from_secs(100)).await;
    held.pop();
    sixth.await.unwrap();
    assert_eq!(started.elapsed(), Duration::from_secs(160));
}

#[tokio::test(start_paused = true)]
async fn after_a_429_the_family_goes_at_half_pace_and_recovers() {
    let pace = Pace::new(20);
    let took = async |calls: u32| {
        let started = Instant::now();
        for _ in 0..calls {
            drop(pace.acquire(CallFamily::Contacts, &bob()).await);
        }
        started.elapsed()
    };
    // Refused together: one reason to slow down, not two.
    pace.slow_down(CallFamily::Contacts);
    pace.slow_down(CallFamily::Contacts);
    assert_eq!(took(11).await, A_SECOND);
    sleep(RECOVERY).await;
    assert_eq!(took(8).await, Duration::ZERO);
    // Other families are not affected.
    pace.slow_down(CallFamily::Contacts);
    let started = Instant::now();
    for _ in 0..7 {
        drop(pace.acquire(CallFamily::Blocks, &bob()).await);
    }
    assert_eq!(started.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn users_whose_slots_are_all_free_are_forgotten() {
    let pace = Pace::new(100);
    for i in 0..2 * MANY_USERS {
        drop(
            pace.acquire(CallFamily::ConversationList, &UserId::new(&i.to_string()))
                .await,
        );
        advance(A_SECOND).await;
    }
    assert!(pace.users.lock().len() <= MANY_USERS);
}
