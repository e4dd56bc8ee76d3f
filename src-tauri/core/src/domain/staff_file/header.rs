//! What the name of a column says. The words are those of rota and payroll exports, of the workforce data set for adult social care
//! (ASC-WDS bulk upload, worker file) and of the NHSmail portal.

use super::column::{ColumnMeaning as Means, DroppedAs as Drop};
use crate::domain::folded;

/// What the name of a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Header {
    /// What its cells mean.
    Means(Means),
    /// That it has no place here.
    Dropped(Drop),
    /// That it is a column of another kind: nothing is guessed, and nothing is wrong with it.
    Other,
}

/// Words that decide, in the order in which they are looked for. A phrase is found when its words stand in the name one after the
/// other, or when they are all of the name, written together.
const PHRASES: &[(&str, Header)] = &[
    // What belongs to others, whatever stands beside it.
    ("next of kin", Header::Dropped(Drop::NextOfKin)),
    ("kin", Header::Dropped(Drop::NextOfKin)),
    ("nok", Header::Dropped(Drop::NextOfKin)),
    ("emergency", Header::Dropped(Drop::NextOfKin)),
    ("in case of emergency", Header::Dropped(Drop::NextOfKin)),
    ("spouse", Header::Dropped(Drop::NextOfKin)),
    ("partner", Header::Dropped(Drop::NextOfKin)),
    ("relationship", Header::Dropped(Drop::NextOfKin)),
    // Birth before any other date.
    ("date of birth", Header::Dropped(Drop::DateOfBirth)),
    ("birth date", Header::Dropped(Drop::DateOfBirth)),
    ("year of birth", Header::Dropped(Drop::DateOfBirth)),
    ("birthday", Header::Dropped(Drop::DateOfBirth)),
    ("dob", Header::Dropped(Drop::DateOfBirth)),
    ("d o b", Header::Dropped(Drop::DateOfBirth)),
    ("born", Header::Dropped(Drop::DateOfBirth)),
    ("age", Header::Dropped(Drop::DateOfBirth)),
    ("country of birth", Header::Dropped(Drop::Characteristics)),
    ("place of birth", Header::Dropped(Drop::Characteristics)),
    ("birth", Header::Dropped(Drop::DateOfBirth)),
    ("national insurance", Header::Dropped(Drop::NationalInsurance)),
    ("ni number", Header::Dropped(Drop::NationalInsurance)),
    ("ni no", Header::Dropped(Drop::NationalInsurance)),
    ("nino", Header::Dropped(Drop::NationalInsurance)),
    ("nat ins", Header::Dropped(Drop::NationalInsurance)),
    ("ni", Header::Dropped(Drop::NationalInsurance)),
    ("nhs number", Header::Dropped(Drop::NhsNumber)),
    ("nhs no", Header::Dropped(Drop::NhsNumber)),
    ("sort code", Header::Dropped(Drop::Bank)),
    ("account number", Header::Dropped(Drop::Bank)),
    ("account no", Header::Dropped(Drop::Bank)),
    ("bank account", Header::Dropped(Drop::Bank)),
    ("bank details", Header::Dropped(Drop::Bank)),
    ("bank name", Header::Dropped(Drop::Bank)),
    ("building society", Header::Dropped(Drop::Bank)),
    ("iban", Header::Dropped(Drop::Bank)),
    ("card number", Header::Dropped(Drop::Bank)),
    ("salary", Header::Dropped(Drop::Pay)),
    ("salaryint", Header::Dropped(Drop::Pay)),
    ("wage", Header::Dropped(Drop::Pay)),
    ("wages", Header::Dropped(Drop::Pay)),
    ("hourly rate", Header::Dropped(Drop::Pay)),
    ("rate of pay", Header::Dropped(Drop::Pay)),
    ("pay rate", Header::Dropped(Drop::Pay)),
    ("rate", Header::Dropped(Drop::Pay)),
    ("pay", Header::Dropped(Drop::Pay)),
    ("pay band", Header::Dropped(Drop::Pay)),
    ("pension", Header::Dropped(Drop::Pay)),
    ("tax", Header::Dropped(Drop::Pay)),
    ("tax code", Header::Dropped(Drop::Pay)),
    ("utr", Header::Dropped(Drop::Pay)),
    ("p45", Header::Dropped(Drop::Pay)),
    ("student loan", Header::Dropped(Drop::Pay)),
    ("overtime", Header::Dropped(Drop::Pay)),
    ("days sick", Header::Dropped(Drop::Health)),
    ("sick", Header::Dropped(Drop::Health)),
    ("sickness", Header::Dropped(Drop::Health)),
    ("absence", Header::Dropped(Drop::Health)),
    ("absences", Header::Dropped(Drop::Health)),
    ("bradford", Header::Dropped(Drop::Health)),
    ("health", Header::Dropped(Drop::Health)),
    ("medical", Header::Dropped(Drop::Health)),
    ("medication", Header::Dropped(Drop::Health)),
    ("allergies", Header::Dropped(Drop::Health)),
    ("allergy", Header::Dropped(Drop::Health)),
    ("disabled", Header::Dropped(Drop::Health)),
    ("disability", Header::Dropped(Drop::Health)),
    ("fluvac", Header::Dropped(Drop::Health)),
    ("flu", Header::Dropped(Drop::Health)),
    ("covid", Header::Dropped(Drop::Health)),
    ("vaccination", Header::Dropped(Drop::Health)),
    ("vaccinations", Header::Dropped(Drop::Health)),
    ("vaccine", Header::Dropped(Drop::Health)),
    ("hep b", Header::Dropped(Drop::Health)),
    ("maternity", Header::Dropped(Drop::Health)),
    ("pregnant", Header::Dropped(Drop::Health)),
    ("gp", Header::Dropped(Drop::Health)),
    ("doctor", Header::Dropped(Drop::Health)),
    ("gender", Header::Dropped(Drop::Characteristics)),
    ("sex", Header::Dropped(Drop::Characteristics)),
    ("ethnicity", Header::Dropped(Drop::Characteristics)),
    ("ethnic", Header::Dropped(Drop::Characteristics)),
    ("ethnic origin", Header::Dropped(Drop::Characteristics)),
    ("race", Header::Dropped(Drop::Characteristics)),
    ("nationality", Header::Dropped(Drop::Characteristics)),
    ("citizenship", Header::Dropped(Drop::Characteristics)),
    ("british citizenship", Header::Dropped(Drop::Characteristics)),
    ("year of entry", Header::Dropped(Drop::Characteristics)),
    ("in out uk", Header::Dropped(Drop::Characteristics)),
    ("religion", Header::Dropped(Drop::Characteristics)),
    ("faith", Header::Dropped(Drop::Characteristics)),
    ("marital status", Header::Dropped(Drop::Characteristics)),
    ("marital", Header::Dropped(Drop::Characteristics)),
    ("sexual orientation", Header::Dropped(Drop::Characteristics)),
    ("orientation", Header::Dropped(Drop::Characteristics)),
    ("trade union", Header::Dropped(Drop::Characteristics)),
    ("passport", Header::Dropped(Drop::Documents)),
    ("visa", Header::Dropped(Drop::Documents)),
    ("handcvisa", Header::Dropped(Drop::Documents)),
    ("right to work", Header::Dropped(Drop::Documents)),
    ("share code", Header::Dropped(Drop::Documents)),
    ("work permit", Header::Dropped(Drop::Documents)),
    ("driving licence", Header::Dropped(Drop::Documents)),
    ("driving license", Header::Dropped(Drop::Documents)),
    ("licence number", Header::Dropped(Drop::Documents)),
    ("car registration", Header::Dropped(Drop::Documents)),
    ("dbs", Header::Dropped(Drop::Checks)),
    ("crb", Header::Dropped(Drop::Checks)),
    ("disclosure", Header::Dropped(Drop::Checks)),
    ("conviction", Header::Dropped(Drop::Checks)),
    ("convictions", Header::Dropped(Drop::Checks)),
    ("disciplinary", Header::Dropped(Drop::Checks)),
    ("grievance", Header::Dropped(Drop::Checks)),
    ("warning", Header::Dropped(Drop::Checks)),
    ("warnings", Header::Dropped(Drop::Checks)),
    ("probation", Header::Dropped(Drop::Checks)),
    ("appraisal", Header::Dropped(Drop::Checks)),
    ("reason for leaving", Header::Dropped(Drop::Checks)),
    ("leaving reason", Header::Dropped(Drop::Checks)),
    ("reason", Header::Dropped(Drop::Checks)),
    // Addresses of mail before addresses of houses.
    ("linked mobile", Header::Means(Means::LinkedMobile)),
    ("mobile linked", Header::Means(Means::LinkedMobile)),
    ("nhsmail mobile", Header::Means(Means::LinkedMobile)),
    ("nhs mobile", Header::Means(Means::LinkedMobile)),
    ("account mobile", Header::Means(Means::LinkedMobile)),
    ("nhsmail account created", Header::Means(Means::AccountCreatedOn)),
    ("marked as leaver", Header::Means(Means::MarkedLeaverOn)),
    ("marked leaver", Header::Means(Means::MarkedLeaverOn)),
    ("leaver mark", Header::Means(Means::MarkedLeaverOn)),
    ("last active", Header::Means(Means::LastActiveOn)),
    ("last activity", Header::Means(Means::LastActiveOn)),
    ("last logon", Header::Means(Means::LastActiveOn)),
    ("last log on", Header::Means(Means::LastActiveOn)),
    ("last login", Header::Means(Means::LastActiveOn)),
    ("last log in", Header::Means(Means::LastActiveOn)),
    ("last sign in", Header::Means(Means::LastActiveOn)),
    ("last signed in", Header::Means(Means::LastActiveOn)),
    ("last used", Header::Means(Means::LastActiveOn)),
    ("account created", Header::Means(Means::AccountCreatedOn)),
    ("date created", Header::Means(Means::AccountCreatedOn)),
    ("created on", Header::Means(Means::AccountCreatedOn)),
    ("created date", Header::Means(Means::AccountCreatedOn)),
    ("creation date", Header::Means(Means::AccountCreatedOn)),
    ("created", Header::Means(Means::AccountCreatedOn)),
    ("mfa", Header::Means(Means::Mfa)),
    ("multi factor", Header::Means(Means::Mfa)),
    ("multifactor", Header::Means(Means::Mfa)),
    ("2fa", Header::Means(Means::Mfa)),
    ("access level", Header::Means(Means::Access)),
    ("access type", Header::Means(Means::Access)),
    ("mailbox access", Header::Means(Means::Access)),
    ("mailbox role", Header::Means(Means::Access)),
    ("owner or member", Header::Means(Means::Access)),
    ("owner member", Header::Means(Means::Access)),
    ("permission", Header::Means(Means::Access)),
    ("permissions", Header::Means(Means::Access)),
    ("membership", Header::Means(Means::Access)),
    ("member type", Header::Means(Means::Access)),
    ("access", Header::Means(Means::Access)),
    ("personal email", Header::Means(Means::PersonalEmail)),
    ("private email", Header::Means(Means::PersonalEmail)),
    ("home email", Header::Means(Means::PersonalEmail)),
    ("own email", Header::Means(Means::PersonalEmail)),
    ("nhsmail", Header::Means(Means::NhsmailAddress)),
    ("nhs mail", Header::Means(Means::NhsmailAddress)),
    ("nhs email", Header::Means(Means::NhsmailAddress)),
    ("nhs net", Header::Means(Means::NhsmailAddress)),
    ("primary smtp", Header::Means(Means::NhsmailAddress)),
    ("email", Header::Means(Means::PersonalEmail)),
    ("e mail", Header::Means(Means::PersonalEmail)),
    ("mail", Header::Means(Means::PersonalEmail)),
    ("address", Header::Dropped(Drop::HomeAddress)),
    ("addr", Header::Dropped(Drop::HomeAddress)),
    ("postcode", Header::Dropped(Drop::HomeAddress)),
    ("post code", Header::Dropped(Drop::HomeAddress)),
    ("postal code", Header::Dropped(Drop::HomeAddress)),
    ("zip", Header::Dropped(Drop::HomeAddress)),
    ("street", Header::Dropped(Drop::HomeAddress)),
    ("town", Header::Dropped(Drop::HomeAddress)),
    ("city", Header::Dropped(Drop::HomeAddress)),
    ("county", Header::Dropped(Drop::HomeAddress)),
    // Telephones, names, work.
    ("personal mobile", Header::Means(Means::PersonalMobile)),
    ("mobile", Header::Means(Means::PersonalMobile)),
    ("cell", Header::Means(Means::PersonalMobile)),
    ("home phone", Header::Other),
    ("home telephone", Header::Other),
    ("landline", Header::Other),
    ("work phone", Header::Other),
    ("phone", Header::Means(Means::PersonalMobile)),
    ("telephone", Header::Means(Means::PersonalMobile)),
    ("tel", Header::Means(Means::PersonalMobile)),
    ("contact number", Header::Means(Means::PersonalMobile)),
    ("first name", Header::Means(Means::FirstName)),
    ("forename", Header::Means(Means::FirstName)),
    ("forenames", Header::Means(Means::FirstName)),
    ("given name", Header::Means(Means::FirstName)),
    ("christian name", Header::Means(Means::FirstName)),
    ("last name", Header::Means(Means::LastName)),
    ("surname", Header::Means(Means::LastName)),
    ("family name", Header::Means(Means::LastName)),
    ("middle name", Header::Other),
    ("preferred name", Header::Other),
    ("known as", Header::Other),
    ("maiden name", Header::Other),
    ("previous name", Header::Other),
    ("line manager", Header::Other),
    ("manager", Header::Other),
    ("supervisor", Header::Other),
    ("user name", Header::Other),
    ("full name", Header::Means(Means::FullName)),
    ("display name", Header::Means(Means::FullName)),
    ("display id", Header::Means(Means::FullName)),
    ("staff name", Header::Means(Means::FullName)),
    ("employee name", Header::Means(Means::FullName)),
    ("worker name", Header::Means(Means::FullName)),
    ("staff member", Header::Means(Means::FullName)),
    ("site name", Header::Means(Means::Home)),
    ("home name", Header::Means(Means::Home)),
    ("care home", Header::Means(Means::Home)),
    ("local est id", Header::Means(Means::Home)),
    ("ods code", Header::Means(Means::Home)),
    ("ods", Header::Means(Means::Home)),
    ("workplace", Header::Means(Means::Home)),
    ("work place", Header::Means(Means::Home)),
    ("establishment", Header::Means(Means::Home)),
    ("location", Header::Means(Means::Home)),
    ("site", Header::Means(Means::Home)),
    ("branch", Header::Means(Means::Home)),
    ("home", Header::Means(Means::Home)),
    ("job role", Header::Means(Means::Role)),
    ("main job role", Header::Means(Means::Role)),
    ("job title", Header::Means(Means::Role)),
    ("other job role", Header::Other),
    ("position", Header::Means(Means::Role)),
    ("role", Header::Means(Means::Role)),
    ("job", Header::Means(Means::Role)),
    ("designation", Header::Means(Means::Role)),
    ("occupation", Header::Means(Means::Role)),
    ("start in sect", Header::Other),
    ("start date", Header::Means(Means::StartedOn)),
    ("date started", Header::Means(Means::StartedOn)),
    ("date joined", Header::Means(Means::StartedOn)),
    ("joining date", Header::Means(Means::StartedOn)),
    ("date of joining", Header::Means(Means::StartedOn)),
    ("commencement", Header::Means(Means::StartedOn)),
    ("commenced", Header::Means(Means::StartedOn)),
    ("hire date", Header::Means(Means::StartedOn)),
    ("started", Header::Means(Means::StartedOn)),
    ("joined", Header::Means(Means::StartedOn)),
    ("employment start", Header::Means(Means::StartedOn)),
    ("leaving date", Header::Means(Means::LeftOn)),
    ("leave date", Header::Means(Means::LeftOn)),
    ("leaver date", Header::Means(Means::LeftOn)),
    ("date left", Header::Means(Means::LeftOn)),
    ("date of leaving", Header::Means(Means::LeftOn)),
    ("end date", Header::Means(Means::LeftOn)),
    ("finish date", Header::Means(Means::LeftOn)),
    ("termination date", Header::Means(Means::LeftOn)),
    ("last day", Header::Means(Means::LeftOn)),
    ("last working day", Header::Means(Means::LeftOn)),
    ("left", Header::Means(Means::LeftOn)),
    ("leaving", Header::Means(Means::LeftOn)),
    ("employee id", Header::Other),
    ("employee number", Header::Other),
    ("staff id", Header::Other),
    ("staff number", Header::Other),
    ("name", Header::Means(Means::FullName)),
    ("employee", Header::Means(Means::FullName)),
    ("staff", Header::Means(Means::FullName)),
    ("worker", Header::Means(Means::FullName)),
    ("member", Header::Means(Means::FullName)),
    ("user", Header::Means(Means::FullName)),
    // The rest of the ASC-WDS worker file, so that its first row is known as one.
    ("unique worker id", Header::Other),
    ("chguniquewrkid", Header::Other),
    ("transferstaffrecord", Header::Other),
    ("recsource", Header::Other),
    ("emplstatus", Header::Other),
    ("zerohrcont", Header::Other),
    ("conthours", Header::Other),
    ("avghours", Header::Other),
    ("carecert", Header::Other),
    ("apprentice", Header::Other),
    ("mainjrdesc", Header::Other),
    ("otherjrdesc", Header::Other),
    ("nmcreg", Header::Other),
    ("nursespec", Header::Other),
    ("amhp", Header::Other),
    ("scqual", Header::Other),
    ("nonscqual", Header::Other),
    ("department", Header::Other),
    ("team", Header::Other),
    ("status", Header::Other),
    ("contract", Header::Other),
    ("hours", Header::Other),
    ("notes", Header::Other),
    ("title", Header::Other),
    ("id", Header::Other),
];

