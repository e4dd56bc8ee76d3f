//! Taking back: every action there is, from its message and from the history.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use std::collections::BTreeSet;

use jiff::civil::date;
use steward_core::app;
use steward_core::contract::{
    AccessChangeRequest, AccessStartRequest, AccountsConfirmRequest, AsideRequest, AuthorChooseRequest, CopyPartView,
    DetailView, DutyDoneRequest, ErrorCode, HistoryLineView, HomeMoveRequest, ImportCheckRequest, ImportColumnRequest,
    ImportPurposeView, ImportReadRequest, ImportRecordRequest, ImportView, LinePutOffRequest, MailboxAddRequest,
    MailboxChangeRequest, MailboxReminderRequest, NoRequest, NumbersConfirmRequest, PairRequest, PathActView,
    PathAnswersRequest, PathBeginRequest, PathChangeRequest, PathRequest, PathStepRequest, PeopleMergeRequest,
    PersonRequest, PortalAgreedRequest, PortalRecordRequest, PostChangeRequest, PostStartRequest, ProposalView,
    ReplyAgreeRequest, RequestAskAgainRequest, RequestCallRequest, RequestCopyRequest, RequestMoveRequest,
    RequestQuestionRequest, RequestRequest, RequestSentRequest, RequestStepRequest, RequestTicketRequest, RequestView,
    SavedView, SettingsChangeRequest, SiteAddRequest, SiteChangeRequest, SiteFieldsRequest, SiteRequest, TodayKindView,
    TodayRequest, Typed,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::answer::Answer;
use steward_core::domain::aside::PutOffReason;
use steward_core::domain::duplicate::PersonField;
use steward_core::domain::duty::Duty;
use steward_core::domain::ids::{ActionId, PersonId, RequestId};
use steward_core::domain::path::PathKind;
use steward_core::domain::request::{Question, RequestKind, RequestState};
use steward_core::domain::rules::{Activity, FollowUp};
use support::desk::{
    Desk, MAILBOX, account_holder, new_user, newcomer, no_date, person, refused, settings, site_fields, typed,
};

/// How a command is taken back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Back {
    /// It records nothing in the history.
    NothingRecorded,
    /// From its message and from the history.
    Undone,
    /// From the history alone: it has no message of its own.
    FromHistory,
    /// Not at all; the page says so, or what left the app is out of it.
    Final,
}

/// Every command there is: a new one does not compile until it is said here how it is taken back.
macro_rules! every_command {
    ($( $name:ident ( $Request:ident ) -> $View:ident; )+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        enum Command { $( $name, )+ }

        const COMMANDS: &[Command] = &[ $( Command::$name, )+ ];
    };
}

steward_core::for_each_command!(every_command);

