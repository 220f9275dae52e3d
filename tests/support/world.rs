//! The simulated service: one user, the people around them, and failures.

use std::collections::HashSet;
use std::sync::LazyLock;

use jiff::Timestamp;
use rosterm::domain::files::SnapshotInfo;
use rosterm::domain::history::{HistoryEntry, HistoryQuery};
use rosterm::domain::job::{
    JobKind, JobPlan, JobStep, LoadedJob, StepState, UndoAnswer, UnfinishedJob,
};
use rosterm::domain::limits::FRIEND_IDS_CAP;
use rosterm::domain::undo::UndoRefusal;
use rosterm::domain::{
    Account, Blocked, ChatKind, Contact, Conversation, Cursor, Diagnosis, Failure, FailureClass,
    FailureReason, JobId, ListKind, Page, PairRemark, PairState, Relation, SnapshotId, UserId,
    Verification,
};
use rosterm::msg::{Query, Reply};
use rosterm::text::Text;

use super::samples::ALICE;

/// Rows in a page.
const PAGE: usize = 50;

/// The time of the newest message, from which all dates and times on the screens follow.
pub const NOW: &str = "2026-11-20T12:03:19+08:00";

/// How the service replies to a kind of call.
#[derive(Clone)]
pub enum Given<T> {
    /// With this value.
    Whole(T),
    /// With an error.
    Fails(Failure),
    /// With this many pages, then with an error.
    FailsAfter(usize, T, Failure),
    /// Not yet.
    Circles(T),
    /// Never.
    Silent,
    /// With this many pages, and not yet with the next one.
    SilentAfter(usize, T),
}

/// Everything that can be queried.
#[derive(Clone)]
pub struct World {
    pub account: Given<Account>,
    pub friends: Given<Vec<Contact>>,
    pub friend_ids: Given<Vec<UserId>>,
    pub blocks: Given<Vec<Blocked>>,
    pub block_ids: Given<Vec<UserId>>,
    pub conversations: Given<Vec<Conversation>>,
    pub relation: Given<fn(&str) -> Relation>,
    pub snapshots: Given<Vec<SnapshotInfo>>,
    pub journal: Given<Vec<HistoryEntry>>,
    /// The unfinished jobs in the journal.
    pub unfinished: Vec<UnfinishedJob>,
}

impl World {
    /// A user with many friends, an almost full blocklist, and a few conversations.
    pub fn usual() -> Self {
        // Creating a thousand people takes time, and hundreds of tests use them.
        static USUAL: LazyLock<World> = LazyLock::new(World::peopled);
        USUAL.clone()
    }

    fn peopled() -> Self {
        let friends = friends();
        let ids = friends.iter().map(|f| f.id.clone());
        let blocks = blocked();
        Self {
            account: Given::Whole(account(ALICE, Some("爱丽丝"), Some(true))),
            friend_ids: Given::Whole(ids.collect()),
            friends: Given::Whole(friends),
            block_ids: Given::Whole(blocks.iter().map(|b| b.id.clone()).collect()),
            blocks: Given::Whole(blocks),
            conversations: Given::Whole(conversations()),
            relation: Given::Whole(relation),
            snapshots: Given::Whole(snapshots()),
            journal: Given::Whole(Vec::new()),
            unfinished: Vec::new(),
        }
    }

    /// A user with an account and empty lists.
    pub fn empty() -> Self {
        Self {
            friends: Given::Whole(Vec::new()),
            friend_ids: Given::Whole(Vec::new()),
            blocks: Given::Whole(Vec::new()),
            block_ids: Given::Whole(Vec::new()),
            conversations: Given::Whole(Vec::new()),
            snapshots: Given::Whole(Vec::new()),
            ..Self::usual()
        }
    }

    /// Every call fails like this.
    pub fn failing(failure: &Failure) -> Self {
        let failure = || failure.clone();
        Self {
            account: Given::Fails(failure()),
            friends: Given::Fails(failure()),
            friend_ids: Given::Fails(failure()),
            blocks: Given::Fails(failure()),
            block_ids: Given::Fails(failure()),
            conversations: Given::Fails(failure()),
            relation: Given::Fails(failure()),
            snapshots: Given::Fails(failure()),
            journal: Given::Fails(failure()),
            unfinished: Vec::new(),
        }
    }

