import { example } from '../examples';
import PortalSteps from './PortalSteps.svelte';

export default [
  example('adding somebody', PortalSteps, { what: 'add', mailbox: 'care.vlaxl@nhs.net', open: true }),
  example('taking access away', PortalSteps, { what: 'remove', mailbox: 'care.vlaxl@nhs.net', open: true }),
];