#[expect(clippy::too_many_lines, reason = "every command is named")]
const fn back(command: Command) -> Back {
    use Command as C;
    match command {
        C::site_add
        | C::site_change
        | C::mailbox_add
        | C::mailbox_change
        | C::person_add
        | C::person_change
        | C::post_start
        | C::post_change
        | C::access_start
        | C::access_change
        | C::accounts_confirm
        | C::numbers_confirm
        | C::path_begin
        | C::home_move
        | C::people_merge
        | C::people_unmerge
        | C::two_people_set
        | C::two_people_clear
        | C::path_change
        | C::path_step
        | C::path_end
        | C::line_put_off
        | C::line_take_back
        | C::duty_done
        | C::mailbox_reminder_set
        | C::request_draft
        | C::request_ask_again
        | C::request_sent
        | C::request_ticket
        | C::request_withdraw
        | C::request_move
        | C::request_call
        | C::request_question
        | C::request_step
        | C::reply_agree
        | C::settings_change
        | C::import_record
        | C::portal_record
        | C::action_undo => Back::Undone,
        C::recovery_code_check => Back::FromHistory,
        C::set_up_finish
        | C::contact_remove
        | C::email_remove
        | C::person_erase
        | C::person_copy_save
        | C::request_refresh
        | C::request_copy
        | C::request_open
        | C::request_save_eml => Back::Final,
        C::app_status
        | C::app_retry
        | C::app_unlock
        | C::app_recover
        | C::app_lock
        | C::app_set_damaged_aside
        | C::register_create
        | C::window_ready
        | C::header_get
        | C::author_choose
        | C::today_get
        | C::help_get
        | C::mail_check
        | C::mail_check_copy
        | C::link_open
        | C::page_print
        | C::clipboard_clear
        | C::calendar_save
        | C::daily_reminder_get
        | C::daily_reminder_set
        | C::form_draft_save
        | C::form_draft_get
        | C::form_draft_discard
        | C::value_check
        | C::site_list
        | C::site_get
        | C::mailbox_cover
        | C::person_list
        | C::duplicates_get
        | C::pair_get
        | C::person_get
        | C::people_filters_get
        | C::people_view_save
        | C::people_view_delete
        | C::clock_rules_get
        | C::clock_compare
        | C::person_ids
        | C::reminder_get
        | C::reminder_copy
        | C::duties_get
        | C::ask_entries
        | C::ask_turn
        | C::ask_decide
        | C::call_script_get
        | C::call_script_save
        | C::export_save
        | C::request_preview
        | C::request_list
        | C::request_get
        | C::reply_read
        | C::reply_open
        | C::settings_get
        | C::recovery_code_show
        | C::recovery_code_hide
        | C::passphrase_set
        | C::passphrase_change
        | C::passphrase_remove
        | C::passphrase_strength
        | C::lock_after_set
        | C::password_check
        | C::history_check_daily
        | C::password_generate
        | C::screen_protect
        | C::credential_status
        | C::credential_save
        | C::credential_copy
        | C::credential_show
        | C::credential_hide
        | C::credential_delete
        | C::import_open
        | C::import_read
        | C::import_sheet
        | C::import_check
        | C::import_rows
        | C::import_row_change
        | C::import_close
        | C::portal_get
        | C::job_get
        | C::job_cancel
        | C::history_verify
        | C::backup_save
        | C::backup_restore => Back::NothingRecorded,
    }
}

/// Where a history is shown.
#[derive(Clone, Copy)]
enum Place {
    Home,
    Person(PersonId),
    Request(RequestId),
    Settings,
}

/// A desk at which each command is tried once.
struct Trial {
    desk: Desk,
    tried: BTreeSet<Command>,
}

impl Trial {
    fn history(&self, place: Place) -> Vec<HistoryLineView> {
        match place {
            Place::Home => {
                let homes = self.desk.sites().into_iter();
                homes
                    .flat_map(|home| {
                        let site = SiteRequest { site: home.site };
                        self.desk.ask(app::site_get, site).unwrap().history
                    })
                    .collect()
            }
            // Somebody whose adding was undone has no page.
            Place::Person(person) => {
                let page = self.desk.ask(app::person_get, PersonRequest { person });
                page.map(|page| page.history).unwrap_or_default()
            }
            Place::Request(request) => self.desk.request(request).history,
            Place::Settings => self.desk.ask(app::settings_get, NoRequest {}).unwrap().history,
        }
    }

    /// The command was carried out: its message can undo it, the history offers it too, and undoing it can be undone.
    #[track_caller]
    fn can_take_back(&mut self, command: Command, action: Option<ActionId>, place: Place) {
        let action = action.unwrap_or_else(|| panic!("{command:?} has nothing to undo it by"));
        let offered = |trial: &Self, action| {
            let history = trial.history(place);
            history.iter().any(|line| line.action == action && line.can_undo)
        };
        assert!(offered(self, action), "{command:?} is offered by the history");
        let undone = self.desk.undo(action).unwrap().action.unwrap();
        assert!(!offered(self, action), "{command:?} is undone once");
        assert_eq!(refused(self.desk.undo(action)).0, ErrorCode::CannotUndo);
        // What was recorded of a request by mistake is recorded again by hand; everything else comes back by undoing the undoing.
        if !matches!(place, Place::Request(_)) {
            let has_a_page = !matches!(command, Command::site_add | Command::person_add);
            assert!(
                !has_a_page || offered(self, undone),
                "undoing {command:?} is offered to be undone"
            );
            self.desk.undo(undone).unwrap();
            self.tried.insert(Command::action_undo);
        }
        self.tried.insert(command);
    }

