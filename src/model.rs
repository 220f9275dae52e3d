//! The state of the console, and what is derived from it. The screen is a function of this.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use tui_input::Input;

use crate::dialog::{Dialog, DialogStack};
use crate::domain::{
    Account, Blocked, ChatKind, Contact, Conversation, Environment, Failure, Relation, UserId,
};
use crate::i18n::Lang;
use crate::keymap::Layer;
use crate::msg::{Change, Millis, Trace};
use crate::paged::{PagedList, Phase, Ticket};
use crate::text::Text;

pub mod layout;

use layout::Layout;

/// The service's limit of blocked users a user.
pub const BLOCK_CAP: usize = 500;
/// The service's limit of a remark, in characters.
pub const REMARK_CAP: usize = 100;
/// The most ids that the service's call for all friends gives at once.
pub const FRIEND_IDS_CAP: usize = 3_000;
/// Requests that the log remembers.
pub const LOG_CAP: usize = 1_000;
/// Users that `[` can go back to.
const HISTORY_CAP: usize = 16;
/// The cursor rests this long on a row before the card asks for the person.
pub const CARD_PAUSE: Millis = 200;
/// A notice stays this long.
pub const NOTICE_TIME: Millis = 10_000;
/// After a row slipped under the cursor, a write key is not taken for so long: it was meant for the row before.
pub const SLIP_GUARD: Millis = 500;
/// A picture of the spinner stays this long.
pub const SPIN: Millis = 120;

/// The three lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pane {
    /// Friends.
    Friends,
    /// Blocklist.
    Blocks,
    /// Conversations.
    Conversations,
}

impl Pane {
    /// In the order of the screen.
    pub const ALL: [Self; 3] = [Self::Friends, Self::Blocks, Self::Conversations];
}

/// Where the console is connected, and what it may do there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// `org#app`.
    pub app_key: Text,
    /// The server's host.
    pub host: Text,
    /// Whether this is the sandbox inside rosterm.
    pub sandbox: bool,
    /// The profile's name, where there is one.
    pub profile: Option<Text>,
    /// Who is behind the app, where a profile says so.
    pub environment: Option<Environment>,
    /// Who sits here, where a profile says so.
    pub operator: Option<Text>,
    /// Whether nothing may be changed now. Production starts so.
    pub read_only: bool,
    /// Whether `read_only` may be lifted for a while: not where it was asked for on the command line.
    pub may_unlock: bool,
    /// How many friends a user may have, where that is known: it depends on the plan.
    pub friend_cap: Option<usize>,
    /// The wall-clock time at which the messages' clock stood at zero, in milliseconds since 1970 (UTC).
    pub epoch: i64,
}

/// A fact that one call brings.
#[derive(Debug, Clone)]
pub struct Remote<T> {
    /// What is known: nothing yet, the fact, or why it could not be read.
    pub known: Option<Result<T, Failure>>,
    /// The call on its way.
    pub asked: Option<Ticket>,
}

impl<T> Default for Remote<T> {
    fn default() -> Self {
        Self {
            known: None,
            asked: None,
        }
    }
}

impl<T> Remote<T> {
    /// The fact, where it is known.
    #[must_use]
    pub fn here(&self) -> Option<&T> {
        self.known.as_ref().and_then(|known| known.as_ref().ok())
    }

    /// Why it could not be read.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        self.known.as_ref().and_then(|known| known.as_ref().err())
    }

    /// Takes an answer, if it is the one that is waited for.
    pub fn receive(&mut self, ticket: Ticket, answer: Result<T, Failure>) {
        if self.asked == Some(ticket) {
            self.asked = None;
            self.known = Some(answer);
        }
    }
}

/// The user whose relations are on screen.
#[derive(Debug, Clone)]
pub struct OpenUser {
    /// The id.
    pub id: UserId,
    /// The account.
    pub account: Remote<Account>,
    /// The friends, newest first.
    pub friends: PagedList<Contact>,
    /// The ids of all friends, from one call: the total, and the marks in the other lists.
    pub friend_ids: Remote<Ids>,
    /// The blocklist, newest first.
    pub blocks: PagedList<Blocked>,
    /// The ids of the whole blocklist, from one call.
    pub block_ids: Remote<Ids>,
    /// The conversations, most recently active first.
    pub conversations: PagedList<Conversation>,
    /// What the cards have asked for.
    pub relations: HashMap<UserId, Relation>,
}

