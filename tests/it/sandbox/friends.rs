//! Friends, remarks, pages of contacts, imports.

use rosterm::sandbox::{SandboxConfig, ServicePlan};
use serde_json::{Value, json};

use crate::sandbox::{ENTITY, SIGNED, fields, ids, read, text};
use crate::support::samples::small;
use crate::support::sandbox::Sandbox;

#[tokio::test]
async fn adding_a_friend_puts_each_at_the_head_of_the_others_list() {
    let sandbox = Sandbox::start(small()).await;
    // As the documentation's curl does it: a JSON content type and no body.
    let request = sandbox
        .request("POST", "/users/alice_01/contacts/users/bob_78")
        .header("content-type", "application/json");
    let body = read(request).await.ok();
    assert_eq!(fields(&body), SIGNED);
    assert_eq!(body["action"], "post");
    assert_eq!(body["organization"], "demo");
    assert_eq!(body["applicationName"], "rosterm");
    let path = text(&body["path"]);
    assert!(path.starts_with("/users/") && path.ends_with("/contacts"));
    assert_eq!(text(&body["uri"]), sandbox.url(&path));
    let entity = &body["entities"][0];
    assert_eq!(fields(entity), ENTITY);
    assert_eq!(entity["username"], "bob_78");
    assert_eq!(entity["type"], "user");
    assert_eq!(entity["activated"], true);
    assert_eq!(sandbox.truth("alice_01").await.friends()[0], "bob_78");
    assert_eq!(sandbox.truth("bob_78").await.friends(), ["alice_01"]);
    // Again: nothing moves.
    sandbox
        .ask("POST", "/users/alice_01/contacts/users/carol.chen")
        .await
        .ok();
    assert_eq!(sandbox.truth("alice_01").await.friends()[0], "bob_78");
}

#[tokio::test]
async fn adding_fails_for_strangers_to_the_service_oneself_and_full_lists() {
    let sandbox = Sandbox::start(SandboxConfig {
        friends: 100,
        plan: ServicePlan::Free,
        limits: false,
        ..SandboxConfig::default()
    })
    .await;
    sandbox
        .ask("POST", "/users/alice_01/contacts/users/nobody")
        .await
        .nowhere();
    sandbox
        .ask("POST", "/users/nobody/contacts/users/bob_78")
        .await
        .nowhere();
    let answer = sandbox
        .ask("POST", "/users/bob_78/contacts/users/bob_78")
        .await;
    assert_eq!(
        (answer.status, answer.body["error"].as_str()),
        (400, Some("illegal_argument"))
    );
    for path in [
        "/users/alice_01/contacts/users/bob_78",
        "/users/bob_78/contacts/users/alice_01",
    ] {
        let answer = sandbox.ask("POST", path).await;
        answer.refused(403, "exceed_limit", "user contact number exceed limit");
    }
    // One that is there already is no addition.
    sandbox
        .ask("POST", "/users/alice_01/contacts/users/bob_77")
        .await
        .ok();
    sandbox
        .ask("DELETE", "/users/alice_01/contacts/users/bob_77")
        .await
        .ok();
    sandbox
        .ask("POST", "/users/alice_01/contacts/users/bob_78")
        .await
        .ok();
}

#[tokio::test]
async fn removing_a_friend_takes_both_rows_and_both_remarks() {
    let sandbox = Sandbox::start(small()).await;
    assert_eq!(
        sandbox.truth("bob_77").await.remark("alice_01").as_deref(),
        Some("艾总")
    );
    let body = sandbox
        .ask("DELETE", "/users/alice_01/contacts/users/bob_77")
        .await
        .ok();
    assert_eq!(fields(&body), SIGNED);
    assert_eq!(body["action"], "delete");
    assert_eq!(body["entities"][0]["username"], "bob_77");
    assert!(
        !sandbox
            .truth("alice_01")
            .await
            .friends()
            .contains(&"bob_77".to_owned())
    );
    assert!(
        !sandbox
            .truth("bob_77")
            .await
            .friends()
            .contains(&"alice_01".to_owned())
    );
    // Not friends any more: nothing to do, and no error.
    sandbox
        .ask("DELETE", "/users/alice_01/contacts/users/bob_77")
        .await
        .ok();
    sandbox
        .ask("POST", "/users/bob_77/contacts/users/alice_01")
        .await
        .ok();
    assert_eq!(sandbox.truth("alice_01").await.remark("bob_77"), None);
    assert_eq!(sandbox.truth("bob_77").await.remark("alice_01"), None);
    sandbox
        .ask("DELETE", "/users/alice_01/contacts/users/nobody")
        .await
        .nowhere();
}

