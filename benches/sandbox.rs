//! The sandbox, and the client against it: over real HTTP, with the client's own rate limit.
#![allow(missing_docs, reason = "criterion's macros write public functions")]
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]

use std::time::{Duration, Instant};

use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use rosterm::api::{Api, AppKey, BaseUrl, Credentials, Secret, Settings, Timing};
use rosterm::domain::UserId;
use rosterm::sandbox::{self, Sandbox, SandboxConfig};
use tokio::runtime::Runtime;

const FRIENDS: usize = 1_043;
const PAGE: u8 = 50;

fn begin(c: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let mut group = c.benchmark_group("sandbox");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    let config = SandboxConfig {
        friends: 100_000,
        ..SandboxConfig::default()
    };
    group.bench_function("listens with 100,000 friends", |b| {
        // Exclude the time that it takes to drop the friends again.
        b.iter_custom(|times| {
            let mut took = Duration::ZERO;
            for _ in 0..times {
                let started = Instant::now();
                let sandbox = runtime.block_on(sandbox::start(config.clone())).unwrap();
                took += started.elapsed();
                drop(sandbox);
            }
            took
        });
    });
    group.finish();
}

fn load(c: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let sandbox = runtime
        .block_on(sandbox::start(SandboxConfig {
            friends: FRIENDS,
            // Each round is a new client, which is entitled to a first burst.
            limits: false,
            ..SandboxConfig::default()
        }))
        .unwrap();
    let mut group = c.benchmark_group("api");
    group.sample_size(20).sampling_mode(SamplingMode::Flat);
    for share in [100, 20] {
        let name = format!("1,043 friends, page by page, at {share} % of the limits");
        group.bench_function(name, |b| {
            b.iter_custom(|times| {
                let mut took = Duration::ZERO;
                for _ in 0..times {
                    let api = client(&sandbox, share);
                    let started = Instant::now();
                    let friends = runtime.block_on(all_friends(&api));
                    took += started.elapsed();
                    assert_eq!(friends, FRIENDS);
                }
                took
            });
        });
    }
    group.finish();
}

fn client(sandbox: &Sandbox, share: u8) -> Api {
    let settings = Settings {
        base_url: BaseUrl::parse(sandbox.base_url()).unwrap(),
        app_key: AppKey::parse(sandbox.app_key()).unwrap(),
        credentials: Credentials::Token(Secret::new(sandbox.token())),
        share,
        timing: Timing::default(),
        network: rosterm::api::Network::default(),
    };
    Api::new(settings, drop).unwrap()
}

async fn all_friends(api: &Api) -> usize {
    let user = UserId::new("alice_01");
    let (mut rows, mut cursor) = (0, None);
    loop {
        let page = api.friends(&user, cursor.as_ref(), PAGE).await.unwrap();
        rows += page.rows.len();
        cursor = page.next;
        if cursor.is_none() {
            return rows;
        }
    }
}

criterion_group!(benches, begin, load);
criterion_main!(benches);
