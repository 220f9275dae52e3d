//! Copying to the clipboard: a notice says that the text is there only after a program has confirmed it.

use crate::domain::{RequestId, UserId};
use crate::model::{Model, Notice, PendingCopy};
use crate::msg::Effect;
use crate::msg::copy::{Copied, CopyTaker};

/// Copies a text. A notice follows once the result is known.
pub fn copy(model: &mut Model, what: Copied, text: String, out: &mut Vec<Effect>) {
    let request = model.next_request();
    out.push(Effect::Copy(request, text.clone()));
    model.pending_copy = Some(PendingCopy {
        request,
        what,
        text,
    });
    // The current notice may be about an earlier copy, and would be wrong now.
    model.notice = None;
}

/// Copies IDs, one per line. They are copied in their printable form, because clipboards are pasted into
/// shells.
pub fn copy_ids(model: &mut Model, ids: &[UserId], out: &mut Vec<Effect>) {
    if ids.is_empty() {
        model.say(Notice::NoIds);
        return;
    }
    let lines: Vec<&str> = ids.iter().map(UserId::shown).collect();
    copy(model, Copied::Ids(ids.len()), lines.join("\n"), out);
}

/// A program took the copy, or none did. An earlier copy than the last one gets no notice, and is not sent to
/// the terminal either: it would replace the last one.
pub fn copied(
    model: &mut Model,
    request: RequestId,
    taker: Option<CopyTaker>,
    out: &mut Vec<Effect>,
) {
    let Some(copying) = model
        .pending_copy
        .take_if(|copying| copying.request == request)
    else {
        return;
    };
    if taker.is_none() {
        out.push(Effect::SendCopy(copying.text));
    }
    model.say(Notice::Copied(copying.what, taker));
}
