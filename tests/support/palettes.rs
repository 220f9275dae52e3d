//! Checks whether a screen is readable in the terminals that people use.
//!
//! The colours are those that each terminal publishes:
//!
//! - xterm: `XTerm-col.ad`, with its names resolved by X11's `rgb.txt`; the dark variant is the one given
//!   there
//! - VTE: `Terminal::set_colors` in `vte.cc`; for GNOME Terminal the palette and the two variants of its own
//!   profile (`terminal-schemas.h`)
//! - `PuTTY`: the defaults of `Colour0` to `Colour21` in `settings.c`; on white, "use system colours"
//! - the Linux console: `default_red` and the like, `rgb_from_256` and `build_attr` in `vt.c`; it has no
//!   light variant, and in a custom one bold is grey in every program
//! - mlterm: `vtsys_color_rgb_table` in `vt_color.c`
//! - xterm.js: `DEFAULT_ANSI_COLORS` in `ThemeService.ts`

use std::collections::HashSet;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

/// The least contrast of text that has to be read: WCAG 2.2, 1.4.3.
pub const TEXT: f64 = 4.5;
/// The least contrast of a line that carries information: WCAG 2.2, 1.4.11.
pub const LINE: f64 = 3.0;
/// The least contrast of unimportant text, which can still be found by looking for it. The Linux console
/// shows it in its dark grey, 2.8 : 1, whatever a program does.
pub const DIMMED: f64 = 2.7;

/// Red, green and blue in one number.
type Rgb = u32;

/// A terminal in one of its variants.
struct Palette {
    name: &'static str,
    colours: [Rgb; 16],
    text: Rgb,
    ground: Rgb,
    /// The text colour in bold and, if the colours are reversed, the background colour in bold.
    bold: Option<(Rgb, Rgb)>,
    /// Whether the terminal shows the nearest of its sixteen colours instead of those of the cube.
    few: bool,
}

const XTERM: [Rgb; 16] = [
    0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5, //
    0x7f_7f7f, 0xff_0000, 0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
];
const VTE: [Rgb; 16] = [
    0x00_0000, 0xc0_0000, 0x00_c000, 0xc0_c000, 0x00_00c0, 0xc0_00c0, 0x00_c0c0, 0xc0_c0c0, //
    0x3f_3f3f, 0xff_3f3f, 0x3f_ff3f, 0xff_ff3f, 0x3f_3fff, 0xff_3fff, 0x3f_ffff, 0xff_ffff,
];
const GNOME: [Rgb; 16] = [
    0x17_1421, 0xc0_1c28, 0x26_a269, 0xa2_734c, 0x12_488b, 0xa3_47ba, 0x2a_a1b3, 0xd0_cfcc, //
    0x5e_5c64, 0xf6_6151, 0x33_da7a, 0xe9_ad0c, 0x2a_7bde, 0xc0_61cb, 0x33_c7de, 0xff_ffff,
];
const PUTTY: [Rgb; 16] = [
    0x00_0000, 0xbb_0000, 0x00_bb00, 0xbb_bb00, 0x00_00bb, 0xbb_00bb, 0x00_bbbb, 0xbb_bbbb, //
    0x55_5555, 0xff_5555, 0x55_ff55, 0xff_ff55, 0x55_55ff, 0xff_55ff, 0x55_ffff, 0xff_ffff,
];
const LINUX: [Rgb; 16] = [
    0x00_0000, 0xaa_0000, 0x00_aa00, 0xaa_5500, 0x00_00aa, 0xaa_00aa, 0x00_aaaa, 0xaa_aaaa, //
    0x55_5555, 0xff_5555, 0x55_ff55, 0xff_ff55, 0x55_55ff, 0xff_55ff, 0x55_ffff, 0xff_ffff,
];
const XTERM_JS: [Rgb; 16] = [
    0x2e_3436, 0xcc_0000, 0x4e_9a06, 0xc4_a000, 0x34_65a4, 0x75_507b, 0x06_989a, 0xd3_d7cf, //
    0x55_5753, 0xef_2929, 0x8a_e234, 0xfc_e94f, 0x72_9fcf, 0xad_7fa8, 0x34_e2e2, 0xee_eeec,
];

const fn plain(name: &'static str, colours: [Rgb; 16], text: Rgb, ground: Rgb) -> Palette {
    Palette {
        name,
        colours,
        text,
        ground,
        bold: None,
        few: false,
    }
}

