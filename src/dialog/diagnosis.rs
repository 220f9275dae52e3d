//! The diagnosis of two users, and the question about which two.

use tui_input::Input;

use crate::domain::history::HistoryEntry;
use crate::domain::{Deliverability, Diagnosis, Failure, PairSide, RequestId, UserId};
use crate::msg::Millis;
use crate::text::insert_at_caret;

/// While a diagnosis is watched, it is read again after a tenth of the time so far, within these limits.
const SOONEST: Millis = 5_000;
const LATEST: Millis = 60_000;

/// Why messages of the first user do not reach the second, and the other way round.
#[derive(Debug, Clone)]
pub struct DiagnosisView {
    /// The sender and the recipient that it is about.
    pub users: [UserId; 2],
    /// The query in progress.
    pub asked: Option<RequestId>,
    /// What was read, and by which query.
    pub read: Option<(Diagnosis, RequestId)>,
    /// What the journal has about the two, newest first.
    pub history: Option<Result<Vec<HistoryEntry>, Failure>>,
    /// The query to the journal in progress.
    pub history_asked: Option<RequestId>,
    /// Reads again until a verdict changes.
    pub watch: Option<DiagnosisWatch>,
    /// By which query it was seen that a verdict had changed, which ended the watch, and what both were before.
    pub changed: Option<(RequestId, [Deliverability; 2])>,
    /// The first line on screen.
    pub scroll: usize,
}

/// A diagnosis that is read again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DiagnosisWatch {
    since: Millis,
    /// When it is read next.
    pub next: Millis,
}

impl DiagnosisWatch {
    /// Begins to watch.
    pub fn begin(now: Millis) -> Self {
        Self {
            since: now,
            next: now.saturating_add(SOONEST),
        }
    }

    /// It was read: says when it is read next.
    pub fn read(&mut self, now: Millis) {
        let pause = now.saturating_sub(self.since) / 10;
        self.next = now.saturating_add(pause.clamp(SOONEST, LATEST));
    }
}

impl DiagnosisView {
    /// Nothing is read yet.
    pub fn new(users: [UserId; 2]) -> Self {
        Self {
            users,
            asked: None,
            read: None,
            history: None,
            history_asked: None,
            watch: None,
            changed: None,
            scroll: 0,
        }
    }

    /// Whether it is about these two, in whichever direction.
    pub fn is_about(&self, one: &UserId, other: &UserId) -> bool {
        let [user, opposite] = &self.users;
        (user.is_same(one) && opposite.is_same(other))
            || (user.is_same(other) && opposite.is_same(one))
    }

    /// Asks the other way round. What was read holds for both directions.
    pub fn swap(&mut self) {
        self.users.swap(0, 1);
        self.read = self.read.take().map(|(read, by)| (read.swapped(), by));
        if let Some((_, before)) = &mut self.changed {
            before.swap(0, 1);
        }
        self.scroll = 0;
    }

    /// Takes in what was read; returns whether it was watched and a verdict has changed, which ends the watch.
    pub fn receive(&mut self, request: RequestId, read: Diagnosis, now: Millis) -> bool {
        self.asked = None;
        let after = read.verdicts();
        let before = self.read.replace((read, request));
        let (Some(watch), Some((before, _))) = (&mut self.watch, before) else {
            return false;
        };
        watch.read(now);
        let before = before.verdicts();
        // A read that failed is no change, and the first that works after it is not one either.
        let is_unknown =
            |verdicts: [Deliverability; 2]| verdicts.contains(&Deliverability::NotChecked);
        let changed = before != after && !is_unknown(before) && !is_unknown(after);
        if changed {
            self.watch = None;
            self.changed = Some((request, before));
        }
        changed
    }

    /// Both verdicts, if they were read.
    pub fn verdicts(&self) -> Option<[Deliverability; 2]> {
        self.read.as_ref().map(|(read, _)| read.verdicts())
    }

    /// Whether the recipient blocks the sender, as far as it was read.
    pub fn is_blocked(&self) -> Option<bool> {
        *PairSide::Other.of(&self.read.as_ref()?.0.blocks)
    }

    /// The queries in progress.
    pub fn queries(&self) -> Vec<RequestId> {
        self.asked.into_iter().chain(self.history_asked).collect()
    }
}

/// Which two users?
#[derive(Debug, Clone)]
pub struct DiagnosisQuestion {
    /// The sender and the recipient.
    pub inputs: [Input; 2],
    /// Which of them has the caret.
    pub at: PairSide,
    /// Which of them is not a valid ID, after Enter.
    pub bad: Option<PairSide>,
    /// Whether both are the same, after Enter.
    pub same: bool,
}

impl DiagnosisQuestion {
    /// Asks; what is known already is filled in, and the caret is in the first field that is empty.
    pub fn new(known: [Option<&UserId>; 2]) -> Self {
        let at = if known[0].is_none() {
            PairSide::User
        } else {
            PairSide::Other
        };
        Self {
            inputs: known.map(|id| Input::new(id.map_or(String::new(), |id| id.raw().to_owned()))),
            at,
            bad: None,
            same: false,
        }
    }

    /// The field that has the caret.
    pub fn field(&mut self) -> &mut Input {
        match self.at {
            PairSide::User => &mut self.inputs[0],
            PairSide::Other => &mut self.inputs[1],
        }
    }

    /// Puts a pasted text into the fields: two IDs into both, anything else into the one with the caret.
    pub fn paste(&mut self, text: &str) {
        let words: Vec<&str> = text.split_whitespace().collect();
        if let [user, other] = words[..] {
            self.inputs = [user, other].map(Input::from);
            self.at = PairSide::Other;
        } else {
            insert_at_caret(self.field(), text);
        }
    }

    /// What was typed has changed.
    pub fn edited(&mut self) {
        self.bad = None;
        self.same = false;
    }
}
