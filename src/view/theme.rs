//! Styles, named by role rather than by colour.
//!
//! Text uses the terminal's own foreground and background: they are the only colours that are known to be
//! distinguishable. Important text is bold, unimportant text is dim, and reverse is reserved for the cursor.
//! Text on a coloured background takes both colours from the 256-colour cube, which palettes do not change;
//! borders and gauges use colours from the cube that are visible on black and on white alike. No information
//! is conveyed by colour alone.
//!
//! A terminal with eight colours shows none of the cube's colours and interprets their numbers as attributes,
//! so only numbers without such a meaning are used. Bold is combined neither with reverse nor with black,
//! because several terminals turn that into grey.

use ratatui::style::{Color, Modifier, Style};

const BLACK: Color = Color::Indexed(16);
const WHITE: Color = Color::Indexed(231);

const fn badge(text: Color, ground: u8) -> Style {
    Style::new()
        .fg(text)
        .bg(Color::Indexed(ground))
        .remove_modifier(Modifier::DIM)
}

/// Plain text. Also resets the style of a coloured or dim border beneath it.
pub const TEXT: Style = Style::new().fg(Color::Reset).remove_modifier(Modifier::DIM);
/// Unimportant text: column headings, times of requests, placeholders. Hard to read on some terminals.
pub const DIM: Style = Style::new().fg(Color::Reset).add_modifier(Modifier::DIM);
/// Text that should be noticed first.
pub const STRONG: Style = TEXT.add_modifier(Modifier::BOLD);
/// The name of a fact.
pub const LABEL: Style = TEXT;
/// A key to press.
pub const KEY: Style = STRONG;
/// The row under the cursor in the focused list.
///
/// One colour for the whole row, because a patchwork of reversed colours is hard to read.
pub const CURSOR: Style = Style::new()
    .fg(Color::Reset)
    .bg(Color::Reset)
    .add_modifier(Modifier::REVERSED)
    .remove_modifier(Modifier::BOLD.union(Modifier::DIM));
/// Success; not highlighted, because it is the expected case.
pub const GOOD: Style = TEXT;
/// Temporary states: something in progress, or not known yet.
pub const PASSING: Style = TEXT;
/// A warning.
pub const WARN: Style = STRONG;
/// A failure.
pub const BAD: Style = STRONG;
/// Anything that must not be missed: real users, internal errors, changes that cannot be restored.
pub const ALARM: Style = badge(WHITE, 160).add_modifier(Modifier::BOLD);
/// The mark of a blocked user. A column of such marks must not outshine the cursor.
pub const BLOCKED: Style = badge(WHITE, 124).add_modifier(Modifier::BOLD);
/// The mark of a friend.
pub const FRIEND: Style = TEXT;
/// Text that a person typed, or a name from the service.
pub const REMARK: Style = TEXT;
/// What the filter found, on top of the style of its column: visible under the cursor, too.
pub const FOUND: Style = Style::new().add_modifier(Modifier::UNDERLINED);
/// The badge of a server where nothing can be broken.
pub const BADGE: Style = badge(BLACK, 114);
/// The badge of a test server.
pub const BADGE_TEST: Style = badge(BLACK, 80);
/// The badge of a server with real users.
pub const BADGE_LIVE: Style = ALARM;

// ---- lines ----

/// The border of the focused list.
pub const FOCUS: Style = Style::new().fg(Color::Indexed(67));
/// All other borders, and the empty part of a gauge. Not dim: dim black stays black, and would be stronger
/// than the border of the focused list.
pub const BORDER: Style = Style::new().fg(Color::Indexed(243));
/// A gauge with room left.
pub const ROOM: Style = Style::new().fg(Color::Indexed(28));
/// A gauge that is nearly full.
pub const SCARCE: Style = Style::new().fg(Color::Indexed(136));
/// A full gauge.
pub const FULL: Style = Style::new().fg(Color::Indexed(196));

// ---- dialogs ----

/// What lies behind a dialog.
pub const BEHIND: Style = Style::new()
    .fg(Color::Reset)
    .bg(Color::Reset)
    .add_modifier(Modifier::DIM)
    .remove_modifier(
        Modifier::BOLD
            .union(Modifier::REVERSED)
            .union(Modifier::UNDERLINED),
    );

/// The look of a dialog, which shows its kind before it is read.
#[derive(Debug, Clone, Copy)]
pub struct DialogTone {
    /// The border.
    pub line: Style,
    /// The title.
    pub title: Style,
}

/// A dialog that shows something or takes input.
pub const CALM: DialogTone = DialogTone {
    line: FOCUS,
    title: STRONG,
};
/// A dialog that asks before it does something.
pub const ASKING: DialogTone = DialogTone {
    line: SCARCE,
    title: STRONG,
};
/// A dialog that reports a failure, or asks about something that cannot be restored.
pub const ALARMING: DialogTone = DialogTone {
    line: FULL,
    title: ALARM,
};

/// A frame of the spinner.
pub fn spinner(now: u64) -> &'static str {
    const PICTURES: [&str; 4] = ["|", "/", "-", "\\"];
    let at = now / crate::model::SPIN % 4;
    PICTURES[usize::try_from(at).unwrap_or(0)]
}
