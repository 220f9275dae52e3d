//! Ids in prose and in lists.

use rosterm::text::id_finder::{
    IdProblem, LimitPassed, MAX_BYTES, MAX_ID_BYTES, MAX_LINES, TextTooLong, found,
};

use crate::id_finder::{each_gives, read, shown};

#[test]
fn ids_are_parted_by_every_separator() {
    each_gives(&[
        ("", ""),
        (" \r\n\t ,;、\n", ""),
        ("spam_0041", "spam_0041"),
        ("a1 b2\tc3\nd4", "a1 b2 c3 d4"),
        ("a1,b2;c3", "a1 b2 c3"),
        ("a1，b2、c3；d4", "a1 b2 c3 d4"),
        ("a1。b2：c3！d4？", "a1 b2 c3 d4"),
        ("a1|b2｜c3", "a1 b2 c3"),
        ("\"a1\" 'b2' `c3`", "a1 b2 c3"),
        ("“a1”‘b2’「c3」『d4』＂e5＂", "a1 b2 c3 d4 e5"),
        ("(a1)[b2]{c3}<d4>", "a1 b2 c3 d4"),
        ("（a1）【b2】《c3》", "a1 b2 c3"),
        ("a1\r\nb2\rc3\nd4", "a1 b2 c3 d4"),
        ("a1\u{3000}b2\u{a0}c3\u{2005}d4\u{2028}e5", "a1 b2 c3 d4 e5"),
        ("\u{feff}a1\nb2", "a1 b2"),
        (
            "spam_0041 carol.chen dave-01",
            "spam_0041 carol.chen dave-01",
        ),
    ]);
}

#[test]
fn ids_are_found_in_prose() {
    each_gives(&[
        (
            "请解除以下用户的拉黑: spam_0041, spam_0042",
            "~请解除以下用户的拉黑 spam_0041 spam_0042",
        ),
        (
            "Please unblock:\nspam_0041\nspam_0042\nthanks",
            "please unblock spam_0041 spam_0042 thanks",
        ),
        ("Ticket #48213: bob", "ticket 48213 bob"),
        // Stuck to prose: the part is a candidate, and what it was part of is not lost.
        ("用户spam_0041，", "spam_0041"),
        ("帐号10023", "10023"),
        (
            "请把spam_0041和spam_0042解除。",
            "~请把spam_0041和spam_0042解除 spam_0041 spam_0042",
        ),
        ("spam_0041(重复)", "spam_0041 ~重复"),
        (
            "spam_0041を解除 사용자bob은",
            "~spam_0041を解除 spam_0041 ~사용자bob은 bob",
        ),
        ("以下43个用户", "~以下43个用户"),
        ("2024年10月20日", "~2024年10月20日"),
        // A letter that needs spaces parts nothing.
        ("José", "~josé"),
        ("\u{430}lice cafe\u{301}", "~\u{430}lice ~cafe\u{301}"),
        ("\u{ff53}pam", "spam ~\u{ff53}pam"),
        // The sentence's marks.
        (
            "See spam_0041. And carol.chen.",
            "see spam_0041 and carol.chen",
        ),
        ("spam_0041... spam_0042…", "spam_0041 spam_0042"),
        ("...spam_0041 .hidden", "spam_0041 .hidden"),
        (
            "spam_0041! spam_0042? *bob* ~eve~ $x",
            "spam_0041 spam_0042 bob eve x",
        ),
        ("spam_0041 - ads -- twice", "spam_0041 ads twice"),
        ("—spam_0041— →bob ·eve", "spam_0041 bob eve"),
        ("+8613800000000", "8613800000000"),
        // Without knowing more, both.
        ("a1/b2", "~a1/b2 a1 b2"),
        ("a1—b2", "a1-b2 ~a1—b2"),
        ("1001/1002/1003", "~1001/1002/1003 1001 1002 1003"),
        ("bob+1", "~bob+1 bob 1"),
    ]);
}

#[test]
fn mentions_are_ids_and_addresses_are_not_taken_apart() {
    each_gives(&[
        ("@spam_0041 ＠bob", "spam_0041 bob"),
        ("@a1 @b2", "a1 b2"),
        ("@alice@carol.chen", "~alice@carol.chen alice carol.chen"),
        ("你好@alice再见", "~你好@alice再见 alice"),
        ("alice@example.com", "~alice@example.com"),
        (
            "<bob.x+tag@mail.example.com>,",
            "~bob.x+tag@mail.example.com",
        ),
        ("mailto:alice@example.com", "~mailto:alice@example.com"),
        (
            "邮箱alice@example.com",
            "~邮箱alice@example.com ~alice@example.com",
        ),
        ("a@b", "~a@b a b"),
        (
            "https://example.com/u/spam_0041?tab=1#top.",
            "~https://example.com/u/spam_0041?tab=1#top",
        ),
        (
            "bob见https://x.example/1还有eve",
            "~bob见 bob ~https://x.example/1 ~还有eve eve",
        ),
        ("http://a.example:80/ ://", "~http://a.example:80"),
        (
            "12:03 9:05:59 2024/01/31 31/1/2024",
            "~12:03 ~9:05:59 ~2024/01/31 ~31/1/2024",
        ),
        ("2024-01-31", "2024-01-31"),
    ]);
}

