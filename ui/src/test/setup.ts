/** What a browser has and jsdom lacks. Nothing is laid out in jsdom, so there is nothing to observe or to scroll to. */
class NoResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

// Tests of the browser run in Node itself, where there is no page.
if (typeof window !== 'undefined') {
  window.ResizeObserver ??= NoResizeObserver;
  window.scrollTo = () => undefined;
  Element.prototype.scrollIntoView ??= () => undefined;
}
