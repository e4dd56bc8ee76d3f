//! Mail addresses: a person's own, a person's NHSmail address, and the shared mailbox of a home.

use super::checked::Checked;
use super::ods::OdsCode;
use super::refusal::{Notice, Reason};
use super::text::{SiteName, line, text_value};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The domain of every NHSmail address.
const NHS_NET: &str = "nhs.net";

/// A home's name must have this many letters and digits before it is looked for inside a longer domain or address.
const TELLING_NAME: usize = 6;

text_value! {
    /// A person's own email address, where NAS sends the user name and password (FAQ L40-42, L87). ASCII; the domain in
    /// small letters, the part before the `@` as typed.
    personal PersonalEmail
}

impl PersonalEmail {
    /// Reads a personal email address.
    ///
    /// # Errors
    /// Refused: an address at nhs.net or below it, anything that is not `name@domain` in ASCII, more than 64 characters
    /// before the `@` or 254 in all.
    ///
    /// ```
    /// use steward_core::domain::{address::PersonalEmail, refusal::Reason};
    /// assert_eq!("Jo.Bloggs@Example.ORG".parse::<PersonalEmail>()?.as_str(), "Jo.Bloggs@example.org");
    /// assert_eq!("jo.bloggs@nhs.net".parse::<PersonalEmail>(), Err(Reason::EmailIsNhsmail));
    /// # Ok::<(), Reason>(())
    /// ```
    pub fn parse(text: &str) -> Result<Checked<Self>, Reason> {
        let (local, domain) = split(text)?;
        if domain == NHS_NET || domain.ends_with(".nhs.net") {
            return Err(Reason::EmailIsNhsmail);
        }
        refuse_dots(&local)?;
        if !local
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-.".contains(&byte))
        {
            return Err(Reason::AddressCharacter);
        }
        refuse_domain(&domain)?;
        Ok(Checked::plain(Self(format!("{local}@{domain}"))))
    }

    /// What two people may not share: the address in small letters, since mail for either spelling reaches one mailbox.
    #[must_use]
    pub fn uniqueness_key(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// Holds the address against the home it is used in. An address that is only named like the home or its shared
    /// mailbox is noticed.
    ///
    /// # Errors
    /// [`Reason::EmailOfTheHome`] when the mail domain carries the home's name: NAS asks for a personal address (FAQ L87).
    pub fn check_against_home(&self, home: &SiteName, mailbox: &MailboxAddress) -> Result<Option<Notice>, Reason> {
        let (local, domain) = self.parts();
        let name: String = squashed(home.as_str());
        let carries = |text: &str| {
            let text = squashed(text);
            !name.is_empty() && (text == name || (name.len() >= TELLING_NAME && text.contains(&name)))
        };
        if domain.split('.').any(carries) {
            return Err(Reason::EmailOfTheHome);
        }
        let like_home = carries(local) || local.eq_ignore_ascii_case(mailbox.local_part());
        Ok(like_home.then_some(Notice::EmailNamedLikeHome))
    }

    fn parts(&self) -> (&str, &str) {
        self.0.split_once('@').unwrap_or((&self.0, ""))
    }
}

text_value! {
    /// A person's NHSmail address in small letters: `jo.bloggs@nhs.net`.
    personal NhsmailAddress
}

impl NhsmailAddress {
    /// Reads an NHSmail address; capitals become small letters. One that starts with `care.`, as shared mailboxes do, is
    /// noticed.
    ///
    /// # Errors
    /// Refused: a domain other than exactly `nhs.net`; before the `@` anything but 1 to 64 of `a-z 0-9 . - ' _` that
    /// starts and ends with a letter or digit and has no two dots in a row.
    pub fn parse(text: &str) -> Result<Checked<Self>, Reason> {
        let kept = nhs_net_address(text)?;
        let notice = kept.starts_with("care.").then_some(Notice::NhsmailLooksShared);
        Ok(Checked::with(Self(kept), [notice]))
    }
}

text_value! {
    /// The address of a home's shared mailbox in small letters, as the home typed it; never computed and never changed by
    /// us (FAQ L144-146). Both `care.town.nameods@nhs.net` (guide L142-143) and `care.ods@nhs.net` exist.
    public MailboxAddress
}

impl MailboxAddress {
    /// Reads the address of a shared mailbox. One that does not start with `care.` is noticed.
    ///
    /// # Errors
    /// As for [`NhsmailAddress::parse`].
    ///
    /// ```
    /// use steward_core::domain::{address::MailboxAddress, refusal::Reason};
    /// assert_eq!("Care.VLAXL@nhs.net".parse::<MailboxAddress>()?.as_str(), "care.vlaxl@nhs.net");
    /// # Ok::<(), Reason>(())
    /// ```
    pub fn parse(text: &str) -> Result<Checked<Self>, Reason> {
        let kept = nhs_net_address(text)?;
        let notice = (!kept.starts_with("care.")).then_some(Notice::MailboxNotCare);
        Ok(Checked::with(Self(kept), [notice]))
    }

