//! People, access and requests as a file. Nobody's contact details are in it unless their columns are asked for, and nothing of
//! somebody who was erased.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::keeping::left_on;
use super::people::person_of;
use super::{Moment, Saved, Steward};
use crate::contract::{ApiError, ErrorCode, ExportRequest, ExportView};
use crate::domain::TicketReference;
use crate::domain::confirm::MOST_TOGETHER;
use crate::domain::ids::{MailboxId, PersonId, SiteId};
use crate::domain::mobile::Mobile;
use crate::domain::person::{Detail, Kept, Person};
use crate::domain::post::Post;
use crate::domain::request::{Composed, KeptBlock, Request, RequestState};
use crate::export::{
    Cell, ExportColumn, ExportError, ExportPart, ExportTable, Sheet, answer_words, export_bytes, export_file_name,
    kind_words, level_words, state_words,
};
use crate::logged::KindOf;
use crate::store::{AccessRow, ListedPerson, PersonRow, PostRow, Register};

/// How many people are read at a time, so that nobody else waits for the file.
const READ_AT_ONCE: usize = 200;

/// Between the parts of a cell that holds several.
const BETWEEN: &str = "; ";

/// Saves people, access or requests as a workbook or a CSV file, with the columns asked for.
///
/// # Errors
/// `missing_field` at `columns` without a column of the table; `too_long` for more than 500 people; `not_found` for an unknown home
/// or person; `save_failed`, `disk_full`.
pub async fn export_save(steward: &Steward, request: ExportRequest) -> Result<ExportView, ApiError> {
    let columns: Vec<ExportColumn> = request
        .table
        .columns()
        .iter()
        .copied()
        .filter(|column| request.columns.contains(column))
        .collect();
    if columns.is_empty() {
        return Err(super::fields::missing("columns"));
    }
    if request.people.len() > MOST_TOGETHER {
        return Err(ApiError::at(ErrorCode::TooLong, "people", "too many people at once"));
    }
    let rows = match request.table {
        ExportTable::People => people(steward, &request, &columns).await?,
        ExportTable::Access => access(steward, &request, &columns).await?,
        ExportTable::Requests => requests(steward, &request, &columns).await?,
    };
    let nothing = ExportView {
        rows: u32::try_from(rows.len()).unwrap_or(u32::MAX),
        cancelled: false,
        saved_as: None,
    };
    if rows.is_empty() {
        return Ok(nothing);
    }
    let Moment { now, today } = steward.moment();
    let (table, format) = (request.table, request.format);
    let sheet = Sheet { table, columns, rows };
    let bytes = steward
        .blocking(move |_| Ok(export_bytes(&sheet, format, now)?))
        .await?;
    let name = export_file_name(table, format, today);
    Ok(match steward.doors.desktop.save(&name, &bytes).await? {
        Saved::Cancelled => ExportView {
            cancelled: true,
            ..nothing
        },
        Saved::To(path) => ExportView {
            saved_as: path.file_name().map(|name| name.to_string_lossy().into_owned()),
            ..nothing
        },
    })
}

impl From<ExportError> for ApiError {
    fn from(error: ExportError) -> Self {
        tracing::error!(code = "export", kind = %KindOf(&error), "the table could not be written");
        Self::new(ErrorCode::TooLong, error.to_string())
    }
}

/// What homes and mailboxes are called.
#[derive(Clone)]
struct Names {
    homes: BTreeMap<SiteId, String>,
    mailboxes: BTreeMap<MailboxId, (String, Option<SiteId>)>,
}

impl Names {
    fn of(register: Register<'_>) -> Result<Self, ApiError> {
        let sites = register.sites()?.into_iter();
        let mailboxes = register.mailboxes()?.into_iter();
        Ok(Self {
            homes: sites
                .filter_map(|(id, site)| Some((id, site.name?.as_str().to_owned())))
                .collect(),
            mailboxes: mailboxes
                .filter_map(|(id, mailbox)| Some((id, (mailbox.address?.as_str().to_owned(), mailbox.site))))
                .collect(),
        })
    }

    fn home(&self, site: Option<SiteId>) -> &str {
        site.and_then(|site| self.homes.get(&site)).map_or("", String::as_str)
    }

    fn address(&self, mailbox: Option<MailboxId>) -> &str {
        self.found(mailbox).map_or("", |(address, _)| address)
    }