/// All terminals. The palette of mlterm is xterm's.
const PALETTES: &[Palette] = &[
    plain("xterm, light", XTERM, 0x00_0000, 0xff_ffff),
    plain("xterm, dark", XTERM, 0xe5_e5e5, 0x00_0000),
    plain("VTE, light", VTE, 0x00_0000, 0xff_ffff),
    plain("VTE, dark", VTE, 0xc0_c0c0, 0x00_0000),
    plain("GNOME Terminal, light", GNOME, 0x17_1421, 0xff_ffff),
    plain("GNOME Terminal, dark", GNOME, 0xd0_cfcc, 0x17_1421),
    plain("PuTTY, light", PUTTY, 0x00_0000, 0xff_ffff),
    Palette {
        bold: Some((0xff_ffff, 0x55_5555)),
        ..plain("PuTTY, dark", PUTTY, 0xbb_bbbb, 0x00_0000)
    },
    Palette {
        bold: Some((0xff_ffff, 0x55_5555)),
        few: true,
        ..plain("the Linux console", LINUX, 0xaa_aaaa, 0x00_0000)
    },
    plain("mlterm, light", XTERM, 0x00_0000, 0xff_ffff),
    plain("mlterm, dark", XTERM, 0xe5_e5e5, 0x00_0000),
    plain("xterm.js, light", XTERM_JS, 0x00_0000, 0xff_ffff),
    plain("xterm.js, dark", XTERM_JS, 0xff_ffff, 0x00_0000),
];

/// The style of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Look {
    pub fg: Color,
    pub bg: Color,
    pub modifier: Modifier,
    /// Whether it is a line of a border or a gauge, and not text.
    pub line: bool,
}

impl Palette {
    /// The colours of a look. Bold is brighter in some terminals and not in others, so both count.
    fn shown(&self, look: Look) -> Vec<(Rgb, Rgb)> {
        let (text, ground) = self.bold.unzip();
        let mut sides = [
            (self.index(look.fg, false), self.text, text),
            (self.index(look.bg, true), self.ground, ground),
        ];
        if look.modifier.contains(Modifier::REVERSED) {
            sides.swap(0, 1);
        }
        let rgb = |(n, own, _): (Option<u8>, Rgb, _)| n.map_or(own, |n| self.colour(n));
        let [front, ground] = sides.map(rgb);
        let mut fronts = vec![front];
        if look.modifier.contains(Modifier::BOLD) {
            fronts.extend(match sides[0] {
                (Some(n @ 0..8), ..) => Some(self.colour(n + 8)),
                (Some(_), ..) => None,
                (None, _, bold) => bold,
            });
        }
        if look.modifier.contains(Modifier::DIM) {
            // Half the contrast, like the terminals that dim the most; the Linux console has one colour for
            // all.
            let half = |front: Rgb| {
                if self.few {
                    LINUX[8]
                } else {
                    mixed(front, ground)
                }
            };
            fronts = fronts.into_iter().map(half).collect();
        }
        fronts.into_iter().map(|front| (front, ground)).collect()
    }

    /// A colour's number; `None` for the terminal's own.
    fn index(&self, colour: Color, ground: bool) -> Option<u8> {
        let n = match colour {
            // Never drawn, because not every terminal supports all of these.
            Color::Reset | Color::Rgb(..) => return None,
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 8,
            Color::LightRed => 9,
            Color::LightGreen => 10,
            Color::LightYellow => 11,
            Color::LightBlue => 12,
            Color::LightMagenta => 13,
            Color::LightCyan => 14,
            Color::White => 15,
            Color::Indexed(n) => n,
        };
        Some(if self.few { fewer(n, ground) } else { n })
    }

    fn colour(&self, n: u8) -> Rgb {
        let level = |n: u8| if n == 0 { 0 } else { u32::from(n) * 40 + 55 };
        match n {
            0..16 => self.colours[usize::from(n)],
            16..232 => {
                let n = n - 16;
                level(n / 36) << 16 | level(n / 6 % 6) << 8 | level(n % 6)
            }
            232.. => (u32::from(n - 232) * 10 + 8) * 0x01_0101,
        }
    }
}

/// The Linux console's substitute for a colour: `rgb_from_256`, `rgb_foreground`, `rgb_background`.
fn fewer(n: u8, ground: bool) -> u8 {
    let bit = |n: u8, bit: u8, low, high| if n & bit == 0 { low } else { high };
    let rgb: [u8; 3] = match n {
        0..8 => [1, 2, 4].map(|b| bit(n, b, 0, 0xaa)),
        8..16 => [1, 2, 4].map(|b| bit(n, b, 0x55, 0xff)),
        16..232 => {
            let n = n - 16;
            [n / 36, n / 6 % 6, n % 6].map(|n| n * 42 + n / 2)
        }
        232.. => [(n - 232) * 10 + 8; 3],
    };
    let most = rgb.into_iter().max().unwrap_or(0);
    let hue = |on: &dyn Fn(u8) -> bool| {
        let bits = rgb.into_iter().zip([1, 2, 4]);
        bits.filter(|(c, _)| on(*c)).map(|(_, bit)| bit).sum::<u8>()
    };
    if ground {
        return hue(&|c| c & 0x80 != 0);
    }
    match hue(&|c| c > most / 2) {
        7 if most <= 0x55 => 8,
        hue if most > 0xaa => hue + 8,
        hue => hue,
    }
}

