//! Stories: keys and replies in, effects and model out. Time is a field of the messages, so no test here
//! waits.

use std::collections::{HashMap, HashSet};

use crossterm::event::{KeyCode, KeyModifiers, MouseEvent, MouseEventKind};

use super::*;
use crate::dialog::triage::{BulkQuestion, Triage, TriageStep};
use crate::dialog::{ARM_TIME, ChangeDialog, DrawnText, FailedChange, SendStage};
use crate::domain::files::{
    DifferenceRow, ExportedFile, FileError, ImportedContent, ImportedFile, ListDifference,
    Membership,
};
use crate::domain::job::{
    BulkOp, JobControl, JobEvent, JobPlan, StepState, UndoAnswer, UnfinishedJob,
};
use crate::domain::undo::UndoRefusal;
use crate::domain::{
    Account, AccountStatus, Blocked, Change, ChatKind, Contact, Conversation, Cursor, Failure,
    FailureClass, FailureReason, JobId, ListKind, Page, PairRemark, PairState, PriorKnowledge,
    Relation, RequestId, Verification,
};
use crate::i18n::Lang;
use crate::model::{OpenUser, Session, UndoDirection, UndoReport};
use crate::msg::Reply;
use crate::paged::LoadPhase;
use crate::text::Text;

mod clip;
mod diagnosis;
mod dialogs;
mod difference;
mod facts;
mod failures;
mod files;
mod finding;
mod jobs;
mod journal;
mod journal_jobs;
mod leaving;
mod locking;
mod opening;
mod palette;
mod preferences;
mod property;
mod reading;
mod selecting;
mod triage;
mod triage_accounts;
mod undo;
mod unfinished;
mod unknown_changes;
mod writes;

const PAGE: usize = 50;

fn user(id: &str) -> UserId {
    UserId::new(id)
}

fn failure(class: FailureClass) -> Failure {
    Failure::new(class, FailureReason::Service)
}

fn block(owner: &str, target: &str) -> Change {
    Change::Block {
        owner: user(owner),
        target: user(target),
    }
}

fn unblock(owner: &str, target: &str) -> Change {
    Change::Unblock {
        owner: user(owner),
        target: user(target),
    }
}

fn add(owner: &str, friend: &str) -> Change {
    Change::AddFriend {
        owner: user(owner),
        friend: user(friend),
    }
}

fn unfriend(owner: &str, friend: &str) -> Change {
    Change::RemoveFriend {
        owner: user(owner),
        friend: user(friend),
    }
}

fn remark(owner: &str, friend: &str, text: &str) -> Change {
    Change::SetRemark {
        owner: user(owner),
        friend: user(friend),
        remark: Text::new(text),
    }
}

fn delete(owner: &str, peer: &str, roaming: bool) -> Change {
    Change::DeleteConversation {
        owner: user(owner),
        peer: user(peer),
        kind: ChatKind::Chat,
        roaming,
    }
}

/// What the service holds about one user.
#[derive(Debug, Clone, Default)]
struct Facts {
    friends: Vec<(String, Option<String>)>,
    blocks: Vec<String>,
    conversations: Vec<(ChatKind, String)>,
}

impl Facts {
    fn of(friends: &[&str], blocks: &[&str], conversations: &[&str]) -> Self {
        let own = |ids: &[&str]| -> Vec<String> { ids.iter().map(|id| (*id).into()).collect() };
        Self {
            friends: own(friends).into_iter().map(|id| (id, None)).collect(),
            blocks: own(blocks),
            conversations: own(conversations)
                .into_iter()
                .map(|id| match id.strip_prefix('#') {
                    Some(group) => (ChatKind::Group, group.into()),
                    None => (ChatKind::Chat, id),
                })
                .collect(),
        }
    }
}

/// The service, as far as the model sees it.
#[derive(Debug, Clone, Default)]
struct World(HashMap<UserId, Facts>, Vec<UnfinishedJob>);

impl World {
    fn facts(&self, id: &UserId) -> Facts {
        self.0.get(id).cloned().unwrap_or_default()
    }

