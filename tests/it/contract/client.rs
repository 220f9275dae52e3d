//! A client of a sandbox, and what its failures say.

use rosterm::api::{Api, AppKey, BaseUrl, Credentials, Network, Secret, Settings, Timing};
use rosterm::domain::{Failure, FailureClass, FailureReason, UserId};
use rosterm::sandbox::SandboxConfig;

use crate::support::samples::{id, limited};
use crate::support::sandbox::Sandbox;

pub struct ClientHarness {
    pub sandbox: Sandbox,
    pub api: Api,
}

impl ClientHarness {
    pub async fn open() -> Self {
        Self::with(limited()).await
    }

    pub async fn with(config: SandboxConfig) -> Self {
        let sandbox = Sandbox::start(config).await;
        let token = Credentials::Token(Secret::new(sandbox.token()));
        let api = api(&sandbox, token, Timing::default());
        Self { sandbox, api }
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
        (FailureClass::Final, FailureReason::Service),
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
