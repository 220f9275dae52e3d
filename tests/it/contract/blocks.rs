//! The blocklist: blocking and unblocking.

use rosterm::sandbox::SandboxConfig;
use serde_json::json;

use crate::contract::client::{ClientHarness, assert_nobody, assert_refused};
use crate::support::samples::{id, ids, limited};

#[tokio::test]
async fn a_blocked_friend_is_on_the_blocklist_and_stays_a_friend() {
    let client = ClientHarness::open().await;
    let blocked = client
        .api
        .block(&client.main(), &ids(&["bob_77", "Walter"]))
        .await
        .unwrap();
    assert_eq!(
        (blocked.status, blocked.body),
        (200, ids(&["bob_77", "walter"]))
    );
    assert_eq!(
        client.sandbox.truth("alice_01").await.blocks()[..2],
        ["walter", "bob_77"]
    );
    assert!(
        client
            .sandbox
            .truth("alice_01")
            .await
            .friends()
            .contains(&"bob_77".to_owned())
    );
    assert!(
        !client
            .sandbox
            .truth("walter")
            .await
            .blocks()
            .contains(&"alice_01".to_owned())
    );
}

#[tokio::test]
async fn nobody_is_blocked_where_one_of_them_does_not_exist() {
    let client = ClientHarness::open().await;
    assert_nobody(
        client
            .api
            .block(&client.main(), &ids(&["bob_77", "nobody"]))
            .await,
    );
    assert_nobody(client.api.block(&id("nobody"), &ids(&["bob_77"])).await);
    assert!(
        !client
            .sandbox
            .truth("alice_01")
            .await
            .blocks()
            .contains(&"bob_77".to_owned())
    );
}

#[tokio::test]
async fn nobody_is_blocked_where_the_list_is_full() {
    let client = ClientHarness::with(SandboxConfig {
        blocks: 500,
        ..limited()
    })
    .await;
    assert_refused(
        client.api.block(&client.main(), &ids(&["bob_77"])).await,
        403,
        "exceed_limit",
        "",
    );
}

#[tokio::test]
async fn an_unblocked_friend_is_off_the_blocklist_and_still_a_friend() {
    let client = ClientHarness::open().await;
    let account = client
        .api
        .unblock(&client.main(), &id("carol.chen"))
        .await
        .unwrap();
    assert_eq!((account.status, account.body.id), (200, id("carol.chen")));
    assert!(
        !client
            .sandbox
            .truth("alice_01")
            .await
            .blocks()
            .contains(&"carol.chen".to_owned())
    );
    assert!(
        client
            .sandbox
            .truth("alice_01")
            .await
            .friends()
            .contains(&"carol.chen".to_owned())
    );
}

#[tokio::test]
async fn an_app_without_a_blocklist_refuses_all_that_is_about_it() {
    let client = ClientHarness::open().await;
    let body = r#"{"error":"forbidden_op","error_description":"the blocklist is not enabled"}"#;
    client.sandbox.order(json!({ "path_contains": "/blocks", "fault": { "kind": "status", "status": 403, "body": body } }));
    let (main, bob) = (client.main(), id("bob_77"));
    let words = "the blocklist is not enabled";
    assert_refused(
        client.api.block(&main, std::slice::from_ref(&bob)).await,
        403,
        "forbidden_op",
        words,
    );
    assert_refused(
        client.api.blocks(&main, None, 50).await,
        403,
        "forbidden_op",
        words,
    );
    assert_refused(
        client.api.block_ids(&main).await,
        403,
        "forbidden_op",
        words,
    );
    assert_refused(
        client.api.unblock(&main, &bob).await,
        403,
        "forbidden_op",
        words,
    );
    assert_refused(
        client.api.are_blocked(&main, &[bob]).await,
        403,
        "forbidden_op",
        words,
    );
}
