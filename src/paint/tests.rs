use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ratatui::style::{Color, Modifier, Stylize};
use ratatui::text::Line;

use unicode_segmentation::UnicodeSegmentation;

use super::*;

/// A device that records every write.
#[derive(Clone)]
struct Paper {
    writes: Rc<RefCell<Vec<String>>>,
    size: Rc<Cell<Size>>,
}

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = str::from_utf8(bytes).unwrap().to_owned();
        self.writes.borrow_mut().push(text);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Device for Paper {
    fn size(&self) -> io::Result<Size> {
        Ok(self.size.get())
    }
}

struct Trial {
    paper: Paper,
    painter: Painter<Paper>,
}

impl Trial {
    fn new(columns: u16, rows: u16, colours: bool) -> Self {
        let paper = Paper {
            writes: Rc::default(),
            size: Rc::new(Cell::new(Size::new(columns, rows))),
        };
        let painter = Painter::new(paper.clone(), colours).unwrap();
        Self { paper, painter }
    }

    /// What is sent for these rows, in one write at most.
    fn paint(&mut self, rows: &[Line]) -> String {
        self.with_caret(rows, None)
    }

    fn with_caret(&mut self, rows: &[Line], caret: Option<(u16, u16)>) -> String {
        let picture = |frame: &mut Frame| {
            for (row, y) in rows.iter().zip(0..) {
                let area = Rect::new(0, y, frame.area().width, 1);
                frame.render_widget(row, area);
            }
            if let Some(place) = caret {
                frame.set_cursor_position(place);
            }
        };
        self.painter.draw(picture).unwrap();
        let mut writes = self.paper.writes.borrow_mut();
        assert!(writes.len() <= 1, "{writes:?}");
        let sent = writes.pop().unwrap_or_default();
        let inner = sent.strip_prefix("\x1b[?2026h");
        let inner = inner.and_then(|sent| sent.strip_suffix("\x1b[?2026l"));
        assert_eq!(inner.is_none(), sent.is_empty(), "{sent:?}");
        inner.unwrap_or_default().to_owned()
    }
}

#[test]
fn the_first_picture_clears_the_screen_and_the_same_again_is_not_sent() {
    let mut trial = Trial::new(8, 2, true);
    let rows = ["one".into(), "two".into()];
    assert_eq!(
        trial.paint(&rows),
        "\x1b[m\x1b[2J\x1b[1;1Hone\x1b[2;1Htwo\x1b[?25l"
    );
    assert_eq!(trial.paint(&rows), "");
    assert_eq!(trial.paint(&["one".into(), "twa".into()]), "\x1b[2;3Ha");
}

#[test]
fn what_was_spoilt_or_has_another_size_is_painted_anew() {
    let mut trial = Trial::new(8, 1, true);
    let first = trial.paint(&["one".into()]);
    trial.painter.spoil();
    assert_eq!(trial.paint(&["one".into()]), first);
    trial.paper.size.set(Size::new(9, 1));
    assert_eq!(trial.paint(&["one".into()]), first);
}

#[test]
fn a_device_without_a_size_is_sent_nothing_until_it_has_one() {
    let mut trial = Trial::new(0, 0, true);
    assert_eq!(trial.paint(&[]), "");
    trial.paper.size.set(Size::new(8, 1));
    assert!(trial.paint(&["one".into()]).ends_with("one\x1b[?25l"));
}

#[test]
fn the_caret_is_told_where_it_is_and_stands_there_after_every_picture() {
    let mut trial = Trial::new(8, 1, true);
    trial.paint(&["one".into()]);
    let rows = ["one".into()];
    assert_eq!(trial.with_caret(&rows, Some((3, 0))), "\x1b[1;4H\x1b[?25h");
    assert_eq!(trial.with_caret(&rows, Some((3, 0))), "");
    assert_eq!(trial.with_caret(&rows, Some((2, 0))), "\x1b[1;3H");
    assert_eq!(
        trial.with_caret(&["ona".into()], Some((2, 0))),
        "\x1b[1;3Ha\x1b[1;3H"
    );
    assert_eq!(trial.paint(&["ona".into()]), "\x1b[?25l");
}

