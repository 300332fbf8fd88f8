// Makes a file for pages ready to be served by others: writes its hash beside it, by which browsers know that it was
// not changed on the way, and tells devtools, in its source map, that all of it is not the app's: the lines of a
// console are then shown where the app has written them. `node scripts/seal-cdn.mjs <folder> <file>`
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder = 'dist/cdn', file = 'tocsin.min.js'] = process.argv.slice(2);
const hash = createHash('sha384').update(readFileSync(join(folder, file))).digest('base64');
writeFileSync(join(folder, 'integrity.json'), `${JSON.stringify({ [file]: `sha384-${hash}` }, undefined, 2)}\n`);

const map = join(folder, `${file}.map`);
/** @type {{ sources: readonly string[] }} */
const { sources, ...rest } = JSON.parse(readFileSync(map, 'utf8'));
const all = [...sources.keys()];
writeFileSync(map, JSON.stringify({ ...rest, sources, ignoreList: all, x_google_ignoreList: all }));
