//! The crate's own sources as flat lists of tokens: comments are removed, strings are single tokens, and
//! groups become an opening and a closing token.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::LazyLock;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A file under `src`.
#[derive(Clone)]
pub struct File {
    /// Its path below `src`, with `/`.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// The tokens.
    pub tokens: Vec<Token>,
}

/// A token and its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The kind of token.
    pub kind: Kind,
    /// The line, counted from 1.
    pub line: usize,
}

/// The kind of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A name or a keyword.
    Word(String),
    /// A string, without its quotes.
    Text(String),
    /// A punctuation character, or an opening or closing bracket.
    Sign(char),
    /// A number or a character.
    Literal,
}

impl File {
    /// Parses Rust source.
    pub fn read(path: &str, text: &str) -> Self {
        let stream = TokenStream::from_str(text).expect("our source is Rust");
        let mut tokens = Vec::new();
        flatten(stream, &mut tokens);
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            tokens,
        }
    }
}

/// All files under `src`, in the order of their paths. They are read once for all tests.
pub fn files() -> &'static [File] {
    static FILES: LazyLock<Vec<File>> = LazyLock::new(read_all);
    &FILES
}

fn read_all() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let below = path.strip_prefix(&root).expect("it was found there");
            let name = below.to_str().expect("our names are ASCII");
            let text = std::fs::read_to_string(path).expect("our own source");
            File::read(&name.replace('\\', "/"), &text)
        })
        .collect()
}

/// The files below a folder of the crate, and the number of lines of each.
pub fn lengths(folder: &str) -> Vec<(PathBuf, usize)> {
    let mut paths = Vec::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
        &mut paths,
    );
    let length = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("our own source");
        (path, text.lines().count())
    };
    paths.into_iter().map(length).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|e| e == "rs") {
            paths.push(path);
        }
    }
}

/// The tokens without test-only items (`#[cfg(test)]`).
pub fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let marker = [
        sign('#'),
        sign('['),
        word("cfg"),
        sign('('),
        word("test"),
        sign(')'),
        sign(']'),
    ];
    let mut kept = Vec::new();
    let mut rest = tokens;
    while !rest.is_empty() {
        if starts_with(rest, &marker) {
            rest = &rest[marker.len()..];
            rest = &rest[item_length(rest)..];
        } else {
            kept.push(rest[0].clone());
            rest = &rest[1..];
        }
    }
    kept
}

/// Whether the tokens start with these.
pub fn starts_with(tokens: &[Token], kinds: &[Kind]) -> bool {
    tokens.len() >= kinds.len() && tokens.iter().zip(kinds).all(|(t, kind)| t.kind == *kind)
}

/// A word to search for.
pub fn word(text: &str) -> Kind {
    Kind::Word(text.to_owned())
}

/// A punctuation character to search for.
pub fn sign(c: char) -> Kind {
    Kind::Sign(c)
}

/// The number of tokens of the first item: up to its `;`, or to the end of its braces.
fn item_length(tokens: &[Token]) -> usize {
    let mut depth = 0_usize;
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Sign(';') if depth == 0 => return i + 1,
            Kind::Sign('(' | '[' | '{') => depth += 1,
            Kind::Sign(c @ (')' | ']' | '}')) => {
                depth = depth.saturating_sub(1);
                if depth == 0 && c == '}' {
                    return i + 1;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

fn flatten(stream: TokenStream, tokens: &mut Vec<Token>) {
    for tree in stream {
        let span = tree.span();
        let mut push = |kind, line| tokens.push(Token { kind, line });
        let line = span.start().line;
        match tree {
            TokenTree::Ident(ident) => push(Kind::Word(ident.to_string()), line),
            TokenTree::Punct(punct) => push(sign(punct.as_char()), line),
            TokenTree::Literal(literal) => push(literal_kind(&literal.to_string()), line),
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ('(', ')'),
                    Delimiter::Brace => ('{', '}'),
                    Delimiter::Bracket => ('[', ']'),
                    Delimiter::None => (' ', ' '),
                };
                push(sign(open), line);
                flatten(group.stream(), tokens);
                tokens.push(Token {
                    kind: sign(close),
                    line: span.end().line,
                });
            }
        }
    }
}

/// Escapes stay as written: no test searches for one.
fn literal_kind(source: &str) -> Kind {
    source
        .trim_start_matches('r')
        .trim_matches('#')
        .strip_prefix('"')
        .and_then(|s| s.strip_suffix('"'))
        .map_or(Kind::Literal, |s| Kind::Text(s.to_owned()))
}
