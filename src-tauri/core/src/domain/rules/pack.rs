//! A rule pack: one TOML file, parsed and checked.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::{
    ActivityRule, Allowance, Assurance, CallKind, CallRule, Chase, Clocks, Escalation, FirstLogin, Helpdesk, LocalHelp,
    LoginDetails, MailboxRules, NasContacts, PermittedField, Recipient, RequestRule, RulesError, Source,
};
use crate::domain::answer::Answer;
use crate::domain::ask::Guidance;
use crate::domain::duty::Duty;
use crate::domain::named::named_enum;
use crate::domain::password::{AppliesTo, PasswordRules};
use crate::domain::path::PathStep;
use crate::domain::request::RequestKind;

named_enum! {
    /// The rule packs that ship.
    pub enum PackName {
        /// What the guide of 2018 says by itself.
        Guide2018 = "2018-guide",
        /// The newer FAQ with the later public rules: in force.
        Faq = "faq",
    }
}

/// A rule that is only a statement with its source.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    source: Source,
}

/// The rules of one pack.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePack {
    name: PackName,
    source: Source,
    nas: NasContacts,
    helpdesk: Helpdesk,
    escalation: Option<Escalation>,
    chase: Option<Chase>,
    local_help: Option<LocalHelp>,
    allowance: Option<Allowance>,
    passwords: Vec<PasswordRules>,
    clocks: Clocks,
    activity: ActivityRule,
    first_login: FirstLogin,
    login_details: LoginDetails,
    mailbox: MailboxRules,
    assurance: Assurance,
    existing_account: Stated,
    leaver_mark: Stated,
    not_managed: Stated,
    cover: Option<Stated>,
    #[serde(default)]
    guidance: BTreeMap<Guidance, Vec<Source>>,
    #[serde(default)]
    steps: BTreeMap<PathStep, Vec<Source>>,
    #[serde(default)]
    duties: BTreeMap<Duty, Vec<Source>>,
    requests: BTreeMap<RequestKind, RequestRule>,
    #[serde(default)]
    calls: BTreeMap<CallKind, CallRule>,
}

impl RulePack {
    /// Its name.
    #[must_use]
    pub const fn name(&self) -> PackName {
        self.name
    }

    /// The document it is made from.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// How to reach the National Administration Service.
    #[must_use]
    pub const fn nas(&self) -> &NasContacts {
        &self.nas
    }

    /// How to reach the national helpdesk.
    #[must_use]
    pub const fn helpdesk(&self) -> &Helpdesk {
        &self.helpdesk
    }

    /// Where a query goes that stayed open.
    #[must_use]
    pub const fn escalation(&self) -> Option<&Escalation> {
        self.escalation.as_ref()
    }

    /// When to ask again.
    #[must_use]
    pub const fn chase(&self) -> Option<&Chase> {
        self.chase.as_ref()
    }

    /// Who helps near the home.
    #[must_use]
    pub const fn local_help(&self) -> Option<&LocalHelp> {
        self.local_help.as_ref()
    }

    /// What one site gets.
    #[must_use]
    pub const fn allowance(&self) -> Option<&Allowance> {
        self.allowance.as_ref()
    }

    /// Every set of password rules: one for everyone, or one with and one without multi-factor sign-in.
    #[must_use]
    pub fn passwords(&self) -> &[PasswordRules] {
        &self.passwords
    }

    /// The password rules for a person, by whether they have set up multi-factor sign-in. Where that is not known, those
    /// with it: it is on by default for accounts NAS makes.
    #[must_use]
    pub fn password_rules(&self, mfa: Answer) -> &PasswordRules {
        let wanted = match mfa {
            Answer::Yes | Answer::NotKnown => AppliesTo::WithMfa,
            Answer::No => AppliesTo::WithoutMfa,
        };
        self.passwords
            .iter()
            .find(|rules| rules.applies_to == wanted)
            .unwrap_or(&self.passwords[0])
    }

    /// How long an account lives.
    #[must_use]
    pub const fn clocks(&self) -> &Clocks {
        &self.clocks
    }

    /// What counts as using an account.
    #[must_use]
    pub const fn activity(&self) -> &ActivityRule {
        &self.activity
    }

    /// What the first sign-in needs.
    #[must_use]
    pub const fn first_login(&self) -> &FirstLogin {
        &self.first_login
    }

