//! Which row names the columns, what each column seems to mean, and which are dropped: by their name, and by what the screening finds in
//! their cells. Whatever is dropped is taken out of the table here, before anybody else sees it.

use std::collections::BTreeSet;

use super::TableError;
use super::table::Table;
use crate::domain::staff_file::header::{self, Header};
use crate::domain::staff_file::{ColumnMeaning, DroppedAs, cell};
use crate::domain::{NhsmailAddress, PersonalEmail};
use crate::screening::{Action, FindingKind, Vocabulary, screen};

/// In how many rows from the top the names of the columns are looked for: titles and dates of the export stand above them.
const LOOKED_AT: usize = 30;

/// How many cells of a column are looked at to know what it is.
const SAMPLES: usize = 40;

/// How many cells of a column are shown.
const SHOWN: usize = 3;

/// A column that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its number in the file, from 1.
    pub number: u32,
    /// Its name in the file.
    pub name: String,
    /// What it seems to mean.
    pub guess: Option<ColumnMeaning>,
    /// How many of its cells are filled.
    pub filled: u32,
    /// The first few of them.
    pub samples: Vec<String>,
}

/// A column that was dropped. Nothing of its cells is known any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DroppedColumn {
    /// Its number in the file, from 1.
    pub number: u32,
    /// Its name in the file.
    pub name: String,
    /// Why.
    pub why: DroppedAs,
    /// Whether its cells gave it away, and not its name.
    pub by_cells: bool,
}

/// A table whose columns are named.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The name of the sheet; empty for a text file.
    pub name: String,
    /// The line that names the columns.
    pub header_line: u32,
    /// The rows below it, with the columns that are kept.
    pub table: Table,
    /// Those columns, in the order of the table.
    pub columns: Vec<Column>,
    /// The columns that were dropped.
    pub dropped: Vec<DroppedColumn>,
    /// Whether it is a worker file of the adult social care workforce data set (ASC-WDS bulk upload).
    pub is_asc_wds: bool,
}

/// Finds the row that names the columns, guesses what each means, and drops those that have no place here. `of_portal` is for a list of a
/// mailbox's members. `own` are the values of the homes' own, which are no finding.
///
/// # Errors
/// [`TableError::NoHeader`].
pub(super) fn read(name: String, table: &Table, of_portal: bool, own: &Vocabulary) -> Result<Sheet, TableError> {
    let header_row = header_row(table).ok_or(TableError::NoHeader)?;
    let (mut kept, mut columns, mut dropped) = (Vec::new(), Vec::new(), Vec::new());
    let mut taken = BTreeSet::new();
    let mut names = BTreeSet::new();
    for column in 0..table.width() {
        let filled: Vec<usize> = (header_row + 1..table.rows())
            .filter(|row| !table.cell(*row, column).is_empty())
            .collect();
        let title = shown(table.cell(header_row, column));
        if filled.is_empty() && title.is_empty() {
            continue;
        }
        names.insert(title.to_lowercase());
        let step = (filled.len() / SAMPLES).max(1);
        let samples: Vec<&str> = filled
            .iter()
            .step_by(step)
            .take(SAMPLES)
            .map(|row| table.cell(*row, column))
            .collect();
        let number = u32::try_from(column + 1).unwrap_or(u32::MAX);
        let looks = Looks::of(&samples);
        let said = header::read(&title);
        let guess = guess(said, &looks, of_portal);
        let drop = match (said, guess) {
            (Some(Header::Dropped(why)), None) => Some((why, false)),
            _ => by_cells(&title, &samples, guess, own).map(|why| (why, true)),
        };
        if let Some((why, by_cells)) = drop {
            dropped.push(DroppedColumn {
                number,
                name: title,
                why,
                by_cells,
            });
            continue;
        }
        kept.push(column);
        columns.push(Column {
            number,
            name: title,
            guess: guess.filter(|means| taken.insert(*means)),
            filled: u32::try_from(filled.len()).unwrap_or(u32::MAX),
            samples: filled
                .iter()
                .take(SHOWN)
                .map(|row| shown(table.cell(*row, column)))
                .collect(),
        });
    }
    // A name in two parts is the surer one.
    if taken.contains(&ColumnMeaning::FirstName) && taken.contains(&ColumnMeaning::LastName) {
        for column in &mut columns {
            column.guess = column.guess.filter(|means| *means != ColumnMeaning::FullName);
        }
    }
    Ok(Sheet {
        name,
        header_line: table.line(header_row),
        table: table.only(header_row + 1, &kept),
        columns,
        dropped,
        is_asc_wds: ["uniqueworkerid", "localestid", "displayid"]
            .iter()
            .all(|name| names.contains(*name)),
    })
}