fn parts(colour: Rgb) -> [u32; 3] {
    [colour >> 16, colour >> 8 & 0xff, colour & 0xff]
}

fn mixed(one: Rgb, other: Rgb) -> Rgb {
    let mut out = 0;
    for (one, other) in parts(one).into_iter().zip(parts(other)) {
        out = out << 8 | u32::midpoint(one, other);
    }
    out
}

/// The relative luminance, as WCAG defines it.
fn luminance(colour: Rgb) -> f64 {
    let linear = |part: u32| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    let [red, green, blue] = parts(colour).map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The contrast of two colours, from 1 to 21.
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The terminals in which a look is unreadable, with the contrast there.
pub fn unreadable(look: Look) -> Vec<(&'static str, f64)> {
    let least = match look {
        Look { modifier, .. } if modifier.contains(Modifier::DIM) => DIMMED,
        Look { line: true, .. } => LINE,
        Look { .. } => TEXT,
    };
    let mut found = Vec::new();
    for palette in PALETTES {
        let shown = palette.shown(look).into_iter();
        let least_shown = shown.map(|(front, back)| contrast(front, back));
        let worst = least_shown.fold(f64::INFINITY, f64::min);
        if worst < least {
            found.push((palette.name, worst));
        }
    }
    found
}

/// Whether a terminal without 256 colours mistakes a colour's number for an attribute or for one of its own
/// colours.
fn is_taken_amiss(colour: Color) -> bool {
    matches!(
        colour,
        Color::Indexed(1..=9 | 21 | 26 | 30..=65 | 73..=75 | 90..=107)
    )
}

/// Asserts that everything on a screen is readable in all of these terminals.
pub fn check(buffer: &Buffer, at: &str) {
    let mut seen = HashSet::new();
    for (n, cell) in buffer.content.iter().enumerate() {
        let symbol = cell.symbol();
        if symbol.trim().is_empty() {
            continue;
        }
        let look = Look {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
            line: symbol
                .chars()
                .all(|c| ('\u{2500}'..='\u{259f}').contains(&c)),
        };
        let known = |colour| !matches!(colour, Color::Rgb(..)) && !is_taken_amiss(colour);
        assert!(known(look.fg) && known(look.bg), "{at}: {look:?}");
        if seen.insert(look) {
            let bad = unreadable(look);
            let (x, y) = buffer.pos_of(n);
            assert!(
                bad.is_empty(),
                "{at}: {symbol:?} at {x},{y} is {look:?}: {bad:.1?}"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn look(fg: Color, bg: Color, modifier: Modifier) -> Look {
        Look {
            fg,
            bg,
            modifier,
            line: false,
        }
    }

    fn worst(look: Look) -> f64 {
        let bad = unreadable(look).into_iter();
        bad.map(|(_, contrast)| contrast).fold(21.0, f64::min)
    }

    #[test]
    fn the_contrast_is_the_one_of_wcag() {
        let near = |one: f64, other: f64| (one - other).abs() < 0.01;
        assert!(near(contrast(0xff_ffff, 0x00_0000), 21.0));
        assert!(near(contrast(0x76_7676, 0xff_ffff), 4.54));
        assert!(near(contrast(0x00_00aa, 0x00_0000), 1.58));
    }

    #[test]
    fn what_could_not_be_read_is_found() {
        use Color::{Black, Blue, Cyan, Green, Reset, Yellow};
        let plain = Modifier::empty();
        for (look, contrast) in [
            (look(Blue, Reset, plain), 1.6),
            (look(Cyan, Reset, plain), 2.0),
            (look(Yellow, Reset, plain), 1.7),
            (look(Green, Reset, plain), 2.2),
            (look(Cyan, Reset, Modifier::BOLD), 1.2),
            (look(Yellow, Reset, Modifier::BOLD), 1.1),
            // Black that turns grey in bold, plain and with reversed colours.
            (look(Black, Green, Modifier::BOLD), 1.9),
            (look(Reset, Reset, Modifier::BOLD | Modifier::REVERSED), 3.2),
            // Brown instead of yellow on the Linux console, and a black that is not black in xterm.js.
            (look(Black, Yellow, plain), 4.0),
            (look(Black, Green, plain), 3.6),
        ] {
            assert!(
                (worst(look) - contrast).abs() < 0.06,
                "{look:?}: {}",
                worst(look)
            );
        }
        for modifier in [plain, Modifier::BOLD, Modifier::REVERSED, Modifier::DIM] {
            assert_eq!(unreadable(look(Reset, Reset, modifier)), [], "{modifier:?}");
        }
    }

    #[test]
    fn the_console_takes_the_nearest_of_its_colours() {
        for n in 0..16 {
            assert_eq!(fewer(n, false), n);
        }
        // As a background, the darker half of the cube is black.
        assert_eq!([114, 160, 28].map(|n| fewer(n, true)), [2, 1, 0]);
        assert_eq!([231, 16, 28, 196].map(|n| fewer(n, false)), [15, 0, 2, 9]);
    }
}
