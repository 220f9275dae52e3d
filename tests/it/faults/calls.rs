//! Every call that the client can make, what is on the wire then, and what a good answer is.

use rosterm::api::Api;
use rosterm::domain::job::BulkOp;
use rosterm::domain::{ChatKind, Failure, UserId};

use crate::support::samples::deletion;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Read,
    Write,
}

/// What a call came back with, where it did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// What was asked for is done, or known.
    All,
    /// An answer, and not a word about the user in question.
    Nothing,
}

/// What becomes of an answer about somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// It names somebody else, and that is noticed.
    Fails(&'static str),
    /// It is judged id by id, and says nothing of the one in question.
    TellsNothing(&'static str),
    /// It would read the same: nothing in it says whom it is about, for this reason.
    LooksAlike(&'static str),
}

pub struct Call {
    pub name: &'static str,
    pub kind: Kind,
    /// Method and path, without the app.
    pub line: &'static str,
    pub good: &'static str,
    pub other: Other,
}

impl Call {
    /// Lists of conversations have five calls a minute for each user: they are never repeated.
    pub fn is_repeated(&self) -> bool {
        self.kind == Kind::Read && self.name != "conversations"
    }
}

const LIST: Other = Other::LooksAlike("a list does not say whose it is");
const OK: Other = Other::LooksAlike("the answer is a bare ok");
const WALTER: &str = r#"{"entities":[{"username":"walter"}]}"#;
const WAITER: Other = Other::Fails(r#"{"entities":[{"username":"waiter"}]}"#);

const fn call(
    kind: Kind,
    name: &'static str,
    line: &'static str,
    good: &'static str,
    other: Other,
) -> Call {
    Call {
        name,
        kind,
        line,
        good,
        other,
    }
}

pub const CALLS: [Call; 16] = [
    call(
        Kind::Read,
        "account",
        "GET users/alice",
        r#"{"entities":[{"username":"alice"}]}"#,
        WAITER,
    ),
    call(
        Kind::Read,
        "any_user",
        "GET users?limit=1",
        WALTER,
        Other::LooksAlike("any user will do"),
    ),
    call(
        Kind::Read,
        "friends",
        "GET user/alice/contacts?limit=50&needReturnRemark=true",
        r#"{"data":{"contacts":[{"username":"walter","remark":null}]}}"#,
        LIST,
    ),
    call(
        Kind::Read,
        "friend_ids",
        "GET users/alice/contacts/users",
        r#"{"data":["walter"]}"#,
        LIST,
    ),
    call(
        Kind::Read,
        "blocks",
        "GET users/alice/blocks/users?pageSize=50",
        r#"{"data":["walter"]}"#,
        LIST,
    ),
    call(
        Kind::Read,
        "block_ids",
        "GET users/alice/blocks/users",
        r#"{"data":["walter"]}"#,
        LIST,
    ),
    call(
        Kind::Read,
        "conversations",
        "GET user/alice/user_channels?limit=50",
        r#"{"data":{"channel_infos":[{"session_to":"walter","session_type":"chat"}]}}"#,
        LIST,
    ),
    call(
        Kind::Read,
        "are_friends",
        "POST contacts/check",
        r#"{"entities":[{"username":"walter","relation":"friend"}]}"#,
        Other::TellsNothing(r#"{"entities":[{"username":"waiter","relation":"friend"}]}"#),
    ),
    call(
        Kind::Read,
        "are_blocked",
        "POST blocks/check",
        r#"{"entities":[{"username":"walter","relation":"blacklist"}]}"#,
        Other::TellsNothing(r#"{"entities":[{"username":"waiter","relation":"blacklist"}]}"#),
    ),
    call(
        Kind::Write,
        "add_friend",
        "POST users/alice/contacts/users/walter",
        WALTER,
        WAITER,
    ),
    call(
        Kind::Write,
        "remove_friend",
        "DELETE users/alice/contacts/users/walter",
        WALTER,
        WAITER,
    ),
    call(
        Kind::Write,
        "set_remark",
        "PUT user/alice/contacts/users/walter",
        r#"{"status":"ok"}"#,
        OK,
    ),
    call(
        Kind::Write,
        "import_friends",
        "POST users/alice/contacts/import?isSendNotice=false",
        r#"{"status":"ok","data":{"success":["walter"]}}"#,
        Other::TellsNothing(r#"{"status":"ok","data":{"success":["waiter"]}}"#),
    ),
    call(
        Kind::Write,
        "block",
        "POST users/alice/blocks/users",
        r#"{"data":["walter"]}"#,
        Other::Fails(r#"{"data":["waiter"]}"#),
    ),
    call(
        Kind::Write,
        "unblock",
        "DELETE users/alice/blocks/users/walter",
        WALTER,
        WAITER,
    ),
    call(
        Kind::Write,
        "delete_conversation",
        "DELETE users/alice/user_channel",
        r#"{"data":{"result":"ok"}}"#,
        OK,
    ),
];

/// Makes a call about alice and walter.
pub async fn make(api: &Api, call: &Call) -> Result<Told, Failure> {
    let (alice, walter) = (&UserId::new("alice"), &UserId::new("walter"));
    let walters = std::slice::from_ref(walter);
    let told = |about_walter: bool| {
        if about_walter {
            Told::All
        } else {
            Told::Nothing
        }
    };
    let change = |op: BulkOp| op.change(alice.clone(), walter.clone());
    let done = |made: Result<u16, Failure>| made.map(|_| Told::All);
    match call.name {
        "account" => Ok(told(api.account(alice).await?.id == *alice)),
        "any_user" => Ok(told(api.any_user().await?.is_some())),
        "friends" => Ok(told(!api.friends(alice, None, 50).await?.rows.is_empty())),
        "friend_ids" => Ok(told(api.friend_ids(alice).await? == walters)),
        "blocks" => Ok(told(!api.blocks(alice, None, 50).await?.rows.is_empty())),
        "block_ids" => Ok(told(api.block_ids(alice).await? == walters)),
        "conversations" => {
            let page = api.conversations(alice, None, 50).await?;
            Ok(told(!page.rows.is_empty()))
        }
        "are_friends" => {
            let answer = api.are_friends(alice, walters).await?;
            Ok(told(answer.contains(&(walter.clone(), true))))
        }
        "are_blocked" => {
            let answer = api.are_blocked(alice, walters).await?;
            Ok(told(answer.contains(&(walter.clone(), true))))
        }
        "add_friend" => done(api.make(&change(BulkOp::AddFriend)).await),
        "remove_friend" => done(api.make(&change(BulkOp::RemoveFriend)).await),
        "set_remark" => done(api.make(&change(BulkOp::Remark)).await),
        "import_friends" => {
            let imported = api.import_friends(alice, walters).await?.body;
            assert_eq!(imported.added.len() + imported.unaccounted.len(), 1);
            Ok(told(imported.added == walters))
        }
        "block" => done(api.make(&change(BulkOp::Block)).await),
        "unblock" => done(api.make(&change(BulkOp::Unblock)).await),
        "delete_conversation" => done(
            api.make(&deletion(alice, walter, ChatKind::Chat, true))
                .await,
        ),
        _ => panic!("there is no call {}", call.name),
    }
}