#[tokio::test]
async fn the_rows_of_deleted_accounts_cannot_be_removed() {
    let sandbox = Sandbox::start(small()).await;
    assert!(
        sandbox
            .truth("alice_01")
            .await
            .friends()
            .contains(&"gone_2019".to_owned())
    );
    sandbox
        .ask("DELETE", "/users/alice_01/contacts/users/gone_2019")
        .await
        .nowhere();
    assert!(
        sandbox
            .truth("alice_01")
            .await
            .friends()
            .contains(&"gone_2019".to_owned())
    );
    sandbox
        .ask("DELETE", "/users/alice_01/blocks/users/spam_0045")
        .await
        .nowhere();
    let blocks = ids(&sandbox.truth("alice_01").await["blocks"]);
    assert!(blocks.contains(&"spam_0045".to_owned()));
    sandbox.ask("GET", "/users/spam_0045").await.nowhere();
}

#[tokio::test]
async fn a_remark_belongs_to_one_side_and_an_empty_one_reads_back_as_none() {
    let sandbox = Sandbox::start(small()).await;
    let path = "/user/alice_01/contacts/users/dave-01";
    let body = sandbox
        .tell("PUT", path, json!({"remark": "新备注"}))
        .await
        .ok();
    assert_eq!(fields(&body), "action duration status timestamp uri");
    assert_eq!(body["status"], "ok");
    assert_eq!(body["action"], "put");
    assert_eq!(text(&body["uri"]), sandbox.url(path));
    assert_eq!(
        sandbox.truth("alice_01").await.remark("dave-01").as_deref(),
        Some("新备注")
    );
    assert_eq!(sandbox.truth("dave-01").await.remark("alice_01"), None);
    sandbox
        .tell("PUT", path, json!({"remark": "𝕏".repeat(100)}))
        .await
        .ok();
    sandbox.tell("PUT", path, json!({"remark": ""})).await.ok();
    assert_eq!(sandbox.truth("alice_01").await.remark("dave-01"), None);
}

#[tokio::test]
async fn a_remark_is_refused_for_non_friends_nobodies_and_beyond_a_hundred_characters() {
    let sandbox = Sandbox::start(small()).await;
    let put = |friend: &str, remark: Value| {
        let path = format!("/user/alice_01/contacts/users/{friend}");
        let body = json!({ "remark": remark });
        let sandbox = &sandbox;
        async move { sandbox.tell("PUT", &path, body).await }
    };
    put("bob_78", json!("x")).await.refused(
        400,
        "illegal_argument",
        "updateRemark they are not friends, please add as a friend first.",
    );
    put("nobody", json!("x")).await.nowhere();
    let answer = put("dave-01", json!("x".repeat(101))).await;
    assert_eq!(
        (answer.status, answer.body["error"].as_str()),
        (400, Some("illegal_argument"))
    );
    assert_eq!(
        put("dave-01", json!(7)).await.body["error"],
        "invalid_request_body"
    );
}

#[tokio::test]
async fn contacts_come_in_pages_of_ten_newest_first_with_remarks_on_request() {
    let sandbox = Sandbox::start(small()).await;
    let body = sandbox.ask("GET", "/user/alice_01/contacts").await.ok();
    assert_eq!(
        fields(&body),
        "action count data duration entities timestamp uri"
    );
    assert_eq!(
        text(&body["uri"]),
        sandbox.url("/users/alice_01/rostersByPage")
    );
    assert_eq!(body["count"], 10);
    assert_eq!(body["entities"], json!([]));
    assert_eq!(body["data"]["contacts"][0], json!({"username": "bob_77"}));
    assert!(body["data"]["cursor"].is_string());
    let path = "/user/alice_01/contacts?limit=50&cursor=&needReturnRemark=true";
    let body = sandbox.ask("GET", path).await.ok();
    let contacts = &body["data"]["contacts"];
    assert_eq!(body["count"], 50);
    assert_eq!(
        contacts[0],
        json!({"username": "bob_77", "remark": "小王-华东大区"})
    );
    assert_eq!(contacts[2], json!({"username": "dave-01", "remark": null}));
    let cursor = format!("cursor={}", text(&body["data"]["cursor"]));
    let next = path.replace("cursor=", &cursor);
    let body = sandbox.ask("GET", &next).await.ok();
    assert_eq!(body["count"], 10);
    assert_eq!(fields(&body["data"]), "contacts");
}

