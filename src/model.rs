//! The state of the program, and what is derived from it. The screen is a function of the [`Model`].

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use jiff::tz::TimeZone;
use tui_input::Input;

use crate::dialog::{Dialog, DialogStack, FilterCycle};
use crate::domain::history::RequestTrace;
use crate::domain::history::TicketReference;
use crate::domain::job::{StepState, UnfinishedJob};
use crate::domain::{Change, ChatKind, Environment, Failure, ListKind, RequestId, UserId};
use crate::i18n::Lang;
use crate::keymap::Layer;
use crate::msg::Millis;
use crate::paged::LoadPhase;
use crate::preferences::Preferences;
use crate::text::Text;

mod action_subject;
pub mod bulk;
mod dated;
pub mod drawn;
mod facts;
mod jobs;
pub mod journal;
pub mod layout;
mod notice;
pub mod palette;
mod row_facts;
mod suggestions;
mod user;

pub use action_subject::ActionSubject;
pub use dated::{DatedFact, FetchedFact, IdListing};
use drawn::{Click, DrawnFrame};
pub use facts::PairReading;
pub use jobs::{
    JobPhase, JobReport, SessionJob, UndoDirection, UndoReport, UnfinishedPurpose, display_order,
    front, id_width,
};
use layout::Layout;
pub use notice::{Notice, PendingCopy};
pub use suggestions::{UserSuggestion, suggestions};
pub use user::{ListMut, ListTotal, OpenUser};

/// The number of requests that the request log holds.
pub const LOG_CAP: usize = 1_000;
/// The number of previous users that `[` can return to.
const BACK_CAP: usize = 16;
/// The cursor rests on a row this long before the card queries the person.
pub const CARD_PAUSE: Millis = 200;
/// The card shows the age of facts older than this, and queries them again when the cursor rests there.
pub const FACT_FRESH: Millis = 60_000;
/// How long a notice stays on screen.
pub const NOTICE_TIME: Millis = 10_000;
/// How long it takes to read a notice.
const NOTICE_READ_TIME: Millis = 2_000;
/// After the row under the cursor was replaced by another, write keys are ignored for this long: they were
/// meant for the previous row, or pressed before there was one.
pub const ROW_MOVED_GUARD: Millis = 500;
/// How long read-only is lifted at a time.
pub const UNLOCK_TIME: Millis = 15 * 60_000;
/// How long each frame of the spinner is shown.
pub const SPIN: Millis = 120;

/// What rosterm is connected to, and what it may do there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// `org#app`.
    pub app_key: Text,
    /// The server's host.
    pub host: Text,
    /// The base URL of all calls of the app.
    pub root: Text,
    /// Whether this is the built-in sandbox.
    pub sandbox: bool,
    /// The profile's name, if there is one.
    pub profile: Option<Text>,
    /// Who uses the app, if the profile says so.
    pub environment: Option<Environment>,
    /// The operator, if the profile names one.
    pub operator: Option<Text>,
    /// Whether changes are forbidden now. Production starts like this.
    pub read_only: bool,
    /// Whether `read_only` may be lifted for a while: not if it was requested on the command line.
    pub may_unlock: bool,
    /// How many friends a user may have, if known: it depends on the plan.
    pub friend_cap: Option<usize>,
    /// The percentage of the service's rate limits that this rosterm may use.
    pub share: u8,
    /// The wall-clock time at zero of the messages' clock, in milliseconds since 1970 (UTC).
    pub epoch: i64,
    /// How long after a lost reply the outcome is verified: a back end may still apply the change.
    pub settle: Millis,
    /// How long a new question ignores keys that confirm.
    pub arm: Millis,
    /// The time zone in which times are shown.
    pub zone: TimeZone,
}

impl Session {
    /// The percentage of the service's limits that may be used.
    pub fn share(&self) -> usize {
        usize::from(self.share.clamp(1, 100))
    }

