//! What each request may say, who sends it and where it leaves from.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{FollowUp, RulesError, Source, TimeLimit};
use crate::domain::named::named_enum;
use crate::domain::request::{Field, FieldScope};

named_enum! {
    /// Who sends a request.
    #[derive(Default)]
    pub enum Sender {
        /// An owner of the shared mailbox.
        #[default]
        Owner = "owner",
        /// The person it is about.
        User = "user",
    }
}

impl Sender {
    /// Whether an owner sends it, from the shared mailbox.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde asks by reference whether a value may be left out"
    )]
    pub(crate) fn is_owner(&self) -> bool {
        *self == Self::Owner
    }
}

named_enum! {
    /// Which mailbox a request leaves from.
    pub enum LeavesFrom {
        /// The site's shared mailbox.
        SharedMailbox = "shared_mailbox",
        /// The person's own NHSmail mailbox.
        OwnNhsmail = "own_nhsmail",
        /// The source does not say.
        NotStated = "not_stated",
    }
}

named_enum! {
    /// Whom a request goes to.
    pub enum Recipient {
        /// The National Administration Service.
        Nas = "nas",
        /// The national helpdesk.
        Helpdesk = "helpdesk",
        /// The address for queries that stayed open.
        Escalation = "escalation",
    }
}

named_enum! {
    /// What must be so before a request is sent. Asked, not assumed; the screens have the words.
    pub enum Precondition {
        /// It leaves from the shared mailbox. FAQ L78-79.
        SentFromSharedMailbox = "sent_from_shared_mailbox",
        /// NAS manages the site. Guide L487-492.
        SiteManagedByNas = "site_managed_by_nas",
        /// The site keeps within its allowance of accounts.
        WithinAllowance = "within_allowance",
        /// The person has no NHSmail account. FAQ L177.
        NoAccountYet = "no_account_yet",
        /// Mobile and email are the person's own, and nobody else's. Guide L34-37.
        ContactsPersonalAndUnique = "contacts_personal_and_unique",
        /// The owner has checked who the person is. Guide L523-525.
        IdentityChecked = "identity_checked",
        /// The person has left the organisation that holds the account. FAQ L177-178.
        LeftOtherOrganisation = "left_other_organisation",
        /// That organisation has marked the person as a leaver. FAQ L99-103.
        MarkedAsLeaver = "marked_as_leaver",
        /// This is no application for a second account. FAQ L177.
        NoSecondAccount = "no_second_account",
        /// The mobile is the one linked to the account today. FAQ L95.
        LinkedMobileCurrent = "linked_mobile_current",
        /// The person has saved the work data they need. Guide L415-417.
        WorkDataSaved = "work_data_saved",
        /// Another owner stays. Guide L419-420.
        NotOnlyOwner = "not_only_owner",
        /// The new owner has agreed and can sign in. Guide L419-420.
        SuccessorAgreed = "successor_agreed",
        /// The new owner was added before the old one is marked as a leaver. Guide L419-420.
        SuccessorIsOwnerAlready = "successor_is_owner_already",
        /// The person works at the site.
        CurrentStaff = "current_staff",
        /// The person has tried self-service and the helpdesk. Guide L510-519.
        SelfServiceTried = "self_service_tried",
        /// The owner has tried to add the person in the portal. FAQ L150-151.
        PortalStepTried = "portal_step_tried",
        /// NAS was asked first and the query is still open. FAQ L220-222.
        NasContacted = "nas_contacted",
        /// The account was deleted no longer ago than it can be restored.
        WithinRestoreWindow = "within_restore_window",
    }
}

named_enum! {
    /// A call to NAS with its own permitted facts.
    pub enum CallKind {
        /// N10: nobody on site can open the shared mailbox. FAQ L158-173.
        NobodyHasAccess = "nobody_has_access",
    }
}

named_enum! {
    /// Which telephone a call must come from.
    pub enum CallsFrom {
        /// The number CQC publishes for the site. A mobile will not do.
        CqcTelephone = "cqc_telephone",
    }
}

/// A field a request may carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PermittedField {
    /// Which.
    pub field: Field,
    /// Whether the request needs it. Where it does not, see [`Choice`].
    pub required: bool,
    /// Whether neither document spells it out, and it belongs to the smallest set that public text supports.
    pub inferred: bool,
    /// Why NAS may be told.
    pub source: Source,
}

named_enum! {
    /// How many sets of a choice a request carries.
    pub enum HowMany {
        /// One set, whole, and nothing of the others.
        ExactlyOne = "exactly_one",
        /// One set or more, each whole.
        AtLeastOne = "at_least_one",
    }
}

/// Sets of fields of which a request carries one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// One, or one at least.
    pub how: HowMany,
    /// The sets: two or more, with no field twice, each field permitted and not required by itself.
    pub of: Vec<Vec<Field>>,
}

/// What one kind of request may say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RawRequestRule")]
pub struct RequestRule {
    /// Its number in the catalogue, such as `N1`.
    pub catalogue: String,
    /// Who sends it.
    pub sender: Sender,
    /// Whether the person it is about may send it too, from their own mailbox.
    pub user_may_send: bool,
    /// Where it leaves from.
    pub leaves_from: LeavesFrom,
    /// Whom it goes to.
    pub goes_to: Recipient,
    /// Where it is described.
    pub source: Source,
    /// What must be so before.
    pub preconditions: Vec<Precondition>,
    /// Sets of fields to choose from, where there are any.
    pub choose: Option<Choice>,
    /// What is left to do once it was sent, in this order.
    pub follow_ups: Vec<FollowUp>,
    /// The time it stands under, where there is one.
    pub time_limit: Option<TimeLimit>,
    /// Everything it may say, in the order it says it.
    pub fields: Vec<PermittedField>,
}