    #[track_caller]
    fn saved(&mut self, command: Command, saved: &SavedView, place: Place) {
        self.can_take_back(command, saved.action, place);
    }

    #[track_caller]
    fn moved(&mut self, command: Command, view: &RequestView) {
        self.can_take_back(command, view.action, Place::Request(view.row.request));
    }

    fn homes(&mut self) {
        let request = SiteAddRequest {
            site: SiteFieldsRequest {
                ods_code: "VM4K2".to_owned(),
                ..site_fields("Beech Lodge")
            },
            mailbox_address: "care.vm4k2@nhs.net".to_owned(),
        };
        let saved = self.desk.ask(app::site_add, request).unwrap();
        self.saved(Command::site_add, &saved, Place::Home);
        let beech = self
            .desk
            .sites()
            .into_iter()
            .find(|home| home.name == "Beech Lodge")
            .unwrap()
            .site;
        let request = SiteChangeRequest {
            site: beech,
            fields: SiteFieldsRequest {
                ods_code: "VM4K2".to_owned(),
                town: "Wexcombe".to_owned(),
                ..site_fields("Beech House")
            },
        };
        let saved = self.desk.ask(app::site_change, request).unwrap();
        self.saved(Command::site_change, &saved, Place::Home);
        let request = MailboxAddRequest {
            site: beech,
            address: "care.vm4k3@nhs.net".to_owned(),
            display_name: String::new(),
            from: no_date(),
        };
        let saved = self.desk.ask(app::mailbox_add, request).unwrap();
        let mailbox = saved.id.clone().unwrap().parse().unwrap();
        self.saved(Command::mailbox_add, &saved, Place::Home);
        let request = MailboxChangeRequest {
            mailbox,
            address: "care.vm4k3@nhs.net".to_owned(),
            display_name: "Beech House Care".to_owned(),
            from: no_date(),
            to: no_date(),
        };
        let saved = self.desk.ask(app::mailbox_change, request).unwrap();
        self.saved(Command::mailbox_change, &saved, Place::Home);
        let request = DutyDoneRequest {
            mailbox,
            duty: Duty::Training,
            on: no_date(),
        };
        let saved = self.desk.ask(app::duty_done, request).unwrap();
        self.saved(Command::duty_done, &saved, Place::Home);
        let request = MailboxReminderRequest {
            mailbox,
            every: Some(7),
        };
        let saved = self.desk.ask(app::mailbox_reminder_set, request).unwrap();
        self.saved(Command::mailbox_reminder_set, &saved, Place::Home);
        let request = SettingsChangeRequest {
            chase_after: "4".to_owned(),
            ..settings()
        };
        let saved = self.desk.ask(app::settings_change, request).unwrap();
        self.saved(Command::settings_change, &saved, Place::Settings);
    }

