//! When the next request may leave, so that the service never has to answer 429.
//!
//! A family has as many slots as the service counts calls in a window. A request takes one and gives it back
//! a window after the service counted it, so that no window of the service, wherever it begins, ever holds
//! more than our slots. When it was counted, nobody tells us: somewhere between sending and answer. What
//! matters is not how long a call takes, though, but how much that *differs* from call to call:
//!
//! ```text
//!   sent ---- way there ---- counted ---- way back ---- answered
//!             there + late               back + late            took = there + back + late
//! ```
//!
//! `there` and `back` are the shortest that the two ways can be, the same for all calls; `late` is what this
//! call took longer. A call was counted between `sent + there` and `sent + there + late`. The same `there`
//! stands in every call, so it moves all windows and fills none: as if calls were counted between `sent` and
//! `sent + late`. The slot therefore comes free a window after `sent + late`, which is a window after the
//! answer less `there + back`, and that is the time of the quickest answer seen lately. Where every answer takes
//! as long as the other, the full rate is kept, however long that is, up to the window itself: until its
//! answer is there, a call holds its slot. Where answers differ, the rate pays for the difference alone.
//!
//! What this relies on: that a service counts all calls of a family at the same point of their way, and that one
//! of the last [`LATELY`] answers was about as quick as an answer can be. Neither holds while the way itself
//! becomes quicker: what leaves until the first quicker answer is there leaves too early by the difference. Then a
//! window may hold a burst too much, once; where the service says 429, we slow down and recover. Before there are
//! [`ENOUGH`] answers, and for the limits of each user, nothing is taken off: there a slot is free a window
//! after the answer, which is safe whenever the call was counted.
//!
//! Within a window the requests of one family leave evenly, after a small burst that lets a user open at once.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use crate::domain::UserId;
use crate::domain::limits::{
    BLOCK_CALLS_PER_SECOND, CALLS_PER_SECOND, CONVERSATION_CALLS_PER_MINUTE,
};

/// Calls that the service counts together ("Limits of API call frequency").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum CallFamily {
    Users,
    Contacts,
    ContactChecks,
    Blocks,
    BlockChecks,
    ConversationList,
    ConversationDelete,
}

impl CallFamily {
    const ALL: [Self; 7] = [
        Self::Users,
        Self::Contacts,
        Self::ContactChecks,
        Self::Blocks,
        Self::BlockChecks,
        Self::ConversationList,
        Self::ConversationDelete,
    ];

    /// The published limit of the whole app, in calls a second.
    fn per_second(self) -> u32 {
        match self {
            Self::Blocks => BLOCK_CALLS_PER_SECOND,
            Self::Users
            | Self::Contacts
            | Self::ContactChecks
            | Self::BlockChecks
            | Self::ConversationList
            | Self::ConversationDelete => CALLS_PER_SECOND,
        }
    }

    fn for_each_user(self) -> Option<UserLimit> {
        match self {
            Self::ConversationList => Some(UserLimit::ConversationList),
            Self::ConversationDelete => Some(UserLimit::ConversationDelete),
            Self::Users
            | Self::Contacts
            | Self::ContactChecks
            | Self::Blocks
            | Self::BlockChecks => None,
        }
    }
}

/// A limit that counts each user alone, and is low enough to be waited for visibly: five calls a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UserLimit {
    /// Listing a user's conversations.
    ConversationList,
    /// Deleting a user's conversations.
    ConversationDelete,
}

const A_SECOND: Duration = Duration::from_secs(1);
const A_MINUTE: Duration = Duration::from_secs(60);

/// Opening a user asks seven things at once.
const BURST: u32 = 8;

/// From how many answers the quickest one is chosen: more than there are slots in a second, so that no slot
/// is measured by an answer quicker than its own.
const LATELY: usize = 128;

/// How many answers must have come before the quickest one tells anything.
const ENOUGH: usize = 8;

/// How many halvings there may be, and after how long each is taken back.
const SLOWEST: u32 = 3;
const RECOVERY: Duration = Duration::from_secs(30);

/// From so many users on, those whose slots are all free are forgotten.
const MANY_USERS: usize = 256;

/// All limits together.
pub(super) struct Pace {
    families: HashMap<CallFamily, Arc<Bucket>>,
    users: Mutex<HashMap<(UserLimit, UserId), Arc<Bucket>>>,
}

