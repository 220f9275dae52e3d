//! The worker against the sandbox: every fetch and every change, asked and answered through the inbox.

use std::time::Duration;

use rosterm::domain::{Change, ChatKind, Cursor, Failure, FailureClass, RequestId};
use rosterm::msg::{Event, Query, Reply};
use rosterm::text::Text;
use rosterm::worker::Worker;
use serde_json::json;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::contract::client::ClientHarness;
use crate::support::samples::id;

fn worker(client: &ClientHarness) -> (Worker, UnboundedReceiver<Event>) {
    let (inbox, answers) = unbounded_channel();
    (Worker::new(client.api.clone(), inbox), answers)
}

async fn reply(client: &ClientHarness, query: Query) -> Reply {
    let (mut worker, mut answers) = worker(client);
    worker.query(RequestId(3), query);
    match answers.recv().await {
        Some(Event::Reply(RequestId(3), reply)) => reply,
        other => panic!("{other:?}"),
    }
}

async fn changed(client: &ClientHarness, change: Change) -> Result<(), Failure> {
    let (mut worker, mut answers) = worker(client);
    worker.change(RequestId(4), change.clone(), None);
    match answers.recv().await {
        Some(Event::Changed(RequestId(4), about, result)) if about == change => result.map(drop),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn every_fetch_is_answered_with_what_was_asked_for() {
    let client = ClientHarness::open().await;
    let main = client.main();
    let Reply::Account(Ok(account)) = reply(&client, Query::Account(main.clone())).await else {
        panic!("no account")
    };
    assert_eq!(account.id, main);

    let Reply::Friends(Ok(page)) = reply(&client, Query::Friends(main.clone(), None)).await else {
        panic!("no friends")
    };
    assert_eq!(page.rows.len(), 50);
    let Reply::Friends(Ok(page)) = reply(&client, Query::Friends(main.clone(), page.next)).await
    else {
        panic!("no more friends")
    };
    assert_eq!((page.rows.len(), page.next), (10, None));
    let Reply::FriendIds(Ok(ids)) = reply(&client, Query::FriendIds(main.clone())).await else {
        panic!("no ids")
    };
    assert_eq!(ids.len(), 60);

    let Reply::Blocks(Ok(page)) = reply(&client, Query::Blocks(main.clone(), None)).await else {
        panic!("no blocklist")
    };
    assert_eq!(page.rows.len(), 50);
    let Reply::Blocks(Ok(page)) = reply(&client, Query::Blocks(main.clone(), page.next)).await
    else {
        panic!("no more blocklist")
    };
    assert_eq!((page.rows.len(), page.next), (10, None));
    let Reply::BlockIds(Ok(ids)) = reply(&client, Query::BlockIds(main.clone())).await else {
        panic!("no ids")
    };
    assert_eq!(ids.len(), 60);

    let Reply::Conversations(Ok(page)) = reply(&client, Query::Conversations(main, None)).await
    else {
        panic!("no conversations")
    };
    assert_eq!(page.rows.len(), 12);
}

#[tokio::test]
async fn a_failed_fetch_is_answered_with_its_failure() {
    let client = ClientHarness::open().await;
    let nobody = id("nobody");
    for query in [
        Query::Account(nobody.clone()),
        Query::FriendIds(nobody.clone()),
        Query::BlockIds(nobody),
    ] {
        let failure = match reply(&client, query).await {
            Reply::Account(Err(failure))
            | Reply::FriendIds(Err(failure))
            | Reply::BlockIds(Err(failure)) => failure,
            other => panic!("{other:?}"),
        };
        assert!(failure.is_not_found());
    }
    let lost = Some(Cursor("lost".into()));
    let Reply::Friends(Err(failure)) = reply(&client, Query::Friends(client.main(), lost)).await
    else {
        panic!("a cursor that nobody gave")
    };
    assert_eq!(failure.class, FailureClass::Final);
}

#[tokio::test]
async fn a_relation_is_learnt_from_both_sides() {
    let client = ClientHarness::open().await;
    for (other, gone, friends, blocks, blocked_by) in [
        ("bob_77", false, Some(true), Some(false), Some(true)),
        ("carol.chen", false, Some(true), Some(true), Some(false)),
        // The account is gone; the rows about it are still there, and its own are not.
        ("gone_2019", true, Some(true), Some(false), None),
    ] {
        let query = Query::Relation(client.main(), id(other));
        let Reply::Relation(about, relation) = reply(&client, query).await else {
            panic!("no relation")
        };
        assert_eq!(about, id(other));
        let account = relation.account.unwrap();
        assert_eq!(
            account.is_err_and(|failure| failure.is_not_found()),
            gone,
            "{other}"
        );
        assert_eq!(
            (relation.friends, relation.blocks, relation.blocked_by),
            (friends, blocks, blocked_by),
            "{other}"
        );
    }
}

#[tokio::test]
async fn on_an_older_deployment_only_the_account_is_learnt() {
    let client = ClientHarness::open().await;
    client
        .sandbox
        .order(json!({ "path_contains": "/check", "fault": { "kind": "status", "status": 404 } }));
    let Reply::Relation(_, relation) =
        reply(&client, Query::Relation(client.main(), id("bob_77"))).await
    else {
        panic!("no relation")
    };
    assert!(relation.account.unwrap().is_ok());
    assert_eq!(
        (relation.friends, relation.blocks, relation.blocked_by),
        (None, None, None)
    );
}

#[tokio::test]
async fn every_change_is_made_and_answered() {
    let client = ClientHarness::open().await;
    client.sandbox.register(&["ann"]).await;
    let (owner, friend) = (client.main(), id("ann"));
    let [o, f] = [&owner, &friend].map(|id| move || id.clone());
    changed(
        &client,
        Change::AddFriend {
            owner: o(),
            friend: f(),
        },
    )
    .await
    .unwrap();
    changed(
        &client,
        Change::SetRemark {
            owner: o(),
            friend: f(),
            remark: Text::new("安"),
        },
    )
    .await
    .unwrap();
    changed(
        &client,
        Change::Block {
            owner: o(),
            target: f(),
        },
    )
    .await
    .unwrap();
    let truth = client.sandbox.truth("alice_01").await;
    assert_eq!(
        truth["friends"][0],
        json!({ "username": "ann", "remark": "安" })
    );
    assert_eq!(truth["blocks"][0], "ann");

    changed(
        &client,
        Change::Unblock {
            owner: o(),
            target: f(),
        },
    )
    .await
    .unwrap();
    changed(
        &client,
        Change::RemoveFriend {
            owner: o(),
            friend: f(),
        },
    )
    .await
    .unwrap();
    let first = truth["conversations"][0].clone();
    let kind = if first["type"] == "chat" {
        ChatKind::Chat
    } else {
        ChatKind::Group
    };
    let peer = id(first["id"].as_str().unwrap());
    changed(
        &client,
        Change::DeleteConversation {
            owner: o(),
            peer,
            kind,
            roaming: true,
        },
    )
    .await
    .unwrap();
    let truth = client.sandbox.truth("alice_01").await;
    assert_ne!(truth["friends"][0]["username"], "ann");
    assert_ne!(truth["blocks"][0], "ann");
    assert_ne!(truth["conversations"][0], first);
}

#[tokio::test]
async fn writes_under_way_are_answered_before_the_worker_ends() {
    let client = ClientHarness::open().await;
    let (mut worker, mut answers) = worker(&client);
    client
        .sandbox
        .order(json!({ "method": "POST", "fault": { "kind": "delay", "ms": 200 } }));
    for (request, target) in ["walter", "trent", "xena"].into_iter().enumerate() {
        let change = Change::Block {
            owner: client.main(),
            target: id(target),
        };
        worker.change(RequestId(request as u64), change, None);
    }
    // What has not left when it ends is not sent any more.
    while client.sandbox.count("POST /users/{u}/blocks/users").await < 3 {}
    worker.finish(Duration::from_secs(30)).await;
    let mut answered = 0;
    while let Ok(answer) = answers.try_recv() {
        assert!(matches!(answer, Event::Changed(_, _, Ok(_))), "{answer:?}");
        answered += 1;
    }
    assert_eq!(answered, 3);
}
