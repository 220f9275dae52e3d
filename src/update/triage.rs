//! The triage sheet: filled by a paste, by typing, or from a selection; read; ticked; asked; begun.

use std::collections::HashMap;

use tui_input::Input;

use super::difference;
use super::lists::{Movement, step};
use super::{accounts, jobs, writes};
use crate::dialog::Dialog;
use crate::dialog::difference::BaselineState;
use crate::dialog::triage::{
    AccountReading, BulkQuestion, Capacity, Triage, TriageRow, TriageSource, TriageStep,
};
use crate::domain::job::{BulkOp, DoneChange, JobPlan, JobStep, PriorState, Undoable};
use crate::domain::limits::{BLOCK_CAP, CHECKED_PER_CALL};
use crate::domain::{Change, Failure, UserId};
use crate::model::{Model, Notice, OpenUser};
use crate::msg::{Action, Effect, Query};
use crate::paged::RequestId;
use crate::text::Text;
use crate::text::tickets::{LimitPassed, TicketTooLong};

/// Characters that a sheet takes from one paste: some thousand ids with what stands around them.
pub const TEXT_CAP: usize = 200_000;
/// Ids that a sheet takes.
const IDS_CAP: usize = 20_000;

// ---- opening ----

/// A paste outside every field.
pub fn paste(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    let Some(owner) = owner(model) else {
        return;
    };
    match Triage::of_text(owner, text, None) {
        Ok(sheet) => open(model, sheet, out),
        Err(limit) => model.say(Notice::TooMuch(limit)),
    }
}

/// Asks for the ids, where somebody may be proposed; what is wanted with them may be known already.
pub fn ask(model: &mut Model, wanted: Option<BulkOp>, proposed: String) {
    let Some(owner) = owner(model) else {
        return;
    };
    let sheet = Triage {
        wanted,
        step: TriageStep::Text {
            input: Input::new(proposed),
            nothing: false,
        },
        ..Triage::empty(owner)
    };
    model
        .dialogs
        .push(Dialog::Triage(Box::new(sheet)), model.now);
}

/// A sheet of ids that are known, with what is wanted.
pub fn open_with(
    model: &mut Model,
    owner: UserId,
    source: TriageSource,
    ids: Vec<UserId>,
    act: BulkOp,
    out: &mut Vec<Effect>,
) {
    open(model, Triage::of_ids(owner, source, ids, act), out);
}

/// Puts a sheet on screen, where there is anybody on it, and reads what it does not know.
pub fn open(model: &mut Model, mut sheet: Triage, out: &mut Vec<Effect>) {
    sheet.read_at = model.now;
    if sheet.is_empty() {
        model.say(Notice::NoIds);
        return;
    }
    if let Some(limit) = too_many(&sheet) {
        model.say(Notice::TooMuch(limit));
        return;
    }
    model
        .dialogs
        .push(Dialog::Triage(Box::new(sheet)), model.now);
    look_at_the_lists(model);
    check(model, out);
}

fn too_many(sheet: &Triage) -> Option<TicketTooLong> {
    let n = sheet.entries.len();
    (n > IDS_CAP).then(|| TicketTooLong::Ids(LimitPassed::new(n, IDS_CAP)))
}

/// Enter in the text, or at a column: its ids are looked at.
pub fn submit_text(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(d) = top_mut(model) else {
        return;
    };
    let (text, column) = match &d.step {
        TriageStep::Text { input, .. } => (input.value(), None),
        TriageStep::Column(ask) => (ask.text.as_str(), ask.place()),
        TriageStep::Looking | TriageStep::Asking(_) => return,
    };
    let mut sheet = match Triage::of_text(d.owner.clone(), text, column) {
        Ok(sheet) => sheet,
        Err(limit) => return model.say(Notice::TooMuch(limit)),
    };
    if d.wanted.is_some() {
        sheet.take_whole(text);
    }
    if sheet.is_empty() {
        match &mut d.step {
            TriageStep::Text { nothing, .. } => *nothing = true,
            TriageStep::Column(_) | TriageStep::Looking | TriageStep::Asking(_) => {
                model.say(Notice::NoIds);
            }
        }
        return;
    }
    if let Some(limit) = too_many(&sheet) {
        model.say(Notice::TooMuch(limit));
        return;
    }
    // What was typed before the question was there is no answer to it.
    if column.is_some() && !model.is_armed() {
        return;
    }
    let Some(d) = top_mut(model) else {
        return;
    };
    *d = Triage {
        wanted: d.wanted,
        source: std::mem::replace(&mut d.source, TriageSource::Text),
        ..sheet
    };
    model.dialogs.rearm(model.now);
    look_at_the_lists(model);
    check(model, out);
}

