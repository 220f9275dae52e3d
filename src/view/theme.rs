//! Roles, not colours. A text has the terminal's own colours: those are the only ones of which it is known
//! that they can be told apart. What matters is bold; what the eye may pass over is dim; reverse is for the
//! cursor alone. A text with colours has both, from the cube that no palette changes: the lines of borders and
//! gauges have colours of it that are seen on black and on white alike. Nothing is said by colour alone.
//!
//! A terminal of eight colours shows none of the cube's, and takes their numbers for attributes: only such are
//! used as mean nothing there. Bold goes neither with reverse nor with black: several terminals make grey of that.

use ratatui::style::{Color, Modifier, Style};

const BLACK: Color = Color::Indexed(16);
const WHITE: Color = Color::Indexed(231);

const fn badge(text: Color, ground: u8) -> Style {
    Style::new()
        .fg(text)
        .bg(Color::Indexed(ground))
        .remove_modifier(Modifier::DIM)
}

/// Plain text, also where a coloured or a dim border was drawn before.
pub const TEXT: Style = Style::new().fg(Color::Reset).remove_modifier(Modifier::DIM);
/// Text that the eye may pass over: headings of columns, times of requests, what stands for an empty place. On
/// some consoles it is hard to read.
pub const DIM: Style = Style::new().fg(Color::Reset).add_modifier(Modifier::DIM);
/// What the eye should meet first.
pub const STRONG: Style = TEXT.add_modifier(Modifier::BOLD);
/// A name of a fact.
pub const LABEL: Style = TEXT;
/// A key to press.
pub const KEY: Style = STRONG;
/// The row under the cursor of the list that the keys go to.
///
/// One colour for the whole row: a patchwork of reversed colours is hard to read.
pub const CURSOR: Style = Style::new()
    .fg(Color::Reset)
    .bg(Color::Reset)
    .add_modifier(Modifier::REVERSED)
    .remove_modifier(Modifier::BOLD.union(Modifier::DIM));
/// What went well: that is as it should be.
pub const GOOD: Style = TEXT;
/// What passes by itself: what is waited for, what is not known yet.
pub const PASSING: Style = TEXT;
/// What wants attention.
pub const WARN: Style = STRONG;
/// What failed.
pub const BAD: Style = STRONG;
/// What must not be missed: real users, what failed of itself, what nothing brings back.
pub const ALARM: Style = badge(WHITE, 160).add_modifier(Modifier::BOLD);
/// The mark of a blocked person. Where many stand below each other it must not outshine the cursor.
pub const BLOCKED: Style = badge(WHITE, 124).add_modifier(Modifier::BOLD);
/// The mark of a friend.
pub const FRIEND: Style = TEXT;
/// What a person typed or the service calls something.
pub const REMARK: Style = TEXT;
/// The badge of a place where nothing can be broken.
pub const BADGE: Style = badge(BLACK, 114);
/// The badge of a place that is only for trying.
pub const BADGE_TEST: Style = badge(BLACK, 80);
/// The badge of a place with real users.
pub const BADGE_LIVE: Style = ALARM;

// ---- lines ----

/// The border of the list that the keys go to.
pub const FOCUS: Style = Style::new().fg(Color::Indexed(67));
/// The border of everything else, and what of a gauge is not filled. Not dim: black stays black then, and would
/// be stronger than the border with the keys.
pub const BORDER: Style = Style::new().fg(Color::Indexed(243));
/// A gauge with room left.
pub const ROOM: Style = Style::new().fg(Color::Indexed(28));
/// A gauge that is nearly full.
pub const SCARCE: Style = Style::new().fg(Color::Indexed(136));
/// A gauge without room.
pub const FULL: Style = Style::new().fg(Color::Indexed(196));

// ---- dialogs ----

/// What a dialog looks like before it is read.
#[derive(Debug, Clone, Copy)]
pub struct DialogTone {
    /// Its border.
    pub line: Style,
    /// Its title.
    pub title: Style,
}

/// A dialog that shows something, or takes a text.
pub const CALM: DialogTone = DialogTone {
    line: FOCUS,
    title: STRONG,
};
/// A dialog that asks before it does something.
pub const ASKING: DialogTone = DialogTone {
    line: SCARCE,
    title: STRONG,
};
/// A dialog that tells of a failure, or asks for what nothing brings back.
pub const ALARMING: DialogTone = DialogTone {
    line: FULL,
    title: ALARM,
};

/// A picture of the spinner.
pub fn spinner(now: u64) -> &'static str {
    const PICTURES: [&str; 4] = ["|", "/", "-", "\\"];
    let at = now / crate::model::SPIN % 4;
    PICTURES[usize::try_from(at).unwrap_or(0)]
}