/// The right to send one request, held until its answer is there.
#[must_use]
pub(super) struct Permit {
    family: CallFamily,
    _of_all: Slot,
    _of_user: Option<Slot>,
}

impl Permit {
    pub fn is_for(&self, family: CallFamily) -> bool {
        self.family == family
    }
}

impl Pace {
    /// `share` is how many percent of the app's limits may be used. The limits of each user are not
    /// shared with anybody, so they are used whole.
    pub fn new(share: u8) -> Self {
        let share = u32::from(share.clamp(1, 100));
        let families = CallFamily::ALL
            .into_iter()
            .map(|f| (f, Arc::new(Bucket::evenly(f.per_second(), share))));
        Self {
            families: families.collect(),
            users: Mutex::default(),
        }
    }

    /// Waits for the next call's turn.
    pub async fn pass(&self, family: CallFamily, user: &UserId) -> Permit {
        // The long wait first: whoever waits for a minute shall not hold a slot of all others.
        let own = match family.for_each_user() {
            Some(limit) => Some(self.of_user(limit, user).enter().await),
            None => None,
        };
        Permit {
            family,
            _of_all: self.families[&family].clone().enter().await,
            _of_user: own,
        }
    }

    /// How long the next call under a user's limit would wait, as far as can be known: calls under way
    /// are taken to be answered now.
    pub fn wait_ahead(&self, limit: UserLimit, user: &UserId) -> Duration {
        let lane = self.users.lock().get(&(limit, user.clone())).cloned();
        lane.map_or(Duration::ZERO, |lane| lane.wait_ahead(Instant::now()))
    }

    /// The service said that a family is called too fast, so somebody else uses the limit too.
    pub fn slow_down(&self, family: CallFamily) {
        self.families[&family].slow_down(Instant::now());
    }

    fn of_user(&self, limit: UserLimit, user: &UserId) -> Arc<Bucket> {
        let mut users = self.users.lock();
        if users.len() >= MANY_USERS {
            let now = Instant::now();
            users.retain(|_, lane| Arc::strong_count(lane) > 1 || !lane.is_idle(now));
        }
        let lane = users.entry((limit, user.clone()));
        Arc::clone(
            lane.or_insert_with(|| {
                Arc::new(Bucket::counted(CONVERSATION_CALLS_PER_MINUTE, A_MINUTE))
            }),
        )
    }
}

/// One limit: so many slots in a window, and perhaps a distance between two requests.
struct Bucket {
    slots: usize,
    window: Duration,
    distance: Duration,
    burst: u32,
    /// Whether slots come free earlier by the time of the quickest answer.
    by_quickest: bool,
    state: Mutex<BucketState>,
    /// Whoever comes first goes first; only the first in the queue looks for a slot.
    queue: tokio::sync::Mutex<()>,
    waiting: AtomicUsize,
    freed: Notify,
}

struct BucketState {
    in_flight: usize,
    /// When the calls were answered whose slots are not free again, the oldest first.
    cooling: VecDeque<Instant>,
    /// How long the last answers took.
    lately: VecDeque<Duration>,
    /// When the next request would leave if all had left evenly.
    even: Instant,
    halvings: u32,
    /// When the last halving was made or taken back.
    halved_at: Instant,
}

impl Bucket {
    fn evenly(per_second: u32, share: u32) -> Self {
        let slots = (per_second * share / 100).max(1);
        let distance = A_SECOND * 100 / (per_second * share);
        Self {
            distance,
            burst: slots.min(BURST),
            by_quickest: true,
            ..Self::counted(slots as usize, A_SECOND)
        }
    }

    fn counted(slots: usize, window: Duration) -> Self {
        let now = Instant::now();
        let state = BucketState {
            in_flight: 0,
            cooling: VecDeque::new(),
            lately: VecDeque::new(),
            even: now,
            halvings: 0,
            halved_at: now,
        };
        Self {
            slots,
            window,
            distance: Duration::ZERO,
            burst: 1,
            by_quickest: false,
            state: Mutex::new(state),
            queue: tokio::sync::Mutex::new(()),
            waiting: AtomicUsize::new(0),
            freed: Notify::new(),
        }
    }