impl OpenUser {
    /// A user of whom nothing is known yet.
    #[must_use]
    pub fn new(id: UserId) -> Self {
        Self {
            id,
            account: Remote::default(),
            friends: PagedList::default(),
            friend_ids: Remote::default(),
            blocks: PagedList::default(),
            block_ids: Remote::default(),
            conversations: PagedList::default(),
            relations: HashMap::new(),
        }
    }

    /// Whether the other is a friend, as far as is known.
    #[must_use]
    pub fn is_friend(&self, other: &UserId) -> Option<bool> {
        if let Some(known) = self.friend_ids.here().and_then(|ids| ids.holds(other)) {
            return Some(known);
        }
        if self.friends.contains(other) {
            return Some(true);
        }
        if self.friends.is_complete() {
            return Some(false);
        }
        self.relations.get(other).and_then(|r| r.friends)
    }

    /// Whether the other is on the blocklist, as far as is known.
    #[must_use]
    pub fn is_blocked(&self, other: &UserId) -> Option<bool> {
        if let Some(known) = self.block_ids.here().and_then(|ids| ids.holds(other)) {
            return Some(known);
        }
        if self.blocks.contains(other) {
            return Some(true);
        }
        if self.blocks.is_complete() {
            return Some(false);
        }
        self.relations.get(other).and_then(|r| r.blocks)
    }

    /// The remark for a friend: `None` while it was not read, `Some(None)` for a friend without one.
    #[must_use]
    pub fn remark(&self, friend: &UserId) -> Option<Option<&Text>> {
        match self.friends.find(friend) {
            Some(contact) => Some(contact.remark.as_ref()),
            None if self.is_friend(friend) == Some(false) => Some(None),
            None => None,
        }
    }

    /// How many friends, where that is known.
    #[must_use]
    pub fn friend_total(&self) -> Option<Total> {
        total(&self.friend_ids, &self.friends)
    }

    /// How many blocked users, where that is known.
    #[must_use]
    pub fn block_total(&self) -> Option<Total> {
        total(&self.block_ids, &self.blocks)
    }
}

/// The ids of a list, from the call that gives them all at once.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    /// The ids.
    pub ids: HashSet<UserId>,
    /// Whether these are all: the call gives no more than so many.
    pub whole: bool,
}

impl Ids {
    /// Ids as they came from a call that never gives more than `cap`.
    #[must_use]
    pub fn new(ids: Vec<UserId>, cap: usize) -> Self {
        Self {
            whole: ids.len() < cap,
            ids: ids.into_iter().collect(),
        }
    }

    /// Whether the id is among them, as far as that can be known.
    fn holds(&self, id: &UserId) -> Option<bool> {
        let there = self.ids.contains(id);
        (there || self.whole).then_some(there)
    }
}

/// How many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// So many.
    pub n: usize,
    /// Or more: the call that counts them gives no more than this.
    pub or_more: bool,
}

impl std::fmt::Display for Total {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.n, if self.or_more { "+" } else { "" })
    }
}

fn total<T: crate::domain::Row>(ids: &Remote<Ids>, list: &PagedList<T>) -> Option<Total> {
    let exact = |n| Total { n, or_more: false };
    match ids.here() {
        Some(ids) if ids.whole => Some(exact(ids.ids.len())),
        _ if list.is_complete() => Some(exact(list.loaded())),
        Some(ids) => Some(Total {
            n: ids.ids.len().max(list.loaded()),
            or_more: true,
        }),
        None => None,
    }
}

