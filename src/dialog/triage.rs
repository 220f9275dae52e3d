//! The triage sheet: a list of ids, how each stands to the owner, and what shall be done with those for
//! whom it would change something.

use tui_input::Input;

use super::BULK;
use crate::domain::{Failure, UserId};
use crate::keymap::Layer;
use crate::msg::job::{Act, Before, Undoable};
use crate::paged::Ticket;
use crate::text::tickets::{self, Reason, TooMuch};

/// Where the ids of a sheet come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A paste, or what was typed.
    Text,
    /// The selection of a list.
    Selection,
    /// What failed in a job.
    Job,
    /// What is to be taken back.
    Undo(Box<Undoable>),
}

/// Why nothing can be done with an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It cannot be part of an address.
    Impossible(Reason),
    /// It is the owner's own.
    Owner,
}

/// An id of the sheet.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The id.
    pub id: UserId,
    /// The line of the text in which it stands first.
    pub line: usize,
    /// How many times it is in the text.
    pub times: usize,
    /// Why nothing can be done with it.
    pub unfit: Option<Unfit>,
    /// It is no id by today's rule: one of an older app, or a word.
    pub odd: bool,
    /// Whether something shall be done with it.
    pub ticked: bool,
    /// How it stands to the owner, as far as that was read.
    pub before: Before,
    /// What the lists said of it when they were last looked at: friend, blocked.
    pub listed: (Option<bool>, Option<bool>),
}

impl Entry {
    /// Whether it is known how it stands.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.before.friend.is_some() && self.before.blocked.is_some()
    }
}

/// What an action is held to, where the service allows no more than so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// How many there are.
    pub there: usize,
    /// How many there may be.
    pub cap: usize,
}

/// "Do this to so many?"
#[derive(Debug, Clone)]
pub struct Asking {
    /// What.
    pub act: Act,
    /// To whom: these and no others.
    pub targets: Vec<UserId>,
    /// For how many it would change something, before the service's limit.
    pub wanted: usize,
    /// The limit, where there is one and the total is known.
    pub room: Option<Room>,
    /// The number as typed.
    pub count: Input,
    /// These are others now than when it was asked, because more became known.
    pub moved: bool,
}

impl Asking {
    /// Whether their number must be typed.
    #[must_use]
    pub fn wants_count(&self) -> bool {
        self.targets.len() >= BULK
    }
}

/// How far the sheet has come.
#[derive(Debug, Clone)]
pub enum Step {
    /// The text is pasted or typed.
    Text {
        /// The text, with its lines.
        input: Input,
        /// There was no id in it.
        nothing: bool,
    },
    /// The ids are looked at, ticked, and something is chosen.
    Looking,
    /// Asked whether to do it.
    Asking(Asking),
}

/// The sheet.
#[derive(Debug, Clone)]
pub struct Triage {
    /// Whose lists.
    pub owner: UserId,
    /// Where the ids come from.
    pub source: Source,
    /// How many lines of the text were not empty.
    pub lines: usize,
    /// The ids, those first with which something can be done.
    pub entries: Vec<Entry>,
    /// The readings on their way, each with the ids that it is about.
    pub checks: Vec<(Ticket, Vec<UserId>)>,
    /// Why a reading failed.
    pub failure: Option<Failure>,
    /// What was chosen while readings were on their way: asked about once they are there.
    pub wanted: Option<Act>,
    /// The cursor, as a place in `entries`.
    pub at: usize,
    /// How far it has come.
    pub step: Step,
}

impl Triage {
    /// An empty sheet, to be filled by typing.
    #[must_use]
    pub fn empty(owner: UserId) -> Self {
        Self {
            owner,
            source: Source::Text,
            lines: 0,
            entries: Vec::new(),
            checks: Vec::new(),
            failure: None,
            wanted: None,
            at: 0,
            step: Step::Text {
                input: Input::default(),
                nothing: false,
            },
        }
    }

    /// A sheet of the ids in a text.
    ///
    /// # Errors
    /// Where it is longer than what is read.
    pub fn of_text(owner: UserId, content: &str) -> Result<Self, TooMuch> {
        let (lines, entries) = read(&owner, content)?;
        Ok(Self {
            lines,
            entries,
            step: Step::Looking,
            ..Self::empty(owner)
        })
    }

