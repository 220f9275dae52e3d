//! Tests how tokens are requested, renewed, and refused.

use super::*;

/// A server that gives a token to whoever asks, and does every call.
async fn giving_tokens() -> Raw {
    Raw::start(|_, request| {
        if is_for_token(request) {
            token("t0ken")
        } else {
            about("a")
        }
    })
    .await
}

#[tokio::test]
async fn however_many_calls_wait_one_token_is_asked_for() {
    let raw = giving_tokens().await;
    let api = raw.asking_api();
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let api = api.clone();
            tokio::spawn(async move { look(&api).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((raw.tokens(), raw.calls()), (1, 20));
    let asked = raw
        .requests()
        .into_iter()
        .find(|request| is_for_token(request))
        .unwrap();
    assert!(asked.ends_with(r#"{"client_id":"id","client_secret":"s3cret","grant_type":"client_credentials","ttl":86400}"#), "{asked}");
    assert!(!asked.to_lowercase().contains("authorization"));
}

#[tokio::test]
async fn one_who_stops_waiting_for_the_token_does_not_stop_the_others() {
    let raw = giving_tokens().await;
    let api = raw.asking_api();
    let first = {
        let api = api.clone();
        tokio::spawn(async move { look(&api).await })
    };
    raw.seen(1).await;
    first.abort();
    look(&api).await.unwrap();
    assert_eq!(raw.tokens(), 1);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_and_the_call_is_made_once_more() {
    let raw = Raw::start(|number, request| match number {
        _ if is_for_token(request) => token(&format!("t{number}")),
        1 => reply(401, r#"{"error":"unauthorized"}"#),
        _ => about("b"),
    })
    .await;
    let api = raw.asking_api();
    add(&api).await.unwrap();
    assert_eq!((raw.tokens(), raw.calls()), (2, 2));
    let last = raw.requests().pop().unwrap();
    assert!(last.contains("Bearer t2"), "{last}");
}

#[tokio::test]
async fn a_service_that_refuses_every_token_is_not_asked_for_more() {
    let raw = Raw::start(|_, request| {
        if is_for_token(request) {
            token("t0ken")
        } else {
            reply(401, r#"{"error":"unauthorized"}"#)
        }
    })
    .await;
    let api = raw.asking_api();
    for _ in 0..5 {
        let failure = add(&api).await.unwrap_err();
        assert_eq!(
            (failure.class, failure.status),
            (FailureClass::Retryable, Some(401))
        );
    }
    assert_eq!((raw.tokens(), raw.calls()), (2, 6));
}

#[tokio::test]
async fn a_token_of_ones_own_is_never_renewed() {
    let raw = Raw::start(|_, _| reply(401, r#"{"error":"unauthorized"}"#)).await;
    let failure = add(&raw.api()).await.unwrap_err();
    assert_eq!(
        (failure.class, failure.status),
        (FailureClass::Retryable, Some(401))
    );
    assert_eq!((raw.tokens(), raw.calls()), (0, 1));
}

/// Moves the clock while nothing is in progress.
async fn pass_time(seconds: u64) {
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(seconds)).await;
    tokio::time::resume();
}

#[tokio::test]
async fn a_token_that_was_not_given_is_not_asked_for_again_for_ten_seconds() {
    for then in [
        reply(
            400,
            r#"{"error":"invalid_grant","error_description":"client_secret does not match"}"#,
        ),
        reply(500, ""),
        RawBehaviour::Cut,
    ] {
        let status = matches!(then, RawBehaviour::Cut);
        let raw = Raw::start(move |_, _| then.clone()).await;
        let api = raw.asking_api();
        let failure = add(&api).await.unwrap_err();
        // Whatever happened to the token, the call itself changed nothing.
        assert_ne!(failure.class, FailureClass::Unknown);
        assert_eq!(failure.status.is_none(), status);
        pass_time(9).await;
        assert_eq!(look(&api).await.unwrap_err(), failure);
        assert_eq!(raw.requests().len(), 1);
        pass_time(2).await;
        assert_eq!(look(&api).await.unwrap_err().class, failure.class);
        assert_eq!((raw.tokens(), raw.calls()), (2, 0));
    }
}

#[tokio::test]
async fn a_token_is_renewed_before_it_expires() {
    let raw = giving_tokens().await;
    let api = raw.asking_api();
    look(&api).await.unwrap();
    pass_time(890).await;
    look(&api).await.unwrap();
    assert_eq!(raw.tokens(), 1);
    pass_time(20).await;
    look(&api).await.unwrap();
    assert_eq!((raw.tokens(), raw.calls()), (2, 3));
}

#[tokio::test]
async fn a_renewal_that_fails_keeps_the_token_that_is_still_good() {
    let fails: [fn() -> RawBehaviour; 4] = [
        || reply(503, ""),
        || reply(400, r#"{"error":"invalid_grant"}"#),
        || RawBehaviour::Cut,
        || with_header(429, "Retry-After: 30", ""),
    ];
    for fail in fails {
        let raw = Raw::start(move |number, request| match number {
            0 => token("t0ken"),
            _ if is_for_token(request) => fail(),
            _ => about("a"),
        })
        .await;
        let api = raw.asking_api();
        look(&api).await.unwrap();
        pass_time(910).await;
        // It has 90 seconds left, and the service is not asked at every call.
        for _ in 0..3 {
            look(&api).await.unwrap();
        }
        assert_eq!((raw.tokens(), raw.calls()), (2, 4));
        pass_time(60).await;
        look(&api).await.unwrap();
        assert_eq!((raw.tokens(), raw.calls()), (3, 5));
        pass_time(60).await;
        assert!(look(&api).await.is_err());
        assert_eq!((raw.tokens(), raw.calls()), (4, 5));
    }
}

#[tokio::test]
async fn a_token_that_no_header_can_carry_is_refused_without_being_printed() {
    let raw = Raw::start(|_, _| RawBehaviour::Cut).await;
    let failure = api_of(&raw.base, "hunter\n2").unwrap_err();
    assert_eq!(failure.class, FailureClass::NothingDone);
    assert!(!format!("{failure:?} {failure}").contains("hunter"));
}