/// A line for the person that goes by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The server agreed to a change.
    Done(Change),
    /// Nothing may be changed in this session.
    ReadOnly,
    /// A paste outside a field was not taken.
    PasteIgnored,
    /// Another row slipped under the cursor: the write key was not taken.
    RowSlipped,
    /// The same change is on its way already.
    AlreadySent(UserId),
    /// The person is not blocked, so there is nothing to unblock.
    NotBlocked(UserId),
    /// The person is blocked already.
    AlreadyBlocked(UserId),
    /// The person is no friend, so there is no remark and nothing to remove.
    NotFriend(UserId),
    /// What was asked for needs a person, and the row is a group.
    IsGroup(UserId),
    /// A user cannot be a friend of, or block, itself.
    IsSelf,
    /// No row under the cursor.
    NoRow,
    /// No user is open.
    NoUser,
    /// There is no user before, or after.
    NoHistory,
    /// Loading on to the end was stopped.
    Stopped,
    /// The id was put on the clipboard.
    Copied(UserId),
    /// Pressing the same again within two seconds quits.
    PressAgainToQuit,
    /// A dialog was left while its change was on its way.
    LeftUnderWay,
    /// The truth is being read after a change whose outcome is unknown.
    ReadingTruth(UserId),
}

/// A read that the card waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardPhase {
    /// Nothing to ask.
    Rest,
    /// The cursor rests; ask at this time.
    Due(Millis),
    /// Asked.
    Asked(Ticket),
}

/// The state of the console.
#[derive(Debug, Clone)]
pub struct Model {
    /// Where it is connected.
    pub session: Session,
    /// The language of the screen.
    pub lang: Lang,
    /// Time of the newest message.
    pub now: Millis,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The user on screen.
    pub user: Option<Box<OpenUser>>,
    /// The users before, the nearest last.
    pub back: VecDeque<Box<OpenUser>>,
    /// The users after, the nearest last.
    pub forward: Vec<Box<OpenUser>>,
    /// The list that the keys go to.
    pub focus: Pane,
    /// Whether the focused list has the whole width.
    pub zoom: bool,
    /// The filter line, while it is being typed.
    pub filter: Option<Input>,
    /// What lies over the lists.
    pub dialogs: DialogStack,
    /// The line for the person, and when it came.
    pub notice: Option<(Millis, Notice)>,
    /// The requests, newest first.
    pub log: VecDeque<Trace>,
    /// Writes on their way. They are never dropped.
    pub under_way: BTreeMap<Ticket, Change>,
    /// Calls that wait for their turn under the service's limits, and until when.
    pub waits: HashMap<Ticket, Millis>,
    /// What the card is doing.
    pub card: CardPhase,
    /// Who was under the cursor when the last message was done.
    pub under_cursor: Option<(Pane, ChatKind, UserId)>,
    /// When another row slipped under the cursor without a key, or a write key came too soon after.
    pub slipped: Option<Millis>,
    /// When `g` was pressed once.
    pub prefix: bool,
    /// When Ctrl-c was pressed last.
    pub interrupted: Option<Millis>,
    /// The end was asked for.
    pub leaving: bool,
    tickets: u64,
}

impl Model {
    /// A console without a user.
    #[must_use]
    pub fn new(session: Session, lang: Lang, size: (u16, u16)) -> Self {
        Self {
            session,
            lang,
            now: 0,
            size,
            user: None,
            back: VecDeque::new(),
            forward: Vec::new(),
            focus: Pane::Friends,
            zoom: false,
            filter: None,
            dialogs: DialogStack::default(),
            notice: None,
            log: VecDeque::new(),
            under_way: BTreeMap::new(),
            waits: HashMap::new(),
            card: CardPhase::Rest,
            under_cursor: None,
            slipped: None,
            prefix: false,
            interrupted: None,
            leaving: false,
            tickets: 0,
        }
    }

    /// The wall-clock time of the newest message, in milliseconds since 1970 (UTC).
    #[must_use]
    pub fn wall(&self) -> i64 {
        self.session
            .epoch
            .saturating_add(i64::try_from(self.now).unwrap_or(i64::MAX))
    }