    /// Takes the text as one id, where it is a single word: whoever types it alone means no part of it.
    pub fn take_whole(&mut self, text: &str) {
        let word = text.trim().to_lowercase();
        let whole = |e: &Entry| e.unfit.is_none() && e.id.raw() == word;
        if !self.entries.iter().any(whole) {
            return;
        }
        for entry in &mut self.entries {
            let meant = whole(entry);
            entry.ticked = meant;
            entry.odd &= !meant;
        }
    }

    /// A sheet of ids that are known, with what is wanted.
    #[must_use]
    pub fn of_ids(owner: UserId, source: Source, ids: Vec<UserId>, act: Act) -> Self {
        let entries = ids.into_iter().zip(1..);
        let entries = entries.map(|(id, line)| entry(&owner, id, line, None));
        let mut entries: Vec<Entry> = entries.collect();
        entries.sort_by_key(|entry| entry.unfit.is_some());
        Self {
            source,
            lines: entries.len(),
            entries,
            wanted: Some(act),
            step: Step::Looking,
            ..Self::empty(owner)
        }
    }

    /// Which keys count.
    #[must_use]
    pub fn layer(&self) -> Layer {
        match &self.step {
            Step::Text { .. } => Layer::Field,
            Step::Looking => Layer::Triage,
            Step::Asking(asking) if asking.wants_count() => Layer::Field,
            Step::Asking(_) => Layer::Confirm,
        }
    }

    /// The field that has the caret.
    #[must_use]
    pub fn field(&mut self) -> Option<&mut Input> {
        match &mut self.step {
            Step::Text { input, .. } => Some(input),
            Step::Asking(asking) => Some(&mut asking.count),
            Step::Looking => None,
        }
    }

    /// The ids with which something can be done.
    pub fn fit(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.unfit.is_none())
    }

    /// The ids for whom this would change something, ticked ones alone.
    pub fn would(&self, act: Act) -> impl Iterator<Item = &Entry> {
        self.fit()
            .filter(move |e| e.ticked && act.would_change(&e.before) == Some(true))
    }

    /// How many ticked ids nobody knows enough about to say whether this would change something.
    #[must_use]
    pub fn open_for(&self, act: Act) -> usize {
        self.fit()
            .filter(|e| e.ticked && act.would_change(&e.before).is_none())
            .count()
    }

    /// How many words of the text repeat an id.
    #[must_use]
    pub fn repeated(&self) -> usize {
        self.entries.iter().map(|entry| entry.times - 1).sum()
    }
}

fn entry(owner: &UserId, id: UserId, line: usize, impossible: Option<Reason>) -> Entry {
    let unfit = match impossible {
        Some(why) => Some(Unfit::Impossible(why)),
        None => (id == *owner).then_some(Unfit::Owner),
    };
    Entry {
        ticked: unfit.is_none(),
        odd: false,
        id,
        line,
        times: 1,
        unfit,
        before: Before::default(),
        listed: (None, None),
    }
}

/// The ids of a text, each once, with the line of its first appearance; those with which nothing can be
/// done come last. And how many lines are not empty.
///
/// The one place that knows how ids are found in what people paste. Words that are no ids by today's rule
/// may be ids of older apps, or prose: they are not ticked, and the lists alone tell which they are.
fn read(owner: &UserId, content: &str) -> Result<(usize, Vec<Entry>), TooMuch> {
    let found = tickets::found(content)?;
    let mut entries: Vec<Entry> = Vec::with_capacity(found.ids.len());
    for mention in &found.ids {
        let mut new = entry(owner, UserId::new(&mention.id), mention.line, None);
        new.times = mention.times;
        new.odd = mention.odd;
        new.ticked &= !mention.odd;
        entries.push(new);
    }
    for word in &found.impossible {
        let why = Some(word.reason);
        entries.push(entry(owner, UserId::new(&word.raw), word.line, why));
    }
    entries.sort_by_key(|entry| (entry.unfit.is_some(), entry.odd));
    let filled = content.lines().filter(|line| !line.trim().is_empty());
    Ok((filled.count(), entries))
}
