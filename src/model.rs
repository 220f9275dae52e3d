//! The state of the console, and what is derived from it. The screen is a function of this.

use crate::domain::lists::ListKind;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use jiff::tz::TimeZone;
use tui_input::Input;

use crate::dialog::files::SnapshotList;
use crate::dialog::triage::{AccountReading, Triage};
use crate::dialog::{Dialog, DialogStack, JournalPaging};
use crate::domain::history::Reference;
use crate::domain::history::RequestTrace;
use crate::domain::job::{StepState, UnfinishedJob};
use crate::domain::{Change, ChatKind, Environment, Failure, UserId};
use crate::i18n::Lang;
use crate::keymap::Layer;
use crate::msg::Millis;
use crate::paged::{LoadPhase, RequestId};
use crate::text::Text;

mod facts;
mod jobs;
pub mod journal;
pub mod layout;
mod notice;
mod user;

pub use facts::{DatedFact, PairReading, PairSide, Verdict};
pub use jobs::{JobPhase, JobReport, JobView, UndoDirection, UndoReport, UnfinishedPurpose};
use layout::Layout;
pub use notice::{Notice, PendingCopy};
pub use user::{FetchedFact, IdListing, ListMut, ListTotal, OpenUser};

/// Requests that the log remembers.
pub const LOG_CAP: usize = 1_000;
/// Users that `[` can go back to.
const HISTORY_CAP: usize = 16;
/// The cursor rests this long on a row before the card asks for the person.
pub const CARD_PAUSE: Millis = 200;
/// What was read longer ago shows its age, and the card asks again when the cursor comes to rest there.
pub const FRESH: Millis = 60_000;
/// A notice stays this long.
pub const NOTICE_TIME: Millis = 10_000;
/// After a row slipped under the cursor, a write key is not taken for so long: it was meant for the row
/// before, or pressed before there was one.
pub const ROW_MOVED_GUARD: Millis = 500;
/// Read-only is lifted for so long at a time.
pub const UNLOCK_TIME: Millis = 15 * 60_000;
/// A picture of the spinner stays this long.
pub const SPIN: Millis = 120;

/// Where the console is connected, and what it may do there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// `org#app`.
    pub app_key: Text,
    /// The server's host.
    pub host: Text,
    /// The address below which all calls of the app go.
    pub root: Text,
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
    /// How many percent of the service's limits the app may use from here.
    pub share: u8,
    /// The wall-clock time at which the messages' clock stood at zero, in milliseconds since 1970 (UTC).
    pub epoch: i64,
    /// How long after a lost answer the truth is read: a back end may still apply the change.
    pub settle: Millis,
    /// How long a question takes no key that confirms.
    pub arm: Millis,
    /// The time zone in which times are shown.
    pub zone: TimeZone,
}

/// A change whose answer was lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsettledChange {
    /// With which it was sent: what was sent later has a later one.
    pub request: RequestId,
    /// The change.
    pub change: Change,
    /// What was wrong with its answer.
    pub failure: Failure,
    /// When its answer was given up, in milliseconds since 1970 (UTC); of one that a console left which has
    /// ended, when it was sent.
    pub sent: i64,
    /// When the truth is read; `None` while it is being read, and where that is left to the person.
    pub verify_at: Option<Millis>,
    /// The reading on its way.
    pub asked: Option<RequestId>,
    /// How often the truth was asked for.
    pub readings: u8,
}

impl UnsettledChange {
    /// Whether the truth about it will be read by itself, or is being read.
    pub fn is_read(&self) -> bool {
        self.verify_at.is_some() || self.asked.is_some()
    }
}

/// What the journal holds of the text of remarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RemarkRecording {
    /// All of it.
    #[default]
    Recorded,
    /// Nothing, so that none can be put back.
    Withheld,
}

impl RemarkRecording {
    /// Whether a change that was done can be taken back where it is known what was there before: that has to be
    /// in the journal.
    pub fn has_way_back(self, change: &Change) -> bool {
        match change {
            Change::DeleteConversation { .. } => false,
            Change::SetRemark { .. } => self == Self::Recorded,
            Change::AddFriend { .. }
            | Change::RemoveFriend { .. }
            | Change::Block { .. }
            | Change::Unblock { .. } => true,
        }
    }
}

