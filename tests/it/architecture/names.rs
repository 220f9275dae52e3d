//! A name of a type means one thing in the whole crate.

use std::collections::BTreeMap;

use super::own;
use crate::support::source::{File, Kind, Token};

/// Names that several types share, and why. A name that is shared no longer leaves the list.
const SHARED: &[(&str, &str)] = &[];

/// Words before the name of a type. A `type` inside braces belongs to a trait and has the trait's name.
const DECLARE: [&str; 4] = ["struct", "enum", "trait", "type"];

/// The types that a file declares, with their lines.
fn types(tokens: &[Token]) -> Vec<(&str, usize)> {
    let mut types = Vec::new();
    let mut depth = 0_usize;
    for pair in tokens.windows(2) {
        match (&pair[0].kind, &pair[1].kind) {
            (Kind::Sign('{'), _) => depth += 1,
            (Kind::Sign('}'), _) => depth = depth.saturating_sub(1),
            (Kind::Word(word), Kind::Word(name))
                if DECLARE.contains(&word.as_str()) && (word != "type" || depth == 0) =>
            {
                types.push((name.as_str(), pair[1].line));
            }
            _ => {}
        }
    }
    types
}

/// What is wrong: names of several types that are not in the list, and names of the list that are not.
fn faults(files: &[File], shared: &[(&str, &str)]) -> Vec<String> {
    let mut places = BTreeMap::<&str, Vec<String>>::new();
    for file in files {
        for (name, line) in types(&file.tokens) {
            let place = format!("src/{}:{line}", file.path);
            places.entry(name).or_default().push(place);
        }
    }
    places.retain(|_, places| places.len() > 1);
    let new = places
        .iter()
        .filter(|(name, _)| !shared.iter().any(|(known, _)| known == *name))
        .map(|(name, places)| format!("{name} is several types: {}", places.join(", ")));
    let gone = shared
        .iter()
        .filter(|(name, _)| !places.contains_key(name))
        .map(|(name, _)| format!("{name} is one type by now; take it out of the list"));
    new.chain(gone).collect()
}

#[test]
fn no_two_types_share_a_name() {
    let faults = faults(&own::files(), SHARED);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_kind_of_type_counts_and_nothing_else() {
    let count = |text: &str| {
        let first = File::read("a.rs", "pub struct Name;");
        faults(&[first, File::read("b.rs", text)], &[]).len()
    };
    for text in [
        "struct Name { a: u8 }",
        "pub(crate) enum Name {}",
        "trait Name {}",
        "pub type Name = u8;",
        "fn f() { struct Name; }",
    ] {
        assert_eq!(count(text), 1, "{text}");
    }
    for text in [
        "use crate::a::Name;",
        "impl Deref for X { type Name = u8; }",
        "enum X { Name }",
        "// struct Name;",
        "macro_rules! m { ($n:ident) => { struct $n; } }",
    ] {
        assert_eq!(count(text), 0, "{text}");
    }
    let both = [
        File::read("a.rs", "struct A;"),
        File::read("b.rs", "enum A {}"),
    ];
    assert_eq!(faults(&both, &[("A", "both are")]), Vec::<String>::new());
    assert_eq!(faults(&both[..1], &[("A", "both were")]).len(), 1);
}