    fn people(&mut self) {
        let fields = account_holder("Amina Khan", "amina.khan@nhs.net", "07700 900101");
        let saved = self.desk.add(fields.clone()).unwrap();
        let amina: PersonId = saved.id.clone().unwrap().parse().unwrap();
        let place = Place::Person(amina);
        self.saved(Command::person_add, &saved, place);
        let saved = self
            .desk
            .change(
                amina,
                steward_core::contract::PersonFieldsRequest {
                    note: "Prefers mornings".to_owned(),
                    ..fields
                },
            )
            .unwrap();
        self.saved(Command::person_change, &saved, place);
        let people = vec![amina];
        let request = AccountsConfirmRequest {
            people: people.clone(),
            way: Activity::PortalLogin,
            on: no_date(),
        };
        let saved = self.desk.ask(app::accounts_confirm, request).unwrap();
        self.saved(Command::accounts_confirm, &saved, place);
        self.desk.set_now("2026-11-21T10:00:00Z");
        let saved = self
            .desk
            .ask(app::numbers_confirm, NumbersConfirmRequest { people })
            .unwrap();
        self.saved(Command::numbers_confirm, &saved, place);

        let post = self.desk.person(amina).posts[0].clone();
        let request = PostChangeRequest {
            post: post.post,
            role: post.role.unwrap(),
            from: no_date(),
            to: typed(date(2026, 11, 18)),
            works_on: None,
        };
        let saved = self.desk.ask(app::post_change, request).unwrap();
        self.saved(Command::post_change, &saved, place);
        let request = PostStartRequest {
            person: amina,
            site: post.site,
            role: "Nurse".to_owned(),
            from: typed(date(2026, 11, 19)),
            works_on: None,
        };
        let saved = self.desk.ask(app::post_start, request).unwrap();
        self.saved(Command::post_start, &saved, place);
        let mailbox = self.mailbox();
        let request = AccessStartRequest {
            person: amina,
            mailbox,
            level: AccessLevel::Member,
            from: no_date(),
        };
        let saved = self.desk.ask(app::access_start, request).unwrap();
        self.saved(Command::access_start, &saved, place);
        let access = self.desk.person(amina).access[0].clone();
        let request = AccessChangeRequest {
            access: access.access,
            level: AccessLevel::Owner,
            from: no_date(),
            to: no_date(),
            portal_done_on: no_date(),
        };
        let saved = self.desk.ask(app::access_change, request).unwrap();
        self.saved(Command::access_change, &saved, place);
    }

    fn mailbox(&self) -> steward_core::domain::ids::MailboxId {
        let person = self.desk.person(self.desk.owner());
        let own = person.access.iter().find(|access| access.address == MAILBOX);
        own.unwrap().mailbox
    }

    fn twice(&mut self) {
        let one = self.desk.added(person("Carys Hughes"));
        let other = self.desk.added(person("Cárys Hughes"));
        let place = Place::Person(one);
        let pair = PairRequest { one, other };
        let saved = self.desk.ask(app::two_people_set, pair).unwrap();
        self.saved(Command::two_people_set, &saved, place);
        let saved = self.desk.ask(app::two_people_clear, pair).unwrap();
        self.saved(Command::two_people_clear, &saved, place);
        let request = PeopleMergeRequest {
            kept: one,
            other,
            take: vec![PersonField::FullName],
        };
        let saved = self.desk.ask(app::people_merge, request).unwrap();
        self.saved(Command::people_merge, &saved, place);
        let apart = PersonRequest { person: other };
        let saved = self.desk.ask(app::people_unmerge, apart).unwrap();
        self.saved(Command::people_unmerge, &saved, place);

        let homes = self.desk.sites();
        let site = |name: &str| homes.iter().find(|home| home.name == name).unwrap().site;
        let posts = self.desk.person(one).posts;
        let from = posts[0].site;
        let to = if from == site("Rowan House") {
            site("Beech House")
        } else {
            site("Rowan House")
        };
        let request = HomeMoveRequest {
            person: one,
            from,
            to,
            first_day: typed(date(2026, 12, 1)),
            last_day: no_date(),
            role: String::new(),
            access: None,
            keeps_access: false,
        };
        let saved = self.desk.ask(app::home_move, request).unwrap();
        self.saved(Command::home_move, &saved, place);
    }

