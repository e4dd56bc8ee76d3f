//! The threads that hold the connections: one writes, the others read. Nothing that waits for the disk runs anywhere else.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};

use super::open::connect_reader;
use super::{Head, Register, StoreError, Writer};
use crate::logged::KindOf;
use crate::secret::Key;

type WriteJob = Box<dyn FnOnce(&mut Writer) + Send>;
type ReadJob = Box<dyn FnOnce(Result<Register<'_>, StoreError>) + Send>;

/// How many threads read.
const READERS: usize = 2;

/// How long nobody has to have written before the writing thread does what can wait.
const QUIET: Duration = Duration::from_millis(150);

/// The longest that what can wait does wait, while somebody writes all the time.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// The staff list was closed while a command waited for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the staff list is closed")]
pub struct LanesClosed;

/// A thread that reads, and how many jobs it has.
#[derive(Debug)]
struct Reader {
    jobs: mpsc::UnboundedSender<ReadJob>,
    waiting: Arc<AtomicUsize>,
}

/// The ways to the file while it is open.
#[derive(Debug)]
pub struct Lanes {
    writer: std::sync::mpsc::Sender<WriteJob>,
    /// How many jobs the writing thread has, its own among them.
    writing: Arc<AtomicUsize>,
    readers: Vec<Reader>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Lanes {
    /// Starts the threads. `head_moved` is called on the writing thread with the end of the chain, a moment after the last of
    /// several changes was recorded, and when it closes.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        writer: Writer,
        path: &Path,
        key: &Key,
        head_moved: impl FnMut(Head) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (to_writer, jobs) = std::sync::mpsc::channel();
        let writing = Arc::<AtomicUsize>::default();
        let own = Arc::clone(&writing);
        let mut threads = vec![
            std::thread::Builder::new()
                .name("writer".to_owned())
                .spawn(move || write(writer, &jobs, &own, head_moved))?,
        ];
        let mut readers = Vec::new();
        for number in 1..=READERS {
            let (to_reader, jobs) = mpsc::unbounded_channel();
            let (path, key) = (path.to_owned(), key.clone());
            threads.push(
                std::thread::Builder::new()
                    .name(format!("reader-{number}"))
                    .spawn(move || read(&path, &key, jobs))?,
            );
            readers.push(Reader {
                jobs: to_reader,
                waiting: Arc::default(),
            });
        }
        Ok(Self {
            writer: to_writer,
            writing,
            readers,
            threads: Mutex::new(threads),
        })
    }

    /// Runs a job on the writing thread.
    ///
    /// # Errors
    /// [`LanesClosed`] when the file was closed before the job ran.
    pub async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Writer) -> T + Send + 'static,
    ) -> Result<T, LanesClosed> {
        let (answer, wait) = oneshot::channel();
        let writing = Arc::clone(&self.writing);
        writing.fetch_add(1, Ordering::Relaxed);
        let job: WriteJob = Box::new(move |writer| {
            let done = job(writer);
            writing.fetch_sub(1, Ordering::Relaxed);
            // Nobody waits any more when the window was closed meanwhile; the job is done all the same.
            let _ = answer.send(done);
        });
        self.writer.send(job).map_err(|_| LanesClosed)?;
        wait.await.map_err(|_| LanesClosed)
    }

    /// Runs a short job that reads where it is soonest done: on the writing thread while nobody writes, which has at hand what it
    /// wrote and read before; every other connection reads and decrypts its pages again after each change.
    ///
    /// # Errors
    /// [`LanesClosed`] when the file was closed before the job ran, or the job panicked.
    pub async fn glance<T: Send + 'static>(
        &self,
        job: impl FnOnce(Result<Register<'_>, StoreError>) -> T + Send + 'static,
    ) -> Result<T, LanesClosed> {
        if self.writing.load(Ordering::Relaxed) == 0 {
            // A page that cannot be drawn must not cost the thread that writes: reading leaves nothing half done.
            self.write(|writer| catch_unwind(AssertUnwindSafe(|| job(Ok(writer.read())))))
                .await?
                .map_err(|_| LanesClosed)
        } else {
            self.read(job).await
        }
    }

    /// Runs a job on one of the reading threads.
    ///
    /// # Errors
    /// [`LanesClosed`] when the file was closed before the job ran.
    pub async fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(Result<Register<'_>, StoreError>) -> T + Send + 'static,
    ) -> Result<T, LanesClosed> {
        let (answer, wait) = oneshot::channel();
        // The first of those with the least to do: one job after the other goes to the same thread, which has the pages it read at hand.
        let reader = self
            .readers
            .iter()
            .min_by_key(|reader| reader.waiting.load(Ordering::Relaxed))
            .ok_or(LanesClosed)?;
        let waiting = Arc::clone(&reader.waiting);
        waiting.fetch_add(1, Ordering::Relaxed);
        let job: ReadJob = Box::new(move |register| {
            let done = job(register);
            waiting.fetch_sub(1, Ordering::Relaxed);
            let _ = answer.send(done);
        });
        reader.jobs.send(job).map_err(|_| LanesClosed)?;
        wait.await.map_err(|_| LanesClosed)
    }

    /// Closes every connection, after the jobs that wait already, and leaves one file at rest.
    pub fn close(self) {
        let Self {
            writer,
            readers,
            threads,
            ..
        } = self;
        let mut threads = threads
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .into_iter();
        let ended = |thread: JoinHandle<()>| {
            if thread.join().is_err() {
                tracing::error!(code = "lane_panicked", "a thread of the register ended early");
            }
        };
        // Readers first: the last connection to close is the one that empties the write-ahead log.
        let writing = threads.next();
        drop(readers);
        threads.for_each(ended);
        drop(writer);
        writing.into_iter().for_each(ended);
    }
}

fn write(
    mut writer: Writer,
    jobs: &std::sync::mpsc::Receiver<WriteJob>,
    writing: &AtomicUsize,
    mut head_moved: impl FnMut(Head),
) {
    let mut told = writer.head();
    // Writing the head down, and moving the log into the file, takes as long as a change or longer: it waits until nobody else does.
    let mut waiting_since: Option<Instant> = None;
    loop {
        let job = match waiting_since {
            None => jobs.recv().map_err(RecvTimeoutError::from),
            Some(since) => jobs.recv_timeout(QUIET.min(LONGEST_WAIT.saturating_sub(since.elapsed()))),
        };
        match job {
            Ok(job) => {
                job(&mut writer);
                if writer.head() != told || writer.is_untidy() {
                    waiting_since.get_or_insert_with(Instant::now);
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                waiting_since = None;
                writing.fetch_add(1, Ordering::Relaxed);
                if writer.head() != told {
                    told = writer.head();
                    head_moved(told);
                }
                writer.tidy();
                writing.fetch_sub(1, Ordering::Relaxed);
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    if writer.head() != told {
        head_moved(writer.head());
    }
    if let Err(error) = writer.close() {
        tracing::error!(code = "close_failed", kind = %KindOf(&error), "the register did not close cleanly");
    }
}

fn read(path: &Path, key: &Key, mut jobs: mpsc::UnboundedReceiver<ReadJob>) {
    let mut connection = None;
    while let Some(job) = jobs.blocking_recv() {
        let opened = match &connection {
            Some(connection) => Ok(connection),
            None => connect_reader(path, key).map(|opened| &*connection.insert(opened)),
        };
        job(opened.map(Register::new));
    }
}
