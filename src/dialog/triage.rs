//! The triage sheet: a list of ids, how each stands to the owner, and what shall be done with those for
//! whom it would change something.

use tui_input::Input;

use super::BULK;
use super::difference::{Baseline, BaselineState};
use crate::domain::job::{BulkOp, PriorState, Undoable};
use crate::domain::{Failure, UserId};
use crate::keymap::Layer;
use crate::msg::Millis;
use crate::paged::RequestId;
use crate::text::Text;
use crate::text::tickets::{
    self, ColumnChoice, IdDoubt, IdProblem, TicketColumn, TicketIds, TicketTooLong,
};

/// Where the ids of a sheet come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TriageSource {
    /// A paste, or what was typed.
    Text,
    /// A file of this name.
    File(Text),
    /// What is otherwise now than in a list of before.
    Baseline(Box<Baseline>),
    /// The selection of a list.
    Selection,
    /// What failed in a job.
    Job,
    /// What is to be taken back.
    Undo(Box<Undoable>),
}

/// Why nothing can be done with an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnusableId {
    /// It cannot be part of an address.
    Impossible(IdProblem),
    /// It is the owner's own.
    Owner,
}

/// An id of the sheet.
#[derive(Debug, Clone)]
pub struct TriageRow {
    /// The id.
    pub id: UserId,
    /// The line of the text in which it stands first.
    pub line: usize,
    /// How many times it is in the text.
    pub times: usize,
    /// Why nothing can be done with it.
    pub unfit: Option<UnusableId>,
    /// It is no id by today's rule: one of an older app, or a word.
    pub odd: bool,
    /// Why it may be no id, or not the one that was meant.
    pub doubt: Option<IdDoubt>,
    /// Whether something shall be done with it.
    pub ticked: bool,
    /// How it stands to the owner, as far as that was read.
    pub before: PriorState,
    /// What the lists said of it when they were last looked at: friend, blocked.
    pub listed: (Option<bool>, Option<bool>),
    /// How the account stands; `None` where it was not read.
    pub account: Option<AccountStatus>,
    /// How it stood in a list of before.
    pub once: Option<BaselineState>,
    /// Further remarks that the list of before has for it.
    pub others: Vec<Option<Text>>,
}

/// How an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountStatus {
    /// It is there, and may be used.
    Active,
    /// It is there, and may not be used.
    Banned,
    /// There is no such account.
    Gone,
    /// It could not be read, or the service does not say.
    Unknown,
}

/// How far the reading of the accounts is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum AccountReading {
    /// Nobody asked for it, or it is over.
    #[default]
    Not,
    /// It was said what it takes.
    Asked,
    /// These are on their way.
    Going(Vec<(RequestId, UserId)>),
}

impl TriageRow {
    /// Whether its account is wanted, and was not read or could not be: a call each is spent on those alone
    /// with whom something shall be done.
    pub fn wants_account(&self) -> bool {
        self.unfit.is_none() && self.ticked && self.account.is_none()
    }

    /// Whether it is one of the ids that the sheet is about: beyond doubt, or ticked by hand. The service is
    /// asked about these, and not about the words between them.
    pub fn is_meant(&self) -> bool {
        self.ticked || self.is_sure()
    }

    /// Whether this can only fail, because there is no such account. A leftover of one may still be taken off a
    /// list.
    pub fn is_nobody_for(&self, act: BulkOp) -> bool {
        self.account == Some(AccountStatus::Gone)
            && matches!(act, BulkOp::AddFriend | BulkOp::Block)
    }

    /// Whether nothing speaks against it.
    pub fn is_sure(&self) -> bool {
        !self.odd && self.doubt.is_none()
    }
}

/// What an action is held to, where the service allows no more than so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// How many there are.
    pub there: usize,
    /// How many there may be.
    pub cap: usize,
}

/// "Do this to so many?"
#[derive(Debug, Clone)]
pub struct BulkQuestion {
    /// What.
    pub act: BulkOp,
    /// To whom: these and no others.
    pub targets: Vec<UserId>,
    /// For how many it would change something, before the service's limit.
    pub wanted: usize,
    /// The limit, where there is one and the total is known.
    pub room: Option<Capacity>,
    /// The number as typed.
    pub count: Input,
    /// These are others now than when it was asked, because more became known.
    pub moved: bool,
}

impl BulkQuestion {
    /// Whether their number must be typed.
    pub fn wants_count(&self) -> bool {
        self.targets.len() >= BULK
    }
}

