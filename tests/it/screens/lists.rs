//! The three lists: full, empty, loading, failed, filtered.

use ratatui::buffer::Cell;
use ratatui::style::Modifier;
use rosterm::domain::{Change, Failure, FailureClass, FailureReason, UserId};
use rosterm::i18n::Lang;
use rosterm::msg::{Effect, Query};

use super::picture::{SIZES, show, show_at};
use crate::support::scripted::Scripted;
use crate::support::world::{
    Given, World, contact, forbidden, not_found, offline, refused, server_error, too_many,
    unauthorized,
};

#[test]
fn the_friends_have_the_focus_at_first() {
    show("main-friends", Scripted::on_alice);
}

#[test]
fn the_blocklist_takes_the_focus() {
    show("main-blocks", |d| {
        d.on_alice();
        d.press("2jjj");
        d.rest();
    });
}

#[test]
fn the_conversations_take_the_focus() {
    show("main-conversations", |d| {
        d.on_alice();
        d.press("3j");
        d.rest();
    });
}

#[test]
fn a_zoomed_list_has_the_whole_width() {
    show("zoom-friends", |d| {
        d.on_alice();
        d.press("fj");
        d.rest();
    });
    show("zoom-conversations", |d| {
        d.on_alice();
        d.press("3f");
        d.rest();
    });
}

#[test]
fn a_user_in_good_order_with_few_friends_has_nothing_to_warn_of() {
    show("few", |d| {
        d.open_in(World::of_friends(vec![
            contact("bob_77", "Bob"),
            contact("carol.chen", ""),
        ]));
    });
}

#[test]
fn the_cursor_at_the_bottom_of_a_long_list_is_on_screen() {
    show("scrolled", |d| {
        d.on_alice();
        d.press("2G");
        d.answer();
        d.rest();
    });
}

#[test]
fn without_a_user_the_screen_says_how_to_open_one() {
    show("no-user", |d| {
        d.start();
        d.press("<Esc>");
    });
}

#[test]
fn before_the_first_answer_everything_is_loading() {
    show("loading", |d| d.open_in(World::silent()));
}

#[test]
fn empty_lists_say_so_and_how_to_fill_them() {
    show("empty-friends", |d| d.open_in(World::empty()));
    show("empty-blocks", |d| {
        d.open_in(World::empty());
        d.press("2");
    });
    show("empty-conversations", |d| {
        d.open_in(World::empty());
        d.press("3");
    });
}

#[test]
fn without_a_connection_every_list_says_so() {
    show("failed-connection", |d| {
        d.open_in(World::failing(&offline()));
    });
}

#[test]
fn an_unknown_user_is_named_as_the_reason() {
    show("failed-unknown-user", |d| {
        d.open_in(World::failing(&not_found()));
    });
    show("failed-unknown-user-conversations", |d| {
        d.open_in(World::failing(&not_found()));
        d.press("3");
    });
}

#[test]
fn a_failing_service_is_named_as_the_reason() {
    show("failed-5xx", |d| d.open_in(World::failing(&server_error())));
}

#[test]
fn too_many_requests_are_named_as_the_reason() {
    show("failed-429", |d| d.open_in(World::failing(&too_many())));
}

#[test]
fn a_token_that_is_not_valid_is_named_as_the_reason() {
    show("failed-401", |d| d.open_in(World::failing(&unauthorized())));
}

#[test]
fn an_app_without_a_blocklist_is_named_as_the_reason() {
    show("failed-blocks-403", |d| {
        let failure = forbidden("this appKey has not open blocklist service");
        d.open_in(World {
            blocks: Given::Fails(failure.clone()),
            block_ids: Given::Fails(failure),
            ..World::usual()
        });
        d.press("2");
    });
}