/// A text as it is shown: one line, of a length that fits.
fn shown(text: &str) -> String {
    let mut line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > 60 {
        line = line.chars().take(59).chain(['…']).collect();
    }
    line
}

/// The row that names the columns: of the first rows, the one with most names that are known.
fn header_row(table: &Table) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for row in 0..table.rows().min(LOOKED_AT) {
        let (mut score, mut known, mut filled) = (0, 0, 0);
        for column in 0..table.width() {
            let text = table.cell(row, column);
            if text.is_empty() {
                continue;
            }
            filled += 1;
            match header::read(text) {
                Some(Header::Means(_) | Header::Dropped(_)) => {
                    score += 2;
                    known += 1;
                }
                Some(Header::Other) => score += 1,
                None => {}
            }
            // A row with a value in it is no row of names.
            if text.contains('@') || cell::mobile(text).is_ok() {
                known = 0;
                break;
            }
        }
        let is_header = known >= 2 || (known == 1 && filled <= 2);
        if is_header && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, row));
        }
    }
    best.map(|(_, row)| row)
}

/// What the cells of a column look like.
struct Looks {
    cells: usize,
    nhsmail: usize,
    email: usize,
    mobile: usize,
    level: usize,
    day: usize,
    with_letter: usize,
}

impl Looks {
    fn of(samples: &[&str]) -> Self {
        let count = |fits: &dyn Fn(&str) -> bool| samples.iter().filter(|text| fits(text)).count();
        Self {
            cells: samples.iter().filter(|text| !cell::is_nothing(text)).count(),
            nhsmail: count(&|text| text.parse::<NhsmailAddress>().is_ok()),
            email: count(&|text| text.parse::<PersonalEmail>().is_ok()),
            mobile: count(&|text| cell::mobile(text).is_ok()),
            level: count(&|text| matches!(cell::access(text), Ok(Some(_)))),
            day: count(&|text| cell::day(text).is_ok()),
            with_letter: count(&|text| text.chars().any(char::is_alphabetic)),
        }
    }

    /// Whether most cells are of a kind.
    const fn mostly(&self, count: usize) -> bool {
        count > 0 && count * 2 >= self.cells
    }
}

fn guess(said: Option<Header>, looks: &Looks, of_portal: bool) -> Option<ColumnMeaning> {
    use ColumnMeaning as Means;
    let by_cells = || {
        if looks.mostly(looks.nhsmail) {
            Some(Means::NhsmailAddress)
        } else if looks.mostly(looks.email) {
            Some(Means::PersonalEmail)
        } else if looks.mostly(looks.mobile) {
            Some(Means::PersonalMobile)
        } else if of_portal && looks.mostly(looks.level) {
            Some(Means::Access)
        } else {
            None
        }
    };
    match said {
        Some(Header::Means(means)) => {
            let mostly_levels = looks.mostly(looks.level);
            let called = matches!(means, Means::Role | Means::FullName);
            // Codes say nothing to people.
            let codes = (means.is_name() || means == Means::Role) && looks.with_letter == 0;
            let others = (means == Means::Access && !mostly_levels) || (means.is_day() && !looks.mostly(looks.day));
            if means == Means::PersonalEmail && looks.mostly(looks.nhsmail) {
                Some(Means::NhsmailAddress)
            } else if called && mostly_levels {
                Some(Means::Access)
            } else if looks.cells > 0 && (codes || others) {
                None
            } else {
                Some(means)
            }
        }
        // "Address" over addresses of mail.
        Some(Header::Dropped(DroppedAs::HomeAddress)) => by_cells().filter(|means| *means != Means::PersonalMobile),
        Some(Header::Dropped(_)) => None,
        Some(Header::Other) | None => by_cells(),
    }
}

