//! The time zone in which times are shown.

use std::env::VarError;
use std::path::Path;
use std::sync::LazyLock;
use std::{env, fs};

use jiff::tz::TimeZone;

/// Where systems keep their zones, each in a file of its name.
const ZONES: &str = "/usr/share/zoneinfo";

/// The zone that `TZ` names, or the one of this machine.
pub fn local_zone() -> TimeZone {
    static ZONE: LazyLock<TimeZone> = LazyLock::new(find);
    ZONE.clone()
}

/// Looking a zone up by its name lists the whole database of zones, which takes longer than everything else
/// before the first picture; a zone is one file. What is not the name of a file is left to the library.
fn find() -> TimeZone {
    let file = match env::var("TZ") {
        Ok(name) => Path::new(ZONES).join(name.trim_start_matches(':')),
        Err(VarError::NotPresent) => "/etc/localtime".into(),
        Err(VarError::NotUnicode(_)) => return TimeZone::system(),
    };
    fs::read(file)
        .ok()
        .and_then(|data| TimeZone::tzif("local", &data).ok())
        .unwrap_or_else(TimeZone::system)
}
