//! Accounts, the people there are, and what stays true of them whatever is called.

use proptest::prelude::*;
use rosterm::sandbox::SandboxConfig;
use serde_json::json;

use crate::sandbox::{fields, ids, read, text};
use crate::support::samples::small;
use crate::support::sandbox::Sandbox;

#[tokio::test]
async fn accounts_are_registered_read_listed_banned_and_deleted() {
    let sandbox = Sandbox::start(small()).await;
    let one = json!({"username": "New_One", "password": "1", "nickname": "新人"});
    let body = sandbox.tell("POST", "/users", one.clone()).await.ok();
    assert_eq!(body["path"], "/users");
    assert_eq!(body["entities"][0]["username"], "new_one");
    let answer = sandbox.tell("POST", "/users", one).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.body["error"], "duplicate_unique_property_exists");
    let two =
        json!([{"username": "new_one", "password": "1"}, {"username": "two", "password": "1"}]);
    // The documentation's curl lets its form content type stand before a JSON body.
    let request = sandbox
        .request("POST", "/users")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(two.to_string());
    let body = read(request).await.ok();
    assert_eq!(body["entities"][0]["username"], "two");
    assert_eq!(body["data"][0]["username"], "new_one");
    for bad in ["", "a b", "张三", "x".repeat(65).as_str()] {
        let answer = sandbox
            .tell("POST", "/users", json!({"username": bad, "password": "1"}))
            .await;
        assert_eq!(
            (answer.status, answer.body["error"].as_str()),
            (400, Some("illegal_argument"))
        );
    }

    let body = sandbox.ask("GET", "/users/new_one").await.ok();
    assert_eq!(body["count"], 1);
    assert_eq!(body["entities"][0]["nickname"], "新人");
    let banned = sandbox.ask("POST", "/users/new_one/deactivate").await.ok();
    assert_eq!(banned["entities"][0]["activated"], false);
    assert_eq!(sandbox.truth("new_one").await["activated"], false);
    let body = sandbox.ask("POST", "/users/new_one/activate").await.ok();
    assert_eq!(fields(&body), "action duration timestamp");
    assert_eq!(sandbox.truth("new_one").await["activated"], true);

    sandbox
        .ask("POST", "/users/alice_01/contacts/users/new_one")
        .await
        .ok();
    sandbox.ask("DELETE", "/users/new_one").await.ok();
    sandbox.ask("GET", "/users/new_one").await.nowhere();
    assert_eq!(sandbox.truth("alice_01").await.friends()[0], "new_one");

    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let body = sandbox
            .ask("GET", &format!("/users?limit=40&cursor={cursor}"))
            .await
            .ok();
        let rows = body["entities"].as_array().unwrap();
        seen.extend(rows.iter().map(|row| text(&row["username"])));
        match body.get("cursor") {
            Some(next) => cursor = text(next),
            None => break,
        }
    }
    assert_eq!(seen[0], "alice_01");
    assert_eq!(seen.last().unwrap(), "two");
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), count);
}

#[tokio::test]
async fn the_world_has_the_size_asked_for_and_the_people_promised() {
    let sandbox = Sandbox::start(SandboxConfig {
        limits: false,
        ..SandboxConfig::default()
    })
    .await;
    assert_eq!(sandbox.main_user(), "alice_01");
    assert_eq!(sandbox.app_key(), "demo#rosterm");
    let main = sandbox.ask("GET", "/users/alice_01").await.ok();
    assert_eq!(main["entities"][0]["nickname"], "爱丽丝");
    let truth = sandbox.truth("alice_01").await;
    assert_eq!(truth["friends"].as_array().unwrap().len(), 1043);
    assert_eq!(truth["blocks"].as_array().unwrap().len(), 487);
    assert_eq!(truth["conversations"].as_array().unwrap().len(), 42);
    let friends = sandbox.truth("alice_01").await.friends();
    assert_eq!(
        friends[..5],
        ["bob_77", "carol.chen", "dave-01", "eve_shop", "frank"]
    );
    let remarks: String = truth["friends"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|row| row["remark"].as_str())
        .collect();
    for sign in [
        '\u{200D}',
        '\u{1F1EF}',
        '\u{1B}',
        '\n',
        '\u{202E}',
        '\u{0}',
        '\u{308}',
        'ع',
        'ל',
    ] {
        assert!(remarks.contains(sign), "{sign:?}");
    }
    let longest = truth["friends"].as_array().unwrap().iter();
    let longest = longest
        .filter_map(|row| row["remark"].as_str())
        .map(|r| r.chars().count())
        .max();
    assert_eq!(longest, Some(100));
    let blocks = ids(&truth["blocks"]);
    for both in ["carol.chen", "ivan.p", "mallory", "spam_0042", "spam_0048"] {
        assert!(
            blocks.contains(&both.to_owned()) && friends.contains(&both.to_owned()),
            "{both}"
        );
    }
    let frank = sandbox.ask("GET", "/users/frank").await.ok();
    assert_eq!(frank["entities"][0]["activated"], false);
    assert_eq!(
        sandbox.truth("bob_77").await["blocks"],
        json!(["alice_01", "spam_0042"])
    );
    assert!(sandbox.truth("bob_77").await.friends().len() > 4);
    // And the same again.
    let again = Sandbox::start(SandboxConfig {
        limits: false,
        ..SandboxConfig::default()
    })
    .await;
    assert_eq!(again.truth("alice_01").await, truth);
}