/// What the name of a column says; nothing where it says nothing that is known.
///
/// ```
/// use steward_core::domain::staff_file::{ColumnMeaning, DroppedAs, header::{Header, read}};
/// assert_eq!(read("Start Date"), Some(Header::Means(ColumnMeaning::StartedOn)));
/// assert_eq!(read("NINUMBER"), Some(Header::Dropped(DroppedAs::NationalInsurance)));
/// assert_eq!(read("Email Address"), Some(Header::Means(ColumnMeaning::PersonalEmail)));
/// assert_eq!(read("Home address line 2"), Some(Header::Dropped(DroppedAs::HomeAddress)));
/// assert_eq!(read("Rowan"), None);
/// ```
#[must_use]
pub fn read(name: &str) -> Option<Header> {
    let words = words(name);
    if words.is_empty() || words.len() > 12 {
        return None;
    }
    let together = words.concat();
    PHRASES
        .iter()
        .find(|(phrase, _)| is_in(phrase, &words, &together))
        .map(|(_, header)| *header)
}

fn is_in(phrase: &str, words: &[String], together: &str) -> bool {
    let mut rest = together;
    let whole = phrase.split(' ').all(|word| match rest.strip_prefix(word) {
        Some(after) => {
            rest = after;
            true
        }
        None => false,
    });
    if whole && rest.is_empty() {
        return true;
    }
    let count = phrase.split(' ').count();
    words
        .windows(count)
        .any(|window| window.iter().map(String::as_str).eq(phrase.split(' ')))
}

