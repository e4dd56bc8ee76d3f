// The ids the invented home gives its first home, that home's mailbox, its first person, and the requests of `?asked`.
const site = '01936f00-0000-7000-8000-000000000001';
const mailbox = '01936f00-0000-7000-8000-000000000002';
const person = '01936f00-0000-7000-8000-000000000007';
const sent = '01936f00-0000-7000-8000-00000000a001';
const drafted = '01936f00-0000-7000-8000-00000000a002';

/** Every screen, by the address that shows it on the invented home. */
export const scenes: Record<string, string> = {
  'set up: this computer': '?stage=first_run',
  'set up: no password store': '?stage=first_run_no_store',
  'set up: your home': '?stage=setting_up',
  locked: '?stage=locked',
  'key missing': '?stage=key_missing',
  'password store locked': '?stage=store_unavailable',
  'wrong key': '?stage=wrong_key',
  damaged: '?stage=damaged',
  'newer version': '?stage=newer',
  'not writable': '?stage=not_writable',
  'disk full': '?stage=disk_full',
  'synced folder': '?stage=synced_folder',
  'already running': '?stage=already_running',
  failed: '?stage=failed',
  today: '#/today',
  people: '#/people',
  'twenty thousand people': '?people=20000#/people',
  'add a person': '#/people/add',
  'a person': `#/people/${person}`,
  'change a person': `#/people/${person}/change`,
  'nobody yet': '?people=0#/people',
  'ask: who': '?asked#/ask',
  'ask: questions': '?asked#/ask?step=answer',
  'ask: what to do': '?asked#/ask?step=do',
  requests: '?asked#/requests',
  'no requests': '#/requests',
  'a request to be sent': `?asked#/requests/${drafted}`,
  'a request that was sent': `?asked#/requests/${sent}`,
  help: '#/help',
  'check an email': '#/help/check-my-email',
  settings: '#/settings',
  'add a home': '#/settings/homes/add',
  'a home': `#/settings/home/${site}`,
  'change a home': `#/settings/home/${site}/change`,
  'add a mailbox': `#/settings/home/${site}/mailbox`,
  'change a mailbox': `#/settings/home/${site}/mailbox/${mailbox}`,
  'requests and help': '#/settings/nas',
  'recovery code': '#/settings/recovery-code',
  passphrase: '#/settings/passphrase',
  'sign-in details': '#/settings/sign-in-details',
  'check the history': '#/settings/check',
  'a home that is gone': '#/settings/home/gone/change',
  'nothing here': '#/nowhere',
  components: '#/examples',
};
