//! Checking the history.

use super::Steward;
use super::history::subject;
use crate::contract::{ApiError, DamageLineView, DamageView, JobKindView, NoRequest, VerifyView};
use crate::store::{Damage, DamageKind, Head};

/// Checks the history against itself, against what is kept outside the file, and the lists against the history.
///
/// # Errors
/// `not_open`, or what the disk says; damage is an answer, not an error. `job_running`; `cancelled`.
pub async fn history_verify(steward: &Steward, _: NoRequest) -> Result<VerifyView, ApiError> {
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
    let job = steward.jobs.begin(JobKindView::HistoryVerify)?;
    let progress = job.progress();
    steward
        .read(move |register, _| {
            let total = usize::try_from(register.count_changes()?).unwrap_or(usize::MAX);
            let told = |done: u64| usize::try_from(done).unwrap_or(usize::MAX);
            let mut verified = register.verify(&heads, |done| progress.tell(told(done), total))?;
            if verified.stopped {
                progress.go_on(told(verified.changes), total)?;
            }
            for damage in register.check_file()? {
                if !verified.damage.contains(&damage) {
                    verified.damage.push(damage);
                }
            }
            Ok(VerifyView {
                changes: u32::try_from(verified.changes).unwrap_or(u32::MAX),
                damage: verified.damage.iter().map(damage_view).collect(),
            })
        })
        .await
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