#[test]
fn styles_go_out_in_the_oldest_form_that_says_them() {
    let mut trial = Trial::new(20, 1, true);
    trial.paint(&[]);
    let row = Line::from(vec![
        "a".bold(),
        "b".bold().cyan(),
        "c".cyan(),
        "d".light_red().on_red(),
        "e".bold().dim(),
        "f".reversed(),
        "g".fg(Color::Indexed(200)).bg(Color::Rgb(1, 2, 3)),
    ]);
    assert_eq!(
        trial.paint(&[row]),
        "\x1b[1;1H\x1b[1ma\x1b[36mb\x1b[22mc\x1b[91;41md\x1b[0;1me\x1b[0;7mf\
         \x1b[0;38;5;200;25;48;2;1;2;3mg\x1b[m"
    );
}

#[test]
fn without_colours_no_colour_is_sent_and_none_taken_back() {
    let mut trial = Trial::new(20, 1, false);
    trial.paint(&[]);
    let row = Line::from(vec![
        "a".bold().cyan(),
        "b".red().on_white(),
        "c".red().reversed(),
        "d".into(),
    ]);
    assert_eq!(
        trial.paint(&[row]),
        "\x1b[1;1H\x1b[1ma\x1b[mb\x1b[7mc\x1b[md"
    );
    let row = Line::from("x".red());
    assert_eq!(trial.paint(&[row]), "\x1b[1;1Hx   ");
}

#[test]
fn a_disputed_cluster_is_blanked_first_and_the_cursor_placed_behind_it() {
    let mut trial = Trial::new(6, 1, true);
    trial.paint(&["abcdef".into()]);
    // The whole row, although only one cell differs.
    assert_eq!(
        trial.paint(&["a\u{1FAE0}def".into()]),
        "\x1b[1;1H\x1b[Ka  \x1b[1;2H\u{1FAE0}\x1b[1;4Hdef"
    );
    assert_eq!(trial.paint(&["a\u{1FAE0}def".into()]), "");
    assert_eq!(
        trial.paint(&["a\u{1FAE0}deg".into()]),
        "\x1b[1;1H\x1b[Ka  \x1b[1;2H\u{1FAE0}\x1b[1;4Hdeg"
    );
    // Also the row that contained one; after that it is an ordinary row.
    assert_eq!(trial.paint(&["abcdeg".into()]), "\x1b[1;1H\x1b[Kabcdeg");
    assert_eq!(trial.paint(&["abcdeg".into()]), "");
    trial.paint(&["abcdeh".into()]);
    assert_eq!(trial.paint(&["abcdei".into()]), "\x1b[1;6Hi");
}

#[test]
fn where_a_wide_character_goes_its_second_cell_looks_as_it_should() {
    let mut trial = Trial::new(8, 1, true);
    trial.paint(&["王".into()]);
    assert_eq!(
        trial.paint(&["x".reversed().into()]),
        "\x1b[1;1H\x1b[7mx\x1b[m "
    );
    trial.paint(&["王".into()]);
    assert_eq!(trial.paint(&["xy".into()]), "\x1b[1;1Hxy");
    assert_eq!(trial.paint(&["zy".into()]), "\x1b[1;1Hz");
}

#[test]
fn a_wide_character_that_is_covered_in_part_leaves_nothing_of_its_look() {
    let mut trial = Trial::new(8, 1, true);
    trial.paint(&[Line::from(vec!["王".into(), "王".reversed()])]);
    assert_eq!(trial.paint(&["a王".into()]), "\x1b[1;1Ha王 ");
}

#[test]
fn a_wide_character_that_was_covered_by_another_is_forgotten() {
    let mut trial = Trial::new(8, 1, true);
    trial.paint(&["a王b".into()]);
    trial.paint(&["王王".into()]);
    // The second one stays, and its first cell too.
    assert_eq!(trial.paint(&["xy王".into()]), "\x1b[1;1Hxy");
}

#[test]
fn rows_without_such_clusters_are_painted_cell_by_cell() {
    let mut trial = Trial::new(8, 2, true);
    trial.paint(&["王小明 a".into(), "\u{1FAE0}".into()]);
    assert_eq!(
        trial.paint(&["王小明 b".into(), "\u{1FAE0}".into()]),
        "\x1b[1;8Hb"
    );
    assert_eq!(
        trial.paint(&["王大大 b".into(), "\u{1FAE0}".into()]),
        "\x1b[1;3H大大"
    );
}

