//! Its control calls: what was called and changed, faults, and who may order them.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::sandbox::{ids, raw, text};
use crate::support::samples::small;
use crate::support::sandbox::Sandbox;

#[tokio::test]
async fn calls_are_counted_by_what_they_are_and_logged_as_they_came() {
    let sandbox = Sandbox::start(small()).await;
    sandbox
        .ask("GET", "/users/alice_01/contacts?limit=1")
        .await
        .ok();
    sandbox
        .ask("DELETE", "/user/alice_01/blocks/users/carol.chen")
        .await
        .ok();
    sandbox
        .ask("DELETE", "/users/alice_01/blocks/users/nobody")
        .await
        .nowhere();
    let calls = sandbox.ask("GET", "/_sandbox/calls").await.ok();
    assert_eq!(calls["total"], 3);
    assert_eq!(calls["by_path"]["DELETE /users/{u}/blocks/users/{b}"], 2);
    assert_eq!(calls["by_path"]["GET /users/{u}/contacts"], 1);
    assert_eq!(calls["statuses"], json!({"200": 2, "404": 1}));
    assert_eq!(
        calls["log"][0],
        json!({"method": "GET", "path": "/demo/rosterm/users/alice_01/contacts",
               "query": "limit=1", "status": 200})
    );
    sandbox.ask("DELETE", "/_sandbox/calls").await.ok();
    assert_eq!(sandbox.ask("GET", "/_sandbox/calls").await.ok()["total"], 0);
    assert_eq!(
        sandbox.ask("GET", "/_sandbox/users/nobody").await.status,
        404
    );
    assert_eq!(sandbox.ask("GET", "/_sandbox/nothing").await.status, 404);
}

#[tokio::test]
async fn what_calls_have_really_changed_is_told_apart_from_what_was_called() {
    let sandbox = Sandbox::start(small()).await;
    let writes = sandbox.writes();
    let names = json!({ "usernames": ["bob_77", "trent"] });
    for _ in 0..2 {
        // The second time there is nothing left to do, and it succeeds all the same.
        sandbox
            .tell("POST", "/users/alice_01/blocks/users", names.clone())
            .await
            .ok();
        sandbox
            .ask("DELETE", "/users/alice_01/contacts/users/bob_77")
            .await
            .ok();
        sandbox
            .tell(
                "POST",
                "/users/alice_01/contacts/import",
                json!({ "usernames": ["bob_77"] }),
            )
            .await
            .ok();
        sandbox
            .tell(
                "PUT",
                "/user/alice_01/contacts/users/trent",
                json!({ "remark": "new" }),
            )
            .await
            .ok();
    }
    sandbox
        .ask("DELETE", "/users/alice_01/blocks/users/trent")
        .await
        .ok();
    sandbox
        .ask("DELETE", "/users/alice_01/blocks/users/trent")
        .await
        .ok();
    let body = json!({ "username": "alice_01", "check_list": ["trent"] });
    sandbox.tell("POST", "/blocks/check", body).await.ok();
    assert_eq!(*writes.borrow(), 10, "looking is no writing");

    let report = sandbox.ask("GET", "/_sandbox/changes").await.ok();
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
    sandbox.ask("DELETE", "/_sandbox/changes").await.ok();
    assert_eq!(
        sandbox.ask("GET", "/_sandbox/changes").await.ok()["total"],
        0
    );
}

#[tokio::test]
async fn a_status_fault_spares_the_first_and_stops_after_its_times() {
    let sandbox = Sandbox::start(small()).await;
    let order = json!({"rules": [{"method": "DELETE", "path_contains": "blocks", "after": 1,
        "times": 1, "fault": {"kind": "status", "status": 503, "retry_after": "2"}}]});
    sandbox.tell("POST", "/_sandbox/faults", order).await.ok();
    let path = "/users/alice_01/blocks/users/carol.chen";
    sandbox.ask("DELETE", path).await.ok();
    let answer = sandbox
        .ask("DELETE", "/users/alice_01/blocks/users/ivan.p")
        .await;
    assert_eq!(answer.status, 503);
    assert_eq!(answer.headers["retry-after"], "2");
    assert!(answer.body["error"].is_string());
    let blocks = ids(&sandbox.truth("alice_01").await["blocks"]);
    assert!(blocks.contains(&"ivan.p".to_owned()));
    sandbox.ask("DELETE", path).await.ok();
}

#[tokio::test]
async fn an_answer_may_be_lost_after_the_call_took_effect() {
    let sandbox = Sandbox::start(small()).await;
    sandbox.faults(&json!([
        {"method": "DELETE", "apply_first": true, "times": 1, "fault": {"kind": "cut"}},
        {"method": "DELETE", "times": 1, "fault": {"kind": "cut"}},
    ]));
    let lost = sandbox
        .request("DELETE", "/users/alice_01/blocks/users/carol.chen")
        .send()
        .await;
    assert!(lost.is_err());
    let lost = sandbox
        .request("DELETE", "/users/alice_01/blocks/users/ivan.p")
        .send()
        .await;
    assert!(lost.is_err());
    let blocks = ids(&sandbox.truth("alice_01").await["blocks"]);
    assert!(!blocks.contains(&"carol.chen".to_owned()));
    assert!(blocks.contains(&"ivan.p".to_owned()));
    let calls = sandbox.ask("GET", "/_sandbox/calls").await.ok();
    assert_eq!(calls["statuses"]["0"], 2);
}

