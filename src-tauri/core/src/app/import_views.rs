//! How an import looks to the page.

use std::collections::BTreeMap;

use super::imports::{Checked, Held, gone};
use super::people::name_of;
use crate::contract::{
    ApiError, ImportCandidateView, ImportCellView, ImportColumnView, ImportCountsView, ImportDifferenceView,
    ImportDroppedView, ImportHomeView, ImportProblemView, ImportRowView, ImportSheetView, ImportView,
};
use crate::domain::staff_file::existing::home_key;
use crate::domain::staff_file::{
    ColumnMeaning, Existing, FoundBy, Known, Plan, Problem, RowPlan, RowState, RowValues, Whose,
};
use crate::import::Sheet;

/// The most names of homes that are asked about.
const MOST_HOMES: usize = 100;

pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

pub(super) fn import_view(held: &Held) -> Result<ImportView, ApiError> {
    let sheet = held.sheets.get(held.sheet).ok_or_else(gone)?;
    Ok(ImportView {
        import: held.id,
        purpose: held.purpose,
        sheets: held
            .sheets
            .iter()
            .map(|sheet| ImportSheetView {
                name: sheet.name.clone(),
                rows: number(sheet.table.rows()),
            })
            .collect(),
        sheet: number(held.sheet),
        rows: number(sheet.table.rows()),
        header_line: sheet.header_line,
        is_asc_wds: sheet.is_asc_wds,
        columns: sheet
            .columns
            .iter()
            .map(|column| ImportColumnView {
                column: column.number,
                name: column.name.clone(),
                guess: column.guess,
                filled: column.filled,
                samples: column.samples.clone(),
            })
            .collect(),
        dropped: sheet
            .dropped
            .iter()
            .map(|column| ImportDroppedView {
                column: column.number,
                name: column.name.clone(),
                why: column.why,
                by_cells: column.by_cells,
            })
            .collect(),
    })
}

pub(super) fn counts(plan: &Plan) -> ImportCountsView {
    let mut counts = ImportCountsView {
        rows: number(plan.rows.len()),
        ..ImportCountsView::default()
    };
    for row in &plan.rows {
        let count = match row.state {
            RowState::New => &mut counts.new,
            RowState::Changed => &mut counts.changed,
            RowState::Unchanged => &mut counts.unchanged,
            RowState::Question => &mut counts.questions,
            RowState::Problem => &mut counts.problems,
            RowState::LeftOut => &mut counts.left_out,
        };
        *count += 1;
    }
    counts
}

/// What rows call the homes: those that are not known first.
pub(super) fn homes(checked: &Checked) -> Vec<ImportHomeView> {
    let mut homes: BTreeMap<String, ImportHomeView> = BTreeMap::new();
    for text in checked.rows.iter().filter_map(|row| row.home.as_ref()) {
        let key = home_key(text);
        let site = checked.wishes.homes.get(&key).copied();
        let home = homes.entry(key).or_insert_with(|| ImportHomeView {
            text: text.clone(),
            rows: 0,
            site: site.or_else(|| checked.existing.home_named(text)),
        });
        home.rows += 1;
    }
    let mut homes: Vec<ImportHomeView> = homes.into_values().collect();
    homes.sort_by_key(|home| home.site.is_some());
    homes.truncate(MOST_HOMES);
    homes
}

pub(super) fn row_view(sheet: &Sheet, checked: &Checked, plan: &RowPlan) -> ImportRowView {
    let at = sheet.table.row_at(plan.line).unwrap_or(usize::MAX);
    let values = row_at(&checked.rows, plan.line);
    let number_of = |means: ColumnMeaning| {
        let (at, _) = checked.columns.iter().find(|(_, one)| *one == means)?;
        sheet.columns.get(*at).map(|column| column.number)
    };
    ImportRowView {
        line: plan.line,
        state: plan.state,
        name: values
            .and_then(|row| row.full_name.as_ref())
            .map(|name| name.as_str().to_owned()),
        person: match plan.whose {
            Some(Whose::Kept(person)) => Some(person),
            Some(Whose::New(_)) | None => None,
        },
        same_as_line: match plan.whose {
            Some(Whose::New(line)) if line != plan.line => Some(line),
            Some(Whose::New(_) | Whose::Kept(_)) | None => None,
        },
        found_by: plan.found_by,
        candidates: plan
            .candidates
            .iter()
            .map(|(whose, by)| candidate(&checked.existing, &checked.rows, *whose, *by))
            .collect(),
        cells: checked
            .columns
            .iter()
            .filter_map(|(column, means)| {
                Some(ImportCellView {
                    column: sheet.columns.get(*column)?.number,
                    means: *means,
                    text: sheet.table.cell(at, *column).to_owned(),
                })
            })
            .collect(),
        problems: plan
            .problems
            .iter()
            .map(|problem| problem_view(problem, number_of))
            .collect(),
        differences: plan
            .differences
            .iter()
            .map(|difference| ImportDifferenceView {
                field: difference.field.to_owned(),
                old: difference.old.clone(),
                new: difference.new.clone(),
            })
            .collect(),
    }
}

/// The row that stands at this line of the file.
fn row_at(rows: &[RowValues], line: u32) -> Option<&RowValues> {
    rows.binary_search_by_key(&line, |row| row.line)
        .ok()
        .and_then(|at| rows.get(at))
}

fn problem_view(problem: &Problem, number_of: impl Fn(ColumnMeaning) -> Option<u32>) -> ImportProblemView {
    ImportProblemView {
        problem: problem.kind,
        reason: problem.reason,
        means: problem.at,
        column: problem.at.and_then(number_of),
        line: problem.line,
    }
}

pub(super) fn candidate(existing: &Existing, rows: &[RowValues], whose: Whose, by: FoundBy) -> ImportCandidateView {
    match whose {
        Whose::Kept(person) => {
            let known = existing.person(person);
            ImportCandidateView {
                person: Some(person),
                line: None,
                name: known.and_then(|known| name_of(&known.person)),
                works_as: known.and_then(|known| works_as(existing, known)),
                by,
            }
        }
        Whose::New(line) => {
            let row = row_at(rows, line);
            ImportCandidateView {
                person: None,
                line: Some(line),
                name: row
                    .and_then(|row| row.full_name.as_ref())
                    .map(|name| name.as_str().to_owned()),
                works_as: row
                    .and_then(|row| row.role.as_ref())
                    .map(|role| role.as_str().to_owned()),
                by,
            }
        }
    }
}

/// Roles and homes, which tell two people of one name apart.
fn works_as(existing: &Existing, known: &Known) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for (_, post) in &known.posts {
        let role = post.role.as_ref().map(|role| role.as_str().to_owned());
        let home = post
            .site
            .and_then(|site| existing.home(site))
            .and_then(|home| home.facts.name.as_ref())
            .map(|name| name.as_str().to_owned());
        let part = [role, home].into_iter().flatten().collect::<Vec<_>>().join(", ");
        if !part.is_empty() && !parts.contains(&part) {
            parts.push(part);
        }
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}