    /// No call gets a reply.
    pub fn silent() -> Self {
        Self {
            account: Given::Silent,
            friends: Given::Silent,
            friend_ids: Given::Silent,
            blocks: Given::Silent,
            block_ids: Given::Silent,
            conversations: Given::Silent,
            relation: Given::Silent,
            snapshots: Given::Silent,
            journal: Given::Silent,
            unfinished: Vec::new(),
        }
    }

    /// A list of these friends, and nothing else.
    pub fn of_friends(friends: Vec<Contact>) -> Self {
        Self {
            friend_ids: Given::Whole(friends.iter().map(|f| f.id.clone()).collect()),
            friends: Given::Whole(friends),
            ..Self::empty()
        }
    }

    /// The IDs, names, remarks and messages of everybody in it.
    pub fn personal(&self) -> HashSet<String> {
        fn all<T: Clone>(given: &Given<Vec<T>>) -> Vec<T> {
            once(given).and_then(Result::ok).unwrap_or_default()
        }
        let account = once(&self.account).and_then(Result::ok);
        let nickname = account.and_then(|account| account.nickname);
        let (friends, blocks) = (all(&self.friends), all(&self.blocks));
        let conversations = all(&self.conversations);
        let listed = all(&self.friend_ids)
            .into_iter()
            .chain(all(&self.block_ids));
        let ids = listed
            .chain(friends.iter().map(|row| row.id.clone()))
            .chain(blocks.iter().map(|row| row.id.clone()))
            .chain(conversations.iter().map(|row| row.id.clone()))
            .chain([UserId::new(ALICE)]);
        let remarks = friends.iter().filter_map(|row| row.remark.clone());
        let said = conversations.iter().filter_map(|row| row.last_text.clone());
        let texts = remarks.chain(said).chain(nickname);
        ids.map(|id| id.unmasked().to_owned())
            .chain(texts.map(|text| text.unmasked().to_owned()))
            .collect()
    }

    fn journal(&self, wanted: &HistoryQuery) -> Option<Result<Vec<HistoryEntry>, Failure>> {
        let limit = usize::try_from(wanted.limit).unwrap();
        let older = |past: &&HistoryEntry| wanted.before.is_none_or(|before| past.entry < before);
        let filter = &wanted.filter;
        let holds = |past: &&HistoryEntry| {
            filter.words.iter().all(|word| {
                past.target().raw().contains(&word.text)
                    || word.deeds.contains(&(&past.change).into())
            })
        };
        let is_one = |past: &&HistoryEntry| {
            filter.deeds.is_empty() || filter.deeds.contains(&(&past.change).into())
        };
        let all = once(&self.journal)?;
        Some(all.map(|all| {
            let kept = all.iter().filter(older).filter(holds);
            let kept = kept.filter(is_one);
            let kept = kept.filter(|past| !filter.failed || past.has_failed());
            kept.take(limit).cloned().collect()
        }))
    }

    /// Of the pair, only the main user's lists are known; the other one blocks back if [`Self::relation`] says so.
    fn diagnosis(&self, [_, other]: &[UserId; 2]) -> Option<Diagnosis> {
        Some(match &self.relation {
            Given::Whole(relation) => Diagnosis {
                accounts: [once(&self.account)?, relation(other.raw()).account?],
                blocks: [
                    listed(&self.block_ids, other),
                    relation(other.raw()).blocked_by,
                ],
                friends: [listed(&self.friend_ids, other); 2],
                remarks: [remark_on(&self.friends, other), None],
                why_unknown: None,
            },
            Given::Fails(failure) => Diagnosis {
                accounts: [Err(failure.clone()), Err(failure.clone())],
                blocks: [None, None],
                friends: [None, None],
                remarks: [None, None],
                why_unknown: Some(failure.clone()),
            },
            _ => return None,
        })
    }