#[test]
fn an_app_without_a_conversation_list_can_still_delete_by_id() {
    let without = |failure: Failure| World {
        conversations: Given::Fails(failure),
        ..World::usual()
    };
    show("failed-conversations-403", |d| {
        let failure = forbidden("this appKey has not open conversation list service");
        d.open_in(without(failure));
        d.press("3");
    });
    show("failed-conversations-404", |d| {
        d.open_in(without(not_found()));
        d.press("3");
    });
}

#[test]
fn a_page_that_fails_leaves_the_rows_and_names_the_key() {
    show("page-failed", |d| {
        let mut world = World::usual();
        if let Given::Whole(friends) = world.friends {
            world.friends = Given::FailsAfter(1, friends, server_error());
        }
        d.open_in(world);
        d.press("G");
        d.answer();
        d.rest();
    });
}

#[test]
fn a_list_whose_pages_go_round_ends_with_a_word() {
    show("endless", |d| {
        let mut world = World::usual();
        if let Given::Whole(friends) = world.friends {
            world.friends = Given::Circles(friends);
        }
        d.open_in(world);
        d.press("G");
        d.answer();
    });
}

#[test]
fn loading_to_the_end_can_be_stopped() {
    show("loading-to-the-end", |d| {
        let mut world = World::usual();
        if let Given::Whole(friends) = world.friends {
            world.friends = Given::SilentAfter(4, friends);
        }
        d.open_in(world);
        d.press("G");
        d.answer();
    });
}

#[test]
fn the_conversations_wait_for_their_turn() {
    show("conversations-wait", |d| {
        let silent = World {
            conversations: Given::Silent,
            ..World::usual()
        };
        d.open_in(silent);
        d.press("3");
        d.queued(11_500, |effect| {
            matches!(effect, Effect::Query(_, Query::Conversations(..)))
        });
    });
}

#[test]
fn a_filter_being_typed_says_how_much_was_searched() {
    show("filter-typing", |d| {
        d.on_alice();
        d.press("/");
        d.types("li");
    });
    show("filter-typing-empty", |d| {
        d.on_alice();
        d.press("3/");
    });
}

#[test]
fn what_a_filter_finds_is_underlined() {
    let filtered = |d: &mut Scripted| {
        d.open_in(World::of_friends(vec![
            contact("bob_77", "Bob"),
            contact("carol.chen", "陈女士(VIP)"),
            contact("cs_vip", "重庆 华东店"),
        ]));
        d.press("/");
        d.types("cs v");
    };
    show("filter-found", filtered);
    for size in SIZES {
        for lang in [Lang::En, Lang::ZhCn] {
            let mut console = Scripted::new(lang, size);
            filtered(&mut console);
            let (buffer, _) = console.draw();
            let cells = buffer.content.iter();
            let underlined: String = cells
                .filter(|cell| cell.modifier.contains(Modifier::UNDERLINED))
                .map(Cell::symbol)
                .collect();
            assert_eq!(underlined, "陈士Vcsv", "{lang} {size:?}");
        }
    }
}

#[test]
fn a_filter_that_was_kept_says_how_to_drop_it() {
    show("filter-kept", |d| {
        d.on_alice();
        d.press("2/");
        d.types("spam_00");
        d.press("<Enter>");
        d.answer();
        d.rest();
    });
}

#[test]
fn a_filter_without_a_match_says_whether_everything_was_searched() {
    show("filter-nothing-partial", |d| {
        d.on_alice();
        d.press("/");
        d.types("nobody-is-called-so");
    });
    show("filter-nothing", |d| {
        d.on_alice();
        d.press("3/");
        d.types("张四");
        d.press("<Enter>");
    });
}

#[test]
fn a_flag_of_a_filter_says_of_how_many_rows_it_was_not_read() {
    show("filter-flag", |d| {
        d.on_alice();
        d.press("/");
        d.types("is:blocked");
        d.press("<Enter>");
        d.answer();
        d.rest();
    });
    show("filter-flag-unread", |d| {
        d.on_alice();
        d.press("3/");
        d.types("is:gone");
    });
    show("filter-flag-misread", |d| {
        d.on_alice();
        d.press("3/");
        d.types("is:foo");
    });
}

