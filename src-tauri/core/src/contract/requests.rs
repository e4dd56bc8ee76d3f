//! What the page may ask. Text comes as typed; the commands check it and answer with the field that is at fault.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::views::ProposalView;
use super::views::{CopyPartView, CredentialPartView, HandOverWayView};
use super::views::{DuePeople, ListedPeople};
use crate::domain::access::AccessLevel;
use crate::domain::answer::Answer;
use crate::domain::ask::{AskEntry, AskQuestion};
use crate::domain::ids::{AccessId, ActionId, MailboxId, PersonId, PostId, RequestId, SiteId};
use crate::domain::post::WeekDay;
use crate::domain::request::{Question, Rejection, RequestKind, RequestState};
use crate::domain::rules::{FollowUp, Sender};

macro_rules! requests {
    ($( $(#[$meta:meta])* $vis:vis struct $Name:ident { $( $(#[$field_meta:meta])* $field:ident : $ty:ty, )* } )+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Serialize, Deserialize, TS)]
            #[serde(deny_unknown_fields)]
            $vis struct $Name {
                $( $(#[$field_meta])* pub $field: $ty, )*
            }
        )+
    };
}

/// A date as three typed texts, so that a half-typed date is never lost or guessed at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DateRequest {
    /// Day of the month, as typed.
    pub day: String,
    /// Month, as a number or a name, as typed.
    pub month: String,
    /// Year, as typed.
    pub year: String,
}

requests! {
    /// A command that asks for nothing in particular.
    pub struct NoRequest {}

    /// A mail the owner wrote, to be looked through.
    pub struct MailCheckRequest {
        /// The mail.
        text: Typed,
        /// Which findings stay in the cleaned text, counted from 0 in the order of the text. Only those that are no block.
        keep: Vec<u32>,
    }

    /// Opens a locked staff list.
    pub struct UnlockRequest {
        /// The app passphrase.
        passphrase: Typed,
    }

    /// Opens a staff list with its recovery code.
    pub struct RecoverRequest {
        /// The code as typed: any case, spaces and dashes forgiven.
        code: Typed,
    }

    /// Creates the staff list on this computer.
    pub struct RegisterCreateRequest {
        /// Whether other people use this computer's sign-in; `None` where not answered.
        others_use_this_computer: Option<bool>,
        /// A passphrase, where the person chose one or the computer has no password store.
        passphrase: Option<Typed>,
    }

    /// The three answers a set-up needs, and those that may wait.
    pub struct SetUpRequest {
        /// The home's name.
        home_name: String,
        /// The shared mailbox's address.
        mailbox_address: String,
        /// The full name of the person setting up: the first owner.
        your_name: String,
        /// The home's ODS code, or empty.
        ods_code: String,
        /// Whether the National Administration Service manages the home's accounts.
        nas_managed: Answer,
        /// The person's own NHSmail address, or empty.
        your_nhsmail_address: String,
    }

    /// Chooses who is working.
    pub struct AuthorChooseRequest {
        /// One of the owners.
        person: PersonId,
        /// The home in view, or all of them.
        site: Option<SiteId>,
    }

    /// Asks for Today.
    pub struct TodayRequest {
        /// One site, or all.
        site: Option<SiteId>,
    }

    /// Opens one of the links the app knows.
    pub struct LinkOpenRequest {
        /// The link's name, from a view.
        link: String,
    }

    /// Keeps a half-typed form.
    pub struct FormDraftSaveRequest {
        /// Which form, such as `person_add` or `person_change:<id>`.
        form: String,
        /// The page's own JSON, at most 64 KiB.
        body: String,
    }

    /// Names a half-typed form.
    pub struct FormDraftRequest {
        /// Which form.
        form: String,
    }

    /// Checks one value while it is typed.
    pub struct ValueCheckRequest {
        /// What it is meant to be.
        kind: ValueKind,
        /// The text as typed.
        text: String,
        /// The person whose form this is, so that their own value is not called a duplicate.
        person: Option<PersonId>,
        /// The site it belongs to, where that matters.
        site: Option<SiteId>,
    }

    /// Names a site.
    pub struct SiteRequest {
        /// The site.
        site: SiteId,
    }

    /// The facts of a site, as typed; empty text means not known.
    pub struct SiteFieldsRequest {
        /// The home's name.
        name: String,
        /// ODS code.
        ods_code: String,
        /// Town.
        town: String,
        /// Postcode.
        postcode: String,
        /// The telephone number CQC publishes for the home.
        cqc_phone: String,
        /// Whether NAS manages the home's accounts.
        nas_managed: Answer,
        /// Who helps locally, in the owner's own words.
        local_help: String,
        /// The last day the home was open, or all three empty while it is.
        closed_on: DateRequest,
    }

    /// Adds a site.
    pub struct SiteAddRequest {
        /// Its facts.
        site: SiteFieldsRequest,
        /// Its shared mailbox, or empty.
        mailbox_address: String,
    }

    /// Changes a site.
    pub struct SiteChangeRequest {
        /// The site.
        site: SiteId,
        /// Its facts, all of them.
        fields: SiteFieldsRequest,
    }

    /// Adds a mailbox to a site.
    pub struct MailboxAddRequest {
        /// The site.
        site: SiteId,
        /// Its address.
        address: String,
        /// The name shown in the directory, or empty.
        display_name: String,
        /// From when, or all three empty.
        from: DateRequest,
    }

    /// Changes a mailbox. The address of a mailbox in use never changes; a wrongly typed one can be put right.
    pub struct MailboxChangeRequest {
        /// The mailbox.
        mailbox: MailboxId,
        /// Its address.
        address: String,
        /// The name shown in the directory, or empty.
        display_name: String,
        /// From when, or all three empty.
        from: DateRequest,
        /// Until when, or all three empty.
        to: DateRequest,
    }

    /// Asks for a window of the people list.
    pub struct PersonListRequest {
        /// Text to find in name, address, mobile and role; empty for everybody.
        text: String,
        /// One site, or all.
        site: Option<SiteId>,
        /// Which people.
        who: ListedPeople,
        /// Only those about whom this is due.
        due: Option<DuePeople>,
        /// Only those with this role, however it is written in small and capital letters: in a post that lasts, or in one they
        /// had until they left.
        role: Option<String>,
        /// The first row wanted, from 0.
        offset: u32,
        /// How many rows, at most 500.
        limit: u32,
    }

    /// Names a person.
    pub struct PersonRequest {
        /// The person.
        person: PersonId,
    }

    /// The facts of a person, as typed; empty text means not known.
    pub struct PersonFieldsRequest {
        /// Full name.
        full_name: String,
        /// Personal mobile.
        personal_mobile: String,
        /// Personal email.
        personal_email: String,
        /// NHSmail address.
        nhsmail_address: String,
        /// The mobile linked to the NHSmail account.
        linked_mobile: String,
        /// Whether the person has an NHSmail account.
        has_account: Answer,
        /// The organisation that holds the account, or empty.
        account_held_by: String,
        /// Whether multi-factor sign-in is set up.
        mfa: Answer,
        /// The day the account was made, or all three empty.
        account_created_on: DateRequest,
        /// The day somebody last confirmed that the account is used, or all three empty.
        last_confirmed_active_on: DateRequest,
        /// The day the account was marked as a leaver, or all three empty.
        marked_leaver_on: DateRequest,
        /// The day the person got their sign-in details, or all three empty.
        details_received_on: DateRequest,
        /// A note, or empty.
        note: String,
    }

    /// Adds a person, with their first post and access where given.
    pub struct PersonAddRequest {
        /// Their facts.
        person: PersonFieldsRequest,
        /// The site they start at, if any.
        site: Option<SiteId>,
        /// Their role there, or empty.
        role: String,
        /// When they start, or all three empty.
        from: DateRequest,
        /// Access to the site's mailbox, if they have it already.
        access: Option<AccessLevel>,
    }

    /// Changes a person.
    pub struct PersonChangeRequest {
        /// The person.
        person: PersonId,
        /// Their facts, all of them.
        fields: PersonFieldsRequest,
    }

    /// Erases a person for good.
    pub struct PersonEraseRequest {
        /// The person.
        person: PersonId,
        /// The person's name typed again, as the deliberate step that cannot be undone.
        name_typed: String,
    }

    /// Starts a post.
    pub struct PostStartRequest {
        /// The person.
        person: PersonId,
        /// The site.
        site: SiteId,
        /// The role, or empty.
        role: String,
        /// From when, or all three empty.
        from: DateRequest,
        /// The weekdays worked; empty where not known. `None` leaves them as they are.
        #[serde(default)]
        #[ts(optional)]
        works_on: Option<Vec<WeekDay>>,
    }

    /// Changes or ends a post.
    pub struct PostChangeRequest {
        /// The post.
        post: PostId,
        /// The role, or empty.
        role: String,
        /// From when, or all three empty.
        from: DateRequest,
        /// Until when, or all three empty while it lasts.
        to: DateRequest,
        /// The weekdays worked; empty where not known. `None` leaves them as they are.
        #[serde(default)]
        #[ts(optional)]
        works_on: Option<Vec<WeekDay>>,
    }

    /// Records access to a mailbox.
    pub struct AccessStartRequest {
        /// The person.
        person: PersonId,
        /// The mailbox.
        mailbox: MailboxId,
        /// Owner or member.
        level: AccessLevel,
        /// From when, or all three empty.
        from: DateRequest,
    }

    /// Changes or ends access to a mailbox.
    pub struct AccessChangeRequest {
        /// The access.
        access: AccessId,
        /// Owner or member.
        level: AccessLevel,
        /// From when, or all three empty.
        from: DateRequest,
        /// Until when, or all three empty while it lasts.
        to: DateRequest,
        /// The day the change was made in the NHSmail portal, or all three empty.
        portal_done_on: DateRequest,
    }

    /// Undoes one action.
    pub struct ActionUndoRequest {
        /// The action, from a `SavedView` or the history.
        action: ActionId,
    }

    /// The answers that decide what to do about somebody who needs access.
    pub struct AskRequest {
        /// The mailbox it is about.
        mailbox: MailboxId,
        /// Has the person an NHSmail account already?
        has_account: Option<Answer>,
        /// Has the person left the organisation that holds the account?
        left_holder: Option<Answer>,
        /// Did that organisation mark them as a leaver?
        marked_leaver: Option<Answer>,
    }

    /// An answer to a question of a tree.
    pub struct AskAnswerRequest {
        /// The question.
        question: AskQuestion,
        /// The answer.
        answer: Answer,
    }

    /// Walks from what happened to what to do, with the answers there are.
    pub struct AskTurnRequest {
        /// The shared mailbox of the home that asks.
        mailbox: MailboxId,
        /// What happened.
        entry: AskEntry,
        /// What was answered.
        answers: Vec<AskAnswerRequest>,
    }

    /// Asks what to say on a call to NAS.
    pub struct CallScriptRequest {
        /// The shared mailbox nobody can open.
        mailbox: MailboxId,
        /// The new owner, and whoever else is to be added on the same call.
        people: Vec<PersonId>,
    }

    /// One person in a request, with what was asked about them.
    pub struct RequestPersonRequest {
        /// The person.
        person: PersonId,
        /// Owner or member, where the kind says so.
        access: Option<AccessLevel>,
        /// Has the person an NHSmail account already?
        has_account: Option<Answer>,
        /// Has the person left the organisation that holds the account?
        left_holder: Option<Answer>,
        /// Did that organisation mark them as a leaver?
        marked_leaver: Option<Answer>,
        /// What is typed for this request only.
        #[serde(default)]
        #[ts(optional)]
        typed: Option<RequestTypedRequest>,
    }

    /// What is typed of a person for one request only, and is no fact of the staff list; empty text where nothing is.
    #[derive(Default)]
    pub struct RequestTypedRequest {
        /// The name from now on.
        new_full_name: String,
        /// The mobile a temporary password goes to.
        temporary_password_mobile: String,
        /// The owner's word that they have checked who the person is.
        identity_checked: bool,
    }

    /// What a request says once, as typed; empty text where nothing is.
    #[derive(Default)]
    pub struct RequestFactsRequest {
        /// The reference NAS gave the earlier request.
        ticket_reference: String,
        /// The day the earlier request was sent.
        sent_on: DateRequest,
        /// The day of the call.
        called_on: DateRequest,
        /// The time of the call, such as `14:05`.
        called_at: String,
        /// The code the site had; empty for the one it has now.
        old_ods_code: String,
        /// The code it has from the change on.
        new_ods_code: String,
        /// The day of the change.
        date: DateRequest,
    }

    /// Composes a request.
    pub struct RequestDraftRequest {
        /// Which kind.
        kind: RequestKind,
        /// The site's shared mailbox.
        mailbox: MailboxId,
        /// Who it is about; for a change of owner the new one.
        people: Vec<RequestPersonRequest>,
        /// The owner who hands over.
        #[serde(default)]
        #[ts(optional)]
        outgoing: Option<PersonId>,
        /// Who sends it; an owner where nothing is said.
        #[serde(default)]
        #[ts(optional)]
        sender: Option<Sender>,
        /// What it says once.
        #[serde(default)]
        #[ts(optional)]
        facts: Option<RequestFactsRequest>,
        /// The request it asks about.
        #[serde(default)]
        #[ts(optional)]
        about: Option<RequestId>,
    }

    /// Names a request.
    pub struct RequestRequest {
        /// The request.
        request: RequestId,
    }

    /// Asks for the requests.
    pub struct RequestListRequest {
        /// One site, or all.
        site: Option<SiteId>,
        /// Only those about this person.
        person: Option<PersonId>,
        /// Only those of this kind.
        kind: Option<RequestKind>,
        /// Only those that stand here.
        state: Option<RequestState>,
        /// Text to find in names, mailbox and ticket references; empty for all.
        text: String,
        /// Only those not ended.
        open_only: bool,
    }

    /// Moves a request on, or some of the people in it.
    pub struct RequestMoveRequest {
        /// The request.
        request: RequestId,
        /// Who; nobody named means everybody who can go there.
        people: Vec<PersonId>,
        /// Where to.
        to: RequestState,
        /// When, or all three empty for today.
        on: DateRequest,
        /// Why, where NAS refused.
        why: Option<Rejection>,
    }

    /// Records a telephone call about a request.
    pub struct RequestCallRequest {
        /// The request.
        request: RequestId,
        /// When, or all three empty for today.
        on: DateRequest,
        /// The time of day as typed, or empty.
        at: String,
        /// Who spoke for NAS, or empty.
        spoke_to: String,
        /// The reference given on the call, or empty.
        ticket_reference: String,
        /// What was said, or empty.
        note: String,
    }

    /// Ticks a follow-up step, or takes the tick away.
    pub struct RequestStepRequest {
        /// The request.
        request: RequestId,
        /// Whose step; `None` for one of the whole request.
        person: Option<PersonId>,
        /// Which.
        step: FollowUp,
        /// Whether it is done.
        done: bool,
        /// When, or all three empty for today.
        on: DateRequest,
    }

    /// Asks about a request again.
    pub struct RequestAskAgainRequest {
        /// The request asked about.
        request: RequestId,
        /// A chase or an escalation.
        kind: RequestKind,
    }

    /// Reads a mail from NAS.
    pub struct ReplyReadRequest {
        /// The mail as it was pasted; or the bytes of a file, in base 64.
        mail: Typed,
        /// Whether it is the bytes of a file.
        is_file: bool,
    }

    /// Does what a mail would change, as far as the owner agrees.
    pub struct ReplyAgreeRequest {
        /// The request it answers.
        request: RequestId,
        /// The day of the answer, or all three empty for today.
        on: DateRequest,
        /// What is agreed.
        proposals: Vec<ProposalView>,
    }

    /// Records that NAS asked for something, or that it was answered.
    pub struct RequestQuestionRequest {
        /// The request.
        request: RequestId,
        /// Which of the two.
        question: Question,
        /// When, or all three empty for today.
        on: DateRequest,
    }

    /// Copies a part of a request.
    pub struct RequestCopyRequest {
        /// The request.
        request: RequestId,
        /// Which part.
        part: CopyPartView,
    }

    /// Opens a request in another program.
    pub struct RequestOpenRequest {
        /// The request.
        request: RequestId,
        /// Which way.
        way: HandOverWayView,
    }

    /// Records that a request was sent.
    pub struct RequestSentRequest {
        /// The request.
        request: RequestId,
        /// The owner's word that it left from the shared mailbox.
        from_shared_mailbox: bool,
        /// When, or all three empty for today.
        on: DateRequest,
    }

    /// Records the reference NAS gave.
    pub struct RequestTicketRequest {
        /// The request.
        request: RequestId,
        /// The reference as typed.
        ticket_reference: String,
    }

    /// The settings that can be changed; empty text means the rule pack's own.
    pub struct SettingsChangeRequest {
        /// The address requests go to.
        nas_address: String,
        /// Local help: who.
        local_help_name: String,
        /// Local help: email.
        local_help_email: String,
        /// Local help: telephone.
        local_help_phone: String,
        /// Bank holidays announced since this version, one `YYYY-MM-DD` each.
        extra_bank_holidays: Vec<DateRequest>,
        /// Working days of NAS until asking again.
        chase_after: String,
        /// For how many months a leaver's contact details are kept, as typed; empty for what we advise.
        contact_kept_months: String,
        /// Working days of NAS until escalating.
        escalate_after: String,
        /// Whether other people use this computer's sign-in.
        others_use_this_computer: Option<bool>,
    }

    /// Two groups of the recovery code, typed back from the paper.
    pub struct RecoveryCodeCheckRequest {
        /// The first group asked for.
        first: Typed,
        /// The second group asked for.
        second: Typed,
    }

    /// Sets a passphrase where there is none.
    pub struct PassphraseSetRequest {
        /// The new passphrase.
        passphrase: Typed,
    }

    /// Changes the passphrase.
    pub struct PassphraseChangeRequest {
        /// The one in force.
        current: Typed,
        /// The new one.
        passphrase: Typed,
    }

    /// Removes the passphrase.
    pub struct PassphraseRemoveRequest {
        /// The one in force.
        current: Typed,
    }

    /// Saves the owner's own sign-in details.
    pub struct CredentialSaveRequest {
        /// The owner's NHSmail address.
        user_name: String,
        /// The owner's password.
        password: Typed,
        /// The day they chose it; empty where not known.
        changed_on: DateRequest,
        /// Whether to save it although it breaks a rule as this app knows it: NHSmail has taken it, and NHSmail decides.
        despite_rules: bool,
    }

    /// Copies a part of the owner's own sign-in details.
    pub struct CredentialCopyRequest {
        /// Which part.
        part: CredentialPartView,
    }
}

/// A secret on its way in: never printed, wiped when dropped.
#[derive(Clone, Deserialize)]
pub struct Typed(secrecy::SecretString);

impl Typed {
    /// The secret.
    #[must_use]
    pub fn secret(&self) -> &secrecy::SecretString {
        &self.0
    }

    /// The same from text, for tests and examples.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(secrecy::SecretString::from(text.to_owned()))
    }
}

impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed(..)")
    }
}

