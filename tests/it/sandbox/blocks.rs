//! The blocklist, and how two stand to each other.

use rosterm::sandbox::SandboxConfig;
use serde_json::json;

use crate::sandbox::{SIGNED, fields, ids, text};
use crate::support::samples::small;
use crate::support::sandbox::Sandbox;

#[tokio::test]
async fn blocking_takes_several_ids_and_leaves_friendships_alone() {
    let sandbox = Sandbox::start(small()).await;
    let path = "/users/alice_01/blocks/users";
    let body = json!({"usernames": ["dave-01", "Nina_New", "dave-01"]});
    let body = sandbox.tell("POST", path, body).await.ok();
    assert_eq!(
        fields(&body),
        "action application applicationName data duration entities organization timestamp uri"
    );
    assert_eq!(ids(&body["data"]), ["dave-01", "nina_new"]);
    assert_eq!(body["entities"], json!([]));
    assert_eq!(text(&body["uri"]), sandbox.url(""));
    let truth = sandbox.truth("alice_01").await;
    assert_eq!(ids(&truth["blocks"])[..2], ["nina_new", "dave-01"]);
    assert!(
        sandbox
            .truth("alice_01")
            .await
            .friends()
            .contains(&"dave-01".to_owned())
    );
    assert!(!ids(&sandbox.truth("dave-01").await["blocks"]).contains(&"alice_01".to_owned()));
    // Blocked on both sides, and still an administrator may make them friends.
    sandbox
        .ask("POST", "/users/nina_new/contacts/users/alice_01")
        .await
        .ok();
}

#[tokio::test]
async fn blocking_is_all_or_nothing_and_ends_at_five_hundred() {
    let sandbox = Sandbox::start(SandboxConfig {
        blocks: 499,
        limits: false,
        ..SandboxConfig::default()
    })
    .await;
    let path = "/users/alice_01/blocks/users";
    sandbox
        .tell("POST", path, json!({"usernames": ["bob_78", "nobody"]}))
        .await
        .nowhere();
    sandbox
        .tell(
            "POST",
            "/users/nobody/blocks/users",
            json!({"usernames": ["bob_78"]}),
        )
        .await
        .nowhere();
    let two = json!({"usernames": ["bob_78", "dave-02"]});
    let answer = sandbox.tell("POST", path, two).await;
    assert_eq!(
        (answer.status, answer.body["error"].as_str()),
        (403, Some("exceed_limit"))
    );
    assert_eq!(ids(&sandbox.truth("alice_01").await["blocks"]).len(), 499);
    // Those already blocked take no new room.
    let body = json!({"usernames": ["bob_78", "spam_0041"]});
    sandbox.tell("POST", path, body).await.ok();
    let all = sandbox.ask("GET", path).await.ok();
    assert_eq!(all["count"], 500);
    assert_eq!(all["data"][0], "bob_78");
}

#[tokio::test]
async fn the_blocklist_comes_whole_or_in_pages_with_the_cursor_on_top() {
    let sandbox = Sandbox::start(small()).await;
    let path = "/users/alice_01/blocks/users";
    let all = sandbox.ask("GET", path).await.ok();
    assert_eq!(
        fields(&all),
        "action count data duration entities timestamp uri"
    );
    assert_eq!(all["count"], 70);
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let body = sandbox
            .ask("GET", &format!("{path}?pageSize=20&cursor={cursor}"))
            .await
            .ok();
        assert_eq!(text(&body["uri"]), sandbox.url(path));
        seen.extend(ids(&body["data"]));
        match body.get("cursor") {
            Some(next) => {
                assert_eq!(
                    fields(&body),
                    "action count cursor data duration entities timestamp uri"
                );
                cursor = text(next);
            }
            None => break,
        }
    }
    assert_eq!(seen, ids(&all["data"]));
    assert_eq!(seen[..2], ["spam_0041", "spam_0042"]);
}