/// A read that the card waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardPhase {
    /// Nothing to ask.
    Rest,
    /// The cursor rests; ask at this time.
    Due(Millis),
    /// Asked.
    Asked(RequestId),
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
    pub focus: ListKind,
    /// Whether the focused list has the whole width.
    pub zoom: bool,
    /// The filter line, while it is being typed.
    pub filter: Option<Input>,
    /// The ticket that everything is recorded under, and why it is done.
    pub reference: Reference,
    /// What lies over the lists.
    pub dialogs: DialogStack,
    /// The line for the person, and when it came.
    pub notice: Option<(Millis, Notice)>,
    /// What was copied last, until somebody says who took it.
    pub pending_copy: Option<PendingCopy>,
    /// The requests, newest first.
    pub log: VecDeque<RequestTrace>,
    /// Writes on their way. They are never dropped.
    pub under_way: BTreeMap<RequestId, Change>,
    /// What the journal holds of the text of remarks.
    pub remarks: RemarkRecording,
    /// Writes whose answer was lost, the newest last.
    pub unsettled: Vec<UnsettledChange>,
    /// Remarks of consoles that have ended, without their texts: whether they were set cannot be read.
    pub unreadable: Vec<Change>,
    /// Changes whose answer was lost and that nothing has confirmed or refused since, with their tickets: one
    /// that is sent again is the repeat of our own.
    pub possibly_applied: Vec<(RequestId, Change)>,
    /// How many outcomes are still to be recorded.
    pub unrecorded: usize,
    /// The jobs of this session, the newest last.
    pub jobs: Vec<JobView>,
    /// The jobs of the journal that nobody has brought to their end and that are not under way here, newest
    /// first.
    pub unfinished: Vec<UnfinishedJob>,
    /// The question to the journal which these are.
    pub unfinished_asked: Option<(RequestId, UnfinishedPurpose)>,
    /// Calls that wait for their turn under the service's limits, and until when.
    pub waiting_until: HashMap<RequestId, Millis>,
    /// What the card is doing.
    pub card: CardPhase,
    /// Who was under the cursor when the last message was done.
    pub under_cursor: Option<(ListKind, ChatKind, UserId)>,
    /// When another row slipped under the cursor without a key, a dialog closed by itself, or a write key
    /// came too soon after.
    pub row_moved_at: Option<Millis>,
    /// Until when read-only is lifted.
    pub unlocked: Option<Millis>,
    /// When `g` was pressed once.
    pub prefix: bool,
    /// When Ctrl-c was pressed last.
    pub interrupted: Option<Millis>,
    /// The question to the journal what can be taken back, with the keys that counted and how many dialogs
    /// there were when it was asked.
    pub undo_asked: Option<(RequestId, Layer, usize)>,
    /// The end was asked for.
    pub leaving: bool,
    /// When each request was made.
    request_times: Vec<Millis>,
    /// How many requests there were in this session.
    requests: u64,
}

impl Model {
    /// A console without a user.
    pub fn new(session: Session, lang: Lang, size: (u16, u16)) -> Self {
        Self {
            session,
            lang,
            now: 0,
            size,
            user: None,
            back: VecDeque::new(),
            forward: Vec::new(),
            focus: ListKind::Friends,
            zoom: false,
            filter: None,
            reference: Reference::default(),
            dialogs: DialogStack::default(),
            notice: None,
            pending_copy: None,
            log: VecDeque::new(),
            under_way: BTreeMap::new(),
            remarks: RemarkRecording::default(),
            unsettled: Vec::new(),
            unreadable: Vec::new(),
            possibly_applied: Vec::new(),
            unrecorded: 0,
            jobs: Vec::new(),
            unfinished: Vec::new(),
            unfinished_asked: None,
            waiting_until: HashMap::new(),
            card: CardPhase::Rest,
            under_cursor: None,
            row_moved_at: None,
            unlocked: None,
            prefix: false,
            interrupted: None,
            undo_asked: None,
            leaving: false,
            request_times: Vec::new(),
            requests: 0,
        }
    }

