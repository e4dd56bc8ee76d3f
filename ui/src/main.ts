import { mount } from 'svelte';
import App from './App.svelte';

const place = document.getElementById('app');

async function start(target: HTMLElement): Promise<void> {
  // Only in the build with the invented home; the app's own build leaves this out.
  if (import.meta.env.MODE === 'fake' && location.hash === '#/examples') {
    const { default: Gallery } = await import('./fake/Gallery.svelte');
    target.replaceChildren();
    mount(Gallery, { target });
    return;
  }
  target.replaceChildren();
  mount(App, { target });
}

if (place) void start(place);
