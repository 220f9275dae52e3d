//! Accidents: type-ahead, held keys, pastes, refreshes under a dialog, and what else happens to hands.
//! Each has a name, the writes that were confirmed in it (mostly none), and what happens. `alice_01` has
//! `bob_77`, `carol.chen` (blocked), `dave-01` and more for friends; her cursor stands on `bob_77`.

use rosterm::model::UNLOCK_TIME;

mod script;
use script::Step::*;
use script::play;

const NONE: &[&str] = &[];
const UNFRIEND_BOB: &str = "DELETE users/alice_01/contacts/users/bob_77";
const BLOCK: &str = "POST users/alice_01/blocks/users";
const ADD_NINA: &str = "POST users/alice_01/contacts/users/nina_new";
const IMPORT: &str = "POST users/alice_01/contacts/import?isSendNotice=false";
const DELETE_CONVERSATION: &str = "DELETE users/alice_01/user_channel";

/// The first call of this kind is lost on its way.
const CUT: &str = r#"{ "kind": "cut" }"#;
const TOO_FAST: &str = r#"{ "kind": "status", "status": 429 }"#;
const NOBODY: &str = r#"{ "kind": "status", "status": 404 }"#;

macro_rules! accidents {
    ($($name:ident: $confirmed:expr, [$($step:expr),* $(,)?];)*) => {
        $(
            #[tokio::test]
            async fn $name() {
                play($confirmed, &[$($step),*]).await;
            }
        )*
    };
}

// ---- type-ahead and held keys ----

accidents! {
    d_and_y_typed_ahead: NONE,
        [Keys("dy"), Asks("Removebob_77fromalice_01'sfriends"), Keys("yy"), Passes(100), Keys("y")];
    d_with_y_held: NONE,
        [Keys("d"), Held("y", 90), Asks("Removebob_77fromalice_01'sfriends")];
    d_and_enter_typed_ahead: NONE,
        [Keys("d<Enter>"), NoDialog, Rest, Keys("d"), Rest, Keys("<Enter>"), NoDialog];
    enter_held_over_the_lists_with_d_in_between: NONE,
        [Held("<Enter>", 31), Asks("Relation"), Keys("<Esc>d"), Held("<Enter>", 30), Keys("d"),
         Rest, Held("<Enter>", 30)];
    d_held_on_a_friend: NONE,
        [Held("d", 60), Asks("Removebob_77fromalice_01'sfriends"), Rest, Held("d", 60), Held("<Del>", 30),
         Held("<F8>", 30)];
    d_held_on_the_blocklist_takes_one: &["DELETE users/alice_01/blocks/users/spam_0041"],
        [Keys("2"), Keys("d"), Quiet, Held("d", 60), Says("the row changed")];
    u_held_on_the_blocklist_takes_one: &["DELETE users/alice_01/blocks/users/spam_0041"],
        [Keys("2"), Keys("u"), Quiet, Held("u", 60), Says("the row changed")];
    b_held_blocks_one: &[BLOCK],
        [Held("b", 30), Answered, Held("b", 60)];
    d_and_y_typed_ahead_on_a_conversation: NONE,
        [Keys("3dy"), Held("y", 60), Asks("Deletealice_01'sconversation")];
    d_and_m_and_the_id_typed_ahead_on_a_conversation: NONE,
        [Keys("3dmbob_77<Enter>"), NoDialog];
    the_proposed_friend_and_enter_typed_ahead: NONE,
        [Keys("2a<Enter>"), Quiet, Asks("Add1friend"), Rest, Held("<Enter>", 60), Asks("IDsforalice_01")];
    enter_held_after_the_ids_of_a_bulk: NONE,
        [Keys("an1 n2 n3 n4 n5"), Held("<Enter>", 60), Quiet, Held("<Enter>", 60), Asks("type5toconfirm")];
    enter_held_after_a_remark_that_is_refused_for_now: &["PUT user/alice_01/contacts/users/bob_77"],
        [Fault("PUT", "/contacts/users/", TOO_FAST), Keys("ex<Enter>"), Answered, Held("<Enter>", 60)];
    y_held_while_it_is_sent: &[UNFRIEND_BOB],
        [Keys("d"), Rest, Keys("y"), Held("y", 30), Answered, Held("y", 30)];
    the_same_again_while_it_is_sent: &[UNFRIEND_BOB],
        [Keys("d"), Rest, Keys("y<Esc>d"), Rest, Keys("y"), Says("Already in progress")];
    the_same_id_again_while_it_is_sent: &[ADD_NINA],
        [Keys("anina_new<Enter>"), Quiet, Rest, Keys("yanina_new<Enter>"), Quiet, Rest, Keys("y"),
         Asks("IDsforalice_01")];
    escape_and_then_y: NONE,
        [Keys("d"), Rest, Keys("<Esc>y"), NoDialog, Keys("d"), Rest, Keys("ny")];
    other_keys_typed_ahead_of_what_is_known: NONE,
        [Keys("anina_new<Enter>bud"), Quiet, Rest, Keys("y"), Asks("IDsforalice_01")];
    y_typed_ahead_of_what_is_known: NONE,
        [Keys("anina_new<Enter>y"), Held("y", 30), Quiet, Held("y", 30), Asks("Add1friend")];
}

