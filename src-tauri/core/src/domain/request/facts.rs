//! What a request says once: about the site, or about an earlier request. None of it is personal.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::block::PersonBlock;
use super::value::FieldValue;
use crate::domain::{MailboxAddress, OdsCode, SiteName, TicketReference};

/// Lists the facts once; each is a field of the same name.
macro_rules! request_facts {
    ($( $(#[$meta:meta])* $fact:ident: $Field:ident($ty:ty), )+) => {
        /// The facts a request says once. Kept in the open part of its change, since none is about a person.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        pub struct RequestFacts {
            $(
                $(#[$meta])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $fact: Option<$ty>,
            )+
        }

        impl RequestFacts {
            /// Whether nothing is said.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                true $( && self.$fact.is_none() )+
            }

            /// The facts as a block of a draft.
            #[must_use]
            pub fn block(&self) -> PersonBlock {
                let mut block = PersonBlock::new();
                $( if let Some(fact) = &self.$fact { block.set(FieldValue::$Field(fact.clone())); } )+
                block
            }
        }
    };
}

request_facts! {
    /// The reference NAS gave the earlier request.
    ticket_reference: TicketReference(TicketReference),
    /// The day the earlier request was sent.
    sent_on: SentOn(Date),
    /// When NAS was called, by the clock on the wall.
    called_at: CalledAt(DateTime),
    /// The site's name.
    site_name: SiteName(SiteName),
    /// The site's ODS code.
    ods_code: OdsCode(OdsCode),
    /// The site's shared mailbox.
    mailbox_address: MailboxAddress(MailboxAddress),
    /// The code the site had.
    old_ods_code: OldOdsCode(OdsCode),
    /// The code it has from then on.
    new_ods_code: NewOdsCode(OdsCode),
    /// From when.
    change_date: ChangeDate(Date),
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::request::{Field, FieldScope};

    #[test]
    fn every_field_said_once_is_a_fact_and_comes_back_as_it_was_kept() {
        let facts = RequestFacts {
            ticket_reference: Some("INC1234567".parse().unwrap()),
            sent_on: Some(date(2026, 11, 2)),
            called_at: Some(date(2026, 11, 3).at(9, 5, 0, 0)),
            site_name: Some("Rowan House".parse().unwrap()),
            ods_code: Some("VLAXL".parse().unwrap()),
            mailbox_address: Some("care.vlaxl@nhs.net".parse().unwrap()),
            old_ods_code: Some("VLAXL".parse().unwrap()),
            new_ods_code: Some("VM4K2".parse().unwrap()),
            change_date: Some(date(2027, 1, 4)),
        };
        let said: Vec<Field> = facts.block().values().map(FieldValue::field).collect();
        let once = Field::ALL
            .iter()
            .copied()
            .filter(|field| field.scope() == FieldScope::Request);
        assert!(once.eq(said));
        let kept = serde_json::to_string(&facts).unwrap();
        assert_eq!(serde_json::from_str::<RequestFacts>(&kept).unwrap(), facts);
        assert_eq!(serde_json::to_string(&RequestFacts::default()).unwrap(), "{}");
        assert!(RequestFacts::default().is_empty() && !facts.is_empty());
    }
}