    fn site_of(&self, mailbox: Option<MailboxId>) -> Option<SiteId> {
        self.found(mailbox).and_then(|(_, site)| *site)
    }

    fn found(&self, mailbox: Option<MailboxId>) -> Option<&(String, Option<SiteId>)> {
        mailbox.and_then(|mailbox| self.mailboxes.get(&mailbox))
    }
}

/// A detail; nothing where it was not given, or was removed.
fn given<T: AsRef<str>>(detail: Detail<&T>) -> Cell {
    match detail {
        Detail::Given(value) => Cell::text(value.as_ref()),
        Detail::NotGiven | Detail::Removed(_) => Cell::Empty,
    }
}

/// A detail that says who a row is about; where it was removed, it says so.
fn who<T: AsRef<str>>(detail: Detail<&T>) -> Cell {
    match detail {
        Detail::Removed(on) => Cell::text(format!("Removed on {}", on.strftime("%-d %B %Y"))),
        Detail::Given(_) | Detail::NotGiven => given(detail),
    }
}

/// A number with its gap, which a spreadsheet leaves as it is: without it the first 0 is lost.
fn mobile(detail: Detail<&Mobile>) -> Cell {
    match detail {
        Detail::Given(number) => Cell::text(number.display()),
        Detail::NotGiven | Detail::Removed(_) => Cell::Empty,
    }
}

/// Each part once, in order.
fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> Cell {
    let mut each: Vec<&str> = Vec::new();
    for part in parts {
        if !part.is_empty() && !each.contains(&part) {
            each.push(part);
        }
    }
    Cell::text(each.join(BETWEEN))
}

async fn people(
    steward: &Steward,
    request: &ExportRequest,
    columns: &[ExportColumn],
) -> Result<Vec<Vec<Cell>>, ApiError> {
    let (part, site, chosen) = (request.part, request.site, request.people.clone());
    let (names, everybody) = steward
        .read(move |register, Moment { today, .. }| {
            let names = Names::of(register)?;
            if !chosen.is_empty() {
                return Ok((names, named(register, &chosen)?));
            }
            if let Some(site) = site {
                super::sites::site_there(register, site)?;
            }
            let who = match part {
                ExportPart::Now => ListedPerson::Current,
                ExportPart::Ended => ListedPerson::Left,
                ExportPart::All => ListedPerson::All,
            };
            Ok((names, register.people_page("", site, who, today, 0, u32::MAX)?.people))
        })
        .await?;
    let mut left: Vec<PersonRow> = everybody
        .into_iter()
        .filter(|(_, person)| person.erased_on.is_none())
        .collect();
    let mut rows = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let rest = left.split_off(left.len().min(READ_AT_ONCE));
        let (names, columns, some) = (names.clone(), columns.to_vec(), std::mem::replace(&mut left, rest));
        rows.extend(
            steward
                .read(move |register, Moment { today, .. }| {
                    some.iter()
                        .map(|(id, person)| {
                            let about = About {
                                person,
                                posts: &register.posts_of(*id)?,
                                access: &register.access_of(*id)?,
                                names: &names,
                                today,
                            };
                            Ok(columns.iter().map(|column| about.cell(*column)).collect::<Vec<_>>())
                        })
                        .collect::<Result<Vec<_>, ApiError>>()
                })
                .await?,
        );
    }
    Ok(rows)
}

/// The people named, in the order of their names.
fn named(register: Register<'_>, chosen: &[PersonId]) -> Result<Vec<PersonRow>, ApiError> {
    let mut people = chosen
        .iter()
        .map(|id| Ok((*id, person_of(register, *id)?)))
        .collect::<Result<Vec<PersonRow>, ApiError>>()?;
    let key = |person: &Person| match person.full_name() {
        Detail::Given(name) => name.as_str().to_lowercase(),
        Detail::NotGiven | Detail::Removed(_) => String::new(),
    };
    people.sort_by_cached_key(|(id, person)| (key(person), *id));
    people.dedup_by_key(|(id, _)| *id);
    Ok(people)
}

/// A person with what their row needs.
struct About<'a> {
    person: &'a Person,
    posts: &'a [PostRow],
    access: &'a [AccessRow],
    names: &'a Names,
    today: Date,
}

