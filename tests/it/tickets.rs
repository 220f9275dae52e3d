//! Ids in a ticket: none is lost, whatever stands around it, and nothing is read that is not there.

use std::sync::mpsc;
use std::time::Duration;

use proptest::prelude::*;
use rosterm::text::tickets::{
    ColumnChoice, IdDoubt, IdProblem, LimitPassed, MAX_BYTES, MAX_ID_BYTES, MAX_LINES, Mention,
    TicketIds, TicketTooLong, found, found_in,
};

fn read(text: &str) -> TicketIds {
    found(text).expect("a ticket of a usual length")
}

/// The candidates as one line, `~` before the odd ones.
fn shown(ids: &[Mention]) -> String {
    let shown = |mention: &Mention| {
        let odd = if mention.odd { "~" } else { "" };
        format!("{odd}{}", mention.id)
    };
    ids.iter().map(shown).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn each_gives(cases: &[(&str, &str)]) {
    let wrong: Vec<_> = cases
        .iter()
        .filter_map(|&(text, expected)| {
            let got = shown(&read(text).ids);
            (got != expected).then(|| format!("{text:?}\n  gives    {got}\n  expected {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Those that a sheet ticks: ids by today's rule of which nothing is in doubt.
fn ticked(text: &str) -> String {
    let sure = read(text).ids.into_iter();
    let sure = sure.filter(|mention| !mention.odd && mention.doubt.is_none());
    sure.map(|mention| mention.id).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn each_ticks(cases: &[(&str, &str)]) {
    let wrong: Vec<_> = cases
        .iter()
        .filter(|(text, expected)| ticked(text) != *expected)
        .map(|(text, expected)| {
            let all = read(text).ids;
            format!(
                "{text:?}\n  ticks    {}\n  expected {expected}\n  of {all:?}",
                ticked(text)
            )
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_the_text_calls_something_else_and_what_counts_is_not_ticked() {
    each_ticks(&[
        ("订单号 SO-2026-1130-001，用户 spam_0041", "spam_0041"),
        ("微信:wxid_abc123 用户ID:spam_0041", "spam_0041"),
        ("微信号：wxid_abc123；账号：spam_0041", "spam_0041"),
        ("QQ123456 spam_0041", "spam_0041"),
        ("用户spam_0041，QQ123456，qq1234567890", "spam_0041"),
        ("他的QQ123456\nspam_0041", "spam_0041"),
        ("QQ 123456\nspam_0041", "spam_0041"),
        (
            "QQ号123456，QQ号：234567，QQ群345678 spam_0041",
            "spam_0041",
        ),
        // What is said to be an id is one, and what has another form.
        ("用户ID：QQ123456，账号qq234567", "qq123456 qq234567"),
        ("用户 qq123456 请解封", "qq123456"),
        ("user_id\nqq123456\n", "qq123456"),
        ("qq123456a qq_123456 qq12", "qq123456a qq_123456 qq12"),
        ("运单号：SF1390001 spam_0041", "spam_0041"),
        ("Invoice: INV2026a1, user: spam_0041", "spam_0041"),
        ("WeChat: wxid_77 / spam_0041", "spam_0041"),
        ("Tier 2 Support\nspam_0041", "spam_0041"),
        (
            "1. spam_0041\n2、spam_0042\n3) spam_0043\n4)spam_0044",
            "spam_0041 spam_0042 spam_0043 spam_0044",
        ),
        ("spam_0041..spam_0055 spam_0060", "spam_0060"),
        (
            "spam_0041-spam_0055\nspam_0041~0055\nspam_0041-0055\nspam_0060",
            "spam_0060",
        ),
        ("spam_0062 (VIP)\nspam_0063（vip）", "spam_0062 spam_0063"),
        ("(bob)\n(carol)", "bob carol"),
        ("spam_0041\n--\nLi Na", "spam_0041"),
        ("--", ""),
        // A name with numbers is no range, and neither is what counts down.
        (
            "dave-01 eve-2-1 user-7-bob x1-2",
            "dave-01 eve-2-1 user-7-bob x1-2",
        ),
        ("41 42 43", "41 42 43"),
        ("用户ID: 41", "41"),
    ]);
}

#[test]
fn a_number_that_a_spreadsheet_changed_is_bad_as_a_whole() {
    each_ticks(&[
        ("1.23457E+11, 8.61381e+15 1.5e10 spam_0041", "spam_0041"),
        ("1,23E+11; 1,5E-3 spam_0041", "spam_0041"),
        (
            "user_id,reason\n1.23457E+11,ads\n8.61381E+15,ads\nspam_0041,ads\n",
            "spam_0041",
        ),
        (
            "user_id;x\n1,23E+11;a\n1.234.567,5;b\n50%;c\n0041;d\n",
            "0041",
        ),
        (
            "user_id,x\n\"1,234,567\",a\n12345.0,b\n1e5,c\n0x1f,d\n",
            "1e5 0x1f",
        ),
        (
            "user_id\n86138123456789000000\n4-Mar\n2024-03-04\n3月4日\n861381234567890\n",
            "861381234567890",
        ),
        ("[1.23457E+11, 12345.0, 12345]", "12345"),
    ]);
    let found = read("user_id,x\n12345.0,y\n1.5E+3,z\n");
    let bad: Vec<_> = found
        .impossible
        .iter()
        .map(|one| (one.raw.as_str(), one.reason))
        .collect();
    assert_eq!(
        bad,
        [
            ("12345.0", IdProblem::Damaged),
            ("1.5E+3", IdProblem::Damaged)
        ]
    );
    // What it may have been is offered.
    assert_eq!(
        (found.ids[0].id.as_str(), found.ids[0].doubt),
        ("12345", Some(IdDoubt::Mended))
    );
}

#[test]
fn the_halves_of_a_word_with_other_marks_are_nobody() {
    for hyphen in "\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{fe63}\u{ff0d}".chars()
    {
        for text in [
            format!("spam{hyphen}0041"),
            format!("please unblock (spam{hyphen}0041)."),
            format!("请把spam{hyphen}0041解除"),
            format!("user_id,x\nspam{hyphen}0041,y\n"),
            format!("[\"spam{hyphen}0041\"]"),
        ] {
            let found = read(&text);
            assert_eq!(ticked(&text), "", "{text:?}");
            let offered = found.ids.iter().find(|mention| mention.id == "spam-0041");
            assert_eq!(
                offered.map(|mention| mention.doubt),
                Some(Some(IdDoubt::Mended)),
                "{text:?}"
            );
            let halves = |id: &str| matches!(id, "spam" | "0041");
            assert!(
                !found.ids.iter().any(|mention| halves(&mention.id)),
                "{text:?}"
            );
        }
    }
    each_ticks(&[
        ("spam＿0041", ""),
        ("ｆｒａｎｋ", ""),
        ("spam%5F0041 spam=5F0041", ""),
        ("spam\u{200b}_0041", ""),
        ("a1/b2 a1+b2 a1:b2x", ""),
        ("C:\\Users\\bob_77 CORP\\bob_77 a_1\\nb_2", ""),
        ("bob_77's don't o'brien_1", "bob_77"),
        ("N/A #N/A #REF! (null)", ""),
        ("[\"John Smith\"]", ""),
    ]);
}

#[test]
fn markdown_and_html_around_an_id_are_no_part_of_it() {
    each_ticks(&[
        (
            "- spam\\_0041\n- spam\\-0041\n- a\\.b",
            "spam_0041 spam-0041 a.b",
        ),
        (
            "**spam_0041**, __spam_0042__ *bob_77* `dave-01`",
            "spam_0041 spam_0042 bob_77 dave-01",
        ),
        (
            "**spam\\_0041** \\*\\*spam\\_0042\\*\\*",
            "spam_0041 spam_0042",
        ),
        ("~~spam_0041~~ spam_0042", "spam_0042"),
        ("[spam_0041](https://x.example/spam_0042)", "spam_0041"),
        (
            "[spam_0041](spam_0042.html) [bob_77](/u/bob_78)",
            "spam_0041 bob_77",
        ),
        (
            "| user_id | why |\n|:---|---|\n| spam\\_0041 | ads |\n| **bob_77** | x |",
            "spam_0041 bob_77",
        ),
        (
            "spam&#95;0041 &lt;bob_77&gt; dave-01&nbsp;x_1",
            "spam_0041 bob_77 dave-01 x_1",
        ),
        (
            "user_id,x\nspam&#95;0041,y\n[bob_77](http://x.y/bob_78),z\n",
            "spam_0041 bob_77",
        ),
    ]);
}

#[test]
fn a_sentence_is_told_from_a_list() {
    each_ticks(&[
        (
            "please unblock:\n- spam_0041\n- spam_0042\nthanks",
            "spam_0041 spam_0042",
        ),
        (
            "block spam_0041 and spam_0042 please",
            "spam_0041 spam_0042",
        ),
        (
            "Hello,\nkindly restore spam_0041.\nBest regards,\nLi Na",
            "spam_0041",
        ),
        (
            "Guten Morgen Kollegen,\nspam_0041\nDanke\nFrank",
            "spam_0041",
        ),
        (
            "您好，请解除 bob_77 的拉黑，电话 13800138000，工单 48213，谢谢！",
            "bob_77",
        ),
        ("工单48213 用户10023 电话13800138000", "10023"),
        ("Ticket #48213 / case 77123: bob_77", "bob_77"),
        ("SUP-1234 INC0012345 please check bob_77", "bob_77"),
        ("frank\njudy\nivan.p", "frank judy ivan.p"),
        ("frank, judy; ivan", "frank judy ivan"),
        ("IDs: 1001, 1002 and 1003 please", "1001 1002 1003"),
        ("请解除以下用户的拉黑：1001、1002", "1001 1002"),
        ("1001\n1002 1003", "1001 1002 1003"),
        ("10023 张三\n10024 李四", "10023 10024"),
        (
            "13800138000\n+86 139-0013-9000\n(555) 123-4567\n400-820-8820\nbob_77",
            "bob_77",
        ),
        (
            "user_1 wrote at 12:03 on 2024-01-31, 3 times, 50% of 1,234 messages, $20",
            "user_1",
        ),
        ("See list.csv and example.com for the 3rd time", ""),
    ]);
}

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
fn a_part_of_an_id_and_what_stands_for_many_are_not_ticked() {
    each_ticks(&[
        ("spam_004[1-3] spam_0050", "spam_0050"),
        ("spam_*\nspam_00*, *_0041\nspam_0050", "spam_0050"),
        ("spam_[0041] spam_(0042) spam_{1,2} bob_77", "bob_77"),
        ("spam_[00]41, (spam)_42 bob_77", "bob_77"),
        ("spam_00[12] spam00[a-f] spam_00（41） bob_77", "bob_77"),
        ("spam_00... spam_00… spam_00?? bob_77", "bob_77"),
        ("...0041 …0042 spam_% bob_77", "bob_77"),
        ("spam_\n0041 and spam_0042, dave-\n01", "spam_0042"),
        ("dave-=\n01 spam_0041 sp=\r\nam_0042", "spam_0041"),
        ("spam_ 0041, bob_77", "bob_77"),
        ("spam_004[1–3] spam_0{1..9} spam_[0][1] bob_77", "bob_77"),
        ("> spam_\n> 0041 bob_77", "bob_77"),
        ("- spam_0041-\n- bob_77\n1. dave-\n2. eve_1", "bob_77 eve_1"),
        ("spam_0041[1][2], spam_0042", "spam_0041 spam_0042"),
        ("spam_0041[^1], spam_0042[2]", "spam_0041 spam_0042"),
        ("spam_0041[^1]\n\n[^1]: ads", "spam_0041"),
        (
            "user_id,x\nspam_*,a\nspam_00...,b\nspam_00…,c\nspam_[0041],d\n\"spam_{1,2}\",e\nbob_77,f\n",
            "bob_77",
        ),
        // What only stands around an id or beside it.
        (
            "**spam_0041, spam_0042** *bob_77* ***dave-01***",
            "spam_0041 spam_0042 bob_77 dave-01",
        ),
        (
            "(spam_0041) [spam_0042] {bob_77} <dave-01>",
            "spam_0041 spam_0042 bob_77 dave-01",
        ),
        (
            "spam_0041 (ads) spam_0042(ads) bob_77（重复）",
            "spam_0041 spam_0042 bob_77",
        ),
        ("users[10023], uid(10024)", "10023 10024"),
        ("张三(10023)", "10023"),
        ("ID=\nspam_0041", "spam_0041"),
        (
            "spam_0041? spam_0042. spam_0043!",
            "spam_0041 spam_0042 spam_0043",
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
        assert!(rosterm::text::tickets::rank(name).is_some(), "{name}");
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
fn what_belongs_to_a_letter_is_not_ticked() {
    each_ticks(&[
        (
            "spam_0041\n-- \nLi Na\nSupport Lead\nTel 555-1234\nwww.example.com",
            "spam_0041",
        ),
        (
            "spam_0041\n\nBR\nLi Na\nSupport Lead\nExample Corp\nHangzhou",
            "spam_0041",
        ),
        ("spam_0041\nRgds,\nJudy\n", "spam_0041"),
        ("spam_0041\nKR\nJudy\n", "spam_0041"),
        ("spam_0041\n此致\n敬礼\nJudy\nFrank\n", "spam_0041"),
        (
            "spam_0041\nTel: 0571-88888888\nFax 555-1235\nhttp://x.example/a\nexample.com",
            "spam_0041",
        ),
        (
            "Return-Path: <bounce_1@x.example>\nX-Mailer: mailer_7 1.2\nReply-To: frank_1\n\
             In-Reply-To: <abc_1@x>\nContent-Type: text/plain; charset=utf-8;\n boundary=b_1\n\
             Message-ID: <m_1@x>\nDate: Mon, 4 Mar 2024 10:00:00 +0800\nX-Spam-Id: s_1\n\
             MIME-Version: 1.0\n\nspam_0041\n",
            "spam_0041",
        ),
        (
            "From: judy_1\nTo: frank_2\nSubject: unblock\n\nspam_0041",
            "spam_0041",
        ),
        (
            "Assignee: judy\nStatus: open\nPriority: high\nReporter: frank_1\nUser: spam_0041",
            "spam_0041",
        ),
        (
            "处理人：judy\n状态：open\n昵称：Judy88\n等级：L5\n工单号：GD20240304-1\n用户：spam_0041",
            "spam_0041",
        ),
        ("处理人：judy_1 用户：spam_0041 状态：open", "spam_0041"),
        ("User: spam_0041, Status: open_1", "spam_0041"),
        ("状态：open，spam_0041", "spam_0041"),
        (
            "订单 DD20240304001 快递 SF1234567890 spam_0041",
            "spam_0041",
        ),
        ("13800138000转123 spam_0041", "spam_0041"),
        ("ext. 123 13800138000-123 spam_0041", "spam_0041"),
        ("昵称 Judy88 处理人 frank_1 账号 bob_77", "bob_77"),
        ("Description: spam_0041 sends ads", "spam_0041"),
        ("IDs (2): spam_0041 bob_77", "spam_0041 bob_77"),
        (
            "user-agent: Chrome/120.0.1\nx-mailer: m_1\n\nspam_0041",
            "spam_0041",
        ),
        ("用户昵称：Judy88，用户ID：spam_0041", "spam_0041"),
        ("举报人：judy_1，被举报人：spam_0041", "spam_0041"),
        ("Reporter: judy_1; Reported user: spam_0041", "spam_0041"),
        ("JIRA-99 SUP-7: spam_0041", "spam_0041"),
        (
            "spam_0041\n昵称: judy_1; Nickname: frank_1; Level: L5",
            "spam_0041",
        ),
    ]);
}

/// Why something is not ticked, and only as a whole.
#[track_caller]
fn doubt(text: &str, id: &str) -> Option<IdDoubt> {
    let found = read(text);
    let one = found.ids.iter().find(|mention| mention.id == id);
    assert!(one.is_some(), "{id} is not listed of {text:?}: {found:?}");
    one.and_then(|mention| mention.doubt)
}

#[test]
fn a_ticket_number_is_none_whatever_chinese_sticks_to_it() {
    for (text, number) in [
        ("工单CS-2026-0713", "cs-2026-0713"),
        ("工单 CS-2026-0713", "cs-2026-0713"),
        ("工单：CS-2026-0713", "cs-2026-0713"),
        ("工单#CS-2026-0713", "cs-2026-0713"),
        ("工单【CS-2026-0713】", "cs-2026-0713"),
        ("工单为CS-2026-0713，请尽快", "cs-2026-0713"),
        ("工单号：CS-2026-0713", "cs-2026-0713"),
        ("工单编号CS-2026-0713", "cs-2026-0713"),
        ("工单号码CS-2026-0713", "cs-2026-0713"),
        ("单号CS20260713", "cs20260713"),
        ("见工单CS_2026_0713，谢谢", "cs_2026_0713"),
        ("工单cs20260713已处理", "cs20260713"),
        ("工单gd77已处理", "gd77"),
        ("CS-2026-0713工单", "cs-2026-0713"),
        ("CS-2026-0713号工单", "cs-2026-0713"),
        ("受理单SL-2026-1", "sl-2026-1"),
        ("投诉单TS20260713", "ts20260713"),
        ("案件AJ-2026-0713", "aj-2026-0713"),
        ("票号TK-1", "tk-1"),
        ("工單CS-2026-0713", "cs-2026-0713"),
        ("單號CS20260713", "cs20260713"),
        ("#CS-2026-0713 请解封", "cs-2026-0713"),
        ("CS-2026-0713\nbob", "cs-2026-0713"),
        ("Ticket CS-2026-0713: bob", "cs-2026-0713"),
        ("ticket cs-2026-0713, please unblock bob", "cs-2026-0713"),
        ("工单CS-2026-0713、CS-2026-0714", "cs-2026-0714"),
    ] {
        assert_eq!(doubt(text, number), Some(IdDoubt::Ticket), "{text:?}");
        let part = |id: &str| number.starts_with(id) && id != number;
        let ids = read(text).ids;
        assert!(
            !ids.iter().any(|mention| part(&mention.id)),
            "{text:?}: {ids:?}"
        );
    }
    // What has a number and is no ticket says so, as before.
    for (text, number) in [
        ("订单号SO-2026-1130-001", "so-2026-1130-001"),
        ("退款单号TK2026-1，谢谢", "tk2026-1"),
        ("快递单号SF123", "sf123"),
        ("订单48213", "48213"),
    ] {
        assert_eq!(doubt(text, number), Some(IdDoubt::Other), "{text:?}");
    }
}

#[test]
fn of_all_that_ends_like_a_ticket_only_tickets_have_numbers() {
    for what in [
        "刷", "下", "接", "抢", "催", "买", "拼", "甩", "跑", "报", "开", "签", "简", "孤", "名",
        "黑名",
    ] {
        let text = format!("恶意{what}单user_88，请封禁");
        assert_eq!(ticked(&text), "user_88", "{text}");
    }
    each_ticks(&[
        ("刷单user_88", "user_88"),
        ("刷单：user_88、tom-3", "user_88 tom-3"),
        ("用户多次刷單 user_88 请封禁", "user_88"),
    ]);
    for what in [
        "工", "受理", "投诉", "客诉", "反馈", "申请", "服务", "举报", "申诉", "咨询", "售后",
        "维修", "报修", "问题", "事件", "故障", "处理", "任务", "需求",
    ] {
        let text = format!("{what}单gd77，请解封bob_77");
        assert_eq!(doubt(&text, "gd77"), Some(IdDoubt::Ticket), "{text}");
        assert_eq!(ticked(&text), "bob_77", "{text}");
    }
    // What a shop numbers is no user either.
    for what in [
        "快递", "物流", "退款", "退货", "采购", "发货", "支付", "充值",
    ] {
        let text = format!("{what}单TK20261，请解封bob_77");
        assert_eq!(doubt(&text, "tk20261"), Some(IdDoubt::Other), "{text}");
        assert_eq!(ticked(&text), "bob_77", "{text}");
    }
}

#[test]
fn ids_beside_ticket_numbers_and_stuck_to_chinese_are_ticked() {
    each_ticks(&[
        ("工单CS-2026-0713用户bob_77请解封", "bob_77"),
        ("工单CS-2026-0713 用户bob_77请解封", "bob_77"),
        ("工单CS-2026-0713请解除bob_77", "bob_77"),
        ("工单SD-77需要解封tom-3", "tom-3"),
        ("单号CS20260713，请解除bob_77的拉黑", "bob_77"),
        (
            "解除bob_77和tom-3的拉黑（工单CS-2026-0713）",
            "bob_77 tom-3",
        ),
        ("用户bob_77工单CS-2026-0713", "bob_77"),
        ("CS-2026-0713号工单：bob_77", "bob_77"),
        ("投诉单TS20260713：解封tom-3", "tom-3"),
        ("【CS-2026-0713】用户bob_77请解封", "bob_77"),
        ("编号BH-2026-1的用户tom-3", "tom-3"),
        ("用户bob_77请解封", "bob_77"),
        ("拉黑了tom-3", "tom-3"),
        ("把tom-3拉黑了，黑名单bob_77也请处理", "tom-3 bob_77"),
        ("用户cs_01请解封", "cs_01"),
        ("工单用户bob_77请解封", "bob_77"),
        ("工单里的bob_77请解封", "bob_77"),
        ("工单 bob_77 请解封", "bob_77"),
        // What is said to be an id is one.
        ("账号CS-2026-0713被封", "cs-2026-0713"),
        ("用户ID：CS-2026-0713", "cs-2026-0713"),
        ("order bob_77 tom-3", "bob_77 tom-3"),
        ("A101\nA102", "a101 a102"),
        ("[\"工单CS-2026-0713\",\"bob_77\"]", "bob_77"),
        (
            "工单号\tCS-2026-0713\n用户\tbob_77\n处理人\tjudy_1\n",
            "bob_77",
        ),
    ]);
}

#[test]
fn the_signs_of_markdown_are_no_ids() {
    each_ticks(&[
        (
            "- [x] spam_0041\n- [ ] spam_0042\n* [X] bob\n",
            "spam_0041 spam_0042 bob",
        ),
        ("1\\. spam_0041\n2\\. spam_0042\n", "spam_0041 spam_0042"),
        ("spam_0041\n---\n___\n***\nbob_77", "spam_0041 bob_77"),
        (
            "```text\nspam_0041\n```\n~~~csv\nbob_77\n~~~",
            "spam_0041 bob_77",
        ),
        ("_spam_0041_ _bob_77_ frank_1", "frank_1"),
        ("<u>spam_0041</u> <b>bob</b>", "spam_0041 bob"),
        ("# user_id\nspam_0041\n", "spam_0041"),
        ("_**bob_77**_ *__dave-01__*", "bob_77 dave-01"),
        ("**_dave-01_** spam_0041", "spam_0041"),
        (
            "spam\\_0041\\\nspam\\_0042\\\nbob_77\\",
            "spam_0041 spam_0042 bob_77",
        ),
    ]);
    let both = read("_spam_0041_").ids;
    assert_eq!(shown(&both), "spam_0041 _spam_0041_");
}

#[test]
fn numbers_of_a_sentence_are_not_ticked() {
    each_ticks(&[
        ("spam_0041 5 times", "spam_0041"),
        ("spam_0041 reported 10 times", "spam_0041"),
        ("spam_0041 x3", "spam_0041"),
        ("bob_77 49.90EUR USD100 50rmb 12k 3gb v2.3", "bob_77"),
        ("bob_77 ios17.2 Android14 win11 chrome/120", "bob_77"),
        (
            "bob_77 2024-w10 q1-2024 2024q1 FY2024 10h30 2d4h 5m30s",
            "bob_77",
        ),
        ("用户 spam_0041 充值 49.90EUR", "spam_0041"),
        ("bob_77 v1.2.3-beta ver1.2.3 10w 5kg", "bob_77"),
        ("spam_0041 sent 3 msgs in 5min, 1.5k, 100+", "spam_0041"),
        // Alone it may be somebody.
        ("x3\n12k", "x3 12k"),
        ("v1 v2, v3\nx1 x2, x3", "v1 v2 v3 x1 x2 x3"),
    ]);
}

#[test]
fn an_exported_list_that_a_spreadsheet_changed_is_held_back_as_in_a_file() {
    each_ticks(&[
        (
            "owner,list,id\r\nalice,blocks,41\r\nalice,blocks,100000\r\nalice,blocks,spam_0041\r\n",
            "spam_0041",
        ),
        (
            "\"owner\",\"list\",\"id\"\r\n\"alice\",\"blocks\",\"41\"\r\n\"alice\",\"blocks\",\"'0041\"\r\n",
            "41 0041",
        ),
    ]);
}

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

/// Reads the text in a time that is ample for it; where each of its parts is read once more for every other, it
/// takes minutes.
#[track_caller]
fn reads_in_time(what: &str, text: String) -> TicketIds {
    const AMPLE: Duration = Duration::from_secs(60);
    let (done, found) = mpsc::channel();
    // Without a scope: whoever waits for it would wait for minutes.
    std::thread::spawn(move || done.send(read(&text)));
    found.recv_timeout(AMPLE).expect(what)
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

#[test]
fn a_heading_that_is_made_to_take_long_does_not() {
    let text = format!("id{}\nbob_77,web\n", ",from".repeat(200_000));
    let found = reads_in_time("a name many times", text);
    assert_eq!(shown(&found.ids), "bob_77");
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
fn mentions_of_one_user_are_counted_and_keep_the_first_line() {
    let found = read("spam_0041\nbob, SPAM_0041\r\nEve 用户Spam_0041\n\nbob");
    let ids: Vec<_> = found
        .ids
        .iter()
        .map(|m| (m.id.as_str(), m.line, m.times))
        .collect();
    assert_eq!(ids, [("spam_0041", 1, 3), ("bob", 2, 2), ("eve", 3, 1)]);
    assert_eq!((found.lines, found.repeated), (5, 3));

    let found = read("[\"a\",\n\"A\",\r\n\n{\"id\": \"b\"}]\n");
    let ids: Vec<_> = found.ids.iter().map(|m| (m.line, m.times)).collect();
    assert_eq!(ids, [(1, 2), (4, 1)]);
    assert_eq!((found.lines, found.repeated), (4, 1));
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
fn a_ticket_that_is_too_long_is_refused_with_the_limit() {
    let lines = |n: usize| "a\n".repeat(n);
    assert_eq!(read(&lines(MAX_LINES)).lines, MAX_LINES);
    assert_eq!(
        found(&(lines(MAX_LINES) + "a")),
        Err(TicketTooLong::Lines(LimitPassed::new(
            MAX_LINES + 1,
            MAX_LINES
        )))
    );
    assert_eq!(
        found(&"\r".repeat(MAX_LINES + 7)),
        Err(TicketTooLong::Lines(LimitPassed::new(
            MAX_LINES + 7,
            MAX_LINES
        )))
    );
    assert!(found(&" ".repeat(MAX_BYTES)).is_ok());
    assert_eq!(
        found(&"\n".repeat(MAX_BYTES + 1)),
        Err(TicketTooLong::Bytes(LimitPassed::new(
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

/// Ids of the documented rule, in either case, that prose does not change: no dot at the ends, no dash in
/// front, not made of digits alone.
fn planted() -> impl Strategy<Value = String> {
    let marked = |id: &String| id.starts_with('_') && id.ends_with('_');
    "[a-zA-Z_][a-zA-Z0-9_.-]{0,20}[a-zA-Z0-9_-]"
        .prop_filter("bold or italic in Markdown", move |id| !marked(id))
}

fn separator() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        " ", ",", ";", "，", "、", "；", "\t", "\n", "\r\n", "\r", "\"", "' '", "“", "”", "「",
        "」", "】【", ") (", " @", "\n@", "\u{3000}", ", ", "。", "！", "\n- ", "\n\n", ".\n",
        "... ", " — ", "😀", "|", " -- ",
    ])
}

/// Texts of what has a meaning here, besides all others.
fn anything() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[ -~]{1,6}",
        3 => any::<char>().prop_map(String::from),
        2 => "[一-龥]{1,3}",
        8 => prop::sample::select(vec![
            "id", "user", "用户", "用户ID", ":", "=", "\"", ",", "\t", "\n", "\r", ";", "|", "[", "]",
            "{", "}", "1.", "2.", "1、", "2、", "#1 ", "(1)", "- ", ".", "..", "@", "://", "http://x.y/",
            "a@b.c", "\u{200b}", "\u{202e}", "\0", "\u{feff}", "İ", "Σ", "é", "e\u{301}", "个", "43",
            "😀", "❤️", "spam_0041", "SPAM_0041", "https", "\\", "/", "12:03",
        ]).prop_map(String::from),
        1 => Just("id,x\n".to_owned()),
        1 => Just("[\"".to_owned()),
    ];
    prop::collection::vec(piece, 0..32).prop_map(|pieces| pieces.concat())
}

/// Lower case without regard to a word's end, where `Σ` has a form of its own.
fn folded(text: &str) -> String {
    text.to_lowercase().replace('ς', "σ")
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

proptest! {
    #[test]
    fn every_planted_id_comes_out_once_in_order_and_folded(
        planted in prop::collection::vec((planted(), separator()), 1..40),
    ) {
        let words: Vec<_> = planted.iter().flat_map(|(id, after)| [id, *after]).collect();
        let text = words.concat();
        // A bullet with nothing behind it would be alone on its line, and be an id itself.
        let text = text.trim_end_matches("\n- ");
        let mut expected: Vec<String> = Vec::new();
        for (id, _) in &planted {
            let id = id.to_lowercase();
            if !expected.contains(&id) {
                expected.push(id);
            }
        }
        // Two with an emoji between them are one odd word besides.
        let found = read(text);
        let regular: Vec<_> = found.ids.iter().filter(|m| !m.odd).map(|m| m.id.clone()).collect();
        prop_assert_eq!(regular, expected, "{:?}", text);
        prop_assert_eq!(found.impossible, []);
    }

    #[test]
    fn the_line_and_the_times_of_an_id_are_those_of_the_text(
        rows in prop::collection::vec(prop::collection::vec(0_u8..9, 0..4), 0..30),
    ) {
        let rows: Vec<Vec<_>> = rows
            .iter()
            .map(|row| row.iter().map(|n| format!("user_{n}")).collect())
            .collect();
        let text: String = rows.iter().map(|row| row.join(", ") + "\n").collect();
        let found = read(&text);
        prop_assert_eq!(found.lines, rows.len());
        for mention in &found.ids {
            let first = rows.iter().position(|row| row.contains(&mention.id));
            prop_assert_eq!(first, Some(mention.line - 1));
            let times = rows.iter().flatten().filter(|id| **id == mention.id).count();
            prop_assert_eq!(times, mention.times);
        }
        let total = rows.iter().map(Vec::len).sum::<usize>();
        prop_assert_eq!(found.ids.len() + found.repeated, total);
    }

    #[test]
    fn nothing_comes_out_that_is_not_a_piece_of_the_text(text in anything()) {
        let found = read(&text);
        let whole = folded(&text);
        // JSON spells characters; what it means is not in the text.
        let is_spelled = text.contains('\\');
        let mut distinct = std::collections::HashSet::new();
        for mention in &found.ids {
            prop_assert!(is_spelled || whole.contains(&folded(&mention.id)), "{:?}", mention);
            prop_assert!(mention.id.len() <= text.to_lowercase().len());
            prop_assert!(!mention.id.is_empty() && mention.id != "." && mention.id != "..");
            prop_assert!(!mention.id.contains(char::is_control));
            prop_assert!(mention.times >= 1 && (1..=found.lines).contains(&mention.line));
            prop_assert!(distinct.insert(mention.id.clone()));
            prop_assert_eq!(mention.odd, !rosterm::text::is_regular(&mention.id));
        }
        let repeated = found.ids.iter().map(|m| m.times - 1).sum::<usize>();
        prop_assert_eq!(repeated, found.repeated);
        for one in &found.impossible {
            prop_assert!((1..=found.lines).contains(&one.line));
        }
    }

    #[test]
    fn a_planted_id_is_never_lost_whatever_stands_around_it(
        before in anything(),
        after in anything(),
    ) {
        // Structured text leaves out what is no id, and is tested with its own tables.
        let text = format!("Ticket\n{before} planted_1 {after}");
        let found = read(&text);
        prop_assume!(found.columns == ColumnChoice::None);
        prop_assert!(found.ids.iter().any(|m| m.id == "planted_1"), "{:?}", text);
    }

    #[test]
    fn a_table_and_json_give_their_ids_whatever_stands_beside_them(
        rows in prop::collection::vec((anything(), planted(), anything()), 1..20),
    ) {
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(["note", "User ID", "reason"]).unwrap();
        for (note, id, reason) in &rows {
            // A line break would show quotes that may not be meant as such.
            let [note, reason] = [note, reason].map(|cell| cell.replace(['\r', '\n'], " "));
            table.write_record([note.as_str(), id, &reason]).unwrap();
        }
        let table = String::from_utf8(table.into_inner().unwrap()).unwrap();
        let objects: Vec<_> = rows
            .iter()
            .map(|(note, id, reason)| serde_json::json!({"a": note, "username": id, "z": reason}))
            .collect();
        let json = serde_json::to_string_pretty(&objects).unwrap();

        let mut expected: Vec<(String, usize)> = Vec::new();
        for (i, (_, id, _)) in rows.iter().enumerate() {
            let id = id.to_lowercase();
            if expected.iter().all(|(known, _)| *known != id) {
                expected.push((id, i));
            }
        }
        for (text, first, step) in [(&table, 2, 1), (&json, 4, 5)] {
            let found = read(text);
            let ids: Vec<_> = found.ids.into_iter().map(|m| (m.id, m.line)).collect();
            let expected: Vec<_> = expected
                .iter()
                .map(|(id, row)| (id.clone(), first + row * step))
                .collect();
            prop_assert_eq!(ids, expected, "{}", text);
        }
    }
}