impl RequestRule {
    /// The rule of a field, where the field is permitted.
    #[must_use]
    pub fn permitted(&self, field: Field) -> Option<&PermittedField> {
        self.fields.iter().find(|permitted| permitted.field == field)
    }

    /// Whether it says anything of this scope.
    #[must_use]
    pub fn says(&self, scope: FieldScope) -> bool {
        self.fields.iter().any(|permitted| permitted.field.scope() == scope)
    }

    /// Whether this sender may send it.
    #[must_use]
    pub fn may_be_sent_by(&self, sender: Sender) -> bool {
        self.sender == sender || (self.user_may_send && sender == Sender::User)
    }
}

/// What one kind of call may say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RawCallRule")]
pub struct CallRule {
    /// Its number in the catalogue, such as `N10`.
    pub catalogue: String,
    /// Which telephone it must come from.
    pub calls_from: CallsFrom,
    /// Whom it goes to.
    pub goes_to: Recipient,
    /// Where it is described.
    pub source: Source,
    /// What must be so before.
    pub preconditions: Vec<Precondition>,
    /// Sets of fields to choose from, where there are any.
    pub choose: Option<Choice>,
    /// Everything it may say, in the order it says it.
    pub fields: Vec<PermittedField>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawField {
    field: Field,
    required: Option<bool>,
    #[serde(default)]
    inferred: bool,
    source: Option<Source>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRequestRule {
    catalogue: String,
    sender: Sender,
    #[serde(default)]
    user_may_send: bool,
    leaves_from: LeavesFrom,
    goes_to: Recipient,
    source: Source,
    preconditions: Vec<Precondition>,
    choose: Option<Choice>,
    #[serde(default)]
    follow_ups: Vec<FollowUp>,
    time_limit: Option<TimeLimit>,
    fields: Vec<RawField>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCallRule {
    catalogue: String,
    calls_from: CallsFrom,
    goes_to: Recipient,
    source: Source,
    preconditions: Vec<Precondition>,
    choose: Option<Choice>,
    fields: Vec<RawField>,
}

impl TryFrom<RawRequestRule> for RequestRule {
    type Error = RulesError;

    fn try_from(raw: RawRequestRule) -> Result<Self, RulesError> {
        let fields = permitted(raw.fields, &raw.source);
        check(&fields, raw.choose.as_ref())?;
        Ok(Self {
            catalogue: raw.catalogue,
            sender: raw.sender,
            user_may_send: raw.user_may_send,
            leaves_from: raw.leaves_from,
            goes_to: raw.goes_to,
            source: raw.source,
            preconditions: raw.preconditions,
            choose: raw.choose,
            follow_ups: raw.follow_ups,
            time_limit: raw.time_limit,
            fields,
        })
    }
}

impl TryFrom<RawCallRule> for CallRule {
    type Error = RulesError;

    fn try_from(raw: RawCallRule) -> Result<Self, RulesError> {
        let fields = permitted(raw.fields, &raw.source);
        check(&fields, raw.choose.as_ref())?;
        Ok(Self {
            catalogue: raw.catalogue,
            calls_from: raw.calls_from,
            goes_to: raw.goes_to,
            source: raw.source,
            preconditions: raw.preconditions,
            choose: raw.choose,
            fields,
        })
    }
}

/// A field that names no source of its own has that of its request.
fn permitted(raw: Vec<RawField>, source: &Source) -> Vec<PermittedField> {
    raw.into_iter()
        .map(|raw| PermittedField {
            field: raw.field,
            required: raw.required.unwrap_or(true),
            inferred: raw.inferred,
            source: raw.source.unwrap_or_else(|| source.clone()),
        })
        .collect()
}

fn check(fields: &[PermittedField], choose: Option<&Choice>) -> Result<(), RulesError> {
    let refuse = |what: String| Err(RulesError::Refused(what));
    if fields.is_empty() {
        return refuse("a request that may say nothing".into());
    }
    let mut seen = BTreeSet::new();
    for permitted in fields {
        if !seen.insert(permitted.field) {
            return refuse(format!("{} is permitted twice", permitted.field));
        }
        if permitted.field.scope() == FieldScope::Statement && !permitted.required {
            return refuse(format!(
                "{} is a fixed statement and cannot be left to choice",
                permitted.field
            ));
        }
    }
    let Some(choose) = choose else { return Ok(()) };
    if choose.of.len() < 2 || choose.of.iter().any(Vec::is_empty) {
        return refuse("a choice needs two sets, none of them empty".into());
    }
    let mut chosen = BTreeSet::new();
    for field in choose.of.iter().flatten() {
        if !chosen.insert(*field) {
            return refuse(format!("{field} stands twice in a choice"));
        }
        if !fields
            .iter()
            .any(|permitted| permitted.field == *field && !permitted.required)
        {
            return refuse(format!(
                "{field} is in a choice and not among the fields that may be left out"
            ));
        }
    }
    Ok(())
}