/// The user on screen, about whom something is asked; without one that is said.
pub fn owner(model: &mut Model) -> Option<UserId> {
    let owner = model.user.as_ref().map(|u| u.id.clone());
    if owner.is_none() {
        model.say(Notice::NoUser);
    }
    owner
}

/// The sheet on top.
pub fn top_mut(model: &mut Model) -> Option<&mut Triage> {
    match model.dialogs.top_mut() {
        Some(Dialog::Triage(d)) => Some(d),
        _ => None,
    }
}

// ---- reading ----

/// Asks how everybody stands of whom that is not known.
fn check(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(d) = top_mut(model) else {
        return;
    };
    // The service is asked about ids, not about the words between them.
    let asked = d.fit().filter(|e| !e.is_known() && e.is_meant());
    let unknown = asked.map(|e| e.id.clone());
    let unknown: Vec<UserId> = unknown.collect();
    read(model, unknown, out);
    accounts::read_few(model, out);
    ask_when_known(model);
}

/// Asks how these stand.
fn read(model: &mut Model, ids: Vec<UserId>, out: &mut Vec<Effect>) {
    let Some(d) = top_mut(model) else {
        return;
    };
    let owner = d.owner.clone();
    let mut checks = Vec::new();
    if let Some(fetch) = difference::reading(d, &ids) {
        let request = model.next_request();
        out.push(Effect::Query(request, fetch));
        checks.push((request, ids));
    } else {
        for ids in ids.chunks(CHECKED_PER_CALL) {
            let request = model.next_request();
            let fetch = Query::Standing(owner.clone(), ids.to_vec());
            out.push(Effect::Query(request, fetch));
            checks.push((request, ids.to_vec()));
        }
    }
    if let Some(d) = top_mut(model) {
        d.failure = None;
        d.checks = checks;
    }
}

/// A reading has its answer. One that no sheet waits for changes nothing.
pub fn standing(
    model: &mut Model,
    request: RequestId,
    answer: &Result<Vec<(UserId, PriorState)>, Failure>,
) {
    let answer = newest(model, request, answer);
    answered(model, request, |d| match &answer {
        Ok(found) => learn(d, found, |known, there| {
            // What could not be learnt now may be known from the lists.
            known.friend = there.friend.or(known.friend);
            known.blocked = there.blocked.or(known.blocked);
        }),
        Err(why) => d.failure = Some(why.clone()),
    });
}

/// What a reading for a sheet comes to, with what is known besides.
pub fn newest(
    model: &mut Model,
    request: RequestId,
    answer: &Result<Vec<(UserId, PriorState)>, Failure>,
) -> Result<Vec<(UserId, PriorState)>, Failure> {
    let waits = |dialog: &Dialog| match dialog {
        Dialog::Triage(d) => {
            let waits = d.checks.iter().any(|(asked, _)| *asked == request);
            waits.then(|| d.owner.clone())
        }
        Dialog::Remarks(d) => (d.asked == Some(request)).then(|| d.owner.clone()),
        _ => None,
    };
    let owner = model.dialogs.iter_mut().find_map(|dialog| waits(dialog));
    match (owner, answer) {
        (Some(owner), Ok(found)) => Ok(super::prior_states::learn(model, &owner, found, request)),
        _ => answer.clone(),
    }
}

/// The sheet that waits for this reading takes it in; once nothing is on its way any more, it asks what was
/// chosen meanwhile.
pub fn answered(model: &mut Model, request: RequestId, mut learn: impl FnMut(&mut Triage)) {
    let now = model.now;
    let mut over = false;
    for dialog in model.dialogs.iter_mut() {
        let Dialog::Triage(d) = dialog else {
            continue;
        };
        let Some(place) = d.checks.iter().position(|(asked, _)| *asked == request) else {
            continue;
        };
        d.checks.remove(place);
        learn(d);
        over = d.checks.is_empty();
        if over && d.failure.is_none() {
            d.read_at = now;
        }
    }
    if over {
        ask_when_known(model);
    }
}

/// What was read about the ids of a sheet is taken into their rows.
pub fn learn(
    d: &mut Triage,
    found: &[(UserId, PriorState)],
    take: impl Fn(&mut PriorState, &PriorState),
) {
    let found: HashMap<String, &PriorState> = found
        .iter()
        .map(|(id, before)| (id.folded(), before))
        .collect();
    for entry in &mut d.entries {
        if let Some(there) = found.get(&entry.id.folded()) {
            take(&mut entry.before, there);
        }
    }
}

