//! Where the window stood, so that it comes back there: on a screen that is still plugged in, and whole on it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use steward_core::files;

/// The smallest window, in CSS pixels: a page is readable 320 wide.
pub(crate) const SMALLEST: (f64, f64) = (320.0, 400.0);
const FIRST_SIZE: (f64, f64) = (1100.0, 800.0);
const FILE: &str = "window.json";
const LONGEST: u64 = 1024;

/// A window's place: its corner in physical pixels of the desktop, its inner size in CSS pixels, so that it keeps its apparent size when
/// the screen's scale changes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    /// Left and top edge in physical pixels; nothing leaves it to the desktop.
    pub corner: Option<(i32, i32)>,
    /// Width and height in CSS pixels.
    pub size: (f64, f64),
    /// Whether it filled the screen.
    pub maximized: bool,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            corner: None,
            size: FIRST_SIZE,
            maximized: false,
        }
    }
}

/// The part of a screen that windows may use, in physical pixels, and how many of them make a CSS pixel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Screen {
    /// Left and top edge.
    pub corner: (i32, i32),
    /// Width and height.
    pub size: (u32, u32),
    /// Physical pixels to a CSS pixel.
    pub scale: f64,
}

impl Place {
    /// The place kept in `folder`, or the first place when there is none or it cannot be read.
    pub(crate) fn read(folder: &Path) -> Self {
        let kept = files::read_up_to(&file(folder), LONGEST)
            .ok()
            .and_then(|json| serde_json::from_slice(&json).ok());
        kept.unwrap_or_default()
    }

    /// Keeps the place in `folder`. A place that cannot be kept is only logged: the next start uses the old one.
    pub(crate) fn keep(&self, folder: &Path) {
        let kept = serde_json::to_vec(self)
            .ok()
            .and_then(|json| files::write_whole(&file(folder), &json).ok());
        if kept.is_none() {
            tracing::warn!("the window's place was not kept");
        }
    }

    /// Forgets the kept place, so that the next window opens in the middle.
    pub(crate) fn forget(folder: &Path) {
        let forgotten = std::fs::remove_file(file(folder));
        if forgotten.is_err_and(|error| error.kind() != std::io::ErrorKind::NotFound) {
            tracing::warn!("the window's place was not forgotten");
        }
    }

    /// This place, moved and shrunk as little as needed to stand whole on one of `screens`: the one it overlaps most, or the first of
    /// them when it overlaps none, in its middle. Unchanged when no screen is known.
    pub(crate) fn on_screen(self, screens: &[Screen]) -> Self {
        let Some(corner) = self.corner else {
            return Self {
                size: self.size_on(screens.first()),
                ..self
            };
        };
        let seen_most = screens
            .iter()
            .map(|screen| (self.overlap(corner, screen), screen))
            .max_by_key(|(overlap, _)| *overlap)
            .filter(|(overlap, _)| *overlap > 0);
        match seen_most {
            Some((_, screen)) => {
                let size = self.size_on(Some(screen));
                let (width, height) = physical(size, screen.scale);
                let corner = (
                    corner
                        .0
                        .clamp(screen.corner.0, last(screen.corner.0, screen.size.0, width)),
                    corner
                        .1
                        .clamp(screen.corner.1, last(screen.corner.1, screen.size.1, height)),
                );
                Self {
                    corner: Some(corner),
                    size,
                    ..self
                }
            }
            None if screens.is_empty() => self,
            None => Self {
                corner: None,
                size: self.size_on(screens.first()),
                ..self
            },
        }
    }

    fn size_on(&self, screen: Option<&Screen>) -> (f64, f64) {
        let room = screen.map_or((f64::INFINITY, f64::INFINITY), |screen| {
            (
                f64::from(screen.size.0) / screen.scale,
                f64::from(screen.size.1) / screen.scale,
            )
        });
        let fit = |wanted: f64, smallest: f64, room: f64| {
            let wanted = if wanted.is_finite() { wanted } else { smallest };
            wanted.min(room).max(smallest)
        };
        (
            fit(self.size.0, SMALLEST.0, room.0),
            fit(self.size.1, SMALLEST.1, room.1),
        )
    }

    /// How many physical pixels of the window `screen` shows.
    fn overlap(&self, corner: (i32, i32), screen: &Screen) -> u64 {
        let (width, height) = physical(self.size, screen.scale);
        let along = |at: i32, length: u32, from: i32, room: u32| {
            let start = i64::from(at).max(i64::from(from));
            let end = (i64::from(at) + i64::from(length)).min(i64::from(from) + i64::from(room));
            u64::try_from(end - start).unwrap_or(0)
        };
        along(corner.0, width, screen.corner.0, screen.size.0) * along(corner.1, height, screen.corner.1, screen.size.1)
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

fn physical(size: (f64, f64), scale: f64) -> (u32, u32) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float-to-integer cast saturates, and a window is never wider than 65,535"
    )]
    let whole = |length: f64| (length * scale).round().clamp(0.0, 65_535.0) as u32;
    (whole(size.0), whole(size.1))
}