    /// The seconds that calls take at this share of a published limit.
    pub fn seconds_for(&self, calls: usize, per_second: u32) -> usize {
        (calls * 100).div_ceil(per_second as usize * self.share())
    }
}

/// A change whose reply was lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownChange {
    /// The request it was sent with: changes sent later have a higher one.
    pub request: RequestId,
    /// The change.
    pub change: Change,
    /// What was wrong with its reply.
    pub failure: Failure,
    /// Since when its outcome is in doubt, in milliseconds since 1970 (UTC): when rosterm stopped waiting for its
    /// reply; for a change by a rosterm that has ended, when it was sent.
    pub doubtful_since: i64,
    /// When it will be verified; `None` while it is being verified, and if that is left to the person.
    pub verify_at: Option<Millis>,
    /// The query that verifies it, if in progress.
    pub asked: Option<RequestId>,
    /// How many times it has been verified.
    pub readings: u8,
}

impl UnknownChange {
    /// A change that nothing has verified yet.
    pub fn new(request: RequestId, change: Change, failure: Failure, doubtful_since: i64) -> Self {
        Self {
            request,
            change,
            failure,
            doubtful_since,
            verify_at: None,
            asked: None,
            readings: 0,
        }
    }

    /// Whether it is being verified, or will be without the person's action.
    pub fn will_be_verified(&self) -> bool {
        self.verify_at.is_some() || self.asked.is_some()
    }
}

/// Whether the journal stores the text of remarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RemarkRecording {
    /// It stores them all.
    #[default]
    Recorded,
    /// It stores none, so that none can be restored.
    Withheld,
}

impl RemarkRecording {
    /// Whether a change that was done can be undone, given that its prior state is known: the journal must
    /// have it.
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

/// The state of the card's query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardPhase {
    /// Nothing to query.
    Rest,
    /// The cursor rests; send the query at this time.
    Due(Millis),
    /// The query was sent.
    Asked(RequestId),
}

/// The state of the program.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Model {
    /// What it is connected to.
    pub session: Session,
    /// The language of the screen.
    pub lang: Lang,
    /// The language if none was chosen.
    pub automatic_lang: Lang,
    /// What was changed about the screen.
    pub preferences: Preferences,
    /// Whether it was said that this cannot be remembered.
    pub preferences_failed: bool,
    /// Whether the mouse can be used in this terminal.
    pub mouse_possible: bool,
    /// Time of the newest message.
    pub now: Millis,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The open user.
    pub user: Option<Box<OpenUser>>,
    /// The previous users, the nearest last.
    pub back: VecDeque<Box<OpenUser>>,
    /// The next users, the nearest last.
    pub forward: Vec<Box<OpenUser>>,
    /// The list that has the focus.
    pub focus: ListKind,
    /// Whether the focused list has the whole width.
    pub zoom: bool,
    /// The key about which was said that it means nothing; once is enough.
    pub unknown_key: Option<char>,
    /// The filter line, while it is being typed.
    pub filter: Option<Input>,
    /// The completions of a word of it, of which a key shows the next one.
    pub filter_cycle: Option<FilterCycle>,
    /// The ticket and the reason that everything is recorded under.
    pub reference: TicketReference,
    /// The dialogs over the lists.
    pub dialogs: DialogStack,
    /// The notice for the person, and when it came.
    pub notice: Option<(Millis, Notice)>,
    /// The last copy, until a program confirms it.
    pub pending_copy: Option<PendingCopy>,
    /// The HTTP requests, newest first.
    pub log: VecDeque<RequestTrace>,
    /// Changes handed to the worker without an outcome yet. They are never dropped.
    pub pending_changes: BTreeMap<RequestId, Change>,
    /// Whether the journal stores the text of remarks.
    pub remark_recording: RemarkRecording,
    /// Changes whose reply was lost, newest last.
    pub unknown_changes: Vec<UnknownChange>,
    /// Remarks set by a rosterm that has ended, without their texts: it cannot be verified whether they were
    /// set.
    pub unverifiable_remarks: Vec<Change>,
    /// Changes, with their requests, whose reply was lost and which nothing has confirmed or refused since. If
    /// one is sent again and found applied, the first request did it.
    pub possibly_applied: Vec<(RequestId, Change)>,
    /// How many outcomes are still to be recorded.
    pub unrecorded: usize,
    /// The jobs of this session, newest last.
    pub jobs: Vec<SessionJob>,
    /// The unfinished jobs of the journal that are not running here, newest first.
    pub unfinished: Vec<UnfinishedJob>,
    /// The query for `unfinished`, and what it is for.
    pub unfinished_asked: Option<(RequestId, UnfinishedPurpose)>,
    /// Calls that wait for the service's rate limits, and until when.
    pub waiting_until: HashMap<RequestId, Millis>,
    /// The state of the card.
    pub card: CardPhase,
    /// The row under the cursor after the last message.
    pub under_cursor: Option<(ListKind, ChatKind, UserId)>,
    /// When another row came under the cursor without a key, a dialog closed without a key, or a write key
    /// came too soon after one of these.
    pub row_moved_at: Option<Millis>,
    /// Until when read-only is lifted.
    pub unlocked: Option<Millis>,
    /// Whether `g` was pressed once.
    pub prefix: bool,
    /// When Ctrl-c was pressed last.
    pub interrupted: Option<Millis>,
    /// The last click, until the next one makes it a double click.
    pub last_click: Option<Click>,
    /// The frame on screen.
    pub drawn: DrawnFrame,
    /// The query to the journal for what can be undone, with the layer and the number of dialogs at the time
    /// of the query.
    pub undo_asked: Option<(RequestId, Layer, usize)>,
    /// Whether rosterm was asked to quit.
    pub leaving: bool,
    /// How many notices were shown so far.
    notices: u64,
    /// When each [`RequestId`] was given out.
    request_times: Vec<Millis>,
    /// How many HTTP requests were logged in this session.
    logged: u64,
}