/// `r`: asks again what could not be read.
pub fn check_again(model: &mut Model, out: &mut Vec<Effect>) {
    let waits = top_mut(model).is_none_or(|d| !d.checks.is_empty());
    if !waits {
        check(model, out);
    }
}

/// The readings that nobody waits for any more.
pub fn forget(d: &mut Triage, out: &mut Vec<Effect>) {
    accounts::stop(d, out);
    out.extend(
        d.checks
            .drain(..)
            .map(|(request, _)| Effect::CancelQuery(request)),
    );
}

/// Remembers what the lists say now, so that a change of it is noticed.
fn look_at_the_lists(model: &mut Model) {
    let user = model.user.take();
    if let (Some(user), Some(d)) = (user.as_deref(), top_mut(model)) {
        for entry in d.entries.iter_mut().filter(|_| user.id == d.owner) {
            entry.listed = listed(user, &entry.id);
            if !entry.is_meant() && entry.once.is_none() {
                // One of an older app may be on a list. Whether the text means it only a person knows.
                (entry.before.friend, entry.before.blocked) = entry.listed;
            }
        }
    }
    model.user = user;
}

fn listed(user: &OpenUser, id: &UserId) -> (Option<bool>, Option<bool>) {
    (user.is_friend(id), user.is_blocked(id))
}

/// Takes over what changed in the lists since they were last looked at. `true` when what is asked about
/// is something else now.
pub fn look_again(model: &Model, d: &mut Triage) -> bool {
    if let Some(user) = model.user.as_deref().filter(|u| u.id == d.owner) {
        for entry in &mut d.entries {
            let now = listed(user, &entry.id);
            let before = entry.listed;
            take_over(&mut entry.before.friend, before.0, now.0);
            take_over(&mut entry.before.blocked, before.1, now.1);
            entry.listed = now;
        }
    }
    let TriageStep::Asking(asking) = &d.step else {
        return false;
    };
    let mut fresh = question(model, d, asking.act);
    let same = fresh.targets == asking.targets && fresh.room == asking.room;
    if same {
        return false;
    }
    fresh.moved = true;
    // Where nobody is left there is nothing to ask.
    d.step = if fresh.targets.is_empty() {
        TriageStep::Looking
    } else {
        TriageStep::Asking(fresh)
    };
    true
}

/// A list that says something else than before has learnt of a change. One that only now says anything
/// at all may be older than what the sheet has read.
fn take_over(known: &mut Option<bool>, before: Option<bool>, now: Option<bool>) {
    let changed = before.is_some() && now.is_some() && before != now;
    if changed && known.is_some() {
        *known = now;
    }
}

// ---- ticking ----

/// Ticks the row under the cursor, or takes the tick away, and goes on.
pub fn pick(model: &mut Model) {
    let Some(d) = top_mut(model) else {
        return;
    };
    if let Some(entry) = d.entries.get_mut(d.at).filter(|e| e.unfit.is_none()) {
        entry.ticked = !entry.ticked;
    }
    d.at = (d.at + 1).min(d.entries.len().saturating_sub(1));
}

/// Ticks all, the others, or none.
pub fn tick(model: &mut Model, ticked: impl Fn(bool) -> bool) {
    if let Some(d) = top_mut(model) {
        for entry in d.entries.iter_mut().filter(|e| e.unfit.is_none()) {
            entry.ticked = ticked(entry.ticked);
        }
    }
}

/// Moves the cursor of the sheet.
pub fn motion(d: &mut Triage, action: Action, page: isize) {
    let last = d.entries.len().saturating_sub(1);
    if let TriageStep::Column(ask) = &mut d.step {
        return ask.choose(action == Action::Down);
    }
    d.at = match step(action, page) {
        Movement::By(rows) => d.at.saturating_add_signed(rows).min(last),
        Movement::Top => 0,
        Movement::Bottom => last,
    };
}

/// Puts the ticked ids on the clipboard, one a line.
pub fn copy(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(d) = top_mut(model) else {
        return;
    };
    let ids: Vec<UserId> = d.fit().filter(|e| e.ticked).map(|e| e.id.clone()).collect();
    super::selection::copy_ids(model, &ids, out);
}

// ---- asking ----

