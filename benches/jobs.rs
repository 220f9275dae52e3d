//! How long jobs take against the sandbox with its limits on, with answers at once and with answers that
//! take 300 ms. Each is done once: nothing but the limits decides how long it takes.
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]

use std::time::{Duration, Instant};

use rosterm::api::{Api, AppKey, BaseUrl, Credentials, Network, Secret, Settings, Timing};
use rosterm::domain::UserId;
use rosterm::msg::What;
use rosterm::msg::job::{Act, Before, News, Plan, State, Step};
use rosterm::paged::Ticket;
use rosterm::sandbox::{self, Config, Sandbox};
use rosterm::worker::Worker;
use serde_json::json;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::unbounded_channel;

/// At the published 50 calls a second this is 10 seconds.
const USERS: usize = 500;

fn main() {
    let runtime = Runtime::new().unwrap();
    for latency in [0, 300] {
        let took = runtime.block_on(once(latency)).as_secs_f64();
        println!("{USERS} unblocked, answers after {latency} ms: {took:.2} s (50 a second: 10 s)");
    }
}

/// One job on a sandbox of its own: its allowance is whole at the beginning.
async fn once(latency: u64) -> Duration {
    let sandbox = sandbox::start(Config::default()).await.unwrap();
    sandbox
        .set_faults(json!({ "latency_ms": latency }))
        .unwrap();
    let (inbox, mut answers) = unbounded_channel();
    let mut worker = Worker::new(client(&sandbox), inbox);
    let owner = UserId::new(sandbox.main_user());
    // Whether they were blocked is all the same to the service; they are different people.
    let users = client(&sandbox).friend_ids(&owner).await.unwrap();
    let step = |user| Step {
        change: Act::Unblock.change(owner.clone(), user),
        before: Before::default(),
        undoes: None,
    };
    let plan = Plan {
        owner: owner.clone(),
        steps: users.into_iter().take(USERS).map(step).collect(),
        undoes: None,
    };
    let started = Instant::now();
    worker.begin(Ticket(1), plan);
    let mut over = 0;
    loop {
        match answers.recv().await.unwrap() {
            What::Job(_, News::Moved(moved)) => {
                over += moved.iter().filter(|(_, state)| state.is_over()).count();
                let too_fast = |(_, state): &(usize, State)| *state == State::Waiting;
                assert!(!moved.iter().any(too_fast), "something was turned away");
            }
            What::Job(_, News::Ended) => break,
            _ => {}
        }
    }
    assert_eq!(over, USERS);
    started.elapsed()
}

fn client(sandbox: &Sandbox) -> Api {
    let settings = Settings {
        base_url: BaseUrl::parse(sandbox.base_url()).unwrap(),
        app_key: AppKey::parse(sandbox.app_key()).unwrap(),
        credentials: Credentials::Token(Secret::new(sandbox.token())),
        share: 100,
        timing: Timing::default(),
        network: Network::default(),
    };
    Api::new(settings, |_| {}).unwrap()
}
