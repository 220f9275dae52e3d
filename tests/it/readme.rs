//! The tables of keys in both README files are the table that the program reads its keys from, and the number of
//! dependencies is what is linked.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use rosterm::i18n::{Lang, text};
use rosterm::keymap::{HelpGroup, Layer, TABLE, on};

const BEGIN: &str = "<!-- keys: begin -->\n";
const END: &str = "<!-- keys: end -->";

/// How the README names the layers that lie over the lists.
const OVER: [(Layer, &str, &str); 14] = [
    (Layer::Filter, "Filter line", "筛选行"),
    (Layer::Field, "Field", "输入框"),
    (Layer::Confirm, "Yes or no", "是或否"),
    (Layer::Choice, "Delete a conversation", "删除会话"),
    (Layer::Waiting, "Waiting for the server", "等待服务器"),
    (Layer::Failed, "Failed", "失败"),
    (Layer::Reader, "Help", "帮助"),
    (Layer::Card, "Card", "名片"),
    (Layer::Triage, "Sheet of IDs", "核对表"),
    (Layer::Jobs, "Jobs", "任务"),
    (Layer::Journal, "Journal", "操作记录"),
    (Layer::Diagnosis, "Why", "诊断"),
    (Layer::Preferences, "Settings", "设置"),
    (Layer::Offer, "Unfinished job", "未完成的任务"),
];

/// The rows of some bindings: all keys of a meaning together, in the order of the table.
fn rows(layer: Layer, group: Option<HelpGroup>, lang: Lang) -> Vec<(String, String)> {
    let mut rows: Vec<(&str, Vec<String>)> = Vec::new();
    for binding in on(layer).filter(|b| group.is_none_or(|group| b.group == group)) {
        let keys = binding.names().map(|name| format!("`{name}`"));
        match rows.iter_mut().find(|(label, _)| *label == binding.label) {
            Some((_, known)) => known.extend(keys),
            None => rows.push((binding.label, keys.collect())),
        }
    }
    rows.into_iter()
        .map(|(label, keys)| (keys.join(" "), text(lang, label)))
        .collect()
}

fn tables(lang: Lang) -> String {
    let (keys, meaning, place) = match lang {
        Lang::En => ("Keys", "Meaning", "Where"),
        Lang::ZhCn => ("按键", "含义", "位置"),
    };
    let mut out = String::new();
    for (group, title) in [
        (HelpGroup::Move, "help-move"),
        (HelpGroup::Look, "help-look"),
        (HelpGroup::Act, "help-act"),
        (HelpGroup::Many, "help-many"),
        (HelpGroup::General, "help-general"),
    ] {
        let title = text(lang, title);
        writeln!(out, "\n**{title}**\n\n| {keys} | {meaning} |\n|---|---|").unwrap();
        for (keys, meaning) in rows(Layer::Lists, Some(group), lang) {
            writeln!(out, "| {keys} | {meaning} |").unwrap();
        }
    }
    writeln!(
        out,
        "\n<details><summary>{}</summary>\n\n| {place} | {keys} | {meaning} |\n|---|---|---|",
        match lang {
            Lang::En => "Keys in dialogs",
            Lang::ZhCn => "对话框内的按键",
        }
    )
    .unwrap();
    for (layer, english, chinese) in OVER {
        let mut place = match lang {
            Lang::En => english,
            Lang::ZhCn => chinese,
        };
        for (keys, meaning) in rows(layer, None, lang) {
            writeln!(out, "| {place} | {keys} | {meaning} |").unwrap();
            place = "";
        }
    }
    out + "\n</details>\n\n"
}

/// Compares, or writes the tables anew where `UPDATE_README` is set.
fn check(file: &str, lang: Lang) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (there, after) = rest.split_once(END).unwrap();
    let wanted = tables(lang);
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(&path, [before, BEGIN, &wanted, END, after].concat()).unwrap();
        return;
    }
    assert!(
        there == wanted,
        "{file} does not show the keys as they are; UPDATE_README=1 cargo test --test it readme \
         writes them:\n{wanted}"
    );
}

#[test]
fn the_english_readme_shows_the_keys_as_they_are() {
    check("README.md", Lang::En);
}

#[test]
fn the_chinese_readme_shows_the_keys_as_they_are() {
    check("README.zh-CN.md", Lang::ZhCn);
}

#[test]
fn no_key_is_left_out() {
    for lang in Lang::ALL {
        let shown = tables(lang).matches("| `").count();
        let mut known: Vec<(Layer, &str)> = Vec::new();
        for binding in TABLE {
            for layer in binding.layers {
                if !known.contains(&(*layer, binding.label)) {
                    known.push((*layer, binding.label));
                }
            }
        }
        assert_eq!(shown, known.len(), "{lang}");
    }
}

/// What Cargo compiles into the program for Linux. A dependency that brings others is noticed here.
#[test]
fn the_readme_counts_the_dependencies() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--offline", "--edges", "normal"])
        .args(["--target", "x86_64-unknown-linux-gnu"])
        .args(["--prefix", "none", "--format", "{p}"])
        .current_dir(root)
        .output()
        .unwrap();
    let tree = String::from_utf8(tree.stdout).unwrap();
    let crates: BTreeSet<&str> = tree
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .filter(|line| !line.is_empty() && !line.starts_with("rosterm "))
        .collect();
    for (name, sentence) in [
        ("README.md", format!("{} crates", crates.len())),
        ("README.zh-CN.md", format!("{} 个 crate", crates.len())),
    ] {
        let readme = std::fs::read_to_string(root.join(name)).unwrap();
        assert!(
            readme.contains(&sentence),
            "{name} does not say: {sentence}"
        );
    }
}
