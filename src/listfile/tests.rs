//! Tests that what is written is read back, and that lists are compared correctly.

use proptest::prelude::*;

use super::*;
use crate::domain::files::{ExportRequest, ExportSubject, FailedSteps, FileError};
use crate::domain::{Change, Failure, FailureClass, FailureReason, JobId};
use crate::text::id_finder;

fn id(raw: &str) -> UserId {
    UserId::new(raw)
}

fn friend(name: &str, remark: &str) -> Contact {
    Contact {
        id: id(name),
        remark: (!remark.is_empty()).then(|| Text::new(remark)),
    }
}

fn friends(all: &[(&str, &str)]) -> ListRows {
    ListRows::Friends(all.iter().map(|(id, remark)| friend(id, remark)).collect())
}

fn export(ending: &str) -> ExportRequest {
    ExportRequest {
        subject: ExportSubject::List {
            owner: id("ali\"ce"),
            list: ListKind::Friends,
            only: None,
        },
        app: Text::new("acme#im"),
        path: format!("a.{ending}"),
        at: 1_763_611_399_000,
    }
}

fn write_list(ending: &str, rows: &ListRows) -> String {
    write(&export(ending), &id("ali\"ce"), rows)
}

fn found(text: &str) -> SavedList {
    match read(text, None).unwrap() {
        ParsedFile::List(before) => before,
        other => panic!("{other:?}"),
    }
}

/// The IDs, each with its remark: `-` if it is unknown, empty if there was none.
fn pairs(before: &SavedList) -> Vec<(&str, &str)> {
    before
        .rows
        .iter()
        .map(|row| (row.id.raw(), said(row)))
        .collect()
}

fn said(row: &SavedRow) -> &str {
    match &row.remark {
        None => "-",
        Some(None) => "",
        Some(Some(text)) => text.raw(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn an_exported_list_read_back_has_the_very_same_ids_and_remarks(
        rows in prop::collection::vec((any::<String>(), any::<String>()), 0..6),
        owner in any::<String>(),
    ) {
        let rows: Vec<Contact> = rows.iter().map(|(id, remark)| friend(id, remark)).collect();
        for ending in ["csv", "json"] {
            let text = write(&export(ending), &id(&owner), &ListRows::Friends(rows.clone()));
            let before = found(&text);
            prop_assert_eq!(before.list, ListKind::Friends);
            let same = before.rows.iter().map(|row| Contact {
                id: row.id.clone(),
                remark: row.remark.clone().expect("it has remarks"),
            });
            prop_assert_eq!(same.collect::<Vec<_>>(), rows.clone());
            let whose = before.owner.as_ref().map(UserId::raw);
            prop_assert!(whose == Some(&*owner) || rows.is_empty() && ending == "csv");
            // Nothing in it triggers an action in a terminal or a spreadsheet.
            let lines = text.trim_start_matches('\u{FEFF}').lines();
            for line in lines {
                prop_assert!(!line.contains(char::is_control), "{}", line);
            }
        }
    }

    #[test]
    fn whatever_a_file_holds_it_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&String::from_utf8_lossy(&bytes), None);
    }

    #[test]
    fn so_is_what_looks_like_a_list(text in "([\\[\\]{}:,\"' \n\r\t]|id|remark|list|friends|备注|a|1){0,40}") {
        let _ = read(&text, None);
    }
}

#[test]
fn what_spreadsheets_make_of_a_table_is_read() {
    let expected = [("bob", "小王, 华东"), ("eve", "")];
    for text in [
        "id,remark\nbob,\"小王, 华东\"\neve,\n",
        "\u{FEFF}用户ID;备注\r\nbob;小王, 华东\r\neve;\r\n",
        "备注\tusername\n小王, 华东\tbob\n\teve\n",
        "Note,x,User_ID\n\"小王, 华东\",1,bob\n,2,eve\n",
        r#"[{"id":"bob","remark":"小王, 华东"},{"id":"eve","remark":null}]"#,
        r#"{"data":{"contacts":[{"username":"bob","remark":"小王, 华东"},{"username":"eve","remark":""}]}}"#,
        "{\"user\":\"bob\",\"备注\":\"小王, 华东\"}\n{\"user\":\"eve\",\"备注\":null}\n",
    ] {
        let before = found(text);
        assert_eq!(before.list, ListKind::Friends, "{text}");
        assert_eq!(pairs(&before), expected, "{text}");
    }
}

