//! Random bytes: the only caller of the operating system's random source.

use std::cell::Cell;

use jiff::Timestamp;
use uuid::Uuid;

/// The operating system gave no random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the operating system's random source does not answer")]
pub struct NoRandomness;

/// Asks the random source once, at start-up, so that a computer without one is refused before anything is open.
///
/// # Errors
///
/// [`NoRandomness`] when the operating system gives none.
pub fn check() -> Result<(), NoRandomness> {
    try_fill(&mut [0; 1])
}

/// Fills `bytes` from the operating system's random source.
///
/// # Panics
///
/// When the source fails after [`check`] passed at start-up. No supported system does this, and to go on with
/// predictable keys would be worse.
#[expect(clippy::expect_used, reason = "a start-up invariant: check() has passed")]
pub fn fill(bytes: &mut [u8]) {
    try_fill(bytes).expect("the random source answered at start-up");
}

/// `N` random bytes.
///
/// # Panics
///
/// As [`fill`].
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill(&mut bytes);
    bytes
}

/// How many random bits an id has beside its moment.
const TAIL_BITS: u32 = 74;

thread_local! {
    /// The milliseconds and the random bits of the last id this thread made.
    static LAST_ID: Cell<(u64, u128)> = const { Cell::new((0, 0)) };
}

/// A new UUID version 7: the milliseconds of `now`, then 74 random bits. A moment before 1970 counts as 1970.
///
/// Ids that one thread makes one after the other for one moment rise, by a random step each (RFC 9562, 6.2, method 2): the rows of a
/// large action lie beside each other in every index.
///
/// # Panics
///
/// As [`fill`].
#[must_use]
pub fn uuid_v7(now: Timestamp) -> Uuid {
    let milliseconds = u64::try_from(now.as_millisecond()).unwrap_or(0);
    let (last, tail) = LAST_ID.get();
    let next = tail + 1 + u128::from(u32::from_be_bytes(bytes()));
    let tail = if last == milliseconds && tail != 0 && next >> TAIL_BITS == 0 {
        next
    } else {
        u128::from_be_bytes(bytes()) >> (128 - TAIL_BITS)
    };
    LAST_ID.set((milliseconds, tail));
    // The builder leaves out the four bits of the version and the two of the variant, wherever they stand.
    let (high, low) = (tail >> 62, tail & ((1 << 62) - 1));
    let counted: [u8; 16] = (high << 64 | low).to_be_bytes();
    let mut random = [0; 10];
    random.copy_from_slice(&counted[6..]);
    uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid()
}

#[expect(clippy::disallowed_methods, reason = "this is the one door to the random source")]
fn try_fill(bytes: &mut [u8]) -> Result<(), NoRandomness> {
    getrandom::fill(bytes).map_err(|_| NoRandomness)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn two_draws_differ_and_fill_the_whole_buffer() {
        assert_eq!(check(), Ok(()));
        let draws: BTreeSet<[u8; 32]> = (0..64).map(|_| bytes()).collect();
        assert_eq!(draws.len(), 64);
        for position in 0..32 {
            let values: BTreeSet<u8> = draws.iter().map(|draw| draw[position]).collect();
            assert!(values.len() > 8, "byte {position} of 64 draws is nearly constant");
        }
    }

    #[test]
    fn an_id_is_version_7_and_carries_the_moment_it_was_given() {
        let now: Timestamp = "2026-11-20T09:00:00.123Z".parse().unwrap();
        let id = uuid_v7(now);
        assert_eq!(id.get_version_num(), 7);
        assert_eq!(id.get_variant(), uuid::Variant::RFC4122);
        let (seconds, nanoseconds) = id.get_timestamp().unwrap().to_unix();
        assert_eq!(i64::try_from(seconds).unwrap(), now.as_second());
        assert_eq!(nanoseconds / 1_000_000, 123);
        assert_ne!(uuid_v7(now), uuid_v7(now));
    }

    #[test]
    fn a_later_moment_gives_a_greater_id() {
        let earlier: Timestamp = "2026-11-20T09:00:00.123Z".parse().unwrap();
        let later: Timestamp = "2026-11-20T09:00:00.124Z".parse().unwrap();
        for _ in 0..100 {
            assert!(uuid_v7(earlier) < uuid_v7(later));
        }
    }

    #[test]
    fn ids_of_one_moment_rise_and_differ_in_every_part() {
        let now: Timestamp = "2026-11-20T09:00:00.123Z".parse().unwrap();
        let ids: Vec<Uuid> = (0..10_000).map(|_| uuid_v7(now)).collect();
        assert!(ids.is_sorted_by(|one, next| one < next));
        let steps: BTreeSet<u128> = ids
            .windows(2)
            .map(|pair| pair[1].as_u128() - pair[0].as_u128())
            .collect();
        assert!(steps.len() > 9_000, "the steps are hardly random: {}", steps.len());
        let elsewhere = std::thread::spawn(move || uuid_v7(now)).join().unwrap();
        assert!(!ids.contains(&elsewhere));
    }

    #[test]
    fn a_moment_before_1970_counts_as_1970() {
        let id = uuid_v7("1969-07-20T20:17:40Z".parse().unwrap());
        assert_eq!(id.get_timestamp().unwrap().to_unix(), (0, 0));
    }
}
