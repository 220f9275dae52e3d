//! The blocklist: blocking, unblocking, the lists and asking.

use rosterm::domain::{Cursor, UserId};
use rosterm::sandbox::SandboxConfig;
use serde_json::json;

use crate::contract::site::{Site, assert_nobody, assert_refused, id, ids, small};

#[tokio::test]
async fn a_blocked_friend_is_on_the_blocklist_and_stays_a_friend() {
    let site = Site::open().await;
    let blocked = site
        .api
        .block(&site.main(), &ids(&["bob_77", "Walter"]))
        .await
        .unwrap();
    assert_eq!(
        (blocked.status, blocked.said),
        (200, ids(&["bob_77", "walter"]))
    );
    assert_eq!(site.blocked_by("alice_01").await[..2], ["walter", "bob_77"]);
    assert!(
        site.friends_of("alice_01")
            .await
            .contains(&"bob_77".to_owned())
    );
    assert!(
        !site
            .blocked_by("walter")
            .await
            .contains(&"alice_01".to_owned())
    );
}

#[tokio::test]
async fn nobody_is_blocked_where_one_of_them_does_not_exist() {
    let site = Site::open().await;
    assert_nobody(
        site.api
            .block(&site.main(), &ids(&["bob_77", "nobody"]))
            .await,
    );
    assert_nobody(site.api.block(&id("nobody"), &ids(&["bob_77"])).await);
    assert!(
        !site
            .blocked_by("alice_01")
            .await
            .contains(&"bob_77".to_owned())
    );
}

#[tokio::test]
async fn nobody_is_blocked_where_the_list_is_full() {
    let site = Site::with(SandboxConfig {
        blocks: 500,
        ..small()
    })
    .await;
    assert_refused(
        site.api.block(&site.main(), &ids(&["bob_77"])).await,
        403,
        "exceed_limit",
        "",
    );
}

#[tokio::test]
async fn an_unblocked_friend_is_off_the_blocklist_and_still_a_friend() {
    let site = Site::open().await;
    let account = site
        .api
        .unblock(&site.main(), &id("carol.chen"))
        .await
        .unwrap();
    assert_eq!((account.status, account.said.id), (200, id("carol.chen")));
    assert!(
        !site
            .blocked_by("alice_01")
            .await
            .contains(&"carol.chen".to_owned())
    );
    assert!(
        site.friends_of("alice_01")
            .await
            .contains(&"carol.chen".to_owned())
    );
}

#[tokio::test]
async fn nobody_is_unblocked_where_either_does_not_exist() {
    let site = Site::open().await;
    assert_nobody(site.api.unblock(&site.main(), &id("old_troll")).await);
    assert_nobody(site.api.unblock(&id("nobody"), &id("bob_77")).await);
}

#[tokio::test]
async fn the_pages_of_the_blocklist_are_the_whole_list_newest_first() {
    let site = Site::open().await;
    let mut rows = Vec::new();
    let mut cursor: Option<Cursor> = None;
    for full in [50, 10] {
        let page = site
            .api
            .blocks(&site.main(), cursor.as_ref(), 50)
            .await
            .unwrap();
        assert_eq!(page.rows.len(), full);
        rows.extend(page.rows.into_iter().map(|row| row.id.raw().to_owned()));
        cursor = page.next;
    }
    assert_eq!(cursor, None);
    assert_eq!(rows, site.blocked_by("alice_01").await);
}

#[tokio::test]
async fn the_blocklist_at_once_is_the_same_list() {
    let site = Site::open().await;
    let listed = site.api.block_ids(&site.main()).await.unwrap();
    let listed: Vec<&str> = listed.iter().map(UserId::raw).collect();
    assert_eq!(listed, site.blocked_by("alice_01").await);
}

#[tokio::test]
async fn a_user_who_blocks_nobody_has_an_empty_list_and_a_nobody_has_none() {
    let site = Site::open().await;
    site.register(&["ann"]).await;
    let page = site.api.blocks(&id("ann"), None, 50).await.unwrap();
    assert!(page.rows.is_empty() && page.next.is_none());
    assert_eq!(site.api.block_ids(&id("ann")).await, Ok(vec![]));
    assert_nobody(site.api.blocks(&id("nobody"), None, 50).await);
    assert_nobody(site.api.block_ids(&id("nobody")).await);
}

#[tokio::test]
async fn a_page_of_more_than_fifty_blocked_is_refused() {
    let site = Site::open().await;
    assert_refused(
        site.api.blocks(&site.main(), None, 51).await,
        400,
        "illegal_argument",
        "page size more than max limit : 50",
    );
}

#[tokio::test]
async fn the_blocked_are_told_from_the_others() {
    let site = Site::open().await;
    let asked = ids(&["carol.chen", "walter", "old_troll", "nobody"]);
    let known = site.api.are_blocked(&site.main(), &asked).await.unwrap();
    let expected: Vec<_> = asked.into_iter().zip([true, false, true, false]).collect();
    assert_eq!(known, expected);
    assert_eq!(
        site.api.are_blocked(&id("bob_77"), &[site.main()]).await,
        Ok(vec![(site.main(), true)])
    );
}

#[tokio::test]
async fn nobody_too_many_and_the_banned_cannot_be_asked_about() {
    let site = Site::open().await;
    let main = site.main();
    let sizes = "check_list size must be between 1 and 100";
    assert_refused(
        site.api.are_blocked(&main, &[]).await,
        400,
        "illegal_argument",
        sizes,
    );
    assert_refused(
        site.api.are_blocked(&main, &vec![id("ann"); 101]).await,
        400,
        "illegal_argument",
        sizes,
    );
    assert_refused(
        site.api.are_blocked(&id("frank"), &ids(&["ann"])).await,
        403,
        "forbidden_service_operation",
        "",
    );
}

#[tokio::test]
async fn an_app_without_a_blocklist_refuses_all_that_is_about_it() {
    let site = Site::open().await;
    let body = r#"{"error":"forbidden_op","error_description":"the blocklist is not enabled"}"#;
    site.fault(json!({ "path_contains": "/blocks", "fault": { "kind": "status", "status": 403, "body": body } }));
    let (main, bob) = (site.main(), id("bob_77"));
    let words = "the blocklist is not enabled";
    assert_refused(
        site.api.block(&main, std::slice::from_ref(&bob)).await,
        403,
        "forbidden_op",
        words,
    );
    assert_refused(
        site.api.blocks(&main, None, 50).await,
        403,
        "forbidden_op",
        words,
    );
    assert_refused(site.api.block_ids(&main).await, 403, "forbidden_op", words);
    assert_refused(
        site.api.unblock(&main, &bob).await,
        403,
        "forbidden_op",
        words,
    );
    assert_refused(
        site.api.are_blocked(&main, &[bob]).await,
        403,
        "forbidden_op",
        words,
    );
}
