//! Draws a screen as a terminal gets it, and judges the places on it.

use std::collections::BTreeMap;

use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
use rosterm::i18n::Lang;
use unicode_segmentation::UnicodeSegmentation;

use super::{scanner, strings};
use crate::support::scripted::Scripted;

/// A roomy terminal, and the smallest that is served.
pub const SIZES: [(u16, u16); 2] = [(120, 36), (40, 12)];

/// What a terminal of this size is sent for a picture.
pub fn bytes((columns, rows): (u16, u16), picture: impl FnOnce(&mut Frame)) -> Vec<u8> {
    let mut bytes = Vec::new();
    let options = TerminalOptions {
        viewport: Viewport::Fixed(Rect::new(0, 0, columns, rows)),
    };
    let mut terminal = Terminal::with_options(CrosstermBackend::new(&mut bytes), options).unwrap();
    terminal.draw(picture).unwrap();
    drop(terminal);
    bytes
}

/// A screen as it was sent.
pub struct Sent {
    at: String,
    text: String,
    /// How long a text may be that has to be seen beside everything else.
    room: usize,
}

/// How often each place was judged.
#[derive(Default)]
pub struct Tally(BTreeMap<&'static str, usize>);

impl Tally {
    /// Every place was judged with every string, as often as this.
    #[track_caller]
    pub fn covers(&self, places: &[(&str, usize)]) {
        let expected: BTreeMap<&str, usize> = places
            .iter()
            .map(|(place, times)| (*place, times * strings::all().len()))
            .collect();
        assert_eq!(self.0, expected);
    }
}

impl Sent {
    /// What goes out for this picture; it ends the test if any of it is no screen.
    #[track_caller]
    pub fn new(size: (u16, u16), at: &str, picture: impl FnOnce(&mut Frame)) -> Self {
        let at = format!("{at} on {size:?}");
        match scanner::drawn(&bytes(size, picture)) {
            Ok(text) => Self {
                at,
                text,
                room: usize::from(size.0) * usize::from(size.1) * 2 / 3,
            },
            Err(why) => panic!("{at}: {why}"),
        }
    }

    /// The console's screen now.
    #[track_caller]
    pub fn of(console: &Scripted, at: &str) -> Self {
        Self::new(console.model.size, at, |frame| {
            let _ = rosterm::view::draw(&console.model, frame);
        })
    }

    /// The same of a question that is read to its end.
    #[track_caller]
    pub fn read(console: &mut Scripted, at: &str) -> Self {
        let mut whole = Self::of(console, at);
        console.look();
        while !console.model.dialogs.was_on_screen() {
            console.press("<PgDn>");
            whole.text.push_str(&Self::of(console, at).text);
            console.look();
        }
        whole
    }

    /// How often this stands on the screen.
    pub fn count(&self, sign: &str) -> usize {
        self.text.matches(sign).count()
    }

    /// The text with this mark before it stands there, with what follows the mark.
    #[track_caller]
    pub fn shows(&self, tally: &mut Tally, place: &'static str, mark: &str, shown: &str) {
        let wanted = beginning(mark, shown);
        // What is longer than the screen need not be seen where it begins.
        if shown.len() < self.room {
            self.holds(place, &wanted);
        }
        *tally.0.entry(place).or_default() += 1;
    }

    /// The text with this mark behind it stands there, with what leads to the mark.
    #[track_caller]
    pub fn ends(&self, tally: &mut Tally, place: &'static str, shown: &str, mark: &str) {
        let wanted = ending(shown, mark);
        self.holds(place, &wanted);
        *tally.0.entry(place).or_default() += 1;
    }

    #[track_caller]
    fn holds(&self, place: &str, wanted: &str) {
        // A row may be cut or broken behind the mark.
        let is_cut = || {
            (3..wanted.len())
                .filter_map(|end| wanted.get(..end))
                .any(|start| {
                    self.text.contains(&format!("{start}~"))
                        || self.text.contains(&format!("{start}\n"))
                })
        };
        assert!(
            self.text.contains(wanted) || is_cut(),
            "{place}, {}: no {wanted:?} in\n{}",
            self.at,
            self.text
        );
    }
}

/// The mark and what can be seen first behind it: a code point or a letter.
fn beginning(mark: &str, shown: &str) -> String {
    let rest = shown.strip_prefix(mark).expect("the mark comes first");
    let first = match rest.strip_prefix('<').and_then(|rest| rest.find('>')) {
        Some(end) if end <= 6 => &rest[..end + 2],
        _ => rest.graphemes(true).next().unwrap_or_default(),
    };
    // Blanks may be painted by leaving them out.
    format!("{mark}{}", first.trim_end())
}

/// What can be seen last before the mark, and the mark.
fn ending(shown: &str, mark: &str) -> String {
    let rest = shown.strip_suffix(mark).expect("the mark comes last");
    let last = match rest.strip_suffix('>').and_then(|rest| rest.rfind('<')) {
        Some(start) if rest.len() - start <= 8 => &rest[start..],
        _ => rest.graphemes(true).next_back().unwrap_or_default(),
    };
    // Behind a wide letter the cursor is sent to where it is.
    let last = if last.is_ascii() {
        last.trim_start()
    } else {
        ""
    };
    format!("{last}{mark}")
}

/// A console for each hostile string at each size, half of them in each language. The string stands
/// between letters on the one, and at the end on the other.
pub fn each(mut act: impl FnMut(&mut Scripted, &str)) {
    for (n, hostile) in strings::all().iter().enumerate() {
        for (m, size) in SIZES.into_iter().enumerate() {
            let lang = [Lang::En, Lang::ZhCn][(n + m) % 2];
            let text = [format!("{hostile}tail"), hostile.clone()];
            act(&mut Scripted::new(lang, size), &text[(n / 2 + m) % 2]);
        }
    }
}

/// Whether there is room for everything.
pub fn is_wide(console: &Scripted) -> bool {
    console.model.size == SIZES[0]
}