    fn answer(&self, query: &Query) -> Reply {
        match query {
            Query::Account(id) => Reply::Account(Ok(account(id))),
            Query::Friends(id, cursor) => {
                Reply::Friends(Ok(page(&self.facts(id).friends, cursor.as_ref(), |row| {
                    Contact {
                        id: user(&row.0),
                        remark: row.1.as_deref().map(Text::new),
                    }
                })))
            }
            Query::FriendIds(id) => Reply::FriendIds(Ok(self
                .facts(id)
                .friends
                .iter()
                .map(|row| user(&row.0))
                .collect())),
            Query::Blocks(id, cursor) => {
                Reply::Blocks(Ok(page(&self.facts(id).blocks, cursor.as_ref(), |row| {
                    Blocked { id: user(row) }
                })))
            }
            Query::BlockIds(id) => {
                Reply::BlockIds(Ok(self.facts(id).blocks.iter().map(|r| user(r)).collect()))
            }
            Query::Conversations(id, cursor) => Reply::Conversations(Ok(page(
                &self.facts(id).conversations,
                cursor.as_ref(),
                |row| Conversation {
                    id: user(&row.1),
                    kind: row.0,
                    unread: None,
                    last_at: None,
                    last_text: None,
                },
            ))),
            Query::Relation(owner, other) => {
                let facts = self.facts(owner);
                let relation = Relation {
                    account: Some(Ok(account(other))),
                    friends: Some(facts.friends.iter().any(|f| f.0 == other.raw())),
                    blocks: Some(facts.blocks.iter().any(|b| b == other.raw())),
                    blocked_by: Some(false),
                };
                Reply::Relation(other.clone(), Box::new(relation))
            }
            Query::Diagnosis(users) => Reply::Diagnosis(Box::new(self.diagnosis(users))),
            Query::Verify(change) => Reply::Verified(Ok(Verification::from(self.applied(change)))),
            Query::Journal(_) => Reply::Journal(Ok(Vec::new())),
            Query::ExportJournal(_) => Reply::JournalExported(Ok((Text::new("journal.csv"), 0))),
            Query::Unfinished => Reply::Unfinished(Ok(self.1.clone())),
            Query::JobSteps(_) => Reply::JobSteps(Ok(unfinished::found())),
            Query::Undoable(_) => {
                Reply::Undoable(Ok(UndoAnswer::Refused(UndoRefusal::NothingToUndo)))
            }
            Query::RemarksOf(owner, ids) => {
                let facts = self.facts(owner);
                Reply::RemarksOf(Ok(undo::stand(&facts, ids)))
            }
            Query::Snapshots(_) => Reply::Snapshots(Ok(Vec::new())),
            Query::Import(import) => Reply::Imported(self.file(import)),
            Query::Export(export) => Reply::Exported(Ok(ExportedFile {
                path: Text::new(&format!("/home/li.na/{}", export.path)),
                rows: 1,
            })),
            Query::PairStates(owner, ids) => {
                let facts = self.facts(owner);
                let states = |id: &UserId| PairState {
                    friend: Some(facts.friends.iter().any(|f| f.0 == id.raw())),
                    blocked: Some(facts.blocks.iter().any(|b| b == id.raw())),
                    remark: None,
                };
                Reply::PairStates(Ok(ids.iter().map(|id| (id.clone(), states(id))).collect()))
            }
        }
    }

    fn applied(&self, change: &Change) -> bool {
        let facts = self.facts(change.owner());
        let target = change.target().raw();
        let friend = facts.friends.iter().find(|f| f.0 == target);
        let blocked = facts.blocks.iter().any(|b| b == target);
        match change {
            Change::AddFriend { .. } => friend.is_some(),
            Change::RemoveFriend { .. } => friend.is_none(),
            Change::SetRemark { remark, .. } => {
                friend.is_some_and(|f| f.1.as_deref().unwrap_or_default() == remark.raw())
            }
            Change::Block { .. } => blocked,
            Change::Unblock { .. } => !blocked,
            Change::DeleteConversation { kind, .. } => {
                !facts.conversations.contains(&(*kind, target.to_owned()))
            }
        }
    }
}

fn account(id: &UserId) -> Account {
    Account {
        id: id.clone(),
        uuid: None,
        nickname: None,
        created: None,
        activated: Some(true),
    }
}

fn page<R, T>(rows: &[R], cursor: Option<&Cursor>, make: impl Fn(&R) -> T) -> Page<T> {
    let from: usize = cursor.map_or(0, |c| c.0.parse().unwrap());
    let to = (from + PAGE).min(rows.len());
    Page {
        rows: rows
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .map(make)
            .collect(),
        next: (to < rows.len()).then(|| Cursor(to.to_string())),
    }
}

