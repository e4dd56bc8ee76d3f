import { fakeClock } from '../../../fake/clocks';
import { example } from '../examples';
import ClockPicture from './ClockPicture.svelte';

export default [
  example('checked a while ago', ClockPicture, { clock: fakeClock('quiet', '2026-10-05') }),
  example('checked this week', ClockPicture, { clock: fakeClock('quiet', '2026-11-18') }),
  example('made long ago and never checked', ClockPicture, { clock: fakeClock('unchecked', '2024-05-13') }),
  example('just made', ClockPicture, { clock: fakeClock('pending', '2026-11-09') }),
  example('a leaver', ClockPicture, { clock: fakeClock('leaver', '2026-10-28') }),
  example('a leaver who may be gone', ClockPicture, { clock: fakeClock('leaver', '2026-08-28') }),
  example('on long leave', ClockPicture, { clock: fakeClock('disabled', '2026-02-01') }),
  example('a day still to come', ClockPicture, { clock: fakeClock('leaver', '2026-12-01') }),
  example('the owner’s own password', ClockPicture, { clock: fakeClock('password', '2026-03-01') }),
];
