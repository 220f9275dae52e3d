//! Internal errors: a panic in any thread or task shuts down the whole process in an orderly way.

use std::backtrace::Backtrace;
use std::io::{Write, stderr, stdout};
use std::panic::{PanicHookInfo, set_hook};
use std::process::exit;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::screen::restore;
use crate::config;
use crate::i18n::Lang;
use crate::t;
use crate::text::printable;
use crate::wording::system;

/// The exit code after an internal error.
const FAILED: i32 = 1;

/// Installs a panic hook. A panic anywhere restores the terminal, writes a report, prints its path, and exits
/// the process: if rosterm kept running with a part missing, it would show outdated data.
pub fn end_on_panic(lang: Lang) {
    static ENDING: AtomicBool = AtomicBool::new(false);
    set_hook(Box::new(move |panic| {
        if ENDING.swap(true, Ordering::SeqCst) {
            // Only the first panic is reported, which takes a moment. If it waits for a lock that this thread
            // holds, this thread has to end the process.
            thread::park_timeout(Duration::from_secs(1));
            restore();
            exit(FAILED);
        }
        // Never released: any thread that is drawing must stop.
        let _screen = stdout().lock();
        restore();
        tell(lang, panic);
        exit(FAILED);
    }));
}

fn tell(lang: Lang, panic: &PanicHookInfo) {
    let payload = panic.payload();
    let what = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("?");
    let place = panic.location().map_or(String::new(), ToString::to_string);
    let thread = thread::current().name().unwrap_or("?").to_owned();
    let report = format!(
        "rosterm {} on {} {}\nthread {thread}\nat {place}\n{what}\n\n{}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        Backtrace::force_capture(),
    );
    log::error!("{what} at {place}");
    let first = what.lines().next().unwrap_or_default();
    let written = match config::write_report(&report) {
        Ok(path) => t!(
            lang,
            "defect-report",
            path = printable(&path.display().to_string())
        ),
        Err(why) => {
            let why = system::error(lang, &(&why).into());
            t!(lang, "defect-no-report", why = why)
        }
    };
    // If standard error is closed, the exit code and the report have to suffice.
    let _ = writeln!(
        stderr(),
        "rosterm: {}\n{}\n{written}",
        t!(
            lang,
            "defect",
            what = printable(first),
            place = printable(&place)
        ),
        t!(lang, "defect-changes"),
    );
}
