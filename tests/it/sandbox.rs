//! The sandbox over real HTTP, held against the service's documented answers.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::time::{Duration, Instant};

use proptest::prelude::*;
use reqwest::Method;
use rosterm::sandbox::{Sandbox, SandboxConfig, ServicePlan, start};
use serde_json::{Value, json};

/// A sandbox and somebody who talks to it.
struct Desk {
    sandbox: Sandbox,
    client: reqwest::Client,
}

struct Answer {
    status: u16,
    body: Value,
    headers: reqwest::header::HeaderMap,
}

impl Desk {
    async fn open(config: SandboxConfig) -> Self {
        // More than one test installs it; the first one wins.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self {
            sandbox: start(config).await.unwrap(),
            client: reqwest::Client::builder().no_proxy().build().unwrap(),
        }
    }

    /// Small lists, and no rate limit in the way of what is being tested.
    async fn small() -> Self {
        Self::open(SandboxConfig {
            friends: 60,
            blocks: 70,
            conversations: 12,
            limits: false,
            ..SandboxConfig::default()
        })
        .await
    }

    fn url(&self, path: &str) -> String {
        format!("{}/demo/rosterm{path}", self.sandbox.base_url())
    }

    fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let url = if path.starts_with("/_sandbox") {
            format!("{}{path}", self.sandbox.base_url())
        } else {
            self.url(path)
        };
        self.client
            .request(method.parse::<Method>().unwrap(), url)
            .bearer_auth(self.sandbox.token())
            .header("accept", "application/json")
    }

    async fn ask(&self, method: &str, path: &str) -> Answer {
        read(self.request(method, path)).await
    }

    async fn tell(&self, method: &str, path: &str, body: Value) -> Answer {
        read(
            self.request(method, path)
                .header("content-type", "application/json")
                .body(body.to_string()),
        )
        .await
    }

    async fn truth(&self, user: &str) -> Value {
        self.ask("GET", &format!("/_sandbox/users/{user}"))
            .await
            .ok()
    }

    async fn friends_of(&self, user: &str) -> Vec<String> {
        let truth = self.truth(user).await;
        let rows = truth["friends"].as_array().unwrap().iter();
        rows.map(|row| text(&row["username"])).collect()
    }

    async fn remark(&self, user: &str, friend: &str) -> Value {
        let truth = self.truth(user).await;
        let rows = truth["friends"].as_array().unwrap();
        rows.iter().find(|row| row["username"] == friend).unwrap()["remark"].clone()
    }

    fn faults(&self, rules: &Value) {
        self.sandbox.set_faults(json!({ "rules": rules })).unwrap();
    }
}

async fn read(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Answer {
        status,
        body,
        headers,
    }
}

impl Answer {
    #[track_caller]
    fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        self.body
    }

    #[track_caller]
    fn refused(self, status: u16, error: &str, description: &str) {
        assert_eq!(self.status, status, "{}", self.body);
        assert_eq!(self.body["error"], error);
        assert_eq!(self.body["error_description"], description);
        assert_eq!(
            fields(&self.body),
            "duration error error_description exception timestamp"
        );
    }

    #[track_caller]
    fn nowhere(self) {
        self.refused(
            404,
            "service_resource_not_found",
            "Service resource not found",
        );
    }
}

fn fields(value: &Value) -> String {
    let mut names: Vec<_> = value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    names.sort_unstable();
    names.join(" ")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn ids(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(text).collect()
}

const SIGNED: &str = "action application applicationName duration entities organization path \
                      timestamp uri";
const ENTITY: &str = "activated created modified nickname type username uuid";

// ---- tokens ----

#[tokio::test]
async fn a_token_is_issued_for_the_right_credentials_and_lives_as_long_as_asked() {
    let desk = Desk::small().await;
    let (id, secret) = (desk.sandbox.client_id(), desk.sandbox.client_secret());
    let ask = |ttl: Value| {
        let mut body =
            json!({"grant_type": "client_credentials", "client_id": id, "client_secret": secret});
        if !ttl.is_null() {
            body["ttl"] = ttl;
        }
        desk.tell("POST", "/token", body)
    };
    let body = ask(Value::Null).await.ok();
    assert_eq!(fields(&body), "access_token application expires_in");
    assert_eq!(body["expires_in"], 60 * 24 * 3600);
    assert_eq!(ask(json!(1_024_000)).await.ok()["expires_in"], 1_024_000);
    assert_eq!(ask(json!("7200")).await.ok()["expires_in"], 7200);
    let for_ever = ask(json!(0)).await.ok();
    assert!(for_ever["expires_in"].as_i64().unwrap() > 100 * 365 * 24 * 3600);
    let answer = desk
        .client
        .get(desk.url("/users/alice_01"))
        .bearer_auth(text(&for_ever["access_token"]));
    read(answer).await.ok();
}

#[tokio::test]
async fn a_wrong_client_id_or_secret_is_told_apart() {
    let desk = Desk::small().await;
    let body = json!({"grant_type": "client_credentials", "client_id": "x", "client_secret": "y"});
    let answer = desk.tell("POST", "/token", body).await;
    answer.refused(400, "invalid_grant", "client_id does not match");
    let body = json!({"grant_type": "client_credentials", "client_id": desk.sandbox.client_id(),
                      "client_secret": "y"});
    let answer = desk.tell("POST", "/token", body).await;
    answer.refused(400, "invalid_grant", "client_secret does not match");
}

#[tokio::test]
async fn a_missing_foreign_expired_or_corrupt_token_is_turned_away() {
    let desk = Desk::small().await;
    let url = desk.url("/users/alice_01");
    let show = |header: Option<String>| {
        let request = desk.client.get(&url);
        read(match header {
            Some(value) => request.header("authorization", value),
            None => request,
        })
    };
    let oauth = "Unable to authenticate (OAuth)";
    show(None).await.refused(401, "unauthorized", oauth);
    show(Some("Basic YWxhZGRpbg==".into()))
        .await
        .refused(401, "unauthorized", oauth);
    let foreign = "Bearer YWMtBnZ8pKx7EeuLd9vQXXXX1gAAAAAAAAAA";
    show(Some(foreign.into()))
        .await
        .refused(401, "unauthorized", oauth);
    show(Some("Bearer %%%".into())).await.refused(
        401,
        "auth_bad_access_token",
        "Unable to authenticate due to corrupt access token",
    );
    let expired = desk
        .tell("POST", "/_sandbox/tokens", json!({"expired": true}))
        .await
        .ok();
    let bearer = format!("Bearer {}", text(&expired["access_token"]));
    show(Some(bearer)).await.refused(
        401,
        "unauthorized",
        "Unable to authenticate due to expired access token",
    );
    // A documented example puts two spaces before the token.
    show(Some(format!("Bearer  {}", desk.sandbox.token())))
        .await
        .ok();
    desk.ask("DELETE", "/_sandbox/tokens").await.ok();
    assert_eq!(desk.ask("GET", "/users/alice_01").await.status, 401);
}

// ---- paths ----

#[tokio::test]
async fn an_unknown_app_is_named_with_the_uri() {
    let desk = Desk::small().await;
    let url = format!("{}/demo/other/users/alice_01", desk.sandbox.base_url());
    read(desk.client.get(url)).await.refused(
        404,
        "organization_application_not_found",
        "Could not find application for demo/other from URI: demo/other/users/alice_01",
    );
}

#[tokio::test]
async fn unknown_paths_methods_types_and_sizes_are_answered_as_http_says() {
    let desk = Desk::small().await;
    desk.ask("GET", "/users/alice_01/nonsense").await.nowhere();
    let answer = desk.ask("PATCH", "/users/alice_01/blocks/users").await;
    assert_eq!(answer.status, 405);
    assert_eq!(answer.headers["allow"], "GET, POST");
    let path = "/users/alice_01/blocks/users";
    let post = |kind: &'static str, body: String| {
        read(
            desk.request("POST", path)
                .header("content-type", kind)
                .body(body),
        )
    };
    let body = json!({"usernames": ["bob_78"]}).to_string();
    assert_eq!(
        post("application/json", "x".repeat(1024 * 1024 + 1))
            .await
            .status,
        413
    );
    post("application/json", "{".into()).await.refused(
        400,
        "invalid_request_body",
        "Request body is invalid. Please check body is correct.",
    );
    let wrong = json!({"usernames": "bob_78"}).to_string();
    assert_eq!(
        post("application/json", wrong).await.body["error"],
        "invalid_request_body"
    );
    for kind in [
        "application/json; charset=utf-8",
        "application/x-www-form-urlencoded",
        "text/plain",
        "nonsense",
    ] {
        post(kind, body.clone()).await.ok();
        post(kind, "usernames=bob_78".into()).await.refused(
            400,
            "invalid_request_body",
            "Request body is invalid. Please check body is correct.",
        );
    }
    read(desk.request("POST", path).body(body)).await.ok();
}