    /// The wall-clock time of the newest message, in milliseconds since 1970 (UTC).
    pub fn wall(&self) -> i64 {
        self.wall_at(self.now)
    }

    /// The wall-clock time of a message, in milliseconds since 1970 (UTC).
    pub fn wall_at(&self, at: Millis) -> i64 {
        self.session
            .epoch
            .saturating_add(i64::try_from(at).unwrap_or(i64::MAX))
    }

    /// The id of the next request; none is ever given twice.
    pub fn next_request(&mut self) -> RequestId {
        self.request_times.push(self.now);
        RequestId(u64::try_from(self.request_times.len()).unwrap_or(u64::MAX))
    }

    /// Whether nothing may be changed now.
    pub fn is_read_only(&self) -> bool {
        self.session.read_only && self.unlocked.is_none_or(|until| self.now >= until)
    }

    /// How many minutes are left of a lifted read-only, the one that has begun included.
    pub fn minutes_unlocked(&self) -> Option<u64> {
        let left = self.unlocked?.saturating_sub(self.now);
        (self.session.read_only && left > 0).then(|| left.div_ceil(60_000))
    }

    /// Which keys count now.
    pub fn layer(&self) -> Layer {
        match self.dialogs.top() {
            Some(dialog) => dialog.layer(),
            None if self.filter.is_some() => Layer::Filter,
            None => Layer::Lists,
        }
    }

    /// Where everything lies on the screen.
    pub fn layout(&self) -> Layout {
        Layout::of(self.size, self.focus, self.zoom)
    }

    /// The id under the cursor of the focused list.
    pub fn current(&self) -> Option<(ChatKind, &UserId)> {
        let user = self.user.as_ref()?;
        match self.focus {
            ListKind::Friends => user.friends.current().map(|r| (ChatKind::Chat, &r.id)),
            ListKind::Blocks => user.blocks.current().map(|r| (ChatKind::Chat, &r.id)),
            ListKind::Conversations => user.conversations.current().map(|r| (r.kind, &r.id)),
        }
    }

    /// How many rows of the focused list are selected.
    pub fn picked(&self) -> usize {
        self.user.as_ref().map_or(0, |user| match self.focus {
            ListKind::Friends => user.friends.selected_count(),
            ListKind::Blocks => user.blocks.selected_count(),
            ListKind::Conversations => user.conversations.selected_count(),
        })
    }

    /// Whether the dialog or the lists show something that is on its way.
    pub fn is_busy(&self) -> bool {
        !self.under_way.is_empty()
            || self.jobs.iter().any(JobView::is_moving)
            || self.is_checking()
            || self.undo_asked.is_some()
            || self.unsettled.iter().any(|u| u.asked.is_some())
            || self.reads_journal()
            || matches!(self.card, CardPhase::Asked(_))
            || self.user.as_ref().is_some_and(|u| {
                u.account.asked.is_some()
                    || matches!(u.friends.phase(), LoadPhase::Loading(_))
                    || matches!(u.blocks.phase(), LoadPhase::Loading(_))
                    || matches!(u.conversations.phase(), LoadPhase::Loading(_))
            })
    }

    /// When the runtime must send a tick although nothing came in; `None` while nothing would change.
    pub fn next_wake(&self) -> Option<Millis> {
        let spin = self.is_busy().then(|| (self.now / SPIN + 1) * SPIN);
        let notice = self.notice.as_ref().map(|(at, _)| at + NOTICE_TIME);
        let card = match self.card {
            CardPhase::Due(at) if self.card_is_seen() => Some(at),
            CardPhase::Due(_) | CardPhase::Rest | CardPhase::Asked(_) => None,
        };
        let settle = self.unsettled.iter().filter_map(|u| u.verify_at).min();
        let age = self.next_age();
        // The header counts the minutes.
        let minute = self
            .minutes_unlocked()
            .zip(self.unlocked)
            .map(|(minutes, until)| until - (minutes - 1) * 60_000);
        [spin, notice, card, settle, age, minute]
            .into_iter()
            .flatten()
            .min()
    }

