//! Tables: which column holds the ids.

use rosterm::text::id_finder::{ColumnChoice, IdProblem, found_in};

use crate::id_finder::{each_gives, each_ticks, read, reads_in_time, shown, ticked};

#[test]
fn the_column_with_the_best_name_is_read_and_named() {
    for (heading, name) in [
        ("id,username,remark", "username"),
        ("Id,Subject,User ID", "User ID"),
        ("*用户ID（必填）,序号,id", "*用户ID（必填）"),
        ("no,#user_id,id", "#user_id"),
        ("x,\"USER-NAME\",id", "USER-NAME"),
        ("id,环信ID,用户名", "环信ID"),
        ("id,用户 ID ,y", "用户 ID"),
        ("sep=,\nid,User Id:,y", "User Id:"),
        (
            "Blocked users of alice\n\nid,user_id (required),y",
            "user_id (required)",
        ),
        ("Export,2024-01-31\nfrom,crm\nid,User.Name,y", "User.Name"),
        ("id,＊ＵＳＥＲ＿ＩＤ,y", "＊ＵＳＥＲ＿ＩＤ"),
    ] {
        let width = heading.lines().last().unwrap().split(',').count();
        let row: Vec<String> = (1..=width).map(|n| format!("v_{n}")).collect();
        let found = read(&format!("{heading}\n{}\n", row.join(",")));
        let ColumnChoice::Read(column) = found.columns else {
            panic!("{heading}: {:?}", found.columns);
        };
        assert_eq!(column.name, name, "{heading}");
        let sure: Vec<_> = found
            .ids
            .iter()
            .filter(|m| m.doubt.is_none())
            .map(|m| m.id.as_str())
            .collect();
        assert_eq!(sure, [format!("v_{}", column.place + 1)], "{heading}");
    }
    let table = "username,user_id\na_1,b_1\n";
    assert!(matches!(read(table).columns, ColumnChoice::Ask(columns) if columns.len() == 2));
    assert_eq!(read(table).ids, []);
    let ids = found_in(table, Some(1)).unwrap().ids;
    assert_eq!(shown(&ids), "b_1");
    each_ticks(&[
        (
            "\"Id\",\"User ID\",\"Description\"\n\"1\",\"spam_0041\",\"spoke with\njudy_1 today\"\n",
            "spam_0041",
        ),
        (
            "用户ID,次数\nspam_0041,3\n合计,3\nTotal: 1,3\n",
            "spam_0041",
        ),
        ("total,user_id\n1,a_1\nTotal,41\n", "a_1"),
        ("user_id,x\nNULL,a\n(null),b\nN/A,c\n#N/A,d\na_1,e\n", "a_1"),
        ("{\"id\":7,\"username\":\"bob_77\"}", "bob_77"),
        ("{\"user_id\":\"a_1\",\"username\":\"b_1\"}", ""),
        (
            "<table><tr><th>id<th>user_id<tr><td>1<td>spam&#95;0041</table>",
            "spam_0041",
        ),
    ]);
}

#[test]
fn numbers_and_invisible_marks_in_a_column_of_ids_are_not_taken_apart() {
    each_ticks(&[
        (
            "user_id,x\n\"$1,000\",a\n0.5,b\n\"1,000 EUR\",c\n-5,d\n\"US$2,500\",e\nspam_0041,f\n",
            "spam_0041",
        ),
        ("[0.5, 1.25, -3, \"spam_0041\"]", "spam_0041"),
        ("user_id,x\n\"spam_0041,bob_77\",a\n", "spam_0041 bob_77"),
        ("spam\u{ad}_0041 spam_\u{ad}0042 bob_77", "bob_77"),
    ]);
    for text in ["spam\u{ad}_0041", "user_id,x\nspam\u{ad}_0041,y\n"] {
        let found = read(text);
        let reasons: Vec<_> = found.impossible.iter().map(|one| one.reason).collect();
        assert_eq!(reasons, [IdProblem::Invisible], "{text:?}");
        assert_eq!(found.ids, [], "{text:?}");
    }
}