impl Model {
    /// A model without a user.
    pub fn new(session: Session, lang: Lang, size: (u16, u16)) -> Self {
        Self {
            session,
            lang,
            automatic_lang: lang,
            preferences: Preferences::default(),
            preferences_failed: false,
            mouse_possible: true,
            now: 0,
            size,
            user: None,
            back: VecDeque::new(),
            forward: Vec::new(),
            focus: ListKind::Friends,
            zoom: false,
            unknown_key: None,
            filter: None,
            filter_cycle: None,
            reference: TicketReference::default(),
            dialogs: DialogStack::default(),
            notice: None,
            pending_copy: None,
            log: VecDeque::new(),
            pending_changes: BTreeMap::new(),
            remark_recording: RemarkRecording::default(),
            unknown_changes: Vec::new(),
            unverifiable_remarks: Vec::new(),
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
            last_click: None,
            drawn: DrawnFrame::default(),
            undo_asked: None,
            leaving: false,
            notices: 0,
            request_times: Vec::new(),
            logged: 0,
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

    /// The next ID for what is asked for; none is ever reused.
    pub fn next_request(&mut self) -> RequestId {
        self.request_times.push(self.now);
        RequestId(u64::try_from(self.request_times.len()).unwrap_or(u64::MAX))
    }

    /// Whether changes are forbidden now.
    pub fn is_read_only(&self) -> bool {
        self.session.read_only && self.unlocked.is_none_or(|until| self.now >= until)
    }

    /// How many minutes read-only stays lifted, rounded up.
    pub fn minutes_unlocked(&self) -> Option<u64> {
        let left = self.unlocked?.saturating_sub(self.now);
        (self.session.read_only && left > 0).then(|| left.div_ceil(60_000))
    }

    /// The layer whose keys are active now.
    pub fn layer(&self) -> Layer {
        match self.dialogs.top() {
            Some(dialog) => dialog.layer(),
            None if self.filter.is_some() => Layer::Filter,
            None => Layer::Lists,
        }
    }

    /// The layout of the screen.
    pub fn layout(&self) -> Layout {
        Layout::of(self.size, self.focus, self.zoom, self.preferences.requests)
    }

    /// The ID under the cursor of the focused list.
    pub fn current(&self) -> Option<(ChatKind, &UserId)> {
        let user = self.user.as_ref()?;
        match self.focus {
            ListKind::Friends => user.friends.current().map(|r| (ChatKind::Chat, &r.id)),
            ListKind::Blocks => user.blocks.current().map(|r| (ChatKind::Chat, &r.id)),
            ListKind::Conversations => user.conversations.current().map(|r| (r.kind, &r.id)),
        }
    }

    /// How many rows of the focused list are selected.
    pub fn selected_count(&self) -> usize {
        self.user.as_ref().map_or(0, |user| match self.focus {
            ListKind::Friends => user.friends.selected_count(),
            ListKind::Blocks => user.blocks.selected_count(),
            ListKind::Conversations => user.conversations.selected_count(),
        })
    }

    /// The rows selected in the focused list.
    pub fn selected_keys(&self) -> Vec<(ChatKind, UserId)> {
        let people = |ids: Vec<UserId>| ids.into_iter().map(|id| (ChatKind::Chat, id)).collect();
        self.user
            .as_ref()
            .map_or_else(Vec::new, |user| match self.focus {
                ListKind::Friends => people(user.friends.selected_keys()),
                ListKind::Blocks => people(user.blocks.selected_keys()),
                ListKind::Conversations => user.conversations.selected_keys(),
            })
    }

    /// Whether the dialog or the lists show something that is in progress.
    pub fn is_busy(&self) -> bool {
        !self.pending_changes.is_empty()
            || self.jobs.iter().any(SessionJob::is_moving)
            || self.undo_asked.is_some()
            || self.unknown_changes.iter().any(|u| u.asked.is_some())
            || self.dialogs.top().is_some_and(Dialog::is_waiting)
            || matches!(self.card, CardPhase::Asked(_))
            || self.user.as_ref().is_some_and(|u| {
                u.account.asked.is_some()
                    || matches!(u.friends.phase(), LoadPhase::Loading(_))
                    || matches!(u.blocks.phase(), LoadPhase::Loading(_))
                    || matches!(u.conversations.phase(), LoadPhase::Loading(_))
            })
    }

    /// When the runtime must send a tick even if no event arrives; `None` while nothing would change.
    pub fn next_wake(&self) -> Option<Millis> {
        let spin = self.is_busy().then(|| (self.now / SPIN + 1) * SPIN);
        let notice = self.notice.as_ref().map(|(at, _)| at + NOTICE_TIME);
        let card = match self.card {
            CardPhase::Due(at) if self.card_is_seen() => Some(at),
            CardPhase::Due(_) | CardPhase::Rest | CardPhase::Asked(_) => None,
        };
        let settle = self
            .unknown_changes
            .iter()
            .filter_map(|u| u.verify_at)
            .min();
        let watch = match self.dialogs.top() {
            Some(Dialog::Diagnosis(view)) if view.asked.is_none() => {
                view.watch.map(|watch| watch.next)
            }
            _ => None,
        };
        let age = self.next_age();
        // The header counts down the minutes.
        let minute = self
            .minutes_unlocked()
            .zip(self.unlocked)
            .map(|(minutes, until)| until - (minutes - 1) * 60_000);
        [spin, notice, card, settle, watch, age, minute]
            .into_iter()
            .flatten()
            .min()
    }

    /// Whether the card is on screen.
    pub fn card_is_seen(&self) -> bool {
        self.layout().card.is_some() || self.layer() == Layer::Card
    }

    /// Accepts a confirming key, or not: one that comes too soon restarts the wait, and a notice says so.
    pub fn accept_confirmation(&mut self) -> bool {
        if !self.require_read() {
            return false;
        }
        let armed = self.dialogs.accept_confirmation(self.now, self.session.arm);
        self.in_time(armed)
    }

    /// Whether the whole question has been on screen; if not, a notice says so, and nothing is accepted.
    fn require_read(&mut self) -> bool {
        let read = self.dialogs.was_on_screen();
        if !read {
            self.say(Notice::QuestionNotSeen);
        }
        read
    }

    /// Accepts Enter in a field, or not: if it came too soon, a notice says so.
    pub fn accept_answer(&mut self) -> bool {
        if !self.require_read() {
            return false;
        }
        let answered = self.dialogs.accept_answer(self.now, self.session.arm);
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

    /// The open user; without one, a notice says so.
    pub fn require_user(&mut self) -> Option<UserId> {
        let user = self.user.as_ref().map(|user| user.id.clone());
        if user.is_none() {
            self.say(Notice::NoUser);
        }
        user
    }

    /// Shows a notice to the person.
    pub fn say(&mut self, notice: Notice) {
        self.notice = Some((self.now, notice));
        self.notices += 1;
    }

    /// Hides the notice, unless it is about the whole session.
    pub fn hide_notice(&mut self) {
        self.notice
            .take_if(|(_, notice)| !notice.is_of_the_session());
    }

    /// Hides the notice after a key in a dialog, where it covers more than on the lists. One about the session
    /// stays until there was time to read it.
    pub fn dismiss_notice(&mut self) {
        let now = self.now;
        self.notice.take_if(|(said, notice)| {
            !notice.is_of_the_session() || now >= said.saturating_add(NOTICE_READ_TIME)
        });
    }

    /// What the screen is about, and the notice that was last shown there.
    pub fn notice_place(&self) -> (Option<u64>, u64) {
        (self.dialogs.number(), self.notices)
    }

    /// Whether this change is pending already.
    pub fn has_pending(&self, change: &Change) -> bool {
        self.pending_changes.values().any(|c| c == change)
    }

    /// Whether the outcome of this change is unknown and still to be verified.
    pub fn awaits_verification(&self, change: &Change) -> bool {
        let mut read = self.unknown_changes.iter().filter(|u| u.will_be_verified());
        read.any(|u| u.change == *change || u.change.deletes_same_conversation(change))
    }

    /// Whether a change with an unknown outcome may have made this differ from `known`; `about` names what it
    /// is about.
    pub fn may_be_outdated(&self, about: &Change, known: bool) -> bool {
        let makes = |lost: &Change| matches!(lost, Change::Block { .. } | Change::AddFriend { .. });
        self.unknown_about(about).any(|lost| makes(lost) != known)
    }

    /// The changes with an unknown outcome that are about the same thing as this one.
    pub fn unknown_about(&self, about: &Change) -> impl Iterator<Item = &Change> {
        let lost = self.unknown_changes.iter().map(|u| &u.change);
        lost.filter(|lost| about.makes_moot(lost))
    }

    /// Whether it is unknown if this conversation was deleted: then it is only deleted after its ID was
    /// typed.
    pub fn is_delete_unknown(&self, delete: &Change) -> bool {
        let alone = self.unknown_changes.iter().map(|u| &u.change);
        let in_jobs = self.jobs.iter().flat_map(|job| {
            let steps = job.plan.steps.iter().zip(&job.states);
            let unknown = steps.filter(|(_, state)| **state == StepState::Unknown);
            unknown.map(|(step, _)| &step.change)
        });
        alone
            .chain(in_jobs)
            .any(|change| change.deletes_same_conversation(delete))
    }

    /// The changes that are waiting to be sent: no part of them was sent.
    pub fn waiting(&self) -> impl Iterator<Item = &Change> {
        self.pending(true)
    }

    /// The pending changes that nobody can withdraw any more or that will be sent at once: all but those of which the
    /// worker said that they wait for a limit.
    pub fn in_progress(&self) -> impl Iterator<Item = &Change> {
        self.pending(false)
    }

    /// The pending changes that wait for a limit, or all others.
    fn pending(&self, waiting: bool) -> impl Iterator<Item = &Change> {
        let pending = self.pending_changes.iter();
        let waits = |request| self.waiting_until.contains_key(request);
        let found = pending.filter(move |(request, _)| waits(request) == waiting);
        found.map(|(_, change)| change)
    }

    /// The changes with an unknown outcome that is still to be verified.
    pub fn awaiting_verification(&self) -> impl Iterator<Item = &Change> {
        let read = self.unknown_changes.iter().filter(|u| u.will_be_verified());
        read.map(|u| &u.change)
    }

    /// The pending changes, and those with an unknown outcome that is still to be verified.
    pub fn open_changes(&self) -> impl Iterator<Item = &Change> {
        self.pending_changes
            .values()
            .chain(self.awaiting_verification())
    }

    /// Whether a change about this pair of users has an unknown outcome.
    pub fn has_unknown_change(&self, other: &UserId) -> bool {
        self.user.as_ref().is_some_and(|user| {
            let unknown = self.unknown_changes.iter().map(|u| &u.change);
            unknown
                .chain(&self.unverifiable_remarks)
                .any(|change| *change.owner() == user.id && change.target() == other)
        })
    }

    /// Whether a job that has not ended has a change of this pair without an outcome.
    pub fn is_in_a_job(&self, owner: &UserId, other: &UserId) -> bool {
        self.jobs.iter().any(|job| job.holds(owner, other))
    }

    /// The users about whom this owner has an open change, or a step of a job that has no outcome yet.
    pub fn users_in_progress(&self, owner: &UserId) -> HashSet<&UserId> {
        let changes = self.open_changes();
        let alone = changes.filter(|change| change.owner() == owner);
        let in_jobs = self
            .jobs
            .iter()
            .flat_map(|job| job.users_in_progress(owner));
        alone.map(Change::target).chain(in_jobs).collect()
    }

    /// Whether a job is running, or paused and not finished.
    pub fn has_active_job(&self) -> bool {
        self.jobs.iter().any(SessionJob::is_active)
    }

    /// The job that this request began.
    pub fn job_mut(&mut self, request: RequestId) -> Option<&mut SessionJob> {
        self.jobs.iter_mut().find(|job| job.request == request)
    }

    /// Whether quitting now would leave something undone or unknown.
    pub fn has_open_ends(&self) -> bool {
        self.has_active_job() || self.open_changes().next().is_some() || self.unrecorded > 0
    }

    /// Whether a change about this pair of users is in progress, or belongs to a job that has not ended.
    pub fn shows_spinner(&self, other: &UserId) -> bool {
        let Some(user) = &self.user else {
            return false;
        };
        self.is_in_a_job(&user.id, other)
            || self
                .in_progress()
                .any(|c| *c.owner() == user.id && c.target() == other)
    }

    /// The open user, and the previous and next ones.
    pub fn users_mut(&mut self) -> impl Iterator<Item = &mut OpenUser> {
        let beside = self.back.iter_mut().chain(self.forward.iter_mut());
        let all = self.user.iter_mut().chain(beside);
        all.map(|user| &mut **user)
    }

    /// Moves the open user to the previous ones, so that `[` returns to it.
    pub fn put_away(&mut self) {
        if let Some(mut user) = self.user.take() {
            user.focus = self.focus;
            self.back.push_back(user);
            if self.back.len() > BACK_CAP {
                self.back.pop_front();
            }
        }
    }

    /// Adds a request to the log.
    pub fn remember(&mut self, trace: RequestTrace) {
        self.log.push_front(trace);
        self.log.truncate(LOG_CAP);
        self.logged += 1;
    }

    /// The requests in the log, newest first, each with its number.
    pub fn log_lines(&self) -> impl Iterator<Item = (u64, &RequestTrace)> {
        (0..=self.logged).rev().zip(&self.log)
    }

    /// Whether the top dialog is of a kind.
    pub fn top_is(&self, what: impl Fn(&Dialog) -> bool) -> bool {
        self.dialogs.top().is_some_and(what)
    }
}