    /// The next ticket; none is ever given twice.
    pub fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }

    /// Which keys count now.
    #[must_use]
    pub fn layer(&self) -> Layer {
        match self.dialogs.top() {
            Some(dialog) => dialog.layer(),
            None if self.filter.is_some() => Layer::Filter,
            None => Layer::Lists,
        }
    }

    /// Where everything lies on the screen.
    #[must_use]
    pub fn layout(&self) -> Layout {
        Layout::of(self.size, self.focus, self.zoom)
    }

    /// The id under the cursor of the focused list.
    #[must_use]
    pub fn current(&self) -> Option<(ChatKind, &UserId)> {
        let user = self.user.as_ref()?;
        match self.focus {
            Pane::Friends => user.friends.current().map(|r| (ChatKind::Chat, &r.id)),
            Pane::Blocks => user.blocks.current().map(|r| (ChatKind::Chat, &r.id)),
            Pane::Conversations => user.conversations.current().map(|r| (r.kind, &r.id)),
        }
    }

    /// Whether the dialog or the lists show something that is on its way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        !self.under_way.is_empty()
            || matches!(self.card, CardPhase::Asked(_))
            || self.user.as_ref().is_some_and(|u| {
                u.account.asked.is_some()
                    || matches!(u.friends.phase(), Phase::Loading(_))
                    || matches!(u.blocks.phase(), Phase::Loading(_))
                    || matches!(u.conversations.phase(), Phase::Loading(_))
            })
    }

    /// When the runtime must send a tick although nothing came in; `None` while nothing would change.
    #[must_use]
    pub fn next_wake(&self) -> Option<Millis> {
        let spin = self.is_busy().then(|| (self.now / SPIN + 1) * SPIN);
        let notice = self.notice.as_ref().map(|(at, _)| at + NOTICE_TIME);
        let card = match self.card {
            CardPhase::Due(at) => Some(at),
            CardPhase::Rest | CardPhase::Asked(_) => None,
        };
        [spin, notice, card].into_iter().flatten().min()
    }

    /// Tells the person something.
    pub fn say(&mut self, notice: Notice) {
        self.notice = Some((self.now, notice));
    }

    /// Whether this change is on its way already.
    #[must_use]
    pub fn is_under_way(&self, change: &Change) -> bool {
        self.under_way.values().any(|c| c == change)
    }

    /// Whether some change about this pair of users is on its way.
    #[must_use]
    pub fn is_pending(&self, other: &UserId) -> bool {
        let Some(user) = &self.user else {
            return false;
        };
        self.under_way
            .values()
            .any(|c| *c.owner() == user.id && c.target() == other)
    }

    /// Puts the user on screen away, so that `[` brings it back.
    pub fn put_away(&mut self) {
        if let Some(user) = self.user.take() {
            self.back.push_back(user);
            if self.back.len() > HISTORY_CAP {
                self.back.pop_front();
            }
        }
    }

    /// Remembers a request for the log.
    pub fn remember(&mut self, trace: Trace) {
        self.log.push_front(trace);
        self.log.truncate(LOG_CAP);
    }

    /// Whether the top dialog is of a kind.
    #[must_use]
    pub fn top_is(&self, what: impl Fn(&Dialog) -> bool) -> bool {
        self.dialogs.top().is_some_and(what)
    }
}

/// A list that the focus can be on, whatever it holds.
#[derive(Debug)]
pub enum ListMut<'a> {
    /// Friends.
    Friends(&'a mut PagedList<Contact>),
    /// Blocklist.
    Blocks(&'a mut PagedList<Blocked>),
    /// Conversations.
    Conversations(&'a mut PagedList<Conversation>),
}

/// Does the same to whichever list it is.
#[macro_export]
macro_rules! on_list {
    ($list:expr, $name:ident => $body:expr) => {
        match $list {
            $crate::model::ListMut::Friends($name) => $body,
            $crate::model::ListMut::Blocks($name) => $body,
            $crate::model::ListMut::Conversations($name) => $body,
        }
    };
}

impl OpenUser {
    /// The list of a pane.
    pub fn list(&mut self, pane: Pane) -> ListMut<'_> {
        match pane {
            Pane::Friends => ListMut::Friends(&mut self.friends),
            Pane::Blocks => ListMut::Blocks(&mut self.blocks),
            Pane::Conversations => ListMut::Conversations(&mut self.conversations),
        }
    }
}
