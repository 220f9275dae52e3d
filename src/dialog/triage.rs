//! The triage sheet: a list of IDs, the relation of each to the owner, and what to do with those for whom it
//! would change something.

use tui_input::Input;

use super::baseline::{Baseline, BaselineState};
use super::is_count_typed;
use crate::domain::job::{BulkOp, Undoable};
use crate::domain::{AccountStatus, Failure, PairState, RequestId, UserId};
use crate::keymap::Layer;
use crate::msg::Millis;
use crate::text::Text;
use crate::text::id_finder::{
    self, ColumnChoice, FoundIds, IdColumn, IdDoubt, IdProblem, TextTooLong,
};

/// Where the IDs of a sheet come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TriageSource {
    /// A paste, or typed text.
    Text,
    /// A file of this name.
    File(Text),
    /// The difference between the current list and an earlier one.
    Baseline(Box<Baseline>),
    /// The selection of a list.
    Selection,
    /// A user of a diagnosis.
    Diagnosis,
    /// The failed steps of a job.
    Job,
    /// The changes to undo.
    Undo(Box<Undoable>),
}

impl TriageSource {
    /// What is to be undone, if that is where the IDs come from.
    pub fn undo(&self) -> Option<&Undoable> {
        match self {
            Self::Undo(undo) => Some(undo),
            Self::Text
            | Self::File(_)
            | Self::Baseline(_)
            | Self::Selection
            | Self::Diagnosis
            | Self::Job => None,
        }
    }
}

/// Why no action is possible for an ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnusableId {
    /// It cannot be part of a URL path.
    Impossible(IdProblem),
    /// It is the owner's own ID.
    Owner,
}

/// An ID of the sheet.
#[derive(Debug, Clone)]
pub struct TriageRow {
    /// The ID.
    pub id: UserId,
    /// The line of the text in which it first appears.
    pub line: usize,
    /// How many times it is in the text.
    pub times: usize,
    /// Why no action is possible for it.
    pub unusable: Option<UnusableId>,
    /// Whether it breaks the current rule for IDs: the ID of an older app, or a word.
    pub breaks_rule: bool,
    /// Why it may not be an ID, or not the one that was meant.
    pub doubt: Option<IdDoubt>,
    /// Whether it is selected for the action.
    pub selected: bool,
    /// Its relation to the owner, as far as that was read.
    pub current: PairState,
    /// What the lists last said about it.
    pub last_listed: PairState,
    /// The state of the account; `None` if it was not read.
    pub account: Option<AccountStatus>,
    /// Its state in an earlier list.
    pub baseline: Option<BaselineState>,
    /// Further remarks that the earlier list has for it.
    pub other_remarks: Vec<Option<Text>>,
    /// The remark as the change to be undone left it; empty if it was cleared.
    pub after_change: Option<Text>,
}

/// The state of reading the accounts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum AccountReading {
    /// Not requested, or finished.
    #[default]
    Not,
    /// The cost was shown; a second key starts it.
    CostShown,
    /// These queries are in progress.
    Going(Vec<(RequestId, UserId)>),
}

impl AccountReading {
    /// The queries in progress.
    pub fn queries(&self) -> impl Iterator<Item = RequestId> {
        let asked = match self {
            Self::Going(asked) => asked.as_slice(),
            Self::Not | Self::CostShown => &[],
        };
        asked.iter().map(|(request, _)| *request)
    }
}

impl TriageRow {
    /// Whether to read its account, which was not read or could not be: it costs a call each, so only
    /// selected IDs are read.
    pub fn wants_account(&self) -> bool {
        self.unusable.is_none() && self.selected && self.account.is_none()
    }

    /// Whether it is one of the IDs that the sheet is about: beyond doubt, or selected by hand. Only these
    /// are looked up at the service, and not the words between them.
    pub fn is_meant(&self) -> bool {
        self.selected || self.is_sure()
    }

    /// Whether there is no such account: the service refuses every change about it, the removal from a list
    /// included.
    pub fn is_nobody(&self) -> bool {
        self.account == Some(AccountStatus::NoAccount)
    }

    /// Whether there is no doubt about it.
    pub fn is_sure(&self) -> bool {
        !self.breaks_rule && self.doubt.is_none()
    }
}

