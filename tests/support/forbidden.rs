//! The characters that must never be sent to a terminal, as the tests define them.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Independent of the program's own list, and derived from Unicode's default-ignorable code points and the
/// blanks outside them, so that a gap in the program's list is found.
pub fn is_forbidden(c: char) -> bool {
    use GeneralCategory::{
        Control, Format, LineSeparator, ParagraphSeparator, PrivateUse, Unassigned,
    };
    c.is_control()
        || matches!(
            c.general_category(),
            Control | Format | LineSeparator | ParagraphSeparator | PrivateUse | Unassigned
        )
        || (c.is_whitespace() && c != ' ' && c != '\u{3000}')
        || matches!(u32::from(c),
            0xAD | 0x34F | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
            | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x2800 | 0x3164
            | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFC | 0x1BCA0..=0x1BCA3
            | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
}