    /// Whether the card is on screen.
    pub fn card_is_seen(&self) -> bool {
        self.layout().card.is_some() || self.top_is(|d| matches!(d, Dialog::Card { .. }))
    }

    /// Whether a confirming key counts now; one that comes too soon starts the time anew, and is told so.
    pub fn is_armed(&mut self) -> bool {
        if !self.is_read() {
            return false;
        }
        let armed = self.dialogs.is_armed(self.now, self.session.arm);
        self.in_time(armed)
    }

    /// Whether all of the question was on screen; else it says that it was not.
    fn is_read(&mut self) -> bool {
        let read = self.dialogs.is_read();
        if !read {
            self.say(Notice::Unread);
        }
        read
    }

    /// Whether Enter in a field counts now; else it is told that it came too soon.
    pub fn is_answered(&mut self) -> bool {
        if !self.is_read() {
            return false;
        }
        let answered = self.dialogs.is_answered(self.now, self.session.arm);
        self.in_time(answered)
    }

    fn in_time(&mut self, counts: bool) -> bool {
        if !counts {
            self.say(Notice::TooSoon);
        } else if matches!(self.notice, Some((_, Notice::TooSoon))) {
            self.notice = None;
        }
        counts
    }

    /// Tells the person something.
    pub fn say(&mut self, notice: Notice) {
        self.notice = Some((self.now, notice));
    }

    /// Whether this change is on its way already.
    pub fn is_under_way(&self, change: &Change) -> bool {
        self.under_way.values().any(|c| c == change)
    }

    /// Whether nobody knows yet what became of this change, and the truth is still to be read.
    pub fn is_lost(&self, change: &Change) -> bool {
        let mut read = self.unsettled.iter().filter(|u| u.is_read());
        read.any(|u| u.change == *change || u.change.deletes_the_same(change))
    }

    /// Whether a change of unknown outcome may have made this otherwise than it is `known`; the change names what
    /// it is about.
    pub fn may_be_otherwise(&self, about: &Change, known: bool) -> bool {
        let makes = |lost: &Change| matches!(lost, Change::Block { .. } | Change::AddFriend { .. });
        self.lost_about(about).any(|lost| makes(lost) != known)
    }

    /// The changes of unknown outcome about the same thing as this one.
    pub fn lost_about(&self, about: &Change) -> impl Iterator<Item = &Change> {
        let lost = self.unsettled.iter().map(|u| &u.change);
        lost.filter(|lost| about.settles(lost))
    }

    /// Whether nobody knows if this conversation was deleted: only who types its id deletes it now.
    pub fn is_doubtful(&self, delete: &Change) -> bool {
        let alone = self.unsettled.iter().map(|u| &u.change);
        let in_jobs = self.jobs.iter().flat_map(|job| {
            let steps = job.plan.steps.iter().zip(&job.states);
            let unknown = steps.filter(|(_, state)| **state == StepState::Unknown);
            unknown.map(|(step, _)| &step.change)
        });
        alone
            .chain(in_jobs)
            .any(|change| change.deletes_the_same(delete))
    }

    /// The changes that wait for their turn: nothing of them was sent.
    pub fn waiting(&self) -> impl Iterator<Item = &Change> {
        let waits = |(request, _): &(&RequestId, _)| self.waiting_until.contains_key(request);
        self.under_way
            .iter()
            .filter(waits)
            .map(|(_, change)| change)
    }

    /// The changes on their way.
    pub fn on_their_way(&self) -> impl Iterator<Item = &Change> {
        let left = |(request, _): &(&RequestId, _)| !self.waiting_until.contains_key(request);
        self.under_way.iter().filter(left).map(|(_, change)| change)
    }