/// The service's limit that applies to an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// The current number.
    pub there: usize,
    /// The highest number allowed.
    pub cap: usize,
}

/// "Do this to this many users?"
#[derive(Debug, Clone)]
pub struct BulkQuestion {
    /// The action.
    pub act: BulkOp,
    /// The exact users it is for.
    pub targets: Vec<UserId>,
    /// For how many it would change something, before the service's limit is applied.
    pub wanted_count: usize,
    /// The limit, if there is one and the total is known.
    pub room: Option<Capacity>,
    /// The number as typed.
    pub count: Input,
    /// Whether the users differ from those it first asked about, because more has become known.
    pub changed_since_asked: bool,
}

impl BulkQuestion {
    /// Whether their number must be typed.
    pub fn wants_count(&self) -> bool {
        is_count_typed(self.targets.len())
    }
}

/// "Which column?"
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnQuestion {
    /// The columns.
    pub columns: Vec<IdColumn>,
    /// The chosen one, as an index into `columns`.
    pub chosen: usize,
    /// The text with the table, if it is not in a file.
    pub text: String,
}

impl ColumnQuestion {
    /// Asks which of these columns to use.
    pub fn new(columns: Vec<IdColumn>, text: String) -> Self {
        Self {
            columns,
            chosen: 0,
            text,
        }
    }

    /// Chooses the next or the previous one.
    pub fn choose(&mut self, down: bool) {
        let last = self.columns.len().saturating_sub(1);
        self.chosen = if down {
            (self.chosen + 1).min(last)
        } else {
            self.chosen.saturating_sub(1)
        };
    }

    /// The index of the chosen column in the table.
    pub fn place(&self) -> Option<usize> {
        self.columns.get(self.chosen).map(|column| column.place)
    }
}

/// How many IDs a text has, and of which kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdCounts {
    /// Lines that are not empty.
    pub lines: usize,
    /// IDs beyond doubt.
    pub sure: usize,
    /// IDs in doubt.
    pub doubtful: usize,
    /// Words that repeat an ID.
    pub repeated: usize,
    /// Words that cannot be IDs.
    pub impossible: usize,
    /// Whether the owner is among them.
    pub owner: bool,
}

/// The step of the sheet.
#[derive(Debug, Clone)]
pub enum TriageStep {
    /// Pasting or typing the text.
    Text {
        /// The text, with its lines.
        input: Input,
        /// The IDs in it so far, if it is short enough to be parsed at each key.
        found: Option<IdCounts>,
        /// Whether there was no ID in it.
        nothing: bool,
    },
    /// Several columns of the table may be the one with the IDs.
    Column(ColumnQuestion),
    /// Reviewing and selecting the IDs, and choosing an action.
    Reviewing,
    /// Confirming the action.
    Confirming(BulkQuestion),
}

/// The triage sheet.
#[derive(Debug, Clone)]
pub struct Triage {
    /// Whose lists.
    pub owner: UserId,
    /// Where the IDs come from.
    pub source: TriageSource,
    /// How many lines of the text were not empty.
    pub lines: usize,
    /// The name of the column that the IDs were read from, if they were in a table.
    pub column: Option<Text>,
    /// The IDs, usable ones first.
    pub rows: Vec<TriageRow>,
    /// The queries in progress, each with the IDs that it is about.
    pub checks: Vec<(RequestId, Vec<UserId>)>,
    /// Why a query failed.
    pub failure: Option<Failure>,
    /// The action chosen while queries were in progress: it is confirmed once they have finished.
    pub pending_action: Option<BulkOp>,
    /// The state of reading the accounts.
    pub accounts: AccountReading,
    /// The cursor, as an index into `rows`.
    pub cursor: usize,
    /// The current step.
    pub step: TriageStep,
    /// When the users' states were last read.
    pub read_at: Millis,
}

impl Triage {
    /// An empty sheet, for typing.
    pub fn empty(owner: UserId) -> Self {
        Self {
            owner,
            source: TriageSource::Text,
            lines: 0,
            column: None,
            rows: Vec::new(),
            checks: Vec::new(),
            failure: None,
            pending_action: None,
            accounts: AccountReading::Not,
            cursor: 0,
            step: TriageStep::Text {
                input: Input::default(),
                found: None,
                nothing: false,
            },
            read_at: 0,
        }
    }

