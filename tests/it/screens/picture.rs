//! Screens as text: a picture for the eye, and the checks that every screen must pass.

use std::collections::HashMap;
use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::style::{Color, Modifier, Style};
use rosterm::i18n::Lang;
use rosterm::keymap::{Binding, Layer, on};
use rosterm::model::layout::LayoutForm;

use super::painted::over_remarks;
use crate::support::palettes;
use crate::support::scripted::Scripted;

/// A roomy terminal, the usual one, and the smallest that is served.
pub const SIZES: [(u16, u16); 3] = [(120, 36), (80, 24), (40, 12)];

/// Compares a state with its snapshot, in both languages and at every size.
pub fn show(name: &str, act: impl Fn(&mut Scripted)) {
    show_at(&SIZES, name, act);
}

/// The same at other sizes.
pub fn show_at(sizes: &[(u16, u16)], name: &str, act: impl Fn(&mut Scripted)) {
    let mut album = String::new();
    for size in sizes {
        for lang in [Lang::En, Lang::ZhCn] {
            let mut console = Scripted::new(lang, *size);
            act(&mut console);
            let (buffer, caret) = console.draw();
            let picture = text(&buffer);
            let at = format!("{name} {lang} {size:?}");
            check(&console, &buffer, &picture, &at);
            over_remarks(&buffer, &at);
            masked(&mut console, &at);
            album.push_str(&heading(lang, *size, caret));
            album.push_str(&picture);
            album.push('\n');
        }
    }
    keep(name, &album);
}

/// With the mask on, nobody who is in the world can be recognised.
fn masked(console: &mut Scripted, at: &str) {
    console.model.preferences.mask = true;
    let picture = text(&console.draw().0);
    console.model.preferences.mask = false;
    for secret in console.world.personal() {
        // A column may have cut it.
        let start: String = secret.chars().take(10).collect();
        assert!(
            start.chars().count() < 3 || !picture.contains(&start),
            "{at}: {secret:?} is to be seen\n{picture}"
        );
    }
}

/// Compares with the snapshot of this name.
pub fn keep(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// As wide as the screen below it.
fn heading(lang: Lang, (columns, rows): (u16, u16), caret: Option<(u16, u16)>) -> String {
    let mut heading = format!("==== {lang} {columns}x{rows} ");
    if let Some((x, y)) = caret {
        write!(heading, "caret {x},{y} ").unwrap();
    }
    format!("{heading:=<width$}\n", width = usize::from(columns))
}

/// What is to be read; nothing at the ends of lines.
pub fn text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let line = line(buffer, y);
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// One line; the second cell of a wide character is no space.
pub fn line(buffer: &Buffer, y: u16) -> String {
    let mut line = String::new();
    let mut x = buffer.area.left();
    while x < buffer.area.right() {
        let symbol = buffer[(x, y)].symbol();
        line.push_str(symbol);
        x += symbol.cell_width().max(1);
    }
    line
}

/// What every screen must keep, whatever it shows.
fn check(console: &Scripted, buffer: &Buffer, picture: &str, at: &str) {
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let symbol = buffer[(x, y)].symbol();
            assert!(
                !symbol.contains(char::is_control),
                "{at}: {symbol:?} at {x},{y}"
            );
            let cells = symbol.cell_width();
            assert!(
                (1..=2).contains(&cells),
                "{at}: {symbol:?} takes {cells} cells at {x},{y}"
            );
            assert!(
                x + cells <= buffer.area.right(),
                "{at}: half of {symbol:?} at {x},{y}"
            );
            x += cells;
        }
    }
    palettes::check(buffer, at);
    if console.model.layout().form == LayoutForm::TooSmall {
        return;
    }
    let keys = keys(console, buffer);
    // A long notice may take the line of the keys.
    let is_noticed = console.model.dialogs.is_empty() && console.model.notice.is_some();
    assert!(
        is_noticed || !keys.is_empty(),
        "{at} names no key\n{picture}"
    );
    let layer = console.model.layer();
    let works: Vec<String> = on(layer).flat_map(Binding::names).collect();
    if is_noticed && !keys.iter().all(|key| works.contains(key)) {
        return;
    }
    for key in keys {
        // A field has this one of its own.
        let edits = layer.has_field() && key == "Ctrl-u";
        assert!(edits || works.contains(&key), "{at} names {key}\n{picture}");
    }
    if console.model.dialogs.is_empty() {
        return;
    }
    // What is beside the dialog may be cut.
    let border = picture.rsplit_once('╚').unwrap_or_default().1;
    let border = border.split('╝').next().unwrap_or_default();
    let whole = border.contains("Esc ") && !border.contains('~');
    assert!(whole, "{at} has no way out\n{picture}");
    let yes = match console.model.layer() {
        Layer::Confirm | Layer::Choice => " y ",
        Layer::Field => " Enter ",
        _ => "",
    };
    assert!(border.contains(yes), "{at} does not name{yes}\n{picture}");
}

/// The keys that are named where keys are: on the last line, or the lower border of the dialog above it.
/// They are what is bold there.
fn keys(console: &Scripted, buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width);
    let row = if console.model.dialogs.is_empty() {
        buffer.content.rchunks(width).next().unwrap()
    } else {
        let corner = |symbol| move |cell: &Cell| cell.symbol() == symbol;
        let from = buffer.content.iter().rposition(corner("╚")).unwrap();
        let border = &buffer.content[from..];
        &border[..border.iter().position(corner("╝")).unwrap()]
    };
    let bold = row.iter().map(|cell| match cell.modifier {
        Modifier::BOLD => cell.symbol(),
        _ => " ",
    });
    let bold: String = bold.collect();
    bold.split_whitespace().map(str::to_owned).collect()
}

/// The same without colours: what a terminal shows that has none.
pub fn without_colours(buffer: &Buffer) -> Vec<(String, Modifier)> {
    buffer
        .content
        .iter()
        .map(|cell| (cell.symbol().to_owned(), cell.modifier))
        .collect()
}

/// Which cells are drawn how: a letter for each style, a dot for plain cells, and what the letters mean.
pub fn styles(buffer: &Buffer) -> String {
    let mut names: HashMap<String, char> = HashMap::new();
    let mut letters = 'a'..='z';
    let mut map = String::new();
    let mut legend = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut line = String::new();
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let style = described(buffer[(x, y)].style());
            let letter = if style.is_empty() {
                '.'
            } else {
                *names.entry(style).or_insert_with_key(|style| {
                    let letter = letters.next().unwrap();
                    writeln!(legend, "{letter}  {style}").unwrap();
                    letter
                })
            };
            // A wide character has the style of its first cell.
            let cells = buffer[(x, y)].symbol().cell_width().max(1);
            line.extend(std::iter::repeat_n(letter, cells.into()));
            x += cells;
        }
        map.push_str(line.trim_end_matches('.'));
        map.push('\n');
    }
    format!("{legend}\n{map}")
}

fn described(style: Style) -> String {
    let mut words = Vec::new();
    match style.fg {
        None | Some(Color::Reset) => {}
        Some(colour) => words.push(colour.to_string()),
    }
    match style.bg {
        None | Some(Color::Reset) => {}
        Some(colour) => words.push(format!("on {colour}")),
    }
    for (name, _) in style.add_modifier.iter_names() {
        words.push(name.to_lowercase());
    }
    words.join(" ")
}
