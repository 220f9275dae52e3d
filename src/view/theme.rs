//! Roles, not colours: the sixteen colours of the terminal, its own foreground and background, and
//! reverse for the cursor. Nothing is said by colour alone.

use ratatui::style::{Color, Modifier, Style};

/// Plain text, also where a coloured border was drawn before.
pub const TEXT: Style = Style::new().fg(Color::Reset);
/// Text that the eye may pass over.
pub const DIM: Style = Style::new().fg(Color::Reset).add_modifier(Modifier::DIM);
/// What the eye should meet first.
pub const STRONG: Style = Style::new().add_modifier(Modifier::BOLD);
/// A name of a fact.
pub const LABEL: Style = DIM;
/// A key to press.
pub const KEY: Style = Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD);
/// The border of the list that the keys go to.
pub const FOCUS: Style = Style::new().fg(Color::Cyan);
/// The border of everything else.
pub const BORDER: Style = Style::new().add_modifier(Modifier::DIM);
/// The row under the cursor of the list that the keys go to.
///
/// One colour for the whole row: a patchwork of reversed colours is hard to read.
pub const CURSOR: Style = Style::new()
    .fg(Color::Reset)
    .bg(Color::Reset)
    .add_modifier(Modifier::REVERSED)
    .remove_modifier(Modifier::DIM);
/// What went well.
pub const GOOD: Style = Style::new().fg(Color::Green);
/// What wants attention.
pub const WARN: Style = Style::new().fg(Color::Yellow);
/// What failed or cannot be undone.
pub const BAD: Style = Style::new().fg(Color::Red);
/// The mark of a blocked person.
pub const BLOCKED: Style = Style::new().fg(Color::Red);
/// The mark of a friend.
pub const FRIEND: Style = Style::new().fg(Color::Green);
/// What a person typed or the service calls something.
pub const REMARK: Style = Style::new().fg(Color::Blue);
/// The badge of a place where nothing can be broken.
pub const BADGE: Style = Style::new()
    .fg(Color::Black)
    .bg(Color::Green)
    .add_modifier(Modifier::BOLD);
/// The badge of a place that is only for trying.
pub const BADGE_TEST: Style = Style::new()
    .fg(Color::Black)
    .bg(Color::Cyan)
    .add_modifier(Modifier::BOLD);
/// The badge of a place with real users.
pub const BADGE_LIVE: Style = Style::new()
    .fg(Color::White)
    .bg(Color::Red)
    .add_modifier(Modifier::BOLD);

/// A picture of the spinner.
pub fn spinner(now: u64) -> &'static str {
    const PICTURES: [&str; 4] = ["|", "/", "-", "\\"];
    let at = now / crate::model::SPIN % 4;
    PICTURES[usize::try_from(at).unwrap_or(0)]
}
