//! What takes long: how far it is, and a way to stop it. One at a time; the work itself is in the command that does it.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::Steward;
use crate::contract::{ApiError, DoneView, ErrorCode, JobKindView, JobRunningView, JobView, NoRequest};

/// The job that runs, if one does.
#[derive(Debug, Default)]
pub(super) struct Jobs {
    running: Mutex<Option<Arc<Progress>>>,
}

/// How far a job is. The command that does the work tells; it is asked from elsewhere.
#[derive(Debug)]
pub(super) struct Progress {
    kind: JobKindView,
    done: AtomicU32,
    total: AtomicU32,
    cancelled: AtomicBool,
}

impl Progress {
    /// Tells how much is done, of how much. Answers whether to go on.
    pub(super) fn tell(&self, done: usize, total: usize) -> bool {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        self.total.store(number(total), Ordering::Relaxed);
        self.done.store(number(done), Ordering::Relaxed);
        !self.cancelled.load(Ordering::Relaxed)
    }

    /// As [`Progress::tell`], for a work that is left by an error.
    ///
    /// # Errors
    /// `cancelled`.
    pub(super) fn go_on(&self, done: usize, total: usize) -> Result<(), ApiError> {
        if self.tell(done, total) {
            Ok(())
        } else {
            Err(ApiError::new(ErrorCode::Cancelled, "it was cancelled"))
        }
    }
}

/// A job while it runs; dropping it ends it.
#[derive(Debug)]
pub(super) struct Job<'a> {
    jobs: &'a Jobs,
    progress: Arc<Progress>,
}

impl Job<'_> {
    /// Where the work tells how far it is.
    pub(super) fn progress(&self) -> Arc<Progress> {
        Arc::clone(&self.progress)
    }
}

impl Drop for Job<'_> {
    fn drop(&mut self) {
        *self.jobs.running.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Jobs {
    /// Begins a job.
    ///
    /// # Errors
    /// `job_running` while another runs.
    pub(super) fn begin(&self, kind: JobKindView) -> Result<Job<'_>, ApiError> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.is_some() {
            return Err(ApiError::new(ErrorCode::JobRunning, "another job runs"));
        }
        let progress = Arc::new(Progress {
            kind,
            done: AtomicU32::new(0),
            total: AtomicU32::new(0),
            cancelled: AtomicBool::new(false),
        });
        *running = Some(Arc::clone(&progress));
        drop(running);
        Ok(Job { jobs: self, progress })
    }

    /// Asks the job that runs to stop.
    pub(super) fn cancel(&self) {
        if let Some(progress) = &*self.running.lock().unwrap_or_else(PoisonError::into_inner) {
            progress.cancelled.store(true, Ordering::Relaxed);
        }
    }

    fn view(&self) -> JobView {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        JobView {
            running: running.as_ref().map(|progress| JobRunningView {
                kind: progress.kind,
                done: progress.done.load(Ordering::Relaxed),
                total: progress.total.load(Ordering::Relaxed),
                cancelled: progress.cancelled.load(Ordering::Relaxed),
            }),
        }
    }
}

/// The job that runs, if one does. It answers at once, also while the job has the staff list.
///
/// # Errors
/// Never.
pub async fn job_get(steward: &Steward, _: NoRequest) -> Result<JobView, ApiError> {
    Ok(steward.jobs.view())
}

/// Asks the job that runs to stop. It stops soon after, and its command answers `cancelled`; one that is past stopping is done.
///
/// # Errors
/// Never.
pub async fn job_cancel(steward: &Steward, _: NoRequest) -> Result<DoneView, ApiError> {
    steward.jobs.cancel();
    Ok(DoneView {})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_seen_while_it_runs_stops_when_asked_and_leaves_room_for_the_next() {
        let jobs = Jobs::default();
        assert_eq!(jobs.view().running, None);
        let job = jobs.begin(JobKindView::ImportCheck).unwrap();
        assert!(job.progress().tell(3, 10));
        assert_eq!(
            jobs.view().running,
            Some(JobRunningView {
                kind: JobKindView::ImportCheck,
                done: 3,
                total: 10,
                cancelled: false
            })
        );
        assert_eq!(
            jobs.begin(JobKindView::HistoryVerify).unwrap_err().code,
            ErrorCode::JobRunning
        );
        jobs.cancel();
        assert_eq!(job.progress().go_on(4, 10).unwrap_err().code, ErrorCode::Cancelled);
        drop(job);
        assert_eq!(jobs.view().running, None);
        assert!(jobs.begin(JobKindView::HistoryVerify).is_ok());
    }
}