    fn paths(&mut self) {
        let bilal = self
            .desk
            .added(newcomer("Bilal Khan", "07700 900102", "bilal@example.org"));
        let place = Place::Person(bilal);
        let answers = PathAnswersRequest {
            goes_on: Some(Answer::No),
            ..PathAnswersRequest::default()
        };
        let on = date(2026, 11, 10);
        let request = PathBeginRequest {
            person: bilal,
            kind: PathKind::Leaves,
            site: None,
            on: typed(on),
            answers: answers.clone(),
        };
        let saved = self.desk.ask(app::path_begin, request).unwrap();
        let path = saved.id.clone().unwrap().parse().unwrap();
        self.saved(Command::path_begin, &saved, place);
        let request = PathChangeRequest {
            path,
            on: typed(date(2026, 11, 11)),
            answers,
        };
        let saved = self.desk.ask(app::path_change, request).unwrap();
        self.saved(Command::path_change, &saved, place);
        let steps = self.desk.person(bilal).paths.swap_remove(0).steps;
        let by_hand = steps.iter().find(|step| step.act == PathActView::Tick && !step.done);
        let request = PathStepRequest {
            path,
            step: by_hand.unwrap().step,
            done: true,
            on: no_date(),
        };
        let saved = self.desk.ask(app::path_step, request).unwrap();
        self.saved(Command::path_step, &saved, place);

        let today = self.desk.ask(app::today_get, TodayRequest { site: None }).unwrap();
        let all = today
            .lines
            .into_iter()
            .chain(today.sites.into_iter().flat_map(|home| home.lines));
        let line = all
            .into_iter()
            .find(|line| line.kind == TodayKindView::PathStepDue && line.person == Some(bilal))
            .unwrap();
        let request = LinePutOffRequest {
            kind: line.kind,
            site: line.site,
            mailbox: line.mailbox,
            person: line.person,
            request: line.request,
            duty: line.duty,
            until: typed(date(2026, 12, 1)),
            reason: PutOffReason::WaitsForSomebody,
            words: String::new(),
        };
        let saved = self.desk.ask(app::line_put_off, request).unwrap();
        self.saved(Command::line_put_off, &saved, place);
        let put_off = self
            .desk
            .ask(app::today_get, TodayRequest { site: None })
            .unwrap()
            .put_off;
        let aside = put_off[0].aside;
        let saved = self.desk.ask(app::line_take_back, AsideRequest { aside }).unwrap();
        self.saved(Command::line_take_back, &saved, place);
        let saved = self.desk.ask(app::path_end, PathRequest { path }).unwrap();
        self.saved(Command::path_end, &saved, place);
    }

    /// Reads a table and judges its rows as its columns seem to mean.
    fn read(&self, purpose: ImportPurposeView, text: &str) -> ImportView {
        let request = ImportReadRequest {
            purpose,
            content: Typed::new(text),
            is_file: false,
        };
        let import = self.desk.ask(app::import_read, request).unwrap();
        let columns = import.columns.iter().map(|column| ImportColumnRequest {
            column: column.column,
            means: column.guess,
        });
        let request = ImportCheckRequest {
            import: import.import,
            columns: columns.collect(),
            site: Some(self.desk.site()),
            homes: Vec::new(),
            same_names: true,
        };
        self.desk.ask(app::import_check, request).unwrap();
        import
    }

    fn imports(&mut self) {
        let ottilie = self.desk.added(person("Ottilie Vane"));
        self.desk.added(person("Quentin Ostrow"));
        let import = self.read(
            ImportPurposeView::StaffList,
            "Name,Job title\nOttilie Vane,Cook\nQuentin Ostrow,Cook\n",
        );
        let request = ImportRecordRequest {
            import: import.import,
            leave_out_rest: false,
        };
        let recorded = self.desk.ask(app::import_record, request).unwrap();
        self.saved(Command::import_record, &recorded.saved, Place::Person(ottilie));

        let import = self.read(
            ImportPurposeView::PortalList,
            "Display name,Role\nOttilie Vane,Member\nQuentin Ostrow,Member\n",
        );
        let request = PortalRecordRequest {
            import: import.import,
            mailbox: self.desk.mailbox(),
            agreed: [2, 3].map(|line| PortalAgreedRequest { line, person: None }).to_vec(),
        };
        let saved = self.desk.ask(app::portal_record, request).unwrap();
        self.saved(Command::portal_record, &saved, Place::Person(ottilie));
    }

