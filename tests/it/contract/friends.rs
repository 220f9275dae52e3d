//! Friends: adding, removing, remarks and importing.

use rosterm::domain::job::BulkOp;
use rosterm::sandbox::{SandboxConfig, ServicePlan};
use rosterm::text::Text;
use serde_json::json;

use crate::contract::client::{ClientHarness, assert_nobody, assert_refused};
use crate::support::samples::{id, ids, limited, remark};

/// The main user's list is full.
async fn full() -> ClientHarness {
    ClientHarness::with(SandboxConfig {
        friends: 100,
        plan: ServicePlan::Free,
        ..limited()
    })
    .await
}

#[tokio::test]
async fn a_new_friend_is_in_both_lists() {
    let client = ClientHarness::open().await;
    client.sandbox.register(&["ann", "ben"]).await;
    let add = BulkOp::AddFriend.change(id("ann"), id("ben"));
    assert_eq!(client.api.make(&add).await, Ok(200));
    assert_eq!(client.sandbox.truth("ann").await.friends(), ["ben"]);
    assert_eq!(client.sandbox.truth("ben").await.friends(), ["ann"]);
}

#[tokio::test]
async fn nobody_is_added_where_either_does_not_exist() {
    let client = ClientHarness::open().await;
    for (owner, friend) in [(client.main(), id("nobody")), (id("nobody"), client.main())] {
        let add = BulkOp::AddFriend.change(owner, friend);
        assert_nobody(client.api.make(&add).await);
    }
}

#[tokio::test]
async fn nobody_is_added_where_either_list_is_full() {
    let client = full().await;
    client.sandbox.register(&["ann"]).await;
    let (main, ann) = (client.main(), id("ann"));
    for (owner, friend) in [(&main, &ann), (&ann, &main)] {
        let add = BulkOp::AddFriend.change(owner.clone(), friend.clone());
        assert_refused(
            client.api.make(&add).await,
            403,
            "exceed_limit",
            "user contact number exceed limit",
        );
    }
    assert!(client.sandbox.truth("ann").await.friends().is_empty());
}

#[tokio::test]
async fn a_removed_friend_is_in_neither_list() {
    let client = ClientHarness::open().await;
    let remove = BulkOp::RemoveFriend.change(client.main(), id("vip/2018"));
    assert_eq!(client.api.make(&remove).await, Ok(200));
    let friends = client
        .sandbox
        .truth(client.sandbox.main_user())
        .await
        .friends();
    assert_eq!(friends.len(), 59);
    assert!(!friends.contains(&"vip/2018".to_owned()));
    assert!(
        client
            .sandbox
            .truth("vip%2F2018")
            .await
            .friends()
            .is_empty()
    );
}

#[tokio::test]
async fn a_remark_is_set_on_one_side_and_cleared_again() {
    let client = ClientHarness::open().await;
    let before = client.sandbox.truth("bob_77").await.remark("alice_01");
    let (main, bob) = (client.main(), id("bob_77"));
    let set = remark(&main, &bob, "王\"总\" 🌸");
    client.api.make(&set).await.unwrap();
    assert_eq!(
        client
            .sandbox
            .truth("alice_01")
            .await
            .remark("bob_77")
            .as_deref(),
        Some("王\"总\" 🌸")
    );
    client.api.make(&remark(&main, &bob, "")).await.unwrap();
    assert_eq!(
        client.sandbox.truth("alice_01").await.remark("bob_77"),
        None
    );
    assert_eq!(
        client.sandbox.truth("bob_77").await.remark("alice_01"),
        before
    );
}

#[tokio::test]
async fn a_page_of_friends_has_the_remarks_as_they_were_set() {
    let client = ClientHarness::open().await;
    let main = client.main();
    let mut rows = Vec::new();
    let mut cursor = None;
    for _ in 0..2 {
        let page = client
            .api
            .friends(&main, cursor.as_ref(), 50)
            .await
            .unwrap();
        rows.extend(page.rows);
        cursor = page.next;
    }
    let remark = |name: &str| {
        let row = rows.iter().find(|row| row.id == id(name)).unwrap();
        row.remark.as_ref().map(Text::raw)
    };
    assert_eq!(remark("bob_77"), Some("小王-华东大区"));
    assert_eq!(remark("dave-01"), None);
    assert_eq!(remark("two_lines"), Some("第一行\n第二行\t制表\r回车"));
}

