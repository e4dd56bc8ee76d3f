//! The clipboard: what we put there stays out of its history, and goes again when it should, unless somebody has copied something else.
//!
//! One thread owns the clipboard, because on X11 the copied text lives only as long as its owner. The thread starts at the first copy.

use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use steward_core::app::{Copied, SECRET_STAYS};
use steward_core::secret::{ExposeSecret as _, SecretString};
use thiserror::Error;

/// How long quitting waits for a clipboard that does not answer.
const QUIT_WAITS: Duration = Duration::from_millis(500);

/// The clipboard could not be used: there is none, or another program holds it.
#[derive(Debug, Error)]
#[error("the clipboard cannot be used")]
pub(crate) struct ClipboardError;

/// The handle that copies and clears. Its thread ends with it and clears what is still ours.
#[derive(Default)]
pub(crate) struct Clipboard {
    thread: Mutex<Option<(Sender<Order>, JoinHandle<()>)>>,
}

enum Order {
    Copy {
        text: SecretString,
        what: Copied,
        done: Sender<Result<(), ClipboardError>>,
    },
    Clear {
        done: Sender<Result<(), ClipboardError>>,
    },
    End {
        done: Sender<Result<(), ClipboardError>>,
    },
}

impl Clipboard {
    /// Puts `text` on the clipboard, outside of its history. A secret goes again after [`SECRET_STAYS`].
    ///
    /// # Errors
    ///
    /// [`ClipboardError`]; the clipboard then holds what it held.
    pub(crate) fn copy(&self, text: SecretString, what: Copied) -> Result<(), ClipboardError> {
        let (done, answer) = mpsc::channel();
        self.order(Order::Copy { text, what, done });
        answer.recv().unwrap_or(Err(ClipboardError))
    }

    /// Empties the clipboard if it still holds what we copied.
    ///
    /// # Errors
    ///
    /// [`ClipboardError`], when it is ours and cannot be emptied.
    pub(crate) fn clear_if_ours(&self) -> Result<(), ClipboardError> {
        if !self.is_running() {
            return Ok(());
        }
        let (done, answer) = mpsc::channel();
        self.order(Order::Clear { done });
        answer.recv().unwrap_or(Err(ClipboardError))
    }

    /// Clears what is still ours and lets the clipboard go. Waits half a second at most: a clipboard that hangs must not keep the
    /// program from ending.
    pub(crate) fn end(&self) {
        let thread = self.lock().take();
        if let Some((orders, _)) = thread {
            let (done, answer) = mpsc::channel();
            if orders.send(Order::End { done }).is_ok() {
                let _ = answer.recv_timeout(QUIT_WAITS);
            }
        }
    }

    fn order(&self, order: Order) {
        let mut thread = self.lock();
        if thread.as_ref().is_none_or(|(_, handle)| handle.is_finished()) {
            let (orders, inbox) = mpsc::channel();
            let spawned = std::thread::Builder::new()
                .name("clipboard".into())
                .spawn(move || serve(&inbox, &mut System::default(), secret_stays()));
            match spawned {
                Ok(handle) => *thread = Some((orders, handle)),
                // The order is dropped with its answer, which reads as an error.
                Err(_) => return,
            }
        }
        if let Some((orders, _)) = thread.as_ref() {
            let _ = orders.send(order);
        }
    }