fn failed(query: &Query, class: FailureClass) -> Reply {
    let why = failure(class);
    match query {
        Query::Account(_) => Reply::Account(Err(why)),
        Query::Friends(..) => Reply::Friends(Err(why)),
        Query::FriendIds(_) => Reply::FriendIds(Err(why)),
        Query::Blocks(..) => Reply::Blocks(Err(why)),
        Query::BlockIds(_) => Reply::BlockIds(Err(why)),
        Query::Conversations(..) => Reply::Conversations(Err(why)),
        Query::Relation(_, other) => Reply::Relation(other.clone(), Box::default()),
        Query::Diagnosis(_) => Reply::Diagnosis(Box::new(diagnosis::unread(&why))),
        Query::Verify(_) => Reply::Verified(Err(why)),
        Query::PairStates(..) => Reply::PairStates(Err(why)),
        Query::Journal(_) => Reply::Journal(Err(why)),
        Query::ExportJournal(_) => Reply::JournalExported(Err(why)),
        Query::Unfinished => Reply::Unfinished(Err(why)),
        Query::JobSteps(_) => Reply::JobSteps(Err(why)),
        Query::Undoable(_) => Reply::Undoable(Err(why)),
        Query::RemarksOf(..) => Reply::RemarksOf(Err(why)),
        Query::Snapshots(_) => Reply::Snapshots(Err(why)),
        Query::Import(_) => Reply::Imported(Err(FileError::ListUnread(why))),
        Query::Export(_) => Reply::Exported(Err(FileError::ListUnread(why))),
    }
}

/// A key by its name in the footer.
fn key_named(name: &str) -> KeyEvent {
    let mut mods = KeyModifiers::NONE;
    let mut rest = name;
    for (prefix, flag) in [
        ("Ctrl-", KeyModifiers::CONTROL),
        ("Alt-", KeyModifiers::ALT),
        ("S-", KeyModifiers::SHIFT),
    ] {
        if let Some(tail) = rest.strip_prefix(prefix).filter(|tail| !tail.is_empty()) {
            mods |= flag;
            rest = tail;
        }
    }
    let code = match rest {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" if mods.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        "Tab" => KeyCode::Tab,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        "Del" => KeyCode::Delete,
        "Backspace" => KeyCode::Backspace,
        _ if rest.len() > 1 && rest.starts_with('F') => KeyCode::F(rest[1..].parse().unwrap()),
        _ => KeyCode::Char(rest.chars().next().unwrap()),
    };
    KeyEvent::new(code, mods)
}

/// rosterm with a person in front of it and a service behind it. The service replies when told to.
#[derive(Debug)]
struct Console {
    model: Model,
    world: World,
    now: Millis,
    /// The effects of the last message.
    asked: Vec<Effect>,
    /// Reads without a reply, in the order of the requests.
    reads: Vec<(RequestId, Query)>,
    /// Changes without a reply, in the order in which they were sent.
    writes: Vec<(RequestId, Change)>,
    /// Jobs, in the order in which they were begun.
    jobs: Vec<(RequestId, JobPlan)>,
    /// Jobs of the journal that were resumed, by their numbers.
    resumed: Vec<(RequestId, JobId)>,
    /// The commands sent to jobs.
    controls: Vec<(RequestId, JobControl)>,
    used: HashSet<RequestId>,
}

impl Console {
    /// rosterm on a large terminal, without an open user.
    fn new() -> Self {
        let session = Session {
            app_key: Text::new("acme#im"),
            host: Text::new("localhost"),
            root: Text::new("https://a1.easemob.com/acme/im-prod"),
            sandbox: true,
            profile: None,
            environment: None,
            operator: None,
            read_only: false,
            may_unlock: false,
            friend_cap: None,
            share: 100,
            settle: 20_000,
            arm: ARM_TIME,
            epoch: 0,
            zone: jiff::tz::TimeZone::UTC,
        };
        Self {
            model: Model::new(session, Lang::En, (120, 36)),
            world: World::default(),
            now: 10_000,
            asked: Vec::new(),
            reads: Vec::new(),
            writes: Vec::new(),
            jobs: Vec::new(),
            resumed: Vec::new(),
            controls: Vec::new(),
            used: HashSet::new(),
        }
    }

    fn knows(mut self, id: &str, facts: Facts) -> Self {
        self.world.0.insert(user(id), facts);
        self
    }

    /// Opens a user as the command line does.
    fn opened(mut self, id: &str) -> Self {
        self.model.now = self.now;
        let effects = start(&mut self.model, Some(user(id)));
        self.note(effects);
        self
    }