// ---- pastes ----

accidents! {
    a_paste_of_yes_into_a_question: NONE,
        [Keys("d"), Rest, Paste("y\n"), Paste("\r"), Paste("y"), Asks("Removebob_77fromalice_01'sfriends")];
    a_paste_that_ends_its_own_paste: NONE,
        [Keys("d"), Rest, Paste("x\u{1b}[201~y"), Asks("Removebob_77fromalice_01'sfriends"), Keys("<Esc>anina_new"),
         Paste("\u{1b}[201~\r"), Asks("Addfriends")];
    a_paste_into_a_choice: NONE,
        [Keys("3d"), Rest, Paste("y\n"), Paste("m\n"), Asks("conversation"), Keys("m"),
         Paste("bob_77\n\n")];
    a_paste_of_lines_into_a_field: NONE,
        [Keys("a"), Paste("nina_new\r\noscar.w\ny\n"), Rest, Paste("\n"), Asks("Addfriends")];
    a_paste_of_a_bulk_with_its_number: NONE,
        [Keys("a"), Paste("n1\nn2\nn3\nn4\nn5\n5\n"), Keys("<Enter>"), Quiet, Paste("6\n"),
         Rest, Asks("type6toconfirm")];
    a_paste_over_something_to_read: NONE,
        [Keys("?"), Paste("qdy\n"), Asks("Keys"), Keys("q@"), Paste("q\ndy"), Asks("journalandrequests")];
    a_paste_of_r_into_a_failure: &[BLOCK],
        [Fault("POST", "/blocks/", TOO_FAST), Keys("b"), Answered, Rest, Paste("r\n"), Paste("r"),
         Asks("Notdone")];
    a_paste_over_what_is_sent: &[UNFRIEND_BOB],
        [Keys("d"), Rest, Keys("y"), Paste("y\nb\n"), Answered, NoDialog];
    a_paste_of_commands_over_the_lists: NONE,
        [Paste("dy"), Asks("IDsforalice_01"), Paste("q"), Paste(":"), Paste("b\nu\n2u\n"), Quiet,
         Asks("IDsforalice_01"), Keys("<Esc>"), NoDialog];
    a_paste_of_a_list_with_the_keys_that_would_do_it: NONE,
        [Paste("bob_77\ncarol.chen\ndave-01\neve_shop\nfrank\nb5\r"), Keys("b5<Enter>"), Quiet, Keys("<Enter>"),
         Asks("5IDs:type5toconfirm"), Rest, Paste("5\r"), Paste("\r")];
}

// ---- what changes under a dialog ----