#[test]
fn labels_are_dropped() {
    each_gives(&[
        ("ID:spam_0041", "spam_0041"),
        ("id: spam_0041", "spam_0041"),
        ("UID=10023", "10023"),
        ("User ID: bob", "bob"),
        ("user_name : bob", "bob"),
        ("用户ID：spam_0041", "spam_0041"),
        ("用户 ID：spam_0041", "spam_0041"),
        ("环信ID:spam_0041；账号=bob", "spam_0041 bob"),
        ("用户:@bob", "bob"),
        ("用户id_5", "id_5"),
        (
            "\"username\": \"bob\", \"nickname\": \"x\"",
            "bob nickname x",
        ),
        // Not before a colon they may be meant.
        ("user account", "user account"),
        // Nobody's name for ids: it may be one.
        ("spam_0041: ads", "spam_0041 ads"),
        ("bob:eve", "~bob:eve bob eve"),
        ("ID:", ""),
    ]);
}

#[test]
fn a_number_that_counts_the_line_is_none_and_every_other_is() {
    each_gives(&[
        ("1. spam_0041", "spam_0041"),
        ("1) spam_0041\n2)spam_0042", "spam_0041 spam_0042"),
        ("(1) a1\n（2）b2\n[3] c3\n【4】d4", "a1 b2 c3 d4"),
        ("#12 spam_0041", "spam_0041"),
        ("> 3. spam_0041", "spam_0041"),
        ("① spam_0041 ②spam_0042", "spam_0041 spam_0042"),
        (
            "- spam_0041\n* spam_0042\n• spam_0043",
            "spam_0041 spam_0042 spam_0043",
        ),
        ("-spam_0041", "-spam_0041 spam_0041"),
        ("1.请解除bob", "~请解除bob bob"),
        // Alone on its line it is what the line is about.
        ("1001\n12.\n(3)\n#4\n5)", "1001 12 3 4 5"),
        ("1001 1002", "1001 1002"),
        // No list is that long.
        ("10023. bob", "10023 bob"),
        ("#48213 bob", "48213 bob"),
        ("10023) bob", "10023 bob"),
        // What looks like numbering is, where it counts up from 1.
        ("1、spam_0041\n2、spam_0042", "spam_0041 spam_0042"),
        ("1、1001\n注：重复\n2、1002", "1001 ~注 ~重复 1002"),
        ("1001、1002、1003", "1001 1002 1003"),
        ("1001、a\n1002、b", "1001 a 1002 b"),
        ("1.spam_0041\n2.spam_0042\n", "spam_0041 spam_0042"),
        ("1.spam_0041", "1.spam_0041 spam_0041"),
        ("7.a x\n9.b y", "7.a a x 9.b b y"),
        ("1.5", "1.5"),
        ("1.1001\n2.1002", "1001 1002"),
        ("1：bob\n2：eve", "bob eve"),
        ("10：bob", "10 bob"),
    ]);
    let long: Vec<_> = (1..=120).map(|i| format!("{i}. user_{i}")).collect();
    let ids = read(&long.join("\n")).ids;
    assert_eq!(ids.len(), 120);
    assert_eq!((ids[119].id.as_str(), ids[119].line), ("user_120", 120));
}

#[test]
fn a_word_of_punctuation_counts_only_alone_on_its_line() {
    each_gives(&[
        ("spam_0041 --- ... 😀 ***", "spam_0041"),
        ("---", "---"),
        ("😀", "~😀"),
        ("_", "_"),
        ("_ bob", "_ bob"),
        ("spam_0041😀 👨‍👩‍👧bob ❤️eve✅️", "spam_0041 bob eve"),
        ("张三😀", "~张三"),
    ]);
}

#[test]
fn mentions_of_one_user_are_counted_and_keep_the_first_line() {
    let found = read("spam_0041\nbob, SPAM_0041\r\nEve 用户Spam_0041\n\nbob");
    let ids: Vec<_> = found
        .ids
        .iter()
        .map(|m| (m.id.as_str(), m.line, m.times))
        .collect();
    assert_eq!(ids, [("spam_0041", 1, 3), ("bob", 2, 2), ("eve", 3, 1)]);
    assert_eq!(found.lines, 5);

    let found = read("[\"a\",\n\"A\",\r\n\n{\"id\": \"b\"}]\n");
    let ids: Vec<_> = found.ids.iter().map(|m| (m.line, m.times)).collect();
    assert_eq!(ids, [(1, 2), (4, 1)]);
    assert_eq!(found.lines, 4);
}

