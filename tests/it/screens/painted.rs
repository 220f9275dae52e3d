//! What terminals show of the screens after key upon key, whatever they think of a character's width: the same
//! as after a fresh painting, and everything whose width nobody disputes in its place.

use std::sync::{Mutex, PoisonError};

use proptest::prelude::*;
use ratatui::Frame;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::Stylize;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use rosterm::domain::{Blocked, ChatKind, Contact, UserId};
use rosterm::i18n::Lang;
use rosterm::paint::Painter;
use rosterm::text::{Text, is_disputed};

use super::picture::SIZES;
use super::terminals::{NAMES, Shared, Shows};
use crate::support::keys::keys;
use crate::support::scripted::Scripted;
use crate::support::world::{Given, World, contact, conversation};

/// Remarks that terminals disagree about.
const AWKWARD: &[&str] = &[
    "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}\u{200D}\u{1F466} 一家人",
    "夫妻\u{1F469}\u{1F3FF}\u{200D}\u{2764}\u{FE0F}\u{200D}\u{1F48B}\u{200D}\u{1F469}\u{1F3FB}店",
    "a\u{2764}\u{FE0F}b\u{2764}\u{FE0F}c\u{2600}\u{FE0F}d",
    "1\u{FE0F}\u{20E3} \u{1F44D}\u{1F3FD} \u{2764}\u{FE0F}",
    "\u{1F1E9}\u{1F1EA}\u{1F1EF}\u{1F1F5} 双语",
    "\u{1F1E9} half a flag",
    "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F} tags",
    "\u{1FAE0}\u{1FAE8}\u{1FAC8} new emoji",
    "\u{2764} \u{2601} \u{260E} text emoji",
    "ไทยไม่มีวรรค น้ำ กำ",
    "हिन्दी क्ष त्र श्री",
    "தமிழ் கொ",
    "မြန်မာ",
    "שלום עולם 12",
    "225 שלום",
    "مرحبا بالعالم لا",
    "ｶﾞｷﾞ half",
    "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}",
    "e\u{301}a\u{308}\u{323}",
    "\u{4DC0}\u{4DFF} hexagrams",
    "│┃║─ boxes",
    "“quoted” … — · × °",
    "ꦏꦴ javanese",
    "\u{1D54F}\u{1D56B} math",
    "\u{1F9D1}\u{1F3FD}\u{200D}\u{1F91D}\u{200D}\u{1F9D1}\u{1F3FB}",
    "\u{A9}\u{FE0F} \u{AE} \u{2122}",
    "\u{3297}\u{FE0F} 祝",
    "plain",
];

