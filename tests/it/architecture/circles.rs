//! Files of one folder use each other in one direction, as the modules of the crate do.

use std::collections::{BTreeMap, BTreeSet};

use super::own;
use crate::support::source::{File, Kind, Token, sign, starts_with, word};

/// Which entry of a folder uses which, and where first: an entry is a file with all that lies in the folder
/// of its name.
type Edges = BTreeMap<(String, String), String>;

/// The edges of each folder.
type Folders = BTreeMap<String, Edges>;

/// The files by their paths as modules (`api/pace.rs` is `api`, `pace`), and what each brings by `use`.
struct Tree<'a>(BTreeMap<Vec<String>, (&'a File, Vec<Used>)>);

impl<'a> Tree<'a> {
    fn of(files: &'a [File]) -> Self {
        let with_uses = |file: &'a File| (own::module(file), (file, uses(&file.tokens)));
        Self(files.iter().map(with_uses).collect())
    }

    /// The module in which the thing at the end of a path is written. Names that a module on the way only
    /// passes on lead to where they come from.
    fn home(&self, path: &[String], depth: usize) -> Option<Vec<String>> {
        let known = (0..=path.len())
            .rev()
            .map(|n| &path[..n])
            .find(|module| self.0.contains_key(*module))?;
        let passed_on = path.get(known.len()).and_then(|name| {
            let (_, uses) = self.0.get(known)?;
            // Two modules may pass the same name to each other.
            (depth < 8).then_some(())?;
            uses.iter()
                .find(|used| used.name == *name && used.path.len() > 1)
                .and_then(|used| absolute(known, &used.path))
                .filter(|at| at.as_slice() != path)
        });
        match passed_on {
            Some(mut at) => {
                at.extend(path[known.len() + 1..].iter().cloned());
                self.home(&at, depth + 1)
            }
            None => Some(known.to_vec()),
        }
    }

    fn folders(&self) -> Folders {
        let mut folders = Folders::new();
        for (from, (file, _)) in &self.0 {
            for used in paths(&file.tokens) {
                let path = absolute(from, &used.path);
                let Some(to) = path.and_then(|path| self.home(&path, 0)) else {
                    continue;
                };
                let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
                if let (Some(a), Some(b)) = (from.get(common), to.get(common)) {
                    let folder = folders.entry(from[..common].join("/")).or_default();
                    let place = || format!("{}:{} uses {}", file.path, used.line, used.name);
                    folder.entry((a.clone(), b.clone())).or_insert_with(place);
                }
            }
        }
        folders
    }
}

/// A path from the root of the crate, as far as it is one of ours.
fn absolute(module: &[String], path: &[String]) -> Option<Vec<String>> {
    let mut at = module.to_vec();
    let mut rest = path;
    match path.first()?.as_str() {
        "crate" => {
            at.clear();
            rest = &rest[1..];
        }
        "self" => rest = &rest[1..],
        // A step up, a child, or another crate: none of our modules has the name of one that is used.
        _ => {}
    }
    while rest.first().is_some_and(|part| part == "super") {
        at.pop()?;
        rest = &rest[1..];
    }
    at.extend(rest.iter().cloned());
    Some(at)
}

/// What a `use` brings: the name that it has here, its path, and the line.
struct Used {
    name: String,
    path: Vec<String>,
    line: usize,
}

/// All that the `use` items of a file bring.
fn uses(tokens: &[Token]) -> Vec<Used> {
    let mut found = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        if token.kind == word("use") {
            tree(&tokens[i + 1..], &[], &mut found);
        }
    }
    found
}

/// All paths that begin at the crate's root or go up from here, and the first steps of the others.
fn paths(tokens: &[Token]) -> Vec<Used> {
    let mut found = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        let begins = ["crate", "super", "self"]
            .iter()
            .any(|w| token.kind == word(w));
        let is_inside = i > 0 && tokens[i - 1].kind == sign(':');
        if begins && !is_inside && starts_with(&tokens[i + 1..], &[sign(':'), sign(':')]) {
            tree(&tokens[i..], &[], &mut found);
        }
    }
    found
}

