//! Wrong passphrases in a row: each waits longer, so that guessing at the desk is slow. Nothing is ever wiped, and a new start of the
//! app begins anew: whoever has the file does not guess here, and what protects it there is the work of every guess.

use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use crate::contract::{ApiError, ErrorCode};

/// How many wrong ones in a row are taken for slips.
const SLIPS: u32 = 2;

/// What the first one after the slips waits, in seconds; each one after it waits twice as long.
const FIRST: u32 = 5;

/// The longest wait, in seconds.
const LONGEST: u32 = 60;

/// The wrong passphrases since the last right one.
#[derive(Debug, Default)]
pub(super) struct Attempts(Mutex<Wrong>);

#[derive(Debug, Default)]
struct Wrong {
    times: u32,
    last: Option<Timestamp>,
}

impl Wrong {
    /// Seconds from the last one to the next try.
    fn wait(&self) -> u32 {
        self.times
            .checked_sub(SLIPS + 1)
            .map_or(0, |more| FIRST.saturating_mul(2_u32.saturating_pow(more)).min(LONGEST))
    }

    /// Seconds that are left of it.
    fn left(&mut self, now: Timestamp) -> u32 {
        let wait = self.wait();
        let Some(last) = self.last else { return 0 };
        let Ok(passed) = u32::try_from(now.as_second() - last.as_second()) else {
            // The computer's clock was set back: the wait begins again rather than lasting for hours.
            self.last = Some(now);
            return wait;
        };
        wait.saturating_sub(passed)
    }
}

impl Attempts {
    /// Whether another passphrase may be tried now.
    ///
    /// # Errors
    /// `try_later` with the seconds that are left.
    pub(super) fn allow(&self, now: Timestamp, field: &str) -> Result<(), ApiError> {
        match self.wrong().left(now) {
            0 => Ok(()),
            left => Err(ApiError::at(ErrorCode::TryLater, field, "too many wrong passphrases").waiting(left)),
        }
    }

    /// Takes in how one ended: a wrong one makes the next wait and says how long.
    pub(super) fn took<T>(&self, now: Timestamp, result: Result<T, ApiError>) -> Result<T, ApiError> {
        match result {
            Err(error) if error.code == ErrorCode::WrongPassphrase => {
                let mut wrong = self.wrong();
                wrong.times = wrong.times.saturating_add(1);
                wrong.last = Some(now);
                Err(match wrong.wait() {
                    0 => error,
                    wait => error.waiting(wait),
                })
            }
            Ok(right) => {
                *self.wrong() = Wrong::default();
                Ok(right)
            }
            other => other,
        }
    }

    fn wrong(&self) -> std::sync::MutexGuard<'_, Wrong> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    fn wrong(attempts: &Attempts, at: i64) -> Option<u32> {
        let error = ApiError::new(ErrorCode::WrongPassphrase, "wrong");
        attempts.took::<()>(second(at), Err(error)).unwrap_err().wait
    }

    fn left(attempts: &Attempts, at: i64) -> u32 {
        attempts
            .allow(second(at), "passphrase")
            .map_or_else(|error| error.wait.unwrap(), |()| 0)
    }

    #[test]
    fn two_slips_cost_nothing_and_each_one_after_waits_twice_as_long_up_to_a_minute() {
        let attempts = Attempts::default();
        let waits: Vec<_> = (0..9).map(|_| wrong(&attempts, 0)).collect();
        let expected = [
            None,
            None,
            Some(5),
            Some(10),
            Some(20),
            Some(40),
            Some(60),
            Some(60),
            Some(60),
        ];
        assert_eq!(waits, expected);
        assert_eq!(
            (left(&attempts, 0), left(&attempts, 59), left(&attempts, 60)),
            (60, 1, 0)
        );
    }

    #[test]
    fn a_right_one_begins_anew_and_another_fault_counts_for_nothing() {
        let attempts = Attempts::default();
        for _ in 0..5 {
            wrong(&attempts, 0);
        }
        let busy = attempts.took::<()>(second(0), Err(ApiError::new(ErrorCode::Internal, "no memory")));
        assert_eq!((busy.unwrap_err().wait, left(&attempts, 0)), (None, 20));
        attempts.took(second(30), Ok(())).unwrap();
        assert_eq!((left(&attempts, 30), wrong(&attempts, 30)), (0, None));
    }

    #[test]
    fn a_clock_set_back_makes_no_wait_longer_than_it_was() {
        let attempts = Attempts::default();
        for _ in 0..3 {
            wrong(&attempts, 0);
        }
        assert_eq!(left(&attempts, -86_400), 5);
        assert_eq!(left(&attempts, -86_395), 0);
    }
}
