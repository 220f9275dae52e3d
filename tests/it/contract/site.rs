//! A sandbox, a client of it, and a look behind the scene.

use reqwest::Method;
use rosterm::api::{Api, AppKey, BaseUrl, Credentials, Network, Secret, Settings, Timing};
use rosterm::domain::{Failure, FailureClass, FailureReason, UserId};
use rosterm::sandbox::{self, Sandbox, SandboxConfig};
use serde_json::{Value, json};

use crate::support::lever::ask;

pub struct Site {
    pub sandbox: Sandbox,
    pub api: Api,
    http: reqwest::Client,
}

pub fn id(raw: &str) -> UserId {
    UserId::new(raw)
}

pub fn ids(raw: &[&str]) -> Vec<UserId> {
    raw.iter().map(|raw| id(raw)).collect()
}

/// A small world, in which the main user has everybody with a name.
pub fn small() -> SandboxConfig {
    SandboxConfig {
        friends: 60,
        blocks: 60,
        conversations: 12,
        ..SandboxConfig::default()
    }
}

impl Site {
    pub async fn open() -> Self {
        Self::with(small()).await
    }

    pub async fn with(config: SandboxConfig) -> Self {
        let sandbox = sandbox::start(config).await.unwrap();
        let token = Credentials::Token(Secret::new(sandbox.token()));
        let api = api(&sandbox, token, Timing::default());
        // The client has installed the provider that this one needs.
        let http = reqwest::Client::builder()
            .no_proxy()
            .tls_certs_only([])
            .build()
            .unwrap();
        Self { sandbox, api, http }
    }

    /// The main user.
    pub fn main(&self) -> UserId {
        id(self.sandbox.main_user())
    }

    /// Another client of the same sandbox, which asks for its tokens.
    pub fn asking_api(&self) -> Api {
        self.api_with(self.sandbox.client_id(), self.sandbox.client_secret())
    }

    pub fn api_with(&self, client: &str, secret: &str) -> Api {
        let credentials = Credentials::Client {
            id: client.into(),
            secret: Secret::new(secret),
        };
        api(&self.sandbox, credentials, Timing::default())
    }

    /// Another client with a token of its own.
    pub fn api_with_token(&self, token: &str) -> Api {
        api(
            &self.sandbox,
            Credentials::Token(Secret::new(token)),
            Timing::default(),
        )
    }

    /// Makes users of these names.
    pub async fn register(&self, names: &[&str]) {
        let users: Vec<Value> = names
            .iter()
            .map(|name| json!({ "username": name, "password": "p" }))
            .collect();
        self.call(Method::POST, &self.app_path("users"), Some(json!(users)))
            .await;
    }

    /// What is true of a user, whatever the answers say.
    pub async fn truth(&self, name: &str) -> Value {
        self.call(Method::GET, &format!("_sandbox/users/{name}"), None)
            .await
    }

    /// The names of a user's friends, newest first.
    pub async fn friends_of(&self, name: &str) -> Vec<String> {
        let truth = self.truth(name).await;
        let rows = truth["friends"].as_array().unwrap();
        rows.iter()
            .map(|row| row["username"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The names on a user's blocklist, newest first.
    pub async fn blocked_by(&self, name: &str) -> Vec<String> {
        let truth = self.truth(name).await;
        truth["blocks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|id| id.as_str().unwrap().to_owned())
            .collect()
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "reads best with json!() at the call"
    )]
    pub fn fault(&self, rule: Value) {
        self.sandbox.set_faults(json!({ "rules": [rule] })).unwrap();
    }

    /// Forgets what was called.
    pub async fn reset_calls(&self) {
        self.call(Method::DELETE, "_sandbox/calls", None).await;
    }

    /// How many calls came since, all together.
    pub async fn calls(&self) -> u64 {
        self.call(Method::GET, "_sandbox/calls", None).await["total"]
            .as_u64()
            .unwrap()
    }

    /// How many calls of one kind came since.
    pub async fn calls_of(&self, template: &str) -> u64 {
        self.call(Method::GET, "_sandbox/calls", None).await["by_path"][template]
            .as_u64()
            .unwrap_or(0)
    }

    /// How many answers with this status were given since.
    pub async fn answers_with(&self, status: u16) -> u64 {
        let calls = self.call(Method::GET, "_sandbox/calls", None).await;
        calls["statuses"][status.to_string()].as_u64().unwrap_or(0)
    }

    /// Every call that came since, as the sandbox logs it.
    pub async fn log(&self) -> Vec<Value> {
        self.call(Method::GET, "_sandbox/calls", None).await["log"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// A token of the sandbox that has expired.
    pub async fn expired_token(&self) -> String {
        let token = self
            .call(
                Method::POST,
                "_sandbox/tokens",
                Some(json!({ "expired": true })),
            )
            .await;
        token["access_token"].as_str().unwrap().to_owned()
    }

    /// Lets every token there is expire.
    pub async fn expire_tokens(&self) {
        self.call(Method::DELETE, "_sandbox/tokens", None).await;
    }

    fn app_path(&self, below: &str) -> String {
        format!("{}/{below}", self.sandbox.app_key().replace('#', "/"))
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        ask(&self.http, &self.sandbox, method, path, body).await
    }
}

fn api(sandbox: &Sandbox, credentials: Credentials, timing: Timing) -> Api {
    let settings = Settings {
        base_url: BaseUrl::parse(sandbox.base_url()).unwrap(),
        app_key: AppKey::parse(sandbox.app_key()).unwrap(),
        credentials,
        share: 100,
        timing,
        network: Network::default(),
    };
    Api::new(settings, |_| {}).unwrap()
}

/// The service said no, with this status and error, and these words in its description.
#[track_caller]
pub fn assert_refused<T: std::fmt::Debug>(
    result: Result<T, Failure>,
    status: u16,
    error: &str,
    words: &str,
) {
    let failure = result.unwrap_err();
    assert_eq!(
        (failure.class, failure.reason),
        (FailureClass::Refused, FailureReason::Service),
        "{failure:?}"
    );
    assert_says(&failure, status, error, words);
}

#[track_caller]
pub fn assert_says(failure: &Failure, status: u16, error: &str, words: &str) {
    assert_eq!(failure.status, Some(status), "{failure:?}");
    assert!(failure.says(error), "{failure:?}");
    assert!(
        failure
            .description
            .as_ref()
            .is_some_and(|d| d.raw().contains(words)),
        "{failure:?}"
    );
}

/// The service does not know somebody who is named in the path.
#[track_caller]
pub fn assert_nobody<T: std::fmt::Debug>(result: Result<T, Failure>) {
    assert_refused(
        result,
        404,
        "service_resource_not_found",
        "Service resource not found",
    );
}