/// An action was chosen. While readings are on their way it waits for them.
pub fn choose(model: &mut Model, act: BulkOp, out: &mut Vec<Effect>) {
    if model.is_read_only() {
        model.say(Notice::ReadOnly);
        return;
    }
    let now = model.now;
    let Some(d) = top_mut(model) else {
        return;
    };
    if !d.acts().contains(&act) {
        model.say(Notice::NothingToDo(act));
        return;
    }
    if d.checks.is_empty() && difference::is_old(d, now) {
        let ticked = d.fit().filter(|e| e.ticked).map(|e| e.id.clone());
        let ticked = ticked.collect();
        read(model, ticked, out);
    }
    let Some(d) = top_mut(model) else {
        return;
    };
    if d.checks.is_empty() {
        // Ticked by hand, and never asked about.
        let unknown = d
            .fit()
            .filter(|e| e.ticked && !e.is_known() && !e.is_sure());
        let unknown: Vec<UserId> = unknown.map(|e| e.id.clone()).collect();
        if !unknown.is_empty() {
            read(model, unknown, out);
        }
    }
    let reads = accounts::read_few(model, out);
    let Some(d) = top_mut(model) else {
        return;
    };
    if !d.checks.is_empty() || reads {
        d.wanted = Some(act);
        return;
    }
    d.wanted = None;
    ask_about(model, act);
    model.dialogs.rearm(now);
}

/// What was chosen before everything was known is asked about now. It comes by itself.
pub fn ask_when_known(model: &mut Model) {
    let read_only = model.is_read_only();
    let now = model.now;
    let Some(d) = top_mut(model) else {
        return;
    };
    let reads = matches!(d.accounts, AccountReading::Going(_)) && accounts::unread_accounts(d) > 0;
    if !d.checks.is_empty() || d.failure.is_some() || reads {
        return;
    }
    if let Some(act) = d.wanted.take().filter(|_| !read_only) {
        ask_about(model, act);
        model.dialogs.rearm_unprompted(now);
    }
}

fn ask_about(model: &mut Model, act: BulkOp) {
    let asking = match model.dialogs.top() {
        Some(Dialog::Triage(d)) => question(model, d, act),
        _ => return,
    };
    if asking.wanted == 0 && taken_back_by(model.dialogs.top(), act) {
        model.say(Notice::MovedOn(act));
    } else if asking.wanted == 0 {
        model.say(Notice::NothingToDo(act));
    } else if asking.targets.is_empty() {
        model.say(Notice::NoRoom(act));
    } else if let Some(d) = top_mut(model) {
        d.step = TriageStep::Asking(asking);
    }
}

/// What there is to ask about an action, as things stand.
fn question(model: &Model, d: &Triage, act: BulkOp) -> BulkQuestion {
    let mut targets: Vec<UserId> = targets(model, d, act).map(|e| e.id.clone()).collect();
    let wanted = targets.len();
    let room = room(model, &d.owner, act);
    if let Some(Capacity { there, cap }) = room {
        targets.truncate(cap.saturating_sub(there));
    }
    BulkQuestion {
        act,
        targets,
        wanted,
        room,
        count: Input::default(),
        moved: false,
    }
}

/// The ticked ids for whom the action would change something and about whom nothing is on its way.
pub fn targets<'a>(
    model: &'a Model,
    d: &'a Triage,
    act: BulkOp,
) -> impl Iterator<Item = &'a TriageRow> + 'a {
    let held = model.held(&d.owner);
    d.would(act).filter(move |e| !held.contains(&e.id))
}

/// The limit of a list that the action makes longer, where the total is known.
fn room(model: &Model, owner: &UserId, act: BulkOp) -> Option<Capacity> {
    let user = model.user.as_deref().filter(|u| u.id == *owner)?;
    let (total, cap) = match act {
        BulkOp::Block => (user.block_total()?, BLOCK_CAP),
        BulkOp::AddFriend => (user.friend_total()?, model.session.friend_cap?),
        BulkOp::Unblock | BulkOp::RemoveFriend | BulkOp::Remark => return None,
    };
    Some(Capacity {
        there: total.n,
        cap,
    })
}

