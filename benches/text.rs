//! The border that every text from the server crosses, with the worst that may come.
#![allow(missing_docs, reason = "criterion's macros write public functions")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rosterm::text::printable;

const PLAIN: &str = "Regular customer, Hongkou store";
const CHINESE: &str = "陈女士(VIP) 门店-虹口 小王-华东大区";
/// Commands to the terminal, text turned around, nothing to be seen, stacks of marks, joined emoji, and
/// what imitates our own code points.
const HOSTILE: &str = "\u{1B}[31m红\u{1B}]0;title\u{7}\u{9B}2J invoice\u{202E}fdp.exe zero\u{200B}\u{FEFF}\u{2060} \
     Z\u{308}\u{338}\u{334}\u{33B}\u{322}o \u{1F469}\u{200D}\u{1F467} \u{200D}\u{1F44D}\u{1F3FD} <202E><1B>\n\t";

fn text(c: &mut Criterion) {
    let mut group = c.benchmark_group("text/printable");
    for (name, line) in [("plain", PLAIN), ("Chinese", CHINESE), ("hostile", HOSTILE)] {
        // As long as what is shown of one text at most.
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

criterion_group!(benches, text);
criterion_main!(benches);
