import { example } from '../examples';
import Timeline from './Timeline.svelte';

export default [
  example('two lines', Timeline, {
    items: [
      {
        id: '2',
        when: '20 November 2026, 09:14',
        title: 'Mobile changed',
        who: 'Jane Smith',
        details: ['Personal mobile: 07700 900002'],
        undo: () => undefined,
      },
      {
        id: '1',
        when: '19 November 2026, 16:40',
        title: 'Mobile changed',
        who: 'Jane Smith',
        details: ['Personal mobile: 07700 900001'],
        later: 'Changed again on 20 November 2026, 09:14 by Jane Smith',
      },
    ],
  }),
];
