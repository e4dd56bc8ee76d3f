import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { FakeHost, useFakeHost } from '../fake/host';
import { session } from '../lib/session.svelte';
import type { StageView } from '../bindings/StageView';

const mounted: (() => void)[] = [];

/** Puts a component on the page. `cleanUp` takes it away again. */
export function render<P extends Record<string, any>>(component: Component<P, any, any>, props: P): HTMLElement {
  const target = document.createElement('div');
  document.body.append(target);
  const instance = mount(component, { target, props });
  mounted.push(() => {
    void unmount(instance);
    target.remove();
  });
  flushSync();
  return target;
}

/** Takes away all that `render` put on the page. */
export function cleanUp(): void {
  for (const remove of mounted.splice(0)) remove();
  document.body.replaceChildren();
  location.hash = '';
}

/** Waits until the answers of the fake host have arrived and are drawn. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 12; round++) {
    await Promise.resolve();
    await tick();
    flushSync();
  }
}

/** Waits until a form was sent and the page it leads to is drawn: the address changes in a turn of its own. */
export async function arrive(): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await new Promise((done) => setTimeout(done, 0));
    await settle();
  }
}

/** A session on a fresh invented home. */
export async function startSession(stage: StageView = { state: 'open' }, people = 24): Promise<FakeHost> {
  const host = useFakeHost(new FakeHost(stage, people));
  session.status = null;
  session.header = null;
  session.site = null;
  await session.start();
  return host;
}

/** The one element that fits, or an error that says what was looked for. */
export function one<E extends Element = HTMLElement>(inside: ParentNode, selector: string): E {
  const found = inside.querySelector<E>(selector);
  if (!found) throw new Error(`nothing fits ${selector}`);
  return found;
}

/** The button or link with these words. */
export function press(inside: ParentNode, words: string): void {
  const found = [...inside.querySelectorAll<HTMLElement>('button, a, summary')].find(
    (each) => each.textContent?.replace(/\s+/g, ' ').trim().startsWith(words) === true,
  );
  if (!found) throw new Error(`nothing to press says "${words}"`);
  found.click();
  flushSync();
}

/** Types into the box with this id. */
export function type(inside: ParentNode, id: string, text: string): void {
  const box = one<HTMLInputElement>(inside, `[id="${id}"]`);
  box.value = text;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}