/// The contents of the first row after this was sent; combining marks are kept with their letters.
fn shown(sent: &str) -> String {
    let mut cells = vec![" ".to_owned(); 40];
    let mut at = 0;
    for part in sent.split("\x1b[").skip(1) {
        let end = part.find(|c: char| c.is_ascii_alphabetic()).unwrap();
        let (codes, text) = (&part[..end], &part[end + 1..]);
        if part[end..].starts_with('H') {
            let (_, column) = codes.split_once(';').unwrap();
            at = column.parse::<usize>().unwrap() - 1;
        }
        for cluster in text.graphemes(true) {
            match text::width(cluster) {
                0 => cells[at - 1].push_str(cluster),
                width => {
                    cells[at..at + width].fill(String::new());
                    cells[at].push_str(cluster);
                    at += width;
                }
            }
        }
    }
    cells.concat().trim_end().to_owned()
}

#[test]
fn right_to_left_text_ends_before_what_stands_beside_it() {
    let cases = [
        ("שלום", "שלום\u{200E}"),
        ("bob  שלום   │  225 │", "bob  שלום\u{200E}   ǀ  225 ǀ"),
        ("שלום 12  345", "שלום 12\u{200E}  345"),
        ("שלום  12", "שלום\u{200E}  12"),
        ("שלום עולם B", "שלום עולם\u{200E} B"),
        ("مرحبا║2", "مرحبا\u{200E}ǀ2"),
        ("a│b│", "a│b│"),
    ];
    for (row, wanted) in cases {
        let mut trial = Trial::new(24, 1, true);
        let sent = trial.paint(&[row.into()]);
        assert_eq!(shown(&sent), wanted, "{sent:?}");
    }
}

#[test]
fn frames_are_ascii_where_that_is_wanted_and_texts_where_they_are_too_wide() {
    let row = Line::from("┌─“é”…Жα×≥│┃━═║王╚ש│");
    let mut trial = Trial::new(30, 1, true);
    let cases = [
        (Frames::Lines, "┌─“é”…Жα×≥ǀ┃━═ǀ王╚ש\u{200E}ǀ"),
        (Frames::Ascii, "+-“é”…Жα×≥|#==|王+ש\u{200E}|"),
        (Frames::Narrow, "+-\"?\".??x?ǀ#==ǀ王+ש\u{200E}ǀ"),
    ];
    for (frames, wanted) in cases {
        trial.painter.draw_with(frames);
        let sent = trial.paint(std::slice::from_ref(&row));
        assert_eq!(shown(&sent), wanted, "{sent:?}");
    }
}

#[test]
fn a_short_gap_is_written_again_and_a_long_one_is_jumped_over() {
    let mut trial = Trial::new(30, 1, true);
    trial.paint(&["a bc defghijklmnopq".into()]);
    assert_eq!(
        trial.paint(&["x bc yefghijklmnopz".into()]),
        "\x1b[1;1Hx bc y\x1b[12Cz"
    );
    // A gap in another style is not.
    let row = |a: &'static str, b: &'static str| Line::from(vec![a.into(), "b".bold(), b.into()]);
    trial.paint(&[row("x", "y")]);
    assert_eq!(trial.paint(&[row("a", "c")]), "\x1b[1;1Ha\x1b[Cc");
}

#[test]
fn many_blanks_are_erased_and_a_few_are_written() {
    let mut trial = Trial::new(30, 1, true);
    trial.paint(&["abcdefghijklmnopqrst".into()]);
    assert_eq!(
        trial.paint(&["a    fghijklmnopqrst".into()]),
        "\x1b[1;2H    "
    );
    assert_eq!(trial.paint(&["a    fgh".into()]), "\x1b[1;9H\x1b[12X");
    trial.paint(&["abcdefghijklmnopqrst".into()]);
    assert_eq!(
        trial.paint(&["a             lmnopqr".into()]),
        "\x1b[1;2H\x1b[13X\x1b[13Clmnopqr"
    );
}

#[test]
fn a_style_ends_in_the_fewest_bytes() {
    let mut trial = Trial::new(20, 1, true);
    trial.paint(&[]);
    let row = Line::from(vec![
        "a".bold().fg(Color::Indexed(200)),
        "b".fg(Color::Indexed(200)),
        "c".into(),
        " ".bold(),
        "d".into(),
    ]);
    assert_eq!(
        trial.paint(&[row]),
        "\x1b[1;1H\x1b[1;38;5;200;25ma\x1b[22mb\x1b[mc d"
    );
}

