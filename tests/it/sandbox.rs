//! The sandbox over real HTTP, held against the service's documented answers.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde_json::Value;

use crate::support::sandbox::Sandbox;

mod access;
mod blocks;
mod control;
mod conversations;
mod friends;
mod limits;
mod other_clients;
mod world;

struct Answer {
    status: u16,
    body: Value,
    headers: reqwest::header::HeaderMap,
}

impl Sandbox {
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

/// A request byte by byte, as a client sends it that knows no content types, and its answer.
async fn raw(sandbox: &Sandbox, request: &str) -> (u16, Value) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let address = sandbox.base_url().trim_start_matches("http://");
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).map_or(0, |s| s.parse().unwrap());
    (status, serde_json::from_str(body).unwrap_or_default())
}