    fn is_running(&self) -> bool {
        self.lock().as_ref().is_some_and(|(_, handle)| !handle.is_finished())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<(Sender<Order>, JoinHandle<()>)>> {
        self.thread.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Drop for Clipboard {
    fn drop(&mut self) {
        self.end();
    }
}

/// The system's clipboard, or a test's.
trait Board {
    fn put(&mut self, text: &str, what: Copied) -> Result<(), ClipboardError>;
    /// Whether it still holds `text` as [`put`](Self::put) left it.
    fn holds(&mut self, text: &str) -> bool;
    fn clear(&mut self) -> Result<(), ClipboardError>;
}

/// What we put there last.
struct Ours {
    text: SecretString,
    goes_at: Option<Instant>,
}

fn serve(inbox: &Receiver<Order>, board: &mut impl Board, secret_stays: Duration) {
    let mut ours: Option<Ours> = None;
    loop {
        let order = match ours.as_ref().and_then(|ours| ours.goes_at) {
            Some(goes_at) => inbox.recv_timeout(goes_at.saturating_duration_since(Instant::now())),
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match order {
            Ok(Order::Copy { text, what, done }) => {
                let put = board.put(text.expose_secret(), what);
                if put.is_ok() {
                    let goes_at = (what == Copied::Secret).then(|| Instant::now() + secret_stays);
                    ours = Some(Ours { text, goes_at });
                }
                let _ = done.send(put);
            }
            Ok(Order::Clear { done }) => {
                let _ = done.send(clear(board, ours.take()));
            }
            Ok(Order::End { done }) => {
                let _ = done.send(clear(board, ours.take()));
                return;
            }
            Err(RecvTimeoutError::Timeout) => {
                // Nobody waits for it, and `clear` has logged a failure.
                let _ = clear(board, ours.take());
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

fn clear(board: &mut impl Board, ours: Option<Ours>) -> Result<(), ClipboardError> {
    match ours {
        Some(ours) if board.holds(ours.text.expose_secret()) => board
            .clear()
            .inspect_err(|_| tracing::warn!("the clipboard was not cleared")),
        _ => Ok(()),
    }
}

fn secret_stays() -> Duration {
    Duration::from_secs(SECRET_STAYS.into())
}

/// The system's clipboard, opened at its first use and again after a failure.
#[derive(Default)]
struct System {
    board: Option<arboard::Clipboard>,
    #[cfg(target_os = "macos")]
    count_after_put: isize,
}

impl System {
    fn open(&mut self) -> Result<&mut arboard::Clipboard, ClipboardError> {
        let board = match self.board.take() {
            Some(board) => board,
            None => arboard::Clipboard::new().map_err(|_| ClipboardError)?,
        };
        Ok(self.board.insert(board))
    }
}

impl Board for System {
    fn put(&mut self, text: &str, what: Copied) -> Result<(), ClipboardError> {
        let set = out_of_history(self.open()?.set(), what);
        let put = set.text(text).map_err(|_| ClipboardError);
        if put.is_err() {
            self.board = None;
        }
        #[cfg(target_os = "macos")]
        {
            self.count_after_put = change_count();
        }
        put
    }

    #[cfg(not(target_os = "macos"))]
    fn holds(&mut self, text: &str) -> bool {
        let Ok(board) = self.open() else { return false };
        board
            .get_text()
            .is_ok_and(|held| *zeroize::Zeroizing::new(held) == *text)
    }

    /// By the pasteboard's own count: macOS asks the person before a program reads what another one copied.
    #[cfg(target_os = "macos")]
    fn holds(&mut self, _text: &str) -> bool {
        change_count() == self.count_after_put
    }

    fn clear(&mut self) -> Result<(), ClipboardError> {
        self.open()?.clear().map_err(|_| ClipboardError)
    }
}

/// Windows keeps a history and copies it to other computers; KDE and macOS programs that keep one heed a mark.
#[cfg(target_os = "windows")]
fn out_of_history(set: arboard::Set<'_>, what: Copied) -> arboard::Set<'_> {
    use arboard::SetExtWindows as _;
    let set = set.exclude_from_history().exclude_from_cloud();
    match what {
        Copied::Draft => set,
        Copied::Secret => set.exclude_from_monitoring(),
    }
}

#[cfg(target_os = "macos")]
fn out_of_history(set: arboard::Set<'_>, _what: Copied) -> arboard::Set<'_> {
    use arboard::SetExtApple as _;
    set.exclude_from_history()
}

#[cfg(target_os = "linux")]
fn out_of_history(set: arboard::Set<'_>, _what: Copied) -> arboard::Set<'_> {
    use arboard::SetExtLinux as _;
    set.exclude_from_history()
}

#[cfg(target_os = "macos")]
fn change_count() -> isize {
    objc2_app_kit::NSPasteboard::generalPasteboard().changeCount()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<String>>);

    impl Paper {
        fn text(&self) -> String {
            self.0.lock().unwrap().clone()
        }

        fn somebody_copies(&self, text: &str) {
            text.clone_into(&mut self.0.lock().unwrap());
        }
    }

    impl Board for Paper {
        fn put(&mut self, text: &str, _: Copied) -> Result<(), ClipboardError> {
            if text == "refused" {
                return Err(ClipboardError);
            }
            self.somebody_copies(text);
            Ok(())
        }

        fn holds(&mut self, text: &str) -> bool {
            self.text() == text
        }

        fn clear(&mut self) -> Result<(), ClipboardError> {
            self.somebody_copies("");
            Ok(())
        }
    }

    fn on_paper() -> (Clipboard, Paper) {
        on_paper_for(secret_stays())
    }

    fn on_paper_for(secret_stays: Duration) -> (Clipboard, Paper) {
        let paper = Paper::default();
        let mut board = paper.clone();
        let (orders, inbox) = mpsc::channel();
        let handle = std::thread::spawn(move || serve(&inbox, &mut board, secret_stays));
        (
            Clipboard {
                thread: Mutex::new(Some((orders, handle))),
            },
            paper,
        )
    }

    fn copy(clipboard: &Clipboard, text: &str, what: Copied) -> Result<(), ClipboardError> {
        clipboard.copy(SecretString::from(text), what)
    }

    #[test]
    fn what_we_copied_is_cleared() {
        let (clipboard, paper) = on_paper();
        copy(&clipboard, "a draft", Copied::Draft).unwrap();
        assert_eq!(paper.text(), "a draft");
        clipboard.clear_if_ours().unwrap();
        assert_eq!(paper.text(), "");
    }

    #[test]
    fn what_somebody_else_copied_since_is_left_alone() {
        let (clipboard, paper) = on_paper();
        copy(&clipboard, "a secret", Copied::Secret).unwrap();
        paper.somebody_copies("a shopping list");
        clipboard.clear_if_ours().unwrap();
        clipboard.end();
        assert_eq!(paper.text(), "a shopping list");
    }

    #[test]
    fn the_end_clears_a_draft_too() {
        let (clipboard, paper) = on_paper();
        copy(&clipboard, "a draft", Copied::Draft).unwrap();
        drop(clipboard);
        assert_eq!(paper.text(), "");
    }

    #[test]
    fn a_secret_goes_by_itself_and_a_draft_stays() {
        let (clipboard, paper) = on_paper_for(Duration::from_millis(20));
        copy(&clipboard, "a secret", Copied::Secret).unwrap();
        let started = Instant::now();
        while !paper.text().is_empty() && started.elapsed() < Duration::from_secs(10) {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(paper.text(), "");
        copy(&clipboard, "a draft", Copied::Draft).unwrap();
        std::thread::sleep(Duration::from_millis(60));
        assert_eq!(paper.text(), "a draft");
    }

    #[test]
    fn a_second_secret_gets_its_full_time() {
        let (clipboard, paper) = on_paper_for(Duration::from_secs(2));
        copy(&clipboard, "the first", Copied::Secret).unwrap();
        std::thread::sleep(Duration::from_millis(1_100));
        copy(&clipboard, "the second", Copied::Secret).unwrap();
        std::thread::sleep(Duration::from_millis(1_100));
        assert_eq!(paper.text(), "the second");
    }

    #[test]
    fn a_refused_copy_is_an_error_and_forgets_nothing() {
        let (clipboard, paper) = on_paper();
        copy(&clipboard, "a draft", Copied::Draft).unwrap();
        copy(&clipboard, "refused", Copied::Secret).unwrap_err();
        clipboard.end();
        assert_eq!(paper.text(), "");
    }

    #[test]
    fn clearing_before_the_first_copy_starts_nothing() {
        let clipboard = Clipboard::default();
        clipboard.clear_if_ours().unwrap();
        assert!(!clipboard.is_running());
        clipboard.end();
    }
}