/// Reads one tree of a `use`, or a path; says how many tokens it took.
fn tree(tokens: &[Token], before: &[String], found: &mut Vec<Used>) -> usize {
    let mut path = before.to_vec();
    let mut i = 0;
    loop {
        match tokens.get(i).map(|token| &token.kind) {
            Some(Kind::Word(name)) => {
                // `a::{self}` is `a`.
                if name != "self" || before.is_empty() {
                    path.push(name.clone());
                }
                i += 1;
            }
            Some(Kind::Sign('{')) => {
                i += 1;
                while let Some(token) = tokens.get(i) {
                    match token.kind {
                        Kind::Sign('}') => return i + 1,
                        Kind::Sign(',') => i += 1,
                        _ => i += tree(&tokens[i..], &path, found).max(1),
                    }
                }
                return i;
            }
            _ => break,
        }
        if !starts_with(&tokens[i..], &[sign(':'), sign(':')]) {
            break;
        }
        i += 2;
    }
    let mut name = path.last().cloned().unwrap_or_default();
    if starts_with(&tokens[i..], &[word("as")]) {
        if let Some(Kind::Word(other)) = tokens.get(i + 1).map(|token| &token.kind) {
            name.clone_from(other);
        }
        i += 2;
    }
    let line = tokens.first().map_or(0, |token| token.line);
    found.push(Used { name, path, line });
    i
}

/// The groups of entries of which each is reached from every other.
fn circles(edges: &Edges) -> Vec<BTreeSet<&str>> {
    let mut circles: Vec<BTreeSet<&str>> = Vec::new();
    for (from, _) in edges.keys() {
        if circles.iter().any(|circle| circle.contains(from.as_str())) {
            continue;
        }
        let circle: BTreeSet<_> = reached(edges, from)
            .into_iter()
            .filter(|other| reached(edges, other).contains(from.as_str()))
            .collect();
        if circle.len() > 1 {
            circles.push(circle);
        }
    }
    circles
}

fn reached<'a>(edges: &'a Edges, from: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut next = vec![from];
    while let Some(at) = next.pop() {
        for (_, to) in edges.keys().filter(|(from, _)| from == at) {
            if reached.insert(to.as_str()) {
                next.push(to);
            }
        }
    }
    reached
}

/// The circles, each with the places that close it.
fn faults(folders: &Folders) -> Vec<String> {
    let mut faults = Vec::new();
    for (folder, edges) in folders {
        for circle in circles(edges) {
            let inside: Vec<_> = edges
                .iter()
                .filter(|((a, b), _)| circle.contains(a.as_str()) && circle.contains(b.as_str()))
                .map(|((a, b), place)| format!("\n    {a} -> {b}: {place}"))
                .collect();
            faults.push(format!("{folder}: a circle:{}", inside.concat()));
        }
    }
    faults
}

#[test]
fn the_files_of_a_folder_use_each_other_in_one_direction() {
    let files = own::files();
    let faults = faults(&Tree::of(&files).folders());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_way_to_use_a_neighbour_is_seen() {
    let folders_of = |texts: &[(&str, &str)]| {
        let read = |(path, text): &(&str, &str)| File::read(path, text);
        let files: Vec<_> = texts.iter().map(read).collect();
        Tree::of(&files).folders()
    };
    let parent = "pub mod a; mod b; pub use b::Thing; use b::deep::Other as Another;";
    for text in [
        "use super::b;",
        "use super::b::Thing;",
        "use super::{c::X, b::{self, deep}};",
        "use crate::m::b::Thing as T;",
        "use super::Thing;",
        "use super::{Own, Thing};",
        "use crate::m::Thing;",
        "fn f() -> super::Thing { super::c() }",
        "fn f() { g(super::b::h()); }",
        "use super::Another;",
        "pub(super) use super::b::*;",
    ] {
        let folders = folders_of(&[
            ("m.rs", parent),
            ("m/a.rs", text),
            ("m/b.rs", "pub mod deep;"),
            ("m/b/deep.rs", "use super::super::a;"),
        ]);
        let found = faults(&folders);
        let [only] = found.as_slice() else {
            panic!("{text}: {found:?}");
        };
        assert!(only.contains("a -> b: m/a.rs:1 uses "), "{text}: {only}");
        assert!(
            only.contains("b -> a: m/b/deep.rs:1 uses a"),
            "{text}: {only}"
        );
    }
    for text in [
        "use super::Own;",
        "use self::own::X;",
        "fn f() { std::b::f() }",
        "// super::b",
    ] {
        let folders = folders_of(&[
            ("m.rs", parent),
            ("m/a.rs", text),
            ("m/b.rs", "use super::a;"),
        ]);
        assert_eq!(faults(&folders), Vec::<String>::new(), "{text}");
    }
}