#[tokio::test]
async fn a_page_of_the_blocklist_has_limits() {
    let sandbox = Sandbox::start(small()).await;
    let path = "/users/alice_01/blocks/users";
    let answer = sandbox.ask("GET", &format!("{path}?pageSize=51")).await;
    answer.refused(
        400,
        "illegal_argument",
        "page size more than max limit : 50",
    );
    for query in ["pageSize=0", "pageSize=x", "cursor=x"] {
        assert_eq!(
            sandbox.ask("GET", &format!("{path}?{query}")).await.status,
            400,
            "{query}"
        );
    }
    sandbox
        .ask("GET", "/users/nobody/blocks/users")
        .await
        .nowhere();
}

#[tokio::test]
async fn unblocking_restores_and_is_harmless_twice() {
    let sandbox = Sandbox::start(small()).await;
    let path = "/users/alice_01/blocks/users/carol.chen";
    let body = sandbox.ask("DELETE", path).await.ok();
    assert_eq!(fields(&body), SIGNED);
    assert!(text(&body["path"]).ends_with("/blocks"));
    assert_eq!(body["entities"][0]["username"], "carol.chen");
    assert!(!ids(&sandbox.truth("alice_01").await["blocks"]).contains(&"carol.chen".to_owned()));
    assert_eq!(
        sandbox
            .truth("alice_01")
            .await
            .remark("carol.chen")
            .as_deref(),
        Some("陈女士(VIP)")
    );
    sandbox.ask("DELETE", path).await.ok();
    sandbox
        .ask("DELETE", "/users/alice_01/blocks/users/nobody")
        .await
        .nowhere();
    sandbox
        .ask("DELETE", "/users/nobody/blocks/users/carol.chen")
        .await
        .nowhere();
}

#[tokio::test]
async fn checks_answer_for_each_id_by_the_row_in_the_list() {
    let sandbox = Sandbox::start(small()).await;
    let list = json!(["bob_77", "BOB_78", "gone_2019", "nobody"]);
    let body = json!({"username": "alice_01", "check_list": list});
    let body = sandbox.tell("POST", "/contacts/check", body).await.ok();
    assert_eq!(
        body["entities"],
        json!([
            {"username": "bob_77", "relation": "friend"},
            {"username": "bob_78", "relation": "not_friend"},
            {"username": "gone_2019", "relation": "friend"},
            {"username": "nobody", "relation": "not_friend"},
        ])
    );
    let body = json!({"username": "alice_01", "check_list": ["spam_0045", "bob_77"]});
    let body = sandbox.tell("POST", "/blocks/check", body).await.ok();
    assert_eq!(
        body["entities"],
        json!([
            {"username": "spam_0045", "relation": "blacklist"},
            {"username": "bob_77", "relation": "not_blacklist"},
        ])
    );
}

#[tokio::test]
async fn checks_refuse_no_user_no_ids_too_many_and_the_banned() {
    let sandbox = Sandbox::start(small()).await;
    for path in ["/contacts/check", "/blocks/check"] {
        let body = json!({"username": " ", "check_list": ["a"]});
        let answer = sandbox.tell("POST", path, body).await;
        answer.refused(400, "illegal_argument", "username cannot be blank");
        for size in [0, 101] {
            let list: Vec<_> = (0..size).map(|n| format!("u{n}")).collect();
            let body = json!({"username": "alice_01", "check_list": list});
            let answer = sandbox.tell("POST", path, body).await;
            answer.refused(
                400,
                "illegal_argument",
                "check_list size must be between 1 and 100",
            );
        }
        let body = json!({"username": "frank", "check_list": ["alice_01"]});
        let answer = sandbox.tell("POST", path, body).await;
        assert_eq!(answer.status, 403);
        assert_eq!(answer.body["error"], "forbidden_service_operation");
        let body = json!({"username": "nobody", "check_list": ["alice_01"]});
        sandbox.tell("POST", path, body).await.nowhere();
    }
}