    /// The reply to a query; `None` if there is none yet.
    pub fn answer(&self, query: &Query) -> Option<Reply> {
        Some(match query {
            Query::Account(_) => Reply::Account(once(&self.account)?),
            Query::Friends(_, at) => Reply::Friends(page(&self.friends, at.as_ref())?),
            Query::FriendIds(_) => Reply::FriendIds(once(&self.friend_ids)?.map(|mut ids| {
                ids.truncate(FRIEND_IDS_CAP);
                ids
            })),
            Query::Blocks(_, at) => Reply::Blocks(page(&self.blocks, at.as_ref())?),
            Query::BlockIds(_) => Reply::BlockIds(once(&self.block_ids)?),
            Query::Conversations(_, at) => {
                Reply::Conversations(page(&self.conversations, at.as_ref())?)
            }
            // No lost change was applied.
            Query::Verify(_) => Reply::Verified(Ok(Verification::NotApplied)),
            Query::Snapshots(_) => Reply::Snapshots(once(&self.snapshots)?),
            // Each test provides the contents of files itself.
            Query::Import(_) | Query::Export(_) | Query::ExportJournal(_) => return None,
            Query::Journal(wanted) => Reply::Journal(self.journal(wanted)?),
            Query::Unfinished => Reply::Unfinished(Ok(self.unfinished.clone())),
            Query::JobSteps(number) => {
                let left = self.unfinished.iter().find(|left| left.number == *number);
                Reply::JobSteps(Ok(steps_of(left?)))
            }
            Query::Undoable(_) => {
                Reply::Undoable(Ok(UndoAnswer::Refused(UndoRefusal::NothingToUndo)))
            }
            Query::RemarksOf(_, ids) => {
                let remarks = |friends: Vec<Contact>| {
                    let stands = |id: &UserId| {
                        let row = friends.iter().find(|row| row.id == *id);
                        let before = PairState {
                            friend: Some(row.is_some()),
                            blocked: None,
                            remark: row.map(|row| PairRemark::of(row.remark.as_ref())),
                        };
                        (id.clone(), before)
                    };
                    ids.iter().map(stands).collect()
                };
                Reply::RemarksOf(once(&self.friends)?.map(remarks))
            }
            Query::PairStates(_, ids) => {
                let (friends, blocks) = (once(&self.friend_ids)?, once(&self.block_ids)?);
                Reply::PairStates(friends.and_then(|friends| {
                    let blocks = blocks?;
                    let stands = |id: &UserId| PairState {
                        friend: Some(friends.contains(id)),
                        blocked: Some(blocks.contains(id)),
                        remark: None,
                    };
                    Ok(ids.iter().map(|id| (id.clone(), stands(id))).collect())
                }))
            }
            Query::Diagnosis(users) => Reply::Diagnosis(Box::new(self.diagnosis(users)?)),
            Query::Relation(_, other) => {
                let relation = match &self.relation {
                    // A check reports the contents of the lists.
                    Given::Whole(relation) => Relation {
                        friends: listed(&self.friend_ids, other),
                        blocks: listed(&self.block_ids, other),
                        ..relation(other.raw())
                    },
                    Given::Fails(failure) => Relation {
                        account: Some(Err(failure.clone())),
                        ..Relation::default()
                    },
                    _ => return None,
                };
                Reply::Relation(other.clone(), Box::new(relation))
            }
        })
    }
}

fn once<T: Clone>(given: &Given<T>) -> Option<Result<T, Failure>> {
    match given {
        Given::Whole(all)
        | Given::FailsAfter(_, all, _)
        | Given::Circles(all)
        | Given::SilentAfter(_, all) => Some(Ok(all.clone())),
        Given::Fails(failure) => Some(Err(failure.clone())),
        Given::Silent => None,
    }
}

fn remark_on(friends: &Given<Vec<Contact>>, id: &UserId) -> Option<PairRemark> {
    let friends = once(friends)?.ok()?;
    let row = friends.iter().find(|row| row.id == *id)?;
    Some(PairRemark::of(row.remark.as_ref()))
}

fn listed(ids: &Given<Vec<UserId>>, id: &UserId) -> Option<bool> {
    Some(once(ids)?.ok()?.contains(id))
}

