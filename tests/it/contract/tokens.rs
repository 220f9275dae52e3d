//! Being let in: asking for a token, losing it, and not being let in.

use rosterm::api::TokenLifetime;
use rosterm::domain::FailureClass;
use rosterm::domain::job::BulkOp;

use crate::contract::client::{ClientHarness, assert_refused, assert_says};

#[tokio::test]
async fn a_token_is_asked_for_once_and_kept() {
    let client = ClientHarness::open().await;
    let api = client.asking_api();
    client.sandbox.forget_calls().await;
    for _ in 0..3 {
        api.account(&client.main()).await.unwrap();
    }
    assert_eq!(client.sandbox.count("POST /token").await, 1);
    assert_eq!(client.sandbox.total().await, 4);
}

#[tokio::test]
async fn a_wrong_id_or_secret_is_refused_with_the_services_words() {
    let client = ClientHarness::open().await;
    let (id, secret) = (client.sandbox.client_id(), client.sandbox.client_secret());
    let refused = client
        .api_with("somebody", secret)
        .account(&client.main())
        .await;
    assert_refused(refused, 400, "invalid_grant", "client_id does not match");
    let refused = client.api_with(id, "wrong").account(&client.main()).await;
    assert_refused(
        refused,
        400,
        "invalid_grant",
        "client_secret does not match",
    );
}

#[tokio::test]
async fn an_expired_token_is_renewed_in_passing_and_the_write_is_done_once() {
    let client = ClientHarness::open().await;
    let api = client.asking_api();
    api.account(&client.main()).await.unwrap();
    let block = BulkOp::Block.change(client.main(), crate::support::samples::id("walter"));
    // The truth is read with a token too, so it is read first.
    client.sandbox.forget_calls().await;
    client.sandbox.expire_tokens().await;
    api.make(&block).await.unwrap();
    assert_eq!(client.sandbox.count("POST /token").await, 1);
    assert_eq!(
        client.sandbox.count("POST /users/{u}/blocks/users").await,
        2
    );
    assert_eq!(client.sandbox.answers_with(401).await, 1);
    assert_eq!(
        client
            .sandbox
            .truth("alice_01")
            .await
            .blocks()
            .iter()
            .filter(|id| *id == "walter")
            .count(),
        1
    );
}

#[tokio::test]
async fn many_calls_with_an_expired_token_ask_for_one_new_one() {
    let client = ClientHarness::open().await;
    let api = client.asking_api();
    api.account(&client.main()).await.unwrap();
    client.sandbox.forget_calls().await;
    client.sandbox.expire_tokens().await;
    let main = client.main();
    let answers = tokio::join!(
        api.account(&main),
        api.friend_ids(&main),
        api.block_ids(&main),
        api.friends(&main, None, 50),
        api.blocks(&main, None, 50),
    );
    assert!(matches!(answers, (Ok(_), Ok(_), Ok(_), Ok(_), Ok(_))));
    assert_eq!(client.sandbox.count("POST /token").await, 1);
}

#[tokio::test]
async fn a_token_of_ones_own_that_is_not_taken_is_said_to_be_so() {
    let client = ClientHarness::open().await;
    let expired = client.sandbox.expired_token().await;
    for (token, error, words) in [
        (expired.as_str(), "unauthorized", "expired access token"),
        ("n0-t0ken", "auth_bad_access_token", "corrupt access token"),
        (
            "YWMtc2FuZGJveAdeadbeef_nobody",
            "unauthorized",
            "Unable to authenticate (OAuth)",
        ),
    ] {
        client.sandbox.forget_calls().await;
        let failure = client
            .api_with_token(token)
            .account(&client.main())
            .await
            .unwrap_err();
        assert_eq!(failure.class, FailureClass::Retryable);
        assert_says(&failure, 401, error, words);
        assert_eq!(client.sandbox.total().await, 1);
        assert!(!format!("{failure:?} {failure}").contains(token));
    }
}

#[tokio::test]
async fn it_is_told_how_long_a_token_lasts_and_where_nobody_knows() {
    let client = ClientHarness::open().await;
    let life = client.asking_api().sign_in().await.unwrap();
    assert_eq!(life, TokenLifetime::Seconds(86_400));
    let ready = client.api_with_token(client.sandbox.token());
    assert_eq!(ready.sign_in().await.unwrap(), TokenLifetime::Unknown);
}

#[tokio::test]
async fn an_address_is_reached_without_a_token_and_any_user_will_do_for_a_first_read() {
    let client = ClientHarness::open().await;
    client.api_with_token("wrong").reach().await.unwrap();
    let user = client.api.any_user().await.unwrap().unwrap();
    assert!(client.api.account(&user).await.is_ok());
}
