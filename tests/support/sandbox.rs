//! The sandbox over HTTP, and its internal state.

use std::ops::Deref;

use reqwest::{Client, Method, RequestBuilder};
use rosterm::sandbox::{SandboxConfig, start};
use serde_json::{Value, json};

/// A running sandbox, and a client for it besides the program.
pub struct Sandbox {
    served: rosterm::sandbox::Sandbox,
    pub http: Client,
}

impl Deref for Sandbox {
    type Target = rosterm::sandbox::Sandbox;

    fn deref(&self) -> &Self::Target {
        &self.served
    }
}

impl Sandbox {
    pub async fn start(config: SandboxConfig) -> Self {
        // Several tests of a process install it; the first one wins.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder().no_proxy().tls_certs_only([]);
        Self {
            served: start(config).await.unwrap(),
            http: http.build().unwrap(),
        }
    }

    /// The URL of a path below the app.
    pub fn url(&self, path: &str) -> String {
        let app = self.app_key().replace('#', "/");
        let slash = if path.is_empty() || path.starts_with('/') {
            ""
        } else {
            "/"
        };
        format!("{}/{app}{slash}{path}", self.base_url())
    }

    /// A call with the sandbox's token: below the app, or one of the control calls, which start with
    /// `_sandbox`.
    pub fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let control = path.trim_start_matches('/');
        let url = if control.starts_with("_sandbox") {
            format!("{}/{control}", self.base_url())
        } else {
            self.url(path)
        };
        let method: Method = method.parse().unwrap();
        let request = self.http.request(method, url).bearer_auth(self.token());
        request.header("accept", "application/json")
    }

    /// Makes a call; the test fails unless the call succeeds. A reply without JSON is `null`.
    pub async fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            let json = ("content-type", "application/json");
            request = request.header(json.0, json.1).body(body.to_string());
        }
        let response = request.send().await.unwrap();
        let status = response.status();
        assert!(status.is_success(), "{method} {path}: {status}");
        serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or(Value::Null)
    }

    /// Registers users of these names.
    pub async fn register<S: AsRef<str>>(&self, names: &[S]) {
        let user = |name: &S| json!({ "username": name.as_ref(), "password": "p" });
        let users: Vec<Value> = names.iter().map(user).collect();
        for some in users.chunks(20) {
            self.call("POST", "users", Some(&json!(some))).await;
        }
    }

    /// Injects faults. Replaces the previous ones.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "reads best with json!() at the call"
    )]
    pub fn order(&self, rule: Value) {
        self.set_faults(json!({ "rules": [rule] })).unwrap();
    }

    /// The calls received so far, counted by kind, path and status.
    pub async fn calls(&self) -> Value {
        self.call("GET", "_sandbox/calls", None).await
    }

    /// The real state of a user, whatever the replies say.
    pub async fn truth(&self, user: &str) -> Truth {
        let path = format!("_sandbox/users/{user}");
        Truth(self.call("GET", &path, None).await)
    }
}

/// The server's state of a user.
#[derive(Debug, PartialEq)]
pub struct Truth(pub Value);

impl Truth {
    /// The friends' names, newest first.
    pub fn friends(&self) -> Vec<String> {
        let rows = self.0["friends"].as_array().unwrap().iter();
        rows.map(|row| row["username"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The names on the blocklist, newest first.
    pub fn blocks(&self) -> Vec<String> {
        let rows = self.0["blocks"].as_array().unwrap().iter();
        rows.map(|id| id.as_str().unwrap().to_owned()).collect()
    }
}
