//! What goes to the clipboard, and what is said of it: that it is there only once somebody has said so.

use crate::model::{Model, Notice, PendingCopy};
use crate::msg::Effect;
use crate::msg::copy::{Copied, CopyTaker};
use crate::paged::RequestId;

/// Copies a text. What becomes of it is said once it is known.
pub fn copy(model: &mut Model, what: Copied, text: String, out: &mut Vec<Effect>) {
    let request = model.next_request();
    out.push(Effect::Copy(request, text.clone()));
    model.pending_copy = Some(PendingCopy {
        request,
        what,
        text,
    });
    // What stands there may say that something else was copied, and that is true no more.
    model.notice = None;
}

/// Somebody took the copy, or nobody did. Of a copy before the last one nothing is said, and it is not sent
/// either: it would take the place of the last one.
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