    /// alice with a few friends, blocked users and conversations, all of it loaded.
    fn alice() -> Self {
        let facts = Facts::of(
            &["bob", "carol", "dave", "erin"],
            &["spam1", "spam2", "spam3", "carol"],
            &["bob", "#4711", "dave", "stranger"],
        );
        let mut console = Self::new().knows("alice", facts).opened("alice");
        console.serve().wait(2_000);
        console
    }

    /// Types IDs into a sheet that asks for them, and lets the service reply about them.
    fn names(&mut self, ids: &str) -> &mut Self {
        self.types(ids).press("Enter").serve().wait(ARM_TIME)
    }

    /// Opens somebody by typing the ID.
    fn opens(&mut self, id: &str) -> &mut Self {
        let is_theirs = |query: &Query| *query == Query::Account(UserId::typed(id));
        self.press("O").types(id).press("Enter").answer(is_theirs)
    }

    fn read_only(mut self) -> Self {
        self.model.session.read_only = true;
        self
    }

    fn note(&mut self, effects: Vec<Effect>) {
        for effect in &effects {
            match effect {
                Effect::Query(request, query) => {
                    assert!(self.used.insert(*request), "{request:?} was used before");
                    self.reads.push((*request, query.clone()));
                }
                Effect::Change(request, change, _) => {
                    assert!(self.used.insert(*request), "{request:?} was used before");
                    self.writes.push((*request, change.clone()));
                }
                Effect::CancelQuery(request) => {
                    assert!(
                        self.reads.iter().any(|(t, _)| t == request),
                        "{request:?} is no read that is under way"
                    );
                    self.reads.retain(|(t, _)| t != request);
                }
                Effect::BeginJob(request, plan) => {
                    assert!(self.used.insert(*request), "{request:?} was used before");
                    self.jobs.push((*request, (**plan).clone()));
                }
                Effect::ControlJob(request, control) => {
                    let begun = self.jobs.iter().map(|(t, _)| t);
                    let resumed = self.resumed.iter().map(|(t, _)| t);
                    let known = begun.chain(resumed).any(|t| t == request);
                    assert!(known, "{request:?} is no job");
                    self.controls.push((*request, *control));
                }
                Effect::ResumeJob(request, number) => {
                    assert!(self.used.insert(*request), "{request:?} was used before");
                    self.resumed.push((*request, *number));
                }
                Effect::WithdrawChange(_)
                | Effect::DiscardJob(_)
                | Effect::SetTicketReference(_)
                | Effect::Suspend
                | Effect::Prefer(_)
                | Effect::Redraw
                | Effect::Copy(..)
                | Effect::SendCopy(_)
                | Effect::Quit => {}
            }
        }
        self.asked = effects;
    }

    /// Draws the screen, with room for all of a question.
    fn look(&mut self) {
        if !self.model.dialogs.is_empty() && self.model.layout().form != LayoutForm::TooSmall {
            self.model.dialogs.drawn(DrawnText::default());
        }
    }

    fn say(&mut self, what: Event) -> &mut Self {
        if matches!(what, Event::Key(_)) {
            self.look();
        }
        let msg = Msg {
            at: self.now,
            event: what,
        };
        let effects = update(&mut self.model, msg);
        self.note(effects);
        self
    }

    fn wait(&mut self, time: Millis) -> &mut Self {
        self.now += time;
        self.say(Event::Tick)
    }

    fn press(&mut self, key: &str) -> &mut Self {
        self.say(Event::Key(key_named(key)))
    }

    /// Presses keys without a pause, by their names.
    fn press_all(&mut self, keys: &str) -> &mut Self {
        for key in keys.split(' ') {
            self.press(key);
        }
        self
    }