#[tokio::test]
async fn both_spellings_upper_case_and_trailing_slashes_lead_to_the_same_place() {
    let desk = Desk::small().await;
    for path in [
        "/user/alice_01",
        "/users/ALICE_01",
        "/users/Alice_01/",
        "/user/alice_01/contacts/",
        "/users/alice_01/contacts",
        "/user/alice_01/contacts/users",
        "/user/alice_01/blocks/users",
        "/users/alice_01/user_channels",
    ] {
        desk.ask("GET", path).await.ok();
    }
    desk.ask("POST", "/user/Alice_01/contacts/users/BOB_78")
        .await
        .ok();
    assert_eq!(desk.friends_of("alice_01").await[0], "bob_78");
}

#[tokio::test]
async fn an_encoded_slash_or_space_stays_inside_its_id() {
    let desk = Desk::small().await;
    for (path, id) in [
        ("vip%2F2018", "vip/2018"),
        ("li%20lei", "li lei"),
        ("%E5%BC%A0%E4%B8%89", "张三"),
        ("han%2Bmei%40corp.example", "han+mei@corp.example"),
        ("100%25_real", "100%_real"),
        ("who%3F%23me", "who?#me"),
    ] {
        let body = desk.ask("GET", &format!("/users/{path}")).await.ok();
        assert_eq!(body["entities"][0]["username"], id);
        desk.ask("DELETE", &format!("/users/alice_01/contacts/users/{path}"))
            .await
            .ok();
        assert!(!desk.friends_of("alice_01").await.contains(&id.to_owned()));
    }
}

// ---- friends ----

#[tokio::test]
async fn adding_a_friend_puts_each_at_the_head_of_the_others_list() {
    let desk = Desk::small().await;
    // As the documentation's curl does it: a JSON content type and no body.
    let request = desk
        .request("POST", "/users/alice_01/contacts/users/bob_78")
        .header("content-type", "application/json");
    let body = read(request).await.ok();
    assert_eq!(fields(&body), SIGNED);
    assert_eq!(body["action"], "post");
    assert_eq!(body["organization"], "demo");
    assert_eq!(body["applicationName"], "rosterm");
    let path = text(&body["path"]);
    assert!(path.starts_with("/users/") && path.ends_with("/contacts"));
    assert_eq!(text(&body["uri"]), desk.url(&path));
    let entity = &body["entities"][0];
    assert_eq!(fields(entity), ENTITY);
    assert_eq!(entity["username"], "bob_78");
    assert_eq!(entity["type"], "user");
    assert_eq!(entity["activated"], true);
    assert_eq!(desk.friends_of("alice_01").await[0], "bob_78");
    assert_eq!(desk.friends_of("bob_78").await, ["alice_01"]);
    // Again: nothing moves.
    desk.ask("POST", "/users/alice_01/contacts/users/carol.chen")
        .await
        .ok();
    assert_eq!(desk.friends_of("alice_01").await[0], "bob_78");
}

#[tokio::test]
async fn adding_fails_for_strangers_to_the_service_oneself_and_full_lists() {
    let desk = Desk::open(SandboxConfig {
        friends: 100,
        plan: ServicePlan::Free,
        limits: false,
        ..SandboxConfig::default()
    })
    .await;
    desk.ask("POST", "/users/alice_01/contacts/users/nobody")
        .await
        .nowhere();
    desk.ask("POST", "/users/nobody/contacts/users/bob_78")
        .await
        .nowhere();
    let answer = desk
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
        let answer = desk.ask("POST", path).await;
        answer.refused(403, "exceed_limit", "user contact number exceed limit");
    }
    // One that is there already is no addition.
    desk.ask("POST", "/users/alice_01/contacts/users/bob_77")
        .await
        .ok();
    desk.ask("DELETE", "/users/alice_01/contacts/users/bob_77")
        .await
        .ok();
    desk.ask("POST", "/users/alice_01/contacts/users/bob_78")
        .await
        .ok();
}

#[tokio::test]
async fn removing_a_friend_takes_both_rows_and_both_remarks() {
    let desk = Desk::small().await;
    assert_eq!(desk.remark("bob_77", "alice_01").await, "艾总");
    let body = desk
        .ask("DELETE", "/users/alice_01/contacts/users/bob_77")
        .await
        .ok();
    assert_eq!(fields(&body), SIGNED);
    assert_eq!(body["action"], "delete");
    assert_eq!(body["entities"][0]["username"], "bob_77");
    assert!(
        !desk
            .friends_of("alice_01")
            .await
            .contains(&"bob_77".to_owned())
    );
    assert!(
        !desk
            .friends_of("bob_77")
            .await
            .contains(&"alice_01".to_owned())
    );
    // Not friends any more: nothing to do, and no error.
    desk.ask("DELETE", "/users/alice_01/contacts/users/bob_77")
        .await
        .ok();
    desk.ask("POST", "/users/bob_77/contacts/users/alice_01")
        .await
        .ok();
    assert_eq!(desk.remark("alice_01", "bob_77").await, Value::Null);
    assert_eq!(desk.remark("bob_77", "alice_01").await, Value::Null);
    desk.ask("DELETE", "/users/alice_01/contacts/users/nobody")
        .await
        .nowhere();
}

#[tokio::test]
async fn the_rows_of_deleted_accounts_cannot_be_removed() {
    let desk = Desk::small().await;
    assert!(
        desk.friends_of("alice_01")
            .await
            .contains(&"gone_2019".to_owned())
    );
    desk.ask("DELETE", "/users/alice_01/contacts/users/gone_2019")
        .await
        .nowhere();
    assert!(
        desk.friends_of("alice_01")
            .await
            .contains(&"gone_2019".to_owned())
    );
    desk.ask("DELETE", "/users/alice_01/blocks/users/spam_0045")
        .await
        .nowhere();
    let blocks = ids(&desk.truth("alice_01").await["blocks"]);
    assert!(blocks.contains(&"spam_0045".to_owned()));
    desk.ask("GET", "/users/spam_0045").await.nowhere();
}

