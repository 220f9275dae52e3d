//! What may import what. The table is the architecture; the program is held to it.

use std::collections::BTreeSet;

use crate::support::source::{self, File, Kind, Token, sign, starts_with, without_tests, word};

mod circles;
mod names;
mod own;

/// A module directly under the crate: `api` is `src/api.rs` and everything in `src/api/`.
struct Module {
    name: &'static str,
    may_import: Imports,
    /// Whether it is free of clocks, files, the network, threads and async code.
    pure: bool,
}

enum Imports {
    /// These modules and no others.
    Only(&'static [&'static str]),
    /// Whatever stands above it in the table.
    All,
}

const fn pure(name: &'static str, may_import: &'static [&'static str]) -> Module {
    Module {
        name,
        may_import: Imports::Only(may_import),
        pure: true,
    }
}

const fn acts(name: &'static str, may_import: Imports) -> Module {
    Module {
        name,
        may_import,
        pure: false,
    }
}

/// In reading order, which is also the order of the map in `lib.rs`: a module imports only what stands
/// above it. A new module needs a line here, and with it a decision.
const MODULES: &[Module] = &[
    // What everything is made of.
    pure("text", &[]),
    pure("i18n", &[]),
    pure("preferences", &["i18n"]),
    pure("domain", &["text"]),
    pure("paged", &["domain", "text"]),
    pure("msg", &["domain", "paged", "preferences", "text"]),
    // The core: what happens, without doing anything. The model holds the language that was chosen.
    pure("keymap", &["msg", "text"]),
    pure("dialog", &["domain", "keymap", "msg", "paged", "text"]),
    pure(
        "model",
        &[
            "dialog",
            "domain",
            "i18n",
            "keymap",
            "msg",
            "paged",
            "preferences",
            "text",
        ],
    ),
    // Values in words: no screen, no styles.
    pure(
        "wording",
        &["dialog", "domain", "i18n", "keymap", "model", "msg", "text"],
    ),
    pure(
        "update",
        &[
            "dialog",
            "domain",
            "i18n",
            "keymap",
            "model",
            "msg",
            "paged",
            "preferences",
            "text",
            "wording",
        ],
    ),
    // The screen: reads the core and starts nothing.
    pure(
        "view",
        &[
            "dialog",
            "domain",
            "i18n",
            "keymap",
            "model",
            "msg",
            "paged",
            "preferences",
            "text",
            "wording",
        ],
    ),
    acts("paint", Imports::Only(&["text"])),
    // What is done, and where it is written down.
    acts("private_file", Imports::Only(&["domain", "text"])),
    acts("api", Imports::Only(&["domain", "text"])),
    acts(
        "journal",
        Imports::Only(&["domain", "private_file", "text"]),
    ),
    // How to connect: what a profile is, and the screen that makes one. Addresses are the client's values.
    pure("profile", &["api", "domain", "i18n", "text", "wording"]),
    pure(
        "setup",
        &[
            "api", "domain", "i18n", "keymap", "paged", "profile", "text", "view",
        ],
    ),
    pure("listfile", &["domain", "text"]),
    acts(
        "worker",
        Imports::Only(&[
            "api",
            "domain",
            "journal",
            "listfile",
            "msg",
            "paged",
            "private_file",
            "text",
        ]),
    ),
    // The other side of the wire, written without a look at this one.
    acts("sandbox", Imports::Only(&[])),
    // What puts it all together.
    acts("config", Imports::All),
    acts("runtime", Imports::All),
    acts("cli", Imports::All),
    acts("main", Imports::All),
];

/// Imports that the table refuses and that are still there: in which file, of what, and where what it wants
/// should go. A line that is not needed any more fails the test.
const STILL: &[(&str, &str, &str)] = &[];

/// Who may know that there is a sandbox. Wire types or rules shared with it would agree with our mistakes.
const KNOW_THE_SANDBOX: &[&str] = &["runtime", "cli", "main"];

/// Who may hold channels: everything else gets messages and gives back effects. The journal's leads to its
/// own thread.
const HOLD_CHANNELS: &[&str] = &["journal", "runtime", "worker"];

/// Macros stand at the root of the crate, wherever they are written.
const MACROS: &[(&str, &str)] = &[("t", "i18n"), ("on_list", "model")];

/// Names that no pure module writes.
const IMPURE_WORDS: &[&str] = &[
    "async",
    "await",
    "axum",
    "hyper",
    "Instant",
    "reqwest",
    "rusqlite",
    "signal_hook",
    "SystemTime",
    "tokio",
];

/// Parts of the standard library that no pure module takes.
const IMPURE_STD: &[&str] = &["env", "fs", "io", "net", "process", "thread"];

/// The longest file. A file that grows beyond it holds two subjects.
const LINES: usize = 700;

fn module(file: &File) -> &str {
    let top = file.path.split('/').next().unwrap_or(&file.path);
    top.strip_suffix(".rs").unwrap_or(top)
}

fn rules(name: &str) -> Option<&'static Module> {
    MODULES.iter().find(|module| module.name == name)
}