#[tokio::test]
async fn a_remark_is_refused_for_strangers_nobodies_and_novels() {
    let client = ClientHarness::open().await;
    client.sandbox.register(&["ann"]).await;
    let main = client.main();
    let refused = client.api.make(&remark(&main, &id("ann"), "x")).await;
    assert_refused(
        refused,
        400,
        "illegal_argument",
        "updateRemark they are not friends, please add as a friend first.",
    );
    let novel = remark(&main, &id("bob_77"), &"长".repeat(101));
    assert_refused(client.api.make(&novel).await, 400, "illegal_argument", "");
    for (owner, friend) in [(&main, &id("nobody")), (&id("nobody"), &main)] {
        assert_nobody(client.api.make(&remark(owner, friend, "x")).await);
    }
    let longest = remark(&main, &id("bob_77"), &"长".repeat(100));
    client.api.make(&longest).await.unwrap();
}

#[tokio::test]
async fn an_import_tells_of_each_id_what_became_of_it() {
    let client = ClientHarness::with(SandboxConfig {
        friends: 100,
        plan: ServicePlan::Free,
        ..limited()
    })
    .await;
    client.sandbox.register(&["ann", "ben"]).await;
    let wanted = ids(&["Ben", "nobody", "alice_01", "ann"]);
    let imported = client
        .api
        .import_friends(&id("ann"), &wanted)
        .await
        .unwrap();
    assert_eq!(imported.status, 200);
    let imported = imported.body;
    assert_eq!(imported.added, ids(&["Ben"]));
    assert_eq!(imported.unknown_users, ids(&["nobody"]));
    assert_eq!(imported.over_limit, ids(&["alice_01"]));
    assert_eq!(imported.failed, ids(&["ann"]));
    assert_eq!(imported.unaccounted, ids(&[]));
    assert_eq!(client.sandbox.truth("ben").await.friends(), ["ann"]);
}

#[tokio::test]
async fn an_id_that_the_import_is_silent_about_is_unaccounted_for() {
    let client = ClientHarness::open().await;
    client.sandbox.order(json!({ "fault": { "kind": "body", "status": 200, "body":
        r#"{"status":"ok","data":{"success":["ann"],"NotExistFailed":null,"UnKnowFailed":[]}}"# } }));
    let imported = client
        .api
        .import_friends(&client.main(), &ids(&["ann", "ben"]))
        .await
        .unwrap()
        .body;
    assert_eq!(
        (imported.added, imported.unaccounted),
        (ids(&["ann"]), ids(&["ben"]))
    );
}

#[tokio::test]
async fn an_import_of_more_than_ten_or_into_a_full_list_or_for_nobody_is_refused() {
    let client = full().await;
    client.sandbox.register(&["ann"]).await;
    let eleven = vec![id("ann"); 11];
    let refused = client.api.import_friends(&id("ann"), &eleven).await;
    assert_refused(
        refused,
        400,
        "illegal_argument",
        "request user over flow limit:10.",
    );
    let refused = client
        .api
        .import_friends(&client.main(), &ids(&["ann"]))
        .await;
    assert_refused(refused, 403, "exceed_limit", "Inviter's contact max count.");
    assert_nobody(
        client
            .api
            .import_friends(&id("nobody"), &ids(&["ann"]))
            .await,
    );
}

#[tokio::test]
async fn an_import_is_silent() {
    let client = ClientHarness::open().await;
    client.sandbox.forget_calls().await;
    client.sandbox.register(&["ann"]).await;
    client
        .api
        .import_friends(&id("ann"), &ids(&["bob_77"]))
        .await
        .unwrap();
    assert!(
        client
            .sandbox
            .log()
            .await
            .iter()
            .any(|call| call["query"] == "isSendNotice=false")
    );
}
