//! The blocklist: blocking and unblocking.

use rosterm::domain::job::BulkOp;
use rosterm::sandbox::SandboxConfig;
use serde_json::json;

use crate::contract::client::{ClientHarness, assert_nobody, assert_refused};
use crate::support::samples::{id, limited};

#[tokio::test]
async fn a_blocked_friend_is_on_the_blocklist_and_stays_a_friend() {
    let client = ClientHarness::open().await;
    for other in ["bob_77", "Walter"] {
        let block = BulkOp::Block.change(client.main(), id(other));
        assert_eq!(client.api.make(&block).await, Ok(200));
    }
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
    for (owner, other) in [(client.main(), id("nobody")), (id("nobody"), id("bob_77"))] {
        let block = BulkOp::Block.change(owner, other);
        assert_nobody(client.api.make(&block).await);
    }
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
    let block = BulkOp::Block.change(client.main(), id("bob_77"));
    assert_refused(client.api.make(&block).await, 403, "exceed_limit", "");
}

#[tokio::test]
async fn an_unblocked_friend_is_off_the_blocklist_and_still_a_friend() {
    let client = ClientHarness::open().await;
    let unblock = BulkOp::Unblock.change(client.main(), id("carol.chen"));
    assert_eq!(client.api.make(&unblock).await, Ok(200));
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
    for op in [BulkOp::Block, BulkOp::Unblock] {
        let change = op.change(main.clone(), bob.clone());
        assert_refused(client.api.make(&change).await, 403, "forbidden_op", words);
    }
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
        client.api.are_blocked(&main, &[bob]).await,
        403,
        "forbidden_op",
        words,
    );
}
