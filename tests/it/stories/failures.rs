//! What goes wrong, and what the screen says about it.

use rosterm::domain::{ListKind, UserId};
use rosterm::i18n::Lang;
use rosterm::sandbox::{SandboxConfig, ServicePlan};
use rosterm::t;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::harness::{Harness, squeezed};
use crate::support::samples::{ALICE, small};

/// A change, the keys that make it, and where it goes.
struct Way {
    name: &'static str,
    method: &'static str,
    path: &'static str,
    make: fn(&mut Harness),
}

const WAYS: [Way; 6] = [
    Way {
        name: "add",
        method: "POST",
        path: "/contacts/users/",
        make: |console| {
            console.press("1a");
            console.types("nina_new");
            console.press("<Enter>");
        },
    },
    Way {
        name: "remove",
        method: "DELETE",
        path: "/contacts/users/",
        make: |console| {
            console.press("1d");
            console.rest();
            console.press("y");
        },
    },
    Way {
        name: "remark",
        method: "PUT",
        path: "/contacts/users/",
        make: |console| {
            console.press("1e");
            console.types("!");
            console.press("<Enter>");
        },
    },
    Way {
        name: "block",
        method: "POST",
        path: "/blocks/users",
        make: |console| console.press("1b"),
    },
    Way {
        name: "unblock",
        method: "DELETE",
        path: "/blocks/users/",
        make: |console| console.press("2u"),
    },
    Way {
        name: "conversation",
        method: "DELETE",
        path: "/user_channel",
        make: |console| {
            console.press("3d");
            console.rest();
            console.press("y");
        },
    },
];

/// Does it, and says yes where that has to wait for what is known of the id.
async fn made(way: &Way, console: &mut Harness) {
    (way.make)(console);
    if way.name == "add" {
        let ask = t!(
            console.model.lang,
            "bulk-ask-add",
            n = 1_usize,
            owner = ALICE
        );
        console.shows(ask).await;
        console.rest();
        console.press("y");
    }
}

/// What the service answers: status, `error`, `error_description`.
type Answer = (u16, &'static str, &'static str);

const ARGUMENT: Answer = (
    400,
    "invalid_request_body",
    "Request body is invalid. Please check body is correct.",
);
const NO_FRIENDS: Answer = (
    400,
    "illegal_argument",
    "updateRemark they are not friends, please add as a friend first.",
);
const UNAUTHORIZED: Answer = (401, "unauthorized", "Unable to authenticate (OAuth)");
const FULL: Answer = (403, "exceed_limit", "user contact number exceed limit");
const FORBIDDEN: Answer = (403, "forbidden_op", "Forbidden");
const NOBODY: Answer = (
    404,
    "service_resource_not_found",
    "Service resource not found",
);
const NO_APP: Answer = (
    404,
    "organization_application_not_found",
    "Could not find application for demo/rosterm from URI: x",
);
const METHOD: Answer = (405, "method_not_allowed", "Method Not Allowed");
const TOO_FAST: Answer = (
    429,
    "reach_limit",
    "This request has reached api limit, please reduce the call frequency.",
);
const USED_UP: Answer = (
    429,
    "resource_limited",
    "You have exceeded the limit of the Free edition.",
);
const BROKEN: Answer = (500, "internal_server_error", "Internal Server Error");
const GATEWAY: Answer = (502, "", "");

/// For each change and answer, what the screen explains beside the server's words.
const TOLD: &[(&str, Answer, &str)] = &[
    ("add", ARGUMENT, "bad-400"),
    ("add", UNAUTHORIZED, "token-401"),
    ("add", FULL, "add-full"),
    ("add", FORBIDDEN, "forbidden-403"),
    ("add", NOBODY, "pair-404"),
    ("add", NO_APP, "app-404"),
    ("add", METHOD, "shape-4xx"),
    ("add", TOO_FAST, "rate-429"),
    ("add", USED_UP, "plan-429"),
    ("remove", UNAUTHORIZED, "token-401"),
    ("remove", FORBIDDEN, "forbidden-403"),
    ("remove", NOBODY, "leftover-404"),
    ("remove", NO_APP, "app-404"),
    ("remove", TOO_FAST, "rate-429"),
    ("remove", USED_UP, "plan-429"),
    ("remark", NO_FRIENDS, "remark-not-friends"),
    ("remark", ARGUMENT, "bad-400"),
    ("remark", UNAUTHORIZED, "token-401"),
    ("remark", FORBIDDEN, "forbidden-403"),
    ("remark", NOBODY, "pair-404"),
    ("remark", TOO_FAST, "rate-429"),
    ("remark", USED_UP, "plan-429"),
    ("block", ARGUMENT, "bad-400"),
    ("block", UNAUTHORIZED, "token-401"),
    ("block", FULL, "block-full"),
    ("block", FORBIDDEN, "blocks-403"),
    ("block", NOBODY, "pair-404"),
    ("block", NO_APP, "app-404"),
    ("block", TOO_FAST, "rate-429"),
    ("block", USED_UP, "plan-429"),
    ("unblock", UNAUTHORIZED, "token-401"),
    ("unblock", FORBIDDEN, "blocks-403"),
    ("unblock", NOBODY, "leftover-404"),
    ("unblock", TOO_FAST, "rate-429"),
    ("unblock", USED_UP, "plan-429"),
    ("conversation", ARGUMENT, "bad-400"),
    ("conversation", UNAUTHORIZED, "token-401"),
    ("conversation", FORBIDDEN, "forbidden-403"),
    ("conversation", NOBODY, "owner-404"),
    ("conversation", NO_APP, "app-404"),
    ("conversation", TOO_FAST, "conversation-429"),
    ("conversation", USED_UP, "plan-429"),
];

