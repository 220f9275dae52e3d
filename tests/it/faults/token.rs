//! Every fault at the request for a token: what the calls say that wait for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::task::JoinSet;

use crate::faults::calls::{CALLS, Call, Kind, Other, make};
use crate::faults::matrix::{at_every_fault, ended, servers};
use crate::faults::table::Reach;

/// The request for a token, as a call.
static TOKEN: Call = Call {
    name: "token",
    // Of the call that needs it nothing was done, so it is never `Unknown`.
    kind: Kind::Read,
    line: "POST token",
    good: r#"{"access_token":"token-that-was-asked-for","expires_in":1000}"#,
    other: Other::LooksAlike("a token names nobody"),
};

#[test]
fn without_a_token_every_call_says_why_and_is_not_sent_and_it_is_asked_for_once() {
    at_every_fault(|fault| async move {
        let [server, elsewhere] =
            servers(&fault, |line| (line == TOKEN.line).then_some(&TOKEN)).await;
        let tried = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&tried);
        let api = server.asking_api(move || {
            count.fetch_add(1, Ordering::Relaxed);
        });
        let mut tasks = JoinSet::new();
        for call in &CALLS {
            let api = api.clone();
            tasks.spawn(async move { (call, make(&api, call).await) });
        }
        let results = ended(&fault, &server, 1, tasks).await;

        let mut wrong = Vec::new();
        let wanted = (
            fault.fate(&TOKEN).0,
            fault.reason,
            fault.status,
            fault.retry_after,
        );
        for (call, result) in results {
            match result {
                Ok(told) => wrong.push(format!("{}: came back with {told:?}", call.name)),
                Err(failure) => {
                    let said = (
                        failure.class,
                        failure.reason,
                        failure.status,
                        failure.retry_after,
                    );
                    if said != wanted {
                        wrong.push(format!("{}: {said:?}; wanted {wanted:?}", call.name));
                    }
                }
            }
        }
        // Where nobody was reached, nobody minds being asked again.
        let asked_more = fault.reach != Reach::Nobody && server.connections() != 1;
        if asked_more || tried.load(Ordering::Relaxed) > 0 || server.requests().len() > 1 {
            wrong.push(format!("came more than once: {:?}", server.requests()));
        }
        if elsewhere.connections() > 0 {
            wrong.push("another server was told the secret".into());
        }
        wrong
    });
}
