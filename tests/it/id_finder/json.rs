//! Ids in JSON, alone and in a text.

use rosterm::text::id_finder::{ColumnChoice, IdDoubt};

use crate::id_finder::{each_gives, each_ticks, read, reads_in_time, shown};

#[test]
fn json_gives_its_strings() {
    each_gives(&[
        (r#"["spam_0041", "Bob", "@eve"]"#, "spam_0041 bob eve"),
        (" [\n  \"a.\",\n  \"-\"\n]\n", "a. -"),
        (
            "[1001, 12345678901234567890123]",
            "1001 12345678901234567890123",
        ),
        (
            r#"[{"username":"a1","nickname":"b2","age":3},{"username":"c3"}]"#,
            "a1 c3",
        ),
        (
            r#"{"uri":"https://x.example","count":2,"data":["user2","user3"],"duration":18}"#,
            "user2 user3",
        ),
        (
            r#"{"data":{"contacts":[{"remark":"x","username":"u3"}],"cursor":"abc"}}"#,
            "u3",
        ),
        (
            r#"{"userId":"a1","User ID":"b2","用户ID":"c3","no":"d4"}"#,
            "a1 b2 c3",
        ),
        ("{\"id\":\"a1\"}\n{\"id\":\"b2\"}", "a1 b2"),
        ("\u{feff}[{\"id\":\"a1\",\"no\":\"b2\"}]", "a1"),
        (r#"["a1", null, true]"#, "a1"),
        (r#"["\u0062ob"]"#, "bob"),
        (r#"["用户1001"]"#, "1001"),
        (r#"["John Smith"]"#, "~john smith john smith"),
        (r#"["a1, b2"]"#, "a1 b2"),
        // Not whole: prose.
        (r#"["a1", "b2""#, "a1 b2"),
        (r#"blocked: ["a1", "b2"]"#, "blocked a1 b2"),
        ("[a1, b2]", "a1 b2"),
        (r#"{"nickname":"a1"}"#, "nickname a1"),
        (r#"{"username":"a1""#, "a1"),
    ]);
    let deep = "[".repeat(100_000) + "\"bob\"" + &"]".repeat(100_000);
    assert_eq!(shown(&read(&deep).ids), "bob");
}

/// All that is listed, each with why it is not ticked.
fn doubts(text: &str) -> Vec<(String, Option<IdDoubt>)> {
    let ids = read(text).ids.into_iter();
    ids.map(|mention| (mention.id, mention.doubt)).collect()
}

#[test]
fn in_json_as_in_tables_a_name_of_a_user_counts_before_a_mere_id() {
    each_ticks(&[
        (r#"{"username":"nina_new","id":12}"#, "nina_new"),
        (
            r#"[{"id":1,"账号":"nina_new"},{"id":2,"账号":"oscar.w"}]"#,
            "nina_new oscar.w",
        ),
        (r#"{"用户ID":"nina_new","id":12,"昵称":"judy"}"#, "nina_new"),
        (
            r#"{"id":12,"被拉黑用户":"nina_new","用户ID":"alice_01"}"#,
            "nina_new",
        ),
        // Above, below, and beside each other.
        (r#"{"id":12,"data":{"username":"nina_new"}}"#, "nina_new"),
        (r#"{"user":{"id":12,"username":"nina_new"}}"#, "nina_new"),
        (r#"{"user":{"id":"bob_77","name":"Bob"}}"#, "bob_77"),
        (
            r#"{"ticket":{"id":4711},"users":[{"username":"nina_new","id":12}]}"#,
            "nina_new",
        ),
        (
            r#"{"id":"t_1","friends":[{"id":"bob_77"},{"id":"tom-3"}]}"#,
            "bob_77 tom-3",
        ),
        (
            r#"{"code":0,"data":{"list":[{"id":101,"用户名":"nina_new"}],"total":2}}"#,
            "nina_new",
        ),
        (
            r#"{"被举报人":{"id":5501,"账号":"bob_77"},"举报人":{"id":5502,"账号":"judy_1"}}"#,
            "bob_77",
        ),
        (
            r#"[{"id":7042,"requester":{"id":"judy_1"},"user":{"id":"spam_0041"}}]"#,
            "spam_0041",
        ),
        (
            r#"{"operator":{"username":"judy_1"},"id":"bob_77"}"#,
            "bob_77",
        ),
        (r#"{"username":["a_1","b_2"],"id":[1,2]}"#, "a_1 b_2"),
        (r#"{"username":"bob_77","tags":["vip_1","x2"]}"#, "bob_77"),
        (r#"{"username":"bob_77","friends":12}"#, "bob_77"),
        (r#"{"username":null,"id":12}"#, ""),
        // A mere id alone, and no name at all.
        (r#"[{"id":"bob_77"},{"id":"tom-3"}]"#, "bob_77 tom-3"),
        (
            r#"[{"id":10023,"name":"Judy"},{"id":10031,"name":"Frank"}]"#,
            "10023 10031",
        ),
        (r#"{"count":2,"data":["user2","user3"]}"#, "user2 user3"),
        // Nobody says which is meant.
        (
            r#"[{"id":1,"name":"bob_77"},{"id":2,"name":"dave-01"}]"#,
            "",
        ),
        (r#"{"from":"alice_01","to":"bob_77","id":"998877"}"#, ""),
        (
            r#"{"username":"alice_01","data":[{"username":"bob_77"}]}"#,
            "",
        ),
        (r#"{"id":"req-1","data":["user2","user3"]}"#, ""),
    ]);
    let both = |text: &str, ids: [&str; 2]| {
        let expected = ids.map(|id| (id.to_owned(), Some(IdDoubt::Column)));
        assert_eq!(doubts(text), expected, "{text}");
    };
    both(r#"{"id":"a","id":"b"}"#, ["a", "b"]);
    both(r#"{"from":"a_1","to":"b_1","id":"9"}"#, ["a_1", "b_1"]);
    both(r#"{"from":{"id":"a_1"},"to":{"id":"b_1"}}"#, ["a_1", "b_1"]);
    // The same in a table, where a person is asked; one of the two alone says nothing.
    let ask = read("from,to,id\na_1,b_1,998877\n").columns;
    assert!(
        matches!(&ask, ColumnChoice::Ask(both) if both.len() == 2),
        "{ask:?}"
    );
    each_ticks(&[
        ("id,from\nbob_77,web\ntom-3,ios\n", "bob_77 tom-3"),
        ("username,from,to\na_1,b_1,c_1\n", "a_1"),
    ]);
    // Whoever has no better name in a row is listed all the same.
    let one = doubts(r#"[{"username":"nina_new"},{"id":"bob_77"}]"#);
    let aside = ("bob_77".to_owned(), Some(IdDoubt::Aside));
    assert_eq!(one, [("nina_new".to_owned(), None), aside]);
}

#[test]
fn json_in_a_text_is_read_as_json_and_what_stands_around_it_as_text() {
    each_ticks(&[
        (
            r#"请解除 {"username":"nina_new","id":12} 和 bob_77 的拉黑"#,
            "nina_new bob_77",
        ),
        (
            "日志：\n{\"username\":\"nina_new\",\"id\":12},\n{\"username\":\"oscar.w\",\"id\":13}\n请处理",
            "nina_new oscar.w",
        ),
        (
            "2026-07-13 10:00:00 INFO block user={\"username\":\"nina_new\",\"id\":12}\n",
            "nina_new",
        ),
        (
            "1. {\"username\":\"nina_new\",\"id\":12}\n2. {\"username\":\"oscar.w\",\"id\":13}\n",
            "nina_new oscar.w",
        ),
        (
            "```json\n{\n  \"username\": \"nina_new\",\n  \"id\": 12\n}\n```\n",
            "nina_new",
        ),
        (
            r#"返回：{"data":{"contacts":[{"remark":"VIP","username":"u3","id":3}],"cursor":"abc"},"count":1} 请看"#,
            "u3",
        ),
        // Cut off, but not in the middle of an object.
        (r#"[{"username":"nina_new","id":12},"#, "nina_new"),
        (
            r#"工单CS-2026-0713：{"username":"nina_new","id":12}、{"username":"oscar.w","id":13}，谢谢"#,
            "nina_new oscar.w",
        ),
        (
            "- {\"username\":\"nina_new\",\"id\":12}\n- bob_77\n",
            "nina_new bob_77",
        ),
        (
            r#"callback: {"from":"alice_01","to":"bob_77","msg_id":"998877"}"#,
            "",
        ),
        (
            r#"{"username":"nina_new","url":"http://x/?a=1&b=2","id":12} tom-3"#,
            "nina_new tom-3",
        ),
        // Where it names nobody it is text as any other.
        (
            r#"请看 {"count":2,"data":["user2"]} bob_77"#,
            "user2 bob_77",
        ),
        ("spam_0041 {not json} {\"x\": bob_77", "spam_0041 bob_77"),
    ]);
    // In the order of the text, and nothing is lost.
    let found = doubts(r#"a_1 {"username":"b_1","id":12,"memo":"c_1"} d_1"#);
    let expected = [
        ("a_1", None),
        ("b_1", None),
        ("12", Some(IdDoubt::Aside)),
        ("c_1", Some(IdDoubt::Aside)),
        ("d_1", None),
    ];
    let expected = expected.map(|(id, doubt)| (id.to_owned(), doubt));
    assert_eq!(found, expected);
    let ids = read("x_1\n{\n\"username\": \"b_1\"\n}\ny_1").ids;
    let lines: Vec<_> = ids.iter().map(|m| (m.id.as_str(), m.line)).collect();
    assert_eq!(lines, [("x_1", 1), ("b_1", 3), ("y_1", 5)]);
}

#[test]
fn an_entity_beside_json_or_in_it_changes_nothing() {
    each_ticks(&[
        (
            r#"Please unblock {"id": 10042, "username": "bob_77", "note": "x &amp; y"}"#,
            "bob_77",
        ),
        (
            r#"Q&amp;A: {"id": 10042, "username": "bob_77"} 和 tom-3"#,
            "bob_77 tom-3",
        ),
        (
            "x_1 &amp; {\n\"id\": 10042, \"note\": \"a &lt; b\",\n\"username\": \"bob_77\"} &amp; tom-3",
            "x_1 bob_77 tom-3",
        ),
    ]);
    // In the order of the text.
    let found = read(r#"a_1 &amp;&amp; b_1 {"username":"c_1"} &amp; d_1 {"username":"e_1"} f_1"#);
    assert_eq!(shown(&found.ids), "a_1 b_1 c_1 d_1 e_1 f_1");
}

#[test]
fn an_object_that_python_prints_is_read_as_json() {
    each_ticks(&[
        ("{'username': 'nina_new', 'id': 12}", "nina_new"),
        (
            "{'id': 12, 'username': 'nina_new', 'memo': None, 'ok': True}",
            "nina_new",
        ),
        (
            "[{'id': 12, 'username': 'nina_new'}, {'id': 13, 'username': \"o'hara_1\"}, {u'username': u'bob_77'}]",
            "nina_new bob_77",
        ),
        (
            "请解除 {'username': 'nina_new', 'ids': [12, 13], 'at': {'id': 7}} 和 tom-3 谢谢",
            "nina_new tom-3",
        ),
        (
            "INFO user={'username': 'nina_new', 'id': 12, 'note': 'x &amp; \\u4e2d y_1'} bob_77",
            "nina_new bob_77",
        ),
        (
            "{'username': 'nina_new', 'id': 12}\n{'username': 'bob_77', 'id': 13}",
            "nina_new bob_77",
        ),
        (
            "{'username': 'nina_new', 'id': 12} {\"username\": \"bob_77\", \"id\": 13}",
            "nina_new bob_77",
        ),
        // What is no such object is text.
        (
            "x {'a': {'username': 'nina_new', 'id': 12}, tom-3",
            "nina_new tom-3",
        ),
        // In a string of JSON it is a string.
        (
            r#"{"username":"bob_77","note":"{'username': 'x_1', 'id': 12}"}"#,
            "bob_77",
        ),
        (
            r#"见 [{"username":"bob_77","note":"{'username': 'x_1'}"}] {'username': 'y_1', 'id': 12}"#,
            "bob_77 y_1",
        ),
        ("{'bob_77', 'tom-3'} {'x_1': }", "bob_77 tom-3 x_1"),
        ("bob_77 {'x_1\\", "bob_77 x_1"),
    ]);
    let ids = read("x_1\n{\n'username': 'b_1',\n'中': '文'}\ny_1").ids;
    let lines: Vec<_> = ids.iter().map(|m| (m.id.as_str(), m.line)).collect();
    assert_eq!(lines, [("x_1", 1), ("b_1", 3), ("文", 4), ("y_1", 5)]);
}

#[test]
fn json_that_is_left_out_says_nothing_of_other_json() {
    each_ticks(&[
        (r#"旧 {"username":null} 新 {"id":"bob_77"}"#, "bob_77"),
        (
            r#"旧 {"username":null} 新 {"id":12,"username":"bob_77"}"#,
            "bob_77",
        ),
        (r#"新 {"id":"bob_77"} 旧 {"username":null}"#, "bob_77"),
        (
            r#"{"username":null,"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"no":1}}}}}}}}} {"id":"bob_77"}"#,
            "bob_77",
        ),
    ]);
}

#[test]
fn json_that_is_made_to_take_long_does_not() {
    let many = |n: usize, each: &dyn Fn(usize) -> String| -> String {
        (0..n).map(each).collect::<Vec<_>>().join(",")
    };
    let keys = many(10_000, &|n| format!("\"k{n}\":[\"a_{n}\"]"));
    let long = "\u{1F600}".repeat(100_000);
    for (what, text) in [
        ("objects cut off", "x {\"a\":".repeat(10_000)),
        ("objects of Python cut off", "x {'a':".repeat(20_000)),
        (
            "deep objects",
            "{\"a\":".repeat(10_000) + "1" + &"}".repeat(10_000) + " x_1",
        ),
        ("keys", format!("{{\"id\":1,{keys}}}")),
        ("keys in a text", format!("x {{\"id\":1,{keys}}}")),
        (
            "rows below a long key",
            format!(
                "{{\"id\":\"a_1\",\"{long}\":[{}]}}",
                many(200_000, &|_| "1".into())
            ),
        ),
        (
            "keys below a long key",
            format!(
                "{{\"{long}\":{{\"id\":1,{}}}}}",
                many(40_000, &|n| format!("\"a{n}\":1"))
            ),
        ),
        (
            "a key many times",
            format!("{{\"id\":1,{}}}", many(145_000, &|_| "\"to\":1".into())),
        ),
    ] {
        assert!(!reads_in_time(what, text).ids.is_empty(), "{what}");
    }
}