#[tokio::test]
async fn a_remark_belongs_to_one_side_and_an_empty_one_reads_back_as_none() {
    let desk = Desk::small().await;
    let path = "/user/alice_01/contacts/users/dave-01";
    let body = desk
        .tell("PUT", path, json!({"remark": "新备注"}))
        .await
        .ok();
    assert_eq!(fields(&body), "action duration status timestamp uri");
    assert_eq!(body["status"], "ok");
    assert_eq!(body["action"], "put");
    assert_eq!(text(&body["uri"]), desk.url(path));
    assert_eq!(desk.remark("alice_01", "dave-01").await, "新备注");
    assert_eq!(desk.remark("dave-01", "alice_01").await, Value::Null);
    desk.tell("PUT", path, json!({"remark": "𝕏".repeat(100)}))
        .await
        .ok();
    desk.tell("PUT", path, json!({"remark": ""})).await.ok();
    assert_eq!(desk.remark("alice_01", "dave-01").await, Value::Null);
}

#[tokio::test]
async fn a_remark_is_refused_for_non_friends_nobodies_and_beyond_a_hundred_characters() {
    let desk = Desk::small().await;
    let put = |friend: &str, remark: Value| {
        let path = format!("/user/alice_01/contacts/users/{friend}");
        let body = json!({ "remark": remark });
        let desk = &desk;
        async move { desk.tell("PUT", &path, body).await }
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
    let desk = Desk::small().await;
    let body = desk.ask("GET", "/user/alice_01/contacts").await.ok();
    assert_eq!(
        fields(&body),
        "action count data duration entities timestamp uri"
    );
    assert_eq!(
        text(&body["uri"]),
        desk.url("/users/alice_01/rostersByPage")
    );
    assert_eq!(body["count"], 10);
    assert_eq!(body["entities"], json!([]));
    assert_eq!(body["data"]["contacts"][0], json!({"username": "bob_77"}));
    assert!(body["data"]["cursor"].is_string());
    let path = "/user/alice_01/contacts?limit=50&cursor=&needReturnRemark=true";
    let body = desk.ask("GET", path).await.ok();
    let contacts = &body["data"]["contacts"];
    assert_eq!(body["count"], 50);
    assert_eq!(
        contacts[0],
        json!({"username": "bob_77", "remark": "小王-华东大区"})
    );
    assert_eq!(contacts[2], json!({"username": "dave-01", "remark": null}));
    let cursor = format!("cursor={}", text(&body["data"]["cursor"]));
    let next = path.replace("cursor=", &cursor);
    let body = desk.ask("GET", &next).await.ok();
    assert_eq!(body["count"], 10);
    assert_eq!(fields(&body["data"]), "contacts");
}

#[tokio::test]
async fn a_page_of_contacts_has_limits_and_a_cursor_must_be_one() {
    let desk = Desk::small().await;
    let answer = desk.ask("GET", "/user/alice_01/contacts?limit=51").await;
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
        let answer = desk
            .ask("GET", &format!("/user/alice_01/contacts?{query}"))
            .await;
        assert_eq!(
            (answer.status, answer.body["error"].as_str()),
            (400, Some("illegal_argument"))
        );
    }
    desk.ask("GET", "/user/nobody/contacts").await.nowhere();
}