#[test]
fn what_can_be_no_id_is_listed_with_the_reason() {
    let impossible = |text: &str| -> Vec<_> {
        let mut all = Vec::new();
        for one in read(text).impossible {
            all.push((rosterm::text::id(&one.raw), one.line, one.reason));
        }
        all
    };
    let one = |shown: &str, line, reason| vec![(shown.to_owned(), line, reason)];
    let cases = [
        ("bob\n.", one(".", 2, IdProblem::Dots)),
        ("..", one("..", 1, IdProblem::Dots)),
        (r#"["a", ".."]"#, one("..", 1, IdProblem::Dots)),
        ("[\"a\",\n\" \"]", one("", 2, IdProblem::Empty)),
        ("id,x\na,b\n,c\n,\n", one("", 3, IdProblem::Empty)),
        ("bo\u{200b}b", one("bo<200B>b", 1, IdProblem::Invisible)),
        (
            "a\nspam\0_0041",
            one("spam<0000>_0041", 2, IdProblem::Invisible),
        ),
        (
            "spam_0041\0",
            one("spam_0041<0000>", 1, IdProblem::Invisible),
        ),
        (
            "\u{202e}1400_maps",
            one("<202E>1400_maps", 1, IdProblem::Invisible),
        ),
        (
            "spam\u{2066}_1",
            one("spam<2066>_1", 1, IdProblem::Invisible),
        ),
        (
            "\u{1b}[31mspam_0041\u{1b}[0m",
            one("31mspam_0041<001B>", 1, IdProblem::Invisible),
        ),
        (r#"["a\u0000b"]"#, one("a<0000>b", 1, IdProblem::Invisible)),
        (
            &"a".repeat(MAX_ID_BYTES + 1),
            one(&("a".repeat(64) + "~"), 1, IdProblem::TooLong),
        ),
        (
            &"黑".repeat(MAX_ID_BYTES),
            one(&("黑".repeat(64) + "~"), 1, IdProblem::TooLong),
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(impossible(text), expected, "{}", text.escape_debug());
    }
    // Another's id does not come out of its half.
    assert_eq!(read("bo\u{200b}b a\u{1}b").ids, []);
}

#[test]
fn an_invisible_character_beside_an_id_does_not_hide_it() {
    each_gives(&[
        ("\u{200b}spam_0041\u{200b}", "spam_0041"),
        ("\u{2068}@alice\u{2069}", "alice"),
        ("a1\u{feff}", "a1"),
        ("@alice\u{200b}@bob", "alice bob"),
        ("请\u{200b}把spam_0041和bob\u{200b}解除", "spam_0041 bob"),
    ]);
    assert_eq!(read("@alice\u{200b}@bob").impossible, []);
}

#[test]
fn long_words_are_odd_and_the_ids_in_them_are_found() {
    let long = "a".repeat(64);
    assert_eq!(shown(&read(&long).ids), long);
    let longer = "a".repeat(65);
    assert_eq!(shown(&read(&longer).ids), format!("~{longer}"));
    let longest = "a".repeat(MAX_ID_BYTES);
    assert_eq!(shown(&read(&longest).ids), format!("~{longest}"));

    let names: Vec<_> = (0..1000).map(|i| format!("spam_{i:04}")).collect();
    let found = read(&names.join("/"));
    assert_eq!(shown(&found.ids), names.join(" "));
    assert_eq!(found.impossible, []);
}

#[test]
fn a_text_that_is_too_long_is_refused_with_the_limit() {
    let lines = |n: usize| "a\n".repeat(n);
    assert_eq!(read(&lines(MAX_LINES)).lines, MAX_LINES);
    assert_eq!(
        found(&(lines(MAX_LINES) + "a")),
        Err(TextTooLong::Lines(LimitPassed::new(
            MAX_LINES + 1,
            MAX_LINES
        )))
    );
    assert_eq!(
        found(&"\r".repeat(MAX_LINES + 7)),
        Err(TextTooLong::Lines(LimitPassed::new(
            MAX_LINES + 7,
            MAX_LINES
        )))
    );
    assert!(found(&" ".repeat(MAX_BYTES)).is_ok());
    assert_eq!(
        found(&"\n".repeat(MAX_BYTES + 1)),
        Err(TextTooLong::Bytes(LimitPassed::new(
            MAX_BYTES + 1,
            MAX_BYTES
        )))
    );
    assert_eq!((MAX_LINES, MAX_BYTES), (10_000, 1_048_576));
}

#[test]
fn the_forty_of_a_ticket_of_forty_three_lines_come_out_in_order() {
    let names: Vec<_> = (41..=80).map(|i| format!("spam_{i:04}")).collect();
    let mut lines = vec![
        "工单 #48213".to_owned(),
        "请解除以下用户的拉黑：".to_owned(),
    ];
    lines.extend(
        names
            .iter()
            .enumerate()
            .map(|(i, name)| format!("{}. {name}", i + 1)),
    );
    lines.push("谢谢 SPAM_0041".to_owned());
    let found = read(&lines.join("\n"));
    assert_eq!(found.lines, 43);
    let regular: Vec<_> = found
        .ids
        .iter()
        .filter(|m| !m.odd)
        .map(|m| m.id.as_str())
        .collect();
    assert_eq!(regular[0], "48213");
    assert_eq!(regular[1..], names);
    assert_eq!((found.ids[3].line, found.ids[3].times), (3, 2));
}
