//! Tests of snapshots.

use super::*;
use crate::domain::{Blocked, Contact, ListKind, PairRemark};

#[tokio::test]
async fn a_list_comes_back_as_it_was_in_its_order() {
    let place = Place::new();
    let journal = place.journal().await;
    let job = journal
        .record_job(super::jobs::audit(), super::jobs::plan(1))
        .await
        .unwrap();
    let friends: Vec<_> = (0..120)
        .map(|n| Contact {
            id: id(&format!("f{}", 200 - n)),
            remark: (n % 3 != 0).then(|| Text::new(&format!("友{n}\u{1b}"))),
        })
        .collect();
    let blocks = vec![Blocked { id: id("b") }, Blocked { id: id("a\n") }];
    let owner = id("alice");
    let first = journal
        .store_snapshot(
            APP,
            Some(job),
            &owner,
            SnapshotRows::Friends(friends.clone()),
        )
        .await
        .unwrap();
    let second = journal
        .store_snapshot(APP, Some(job), &owner, SnapshotRows::Blocks(blocks))
        .await
        .unwrap();
    let alone = journal
        .store_snapshot(APP, None, &owner, SnapshotRows::Blocks(Vec::new()))
        .await
        .unwrap();

    let of_job = journal.snapshots(job).await.unwrap();
    let facts: Vec<_> = of_job
        .iter()
        .map(|snapshot| (snapshot.id, snapshot.list, snapshot.rows))
        .collect();
    assert_eq!(
        facts,
        [
            (first, ListKind::Friends, 120),
            (second, ListKind::Blocks, 2)
        ]
    );
    assert_eq!(of_job[0].owner, owner);
    let alone = journal.snapshot(alone).await.unwrap().unwrap();
    assert_eq!((alone.job, alone.rows), (None, 0));

    let kept = journal.snapshot_rows(first).await.unwrap();
    let expected: Vec<_> = friends
        .into_iter()
        .map(|friend| SnapshotRow {
            user: friend.id,
            remark: Some(PairRemark::of(friend.remark.as_ref())),
        })
        .collect();
    assert_eq!(kept, expected);
    let kept = journal.snapshot_rows(second).await.unwrap();
    assert_eq!(kept[1].user, id("a\n"));
    assert_eq!(kept[1].remark, None);
}

/// A list of the maximum length that the service allows.
fn long_list(salt: usize) -> SnapshotRows {
    let friends = (0..3_000).map(|n| Contact {
        id: id(&format!("user_{:08}", (n * 7919 + salt) % 99_999_999)),
        remark: (n % 3 == 0).then(|| Text::new(&format!("客户 {n}"))),
    });
    SnapshotRows::Friends(friends.collect())
}

#[tokio::test]
async fn a_snapshot_takes_a_fraction_of_its_list() {
    let place = Place::new();
    let journal = place.journal().await;
    for salt in 0..20 {
        journal
            .store_snapshot(APP, None, &id("alice"), long_list(salt))
            .await
            .unwrap();
    }
    close(journal);
    // Stored as rows of a table, each took 50 bytes and more.
    let size = std::fs::metadata(place.path()).unwrap().len();
    assert!(size < 20 * 3_000 * 12, "{size}");
}

#[tokio::test]
async fn the_rows_of_an_older_file_are_packed_with_all_that_they_hold() {
    let place = Place::new();
    let steps = &crate::journal::schema::STEPS[..1];
    let older = open(&place.options(), steps).unwrap();
    older
        .db
        .execute_batch(
            "INSERT INTO snapshot (at, app, owner, list) VALUES (7, 'acme#im-prod', 'alice', 'friends'),
               (8, 'acme#im-prod', 'alice', 'blocks');
             INSERT INTO snapshot_row VALUES (1, 1, 'bob', 1, '小王'), (1, 0, 'ann', 0, NULL),
               (1, 2, 'eve', 1, NULL), (2, 0, 'mallory', NULL, NULL);",
        )
        .unwrap();
    drop(older);
    let journal = place.journal().await;
    let found = journal.snapshots_of(APP, &id("alice"), 9).await.unwrap();
    let facts: Vec<_> = found.iter().map(|s| (s.at, s.list, s.rows)).collect();
    assert_eq!(facts, [(8, ListKind::Blocks, 1), (7, ListKind::Friends, 3)]);
    let row = |user: &str, remark| SnapshotRow {
        user: id(user),
        remark,
    };
    assert_eq!(
        journal.snapshot_rows(found[0].id).await.unwrap(),
        [row("mallory", None)]
    );
    let friends = [
        row("ann", Some(PairRemark::None)),
        row("bob", Some(PairRemark::Text(Text::new("小王")))),
        row("eve", Some(PairRemark::Withheld)),
    ];
    assert_eq!(journal.snapshot_rows(found[1].id).await.unwrap(), friends);
}

#[tokio::test]
async fn a_snapshot_that_cannot_be_unpacked_is_damage_and_no_empty_list() {
    let place = Place::new();
    let journal = place.journal().await;
    let snapshot = journal
        .store_snapshot(APP, None, &id("alice"), long_list(0))
        .await
        .unwrap();
    other(&place.path())
        .execute("UPDATE snapshot SET content = x'00ff00ff'", [])
        .unwrap();
    let why = journal.snapshot_rows(snapshot).await.unwrap_err();
    assert!(matches!(why, JournalError::Damaged(_)), "{why}");
}