#[tokio::test]
async fn paging_neither_repeats_nor_skips_while_friends_come_and_go() {
    let desk = Desk::small().await;
    let before = desk.friends_of("alice_01").await;
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/user/alice_01/contacts?limit=7&cursor={cursor}");
        let body = desk.ask("GET", &path).await.ok();
        let rows = body["data"]["contacts"].as_array().unwrap();
        seen.extend(rows.iter().map(|row| text(&row["username"])));
        match seen.len() {
            7 => {
                desk.ask("POST", "/users/alice_01/contacts/users/bob_78")
                    .await
                    .ok();
                desk.ask("DELETE", "/users/alice_01/contacts/users/bob_77")
                    .await
                    .ok();
            }
            // The very row the cursor names.
            14 => {
                let path = format!("/users/alice_01/contacts/users/{}", seen[13]);
                desk.ask("DELETE", &path).await.ok();
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
    let desk = Desk::small().await;
    let request = desk.client.get(desk.url("/users/alice_01/contacts/users"));
    let body = read(request.bearer_auth(desk.sandbox.token())).await.ok();
    assert_eq!(
        fields(&body),
        "action count data duration entities timestamp uri"
    );
    assert_eq!(body["count"], 60);
    assert_eq!(ids(&body["data"]), desk.friends_of("alice_01").await);
    assert_eq!(
        text(&body["uri"]),
        desk.url("/users/alice_01/contacts/users")
    );
    desk.ask("GET", "/users/nobody/contacts/users")
        .await
        .nowhere();
}

#[tokio::test]
async fn an_import_tells_what_became_of_each_id() {
    let desk = Desk::open(SandboxConfig {
        friends: 98,
        plan: ServicePlan::Free,
        limits: false,
        ..SandboxConfig::default()
    })
    .await;
    let path = "/users/alice_01/contacts/import";
    let names =
        json!({"usernames": ["bob_77", "Bob_78", "nobody", "alice_01", "dave-02", "ulrich"]});
    let body = desk
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
        desk.friends_of("alice_01").await[..2],
        ["dave-02", "bob_78"]
    );
    let answer = desk
        .tell("POST", path, json!({"usernames": ["ulrich"]}))
        .await;
    answer.refused(403, "exceed_limit", "Inviter's contact max count.");
    let eleven: Vec<_> = (0..11).map(|n| format!("u{n}")).collect();
    let answer = desk
        .tell("POST", path, json!({ "usernames": eleven }))
        .await;
    answer.refused(400, "illegal_argument", "request user over flow limit:10.");
    let body = json!({"usernames": ["bob_78"]});
    desk.tell("POST", "/users/nobody/contacts/import", body)
        .await
        .nowhere();
}

// ---- blocks ----

#[tokio::test]
async fn blocking_takes_several_ids_and_leaves_friendships_alone() {
    let desk = Desk::small().await;
    let path = "/users/alice_01/blocks/users";
    let body = json!({"usernames": ["dave-01", "Nina_New", "dave-01"]});
    let body = desk.tell("POST", path, body).await.ok();
    assert_eq!(
        fields(&body),
        "action application applicationName data duration entities organization timestamp uri"
    );
    assert_eq!(ids(&body["data"]), ["dave-01", "nina_new"]);
    assert_eq!(body["entities"], json!([]));
    assert_eq!(text(&body["uri"]), desk.url(""));
    let truth = desk.truth("alice_01").await;
    assert_eq!(ids(&truth["blocks"])[..2], ["nina_new", "dave-01"]);
    assert!(
        desk.friends_of("alice_01")
            .await
            .contains(&"dave-01".to_owned())
    );
    assert!(!ids(&desk.truth("dave-01").await["blocks"]).contains(&"alice_01".to_owned()));
    // Blocked on both sides, and still an administrator may make them friends.
    desk.ask("POST", "/users/nina_new/contacts/users/alice_01")
        .await
        .ok();
}

#[tokio::test]
async fn blocking_is_all_or_nothing_and_ends_at_five_hundred() {
    let desk = Desk::open(SandboxConfig {
        blocks: 499,
        limits: false,
        ..SandboxConfig::default()
    })
    .await;
    let path = "/users/alice_01/blocks/users";
    desk.tell("POST", path, json!({"usernames": ["bob_78", "nobody"]}))
        .await
        .nowhere();
    desk.tell(
        "POST",
        "/users/nobody/blocks/users",
        json!({"usernames": ["bob_78"]}),
    )
    .await
    .nowhere();
    let two = json!({"usernames": ["bob_78", "dave-02"]});
    let answer = desk.tell("POST", path, two).await;
    assert_eq!(
        (answer.status, answer.body["error"].as_str()),
        (403, Some("exceed_limit"))
    );
    assert_eq!(ids(&desk.truth("alice_01").await["blocks"]).len(), 499);
    // Those already blocked take no new room.
    let body = json!({"usernames": ["bob_78", "spam_0041"]});
    desk.tell("POST", path, body).await.ok();
    let all = desk.ask("GET", path).await.ok();
    assert_eq!(all["count"], 500);
    assert_eq!(all["data"][0], "bob_78");
}

#[tokio::test]
async fn the_blocklist_comes_whole_or_in_pages_with_the_cursor_on_top() {
    let desk = Desk::small().await;
    let path = "/users/alice_01/blocks/users";
    let all = desk.ask("GET", path).await.ok();
    assert_eq!(
        fields(&all),
        "action count data duration entities timestamp uri"
    );
    assert_eq!(all["count"], 70);
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let body = desk
            .ask("GET", &format!("{path}?pageSize=20&cursor={cursor}"))
            .await
            .ok();
        assert_eq!(text(&body["uri"]), desk.url(path));
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
    let desk = Desk::small().await;
    let path = "/users/alice_01/blocks/users";
    let answer = desk.ask("GET", &format!("{path}?pageSize=51")).await;
    answer.refused(
        400,
        "illegal_argument",
        "page size more than max limit : 50",
    );
    for query in ["pageSize=0", "pageSize=x", "cursor=x"] {
        assert_eq!(
            desk.ask("GET", &format!("{path}?{query}")).await.status,
            400,
            "{query}"
        );
    }
    desk.ask("GET", "/users/nobody/blocks/users")
        .await
        .nowhere();
}

#[tokio::test]
async fn unblocking_restores_and_is_harmless_twice() {
    let desk = Desk::small().await;
    let path = "/users/alice_01/blocks/users/carol.chen";
    let body = desk.ask("DELETE", path).await.ok();
    assert_eq!(fields(&body), SIGNED);
    assert!(text(&body["path"]).ends_with("/blocks"));
    assert_eq!(body["entities"][0]["username"], "carol.chen");
    assert!(!ids(&desk.truth("alice_01").await["blocks"]).contains(&"carol.chen".to_owned()));
    assert_eq!(desk.remark("alice_01", "carol.chen").await, "陈女士(VIP)");
    desk.ask("DELETE", path).await.ok();
    desk.ask("DELETE", "/users/alice_01/blocks/users/nobody")
        .await
        .nowhere();
    desk.ask("DELETE", "/users/nobody/blocks/users/carol.chen")
        .await
        .nowhere();
}

// ---- checks ----

#[tokio::test]
async fn checks_answer_for_each_id_by_the_row_in_the_list() {
    let desk = Desk::small().await;
    let list = json!(["bob_77", "BOB_78", "gone_2019", "nobody"]);
    let body = json!({"username": "alice_01", "check_list": list});
    let body = desk.tell("POST", "/contacts/check", body).await.ok();
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
    let body = desk.tell("POST", "/blocks/check", body).await.ok();
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
    let desk = Desk::small().await;
    for path in ["/contacts/check", "/blocks/check"] {
        let body = json!({"username": " ", "check_list": ["a"]});
        let answer = desk.tell("POST", path, body).await;
        answer.refused(400, "illegal_argument", "username cannot be blank");
        for size in [0, 101] {
            let list: Vec<_> = (0..size).map(|n| format!("u{n}")).collect();
            let body = json!({"username": "alice_01", "check_list": list});
            let answer = desk.tell("POST", path, body).await;
            answer.refused(
                400,
                "illegal_argument",
                "check_list size must be between 1 and 100",
            );
        }
        let body = json!({"username": "frank", "check_list": ["alice_01"]});
        let answer = desk.tell("POST", path, body).await;
        assert_eq!(answer.status, 403);
        assert_eq!(answer.body["error"], "forbidden_service_operation");
        let body = json!({"username": "nobody", "check_list": ["alice_01"]});
        desk.tell("POST", path, body).await.nowhere();
    }
}

// ---- conversations ----

#[tokio::test]
async fn conversations_come_newest_first_in_either_shape() {
    let desk = Desk::small().await;
    let body = desk.ask("GET", "/user/alice_01/user_channels").await.ok();
    let rows = body["data"]["channel_infos"].as_array().unwrap();
    assert_eq!(rows.len(), 12);
    assert_eq!(rows[0]["channel_id"], "demo#rosterm_bob_77@easemob.com");
    assert_eq!(rows[0]["unread_num"], 12);
    assert_eq!(
        rows[1]["channel_id"],
        "demo#rosterm_225011234567169@conference.easemob.com"
    );
    assert_eq!(fields(&rows[0]["meta"]), "from id payload timestamp to");
    let payload: Value = serde_json::from_str(&text(&rows[0]["meta"]["payload"])).unwrap();
    assert_eq!(payload["bodies"][0]["type"], "txt");
    assert!(rows.iter().any(|row| row["meta"] == json!({})));
    let times: Vec<_> = rows
        .iter()
        .filter_map(|row| row["meta"]["timestamp"].as_u64())
        .collect();
    assert!(times.is_sorted_by(|a, b| a > b));
    assert_eq!(fields(&body["data"]), "channel_infos");
    let body = desk
        .ask("GET", "/users/alice_01/user_channels?v=2")
        .await
        .ok();
    let rows = body["data"]["channel_infos"].as_array().unwrap();
    assert_eq!(
        fields(&rows[0]),
        "is_top meta session_to session_type unread_num"
    );
    assert_eq!(rows[0]["session_type"], "chat");
    assert_eq!(rows[1]["session_type"], "groupchat");
}

#[tokio::test]
async fn a_hundred_conversations_come_unasked_and_five_hundred_on_request() {
    let config = SandboxConfig {
        conversations: 600,
        limits: false,
        ..SandboxConfig::default()
    };
    let desk = Desk::open(config).await;
    let path = "/user/alice_01/user_channels";
    let first = desk.ask("GET", path).await.ok();
    assert_eq!(
        first["data"]["channel_infos"].as_array().unwrap().len(),
        100
    );
    let cursor = text(&first["data"]["cursor"]);
    let rest = desk
        .ask("GET", &format!("{path}?limit=500&cursor={cursor}"))
        .await
        .ok();
    assert_eq!(rest["data"]["channel_infos"].as_array().unwrap().len(), 400);
    assert!(rest["data"].get("cursor").is_none());
    let all = desk.ask("GET", &format!("{path}?limit=500")).await.ok();
    assert_eq!(all["data"]["channel_infos"].as_array().unwrap().len(), 500);
}

#[tokio::test]
async fn deleting_a_conversation_is_one_sided_and_may_take_the_messages() {
    let desk = Desk::small().await;
    let path = "/users/alice_01/user_channel";
    let body = json!({"channel": "Bob_77", "type": "chat", "delete_roam": true});
    let body = desk.tell("DELETE", path, body).await.ok();
    assert_eq!(
        fields(&body),
        "action application applicationName data duration entities organization path timestamp uri"
    );
    assert_eq!(body["path"], "/users/user_channel");
    assert_eq!(text(&body["uri"]), desk.url(path));
    assert_eq!(body["data"], json!({"result": "ok"}));
    let group = json!({"channel": "225011234567169", "type": "groupchat", "delete_roam": false});
    desk.tell("DELETE", path, group.clone()).await.ok();
    // What is not there is deleted easily.
    desk.tell("DELETE", path, group).await.ok();
    let truth = desk.truth("alice_01").await;
    assert_eq!(truth["conversations"].as_array().unwrap().len(), 10);
    assert_eq!(ids(&truth["roam_deleted"]), ["bob_77"]);
    let theirs = desk.truth("bob_77").await;
    assert_eq!(
        theirs["conversations"][0],
        json!({"id": "alice_01", "type": "chat"})
    );
}

#[tokio::test]
async fn deleting_a_conversation_needs_all_three_fields() {
    let desk = Desk::small().await;
    let path = "/users/alice_01/user_channel";
    let broken = "Request body is invalid. Please check body is correct.";
    for (body, error, description) in [
        (
            json!({"channel": "", "type": "chat", "delete_roam": true}),
            "illegal_argument",
            "field channel cannot be null or empty",
        ),
        (
            json!({"channel": "bob_77", "type": null, "delete_roam": true}),
            "illegal_argument",
            "field type cannot be null or empty",
        ),
        (
            json!({"channel": "bob_77", "type": "chat"}),
            "illegal_argument",
            "field delete_roam cannot be null",
        ),
        (
            json!({"channel": "bob_77", "type": "chat", "delete_roam": "yes"}),
            "invalid_request_body",
            broken,
        ),
        (json!([]), "invalid_request_body", broken),
    ] {
        desk.tell("DELETE", path, body)
            .await
            .refused(400, error, description);
    }
    desk.ask("DELETE", path)
        .await
        .refused(400, "invalid_request_body", broken);
    let body = json!({"channel": "a", "type": "chat", "delete_roam": true});
    desk.tell("DELETE", "/users/nobody/user_channel", body)
        .await
        .nowhere();
}

// ---- accounts ----

#[tokio::test]
async fn accounts_are_registered_read_listed_banned_and_deleted() {
    let desk = Desk::small().await;
    let one = json!({"username": "New_One", "password": "1", "nickname": "新人"});
    let body = desk.tell("POST", "/users", one.clone()).await.ok();
    assert_eq!(body["path"], "/users");
    assert_eq!(body["entities"][0]["username"], "new_one");
    let answer = desk.tell("POST", "/users", one).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.body["error"], "duplicate_unique_property_exists");
    let two =
        json!([{"username": "new_one", "password": "1"}, {"username": "two", "password": "1"}]);
    // The documentation's curl lets its form content type stand before a JSON body.
    let request = desk
        .request("POST", "/users")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(two.to_string());
    let body = read(request).await.ok();
    assert_eq!(body["entities"][0]["username"], "two");
    assert_eq!(body["data"][0]["username"], "new_one");
    for bad in ["", "a b", "张三", "x".repeat(65).as_str()] {
        let answer = desk
            .tell("POST", "/users", json!({"username": bad, "password": "1"}))
            .await;
        assert_eq!(
            (answer.status, answer.body["error"].as_str()),
            (400, Some("illegal_argument"))
        );
    }

    let body = desk.ask("GET", "/users/new_one").await.ok();
    assert_eq!(body["count"], 1);
    assert_eq!(body["entities"][0]["nickname"], "新人");
    let banned = desk.ask("POST", "/users/new_one/deactivate").await.ok();
    assert_eq!(banned["entities"][0]["activated"], false);
    assert_eq!(desk.truth("new_one").await["activated"], false);
    let body = desk.ask("POST", "/users/new_one/activate").await.ok();
    assert_eq!(fields(&body), "action duration timestamp");
    assert_eq!(desk.truth("new_one").await["activated"], true);

    desk.ask("POST", "/users/alice_01/contacts/users/new_one")
        .await
        .ok();
    desk.ask("DELETE", "/users/new_one").await.ok();
    desk.ask("GET", "/users/new_one").await.nowhere();
    assert_eq!(desk.friends_of("alice_01").await[0], "new_one");

    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let body = desk
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

// ---- limits ----

impl Desk {
    /// Sends this many calls at once and counts the refused ones.
    async fn burst(&self, count: usize, method: &str, path: &str) -> usize {
        let mut calls = tokio::task::JoinSet::new();
        for _ in 0..count {
            let request = self.request(method, path);
            calls.spawn(async move { request.send().await.unwrap().status().as_u16() });
        }
        calls
            .join_all()
            .await
            .into_iter()
            .filter(|status| *status == 429)
            .count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_above_the_limit_is_refused_and_one_within_is_not() {
    let desk = Desk::open(SandboxConfig::default()).await;
    let friends = "/users/alice_01/contacts/users";
    let blocks = "/users/alice_01/blocks/users?pageSize=1";
    assert_eq!(desk.burst(100, "GET", "/users/alice_01/contacts").await, 0);
    assert_eq!(desk.burst(50, "GET", blocks).await, 0);
    assert!(desk.burst(400, "GET", friends).await > 0);
    assert!(
        desk.burst(200, "DELETE", "/users/alice_01/blocks/users/bob_78")
            .await
            > 0
    );
    // Another kind of call has an allowance of its own.
    desk.ask("POST", "/users/alice_01/contacts/users/bob_78")
        .await
        .ok();
    let calls = desk.ask("GET", "/_sandbox/calls").await.ok();
    assert!(calls["statuses"]["429"].as_u64().unwrap() > 0);
}

#[tokio::test]
async fn conversations_allow_five_calls_a_minute_for_each_user_and_kind() {
    let desk = Desk::open(SandboxConfig::default()).await;
    let list = "/user/alice_01/user_channels";
    let body = || json!({"channel": "bob_77", "type": "chat", "delete_roam": false});
    for _ in 0..5 {
        desk.ask("GET", list).await.ok();
        desk.tell("DELETE", "/users/alice_01/user_channel", body())
            .await
            .ok();
    }
    let answer = desk.ask("GET", list).await;
    assert_eq!(answer.status, 429);
    assert_eq!(answer.body["error"], "reach_limit");
    assert!(
        text(&answer.body["error_description"]).starts_with("This request has reached api limit")
    );
    let answer = desk
        .tell("DELETE", "/users/ALICE_01/user_channel", body())
        .await;
    assert_eq!(answer.status, 429);
    desk.ask("GET", "/user/bob_77/user_channels").await.ok();
}

// ---- the world ----

#[tokio::test]
async fn the_world_has_the_size_asked_for_and_the_people_promised() {
    let desk = Desk::open(SandboxConfig {
        limits: false,
        ..SandboxConfig::default()
    })
    .await;
    assert_eq!(desk.sandbox.main_user(), "alice_01");
    assert_eq!(desk.sandbox.app_key(), "demo#rosterm");
    let main = desk.ask("GET", "/users/alice_01").await.ok();
    assert_eq!(main["entities"][0]["nickname"], "爱丽丝");
    let truth = desk.truth("alice_01").await;
    assert_eq!(truth["friends"].as_array().unwrap().len(), 1043);
    assert_eq!(truth["blocks"].as_array().unwrap().len(), 487);
    assert_eq!(truth["conversations"].as_array().unwrap().len(), 42);
    let friends = desk.friends_of("alice_01").await;
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
    let frank = desk.ask("GET", "/users/frank").await.ok();
    assert_eq!(frank["entities"][0]["activated"], false);
    assert_eq!(
        desk.truth("bob_77").await["blocks"],
        json!(["alice_01", "spam_0042"])
    );
    assert!(desk.friends_of("bob_77").await.len() > 4);
    // And the same again.
    let again = Desk::open(SandboxConfig {
        limits: false,
        ..SandboxConfig::default()
    })
    .await;
    assert_eq!(again.truth("alice_01").await, truth);
}

#[tokio::test]
async fn a_hundred_thousand_friends_come_page_by_page_and_no_more_can_be_added() {
    let desk = Desk::open(SandboxConfig {
        friends: 100_000,
        limits: false,
        ..SandboxConfig::default()
    })
    .await;
    let all = desk.friends_of("alice_01").await;
    assert_eq!(all.len(), 100_000);
    let mut cursor = String::new();
    for at in (0..=50_000).step_by(50) {
        let path = format!("/user/alice_01/contacts?limit=50&cursor={cursor}");
        let body = desk.ask("GET", &path).await.ok();
        if at == 0 || at == 50_000 {
            let rows = body["data"]["contacts"].as_array().unwrap().iter();
            let page: Vec<String> = rows.map(|row| text(&row["username"])).collect();
            assert_eq!(page, all[at..at + 50], "from row {at}");
        }
        cursor = text(&body["data"]["cursor"]);
    }
    let answer = desk
        .ask("POST", "/users/alice_01/contacts/users/bob_78")
        .await;
    answer.refused(403, "exceed_limit", "user contact number exceed limit");
}

// ---- control and faults ----

#[tokio::test]
async fn calls_are_counted_by_what_they_are_and_logged_as_they_came() {
    let desk = Desk::small().await;
    desk.ask("GET", "/users/alice_01/contacts?limit=1")
        .await
        .ok();
    desk.ask("DELETE", "/user/alice_01/blocks/users/carol.chen")
        .await
        .ok();
    desk.ask("DELETE", "/users/alice_01/blocks/users/nobody")
        .await
        .nowhere();
    let calls = desk.ask("GET", "/_sandbox/calls").await.ok();
    assert_eq!(calls["total"], 3);
    assert_eq!(calls["by_path"]["DELETE /users/{u}/blocks/users/{b}"], 2);
    assert_eq!(calls["by_path"]["GET /users/{u}/contacts"], 1);
    assert_eq!(calls["statuses"], json!({"200": 2, "404": 1}));
    assert_eq!(
        calls["log"][0],
        json!({"method": "GET", "path": "/demo/rosterm/users/alice_01/contacts",
               "query": "limit=1", "status": 200})
    );
    desk.ask("DELETE", "/_sandbox/calls").await.ok();
    assert_eq!(desk.ask("GET", "/_sandbox/calls").await.ok()["total"], 0);
    assert_eq!(desk.ask("GET", "/_sandbox/users/nobody").await.status, 404);
    assert_eq!(desk.ask("GET", "/_sandbox/nothing").await.status, 404);
}

#[tokio::test]
async fn what_calls_have_really_changed_is_told_apart_from_what_was_called() {
    let desk = Desk::small().await;
    let writes = desk.sandbox.writes();
    let names = json!({ "usernames": ["bob_77", "trent"] });
    for _ in 0..2 {
        // The second time there is nothing left to do, and it succeeds all the same.
        desk.tell("POST", "/users/alice_01/blocks/users", names.clone())
            .await
            .ok();
        desk.ask("DELETE", "/users/alice_01/contacts/users/bob_77")
            .await
            .ok();
        desk.tell(
            "POST",
            "/users/alice_01/contacts/import",
            json!({ "usernames": ["bob_77"] }),
        )
        .await
        .ok();
        desk.tell(
            "PUT",
            "/user/alice_01/contacts/users/trent",
            json!({ "remark": "new" }),
        )
        .await
        .ok();
    }
    desk.ask("DELETE", "/users/alice_01/blocks/users/trent")
        .await
        .ok();
    desk.ask("DELETE", "/users/alice_01/blocks/users/trent")
        .await
        .ok();
    let body = json!({ "username": "alice_01", "check_list": ["trent"] });
    desk.tell("POST", "/blocks/check", body).await.ok();
    assert_eq!(*writes.borrow(), 10, "looking is no writing");

    let report = desk.ask("GET", "/_sandbox/changes").await.ok();
    let changes = report["changes"].as_array().unwrap();
    let told: Vec<String> = changes
        .iter()
        .map(|c| {
            format!(
                "{} {} {}",
                text(&c["what"]),
                text(&c["owner"]),
                text(&c["other"])
            )
        })
        .collect();
    let expected = [
        "block alice_01 bob_77",
        "block alice_01 trent",
        "remove friend alice_01 bob_77",
        "add friend alice_01 bob_77",
        "remark alice_01 trent",
        // A friend who was removed and added again is removed and added again.
        "remove friend alice_01 bob_77",
        "add friend alice_01 bob_77",
        "unblock alice_01 trent",
    ];
    assert_eq!(
        (told, &report["total"]),
        (expected.map(str::to_owned).to_vec(), &json!(8))
    );
    desk.ask("DELETE", "/_sandbox/changes").await.ok();
    assert_eq!(desk.ask("GET", "/_sandbox/changes").await.ok()["total"], 0);
}

#[tokio::test]
async fn a_status_fault_spares_the_first_and_stops_after_its_times() {
    let desk = Desk::small().await;
    let order = json!({"rules": [{"method": "DELETE", "path_contains": "blocks", "after": 1,
        "times": 1, "fault": {"kind": "status", "status": 503, "retry_after": "2"}}]});
    desk.tell("POST", "/_sandbox/faults", order).await.ok();
    let path = "/users/alice_01/blocks/users/carol.chen";
    desk.ask("DELETE", path).await.ok();
    let answer = desk
        .ask("DELETE", "/users/alice_01/blocks/users/ivan.p")
        .await;
    assert_eq!(answer.status, 503);
    assert_eq!(answer.headers["retry-after"], "2");
    assert!(answer.body["error"].is_string());
    let blocks = ids(&desk.truth("alice_01").await["blocks"]);
    assert!(blocks.contains(&"ivan.p".to_owned()));
    desk.ask("DELETE", path).await.ok();
}

#[tokio::test]
async fn an_answer_may_be_lost_after_the_call_took_effect() {
    let desk = Desk::small().await;
    desk.faults(&json!([
        {"method": "DELETE", "apply_first": true, "times": 1, "fault": {"kind": "cut"}},
        {"method": "DELETE", "times": 1, "fault": {"kind": "cut"}},
    ]));
    let lost = desk
        .request("DELETE", "/users/alice_01/blocks/users/carol.chen")
        .send()
        .await;
    assert!(lost.is_err());
    let lost = desk
        .request("DELETE", "/users/alice_01/blocks/users/ivan.p")
        .send()
        .await;
    assert!(lost.is_err());
    let blocks = ids(&desk.truth("alice_01").await["blocks"]);
    assert!(!blocks.contains(&"carol.chen".to_owned()));
    assert!(blocks.contains(&"ivan.p".to_owned()));
    let calls = desk.ask("GET", "/_sandbox/calls").await.ok();
    assert_eq!(calls["statuses"]["0"], 2);
}

#[tokio::test]
async fn a_truncated_answer_has_its_head_and_not_all_of_its_body() {
    let desk = Desk::small().await;
    let path = "/user/alice_01/contacts?limit=50";
    let whole = desk
        .request("GET", path)
        .send()
        .await
        .unwrap()
        .content_length();
    desk.faults(&json!([{"times": 1, "fault": {"kind": "truncate"}}]));
    let response = desk.request("GET", path).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.content_length().unwrap().abs_diff(whole.unwrap()) < 3);
    assert!(response.text().await.is_err());
    desk.ask("GET", path).await.ok();
}

#[tokio::test]
async fn a_call_may_take_effect_after_its_answer_was_lost() {
    let desk = Desk::small().await;
    desk.faults(&json!([{"method": "POST", "fault": {"kind": "late_apply", "ms": 100}}]));
    let path = "/users/alice_01/contacts/users/bob_78";
    assert!(desk.request("POST", path).send().await.is_err());
    assert_ne!(desk.friends_of("alice_01").await[0], "bob_78");
    while desk.friends_of("alice_01").await[0] != "bob_78" {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn answers_may_be_slow_hang_or_be_something_else_altogether() {
    let desk = Desk::small().await;
    desk.faults(&json!([
        {"path_contains": "hang", "fault": {"kind": "hang"}},
        {"path_contains": "slow", "fault": {"kind": "delay", "ms": 60}},
        {"path_contains": "html", "fault":
            {"kind": "body", "status": 200, "body": "<html>gateway</html>"}},
    ]));
    let started = Instant::now();
    desk.ask("GET", "/users/slow").await.nowhere();
    assert!(started.elapsed() >= Duration::from_millis(60));
    let html = desk.ask("GET", "/users/html").await;
    assert_eq!(
        (html.status, html.body),
        (200, json!("<html>gateway</html>"))
    );
    let wait = Duration::from_millis(60);
    let hung = desk
        .request("GET", "/users/hang")
        .timeout(wait)
        .send()
        .await;
    assert!(hung.unwrap_err().is_timeout());
    desk.sandbox.set_faults(json!({"latency_ms": 50})).unwrap();
    let started = Instant::now();
    desk.ask("GET", "/users/alice_01").await.ok();
    assert!(started.elapsed() >= Duration::from_millis(50));
    desk.ask("DELETE", "/_sandbox/faults").await.ok();
    desk.ask("GET", "/users/html").await.nowhere();
}

#[tokio::test]
async fn an_order_for_faults_that_makes_no_sense_is_refused() {
    let desk = Desk::small().await;
    for order in [
        json!({"rules": [{"fault": {"kind": "explode"}}]}),
        json!({"rules": [{"fault": {"kind": "status", "status": 99}}]}),
        json!({"latency": 5}),
    ] {
        assert!(desk.sandbox.set_faults(order.clone()).is_err());
        assert_eq!(
            desk.tell("POST", "/_sandbox/faults", order).await.status,
            400
        );
    }
}

#[tokio::test]
async fn dropping_the_sandbox_closes_the_port_even_with_a_call_hanging() {
    let desk = Desk::small().await;
    desk.faults(&json!([{"fault": {"kind": "hang"}}]));
    let hanging = tokio::spawn(desk.request("GET", "/users/alice_01").send());
    while desk.ask("GET", "/_sandbox/calls").await.ok()["total"] != 1 {
        tokio::task::yield_now().await;
    }
    let (client, url) = (desk.client.clone(), desk.url("/users/alice_01"));
    drop(desk.sandbox);
    assert!(hanging.await.unwrap().is_err());
    while client.get(&url).send().await.is_ok() {
        tokio::task::yield_now().await;
    }
}

// ---- friendship stays mutual whatever is called ----

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
            let desk = Desk::open(SandboxConfig { friends: 5, blocks: 3, conversations: 0, limits: false, ..SandboxConfig::default() }).await;
            for step in steps {
                match step {
                    Step::Add(a, b) => {
                        let path = format!("/users/{}/contacts/users/{}", CAST[a], CAST[b]);
                        assert_eq!(desk.ask("POST", &path).await.status, if a == b { 400 } else { 200 });
                    }
                    Step::Remove(a, b) => {
                        let path = format!("/users/{}/contacts/users/{}", CAST[a], CAST[b]);
                        desk.ask("DELETE", &path).await.ok();
                    }
                    Step::Import(a, many) => {
                        let many: Vec<_> = many.into_iter().map(|n| CAST[n]).collect();
                        let path = format!("/users/{}/contacts/import", CAST[a]);
                        desk.tell("POST", &path, json!({"usernames": many})).await.ok();
                    }
                    Step::Block(a, b) => {
                        let path = format!("/users/{}/blocks/users", CAST[a]);
                        desk.tell("POST", &path, json!({"usernames": [CAST[b]]})).await;
                    }
                    Step::Unblock(a, b) => {
                        let path = format!("/users/{}/blocks/users/{}", CAST[a], CAST[b]);
                        desk.ask("DELETE", &path).await.ok();
                    }
                }
            }
            for one in CAST {
                let mut friends = desk.friends_of(one).await;
                for friend in &friends {
                    assert!(desk.friends_of(friend).await.contains(&one.to_owned()));
                }
                let count = friends.len();
                friends.sort();
                friends.dedup();
                assert_eq!(friends.len(), count);
            }
        });
    }
}

