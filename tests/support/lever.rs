//! The sandbox, asked by hand: its calls, and the levers behind the scene.

use reqwest::{Client, Method};
use rosterm::sandbox::Sandbox;
use serde_json::Value;

/// Asks, and takes anything but success as a failure of the test. An answer without JSON is `null`.
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
pub async fn ask(
    http: &Client,
    sandbox: &Sandbox,
    method: Method,
    path: &str,
    body: Option<Value>,
) -> Value {
    let url = format!("{}/{path}", sandbox.base_url());
    let mut request = http.request(method, url).bearer_auth(sandbox.token());
    if let Some(body) = body {
        request = request
            .header("content-type", "application/json")
            .body(body.to_string());
    }
    let response = request.send().await.unwrap();
    assert!(
        response.status().is_success(),
        "{path}: {}",
        response.status()
    );
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or(Value::Null)
}
