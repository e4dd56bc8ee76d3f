// The one list of commands. The shell's build script includes this file for the access list, the shell expands it into handlers,
// and the bindings test writes the TypeScript map from it. It may depend on nothing.
//
// Each line: name(Request) -> View. A function of the same name in `app` does the work.

/// Hands the list of commands to the macro named in the call: `for_each_command!(my_macro)`.
#[macro_export]
macro_rules! for_each_command {
    ($with:ident) => {
        $with! {
            // Start, lock, recovery
            app_status(NoRequest) -> StatusView;
            app_retry(NoRequest) -> StatusView;
            app_unlock(UnlockRequest) -> StatusView;
            app_recover(RecoverRequest) -> StatusView;
            app_lock(NoRequest) -> StatusView;
            app_set_damaged_aside(NoRequest) -> StatusView;
            register_create(RegisterCreateRequest) -> StatusView;
            set_up_finish(SetUpRequest) -> SavedView;
            window_ready(NoRequest) -> DoneView;

            // The frame around every page
            header_get(TodayRequest) -> HeaderView;
            author_choose(AuthorChooseRequest) -> HeaderView;
            today_get(TodayRequest) -> TodayView;
            help_get(NoRequest) -> HelpView;
            mail_check(MailCheckRequest) -> MailCheckView;
            mail_check_copy(MailCheckRequest) -> CopiedView;
            link_open(LinkOpenRequest) -> DoneView;
            page_print(NoRequest) -> DoneView;
            clipboard_clear(NoRequest) -> DoneView;

            // Dates outside the window
            calendar_save(CalendarRequest) -> CalendarView;
            daily_reminder_get(NoRequest) -> DailyReminderView;
            daily_reminder_set(DailyReminderRequest) -> DailyReminderView;

            // Half-typed forms and checks while typing
            form_draft_save(FormDraftSaveRequest) -> DoneView;
            form_draft_get(FormDraftRequest) -> FormDraftView;
            form_draft_discard(FormDraftRequest) -> DoneView;
            value_check(ValueCheckRequest) -> ValueCheckView;

            // Sites and mailboxes
            site_list(NoRequest) -> SiteListView;
            site_get(SiteRequest) -> SiteView;
            site_add(SiteAddRequest) -> SavedView;
            site_change(SiteChangeRequest) -> SavedView;
            mailbox_add(MailboxAddRequest) -> SavedView;
            mailbox_change(MailboxChangeRequest) -> SavedView;
            mailbox_cover(MailboxRequest) -> MailboxCoverView;

            // People, posts, access
            person_list(PersonListRequest) -> PersonListView;
            person_get(PersonRequest) -> PersonView;
            people_filters_get(NoRequest) -> PeopleFiltersView;
            people_view_save(PeopleViewSaveRequest) -> PeopleFiltersView;
            people_view_delete(PeopleViewRequest) -> PeopleFiltersView;
            person_add(PersonAddRequest) -> SavedView;
            person_change(PersonChangeRequest) -> SavedView;
            post_start(PostStartRequest) -> SavedView;
            post_change(PostChangeRequest) -> SavedView;
            access_start(AccessStartRequest) -> SavedView;
            access_change(AccessChangeRequest) -> SavedView;
            contact_remove(PersonRequest) -> SavedView;
            person_erase(PersonEraseRequest) -> SavedView;
            action_undo(ActionUndoRequest) -> SavedView;

            // Two records that may be one person
            duplicates_get(DuplicatesRequest) -> DuplicatesView;
            pair_get(PairRequest) -> PairView;
            people_merge(PeopleMergeRequest) -> SavedView;
            people_unmerge(PersonRequest) -> SavedView;
            two_people_set(PairRequest) -> SavedView;
            two_people_clear(PairRequest) -> SavedView;

            // The clocks of accounts
            clock_rules_get(NoRequest) -> ClockRulesView;
            clock_compare(ClockCompareRequest) -> ClockCompareView;
            accounts_confirm(AccountsConfirmRequest) -> SavedView;
            numbers_confirm(NumbersConfirmRequest) -> SavedView;
            person_ids(PersonListRequest) -> PersonIdsView;
            reminder_get(NoRequest) -> ReminderView;
            reminder_copy(NoRequest) -> CopiedView;

            // Letting details go, and a copy of all there is
            email_remove(PersonRequest) -> SavedView;
            person_copy_save(PersonRequest) -> FileSavedView;

            // Staff lists and portal lists from files
            import_open(ImportOpenRequest) -> ImportOpenedView;
            import_read(ImportReadRequest) -> ImportView;
            import_sheet(ImportSheetRequest) -> ImportView;
            import_check(ImportCheckRequest) -> ImportCheckedView;
            import_rows(ImportRowsRequest) -> ImportRowsView;
            import_row_change(ImportRowChangeRequest) -> ImportRowChangedView;
            import_record(ImportRecordRequest) -> ImportRecordedView;
            import_close(ImportRequest) -> DoneView;
            portal_get(PortalRequest) -> PortalView;
            portal_record(PortalRecordRequest) -> SavedView;

            // What takes long
            job_get(NoRequest) -> JobView;
            job_cancel(NoRequest) -> DoneView;

            // Tables as files
            export_save(ExportRequest) -> ExportView;

            // What happens to people, step by step
            path_begin(PathBeginRequest) -> SavedView;
            home_move(HomeMoveRequest) -> SavedView;
            path_change(PathChangeRequest) -> SavedView;
            path_step(PathStepRequest) -> SavedView;
            path_end(PathRequest) -> SavedView;

            // Today: what is put off, and the duties of a mailbox's owner
            line_put_off(LinePutOffRequest) -> SavedView;
            line_take_back(AsideRequest) -> SavedView;
            duties_get(DutiesRequest) -> DutiesView;
            duty_done(DutyDoneRequest) -> SavedView;
            mailbox_reminder_set(MailboxReminderRequest) -> SavedView;

            // Requests to NAS
            ask_entries(NoRequest) -> AskEntriesView;
            ask_turn(AskTurnRequest) -> AskTurnView;
            ask_decide(AskRequest) -> AskView;
            call_script_get(CallScriptRequest) -> CallScriptView;
            call_script_save(CallScriptRequest) -> FileSavedView;
            request_preview(RequestDraftRequest) -> DraftView;
            request_draft(RequestDraftRequest) -> RequestView;
            request_refresh(RequestRequest) -> RequestView;
            request_list(RequestListRequest) -> RequestListView;
            request_get(RequestRequest) -> RequestView;
            request_copy(RequestCopyRequest) -> HandedOverView;
            request_open(RequestOpenRequest) -> HandedOverView;
            request_save_eml(RequestRequest) -> HandedOverView;
            request_sent(RequestSentRequest) -> RequestView;
            request_ticket(RequestTicketRequest) -> RequestView;
            request_withdraw(RequestRequest) -> RequestView;
            request_move(RequestMoveRequest) -> RequestView;
            request_call(RequestCallRequest) -> RequestView;
            request_question(RequestQuestionRequest) -> RequestView;
            request_step(RequestStepRequest) -> RequestView;
            request_ask_again(RequestAskAgainRequest) -> RequestView;
            reply_read(ReplyReadRequest) -> ReplyView;
            reply_open(NoRequest) -> ReplyOpenedView;
            reply_agree(ReplyAgreeRequest) -> RequestView;

            // Settings, recovery code, passphrase, the owner's sign-in details
            settings_get(NoRequest) -> SettingsView;
            settings_change(SettingsChangeRequest) -> SavedView;
            recovery_code_show(NoRequest) -> RecoveryCodeView;
            recovery_code_hide(NoRequest) -> DoneView;
            recovery_code_check(RecoveryCodeCheckRequest) -> DoneView;
            passphrase_set(PassphraseSetRequest) -> SettingsView;
            passphrase_change(PassphraseChangeRequest) -> SettingsView;
            passphrase_remove(PassphraseRemoveRequest) -> SettingsView;
            passphrase_strength(PassphraseStrengthRequest) -> PassphraseStrengthView;
            lock_after_set(LockAfterRequest) -> SettingsView;
            credential_status(NoRequest) -> CredentialView;
            credential_save(CredentialSaveRequest) -> CredentialView;
            credential_copy(CredentialCopyRequest) -> CopiedView;
            credential_show(NoRequest) -> CredentialShownView;
            credential_hide(NoRequest) -> DoneView;
            credential_delete(NoRequest) -> CredentialView;
            password_check(PasswordCheckRequest) -> PasswordCheckView;
            password_generate(PasswordGenerateRequest) -> PasswordGeneratedView;
            screen_protect(ScreenProtectRequest) -> DoneView;
            history_verify(NoRequest) -> VerifyView;
            history_check_daily(NoRequest) -> DailyCheckView;

            // Backup
            backup_save(NoRequest) -> FileSavedView;
            backup_restore(RecoverRequest) -> StatusView;
        }
    };
}
