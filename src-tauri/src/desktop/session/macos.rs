//! macOS: notifications say when the screen is locked, when another person's session comes to the front, and when the Mac goes to sleep.

#![expect(unsafe_code, reason = "notification centres take blocks")]

use std::convert::Infallible;
use std::ptr::NonNull;

use block2::RcBlock;
use objc2_app_kit::{NSWorkspace, NSWorkspaceSessionDidResignActiveNotification, NSWorkspaceWillSleepNotification};
use objc2_foundation::{NSDistributedNotificationCenter, NSNotification, ns_string};

/// Has the notification centres call `lock` as long as the program runs.
#[expect(clippy::unnecessary_wraps, reason = "the other systems may have nobody to ask")]
pub(super) fn watch(lock: impl Fn() + 'static) -> Result<(), Infallible> {
    let lock = RcBlock::new(move |_: NonNull<NSNotification>| lock());
    let workspace = NSWorkspace::sharedWorkspace().notificationCenter();
    let everybody = NSDistributedNotificationCenter::defaultCenter();
    // SAFETY: the block takes what a notification centre gives it, may be called from any thread, and is never removed: the observers are
    // kept for the life of the program.
    unsafe {
        for name in [
            NSWorkspaceWillSleepNotification,
            NSWorkspaceSessionDidResignActiveNotification,
        ] {
            let observer = workspace.addObserverForName_object_queue_usingBlock(Some(name), None, None, &lock);
            std::mem::forget(observer);
        }
        let locked = ns_string!("com.apple.screenIsLocked");
        let observer = everybody.addObserverForName_object_queue_usingBlock(Some(locked), None, None, &lock);
        std::mem::forget(observer);
    }
    Ok(())
}
