//! Emoji that are made of several characters, some of them invisible.

use unicode_properties::UnicodeEmoji;
use unicode_properties::emoji::{
    EmojiStatus, is_emoji_presentation_selector as is_selector, is_regional_indicator,
};

const ZWJ: char = '\u{200D}';
const KEYCAP: char = '\u{20E3}';

/// As many people as stand in a family, or a kiss with two skin tones; more in a row is not an emoji
/// but a way to hide joiners.
const JOINED: usize = 4;

/// Whether the grapheme cluster is a well-formed emoji that needs its invisible parts (joiner,
/// presentation selector). Emoji without such parts are ordinary characters.
///
/// The flags made of tag characters are not taken: tags can spell any hidden message, and hardly a
/// terminal draws those flags.
pub(super) fn is_sequence(cluster: &str) -> bool {
    if !cluster.contains(|c| c == ZWJ || is_selector(c)) {
        return false;
    }
    is_keycap(cluster)
        || (cluster.split(ZWJ).all(is_element) && cluster.split(ZWJ).count() <= JOINED)
}

fn is_keycap(cluster: &str) -> bool {
    let mut chars = cluster.chars();
    matches!(chars.next(), Some('0'..='9' | '#' | '*'))
        && chars.next().is_some_and(is_selector)
        && chars.next() == Some(KEYCAP)
        && chars.next().is_none()
}

/// One picture of a sequence: an emoji, alone, with a presentation selector or with a skin tone.
fn is_element(part: &str) -> bool {
    let mut chars = part.chars();
    let Some(first) = chars.next() else {
        return false;
    };
    let status = first.emoji_status();
    let is_emoji = first.is_emoji_char()
        && !first.is_ascii()
        && !is_regional_indicator(first)
        && !is_skin_tone(first);
    let takes_skin_tone = matches!(
        status,
        EmojiStatus::EmojiModifierBase | EmojiStatus::EmojiPresentationAndModifierBase
    );
    is_emoji
        && match (chars.next(), chars.next()) {
            (None, _) => true,
            (Some(c), None) => is_selector(c) || (takes_skin_tone && is_skin_tone(c)),
            (Some(_), Some(_)) => false,
        }
}

fn is_skin_tone(c: char) -> bool {
    matches!(c, '\u{1F3FB}'..='\u{1F3FF}')
}