fn fault((status, error, description): Answer) -> Value {
    let body =
        json!({ "error": error, "error_description": description, "timestamp": 1, "duration": 0 });
    let body = if error.is_empty() {
        "<html>Bad gateway</html>".to_owned()
    } else {
        body.to_string()
    };
    json!({ "kind": "body", "status": status, "body": body })
}

fn explained(lang: Lang, key: &str, id: &str) -> String {
    t!(
        lang,
        key,
        owner = ALICE,
        id = id,
        n = 500_usize,
        limit = 5_usize
    )
}

/// Where the dialogs have room for everything they say.
const ROOMY: (u16, u16) = (120, 44);

#[tokio::test]
async fn every_documented_refusal_is_told_with_the_servers_words_and_nothing_was_changed() {
    // The service lets five conversations a minute be deleted, refused or not: a world for each five.
    let rounds = Lang::ALL.map(|lang| TOLD.chunks(5).map(move |told| (lang, told)));
    for (lang, told) in rounds.into_iter().flatten() {
        let mut console = Harness::with(small(), lang, ROOMY).await;
        console.open(ALICE);
        console.quiet().await;
        let (held, nina) = (
            console.sandbox.truth(ALICE).await,
            console.sandbox.truth("nina_new").await,
        );
        for (name, answer, key) in told {
            let way = WAYS.iter().find(|way| way.name == *name).unwrap();
            console.sandbox.fault(way.method, way.path, &fault(*answer));
            console.rest();
            made(way, &mut console).await;
            assert!(
                !console.model.pending_changes.is_empty(),
                "{name}\n{}",
                console.screen()
            );
            while !console.model.pending_changes.is_empty() {
                console.next().await;
            }
            let said = console.dialog().unwrap_or_default();
            let id = match *name {
                "add" => "nina_new",
                "unblock" => "spam_0041",
                _ => "bob_77",
            };
            let (status, error, description) = answer;
            for text in [
                explained(lang, key, id),
                explained(lang, &format!("{}-todo", todo(key)), id),
                t!(lang, "changed-nothing"),
                format!("{status} {error} \"{description}\""),
            ] {
                assert!(
                    said.contains(&squeezed(&text)),
                    "{name} {answer:?}: {text}\n{}",
                    console.screen()
                );
            }
            console.press("<Esc>");
            assert!(console.dialog().is_none());
        }
        console.sandbox.mend();
        assert_eq!(console.sandbox.truth(ALICE).await.0, held.0);
        assert_eq!(console.sandbox.truth("nina_new").await.0, nina.0);
    }
}

/// Explanations that share what to do with another.
fn todo(key: &str) -> &str {
    match key {
        "owner-404" => "user-404",
        "shape-4xx" => "engineer",
        key => key,
    }
}