#[test]
fn an_id_that_no_row_has_can_be_asked_about() {
    show("filter-stranger", |d| {
        d.on_alice();
        d.press("3/");
        d.types("nobody_7");
    });
    show("filter-stranger-asked", |d| {
        d.on_alice();
        d.press("3/");
        d.types("nobody_7");
        d.press("<Enter>");
        d.answer();
    });
}

#[test]
fn a_sorted_list_names_its_order_and_what_is_not_sorted() {
    show("sorted", |d| {
        d.on_alice();
        d.press("sj");
        d.rest();
    });
    show("sorted-conversations", |d| {
        d.on_alice();
        d.press("3fss");
        d.rest();
    });
}

#[test]
fn a_friend_who_was_added_is_marked() {
    show("new-friend", |d| {
        d.on_alice();
        let request = d.model.next_request();
        let added = Change::AddFriend {
            owner: UserId::new("alice_01"),
            friend: UserId::new("spam_0041"),
        };
        d.model.user.as_mut().unwrap().take_change(&added, request);
        d.rest();
    });
}

#[test]
fn a_reload_keeps_the_rows_until_the_answer() {
    show("reloading", |d| {
        d.on_alice();
        d.world = World::silent();
        d.press("R");
    });
}

#[test]
fn a_total_that_is_only_a_lower_bound_says_so() {
    show("more-than-counted", |d| {
        let friends = (0..4_321).map(|n| contact(&format!("user_{n:04}"), ""));
        d.open_in(World::of_friends(friends.collect()));
    });
}

#[test]
fn without_totals_the_gauges_say_that_they_do_not_know() {
    show("totals-failed", |d| {
        d.open_in(World {
            friend_ids: Given::Fails(server_error()),
            block_ids: Given::Fails(server_error()),
            ..World::usual()
        });
    });
}

#[test]
fn every_kind_of_failure_of_a_list_says_what_to_do() {
    let failures: [(&str, Failure); 10] = [
        (
            "tls",
            Failure::new(FailureClass::NothingDone, FailureReason::Tls)
                .because("invalid peer certificate: UnknownIssuer"),
        ),
        (
            "timeout",
            Failure::new(FailureClass::Retryable, FailureReason::Timeout),
        ),
        (
            "broken",
            Failure::new(FailureClass::Retryable, FailureReason::Broken)
                .because("connection closed before message completed"),
        ),
        (
            "too-large",
            Failure::new(FailureClass::Final, FailureReason::TooLarge),
        ),
        (
            "unreadable",
            Failure::new(FailureClass::Final, FailureReason::Unreadable)
                .because("expected value at line 1 column 1"),
        ),
        (
            "redirect",
            Failure {
                status: Some(302),
                ..Failure::new(FailureClass::Final, FailureReason::Redirect)
            },
        ),
        (
            "bad-id",
            Failure::new(FailureClass::NothingDone, FailureReason::BadId),
        ),
        (
            "app",
            refused(
                FailureClass::Final,
                404,
                "organization_application_not_found",
                "Could not find application for acme/im-prod from URI: acme/im-prod/users",
            ),
        ),
        (
            "grant",
            refused(
                FailureClass::Final,
                400,
                "invalid_grant",
                "client_id does not match",
            ),
        ),
        (
            "plan",
            refused(
                FailureClass::Final,
                429,
                "resource_limited",
                "You have exceeded the limit of the community edition,Please upgrade to the enterprise edition",
            ),
        ),
    ];
    for (name, failure) in failures {
        // The narrowest column of the widest screen, and the smallest screen.
        show_at(&[(120, 36), (40, 12)], &format!("failed-{name}"), |d| {
            d.open_in(World::failing(&failure));
        });
    }
}