#[tokio::test]
async fn a_truncated_answer_has_its_head_and_not_all_of_its_body() {
    let sandbox = Sandbox::start(small()).await;
    let path = "/user/alice_01/contacts?limit=50";
    let whole = sandbox
        .request("GET", path)
        .send()
        .await
        .unwrap()
        .content_length();
    sandbox.faults(&json!([{"times": 1, "fault": {"kind": "truncate"}}]));
    let response = sandbox.request("GET", path).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.content_length().unwrap().abs_diff(whole.unwrap()) < 3);
    assert!(response.text().await.is_err());
    sandbox.ask("GET", path).await.ok();
}

#[tokio::test]
async fn a_call_may_take_effect_after_its_answer_was_lost() {
    let sandbox = Sandbox::start(small()).await;
    sandbox.faults(&json!([{"method": "POST", "fault": {"kind": "late_apply", "ms": 100}}]));
    let path = "/users/alice_01/contacts/users/bob_78";
    assert!(sandbox.request("POST", path).send().await.is_err());
    assert_ne!(sandbox.truth("alice_01").await.friends()[0], "bob_78");
    while sandbox.truth("alice_01").await.friends()[0] != "bob_78" {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn answers_may_be_slow_hang_or_be_something_else_altogether() {
    let sandbox = Sandbox::start(small()).await;
    sandbox.faults(&json!([
        {"path_contains": "hang", "fault": {"kind": "hang"}},
        {"path_contains": "slow", "fault": {"kind": "delay", "ms": 60}},
        {"path_contains": "html", "fault":
            {"kind": "body", "status": 200, "body": "<html>gateway</html>"}},
    ]));
    let started = Instant::now();
    sandbox.ask("GET", "/users/slow").await.nowhere();
    assert!(started.elapsed() >= Duration::from_millis(60));
    let html = sandbox.ask("GET", "/users/html").await;
    assert_eq!(
        (html.status, html.body),
        (200, json!("<html>gateway</html>"))
    );
    let wait = Duration::from_millis(60);
    let hung = sandbox
        .request("GET", "/users/hang")
        .timeout(wait)
        .send()
        .await;
    assert!(hung.unwrap_err().is_timeout());
    sandbox.set_faults(json!({"latency_ms": 50})).unwrap();
    let started = Instant::now();
    sandbox.ask("GET", "/users/alice_01").await.ok();
    assert!(started.elapsed() >= Duration::from_millis(50));
    sandbox.ask("DELETE", "/_sandbox/faults").await.ok();
    sandbox.ask("GET", "/users/html").await.nowhere();
}

#[tokio::test]
async fn an_order_for_faults_that_makes_no_sense_is_refused() {
    let sandbox = Sandbox::start(small()).await;
    for order in [
        json!({"rules": [{"fault": {"kind": "explode"}}]}),
        json!({"rules": [{"fault": {"kind": "status", "status": 99}}]}),
        json!({"latency": 5}),
    ] {
        assert!(sandbox.set_faults(order.clone()).is_err());
        assert_eq!(
            sandbox.tell("POST", "/_sandbox/faults", order).await.status,
            400
        );
    }
}

#[tokio::test]
async fn dropping_the_sandbox_closes_the_port_even_with_a_call_hanging() {
    let sandbox = Sandbox::start(small()).await;
    sandbox.faults(&json!([{"fault": {"kind": "hang"}}]));
    let hanging = tokio::spawn(sandbox.request("GET", "/users/alice_01").send());
    while sandbox.ask("GET", "/_sandbox/calls").await.ok()["total"] != 1 {
        tokio::task::yield_now().await;
    }
    let (client, url) = (sandbox.http.clone(), sandbox.url("/users/alice_01"));
    drop(sandbox);
    assert!(hanging.await.unwrap().is_err());
    while client.get(&url).send().await.is_ok() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn the_levers_are_not_for_web_pages_nor_for_names_that_lead_here() {
    let sandbox = Sandbox::start(small()).await;
    let own = sandbox.base_url().trim_start_matches("http://").to_owned();
    let port = own.rsplit(':').next().unwrap();
    let ask = |line: &str, headers: &str| {
        let request = format!("{line} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n");
        let sandbox = &sandbox;
        async move { raw(sandbox, &request).await.0 }
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
    sandbox.ask("GET", "/users/alice_01").await.ok();
    for ours in [
        format!("Host: {own}\r\n"),
        format!("Host: LOCALHOST:{port}\r\n"),
        format!("Host: [::1]:{port}\r\n"),
        format!("Host: {own}\r\nOrigin: http://{own}\r\nSec-Fetch-Site: same-origin\r\n"),
    ] {
        assert_eq!(ask("GET /_sandbox/calls", &ours).await, 200, "{ours}");
    }
}
