//! The real password store of a Linux desktop, on the private bus.

use crate::bus::Bus;
use crate::problem::{Outcome, Problem, until};
use crate::program::{Program, Start};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};

const SERVICE: &str = "org.freedesktop.secrets";
const ITEM: &str = "org.freedesktop.Secret.Item";
const PASSWORD: &str = "opens the tests' own keyring";

/// A running gnome-keyring with the keyring files of one world.
pub struct Keyring {
    _daemon: Program,
}

impl Keyring {
    /// Starts it with its keyring open.
    ///
    /// # Errors
    ///
    /// When gnome-keyring is missing or does not start.
    pub async fn start_unlocked(bus: &Bus, run: &Path, environment: &[(String, String)]) -> Outcome<Self> {
        Self::start(bus, run, environment, Some(PASSWORD)).await
    }

    /// Starts it with its keyring closed. Nobody is there to answer when it asks for the password.
    ///
    /// # Errors
    ///
    /// When gnome-keyring is missing or does not start.
    pub async fn start_locked(bus: &Bus, run: &Path, environment: &[(String, String)]) -> Outcome<Self> {
        Self::start(bus, run, environment, None).await
    }

    async fn start(bus: &Bus, run: &Path, environment: &[(String, String)], password: Option<&str>) -> Outcome<Self> {
        let mut start = Start::new("gnome-keyring-daemon", environment)
            .args(["--foreground", "--components=secrets"])
            .args([format!("--control-directory={}", run.join("keyring").display())])
            .output(&run.join("keyring.out"));
        if let Some(password) = password {
            start = start.args(["--unlock"]).input(password);
        }
        let daemon = start.run()?;
        let connection = bus.connect().await?;
        let names = zbus::fdo::DBusProxy::new(&connection)
            .await
            .map_err(|why| Problem::while_doing("talking to the private bus", why))?;
        until(10, || async {
            let owned = names
                .name_has_owner(well_known(SERVICE)?)
                .await
                .map_err(|why| Problem::while_doing("asking for the keyring", why))?;
            if !owned {
                return Err(Problem::new("gnome-keyring did not come up on the private bus"));
            }
            if password.is_some() && default_collection(&connection).await?.is_none() {
                return Err(Problem::new("gnome-keyring came up without an open keyring"));
            }
            Ok(())
        })
        .await?;
        Ok(Self { _daemon: daemon })
    }

    /// The attributes of every entry, whatever program made it.
    ///
    /// # Errors
    ///
    /// When the keyring does not answer.
    pub async fn entries(&self, bus: &Bus) -> Outcome<Vec<BTreeMap<String, String>>> {
        let connection = bus.connect().await?;
        Ok(items(&connection)
            .await?
            .into_iter()
            .map(|(_, attributes)| attributes)
            .collect())
    }

    /// Deletes every entry one of whose attributes contains these words, as a reset of the keyring would.
    ///
    /// # Errors
    ///
    /// When the keyring does not answer, or no entry has them.
    pub async fn forget(&self, bus: &Bus, words: &str) -> Outcome<()> {
        let connection = bus.connect().await?;
        let mut deleted = false;
        for (item, attributes) in items(&connection).await? {
            if attributes.values().any(|value| value.contains(words)) {
                connection
                    .call_method(Some(SERVICE), &item, Some(ITEM), "Delete", &())
                    .await
                    .map_err(|why| Problem::while_doing("deleting an entry of the keyring", why))?;
                deleted = true;
            }
        }
        if deleted {
            Ok(())
        } else {
            Err(Problem::new(format!("no entry of the keyring mentions {words}")))
        }
    }

    /// What the one entry with these words in its attributes keeps.
    ///
    /// # Errors
    ///
    /// When the keyring does not answer, or there is not exactly one such entry.
    pub async fn secret(&self, bus: &Bus, words: &str) -> Outcome<Vec<u8>> {
        let connection = bus.connect().await?;
        let (item, session) = (the_item(&connection, words).await?, plain_session(&connection).await?);
        let reply = connection
            .call_method(Some(SERVICE), &item, Some(ITEM), "GetSecret", &session)
            .await
            .map_err(|why| Problem::while_doing("reading a secret of the keyring", why))?;
        let (_, _, secret, _): Secret = reply
            .body()
            .deserialize()
            .map_err(|why| Problem::while_doing("reading a secret of the keyring", why))?;
        Ok(secret)
    }