/// "Which column?"
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnQuestion {
    /// The columns.
    pub columns: Vec<TicketColumn>,
    /// The chosen one, as a place in `columns`.
    pub at: usize,
    /// The text with the table, where it is not in a file.
    pub text: String,
}

impl ColumnQuestion {
    /// Asks about these columns.
    pub fn new(columns: Vec<TicketColumn>, text: String) -> Self {
        Self {
            columns,
            at: 0,
            text,
        }
    }

    /// Chooses the next one, or the one before.
    pub fn choose(&mut self, down: bool) {
        let last = self.columns.len().saturating_sub(1);
        self.at = if down {
            (self.at + 1).min(last)
        } else {
            self.at.saturating_sub(1)
        };
    }

    /// The place in the table of the chosen one.
    pub fn place(&self) -> Option<usize> {
        self.columns.get(self.at).map(|column| column.place)
    }
}

/// How far the sheet has come.
#[derive(Debug, Clone)]
pub enum TriageStep {
    /// The text is pasted or typed.
    Text {
        /// The text, with its lines.
        input: Input,
        /// There was no id in it.
        nothing: bool,
    },
    /// Several columns of the table may be the one with the ids.
    Column(ColumnQuestion),
    /// The ids are looked at, ticked, and something is chosen.
    Looking,
    /// Asked whether to do it.
    Asking(BulkQuestion),
}

/// The sheet.
#[derive(Debug, Clone)]
pub struct Triage {
    /// Whose lists.
    pub owner: UserId,
    /// Where the ids come from.
    pub source: TriageSource,
    /// How many lines of the text were not empty.
    pub lines: usize,
    /// The name of the column that the ids were read from, where they stood in a table.
    pub column: Option<Text>,
    /// The ids, those first with which something can be done.
    pub entries: Vec<TriageRow>,
    /// The readings on their way, each with the ids that it is about.
    pub checks: Vec<(RequestId, Vec<UserId>)>,
    /// Why a reading failed.
    pub failure: Option<Failure>,
    /// What was chosen while readings were on their way: asked about once they are there.
    pub wanted: Option<BulkOp>,
    /// How far the reading of the accounts is.
    pub accounts: AccountReading,
    /// The cursor, as a place in `entries`.
    pub at: usize,
    /// How far it has come.
    pub step: TriageStep,
    /// When it was last read how everybody stands.
    pub read_at: Millis,
}

impl Triage {
    /// An empty sheet, to be filled by typing.
    pub fn empty(owner: UserId) -> Self {
        Self {
            owner,
            source: TriageSource::Text,
            lines: 0,
            column: None,
            entries: Vec::new(),
            checks: Vec::new(),
            failure: None,
            wanted: None,
            accounts: AccountReading::Not,
            at: 0,
            step: TriageStep::Text {
                input: Input::default(),
                nothing: false,
            },
            read_at: 0,
        }
    }

    /// A sheet of the ids in a text; those of this column if it is a table, or the question which it is.
    ///
    /// # Errors
    /// Where it is longer than what is read.
    pub fn of_text(
        owner: UserId,
        content: &str,
        column: Option<usize>,
    ) -> Result<Self, TicketTooLong> {
        let found = tickets::found_in(content, column)?;
        let filled = content.lines().filter(|line| !line.trim().is_empty());
        let (column, step) = match &found.columns {
            ColumnChoice::None => (None, TriageStep::Looking),
            ColumnChoice::Read(column) => (Some(Text::new(&column.name)), TriageStep::Looking),
            ColumnChoice::Ask(columns) => {
                let ask = ColumnQuestion::new(columns.clone(), content.to_owned());
                (None, TriageStep::Column(ask))
            }
        };
        Ok(Self {
            lines: filled.count(),
            column,
            entries: entries(&owner, &found),
            step,
            ..Self::empty(owner)
        })
    }