    async fn enter(self: Arc<Self>) -> Slot {
        let waiting = QueuePlace::new(&self.waiting);
        let turn = self.queue.lock().await;
        let sent = loop {
            let now = Instant::now();
            let at = self.state.lock().take(&self, now);
            match at {
                SlotTime::Now => break now,
                SlotTime::At(at) => sleep_until(at).await,
                SlotTime::AfterAnAnswer => self.freed.notified().await,
            }
        };
        drop((turn, waiting));
        Slot { lane: self, sent }
    }

    fn wait_ahead(&self, now: Instant) -> Duration {
        let mut state = self.state.lock();
        let cool = state.forget_cooled(self, now);
        let free = self.slots - state.in_flight - state.cooling.len();
        let ahead = self.waiting.load(Ordering::Relaxed);
        let Some(beyond) = ahead.checked_sub(free) else {
            return Duration::ZERO;
        };
        // Slots in the order in which they come free, each taken again by whoever is ahead of us. Those
        // under way come after the cooling ones: their window begins now at the earliest.
        let rounds = u32::try_from(beyond / self.slots).unwrap_or(u32::MAX);
        let first = state
            .cooling
            .get(beyond % self.slots)
            .map_or(self.window, |answered| *answered + cool - now);
        first + self.window.saturating_mul(rounds)
    }

    fn is_idle(&self, now: Instant) -> bool {
        let mut state = self.state.lock();
        state.forget_cooled(self, now);
        state.in_flight == 0 && state.cooling.is_empty()
    }

    fn slow_down(&self, now: Instant) {
        let mut state = self.state.lock();
        state.recover(now);
        // Calls that were under way together are refused together; that is one reason to slow down.
        if state.halvings == 0 || now - state.halved_at >= A_SECOND {
            state.halvings = (state.halvings + 1).min(SLOWEST);
            state.halved_at = now;
        }
    }
}

/// When a request may leave.
enum SlotTime {
    Now,
    At(Instant),
    /// All slots are under way; the first answer starts a window.
    AfterAnAnswer,
}

impl BucketState {
    fn take(&mut self, lane: &Bucket, now: Instant) -> SlotTime {
        let cool = self.forget_cooled(lane, now);
        self.recover(now);
        if self.in_flight + self.cooling.len() >= lane.slots {
            return self
                .cooling
                .front()
                .map_or(SlotTime::AfterAnAnswer, |answered| {
                    SlotTime::At(*answered + cool)
                });
        }
        let distance = lane.distance * 2u32.pow(self.halvings);
        let burst = if self.halvings == 0 { lane.burst } else { 1 };
        let ahead = self.even.saturating_duration_since(now);
        let early = ahead.saturating_sub(distance * (burst - 1));
        if !early.is_zero() {
            return SlotTime::At(now + early);
        }
        self.in_flight += 1;
        self.even = self.even.max(now) + distance;
        SlotTime::Now
    }

    /// Gives back the slots that are free again, and says how long after its answer one is.
    fn forget_cooled(&mut self, lane: &Bucket, now: Instant) -> Duration {
        let cool = lane.window.saturating_sub(self.quickest(lane));
        while self.cooling.front().is_some_and(|at| *at + cool <= now) {
            self.cooling.pop_front();
        }
        cool
    }

    /// What every answer takes at least, as far as can be told.
    fn quickest(&self, lane: &Bucket) -> Duration {
        let known = lane.by_quickest && self.lately.len() >= ENOUGH;
        let quickest = self.lately.iter().min().filter(|_| known);
        quickest.copied().unwrap_or_default()
    }

    fn recover(&mut self, now: Instant) {
        while self.halvings > 0 && now - self.halved_at >= RECOVERY {
            self.halvings -= 1;
            self.halved_at += RECOVERY;
        }
    }
}

/// A slot in use. Dropping it says that the answer is there, also where the call was given up: the request may
/// have been counted all the same.
struct Slot {
    lane: Arc<Bucket>,
    sent: Instant,
}

impl Drop for Slot {
    fn drop(&mut self) {
        let now = Instant::now();
        let mut state = self.lane.state.lock();
        state.in_flight -= 1;
        state.cooling.push_back(now);
        if state.lately.len() == LATELY {
            state.lately.pop_front();
        }
        state.lately.push_back(now - self.sent);
        drop(state);
        self.lane.freed.notify_one();
    }
}

/// Counts somebody in the queue, also where they give up.
struct QueuePlace<'a>(&'a AtomicUsize);

impl<'a> QueuePlace<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}
impl Drop for QueuePlace<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests;
