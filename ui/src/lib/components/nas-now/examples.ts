import { example } from '../examples';
import type { NasHoursView } from '../../../bindings/NasHoursView';
import NasNow from './NasNow.svelte';

const nas: NasHoursView = {
  open: true,
  until: '17:00:00',
  opens_on: null,
  opens_at: null,
  phone: '0333 200 1133',
  phone_menu: ['1', '1'],
  helpdesk_phone: '0333 200 1133',
  source: { document: 'Questions and answers', section: 'Hours', place: 'lines 209 to 211', effective: null },
};

export default [
  example('open', NasNow, { nas, today: '2026-11-20' }),
  example('closed over a bank holiday', NasNow, {
    nas: { ...nas, open: false, until: null, opens_on: '2027-06-01', opens_at: '09:00:00' },
    today: '2027-05-29',
  }),
];
