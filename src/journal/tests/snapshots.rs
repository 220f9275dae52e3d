//! Lists as they were.

use super::*;
use crate::domain::{Blocked, Contact};

#[tokio::test]
async fn a_list_comes_back_as_it_was_in_its_order_and_by_parts() {
    let place = Place::new();
    let journal = place.journal().await;
    let job = journal.prepare(super::jobs::plan(1)).await.unwrap();
    let friends: Vec<_> = (0..120)
        .map(|n| Contact {
            id: id(&format!("f{}", 200 - n)),
            remark: (n % 3 != 0).then(|| Text::new(&format!("友{n}\u{1b}"))),
        })
        .collect();
    let blocks = vec![Blocked { id: id("b") }, Blocked { id: id("a\n") }];
    let owner = id("alice");
    let first = journal
        .keep(APP, Some(job), &owner, Rows::Friends(friends.clone()))
        .await
        .unwrap();
    let second = journal
        .keep(APP, Some(job), &owner, Rows::Blocks(blocks))
        .await
        .unwrap();
    let alone = journal
        .keep(APP, None, &owner, Rows::Blocks(Vec::new()))
        .await
        .unwrap();

    let of_job = journal.snapshots(job).await.unwrap();
    let facts: Vec<_> = of_job
        .iter()
        .map(|snapshot| (snapshot.id, snapshot.list, snapshot.rows))
        .collect();
    assert_eq!(
        facts,
        [(first, List::Friends, 120), (second, List::Blocks, 2)]
    );
    assert_eq!(of_job[0].owner, owner);
    let alone = journal.snapshot(alone).await.unwrap().unwrap();
    assert_eq!((alone.job, alone.rows), (None, 0));

    let mut kept = journal.kept(first, 0, 100).await.unwrap();
    kept.extend(journal.kept(first, 100, 100).await.unwrap());
    let expected: Vec<_> = friends
        .into_iter()
        .map(|friend| Kept {
            user: friend.id,
            remark: Some(Remark::of(friend.remark.as_ref())),
        })
        .collect();
    assert_eq!(kept, expected);
    let kept = journal.kept(second, 0, 100).await.unwrap();
    assert_eq!(kept[1].user, id("a\n"));
    assert_eq!(kept[1].remark, None);
}
