//! Rate limiting: decides when the next request may be sent, so that the service never has to reply with 429.
//!
//! A family has as many slots as the service counts calls in a window. A request takes a slot and returns it
//! one window after the service counted the call, so that no window of the service, wherever it begins, ever
//! holds more calls than there are slots. The service does not tell when it counted a call: it was some time
//! between sending and reply. But what matters is not how long a call takes; it is how much that *differs*
//! from call to call:
//!
//! ```text
//!   sent ---- way there ---- counted ---- way back ---- replied
//!             there + late               back + late            took = there + back + late
//! ```
//!
//! `there` and `back` are the shortest possible times of the two ways, the same for all calls; `late` is the
//! extra time of this call. A call was counted between `sent + there` and `sent + there + late`. Since
//! `there` is the same for every call, it shifts all windows and fills none: it is as if calls were counted
//! between `sent` and `sent + late`. A slot is therefore free one window after `sent + late`, that is, one
//! window after the reply minus `there + back`, and `there + back` is the time of the quickest recent reply.
//! If all replies take equally long, the full rate is used, however long they take, up to the length of the
//! window: a call holds its slot until its reply arrives. If replies differ, the rate drops only by the
//! difference.
//!
//! This assumes that the service counts all calls of a family at the same point of their way, and that one of
//! the last [`LATELY`] replies was about as quick as a reply can be. Neither holds while the network itself
//! becomes quicker: requests sent before the first quicker reply arrives are sent too early by the
//! difference. Then a window may hold one burst too much, once; if the service replies 429, we slow down and
//! recover. Before there are [`ENOUGH`] replies, and for the limits per user, nothing is subtracted: a slot
//! is then free one window after the reply, which is safe whenever the call was counted.
//!
//! Within a window the requests of one family are spaced evenly, after a small burst that lets a user open at
//! once.

use std::collections::{HashMap, VecDeque};
use std::fmt;
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

    /// The published limit of the whole app, in calls per second.
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

/// A limit per user that is low enough for visible waits: five calls a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UserLimit {
    /// Listing a user's conversations.
    ConversationList,
    /// Deleting a user's conversations.
    ConversationDelete,
}

const A_SECOND: Duration = Duration::from_secs(1);
const A_MINUTE: Duration = Duration::from_secs(60);

/// Opening a user sends six requests at once, at most two of one family; then come the card's four.
const BURST: u32 = 8;

/// The number of recent replies from which the quickest is chosen: more than there are slots in a second, so
/// that the reply of every slot is among those it is measured by.
const LATELY: usize = 128;

/// How many replies are needed before the quickest one is meaningful.
const ENOUGH: usize = 8;

/// How often the rate may be halved, and after how long each halving is undone.
const SLOWEST: u32 = 3;
const RECOVERY: Duration = Duration::from_secs(30);

/// From this many users on, those whose slots are all free are removed.
const MANY_USERS: usize = 256;

/// All limits together.
pub(super) struct Pace {
    families: HashMap<CallFamily, Arc<Bucket>>,
    users: Mutex<HashMap<(UserLimit, UserId), Arc<Bucket>>>,
}

/// A permit to send one request within the service's rate limits, held until its reply arrives. A caller with
/// many changes acquires one before each: a change that is only waiting can still be cancelled, and blocks
/// nobody.
#[must_use]
pub struct Permit {
    family: CallFamily,
    _of_all: Slot,
    _of_user: Option<Slot>,
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit")
            .field("family", &self.family)
            .finish_non_exhaustive()
    }
}

impl Permit {
    pub(super) fn is_for(&self, family: CallFamily) -> bool {
        self.family == family
    }
}

impl Pace {
    /// `share` is the percentage of the app's limits that may be used. The limits per user are not shared, so
    /// they are used in full.
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

    /// Waits until a call may be sent.
    pub async fn acquire(&self, family: CallFamily, user: &UserId) -> Permit {
        // The long wait first: a call that waits for a minute must not hold a slot shared by all.
        let own = match family.for_each_user() {
            Some(limit) => Some(self.of_user(limit, user).acquire_slot().await),
            None => None,
        };
        Permit {
            family,
            _of_all: self.families[&family].clone().acquire_slot().await,
            _of_user: own,
        }
    }

    /// How long the next call under a user's limit would wait, as far as can be known: replies to calls in
    /// progress are assumed to arrive now.
    pub fn wait_ahead(&self, limit: UserLimit, user: &UserId) -> Duration {
        let bucket = self.users.lock().get(&(limit, user.clone())).cloned();
        bucket.map_or(Duration::ZERO, |bucket| bucket.wait_ahead(Instant::now()))
    }

    /// The service said that a family is called too often, so somebody else uses the limit, too.
    pub fn slow_down(&self, family: CallFamily) {
        self.families[&family].slow_down(Instant::now());
    }

