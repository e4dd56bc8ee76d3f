//! What the page gets to show. Dates are `YYYY-MM-DD`, moments are RFC 3339; the page puts them into words.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::clocks::ClockView;
use super::keeping::RemovalView;
use super::{MergedView, NamedPersonView, NextView, PathView, PutOffView, Reason, TodaySiteView};
use crate::domain::access::AccessLevel;
use crate::domain::answer::Answer;
use crate::domain::ask::{AskEntry, AskEntryKind, AskQuestion, Guidance, MoveHome};
use crate::domain::duty::Duty;
use crate::domain::ids::{AccessId, ActionId, MailboxId, PersonId, PostId, RequestId, SiteId};
use crate::domain::path::{PathKind, PathStep};
use crate::domain::post::WeekDay;
use crate::domain::refusal::Notice;
use crate::domain::request::{Field, HandOver, Question, Rejection, RequestKind, RequestState};
use crate::domain::rules::{FollowUp, Precondition, Sender, TimeLimit};
use crate::reply::{Caution, Match};
use crate::screening::{Action, FindingKind};

macro_rules! views {
    ($( $(#[$meta:meta])* $vis:vis struct $Name:ident { $( $(#[$field_meta:meta])* $field:ident : $ty:ty, )* } )+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
            $vis struct $Name {
                $( $(#[$field_meta])* pub $field: $ty, )*
            }
        )+
    };
}

macro_rules! choices {
    ($( $(#[$meta:meta])* $vis:vis enum $Name:ident { $( $(#[$variant_meta:meta])* $Variant:ident, )+ } )+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
            #[serde(rename_all = "snake_case")]
            $vis enum $Name { $( $(#[$variant_meta])* $Variant, )+ }
        )+
    };
}

choices! {
    /// A part of a request that can be copied by itself.
    pub enum CopyPartView {
        /// The address it goes to.
        To,
        /// The subject line.
        Subject,
        /// The body.
        Body,
        /// All of it as one text.
        All,
    }

    /// A way to hand a request to another program.
    pub enum HandOverWayView {
        /// Outlook on the web, with To and Subject only.
        OutlookWeb,
        /// The mail program of this computer.
        MailProgram,
    }

    /// A part of the owner's own sign-in details.
    pub enum CredentialPartView {
        /// The NHSmail address.
        UserName,
        /// The password.
        Password,
    }

    /// Which people a list holds.
    pub enum ListedPeople {
        /// Those with a post that has not ended, or none yet.
        Current,
        /// Those whose posts have all ended.
        Left,
        /// Everybody.
        All,
        /// Those a request was written about.
        InRequests,
    }

    /// What is due about the people of a list.
    pub enum DuePeople {
        /// Those with an account that nobody has checked for too long.
        AccountToCheck,
        /// Those who left and can still open a mailbox.
        LeftWithAccess,
        /// Those marked as leavers in the last sixty days.
        MarkedLeaver,
        /// Those with steps due.
        StepsDue,
        /// Those whose number nobody has checked for a year.
        NumberToCheck,
        /// Leavers whose contact details were kept long enough.
        ContactToRemove,
    }

    /// What this system calls its password store.
    pub enum PasswordStoreView {
        /// Windows Credential Manager.
        WindowsCredentialManager,
        /// Mac Keychain.
        MacKeychain,
        /// The Linux Secret Service.
        SecretService,
        /// Memory only: the demo.
        Memory,
    }

    /// Whether the password store works now.
    pub enum PasswordStoreStateView {
        /// It answers.
        Ready,
        /// It is locked.
        Locked,
        /// There is none.
        Absent,
        /// It refuses.
        Denied,
    }

    /// What is wrong with a folder for the staff list.
    pub enum FolderServiceView {
        /// Microsoft OneDrive.
        OneDrive,
        /// Dropbox.
        Dropbox,
        /// Google Drive.
        GoogleDrive,
        /// Apple iCloud Drive.
        ICloud,
        /// Another program that keeps folders in step.
        OtherSync,
        /// A network drive.
        Network,
    }

    /// What a line of Today is about.
    pub enum TodayKindView {
        /// Nobody has written down the recovery code yet.
        RecoveryCode,
        /// The staff list has only the person who set it up.
        StaffList,
        /// It is not known whether NAS manages a site.
        NasManagedUnknown,
        /// NAS does not manage a site.
        NotNasManaged,
        /// A site has no ODS code.
        OdsCodeMissing,
        /// The address for NAS was changed in Settings.
        NasAddressChanged,
        /// A request was composed and not sent.
        RequestNotSent,
        /// A request was sent and has no ticket reference.
        RequestNoTicket,
        /// Nothing was heard of a request: time to ask again.
        RequestToChase,
        /// Nothing was heard of a request still: time to escalate.
        RequestToEscalate,
        /// NAS asked for something and waits.
        RequestToAnswer,
        /// A request is done, and steps are left to do.
        RequestStepsLeft,
        /// A saved file with a request in it is still there.
        SavedFile,
        /// Fewer than two people can open a mailbox.
        CoverBelowTwo,
        /// Fewer than two owners.
        OneOwner,
        /// Somebody who left still has access.
        LeaverHasAccess,
        /// A person's account needs a look.
        AccountClock,
        /// How many accounts were never checked.
        AccountsNotChecked,
        /// Something happens to a person, and steps of it are due; `step` says which comes first, `count` how many.
        PathStepDue,
        /// What the owner of a mailbox answers for comes round; `duty` says which comes first, `count` how many.
        DutyDue,
        /// An owner was not asked for a year whether their own number is still right.
        OwnNumber,
        /// How many people were not asked for a year whether their number is still right.
        NumbersNotChecked,
        /// How many leavers' contact details were kept long enough.
        ContactToRemove,
        /// How many pairs of records may be one person.
        Duplicates,
        /// The last check found something wrong with the history, the file or the rules.
        HistoryDamaged,
        /// The owner's own password runs out; `date` says when.
        PasswordRunsOut,
        /// The computer's clock is more than a day behind the last change.
        ClockBehind,
    }

    /// What a request waits for.
    pub enum DueKindView {
        /// To be sent.
        Send,
        /// NAS asked for something.
        AnswerNas,
        /// To be asked about again.
        Chase,
        /// To be escalated.
        Escalate,
        /// It is done, and steps are left.
        Steps,
    }

    /// How soon a line of Today matters.
    pub enum UrgencyView {
        /// Today.
        Now,
        /// In the coming days.
        Soon,
        /// When there is time.
        Later,
    }

    /// What the decision about a person's access leads to.
    pub enum AskOutcomeView {
        /// Another question first; `question` says which.
        Ask,
        /// A new user request.
        NewUser,
        /// A joiner request.
        Joiner,
        /// No request: the owner adds them in the portal.
        AddThemYourself,
        /// The site is not managed by NAS: ask the Local Administrator.
        LocalAdministrator,
    }

    /// What an end is.
    pub enum AskEndKindView {
        /// A request to write.
        Draft,
        /// A call, with a script to speak from.
        Call,
        /// Two homes do their part.
        Move,
        /// Nothing to send.
        Guidance,
        /// The site is not managed by NAS: ask the Local Administrator.
        LocalAdministrator,
    }

    /// A question the decision needs answered.
    pub enum AskQuestionView {
        /// Has the person an NHSmail account already?
        HasAccount,
        /// Has the person left the organisation that holds it?
        LeftHolder,
        /// Did that organisation mark them as a leaver?
        MarkedLeaver,
    }

    /// What the check of the history found at one place.
    pub enum DamageView {
        /// A change was altered.
        Altered,
        /// Changes stand in another order than they were made.
        Reordered,
        /// A change is missing.
        Missing,
        /// The last changes are missing.
        TailMissing,
        /// A list does not agree with its history.
        TableDiffers,
        /// The file itself is damaged.
        File,
    }

    /// What kind of thing a history line is about.
    pub enum SubjectView {
        /// A site.
        Site,
        /// A mailbox.
        Mailbox,
        /// A person.
        Person,
        /// A post.
        Post,
        /// Access to a mailbox.
        Access,
        /// A request.
        Request,
        /// The settings.
        Settings,
        /// What happens to a person, step by step.
        Path,
        /// A line of Today that was put off.
        Aside,
    }

    /// What happened, for the history.
    pub enum HappenedView {
        /// Facts were given for the first time.
        Added,
        /// Facts were changed.
        Changed,
        /// An action was undone.
        Undone,
        /// An account was confirmed to be in use.
        Confirmed,
        /// A mobile number was confirmed.
        NumberConfirmed,
        /// Contact details were removed.
        ContactRemoved,
        /// The person was erased.
        Erased,
        /// A copy of everything held about the person was saved.
        CopyMade,
        /// A request was composed.
        RequestDrafted,
        /// A request was handed over for the first time.
        RequestHandedOver,
        /// A request was recorded as sent.
        RequestSent,
        /// A request moved on in another way; `fields` says where.
        RequestMoved,
        /// A ticket reference was added.
        TicketAdded,
        /// A telephone call was noted.
        RequestCalled,
        /// What was said in the calls was removed.
        CallsRemoved,
        /// NAS was asked again.
        RequestChased,
        /// NAS asked for something, or was answered; `fields` says which.
        RequestQuestion,
        /// Something happens to a person, step by step.
        PathBegun,
        /// It is over; `fields` says whether it was given up.
        PathEnded,
        /// A follow-up step was done.
        StepDone,
        /// A follow-up step is not done after all.
        StepNotDone,
        /// A line of Today was put off; `effective` says until when.
        PutOff,
        /// It was taken back.
        TakenBack,
        /// A record was put into another, which stands for both.
        Merged,
        /// The two were taken apart again.
        Unmerged,
        /// Two records are two people.
        TwoPeople,
        /// That was taken back.
        TwoPeopleTakenBack,
        /// What the owner of a mailbox answers for was done; `fields` says what.
        DutyDone,
    }
}

/// Where the app stands at start and after each step of opening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum StageView {
    /// No staff list yet on this computer.
    FirstRun {
        /// Whether the password store can keep its key.
        password_store: PasswordStoreStateView,
    },
    /// A staff list exists; set-up is not finished.
    SettingUp,
    /// Open.
    Open,
    /// Locked by the passphrase.
    Locked,
    /// The password store has no key for this staff list: the recovery code opens it.
    KeyMissing,
    /// The password store could not be asked.
    StoreUnavailable {
        /// Why.
        password_store: PasswordStoreStateView,
    },
    /// The key in the password store is for another staff list, or the file is.
    WrongKey,
    /// The file is damaged.
    Damaged {
        /// Where it is.
        folder: String,
    },
    /// A newer version of the app wrote the file.
    Newer {
        /// The file's own version.
        format: u32,
    },
    /// The folder cannot be written to.
    NotWritable {
        /// Which.
        folder: String,
    },
    /// The disk is full.
    DiskFull {
        /// Which folder needs room.
        folder: String,
    },
    /// The folder is kept in step with a cloud, or is on a network.
    SyncedFolder {
        /// Which folder.
        folder: String,
        /// By what.
        service: FolderServiceView,
    },
    /// Another copy of the app has the file open.
    AlreadyRunning,
    /// Something else went wrong; the log has the code.
    Failed {
        /// For the log and for whoever helps.
        code: String,
    },
}

views! {
    /// Done, and nothing to say about it.
    pub struct DoneView {}

    /// Where the app stands.
    pub struct StatusView {
        /// Opened, locked, or what is in the way.
        stage: StageView,
        /// The app's version.
        version: String,
        /// Whether this is the demo.
        demo: bool,
        /// What this system calls its password store.
        password_store: PasswordStoreView,
        /// Whether this system can keep a window out of screenshots.
        protects_screen: bool,
        /// Where the files are.
        data_folder: String,
        /// Set after a damaged file was moved aside: its new name.
        set_aside: Option<String>,
    }

    /// What was saved, and how to take it back.
    pub struct SavedView {
        /// The action, for undo. `None` when nothing changed.
        action: Option<ActionId>,
        /// The id of what was added or changed.
        id: Option<String>,
        /// What is worth a look, though it was accepted.
        notices: Vec<NoticeView>,
        /// Whose account it is, for the sentence that says what happened.
        name: Option<String>,
    }

    /// A warning about one field.
    pub struct NoticeView {
        /// The field, as a path into the request; empty for the whole.
        field: String,
        /// What to look at.
        notice: Notice,
        /// Whom it is about, where it names somebody.
        about: Option<String>,
    }

    /// An owner who can be the author of changes.
    pub struct AuthorView {
        /// The person.
        person: PersonId,
        /// Their name.
        name: String,
    }

    /// A site in the list of sites.
    pub struct SiteRowView {
        /// The site.
        site: SiteId,
        /// Its name.
        name: String,
        /// Its ODS code.
        ods_code: Option<String>,
        /// Whether NAS manages it.
        nas_managed: Answer,
        /// Its mailboxes.
        mailboxes: Vec<MailboxView>,
        /// How many people work there.
        people: u32,
    }

    /// A home in the frame, to choose from: it counts nobody, so that it is there at once.
    pub struct HomeView {
        /// The site.
        site: SiteId,
        /// Its name.
        name: String,
        /// Its ODS code.
        ods_code: Option<String>,
        /// Whether NAS manages it.
        nas_managed: Answer,
        /// Whether it has closed. It is kept for what happened there.
        closed: bool,
        /// Its mailboxes.
        mailboxes: Vec<HomeMailboxView>,
    }

    /// A shared mailbox of a home in the frame.
    pub struct HomeMailboxView {
        /// The mailbox.
        mailbox: MailboxId,
        /// Its address.
        address: String,
        /// Its last day, where it has ended or will end.
        to: Option<Date>,
    }

    /// Whether NAS answers now.
    pub struct NasHoursView {
        /// Open now?
        open: bool,
        /// When open: until when.
        until: Option<Time>,
        /// When closed: the day it opens.
        opens_on: Option<Date>,
        /// When closed: at what time.
        opens_at: Option<Time>,
        /// The telephone of NAS.
        phone: String,
        /// The steps of its menu.
        phone_menu: Vec<String>,
        /// The telephone of the helpdesk, which answers at any hour for resets and unlocks.
        helpdesk_phone: String,
        /// Where the hours are from.
        source: SourceView,
    }

    /// The frame around every page.
    pub struct HeaderView {
        /// Who is working.
        working_as: Option<AuthorView>,
        /// Who could be.
        authors: Vec<AuthorView>,
        /// The homes, by name.
        sites: Vec<HomeView>,
        /// Whether the app can be locked.
        has_passphrase: bool,
        /// After how many quiet minutes it locks by itself.
        lock_after: u16,
        /// Lines on Today.
        today: u32,
        /// Requests not ended.
        open_requests: u32,
        /// The current day in England.
        date: Date,
        /// NAS now.
        nas: NasHoursView,
    }

    /// One line of Today.
    pub struct TodayLineView {
        /// What it is about.
        kind: TodayKindView,
        /// How soon.
        urgency: UrgencyView,
        /// A number, where the sentence has one.
        count: Option<u32>,
        /// A name or address, where the sentence has one.
        name: Option<String>,
        /// A date, where the sentence has one.
        date: Option<Date>,
        /// The site, where there is one.
        site: Option<SiteId>,
        /// The site's name, where there are several.
        site_name: Option<String>,
        /// The mailbox, where there is one.
        mailbox: Option<MailboxId>,
        /// The person, where there is one.
        person: Option<PersonId>,
        /// The request, where there is one.
        request: Option<RequestId>,
        /// Which kind of request, where there is one.
        request_kind: Option<RequestKind>,
        /// What happens to the person, where steps of it are due.
        path: Option<PathKind>,
        /// The step that comes first.
        step: Option<PathStep>,
        /// The duty that comes first.
        duty: Option<Duty>,
        /// Whether it is our advice, and no rule of NHSmail's.
        our_advice: bool,
    }

    /// Today.
    pub struct TodayView {
        /// What to do, in order. Where several homes are in view, what belongs to none of them.
        lines: Vec<TodayLineView>,
        /// What each home has to do, where several are in view. A home with nothing to do is not among them.
        sites: Vec<TodaySiteView>,
        /// What is put off until later.
        put_off: Vec<PutOffView>,
        /// What comes next, where there is nothing to do.
        next: Option<NextView>,
        /// NAS now.
        nas: NasHoursView,
        /// The current day in England.
        date: Date,
        /// Everybody in view.
        people: u32,
    }

    /// Where a rule comes from.
    pub struct SourceView {
        /// The document.
        document: String,
        /// Its section.
        section: String,
        /// The lines, or the public page's short name.
        place: String,
        /// From when it holds.
        effective: Option<Date>,
    }

    /// One contact on the Help page.
    pub struct ContactView {
        /// Its name in the rule pack, such as `nas_email`.
        name: String,
        /// The address or number.
        value: String,
        /// The steps of a phone menu, if any.
        menu: Vec<String>,
        /// The link to open it, if there is one.
        link: Option<String>,
        /// Where it is from.
        source: SourceView,
    }

    /// The contacts of one rule pack.
    pub struct HelpPackView {
        /// Its name: `faq` or `2018-guide`.
        name: String,
        /// Whether it is the one in force.
        in_force: bool,
        /// Its contacts.
        contacts: Vec<ContactView>,
        /// NAS hours, in the pack's words: from, to.
        hours: Option<HoursView>,
    }

    /// Opening hours on working days.
    pub struct HoursView {
        /// From.
        from: Time,
        /// To.
        to: Time,
        /// Where it is from.
        source: SourceView,
    }

    /// A page elsewhere that the app can open on a click.
    pub struct LinkView {
        /// Its name, for `link_open`.
        name: String,
        /// Its address, shown before it is opened.
        address: String,
    }

    /// Help.
    pub struct HelpView {
        /// Both documents' contacts.
        packs: Vec<HelpPackView>,
        /// NAS now.
        nas: NasHoursView,
        /// The owner's own local help, if given.
        local_help: Option<LocalHelpView>,
        /// Pages elsewhere.
        links: Vec<LinkView>,
        /// The last year whose bank holidays this version knows with certainty by rule.
        log_folder: String,
    }

    /// Who helps locally.
    pub struct LocalHelpView {
        /// Who.
        name: String,
        /// Email.
        email: String,
        /// Telephone.
        phone: String,
    }

    /// A half-typed form.
    pub struct FormDraftView {
        /// The page's own JSON, if there is one.
        body: Option<String>,
        /// When it was kept.
        saved_at: Option<Timestamp>,
    }

    /// What a typed value is.
    pub struct ValueCheckView {
        /// As it will be stored, when accepted.
        value: Option<String>,
        /// As people read it, when accepted.
        shown: Option<String>,
        /// Why it is refused.
        reason: Option<Reason>,
        /// What is worth a look.
        notices: Vec<NoticeView>,
    }

    /// A shared mailbox.
    pub struct MailboxView {
        /// The mailbox.
        mailbox: MailboxId,
        /// Its address.
        address: String,
        /// Its name in the directory.
        display_name: Option<String>,
        /// From when.
        from: Option<Date>,
        /// Until when.
        to: Option<Date>,
        /// How many own it now.
        owners: u32,
        /// How many are members now.
        members: u32,
    }

    /// A site.
    pub struct SiteView {
        /// The site.
        site: SiteId,
        /// Its name.
        name: String,
        /// ODS code.
        ods_code: Option<String>,
        /// Town.
        town: Option<String>,
        /// Postcode.
        postcode: Option<String>,
        /// The telephone number CQC publishes.
        cqc_phone: Option<String>,
        /// Whether NAS manages it.
        nas_managed: Answer,
        /// Local help in the owner's words.
        local_help: Option<String>,
        /// The last day it was open, where it has closed or will close.
        closed_on: Option<Date>,
        /// Its mailboxes.
        mailboxes: Vec<MailboxView>,
        /// What is worth a look.
        notices: Vec<NoticeView>,
        /// What happened to it.
        history: Vec<HistoryLineView>,
    }

    /// Every site.
    pub struct SiteListView {
        /// In the order of their names.
        sites: Vec<SiteRowView>,
    }

    /// One row of the people list.
    pub struct PersonRowView {
        /// The person.
        person: PersonId,
        /// Their name.
        name: DetailView,
        /// Their roles that last, joined by a comma.
        roles: String,
        /// NHSmail address.
        nhsmail_address: DetailView,
        /// Personal mobile.
        personal_mobile: DetailView,
        /// The highest access they have now.
        access: Option<AccessLevel>,
        /// Whether all their posts have ended.
        left: bool,
    }

    /// A window of the people list.
    pub struct PersonListView {
        /// The rows asked for.
        rows: Vec<PersonRowView>,
        /// How many there are in all.
        total: u32,
        /// Whether `total` is only a lower bound, because counting stopped there.
        more: bool,
    }

    /// A post.
    pub struct PostView {
        /// The post.
        post: PostId,
        /// The site.
        site: SiteId,
        /// Its name.
        site_name: String,
        /// The role.
        role: Option<String>,
        /// From when.
        from: Option<Date>,
        /// Until when.
        to: Option<Date>,
        /// The weekdays worked; empty where not known.
        works_on: Vec<WeekDay>,
        /// Whether it lasts on this day.
        current: bool,
    }

    /// Access to a mailbox.
    pub struct AccessView {
        /// The access.
        access: AccessId,
        /// The mailbox.
        mailbox: MailboxId,
        /// Its address.
        address: String,
        /// Owner or member.
        level: AccessLevel,
        /// From when.
        from: Option<Date>,
        /// Until when.
        to: Option<Date>,
        /// The day it was done in the portal.
        portal_done_on: Option<Date>,
        /// Whether it lasts on this day.
        current: bool,
    }

    /// A person.
    pub struct PersonView {
        /// The person.
        person: PersonId,
        /// Full name.
        full_name: DetailView,
        /// Personal mobile, as stored.
        personal_mobile: DetailView,
        /// Personal email.
        personal_email: DetailView,
        /// NHSmail address.
        nhsmail_address: DetailView,
        /// The mobile linked to the account.
        linked_mobile: DetailView,
        /// A note.
        note: DetailView,
        /// Whether they have an account.
        has_account: Answer,
        /// The organisation that holds it.
        account_held_by: Option<String>,
        /// Whether multi-factor sign-in is set up.
        mfa: Answer,
        /// The day the account was made.
        account_created_on: Option<Date>,
        /// The day somebody last confirmed it is used.
        last_confirmed_active_on: Option<Date>,
        /// The day it was marked as a leaver.
        marked_leaver_on: Option<Date>,
        /// The day it was switched off for a long leave.
        disabled_on: Option<Date>,
        /// The day the sign-in details reached them.
        details_received_on: Option<Date>,
        /// The day their number was last given or confirmed.
        number_checked_on: Option<Date>,
        /// Whether it is time to ask whether the number is still right.
        number_due: bool,
        /// What of their details may go.
        removal: Option<RemovalView>,
        /// The records that were put into this one.
        merged: Vec<MergedView>,
        /// Others who may be the same person.
        alike: Vec<NamedPersonView>,
        /// The clock of their account, where they have one and a day is known.
        clock: Option<ClockView>,
        /// Their posts, newest first.
        posts: Vec<PostView>,
        /// Their access, newest first.
        access: Vec<AccessView>,
        /// Their requests, newest first.
        requests: Vec<RequestRowView>,
        /// What happens to them, step by step: what goes on first.
        paths: Vec<PathView>,
        /// What happened, newest first.
        history: Vec<HistoryLineView>,
    }

    /// One field in a line of history.
    pub struct HistoryFieldView {
        /// The field's name, as in the request that set it.
        field: String,
        /// What it was set to; `None` when cleared or not readable any more.
        value: Option<String>,
        /// Whether the value was removed since.
        removed: bool,
    }

    /// One line of history.
    pub struct HistoryLineView {
        /// The action it was part of.
        action: ActionId,
        /// When it was recorded.
        at: Timestamp,
        /// The day it is about, where that is another.
        effective: Option<Date>,
        /// Who was working.
        author: Option<DetailView>,
        /// What kind of thing it is about.
        subject: SubjectView,
        /// What happened.
        happened: HappenedView,
        /// Which fields.
        fields: Vec<HistoryFieldView>,
        /// Whether it can still be undone.
        can_undo: bool,
        /// What changed it since, where that is why it cannot be undone.
        changed: Option<ChangedView>,
    }

    /// A later change.
    pub struct ChangedView {
        /// Who was working, where that is known.
        by: Option<DetailView>,
        /// When it was recorded.
        at: Timestamp,
    }

    /// What the answers lead to.
    pub struct AskView {
        /// Where they lead.
        outcome: AskOutcomeView,
        /// The question to ask next, if any.
        question: Option<AskQuestionView>,
        /// What is worth knowing on the way.
        notices: Vec<Notice>,
        /// The rule behind it.
        sources: Vec<SourceView>,
    }

    /// What may have happened, under one heading.
    pub struct AskGroupView {
        /// The heading.
        kind: AskEntryKind,
        /// What may have happened.
        entries: Vec<AskEntry>,
    }

    /// Everything an Ask may start from.
    pub struct AskEntriesView {
        /// In the order of the page.
        groups: Vec<AskGroupView>,
    }

    /// The time something stands under.
    pub struct TimeLimitView {
        /// Which.
        limit: TimeLimit,
        /// Its days, where it is counted in days.
        days: Option<u16>,
        /// Its months, where it is counted in months.
        months: Option<u16>,
        /// Where that is said.
        source: SourceView,
    }

    /// What to do about what happened.
    pub struct AskEndView {
        /// What it is.
        what: AskEndKindView,
        /// The request it needs, where it needs one.
        kind: Option<RequestKind>,
        /// Who sends the request.
        sender: Option<Sender>,
        /// Why nothing is sent, where nothing is.
        guidance: Option<Guidance>,
        /// What to start from next.
        leads_on_to: Option<AskEntry>,
        /// Which of the two homes of a move this one is.
        home: Option<MoveHome>,
        /// What must be so before.
        preconditions: Vec<Precondition>,
        /// What is left to do afterwards.
        follow_ups: Vec<FollowUp>,
        /// The time it stands under.
        time_limit: Option<TimeLimitView>,
    }

    /// Where a walk has come to.
    pub struct AskTurnView {
        /// The questions that decided so far; without an end the last of them waits.
        asked: Vec<AskQuestion>,
        /// The last question was answered "not known", and has to be found out.
        find_out: bool,
        /// What to do, where that is decided.
        end: Option<AskEndView>,
        /// What is worth knowing.
        notices: Vec<Notice>,
        /// The rules behind it.
        sources: Vec<SourceView>,
    }

    /// One thing to say on a call.
    pub struct CallLineView {
        /// A sentence, or what stands before a fact.
        words: String,
        /// Whether it is a sentence, with nothing to fill in.
        sentence: bool,
        /// The fact; `None` for one that is not known and is written in by hand.
        value: Option<String>,
        /// The field.
        field: Field,
        /// Why NAS may be told this.
        source: SourceView,
    }

    /// What to say on a call to NAS, and where to call from.
    pub struct CallScriptView {
        /// The home.
        site: SiteId,
        /// Its name.
        site_name: String,
        /// The shared mailbox nobody can open.
        mailbox: String,
        /// The telephone number CQC publishes for the home, where the staff list has it.
        call_from: Option<String>,
        /// The number to call.
        number: String,
        /// What to press in the menu, in this order.
        menu: Vec<String>,
        /// Since when the menu is known to be so.
        menu_source: SourceView,
        /// When somebody answers there.
        hours: Option<HoursView>,
        /// What to say first.
        opening: Vec<CallLineView>,
        /// What to say of each new person; at least one.
        people: Vec<Vec<CallLineView>>,
        /// Whom to ask for when nobody can help.
        ask_for: String,
        /// What is worth knowing.
        notices: Vec<Notice>,
        /// The rules behind it.
        sources: Vec<SourceView>,
    }

    /// What became of a file somebody was asked to save.
    pub struct FileSavedView {
        /// The dialog was closed.
        cancelled: bool,
        /// The file's name.
        saved_as: Option<String>,
    }

    /// One line of a mail to NAS.
    pub struct DraftLineView {
        /// The text of the line.
        text: String,
        /// The field it carries; `None` for fixed words.
        field: Option<Field>,
        /// Whether the fact was removed since.
        removed: bool,
        /// Why NAS may be told this.
        source: Option<SourceView>,
        /// Whether no source spells it out.
        inferred: bool,
    }

    /// A mail to NAS as it will leave.
    pub struct DraftView {
        /// Which kind.
        kind: RequestKind,
        /// To.
        to: String,
        /// From.
        from: String,
        /// Whether it leaves from the shared mailbox, and not from the person's own.
        from_shared_mailbox: bool,
        /// Subject.
        subject: String,
        /// The body, line by line.
        lines: Vec<DraftLineView>,
        /// What is worth a look before it is sent.
        notices: Vec<NoticeView>,
        /// Whether a link for the mail program would be short enough.
        fits_mail_link: bool,
    }

    /// One row of the requests list.
    pub struct RequestRowView {
        /// The request.
        request: RequestId,
        /// Which kind.
        kind: RequestKind,
        /// Where it stands.
        state: RequestState,
        /// The mailbox it leaves from.
        mailbox: String,
        /// Who it is about.
        people: Vec<DetailView>,
        /// Where each of them stands, in the same order.
        standing: Vec<StandingView>,
        /// When it was composed.
        drafted_on: Date,
        /// When it was sent.
        sent_on: Option<Date>,
        /// The references NAS gave.
        ticket_references: Vec<String>,
        /// What it waits for.
        due: Option<DueView>,
    }

    /// Where somebody in a request stands, which may be elsewhere than the whole.
    pub struct StandingView {
        /// The person.
        person: PersonId,
        /// Where they stand.
        state: RequestState,
    }

    /// What a request waits for, and from which day.
    pub struct DueView {
        /// For what.
        what: DueKindView,
        /// From which day.
        on: Date,
        /// Whether that day has come.
        now: bool,
    }

    /// Requests.
    pub struct RequestListView {
        /// Those that wait for something by the day it is due, then the rest, newest first.
        rows: Vec<RequestRowView>,
        /// The kinds there are among all requests, to choose from.
        kinds: Vec<RequestKind>,
    }

    /// Where one person's part of a request stands.
    pub struct RequestPersonView {
        /// The person.
        person: PersonId,
        /// Their name in the request.
        name: DetailView,
        /// Where they stand.
        state: RequestState,
        /// Why NAS refused, where it did.
        why: Option<Rejection>,
        /// Where they can go from there.
        may: Vec<RequestState>,
    }

    /// A step that follows a request.
    pub struct StepView {
        /// Which.
        step: FollowUp,
        /// Whose; `None` where it is one of the whole request.
        person: Option<PersonId>,
        /// Their name in the request.
        name: Option<DetailView>,
        /// Whether it is done.
        done: bool,
        /// The day it was done, where that is known.
        on: Option<Date>,
        /// Whether the staff list says so, so that it cannot be taken away here.
        known: bool,
    }

    /// A telephone call about a request.
    pub struct CallView {
        /// The action that recorded it, for undo.
        action: ActionId,
        /// The day.
        on: Date,
        /// The time, where it was noted.
        at: Option<Time>,
        /// The reference given.
        reference: Option<String>,
        /// Who spoke for NAS.
        spoke_to: DetailView,
        /// What was said.
        note: DetailView,
    }

    /// One line of a request's life.
    pub struct LifeLineView {
        /// The day.
        on: Date,
        /// What happened.
        event: LifeEventView,
        /// To whom, where it was not all of the request.
        person: Option<DetailView>,
        /// Who was working.
        author: Option<DetailView>,
    }

    /// How a request goes on after it was sent.
    pub struct ProgressView {
        /// Each person in it.
        people: Vec<RequestPersonView>,
        /// Where the whole can go from where it stands.
        may: Vec<RequestState>,
        /// The day to ask again, counted from the day it was sent.
        chase_on: Option<Date>,
        /// The day to escalate, counted from the day it was sent.
        escalate_on: Option<Date>,
        /// Working days until asking again, as set or advised.
        chase_after: u16,
        /// Working days until escalating, as set or advised.
        escalate_after: u16,
        /// The day NAS asked for something that is not answered yet.
        asked_on: Option<Date>,
        /// The calls about it, newest first.
        calls: Vec<CallView>,
        /// Its life, oldest first.
        life: Vec<LifeLineView>,
        /// The steps that follow it.
        steps: Vec<StepView>,
        /// The request it asks about, where it asks about one.
        about: Option<RequestRowView>,
        /// A request that asks about this one and is not sent yet.
        asking: Option<RequestId>,
    }

    /// A mail from NAS, read. Nothing of it is kept.
    pub struct ReplyView {
        /// The day it was written, where it says.
        on: Option<Date>,
        /// The ticket references in it.
        references: Vec<String>,
        /// What to be careful with.
        cautions: Vec<Caution>,
        /// The lines of it in which personal data stands that is not to be passed on, in parts; nothing where there is none.
        personal: Vec<MailPartView>,
        /// The requests it may answer, the likeliest first.
        suggestions: Vec<SuggestionView>,
    }

    /// A request a mail may answer, and what it would change.
    pub struct SuggestionView {
        /// The request.
        row: RequestRowView,
        /// By what it was found.
        found_by: Match,
        /// What it would change.
        proposals: Vec<ProposedView>,
    }

    /// One thing a mail would change.
    pub struct ProposedView {
        /// What.
        proposal: ProposalView,
        /// The name of the person it is about.
        name: Option<DetailView>,
        /// Whether the mail is clear about it.
        clear: bool,
        /// The sentence it comes from.
        because: String,
    }

    /// A mail that was read, or that nobody chose one.
    pub struct ReplyOpenedView {
        /// The mail. `None` when the dialog was closed.
        reply: Option<ReplyView>,
    }

    /// What was handed over already.
    pub struct HandedView {
        /// The parts copied.
        copied: Vec<CopyPartView>,
        /// When the draft froze.
        frozen_at: Option<Timestamp>,
    }

    /// A request.
    pub struct RequestView {
        /// The request.
        request: RequestId,
        /// Its row in the list.
        row: RequestRowView,
        /// The mail.
        draft: DraftView,
        /// What was handed over.
        handed: HandedView,
        /// Whether facts have changed since the draft froze.
        out_of_date: bool,
        /// Who it is about.
        people: Vec<PersonId>,
        /// How it goes on.
        progress: ProgressView,
        /// The site.
        site: Option<SiteId>,
        /// The action of the last step, for undo.
        action: Option<ActionId>,
        /// What happened, newest first.
        history: Vec<HistoryLineView>,
    }

    /// What a hand-over did.
    pub struct HandedOverView {
        /// The request as it stands now.
        request: RequestView,
        /// Whether the person closed the dialog instead.
        cancelled: bool,
        /// The name of the saved file, if one was.
        saved_as: Option<String>,
    }

    /// The app's passphrase and what the computer is shared with.
    pub struct SettingsView {
        /// The address requests go to.
        nas_address: String,
        /// The rule pack's own address.
        nas_address_default: String,
        /// What is worth a look about it.
        nas_address_notices: Vec<Notice>,
        /// Local help.
        local_help: LocalHelpView,
        /// Bank holidays announced since this version.
        extra_bank_holidays: Vec<Date>,
        /// Working days of NAS until asking again.
        chase_after: u16,
        /// What we advise.
        chase_after_advised: u16,
        /// For how many months a leaver's contact details are kept.
        contact_kept_months: u16,
        /// For how many months we advise.
        contact_kept_months_advised: u16,
        /// Working days of NAS until escalating.
        escalate_after: u16,
        /// What we advise.
        escalate_after_advised: u16,
        /// Whether others use this computer's sign-in.
        others_use_this_computer: Option<bool>,
        /// Whether a passphrase is set.
        has_passphrase: bool,
        /// After how many quiet minutes the app locks by itself, on this computer.
        lock_after: u16,
        /// After how many we advise.
        lock_after_advised: u16,
        /// When the recovery code was checked.
        recovery_code_checked_on: Option<Date>,
        /// When the last locked backup was made on this computer.
        last_backup_on: Option<Date>,
        /// When the history was last checked on this computer.
        history_checked_on: Option<Date>,
        /// Where the files are.
        data_folder: String,
        /// The app's version.
        version: String,
        /// What happened to the settings, newest first.
        history: Vec<HistoryLineView>,
    }

    /// The recovery code, while it shows.
    pub struct RecoveryCodeView {
        /// Seven groups of four.
        groups: Vec<String>,
        /// Which two to type back, from 1.
        ask_for: Vec<u32>,
    }

    /// The owner's own sign-in details, without the password.
    pub struct CredentialView {
        /// Present, missing, or why it cannot be known.
        state: CredentialStateView,
        /// The NHSmail address, when present.
        user_name: Option<String>,
        /// The day the password was chosen, where the owner said it.
        changed_on: Option<Date>,
        /// The age of the password, where that day is known.
        clock: Option<ClockView>,
        /// Whether a passphrase is needed before they can be saved.
        needs_passphrase: bool,
    }

    /// Something that should come out of a mail.
    pub struct MailFindingView {
        /// Of what kind.
        kind: FindingKind,
        /// Whether it must come out, or the owner decides.
        action: Action,
        /// Whether the owner lets it stay.
        kept: bool,
        /// What stands in its place in the cleaned text.
        placeholder: String,
    }

    /// A part of a mail: plain text, or something found.
    pub struct MailPartView {
        /// The text as it was given.
        text: String,
        /// What was found, if this part is a finding.
        finding: Option<MailFindingView>,
    }

    /// A mail looked through.
    pub struct MailCheckView {
        /// The whole mail, in its order.
        parts: Vec<MailPartView>,
        /// The mail with a placeholder for each finding that does not stay.
        cleaned: String,
    }

    /// Copied, and when it is cleared again.
    pub struct CopiedView {
        /// Seconds until it is cleared, if it is.
        clears_in: Option<u32>,
    }

    /// The password, for one deliberate look.
    pub struct CredentialShownView {
        /// The password.
        password: String,
        /// Seconds until the page hides it.
        hides_in: u32,
    }

    /// One damage found in the history.
    pub struct DamageLineView {
        /// What kind.
        damage: DamageView,
        /// Which computer's history, as a short id.
        device: Option<String>,
        /// Where in it, from 1.
        place: Option<u32>,
        /// How many changes are missing, where that is known.
        missing: Option<u32>,
        /// What kind of thing it is about.
        subject: Option<SubjectView>,
    }

    /// What the check of the history found.
    pub struct VerifyView {
        /// How many changes were checked.
        changes: u32,
        /// What is wrong; empty when nothing is.
        damage: Vec<DamageLineView>,
        /// Whether the rules that came with the app are as they shipped.
        rules_whole: bool,
    }

    /// The check of the day in the background.
    pub struct DailyCheckView {
        /// Whether it was due and ran to its end.
        checked: bool,
        /// Whether anything is wrong.
        damaged: bool,
    }
}

choices! {
    /// The state of the owner's sign-in details.
    pub enum CredentialStateView {
        /// They are there.
        Present,
        /// There are none.
        Missing,
        /// The password store is locked.
        Locked,
        /// There is no password store.
        Absent,
        /// The password store refused.
        Denied,
        /// They are there and cannot be read.
        Unreadable,
    }
}

/// What happened to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum LifeEventView {
    /// Composed, or composed again.
    Drafted,
    /// Handed over to another program.
    HandedOver {
        /// How.
        way: HandOver,
    },
    /// Moved on.
    Moved {
        /// Where to.
        to: RequestState,
        /// Why, where NAS refused.
        why: Option<Rejection>,
    },
    /// NAS gave a reference.
    Ticket {
        /// The reference.
        reference: String,
    },
    /// A telephone call.
    Called {
        /// At what time, where it was noted.
        at: Option<Time>,
    },
    /// Asked about again.
    Chased {
        /// The request that asks.
        by: RequestId,
    },
    /// Escalated by a mail.
    Escalated {
        /// The request that escalates.
        by: RequestId,
    },
    /// A follow-up step was done.
    Ticked {
        /// Which.
        step: FollowUp,
    },
    /// NAS asked for something, or was answered.
    Question {
        /// Which of the two.
        question: Question,
    },
}

/// One thing a mail would change, and with the owner's agreement does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum ProposalView {
    /// A reference is noted.
    Ticket {
        /// The reference.
        reference: String,
    },
    /// Somebody moves on, or the whole.
    Move {
        /// Who.
        person: Option<PersonId>,
        /// Where to.
        to: RequestState,
        /// Why, where NAS refused.
        why: Option<Rejection>,
    },
    /// NAS asks for something.
    Asked {},
    /// The person has an account.
    HasAccount {
        /// Whose.
        person: PersonId,
    },
    /// The account was made.
    CreatedOn {
        /// Whose.
        person: PersonId,
        /// When.
        on: Date,
    },
    /// The account has this address.
    Address {
        /// Whose.
        person: PersonId,
        /// The address.
        address: String,
    },
    /// The account is marked as a leaver.
    MarkedLeaverOn {
        /// Whose.
        person: PersonId,
        /// Since when.
        on: Date,
    },
    /// The account is marked as a leaver no more.
    NoLeaverMark {
        /// Whose.
        person: PersonId,
    },
    /// The account is disabled.
    DisabledOn {
        /// Whose.
        person: PersonId,
        /// Since when.
        on: Date,
    },
    /// The account is disabled no more.
    NotDisabled {
        /// Whose.
        person: PersonId,
    },
}

/// A detail of a person: given, not given, or removed on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", content = "value", rename_all = "snake_case")]
pub enum DetailView {
    /// Not given.
    NotGiven,
    /// The detail.
    Given(String),
    /// Removed on this day.
    Removed(Date),
}
