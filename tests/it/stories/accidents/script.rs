//! What happens at a console, step by step, and the judge of what reached the server.

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use rosterm::msg::Event;
use serde_json::{Value, from_str, json};

use crate::support::harness::Harness;
use crate::support::samples::{ALICE, small};

/// Between two signals of a key that is held.
const REPEAT: u64 = 33;

/// A step of an accident.
pub enum Step {
    /// Keys without a pause between them.
    Keys(&'static str),
    /// A key held down until it has come so often.
    Held(&'static str, usize),
    /// Characters typed one by one, this many milliseconds apart.
    Slowly(&'static str, u64),
    /// A bracketed paste.
    Paste(&'static str),
    /// Long enough for a question to be read.
    Rest,
    /// So many milliseconds.
    Passes(u64),
    /// Everything that is under way comes to its end.
    Quiet,
    /// Every change that is under way has its answer.
    Answered,
    /// The terminal has this size now.
    Size(u16, u16),
    /// The left button, so often, at a column and a row.
    Clicks(usize, u16, u16),
    /// The wheel, so many notches.
    Wheel(usize),
    /// The server does this to calls of a method.
    Fault(&'static str, &'static str, &'static str),
    /// The server is well again.
    Mend,
    /// Somebody else calls the server.
    Elsewhere(&'static str, &'static str, &'static str),
    /// No token is valid any more.
    NoToken,
    /// Something about the place.
    Set(fn(&mut Harness)),
    /// The dialog on top says this, spaces left out.
    Asks(&'static str),
    /// The screen says this.
    Says(&'static str),
    /// There is no dialog.
    NoDialog,
}

/// Plays an accident. What reached the server must be what was confirmed, and where nothing was, it
/// holds what it held.
pub async fn play(confirmed: &[&str], script: &[Step]) {
    let mut console = Harness::on_alice(small()).await;
    // The strangers of the scripts, whom one can add and block.
    let strangers = ["n1", "n2", "n3", "n4", "n5", "n6", "5", "b5"];
    let strangers = strangers.map(|id| json!({ "username": id, "password": "p" }));
    console
        .sandbox
        .elsewhere("POST", "users", &json!(strangers).to_string())
        .await;
    let mut held = state(&console).await;
    let mut foreign = 1;
    for step in script {
        if let Step::Elsewhere(method, path, body) = step {
            assert_eq!(state(&console).await, held, "changed before that");
            console.sandbox.elsewhere(method, path, body).await;
            foreign += 1;
            held = state(&console).await;
        } else {
            take(&mut console, step).await;
        }
    }
    while !console.model.pending_changes.is_empty() {
        console.next().await;
    }
    console.drain();
    let mut sent: Vec<String> = console
        .model
        .log
        .iter()
        .filter(|trace| trace.method != "GET" && !trace.path.raw().ends_with("/check"))
        .map(|trace| format!("{} {}", trace.method, trace.path.raw()))
        .collect();
    sent.reverse();
    assert_eq!(sent, confirmed, "{}", console.screen());
    assert_eq!(writes(&console).await, sent.len() + foreign);
    if confirmed.is_empty() {
        assert_eq!(state(&console).await, held);
    }
}

async fn take(console: &mut Harness, step: &Step) {
    match *step {
        Step::Keys(keys) => console.press(keys),
        Step::Held(key, times) => {
            for _ in 0..times {
                console.press(key);
                console.passes(REPEAT);
                console.drain();
            }
        }
        Step::Slowly(text, pause) => {
            for c in text.chars() {
                console.types(&c.to_string());
                console.passes(pause);
            }
        }
        Step::Paste(text) => console.paste(text),
        Step::Rest => console.rest(),
        Step::Passes(time) => console.passes(time),
        Step::Quiet => console.quiet().await,
        Step::Answered => {
            while !console.model.pending_changes.is_empty() {
                console.next().await;
            }
        }
        Step::Size(columns, rows) => console.take(Event::Resize(columns, rows)),
        Step::Clicks(times, column, row) => {
            for _ in 0..times {
                let button = MouseButton::Left;
                mouse(console, MouseEventKind::Down(button), column, row);
                mouse(console, MouseEventKind::Up(button), column, row);
            }
        }
        Step::Wheel(notches) => {
            for _ in 0..notches {
                mouse(console, MouseEventKind::ScrollDown, 5, 8);
            }
        }
        Step::Fault(method, path, fault) => {
            console
                .sandbox
                .fault(method, path, &from_str(fault).unwrap());
        }
        Step::Mend => console.sandbox.mend(),
        Step::Elsewhere(..) => {}
        Step::NoToken => console.sandbox.expire_tokens().await,
        Step::Set(what) => what(console),
        Step::Asks(text) => {
            let dialog = console.dialog().unwrap_or_default();
            assert!(dialog.contains(text), "{text}: {}", console.screen());
        }
        Step::Says(text) => {
            let screen = console.screen();
            assert!(screen.contains(text), "{text}: {screen}");
        }
        Step::NoDialog => assert_eq!(console.dialog(), None),
    }
}

fn mouse(console: &mut Harness, kind: MouseEventKind, column: u16, row: u16) {
    console.take(Event::Mouse(MouseEvent {
        kind,
        column,
        row,
        modifiers: KeyModifiers::NONE,
    }));
}

/// What the server holds about everybody whom an accident may hit.
async fn state(console: &Harness) -> Vec<Value> {
    let mut state = Vec::new();
    for id in [ALICE, "bob_77", "carol.chen", "dave-01", "nina_new"] {
        state.push(console.sandbox.truth(id).await.0);
    }
    state
}

/// How many calls that change something have come to the server.
async fn writes(console: &Harness) -> usize {
    let calls = console.sandbox.calls().await;
    let kinds = calls["by_path"].as_object().unwrap().iter();
    let writes = kinds.filter(|(kind, _)| !kind.starts_with("GET ") && !kind.ends_with("/check"));
    let times = writes
        .map(|(_, times)| times.as_u64().unwrap())
        .sum::<u64>();
    usize::try_from(times).unwrap()
}
