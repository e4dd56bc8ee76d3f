import { example, words } from '../examples';
import Button from './Button.svelte';

export default [
  example('primary', Button, { children: words('Save') }),
  example('secondary', Button, { variant: 'secondary', children: words('Add another person') }),
  example('warning', Button, { variant: 'warning', children: words('Delete sign-in details') }),
  example('small, with an icon', Button, { variant: 'secondary', small: true, icon: 'copy', children: words('Copy') }),
  example('busy', Button, { busy: true, children: words('Saving') }),
  example('link', Button, { variant: 'link', children: words('Change'), about: 'name of the home' }),
  example('goes somewhere', Button, { href: '#/people', children: words('See everybody') }),
];
