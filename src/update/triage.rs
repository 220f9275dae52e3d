//! The triage sheet: filling it by a paste, by typing, or from a selection; reading states, selecting,
//! confirming, beginning the job.

use std::collections::HashMap;

use tui_input::Input;

use super::difference;
use super::lists::{Movement, step};
use super::{accounts, jobs, writes};
use crate::dialog::Dialog;
use crate::dialog::triage::{
    AccountReading, BulkQuestion, Capacity, Triage, TriageSource, TriageStep,
};
use crate::domain::job::{BulkOp, PriorState};
use crate::domain::limits::{BLOCK_CAP, CHECKED_PER_CALL};
use crate::domain::{Failure, UserId};
use crate::model::{Model, Notice, OpenUser, bulk};
use crate::msg::{Action, Effect, Query};
use crate::paged::RequestId;
use crate::text::tickets::{LimitPassed, TicketTooLong};

/// The most characters that a sheet accepts from one paste: a few thousand IDs with the text around them.
pub const TEXT_CAP: usize = 200_000;
/// The most IDs on a sheet.
const IDS_CAP: usize = 20_000;

// ---- opening ----

/// Handles a paste outside of any field.
pub fn paste(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    let Some(owner) = owner(model) else {
        return;
    };
    match Triage::of_text(owner, text, None) {
        Ok(sheet) => open(model, sheet, out),
        Err(limit) => model.say(Notice::TooMuch(limit)),
    }
}

/// Asks for the IDs, with a proposal if there is one; the action may be known already.
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

/// Opens a sheet of known IDs, with the requested action.
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

/// Opens a sheet, if there is anybody on it, and reads what it does not know.
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

/// Handles Enter in the text, or at a column: shows its IDs.
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
    // What was typed before the question appeared does not answer it.
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

/// The open user, whom the sheet is about; without one, a notice says so.
pub fn owner(model: &mut Model) -> Option<UserId> {
    let owner = model.user.as_ref().map(|u| u.id.clone());
    if owner.is_none() {
        model.say(Notice::NoUser);
    }
    owner
}

/// The topmost sheet.
pub fn top_mut(model: &mut Model) -> Option<&mut Triage> {
    match model.dialogs.top_mut() {
        Some(Dialog::Triage(d)) => Some(d),
        _ => None,
    }
}

// ---- reading states ----

/// Reads the unknown states.
fn check(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(d) = top_mut(model) else {
        return;
    };
    // The service is queried about IDs, not about the words between them.
    let asked = d.fit().filter(|e| !e.is_known() && e.is_meant());
    let unknown = asked.map(|e| e.id.clone());
    let unknown: Vec<UserId> = unknown.collect();
    read(model, unknown, out);
    accounts::read_few(model, out);
    ask_when_known(model);
}

/// Reads the states of these IDs.
fn read(model: &mut Model, ids: Vec<UserId>, out: &mut Vec<Effect>) {
    let Some(d) = top_mut(model) else {
        return;
    };
    let owner = d.owner.clone();
    let mut checks = Vec::new();
    if let Some(query) = difference::reading(d, &ids) {
        let request = model.next_request();
        out.push(Effect::Query(request, query));
        checks.push((request, ids));
    } else {
        for ids in ids.chunks(CHECKED_PER_CALL) {
            let request = model.next_request();
            let query = Query::Standing(owner.clone(), ids.to_vec());
            out.push(Effect::Query(request, query));
            checks.push((request, ids.to_vec()));
        }
    }
    if let Some(d) = top_mut(model) {
        d.failure = None;
        d.checks = checks;
    }
}

/// Handles a reply about states. A reply that no sheet is waiting for changes nothing.
pub fn standing(
    model: &mut Model,
    request: RequestId,
    answer: &Result<Vec<(UserId, PriorState)>, Failure>,
) {
    let answer = newest(model, request, answer);
    answered(model, request, |d| match &answer {
        Ok(found) => learn(d, found, |known, there| {
            // What could not be read now may be known from the lists.
            known.friend = there.friend.or(known.friend);
            known.blocked = there.blocked.or(known.blocked);
        }),
        Err(why) => d.failure = Some(why.clone()),
    });
}

/// A reply for a sheet, combined with what else is known.
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

/// Applies a reply to the sheet that is waiting for it. Once no query is in progress any more, the sheet asks
/// about the action chosen in the meantime.
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

/// Applies what was read about the IDs of a sheet to their rows.
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

/// `r`: reads again what could not be read.
pub fn check_again(model: &mut Model, out: &mut Vec<Effect>) {
    let waits = top_mut(model).is_none_or(|d| !d.checks.is_empty());
    if !waits {
        check(model, out);
    }
}

