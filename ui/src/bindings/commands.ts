// Written from the contract by the tests of steward-core. Do not edit.
import type { AccessChangeRequest } from "./AccessChangeRequest";
import type { AccessStartRequest } from "./AccessStartRequest";
import type { AccountsConfirmRequest } from "./AccountsConfirmRequest";
import type { ActionUndoRequest } from "./ActionUndoRequest";
import type { AsideRequest } from "./AsideRequest";
import type { AskEntriesView } from "./AskEntriesView";
import type { AskRequest } from "./AskRequest";
import type { AskTurnRequest } from "./AskTurnRequest";
import type { AskTurnView } from "./AskTurnView";
import type { AskView } from "./AskView";
import type { AuthorChooseRequest } from "./AuthorChooseRequest";
import type { CalendarRequest } from "./CalendarRequest";
import type { CalendarView } from "./CalendarView";
import type { CallScriptRequest } from "./CallScriptRequest";
import type { CallScriptView } from "./CallScriptView";
import type { ClockCompareRequest } from "./ClockCompareRequest";
import type { ClockCompareView } from "./ClockCompareView";
import type { ClockRulesView } from "./ClockRulesView";
import type { CopiedView } from "./CopiedView";
import type { CredentialCopyRequest } from "./CredentialCopyRequest";
import type { CredentialSaveRequest } from "./CredentialSaveRequest";
import type { CredentialShownView } from "./CredentialShownView";
import type { CredentialView } from "./CredentialView";
import type { DailyCheckView } from "./DailyCheckView";
import type { DailyReminderRequest } from "./DailyReminderRequest";
import type { DailyReminderView } from "./DailyReminderView";
import type { DoneView } from "./DoneView";
import type { DraftView } from "./DraftView";
import type { DuplicatesRequest } from "./DuplicatesRequest";
import type { DuplicatesView } from "./DuplicatesView";
import type { DutiesRequest } from "./DutiesRequest";
import type { DutiesView } from "./DutiesView";
import type { DutyDoneRequest } from "./DutyDoneRequest";
import type { ExportRequest } from "./ExportRequest";
import type { ExportView } from "./ExportView";
import type { FileSavedView } from "./FileSavedView";
import type { FormDraftRequest } from "./FormDraftRequest";
import type { FormDraftSaveRequest } from "./FormDraftSaveRequest";
import type { FormDraftView } from "./FormDraftView";
import type { HandedOverView } from "./HandedOverView";
import type { HeaderView } from "./HeaderView";
import type { HelpView } from "./HelpView";
import type { HomeMoveRequest } from "./HomeMoveRequest";
import type { ImportCheckRequest } from "./ImportCheckRequest";
import type { ImportCheckedView } from "./ImportCheckedView";
import type { ImportOpenRequest } from "./ImportOpenRequest";
import type { ImportOpenedView } from "./ImportOpenedView";
import type { ImportReadRequest } from "./ImportReadRequest";
import type { ImportRecordRequest } from "./ImportRecordRequest";
import type { ImportRecordedView } from "./ImportRecordedView";
import type { ImportRequest } from "./ImportRequest";
import type { ImportRowChangeRequest } from "./ImportRowChangeRequest";
import type { ImportRowChangedView } from "./ImportRowChangedView";
import type { ImportRowsRequest } from "./ImportRowsRequest";
import type { ImportRowsView } from "./ImportRowsView";
import type { ImportSheetRequest } from "./ImportSheetRequest";
import type { ImportView } from "./ImportView";
import type { JobView } from "./JobView";
import type { LinePutOffRequest } from "./LinePutOffRequest";
import type { LinkOpenRequest } from "./LinkOpenRequest";
import type { LockAfterRequest } from "./LockAfterRequest";
import type { MailCheckRequest } from "./MailCheckRequest";
import type { MailCheckView } from "./MailCheckView";
import type { MailboxAddRequest } from "./MailboxAddRequest";
import type { MailboxChangeRequest } from "./MailboxChangeRequest";
import type { MailboxCoverView } from "./MailboxCoverView";
import type { MailboxReminderRequest } from "./MailboxReminderRequest";
import type { MailboxRequest } from "./MailboxRequest";
import type { NoRequest } from "./NoRequest";
import type { NumbersConfirmRequest } from "./NumbersConfirmRequest";
import type { PairRequest } from "./PairRequest";
import type { PairView } from "./PairView";
import type { PassphraseChangeRequest } from "./PassphraseChangeRequest";
import type { PassphraseRemoveRequest } from "./PassphraseRemoveRequest";
import type { PassphraseSetRequest } from "./PassphraseSetRequest";
import type { PassphraseStrengthRequest } from "./PassphraseStrengthRequest";
import type { PassphraseStrengthView } from "./PassphraseStrengthView";
import type { PasswordCheckRequest } from "./PasswordCheckRequest";
import type { PasswordCheckView } from "./PasswordCheckView";
import type { PasswordGenerateRequest } from "./PasswordGenerateRequest";
import type { PasswordGeneratedView } from "./PasswordGeneratedView";
import type { PathBeginRequest } from "./PathBeginRequest";
import type { PathChangeRequest } from "./PathChangeRequest";
import type { PathRequest } from "./PathRequest";
import type { PathStepRequest } from "./PathStepRequest";
import type { PeopleFiltersView } from "./PeopleFiltersView";
import type { PeopleMergeRequest } from "./PeopleMergeRequest";
import type { PeopleViewRequest } from "./PeopleViewRequest";
import type { PeopleViewSaveRequest } from "./PeopleViewSaveRequest";
import type { PersonAddRequest } from "./PersonAddRequest";
import type { PersonChangeRequest } from "./PersonChangeRequest";
import type { PersonEraseRequest } from "./PersonEraseRequest";
import type { PersonIdsView } from "./PersonIdsView";
import type { PersonListRequest } from "./PersonListRequest";
import type { PersonListView } from "./PersonListView";
import type { PersonRequest } from "./PersonRequest";
import type { PersonView } from "./PersonView";
import type { PortalRecordRequest } from "./PortalRecordRequest";
import type { PortalRequest } from "./PortalRequest";
import type { PortalView } from "./PortalView";
import type { PostChangeRequest } from "./PostChangeRequest";
import type { PostStartRequest } from "./PostStartRequest";
import type { RecoverRequest } from "./RecoverRequest";
import type { RecoveryCodeCheckRequest } from "./RecoveryCodeCheckRequest";
import type { RecoveryCodeView } from "./RecoveryCodeView";
import type { RegisterCreateRequest } from "./RegisterCreateRequest";
import type { ReminderView } from "./ReminderView";
import type { ReplyAgreeRequest } from "./ReplyAgreeRequest";
import type { ReplyOpenedView } from "./ReplyOpenedView";
import type { ReplyReadRequest } from "./ReplyReadRequest";
import type { ReplyView } from "./ReplyView";
import type { RequestAskAgainRequest } from "./RequestAskAgainRequest";
import type { RequestCallRequest } from "./RequestCallRequest";
import type { RequestCopyRequest } from "./RequestCopyRequest";
import type { RequestDraftRequest } from "./RequestDraftRequest";
import type { RequestListRequest } from "./RequestListRequest";
import type { RequestListView } from "./RequestListView";
import type { RequestMoveRequest } from "./RequestMoveRequest";
import type { RequestOpenRequest } from "./RequestOpenRequest";
import type { RequestQuestionRequest } from "./RequestQuestionRequest";
import type { RequestRequest } from "./RequestRequest";
import type { RequestSentRequest } from "./RequestSentRequest";
import type { RequestStepRequest } from "./RequestStepRequest";
import type { RequestTicketRequest } from "./RequestTicketRequest";
import type { RequestView } from "./RequestView";
import type { SavedView } from "./SavedView";
import type { ScreenProtectRequest } from "./ScreenProtectRequest";
import type { SetUpRequest } from "./SetUpRequest";
import type { SettingsChangeRequest } from "./SettingsChangeRequest";
import type { SettingsView } from "./SettingsView";
import type { SiteAddRequest } from "./SiteAddRequest";
import type { SiteChangeRequest } from "./SiteChangeRequest";
import type { SiteListView } from "./SiteListView";
import type { SiteRequest } from "./SiteRequest";
import type { SiteView } from "./SiteView";
import type { StatusView } from "./StatusView";
import type { TodayRequest } from "./TodayRequest";
import type { TodayView } from "./TodayView";
import type { UnlockRequest } from "./UnlockRequest";
import type { ValueCheckRequest } from "./ValueCheckRequest";
import type { ValueCheckView } from "./ValueCheckView";
import type { VerifyView } from "./VerifyView";

