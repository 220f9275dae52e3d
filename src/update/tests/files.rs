//! Exports and imports: what is requested, what is reported, and what a file becomes.

use super::*;
use crate::dialog::files::SnapshotList;
use crate::dialog::triage::TriageSource;
use crate::domain::files::{
    ExportRequest, ExportSubject, FileFormat, ImportRequest, ImportSource, SnapshotInfo,
};
use crate::domain::{JobId, SnapshotId};
use crate::text::id_finder::{LimitPassed, TextTooLong};

impl World {
    /// The content of a file: a list of friends if its name is `friends`, of blocked users if it is `blocks`,
    /// otherwise IDs.
    pub(super) fn file(&self, import: &ImportRequest) -> Result<ImportedFile, FileError> {
        let facts = self.facts(&import.owner);
        let ImportSource::File(name) = &import.from else {
            return Err(FileError::NotAFile);
        };
        let text = |remark: Option<&str>| Some(remark.map(Text::new));
        let stand = |there, remark| Membership {
            is_listed: there,
            remark,
        };
        let nowhere = Membership::default;
        let row = |id: &str, list, then, now| DifferenceRow {
            id: user(id),
            line: 1,
            times: 1,
            problem: None,
            doubt: None,
            others: Vec::new(),
            list,
            earlier: then,
            now,
        };
        let rows = match name.as_str() {
            "friends" => {
                let mut rows: Vec<DifferenceRow> = ["gone1", "gone2"]
                    .map(|id| {
                        row(
                            id,
                            ListKind::Friends,
                            stand(true, text(Some("old"))),
                            nowhere(),
                        )
                    })
                    .into();
                let mut met = HashSet::new();
                let once = facts
                    .friends
                    .iter()
                    .filter(|(id, _)| met.insert(id.clone()));
                rows.extend(once.enumerate().map(|(n, (id, remark))| {
                    let now = stand(true, text(remark.as_deref()));
                    let then = stand(true, text(Some("before")));
                    let then = if n < 6 { then } else { nowhere() };
                    row(id, ListKind::Friends, then, now)
                }));
                rows
            }
            "blocks" => {
                let gone = (0..6).map(|n| format!("gone{n}"));
                let gone = gone.map(|id| row(&id, ListKind::Blocks, stand(true, None), nowhere()));
                let came = facts.blocks.iter();
                let came = came.map(|id| row(id, ListKind::Blocks, nowhere(), stand(true, None)));
                gone.chain(came).collect()
            }
            _ => {
                return Ok(ImportedFile {
                    name: Text::new(name),
                    content: ImportedContent::Text(name.clone(), None),
                });
            }
        };
        let difference = ListDifference {
            rows,
            same: 3,
            ..ListDifference::default()
        };
        Ok(ImportedFile {
            name: Text::new(name),
            content: ImportedContent::Difference(difference),
        })
    }
}

fn snapshot(id: i64) -> SnapshotInfo {
    SnapshotInfo {
        id: SnapshotId(id),
        at: 0,
        list: ListKind::Blocks,
        rows: 3,
        job: Some(JobId(id)),
    }
}

fn export(console: &Console) -> ExportRequest {
    match console.queries().as_slice() {
        [Query::Export(export)] => (**export).clone(),
        other => panic!("{other:?}"),
    }
}

fn import(console: &Console) -> ImportSource {
    match console.queries().as_slice() {
        [Query::Import(import)] => import.from.clone(),
        other => panic!("{other:?}"),
    }
}

fn is_export(query: &Query) -> bool {
    matches!(query, Query::Export(_))
}

fn is_import(query: &Query) -> bool {
    matches!(query, Query::Import(_))
}

fn offers(console: &mut Console, snapshots: Vec<SnapshotInfo>) {
    let (request, _) = console.read(|query| matches!(query, Query::Snapshots(_)));
    console.say(Event::Reply(request, Reply::Snapshots(Ok(snapshots))));
}

#[test]
fn the_focused_list_is_exported_whole_also_where_nothing_may_be_changed() {
    for (key, list, name) in [
        ("1", ListKind::Friends, "alice-friends-1970-01-01.csv"),
        ("2", ListKind::Blocks, "alice-blocks-1970-01-01.csv"),
        (
            "3",
            ListKind::Conversations,
            "alice-conversations-1970-01-01.csv",
        ),
    ] {
        let mut console = Console::alice().read_only();
        console.press(key).press("E");
        assert_eq!(console.typed().as_deref(), Some(name));
        assert_eq!(console.queries(), [], "nothing is read before Enter");
        console.press("Enter");
        let export = export(&console);
        let subject = ExportSubject::List {
            owner: user("alice"),
            list,
            only: None,
        };
        assert_eq!(export.subject, subject);
        assert_eq!((export.path.as_str(), export.app.raw()), (name, "acme#im"));
        console.serve();
        let Some(Notice::Exported(written)) = console.notice() else {
            panic!("{:?}", console.notice());
        };
        assert!(written.path.raw().ends_with(name));
        assert!(console.model.dialogs.is_empty());
    }
}

#[test]
fn the_name_of_a_file_holds_nothing_of_an_id_that_would_put_it_elsewhere() {
    for (id, name) in [
        ("../../etc/passwd", "_.._.._etc_passwd"),
        ("a/b", "a_b"),
        (".hidden", "_.hidden"),
        ("-rf", "_-rf"),
        ("~root", "_root"),
        ("张三\u{202e}\u{1b}", "张三__"),
        ("", "_"),
        ("a b;c$d", "a_b_c_d"),
    ] {
        let mut console = Console::new().knows(id, Facts::default()).opened(id);
        console.serve().wait(2_000).press("E");
        let typed = console.typed().unwrap();
        assert_eq!(typed, format!("{name}-friends-1970-01-01.csv"), "{id:?}");
    }
    let long = "x".repeat(4_000);
    let mut console = Console::new().knows(&long, Facts::default()).opened(&long);
    console.serve().wait(2_000).press("E");
    assert!(console.typed().unwrap().len() < 100);
}