/// What follows `root::` in paths and in `use` groups, with the lines: `use root::{a, b::c}` gives a, b.
fn taken_from(root: &str, tokens: &[Token]) -> Vec<(String, usize)> {
    let path = [word(root), sign(':'), sign(':')];
    let mut taken = Vec::new();
    for i in 0..tokens.len() {
        if !starts_with(&tokens[i..], &path) || is_inside_a_path(&tokens[..i]) {
            continue;
        }
        let rest = &tokens[i + path.len()..];
        match rest.first().map(|token| &token.kind) {
            Some(Kind::Sign('{')) => taken.extend(heads_of_group(&rest[1..])),
            Some(Kind::Word(name)) => taken.push((name.clone(), rest[0].line)),
            // A glob: whoever takes everything takes what is forbidden.
            Some(_) => taken.push(("*".to_owned(), rest[0].line)),
            None => {}
        }
    }
    taken
}

/// `a::std::x` is not a path from `std`.
fn is_inside_a_path(before: &[Token]) -> bool {
    matches!(
        before,
        [.., Token { kind: Kind::Word(_), .. }, one, two] if one.kind == sign(':') && two.kind == sign(':')
    )
}

/// The first names of the parts of a `use` group, from behind its opening brace.
fn heads_of_group(tokens: &[Token]) -> Vec<(String, usize)> {
    let mut heads = Vec::new();
    let mut depth = 0_usize;
    let mut at_head = true;
    for token in tokens {
        match &token.kind {
            Kind::Sign('{') => depth += 1,
            Kind::Sign('}') if depth == 0 => break,
            Kind::Sign('}') => depth -= 1,
            Kind::Sign(',') if depth == 0 => at_head = true,
            Kind::Word(name) if at_head => {
                heads.push((name.clone(), token.line));
                at_head = false;
            }
            Kind::Sign('*') if at_head => heads.push(("*".to_owned(), token.line)),
            _ => {}
        }
    }
    heads
}

/// What is wrong with a file, as `src/path:line: why`.
fn faults(file: &File) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |line: usize, why: String| {
        faults.push(format!("src/{}:{line}: {why}", file.path));
    };
    let name = module(file);
    let lines = file.text.lines().count();
    if lines > LINES {
        fault(
            LINES,
            format!("{lines} lines; split it where its second subject begins"),
        );
    }
    if name == "lib" {
        return faults;
    }
    let Some(rules) = rules(name) else {
        fault(
            1,
            format!("{name} is not in the table of tests/it/architecture.rs"),
        );
        return faults;
    };

    for (taken, line) in taken_from("crate", &file.tokens) {
        let target = MACROS
            .iter()
            .find_map(|(macro_, home)| (*macro_ == taken).then_some(*home))
            .unwrap_or(&taken);
        let allowed = match rules.may_import {
            Imports::Only(few) => few.contains(&target),
            Imports::All => MODULES
                .iter()
                .take_while(|module| module.name != name)
                .any(|module| module.name == target),
        };
        if target != name && !allowed {
            fault(line, format!("{name} must not import {target}"));
        }
        if target == "sandbox" && name != target && !KNOW_THE_SANDBOX.contains(&name) {
            fault(
                line,
                format!("{name} must not know that there is a sandbox"),
            );
        }
    }

    // Another way to the crate's root, on which the imports above would not be seen.
    let parent = [word("super"), sign(':'), sign(':')];
    let own = without_tests(&file.tokens);
    for i in 0..own.len() {
        let from_root = starts_with(&own[i..], &parent)
            && (!file.path.contains('/') || starts_with(&own[i + 3..], &parent));
        if from_root {
            fault(own[i].line, "write crate:: instead of super::".to_owned());
        }
    }

    for token in &file.tokens {
        let Kind::Word(text) = &token.kind else {
            continue;
        };
        if rules.pure && IMPURE_WORDS.contains(&text.as_str()) {
            fault(token.line, format!("{name} is pure and must not {text}"));
        }
        if text == "mpsc" && !HOLD_CHANNELS.contains(&name) {
            fault(token.line, format!("{name} must not hold a channel"));
        }
    }
    if rules.pure {
        for (taken, line) in taken_from("std", &file.tokens) {
            if IMPURE_STD.contains(&taken.as_str()) {
                fault(
                    line,
                    format!("{name} is pure and must not use std::{taken}"),
                );
            }
        }
    }
    faults
}