    /// Puts another secret into the one entry with these words in its attributes.
    ///
    /// # Errors
    ///
    /// When the keyring does not answer, or there is not exactly one such entry.
    pub async fn set_secret(&self, bus: &Bus, words: &str, secret: &[u8]) -> Outcome<()> {
        let connection = bus.connect().await?;
        let (item, session) = (the_item(&connection, words).await?, plain_session(&connection).await?);
        let secret: Secret = (session, Vec::new(), secret.to_vec(), "text/plain".to_owned());
        connection
            .call_method(Some(SERVICE), &item, Some(ITEM), "SetSecret", &(secret,))
            .await
            .map(drop)
            .map_err(|why| Problem::while_doing("changing a secret of the keyring", why))
    }
}

/// The session it travels in, parameters, the secret, its type.
type Secret = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);

async fn the_item(connection: &zbus::Connection, words: &str) -> Outcome<OwnedObjectPath> {
    let mut found: Vec<_> = items(connection)
        .await?
        .into_iter()
        .filter(|(_, attributes)| attributes.values().any(|value| value.contains(words)))
        .collect();
    match (found.pop(), found.len()) {
        (Some((item, _)), 0) => Ok(item),
        (None, _) => Err(Problem::new(format!("no entry of the keyring mentions {words}"))),
        (Some(_), _) => Err(Problem::new(format!("several entries of the keyring mention {words}"))),
    }
}

/// A session in which secrets travel as they are: the bus is private.
async fn plain_session(connection: &zbus::Connection) -> Outcome<OwnedObjectPath> {
    let reply = connection
        .call_method(
            Some(SERVICE),
            "/org/freedesktop/secrets",
            Some("org.freedesktop.Secret.Service"),
            "OpenSession",
            &("plain", zbus::zvariant::Value::from("")),
        )
        .await
        .map_err(|why| Problem::while_doing("opening a session with the keyring", why))?;
    let (_, session): (OwnedValue, OwnedObjectPath) = reply
        .body()
        .deserialize()
        .map_err(|why| Problem::while_doing("opening a session with the keyring", why))?;
    Ok(session)
}

/// Every entry of the default keyring: where it is, and its attributes.
async fn items(connection: &zbus::Connection) -> Outcome<Vec<(OwnedObjectPath, BTreeMap<String, String>)>> {
    let Some(collection) = default_collection(connection).await? else {
        return Ok(Vec::new());
    };
    let paths = property(connection, &collection, "org.freedesktop.Secret.Collection", "Items").await?;
    let paths: Vec<OwnedObjectPath> = paths
        .try_into()
        .map_err(|why| Problem::while_doing("reading the entries of the keyring", why))?;
    let mut items = Vec::new();
    for path in paths {
        let attributes = property(connection, &path, ITEM, "Attributes").await?;
        let attributes: HashMap<String, String> = attributes
            .try_into()
            .map_err(|why| Problem::while_doing("reading an entry of the keyring", why))?;
        items.push((path, attributes.into_iter().collect()));
    }
    Ok(items)
}

async fn default_collection(connection: &zbus::Connection) -> Outcome<Option<OwnedObjectPath>> {
    let reply = connection
        .call_method(
            Some(SERVICE),
            "/org/freedesktop/secrets",
            Some("org.freedesktop.Secret.Service"),
            "ReadAlias",
            &"default",
        )
        .await
        .map_err(|why| Problem::while_doing("asking for the default keyring", why))?;
    let path: OwnedObjectPath = reply
        .body()
        .deserialize()
        .map_err(|why| Problem::while_doing("reading the name of the default keyring", why))?;
    Ok((path.as_str() != "/").then_some(path))
}

async fn property(
    connection: &zbus::Connection,
    object: &OwnedObjectPath,
    interface: &str,
    name: &str,
) -> Outcome<OwnedValue> {
    let reply = connection
        .call_method(
            Some(SERVICE),
            object,
            Some("org.freedesktop.DBus.Properties"),
            "Get",
            &(interface, name),
        )
        .await
        .map_err(|why| Problem::while_doing("asking the keyring", why))?;
    reply
        .body()
        .deserialize()
        .map_err(|why| Problem::while_doing("reading an answer of the keyring", why))
}

fn well_known(name: &'static str) -> Outcome<zbus::names::BusName<'static>> {
    zbus::names::BusName::from_static_str(name).map_err(|why| Problem::while_doing("naming the keyring", why))
}
