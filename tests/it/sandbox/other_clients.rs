//! What other clients send: JSON under any name, broken, or empty.

use serde_json::json;

use crate::sandbox::{raw, text};
use crate::support::samples::small;
use crate::support::sandbox::Sandbox;

/// A request with a body and these headers.
fn with_body(sandbox: &Sandbox, line: &str, headers: &str, body: &str) -> String {
    let host = sandbox.base_url().trim_start_matches("http://");
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
        let sandbox = Sandbox::start(small()).await;
        let body = json!({
            "grant_type": "client_credentials",
            "client_id": sandbox.client_id(),
            "client_secret": sandbox.client_secret(),
            "ttl": 1_024_000,
        });
        let request = with_body(
            &sandbox,
            "POST /demo/rosterm/token",
            kind,
            &body.to_string(),
        );
        let (status, body) = raw(&sandbox, &request).await;
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
            let (status, answer) = raw(&sandbox, &with_body(&sandbox, line, &headers, &body)).await;
            assert_eq!(status, 200, "{kind} {line}: {answer}");
        }
        let truth = sandbox.truth("alice_01").await;
        assert_eq!(
            truth["friends"][0],
            json!({"username": "php_1", "remark": "一"})
        );
        assert_eq!(truth["blocks"][0], "php_1");
    }
}

#[tokio::test]
async fn a_body_that_is_broken_is_400_and_changes_nothing() {
    let sandbox = Sandbox::start(small()).await;
    let before = sandbox.truth("alice_01").await;
    let token = format!("Authorization: Bearer {}\r\n", sandbox.token());
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
            let (status, answer) = raw(&sandbox, &with_body(&sandbox, line, &token, body)).await;
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
        let (status, answer) = raw(&sandbox, &request).await;
        assert!(matches!(status, 0 | 400), "{end}: {status} {answer}");
    }
    assert_eq!(sandbox.truth("alice_01").await, before);
    for (path, body) in [("faults", "{"), ("tokens", "{"), ("tokens", "{\"ttl\"")] {
        let line = format!("POST /_sandbox/{path}");
        assert_eq!(
            raw(&sandbox, &with_body(&sandbox, &line, "", body)).await.0,
            400
        );
    }
}

#[tokio::test]
async fn a_remark_that_is_none_is_refused_and_an_empty_one_clears() {
    let sandbox = Sandbox::start(small()).await;
    let path = "/user/alice_01/contacts/users/bob_77";
    let before = sandbox.truth("alice_01").await;
    for body in [json!({}), json!({"remark": null}), json!({"Remark": "x"})] {
        sandbox.tell("PUT", path, body).await.refused(
            400,
            "illegal_argument",
            "field remark cannot be null",
        );
    }
    assert_eq!(sandbox.truth("alice_01").await, before);
    sandbox.tell("PUT", path, json!({"remark": ""})).await.ok();
    let after = sandbox.truth("alice_01").await;
    assert_eq!(
        after["friends"][0],
        json!({"username": "bob_77", "remark": null})
    );
}