    /// How sign-in details reach a new user.
    #[must_use]
    pub const fn login_details(&self) -> &LoginDetails {
        &self.login_details
    }

    /// What holds for shared mailboxes.
    #[must_use]
    pub const fn mailbox(&self) -> &MailboxRules {
        &self.mailbox
    }

    /// The framework a home answers to.
    #[must_use]
    pub const fn assurance(&self) -> &Assurance {
        &self.assurance
    }

    /// Why nobody applies for a second account.
    #[must_use]
    pub const fn existing_account(&self) -> &Source {
        &self.existing_account.source
    }

    /// Why a joiner must have been marked as a leaver.
    #[must_use]
    pub const fn leaver_mark(&self) -> &Source {
        &self.leaver_mark.source
    }

    /// Why at least two people should be able to open a mailbox, where the pack says it.
    #[must_use]
    pub const fn cover(&self) -> Option<&Source> {
        match &self.cover {
            Some(stated) => Some(&stated.source),
            None => None,
        }
    }

    /// Why a site NAS does not manage asks its Local Administrator.
    #[must_use]
    pub const fn not_managed(&self) -> &Source {
        &self.not_managed.source
    }

    /// Where it is said that there is nothing to send. Empty where the pack does not say.
    #[must_use]
    pub fn guidance(&self, guidance: Guidance) -> &[Source] {
        self.guidance.get(&guidance).map_or(&[], Vec::as_slice)
    }

    /// Where a step of what happens to somebody comes from. Empty where the pack does not say.
    #[must_use]
    pub fn step(&self, step: PathStep) -> &[Source] {
        self.steps.get(&step).map_or(&[], Vec::as_slice)
    }

    /// Where a duty of a mailbox's owner comes from. Empty where the pack does not say.
    #[must_use]
    pub fn duty(&self, duty: Duty) -> &[Source] {
        self.duties.get(&duty).map_or(&[], Vec::as_slice)
    }

    /// The rule for one kind of request, where the pack has one.
    #[must_use]
    pub fn request(&self, kind: RequestKind) -> Option<&RequestRule> {
        self.requests.get(&kind)
    }

    /// Everything this kind of request may say, in the order it says it. Empty where the pack does not know the kind: then
    /// nothing may be said.
    #[must_use]
    pub fn permitted(&self, kind: RequestKind) -> &[PermittedField] {
        self.request(kind).map_or(&[], |rule| &rule.fields)
    }

    /// The rule for one kind of call, where the pack has one.
    #[must_use]
    pub fn call(&self, kind: CallKind) -> Option<&CallRule> {
        self.calls.get(&kind)
    }

    /// The address a recipient has by this pack.
    #[must_use]
    pub fn address(&self, recipient: Recipient) -> Option<&str> {
        match recipient {
            Recipient::Nas => Some(&self.nas.email.address),
            Recipient::Helpdesk => Some(&self.helpdesk.address),
            Recipient::Escalation => self.escalation().map(|escalation| escalation.address.as_str()),
        }
    }

    /// Reads a pack and checks it.
    fn parse(name: PackName, text: &str) -> Result<Self, RulesError> {
        let pack: Self = toml::from_str(text)?;
        pack.check(name)?;
        Ok(pack)
    }

    fn check(&self, name: PackName) -> Result<(), RulesError> {
        let refuse = |what: &str| Err(RulesError::Refused(what.to_owned()));
        if self.name != name {
            return refuse("it has the name of another pack");
        }
        self.clocks.check()?;

        let historic = self.nas.historic_email.iter().map(|contact| &contact.address);
        let escalation = self.escalation.iter().map(|escalation| &escalation.address);
        let mut nhs = [&self.nas.email.address, &self.helpdesk.address]
            .into_iter()
            .chain(historic)
            .chain(escalation);
        if !nhs.all(|address| is_nhs_address(address)) {
            return refuse("a request goes to an address outside nhs.net");
        }
        let local = self.local_help.iter().map(|help| &help.number);
        if !local
            .chain([&self.nas.phone.number, &self.helpdesk.number])
            .all(|number| is_phone_number(number))
        {
            return refuse("a telephone number is not one");
        }
        if self.nas.phone.menu.iter().any(|option| *option > 9) {
            return refuse("a telephone has no such key");
        }

        let applies: Vec<_> = self.passwords.iter().map(|rules| rules.applies_to).collect();
        if applies != [AppliesTo::Everyone] && applies != [AppliesTo::WithMfa, AppliesTo::WithoutMfa] {
            return refuse("password rules are for everyone, or with and then without multi-factor sign-in");
        }
        if self
            .passwords
            .iter()
            .any(|rules| !(1..=4).contains(&rules.minimum_classes) || rules.minimum_length == 0)
        {
            return refuse("a password rule that no password or any password meets");
        }
        let in_order = |rules: &PasswordRules| {
            let days = &rules.remind_days_before;
            days.iter().all(|days| (1..rules.valid_days).contains(days))
                && days.windows(2).all(|pair| pair[0] > pair[1])
        };
        if !self.passwords.iter().all(in_order) {
            return refuse("reminders of a password that are out of order");
        }
        if self.mailbox.edit_access.is_empty() || self.mailbox.open.steps.is_empty() {
            return refuse("a mailbox nobody can open or change");
        }
        if self.requests.values().any(|rule| self.address(rule.goes_to).is_none()) {
            return refuse("a request goes to nobody");
        }
        Ok(())
    }

