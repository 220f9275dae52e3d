//! Friends: adding, removing, remarks, the lists, importing and asking.

use rosterm::domain::{Cursor, UserId};
use rosterm::sandbox::{SandboxConfig, ServicePlan};
use rosterm::text::Text;
use serde_json::json;

use crate::contract::site::{Site, assert_nobody, assert_refused, id, ids, small};

/// The main user's list is full.
async fn full() -> Site {
    Site::with(SandboxConfig {
        friends: 100,
        plan: ServicePlan::Free,
        ..small()
    })
    .await
}

#[tokio::test]
async fn a_new_friend_is_in_both_lists() {
    let site = Site::open().await;
    site.register(&["ann", "ben"]).await;
    let friend = site.api.add_friend(&id("ann"), &id("ben")).await.unwrap();
    assert_eq!(friend.status, 200);
    let friend = friend.said;
    assert_eq!((friend.id, friend.activated), (id("ben"), Some(true)));
    assert_eq!(site.friends_of("ann").await, ["ben"]);
    assert_eq!(site.friends_of("ben").await, ["ann"]);
}

#[tokio::test]
async fn nobody_is_added_where_either_does_not_exist() {
    let site = Site::open().await;
    assert_nobody(site.api.add_friend(&site.main(), &id("nobody")).await);
    assert_nobody(site.api.add_friend(&id("nobody"), &site.main()).await);
}

#[tokio::test]
async fn nobody_is_added_where_either_list_is_full() {
    let site = full().await;
    site.register(&["ann"]).await;
    let (main, ann) = (site.main(), id("ann"));
    for (owner, friend) in [(&main, &ann), (&ann, &main)] {
        assert_refused(
            site.api.add_friend(owner, friend).await,
            403,
            "exceed_limit",
            "user contact number exceed limit",
        );
    }
    assert!(site.friends_of("ann").await.is_empty());
}

#[tokio::test]
async fn a_removed_friend_is_in_neither_list() {
    let site = Site::open().await;
    let friend = site
        .api
        .remove_friend(&site.main(), &id("vip/2018"))
        .await
        .unwrap();
    assert_eq!((friend.status, friend.said.id), (200, id("vip/2018")));
    let friends = site.friends_of(site.sandbox.main_user()).await;
    assert_eq!(friends.len(), 59);
    assert!(!friends.contains(&"vip/2018".to_owned()));
    assert!(site.friends_of("vip%2F2018").await.is_empty());
}

#[tokio::test]
async fn nobody_is_removed_where_either_does_not_exist() {
    let site = Site::open().await;
    assert_nobody(site.api.remove_friend(&site.main(), &id("gone_2019")).await);
    assert_nobody(site.api.remove_friend(&id("nobody"), &site.main()).await);
}

/// What the one calls the other.
async fn remark(site: &Site, owner: &str, friend: &str) -> Option<String> {
    let truth = site.truth(owner).await;
    let rows = truth["friends"].as_array().unwrap();
    let row = rows.iter().find(|row| row["username"] == friend).unwrap();
    row["remark"].as_str().map(str::to_owned)
}

#[tokio::test]
async fn a_remark_is_set_on_one_side_and_cleared_again() {
    let site = Site::open().await;
    let before = remark(&site, "bob_77", "alice_01").await;
    site.api
        .set_remark(&site.main(), &id("bob_77"), "王\"总\" 🌸")
        .await
        .unwrap();
    assert_eq!(
        remark(&site, "alice_01", "bob_77").await.as_deref(),
        Some("王\"总\" 🌸")
    );
    site.api
        .set_remark(&site.main(), &id("bob_77"), "")
        .await
        .unwrap();
    assert_eq!(remark(&site, "alice_01", "bob_77").await, None);
    assert_eq!(remark(&site, "bob_77", "alice_01").await, before);
}

#[tokio::test]
async fn a_remark_is_refused_for_strangers_nobodies_and_novels() {
    let site = Site::open().await;
    site.register(&["ann"]).await;
    let main = site.main();
    let refused = site.api.set_remark(&main, &id("ann"), "x").await;
    assert_refused(
        refused,
        400,
        "illegal_argument",
        "updateRemark they are not friends, please add as a friend first.",
    );
    assert_refused(
        site.api
            .set_remark(&main, &id("bob_77"), &"长".repeat(101))
            .await,
        400,
        "illegal_argument",
        "",
    );
    assert_nobody(site.api.set_remark(&main, &id("nobody"), "x").await);
    assert_nobody(site.api.set_remark(&id("nobody"), &main, "x").await);
    site.api
        .set_remark(&main, &id("bob_77"), &"长".repeat(100))
        .await
        .unwrap();
}

#[tokio::test]
async fn the_pages_of_the_friends_are_the_whole_list_newest_first() {
    let site = Site::open().await;
    let mut rows = Vec::new();
    let mut cursor: Option<Cursor> = None;
    for full in [50, 10] {
        let page = site
            .api
            .friends(&site.main(), cursor.as_ref(), 50)
            .await
            .unwrap();
        assert_eq!(page.rows.len(), full);
        rows.extend(page.rows);
        cursor = page.next;
    }
    assert_eq!(cursor, None);
    let listed: Vec<&str> = rows.iter().map(|row| row.id.raw()).collect();
    assert_eq!(listed, site.friends_of("alice_01").await);
    let remark = |name: &str| {
        rows.iter()
            .find(|row| row.id == id(name))
            .unwrap()
            .remark
            .as_ref()
            .map(Text::raw)
    };
    assert_eq!(remark("bob_77"), Some("小王-华东大区"));
    assert_eq!(remark("dave-01"), None);
    assert_eq!(remark("two_lines"), Some("第一行\n第二行\t制表\r回车"));
}

