//! Friends and blocklist are read, paged, asked about and shortened alike.

use rosterm::domain::job::BulkOp;
use rosterm::domain::{Cursor, Failure, UserId};
use rstest::rstest;
use serde_json::json;

use crate::contract::client::{ClientHarness, assert_nobody, assert_refused};
use crate::support::samples::{id, ids};

#[derive(Debug, Clone, Copy)]
enum List {
    Friends,
    Blocks,
}

impl List {
    /// The ids of a page, and where the next begins.
    async fn page(
        self,
        client: &ClientHarness,
        owner: &UserId,
        cursor: Option<&Cursor>,
        size: u8,
    ) -> Result<(Vec<UserId>, Option<Cursor>), Failure> {
        Ok(match self {
            Self::Friends => {
                let page = client.api.friends(owner, cursor, size).await?;
                (page.rows.into_iter().map(|row| row.id).collect(), page.next)
            }
            Self::Blocks => {
                let page = client.api.blocks(owner, cursor, size).await?;
                (page.rows.into_iter().map(|row| row.id).collect(), page.next)
            }
        })
    }

    /// The whole list at once.
    async fn whole(self, client: &ClientHarness, owner: &UserId) -> Result<Vec<UserId>, Failure> {
        match self {
            Self::Friends => client.api.friend_ids(owner).await,
            Self::Blocks => client.api.block_ids(owner).await,
        }
    }

    /// Who of these stands in it.
    async fn holds(
        self,
        client: &ClientHarness,
        owner: &UserId,
        asked: &[UserId],
    ) -> Result<Vec<(UserId, bool)>, Failure> {
        match self {
            Self::Friends => client.api.are_friends(owner, asked).await,
            Self::Blocks => client.api.are_blocked(owner, asked).await,
        }
    }

    /// Takes somebody off it.
    async fn without(
        self,
        client: &ClientHarness,
        owner: &UserId,
        other: &UserId,
    ) -> Result<(), Failure> {
        let remove = match self {
            Self::Friends => BulkOp::RemoveFriend,
            Self::Blocks => BulkOp::Unblock,
        };
        let change = remove.change(owner.clone(), other.clone());
        client.api.make(&change).await.map(drop)
    }

    /// What the server holds, newest first.
    async fn truth(self, client: &ClientHarness, owner: &str) -> Vec<UserId> {
        let truth = client.sandbox.truth(owner).await;
        let names = match self {
            Self::Friends => truth.friends(),
            Self::Blocks => truth.blocks(),
        };
        names.iter().map(|name| id(name)).collect()
    }
}

#[rstest]
#[case::friends(List::Friends)]
#[case::blocks(List::Blocks)]
#[tokio::test]
async fn the_pages_are_the_whole_list_newest_first(#[case] list: List) {
    let client = ClientHarness::open().await;
    let mut rows = Vec::new();
    let mut cursor = None;
    for full in [50, 10] {
        let page = list
            .page(&client, &client.main(), cursor.as_ref(), 50)
            .await;
        let (page, next) = page.unwrap();
        assert_eq!(page.len(), full);
        rows.extend(page);
        cursor = next;
    }
    assert_eq!(cursor, None);
    assert_eq!(rows, list.truth(&client, "alice_01").await);
}

#[rstest]
#[case::friends(List::Friends)]
#[case::blocks(List::Blocks)]
#[tokio::test]
async fn all_at_once_are_the_same_list(#[case] list: List) {
    let client = ClientHarness::open().await;
    let listed = list.whole(&client, &client.main()).await.unwrap();
    assert_eq!(listed, list.truth(&client, "alice_01").await);
}

