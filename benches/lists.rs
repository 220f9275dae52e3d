//! A list a hundred times longer than most: the cost of loading another page, of filtering, and the memory it takes.
#![allow(missing_docs, reason = "criterion's macros write public functions")]

use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use rosterm::domain::{Contact, Cursor, ListFilter, Page, RequestId, UserId};
use rosterm::paged::PagedList;
use rosterm::text::Text;

const ROWS: usize = 100_000;
const PAGE: usize = 50;
/// The list is rebuilt when it reaches this size, so that growth does not affect the measurement.
const GROWN: usize = ROWS + 100 * PAGE;

fn page(from: usize, rows: usize) -> Page<Contact> {
    let contact = |n: usize| Contact {
        id: UserId::new(&format!("friend_{n:06}")),
        remark: (!n.is_multiple_of(3)).then(|| Text::new(&format!("门店-虹口 {n}"))),
    };
    Page {
        rows: (from..from + rows).map(contact).collect(),
        next: Some(Cursor((from + rows).to_string())),
    }
}

fn take(list: &mut PagedList<Contact>, request: u64, page: Page<Contact>) {
    list.note_requested(RequestId(request));
    let taken = list.receive(RequestId(request), Ok(page));
    assert!(taken, "the page was waited for");
}

fn long() -> PagedList<Contact> {
    let mut list = PagedList::default();
    take(&mut list, 0, page(0, ROWS));
    list
}

fn pages(c: &mut Criterion) {
    let mut group = c.benchmark_group("lists/a page of 50 into 100,000 rows");
    // The position of the cursor: a list that is read from its top, and one that is loaded to its end.
    for (name, at, sorts) in [
        ("cursor at the top", 0, 0),
        ("cursor at the end", ROWS, 0),
        ("sorted by remark", 0, 2),
    ] {
        let mut begin = long();
        begin.move_cursor_to(at);
        for _ in 0..sorts {
            begin.cycle_order();
        }
        group.bench_function(BenchmarkId::from_parameter(name), |b| {
            b.iter_custom(|times| {
                let mut took = Duration::ZERO;
                let mut list = begin.clone();
                for request in 1..=times {
                    if list.loaded() >= GROWN {
                        list = begin.clone();
                    }
                    let next = page(list.loaded(), PAGE);
                    let started = Instant::now();
                    take(&mut list, request, next);
                    took += started.elapsed();
                }
                took
            });
        });
    }
    group.finish();
}

fn filter(c: &mut Criterion) {
    let mut list = long();
    for (way, typed) in [
        ("as written", "'4242"),
        ("pinyin and digits", "hk4242"),
        ("pinyin", "hkm"),
    ] {
        c.bench_function(&format!("lists/filter 100,000 rows, {way}"), |b| {
            b.iter(|| {
                list.set_filter(ListFilter::new(typed));
                list.len()
            });
        });
    }
}

/// Sorting is done once; a page is merged.
fn sort(c: &mut Criterion) {
    let mut list = long();
    c.bench_function("lists/sort 100,000 rows, by ID, by remark and back", |b| {
        b.iter(|| {
            for _ in 0..3 {
                list.cycle_order();
            }
            list.len()
        });
    });
}

/// What the system gave this process, in bytes.
fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = pages.split(' ').nth(1).and_then(|n| n.parse().ok());
    pages.unwrap_or(0) * 4096
}

/// Criterion knows time only. A list that is loaded page by page, filtered once so that it holds what it searches in.
fn memory(_: &mut Criterion) {
    let before = resident();
    let mut list = PagedList::default();
    for request in 0..ROWS / PAGE {
        take(&mut list, request as u64, page(request * PAGE, PAGE));
    }
    list.set_filter(ListFilter::new("4242"));
    let each = (resident() - before) / ROWS;
    println!("lists/memory of a friend with a remark: {each} bytes");
}

criterion_group!(benches, memory, pages, filter, sort);
criterion_main!(benches);