impl About<'_> {
    /// The posts that last; of somebody who has left those that ended last.
    fn posts(&self) -> impl Iterator<Item = &Post> {
        let last = left_on(self.posts, self.today);
        self.posts.iter().map(|(_, post)| post).filter(move |post| match last {
            Some(last) => post.to == Some(last),
            None => !post.ended_by(self.today),
        })
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the other columns belong to other tables")]
    fn cell(&self, column: ExportColumn) -> Cell {
        let Self { person, names, .. } = self;
        let facts = &person.facts;
        match column {
            ExportColumn::FullName => given(person.full_name()),
            ExportColumn::NhsmailAddress => given(person.nhsmail_address()),
            ExportColumn::Home => joined(self.posts().map(|post| names.home(post.site))),
            ExportColumn::Role => joined(self.posts().filter_map(|post| Some(post.role.as_ref()?.as_str()))),
            ExportColumn::StartedOn => Cell::day(self.posts().filter_map(|post| post.from).min()),
            ExportColumn::LastDay => Cell::day(left_on(self.posts, self.today)),
            ExportColumn::Access => {
                let lasting = self.access.iter().map(|(_, access)| access);
                let words: Vec<String> = lasting
                    .filter(|access| access.lasts_on(self.today))
                    .filter_map(|access| {
                        let level = level_words(access.level?).to_lowercase();
                        Some(format!("{} ({level})", names.address(access.mailbox)))
                    })
                    .collect();
                joined(words.iter().map(String::as_str))
            }
            ExportColumn::HasAccount => Cell::text(answer_words(facts.has_account.unwrap_or_default())),
            ExportColumn::AccountHeldBy => Cell::text(facts.account_held_by.as_ref().map_or("", |held| held.as_str())),
            ExportColumn::Mfa => Cell::text(answer_words(facts.mfa.unwrap_or_default())),
            ExportColumn::AccountCreatedOn => Cell::day(facts.account_created_on),
            ExportColumn::DetailsReceivedOn => Cell::day(facts.details_received_on),
            ExportColumn::LastConfirmedOn => Cell::day(facts.last_confirmed_active_on),
            ExportColumn::MarkedLeaverOn => Cell::day(facts.marked_leaver_on),
            ExportColumn::DisabledOn => Cell::day(facts.disabled_on),
            ExportColumn::PersonalMobile => mobile(person.personal_mobile()),
            ExportColumn::PersonalEmail => given(person.personal_email()),
            ExportColumn::LinkedMobile => mobile(person.linked_mobile()),
            ExportColumn::NumberCheckedOn => Cell::day(facts.number_checked_on),
            ExportColumn::Note => given(person.identity.detail(|identity| identity.note.as_ref())),
            _ => Cell::Empty,
        }
    }
}