#[tokio::test]
async fn a_hundred_thousand_friends_come_page_by_page_and_no_more_can_be_added() {
    let sandbox = Sandbox::start(SandboxConfig {
        friends: 100_000,
        limits: false,
        ..SandboxConfig::default()
    })
    .await;
    let all = sandbox.truth("alice_01").await.friends();
    assert_eq!(all.len(), 100_000);
    let mut cursor = String::new();
    for at in (0..=50_000).step_by(50) {
        let path = format!("/user/alice_01/contacts?limit=50&cursor={cursor}");
        let body = sandbox.ask("GET", &path).await.ok();
        if at == 0 || at == 50_000 {
            let rows = body["data"]["contacts"].as_array().unwrap().iter();
            let page: Vec<String> = rows.map(|row| text(&row["username"])).collect();
            assert_eq!(page, all[at..at + 50], "from row {at}");
        }
        cursor = text(&body["data"]["cursor"]);
    }
    let answer = sandbox
        .ask("POST", "/users/alice_01/contacts/users/bob_78")
        .await;
    answer.refused(403, "exceed_limit", "user contact number exceed limit");
}

#[tokio::test]
async fn what_the_sandbox_keeps_does_not_grow_with_what_is_asked() {
    let sandbox = Sandbox::start(small()).await;
    for n in 0..1_200 {
        let body =
            json!({"channel": format!("nobody-{n}"), "type": "groupchat", "delete_roam": true});
        sandbox
            .tell("DELETE", "/users/alice_01/user_channel", body)
            .await
            .ok();
        sandbox
            .ask(&format!("M{n}"), &format!("/users/nobody-{n}"))
            .await;
    }
    let truth = sandbox.truth("alice_01").await;
    assert_eq!(truth["roam_deleted"].as_array().unwrap().len(), 1_000);
    let long = json!({"channel": "x".repeat(100_000), "type": "chat", "delete_roam": true});
    sandbox
        .tell("DELETE", "/users/alice_01/user_channel", long)
        .await
        .ok();
    assert!(sandbox.truth("alice_01").await.0.to_string().len() < 100_000);
    let calls = sandbox.ask("GET", "/_sandbox/calls").await.ok();
    assert!(
        calls["by_path"].as_object().unwrap().len() < 10,
        "{}",
        calls["by_path"]
    );
}

#[derive(Debug, Clone)]
enum Step {
    Add(usize, usize),
    Remove(usize, usize),
    Import(usize, Vec<usize>),
    Block(usize, usize),
    Unblock(usize, usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let one = || 0..CAST.len();
    let step = prop_oneof![
        (one(), one()).prop_map(|(a, b)| Step::Add(a, b)),
        (one(), one()).prop_map(|(a, b)| Step::Remove(a, b)),
        (one(), prop::collection::vec(one(), 1..4)).prop_map(|(a, many)| Step::Import(a, many)),
        (one(), one()).prop_map(|(a, b)| Step::Block(a, b)),
        (one(), one()).prop_map(|(a, b)| Step::Unblock(a, b)),
    ];
    prop::collection::vec(step, 1..25)
}

const CAST: [&str; 6] = [
    "alice_01",
    "bob_77",
    "carol.chen",
    "bob_78",
    "dave-02",
    "ulrich",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn friendship_is_mutual_and_lists_hold_nobody_twice_whatever_is_called(steps in steps()) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let sandbox = Sandbox::start(SandboxConfig { friends: 5, blocks: 3, conversations: 0, limits: false, ..SandboxConfig::default() }).await;
            for step in steps {
                match step {
                    Step::Add(a, b) => {
                        let path = format!("/users/{}/contacts/users/{}", CAST[a], CAST[b]);
                        assert_eq!(sandbox.ask("POST", &path).await.status, if a == b { 400 } else { 200 });
                    }
                    Step::Remove(a, b) => {
                        let path = format!("/users/{}/contacts/users/{}", CAST[a], CAST[b]);
                        sandbox.ask("DELETE", &path).await.ok();
                    }
                    Step::Import(a, many) => {
                        let many: Vec<_> = many.into_iter().map(|n| CAST[n]).collect();
                        let path = format!("/users/{}/contacts/import", CAST[a]);
                        sandbox.tell("POST", &path, json!({"usernames": many})).await.ok();
                    }
                    Step::Block(a, b) => {
                        let path = format!("/users/{}/blocks/users", CAST[a]);
                        sandbox.tell("POST", &path, json!({"usernames": [CAST[b]]})).await;
                    }
                    Step::Unblock(a, b) => {
                        let path = format!("/users/{}/blocks/users/{}", CAST[a], CAST[b]);
                        sandbox.ask("DELETE", &path).await.ok();
                    }
                }
            }
            for one in CAST {
                let mut friends = sandbox.truth(one).await.friends();
                for friend in &friends {
                    assert!(sandbox.truth(friend).await.friends().contains(&one.to_owned()));
                }
                let count = friends.len();
                friends.sort();
                friends.dedup();
                assert_eq!(friends.len(), count);
            }
        });
    }
}
