import { example } from '../examples';
import CoverPicture from './CoverPicture.svelte';

const from = '2026-11-20';
const to = '2027-02-17';

export default [
  example('everybody stands differently', CoverPicture, {
    from,
    to,
    rows: [
      { id: 'a', name: 'Jane Smith', spans: [{ standing: 'owner', from, to }] },
      {
        id: 'b',
        name: 'Edith Quill',
        spans: [
          { standing: 'member', from, to: '2026-11-30' },
          { standing: 'away', from: '2026-12-01', to: '2027-01-10' },
          { standing: 'member', from: '2027-01-11', to },
        ],
      },
      {
        id: 'c',
        name: 'Tom Fairweather',
        spans: [
          { standing: 'left', from, to: '2026-12-09' },
          { standing: 'account_ended', from: '2026-12-10', to },
        ],
      },
    ],
  }),
  example('nobody', CoverPicture, { from, to, rows: [] }),
];
