//! Bringing an older file up to date.
//!
//! To change the tables:
//! 1. Add `core/migrations/NNNN_name.sql` with the next number. Never edit one that has shipped: a test holds its checksum.
//! 2. Add it to [`MIGRATIONS`].
//! 3. Keep a file of the version before as a fixture in `core/tests/fixtures`; the test that opens every fixture says how.
//!
//! All steps run in one transaction: a failed step leaves the file as it was. `user_version` is the number of the last step.

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

/// One step.
#[derive(Debug)]
pub struct Migration {
    /// Its number, from 1 without gaps.
    pub number: u32,
    /// Its SQL.
    pub sql: &'static str,
}

/// Every step, in order.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        sql: include_str!("../../migrations/0001_register.sql"),
    },
    Migration {
        number: 2,
        sql: include_str!("../../migrations/0002_last_day.sql"),
    },
    Migration {
        number: 3,
        sql: include_str!("../../migrations/0003_lives.sql"),
    },
    Migration {
        number: 4,
        sql: include_str!("../../migrations/0004_lists.sql"),
    },
];

/// The format this program writes.
#[must_use]
pub fn latest_format() -> u32 {
    MIGRATIONS.last().map_or(0, |last| last.number)
}

/// The format of a file.
pub(super) fn format_of(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Runs the steps that are missing, all or none.
pub(super) fn run(connection: &mut Connection) -> Result<(), StoreError> {
    run_steps(connection, MIGRATIONS)
}

fn run_steps(connection: &mut Connection, steps: &[Migration]) -> Result<(), StoreError> {
    let format = format_of(connection)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in steps.iter().filter(|step| step.number > format) {
        transaction.execute_batch(step.sql)?;
        transaction.pragma_update(None, "user_version", step.number)?;
    }
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::push_hex;
    use sha2::{Digest, Sha256};

    #[test]
    fn shipped_steps_are_never_edited() {
        const SHIPPED: &[(u32, &str)] = &[
            (1, "81d1d0e40219d635e2a4b111350461d5a9603935295e3a310aef9435eba67c5b"),
            (2, "a24166ddc39d2c7ca6b9f6a6d6f0288ad952c981ab22a66f8e5b2858d702ee20"),
            (3, "b26dc23b7e42a0184347e00b7b879cf5c080ca27fb7727683e81b322c3986b97"),
            (4, "d3a3ae9a536814d8c7eccf1d61bc1c94607feff7bbbdbbf22e856e4a809cc81f"),
        ];
        let now: Vec<(u32, String)> = MIGRATIONS
            .iter()
            .map(|step| {
                let mut hex = String::new();
                push_hex(&mut hex, &Sha256::digest(step.sql.as_bytes()));
                (step.number, hex)
            })
            .collect();
        let shipped: Vec<(u32, String)> = SHIPPED
            .iter()
            .map(|(number, hex)| (*number, (*hex).to_owned()))
            .collect();
        assert_eq!(now, shipped);
    }

    #[test]
    fn steps_are_numbered_without_gaps() {
        for (index, step) in MIGRATIONS.iter().enumerate() {
            assert_eq!(usize::try_from(step.number).unwrap(), index + 1);
        }
    }

    #[test]
    fn a_failed_step_leaves_nothing_behind() {
        super::super::open::prepare_library();
        let mut connection = Connection::open_in_memory().unwrap();
        let steps = [
            Migration {
                number: 1,
                sql: "CREATE TABLE first (a TEXT) STRICT;",
            },
            Migration {
                number: 2,
                sql: "CREATE TABLE second (b TEXT) STRICT; CREATE TABLE first (a TEXT) STRICT;",
            },
        ];
        assert!(run_steps(&mut connection, &steps).is_err());
        let tables: i64 = connection
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
            .unwrap();
        assert_eq!((tables, format_of(&connection).unwrap()), (0, 0));
        run_steps(&mut connection, &steps[..1]).unwrap();
        assert_eq!(format_of(&connection).unwrap(), 1);
    }
}
