// @vitest-environment node
/// <reference types="node" />
import { createServer, type Server } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../policy';
import { scenes } from '../fake/scenes';
import { Chromium } from './chromium';

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

let chromium: Chromium;
let server: Server;
let folder: string;
let address: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mailbox-steward-page-'));
  await build({ mode: 'fake', logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    try {
      const body = readFileSync(join(folder, path === '/' ? 'index.html' : path));
      response.setHeader('Content-Type', types[extname(path)] ?? 'text/html');
      response.setHeader('Content-Security-Policy', contentSecurityPolicy);
      response.end(body);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  chromium = await Chromium.start();
}, 240_000);

afterAll(async () => {
  await chromium?.end();
  server?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Controls that show no outline when they have the focus. Shadows and grounds are gone in forced colours. */
const withoutFocusRing = `(() => {
  const wanted = 'a[href], button, input, select, textarea, summary';
  const seen = (each) => each.offsetParent !== null && getComputedStyle(each).visibility !== 'hidden';
  const bare = [];
  for (const each of [...document.querySelectorAll(wanted)].filter(seen).slice(0, 120)) {
    each.focus();
    if (document.activeElement !== each) continue;
    // The drawn circle of a radio or the box of a tick is a part of its label; a plain box in a list is drawn by itself.
    const drawn = each.matches('.nhsuk-radios__input, .nhsuk-checkboxes__input') ? [each.nextElementSibling, '::before'] : [each, null];
    const style = getComputedStyle(drawn[0], drawn[1]);
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    if (!ring || style.outlineColor === getComputedStyle(document.body).backgroundColor) bare.push(each.outerHTML.slice(0, 120));
  }
  return bare;
})()`;

/** Buttons and boxes without a border of a visible colour: in forced colours the border is all that shows their size. */
const withoutBorder = `[...document.querySelectorAll('button.app-button, a.app-button, input.nhsuk-input, textarea, select')]
  .filter((each) => each.offsetParent !== null)
  .filter((each) => {
    const style = getComputedStyle(each);
    const ground = getComputedStyle(document.body).backgroundColor;
    return !(parseFloat(style.borderBottomWidth) >= 1 && style.borderBottomStyle !== 'none' && style.borderBottomColor !== ground);
  })
  .map((each) => each.outerHTML.slice(0, 120))`;

const tooWide = `document.documentElement.scrollWidth - window.innerWidth`;

// Two looks at a page and its every control take a while where several things run at once.
const patience = 60_000;

describe.each(Object.entries(scenes))('%s', (_, scene) => {
  it(
    'can be used in forced colours, and asks for nothing its policy refuses',
    async () => {
      chromium.complaints = [];
      await chromium.look({ width: 1024, height: 700, forcedColours: true });
      await chromium.open(address + scene);
      expect(await chromium.run(withoutBorder)).toEqual([]);
      expect(await chromium.run(withoutFocusRing)).toEqual([]);
      expect(chromium.complaints).toEqual([]);
    },
    patience,
  );

  it(
    'needs no sideways scrolling at 320 pixels',
    async () => {
      await chromium.look({ width: 320, height: 640 });
      await chromium.open(address + scene);
      expect(await chromium.run(tooWide)).toBeLessThanOrEqual(0);
    },
    patience,
  );
});

it(
  'in forced colours the page in view is marked in the navigation',
  async () => {
    await chromium.look({ width: 1024, height: 700, forcedColours: true });
    await chromium.open(`${address}#/help`);
    const colours = await chromium.run<string[]>(
      `[...document.querySelectorAll('.app-nav__link')].map((each) => getComputedStyle(each).borderLeftColor)`,
    );
    expect(new Set(colours).size).toBe(2);
  },
  patience,
);
