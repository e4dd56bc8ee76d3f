//! Checking the history.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::civil::Date;

use super::Steward;
use super::history::subject;
use super::today::line;
use crate::contract::{
    ApiError, DailyCheckView, DamageLineView, DamageView, ErrorCode, JobKindView, NoRequest, TodayKindView,
    TodayLineView, UrgencyView, VerifyView,
};
use crate::domain::rules;
use crate::store::{Damage, DamageKind, Head, Register};

/// The fact of this computer that says when the history was last checked to its end.
const CHECKED_ON: &str = "history_checked_on";

/// The fact of this computer that says that the last check found something wrong.
const DAMAGED: &str = "history_damaged";

/// When the history was last checked on this computer.
pub(super) fn checked_on(register: Register<'_>) -> Result<Option<Date>, ApiError> {
    Ok(register.local_fact(CHECKED_ON)?.and_then(|day| day.parse().ok()))
}

/// What the last check found, until another one finds nothing.
pub(super) fn today_line(register: Register<'_>, lines: &mut Vec<TodayLineView>) -> Result<(), ApiError> {
    if register.local_fact(DAMAGED)?.is_some() {
        lines.push(line(TodayKindView::HistoryDamaged, UrgencyView::Now));
    }
    Ok(())
}

/// Checks the history against itself, against what is kept outside the file, the lists against the history, the file itself, and the
/// rules against those that shipped.
///
/// # Errors
/// `not_open`, or what the disk says; damage is an answer, not an error. `job_running`; `cancelled`.
pub async fn history_verify(steward: &Steward, _: NoRequest) -> Result<VerifyView, ApiError> {
    let job = steward.jobs.begin(JobKindView::HistoryVerify)?;
    let progress = job.progress();
    let found = check(steward, move |done, total| progress.go_on(done, total)).await?;
    note(steward, &found).await?;
    Ok(found)
}

/// Checks the same once a day in the background, and keeps nobody waiting: other jobs run beside it, and a lock or the end of the app
/// stops it. What it finds is a line on Today.
///
/// # Errors
/// `not_open`, or what the disk says.
pub async fn history_check_daily(steward: &Steward, _: NoRequest) -> Result<DailyCheckView, ApiError> {
    let today = steward.moment().today;
    if steward.read(|register, _| checked_on(register)).await? == Some(today) {
        return Ok(DailyCheckView {
            checked: false,
            damaged: false,
        });
    }
    let stop = Arc::clone(&steward.background_ends);
    stop.store(false, Ordering::Relaxed);
    let go_on = move |_, _| {
        if stop.load(Ordering::Relaxed) {
            Err(ApiError::new(ErrorCode::Cancelled, "the app is locked or ends"))
        } else {
            Ok(())
        }
    };
    match check(steward, go_on).await {
        Ok(found) => {
            note(steward, &found).await?;
            Ok(DailyCheckView {
                checked: true,
                damaged: is_damaged(&found),
            })
        }
        Err(error) if error.code == ErrorCode::Cancelled => Ok(DailyCheckView {
            checked: false,
            damaged: false,
        }),
        Err(error) => Err(error),
    }
}

fn is_damaged(found: &VerifyView) -> bool {
    !found.rules_whole || !found.damage.is_empty()
}

/// The check itself, on a reading thread. `go_on` is told how far it is, and ends it by an error.
async fn check(
    steward: &Steward,
    go_on: impl Fn(usize, usize) -> Result<(), ApiError> + Send + 'static,
) -> Result<VerifyView, ApiError> {
    let heads: Vec<Head> = {
        let house = steward.house().await?;
        let meta = house.meta.get();
        let head = |(device, head): (&_, &crate::vault::Head)| Head {
            device: *device,
            sequence: head.sequence,
            hash: head.hash,
        };
        meta.heads.iter().map(head).collect()
    };
    steward
        .read(move |register, _| {
            let total = usize::try_from(register.count_changes()?).unwrap_or(usize::MAX);
            let told = |done: u64| usize::try_from(done).unwrap_or(usize::MAX);
            go_on(0, total)?;
            let mut verified = register.verify(&heads, |done| go_on(told(done), total).is_ok())?;
            go_on(told(verified.changes), total)?;
            for damage in register.check_file()? {
                if !verified.damage.contains(&damage) {
                    verified.damage.push(damage);
                }
            }
            Ok(VerifyView {
                changes: u32::try_from(verified.changes).unwrap_or(u32::MAX),
                damage: verified.damage.iter().map(damage_view).collect(),
                rules_whole: rules::are_whole(),
            })
        })
        .await
}

/// Writes down that the history was checked, and whether something is wrong. A file too damaged to be written to keeps its answer.
async fn note(steward: &Steward, found: &VerifyView) -> Result<(), ApiError> {
    let (today, damaged) = (steward.moment().today.to_string(), is_damaged(found));
    let house = steward.house().await?;
    let noted = house
        .lanes
        .write(move |writer| {
            writer.set_local_fact(CHECKED_ON, Some(&today))?;
            writer.set_local_fact(DAMAGED, damaged.then_some("yes"))
        })
        .await?;
    if let Err(error) = noted {
        tracing::warn!(code = "check_not_noted", %error, "it is not written down that the history was checked");
    }
    Ok(())
}

fn damage_view(damage: &Damage) -> DamageLineView {
    let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let (kind, missing, subject) = match damage.kind {
        DamageKind::Altered => (DamageView::Altered, None, None),
        DamageKind::Reordered => (DamageView::Reordered, None, None),
        DamageKind::Missing(number) => (DamageView::Missing, Some(count(number)), None),
        DamageKind::TailMissing(number) => (DamageView::TailMissing, Some(count(number)), None),
        DamageKind::TableDiffers(kind) => (DamageView::TableDiffers, None, Some(subject(kind))),
        DamageKind::File => (DamageView::File, None, None),
    };
    DamageLineView {
        damage: kind,
        // The last part of an id tells two computers apart and is short enough to read out.
        device: damage
            .device
            .map(|device| device.to_string().chars().skip(24).collect()),
        place: damage.sequence.map(count),
        missing,
        subject,
    }
}
