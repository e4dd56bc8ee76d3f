import type { FolderServiceView } from '../../bindings/FolderServiceView';
import type { PasswordStoreStateView } from '../../bindings/PasswordStoreStateView';
import type { PasswordStoreView } from '../../bindings/PasswordStoreView';
import type { StageView } from '../../bindings/StageView';
import { passwordStoreNames } from './labels';

/** What is in the way at the start, and what to do. */
export interface StartUpWords {
  title: string;
  happened: string;
  steps: string[];
  /** Said when trying again changed nothing. */
  still: string;
  folder?: string;
  /** Whether the recovery code helps: it is the first thing to try, one way among others, or no help. */
  code: 'first' | 'also' | 'no';
  /** Whether moving the damaged file aside is offered. */
  setAside: boolean;
}

const folderServices: Record<FolderServiceView, string> = {
  one_drive: 'OneDrive',
  dropbox: 'Dropbox',
  google_drive: 'Google Drive',
  i_cloud: 'iCloud Drive',
  other_sync: 'a program that copies it to other computers',
  network: 'a network drive',
};

/** The words for each thing that can be in the way. */
export function startUpWords(stage: StageView, store: PasswordStoreView): StartUpWords {
  const storeName = passwordStoreNames[store];
  const plain: Pick<StartUpWords, 'steps' | 'still' | 'code' | 'setAside'> = {
    steps: [],
    still: 'Nothing has changed yet.',
    code: 'no',
    setAside: false,
  };
  switch (stage.state) {
    case 'first_run':
    case 'setting_up':
    case 'open':
    case 'locked':
      return { ...plain, title: 'Mailbox Steward', happened: '' };
    case 'key_missing':
      return {
        ...plain,
        title: 'We need your recovery code',
        happened: `The key to your staff list is not in ${storeName} any more. That happens when the computer’s password was reset, or when the files came from another computer. Your staff list is safe, and nothing has been changed.`,
        still: `The key is still not in ${storeName}.`,
        code: 'first',
      };
    case 'store_unavailable':
      return { ...plain, ...storeWords(stage.password_store, storeName), code: 'also' };
    case 'wrong_key':
      return {
        ...plain,
        title: 'The key does not fit this staff list',
        happened: `The key in ${storeName} belongs to another staff list. That happens when files from an older copy were put back. Nothing has been changed.`,
        steps: [
          'If you have just put old files back, put the newer ones in their place and try again.',
          'Otherwise use the recovery code that belongs to this staff list.',
        ],
        still: 'The key still does not fit.',
        code: 'also',
      };
    case 'damaged':
      return {
        ...plain,
        title: 'The file with your staff list is damaged',
        happened:
          'Mailbox Steward cannot read it any more. A power cut or a failing disk can do that. The file is still there, and nothing has been deleted.',
        steps: [
          'Try again once: some damage is gone after a restart of the computer.',
          'Ask whoever looks after the computer whether there is a copy of the folder below.',
          'If there is none, move the damaged file aside. It is kept under another name, and you start with an empty staff list.',
        ],
        still: 'The file is still damaged.',
        folder: stage.folder,
        setAside: true,
      };
    case 'newer':
      return {
        ...plain,
        title: 'Your staff list was made by a newer version',
        happened: 'This version of Mailbox Steward is too old to open it. It has not been changed.',
        steps: ['Install the newest version of Mailbox Steward on this computer.', 'Then open it again.'],
        still: 'This is still the older version.',
      };
    case 'not_writable':
      return {
        ...plain,
        title: 'Mailbox Steward cannot save here',
        happened: 'The folder for your staff list does not let it save. Nothing has been changed.',
        steps: ['Ask whoever looks after the computer to let you write to the folder below.', 'Then try again.'],
        still: 'The folder still cannot be written to.',
        folder: stage.folder,
      };
    case 'disk_full':
      return {
        ...plain,
        title: 'The disk is full',
        happened: 'There is no room to open your staff list safely. Nothing has been changed.',
        steps: ['Delete files you do not need and empty the bin.', 'Then try again.'],
        still: 'There is still not enough room.',
        folder: stage.folder,
      };
    case 'synced_folder':
      return {
        ...plain,
        title:
          stage.service === 'network'
            ? 'The folder is on a network drive'
            : `The folder is kept in step by ${folderServices[stage.service]}`,
        happened:
          'A staff list that two computers write to at the same time gets damaged. So Mailbox Steward only keeps it in a folder of this computer.',
        steps: [
          stage.service === 'network'
            ? 'Ask whoever looks after the computer to give you a local app data folder.'
            : `Take the folder below out of ${folderServices[stage.service]}, in the settings of that program.`,
          'Then try again.',
        ],
        still: 'The folder is still not on this computer alone.',
        folder: stage.folder,
      };
    case 'already_running':
      return {
        ...plain,
        title: 'Mailbox Steward is open already',
        happened:
          'Another window has your staff list open, perhaps for somebody else who is signed in to this computer.',
        steps: ['Go to the other window, or close it.', 'Then try again here.'],
        still: 'It is still open elsewhere.',
      };
    case 'failed':
      return {
        ...plain,
        title: 'Your staff list did not open',
        happened:
          'Something went wrong that Mailbox Steward has no better words for. Your staff list has not been changed.',
        steps: [
          'Restart the computer and open Mailbox Steward again.',
          `If this page comes back, give whoever helps you this code: ${stage.code}.`,
        ],
        still: 'It went wrong in the same way.',
      };
  }
}

function storeWords(
  state: PasswordStoreStateView,
  storeName: string,
): Pick<StartUpWords, 'title' | 'happened' | 'steps' | 'still'> {
  switch (state) {
    case 'locked':
      return {
        title: 'The password store is locked',
        happened: `The key to your staff list is in ${storeName}, and that is locked. Your staff list is safe.`,
        steps: ['Unlock it when the computer asks, or sign out of the computer and in again.', 'Then try again.'],
        still: 'The password store is still locked.',
      };
    case 'denied':
      return {
        title: 'Mailbox Steward was not let in',
        happened: `The key to your staff list is in ${storeName}, and the computer refused to hand it out. Your staff list is safe.`,
        steps: ['Try again, and choose Allow when the computer asks.'],
        still: 'The computer refused again.',
      };
    case 'absent':
    case 'ready':
      return {
        title: 'The password store does not answer',
        happened: `The key to your staff list is in ${storeName}, and that does not answer. Your staff list is safe.`,
        steps: [
          'Restart the computer and open Mailbox Steward again.',
          'If that does not help, use your recovery code.',
        ],
        still: 'The password store still does not answer.',
      };
  }
}