    fn types(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.say(Event::Key(KeyEvent::new(
                KeyCode::Char(c),
                KeyModifiers::NONE,
            )));
        }
        self
    }

    fn paste(&mut self, text: &str) -> &mut Self {
        self.say(Event::Paste(text.into()))
    }

    fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.say(Event::Resize(columns, rows))
    }

    /// The service replies to every read, and to those that follow from it.
    fn serve(&mut self) -> &mut Self {
        while let Some((request, query)) = self.reads.first().cloned() {
            self.reads.remove(0);
            let answer = self.world.answer(&query);
            self.say(Event::Reply(request, answer));
        }
        self
    }

    /// The read that matches, removed from those without a reply.
    fn read(&mut self, wanted: impl Fn(&Query) -> bool) -> (RequestId, Query) {
        let at = self.reads.iter().position(|(_, query)| wanted(query));
        self.reads.remove(at.expect("it was not asked for"))
    }

    fn answer(&mut self, wanted: impl Fn(&Query) -> bool) -> &mut Self {
        let (request, query) = self.read(wanted);
        let answer = self.world.answer(&query);
        self.say(Event::Reply(request, answer))
    }

    fn fail(&mut self, wanted: impl Fn(&Query) -> bool) -> &mut Self {
        let (request, query) = self.read(wanted);
        self.say(Event::Reply(
            request,
            failed(&query, FailureClass::Retryable),
        ))
    }

    /// The service replies to the oldest change.
    fn decides(&mut self, result: Result<(), Failure>) -> &mut Self {
        let (request, change) = self.writes.remove(0);
        self.say(Event::Changed(
            request,
            change,
            result.map(|()| PriorKnowledge::Known),
        ))
    }

    fn agrees(&mut self) -> &mut Self {
        self.decides(Ok(()))
    }

    fn refuses(&mut self, class: FailureClass) -> &mut Self {
        self.decides(Err(failure(class)))
    }

    /// The worker reports something about the newest job.
    fn worker(&mut self, news: JobEvent) -> &mut Self {
        let request = self.jobs.last().expect("a job").0;
        self.say(Event::Job(request, news))
    }

    /// The worker reports something about the job that was resumed last.
    fn resumed(&mut self, news: JobEvent) -> &mut Self {
        let request = self.resumed.last().expect("a job").0;
        self.say(Event::Job(request, news))
    }

    /// Sets the states of some steps of the newest job.
    fn moves(&mut self, moves: &[(usize, StepState)]) -> &mut Self {
        self.worker(JobEvent::StepsChanged(moves.to_vec()))
    }

    // ---- results ----

    /// The topmost sheet.
    fn sheet(&self) -> &Triage {
        match self.top() {
            Some(Dialog::Triage(dialog)) => dialog,
            other => panic!("{other:?} is no sheet"),
        }
    }

    /// The question that the sheet asks.
    fn asking(&self) -> &BulkQuestion {
        match &self.sheet().step {
            TriageStep::Confirming(asking) => asking,
            other => panic!("{other:?} asks nothing"),
        }
    }

    /// The changes that the last message sent.
    fn sent(&self) -> Vec<Change> {
        self.asked
            .iter()
            .filter_map(|effect| match effect {
                Effect::Change(_, change, _) => Some(change.clone()),
                _ => None,
            })
            .collect()
    }

    /// The reads that the last message requested.
    fn queries(&self) -> Vec<Query> {
        self.asked
            .iter()
            .filter_map(|effect| match effect {
                Effect::Query(_, query) => Some(query.clone()),
                _ => None,
            })
            .collect()
    }

    fn open_user(&self) -> &OpenUser {
        self.model.user.as_ref().unwrap()
    }

    fn friends(&self) -> Vec<&str> {
        let list = &self.open_user().friends;
        (0..list.len())
            .map(|i| list.get(i).unwrap().id.raw())
            .collect()
    }

    fn blocks(&self) -> Vec<&str> {
        let list = &self.open_user().blocks;
        (0..list.len())
            .map(|i| list.get(i).unwrap().id.raw())
            .collect()
    }

    fn conversations(&self) -> Vec<&str> {
        let list = &self.open_user().conversations;
        (0..list.len())
            .map(|i| list.get(i).unwrap().id.raw())
            .collect()
    }

    fn under(&self) -> Option<&str> {
        self.model.current().map(|(_, id)| id.raw())
    }

    fn notice(&self) -> Option<&Notice> {
        self.model.notice.as_ref().map(|(_, notice)| notice)
    }

    fn top(&self) -> Option<&Dialog> {
        self.model.dialogs.top()
    }

    fn stage(&self) -> &SendStage {
        match self.top() {
            Some(Dialog::Change(ChangeDialog::Remove(dialog))) => &dialog.stage,
            Some(Dialog::Change(ChangeDialog::Remark(dialog))) => &dialog.stage,
            Some(Dialog::Change(ChangeDialog::Conversation(dialog))) => &dialog.stage,
            other => panic!("{other:?} has no stage"),
        }
    }

    /// The text in the field of the top dialog.
    fn typed(&mut self) -> Option<String> {
        let field = self.model.dialogs.top_mut()?.field()?;
        Some(field.value().to_owned())
    }
}

fn is_account(query: &Query) -> bool {
    matches!(query, Query::Account(_))
}

fn friends_page(query: &Query) -> bool {
    matches!(query, Query::Friends(..))
}

fn blocks_page(query: &Query) -> bool {
    matches!(query, Query::Blocks(..))
}
