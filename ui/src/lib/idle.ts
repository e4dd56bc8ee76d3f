/** How long before the lock it is said. */
const warningSeconds = 20;

const touches = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

interface Idle {
  /** How long nobody may touch keys or mouse before the app is locked. */
  minutes: number;
  /** Told this many seconds before the lock. */
  warn: (seconds: number) => void;
  /** Somebody is there again after a warning. */
  stay: () => void;
  lock: () => void;
  /** Whether something runs that the lock waits for. */
  busy?: () => boolean;
}

/** Watches for quiet minutes until the returned function is called. */
export function watchIdle({ minutes, warn, stay, lock, busy }: Idle): () => void {
  let last = Date.now();
  let warned = false;

  const touched = (): void => {
    last = Date.now();
    if (warned) {
      warned = false;
      stay();
    }
  };
  // The time of day, not a count of ticks: a computer that was asleep has been quiet as well.
  const timer = setInterval(() => {
    if (busy?.()) touched();
    const quiet = Date.now() - last;
    if (quiet >= minutes * 60_000) {
      clearInterval(timer);
      lock();
    } else if (!warned && quiet >= minutes * 60_000 - warningSeconds * 1000) {
      warned = true;
      warn(warningSeconds);
    }
  }, 1000);

  for (const touch of touches) window.addEventListener(touch, touched, { capture: true, passive: true });
  return () => {
    clearInterval(timer);
    for (const touch of touches) window.removeEventListener(touch, touched, { capture: true });
  };
}