#[test]
fn tables_are_read_by_what_people_call_the_column() {
    for name in [
        "target_user",
        "blocked_user",
        "Target",
        "target_id",
        "blocked_id",
        "blockee",
        "friend",
        "friend_id",
        "contact",
        "member",
        "member_id",
        "customer",
        "customer_id",
        "player_id",
        "account_name",
        "login",
        "openid",
        "hx_username",
        "peer",
        "chat_user",
        "Chat ID",
        "handle",
        "会员账号",
        "客户账号",
        "玩家ID",
        "账户名",
        "联系人ID",
        "好友ID",
        "对方ID",
        "被举报人",
        "被举报人ID",
        "违规账号",
        "封禁账号",
        "用户id列表",
        "被拉黑用户",
        "会员ID",
        "被封用户",
    ] {
        let table = format!("no,{name},memo\n7,bob,x\n9,dave,y\n");
        assert_eq!(ticked(&table), "bob dave", "{name}");
        assert!(rosterm::text::id_finder::rank(name).is_some(), "{name}");
    }
    each_ticks(&[
        (
            "operator,target_user,created_at\nfrank,spam_0041,2024-03-04 10:00:00\njudy,spam_0042,2024-03-04 10:00:00\n",
            "spam_0041 spam_0042",
        ),
        ("user_id,blocked_user\nalice_1,spam_0041\n", "spam_0041"),
        (
            "举报人,被举报人,处理人\njudy_1,spam_0041,frank_1\n",
            "spam_0041",
        ),
        (
            "username,friend_id,from\nalice_1,spam_0041,bob_77\n",
            "spam_0041",
        ),
        (
            "{\"operator\":\"a_1\",\"username\":\"b_1\",\"target\":\"c_1\"}",
            "c_1",
        ),
        ("用户ＩＤ，备注\nbob_77，VIP\n", "bob_77"),
        (
            "'Id','User ID','Note text'\n'7042','spam_0041','judy, too'\n",
            "spam_0041",
        ),
        ("sep=;\nspam_0041\nspam_0042\n", "spam_0041 spam_0042"),
        ("sep=;\nuser_id,note\nspam_0041,ads\n", "spam_0041"),
        ("id,name\n1,bob_77\n2,dave-01\n", ""),
        ("id,name\n10023,Judy\n10031,Frank\n", "10023 10031"),
        ("Contact: judy\nspam_0041", "spam_0041"),
    ]);
    let ask = read("id,name\n1,bob_77\n2,dave-01\n").columns;
    assert!(
        matches!(&ask, ColumnChoice::Ask(columns) if columns.len() == 2),
        "{ask:?}"
    );
}

#[test]
fn columns_without_a_known_heading_are_told_apart_by_their_shape() {
    each_ticks(&[
        ("1,spam_0041,ads,2024-03-04", "spam_0041"),
        (
            "1,spam_0041,ads,2024-03-04\n2,bob_77,frank,2024-03-05\n",
            "spam_0041 bob_77",
        ),
        (
            "序号,X,昵称\n1,spam_0041,judy\n2,spam_0042,frank\n",
            "spam_0041 spam_0042",
        ),
        (
            "no,usr,memo\n1,bob_77,VIP\n2,dave-01,L5\n",
            "bob_77 dave-01",
        ),
        (
            "no\tusr\tmemo\n1\tbob_77\tVIP\n2\tfrank_2\tjudy\n",
            "bob_77 frank_2",
        ),
        (
            "序号；对象；备注\n1；bob_77；judy\n2；dave-01；frank\n",
            "bob_77 dave-01",
        ),
        (
            "|no|usr|\n|--|---|\n|1|bob_77|\n|2|dave-01|\n",
            "bob_77 dave-01",
        ),
        ("spam_0041;judy\nspam_0042;frank\n", "spam_0041 spam_0042"),
        (
            "spam_0041,GD20240304-1,judy\nspam_0042,GD20240304-2,frank\n",
            "",
        ),
        ("frank,41\njudy,42\n", ""),
        (
            "operator,usr,at\nf_1,spam_0041,10:00\nj_1,spam_0042,10:01\n",
            "spam_0041 spam_0042",
        ),
        ("sep=;\n1;bob_77;judy\n2;dave-01;frank\n", "bob_77 dave-01"),
        // A list of ids, or a sentence.
        (
            "spam_0041, spam_0042\nbob_77, dave-01\n",
            "spam_0041 spam_0042 bob_77 dave-01",
        ),
        ("frank, judy\nivan, bob\n", "frank judy ivan bob"),
        ("Hi all, please unblock bob_77\nThanks, Judy\n", "bob_77"),
        ("1001,1002\n1003,1004\n", "1001 1002 1003 1004"),
    ]);
}