#[test]
fn every_module_keeps_to_the_table() {
    let found: Vec<_> = source::files().iter().flat_map(faults).collect();
    let excuses = |(path, import, _): &(&str, &str, &str), fault: &str| {
        fault.starts_with(&format!("src/{path}:"))
            && fault.ends_with(&format!(" must not import {import}"))
    };
    let new = found
        .iter()
        .filter(|fault| !STILL.iter().any(|still| excuses(still, fault)))
        .cloned();
    let gone = STILL
        .iter()
        .filter(|still| !found.iter().any(|fault| excuses(still, fault)))
        .map(|(path, import, why)| {
            format!("src/{path} imports no {import} by now ({why}); take its line out")
        });
    let faults: Vec<_> = new.chain(gone).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_file_of_tests_or_benchmarks_is_too_long() {
    let long: Vec<_> = ["tests", "benches"]
        .iter()
        .flat_map(|folder| source::lengths(folder))
        .filter(|(_, lines)| *lines > LINES)
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn the_table_is_in_reading_order() {
    let mut above = BTreeSet::new();
    for module in MODULES {
        if let Imports::Only(few) = module.may_import {
            for import in few {
                assert!(
                    above.contains(import),
                    "{import} stands below {}",
                    module.name
                );
            }
        }
        assert!(above.insert(module.name), "{} is there twice", module.name);
    }
}

#[test]
fn the_map_in_the_crate_s_documentation_names_all_modules_in_reading_order() {
    let lib = source::files()
        .iter()
        .find(|file| file.path == "lib.rs")
        .expect("a library");
    let mapped: Vec<_> = lib
        .text
        .lines()
        .filter_map(|line| line.strip_prefix("//! - [`"))
        .filter_map(|line| line.split_once("`]: "))
        .filter(|(_, about)| !about.is_empty())
        .map(|(name, _)| name)
        .collect();
    let exists = |name: &str| {
        let public = [word("pub"), word("mod"), word(name), sign(';')];
        (0..lib.tokens.len()).any(|i| starts_with(&lib.tokens[i..], &public))
    };
    let expected: Vec<_> = MODULES
        .iter()
        .map(|module| module.name)
        .filter(|name| exists(name))
        .collect();
    assert_eq!(mapped, expected, "the map in src/lib.rs");
    let declared = lib.tokens.iter().filter(|t| t.kind == word("mod")).count();
    assert_eq!(declared, expected.len(), "modules in src/lib.rs");
}

#[test]
fn the_scanner_sees_every_way_to_import() {
    let found = |path: &str, text: &str| faults(&File::read(path, text));
    let says = |path: &str, text: &str, why: &str| {
        let found = found(path, text);
        assert!(found.iter().any(|f| f.contains(why)), "{text}: {found:?}");
    };
    for text in [
        "use crate::api;",
        "use crate::api::Api;",
        "use crate::{domain, api::Api};",
        "use crate::{domain::{A, B}, text::{self, Text}, api};",
        "pub(crate) use crate::api as net;",
        "fn f() -> crate::api::Api { todo() }",
        "macro_rules! m { () => { $crate::api::f() }; }",
        "fn f() { g(format!(\"{}\", crate::api::NAME)); }",
        "#[cfg(test)] mod tests { use crate::api; }",
    ] {
        says("model/user.rs", text, "model must not import api");
    }
    says("model.rs", "use crate::*;", "model must not import *");
    says("model.rs", "use super::api;", "write crate::");
    says("model/a.rs", "use super::super::api;", "write crate::");
    says("msg.rs", "use crate::t;", "msg must not import i18n");
    says("newcomer.rs", "", "not in the table");
    says(
        "api/wire.rs",
        "use crate::sandbox::x;",
        "api must not import sandbox",
    );
    says("config.rs", "use crate::sandbox;", "config must not know");
    says("sandbox/http.rs", "use crate::domain;", "sandbox must not");
    says("update.rs", "async fn f() {}", "must not async");
    says("update.rs", "fn f() { g().await; }", "must not await");
    says(
        "update.rs",
        "use std::time::{Duration, Instant};",
        "Instant",
    );
    says("update.rs", "fn f() { std::fs::read(p); }", "std::fs");
    says("update.rs", "use std::{fmt, fs};", "std::fs");
    says("view.rs", "use tokio::time;", "must not tokio");
    says(
        "api.rs",
        "use tokio::sync::mpsc;",
        "must not hold a channel",
    );
    says("api.rs", &"\n".repeat(LINES + 1), "split it");

    for (path, text) in [
        (
            "model.rs",
            "// use crate::api;\nconst S: &str = \"crate::api\";",
        ),
        (
            "model.rs",
            "//! See [`crate::api`].\nuse crate::{domain, model::list};",
        ),
        ("model.rs", "#[cfg(test)] mod tests { use super::*; }"),
        ("model/user.rs", "use super::Model;"),
        (
            "view.rs",
            "use crate::{i18n::Lang, t}; use std::time::Duration;",
        ),
        (
            "update.rs",
            "use crate::on_list; fn f() { core::other::std::fs(); }",
        ),
        (
            "runtime.rs",
            "use crate::{sandbox, view, worker}; use tokio::sync::mpsc;",
        ),
        (
            "sandbox/http.rs",
            "use super::rules; use crate::sandbox::world;",
        ),
    ] {
        assert_eq!(found(path, text), Vec::<String>::new(), "{path}: {text}");
    }
}