    fn drafted(&mut self, name: &str, mobile: &str) -> (PersonId, RequestView) {
        let person = self.desk.added(newcomer(
            name,
            mobile,
            &format!("{}@example.org", name.to_lowercase().replace(' ', ".")),
        ));
        let request = steward_core::contract::RequestDraftRequest::new(
            RequestKind::NewUser,
            self.mailbox(),
            vec![new_user(person, AccessLevel::Member)],
        );
        (person, self.desk.ask(app::request_draft, request).unwrap())
    }

    fn send(&mut self, request: RequestId) -> RequestView {
        let copy = RequestCopyRequest {
            request,
            part: CopyPartView::All,
        };
        self.desk.ask(app::request_copy, copy).unwrap();
        let sent = RequestSentRequest {
            request,
            from_shared_mailbox: true,
            on: typed(date(2026, 11, 18)),
        };
        self.desk.ask(app::request_sent, sent).unwrap()
    }

    fn requests(&mut self) {
        let (_, view) = self.drafted("Carys Price", "07700 900103");
        self.moved(Command::request_draft, &view);
        let (_, view) = self.drafted("Dele Adeyemi", "07700 900104");
        let request = view.row.request;
        let view = self
            .desk
            .ask(app::request_withdraw, RequestRequest { request })
            .unwrap();
        self.moved(Command::request_withdraw, &view);
        let view = self.send(request);
        self.moved(Command::request_sent, &view);

        let (person, view) = self.drafted("Edith Quill", "07700 900105");
        let request = view.row.request;
        self.send(request);
        let ticket = RequestTicketRequest {
            request,
            ticket_reference: "INC7654321".to_owned(),
        };
        let view = self.desk.ask(app::request_ticket, ticket).unwrap();
        self.moved(Command::request_ticket, &view);
        let call = RequestCallRequest {
            request,
            on: no_date(),
            at: "09:05".to_owned(),
            spoke_to: "Robin".to_owned(),
            ticket_reference: String::new(),
            note: "They look into it.".to_owned(),
        };
        let view = self.desk.ask(app::request_call, call).unwrap();
        self.moved(Command::request_call, &view);
        let question = RequestQuestionRequest {
            request,
            question: Question::Asked,
            on: no_date(),
        };
        let view = self.desk.ask(app::request_question, question).unwrap();
        self.moved(Command::request_question, &view);
        let again = RequestAskAgainRequest {
            request,
            kind: RequestKind::Chase,
        };
        let view = self.desk.ask(app::request_ask_again, again).unwrap();
        self.moved(Command::request_ask_again, &view);
        let agree = ReplyAgreeRequest {
            request,
            on: no_date(),
            proposals: vec![ProposalView::Ticket {
                reference: "INC7654322".to_owned(),
            }],
        };
        let view = self.desk.ask(app::reply_agree, agree).unwrap();
        self.moved(Command::reply_agree, &view);
        let done = RequestMoveRequest {
            request,
            people: Vec::new(),
            to: RequestState::Done,
            on: no_date(),
            why: None,
        };
        let view = self.desk.ask(app::request_move, done.clone()).unwrap();
        self.moved(Command::request_move, &view);
        self.desk.ask(app::request_move, done).unwrap();
        let step = RequestStepRequest {
            request,
            person: Some(person),
            step: FollowUp::LoginDetailsReceived,
            done: true,
            on: no_date(),
        };
        let view = self.desk.ask(app::request_step, step).unwrap();
        self.moved(Command::request_step, &view);
    }
}

