//! The duration of jobs against the sandbox with rate limits, with immediate replies and with replies after
//! 300 ms; and the memory use of a long job. Each is run once, because only the limits determine how long it
//! takes.
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rosterm::api::{Api, AppKey, BaseUrl, Credentials, Network, Secret, Settings, Timing};
use rosterm::domain::job::{BulkOp, JobEvent, JobPlan, JobStep, StepState};
use rosterm::domain::{PairState, RequestId, UserId};
use rosterm::msg::Event;
use rosterm::sandbox::{self, Sandbox, SandboxConfig};
use rosterm::worker::Worker;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tokio::sync::mpsc::unbounded_channel;

/// At the published 50 calls a second this takes 10 seconds, at 100 it takes 5.
const USERS: usize = 500;

/// The number of users in the job whose memory use is measured.
const MANY: usize = 5_000;

fn main() {
    let runtime = Runtime::new().unwrap();
    for (name, act) in [
        ("unblocked", BulkOp::Unblock),
        ("blocked", BulkOp::Block),
        ("removed", BulkOp::RemoveFriend),
        ("imported, ten a call", BulkOp::AddFriend),
    ] {
        for latency in [0, 300] {
            let took = runtime.block_on(once(act, latency)).as_secs_f64();
            let calls = USERS.div_ceil(act.per_call());
            let rate = act.per_second();
            #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
            let least = calls as f64 / f64::from(rate);
            println!(
                "{USERS} {name}, answers after {latency} ms: {took:.2} s ({rate} a second: {least:.1} s)"
            );
        }
    }
    runtime.block_on(memory());
}

/// Runs one job on a fresh sandbox, so that its rate allowance is full at the start.
async fn once(act: BulkOp, latency: u64) -> Duration {
    let config = SandboxConfig {
        blocks: 0,
        ..SandboxConfig::default()
    };
    let sandbox = sandbox::start(config).await.unwrap();
    sandbox
        .set_faults(json!({ "latency_ms": latency }))
        .unwrap();
    let owner = UserId::new(sandbox.main_user());
    let client = || client(&of_sandbox(&sandbox));
    // The service does not care whether a change alters anything; the users are different people.
    let users = client().friend_ids(&owner).await.unwrap();
    let started = Instant::now();
    job(client(), &owner, act, users.into_iter().take(USERS), |_| ()).await;
    started.elapsed()
}

/// Runs a job, and calls `look` whenever it has progressed.
async fn job(
    api: Api,
    owner: &UserId,
    act: BulkOp,
    users: impl Iterator<Item = UserId>,
    mut look: impl FnMut(usize),
) {
    let (inbox, mut answers) = unbounded_channel();
    let mut worker = Worker::new(api, inbox);
    let step = |user| JobStep {
        change: act.change(owner.clone(), user),
        before: PairState::default(),
        undoes: None,
    };
    let plan = JobPlan {
        owner: owner.clone(),
        steps: users.map(step).collect(),
        undoes: None,
    };
    let wanted = plan.steps.len();
    worker.begin_job(RequestId(1), plan);
    let mut over = 0;
    loop {
        match answers.recv().await.unwrap() {
            Event::Job(_, JobEvent::StepsChanged(moved)) => {
                over += moved.iter().filter(|(_, state)| state.is_over()).count();
                let too_fast = |(_, state): &(usize, StepState)| *state == StepState::Waiting;
                assert!(!moved.iter().any(too_fast), "something was turned away");
                look(over);
            }
            Event::Job(_, JobEvent::Ended) => break,
            _ => {}
        }
    }
    assert_eq!(over, wanted);
}

/// The memory use of this process during a long job. The sandbox is a separate process.
async fn memory() {
    let (mut process, line) = another_process();
    let owner = UserId::new("alice_01");
    let users = everybody(&client(&line), &owner).await;
    assert_eq!(users.len(), MANY);
    let mut seen: Vec<u64> = Vec::new();
    job(
        client(&line),
        &owner,
        BulkOp::RemoveFriend,
        users.into_iter(),
        |over| {
            if over / 500 > seen.len() {
                seen.push(resident());
            }
        },
    )
    .await;
    let _ = process.kill();
    let _ = process.wait();
    println!("{MANY} removed: kB in memory after each 500: {seen:?}");
}

/// All friends, page by page: the service returns at most 3,000 in one reply.
async fn everybody(api: &Api, owner: &UserId) -> Vec<UserId> {
    let mut users = Vec::new();
    let mut cursor = None;
    loop {
        let page = api.friends(owner, cursor.as_ref(), 50).await.unwrap();
        users.extend(page.rows.into_iter().map(|friend| friend.id));
        cursor = page.next;
        if cursor.is_none() {
            return users;
        }
    }
}

fn another_process() -> (Child, Value) {
    let mut process = Command::new(env!("CARGO_BIN_EXE_rosterm"))
        .args(["sandbox", "--json", "--listen", "127.0.0.1:0"])
        .args(["--friends", &MANY.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    (process, serde_json::from_str(&line).unwrap())
}

/// The resident memory in kB, if the system reports it.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.and_then(|kb| kb.parse().ok()).unwrap_or(0)
}

fn of_sandbox(sandbox: &Sandbox) -> Value {
    json!({
        "base_url": sandbox.base_url(), "app_key": sandbox.app_key(), "token": sandbox.token(),
    })
}

fn client(server: &Value) -> Api {
    let word = |name: &str| server[name].as_str().unwrap();
    let settings = Settings {
        base_url: BaseUrl::parse(word("base_url")).unwrap(),
        app_key: AppKey::parse(word("app_key")).unwrap(),
        credentials: Credentials::Token(Secret::new(word("token"))),
        share: 100,
        timing: Timing::default(),
        network: Network::default(),
    };
    Api::new(settings, |_| {}).unwrap()
}