impl Serialize for Typed {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Requests are only ever read; a secret has no way out through one.
        serializer.serialize_str("")
    }
}

impl RequestPersonRequest {
    /// Somebody of whom nothing was asked.
    #[must_use]
    pub const fn new(person: PersonId) -> Self {
        Self {
            person,
            access: None,
            has_account: None,
            left_holder: None,
            marked_leaver: None,
            typed: None,
        }
    }
}

impl RequestDraftRequest {
    /// A request of an owner about these people.
    #[must_use]
    pub const fn new(kind: RequestKind, mailbox: MailboxId, people: Vec<RequestPersonRequest>) -> Self {
        Self {
            kind,
            mailbox,
            people,
            outgoing: None,
            sender: None,
            facts: None,
            about: None,
        }
    }
}

/// What a text is meant to be, for `value_check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// A person's full name.
    FullName,
    /// A personal mobile.
    PersonalMobile,
    /// The mobile linked to an account.
    LinkedMobile,
    /// A personal email address.
    PersonalEmail,
    /// A person's NHSmail address.
    NhsmailAddress,
    /// A shared mailbox's address.
    MailboxAddress,
    /// An ODS code.
    OdsCode,
    /// A home's name.
    SiteName,
    /// A postcode.
    Postcode,
    /// A landline.
    CqcPhone,
    /// A role.
    Role,
    /// A ticket reference.
    TicketReference,
}