/// Why a column is dropped by what stands in its cells. One that seems to mean something is dropped only where most of its cells hold what
/// must come out; any other already where some do.
fn by_cells(title: &str, samples: &[&str], guess: Option<ColumnMeaning>, own: &Vocabulary) -> Option<DroppedAs> {
    // The name of the column is what stands around the cell: an account number is one by it. It may also say that a day is of something
    // else, so the cell is looked at by itself as well.
    let around = title.chars().count() + 2;
    let mut found: Vec<(DroppedAs, usize, usize)> = Vec::new();
    for text in samples {
        let mut findings = screen(text, own);
        let named = screen(&format!("{title}: {text}"), own);
        findings.extend(named.into_iter().filter(|finding| finding.span.end > around));
        let mut met = BTreeSet::new();
        for finding in &findings {
            let Some(why) = dropped_as(finding.kind) else { continue };
            if met.insert(why) {
                let blocks = usize::from(finding.action == Action::Block);
                match found.iter_mut().find(|(one, ..)| *one == why) {
                    Some((_, count, blocked)) => {
                        *count += 1;
                        *blocked += blocks;
                    }
                    None => found.push((why, 1, blocks)),
                }
            }
        }
    }
    let most = samples.len();
    found
        .into_iter()
        .filter(|(_, count, blocked)| match guess {
            Some(_) => blocked * 2 >= most && *blocked > 0,
            None => *blocked > 0 || count * 3 >= most,
        })
        .max_by_key(|(_, count, _)| *count)
        .map(|(why, ..)| why)
}