accidents! {
    the_friend_goes_under_the_question: NONE,
        [Elsewhere("DELETE", "users/alice_01/contacts/users/bob_77", ""),
         Keys("r"), Keys("d"), Rest, Quiet, Asks("haschangedorisgone"), Keys("y")];
    a_yes_to_the_friend_that_went_is_not_for_the_next_row: NONE,
        [Elsewhere("DELETE", "users/alice_01/contacts/users/bob_77", ""),
         Keys("r"), Keys("d"), Rest, Quiet, Asks("haschangedorisgone"), Says("> carol.chen"), Rest, Keys("y")];
    the_remark_changes_under_the_question: NONE,
        [Elsewhere("PUT", "user/alice_01/contacts/users/bob_77", r#"{ "remark": "the boss" }"#),
         Keys("r"), Keys("d"), Rest, Quiet, Asks("theboss"), Asks("haschangedorisgone"), Keys("y")];
    the_friend_is_blocked_under_the_question: NONE,
        [Elsewhere("POST", "users/alice_01/blocks/users", r#"{ "usernames": ["bob_77"] }"#),
         Keys("2r1"), Keys("d"), Rest, Quiet, Asks("bob_77staysblocked"), Keys("y")];
    rows_move_between_the_key_and_the_question: &[UNFRIEND_BOB],
        [Elsewhere("POST", "users/alice_01/contacts/users/nina_new", ""),
         Keys("r"), Keys("d"), Quiet, Rest, Keys("y")];
    the_remark_changes_under_the_field: NONE,
        [Elsewhere("PUT", "user/alice_01/contacts/users/bob_77", r#"{ "remark": "the boss" }"#),
         Keys("r"), Keys("ex"), Rest, Quiet, Asks("theboss"), Asks("Theremarkhaschanged"),
         Held("<Enter>", 30)];
    the_conversation_goes_under_the_choice: NONE,
        [Elsewhere("DELETE", "users/alice_01/user_channel", r#"{ "channel": "bob_77", "type": "chat", "delete_roam": false }"#),
         Keys("3r"), Keys("d"), Rest, Quiet, Asks("haschangedorisgone"), Keys("y")];
    the_conversation_goes_while_its_id_is_typed: NONE,
        [Elsewhere("DELETE", "users/alice_01/user_channel", r#"{ "channel": "bob_77", "type": "chat", "delete_roam": false }"#),
         Keys("3r"), Keys("d"), Rest, Keys("m"), Slowly("bob", 100), Quiet, Asks("haschangedorisgone"),
         Keys("_77<Enter>"), Asks("Thisisnotbob_77")];
    one_of_a_bulk_has_become_a_friend_meanwhile: NONE,
        [Elsewhere("POST", "users/alice_01/contacts/users/nina_new", ""),
         Keys("anina_new n2 n3 n4 n5 n6<Enter>6"), Quiet, Asks("type5toconfirm"), Rest,
         Keys("<Enter>6<Enter>")];
    the_row_slips_just_before_u: NONE,
        [Elsewhere("DELETE", "users/alice_01/contacts/users/bob_77", ""),
         Keys("r"), Quiet, Keys("u"), Says("the row changed"), Held("u", 60)];
    the_row_slips_just_before_a_remark: NONE,
        [Elsewhere("DELETE", "users/alice_01/contacts/users/bob_77", ""),
         Keys("r"), Quiet, Keys("ehello<Enter>")];
    rows_of_the_next_user_come_under_the_keys: NONE,
        [Keys("o"), Quiet, Keys("b"), Keys("d"), Says("the row changed"), NoDialog];
    answers_of_the_user_before_come_under_the_question: NONE,
        [Keys("<Down>o"), Quiet, Keys("R"), Keys("["), Rest, Keys("dy"), Quiet, Keys("y"), Asks("from")];
    the_user_before_and_after_with_a_dialog_open: NONE,
        [Keys("o"), Quiet, Rest, Keys("[d"), Rest, Keys("[]oO"), Asks("Removebob_77fromalice_01'sfriends"),
         Keys("<Enter>")];
    the_truth_comes_while_the_id_is_typed: &[DELETE_CONVERSATION],
        [Fault("DELETE", "/user_channel", CUT), Keys("3d"), Rest, Keys("m"), Slowly("bob_77", 100),
         Keys("<Enter>"), Answered,
         Mend, Keys("<Esc>d"), Rest, Keys("m"), Slowly("bob", 100), Passes(20_000),
         Quiet, Slowly("_r", 600), Asks("delete")];
}

// ---- the screen and the mouse ----

accidents! {
    y_on_a_screen_that_is_too_small: NONE,
        [Keys("d"), Rest, Size(30, 8), Rest, Keys("yy"), Rest, Keys("y"), Size(120, 36), Keys("y"),
         Asks("Removebob_77fromalice_01'sfriends")];
    a_window_that_is_dragged_under_the_hand: NONE,
        [Keys("d"), Rest, Size(119, 36), Keys("y"), Size(118, 36), Rest, Size(120, 36), Keys("y")];
    the_shell_and_back_in_a_question: NONE,
        [Keys("d"), Rest, Keys("<Ctrl-z>"), Passes(60_000), Size(120, 36), Keys("y"),
         Asks("Removebob_77fromalice_01'sfriends")];
    clicks_and_the_wheel_under_a_question: NONE,
        [Keys("d"), Clicks(2, 5, 9), Wheel(5), Rest, Clicks(3, 5, 12), Asks("Removebob_77fromalice_01'sfriends"),
         Keys("<Esc>"), NoDialog];
    a_click_does_not_change_what_y_confirms: &[UNFRIEND_BOB],
        [Keys("d"), Clicks(1, 5, 9), Rest, Keys("y")];
    double_clicks_on_the_lists: NONE,
        [Clicks(2, 5, 6), Asks("Actionson"), Clicks(2, 50, 8), Clicks(4, 5, 9), Keys("<Esc>"), NoDialog];
    another_list_and_d: NONE,
        [Keys("<Tab><Tab>dy"), Asks("Deletealice_01'sconversation"), Keys("<Enter>"), Keys("<Tab>dy"),
         Asks("Removebob_77fromalice_01'sfriends")];
}

// ---- hands and input methods ----

accidents! {
    ctrl_c_in_a_question: NONE,
        [Keys("d"), Rest, Keys("<Ctrl-c>"), NoDialog, Keys("y")];
    a_full_width_y_typed_ahead: NONE,
        [Keys("dｙ"), Held("ｙ", 30), Asks("Removebob_77fromalice_01'sfriends")];
    a_word_from_the_input_method: NONE,
        [Keys("d"), Rest, Keys("好的是的"), Asks("Removebob_77fromalice_01'sfriends"), Keys("３"), Keys("<Esc>3d"),
         Rest, Keys("保留"), Asks("Delete")];
    shift_slips: NONE,
        [Keys("BUDXAY"), NoDialog, Keys("d"), Rest, Keys("Y"), Asks("Removebob_77fromalice_01'sfriends")];
    a_wrong_number: NONE,
        [Keys("an1 n2 n3 n4 n5<Enter>"), Quiet, Rest, Keys("4<Enter>"), Keys("<Ctrl-u>50<Enter>"),
         Keys("<Ctrl-u>5 5<Enter>"), Keys("<Ctrl-u>99999999999999999999<Enter>"), Keys("<Ctrl-u>６<Enter>"),
         Keys("<Ctrl-u>y<Enter>"), Asks("type5toconfirm")];
    a_wrong_id_for_good: NONE,
        [Keys("3d"), Rest, Keys("m"), Keys("BOB_77<Enter>"), Keys("<Ctrl-u>bob_7<Enter>"),
         Keys("<Ctrl-u>bob_777<Enter>"), Keys("<Ctrl-u>bob 77<Enter>"), Keys("<Ctrl-u>y<Enter>"),
         Rest, Keys("<Enter>"), Asks("Thisisnotbob_77")];
}

// ---- locks, failures, leaving ----

accidents! {
    a_read_only_session: NONE,
        [Set(|console| console.model.session.read_only = true), Keys("b2u2d1dy"), Rest, Keys("y"), Keys("!"),
         Keys("b"), Says("Read-only")];
    a_locked_production: NONE,
        [Set(|console| { console.model.session.read_only = true; console.model.session.may_unlock = true; }),
         Keys("b1d"), Rest, Keys("y2u"), Says("Read-only")];
    the_lock_falls_while_a_question_is_open: NONE,
        [Set(|console| { console.model.session.read_only = true; console.model.session.may_unlock = true; }),
         Keys("!d"), Asks("Remove"), Passes(UNLOCK_TIME), Keys("y"), Says("Read-only")];
    the_lock_falls_while_an_id_is_typed: NONE,
        [Set(|console| { console.model.session.read_only = true; console.model.session.may_unlock = true; }),
         Keys("!3d"), Rest, Keys("mbob_77"), Passes(UNLOCK_TIME), Keys("<Enter>"), Says("Read-only")];
    r_held_on_a_token_that_is_not_valid: &[BLOCK],
        [NoToken, Keys("b"), Answered, Held("r", 60), Asks("Notdone")];
    r_on_an_outcome_that_nobody_knows: &[BLOCK],
        [Fault("POST", "/blocks/users", CUT), Keys("b"), Answered, Rest, Keys("r"), Rest, Held("r", 30),
         Keys("b"), Says("Outcome not known yet"), Quiet];
    the_network_is_cut_as_a_friend_is_added: &[ADD_NINA],
        [Fault("POST", "/contacts/users/", CUT), Keys("anina_new<Enter>"), Quiet, Rest, Keys("y"),
         Answered, Rest, Keys("r"), Rest, Held("<Enter>", 30), Keys("<F5>")];
    keys_behind_the_yes_to_a_bulk: &[IMPORT],
        [Keys("anina_new rosa_vip<Enter>"), Quiet, Rest, Keys("y"), Held("<Enter>", 30), Held("y", 30),
         Quiet];
    keys_into_a_failure_that_comes_by_itself: &[BLOCK],
        [Fault("POST", "/blocks/", TOO_FAST), Keys("b"), Answered, Keys("rer<F5>"), Asks("Notdone"),
         Passes(100), Keys("r")];
    a_refusal_is_not_repeated: &[BLOCK],
        [Fault("POST", "/blocks/", NOBODY), Keys("b"), Answered, Rest, Keys("r"), Rest, Held("r", 30),
         Asks("Notdone")];
    leaving_with_a_change_under_way: &[BLOCK],
        [Keys("bqy"), Asks("Quitnow?"), Rest, Keys("<Enter>"),
         NoDialog, Set(|console| assert!(!console.model.leaving)), Answered];
    a_click_beside_a_failure_is_no_answer: &[BLOCK],
        [Fault("POST", "/blocks/", TOO_FAST), Keys("b"), Answered, Rest, Clicks(3, 60, 18), Wheel(3),
         Asks("Notdone")];
}