#[rstest]
#[case::en(Lang::En)]
#[case::zh(Lang::ZhCn)]
#[tokio::test]
async fn where_the_servers_answer_says_nothing_nobody_knows_and_the_screen_says_so(
    #[case] lang: Lang,
) {
    let mut console = Harness::with(small(), lang, ROOMY).await;
    console.open(ALICE);
    console.quiet().await;
    let cut = json!({ "kind": "cut" });
    for fault in [fault(BROKEN), fault(GATEWAY), cut] {
        for way in &WAYS {
            console.sandbox.fault(way.method, way.path, &fault);
            console.rest();
            made(way, &mut console).await;
            assert!(!console.model.pending_changes.is_empty(), "{}", way.name);
            while !console.model.pending_changes.is_empty() {
                console.next().await;
            }
            let said = console.dialog().unwrap_or_default();
            let id = match way.name {
                "add" => "nina_new",
                "unblock" => "spam_0041",
                _ => "bob_77",
            };
            for text in [
                t!(lang, "changed-unknown", owner = ALICE, id = id),
                t!(lang, "key-refresh-lists"),
            ] {
                let name = way.name;
                assert!(
                    said.contains(&squeezed(&text)),
                    "{name} {fault}: {text}\n{said}"
                );
            }
            assert!(!said.contains(&squeezed(&t!(lang, "changed-nothing"))));
            // Only when it is known that nothing was done may the same be sent again.
            console.passes(20_000);
            console.quiet().await;
            while console.dialog().is_some() {
                console.press("<Esc>");
            }
        }
    }
}

#[tokio::test]
async fn a_write_is_sent_once_however_its_answer_is_lost() {
    let mut console = Harness::on_alice(small()).await;
    for way in &WAYS {
        console
            .sandbox
            .fault(way.method, way.path, &json!({ "kind": "cut" }));
        console.rest();
        made(way, &mut console).await;
        while !console.model.pending_changes.is_empty() {
            console.next().await;
        }
        console.press("<Esc><Esc>");
    }
    let calls = console.sandbox.calls().await;
    for (kind, times) in calls["by_path"].as_object().unwrap() {
        if !kind.starts_with("GET") && !kind.ends_with("check") {
            assert_eq!(times, 1, "{kind}");
        }
    }
}

/// Bob is blocked, and the answer to that is lost.
async fn loses_a_block(console: &mut Harness) {
    console.sandbox.faults(&json!([{
        "method": "POST",
        "path_contains": "/blocks/users",
        "apply_first": true,
        "fault": { "kind": "cut" },
    }]));
    console.press("b");
    let unknown = t!(Lang::En, "changed-unknown", owner = ALICE, id = "bob_77");
    console
        .until(move |s| squeezed(s).contains(&squeezed(&unknown)))
        .await;
}

#[tokio::test]
async fn what_a_lost_answer_may_have_changed_is_unknown_on_the_card() {
    let mut console = Harness::on_alice(small()).await;
    console.shows("ok so far").await;
    loses_a_block(&mut console).await;
    console.press("<Esc>");
    let screen = squeezed(&console.screen());
    assert!(screen.contains("alice_01blocksthemunknown"), "{screen}");
    assert!(screen.contains("bob_77->alice_01notchecked"), "{screen}");
}

#[tokio::test]
async fn after_a_lost_answer_r_reads_the_truth_and_the_list_shows_it() {
    let mut console = Harness::on_alice(small()).await;
    loses_a_block(&mut console).await;
    // Until the truth is read, the list does not pretend.
    let user = console.model.user.as_ref().unwrap();
    assert_eq!(user.is_blocked(&UserId::new("bob_77")), Some(false));
    console.sandbox.mend();
    console.rest();
    console.press("r");
    assert!(console.dialog().is_none());
    let told = t!(Lang::En, "notice-verifying", id = ALICE);
    assert!(console.screen().contains(&told), "{}", console.screen());
    console.quiet().await;
    assert!(console.sandbox.truth(ALICE).await.has_blocked("bob_77"));
    let blocks = console.pane(ListKind::Blocks);
    assert!(
        blocks.contains("bob_77") && blocks.contains("71/71"),
        "{blocks}"
    );
    let row = console.cursor_row();
    assert!(row.trim_end_matches(['?', ' ']).ends_with('B'), "{row}");
}

#[rstest]
#[case::applied(true)]
#[case::not_applied(false)]
#[tokio::test]
async fn a_lost_answer_is_cleared_up_by_reading_and_never_by_sending_again(#[case] applied: bool) {
    let mut console = Harness::on_alice(small()).await;
    console.sandbox.faults(&json!([{
        "method": "POST",
        "path_contains": "/blocks/users",
        "apply_first": applied,
        "fault": { "kind": "cut" },
    }]));
    console.press("b");
    while !console.model.pending_changes.is_empty() {
        console.next().await;
    }
    console.sandbox.mend();
    console.passes(20_000);
    let told = if applied {
        let done = t!(
            Lang::En,
            "done-block",
            owner = ALICE,
            id = "bob_77",
            key = "u"
        );
        t!(Lang::En, "found-done", what = done)
    } else {
        t!(Lang::En, "reason-not-applied")
    };
    console.shows(told).await;
    assert_eq!(
        console.sandbox.count("POST /users/{u}/blocks/users").await,
        1
    );
    assert_eq!(console.pane(ListKind::Blocks).contains("71/71"), applied);
    assert_eq!(
        console.sandbox.truth(ALICE).await.has_blocked("bob_77"),
        applied
    );
    if !applied {
        console.rest();
        console.press("r");
        console.quiet().await;
        assert!(console.sandbox.truth(ALICE).await.has_blocked("bob_77"));
        assert_eq!(
            console.sandbox.count("POST /users/{u}/blocks/users").await,
            2
        );
    }
}