#[test]
fn what_has_no_remarks_and_is_no_list_of_ours_is_a_text_with_ids() {
    for text in [
        "",
        "bob\neve\n",
        "id,name\nbob,Bob\n",
        r#"["bob","eve"]"#,
        r#"{"users":["bob"]}"#,
        "[bob, eve]",
        "please set the remark of bob",
    ] {
        assert_eq!(read(text, None), Ok(ParsedFile::Text), "{text}");
    }
}

#[test]
fn a_line_that_does_not_fit_is_named_and_nothing_is_taken() {
    for (text, line) in [
        ("id,remark\nbob,x\neve,y,z\n", 3),
        ("id,remark\nbob,\"x\neve,y\n", 2),
        ("remark,id\nx,bob\ny\n", 3),
        ("id,owner,list\nbob,a,blocks\neve,b,blocks\n", 3),
        ("id,owner,list\nbob,a,nonsense\n", 2),
        (r#"[{"id":"bob","remark":"x"},{"remark":"y"}]"#, 2),
        (r#"[{"id":"bob","remark":["x"]}]"#, 1),
        (r#"[{"id":"bob","remark":"x"},7]"#, 2),
    ] {
        assert_eq!(read(text, None), Err(FileError::BadLine(line)), "{text}");
    }
}

#[test]
fn a_blocklist_and_conversations_come_back_groups_left_out() {
    for ending in ["csv", "json"] {
        let blocks = ListRows::Blocks(vec![Blocked { id: id("=x") }, Blocked { id: id("y") }]);
        let before = found(&write_list(ending, &blocks));
        assert_eq!(before.list, ListKind::Blocks);
        assert_eq!(pairs(&before), [("=x", "-"), ("y", "-")]);
        let talk = |name: &str, kind| Conversation {
            id: id(name),
            kind,
            unread: None,
            last_at: None,
            last_text: None,
        };
        let all = vec![talk("x", ChatKind::Chat), talk("4711", ChatKind::Group)];
        let before = found(&write_list(ending, &ListRows::Conversations(all)));
        assert_eq!(before.list, ListKind::Conversations);
        assert_eq!(pairs(&before), [("x", "-")]);
    }
}

fn failed(first: &str) -> FailedSteps {
    let unblock = |target: &str| Change::Unblock {
        owner: id("ali\"ce"),
        target: id(target),
    };
    let mut why = Failure::new(FailureClass::Final, FailureReason::Service);
    why.status = Some(404);
    why.error = Some(Text::new("service_resource_not_found"));
    why.description = Some(Text::new("=cmd|'/C calc'!A0\u{1b}[2J"));
    FailedSteps {
        owner: id("ali\"ce"),
        job: JobId(7),
        steps: vec![(unblock(first), Some(why)), (unblock("s3"), None)],
    }
}

#[test]
fn what_failed_is_written_so_that_it_runs_nowhere() {
    let failed = failed("+s2");
    let csv = write_failed(&export("csv"), &failed);
    let lines: Vec<&str> = csv.trim_start_matches('\u{FEFF}').lines().collect();
    assert_eq!(
        lines,
        [
            r#""id","verb","outcome","reason","status","error","description""#,
            r#""'+s2","unblock","refused","refused by the service","404","service_resource_not_found","'=cmd|'/C calc'!A0<001B>[2J""#,
            r#""s3","unblock","unknown","","","","""#,
        ]
    );
    let json = write_failed(&export("json"), &failed);
    assert!(!json.contains('\u{1b}'), "{json}");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let expected = serde_json::json!({
        "owner": "ali\"ce",
        "app": "acme#im",
        "job": 7,
        "time": "2025-11-20T04:03:19Z",
        "rows": [
            {
                "id": "+s2",
                "verb": "unblock",
                "outcome": "refused",
                "reason": "refused by the service",
                "status": 404,
                "error": "service_resource_not_found",
                "description": "=cmd|'/C calc'!A0\u{1b}[2J",
            },
            {
                "id": "s3",
                "verb": "unblock",
                "outcome": "unknown",
                "reason": null,
                "status": null,
                "error": null,
                "description": null,
            },
        ],
    });
    assert_eq!(json, expected);
}

#[test]
fn what_was_sent_and_not_applied_is_not_written_as_not_sent() {
    let mut failed = failed("s2");
    failed.steps[0].1 = Some(Failure::new(
        FailureClass::NothingDone,
        FailureReason::NotApplied,
    ));
    failed.steps[1].1 = Some(Failure::new(
        FailureClass::NothingDone,
        FailureReason::Connect,
    ));
    let csv = write_failed(&export("csv"), &failed);
    assert!(csv.contains(r#""s2","unblock","not-applied""#), "{csv}");
    assert!(csv.contains(r#""s3","unblock","not-sent""#), "{csv}");
}

#[test]
fn what_failed_read_back_gives_the_ids_and_nothing_else() {
    for ending in ["csv", "json"] {
        let text = write_failed(&export(ending), &failed("s2"));
        assert_eq!(read(&text, None), Ok(ParsedFile::Text), "it is no list");
        let found = id_finder::found(&text).unwrap();
        let ids: Vec<&str> = found.ids.iter().map(|found| found.id.as_str()).collect();
        assert_eq!(ids, ["s2", "s3"], "{text}");
    }
}

#[test]
fn an_empty_list_is_a_list() {
    for ending in ["csv", "json"] {
        for rows in [friends(&[]), ListRows::Blocks(Vec::new())] {
            let before = found(&write_list(ending, &rows));
            assert_eq!((before.list, before.rows.len()), (rows.list(), 0));
        }
    }
}

#[test]
fn the_difference_names_who_is_missing_who_has_another_remark_and_who_came() {
    let text = "id,remark\nsame,S\nGONE,G\nother,old\nSAME,S\n.,dots\n";
    let now = friends(&[("new", "N"), ("other", "new"), ("Same", "S")]);
    let before = SavedList {
        is_table: false,
        ..found(text)
    };
    let difference = difference(&id("alice"), before, &now);
    let rows: Vec<_> = difference
        .rows
        .iter()
        .map(|row| {
            let remark = |stand: &Membership| stand.remark.clone().flatten();
            let (then, now) = (remark(&row.earlier), remark(&row.now));
            let words = [then, now].map(|text| text.map_or(String::new(), |t| t.raw().into()));
            (
                row.id.raw(),
                row.earlier.is_listed,
                row.now.is_listed,
                words.join("/"),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("GONE", true, false, "G/".to_owned()),
            (".", true, false, "dots/".to_owned()),
            ("other", true, true, "old/new".to_owned()),
            ("new", false, true, "/N".to_owned()),
        ]
    );
    assert_eq!(difference.same, 1, "met twice, counted once");
    assert_eq!(difference.rows[1].problem, Some(id_finder::IdProblem::Dots));
    assert_eq!(difference.other_owner, None);
}

#[test]
fn a_table_that_a_person_made_says_nothing_of_who_is_not_in_it() {
    let now = friends(&[("new", "N"), ("other", "new"), ("Same", "S")]);
    for (text, is_table) in [
        ("用户ID,备注,金额\nsame,S,1\nother,old,2\n", true),
        (
            r#"[{"id": "same", "note": "S"}, {"id": "other", "note": "old"}]"#,
            true,
        ),
        (
            r#"{"list": "friends", "rows": [{"id": "same", "remark": "S"}, {"id": "other", "remark": "old"}]}"#,
            false,
        ),
    ] {
        let found = difference(&id("alice"), found(text), &now);
        let ids: Vec<&str> = found.rows.iter().map(|row| row.id.raw()).collect();
        let outside = found.table.map(|table| table.outside);
        if is_table {
            assert_eq!((&ids[..], outside), (&["other"][..], Some(1)), "{text}");
        } else {
            assert_eq!((&ids[..], outside), (&["other", "new"][..], None), "{text}");
        }
    }
}

#[test]
fn two_remarks_for_one_id_are_said_though_one_is_as_it_is_now() {
    let text = "id,remark\nbob,B\nBOB,X\neve,E\neve,E\n";
    let now = friends(&[("bob", "B"), ("eve", "E")]);
    let rows = difference(&id("alice"), found(text), &now).rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].doubt, Some(IdDoubt::TwoRemarks));
    assert_eq!(rows[0].others, [Some(Text::new("X"))]);
}

#[test]
fn an_export_of_ours_is_exact_unless_a_spreadsheet_wrote_it_since() {
    let doubts = |text: &str| {
        let rows = found(text).rows.into_iter();
        rows.map(|row| {
            (
                row.id.raw().to_owned(),
                row.doubt.or(row.impossible.map(|_| IdDoubt::Number)),
            )
        })
        .collect::<Vec<_>>()
    };
    let sure = |ids: &[&str]| {
        ids.iter()
            .map(|id| ((*id).to_owned(), None))
            .collect::<Vec<_>>()
    };
    let ids = [
        "3-4",
        "1e5",
        "123457890123",
        "0041",
        "12345.0",
        "1.2E+3",
        "mar-1",
        "NULL",
        "合计",
    ];
    let rows = ListRows::Blocks(ids.map(|raw| Blocked { id: id(raw) }).to_vec());
    let written = write_list("csv", &rows);
    assert_eq!(
        doubts(&written),
        sure(&ids)[..7]
            .iter()
            .cloned()
            .chain([("NULL".to_owned(), None), ("合计".to_owned(), None)])
            .collect::<Vec<_>>()
    );
    // A spreadsheet drops the quotes of CSV but keeps the guard.
    let saved = written.replace('"', "");
    assert_eq!(doubts(&saved)[..7], sure(&ids)[..7]);
    let old = "id,owner,list\n41,a,blocks\n100000,a,blocks\n0041,a,blocks\n4-Mar,a,blocks\n1E+05,a,blocks\n";
    let changed = Some(IdDoubt::Spreadsheet);
    let expected = [
        ("41", changed),
        ("100000", changed),
        ("0041", None),
        ("4-Mar", changed),
        ("1E+05", Some(IdDoubt::Number)),
    ];
    assert_eq!(
        doubts(old),
        expected.map(|(id, doubt)| (id.to_owned(), doubt))
    );
    assert_eq!(
        doubts("id,owner,list\n\"41\",\"a\",\"blocks\"\n"),
        sure(&["41"])
    );
}

#[test]
fn a_list_of_somebody_else_says_so() {
    let text = "id,owner,list\nx,bob,blocks\n";
    let now = ListRows::Blocks(Vec::new());
    let of = |owner: &str| difference(&id(owner), found(text), &now).other_owner;
    assert_eq!(of("alice"), Some(id("bob")));
    assert_eq!(of("BOB"), None);
}

#[test]
fn a_list_that_knows_no_remarks_differs_in_none() {
    let before = SavedList {
        list: ListKind::Friends,
        owner: None,
        rows: vec![SavedRow::sure(id("bob"), None, 1)],
        column: None,
        is_table: false,
    };
    let difference = difference(&id("alice"), before, &friends(&[("bob", "B")]));
    assert_eq!((difference.rows.len(), difference.same), (0, 1));
}