/// The clusters in the file, one or more in a text.
fn clusters() -> Vec<String> {
    let lines = include_str!("clusters.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    let code = |code| char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
    lines
        .map(|line| line.split(' ').map(code).collect())
        .collect()
}

/// Friends, blocked people and conversations with such texts.
fn world() -> World {
    let from_unicode = clusters();
    let mut texts: Vec<String> = AWKWARD.iter().map(ToString::to_string).collect();
    texts.extend(from_unicode.chunks(2).map(|pair| pair.join(" 与 ")));
    let ids = |n: usize| match n % 3 {
        0 => format!("user_{n:03}"),
        1 => format!("2250{n:08}"),
        _ => format!("x{n}"),
    };
    let friends: Vec<Contact> = texts
        .iter()
        .enumerate()
        .map(|(n, text)| contact(&ids(n), text))
        .collect();
    let blocks: Vec<Blocked> = friends
        .iter()
        .step_by(3)
        .map(|friend| Blocked {
            id: friend.id.clone(),
        })
        .collect();
    let conversations = texts.iter().rev().enumerate().map(|(n, text)| {
        let kind = [ChatKind::Chat, ChatKind::Group][n % 2];
        conversation((&ids(n), kind), Some(3), None, Some(text))
    });
    World {
        friend_ids: Given::Whole(friends.iter().map(|f| f.id.clone()).collect()),
        friends: Given::Whole(friends),
        block_ids: Given::Whole(blocks.iter().map(|b| b.id.clone()).collect()),
        blocks: Given::Whole(blocks),
        conversations: Given::Whole(conversations.collect()),
        ..World::usual()
    }
}

/// A terminal on which the same console is painted all the time.
struct Watched {
    name: &'static str,
    device: Shared,
    painter: Painter<Shared>,
}

impl Watched {
    fn new(name: &'static str, size: (u16, u16)) -> Self {
        let device = Shared::new(name, size);
        let painter = Painter::new(device.clone(), true).unwrap();
        Self {
            name,
            device,
            painter,
        }
    }

    /// Paints a picture, and holds what is shown against a fresh painting and the picture itself.
    fn look(&mut self, picture: &Buffer, at: &str) {
        self.paint(picture);
        let size = (picture.area.width, picture.area.height);
        let mut fresh = Self::new(self.name, size);
        fresh.paint(picture);
        let (shown, fresh) = (
            self.device.terminal.borrow(),
            fresh.device.terminal.borrow(),
        );
        let row = |terminal: &dyn Shows, y| -> String {
            (0..size.0).map(|x| terminal.spot(x, y).0).collect()
        };
        for y in 0..size.1 {
            for x in 0..size.0 {
                assert_eq!(
                    shown.spot(x, y),
                    fresh.spot(x, y),
                    "{}, {at}, {x},{y}:\n{}\n{}",
                    self.name,
                    row(&**shown, y),
                    row(&**fresh, y),
                );
            }
            undisputed(picture, y, |x| {
                let (text, _) = shown.spot(x, y);
                let text = text.trim_end_matches('\u{200E}');
                let wanted = picture[(x, y)].symbol();
                let is_border = text == "\u{1C0}" && "│║┃".contains(wanted);
                assert!(
                    text == wanted || is_border,
                    "{}, {at}, {x},{y}: {text:?}, not {wanted:?}\n{}",
                    self.name,
                    row(&**shown, y)
                );
            });
        }
    }

    fn paint(&mut self, picture: &Buffer) {
        let copy = |frame: &mut Frame| frame.buffer_mut().clone_from(picture);
        self.painter.draw(copy).unwrap();
    }
}

/// Paints a picture over lists of such remarks, and the lists over the picture.
pub fn over_remarks(picture: &Buffer, at: &str) {
    let lists = lists((picture.area.width, picture.area.height));
    for name in ["vt100", "wider"] {
        let mut terminal = Watched::new(name, (picture.area.width, picture.area.height));
        terminal.paint(&lists);
        terminal.look(picture, at);
        terminal.look(&lists, at);
    }
}

/// The lists with such remarks.
fn lists(size: (u16, u16)) -> Buffer {
    static KNOWN: Mutex<Vec<Buffer>> = Mutex::new(Vec::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let has_size = |picture: &&Buffer| (picture.area.width, picture.area.height) == size;
    if let Some(picture) = known.iter().find(has_size) {
        return picture.clone();
    }
    let mut console = Scripted::new(Lang::En, size);
    console.open_in(world());
    let picture = console.draw().0;
    known.push(picture.clone());
    picture
}

/// The cells of a row that hold what no terminal disputes, and do not lie behind something that they do.
fn undisputed(buffer: &Buffer, y: u16, mut look: impl FnMut(u16)) {
    let mut x = buffer.area.left();
    while x < buffer.area.right() {
        let symbol = buffer[(x, y)].symbol();
        if !is_disputed(symbol) {
            look(x);
        }
        x += symbol.cell_width().max(1);
    }
}

/// What somebody does in an hour: pages, lists, every dialog opened and closed.
const HOUR: &[&str] = &[
    "",
    "<Ctrl-f>",
    "jjj",
    "<Ctrl-f>",
    "<Ctrl-b>",
    "<Ctrl-f><Ctrl-f>",
    "G",
    "gg",
    "?",
    "<Ctrl-f>",
    "<Esc>",
    "e",
    "<Esc>",
    "je",
    "<Esc>",
    "d",
    "<Esc>",
    "a",
    "<Esc>",
    "O",
    "<Esc>",
    "t",
    "<Esc>",
    "E",
    "<Esc>",
    "i",
    "<Esc>",
    "5",
    "<Esc>",
    "6",
    "<Esc>",
    "@",
    "<Esc>",
    "/",
    "user",
    "<Esc>",
    " j ",
    "b",
    "<Esc>",
    "<Esc>",
    "2",
    "jj",
    "<Ctrl-f>",
    "3",
    "<Ctrl-f>",
    "d",
    "<Esc>",
    "<Ctrl-f>",
    "1",
    "<Ctrl-f>",
];

#[test]
fn every_terminal_shows_the_picture_after_every_key() {
    for (size, lang) in SIZES.into_iter().zip([Lang::En, Lang::ZhCn, Lang::En]) {
        let mut console = Scripted::new(lang, size);
        console.open_in(world());
        let mut watched: Vec<Watched> = NAMES.iter().map(|name| Watched::new(name, size)).collect();
        for (number, strokes) in HOUR.iter().enumerate() {
            for key in keys(strokes) {
                console.press_one(key);
                console.answer();
            }
            console.rest();
            for terminal in &mut watched {
                terminal.look(
                    &console.draw().0,
                    &format!("{size:?}, {lang}, step {number} {strokes}"),
                );
            }
        }
    }
}

#[test]
fn one_remark_after_the_other_in_a_row_leaves_nothing_behind() {
    let size = (80, 24);
    let mut texts = clusters();
    texts.extend(AWKWARD.iter().map(ToString::to_string));
    let mut watched: Vec<Watched> = NAMES.iter().map(|name| Watched::new(name, size)).collect();
    for text in &texts {
        let friends = vec![contact("bob_77", text), contact("225011234567169", "plain")];
        let mut console = Scripted::new(Lang::En, size);
        console.open_in(World {
            blocks: Given::Whole(vec![Blocked {
                id: UserId::new("bob_77"),
            }]),
            block_ids: Given::Whole(vec![UserId::new("bob_77")]),
            ..World::of_friends(friends)
        });
        for terminal in &mut watched {
            terminal.look(&console.draw().0, &format!("{:?}", Text::new(text)));
        }
    }
}

#[test]
fn the_same_picture_again_sends_nothing() {
    let mut console = Scripted::new(Lang::En, (120, 36));
    console.open_in(world());
    let mut terminal = Watched::new("vt100", (120, 36));
    for step in 0..6 {
        console.press("<Ctrl-f>");
        console.answer();
        console.rest();
        terminal.look(&console.draw().0, "moved");
        let sent = *terminal.device.sent.borrow();
        terminal.look(&console.draw().0, "the same");
        assert_eq!(*terminal.device.sent.borrow(), sent, "step {step}");
    }
}

/// A row of what takes one cell, two, or as many as a terminal likes, some of it reversed.
fn row() -> impl Strategy<Value = Vec<(&'static str, bool)>> {
    let piece = prop_oneof![
        6 => prop::sample::select(vec!["a", "b", "王", "夫"]),
        1 => prop::sample::select(vec![" ", "\u{1FAE0}", "ก\u{E34}", "ש"]),
    ];
    prop::collection::vec((piece, prop::bool::weighted(0.2)), 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_row_after_any_other_is_shown_as_it_is(rows in prop::collection::vec(row(), 3..12)) {
        let area = Rect::new(0, 0, 8, 1);
        let mut watched: Vec<Watched> = NAMES.iter().map(|name| Watched::new(name, (8, 1))).collect();
        for row in &rows {
            let mut picture = Buffer::empty(area);
            let pieces = row.iter().map(|(piece, reversed)| {
                if *reversed { piece.reversed() } else { Span::raw(*piece) }
            });
            pieces.collect::<Line>().render(area, &mut picture);
            for terminal in &mut watched {
                terminal.look(&picture, &format!("{rows:?}"));
            }
        }
    }
}
