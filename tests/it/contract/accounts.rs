//! One user.

use rosterm::api::{Api, AppKey, BaseUrl, Credentials, Network, Secret, Settings, Timing};

use crate::contract::client::{ClientHarness, assert_nobody, assert_refused};
use crate::support::samples::id;

#[tokio::test]
async fn an_account_is_read_with_its_nickname_and_its_age() {
    let client = ClientHarness::open().await;
    let account = client.api.account(&client.main()).await.unwrap();
    assert_eq!(account.id, client.main());
    assert_eq!(account.nickname.unwrap().raw(), "爱丽丝");
    assert_eq!(account.activated, Some(true));
    assert!(account.created.is_some() && account.uuid.is_some());
}

#[tokio::test]
async fn a_banned_account_says_so() {
    let client = ClientHarness::open().await;
    assert_eq!(
        client.api.account(&id("frank")).await.unwrap().activated,
        Some(false)
    );
}

#[tokio::test]
async fn a_deleted_account_is_nobody() {
    let client = ClientHarness::open().await;
    assert_nobody(client.api.account(&id("gone_2019")).await);
}

#[tokio::test]
async fn an_id_in_capitals_finds_its_user() {
    let client = ClientHarness::open().await;
    assert_eq!(
        client.api.account(&id("Bob_77")).await.unwrap().id,
        id("bob_77")
    );
}

#[tokio::test]
async fn an_app_that_does_not_exist_is_told_from_a_user_who_does_not() {
    let client = ClientHarness::open().await;
    let settings = Settings {
        base_url: BaseUrl::parse(client.sandbox.base_url()).unwrap(),
        app_key: AppKey::parse("nobody#nothing").unwrap(),
        credentials: Credentials::Token(Secret::new(client.sandbox.token())),
        share: 100,
        timing: Timing::default(),
        network: Network::default(),
    };
    let failure = Api::new(settings, |_| {})
        .unwrap()
        .account(&client.main())
        .await;
    assert!(!failure.clone().unwrap_err().is_not_found());
    assert_refused(
        failure,
        404,
        "organization_application_not_found",
        "nobody/nothing",
    );
}

#[tokio::test]
async fn every_friend_can_be_looked_at_whatever_the_id_is_made_of() {
    let client = ClientHarness::open().await;
    let friends = client.api.friend_ids(&client.main()).await.unwrap();
    assert!(friends.contains(&id("vip/2018")) && friends.contains(&id("who?#me")));
    for friend in friends {
        match client.api.account(&friend).await {
            Ok(account) => assert_eq!(account.id, friend),
            Err(failure) => {
                assert!(
                    friend.raw().starts_with("gone_")
                        || ["test_del_03", "wx_8812034"].contains(&friend.raw())
                );
                assert!(failure.is_not_found());
            }
        }
    }
}