    /// [`Notice::MailboxOdsMismatch`] when the address does not end in the site's code. Never an error: codes change, the
    /// address does not.
    #[must_use]
    pub fn check_against_ods(&self, code: &OdsCode) -> Option<Notice> {
        let matches = self.local_part().ends_with(&code.as_str().to_ascii_lowercase());
        (!matches).then_some(Notice::MailboxOdsMismatch)
    }

    fn local_part(&self) -> &str {
        self.0.split_once('@').map_or("", |(local, _)| local)
    }
}

/// The two sides of an address, the domain in small letters, and the lengths checked.
fn split(text: &str) -> Result<(String, String), Reason> {
    let kept = line(text, Reason::AddressTooLong)?;
    let Some((local, domain)) = kept.split_once('@') else {
        return Err(Reason::AddressAtSign);
    };
    if domain.contains('@') {
        return Err(Reason::AddressAtSign);
    }
    match local.chars().count() {
        0 => return Err(Reason::AddressNoName),
        65.. => return Err(Reason::AddressNameTooLong),
        _ => {}
    }
    if kept.chars().count() > 254 {
        return Err(Reason::AddressTooLong);
    }
    Ok((local.to_owned(), domain.to_ascii_lowercase()))
}

fn nhs_net_address(text: &str) -> Result<String, Reason> {
    let (local, domain) = split(text)?;
    if domain != NHS_NET {
        return Err(Reason::AddressNotNhsNet);
    }
    let local = local.to_ascii_lowercase();
    refuse_dots(&local)?;
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if !local.bytes().all(|byte| is_plain(byte) || b".-'_".contains(&byte)) {
        return Err(Reason::AddressCharacter);
    }
    match local.as_bytes() {
        [only] if is_plain(*only) => {}
        [first, .., last] if is_plain(*first) && is_plain(*last) => {}
        _ => return Err(Reason::AddressEnds),
    }
    Ok(format!("{local}@{domain}"))
}

fn refuse_dots(local: &str) -> Result<(), Reason> {
    if local.split('.').any(str::is_empty) {
        Err(Reason::AddressDots)
    } else {
        Ok(())
    }
}

/// A mail domain: two or more labels of letters, digits and inner hyphens, the last one with a letter first.
fn refuse_domain(domain: &str) -> Result<(), Reason> {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let fits = domain.split('.').all(is_label)
        && domain.rsplit_once('.').is_some_and(|(_, last)| {
            last.len() >= 2 && last.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic())
        });
    if fits { Ok(()) } else { Err(Reason::AddressDomain) }
}

