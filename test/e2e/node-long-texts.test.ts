import { nodeBinaries } from '@tocsin/runtimes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAppFolder, type AppFolder } from './app-folder';

/** Each repeated makes a text that a careless pattern reads over and over. */
const PIECES = ['a', '1', 'a.', ' ', '\t\n', '\\', '"', "'", 'a=', 'a:', '=', 'pwd=/', 'auth=***', 'token=token...', 'password="', 'password: \\', 'eyJ-', 'sk-', 'a@a.', '://a:b', 'bearer ', '--token ', '<a>', 'AKIA'];

/** As many are scrubbed whole; the hook drops the event when that is done. */
const LENGTH = 200_000;

const APP = `import { init, captureEvent } from '@tocsin/node';
  const heard = [];
  init({ dsn: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1', spool: false, maxValueLength: ${LENGTH}, beforeSend: () => { heard.push(1); return null; } });
  for (const piece of ${JSON.stringify(PIECES)}) {
    const text = piece.repeat(${LENGTH} / piece.length);
    captureEvent({ message: 'said', extra: { text } });
    captureEvent({ message: 'asked', request: { query_string: text } });
  }
  console.log(heard.length);`;

let folder: AppFolder;
beforeAll(() => {
  folder = createAppFolder();
  folder.write('long.mjs', APP);
});
afterAll(() => folder.remove());

// The engines of older versions do not find by themselves where a pattern can begin. Where time goes by the square of
// the length, one of these texts alone takes longer than the test may.
describe.each(nodeBinaries())('$name', ({ path }) => {
  it('scrubs long texts in time that goes by their length', { timeout: 60_000 }, async () => {
    expect(await folder.run('long.mjs', { node: path, monitored: false, timeout: 50_000 })).toMatchObject({ code: 0, stdout: `${2 * PIECES.length}\n` });
  });
});