#[test]
fn a_title_above_a_list_is_no_heading() {
    each_ticks(&[
        (
            "users:\n  - spam_0041\n  - \"spam_0042\"\n",
            "spam_0041 spam_0042",
        ),
        (
            "# Users\n## 2 users\n1. spam_0041\n2. spam_0042\n",
            "spam_0041 spam_0042",
        ),
        ("用户:\n- spam_0041\n- bob\n", "spam_0041 bob"),
        (
            "用户：\n1、spam_0041\n2、spam_0042\n",
            "spam_0041 spam_0042",
        ),
        ("IDs:\n- spam_0041\n", "spam_0041"),
        ("Accounts\n* spam_0041\n* 10023\n", "spam_0041 10023"),
        ("**Users**\n\n• spam_0041\n", "spam_0041"),
    ]);
}

#[test]
fn a_table_gives_the_columns_that_its_heading_calls_ids() {
    each_gives(&[
        (
            "user_id,reason\nspam_0041,ads\nspam_0042,x",
            "spam_0041 spam_0042",
        ),
        ("reason;UserName\nads;bob\nx;eve", "bob eve"),
        ("no\t用户ID\treason\r\n1\ta1\tx\r\n2\tb2\ty\r\n", "a1 b2"),
        ("\u{feff}\"User ID\",\"Note\"\n\"a1\",\"x, y\"\n", "a1"),
        ("环信ID,备注\na1,广告\nb2,", "a1 b2"),
        ("账号\na1\nb2", "a1 b2"),
        (
            "| id | reason |\n|----|:------|\n| a1 | ads |\n| b2 | x |",
            "a1 b2",
        ),
        // A mere id is the number of the row.
        ("id,username\n7,bob", "bob"),
        // Exact, as it stands in its cell.
        ("id,x\na1.,y\n-b2,z", "a1. -b2"),
        (
            "id,x\n\"a1, b2\",y\n@c3,z\n张 三,z",
            "a1 b2 c3 ~张 三 ~张 ~三",
        ),
        // Lines under the table.
        ("reason,id\nads,a1\nThanks!", "a1 thanks"),
        // Without a heading, or where something does not fit, nothing is left out.
        ("a1,b2\nc3,d4", "a1 b2 c3 d4"),
        ("a1\tads\nb2\tads", "a1 ads b2"),
        (
            "user, please unblock\na1, b2, c3",
            "user please unblock a1 b2 c3",
        ),
        ("id,x\na1,\"y\nb2,z", "id x a1 y b2 z"),
        ("id,x\na1,\"y\nb2,\"z", "id x a1 y b2 z"),
        ("id\na1, b2", "id a1 b2"),
        ("id,x\n\"a\"1,y\n\"b\"\"2\",z", "id x a 1 y b 2 z"),
        ("id,x", "id x"),
        ("\n\nid,x\n\na1,y", "a1"),
    ]);
    let ids = read("\n\nid,note\n\n\na1,\"two\nlines\"\nb2,x\r\n\r\nc3,y").ids;
    let lines: Vec<_> = ids.iter().map(|m| (m.id.as_str(), m.line)).collect();
    assert_eq!(lines, [("a1", 6), ("b2", 8), ("c3", 10)]);
}

#[test]
fn a_heading_that_is_made_to_take_long_does_not() {
    let text = format!("id{}\nbob_77,web\n", ",from".repeat(200_000));
    let found = reads_in_time("a name many times", text);
    assert_eq!(shown(&found.ids), "bob_77");
}

#[test]
fn in_a_column_of_ids_letters_and_figures_may_be_somebody_and_an_amount_with_its_sign_is_nobody() {
    let found = read("note,User ID,reason\n,Hk0,\n,usd100,\n,$5,\n,HK$5,\n,bob_77,");
    let ids: Vec<_> = found
        .ids
        .iter()
        .map(|m| (m.id.as_str(), m.doubt.is_some()))
        .collect();
    assert_eq!(ids, [("hk0", true), ("usd100", true), ("bob_77", false)]);
    assert_eq!(found.impossible.len(), 2);
}