mod whatever_is_drawn {
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::style::Style;

    use super::*;

    const SIZE: (u16, u16) = (16, 3);

    /// A text at a place.
    #[derive(Debug, Clone)]
    struct Piece {
        text: String,
        style: Style,
        place: (u16, u16),
    }

    fn piece() -> impl Strategy<Value = Piece> {
        let style = prop_oneof![
            3 => Just(Style::new()),
            1 => Just(Style::new().reversed()),
            1 => Just(Style::new().bold()),
            1 => Just(Style::new().dim().underlined()),
            1 => Just(Style::new().fg(Color::Indexed(200))),
            1 => Just(Style::new().fg(Color::Cyan).bg(Color::Indexed(19)).italic()),
        ];
        ("[ab王小 │]{1,16}", style, 0..SIZE.0, 0..SIZE.1).prop_map(|(text, style, x, y)| Piece {
            text,
            style,
            place: (x, y),
        })
    }

    /// How a cell of a terminal is to look: its text, and what can be seen of its style.
    fn look(text: &str, style: &str, shows_on_blanks: &str) -> String {
        if text.trim().is_empty() {
            format!(" {shows_on_blanks}")
        } else {
            format!("{text} {style} {shows_on_blanks}")
        }
    }

    fn color(color: Color) -> vt100::Color {
        match color {
            Color::Indexed(n) => vt100::Color::Idx(n),
            Color::Cyan => vt100::Color::Idx(6),
            _ => vt100::Color::Default,
        }
    }

    fn wanted(picture: &Buffer) -> Vec<String> {
        let mut looks = Vec::new();
        for y in 0..SIZE.1 {
            let mut x = 0;
            while x < SIZE.0 {
                let cell = &picture[(x, y)];
                let is = |modifier| cell.modifier.contains(modifier);
                let (reversed, underlined) = (is(Modifier::REVERSED), is(Modifier::UNDERLINED));
                let seen = reversed || underlined;
                let fg = seen.then(|| color(cell.fg));
                looks.push(look(
                    cell.symbol(),
                    &format!(
                        "{:?} {} {}",
                        color(cell.fg),
                        is(Modifier::BOLD),
                        is(Modifier::ITALIC)
                    ),
                    &format!("{:?} {fg:?} {reversed} {underlined}", color(cell.bg)),
                ));
                x += cell.symbol().cell_width();
            }
        }
        looks
    }

    fn seen(screen: &vt100::Screen) -> Vec<String> {
        let mut looks = Vec::new();
        for y in 0..SIZE.1 {
            for x in 0..SIZE.0 {
                let cell = screen.cell(y, x).unwrap();
                if cell.is_wide_continuation() {
                    continue;
                }
                let (reversed, underlined) = (cell.inverse(), cell.underline());
                let fg = (reversed || underlined).then(|| cell.fgcolor());
                looks.push(look(
                    cell.contents(),
                    &format!("{:?} {} {}", cell.fgcolor(), cell.bold(), cell.italic()),
                    &format!("{:?} {fg:?} {reversed} {underlined}", cell.bgcolor()),
                ));
            }
        }
        looks
    }

    proptest! {
        #[test]
        fn the_terminal_shows_it(frames in prop::collection::vec(prop::collection::vec(piece(), 0..6), 1..6)) {
            let (columns, rows) = (SIZE.0.try_into().unwrap(), SIZE.1.try_into().unwrap());
            let mut trial = Trial::new(SIZE.0, SIZE.1, true);
            let mut terminal = vt100::Parser::new(rows, columns, 0);
            for pieces in &frames {
                let mut picture = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
                for piece in pieces {
                    let (x, y) = piece.place;
                    // No half of a wide character is left beside it, as nowhere on the screens.
                    if x > 0 && picture[(x - 1, y)].symbol().cell_width() > 1 {
                        picture[(x - 1, y)].reset();
                    }
                    picture.set_string(x, y, &piece.text, piece.style);
                }
                trial.painter.draw(|frame| frame.buffer_mut().clone_from(&picture)).unwrap();
                for sent in trial.paper.writes.borrow_mut().drain(..) {
                    terminal.process(sent.as_bytes());
                }
                prop_assert_eq!(seen(terminal.screen()), wanted(&picture));
            }
        }
    }
}