/** Every command: what it asks and what it answers. */
export interface Commands {
  app_status: { request: NoRequest; view: StatusView };
  app_retry: { request: NoRequest; view: StatusView };
  app_unlock: { request: UnlockRequest; view: StatusView };
  app_recover: { request: RecoverRequest; view: StatusView };
  app_lock: { request: NoRequest; view: StatusView };
  app_set_damaged_aside: { request: NoRequest; view: StatusView };
  register_create: { request: RegisterCreateRequest; view: StatusView };
  set_up_finish: { request: SetUpRequest; view: SavedView };
  window_ready: { request: NoRequest; view: DoneView };
  header_get: { request: TodayRequest; view: HeaderView };
  author_choose: { request: AuthorChooseRequest; view: HeaderView };
  today_get: { request: TodayRequest; view: TodayView };
  help_get: { request: NoRequest; view: HelpView };
  mail_check: { request: MailCheckRequest; view: MailCheckView };
  mail_check_copy: { request: MailCheckRequest; view: CopiedView };
  link_open: { request: LinkOpenRequest; view: DoneView };
  page_print: { request: NoRequest; view: DoneView };
  clipboard_clear: { request: NoRequest; view: DoneView };
  calendar_save: { request: CalendarRequest; view: CalendarView };
  daily_reminder_get: { request: NoRequest; view: DailyReminderView };
  daily_reminder_set: { request: DailyReminderRequest; view: DailyReminderView };
  form_draft_save: { request: FormDraftSaveRequest; view: DoneView };
  form_draft_get: { request: FormDraftRequest; view: FormDraftView };
  form_draft_discard: { request: FormDraftRequest; view: DoneView };
  value_check: { request: ValueCheckRequest; view: ValueCheckView };
  site_list: { request: NoRequest; view: SiteListView };
  site_get: { request: SiteRequest; view: SiteView };
  site_add: { request: SiteAddRequest; view: SavedView };
  site_change: { request: SiteChangeRequest; view: SavedView };
  mailbox_add: { request: MailboxAddRequest; view: SavedView };
  mailbox_change: { request: MailboxChangeRequest; view: SavedView };
  mailbox_cover: { request: MailboxRequest; view: MailboxCoverView };
  person_list: { request: PersonListRequest; view: PersonListView };
  person_get: { request: PersonRequest; view: PersonView };
  people_filters_get: { request: NoRequest; view: PeopleFiltersView };
  people_view_save: { request: PeopleViewSaveRequest; view: PeopleFiltersView };
  people_view_delete: { request: PeopleViewRequest; view: PeopleFiltersView };
  person_add: { request: PersonAddRequest; view: SavedView };
  person_change: { request: PersonChangeRequest; view: SavedView };
  post_start: { request: PostStartRequest; view: SavedView };
  post_change: { request: PostChangeRequest; view: SavedView };
  access_start: { request: AccessStartRequest; view: SavedView };
  access_change: { request: AccessChangeRequest; view: SavedView };
  contact_remove: { request: PersonRequest; view: SavedView };
  person_erase: { request: PersonEraseRequest; view: SavedView };
  action_undo: { request: ActionUndoRequest; view: SavedView };
  duplicates_get: { request: DuplicatesRequest; view: DuplicatesView };
  pair_get: { request: PairRequest; view: PairView };
  people_merge: { request: PeopleMergeRequest; view: SavedView };
  people_unmerge: { request: PersonRequest; view: SavedView };
  two_people_set: { request: PairRequest; view: SavedView };
  two_people_clear: { request: PairRequest; view: SavedView };
  clock_rules_get: { request: NoRequest; view: ClockRulesView };
  clock_compare: { request: ClockCompareRequest; view: ClockCompareView };
  accounts_confirm: { request: AccountsConfirmRequest; view: SavedView };
  numbers_confirm: { request: NumbersConfirmRequest; view: SavedView };
  person_ids: { request: PersonListRequest; view: PersonIdsView };
  reminder_get: { request: NoRequest; view: ReminderView };
  reminder_copy: { request: NoRequest; view: CopiedView };
  email_remove: { request: PersonRequest; view: SavedView };
  person_copy_save: { request: PersonRequest; view: FileSavedView };
  import_open: { request: ImportOpenRequest; view: ImportOpenedView };
  import_read: { request: ImportReadRequest; view: ImportView };
  import_sheet: { request: ImportSheetRequest; view: ImportView };
  import_check: { request: ImportCheckRequest; view: ImportCheckedView };
  import_rows: { request: ImportRowsRequest; view: ImportRowsView };
  import_row_change: { request: ImportRowChangeRequest; view: ImportRowChangedView };
  import_record: { request: ImportRecordRequest; view: ImportRecordedView };
  import_close: { request: ImportRequest; view: DoneView };
  portal_get: { request: PortalRequest; view: PortalView };
  portal_record: { request: PortalRecordRequest; view: SavedView };
  job_get: { request: NoRequest; view: JobView };
  job_cancel: { request: NoRequest; view: DoneView };
  export_save: { request: ExportRequest; view: ExportView };
  path_begin: { request: PathBeginRequest; view: SavedView };
  home_move: { request: HomeMoveRequest; view: SavedView };
  path_change: { request: PathChangeRequest; view: SavedView };
  path_step: { request: PathStepRequest; view: SavedView };
  path_end: { request: PathRequest; view: SavedView };
  line_put_off: { request: LinePutOffRequest; view: SavedView };
  line_take_back: { request: AsideRequest; view: SavedView };
  duties_get: { request: DutiesRequest; view: DutiesView };
  duty_done: { request: DutyDoneRequest; view: SavedView };
  mailbox_reminder_set: { request: MailboxReminderRequest; view: SavedView };
  ask_entries: { request: NoRequest; view: AskEntriesView };
  ask_turn: { request: AskTurnRequest; view: AskTurnView };
  ask_decide: { request: AskRequest; view: AskView };
  call_script_get: { request: CallScriptRequest; view: CallScriptView };
  call_script_save: { request: CallScriptRequest; view: FileSavedView };
  request_preview: { request: RequestDraftRequest; view: DraftView };
  request_draft: { request: RequestDraftRequest; view: RequestView };
  request_refresh: { request: RequestRequest; view: RequestView };
  request_list: { request: RequestListRequest; view: RequestListView };
  request_get: { request: RequestRequest; view: RequestView };
  request_copy: { request: RequestCopyRequest; view: HandedOverView };
  request_open: { request: RequestOpenRequest; view: HandedOverView };
  request_save_eml: { request: RequestRequest; view: HandedOverView };
  request_sent: { request: RequestSentRequest; view: RequestView };
  request_ticket: { request: RequestTicketRequest; view: RequestView };
  request_withdraw: { request: RequestRequest; view: RequestView };
  request_move: { request: RequestMoveRequest; view: RequestView };
  request_call: { request: RequestCallRequest; view: RequestView };
  request_question: { request: RequestQuestionRequest; view: RequestView };
  request_step: { request: RequestStepRequest; view: RequestView };
  request_ask_again: { request: RequestAskAgainRequest; view: RequestView };
  reply_read: { request: ReplyReadRequest; view: ReplyView };
  reply_open: { request: NoRequest; view: ReplyOpenedView };
  reply_agree: { request: ReplyAgreeRequest; view: RequestView };
  settings_get: { request: NoRequest; view: SettingsView };
  settings_change: { request: SettingsChangeRequest; view: SavedView };
  recovery_code_show: { request: NoRequest; view: RecoveryCodeView };
  recovery_code_hide: { request: NoRequest; view: DoneView };
  recovery_code_check: { request: RecoveryCodeCheckRequest; view: DoneView };
  passphrase_set: { request: PassphraseSetRequest; view: SettingsView };
  passphrase_change: { request: PassphraseChangeRequest; view: SettingsView };
  passphrase_remove: { request: PassphraseRemoveRequest; view: SettingsView };
  passphrase_strength: { request: PassphraseStrengthRequest; view: PassphraseStrengthView };
  lock_after_set: { request: LockAfterRequest; view: SettingsView };
  credential_status: { request: NoRequest; view: CredentialView };
  credential_save: { request: CredentialSaveRequest; view: CredentialView };
  credential_copy: { request: CredentialCopyRequest; view: CopiedView };
  credential_show: { request: NoRequest; view: CredentialShownView };
  credential_hide: { request: NoRequest; view: DoneView };
  credential_delete: { request: NoRequest; view: CredentialView };
  password_check: { request: PasswordCheckRequest; view: PasswordCheckView };
  password_generate: { request: PasswordGenerateRequest; view: PasswordGeneratedView };
  screen_protect: { request: ScreenProtectRequest; view: DoneView };
  history_verify: { request: NoRequest; view: VerifyView };
  history_check_daily: { request: NoRequest; view: DailyCheckView };
  backup_save: { request: NoRequest; view: FileSavedView };
  backup_restore: { request: RecoverRequest; view: StatusView };
}

