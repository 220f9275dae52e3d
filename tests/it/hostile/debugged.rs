//! What types print of themselves, in an error or in a panic's words: these reach a terminal too.

use std::fmt::Debug;
use std::path::{Path, PathBuf};

use rosterm::config::{FileProblem, choose_by_environment};
use rosterm::domain::{Change, Cursor, Failure, FailureClass, FailureReason, RequestId, UserId};
use rosterm::i18n::Lang;
use rosterm::msg::{Effect, Event};
use rosterm::profile::{self, Profiles, Unwritable};
use rosterm::text::Text;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::scanner;
use super::strings;
use crate::support::world::refused;

/// Whether a terminal would obey it or turn text around for it. What merely hides may stay in words that
/// are for engineers.
fn is_obeyed(c: char) -> bool {
    use GeneralCategory::{Control, Format, LineSeparator, ParagraphSeparator};
    matches!(
        c.general_category(),
        Control | Format | LineSeparator | ParagraphSeparator
    )
}

#[track_caller]
fn harmless(what: &impl Debug) {
    let shown = format!("{what:?}");
    let emoji = shown.replace('\u{200d}', "");
    assert!(!emoji.contains(is_obeyed), "{shown}");
}

#[test]
fn no_type_prints_what_a_terminal_obeys() {
    for hostile in strings::all() {
        let id = UserId::new(&hostile);
        let failure = refused(FailureClass::Final, 400, &hostile, &hostile).because(&hostile);
        harmless(&id);
        harmless(&Text::new(&hostile));
        harmless(&failure);
        harmless(&Cursor(hostile.clone()));
        harmless(&Event::Paste(hostile.clone()));
        harmless(&Effect::Copy(RequestId(1), hostile.clone()));
        harmless(&Effect::SendCopy(hostile.clone()));
        harmless(&Change::SetRemark {
            owner: id.clone(),
            friend: id.clone(),
            remark: Text::new(&hostile),
        });
        harmless(&PathBuf::from(&hostile));

        for shown in [
            id.to_string(),
            Text::new(&hostile).to_string(),
            failure.to_string(),
        ] {
            assert!(
                scanner::printed(format!("a{shown}").as_bytes()).is_ok(),
                "{shown}"
            );
        }
    }
    harmless(&Failure::new(
        FailureClass::NothingDone,
        FailureReason::Connect,
    ));
}

#[test]
fn no_error_prints_what_it_quotes_as_it_came() {
    for hostile in strings::all() {
        let name = format!("z{hostile}");
        let file = Path::new(&name);
        let missing = choose_by_environment(&Profiles::default(), Some(&name), file).unwrap_err();
        let unwritable = Unwritable::Taken(Text::new(&name));
        let mistake = profile::read(&format!("{name} = \n")).unwrap_err();
        let problem = FileProblem::Refused(Text::new(&name), Unwritable::Mistake(mistake.clone()));
        for words in [
            missing.words(Lang::En),
            unwritable.words(Lang::En, "config.toml"),
            mistake.words(Lang::En),
            problem.words(Lang::En),
        ] {
            assert!(scanner::printed(words.as_bytes()).is_ok(), "{words}");
        }
    }
}
