//! Splits a text into lines.

/// The start of each line of a text. Lines may end as in Unix, in Windows, or in a terminal's paste, which
/// has only a carriage return.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                starts.push(at + 1);
            }
        }
        // The end of the last line does not begin another one.
        if starts.last() == Some(&text.len()) {
            starts.pop();
        }
        Self { text, starts }
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// The line number of a position in the text, from 1.
    pub(super) fn at(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).max(1)
    }

    /// The position of a slice of the text.
    pub(super) fn place(&self, piece: &str) -> usize {
        piece.as_ptr().addr() - self.text.as_ptr().addr()
    }

    /// The lines with their numbers, without line ends.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &'a str)> + '_ {
        let ends = self.starts.iter().skip(1).copied();
        self.starts
            .iter()
            .zip(ends.chain([self.text.len()]))
            .enumerate()
            .map(|(i, (&start, end))| {
                let line = self.text[start..end].trim_end_matches(['\r', '\n']);
                (i + 1, line)
            })
    }
}
