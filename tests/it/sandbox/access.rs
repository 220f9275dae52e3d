//! Tokens, paths, and what HTTP itself refuses.

use serde_json::{Value, json};

use crate::sandbox::{fields, read, text};
use crate::support::samples::small;
use crate::support::sandbox::Sandbox;

#[tokio::test]
async fn a_token_is_issued_for_the_right_credentials_and_lives_as_long_as_asked() {
    let sandbox = Sandbox::start(small()).await;
    let (id, secret) = (sandbox.client_id(), sandbox.client_secret());
    let ask = |ttl: Value| {
        let mut body =
            json!({"grant_type": "client_credentials", "client_id": id, "client_secret": secret});
        if !ttl.is_null() {
            body["ttl"] = ttl;
        }
        sandbox.tell("POST", "/token", body)
    };
    let body = ask(Value::Null).await.ok();
    assert_eq!(fields(&body), "access_token application expires_in");
    assert_eq!(body["expires_in"], 60 * 24 * 3600);
    assert_eq!(ask(json!(1_024_000)).await.ok()["expires_in"], 1_024_000);
    assert_eq!(ask(json!("7200")).await.ok()["expires_in"], 7200);
    let for_ever = ask(json!(0)).await.ok();
    assert!(for_ever["expires_in"].as_i64().unwrap() > 100 * 365 * 24 * 3600);
    let answer = sandbox
        .http
        .get(sandbox.url("/users/alice_01"))
        .bearer_auth(text(&for_ever["access_token"]));
    read(answer).await.ok();
}

#[tokio::test]
async fn a_wrong_client_id_or_secret_is_told_apart() {
    let sandbox = Sandbox::start(small()).await;
    let body = json!({"grant_type": "client_credentials", "client_id": "x", "client_secret": "y"});
    let answer = sandbox.tell("POST", "/token", body).await;
    answer.refused(400, "invalid_grant", "client_id does not match");
    let body = json!({"grant_type": "client_credentials", "client_id": sandbox.client_id(),
                      "client_secret": "y"});
    let answer = sandbox.tell("POST", "/token", body).await;
    answer.refused(400, "invalid_grant", "client_secret does not match");
}

#[tokio::test]
async fn a_missing_foreign_expired_or_corrupt_token_is_turned_away() {
    let sandbox = Sandbox::start(small()).await;
    let url = sandbox.url("/users/alice_01");
    let show = |header: Option<String>| {
        let request = sandbox.http.get(&url);
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
    let expired = sandbox
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
    show(Some(format!("Bearer  {}", sandbox.token())))
        .await
        .ok();
    sandbox.ask("DELETE", "/_sandbox/tokens").await.ok();
    assert_eq!(sandbox.ask("GET", "/users/alice_01").await.status, 401);
}

#[tokio::test]
async fn an_unknown_app_is_named_with_the_uri() {
    let sandbox = Sandbox::start(small()).await;
    let url = format!("{}/demo/other/users/alice_01", sandbox.base_url());
    read(sandbox.http.get(url)).await.refused(
        404,
        "organization_application_not_found",
        "Could not find application for demo/other from URI: demo/other/users/alice_01",
    );
}

#[tokio::test]
async fn unknown_paths_methods_types_and_sizes_are_answered_as_http_says() {
    let sandbox = Sandbox::start(small()).await;
    sandbox
        .ask("GET", "/users/alice_01/nonsense")
        .await
        .nowhere();
    let answer = sandbox.ask("PATCH", "/users/alice_01/blocks/users").await;
    assert_eq!(answer.status, 405);
    assert_eq!(answer.headers["allow"], "GET, POST");
    let path = "/users/alice_01/blocks/users";
    let post = |kind: &'static str, body: String| {
        read(
            sandbox
                .request("POST", path)
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
    read(sandbox.request("POST", path).body(body)).await.ok();
}

#[tokio::test]
async fn both_spellings_upper_case_and_trailing_slashes_lead_to_the_same_place() {
    let sandbox = Sandbox::start(small()).await;
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
        sandbox.ask("GET", path).await.ok();
    }
    sandbox
        .ask("POST", "/user/Alice_01/contacts/users/BOB_78")
        .await
        .ok();
    assert_eq!(sandbox.truth("alice_01").await.friends()[0], "bob_78");
}

#[tokio::test]
async fn an_encoded_slash_or_space_stays_inside_its_id() {
    let sandbox = Sandbox::start(small()).await;
    for (path, id) in [
        ("vip%2F2018", "vip/2018"),
        ("li%20lei", "li lei"),
        ("%E5%BC%A0%E4%B8%89", "张三"),
        ("han%2Bmei%40corp.example", "han+mei@corp.example"),
        ("100%25_real", "100%_real"),
        ("who%3F%23me", "who?#me"),
    ] {
        let body = sandbox.ask("GET", &format!("/users/{path}")).await.ok();
        assert_eq!(body["entities"][0]["username"], id);
        sandbox
            .ask("DELETE", &format!("/users/alice_01/contacts/users/{path}"))
            .await
            .ok();
        assert!(
            !sandbox
                .truth("alice_01")
                .await
                .friends()
                .contains(&id.to_owned())
        );
    }
}
