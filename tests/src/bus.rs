//! A private message bus, on which nothing starts by itself.

use crate::files::write;
use crate::problem::{Outcome, Problem};
use crate::program::{Program, Start};
use std::path::Path;

/// A D-Bus session bus of the test's own.
pub struct Bus {
    address: String,
    _daemon: Program,
}

impl Bus {
    /// Starts the bus with its socket in this folder.
    ///
    /// # Errors
    ///
    /// When dbus-daemon is missing or does not start.
    pub fn start(folder: &Path, environment: &[(String, String)]) -> Outcome<Self> {
        let configuration = folder.join("bus.conf");
        let text = format!(
            r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
            folder.join("bus").display()
        );
        write(&configuration, text)?;
        let mut daemon = Start::new("dbus-daemon", environment)
            .args(["--nofork", "--nopidfile", "--nosyslog", "--print-address=1"])
            .args([format!("--config-file={}", configuration.display())])
            .reads_stdout()
            .run()?;
        let address = daemon.line()?;
        Ok(Self {
            address,
            _daemon: daemon,
        })
    }

    /// The address for `DBUS_SESSION_BUS_ADDRESS`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A new connection to it.
    ///
    /// # Errors
    ///
    /// When the bus is gone.
    pub async fn connect(&self) -> Outcome<zbus::Connection> {
        let connect = async { zbus::connection::Builder::address(self.address.as_str())?.build().await };
        connect
            .await
            .map_err(|why: zbus::Error| Problem::while_doing("connecting to the private bus", why))
    }
}