/// The words of a name: small letters without marks, apart at spaces, signs, and where a capital follows a small letter.
fn words(name: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(name.len() + 8);
    let mut after_small = false;
    for character in name.chars().take(120) {
        if character.is_uppercase() && after_small {
            spaced.push(' ');
        }
        after_small = character.is_lowercase();
        spaced.push(if character.is_alphanumeric() { character } else { ' ' });
    }
    folded(&spaced).split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_columns_are_known_however_they_are_written() {
        for (name, header) in [
            ("Full name", Header::Means(Means::FullName)),
            ("FirstName", Header::Means(Means::FirstName)),
            ("SURNAME", Header::Means(Means::LastName)),
            ("Mobile no.", Header::Means(Means::PersonalMobile)),
            ("Linked mobile", Header::Means(Means::LinkedMobile)),
            ("NHSmail address", Header::Means(Means::NhsmailAddress)),
            ("nhs.net e-mail", Header::Means(Means::NhsmailAddress)),
            ("E-mail", Header::Means(Means::PersonalEmail)),
            ("Personal email address", Header::Means(Means::PersonalEmail)),
            ("Display Name", Header::Means(Means::FullName)),
            ("DISPLAYID", Header::Means(Means::FullName)),
            ("LOCALESTID", Header::Means(Means::Home)),
            ("MAINJOBROLE", Header::Means(Means::Role)),
            ("STARTDATE", Header::Means(Means::StartedOn)),
            ("Date of leaving", Header::Means(Means::LeftOn)),
            ("Owner / Member", Header::Means(Means::Access)),
            ("Last Logon", Header::Means(Means::LastActiveOn)),
            ("Account created", Header::Means(Means::AccountCreatedOn)),
            ("MFA enabled", Header::Means(Means::Mfa)),
        ] {
            assert_eq!(read(name), Some(header), "{name}");
        }
    }

    #[test]
    fn what_has_no_place_is_known_by_its_name_also_beside_a_word_that_has_one() {
        for (name, why) in [
            ("D.O.B.", Drop::DateOfBirth),
            ("DateOfBirth", Drop::DateOfBirth),
            ("Employee date of birth", Drop::DateOfBirth),
            ("NI No.", Drop::NationalInsurance),
            ("NINUMBER", Drop::NationalInsurance),
            ("Home address", Drop::HomeAddress),
            ("POSTCODE", Drop::HomeAddress),
            ("DAYSSICK", Drop::Health),
            ("HOURLYRATE", Drop::Pay),
            ("SALARYINT", Drop::Pay),
            ("Next of kin mobile", Drop::NextOfKin),
            ("Emergency contact name", Drop::NextOfKin),
            ("Ethnic origin", Drop::Characteristics),
            ("COUNTRYOFBIRTH", Drop::Characteristics),
            ("HANDCVISA", Drop::Documents),
            ("DBS number", Drop::Checks),
            ("Reason for leaving", Drop::Checks),
            ("Bank account number", Drop::Bank),
        ] {
            assert_eq!(read(name), Some(Header::Dropped(why)), "{name}");
        }
    }

    #[test]
    fn a_cell_of_the_table_is_no_name_of_a_column() {
        for cell in [
            "Jane Smith",
            "07700 900001",
            "03/05/2021",
            "Care assistant",
            "",
            "jane@example.org",
        ] {
            assert_eq!(read(cell), None, "{cell}");
        }
    }
}
