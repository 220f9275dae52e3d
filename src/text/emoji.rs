//! Handles clusters that form one picture, syllable or letter: joined emoji and skin tones, keycaps, flags,
//! decomposed Korean syllables, letters with combining marks. Terminals rarely agree on their width.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use unicode_properties::UnicodeEmoji;
use unicode_properties::emoji::{
    EmojiStatus, is_emoji_presentation_selector as is_selector, is_regional_indicator,
};

const ZWJ: char = '\u{200D}';
const KEYCAP: char = '\u{20E3}';

/// The size of a family, or of a kiss with two skin tones; a longer sequence is not an emoji but a way to
/// hide joiners.
const JOINED: usize = 4;

/// How to show such a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClusterForm {
    /// Unchanged.
    Whole,
    /// Part by part: no other text looks like it.
    Exact,
    /// In as few cells as are needed to recognize it.
    Short,
}

/// A cluster in this form, if it is one that is not shown character by character.
pub(super) fn shown(cluster: &str, form: ClusterForm) -> Option<Cow<'_, str>> {
    match form {
        ClusterForm::Whole => is_sequence(cluster).then_some(Cow::Borrowed(cluster)),
        ClusterForm::Exact => None,
        ClusterForm::Short => short(cluster).map(Cow::Owned),
    }
}

/// Whether the character is meant to be a part of such a cluster: its width depends on the terminal, and on
/// the character before it.
pub(super) fn is_part(c: char) -> bool {
    is_regional_indicator(c) || c == KEYCAP || is_skin_tone(c) || is_jamo(c)
}

fn short(cluster: &str) -> Option<String> {
    let first = cluster.chars().next()?;
    if is_keycap(cluster) {
        return Some(first.to_string());
    }
    if let Some(letters) = flag(cluster) {
        return Some(letters);
    }
    if is_sequence(cluster) || is_element(cluster) && cluster.len() > first.len_utf8() {
        // A selector only says that it is a picture.
        let is_cut = !cluster[first.len_utf8()..].chars().all(is_selector);
        return Some(first.to_string() + if is_cut { "~" } else { "" });
    }
    if cluster.len() > first.len_utf8() {
        let composed = ComposingNormalizerBorrowed::new_nfc().normalize(cluster);
        // Any other combination is escaped character by character.
        let is_one = composed.chars().count() == 1 && !composed.contains(is_jamo);
        return is_one.then(|| composed.into_owned());
    }
    None
}

/// Whether the grapheme cluster is a well-formed emoji that needs its invisible parts (joiner, presentation
/// selector). Emoji without such parts are ordinary characters.
///
/// Flags made of tag characters are not accepted: tags can spell any hidden message, and few terminals draw
/// those flags.
fn is_sequence(cluster: &str) -> bool {
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

/// The two letters of a flag.
fn flag(cluster: &str) -> Option<String> {
    let letter = |c: char| {
        let place = u32::from(c)
            .checked_sub(0x1F1E6)
            .filter(|place| *place < 26)?;
        char::from_u32(u32::from('A') + place)
    };
    let letters: String = cluster.chars().map_while(letter).collect();
    (letters.len() == 2 && cluster.chars().count() == 2).then_some(letters)
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

/// A letter that is part of a Korean syllable.
fn is_jamo(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{A960}'..='\u{A97F}' | '\u{D7B0}'..='\u{D7FF}')
}