#[rstest]
#[case::friends(List::Friends)]
#[case::blocks(List::Blocks)]
#[tokio::test]
async fn a_newcomer_has_an_empty_list_and_a_nobody_has_none(#[case] list: List) {
    let client = ClientHarness::open().await;
    client.sandbox.register(&["ann"]).await;
    let page = list.page(&client, &id("ann"), None, 50).await;
    assert_eq!(page, Ok((vec![], None)));
    assert_eq!(list.whole(&client, &id("ann")).await, Ok(vec![]));
    assert_nobody(list.page(&client, &id("nobody"), None, 50).await);
    assert_nobody(list.whole(&client, &id("nobody")).await);
}

#[rstest]
#[case::friends(List::Friends)]
#[case::blocks(List::Blocks)]
#[tokio::test]
async fn a_page_of_more_than_fifty_is_refused(#[case] list: List) {
    let client = ClientHarness::open().await;
    assert_refused(
        list.page(&client, &client.main(), None, 51).await,
        400,
        "illegal_argument",
        "page size more than max limit : 50",
    );
}

#[rstest]
#[case::friends(List::Friends, "gone_2019")]
#[case::blocks(List::Blocks, "old_troll")]
#[tokio::test]
async fn nobody_is_taken_off_where_either_does_not_exist(#[case] list: List, #[case] gone: &str) {
    let client = ClientHarness::open().await;
    let main = client.main();
    assert_nobody(list.without(&client, &main, &id(gone)).await);
    assert_nobody(list.without(&client, &id("nobody"), &id("bob_77")).await);
    assert_nobody(list.without(&client, &id("nobody"), &main).await);
}

#[rstest]
#[case::friends(List::Friends, ["bob_77", "ann", "vip/2018", "nobody"])]
#[case::blocks(List::Blocks, ["carol.chen", "walter", "old_troll", "nobody"])]
#[tokio::test]
async fn who_stands_in_it_is_told_from_the_others(#[case] list: List, #[case] asked: [&str; 4]) {
    let client = ClientHarness::open().await;
    client.sandbox.register(&["ann"]).await;
    let asked = ids(&asked);
    let known = list.holds(&client, &client.main(), &asked).await.unwrap();
    let expected: Vec<_> = asked.into_iter().zip([true, false, true, false]).collect();
    assert_eq!(known, expected);
}

#[tokio::test]
async fn a_blocklist_is_its_owner_s() {
    let client = ClientHarness::open().await;
    let main = client.main();
    let known = List::Blocks
        .holds(&client, &id("bob_77"), std::slice::from_ref(&main))
        .await;
    assert_eq!(known, Ok(vec![(main, true)]));
}

#[rstest]
#[case::friends(List::Friends)]
#[case::blocks(List::Blocks)]
#[tokio::test]
async fn of_nobody_of_too_many_and_by_the_banned_nothing_can_be_asked(#[case] list: List) {
    let client = ClientHarness::open().await;
    let main = client.main();
    let sizes = "check_list size must be between 1 and 100";
    let many = vec![id("ann"); 101];
    for (owner, asked, status, error, words) in [
        (&main, &[][..], 400, "illegal_argument", sizes),
        (&main, &many, 400, "illegal_argument", sizes),
        (
            &id(""),
            &many[..1],
            400,
            "illegal_argument",
            "username cannot be blank",
        ),
        (
            &id("frank"),
            &many[..1],
            403,
            "forbidden_service_operation",
            "",
        ),
    ] {
        let refused = list.holds(&client, owner, asked).await;
        assert_refused(refused, status, error, words);
    }
    list.holds(&client, &main, &many[..100]).await.unwrap();
}

#[rstest]
#[case::friends(List::Friends)]
#[case::blocks(List::Blocks)]
#[tokio::test]
async fn a_deployment_without_the_question_says_that_it_is_not_there(#[case] list: List) {
    let client = ClientHarness::open().await;
    let fault = json!({ "kind": "status", "status": 404 });
    client.sandbox.fault("POST", "/check", &fault);
    let asked = ids(&["bob_77"]);
    assert_nobody(list.holds(&client, &client.main(), &asked).await);
}