// ---- what other clients send ----

/// A request byte by byte, as a client sends it that knows no content types, and its answer.
async fn raw(desk: &Desk, request: &str) -> (u16, Value) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let address = desk.sandbox.base_url().trim_start_matches("http://");
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).map_or(0, |s| s.parse().unwrap());
    (status, serde_json::from_str(body).unwrap_or_default())
}

/// A request with a body and these headers.
fn with_body(desk: &Desk, line: &str, headers: &str, body: &str) -> String {
    let host = desk.sandbox.base_url().trim_start_matches("http://");
    let length = body.len();
    format!(
        "{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAccept: */*\r\n{headers}\
         Content-Length: {length}\r\n\r\n{body}"
    )
}

#[tokio::test]
async fn a_client_that_names_its_json_otherwise_is_understood_by_every_call() {
    // A PHP client hands its JSON to curl, which calls every body a form.
    for kind in [
        "Content-Type: application/x-www-form-urlencoded\r\n",
        "Content-Type: text/plain;charset=UTF-8\r\n",
        "Content-Type: \r\n",
        "",
    ] {
        let desk = Desk::small().await;
        let body = json!({
            "grant_type": "client_credentials",
            "client_id": desk.sandbox.client_id(),
            "client_secret": desk.sandbox.client_secret(),
            "ttl": 1_024_000,
        });
        let request = with_body(&desk, "POST /demo/rosterm/token", kind, &body.to_string());
        let (status, body) = raw(&desk, &request).await;
        assert_eq!(
            (status, &body["expires_in"]),
            (200, &json!(1_024_000)),
            "{kind}: {body}"
        );
        let headers = format!(
            "Authorization: Bearer {}\r\n{kind}",
            text(&body["access_token"])
        );
        for (line, body) in [
            (
                "POST /demo/rosterm/users",
                json!([{"username": "php_1", "password": "1"}]),
            ),
            (
                "POST /demo/rosterm/users/alice_01/contacts/users/php_1",
                json!(null),
            ),
            (
                "PUT /demo/rosterm/user/alice_01/contacts/users/php_1",
                json!({"remark": "一"}),
            ),
            (
                "POST /demo/rosterm/users/alice_01/blocks/users",
                json!({"usernames": ["php_1"]}),
            ),
            (
                "POST /demo/rosterm/users/php_1/contacts/import",
                json!({"usernames": ["bob_77"]}),
            ),
            (
                "POST /demo/rosterm/contacts/check",
                json!({"username": "alice_01", "check_list": ["php_1"]}),
            ),
            (
                "POST /demo/rosterm/blocks/check",
                json!({"username": "alice_01", "check_list": ["php_1"]}),
            ),
            (
                "DELETE /demo/rosterm/users/alice_01/user_channel",
                json!({"channel": "php_1", "type": "chat", "delete_roam": true}),
            ),
        ] {
            let body = if body.is_null() {
                String::new()
            } else {
                body.to_string()
            };
            let (status, answer) = raw(&desk, &with_body(&desk, line, &headers, &body)).await;
            assert_eq!(status, 200, "{kind} {line}: {answer}");
        }
        let truth = desk.truth("alice_01").await;
        assert_eq!(
            truth["friends"][0],
            json!({"username": "php_1", "remark": "一"})
        );
        assert_eq!(truth["blocks"][0], "php_1");
    }
}