    /// The changes of which nobody knows, and the truth about which is still to be read.
    pub fn lost(&self) -> impl Iterator<Item = &Change> {
        let read = self.unsettled.iter().filter(|u| u.is_read());
        read.map(|u| &u.change)
    }

    /// The changes whose outcome is not known yet.
    pub fn open_changes(&self) -> impl Iterator<Item = &Change> {
        self.under_way.values().chain(self.lost())
    }

    /// Whether nobody knows what became of a change about this pair of users.
    pub fn is_unsettled(&self, other: &UserId) -> bool {
        self.user.as_ref().is_some_and(|user| {
            let unsettled = self.unsettled.iter().map(|u| &u.change);
            unsettled
                .chain(&self.unreadable)
                .any(|change| *change.owner() == user.id && change.target() == other)
        })
    }

    /// Whether a running job will change, or has just changed, how this pair stands.
    pub fn is_in_a_job(&self, owner: &UserId, other: &UserId) -> bool {
        self.jobs.iter().any(|job| job.holds(owner, other))
    }

    /// The people of this owner about whom something is on its way, or its outcome is not known.
    pub fn held(&self, owner: &UserId) -> HashSet<&UserId> {
        let changes = self.open_changes();
        let alone = changes.filter(|change| change.owner() == owner);
        let in_jobs = self.jobs.iter().flat_map(|job| job.held(owner));
        alone.map(Change::target).chain(in_jobs).collect()
    }

    /// Whether a job runs, or stands still and is not over.
    pub fn has_active_job(&self) -> bool {
        self.jobs.iter().any(JobView::is_active)
    }

    /// The job that this request began.
    pub fn job_mut(&mut self, request: RequestId) -> Option<&mut JobView> {
        self.jobs.iter_mut().find(|job| job.request == request)
    }

    /// Whether the journal on screen waits for what it reads, or for its file.
    fn reads_journal(&self) -> bool {
        self.top_is(|d| match d {
            Dialog::Journal(d) => {
                matches!(d.phase, JournalPaging::Loading { .. }) || d.export.is_some()
            }
            _ => false,
        })
    }

    /// Whether a dialog waits for what it reads before it asks.
    fn is_checking(&self) -> bool {
        let reads =
            |d: &Triage| !d.checks.is_empty() || matches!(d.accounts, AccountReading::Going(_));
        self.top_is(|d| match d {
            Dialog::Triage(d) => reads(d),
            Dialog::Remarks(d) => d.asked.is_some(),
            Dialog::Export(d) => d.reading.is_some(),
            Dialog::Import(d) => {
                d.reading.is_some() || matches!(d.snapshots, SnapshotList::Asked(_))
            }
            _ => false,
        })
    }

    /// Whether leaving now would leave something undone or unknown.
    pub fn has_open_ends(&self) -> bool {
        self.has_active_job() || self.open_changes().next().is_some() || self.unrecorded > 0
    }

    /// Whether some change about this pair of users is on its way.
    pub fn is_pending(&self, other: &UserId) -> bool {
        let Some(user) = &self.user else {
            return false;
        };
        self.is_in_a_job(&user.id, other)
            || self
                .on_their_way()
                .any(|c| *c.owner() == user.id && c.target() == other)
    }

    /// The user on screen, and those that were before and after.
    pub fn users_mut(&mut self) -> impl Iterator<Item = &mut OpenUser> {
        let beside = self.back.iter_mut().chain(self.forward.iter_mut());
        let all = self.user.iter_mut().chain(beside);
        all.map(|user| &mut **user)
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
    pub fn remember(&mut self, trace: RequestTrace) {
        self.log.push_front(trace);
        self.log.truncate(LOG_CAP);
        self.requests += 1;
    }

    /// The requests that the log remembers, newest first, each with its number.
    pub fn requests(&self) -> impl Iterator<Item = (u64, &RequestTrace)> {
        (0..=self.requests).rev().zip(&self.log)
    }

    /// Whether the top dialog is of a kind.
    pub fn top_is(&self, what: impl Fn(&Dialog) -> bool) -> bool {
        self.dialogs.top().is_some_and(what)
    }
}
