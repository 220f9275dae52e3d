//! Untrusted text: nothing that a terminal obeys or hides comes out, nothing is lost, and the widths
//! are the widths that ratatui draws.

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use rosterm::domain::UserId;
use rosterm::text::{
    SHOWN_CHARS, SHOWN_ID, Text, fit, folded, id, is_regular, pad, printable, printable_at,
    readable, short_id, tame, width, wrap,
};

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use crate::support::forbidden::is_forbidden;

/// Takes the code points back. Only text that was escaped without ambiguity comes back the same.
fn read_back(shown: &str) -> String {
    let mut out = String::new();
    let mut rest = shown;
    while let Some(c) = rest.chars().next() {
        let code = rest
            .strip_prefix('<')
            .and_then(|t| t.split_once('>'))
            .filter(|(digits, _)| (4..=6).contains(&digits.len()))
            .filter(|(digits, _)| !digits.contains(|d: char| d.is_ascii_lowercase()))
            .and_then(|(digits, after)| Some((u32::from_str_radix(digits, 16).ok()?, after)));
        if let Some((code, after)) = code {
            out.push(char::from_u32(code).expect("only code points are written"));
            rest = after;
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// What ratatui puts on the screen for a text, and how many cells that took.
fn drawn(text: &str) -> (String, usize) {
    let room = u16::try_from(text.len() * 4 + 4).expect("a short text");
    let mut buffer = Buffer::empty(Rect::new(0, 0, room, 1));
    let (end, _) = buffer.set_stringn(0, 0, text, usize::MAX, Style::new());
    let mut out = String::new();
    let mut x = 0;
    while x < end {
        let symbol = buffer[(x, 0)].symbol();
        out.push_str(symbol);
        x += u16::try_from(width(symbol)).expect("one cell").max(1);
    }
    (out, usize::from(end))
}

#[test]
fn no_character_gets_through_that_a_terminal_obeys_or_hides() {
    assert_eq!(('\0'..=char::MAX).count(), 1_112_064);
    for c in '\0'..=char::MAX {
        let alone = c.to_string();
        let shown = printable(&alone);
        assert!(!shown.contains(is_forbidden), "{:04X}", u32::from(c));
        assert!(width(&shown) > 0, "{:04X}", u32::from(c));
        assert_eq!(read_back(&shown), alone);

        let between = format!("a{c}b");
        let shown = printable(&between);
        assert!(!shown.contains(is_forbidden), "{:04X}", u32::from(c));
        assert_eq!(read_back(&shown), between);

        // The two types of the console show what these two functions give.
        assert_eq!(Text::new(&between).shown(), shown);
        let shown = id(&alone);
        assert_eq!(UserId::new(&alone).shown(), shown);
        let kept = matches!(c, '!'..=';' | '='..='~' | '\u{4E00}'..='\u{9FFF}');
        assert_eq!(shown == alone, kept, "{:04X}", u32::from(c));
        assert_eq!(read_back(&shown), alone);
    }
}

#[test]
fn hostile_texts_become_visible() {
    let cases = [
        ("", ""),
        ("陈女士(VIP)", "陈女士(VIP)"),
        ("a <b> c", "a <b> c"),
        ("1 < 2 > 1", "1 < 2 > 1"),
        // What a terminal obeys.
        ("\u{1b}[2J", "<001B>[2J"),
        ("\u{1b}]52;c;cm0gLXJm\u{7}", "<001B>]52;c;cm0gLXJm<0007>"),
        ("\u{9b}31mred", "<009B>31mred"),
        (
            "two\r\nlines\tand a tab",
            "two<000D><000A>lines<0009>and a tab",
        ),
        ("\u{7f}\u{8}\0", "<007F><0008><0000>"),
        ("a\u{2028}b\u{2029}c\u{85}", "a<2028>b<2029>c<0085>"),
        // What turns text around.
        ("\u{202e}kcolb\u{202c}", "<202E>kcolb<202C>"),
        (
            "\u{2066}x\u{2069}\u{200f}\u{61c}",
            "<2066>x<2069><200F><061C>",
        ),
        // What hides.
        ("bob\u{200b}", "bob<200B>"),
        ("b\u{ad}o\u{34f}b", "b<00AD>o<034F>b"),
        ("\u{feff}bob", "<FEFF>bob"),
        (
            "\u{3164}\u{115f}\u{ffa0}\u{2800}",
            "<3164><115F><FFA0><2800>",
        ),
        ("a\u{a0}b\u{2003}c", "a<00A0>b<2003>c"),
        ("全角\u{3000}空格", "全角\u{3000}空格"),
        ("x\u{fe0f}y\u{e0100}", "x<FE0F>y<E0100>"),
        ("\u{e0041}\u{e0042}", "<E0041><E0042>"),
        (
            "\u{e000}\u{fffe}\u{10ffff}\u{378}",
            "<E000><FFFE><10FFFF><0378>",
        ),
        // What imitates us.
        ("<202E>", "<003C>202E>"),
        ("<<202E>>", "<<003C>202E>>"),
        ("<10FFFF>", "<003C>10FFFF>"),
        ("<202e> <20> <1234567> <202E", "<202e> <20> <1234567> <202E"),
        ("<202\u{202e}E>", "<202<202E>E>"),
        // What stacks.
        ("x\u{301}\u{302}\u{303}", "x\u{301}\u{302}\u{303}"),
        (
            "x\u{301}\u{302}\u{303}\u{304}\u{305}",
            "x\u{301}\u{302}\u{303}<0304><0305>",
        ),
        // What is the double of something.
        ("e\u{301} \u{e9}", "e<0301> \u{e9}"),
        (
            "\u{2126}\u{3a9} \u{f900}\u{8c48}",
            "<2126>\u{3a9} <F900>\u{8c48}",
        ),
        ("\u{301}e", "<0301>e"),
        ("a\u{200d}\u{301}", "a<200D><0301>"),
        // What makes one picture of several.
        (
            "👍🏽 ❤️ 1️⃣ 🇨🇳",
            "👍<1F3FD> ❤<FE0F> 1<FE0F><20E3> <1F1E8><1F1F3>",
        ),
        ("👨‍👩‍👧", "👨<200D>👩<200D>👧"),
        ("\u{1112}\u{1161}\u{11ab}", "<1112><1161><11AB>"),
        ("🏽 🇨", "<1F3FD> <1F1E8>"),
        ("😀\u{200d}", "😀<200D>"),
        ("a\u{200d}b", "a<200D>b"),
        (
            "😀\u{200d}😀\u{200d}😀\u{200d}😀\u{200d}😀",
            "😀<200D>😀<200D>😀<200D>😀<200D>😀",
        ),
        ("😀\u{fe0f}\u{fe0f}", "😀<FE0F><FE0F>"),
        (
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "🏴<E0067><E0062><E0065><E006E><E0067><E007F>",
        ),
        // Other scripts stay readable.
        ("مرحبا بالعالم", "مرحبا بالعالم"),
        ("שָׁלוֹם", "שָׁלוֹם"),
        ("สวัสดีครับ ผู้ใหญ่", "สวัสดีครับ ผู้ใหญ่"),
        ("हिन्दी क्षत्रिय", "हिन्दी क्षत्रिय"),
        ("မြန်မာ ကျွန်ုပ်", "မြန်မာ ကျွန်ုပ်"),
        ("Tiếng Việt", "Tiếng Việt"),
        ("한국어 ㅋㅋ", "한국어 ㅋㅋ"),
        ("ｶﾞ が カ゛", "ｶﾞ が カ゛"),
    ];
    for (raw, shown) in cases {
        assert_eq!(printable(raw), shown);
        assert_eq!(drawn(shown), (shown.to_owned(), width(shown)));
    }
}

#[test]
fn a_place_in_a_text_is_found_in_what_is_shown_of_it() {
    for (raw, place, shown, at) in [
        ("plain", 3, "plain", 3),
        // An imitation is one wherever the caret is.
        ("<202E>", 0, "<003C>202E>", 0),
        ("<202E>", 3, "<003C>202E>", 8),
        ("<202E>", 6, "<003C>202E>", 11),
        ("王e\u{301}", 3, "王e<0301>", 3),
        ("王e\u{301}", 4, "王e<0301>", 4),
        ("王e\u{301}", 6, "王e<0301>", 10),
        ("", 0, "", 0),
    ] {
        assert_eq!(
            printable_at(raw, place),
            (shown.to_owned(), at),
            "{raw} at {place}"
        );
    }
}

#[test]
fn in_a_file_emoji_stay_whole_and_only_they() {
    for whole in ["👍🏽 ❤️ 1️⃣ 🇨🇳", "👨‍👩‍👧‍👦", "👩🏿‍❤️‍💋‍👩🏻", "\u{1112}\u{1161}\u{11ab}"]
    {
        assert_eq!(readable(whole), whole);
    }
    assert_eq!(readable("😀\u{200d} a\u{200d}b"), "😀<200D> a<200D>b");
    let too_many = "😀\u{200d}😀\u{200d}😀\u{200d}😀\u{200d}😀";
    assert_eq!(readable(too_many), "😀<200D>😀<200D>😀<200D>😀<200D>😀");
}

#[test]
fn a_row_shows_emoji_flags_and_korean_letters_in_fewer_cells() {
    let cases = [
        ("👨‍👩‍👧‍👦 一家人", "👨~ 一家人"),
        ("👩🏿‍❤️‍💋‍👩🏻", "👩~"),
        ("👍🏽", "👍~"),
        ("a❤️b☀️c", "a❤b☀c"),
        ("1️⃣ #️⃣", "1 #"),
        ("🇩🇪🇨🇳 🇩", "DECN <1F1E9>"),
        ("\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}", "한글"),
        ("\u{1100}\u{1161}\u{200d}", "<1100><1161><200D>"),
        // No syllable: nothing to compose.
        ("\u{1112}\u{1112}", "<1112><1112>"),
        // Not well-formed.
        (
            "a\u{200d}b 😀\u{200d} x\u{fe0f}",
            "a<200D>b 😀<200D> x<FE0F>",
        ),
        ("🏴\u{e0067}\u{e0062}\u{e007f}", "🏴<E0067><E0062><E007F>"),
        ("ไทย हिन्दी x\u{301}", "ไทย हिन्दी x\u{301}"),
        ("e\u{301}o\u{302}\u{323}", "\u{e9}\u{1ed9}"),
        ("<202E>", "<003C>202E>"),
    ];
    for (raw, shown) in cases {
        let text = Text::new(raw);
        assert_eq!(text.in_row(), shown);
        assert_eq!(text.raw(), raw);
        assert_eq!(drawn(shown), (shown.to_owned(), width(shown)));
    }
    assert_eq!(width("ｶﾞ"), 2);
    let long = "👍🏽".repeat(SHOWN_CHARS);
    assert_eq!(
        Text::new(&long).in_row(),
        "👍~".repeat(SHOWN_CHARS / 2) + "~"
    );
}

#[test]
fn no_sign_that_terminals_give_a_cell_is_covered_by_what_stands_behind_it() {
    for (raw, shown) in [
        ("বাংলা", "ব<09BE>ংল<09BE>"),
        ("கா", "க<0BBE>"),
        ("ស្ត្រី", "ស<17D2>ត<17D2>រី"),
        ("हिन्दी क्षत्रिय", "हिन्दी क्षत्रिय"),
    ] {
        assert_eq!(printable(raw), shown);
        assert_eq!(Text::new(raw).in_row(), shown);
        assert_eq!(readable(raw), raw);
    }
    for c in '\u{300}'..=char::MAX {
        let shown = printable(&format!("\u{995}{c}"));
        let spacing = c.general_category() == GeneralCategory::SpacingMark;
        assert!(!spacing || width(&shown) > 1, "{:04X}", u32::from(c));
    }
}

#[test]
fn ids_that_look_alike_print_differently() {
    // Each of these would pass for `alice_01`, `bob` or `张三` on a screen that shows it as it is.
    let doubles = [
        ("alice_01", "аlice_01"),
        ("alice_01", "аӏісе_01"),
        ("alice_01", "alicе_01"),
        ("alice_01", "αlice_01"),
        ("alice_01", "ａlice_01"),
        ("alice_01", "alice＿01"),
        ("alice_01", "alıce_01"),
        ("alice_01", "alⅰce_01"),
        ("alice_01", "aⅼice_01"),
        ("alice_01", "alǀce_01"),
        ("alice_01", "alice_០1"),
        ("alice_01", "alice_٠1"),
        ("alice_01", "alice_01 "),
        ("alice_01", " alice_01"),
        ("alice_01", "alice_01\u{a0}"),
        ("alice_01", "alice_01\u{3000}"),
        ("alice_01", "alice_01\u{200b}"),
        ("alice_01", "alice\u{200d}_01"),
        ("alice_01", "alice\u{200c}_01"),
        ("alice_01", "alice\u{2060}_01"),
        ("alice_01", "\u{feff}alice_01"),
        ("alice_01", "alice\u{ad}_01"),
        ("alice_01", "alice\u{34f}_01"),
        ("alice_01", "alice\u{fe0f}_01"),
        ("alice_01", "alice\u{e0100}_01"),
        ("alice_01", "alice_01\u{e0041}"),
        ("alice_01", "alice_01\u{3164}"),
        ("alice_01", "alice_01\u{2800}"),
        ("alice_01", "alice_01\0"),
        ("alice_01", "alice_01\n"),
        ("alice_01", "alice_01\u{8}"),
        ("alice_01", "\u{202e}10_ecila"),
        ("alice_01", "\u{202d}alice_01"),
        ("alice_01", "alice_01\u{200e}"),
        ("alice_01", "alice_01\u{180e}"),
        ("alice_01", "alice_01\u{61c}"),
        ("é", "e\u{301}"),
        ("Å", "\u{212b}"),
        ("K", "\u{212a}"),
        ("bob", "bоb"),
        ("bob", "ЬоЬ"),
        ("bob", "𝚋𝚘𝚋"),
        ("bob", "bob\u{300}\u{300}"),
        ("carol-x", "carol‐x"),
        ("carol-x", "carol‑x"),
        ("carol-x", "carol−x"),
        ("carol.x", "carol․x"),
        ("carol.x", "carol。x"),
        ("carol/x", "carol∕x"),
        ("a;b", "a\u{37e}b"),
        ("a!b", "aǃb"),
        ("张三", "张 三"),
        ("张三", "张\u{200b}三"),
        ("力", "カ"),
        ("口", "ロ"),
        ("一", "ー"),
        ("一", "⼀"),
        ("豈", "\u{f900}"),
        ("<202E>", "\u{202e}"),
        ("<003C>", "<"),
        // What typefaces make alike: both stay as they are, and the second carries a mark.
        ("alice_01", "aIice_01"),
        ("alice_01", "a1ice_01"),
        ("alice_01", "a|ice_01"),
        ("rnary", "mary"),
        ("bob-o", "bob-0"),
    ];
    assert!(doubles.len() >= 60);
    for (one, other) in doubles {
        assert_ne!(one, other);
        assert_ne!(id(one), id(other));
        assert_ne!(UserId::new(one).shown(), UserId::new(other).shown());
        for shown in [id(one), id(other)] {
            assert!(
                shown
                    .chars()
                    .all(|c| c.is_ascii_graphic() || ('\u{4E00}'..='\u{9FFF}').contains(&c)),
                "{shown}"
            );
        }
    }
    assert_eq!(id("alice_01"), "alice_01");
    assert_eq!(id("аlice 01"), "<0430>lice<0020>01");
    assert_eq!(id("👨‍👩‍👧"), "<1F468><200D><1F469><200D><1F467>");
}

#[test]
fn a_long_id_shows_its_beginning_and_differs_from_every_other() {
    let fits = "x".repeat(SHOWN_ID);
    assert_eq!(short_id(&fits), fits);
    let long = short_id(&format!("{fits}a"));
    assert!(long.starts_with(&format!("{fits}~")), "{long}");
    assert_ne!(long, short_id(&format!("{fits}b")));
    // A code point is whole or not there.
    let escaped = short_id(&"\u{202e}".repeat(1_000));
    let shown = "<202E>".repeat(SHOWN_ID / 6);
    assert!(escaped.starts_with(&format!("{shown}~")), "{escaped}");
    assert_eq!(escaped.len(), shown.len() + 17);
    assert_eq!(width(&short_id(&"好".repeat(500))), SHOWN_ID + 17);
    // Nobody can spell what the end of a long one looks like.
    assert_ne!(short_id(&long), long);
}

#[test]
fn a_long_text_is_clipped_on_the_screen_only() {
    let fits = "好".repeat(SHOWN_CHARS);
    assert_eq!(Text::new(&fits).shown(), fits);
    let long = "好".repeat(SHOWN_CHARS + 1);
    let text = Text::new(&long);
    assert_eq!(text.raw(), long);
    assert_eq!(text.shown(), format!("{fits}~"));
    assert_eq!(format!("{text}"), text.shown());
}

#[test]
fn a_text_is_cut_between_letters_and_marked() {
    let cases = [
        ("alice", 5, "alice"),
        ("alice", 4, "ali~"),
        ("alice", 1, "~"),
        ("alice", 0, ""),
        ("", 0, ""),
        ("小王-华东大区", 13, "小王-华东大区"),
        ("小王-华东大区", 12, "小王-华东大~"),
        ("小王-华东大区", 11, "小王-华东~"),
        ("小王-华东大区", 10, "小王-华东~"),
        ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}~"),
        ("👨‍👩‍👧‍👦👍🏽", 3, "👨‍👩‍👧‍👦~"),
        ("👨‍👩‍👧‍👦👍🏽", 2, "~"),
    ];
    for (text, cells, expected) in cases {
        assert_eq!(fit(text, cells), expected, "{text} in {cells}");
    }
    assert_eq!(pad("小王", 6), "小王  ");
    assert_eq!(pad("小王华", 4), "小~ ");
}

#[test]
fn a_code_point_is_not_cut_where_there_is_room_for_one() {
    let shown = printable("\u{202e}\u{202e}\u{202e}");
    assert_eq!(fit(&shown, 15), "<202E><202E>~");
    assert_eq!(wrap(&shown, 15), ["<202E><202E>", "<202E>"]);
    assert_eq!(wrap("<202E>", 4), ["<202", "E>"]);
}

#[test]
fn text_is_wrapped_where_each_language_allows_it() {
    let cases: [(&str, usize, &[&str]); 12] = [
        ("", 10, &[""]),
        ("one two three", 7, &["one two", "three"]),
        ("one  two", 4, &["one", "two"]),
        ("双向删除;备注会丢失", 8, &["双向删", "除;备注", "会丢失"]),
        (
            "黑名单不变，会话保留",
            10,
            &["黑名单不", "变，会话保", "留"],
        ),
        (
            "解除拉黑 spam_0042 后恢复",
            12,
            &["解除拉黑", "spam_0042 后", "恢复"],
        ),
        ("a\n\nb", 10, &["a", "", "b"]),
        ("  in", 10, &["  in"]),
        ("see alice-the-second", 16, &["see", "alice-the-second"]),
        ("id abcdefghij", 4, &["id", "abcd", "efgh", "ij"]),
        ("好好", 1, &["~", "~"]),
        ("ab", 0, &["a", "b"]),
    ];
    for (text, cells, expected) in cases {
        assert_eq!(wrap(text, cells), expected, "{text} in {cells}");
    }
}

#[test]
fn the_rule_for_ids_is_the_documented_one() {
    for id in [
        "a",
        "spam_0041",
        "carol.chen",
        "dave-01",
        "...",
        &"a".repeat(64),
    ] {
        assert!(is_regular(id), "{id}");
    }
    for id in ["", "Bob", "张三", "a@b", "a/b", "a b", &"a".repeat(65)] {
        assert!(!is_regular(id), "{id}");
    }
}

/// Texts of the characters that have caused trouble, besides all others.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => any::<char>().prop_map(String::from),
        4 => "[ -~]{1,6}",
        2 => "[一-龥，。（）]{1,4}",
        4 => prop::sample::select(vec![
            "\u{200d}", "\u{fe0f}", "\u{20e3}", "\u{301}", "\u{1f3fd}", "👩", "❤", "🇨", "1", "#",
            "<", ">", "202E", "<202E>", "\u{94d}", "क", "ष", "\u{93f}", "\u{1100}", "\u{1161}",
            "\u{11a8}", "\u{600}", "\u{d4e}", "\u{ff9e}", "ｶ", "\r\n", "\u{17d2}", "ក", "ل", "ا",
            "\u{2d7f}", "ⴰ", "\u{1b}", "-", " ", "\u{a4f8}", "\u{a4fc}",
        ]).prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, ..ProptestConfig::default() })]

    #[test]
    fn two_texts_never_print_alike(raw in nasty()) {
        prop_assert_eq!(read_back(&printable(&raw)), raw.clone());
        prop_assert_eq!(read_back(&id(&raw)), raw);
    }

    #[test]
    fn what_is_printable_stays_in_a_line_as_it_is(raw in nasty()) {
        let shown = printable(&raw);
        prop_assert_eq!(tame(&shown), shown);
        let rest = tame(&raw).replace(['\u{200d}', '\u{fe0f}'], "");
        prop_assert!(!rest.contains(is_forbidden));
    }

    #[test]
    fn a_row_shows_nothing_that_joins_tones_or_pairs(raw in nasty()) {
        let text = Text::new(&raw);
        let joins = |c: char| {
            matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}'
                | '\u{1f1e6}'..='\u{1f1ff}' | '\u{1100}'..='\u{11ff}')
        };
        for shown in [text.shown(), text.in_row()] {
            prop_assert!(!shown.contains(is_forbidden) && !shown.contains(joins), "{}", shown);
        }
        prop_assert_eq!(read_back(&readable(&raw)), raw);
    }

    #[test]
    fn what_is_printable_is_drawn_whole_and_as_wide_as_measured(raw in nasty()) {
        let shown = printable(&raw);
        // Only the invisible parts of a well-formed emoji may stay.
        let rest = shown.replace(['\u{200d}', '\u{fe0f}'], "");
        prop_assert!(!rest.contains(is_forbidden));
        prop_assert_eq!(drawn(&shown), (shown.clone(), width(&shown)));
    }

    #[test]
    fn even_raw_text_is_as_wide_as_ratatui_draws_it(raw in nasty()) {
        prop_assert_eq!(drawn(&raw).1, width(&raw));
    }

    #[test]
    fn a_cut_text_fits_and_a_padded_one_fills(raw in nasty(), cells in 0_usize..40) {
        for text in [printable(&raw), raw] {
            prop_assert!(width(&fit(&text, cells)) <= cells);
            prop_assert_eq!(width(&pad(&text, cells)), cells);
            if width(&text) <= cells {
                prop_assert_eq!(&fit(&text, cells), &text);
            }
        }
    }

    #[test]
    fn wrapped_lines_fit_and_lose_only_spaces(raw in nasty(), cells in 8_usize..40) {
        let text = printable(&raw);
        let lines = wrap(&text, cells);
        for line in &lines {
            prop_assert!(width(line) <= cells);
        }
        if lines.iter().all(|line| !line.contains('~')) {
            prop_assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
        let _ = wrap(&raw, cells);
    }
}

#[test]
fn a_search_knows_no_capitals_and_no_full_width_forms() {
    for (text, read) in [
        ("ＶＩＰ（１）　~Ａ", "vip(1) ~a"),
        ("陈女士(VIP)", "陈女士(vip)"),
        ("ΟΔΟΣ ß", "οδος ß"),
        ("！～", "!~"),
        ("。｟ｱ￥", "。｟ｱ￥"),
    ] {
        assert_eq!(folded(text), read);
    }
}
