//! How a test says what went wrong: one sentence, and the line of the test it happened at.

use std::fmt;
use std::panic::Location;

/// What the harness could not do or did not find, as one sentence.
#[derive(Clone)]
pub struct Problem(String);

/// The outcome of everything the harness does.
pub type Outcome<T> = Result<T, Problem>;

/// What a test, or a step shared by several tests, returns.
pub type Test<T = ()> = Result<T, Failed>;

impl Problem {
    /// A problem in the given words.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// Puts what was being done in front of why it failed.
    pub fn while_doing(what: &str, why: impl fmt::Display) -> Self {
        Self(format!("{what}: {why}"))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Problem {}

/// Why a test failed, and where in the test: `?` notes the line.
pub struct Failed {
    sentence: String,
    at: &'static Location<'static>,
}

impl fmt::Debug for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n   at {}:{}", self.sentence, self.at.file(), self.at.line())
    }
}

impl<E: std::error::Error> From<E> for Failed {
    #[track_caller]
    fn from(error: E) -> Self {
        Self {
            sentence: error.to_string(),
            at: Location::caller(),
        }
    }
}

/// Fails with the sentence unless the condition holds.
///
/// # Errors
///
/// The sentence, when the condition does not hold.
pub fn ensure(condition: bool, sentence: impl FnOnce() -> String) -> Outcome<()> {
    if condition {
        Ok(())
    } else {
        Err(Problem::new(sentence()))
    }
}

/// Runs a step again until it gives a value, for up to `seconds`.
///
/// # Errors
///
/// What the last try said, when none gave a value in time.
pub async fn until<T, F>(seconds: u64, mut step: impl FnMut() -> F) -> Outcome<T>
where
    F: Future<Output = Outcome<T>>,
{
    let end = std::time::Instant::now() + std::time::Duration::from_secs(seconds);
    loop {
        match step().await {
            Ok(value) => return Ok(value),
            Err(problem) if std::time::Instant::now() > end => {
                return Err(Problem::new(format!("{problem} (waited {seconds} s)")));
            }
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(40)).await,
        }
    }
}