#[tokio::test]
async fn a_body_that_is_broken_is_400_and_changes_nothing() {
    let desk = Desk::small().await;
    let before = desk.truth("alice_01").await;
    let token = format!("Authorization: Bearer {}\r\n", desk.sandbox.token());
    for line in [
        "POST /demo/rosterm/token",
        "POST /demo/rosterm/users",
        "PUT /demo/rosterm/user/alice_01/contacts/users/dave-01",
        "POST /demo/rosterm/users/alice_01/blocks/users",
        "POST /demo/rosterm/users/alice_01/contacts/import",
        "POST /demo/rosterm/contacts/check",
        "DELETE /demo/rosterm/users/alice_01/user_channel",
    ] {
        for body in [
            "",
            "{",
            "[]",
            "null",
            "7",
            "a=b",
            "{\"remark\":\"x\"",
            "{\"usernames\":[1]}",
            "{}{}",
            "\u{0}",
        ] {
            let (status, answer) = raw(&desk, &with_body(&desk, line, &token, body)).await;
            assert_eq!(status, 400, "{line} {body}: {answer}");
        }
    }
    // One that ends before the length that it names, and one whose pieces are none.
    for end in [
        "Content-Length: 500\r\n\r\n{\"remark\":\"x\"}",
        "Transfer-Encoding: chunked\r\n\r\nd\r\n{\"remark\":\"x\"\r\n",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n{\"remark\":\"x\"}\r\n0\r\n\r\n",
    ] {
        let request = format!(
            "PUT /demo/rosterm/user/alice_01/contacts/users/dave-01 HTTP/1.1\r\nHost: localhost\r\n\
             Connection: close\r\n{token}{end}"
        );
        // Who closes early may get no answer at all, but never a good one, and no other.
        let (status, answer) = raw(&desk, &request).await;
        assert!(matches!(status, 0 | 400), "{end}: {status} {answer}");
    }
    assert_eq!(desk.truth("alice_01").await, before);
    for (path, body) in [("faults", "{"), ("tokens", "{"), ("tokens", "{\"ttl\"")] {
        let line = format!("POST /_sandbox/{path}");
        assert_eq!(raw(&desk, &with_body(&desk, &line, "", body)).await.0, 400);
    }
}

#[tokio::test]
async fn a_remark_that_is_none_is_refused_and_an_empty_one_clears() {
    let desk = Desk::small().await;
    let path = "/user/alice_01/contacts/users/bob_77";
    let before = desk.truth("alice_01").await;
    for body in [json!({}), json!({"remark": null}), json!({"Remark": "x"})] {
        desk.tell("PUT", path, body).await.refused(
            400,
            "illegal_argument",
            "field remark cannot be null",
        );
    }
    assert_eq!(desk.truth("alice_01").await, before);
    desk.tell("PUT", path, json!({"remark": ""})).await.ok();
    let after = desk.truth("alice_01").await;
    assert_eq!(
        after["friends"][0],
        json!({"username": "bob_77", "remark": null})
    );
}

#[tokio::test]
async fn messages_are_deleted_of_that_kind_of_conversation_alone() {
    let desk = Desk::small().await;
    let path = "/users/alice_01/user_channel";
    let order = |kind: &str, roaming: bool| json!({"channel": "bob_77", "type": kind, "delete_roam": roaming});
    // A group that bears a person's id.
    desk.tell("DELETE", path, order("groupchat", true))
        .await
        .ok();
    let truth = desk.truth("alice_01").await;
    let rows = truth["conversations"].as_array().unwrap();
    let person = rows.iter().find(|row| row["id"] == "bob_77").unwrap();
    assert_eq!(person, &json!({"id": "bob_77", "type": "chat"}));
    desk.tell("DELETE", path, order("chat", true)).await.ok();
    let changes = desk.ask("GET", "/_sandbox/changes").await.ok();
    assert_eq!(changes["total"], 2);
    desk.tell("DELETE", path, order("chat", true)).await.ok();
    let changes = desk.ask("GET", "/_sandbox/changes").await.ok();
    assert_eq!(changes["total"], 2);
}

#[tokio::test]
async fn the_levers_are_not_for_web_pages_nor_for_names_that_lead_here() {
    let desk = Desk::small().await;
    let own = desk
        .sandbox
        .base_url()
        .trim_start_matches("http://")
        .to_owned();
    let port = own.rsplit(':').next().unwrap();
    let ask = |line: &str, headers: &str| {
        let request = format!("{line} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n");
        let desk = &desk;
        async move { raw(desk, &request).await.0 }
    };
    for line in [
        "GET /_sandbox/calls",
        "DELETE /_sandbox/tokens",
        "POST /_sandbox/tokens",
        "GET /_sandbox/users/alice_01",
    ] {
        for foreign in [
            format!("Host: evil.example:{port}\r\n"),
            format!("Host: 127.0.0.1.evil.example:{port}\r\n"),
            format!("Host: localhost.evil.example:{port}\r\n"),
            format!("Host: 10.0.0.1:{port}\r\n"),
            format!("Host: evil@{own}\r\n"),
            "Host: \r\n".to_owned(),
            format!("Host: {own}\r\nOrigin: https://evil.example\r\n"),
            format!("Host: {own}\r\nOrigin: http://evil.example:{port}\r\n"),
            format!("Host: {own}\r\nOrigin: null\r\n"),
            format!("Host: {own}\r\nOrigin: http://127.0.0.1:1\r\n"),
            format!("Host: {own}\r\nSec-Fetch-Site: cross-site\r\n"),
        ] {
            assert!(
                matches!(ask(line, &foreign).await, 400 | 403),
                "{line} {foreign}"
            );
        }
    }
    // Nothing of it was done.
    desk.ask("GET", "/users/alice_01").await.ok();
    for ours in [
        format!("Host: {own}\r\n"),
        format!("Host: LOCALHOST:{port}\r\n"),
        format!("Host: [::1]:{port}\r\n"),
        format!("Host: {own}\r\nOrigin: http://{own}\r\nSec-Fetch-Site: same-origin\r\n"),
    ] {
        assert_eq!(ask("GET /_sandbox/calls", &ours).await, 200, "{ours}");
    }
}

#[tokio::test]
async fn what_the_sandbox_keeps_does_not_grow_with_what_is_asked() {
    let desk = Desk::small().await;
    for n in 0..1_200 {
        let body =
            json!({"channel": format!("nobody-{n}"), "type": "groupchat", "delete_roam": true});
        desk.tell("DELETE", "/users/alice_01/user_channel", body)
            .await
            .ok();
        desk.ask(&format!("M{n}"), &format!("/users/nobody-{n}"))
            .await;
    }
    let truth = desk.truth("alice_01").await;
    assert_eq!(truth["roam_deleted"].as_array().unwrap().len(), 1_000);
    let long = json!({"channel": "x".repeat(100_000), "type": "chat", "delete_roam": true});
    desk.tell("DELETE", "/users/alice_01/user_channel", long)
        .await
        .ok();
    assert!(desk.truth("alice_01").await.to_string().len() < 100_000);
    let calls = desk.ask("GET", "/_sandbox/calls").await.ok();
    assert!(
        calls["by_path"].as_object().unwrap().len() < 10,
        "{}",
        calls["by_path"]
    );
}
