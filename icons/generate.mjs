// Makes every other file in this folder from icon.svg:
//   npm install --no-save --prefix icons @resvg/resvg-js && node icons/generate.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';

const folder = new URL('.', import.meta.url);
const source = readFileSync(new URL('icon.svg', folder), 'utf8');
// Apple's grid leaves a tenth of the square free on each side.
const forMac = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-64 -64 640 640">${source}</svg>`.replace(
  'viewBox="0 0 512 512"',
  'width="512" height="512" viewBox="0 0 512 512"',
);

const render = (svg, size) => new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render();
const write = (name, bytes) => writeFileSync(new URL(name, folder), bytes);

for (const [name, size] of [
  ['32x32.png', 32],
  ['128x128.png', 128],
  ['128x128@2x.png', 256],
  ['icon.png', 512],
]) {
  write(name, render(source, size).asPng());
}

// Windows: 256 pixels as PNG, the small ones as bitmaps, which every reader of .ico knows.
const entries = [16, 20, 24, 32, 40, 48, 64].map((size) => ({ size, bytes: bitmap(render(source, size), size) }));
entries.push({ size: 256, bytes: render(source, 256).asPng() });
const head = Buffer.alloc(6 + 16 * entries.length);
head.writeUInt16LE(1, 2);
head.writeUInt16LE(entries.length, 4);
let offset = head.length;
entries.forEach(({ size, bytes }, index) => {
  const at = 6 + 16 * index;
  head.writeUInt8(size % 256, at);
  head.writeUInt8(size % 256, at + 1);
  head.writeUInt16LE(1, at + 4);
  head.writeUInt16LE(32, at + 6);
  head.writeUInt32LE(bytes.length, at + 8);
  head.writeUInt32LE(offset, at + 12);
  offset += bytes.length;
});
write('icon.ico', Buffer.concat([head, ...entries.map(({ bytes }) => bytes)]));

// macOS: PNGs under the type that names their size.
const parts = Object.entries({ ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 }).map(
  ([type, size]) => {
    const png = render(forMac, size).asPng();
    const length = Buffer.alloc(4);
    length.writeUInt32BE(png.length + 8);
    return Buffer.concat([Buffer.from(type, 'ascii'), length, png]);
  },
);
const body = Buffer.concat(parts);
const total = Buffer.alloc(4);
total.writeUInt32BE(body.length + 8);
write('icon.icns', Buffer.concat([Buffer.from('icns', 'ascii'), total, body]));

/** A 32-bit bitmap as .ico holds it: rows from the bottom, blue first, height counted twice for the unused mask. */
function bitmap({ pixels }, size) {
  const maskRow = Math.ceil(size / 32) * 4;
  const out = Buffer.alloc(40 + size * size * 4 + maskRow * size);
  out.writeUInt32LE(40, 0);
  out.writeInt32LE(size, 4);
  out.writeInt32LE(size * 2, 8);
  out.writeUInt16LE(1, 12);
  out.writeUInt16LE(32, 14);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const from = (y * size + x) * 4;
      const to = 40 + ((size - 1 - y) * size + x) * 4;
      const alpha = pixels[from + 3];
      // The renderer's colours are multiplied by their alpha; a bitmap's are not.
      for (let c = 0; c < 3; c += 1) out[to + 2 - c] = alpha ? Math.min(255, Math.round((pixels[from + c] * 255) / alpha)) : 0;
      out[to + 3] = alpha;
    }
  }
  return out;
}