const fn dropped_as(kind: FindingKind) -> Option<DroppedAs> {
    match kind {
        FindingKind::NhsNumber => Some(DroppedAs::NhsNumber),
        FindingKind::Nino => Some(DroppedAs::NationalInsurance),
        FindingKind::TaxReference => Some(DroppedAs::Pay),
        FindingKind::DateOfBirth | FindingKind::Date => Some(DroppedAs::DateOfBirth),
        FindingKind::Postcode | FindingKind::StreetAddress => Some(DroppedAs::HomeAddress),
        FindingKind::DrivingLicence | FindingKind::Passport => Some(DroppedAs::Documents),
        FindingKind::SortCode | FindingKind::BankAccount | FindingKind::Card | FindingKind::Iban => {
            Some(DroppedAs::Bank)
        }
        FindingKind::HealthOrHr => Some(DroppedAs::Health),
        FindingKind::Phone | FindingKind::Email | FindingKind::CqcContact => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::import::read_sheets;

    fn sheet(text: &str, of_portal: bool) -> Sheet {
        let own = Vocabulary::new(date(2026, 11, 20));
        read_sheets(text.as_bytes(), of_portal, &own).unwrap().remove(0)
    }

    fn guesses(sheet: &Sheet) -> Vec<(&str, ColumnMeaning)> {
        let columns = sheet.columns.iter();
        columns
            .filter_map(|column| Some((column.name.as_str(), column.guess?)))
            .collect()
    }

    fn dropped(sheet: &Sheet) -> Vec<(&str, DroppedAs)> {
        sheet
            .dropped
            .iter()
            .map(|column| (column.name.as_str(), column.why))
            .collect()
    }

    /// The columns of the worker file of the ASC-WDS bulk upload.
    const ASC_WDS: &str = "LOCALESTID,UNIQUEWORKERID,STATUS,DISPLAYID,NINUMBER,POSTCODE,DOB,GENDER,ETHNICITY,NATIONALITY,\
        BRITISHCITIZENSHIP,COUNTRYOFBIRTH,YEAROFENTRY,DISABLED,CARECERT,L2CARECERT,RECSOURCE,HANDCVISA,INOUTUK,STARTDATE,STARTINSECT,\
        DHA,APPRENTICE,EMPLSTATUS,ZEROHRCONT,DAYSSICK,SALARYINT,SALARY,HOURLYRATE,MAINJOBROLE,MAINJRDESC,CONTHOURS,AVGHOURS,NMCREG,\
        NURSESPEC,AMHP,SCQUAL,NONSCQUAL,CWPCATEGORY,QUALACH01,QUALACH01NOTES\n\
        VLAXL,W1,UNCHECKED,Edith Quill,QQ123456C,BH1 4QQ,03/05/1980,1,31,826,,826,,0,3,3,16,,,03/05/2021,2019,2,2,1,0,4,3,,11.50,8,,\
        37.5,,,,,2,2,,,\n";

    #[test]
    fn a_worker_file_of_the_workforce_data_set_is_known_and_gives_little() {
        let sheet = sheet(ASC_WDS, false);
        assert!(sheet.is_asc_wds);
        // The role is a code there, which says nothing to people.
        assert_eq!(
            guesses(&sheet),
            [
                ("LOCALESTID", ColumnMeaning::Home),
                ("DISPLAYID", ColumnMeaning::FullName),
                ("STARTDATE", ColumnMeaning::StartedOn),
            ]
        );
        assert_eq!(
            dropped(&sheet),
            [
                ("NINUMBER", DroppedAs::NationalInsurance),
                ("POSTCODE", DroppedAs::HomeAddress),
                ("DOB", DroppedAs::DateOfBirth),
                ("GENDER", DroppedAs::Characteristics),
                ("ETHNICITY", DroppedAs::Characteristics),
                ("NATIONALITY", DroppedAs::Characteristics),
                ("BRITISHCITIZENSHIP", DroppedAs::Characteristics),
                ("COUNTRYOFBIRTH", DroppedAs::Characteristics),
                ("YEAROFENTRY", DroppedAs::Characteristics),
                ("DISABLED", DroppedAs::Health),
                ("HANDCVISA", DroppedAs::Documents),
                ("INOUTUK", DroppedAs::Characteristics),
                ("DAYSSICK", DroppedAs::Health),
                ("SALARYINT", DroppedAs::Pay),
                ("SALARY", DroppedAs::Pay),
                ("HOURLYRATE", DroppedAs::Pay),
            ]
        );
    }

    #[test]
    fn a_list_from_the_portal_gives_names_addresses_and_levels() {
        let text = "Display name,Email address,Role\n\"QUILL, Edith (ROWAN HOUSE)\",edith.quill1@nhs.net,Member\n\
            \"SMITH, Jane (ROWAN HOUSE)\",jane.smith1@nhs.net,Owner\n";
        assert_eq!(
            guesses(&sheet(text, true)),
            [
                ("Display name", ColumnMeaning::FullName),
                ("Email address", ColumnMeaning::NhsmailAddress),
                ("Role", ColumnMeaning::Access),
            ]
        );
    }

    #[test]
    fn cells_decide_where_the_name_of_a_column_says_little_or_the_wrong_thing() {
        let text = "Name,Address,Contact,Shift,Day\n\
            Edith Quill,edith.quill1@nhs.net,07700 900042,Nights,12/03/1961\n\
            Tom Fairweather,tom.fairweather@nhs.net,7700900043,Days,4.6.1975\n";
        let sheet = sheet(text, false);
        assert_eq!(
            guesses(&sheet),
            [
                ("Name", ColumnMeaning::FullName),
                ("Address", ColumnMeaning::NhsmailAddress),
                ("Contact", ColumnMeaning::PersonalMobile),
            ]
        );
        assert_eq!(dropped(&sheet), [("Day", DroppedAs::DateOfBirth)]);
        assert!(sheet.dropped[0].by_cells);
        assert_eq!(sheet.table.width(), 4);
    }

    #[test]
    fn the_names_of_the_columns_are_found_below_titles_and_not_in_the_rows() {
        let text = "Staff of Rowan House\nPrinted on 20 November 2026\n\nSurname,Forename,Position\nQuill,Edith,Team leader\n\
            Fairweather,Tom,Registered manager\n";
        let below = sheet(text, false);
        assert_eq!((below.header_line, below.table.rows()), (4, 2));
        let own = Vocabulary::new(date(2026, 11, 20));
        for text in [
            "Edith Quill,07700 900042\nTom Fairweather,07700 900043\n",
            "just some text\nand more",
        ] {
            assert_eq!(
                read_sheets(text.as_bytes(), false, &own).unwrap_err(),
                TableError::NoHeader,
                "{text}"
            );
        }
    }
}
