/**
 * Which page is in view, kept after the `#` of the address. Links are ordinary links, so keyboard, middle click and
 * "back" work by themselves.
 */

/** Every page and its path. A part after a colon stands for an id. */
export const paths = {
  today: '/today',
  people: '/people',
  person_add: '/people/add',
  people_reminder: '/people/reminder',
  export: '/people/export',
  import: '/people/import',
  duplicates: '/people/duplicates',
  duplicate: '/people/duplicates/:one/:other',
  person: '/people/:person',
  person_change: '/people/:person/change',
  ask: '/ask',
  requests: '/requests',
  reply: '/requests/answer',
  request: '/requests/:request',
  help: '/help',
  help_check_email: '/help/check-my-email',
  help_clocks: '/help/clocks',
  settings: '/settings',
  settings_home_add: '/settings/homes/add',
  settings_home: '/settings/home/:site',
  settings_home_change: '/settings/home/:site/change',
  settings_mailbox_add: '/settings/home/:site/mailbox',
  settings_mailbox: '/settings/home/:site/mailbox/:mailbox',
  settings_mailbox_cover: '/settings/home/:site/mailbox/:mailbox/who',
  settings_mailbox_portal: '/settings/home/:site/mailbox/:mailbox/portal',
  settings_duties: '/settings/home/:site/mailbox/:mailbox/duties',
  settings_nas: '/settings/nas',
  settings_code: '/settings/recovery-code',
  settings_passphrase: '/settings/passphrase',
  settings_sign_in: '/settings/sign-in-details',
  settings_reminders: '/settings/calendar-and-reminders',
  settings_check: '/settings/check',
  settings_backup: '/settings/backup',
} as const;

export type PageName = keyof typeof paths;

type IdsIn<Path extends string> = Path extends `${infer Part}/${infer Rest}`
  ? IdsIn<Part> | IdsIn<Rest>
  : Path extends `:${infer Id}`
    ? Id
    : never;

/** The ids a page needs. */
export type Ids<Name extends PageName> = Record<IdsIn<(typeof paths)[Name]>, string>;

export interface Place {
  /** The page, or `missing` when the address leads nowhere. */
  page: PageName | 'missing';
  ids: Record<string, string>;
  /** What stands after a question mark, such as the person an Ask starts with. */
  query: Record<string, string>;
}

/** The address of a page, for `href`. */
export function link<Name extends PageName>(
  name: Name,
  ...[ids, query]: [IdsIn<(typeof paths)[Name]>] extends [never]
    ? [ids?: undefined, query?: Record<string, string>]
    : [ids: Ids<Name>, query?: Record<string, string>]
): string {
  const filled = paths[name]
    .split('/')
    .map((part) =>
      part.startsWith(':') ? encodeURIComponent((ids as Record<string, string>)[part.slice(1)] ?? '') : part,
    )
    .join('/');
  const asked = query && Object.keys(query).length > 0 ? `?${new URLSearchParams(query).toString()}` : '';
  return `#${filled}${asked}`;
}

/** Where an address leads. */
export function placeOf(hash: string): Place {
  const [path = '', asked = ''] = hash.replace(/^#/, '').split('?', 2);
  const query = Object.fromEntries(new URLSearchParams(asked));
  const parts = path.split('/').filter(Boolean);
  if (parts.length === 0) return { page: 'today', ids: {}, query };
  for (const name of Object.keys(paths) as PageName[]) {
    const wanted = paths[name].split('/').filter(Boolean);
    if (wanted.length !== parts.length) continue;
    const ids: Record<string, string> = {};
    const fits = wanted.every((part, index) => {
      const given = parts[index] ?? '';
      if (!part.startsWith(':')) return part === given;
      try {
        ids[part.slice(1)] = decodeURIComponent(given);
        return true;
      } catch {
        return false;
      }
    });
    if (fits) return { page: name, ids, query };
  }
  return { page: 'missing', ids: {}, query };
}

class Router {
  place = $state<Place>(placeOf(typeof location === 'undefined' ? '' : location.hash));
  #onmove: (() => void) | undefined;

  /** Follows the address from now on; `onmove` is told before each new page. */
  start(onmove: () => void): () => void {
    this.#onmove = onmove;
    const follow = (): void => {
      const next = placeOf(location.hash);
      if (JSON.stringify(next) === JSON.stringify(this.place)) return;
      this.#onmove?.();
      this.place = next;
    };
    window.addEventListener('hashchange', follow);
    follow();
    return () => window.removeEventListener('hashchange', follow);
  }

  /** Goes to a page. With `replace`, "back" does not return to the page left now. */
  go(href: string, replace = false): void {
    if (replace) location.replace(href);
    else location.hash = href;
  }
}

export const router = new Router();
