//! IDs in a text: none is lost, whatever stands around it, and nothing is read that is not there.

use std::sync::mpsc;
use std::time::Duration;

use rosterm::text::id_finder::{FoundIds, Mention, found};

mod doubt;
mod json;
mod property;
mod tables;
mod words;

fn read(text: &str) -> FoundIds {
    found(text).expect("a text of a usual length")
}

/// The candidates as one line, `~` before the odd ones.
fn shown(ids: &[Mention]) -> String {
    let shown = |mention: &Mention| {
        let odd = if mention.odd { "~" } else { "" };
        format!("{odd}{}", mention.id)
    };
    ids.iter().map(shown).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn each_gives(cases: &[(&str, &str)]) {
    let wrong: Vec<_> = cases
        .iter()
        .filter_map(|&(text, expected)| {
            let got = shown(&read(text).ids);
            (got != expected).then(|| format!("{text:?}\n  gives    {got}\n  expected {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Those that a sheet ticks: ids by today's rule of which nothing is in doubt.
fn ticked(text: &str) -> String {
    let sure = read(text).ids.into_iter();
    let sure = sure.filter(|mention| !mention.odd && mention.doubt.is_none());
    sure.map(|mention| mention.id).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn each_ticks(cases: &[(&str, &str)]) {
    let wrong: Vec<_> = cases
        .iter()
        .filter(|(text, expected)| ticked(text) != *expected)
        .map(|(text, expected)| {
            let all = read(text).ids;
            format!(
                "{text:?}\n  ticks    {}\n  expected {expected}\n  of {all:?}",
                ticked(text)
            )
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Reads the text in a time that is ample for it; where each of its parts is read once more for every other, it
/// takes minutes.
#[track_caller]
fn reads_in_time(what: &str, text: String) -> FoundIds {
    const AMPLE: Duration = Duration::from_secs(60);
    let (done, found) = mpsc::channel();
    // Without a scope: whoever waits for it would wait for minutes.
    std::thread::spawn(move || done.send(read(&text)));
    found.recv_timeout(AMPLE).expect(what)
}