/// Enter behind the number, or `y` where there are few: begins the job.
pub fn begin(model: &mut Model, out: &mut Vec<Effect>) {
    if model.is_read_only() {
        model.say(Notice::ReadOnly);
        return;
    }
    let Some(Dialog::Triage(d)) = model.dialogs.top() else {
        return;
    };
    let TriageStep::Asking(asking) = &d.step else {
        return;
    };
    let n = asking.targets.len();
    let counted = !asking.wants_count() || asking.count.value().trim() == n.to_string();
    if n == 0 || !counted {
        return;
    }
    let redo = match &d.source {
        TriageSource::Undo(undo) => Some(undo.redo),
        TriageSource::Text
        | TriageSource::File(_)
        | TriageSource::Baseline(_)
        | TriageSource::Selection
        | TriageSource::Job => None,
    };
    let mut plan = plan(model, d, asking);
    // However much was typed: a list that was pasted may hold keys behind it.
    if !model.is_armed() {
        return;
    }
    let now = model.now;
    if let Some(Dialog::Triage(mut d)) = model.dialogs.pop(now) {
        forget(&mut d, out);
    }
    // One alone is no job: it is sent as the keys of the lists send it, and its failure explained as theirs.
    if is_alone(&plan)
        && let Some(step) = plan.steps.pop()
    {
        writes::send(model, step.change, out);
        return;
    }
    jobs::begin(model, n, plan, redo, out);
}

/// Whether this is one change that takes nothing back.
pub fn is_alone(plan: &JobPlan) -> bool {
    matches!(
        (plan.undoes, &plan.steps[..]),
        (None, [JobStep { undoes: None, .. }])
    )
}

/// What the job shall do that is asked about.
pub fn plan(model: &Model, d: &Triage, asking: &BulkQuestion) -> JobPlan {
    let user = model.user.as_deref().filter(|u| u.id == d.owner);
    let entries: HashMap<&UserId, &TriageRow> = d.entries.iter().map(|e| (&e.id, e)).collect();
    let entry = |id: &UserId| entries.get(id).copied();
    let undo = match &d.source {
        TriageSource::Undo(undo) => Some(undo.as_ref()),
        TriageSource::Text
        | TriageSource::File(_)
        | TriageSource::Baseline(_)
        | TriageSource::Selection
        | TriageSource::Job => None,
    };
    let undo = undo.filter(|undo| takes_back(undo, asking.act));
    // The first about somebody counts.
    let done = undo.into_iter().flat_map(|undo| undo.done.iter().rev());
    let done: HashMap<&UserId, &DoneChange> = done.map(|r| (r.change.target(), r)).collect();
    let mut steps: Vec<JobStep> = Vec::new();
    for id in &asking.targets {
        let known = entry(id).map_or_else(PriorState::default, |e| e.before.clone());
        let listed = user.and_then(|u| u.remark(id));
        let once = entry(id).and_then(|entry| entry.once.as_ref());
        let wanted = once.and_then(BaselineState::remark_to_set);
        steps.push(JobStep {
            change: match (asking.act, wanted) {
                (BulkOp::Remark, Some(remark)) => set_remark(&d.owner, id, Text::new(remark)),
                (act, _) => act.change(d.owner.clone(), id.clone()),
            },
            before: PriorState {
                remark: known.remark.or(listed.map(Option::<&_>::cloned)),
                ..known
            },
            undoes: done.get(id).map(|record| record.entry),
        });
        let lost = done
            .get(id)
            .and_then(|record| record.before.remark.clone()?);
        let lost = lost.or(wanted.filter(|text| !text.is_empty()).map(Text::new));
        if let (BulkOp::AddFriend, Some(remark)) = (asking.act, lost) {
            steps.push(JobStep {
                change: set_remark(&d.owner, id, remark),
                before: PriorState::default(),
                undoes: None,
            });
        }
    }
    JobPlan {
        owner: d.owner.clone(),
        steps,
        undoes: undo.and_then(|undo| undo.job),
    }
}

fn set_remark(owner: &UserId, friend: &UserId, remark: Text) -> Change {
    Change::SetRemark {
        owner: owner.clone(),
        friend: friend.clone(),
        remark,
    }
}

/// Whether this is what takes back what was done.
fn takes_back(undo: &Undoable, act: BulkOp) -> bool {
    undo.act().map(BulkOp::inverse) == Some(act)
}

fn taken_back_by(dialog: Option<&Dialog>, act: BulkOp) -> bool {
    let Some(Dialog::Triage(d)) = dialog else {
        return false;
    };
    // Nobody but those about whom enough is known has moved on.
    let moved = d.would(act).next().is_none() && d.open_for(act) == 0;
    matches!(&d.source, TriageSource::Undo(undo) if takes_back(undo, act)) && moved
}

/// Esc: from the question back to the list. `false` when there is no step back: a single change that is
/// taken back was asked about at once, and nobody came from a list of one.
pub fn step_back(d: &mut Triage) -> bool {
    let single = matches!(d.source, TriageSource::Undo(_)) && d.entries.len() == 1;
    let asked = matches!(d.step, TriageStep::Asking(_)) && !single;
    if asked {
        d.step = TriageStep::Looking;
        d.wanted = None;
    }
    asked
}
