//! Linux: `logind` says when the session is locked and when the computer goes to sleep.

use zbus::MatchRule;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, MessageIterator, Proxy};
use zbus::message::Message;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};

const LOGIN: &str = "org.freedesktop.login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const MANAGER_PATH: &str = "/org/freedesktop/login1";
const SESSION: &str = "org.freedesktop.login1.Session";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// Lets `WebKitGTK` draw without DMA-BUF, which leaves a blank window with some graphics drivers, unless somebody has decided about it.
pub(super) fn without_dmabuf() {
    const DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(DMABUF).is_none() {
        #[expect(unsafe_code, reason = "WebKitGTK has no other switch for it")]
        // SAFETY: the program has one thread yet, so nothing reads the environment while it changes.
        unsafe {
            std::env::set_var(DMABUF, "1");
        }
    }
}

/// Waits for `logind` as long as the program runs.
pub(super) fn watch(lock: impl Fn()) -> zbus::Result<()> {
    let system = Connection::system()?;
    watch_on(&system, lock)
}

fn watch_on(bus: &Connection, lock: impl Fn()) -> zbus::Result<()> {
    let manager = Proxy::new(bus, LOGIN, MANAGER_PATH, MANAGER)?;
    let session: OwnedObjectPath = manager.call("GetSessionByPID", &std::process::id())?;
    let bus_itself = DBusProxy::new(bus)?;
    for (path, interface, member) in [
        (MANAGER_PATH, MANAGER, "PrepareForSleep"),
        (session.as_str(), SESSION, "Lock"),
        (session.as_str(), PROPERTIES, "PropertiesChanged"),
    ] {
        let rule = format!("type='signal',sender='{LOGIN}',path='{path}',interface='{interface}',member='{member}'");
        bus_itself.add_match_rule(MatchRule::try_from(rule.as_str())?)?;
    }
    for message in MessageIterator::from(bus) {
        if message.is_ok_and(|message| locks(&message)) {
            lock();
        }
    }
    Ok(())
}

/// Whether a signal says that the screen is locked or that the computer is about to sleep.
fn locks(message: &Message) -> bool {
    let header = message.header();
    let (Some(interface), Some(member)) = (header.interface(), header.member()) else {
        return false;
    };
    match (interface.as_str(), member.as_str()) {
        (MANAGER, "PrepareForSleep") => message.body().deserialize::<bool>().is_ok_and(|before| before),
        (SESSION, "Lock") => true,
        (PROPERTIES, "PropertiesChanged") => {
            type Changed = (String, std::collections::HashMap<String, OwnedValue>, Vec<String>);
            message
                .body()
                .deserialize::<Changed>()
                .is_ok_and(|(interface, changed, _)| {
                    interface == SESSION
                        && changed
                            .get("LockedHint")
                            .is_some_and(|hint| bool::try_from(hint).unwrap_or(false))
                })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use zbus::zvariant::Value;

    fn said<B: serde::Serialize + zbus::zvariant::DynamicType>(interface: &str, member: &str, body: &B) -> Message {
        Message::signal(MANAGER_PATH, interface, member)
            .unwrap()
            .build(body)
            .unwrap()
    }

    fn properties(interface: &str, name: &str, value: bool) -> Message {
        let changed = HashMap::from([(name, Value::from(value))]);
        said(
            PROPERTIES,
            "PropertiesChanged",
            &(interface, changed, Vec::<String>::new()),
        )
    }

    #[test]
    fn a_locked_screen_and_the_way_to_sleep_lock() {
        assert!(locks(&said(SESSION, "Lock", &())));
        assert!(locks(&properties(SESSION, "LockedHint", true)));
        assert!(locks(&said(MANAGER, "PrepareForSleep", &true)));
    }

    #[test]
    fn nothing_else_locks() {
        assert!(!locks(&said(SESSION, "Unlock", &())));
        assert!(!locks(&properties(SESSION, "LockedHint", false)));
        assert!(!locks(&properties(SESSION, "IdleHint", true)));
        assert!(!locks(&properties("org.example", "LockedHint", true)));
        assert!(!locks(&said(MANAGER, "PrepareForSleep", &false)));
        assert!(!locks(&said(MANAGER, "PrepareForSleep", &"yes")));
    }
}