/// Cancels the queries of the sheet.
pub fn forget(d: &mut Triage, out: &mut Vec<Effect>) {
    accounts::stop(d, out);
    out.extend(
        d.checks
            .drain(..)
            .map(|(request, _)| Effect::CancelQuery(request)),
    );
}

/// Notes what the lists say now, so that a change is noticed.
fn look_at_the_lists(model: &mut Model) {
    let user = model.user.take();
    if let (Some(user), Some(d)) = (user.as_deref(), top_mut(model)) {
        for entry in d.entries.iter_mut().filter(|_| user.id == d.owner) {
            entry.listed = listed(user, &entry.id);
            if !entry.is_meant() && entry.once.is_none() {
                // The ID of an older app may be on a list. Only a person knows whether the text means it.
                (entry.before.friend, entry.before.blocked) = entry.listed;
            }
        }
    }
    model.user = user;
}

fn listed(user: &OpenUser, id: &UserId) -> (Option<bool>, Option<bool>) {
    (user.is_friend(id), user.is_blocked(id))
}

/// Updates the sheet to what changed in the lists since they were last compared. `true` if the question is
/// now about something else.
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
    // If nobody is left, there is nothing to ask.
    d.step = if fresh.targets.is_empty() {
        TriageStep::Looking
    } else {
        TriageStep::Asking(fresh)
    };
    true
}

/// A list that contradicts what it said before has learnt of a change. One that says something for the first
/// time may be older than what the sheet has read.
fn take_over(known: &mut Option<bool>, before: Option<bool>, now: Option<bool>) {
    let changed = before.is_some() && now.is_some() && before != now;
    if changed && known.is_some() {
        *known = now;
    }
}

// ---- selecting ----

/// Selects or deselects the row under the cursor, and moves to the next one.
pub fn toggle_row(model: &mut Model) {
    let Some(d) = top_mut(model) else {
        return;
    };
    if let Some(entry) = d.entries.get_mut(d.at).filter(|e| e.unfit.is_none()) {
        entry.ticked = !entry.ticked;
    }
    d.at = (d.at + 1).min(d.entries.len().saturating_sub(1));
}

/// Selects all, inverts the selection, or clears it.
pub fn set_selected(model: &mut Model, ticked: impl Fn(bool) -> bool) {
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

/// Copies the selected IDs, one per line.
pub fn copy(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(d) = top_mut(model) else {
        return;
    };
    let ids: Vec<UserId> = d.fit().filter(|e| e.ticked).map(|e| e.id.clone()).collect();
    super::selection::copy_ids(model, &ids, out);
}

// ---- confirming ----

/// Chooses an action. It waits for queries in progress.
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
        // Selected by hand, and never looked up.
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

/// Asks about the action that was chosen before everything was known. The question appears without a key
/// press.
pub fn ask_when_known(model: &mut Model) {
    let read_only = model.is_read_only();
    let now = model.now;
    let Some(d) = top_mut(model) else {
        return;
    };
    let reads = matches!(d.accounts, AccountReading::Going(_)) && d.accounts_to_read() > 0;
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

/// The question about an action, as things are now.
fn question(model: &Model, d: &Triage, act: BulkOp) -> BulkQuestion {
    let mut targets: Vec<UserId> = bulk::targets(model, d, act).map(|e| e.id.clone()).collect();
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

/// The limit of a list that the action adds to, if the total is known.
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

/// Handles Enter after the number, or `y` if there are few: begins the job.
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
    let mut plan = bulk::plan(model, d, asking);
    // Even if much was typed: a pasted list may hold keys after it.
    if !model.is_armed() {
        return;
    }
    let now = model.now;
    if let Some(Dialog::Triage(mut d)) = model.dialogs.pop(now) {
        forget(&mut d, out);
    }
    // A single change is not a job: it is sent like a change from the lists, and its failure is shown like
    // theirs.
    if bulk::is_alone(&plan)
        && let Some(step) = plan.steps.pop()
    {
        writes::send(model, step.change, out);
        return;
    }
    jobs::begin(model, n, plan, redo, out);
}

fn taken_back_by(dialog: Option<&Dialog>, act: BulkOp) -> bool {
    let Some(Dialog::Triage(d)) = dialog else {
        return false;
    };
    // Users about whom too little is known do not count as moved on.
    let moved = d.would(act).next().is_none() && d.open_for(act) == 0;
    matches!(&d.source, TriageSource::Undo(undo) if bulk::takes_back(undo, act)) && moved
}

/// Esc: from the question back to the list. `false` if there is no previous step: the undo of a single change
/// asks at once, without a list before it.
pub fn step_back(d: &mut Triage) -> bool {
    let single = matches!(d.source, TriageSource::Undo(_)) && d.entries.len() == 1;
    let asked = matches!(d.step, TriageStep::Asking(_)) && !single;
    if asked {
        d.step = TriageStep::Looking;
        d.wanted = None;
    }
    asked
}
