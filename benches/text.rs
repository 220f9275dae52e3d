//! Sanitising text from the server, and searching texts for IDs, with the worst possible input.
#![allow(missing_docs, reason = "criterion's macros write public functions")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rosterm::text::{id_finder, printable};

const PLAIN: &str = "Regular customer, Hongkou store";
const CHINESE: &str = "陈女士(VIP) 门店-虹口 小王-华东大区";
/// Terminal control sequences, reversed text, invisible characters, stacked combining marks, joined emoji,
/// and imitations of our escaped code points.
const HOSTILE: &str = "\u{1B}[31m红\u{1B}]0;title\u{7}\u{9B}2J invoice\u{202E}fdp.exe zero\u{200B}\u{FEFF}\u{2060} \
     Z\u{308}\u{338}\u{334}\u{33B}\u{322}o \u{1F469}\u{200D}\u{1F467} \u{200D}\u{1F44D}\u{1F3FD} <202E><1B>\n\t";

fn text(c: &mut Criterion) {
    let mut group = c.benchmark_group("text/printable");
    for (name, line) in [("plain", PLAIN), ("Chinese", CHINESE), ("hostile", HOSTILE)] {
        // The most characters that are shown of one text.
        let raw: String = line
            .chars()
            .cycle()
            .take(rosterm::text::SHOWN_CHARS)
            .collect();
        group.throughput(Throughput::Bytes(raw.len() as u64));
        group.bench_function(name, |b| b.iter(|| printable(&raw)));
    }
    group.finish();
}

/// A ticket of the maximum size, made of such lines. No two lines are equal: every ID is a new one.
fn ticket(heading: &str, line: impl Fn(usize) -> String) -> String {
    let lines = (0..id_finder::MAX_LINES - 2).map(line);
    let mut text = heading.to_owned();
    for line in lines {
        if text.len() + line.len() > id_finder::MAX_BYTES {
            break;
        }
        text += &line;
    }
    text
}

fn ids(c: &mut Criterion) {
    let prose = "请解除这个用户的拉黑，昨天已经在群里说过了：";
    let texts = [
        (
            "prose",
            ticket("", |i| format!("{i}. {prose}@Spam_{i:05}(重复)，thanks!\n")),
        ),
        (
            "table",
            ticket("no,用户ID,note\n", |i| {
                format!(
                    "{i},Spam_{i:05},\"asked for it, twice, with a long story about what had been before\"\n"
                )
            }),
        ),
        (
            "JSON",
            ticket("", |i| {
                format!(
                    "{{\"username\":\"Spam_{i:05}\",\"note\":\"a long story about what had been before\"}}\n"
                )
            }),
        ),
        (
            "one line",
            // The input that needs the most checks per character.
            "spam_0041，用户é/@".repeat(id_finder::MAX_BYTES / 23),
        ),
    ];
    let mut group = c.benchmark_group("text/id_finder");
    group.sample_size(20);
    for (name, text) in texts {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| b.iter(|| id_finder::found(&text)));
    }
    group.finish();
}

criterion_group!(benches, text, ids);
criterion_main!(benches);
