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
const PORTAL: &str = "org.freedesktop.portal.Desktop";
const PORTAL_PATH: &str = "/org/freedesktop/portal/desktop";
const APPEARANCE: &str = "org.freedesktop.appearance";
const COLOR_SCHEME: &str = "color-scheme";

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

/// Says whether the desktop prefers dark, at once and then at every change. GTK 3 does not read this preference by itself.
pub(super) fn watch_appearance(prefers_dark: impl Fn(bool)) -> zbus::Result<()> {
    watch_appearance_on(&Connection::session()?, prefers_dark)
}

fn watch_appearance_on(bus: &Connection, prefers_dark: impl Fn(bool)) -> zbus::Result<()> {
    let settings = Proxy::new(bus, PORTAL, PORTAL_PATH, "org.freedesktop.portal.Settings")?;
    let changes = settings.receive_signal_with_args("SettingChanged", &[(0, APPEARANCE), (1, COLOR_SCHEME)])?;
    let now: OwnedValue = settings.call("ReadOne", &(APPEARANCE, COLOR_SCHEME))?;
    prefers_dark(is_dark(&now));
    for change in changes {
        if let Ok((_, _, scheme)) = change.body().deserialize::<(String, String, OwnedValue)>() {
            prefers_dark(is_dark(&scheme));
        }
    }
    Ok(())
}

/// The portal's numbers: 0 no preference, 1 dark, 2 light.
fn is_dark(scheme: &OwnedValue) -> bool {
    u32::try_from(scheme).is_ok_and(|scheme| scheme == 1)
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
    use std::io::{BufRead as _, BufReader};
    use std::process::{Child, Command, Stdio};
    use std::sync::mpsc;
    use std::time::Duration;

    use zbus::blocking::connection::Builder;
    use zbus::zvariant::Value;

    use super::*;

    const OUR_SESSION: &str = "/org/freedesktop/login1/session/_31";

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

    /// A bus of the test's own, ended with it.
    struct Bus(Child, String);

    impl Bus {
        fn start() -> Self {
            let mut daemon = Command::new("dbus-daemon")
                .args(["--session", "--nofork", "--print-address=1"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .expect("this test needs dbus-daemon (on Debian: apt install dbus)");
            let mut address = String::new();
            BufReader::new(daemon.stdout.take().unwrap())
                .read_line(&mut address)
                .unwrap();
            Self(daemon, address.trim().to_owned())
        }

        fn connect(&self) -> Connection {
            Builder::address(self.1.as_str()).unwrap().build().unwrap()
        }
    }

    impl Drop for Bus {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    struct Login;

    #[zbus::interface(name = "org.freedesktop.login1.Manager")]
    impl Login {
        #[zbus(name = "GetSessionByPID")]
        #[expect(clippy::unused_self, reason = "an interface's methods take it")]
        fn session_by_pid(&self, pid: u32) -> zbus::fdo::Result<OwnedObjectPath> {
            assert_eq!(pid, std::process::id());
            OwnedObjectPath::try_from(OUR_SESSION).map_err(|_| zbus::fdo::Error::Failed(String::new()))
        }
    }

    #[test]
    fn the_watch_hears_this_session_and_not_another_ones() {
        let bus = Bus::start();
        let login = Builder::address(bus.1.as_str())
            .unwrap()
            .serve_at(MANAGER_PATH, Login)
            .unwrap()
            .name(LOGIN)
            .unwrap()
            .build()
            .unwrap();
        let ours = bus.connect();
        let (heard, locked) = mpsc::channel();
        std::thread::spawn(move || watch_on(&ours, || heard.send(()).unwrap()));

        let say = |path: &str, interface: &str, member: &str| {
            login.emit_signal(None::<&str>, path, interface, member, &()).unwrap();
        };
        let patience = Duration::from_secs(20);
        let started = std::time::Instant::now();
        while locked.try_recv().is_err() {
            assert!(
                started.elapsed() < patience,
                "the watch never heard that the session was locked"
            );
            say(OUR_SESSION, SESSION, "Lock");
            std::thread::sleep(Duration::from_millis(50));
        }
        while locked.recv_timeout(Duration::from_millis(500)).is_ok() {}

        say("/org/freedesktop/login1/session/_32", SESSION, "Lock");
        say(OUR_SESSION, SESSION, "Unlock");
        assert!(
            locked.recv_timeout(Duration::from_millis(500)).is_err(),
            "somebody else's session"
        );
        login
            .emit_signal(None::<&str>, MANAGER_PATH, MANAGER, "PrepareForSleep", &true)
            .unwrap();
        locked.recv_timeout(patience).expect("the way to sleep was not heard");
    }

    struct Portal;

    #[zbus::interface(name = "org.freedesktop.portal.Settings")]
    impl Portal {
        #[expect(clippy::unused_self, reason = "an interface's methods take it")]
        fn read_one(&self, namespace: &str, key: &str) -> OwnedValue {
            assert_eq!((namespace, key), (APPEARANCE, COLOR_SCHEME));
            OwnedValue::from(1_u32)
        }
    }

    #[test]
    fn the_desktops_preference_for_dark_is_followed() {
        let bus = Bus::start();
        let portal = Builder::address(bus.1.as_str())
            .unwrap()
            .serve_at(PORTAL_PATH, Portal)
            .unwrap()
            .name(PORTAL)
            .unwrap()
            .build()
            .unwrap();
        let ours = bus.connect();
        let (heard, dark) = mpsc::channel();
        std::thread::spawn(move || watch_appearance_on(&ours, |dark| heard.send(dark).unwrap()));
        let patience = Duration::from_secs(20);
        assert_eq!(dark.recv_timeout(patience), Ok(true), "at the start");
        for (namespace, scheme) in [
            (APPEARANCE, 2_u32),
            ("org.example", 1),
            (APPEARANCE, 1),
            (APPEARANCE, 0),
        ] {
            let body = (namespace, COLOR_SCHEME, Value::from(scheme));
            let settings = "org.freedesktop.portal.Settings";
            portal
                .emit_signal(None::<&str>, PORTAL_PATH, settings, "SettingChanged", &body)
                .unwrap();
        }
        for wanted in [false, true, false] {
            assert_eq!(dark.recv_timeout(patience), Ok(wanted));
        }
    }
}