#[tokio::test]
async fn all_friends_at_once_are_the_same_list() {
    let site = Site::open().await;
    let listed = site.api.friend_ids(&site.main()).await.unwrap();
    let listed: Vec<&str> = listed.iter().map(UserId::raw).collect();
    assert_eq!(listed, site.friends_of("alice_01").await);
}

#[tokio::test]
async fn a_user_without_friends_has_an_empty_list_and_a_nobody_has_none() {
    let site = Site::open().await;
    site.register(&["ann"]).await;
    let page = site.api.friends(&id("ann"), None, 50).await.unwrap();
    assert!(page.rows.is_empty() && page.next.is_none());
    assert_eq!(site.api.friend_ids(&id("ann")).await, Ok(vec![]));
    assert_nobody(site.api.friends(&id("nobody"), None, 50).await);
    assert_nobody(site.api.friend_ids(&id("nobody")).await);
}

#[tokio::test]
async fn a_page_of_more_than_fifty_friends_is_refused() {
    let site = Site::open().await;
    let refused = site.api.friends(&site.main(), None, 51).await;
    assert_refused(
        refused,
        400,
        "illegal_argument",
        "page size more than max limit : 50",
    );
}

#[tokio::test]
async fn an_import_tells_of_each_id_what_became_of_it() {
    let site = Site::with(SandboxConfig {
        friends: 100,
        plan: ServicePlan::Free,
        ..small()
    })
    .await;
    site.register(&["ann", "ben"]).await;
    let wanted = ids(&["Ben", "nobody", "alice_01", "ann"]);
    let imported = site.api.import_friends(&id("ann"), &wanted).await.unwrap();
    assert_eq!(imported.status, 200);
    let imported = imported.said;
    assert_eq!(imported.added, ids(&["Ben"]));
    assert_eq!(imported.unknown_users, ids(&["nobody"]));
    assert_eq!(imported.over_limit, ids(&["alice_01"]));
    assert_eq!(imported.failed, ids(&["ann"]));
    assert_eq!(imported.unaccounted, ids(&[]));
    assert_eq!(site.friends_of("ben").await, ["ann"]);
}

#[tokio::test]
async fn an_id_that_the_import_is_silent_about_is_unaccounted_for() {
    let site = Site::open().await;
    site.fault(json!({ "fault": { "kind": "body", "status": 200, "body":
        r#"{"status":"ok","data":{"success":["ann"],"NotExistFailed":null,"UnKnowFailed":[]}}"# } }));
    let imported = site
        .api
        .import_friends(&site.main(), &ids(&["ann", "ben"]))
        .await
        .unwrap()
        .said;
    assert_eq!(
        (imported.added, imported.unaccounted),
        (ids(&["ann"]), ids(&["ben"]))
    );
}

#[tokio::test]
async fn an_import_of_more_than_ten_or_into_a_full_list_or_for_nobody_is_refused() {
    let site = full().await;
    site.register(&["ann"]).await;
    let eleven = vec![id("ann"); 11];
    let refused = site.api.import_friends(&id("ann"), &eleven).await;
    assert_refused(
        refused,
        400,
        "illegal_argument",
        "request user over flow limit:10.",
    );
    let refused = site.api.import_friends(&site.main(), &ids(&["ann"])).await;
    assert_refused(refused, 403, "exceed_limit", "Inviter's contact max count.");
    assert_nobody(site.api.import_friends(&id("nobody"), &ids(&["ann"])).await);
}

#[tokio::test]
async fn an_import_is_silent() {
    let site = Site::open().await;
    site.reset_calls().await;
    site.register(&["ann"]).await;
    site.api
        .import_friends(&id("ann"), &ids(&["bob_77"]))
        .await
        .unwrap();
    assert!(
        site.log()
            .await
            .iter()
            .any(|call| call["query"] == "isSendNotice=false")
    );
}

#[tokio::test]
async fn friends_are_told_from_strangers() {
    let site = Site::open().await;
    site.register(&["ann"]).await;
    let asked = ids(&["bob_77", "ann", "vip/2018", "nobody"]);
    let known = site.api.are_friends(&site.main(), &asked).await.unwrap();
    let expected: Vec<_> = asked.into_iter().zip([true, false, true, false]).collect();
    assert_eq!(known, expected);
}

#[tokio::test]
async fn nobody_too_many_and_the_banned_cannot_be_asked_about() {
    let site = Site::open().await;
    let main = site.main();
    let sizes = "check_list size must be between 1 and 100";
    assert_refused(
        site.api.are_friends(&main, &[]).await,
        400,
        "illegal_argument",
        sizes,
    );
    assert_refused(
        site.api.are_friends(&main, &vec![id("ann"); 101]).await,
        400,
        "illegal_argument",
        sizes,
    );
    assert_refused(
        site.api.are_friends(&id(""), &ids(&["ann"])).await,
        400,
        "illegal_argument",
        "username cannot be blank",
    );
    assert_refused(
        site.api.are_friends(&id("frank"), &ids(&["ann"])).await,
        403,
        "forbidden_service_operation",
        "",
    );
    site.api
        .are_friends(&main, &vec![id("ann"); 100])
        .await
        .unwrap();
}

#[tokio::test]
async fn a_deployment_without_the_question_says_that_it_is_not_there() {
    let site = Site::open().await;
    site.fault(json!({ "path_contains": "/check", "fault": { "kind": "status", "status": 404 } }));
    assert_nobody(site.api.are_friends(&site.main(), &ids(&["bob_77"])).await);
    assert_nobody(site.api.are_blocked(&site.main(), &ids(&["bob_77"])).await);
}
