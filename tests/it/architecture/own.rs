//! The files of the program itself.

use crate::support::source::{self, File, sign, starts_with, without_tests, word};

/// The files without those that exist for tests only, and each without its tests. The root is left out:
/// it names the modules and uses none.
pub fn files() -> Vec<File> {
    let mut files = source::files().to_vec();
    for file in &mut files {
        file.tokens = without_tests(&file.tokens);
    }
    // Parents before their children: a child of what is left out is left out.
    files.sort_by_key(|file| module(file).len());
    let mut own: Vec<File> = Vec::new();
    for file in files {
        if is_declared(&module(&file), &own) {
            own.push(file);
        }
    }
    own
}

/// The names from the crate's root to a file's module: `api/pace.rs` is `api`, `pace`.
pub fn module(file: &File) -> Vec<String> {
    let path = file.path.strip_suffix(".rs").unwrap_or(&file.path);
    path.split('/').map(str::to_owned).collect()
}

fn is_declared(path: &[String], own: &[File]) -> bool {
    let [above @ .., name] = path else {
        return false;
    };
    if above.is_empty() {
        return name != "lib";
    }
    let item = [word("mod"), word(name), sign(';')];
    own.iter()
        .find(|file| module(file) == above)
        .is_some_and(|file| (0..file.tokens.len()).any(|i| starts_with(&file.tokens[i..], &item)))
}