/// Letters and digits only, small, without marks: `St. Anne’s Home` and `st-annes-home` become the same.
fn squashed(text: &str) -> String {
    text.nfd()
        .filter(|c| c.is_alphanumeric() && !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn home() -> (SiteName, MailboxAddress) {
        ("Rowan House".parse().unwrap(), "care.vlaxl@nhs.net".parse().unwrap())
    }

    #[test]
    fn a_personal_email_keeps_its_name_and_gets_a_small_domain() {
        for (text, kept) in [
            ("jane@example.org", "jane@example.org"),
            (
                " Jane.O'Neill+work@Mail.Example.CO.UK ",
                "Jane.O'Neill+work@mail.example.co.uk",
            ),
            ("j_1-2@x1.example", "j_1-2@x1.example"),
            ("jane@notnhs.net", "jane@notnhs.net"),
            ("jane@nhs.net.example.org", "jane@nhs.net.example.org"),
            ("jane@xn--bcher-kva.example", "jane@xn--bcher-kva.example"),
        ] {
            assert_eq!(text.parse::<PersonalEmail>().unwrap().as_str(), kept);
        }
    }

    #[test]
    fn a_personal_email_is_refused_with_its_reason() {
        for (text, reason) in [
            ("", Reason::Empty),
            ("jane", Reason::AddressAtSign),
            ("jane@@example.org", Reason::AddressAtSign),
            ("a@b@example.org", Reason::AddressAtSign),
            ("@example.org", Reason::AddressNoName),
            ("jane smith@example.org", Reason::AddressCharacter),
            ("jane,smith@example.org", Reason::AddressCharacter),
            ("\"jane\"@example.org", Reason::AddressCharacter),
            ("jane<x>@example.org", Reason::AddressCharacter),
            ("zoë@example.org", Reason::AddressCharacter),
            ("j\u{430}ne@example.org", Reason::AddressCharacter),
            (".jane@example.org", Reason::AddressDots),
            ("jane.@example.org", Reason::AddressDots),
            ("ja..ne@example.org", Reason::AddressDots),
            ("jane@example", Reason::AddressDomain),
            ("jane@example..org", Reason::AddressDomain),
            ("jane@.example.org", Reason::AddressDomain),
            ("jane@example.org.", Reason::AddressDomain),
            ("jane@-example.org", Reason::AddressDomain),
            ("jane@exam_ple.org", Reason::AddressDomain),
            ("jane@127.0.0.1", Reason::AddressDomain),
            ("jane@[127.0.0.1]", Reason::AddressDomain),
            ("jane@example.o", Reason::AddressDomain),
            ("jane@bücher.example", Reason::AddressDomain),
            ("jane@", Reason::AddressDomain),
            ("jane@example.org?cc=x", Reason::AddressDomain),
            ("jane.smith@nhs.net", Reason::EmailIsNhsmail),
            ("jane.smith@NHS.NET", Reason::EmailIsNhsmail),
            ("jane.smith@care.nhs.net", Reason::EmailIsNhsmail),
            ("jane@example.org\r\nBcc: x@example.org", Reason::LineBreak),
            ("ja\u{200B}ne@example.org", Reason::InvisibleCharacter),
            ("\u{202E}jane@example.org", Reason::DirectionCharacter),
        ] {
            assert_eq!(PersonalEmail::parse(text), Err(reason), "{text:?}");
        }
    }

    #[test]
    fn an_address_has_at_most_64_characters_before_the_at_sign_and_254_in_all() {
        let domain = format!("{}.example", "d".repeat(60));
        assert!(PersonalEmail::parse(&format!("{}@{domain}", "a".repeat(64))).is_ok());
        assert_eq!(
            PersonalEmail::parse(&format!("{}@{domain}", "a".repeat(65))),
            Err(Reason::AddressNameTooLong)
        );
        let long = format!("{}.{}.{}.example", "d".repeat(63), "d".repeat(63), "d".repeat(53));
        assert_eq!(long.len(), 189);
        assert!(PersonalEmail::parse(&format!("{}@{long}", "a".repeat(64))).is_ok());
        assert_eq!(
            PersonalEmail::parse(&format!("{}@{long}s", "a".repeat(64))).unwrap_err(),
            Reason::AddressTooLong
        );
        assert_eq!(
            PersonalEmail::parse(&format!("a@{}.example", "d".repeat(64))),
            Err(Reason::AddressDomain)
        );
        assert!(NhsmailAddress::parse(&format!("{}@nhs.net", "a".repeat(64))).is_ok());
        assert_eq!(
            NhsmailAddress::parse(&format!("{}@nhs.net", "a".repeat(65))),
            Err(Reason::AddressNameTooLong)
        );
    }

    #[test]
    fn an_email_at_the_homes_own_domain_is_not_personal() {
        let (site, mailbox) = home();
        for text in [
            "jane@rowanhouse.co.uk",
            "jane@rowan-house.example",
            "jane@mail.therowanhouse.org",
            "jane@rowanhousecare.org",
        ] {
            let email: PersonalEmail = text.parse().unwrap();
            assert_eq!(
                email.check_against_home(&site, &mailbox),
                Err(Reason::EmailOfTheHome),
                "{text}"
            );
        }
    }

    #[test]
    fn an_email_named_like_the_home_or_its_mailbox_is_noticed() {
        let (site, mailbox) = home();
        for text in [
            "rowanhouse@example.org",
            "Rowan.House.manager@example.org",
            "care.vlaxl@example.org",
        ] {
            let email: PersonalEmail = text.parse().unwrap();
            assert_eq!(
                email.check_against_home(&site, &mailbox),
                Ok(Some(Notice::EmailNamedLikeHome)),
                "{text}"
            );
        }
        for text in ["jane@example.org", "rowan.jones@example.org", "house@rowan.example"] {
            let email: PersonalEmail = text.parse().unwrap();
            assert_eq!(email.check_against_home(&site, &mailbox), Ok(None), "{text}");
        }
    }

    #[test]
    fn a_short_name_of_a_home_is_matched_only_as_a_whole() {
        let site: SiteName = "Elms".parse().unwrap();
        let (_, mailbox) = home();
        let check = |text: &str| {
            text.parse::<PersonalEmail>()
                .unwrap()
                .check_against_home(&site, &mailbox)
        };
        assert_eq!(check("jane@elms.example"), Err(Reason::EmailOfTheHome));
        assert_eq!(check("jane@helmsley.example"), Ok(None));
    }

    #[test]
    fn two_spellings_of_one_personal_email_have_one_key() {
        let (one, other): (PersonalEmail, PersonalEmail) =
            ("Jane@Example.org".parse().unwrap(), "jANE@example.ORG".parse().unwrap());
        assert_eq!(one.uniqueness_key(), other.uniqueness_key());
    }

    #[test]
    fn an_nhsmail_address_is_kept_in_small_letters() {
        for (text, kept) in [
            ("Jane.Smith@nhs.net", "jane.smith@nhs.net"),
            (" j.o'neill2@NHS.net ", "j.o'neill2@nhs.net"),
            ("anne-marie.st_john@nhs.net", "anne-marie.st_john@nhs.net"),
            ("j@nhs.net", "j@nhs.net"),
        ] {
            let checked = NhsmailAddress::parse(text).unwrap();
            assert_eq!(checked.value.as_str(), kept);
            assert_eq!(checked.notices, []);
        }
        assert_eq!(
            NhsmailAddress::parse("care.vlaxl@nhs.net").unwrap().notices,
            [Notice::NhsmailLooksShared]
        );
    }

    #[test]
    fn an_nhsmail_address_is_refused_with_its_reason() {
        for (text, reason) in [
            ("jane.smith@nhs.uk", Reason::AddressNotNhsNet),
            ("jane.smith@example.nhs.net", Reason::AddressNotNhsNet),
            ("jane.smith@nhs.net.", Reason::AddressNotNhsNet),
            ("jane.smith@nhs.net.example.org", Reason::AddressNotNhsNet),
            ("jane.smith", Reason::AddressAtSign),
            ("@nhs.net", Reason::AddressNoName),
            ("jane..smith@nhs.net", Reason::AddressDots),
            (".jane@nhs.net", Reason::AddressDots),
            ("-jane@nhs.net", Reason::AddressEnds),
            ("jane-@nhs.net", Reason::AddressEnds),
            ("'@nhs.net", Reason::AddressEnds),
            ("jane smith@nhs.net", Reason::AddressCharacter),
            ("jane+x@nhs.net", Reason::AddressCharacter),
            ("jané@nhs.net", Reason::AddressCharacter),
            ("j.o’neill@nhs.net", Reason::AddressCharacter),
            ("jane@nhs.net\n", Reason::LineBreak),
            ("jane\u{200C}@nhs.net", Reason::InvisibleCharacter),
        ] {
            assert_eq!(NhsmailAddress::parse(text), Err(reason), "{text:?}");
            assert_eq!(MailboxAddress::parse(text), Err(reason), "{text:?}");
        }
    }

    #[test]
    fn a_mailbox_of_either_shape_is_taken_and_others_are_noticed() {
        for text in ["care.vlaxl@nhs.net", "care.newtown.rowanhousevlaxl@nhs.net"] {
            assert_eq!(MailboxAddress::parse(text).unwrap().notices, [], "{text}");
        }
        assert_eq!(
            MailboxAddress::parse("rowan.house@nhs.net").unwrap().notices,
            [Notice::MailboxNotCare]
        );
    }

    #[test]
    fn a_mailbox_that_does_not_end_in_the_sites_code_is_noticed() {
        let code: OdsCode = "VLAXL".parse().unwrap();
        let check = |text: &str| text.parse::<MailboxAddress>().unwrap().check_against_ods(&code);
        assert_eq!(check("care.vlaxl@nhs.net"), None);
        assert_eq!(check("care.newtown.rowanhousevlaxl@nhs.net"), None);
        assert_eq!(check("care.vm4k2@nhs.net"), Some(Notice::MailboxOdsMismatch));
    }

    #[test]
    fn personal_addresses_are_not_shown_by_debug() {
        let email: PersonalEmail = "jane@example.org".parse().unwrap();
        let nhsmail: NhsmailAddress = "jane.smith@nhs.net".parse().unwrap();
        assert_eq!(
            format!("{email:?} {nhsmail:?}"),
            "PersonalEmail(redacted) NhsmailAddress(redacted)"
        );
    }

    proptest! {
        #[test]
        fn any_spelling_of_an_nhsmail_address_is_kept_the_same(
            local in "[a-z0-9]([a-z0-9'_-]{0,6}[a-z0-9])?(\\.[a-z0-9]{1,8}){0,2}",
            capitals in any::<u32>(),
            spaces in " {0,3}",
        ) {
            let address = format!("{local}@nhs.net");
            let typed: String = address
                .chars()
                .enumerate()
                .map(|(i, c)| if capitals >> (i % 32) & 1 == 1 { c.to_ascii_uppercase() } else { c })
                .collect();
            let kept: NhsmailAddress = format!("{spaces}{typed}{spaces}").parse().unwrap();
            prop_assert_eq!(kept.as_str(), address.as_str());
            let mailbox: MailboxAddress = kept.as_str().parse().unwrap();
            prop_assert_eq!(mailbox.as_str(), address.as_str());
        }

        #[test]
        fn whatever_is_accepted_is_ascii_and_reads_back_as_itself(
            text in "\\PC{0,12}@[a-z.]{0,6}\\PC{0,6}|[a-zA-Z0-9.+'_-]{1,12}@([a-z0-9-]{1,6}\\.){1,2}[a-z]{2,4}|[a-z.'-]{1,9}@nhs.net"
        ) {
            if let Ok(checked) = PersonalEmail::parse(&text) {
                prop_assert!(checked.value.as_str().is_ascii());
                prop_assert!(!checked.value.as_str().contains([' ', '<', '>', '"', ',', ';', ':']));
                prop_assert_eq!(PersonalEmail::parse(checked.value.as_str()).unwrap(), checked);
            }
            if let Ok(checked) = NhsmailAddress::parse(&text) {
                prop_assert!(checked.value.as_str().ends_with("@nhs.net"));
                prop_assert_eq!(NhsmailAddress::parse(checked.value.as_str()).unwrap(), checked);
            }
        }
    }
}
