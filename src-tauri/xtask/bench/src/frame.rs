//! Watching a screen nobody sees: its picture lies in a file that changes while programs paint.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};

const PIXEL: usize = 4;

/// How often the screen is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(4);

/// The part of the screen below which a change is a blinking caret or a typed letter, not a change of what is shown.
const CARET: f64 = 0.0005;

/// A screen's picture file, an X window dump.
pub(crate) struct Frame {
    file: File,
    offset: u64,
    bytes: usize,
}

impl Frame {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let word = |at: u64| {
            let mut bytes = [0; 4];
            file.read_exact_at(&mut bytes, at).map(|()| u32::from_be_bytes(bytes))
        };
        // The header's own length, the lines, the bytes of a line, and the colours that stand between header and pixels.
        let (header, height, line, colours) = (word(0)?, word(20)?, word(48)?, word(76)?);
        let offset = u64::from(header) + u64::from(colours) * 12;
        let bytes = usize::try_from(u64::from(height) * u64::from(line)).map_err(io::Error::other)?;
        Ok(Self { file, offset, bytes })
    }

    /// The picture as it is.
    pub(crate) fn look(&self) -> io::Result<Picture> {
        let mut pixels = vec![0; self.bytes];
        self.file.read_exact_at(&mut pixels, self.offset)?;
        Ok(Picture(pixels))
    }

    /// Follows the screen from `start` until it has changed and then stood still for `quiet`. `None` when nothing has changed
    /// within `patience`.
    pub(crate) fn watch(
        &self,
        before: Picture,
        start: Instant,
        quiet: Duration,
        patience: Duration,
    ) -> io::Result<Option<Painted>> {
        let mut seen = Vec::new();
        let mut last = before;
        let mut changed = start;
        loop {
            let now = self.look()?;
            let at = Instant::now();
            if now.difference(&last) > CARET {
                seen.push((at - start, last));
                last = now;
                changed = at;
            }
            let waited = if seen.is_empty() {
                start.elapsed() >= patience
            } else {
                changed.elapsed() >= quiet
            };
            if waited {
                return Ok(Painted::from_changes(&seen, &last));
            }
            std::thread::sleep(LOOK_EVERY);
        }
    }
}

/// What a screen showed at one moment.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Picture(Vec<u8>);

impl Picture {
    /// The part of the pixels that differ, from 0 to 1.
    fn difference(&self, other: &Self) -> f64 {
        if self == other {
            return 0.0;
        }
        let differing = self
            .0
            .chunks_exact(PIXEL)
            .zip(other.0.chunks_exact(PIXEL))
            .filter(|(a, b)| a != b)
            .count();
        part(differing, self.0.len() / PIXEL)
    }
}

#[expect(clippy::cast_precision_loss, reason = "pixels are counted in millions")]
fn part(some: usize, all: usize) -> f64 {
    some as f64 / all as f64
}

/// When the screen showed what it shows in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Painted {
    /// The first moment at which all but one pixel in a hundred is as in the end.
    pub(crate) complete: Duration,
    /// The last change.
    pub(crate) last: Duration,
}

impl Painted {
    /// From each change's moment with the picture before it, and the picture in the end.
    fn from_changes(changes: &[(Duration, Picture)], end: &Picture) -> Option<Self> {
        let (last, _) = changes.last()?;
        // The picture after a change is the one before the next.
        let after = changes
            .iter()
            .skip(1)
            .map(|(_, picture)| picture)
            .chain(std::iter::once(end));
        let mut pairs = changes.iter().zip(after);
        let complete = pairs
            .find(|(_, picture)| picture.difference(end) < 0.01)
            .map_or(*last, |((at, _), _)| *at);
        Some(Self { complete, last: *last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A screen of a thousand pixels, this many of them dark.
    fn picture(dark: usize) -> Picture {
        Picture(
            (0..1000)
                .flat_map(|pixel| if pixel < dark { [0; PIXEL] } else { [255; PIXEL] })
                .collect(),
        )
    }

    fn ms(count: u64) -> Duration {
        Duration::from_millis(count)
    }

    #[test]
    fn one_pixel_in_four_is_a_quarter() {
        assert!((picture(0).difference(&picture(250)) - 0.25).abs() < 1e-9);
        assert!(picture(7).difference(&picture(7)) < 1e-9);
    }

    #[test]
    fn a_window_is_complete_when_all_but_a_hundredth_is_there() {
        let changes = [
            (ms(100), picture(0)),
            (ms(200), picture(500)),
            (ms(300), picture(995)),
            (ms(400), picture(999)),
        ];
        let painted = Painted::from_changes(&changes, &picture(1000));
        assert_eq!(
            painted,
            Some(Painted {
                complete: ms(200),
                last: ms(400)
            })
        );
    }

    #[test]
    fn nothing_painted_is_nothing_measured() {
        assert_eq!(Painted::from_changes(&[], &picture(0)), None);
    }
}
