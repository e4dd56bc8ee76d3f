//! How long an import takes: a workbook of so many rows read, judged and recorded, while somebody asks how far it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use base64ct::{Base64, Encoding as _};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use steward_core::app::{self, Steward};
use steward_core::contract::{
    ImportCheckRequest, ImportColumnRequest, ImportPurposeView, ImportReadRequest, ImportRecordRequest, NoRequest,
    Typed,
};
use steward_core::vault::MemoryVault;

use crate::budget::{Line, Unit};
use crate::home::{self, Home, Trouble};
use crate::timing::milliseconds;

/// The names of the columns; two of them are dropped.
const COLUMNS: [&str; 9] = [
    "Full name",
    "Job title",
    "Home",
    "Personal email",
    "NHSmail address",
    "Owner or member",
    "Start date",
    "Date of birth",
    "NI number",
];

/// Imports a workbook of `rows` people into the staff list of a group that has the homes and one person: each row is a person, a post and
/// access, which is three changes.
pub(crate) async fn workbook(what: &'static str, rows: usize, budget: f64) -> Result<Line, Trouble> {
    let folder = tempfile::tempdir()?;
    let home = Home::make(folder.path(), Arc::new(MemoryVault::new()), 1, false).await?;
    let file = file(rows)?;
    let size = file.len() / 1024;
    let content = Typed::new(&Base64::encode_string(&file));
    let steward = Arc::new(home.open().await?);
    let asked = watch(&steward);

    let started = Instant::now();
    let request = ImportReadRequest {
        purpose: ImportPurposeView::StaffList,
        content,
        is_file: true,
    };
    let import = app::import_read(&steward, request)
        .await
        .map_err(|error| format!("{error:?}"))?;
    let read = started.elapsed();
    let request = ImportCheckRequest {
        import: import.import,
        columns: import
            .columns
            .iter()
            .map(|column| ImportColumnRequest {
                column: column.column,
                means: column.guess,
            })
            .collect(),
        site: None,
        homes: Vec::new(),
        same_names: false,
    };
    let checked = app::import_check(&steward, request)
        .await
        .map_err(|error| format!("{error:?}"))?;
    let judged = started.elapsed();
    let request = ImportRecordRequest {
        import: import.import,
        leave_out_rest: false,
    };
    app::import_record(&steward, request)
        .await
        .map_err(|error| format!("{error:?}"))?;
    let all = started.elapsed();
    let told = asked.stop().await?;
    steward.close().await;
    if usize::try_from(checked.counts.new)? != rows {
        return Err(format!("only {} of {rows} rows were new", checked.counts.new).into());
    }
    let stage = |duration: Duration| milliseconds(duration).round();
    Ok(Line {
        what,
        measured: milliseconds(all),
        budget,
        unit: Unit::Milliseconds,
        beside: format!(
            "{size} KiB: read {}, judged {}, recorded {} ms; {told} readings of how far it was",
            stage(read),
            stage(judged.saturating_sub(read)),
            stage(all.saturating_sub(judged))
        ),
    })
}

/// Somebody who asks how far it is, as a page does.
struct Asked {
    stop: Arc<AtomicBool>,
    told: tokio::task::JoinHandle<usize>,
}

fn watch(steward: &Arc<Steward>) -> Asked {
    let stop = Arc::new(AtomicBool::new(false));
    let (steward, until) = (Arc::clone(steward), Arc::clone(&stop));
    let told = tokio::spawn(async move {
        let mut told = 0;
        while !until.load(Ordering::Relaxed) {
            if let Ok(view) = app::job_get(&steward, NoRequest {}).await {
                told += usize::from(view.running.is_some_and(|job| job.done > 0));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        told
    });
    Asked { stop, told }
}

impl Asked {
    /// How often the answer was that some of it is done.
    async fn stop(self) -> Result<usize, Trouble> {
        self.stop.store(true, Ordering::Relaxed);
        Ok(self.told.await?)
    }
}

fn file(rows: usize) -> Result<Vec<u8>, Trouble> {
    let mut workbook = Workbook::new();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = workbook.add_worksheet();
    for (column, name) in (0..).zip(COLUMNS) {
        sheet.write_string(0, column, name)?;
    }
    for number in 0..rows {
        let row = u32::try_from(number + 1)?;
        // The first of all is on the staff list already.
        let name = home::name(number + 1);
        let address = name.to_lowercase().replace(' ', ".");
        sheet.write_string(row, 0, &name)?;
        sheet.write_string(row, 1, "Care assistant")?;
        sheet.write_string(row, 2, "Rowan House 1")?;
        sheet.write_string(row, 3, format!("{address}@example.com"))?;
        sheet.write_string(row, 4, format!("{address}@nhs.net"))?;
        sheet.write_string(row, 5, "Member")?;
        let started = ExcelDateTime::from_ymd(2019, u8::try_from(number % 12 + 1)?, 3)?;
        sheet.write_datetime_with_format(row, 6, started, &day)?;
        let born = ExcelDateTime::from_ymd(1975, u8::try_from(number % 12 + 1)?, 4)?;
        sheet.write_datetime_with_format(row, 7, born, &day)?;
        sheet.write_string(row, 8, "QQ123456C")?;
    }
    Ok(workbook.save_to_buffer()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_row_of_the_workbook_is_recorded() {
        let line = workbook("import", 40, 2000.0).await.unwrap();
        assert!(
            line.measured > 0.0 && line.beside.contains("recorded"),
            "{}",
            line.beside
        );
    }
}
