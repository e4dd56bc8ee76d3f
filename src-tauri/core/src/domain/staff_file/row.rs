//! What one row says, as values, and what is wrong with its cells.

use jiff::civil::Date;

use super::cell::{self, NotClear};
use super::column::ColumnMeaning;
use crate::domain::access::AccessLevel;
use crate::domain::answer::Answer;
use crate::domain::named::named_enum;
use crate::domain::refusal::Reason;
use crate::domain::{FullName, Mobile, NhsmailAddress, PersonalEmail, RoleName};

named_enum! {
    /// What is wrong with a row, or with one of its cells.
    pub enum ProblemKind {
        /// The value is refused; the reason says why.
        Refused = "refused",
        /// There is no name.
        NoName = "no_name",
        /// It counts or adds up the rows above and is nobody.
        Total = "total",
        /// The home is none of the staff list's.
        HomeNotKnown = "home_not_known",
        /// It is not said which home, and there are several.
        HomeMissing = "home_missing",
        /// The home has no shared mailbox in use.
        NoMailbox = "no_mailbox",
        /// Neither owner nor member.
        AccessNotClear = "access_not_clear",
        /// Neither yes nor no.
        AnswerNotClear = "answer_not_clear",
        /// Something stands in the cell that has no place in the staff list.
        PersonalData = "personal_data",
        /// The last day is before the first.
        LeftBeforeStart = "left_before_start",
        /// Somebody else on the staff list has it.
        OfSomebodyElse = "of_somebody_else",
        /// It is a shared mailbox's address.
        IsMailbox = "is_mailbox",
        /// It is the home's own email address, not the person's.
        EmailOfHome = "email_of_home",
        /// An earlier row is about the same person and says something else.
        DiffersFromLine = "differs_from_line",
        /// An earlier row about somebody else has it.
        OfOtherLine = "of_other_line",
        /// By the staff list they have left this home, and the row does not say that they came back.
        LeftAlready = "left_already",
        /// The person it was said to be is no longer on the staff list.
        PersonGone = "person_gone",
    }
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The meaning of the cell it is about; none where it is about the row.
    pub at: Option<ColumnMeaning>,
    /// What it is.
    pub kind: ProblemKind,
    /// Why the value is refused.
    pub reason: Option<Reason>,
    /// The line of the other row, where there is one.
    pub line: Option<u32>,
}

impl Problem {
    /// A problem of one cell.
    #[must_use]
    pub const fn of(at: ColumnMeaning, kind: ProblemKind) -> Self {
        Self {
            at: Some(at),
            kind,
            reason: None,
            line: None,
        }
    }

    /// A problem of the whole row.
    #[must_use]
    pub const fn of_row(kind: ProblemKind) -> Self {
        Self {
            at: None,
            kind,
            reason: None,
            line: None,
        }
    }

    /// A refused value.
    #[must_use]
    pub const fn refused(at: ColumnMeaning, reason: Reason) -> Self {
        Self {
            at: Some(at),
            kind: ProblemKind::Refused,
            reason: Some(reason),
            line: None,
        }
    }

    /// The same, beside another row.
    #[must_use]
    pub const fn beside(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }
}

/// What a row says. A value that its cell does not give, or that is refused, is not here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowValues {
    /// The line of the file it stands in, from 1.
    pub line: u32,
    /// Full name.
    pub full_name: Option<FullName>,
    /// What is left of the name for finding others like it.
    pub look_alike: Option<String>,
    /// Role.
    pub role: Option<RoleName>,
    /// The home, as written.
    pub home: Option<String>,
    /// Their own mobile.
    pub personal_mobile: Option<Mobile>,
    /// Their own email.
    pub personal_email: Option<PersonalEmail>,
    /// NHSmail address.
    pub nhsmail_address: Option<NhsmailAddress>,
    /// The mobile linked to the account.
    pub linked_mobile: Option<Mobile>,
    /// First day.
    pub started_on: Option<Date>,
    /// Last day.
    pub left_on: Option<Date>,
    /// Owner or member.
    pub access: Option<AccessLevel>,
    /// When the account was last used.
    pub last_active_on: Option<Date>,
    /// When the account was made.
    pub account_created_on: Option<Date>,
    /// When it was marked as a leaver.
    pub marked_leaver_on: Option<Date>,
    /// Whether multi-factor sign-in is set up.
    pub mfa: Option<Answer>,
    /// What is wrong with its cells.
    pub problems: Vec<Problem>,
}