    fn of_user(&self, limit: UserLimit, user: &UserId) -> Arc<Bucket> {
        let mut users = self.users.lock();
        if users.len() >= MANY_USERS {
            let now = Instant::now();
            users.retain(|_, bucket| Arc::strong_count(bucket) > 1 || !bucket.is_idle(now));
        }
        let bucket = users.entry((limit, user.clone()));
        Arc::clone(
            bucket.or_insert_with(|| {
                Arc::new(Bucket::counted(CONVERSATION_CALLS_PER_MINUTE, A_MINUTE))
            }),
        )
    }
}

/// One limit: the slots in a window, and for the app's limits a distance between two requests.
struct Bucket {
    slots: usize,
    window: Duration,
    distance: Duration,
    burst: u32,
    /// Whether slots are freed earlier by the time of the quickest reply.
    by_quickest: bool,
    state: Mutex<BucketState>,
    /// First come, first served; only the first in the queue looks for a slot.
    queue: tokio::sync::Mutex<()>,
    waiting: AtomicUsize,
    freed: Notify,
}

struct BucketState {
    in_flight: usize,
    /// When the replies arrived whose slots are not free again, the oldest first.
    cooling: VecDeque<Instant>,
    /// How long the last replies took.
    lately: VecDeque<Duration>,
    /// When the next request would be sent if all had been spaced evenly.
    even: Instant,
    halvings: u32,
    /// When the rate was last halved, or a halving undone.
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

    async fn acquire_slot(self: Arc<Self>) -> Slot {
        let waiting = QueuePlace::new(&self.waiting);
        let first = self.queue.lock().await;
        let sent = loop {
            let now = Instant::now();
            let at = self.state.lock().take(&self, now);
            match at {
                SlotTime::Now => break now,
                SlotTime::At(at) => sleep_until(at).await,
                SlotTime::AfterAnAnswer => self.freed.notified().await,
            }
        };
        drop((first, waiting));
        Slot { bucket: self, sent }
    }

    fn wait_ahead(&self, now: Instant) -> Duration {
        let mut state = self.state.lock();
        let cool = state.forget_cooled(self, now);
        let free = self.slots - state.in_flight - state.cooling.len();
        let ahead = self.waiting.load(Ordering::Relaxed);
        let Some(beyond) = ahead.checked_sub(free) else {
            return Duration::ZERO;
        };
        // Slots in the order in which they become free; each is first taken again by the calls ahead of this
        // one. Those in progress come after the cooling ones: their window begins now at the earliest.
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
        // Calls that were in progress together are refused together; that is one reason to slow down.
        if state.halvings == 0 || now - state.halved_at >= A_SECOND {
            state.halvings = (state.halvings + 1).min(SLOWEST);
            state.halved_at = now;
        }
    }
}

/// When a request may be sent.
enum SlotTime {
    Now,
    At(Instant),
    /// All slots are in progress; the first reply starts a window.
    AfterAnAnswer,
}

impl BucketState {
    fn take(&mut self, bucket: &Bucket, now: Instant) -> SlotTime {
        let cool = self.forget_cooled(bucket, now);
        self.recover(now);
        if self.in_flight + self.cooling.len() >= bucket.slots {
            return self
                .cooling
                .front()
                .map_or(SlotTime::AfterAnAnswer, |answered| {
                    SlotTime::At(*answered + cool)
                });
        }
        let distance = bucket.distance * 2u32.pow(self.halvings);
        let burst = if self.halvings == 0 { bucket.burst } else { 1 };
        let ahead = self.even.saturating_duration_since(now);
        let early = ahead.saturating_sub(distance * (burst - 1));
        if !early.is_zero() {
            return SlotTime::At(now + early);
        }
        self.in_flight += 1;
        self.even = self.even.max(now) + distance;
        SlotTime::Now
    }

    /// Frees the slots that are free again; returns how long after its reply a slot becomes free.
    fn forget_cooled(&mut self, bucket: &Bucket, now: Instant) -> Duration {
        let cool = bucket.window.saturating_sub(self.quickest(bucket));
        while self.cooling.front().is_some_and(|at| *at + cool <= now) {
            self.cooling.pop_front();
        }
        cool
    }

    /// The least time that a reply takes, as far as can be told.
    fn quickest(&self, bucket: &Bucket) -> Duration {
        let known = bucket.by_quickest && self.lately.len() >= ENOUGH;
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

/// A slot in use. Dropping it means that the reply has arrived, or that the call was cancelled: the request
/// may have been counted all the same.
struct Slot {
    bucket: Arc<Bucket>,
    sent: Instant,
}

impl Drop for Slot {
    fn drop(&mut self) {
        let now = Instant::now();
        let mut state = self.bucket.state.lock();
        state.in_flight -= 1;
        state.cooling.push_back(now);
        if state.lately.len() == LATELY {
            state.lately.pop_front();
        }
        state.lately.push_back(now - self.sent);
        drop(state);
        self.bucket.freed.notify_one();
    }
}

/// Counts a place in the queue; dropping it leaves the queue, also on cancellation.
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