    /// Whether the pack says everything the app needs of the rules in force.
    fn check_complete(&self) -> Result<(), RulesError> {
        let refuse = |what: String| Err(RulesError::Refused(what));
        for kind in RequestKind::ALL {
            if self.request(*kind).is_none() {
                return refuse(format!("no rule for {kind}"));
            }
        }
        for kind in CallKind::ALL {
            if self.call(*kind).is_none() {
                return refuse(format!("no rule for the call {kind}"));
            }
        }
        for guidance in Guidance::ALL {
            // Adding somebody oneself has its source beside its steps.
            if *guidance != Guidance::AddThemYourself && self.guidance(*guidance).is_empty() {
                return refuse(format!("no source for {guidance}"));
            }
        }
        for step in PathStep::ALL {
            if self.step(*step).is_empty() {
                return refuse(format!("no source for the step {step}"));
            }
        }
        for duty in Duty::ALL {
            if self.duty(*duty).is_empty() {
                return refuse(format!("no source for the duty {duty}"));
            }
        }
        let missing = [
            ("the hours of NAS", self.nas.hours.is_none()),
            ("escalation", self.escalation.is_none()),
            ("when to ask again", self.chase.is_none()),
            ("the allowance", self.allowance.is_none()),
            ("how many open a mailbox", self.cover.is_none()),
            ("the pending clock", self.clocks.pending.is_none()),
            ("the disabled clock", self.clocks.disabled.is_none()),
            ("the restore window", self.clocks.restore.is_none()),
        ];
        missing
            .iter()
            .find(|(_, missing)| *missing)
            .map_or(Ok(()), |(what, _)| refuse(format!("nothing about {what}")))
    }
}

fn is_nhs_address(address: &str) -> bool {
    address.strip_suffix("@nhs.net").is_some_and(|local| {
        !local.is_empty()
            && local
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'.')
    })
}

fn is_phone_number(number: &str) -> bool {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    number.starts_with('0')
        && (10..=11).contains(&digits)
        && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ')
}

fn text(name: PackName) -> &'static str {
    match name {
        PackName::Guide2018 => include_str!("../../../rules/2018-guide.toml"),
        PackName::Faq => include_str!("../../../rules/faq.toml"),
    }
}