/// The furthest place along one axis where a window of `length` still ends on a screen of `room` from `from`.
fn last(from: i32, room: u32, length: u32) -> i32 {
    from.saturating_add(i32::try_from(room.saturating_sub(length)).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LAPTOP: Screen = Screen {
        corner: (0, 0),
        size: (1366, 728),
        scale: 1.0,
    };
    const BESIDE_IT: Screen = Screen {
        corner: (1366, 0),
        size: (1920, 1040),
        scale: 1.0,
    };

    fn at(corner: (i32, i32), size: (f64, f64)) -> Place {
        Place {
            corner: Some(corner),
            size,
            maximized: false,
        }
    }

    #[test]
    fn a_place_on_a_screen_stays_as_it_is() {
        let place = at((1400, 20), (1000.0, 700.0));
        assert_eq!(place.on_screen(&[LAPTOP, BESIDE_IT]), place);
    }

    #[test]
    fn a_place_on_an_unplugged_screen_is_left_to_the_desktop() {
        let place = at((1400, 20), (1000.0, 700.0));
        assert_eq!(place.on_screen(&[LAPTOP]), Place { corner: None, ..place });
    }

    #[test]
    fn a_window_half_off_the_screen_comes_back_whole() {
        let place = at((-300, 500), (1000.0, 700.0));
        assert_eq!(place.on_screen(&[LAPTOP]), at((0, 28), (1000.0, 700.0)));
    }

    #[test]
    fn a_window_too_large_for_the_screen_is_shrunk() {
        assert_eq!(
            at((10, 10), (3000.0, 2000.0)).on_screen(&[LAPTOP]),
            at((0, 0), (1366.0, 728.0))
        );
        assert_eq!(Place::default().on_screen(&[LAPTOP]).size, (1100.0, 728.0));
    }

    #[test]
    fn the_apparent_size_is_kept_on_a_finer_screen() {
        let fine = Screen {
            corner: (0, 0),
            size: (2880, 1800),
            scale: 2.0,
        };
        assert_eq!(at((0, 0), (1000.0, 700.0)).on_screen(&[fine]).size, (1000.0, 700.0));
        assert_eq!(at((0, 0), (1600.0, 700.0)).on_screen(&[fine]).size, (1440.0, 700.0));
    }

    #[test]
    fn a_place_is_kept_and_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Place::read(folder.path()), Place::default());
        let place = Place {
            corner: Some((-5, 7)),
            size: (640.5, 480.0),
            maximized: true,
        };
        place.keep(folder.path());
        assert_eq!(Place::read(folder.path()), place);
        Place::forget(folder.path());
        Place::forget(folder.path());
        assert_eq!(Place::read(folder.path()), Place::default());
    }

    #[test]
    fn a_damaged_place_counts_as_none() {
        let folder = tempfile::tempdir().unwrap();
        for broken in [
            "",
            "{",
            "[]",
            r#"{"corner":null,"size":[1e999,4],"maximized":false}"#,
            "\u{0}",
        ] {
            #[expect(clippy::disallowed_methods, reason = "a broken file of the test's own making")]
            std::fs::write(file(folder.path()), broken).unwrap();
            assert_eq!(Place::read(folder.path()), Place::default(), "{broken}");
        }
    }

    proptest! {
        #[test]
        fn wherever_it_stood_it_opens_whole_on_one_screen(
            corner in proptest::option::of((any::<i32>(), any::<i32>())),
            size in (any::<f64>(), any::<f64>()),
            screens in proptest::collection::vec(
                ((-8000_i32..8000, -8000_i32..8000), (400_u32..8000, 480_u32..8000), 1.0_f64..1.2)
                    .prop_map(|(corner, size, scale)| Screen { corner, size, scale }),
                1..4,
            ),
        ) {
            let placed = Place { corner, size, maximized: false }.on_screen(&screens);
            let whole_on_one = screens.iter().any(|screen| {
                let (width, height) = physical(placed.size, screen.scale);
                let fits = width <= screen.size.0 && height <= screen.size.1;
                fits && placed.corner.is_none_or(|(x, y)| {
                    x >= screen.corner.0
                        && y >= screen.corner.1
                        && x <= last(screen.corner.0, screen.size.0, width)
                        && y <= last(screen.corner.1, screen.size.1, height)
                })
            });
            prop_assert!(whole_on_one, "{placed:?}");
            prop_assert!(placed.size.0 >= SMALLEST.0 && placed.size.1 >= SMALLEST.1);
        }
    }
}
