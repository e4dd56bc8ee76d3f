//! Many short measurements, and what is said about them.

use std::time::{Duration, Instant};

/// How long each of several runs took, shortest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Timings(Vec<Duration>);

impl Timings {
    pub(crate) fn new(mut runs: Vec<Duration>) -> Self {
        runs.sort_unstable();
        Self(runs)
    }

    /// The run that so many of a hundred do not exceed, by the nearest rank; zero when nothing ran.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).copied().unwrap_or_default()
    }

    pub(crate) fn median(&self) -> Duration {
        self.percentile(50)
    }
}

/// In milliseconds, as the budgets are.
pub(crate) fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// Measures the same work for each of these inputs.
pub(crate) fn measure<T, E>(
    inputs: impl IntoIterator<Item = T>,
    mut work: impl FnMut(T) -> Result<(), E>,
) -> Result<Timings, E> {
    let mut runs = Vec::new();
    for input in inputs {
        let started = Instant::now();
        work(input)?;
        runs.push(started.elapsed());
    }
    Ok(Timings::new(runs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_runs_that_happened() {
        let runs = Timings::new((1..=200).rev().map(Duration::from_millis).collect());
        assert_eq!(runs.percentile(99), Duration::from_millis(198));
        assert_eq!(runs.median(), Duration::from_millis(100));
        assert_eq!(runs.percentile(100), Duration::from_millis(200));
        assert_eq!(Timings::new(Vec::new()).median(), Duration::ZERO);
    }
}