/// A cursor is the number of the page that it starts.
fn page<T: Clone>(given: &Given<Vec<T>>, at: Option<&Cursor>) -> Option<Result<Page<T>, Failure>> {
    let number: usize = at.map_or(0, |cursor| cursor.0.parse().unwrap());
    let all = match given {
        Given::FailsAfter(pages, _, failure) if number >= *pages => {
            return Some(Err(failure.clone()));
        }
        Given::SilentAfter(pages, _) if number >= *pages => return None,
        _ => match once(given)? {
            Ok(all) => all,
            Err(failure) => return Some(Err(failure)),
        },
    };
    let rows: Vec<T> = all.iter().skip(number * PAGE).take(PAGE).cloned().collect();
    let more = all.len() > (number + 1) * PAGE;
    let next = match given {
        Given::Circles(_) => Some((number + 1) % 2),
        _ => more.then_some(number + 1),
    };
    let next = next.map(|number| Cursor(number.to_string()));
    Some(Ok(Page { rows, next }))
}

// ---- people ----

pub fn millis(time: &str) -> i64 {
    time.parse::<Timestamp>().unwrap().as_millisecond()
}

pub fn account(id: &str, nickname: Option<&str>, activated: Option<bool>) -> Account {
    Account {
        id: UserId::new(id),
        uuid: Some(Text::new("b2a1c0de-1f4b-11ef-9a77-5d0c0042feed")),
        nickname: nickname.map(Text::new),
        created: Some(millis("2021-04-02T09:30:00+08:00")),
        activated,
    }
}

pub fn contact(id: &str, remark: &str) -> Contact {
    Contact {
        id: UserId::new(id),
        remark: (!remark.is_empty()).then(|| Text::new(remark)),
    }
}

/// A thousand friends: the first ones with names and remarks, the others numbered.
fn friends() -> Vec<Contact> {
    let named = [
        ("bob_77", "小王-华东大区"),
        ("carol.chen", "陈女士(VIP)"),
        ("dave-01", ""),
        ("eve_shop", "门店-虹口"),
        ("frank", "left the company"),
        ("grace_li", "李工"),
        ("heidi_88", ""),
        ("ivan.p", "推广勿回"),
        ("judy", "同事 👩‍💻"),
        ("kevin_x", ""),
        (
            "lucy_liu",
            "刘总: 每周二下午三点以后方便接电话, 其他时间请留言",
        ),
        ("mallory", ""),
        ("niaj", "نياج الأحمد"),
        ("olivia", "会员群主"),
        ("peggy_01", "Peggy from the night shift"),
        ("support-east-shanghai-hongkou-0042", "very long ID"),
        ("rupert", ""),
        ("sybil", "代理"),
        ("张三", "ID from before the rule"),
        ("Old User@corp", ""),
    ];
    let numbered = (named.len()..1043).map(|n| contact(&format!("user_{n:04}"), ""));
    let named = named.iter().map(|(id, remark)| contact(id, remark));
    named.chain(numbered).collect()
}

/// Almost as many as the service allows; one of them is a friend too.
fn blocked() -> Vec<Blocked> {
    let first = ["carol.chen", "ivan.p", "mallory"].map(str::to_owned);
    let rest = (41..).map(|n| format!("spam_{n:04}"));
    let ids = first.into_iter().chain(rest).take(487);
    ids.map(|id| Blocked {
        id: UserId::new(&id),
    })
    .collect()
}

pub fn conversation(
    (id, kind): (&str, ChatKind),
    unread: Option<u64>,
    last: Option<&str>,
    said: Option<&str>,
) -> Conversation {
    Conversation {
        id: UserId::new(id),
        kind,
        unread,
        last_at: last.map(millis),
        last_text: said.map(Text::new),
    }
}

fn conversations() -> Vec<Conversation> {
    use ChatKind::{Chat, Group};
    let today = Some("2026-11-20T11:58:40+08:00");
    vec![
        conversation(
            ("bob_77", Chat),
            Some(12),
            today,
            Some("发货单号发我一下, 谢谢"),
        ),
        conversation(
            ("218374650011649", Group),
            Some(1500),
            Some("2026-11-20T11:40:00+08:00"),
            Some("@all the new price list is in the group files"),
        ),
        conversation(
            ("carol.chen", Chat),
            Some(0),
            Some("2026-11-19T18:02:00+08:00"),
            None,
        ),
        conversation(
            ("dave-01", Chat),
            Some(1),
            Some("2026-03-02T08:00:00+08:00"),
            Some("ok"),
        ),
        conversation(
            ("eve_shop", Chat),
            None,
            Some("2024-08-30T23:59:00+08:00"),
            Some("👍"),
        ),
        conversation(("spam_0042", Chat), Some(999), None, None),
        conversation(("张三", Chat), Some(3), today, Some("在吗?")),
    ]
}

