//! What commands say to people stands in the catalogues: the command line writes no sentences of its own.

use crate::support::source::{self, Kind, without_tests, word};

/// Whether there are two words in it.
fn is_sentence(text: &str) -> bool {
    let is_word = |part: &str| {
        let letters = part.trim_end_matches(['.', ',', ':', ';', '?']);
        letters.len() > 1 && letters.chars().all(char::is_alphabetic)
    };
    let parts: Vec<_> = text.split(' ').collect();
    parts
        .windows(2)
        .any(|pair| pair.iter().all(|part| is_word(part)))
}

#[test]
fn the_command_line_takes_its_texts_from_the_catalogue() {
    let files = source::files()
        .iter()
        .filter(|file| file.path == "cli.rs" || file.path.starts_with("cli/"));
    let mut found = Vec::new();
    for file in files {
        let tokens = without_tests(&file.tokens);
        for (i, token) in tokens.iter().enumerate() {
            let Kind::Text(text) = &token.kind else {
                continue;
            };
            // A comment.
            if i > 1 && tokens[i - 2].kind == word("doc") {
                continue;
            }
            if is_sentence(text) {
                found.push(format!("src/{}:{}: {text}", file.path, token.line));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_sentence_is_told_from_keys_formats_and_names() {
    for text in [
        "nothing was added",
        "rosterm: not started",
        "no 用户 here",
        "Enter goes on. ",
    ] {
        assert!(is_sentence(text), "{text}");
    }
    for text in [
        "cli-no-job",
        "--base-url",
        "{name}  {value}",
        "%Y-%m-%d %H:%M",
        "rosterm {name}",
        "",
    ] {
        assert!(!is_sentence(text), "{text}");
    }
}