    /// Whether there is nothing to look at and nothing to ask.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && !matches!(self.step, TriageStep::Column(_))
    }

    /// Takes the text as one id, where it is a single word: whoever types it alone means no part of it.
    pub fn take_whole(&mut self, text: &str) {
        let word = text.trim().to_lowercase();
        let whole = |e: &TriageRow| e.unfit.is_none() && e.id.raw() == word;
        if !self.entries.iter().any(whole) {
            return;
        }
        for entry in &mut self.entries {
            let meant = whole(entry);
            entry.ticked = meant;
            entry.odd &= !meant;
            entry.doubt = entry.doubt.filter(|_| !meant);
        }
    }

    /// A sheet of ids that are known, with what is wanted.
    pub fn of_ids(owner: UserId, source: TriageSource, ids: Vec<UserId>, act: BulkOp) -> Self {
        let entries = ids.into_iter().zip(1..);
        let entries = entries.map(|(id, line)| TriageRow::new(&owner, id, line, None));
        let mut entries: Vec<TriageRow> = entries.collect();
        entries.sort_by_key(|entry| entry.unfit.is_some());
        Self {
            source,
            lines: entries.len(),
            entries,
            wanted: Some(act),
            step: TriageStep::Looking,
            ..Self::empty(owner)
        }
    }

    /// Which keys count.
    pub fn layer(&self) -> Layer {
        match &self.step {
            TriageStep::Text { .. } | TriageStep::Column(_) => Layer::Field,
            TriageStep::Looking => Layer::Triage,
            TriageStep::Asking(asking) if asking.wants_count() => Layer::Field,
            TriageStep::Asking(_) => Layer::Confirm,
        }
    }

    /// The field that has the caret.
    pub fn field(&mut self) -> Option<&mut Input> {
        match &mut self.step {
            TriageStep::Text { input, .. } => Some(input),
            TriageStep::Asking(asking) => Some(&mut asking.count),
            TriageStep::Looking | TriageStep::Column(_) => None,
        }
    }

    /// The ids with which something can be done.
    pub fn fit(&self) -> impl Iterator<Item = &TriageRow> {
        self.entries.iter().filter(|entry| entry.unfit.is_none())
    }

    /// The ids for whom this would change something, ticked ones alone.
    pub fn would(&self, act: BulkOp) -> impl Iterator<Item = &TriageRow> {
        self.fit()
            .filter(move |e| e.ticked && !e.is_nobody_for(act))
            .filter(move |e| e.would_change(act) == Some(true))
    }

    /// How many ticked ids nobody knows enough about to say whether this would change something.
    pub fn open_for(&self, act: BulkOp) -> usize {
        self.fit()
            .filter(|e| e.ticked && !e.is_nobody_for(act))
            .filter(|e| e.would_change(act).is_none())
            .count()
    }

    /// How many accounts can be read that were not.
    pub fn unread_accounts(&self) -> usize {
        self.entries.iter().filter(|e| e.wants_account()).count()
    }

    /// How many words of the text repeat an id.
    pub fn repeated(&self) -> usize {
        self.entries.iter().map(|entry| entry.times - 1).sum()
    }
}

impl TriageRow {
    /// Takes over what speaks against it: it is not ticked then.
    pub(super) fn doubts(&mut self, odd: bool, doubt: Option<IdDoubt>) {
        self.odd = odd;
        self.doubt = doubt;
        self.ticked &= self.is_sure();
    }

    /// One of whom nothing is known yet.
    pub(super) fn new(
        owner: &UserId,
        id: UserId,
        line: usize,
        impossible: Option<IdProblem>,
    ) -> Self {
        let unfit = match impossible {
            Some(why) => Some(UnusableId::Impossible(why)),
            None => (id == *owner).then_some(UnusableId::Owner),
        };
        Self {
            ticked: unfit.is_none(),
            odd: false,
            doubt: None,
            id,
            line,
            times: 1,
            unfit,
            before: PriorState::default(),
            listed: (None, None),
            account: None,
            once: None,
            others: Vec::new(),
        }
    }
}

/// The ids of a text, each once, with the line of its first appearance; those that are beyond doubt come
/// first, those with which nothing can be done last.
///
/// Words that are no ids by today's rule may be ids of older apps, or prose: neither they nor what is in
/// doubt is ticked. A person decides.
fn entries(owner: &UserId, found: &TicketIds) -> Vec<TriageRow> {
    let mut entries: Vec<TriageRow> = Vec::with_capacity(found.ids.len());
    for mention in &found.ids {
        let mut new = TriageRow::new(owner, UserId::new(&mention.id), mention.line, None);
        new.times = mention.times;
        new.doubts(mention.odd, mention.doubt);
        entries.push(new);
    }
    for word in &found.impossible {
        let why = Some(word.reason);
        entries.push(TriageRow::new(
            owner,
            UserId::new(&word.raw),
            word.line,
            why,
        ));
    }
    entries.sort_by_key(|entry| (entry.unfit.is_some(), !entry.is_sure(), entry.odd));
    entries
}