/// The pack as it ships, parsed the first time it is asked for.
pub(super) fn embedded(name: PackName) -> &'static RulePack {
    static GUIDE_2018: OnceLock<RulePack> = OnceLock::new();
    static FAQ: OnceLock<RulePack> = OnceLock::new();
    let (cell, complete) = match name {
        PackName::Guide2018 => (&GUIDE_2018, false),
        PackName::Faq => (&FAQ, true),
    };
    cell.get_or_init(|| {
        let pack = RulePack::parse(name, text(name)).and_then(|pack| {
            if complete {
                pack.check_complete()?;
            }
            Ok(pack)
        });
        #[expect(
            clippy::expect_used,
            reason = "a start-up invariant: the packs ship with the app and a test parses them"
        )]
        pack.expect("the embedded rule packs are valid")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::request::Field;

    fn edited(from: &str, to: &str) -> Result<RulePack, RulesError> {
        let text = text(PackName::Faq);
        assert!(text.contains(from), "{from:?} is not in the pack");
        let pack = RulePack::parse(PackName::Faq, &text.replacen(from, to, 1))?;
        pack.check_complete()?;
        Ok(pack)
    }

    #[test]
    fn the_embedded_packs_are_valid_and_the_one_in_force_is_complete() {
        for name in PackName::ALL {
            RulePack::parse(*name, text(*name)).unwrap();
            assert_eq!(embedded(*name).name(), *name);
        }
        embedded(PackName::Faq).check_complete().unwrap();
    }

    #[test]
    fn an_unknown_key_anywhere_is_refused() {
        for (from, to) in [
            ("name = \"faq\"", "name = \"faq\"\nmotto = \"care\""),
            ("[nas]", "[nas]\nfax = \"0333 200 1134\""),
            ("menu = [1, 1]", "menu = [1, 1]\nextension = 4"),
            ("opens = \"09:00\"", "opens = \"09:00\"\nlunch = \"12:00\""),
            ("minimum_length = 10", "minimum_length = 10\nmaximum_length = 64"),
            (
                "{ field = \"full_name\", source",
                "{ field = \"full_name\", optional = true, source",
            ),
            ("choose = { how", "choose = { why = \"\", how"),
            ("[requests.new_user]", "[requests.birthday]\n[requests.new_user]"),
            ("{ field = \"personal_email\",", "{ field = \"date_of_birth\","),
            ("document = \"faq\"", "document = \"hearsay\""),
        ] {
            assert!(matches!(edited(from, to), Err(RulesError::Toml(_))), "{to:?} was taken");
        }
    }

    #[test]
    fn rules_that_contradict_each_other_are_refused() {
        for (from, to) in [
            ("name = \"faq\"", "name = \"2018-guide\""),
            ("address = \"helpdesk@nhs.net\"", "address = \"helpdesk@nhs.example\""),
            (
                "address = \"feedback@nhs.net\"",
                "address = \"Feedback <feedback@nhs.net\"",
            ),
            ("number = \"0333 200 1133\"", "number = \"+44 333 200 1133\""),
            ("menu = [1, 1]", "menu = [1, 10]"),
            ("closes = \"17:00\"", "closes = \"09:00\""),
            ("deleted_after_days = 60", "deleted_after_days = 30"),
            ("warn_after_days = [21, 27, 30]", "warn_after_days = [21, 27, 31]"),
            ("applies_to = \"without_mfa\"", "applies_to = \"everyone\""),
            ("minimum_classes = 1", "minimum_classes = 5"),
            (
                "remind_days_before = [18, 10, 5, 2, 1]",
                "remind_days_before = [18, 10, 10, 2, 1]",
            ),
            (
                "{ field = \"personal_email\", source",
                "{ field = \"personal_mobile\", source",
            ),
            (
                "{ field = \"joiner_statement\", source",
                "{ field = \"joiner_statement\", required = false, source",
            ),
            (
                "{ field = \"ticket_reference\", required = false",
                "{ field = \"ticket_reference\"",
            ),
            (
                "[[\"ticket_reference\"], [\"called_at\"]]",
                "[[\"ticket_reference\"], [\"ticket_reference\"]]",
            ),
            (
                "[[\"ticket_reference\"], [\"called_at\"]]",
                "[[\"ticket_reference\", \"called_at\"]]",
            ),
        ] {
            assert!(edited(from, to).is_err(), "{to:?} was taken");
        }
    }

    #[test]
    fn a_pack_in_force_that_leaves_something_out_is_refused() {
        let pack = edited("\n[chase]", "\n[chase]").unwrap();
        for strip in [
            |pack: &mut RulePack| pack.nas.hours = None,
            |pack: &mut RulePack| pack.chase = None,
            |pack: &mut RulePack| pack.allowance = None,
            |pack: &mut RulePack| pack.clocks.pending = None,
            |pack: &mut RulePack| drop(pack.requests.remove(&RequestKind::Chase)),
            |pack: &mut RulePack| drop(pack.calls.remove(&CallKind::NobodyHasAccess)),
        ] {
            let mut pack = pack.clone();
            strip(&mut pack);
            assert!(matches!(pack.check_complete(), Err(RulesError::Refused(_))));
        }
    }

    #[test]
    fn a_kind_the_pack_does_not_know_may_say_nothing() {
        let guide = embedded(PackName::Guide2018);
        assert!(guide.request(RequestKind::LongLeave).is_none());
        assert!(guide.permitted(RequestKind::LongLeave).is_empty());
    }

    /// The fields of the catalogue, N1 to N23: `*` is inferred, `?` may be left out.
    #[test]
    fn each_request_may_say_what_the_catalogue_lists_and_nothing_else() {
        let catalogue = [
            (
                RequestKind::NewUser,
                "N1",
                "full_name personal_mobile personal_email access",
            ),
            (
                RequestKind::Joiner,
                "N2",
                "full_name nhsmail_address linked_mobile joiner_statement access",
            ),
            (
                RequestKind::LeaverStatus,
                "N3",
                "full_name* nhsmail_address* leaver_status_question",
            ),
            (RequestKind::Leaver, "N4", "full_name nhsmail_address leaver_statement"),
            (
                RequestKind::OwnerChange,
                "N6",
                "full_name* nhsmail_address?* linked_mobile?* personal_mobile?* personal_email?* access* \
                 outgoing_owner_full_name* outgoing_owner_nhsmail_address*",
            ),
            (
                RequestKind::NameChange,
                "N7",
                "full_name* new_full_name* nhsmail_address*",
            ),
            (
                RequestKind::PasswordReset,
                "N8",
                "full_name* nhsmail_address* temporary_password_mobile* identity_statement*",
            ),
            (
                RequestKind::Unlock,
                "N9",
                "full_name* nhsmail_address* temporary_password_mobile?* identity_statement?*",
            ),
            (
                RequestKind::MissingSharedMailbox,
                "N11",
                "full_name ods_code missing_mailbox_statement",
            ),
            (
                RequestKind::AddToMailbox,
                "N12",
                "full_name nhsmail_address? linked_mobile? personal_mobile? personal_email? \
                 add_to_mailbox_statement access",
            ),
            (
                RequestKind::SiteChange,
                "N14",
                "site_name* old_ods_code* new_ods_code* mailbox_address* change_date*",
            ),
            (RequestKind::Escalation, "N15", "ticket_reference? called_at?"),
            (
                RequestKind::LongLeave,
                "N20",
                "full_name* nhsmail_address* disable_statement*",
            ),
            (
                RequestKind::ReturnFromLeave,
                "N20",
                "full_name* nhsmail_address* enable_statement*",
            ),
            (RequestKind::RestoreAccount, "N21", "full_name* nhsmail_address*"),
            (RequestKind::Chase, "N23", "ticket_reference?* sent_on?*"),
        ];
        assert_eq!(catalogue.len(), RequestKind::ALL.len());
        let pack = embedded(PackName::Faq);
        for (kind, number, expected) in catalogue {
            assert_eq!(pack.request(kind).unwrap().catalogue, number);
            assert_eq!(
                written(pack.permitted(kind)),
                expected.split(' ').collect::<Vec<_>>(),
                "{kind}"
            );
        }
        let call = pack.call(CallKind::NobodyHasAccess).unwrap();
        assert_eq!(call.catalogue, "N10");
        let expected = "nobody_has_access_statement full_name nhsmail_address? personal_mobile? personal_email?";
        assert_eq!(written(&call.fields), expected.split(' ').collect::<Vec<_>>());
    }

    fn written(fields: &[PermittedField]) -> Vec<String> {
        let mark = |set, mark| if set { mark } else { "" };
        fields
            .iter()
            .map(|field| {
                format!(
                    "{}{}{}",
                    field.field,
                    mark(!field.required, "?"),
                    mark(field.inferred, "*")
                )
            })
            .collect()
    }

    #[test]
    fn every_field_is_permitted_somewhere() {
        let pack = embedded(PackName::Faq);
        let call = pack.call(CallKind::NobodyHasAccess).unwrap();
        for field in Field::ALL {
            let permits = |fields: &[PermittedField]| fields.iter().any(|permitted| permitted.field == *field);
            let somewhere = RequestKind::ALL.iter().any(|kind| permits(pack.permitted(*kind)));
            assert!(somewhere || permits(&call.fields), "{field}");
        }
    }

    #[test]
    fn a_field_the_documents_spell_out_is_cited_by_line_and_an_inferred_one_has_a_place_too() {
        for name in PackName::ALL {
            let pack = embedded(*name);
            for permitted in RequestKind::ALL.iter().flat_map(|kind| pack.permitted(*kind)) {
                let source = &permitted.source;
                assert!(
                    source.is_our_advice() || !source.place().is_empty(),
                    "{}",
                    permitted.field
                );
                assert!(permitted.inferred || !source.is_our_advice(), "{}", permitted.field);
            }
        }
    }
}