impl RowValues {
    /// Reads a row: `cells` are its cells with what they mean, each meaning at most once. `foreign` says whether something stands in a
    /// free text that has no place here.
    #[must_use]
    pub fn read<'a>(
        line: u32,
        cells: impl IntoIterator<Item = (ColumnMeaning, &'a str)>,
        today: Date,
        mut foreign: impl FnMut(&str) -> bool,
    ) -> Self {
        let mut row = Self {
            line,
            ..Self::default()
        };
        let (mut whole, mut first, mut last) = ("", "", "");
        for (means, text) in cells {
            let text = text.trim();
            if text.is_empty() || (!means.is_name() && means != ColumnMeaning::Access && cell::is_nothing(text)) {
                continue;
            }
            match means {
                ColumnMeaning::FirstName => first = text,
                ColumnMeaning::LastName => last = text,
                ColumnMeaning::FullName => {
                    whole = text;
                    row.full_name = row.kept(means, cell::name(text));
                }
                ColumnMeaning::Role => {
                    let role = row.kept(means, text.parse::<RoleName>());
                    if role.is_some() && foreign(text) {
                        row.problems.push(Problem::of(means, ProblemKind::PersonalData));
                    } else {
                        row.role = role;
                    }
                }
                ColumnMeaning::Home => row.home = Some(text.to_owned()),
                ColumnMeaning::PersonalMobile => row.personal_mobile = row.kept(means, cell::mobile(text)),
                ColumnMeaning::LinkedMobile => row.linked_mobile = row.kept(means, cell::mobile(text)),
                ColumnMeaning::PersonalEmail => row.personal_email = row.kept(means, text.parse()),
                ColumnMeaning::NhsmailAddress => row.nhsmail_address = row.kept(means, text.parse()),
                ColumnMeaning::Access => match cell::access(text) {
                    Ok(level) => row.access = level,
                    Err(NotClear) => row.problems.push(Problem::of(means, ProblemKind::AccessNotClear)),
                },
                ColumnMeaning::Mfa => match cell::answer(text) {
                    Ok(answer) => row.mfa = Some(answer),
                    Err(NotClear) => row.problems.push(Problem::of(means, ProblemKind::AnswerNotClear)),
                },
                ColumnMeaning::StartedOn => row.started_on = row.kept(means, cell::day(text)),
                ColumnMeaning::LeftOn => row.left_on = row.kept(means, cell::day(text)),
                ColumnMeaning::LastActiveOn => row.last_active_on = row.past(means, text, today),
                ColumnMeaning::AccountCreatedOn => row.account_created_on = row.past(means, text, today),
                ColumnMeaning::MarkedLeaverOn => row.marked_leaver_on = row.past(means, text, today),
            }
        }
        if cell::is_total(&format!("{whole} {first} {last}")) {
            return Self {
                line,
                problems: vec![Problem::of_row(ProblemKind::Total)],
                ..Self::default()
            };
        }
        row.name_of_parts(first, last);
        row.look_alike = row.full_name.as_ref().map(FullName::look_alike_key);
        if row.full_name.is_none()
            && !row
                .problems
                .iter()
                .any(|problem| problem.at.is_some_and(ColumnMeaning::is_name))
        {
            row.problems.push(Problem::of_row(ProblemKind::NoName));
        }
        if let (Some(from), Some(to)) = (row.started_on, row.left_on)
            && to < from
        {
            row.problems
                .push(Problem::of(ColumnMeaning::LeftOn, ProblemKind::LeftBeforeStart));
        }
        row
    }

