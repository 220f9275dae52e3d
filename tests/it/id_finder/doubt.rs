//! What is found and not ticked: tickets, amounts, parts of words, and what a spreadsheet has changed.

use rosterm::text::id_finder::{IdDoubt, IdProblem};

use crate::id_finder::{each_ticks, read, shown, ticked};

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
fn a_single_letter_beside_longer_words_counts_the_items_and_is_no_user() {
    each_ticks(&[
        ("a) spam_0041\nb) spam_0042", "spam_0041 spam_0042"),
        ("A. spam_0041\nB. spam_0042", "spam_0041 spam_0042"),
        ("x spam_0041", "spam_0041"),
        ("u spam_0041 d y", "spam_0041"),
        ("x, y, z", "x y z"),
        ("x\ny", "x y"),
        ("ID: x", "x"),
        ("user_id\nx\ny", "x y"),
    ]);
}