#[tokio::test]
async fn a_removal_that_was_done_by_its_first_sending_is_found_done_by_the_second() {
    let mut console = Harness::on_alice(small()).await;
    let path = "/contacts/users/";
    console
        .sandbox
        .fault("DELETE", path, &json!({ "kind": "cut" }));
    console.press("d");
    console.rest();
    console.press("y");
    while !console.model.pending_changes.is_empty() {
        console.next().await;
    }
    console.sandbox.mend();
    console.passes(20_000);
    console.shows(t!(Lang::En, "reason-not-applied")).await;
    // The first takes effect after all, and the service finds no friend for the second.
    console
        .sandbox
        .elsewhere("DELETE", "users/alice_01/contacts/users/bob_77", "")
        .await;
    console.sandbox.fault("DELETE", path, &fault(NOBODY));
    console.rest();
    console.press("r");
    let done = t!(Lang::En, "done-remove", owner = ALICE, id = "bob_77");
    console
        .shows(t!(Lang::En, "done-before", what = done))
        .await;
    assert_eq!(console.dialog(), None);
    assert!(!console.pane(ListKind::Friends).contains("bob_77"));
    assert!(!console.sandbox.truth(ALICE).await.has_friend("bob_77"));
}

#[tokio::test]
async fn a_remark_with_an_unknown_outcome_stays_in_its_field() {
    let mut console = Harness::on_alice(small()).await;
    console
        .sandbox
        .fault("PUT", "/contacts/users/", &json!({ "kind": "cut" }));
    console.press("e<Ctrl-u>");
    console.types("新备注");
    console.press("<Enter>");
    while !console.model.pending_changes.is_empty() {
        console.next().await;
    }
    console.sandbox.mend();
    console.rest();
    console.press("r");
    console.quiet().await;
    assert!(console.dialog().unwrap().contains("[新备注]"));
    console.press("<Enter>");
    assert!(console.model.pending_changes.is_empty(), "nobody knows yet");
    console.passes(20_000);
    console.quiet().await;
    assert!(console.dialog().unwrap().contains("[新备注]"));
    console.rest();
    console.press("<Enter>");
    console.quiet().await;
    let truth = console.sandbox.truth(ALICE).await;
    assert_eq!(truth.remark("bob_77").as_deref(), Some("新备注"));
}

#[tokio::test]
async fn a_refusal_for_now_is_sent_again_with_r() {
    let mut console = Harness::on_alice(small()).await;
    console
        .sandbox
        .fault("POST", "/blocks/users", &fault(TOO_FAST));
    console.press("b");
    while !console.model.pending_changes.is_empty() {
        console.next().await;
    }
    console.sandbox.mend();
    console.rest();
    console.press("r");
    console.quiet().await;
    assert!(console.dialog().is_none(), "{}", console.screen());
    assert!(console.sandbox.truth(ALICE).await.has_blocked("bob_77"));
}

#[rstest]
#[case::en(Lang::En)]
#[case::zh(Lang::ZhCn)]
#[tokio::test]
async fn a_full_friend_list_is_told_in_the_servers_words(#[case] lang: Lang) {
    let config = SandboxConfig {
        friends: 100,
        plan: ServicePlan::Free,
        ..small()
    };
    let mut console = Harness::with(config, lang, ROOMY).await;
    console.open(ALICE);
    console.quiet().await;
    console.press("a");
    console.types("nina_new");
    console.press("<Enter>");
    console.quiet().await;
    console.rest();
    console.press("y");
    console.quiet().await;
    let said = console.dialog().unwrap();
    for text in [
        t!(lang, "add-full", owner = ALICE, id = "nina_new"),
        t!(lang, "changed-nothing"),
        "403 exceed_limit \"user contact number exceed limit\"".to_owned(),
    ] {
        assert!(said.contains(&squeezed(&text)), "{text}: {said}");
    }
    assert!(!console.sandbox.truth(ALICE).await.has_friend("nina_new"));
}