    /// A sheet for typing that proposes a text; the action may be known already.
    pub fn to_type(owner: UserId, wanted: Option<BulkOp>, proposed: String) -> Self {
        let mut sheet = Self {
            pending_action: wanted,
            step: TriageStep::Text {
                input: Input::new(proposed),
                found: None,
                nothing: false,
            },
            ..Self::empty(owner)
        };
        sheet.edited();
        sheet
    }

    /// A sheet of the IDs in a text; those of this column if it is a table, or the question which column to
    /// use.
    ///
    /// # Errors
    ///
    /// If it is longer than the limit.
    pub fn of_text(
        owner: UserId,
        content: &str,
        column: Option<usize>,
    ) -> Result<Self, TextTooLong> {
        let found = id_finder::found_in(content, column)?;
        let filled = content.lines().filter(|line| !line.trim().is_empty());
        let (column, step) = match &found.columns {
            ColumnChoice::None => (None, TriageStep::Reviewing),
            ColumnChoice::Read(column) => (Some(Text::new(&column.name)), TriageStep::Reviewing),
            ColumnChoice::Ask(columns) => {
                let ask = ColumnQuestion::new(columns.clone(), content.to_owned());
                (None, TriageStep::Column(ask))
            }
        };
        Ok(Self {
            lines: filled.count(),
            column,
            rows: rows_of(&owner, &found),
            step,
            ..Self::empty(owner)
        })
    }

    /// Whether there is nothing to review and nothing to ask.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && !matches!(self.step, TriageStep::Column(_))
    }

    /// Takes the text as one ID if it is a single word: a person who types one word means all of it.
    pub fn take_whole(&mut self, text: &str) {
        let word = text.trim().to_lowercase();
        let whole = |e: &TriageRow| e.unusable.is_none() && e.id.raw() == word;
        if !self.rows.iter().any(whole) {
            return;
        }
        for row in &mut self.rows {
            let meant = whole(row);
            row.selected = meant;
            row.breaks_rule &= !meant;
            row.doubt = row.doubt.filter(|_| !meant);
        }
    }

    /// A sheet of known IDs, with the requested action.
    pub fn of_ids(owner: UserId, source: TriageSource, ids: Vec<UserId>, act: BulkOp) -> Self {
        let rows = ids.into_iter().zip(1..);
        let rows = rows.map(|(id, line)| TriageRow::new(&owner, id, line, None));
        let mut rows: Vec<TriageRow> = rows.collect();
        rows.sort_by_key(|row| row.unusable.is_some());
        Self {
            source,
            lines: rows.len(),
            rows,
            pending_action: Some(act),
            step: TriageStep::Reviewing,
            ..Self::empty(owner)
        }
    }

    /// The layer whose keys are active.
    pub fn layer(&self) -> Layer {
        match &self.step {
            TriageStep::Text { .. } | TriageStep::Column(_) => Layer::Field,
            TriageStep::Reviewing => Layer::Triage,
            TriageStep::Confirming(asking) if asking.wants_count() => Layer::Field,
            TriageStep::Confirming(_) => Layer::Confirm,
        }
    }

    /// The field that has the caret.
    pub fn field(&mut self) -> Option<&mut Input> {
        match &mut self.step {
            TriageStep::Text { input, .. } => Some(input),
            TriageStep::Confirming(asking) => Some(&mut asking.count),
            TriageStep::Reviewing | TriageStep::Column(_) => None,
        }
    }

    /// The typed text has changed.
    pub(super) fn edited(&mut self) {
        /// In bytes. Longer texts are parsed only once, when they are complete.
        const SHORT: usize = 4_000;
        let TriageStep::Text {
            input,
            found,
            nothing,
        } = &mut self.step
        else {
            return;
        };
        let text = input.value();
        *nothing = false;
        *found = if text.trim().is_empty() || text.len() > SHORT {
            None
        } else {
            let sheet = Self::of_text(self.owner.clone(), text, None);
            sheet.ok().map(|sheet| sheet.counts())
        };
    }

    /// How many IDs the sheet has, and of which kind.
    pub fn counts(&self) -> IdCounts {
        let fit = self.usable().count();
        let sure = self.usable().filter(|row| row.is_sure()).count();
        let own = |row: &TriageRow| row.unusable == Some(UnusableId::Owner);
        let owner = self.rows.iter().any(own);
        IdCounts {
            lines: self.lines,
            sure,
            doubtful: fit - sure,
            repeated: self
                .usable()
                .filter(|row| row.is_sure())
                .map(|row| row.times - 1)
                .sum(),
            impossible: self.rows.len() - fit - usize::from(owner),
            owner,
        }
    }

    /// The queries in progress.
    pub(super) fn queries(&self) -> Vec<RequestId> {
        let checks = self.checks.iter().map(|(request, _)| *request);
        checks.chain(self.accounts.queries()).collect()
    }

    /// The IDs that an action is possible for.
    pub fn usable(&self) -> impl Iterator<Item = &TriageRow> {
        self.rows.iter().filter(|row| row.unusable.is_none())
    }

    /// The selected IDs for whom this would change something.
    pub fn would_change_for(&self, act: BulkOp) -> impl Iterator<Item = &TriageRow> {
        self.usable()
            .filter(move |e| e.selected && !e.is_nobody())
            .filter(move |e| e.would_change(act) == Some(true))
    }

    /// For how many selected IDs it is unknown whether this would change something.
    pub fn open_for(&self, act: BulkOp) -> usize {
        self.usable()
            .filter(|e| e.selected && !e.is_nobody())
            .filter(|e| e.would_change(act).is_none())
            .count()
    }

    /// How many accounts can be read and have not been.
    pub fn unread_accounts(&self) -> usize {
        self.rows.iter().filter(|e| e.wants_account()).count()
    }

    /// Whether the IDs may not exist: they come from a text or a file, not from a list of the service. The
    /// checks report the relation of an ID to the owner, even for an ID that does not exist.
    pub fn may_not_exist(&self) -> bool {
        match &self.source {
            TriageSource::Text | TriageSource::File(_) => true,
            TriageSource::Baseline(past) => past.snapshot.is_none(),
            TriageSource::Selection
            | TriageSource::Diagnosis
            | TriageSource::Job
            | TriageSource::Undo(_) => false,
        }
    }

    /// How many selected IDs that may not exist have an unread account.
    pub fn accounts_to_read(&self) -> usize {
        if self.may_not_exist() {
            self.unread_accounts()
        } else {
            0
        }
    }
}

