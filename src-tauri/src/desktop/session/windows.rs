//! Windows: a window that nobody sees is told when the session is locked and when the computer goes to sleep.

#![expect(unsafe_code, reason = "Windows says it by messages to a window procedure")]

use std::cell::RefCell;
use std::io;
use std::ptr;

use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, WPARAM};
use windows_sys::Win32::System::LibraryLoader::GetModuleHandleW;
use windows_sys::Win32::System::Power::RegisterSuspendResumeNotification;
use windows_sys::Win32::System::RemoteDesktop::{NOTIFY_FOR_THIS_SESSION, WTSRegisterSessionNotification};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CreateWindowExW, DEVICE_NOTIFY_WINDOW_HANDLE, DefWindowProcW, DispatchMessageW, GetMessageW, HWND_MESSAGE, MSG,
    PBT_APMSUSPEND, RegisterClassW, WM_POWERBROADCAST, WM_WTSSESSION_CHANGE, WNDCLASSW, WTS_SESSION_LOCK,
};
use windows_sys::w;

thread_local! {
    /// What the window procedure calls: it has no room for anything of ours.
    static LOCK: RefCell<Option<Box<dyn Fn()>>> = const { RefCell::new(None) };
}

/// Waits for messages as long as the program runs.
pub(super) fn watch(lock: impl Fn() + 'static) -> io::Result<()> {
    LOCK.with(|held| *held.borrow_mut() = Some(Box::new(lock)));
    let window = listening_window()?;
    // SAFETY: `window` is a window of this thread, which lives until the thread ends; a registration ends with its window.
    unsafe {
        if WTSRegisterSessionNotification(window, NOTIFY_FOR_THIS_SESSION) == 0 {
            return Err(io::Error::last_os_error());
        }
        // Without it the program is still told that the screen is locked, which comes first on most computers.
        RegisterSuspendResumeNotification(window, DEVICE_NOTIFY_WINDOW_HANDLE);
    }
    let mut message = MSG::default();
    // SAFETY: `message` is a valid place for a message, and is read only after one was put there.
    while unsafe { GetMessageW(&raw mut message, ptr::null_mut(), 0, 0) } > 0 {
        // SAFETY: `message` came from `GetMessageW`.
        unsafe { DispatchMessageW(&raw const message) };
    }
    Ok(())
}

fn listening_window() -> io::Result<HWND> {
    let name = w!("MailboxStewardSession");
    // SAFETY: the class and the window name text that lives for ever, a procedure of the right form, and this program's module.
    let window = unsafe {
        let module = GetModuleHandleW(ptr::null());
        let class = WNDCLASSW {
            lpfnWndProc: Some(told),
            hInstance: module,
            lpszClassName: name,
            ..WNDCLASSW::default()
        };
        RegisterClassW(&raw const class);
        CreateWindowExW(
            0,
            name,
            name,
            0,
            0,
            0,
            0,
            0,
            HWND_MESSAGE,
            ptr::null_mut(),
            module,
            ptr::null(),
        )
    };
    if window.is_null() {
        Err(io::Error::last_os_error())
    } else {
        Ok(window)
    }
}

unsafe extern "system" fn told(window: HWND, message: u32, what: WPARAM, more: LPARAM) -> LRESULT {
    let what_happened = u32::try_from(what).unwrap_or_default();
    if matches!(
        (message, what_happened),
        (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK) | (WM_POWERBROADCAST, PBT_APMSUSPEND)
    ) {
        LOCK.with(|held| {
            if let Some(lock) = held.borrow().as_ref() {
                lock();
            }
        });
    }
    // SAFETY: Windows called with these very values.
    unsafe { DefWindowProcW(window, message, what, more) }
}
