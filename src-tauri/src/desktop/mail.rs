//! Links: to the mail program, and to the few sites the help names. Nothing else is opened.

use thiserror::Error;

/// Sites a link may lead to, over `https` only.
const HOSTS: &[&str] = &[
    "outlook.office.com",
    "portal.nhs.net",
    "support.nhs.net",
    "odsportal.digital.nhs.uk",
    "www.digitalcarehub.co.uk",
    "beta.digitisingsocialcare.co.uk",
];

/// Mail programs take no longer link, in encoded characters.
const LONGEST_MAILTO: usize = 1_800;

/// Why a link was not opened.
#[derive(Debug, Error, PartialEq, Eq)]
pub(crate) enum LinkError {
    /// Not a link to a mail program or to a site of the list.
    #[error("the link leads to a place that is not on the list")]
    NotAllowed,
    /// A `mailto:` link that mail programs cut off.
    #[error("the mail link is too long")]
    TooLong,
    /// No program took it.
    #[error("no program took the link")]
    NotTaken,
}

/// Opens `link` with the program the system has for it.
///
/// # Errors
///
/// See [`LinkError`]. That a program took the link does not say that it showed anything.
pub(crate) fn open(link: &str) -> Result<(), LinkError> {
    check(link)?;
    tauri_plugin_opener::open_url(link, None::<&str>).map_err(|_| LinkError::NotTaken)
}

fn check(link: &str) -> Result<(), LinkError> {
    let plain = link
        .chars()
        .all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '`' | '<' | '>' | '\\' | '^' | '{' | '|' | '}'));
    let url = tauri::Url::parse(link).map_err(|_| LinkError::NotAllowed)?;
    match url.scheme() {
        "mailto" if plain && link.len() > LONGEST_MAILTO => Err(LinkError::TooLong),
        "mailto" if plain => Ok(()),
        "https" if plain && is_listed(&url) => Ok(()),
        _ => Err(LinkError::NotAllowed),
    }
}

fn is_listed(url: &tauri::Url) -> bool {
    let host = url.host_str().is_some_and(|host| HOSTS.contains(&host));
    host && url.port().is_none() && url.username().is_empty() && url.password().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_and_the_listed_sites_may_be_opened() {
        for link in [
            "mailto:careadmin@nhs.net?subject=New%20user&body=Line%0D%0Aline",
            "https://outlook.office.com/mail/deeplink/compose?to=a%40nhs.net&subject=x",
            "https://portal.nhs.net/help/faq",
        ] {
            assert_eq!(check(link), Ok(()), "{link}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for link in [
            "",
            "portal.nhs.net",
            "http://portal.nhs.net/",
            "https://portal.nhs.net.example.org/",
            "https://example.org/portal.nhs.net",
            "https://someone@portal.nhs.net/",
            "https://portal.nhs.net:8443/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "ms-settings:",
            "C:\\Windows\\System32\\calc.exe",
            "-version",
            "mailto:a@nhs.net?body=two\nlines",
            "mailto:a@nhs.net?body=\"&calc&\"",
            "mailto:a@nhs.net?body=É",
        ] {
            assert_eq!(check(link), Err(LinkError::NotAllowed), "{link}");
        }
    }

    #[test]
    fn a_mail_link_longer_than_mail_programs_take_is_refused() {
        let link = |length: usize| format!("mailto:{}", "a".repeat(length - "mailto:".len()));
        assert_eq!(check(&link(LONGEST_MAILTO)), Ok(()));
        assert_eq!(check(&link(LONGEST_MAILTO + 1)), Err(LinkError::TooLong));
    }
}