/// Snapshots taken before jobs.
fn snapshots() -> Vec<SnapshotInfo> {
    let snapshot = |id, at, list, rows, job| SnapshotInfo {
        id: SnapshotId(id),
        at: millis(at),
        list,
        rows,
        job: Some(JobId(job)),
    };
    let mut all = vec![
        snapshot(31, "2026-11-20T12:06:41+08:00", ListKind::Blocks, 487, 12),
        snapshot(30, "2026-11-19T17:40:01+08:00", ListKind::Friends, 1043, 11),
    ];
    all.extend((1..20).map(|n| snapshot(n, "2026-03-02T08:00:00+08:00", ListKind::Blocks, 1, n)));
    all
}

/// The relation of a user to Alice.
pub fn relation(other: &str) -> Relation {
    let account = match other {
        "frank" | "spam_0042" => Err(not_found()),
        "mallory" => Ok(account(other, Some("Mallory M."), Some(false))),
        "dave-01" => Err(server_error()),
        _ => Ok(account(other, Some("昵称 Nick"), Some(true))),
    };
    Relation {
        account: Some(account),
        blocked_by: match other {
            "mallory" | "ivan.p" => Some(true),
            "dave-01" => None,
            _ => Some(false),
        },
        ..Relation::default()
    }
}

// ---- failures ----

/// An error reply of the service, as documented.
pub fn refused(class: FailureClass, status: u16, error: &str, description: &str) -> Failure {
    Failure {
        status: Some(status),
        error: Some(Text::new(error)),
        description: Some(Text::new(description)),
        ..Failure::new(class, FailureReason::Service)
    }
}

pub fn not_found() -> Failure {
    refused(
        FailureClass::Final,
        404,
        "service_resource_not_found",
        "Service resource not found",
    )
}

pub fn server_error() -> Failure {
    refused(
        FailureClass::Retryable,
        503,
        "service_unavailable",
        "Service Temporarily Unavailable",
    )
}

pub fn too_many() -> Failure {
    Failure {
        retry_after: Some(1),
        ..refused(
            FailureClass::Retryable,
            429,
            "too_many_requests",
            "You have exceeded the limit of API call frequency",
        )
    }
}

pub fn full() -> Failure {
    refused(
        FailureClass::Final,
        403,
        "exceed_limit",
        "the number of friends exceeds the limit",
    )
}

pub fn forbidden(description: &str) -> Failure {
    refused(FailureClass::Final, 403, "forbidden_op", description)
}

pub fn unauthorized() -> Failure {
    refused(
        FailureClass::Retryable,
        401,
        "unauthorized",
        "Unable to authenticate (OAuth)",
    )
}

pub fn offline() -> Failure {
    Failure::new(FailureClass::NothingDone, FailureReason::Connect)
        .because("tcp connect error: Connection refused (os error 111)")
}

pub fn timeout() -> Failure {
    Failure::new(FailureClass::Unknown, FailureReason::Timeout).because("no answer within 10 s")
}

/// The steps of an unfinished job.
fn steps_of(left: &UnfinishedJob) -> LoadedJob {
    let JobKind::Op(op) = left.kind else {
        panic!("no steps for {:?}", left.kind);
    };
    let counts = left.counts;
    let states = [
        (counts.undone, StepState::Undone),
        (counts.done, StepState::Done),
        (counts.failed, StepState::Failed(not_found())),
        (counts.sent, StepState::Sent),
        (counts.unknown, StepState::Unknown),
        (counts.waiting, StepState::Waiting),
    ];
    let states: Vec<StepState> = states
        .into_iter()
        .flat_map(|(n, state)| vec![state; n])
        .collect();
    let step = |n: usize| JobStep {
        change: op.change(left.owner.clone(), UserId::new(&format!("spam_{n:04}"))),
        before: PairState::default(),
        undoes: None,
    };
    LoadedJob {
        plan: JobPlan {
            owner: left.owner.clone(),
            steps: (1..=states.len()).map(step).collect(),
            undoes: None,
        },
        states,
    }
}