#[test]
fn where_rows_are_selected_these_alone_are_exported() {
    let mut console = Console::alice();
    console
        .press(" ")
        .press("j")
        .press(" ")
        .press("E")
        .press("Enter");
    let chat = |id| (ChatKind::Chat, user(id));
    let ExportSubject::List { only, .. } = export(&console).subject else {
        panic!("no list");
    };
    assert_eq!(only, Some(vec![chat("bob"), chat("dave")]));
}

#[test]
fn tab_changes_the_ending_and_with_it_the_form() {
    let mut console = Console::alice();
    console.press("E").press("Tab");
    assert_eq!(
        console.typed().as_deref(),
        Some("alice-friends-1970-01-01.json")
    );
    console.press("Ctrl-u").types("a.b").press("Tab");
    assert_eq!(console.typed().as_deref(), Some("a.b.json"));
    console.press("Tab").press("Enter");
    assert_eq!(FileFormat::of(&export(&console).path), FileFormat::Csv);
}

#[test]
fn an_export_that_takes_long_is_given_up_and_one_that_fails_can_be_mended() {
    let mut console = Console::alice();
    console.press("E").press("Enter");
    let request = console.reads.iter().find(|(_, f)| is_export(f)).unwrap().0;
    console.say(Event::Progress(request, 50));
    console.press("Esc");
    assert_eq!(console.asked, [Effect::CancelQuery(request)]);
    assert!(console.typed().is_some(), "the name stays");
    console.press("Enter").fail(is_export);
    let Some(Dialog::Export(dialog)) = console.top() else {
        panic!("it went");
    };
    assert!(matches!(dialog.trouble, Some(FileError::ListUnread(_))));
    console.types("x");
    let Some(Dialog::Export(dialog)) = console.top() else {
        panic!("it went");
    };
    assert_eq!(dialog.trouble, None);
    console.press("Esc");
    assert!(console.model.dialogs.is_empty());
}

#[test]
fn a_file_without_remarks_becomes_a_sheet_as_a_paste_does() {
    let mut console = Console::alice();
    console
        .press("i")
        .types("~/list spam1 bob.txt")
        .press("Enter");
    let file = ImportSource::File("~/list spam1 bob.txt".into());
    assert_eq!(import(&console), file);
    console.answer(is_import);
    assert!(matches!(console.sheet().source, TriageSource::File(_)));
    let ids: Vec<&str> = console.sheet().rows.iter().map(|e| e.id.raw()).collect();
    assert!(ids.contains(&"spam1"), "{ids:?}");
    assert!(
        console
            .queries()
            .iter()
            .any(|f| matches!(f, Query::PairStates(..)))
    );
}

#[test]
fn a_file_that_is_too_long_or_none_says_so_and_stays_in_the_field() {
    let mut console = Console::alice();
    for trouble in [
        FileError::TooMuch(TextTooLong::Lines(LimitPassed::new(12_000, 10_000))),
        FileError::NotAFile,
        FileError::NotText,
        FileError::BadLine(7),
    ] {
        console.press("i").types("big").press("Enter");
        let (request, _) = console.read(is_import);
        let answer = Reply::Imported(Err(trouble.clone()));
        console.say(Event::Reply(request, answer));
        let Some(Dialog::Import(dialog)) = console.top() else {
            panic!("it went");
        };
        assert_eq!(dialog.trouble, Some(trouble));
        assert_eq!(console.typed().as_deref(), Some("big"));
        console.press("Esc");
    }
}

#[test]
fn a_snapshot_is_chosen_with_down_and_typing_means_the_file_again() {
    let mut console = Console::alice();
    console.press("i");
    offers(&mut console, vec![snapshot(9), snapshot(8)]);
    console.press("Enter");
    assert_eq!(console.queries(), [], "nothing is chosen");
    console
        .press("Down")
        .press("Down")
        .press("Down")
        .press("Enter");
    assert_eq!(import(&console), ImportSource::Snapshot(SnapshotId(8)));
    console.press("Esc").press("Up").press("Enter");
    assert_eq!(import(&console), ImportSource::Snapshot(SnapshotId(9)));
    console.press("Esc").types("f").press("Enter");
    assert_eq!(import(&console), ImportSource::File("f".into()));
}

#[test]
fn what_the_journal_cannot_say_does_not_keep_a_file_from_being_read() {
    let mut console = Console::alice();
    console.press("i");
    console.fail(|query| matches!(query, Query::Snapshots(_)));
    let Some(Dialog::Import(dialog)) = console.top() else {
        panic!("it went");
    };
    assert!(matches!(dialog.snapshots, SnapshotList::Failed(_)));
    console.press("Down").types("spam1").press("Enter");
    assert_eq!(import(&console), ImportSource::File("spam1".into()));
}

#[test]
fn an_answer_that_nobody_waits_for_any_more_changes_nothing() {
    let mut console = Console::alice();
    console.press("i").types("friends").press("Enter");
    let request = console.reads.iter().find(|(_, f)| is_import(f)).unwrap().0;
    console.press("Esc").press("Esc");
    let nothing = ImportedFile {
        name: Text::new("x"),
        content: ImportedContent::Text("bob".into(), None),
    };
    console.say(Event::Reply(request, Reply::Imported(Ok(nothing))));
    assert!(console.model.dialogs.is_empty());
    let is = |query: &Query| matches!(query, Query::Import(_) | Query::Snapshots(_));
    assert!(!console.reads.iter().any(|(_, query)| is(query)));
}
