//! What goes wrong, and what the screen says about it.

use rosterm::domain::UserId;
use rosterm::domain::lists::ListKind;
use rosterm::i18n::Lang;
use rosterm::sandbox::{SandboxConfig, ServicePlan};
use rosterm::t;
use serde_json::{Value, json};

use crate::stories::desk::{ALICE, Desk, small, squeezed};

/// A change, the keys that make it, and where it goes.
struct Way {
    name: &'static str,
    method: &'static str,
    path: &'static str,
    make: fn(&mut Desk),
}

const WAYS: [Way; 6] = [
    Way {
        name: "add",
        method: "POST",
        path: "/contacts/users/",
        make: |desk| {
            desk.press("1a");
            desk.write("nina_new");
            desk.press("<Enter>");
        },
    },
    Way {
        name: "remove",
        method: "DELETE",
        path: "/contacts/users/",
        make: |desk| {
            desk.press("1d");
            desk.rest();
            desk.press("y");
        },
    },
    Way {
        name: "remark",
        method: "PUT",
        path: "/contacts/users/",
        make: |desk| {
            desk.press("1e");
            desk.write("!");
            desk.press("<Enter>");
        },
    },
    Way {
        name: "block",
        method: "POST",
        path: "/blocks/users",
        make: |desk| desk.press("1b"),
    },
    Way {
        name: "unblock",
        method: "DELETE",
        path: "/blocks/users/",
        make: |desk| desk.press("2u"),
    },
    Way {
        name: "conversation",
        method: "DELETE",
        path: "/user_channel",
        make: |desk| {
            desk.press("3d");
            desk.rest();
            desk.press("y");
        },
    },
];