    fn name_of_parts(&mut self, first: &str, last: &str) {
        if self.full_name.is_some() || (first.is_empty() && last.is_empty()) {
            return;
        }
        // Which of the two cells is at fault can be told where one alone is refused for more than its length.
        let last_alone = !last.is_empty() && last.parse::<FullName>().is_err() && first.parse::<FullName>().is_ok();
        let at = if last_alone || first.is_empty() {
            ColumnMeaning::LastName
        } else {
            ColumnMeaning::FirstName
        };
        self.full_name = self.kept(at, format!("{first} {last}").trim().parse::<FullName>());
    }

    fn kept<T>(&mut self, at: ColumnMeaning, read: Result<T, Reason>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(reason) => {
                self.problems.push(Problem::refused(at, reason));
                None
            }
        }
    }

    /// A day on which something has happened.
    fn past(&mut self, at: ColumnMeaning, text: &str, today: Date) -> Option<Date> {
        let read = cell::day(text).and_then(|day| {
            if day > today {
                Err(Reason::DateInFuture)
            } else {
                Ok(day)
            }
        });
        self.kept(at, read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 20);

    fn read(cells: &[(ColumnMeaning, &str)]) -> RowValues {
        RowValues::read(7, cells.iter().copied(), TODAY, |_| false)
    }

    #[test]
    fn a_row_gives_its_values_and_each_problem_names_its_cell() {
        let row = read(&[
            (ColumnMeaning::FirstName, "Jane"),
            (ColumnMeaning::LastName, "Smith"),
            (ColumnMeaning::PersonalMobile, "7700900123"),
            (ColumnMeaning::PersonalEmail, "jane at example"),
            (ColumnMeaning::StartedOn, "3/5/2021"),
            (ColumnMeaning::LastActiveOn, "1/1/2030"),
        ]);
        assert_eq!(row.full_name.as_ref().unwrap().as_str(), "Jane Smith");
        assert_eq!(row.personal_mobile.as_ref().unwrap().as_str(), "07700900123");
        assert_eq!(row.started_on, Some(date(2021, 5, 3)));
        assert_eq!(
            row.problems,
            [
                Problem::refused(ColumnMeaning::PersonalEmail, Reason::AddressAtSign),
                Problem::refused(ColumnMeaning::LastActiveOn, Reason::DateInFuture),
            ]
        );
    }

    #[test]
    fn a_row_without_a_name_says_so_and_a_dash_is_an_empty_cell() {
        let row = read(&[(ColumnMeaning::FullName, " "), (ColumnMeaning::PersonalMobile, "-")]);
        assert_eq!(row.problems, [Problem::of_row(ProblemKind::NoName)]);
    }

    #[test]
    fn a_row_that_adds_up_the_others_is_nobody() {
        let total = [Problem::of_row(ProblemKind::Total)];
        for name in ["Total", "TOTAL: 12", "Grand total", "Total staff 24", "Sub-total"] {
            let row = read(&[(ColumnMeaning::FullName, name), (ColumnMeaning::Role, "24")]);
            assert_eq!((row.full_name, row.problems), (None, total.to_vec()), "{name}");
        }
        let row = read(&[(ColumnMeaning::FirstName, "Head"), (ColumnMeaning::LastName, "count")]);
        assert_eq!(row.problems, total);
        for (first, last) in [
            ("Sum", "Wong"),
            ("Tota", "Lind"),
            ("Total", "Okafor"),
            ("Count", "Basie"),
        ] {
            let row = read(&[(ColumnMeaning::FirstName, first), (ColumnMeaning::LastName, last)]);
            assert_eq!(row.problems, [], "{first} {last}");
        }
    }

    #[test]
    fn a_role_that_holds_something_foreign_is_not_kept() {
        let row = RowValues::read(
            2,
            [
                (ColumnMeaning::FullName, "Jane Smith"),
                (ColumnMeaning::Role, "Carer QQ123456C"),
            ],
            TODAY,
            |text| text.contains("QQ123456C"),
        );
        assert_eq!(row.role, None);
        assert_eq!(
            row.problems,
            [Problem::of(ColumnMeaning::Role, ProblemKind::PersonalData)]
        );
    }
}