#[rstest]
#[case::en(Lang::En)]
#[case::zh(Lang::ZhCn)]
#[tokio::test]
async fn a_user_who_does_not_exist_is_told_in_the_user_line_and_once_in_the_lists(
    #[case] lang: Lang,
) {
    let mut console = Harness::with(small(), lang, (120, 36)).await;
    console.open("Ghost_99");
    console.quiet().await;
    let line = console.lines()[1].clone();
    assert!(
        line.contains("ghost_99") && line.contains(&t!(lang, "short-not-found")),
        "{line}"
    );
    for (key, here) in ["1", "2", "3"].into_iter().zip(ListKind::ALL) {
        console.press(key);
        for pane in ListKind::ALL {
            let said = console.pane(pane);
            for text in [
                t!(lang, "user-404"),
                "404 service_resource_not_found".to_owned(),
                t!(lang, "list-retry", key = "r"),
            ] {
                let says = said.contains(&squeezed(&text));
                assert_eq!(says, pane == here, "{text}: {said}");
            }
        }
    }
    // What would be refused is not offered.
    let keys = console.lines().last().cloned().unwrap_or_default();
    for (key, works) in [("O ", true), ("r ", true), ("b ", false), ("p ", false)] {
        assert_eq!(keys.contains(&format!(" {key}")), works, "{key}: {keys}");
    }
}

#[rstest]
#[case::en(Lang::En)]
#[case::zh(Lang::ZhCn)]
#[tokio::test]
async fn a_list_that_failed_says_why_and_r_reads_it_again(#[case] lang: Lang) {
    let mut console = Harness::with(small(), lang, (120, 36)).await;
    console.sandbox.fault(
        "GET",
        "/blocks/users",
        &json!({ "kind": "status", "status": 403 }),
    );
    console.open(ALICE);
    console.quiet().await;
    let said = console.pane(ListKind::Blocks);
    for text in [
        t!(lang, "blocks-403"),
        t!(lang, "blocks-403-todo"),
        "403 forbidden_op \"Forbidden\"".to_owned(),
        t!(lang, "list-retry", key = "r"),
    ] {
        assert!(said.contains(&squeezed(&text)), "{text}: {said}");
    }
    // The other lists do not suffer.
    assert!(console.pane(ListKind::Friends).contains("bob_77"));
    console.sandbox.mend();
    console.press("2r");
    console.quiet().await;
    assert!(
        console.pane(ListKind::Blocks).contains("70/70"),
        "{}",
        console.screen()
    );
    assert!(console.cursor_row().starts_with(">spam_0041"));
}

#[rstest]
#[case::en(Lang::En)]
#[case::zh(Lang::ZhCn)]
#[tokio::test]
async fn a_page_that_failed_keeps_the_rows_and_r_asks_for_that_page_again(#[case] lang: Lang) {
    let config = SandboxConfig {
        friends: 300,
        ..small()
    };
    let mut console = Harness::with(config, lang, (120, 36)).await;
    console.sandbox.faults(&json!([{
        "method": "GET",
        "path_contains": "/user/alice_01/contacts",
        "after": 1,
        "fault": fault(FORBIDDEN),
    }]));
    console.open(ALICE);
    console.quiet().await;
    let said = console.pane(ListKind::Friends);
    let failed = t!(
        lang,
        "list-page-failed",
        why = "403 forbidden_op",
        key = "r"
    );
    assert!(said.contains("50/300!"), "{said}");
    assert!(said.contains(&squeezed(&failed)[..12]), "{failed}: {said}");
    console.sandbox.mend();
    console.press("r");
    console.quiet().await;
    console.press("G");
    console.quiet().await;
    let friends = &console.model.user.as_ref().unwrap().friends;
    let rows: Vec<&str> = (0..friends.len())
        .map(|place| friends.get(place).unwrap().id.raw())
        .collect();
    assert_eq!(rows, console.sandbox.truth(ALICE).await.friends());
    // Six pages, and the one that failed.
    assert_eq!(console.sandbox.count("GET /users/{u}/contacts").await, 7);
}

#[tokio::test]
async fn lists_that_failed_on_the_network_are_asked_for_thrice_and_then_told() {
    let mut console = Harness::new(small()).await;
    console.sandbox.faults(&json!([{
        "method": "GET",
        "path_contains": "/user/alice_01/contacts",
        "fault": { "kind": "cut" },
    }]));
    console.open(ALICE);
    console.quiet().await;
    let said = console.pane(ListKind::Friends);
    let told = squeezed(&t!(Lang::En, "reason-broken"));
    assert!(said.contains(&told), "{said}");
    assert_eq!(console.sandbox.count("GET /users/{u}/contacts").await, 3);
}
