//! `rosterm paths`: where the files are.

use super::connection;
use super::output::{CommandResult, print, shown, table};
use crate::i18n::Lang;
use crate::t;

pub fn print_paths(lang: Lang) -> CommandResult {
    let paths = connection::paths(lang)?;
    let rows = [
        (t!(lang, "cli-paths-config"), paths.config),
        (t!(lang, "cli-paths-data"), paths.journal),
        (t!(lang, "cli-paths-log"), paths.log),
        (t!(lang, "cli-paths-settings"), paths.settings),
    ];
    print(
        lang,
        &table(&rows.map(|(name, path)| vec![name, shown(&path)])),
    )
}