#[test]
fn every_action_is_taken_back_from_its_message_and_from_the_history() {
    let mut trial = Trial {
        desk: Desk::with_home(),
        tried: BTreeSet::new(),
    };
    trial.homes();
    trial.people();
    trial.paths();
    trial.twice();
    trial.requests();
    trial.imports();
    for command in COMMANDS.iter().filter(|command| back(**command) == Back::Undone) {
        assert!(trial.tried.contains(command), "{command:?} was not tried");
    }
    assert_eq!(trial.desk.verify().damage, []);
}

#[test]
fn what_is_final_is_not_offered_and_says_so_when_it_is_tried() {
    let desk = Desk::with_home();
    let fields = || steward_core::contract::PersonFieldsRequest {
        personal_email: "amina@example.org".to_owned(),
        ..account_holder("Amina Khan", "amina.khan@nhs.net", "07700 900101")
    };
    let person = desk.added(fields());
    for saved in [
        desk.ask(app::email_remove, PersonRequest { person }).unwrap(),
        desk.ask(app::contact_remove, PersonRequest { person }).unwrap(),
        desk.ask(
            app::person_erase,
            steward_core::contract::PersonEraseRequest {
                person,
                name_typed: "Amina Khan".to_owned(),
            },
        )
        .unwrap(),
    ] {
        let action = saved.action.unwrap();
        let of_action: Vec<HistoryLineView> = desk
            .person(person)
            .history
            .into_iter()
            .filter(|line| line.action == action)
            .collect();
        assert!(!of_action.is_empty() && of_action.iter().all(|line| !line.can_undo && line.changed.is_none()));
        assert_eq!(refused(desk.undo(action)).0, ErrorCode::CannotUndo);
    }
}

#[test]
fn the_only_home_is_not_taken_back() {
    let desk = Desk::with_home();
    let site = SiteRequest { site: desk.site() };
    let made = desk.ask(app::site_get, site).unwrap().history.pop().unwrap();
    assert!(!made.can_undo);
    assert_eq!(refused(desk.undo(made.action)).0, ErrorCode::CannotUndo);
    assert_eq!(desk.sites().len(), 1);
}

#[test]
fn what_was_changed_since_says_by_whom_and_when_in_the_history_and_when_it_is_tried() {
    let desk = Desk::with_home();
    let amina = desk.added(account_holder("Amina Khan", "amina.khan@nhs.net", "07700 900101"));
    let owner = AccessStartRequest {
        person: amina,
        mailbox: desk.mailbox(),
        level: AccessLevel::Owner,
        from: no_date(),
    };
    desk.ask(app::access_start, owner).unwrap();
    let note = |note: &str| steward_core::contract::PersonFieldsRequest {
        note: note.to_owned(),
        ..account_holder("Amina Khan", "amina.khan@nhs.net", "07700 900101")
    };
    desk.ask(
        app::author_choose,
        AuthorChooseRequest {
            person: desk.owner(),
            site: None,
        },
    )
    .unwrap();
    let first = desk.change(amina, note("Prefers mornings")).unwrap().action.unwrap();
    desk.ask(
        app::author_choose,
        AuthorChooseRequest {
            person: amina,
            site: None,
        },
    )
    .unwrap();
    desk.set_now("2026-11-23T09:30:00Z");
    let second = desk.change(amina, note("Prefers afternoons")).unwrap().action.unwrap();

    let error = desk.undo(first).unwrap_err();
    assert_eq!(
        (error.code, error.field.as_deref()),
        (ErrorCode::ChangedSince, Some("note"))
    );
    let changed = error.changed.unwrap();
    assert_eq!(changed.by, Some(DetailView::Given("Amina Khan".to_owned())));
    assert_eq!(changed.at.to_string(), "2026-11-23T09:30:00Z");
    let shown = |action| {
        let history = desk.person(amina).history;
        let line = history.into_iter().find(|line| line.action == action).unwrap();
        (line.can_undo, line.changed)
    };
    assert_eq!(shown(first), (false, Some(changed)));
    assert_eq!(shown(second), (true, None));
    desk.undo(second).unwrap();
    assert_eq!(shown(first), (true, None), "it has that value again");
}
