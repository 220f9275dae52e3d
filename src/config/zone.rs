//! The time zone in which times are shown.

use std::sync::LazyLock;
use std::{env, fs};

use jiff::tz::TimeZone;

/// The zone that `TZ` names, or the one of this machine.
pub fn local_zone() -> TimeZone {
    static ZONE: LazyLock<TimeZone> = LazyLock::new(find);
    ZONE.clone()
}

/// Looking a zone up by its name lists the whole database of zones, which takes longer than everything else
/// before the first picture; the machine's own zone is one file.
fn find() -> TimeZone {
    let machine = || {
        let data = fs::read("/etc/localtime").ok()?;
        TimeZone::tzif("local", &data).ok()
    };
    let is_named = env::var_os("TZ").is_some();
    (!is_named)
        .then(machine)
        .flatten()
        .unwrap_or_else(TimeZone::system)
}