#[tokio::test]
async fn a_page_of_contacts_has_limits_and_a_cursor_must_be_one() {
    let sandbox = Sandbox::start(small()).await;
    let answer = sandbox.ask("GET", "/user/alice_01/contacts?limit=51").await;
    answer.refused(
        400,
        "illegal_argument",
        "getContactspage size more than max limit : 50",
    );
    for query in [
        "limit=0",
        "limit=-1",
        "limit=ten",
        "cursor=nonsense",
        "cursor=MTA%3D",
    ] {
        let answer = sandbox
            .ask("GET", &format!("/user/alice_01/contacts?{query}"))
            .await;
        assert_eq!(
            (answer.status, answer.body["error"].as_str()),
            (400, Some("illegal_argument"))
        );
    }
    sandbox.ask("GET", "/user/nobody/contacts").await.nowhere();
}

#[tokio::test]
async fn paging_neither_repeats_nor_skips_while_friends_come_and_go() {
    let sandbox = Sandbox::start(small()).await;
    let before = sandbox.truth("alice_01").await.friends();
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/user/alice_01/contacts?limit=7&cursor={cursor}");
        let body = sandbox.ask("GET", &path).await.ok();
        let rows = body["data"]["contacts"].as_array().unwrap();
        seen.extend(rows.iter().map(|row| text(&row["username"])));
        match seen.len() {
            7 => {
                sandbox
                    .ask("POST", "/users/alice_01/contacts/users/bob_78")
                    .await
                    .ok();
                sandbox
                    .ask("DELETE", "/users/alice_01/contacts/users/bob_77")
                    .await
                    .ok();
            }
            // The very row the cursor names.
            14 => {
                let path = format!("/users/alice_01/contacts/users/{}", seen[13]);
                sandbox.ask("DELETE", &path).await.ok();
            }
            _ => {}
        }
        match body["data"]["cursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(seen, before);
}

#[tokio::test]
async fn all_contacts_come_at_once_without_remarks() {
    let sandbox = Sandbox::start(small()).await;
    let request = sandbox
        .http
        .get(sandbox.url("/users/alice_01/contacts/users"));
    let body = read(request.bearer_auth(sandbox.token())).await.ok();
    assert_eq!(
        fields(&body),
        "action count data duration entities timestamp uri"
    );
    assert_eq!(body["count"], 60);
    assert_eq!(
        ids(&body["data"]),
        sandbox.truth("alice_01").await.friends()
    );
    assert_eq!(
        text(&body["uri"]),
        sandbox.url("/users/alice_01/contacts/users")
    );
    sandbox
        .ask("GET", "/users/nobody/contacts/users")
        .await
        .nowhere();
}

#[tokio::test]
async fn an_import_tells_what_became_of_each_id() {
    let sandbox = Sandbox::start(SandboxConfig {
        friends: 98,
        plan: ServicePlan::Free,
        limits: false,
        ..SandboxConfig::default()
    })
    .await;
    let path = "/users/alice_01/contacts/import";
    let names =
        json!({"usernames": ["bob_77", "Bob_78", "nobody", "alice_01", "dave-02", "ulrich"]});
    let body = sandbox
        .tell("POST", &format!("{path}?isSendNotice=false"), names)
        .await
        .ok();
    assert_eq!(fields(&body), "action data duration status timestamp");
    assert_eq!(body["status"], "ok");
    assert_eq!(
        body["data"],
        json!({
            "success": ["bob_77", "bob_78", "dave-02"],
            "NotExistFailed": ["nobody"],
            "UnKnowFailed": ["alice_01"],
            "maxLimitFailed": ["ulrich"],
        })
    );
    assert_eq!(
        sandbox.truth("alice_01").await.friends()[..2],
        ["dave-02", "bob_78"]
    );
    let answer = sandbox
        .tell("POST", path, json!({"usernames": ["ulrich"]}))
        .await;
    answer.refused(403, "exceed_limit", "Inviter's contact max count.");
    let eleven: Vec<_> = (0..11).map(|n| format!("u{n}")).collect();
    let answer = sandbox
        .tell("POST", path, json!({ "usernames": eleven }))
        .await;
    answer.refused(400, "illegal_argument", "request user over flow limit:10.");
    let body = json!({"usernames": ["bob_78"]});
    sandbox
        .tell("POST", "/users/nobody/contacts/import", body)
        .await
        .nowhere();
}