/** Every command's name. */
export const commandNames = [
  "app_status",
  "app_retry",
  "app_unlock",
  "app_recover",
  "app_lock",
  "app_set_damaged_aside",
  "register_create",
  "set_up_finish",
  "window_ready",
  "header_get",
  "author_choose",
  "today_get",
  "help_get",
  "mail_check",
  "mail_check_copy",
  "link_open",
  "page_print",
  "clipboard_clear",
  "calendar_save",
  "daily_reminder_get",
  "daily_reminder_set",
  "form_draft_save",
  "form_draft_get",
  "form_draft_discard",
  "value_check",
  "site_list",
  "site_get",
  "site_add",
  "site_change",
  "mailbox_add",
  "mailbox_change",
  "mailbox_cover",
  "person_list",
  "person_get",
  "people_filters_get",
  "people_view_save",
  "people_view_delete",
  "person_add",
  "person_change",
  "post_start",
  "post_change",
  "access_start",
  "access_change",
  "contact_remove",
  "person_erase",
  "action_undo",
  "duplicates_get",
  "pair_get",
  "people_merge",
  "people_unmerge",
  "two_people_set",
  "two_people_clear",
  "clock_rules_get",
  "clock_compare",
  "accounts_confirm",
  "numbers_confirm",
  "person_ids",
  "reminder_get",
  "reminder_copy",
  "email_remove",
  "person_copy_save",
  "import_open",
  "import_read",
  "import_sheet",
  "import_check",
  "import_rows",
  "import_row_change",
  "import_record",
  "import_close",
  "portal_get",
  "portal_record",
  "job_get",
  "job_cancel",
  "export_save",
  "path_begin",
  "home_move",
  "path_change",
  "path_step",
  "path_end",
  "line_put_off",
  "line_take_back",
  "duties_get",
  "duty_done",
  "mailbox_reminder_set",
  "ask_entries",
  "ask_turn",
  "ask_decide",
  "call_script_get",
  "call_script_save",
  "request_preview",
  "request_draft",
  "request_refresh",
  "request_list",
  "request_get",
  "request_copy",
  "request_open",
  "request_save_eml",
  "request_sent",
  "request_ticket",
  "request_withdraw",
  "request_move",
  "request_call",
  "request_question",
  "request_step",
  "request_ask_again",
  "reply_read",
  "reply_open",
  "reply_agree",
  "settings_get",
  "settings_change",
  "recovery_code_show",
  "recovery_code_hide",
  "recovery_code_check",
  "passphrase_set",
  "passphrase_change",
  "passphrase_remove",
  "passphrase_strength",
  "lock_after_set",
  "credential_status",
  "credential_save",
  "credential_copy",
  "credential_show",
  "credential_hide",
  "credential_delete",
  "password_check",
  "password_generate",
  "screen_protect",
  "history_verify",
  "history_check_daily",
  "backup_save",
  "backup_restore",
] as const satisfies readonly (keyof Commands)[];
