import { example } from '../examples';
import Tag from './Tag.svelte';

export default (['grey', 'green', 'blue', 'amber', 'red', 'plum'] as const).map((colour) =>
  example(colour, Tag, { text: 'Sent', colour }),
);