/// Does it, and says yes where that has to wait for what is known of the id.
async fn made(way: &Way, desk: &mut Desk) {
    (way.make)(desk);
    if way.name == "add" {
        let ask = t!(desk.model.lang, "bulk-ask-add", n = 1_usize, owner = ALICE);
        desk.shows(ask).await;
        desk.rest();
        desk.press("y");
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
    t!(lang, key, owner = ALICE, id = id, n = 500_usize)
}

/// Where the dialogs have room for everything they say.
const ROOMY: (u16, u16) = (120, 44);

#[tokio::test]
async fn every_documented_refusal_is_told_with_the_servers_words_and_nothing_was_changed() {
    // The service lets five conversations a minute be deleted, refused or not: a world for each five.
    let rounds = Lang::ALL.map(|lang| TOLD.chunks(5).map(move |told| (lang, told)));
    for (lang, told) in rounds.into_iter().flatten() {
        let mut desk = Desk::with(small(), lang, ROOMY).await;
        desk.open(ALICE);
        desk.quiet().await;
        let (held, nina) = (desk.truth(ALICE).await, desk.truth("nina_new").await);
        for (name, answer, key) in told {
            let way = WAYS.iter().find(|way| way.name == *name).unwrap();
            desk.fault(way.method, way.path, &fault(*answer));
            desk.rest();
            made(way, &mut desk).await;
            assert!(
                !desk.model.under_way.is_empty(),
                "{name}\n{}",
                desk.screen()
            );
            while !desk.model.under_way.is_empty() {
                desk.next().await;
            }
            let said = desk.dialog().unwrap_or_default();
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
                    desk.screen()
                );
            }
            desk.press("<Esc>");
            assert!(desk.dialog().is_none());
        }
        desk.mend();
        assert_eq!(desk.truth(ALICE).await.0, held.0);
        assert_eq!(desk.truth("nina_new").await.0, nina.0);
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

#[tokio::test]
async fn where_the_servers_answer_says_nothing_nobody_knows_and_the_screen_says_so() {
    for lang in Lang::ALL {
        let mut desk = Desk::with(small(), lang, ROOMY).await;
        desk.open(ALICE);
        desk.quiet().await;
        let cut = json!({ "kind": "cut" });
        for fault in [fault(BROKEN), fault(GATEWAY), cut] {
            for way in &WAYS {
                desk.fault(way.method, way.path, &fault);
                desk.rest();
                made(way, &mut desk).await;
                assert!(!desk.model.under_way.is_empty(), "{}", way.name);
                while !desk.model.under_way.is_empty() {
                    desk.next().await;
                }
                let said = desk.dialog().unwrap_or_default();
                let id = match way.name {
                    "add" => "nina_new",
                    "unblock" => "spam_0041",
                    _ => "bob_77",
                };
                for text in [
                    t!(lang, "changed-unknown", owner = ALICE, id = id),
                    t!(lang, "key-read-truth"),
                ] {
                    let name = way.name;
                    assert!(
                        said.contains(&squeezed(&text)),
                        "{name} {fault}: {text}\n{said}"
                    );
                }
                assert!(!said.contains(&squeezed(&t!(lang, "changed-nothing"))));
                // Only when it is known that nothing was done may the same be sent again.
                desk.passes(20_000);
                desk.quiet().await;
                while desk.dialog().is_some() {
                    desk.press("<Esc>");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_write_is_sent_once_however_its_answer_is_lost() {
    let mut desk = Desk::on_alice(small()).await;
    for way in &WAYS {
        desk.fault(way.method, way.path, &json!({ "kind": "cut" }));
        desk.rest();
        made(way, &mut desk).await;
        while !desk.model.under_way.is_empty() {
            desk.next().await;
        }
        desk.press("<Esc><Esc>");
    }
    let calls = desk.calls().await;
    for (kind, times) in calls["by_path"].as_object().unwrap() {
        if !kind.starts_with("GET") && !kind.ends_with("check") {
            assert_eq!(times, 1, "{kind}");
        }
    }
}

/// Bob is blocked, and the answer to that is lost.
async fn loses_a_block(desk: &mut Desk) {
    desk.faults(&json!([{
        "method": "POST",
        "path_contains": "/blocks/users",
        "apply_first": true,
        "fault": { "kind": "cut" },
    }]));
    desk.press("b");
    let unknown = t!(Lang::En, "changed-unknown", owner = ALICE, id = "bob_77");
    desk.until(move |s| squeezed(s).contains(&squeezed(&unknown)))
        .await;
}

#[tokio::test]
async fn what_a_lost_answer_may_have_changed_is_unknown_on_the_card() {
    let mut desk = Desk::on_alice(small()).await;
    desk.shows("ok so far").await;
    loses_a_block(&mut desk).await;
    desk.press("<Esc>");
    let screen = squeezed(&desk.screen());
    assert!(screen.contains("alice_01blocksthemunknown"), "{screen}");
    assert!(screen.contains("bob_77->alice_01notchecked"), "{screen}");
}

#[tokio::test]
async fn after_a_lost_answer_r_reads_the_truth_and_the_list_shows_it() {
    let mut desk = Desk::on_alice(small()).await;
    loses_a_block(&mut desk).await;
    // Until the truth is read, the list does not pretend.
    let user = desk.model.user.as_ref().unwrap();
    assert_eq!(user.is_blocked(&UserId::new("bob_77")), Some(false));
    desk.mend();
    desk.rest();
    desk.press("r");
    assert!(desk.dialog().is_none());
    let told = t!(Lang::En, "notice-reading-truth", id = ALICE);
    assert!(desk.screen().contains(&told), "{}", desk.screen());
    desk.quiet().await;
    assert!(desk.truth(ALICE).await.has_blocked("bob_77"));
    let blocks = desk.pane(ListKind::Blocks);
    assert!(
        blocks.contains("bob_77") && blocks.contains("71/71"),
        "{blocks}"
    );
    let row = desk.cursor_row();
    assert!(row.trim_end_matches(['?', ' ']).ends_with('B'), "{row}");
}

#[tokio::test]
async fn a_lost_answer_is_cleared_up_by_reading_and_never_by_sending_again() {
    for applied in [true, false] {
        let mut desk = Desk::on_alice(small()).await;
        desk.faults(&json!([{
            "method": "POST",
            "path_contains": "/blocks/users",
            "apply_first": applied,
            "fault": { "kind": "cut" },
        }]));
        desk.press("b");
        while !desk.model.under_way.is_empty() {
            desk.next().await;
        }
        desk.mend();
        desk.passes(20_000);
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
        desk.shows(told).await;
        assert_eq!(desk.count("POST /users/{u}/blocks/users").await, 1);
        assert_eq!(desk.pane(ListKind::Blocks).contains("71/71"), applied);
        assert_eq!(desk.truth(ALICE).await.has_blocked("bob_77"), applied);
        if !applied {
            desk.rest();
            desk.press("r");
            desk.quiet().await;
            assert!(desk.truth(ALICE).await.has_blocked("bob_77"));
            assert_eq!(desk.count("POST /users/{u}/blocks/users").await, 2);
        }
    }
}

#[tokio::test]
async fn a_removal_that_was_done_by_its_first_sending_is_found_done_by_the_second() {
    let mut desk = Desk::on_alice(small()).await;
    let path = "/contacts/users/";
    desk.fault("DELETE", path, &json!({ "kind": "cut" }));
    desk.press("d");
    desk.rest();
    desk.press("y");
    while !desk.model.under_way.is_empty() {
        desk.next().await;
    }
    desk.mend();
    desk.passes(20_000);
    desk.shows(t!(Lang::En, "reason-not-applied")).await;
    // The first takes effect after all, and the service finds no friend for the second.
    desk.elsewhere("DELETE", "users/alice_01/contacts/users/bob_77", "")
        .await;
    desk.fault("DELETE", path, &fault(NOBODY));
    desk.rest();
    desk.press("r");
    let done = t!(Lang::En, "done-remove", owner = ALICE, id = "bob_77");
    desk.shows(t!(Lang::En, "done-before", what = done)).await;
    assert_eq!(desk.dialog(), None);
    assert!(!desk.pane(ListKind::Friends).contains("bob_77"));
    assert!(!desk.truth(ALICE).await.has_friend("bob_77"));
}

#[tokio::test]
async fn a_remark_with_an_unknown_outcome_stays_in_its_field() {
    let mut desk = Desk::on_alice(small()).await;
    desk.fault("PUT", "/contacts/users/", &json!({ "kind": "cut" }));
    desk.press("e<C-u>");
    desk.write("新备注");
    desk.press("<Enter>");
    while !desk.model.under_way.is_empty() {
        desk.next().await;
    }
    desk.mend();
    desk.rest();
    desk.press("r");
    desk.quiet().await;
    assert!(desk.dialog().unwrap().contains("[新备注]"));
    desk.press("<Enter>");
    assert!(desk.model.under_way.is_empty(), "nobody knows yet");
    desk.passes(20_000);
    desk.quiet().await;
    assert!(desk.dialog().unwrap().contains("[新备注]"));
    desk.rest();
    desk.press("<Enter>");
    desk.quiet().await;
    let truth = desk.truth(ALICE).await;
    assert_eq!(truth.remark("bob_77").as_deref(), Some("新备注"));
}

#[tokio::test]
async fn a_refusal_for_now_is_sent_again_with_r() {
    let mut desk = Desk::on_alice(small()).await;
    desk.fault("POST", "/blocks/users", &fault(TOO_FAST));
    desk.press("b");
    while !desk.model.under_way.is_empty() {
        desk.next().await;
    }
    desk.mend();
    desk.rest();
    desk.press("r");
    desk.quiet().await;
    assert!(desk.dialog().is_none(), "{}", desk.screen());
    assert!(desk.truth(ALICE).await.has_blocked("bob_77"));
}

#[tokio::test]
async fn a_full_friend_list_is_told_in_the_servers_words() {
    for lang in Lang::ALL {
        let config = SandboxConfig {
            friends: 100,
            plan: ServicePlan::Free,
            ..small()
        };
        let mut desk = Desk::with(config, lang, ROOMY).await;
        desk.open(ALICE);
        desk.quiet().await;
        desk.press("a");
        desk.write("nina_new");
        desk.press("<Enter>");
        desk.quiet().await;
        desk.rest();
        desk.press("y");
        desk.quiet().await;
        let said = desk.dialog().unwrap();
        for text in [
            t!(lang, "add-full", owner = ALICE, id = "nina_new"),
            t!(lang, "changed-nothing"),
            "403 exceed_limit \"user contact number exceed limit\"".to_owned(),
        ] {
            assert!(said.contains(&squeezed(&text)), "{text}: {said}");
        }
        assert!(!desk.truth(ALICE).await.has_friend("nina_new"));
    }
}

#[tokio::test]
async fn a_user_who_does_not_exist_is_told_in_the_user_line_and_in_every_list() {
    for lang in Lang::ALL {
        let mut desk = Desk::with(small(), lang, (120, 36)).await;
        desk.press("O");
        desk.write("Ghost_99");
        desk.press("<Enter>");
        desk.quiet().await;
        let line = desk.lines()[1].clone();
        assert!(
            line.contains("ghost_99") && line.contains(&t!(lang, "short-not-found")),
            "{line}"
        );
        for pane in ListKind::ALL {
            let said = desk.pane(pane);
            for text in [
                t!(lang, "user-404"),
                "404 service_resource_not_found".to_owned(),
                t!(lang, "list-retry", key = "r"),
            ] {
                assert!(said.contains(&squeezed(&text)), "{text}: {said}");
            }
        }
    }
}

#[tokio::test]
async fn a_list_that_failed_says_why_and_r_reads_it_again() {
    for lang in Lang::ALL {
        let mut desk = Desk::with(small(), lang, (120, 36)).await;
        desk.fault(
            "GET",
            "/blocks/users",
            &json!({ "kind": "status", "status": 403 }),
        );
        desk.open(ALICE);
        desk.quiet().await;
        let said = desk.pane(ListKind::Blocks);
        for text in [
            t!(lang, "blocks-403"),
            t!(lang, "blocks-403-todo"),
            "403 forbidden_op \"Forbidden\"".to_owned(),
            t!(lang, "list-retry", key = "r"),
        ] {
            assert!(said.contains(&squeezed(&text)), "{text}: {said}");
        }
        // The other lists do not suffer.
        assert!(desk.pane(ListKind::Friends).contains("bob_77"));
        desk.mend();
        desk.press("2r");
        desk.quiet().await;
        assert!(
            desk.pane(ListKind::Blocks).contains("70/70"),
            "{}",
            desk.screen()
        );
        assert!(desk.cursor_row().starts_with(">spam_0041"));
    }
}

#[tokio::test]
async fn a_page_that_failed_keeps_the_rows_and_r_asks_for_that_page_again() {
    for lang in Lang::ALL {
        let config = SandboxConfig {
            friends: 300,
            ..small()
        };
        let mut desk = Desk::with(config, lang, (120, 36)).await;
        desk.faults(&json!([{
            "method": "GET",
            "path_contains": "/user/alice_01/contacts",
            "after": 1,
            "fault": fault(FORBIDDEN),
        }]));
        desk.open(ALICE);
        desk.quiet().await;
        let said = desk.pane(ListKind::Friends);
        let failed = t!(
            lang,
            "list-page-failed",
            why = "403 forbidden_op",
            key = "r"
        );
        assert!(said.contains("50/300!"), "{said}");
        assert!(said.contains(&squeezed(&failed)[..12]), "{failed}: {said}");
        desk.mend();
        desk.press("r");
        desk.quiet().await;
        desk.press("G");
        desk.quiet().await;
        let friends = &desk.model.user.as_ref().unwrap().friends;
        let rows: Vec<&str> = (0..friends.len())
            .map(|place| friends.get(place).unwrap().id.raw())
            .collect();
        assert_eq!(rows, desk.truth(ALICE).await.friends());
        // Six pages, and the one that failed.
        assert_eq!(desk.count("GET /users/{u}/contacts").await, 7);
    }
}

#[tokio::test]
async fn lists_that_failed_on_the_network_are_asked_for_thrice_and_then_told() {
    let mut desk = Desk::new(small()).await;
    desk.faults(&json!([{
        "method": "GET",
        "path_contains": "/user/alice_01/contacts",
        "fault": { "kind": "cut" },
    }]));
    desk.open(ALICE);
    desk.quiet().await;
    let said = desk.pane(ListKind::Friends);
    let told = squeezed(&t!(Lang::En, "reason-broken"));
    assert!(said.contains(&told), "{said}");
    assert_eq!(desk.count("GET /users/{u}/contacts").await, 3);
}