impl TriageRow {
    /// Takes over the doubts about it: an ID in doubt is not selected.
    pub(super) fn set_doubt(&mut self, odd: bool, doubt: Option<IdDoubt>) {
        self.breaks_rule = odd;
        self.doubt = doubt;
        self.selected &= self.is_sure();
    }

    /// A row about which nothing is known yet.
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
            selected: unfit.is_none(),
            breaks_rule: false,
            doubt: None,
            id,
            line,
            times: 1,
            unusable: unfit,
            current: PairState::default(),
            last_listed: PairState::default(),
            account: None,
            baseline: None,
            other_remarks: Vec::new(),
            after_change: None,
        }
    }
}

/// The IDs of a text, each once, with the line of its first appearance. Those beyond doubt come first,
/// unusable ones last.
///
/// Words that break the current rule for IDs may be IDs of older apps, or prose. Neither they nor IDs in
/// doubt are selected: a person decides.
fn rows_of(owner: &UserId, found: &FoundIds) -> Vec<TriageRow> {
    let mut rows: Vec<TriageRow> = Vec::with_capacity(found.ids.len());
    for mention in &found.ids {
        let mut new = TriageRow::new(owner, UserId::new(&mention.id), mention.line, None);
        new.times = mention.times;
        new.set_doubt(mention.odd, mention.doubt);
        rows.push(new);
    }
    for word in &found.impossible {
        let why = Some(word.reason);
        rows.push(TriageRow::new(
            owner,
            UserId::new(&word.raw),
            word.line,
            why,
        ));
    }
    rows.sort_by_key(|row| (row.unusable.is_some(), !row.is_sure(), row.breaks_rule));
    rows
}