async fn access(
    steward: &Steward,
    request: &ExportRequest,
    columns: &[ExportColumn],
) -> Result<Vec<Vec<Cell>>, ApiError> {
    let (part, site, chosen) = (request.part, request.site, request.people.clone());
    let (names, boxes) = steward
        .read(move |register, _| {
            let names = Names::of(register)?;
            if chosen.is_empty()
                && let Some(site) = site
            {
                super::sites::site_there(register, site)?;
            }
            let of_site =
                |mailbox: &MailboxId| !chosen.is_empty() || site.is_none() || names.site_of(Some(*mailbox)) == site;
            let boxes: Vec<MailboxId> = names.mailboxes.keys().copied().filter(of_site).collect();
            Ok((names, boxes))
        })
        .await?;
    let mut rows = Vec::new();
    for mailbox in boxes {
        let (names, columns, chosen) = (names.clone(), columns.to_vec(), request.people.clone());
        rows.extend(
            steward
                .read(move |register, Moment { today, .. }| {
                    let mut found = Vec::new();
                    for (_, access) in register.access_to(mailbox)? {
                        let Some(id) = access.person.filter(|id| chosen.is_empty() || chosen.contains(id)) else {
                            continue;
                        };
                        let ended = access.to.is_some_and(|to| to < today);
                        let wanted = match part {
                            ExportPart::Now => access.lasts_on(today),
                            ExportPart::Ended => ended,
                            ExportPart::All => true,
                        };
                        if wanted && let Some(person) = register.person(id)?.filter(Person::is_present) {
                            found.push((person, access));
                        }
                    }
                    Ok(found
                        .iter()
                        .map(|(person, access)| {
                            columns
                                .iter()
                                .map(|column| access_cell(*column, person, access, &names))
                                .collect::<Vec<_>>()
                        })
                        .collect::<Vec<_>>())
                })
                .await?,
        );
    }
    Ok(rows)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the other columns belong to other tables")]
fn access_cell(column: ExportColumn, person: &Person, access: &crate::domain::access::Access, names: &Names) -> Cell {
    match column {
        ExportColumn::FullName => who(person.full_name()),
        ExportColumn::NhsmailAddress => given(person.nhsmail_address()),
        ExportColumn::Mailbox => Cell::text(names.address(access.mailbox)),
        ExportColumn::Home => Cell::text(names.home(names.site_of(access.mailbox))),
        ExportColumn::Level => Cell::text(access.level.map_or("", level_words)),
        ExportColumn::From => Cell::day(access.from),
        ExportColumn::To => Cell::day(access.to),
        ExportColumn::PortalDoneOn => Cell::day(access.portal_done_on),
        _ => Cell::Empty,
    }
}

async fn requests(
    steward: &Steward,
    request: &ExportRequest,
    columns: &[ExportColumn],
) -> Result<Vec<Vec<Cell>>, ApiError> {
    let (part, site, chosen, columns) = (request.part, request.site, request.people.clone(), columns.to_vec());
    steward
        .read(move |register, _| {
            let names = Names::of(register)?;
            if chosen.is_empty()
                && let Some(site) = site
            {
                super::sites::site_there(register, site)?;
            }
            let mut rows = Vec::new();
            for (_, kept) in register.requests(None, part == ExportPart::Now)? {
                let Some(composed) = &kept.composed else { continue };
                if chosen.is_empty() && site.is_some() && names.site_of(Some(composed.mailbox)) != site {
                    continue;
                }
                for line in lines(&kept, composed, &chosen) {
                    let wanted = match part {
                        ExportPart::Now => !line.state.is_ended(),
                        ExportPart::Ended => line.state.is_ended(),
                        ExportPart::All => true,
                    };
                    if wanted {
                        rows.push(columns.iter().map(|column| line.cell(*column, &names)).collect());
                    }
                }
            }
            Ok(rows)
        })
        .await
}

/// A request as far as it is about one person, or about nobody.
struct Line<'a> {
    request: &'a Request,
    composed: &'a Composed,
    block: Option<&'a KeptBlock>,
    state: RequestState,
}

/// The lines of a request: one for each person in it, or for those chosen; one where it is about nobody and nobody was chosen.
fn lines<'a>(request: &'a Request, composed: &'a Composed, chosen: &[PersonId]) -> Vec<Line<'a>> {
    if composed.blocks.is_empty() && chosen.is_empty() {
        return vec![Line {
            request,
            composed,
            block: None,
            state: request.state(),
        }];
    }
    composed
        .blocks
        .iter()
        .filter(|block| chosen.is_empty() || chosen.contains(&block.person))
        .map(|block| Line {
            request,
            composed,
            block: Some(block),
            state: request.state_of(block.person),
        })
        .collect()
}

impl Line<'_> {
    fn ended_on(&self) -> Option<Date> {
        if !self.state.is_ended() {
            return None;
        }
        let person = self.block.map(|block| block.person);
        let moves = self.request.moves.iter().filter(|step| {
            !step.taken_back && step.to == self.state && (step.person.is_none() || step.person == person)
        });
        moves.map(|step| step.on).max()
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the other columns belong to other tables")]
    fn cell(&self, column: ExportColumn, names: &Names) -> Cell {
        let Self {
            request,
            composed,
            block,
            state,
        } = self;
        match column {
            ExportColumn::Request => Cell::text(kind_words(composed.kind)),
            ExportColumn::FullName => block.map_or(Cell::Empty, |block| who(block.full_name())),
            ExportColumn::NhsmailAddress => block.map_or(Cell::Empty, |block| match &block.identity {
                Kept::Here(identity) => Cell::text(identity.nhsmail_address.as_ref().map_or("", |each| each.as_str())),
                Kept::Removed(_) => Cell::Empty,
            }),
            ExportColumn::Mailbox => Cell::text(composed.from.as_str()),
            ExportColumn::Home => Cell::text(names.home(names.site_of(Some(composed.mailbox)))),
            ExportColumn::WrittenOn => Cell::Day(composed.on),
            ExportColumn::SentOn => Cell::day(request.moved_on(RequestState::Sent)),
            ExportColumn::State => Cell::text(state_words(*state)),
            ExportColumn::EndedOn => Cell::day(self.ended_on()),
            ExportColumn::References => joined(request.ticket_references().map(TicketReference::as_str)),
            _ => Cell::Empty,
        }
    }
}
