import type { Component } from 'svelte';
import type { PageName } from '../lib/router.svelte';
import Ask from './Ask.svelte';
import CheckMyEmail from './CheckMyEmail.svelte';
import Clocks from './Clocks.svelte';
import Export from './Export.svelte';
import Import from './Import.svelte';
import Duplicate from './Duplicate.svelte';
import Duplicates from './Duplicates.svelte';
import Help from './Help.svelte';
import SettingsMailboxCover from './SettingsMailboxCover.svelte';
import People from './People.svelte';
import PeopleReminder from './PeopleReminder.svelte';
import Person from './Person.svelte';
import PersonAdd from './PersonAdd.svelte';
import PersonChange from './PersonChange.svelte';
import Portal from './Portal.svelte';
import Reply from './Reply.svelte';
import Request from './Request.svelte';
import Requests from './Requests.svelte';
import Settings from './Settings.svelte';
import SettingsBackup from './SettingsBackup.svelte';
import SettingsCheck from './SettingsCheck.svelte';
import SettingsDuties from './SettingsDuties.svelte';
import SettingsHome from './SettingsHome.svelte';
import SettingsHomeAdd from './SettingsHomeAdd.svelte';
import SettingsHomeChange from './SettingsHomeChange.svelte';
import SettingsMailbox from './SettingsMailbox.svelte';
import SettingsNas from './SettingsNas.svelte';
import SettingsPassphrase from './SettingsPassphrase.svelte';
import SettingsRecoveryCode from './SettingsRecoveryCode.svelte';
import SettingsReminders from './SettingsReminders.svelte';
import SettingsSignIn from './SettingsSignIn.svelte';
import Today from './Today.svelte';

/** The page for each name the router knows. */
export const pages: Record<PageName, Component> = {
  today: Today,
  people: People,
  person_add: PersonAdd,
  people_reminder: PeopleReminder,
  export: Export,
  import: Import,
  duplicates: Duplicates,
  duplicate: Duplicate,
  person: Person,
  person_change: PersonChange,
  ask: Ask,
  requests: Requests,
  reply: Reply,
  request: Request,
  help: Help,
  help_check_email: CheckMyEmail,
  help_clocks: Clocks,
  settings: Settings,
  settings_home_add: SettingsHomeAdd,
  settings_home: SettingsHome,
  settings_home_change: SettingsHomeChange,
  settings_mailbox_add: SettingsMailbox,
  settings_mailbox: SettingsMailbox,
  settings_mailbox_cover: SettingsMailboxCover,
  settings_nas: SettingsNas,
  settings_code: SettingsRecoveryCode,
  settings_passphrase: SettingsPassphrase,
  settings_sign_in: SettingsSignIn,
  settings_reminders: SettingsReminders,
  settings_check: SettingsCheck,
  settings_backup: SettingsBackup,
  settings_mailbox_portal: Portal,
  settings_duties: SettingsDuties,
};
