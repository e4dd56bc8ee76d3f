import { createRawSnippet, type Component, type Snippet } from 'svelte';

/** One state of a component: what the tests render, and what the page of examples shows. */
export interface Example {
  name: string;
  // The properties differ from component to component; each examples.ts is checked where it is written.
  component: Component<any>;
  props: Record<string, unknown>;
}

/** Ties the properties of an example to its component, so that a wrong one does not compile. */
export function example<P extends Record<string, any>>(
  name: string,
  component: Component<P, any, any>,
  props: P,
): Example {
  return { name, component: component as Component<any>, props };
}

/** A snippet of plain text. */
export function words(text: string): Snippet {
  return createRawSnippet(() => ({
    render: () => {
      const span = document.createElement('span');
      span.textContent = text;
      return span.outerHTML;
    },
  }));
}
