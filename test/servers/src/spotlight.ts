import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { saidBy } from './said';

/** The real Spotlight on loopback: what answers SDKs and feeds its page. */
export interface Spotlight {
  readonly url: string;
  /** What its page is told of all envelopes that came, item by item, once that is enough; at the latest after five seconds. */
  readonly items: (enough: (items: readonly SpotlightItem[]) => boolean) => Promise<readonly SpotlightItem[]>;
  readonly stop: () => Promise<void>;
}

/** One item of an envelope. */
export interface SpotlightItem {
  readonly type: string;
  readonly payload: unknown;
}

/** Not by its command, which reports to its makers how it is used. */
const program = `import { setupSpotlight } from '@spotlightjs/spotlight';
const server = await setupSpotlight({ port: 0, isStandalone: true });
console.log('port ' + server.address().port);`;

/** How its page is told of envelopes: each is the data of one event of a stream without end. */
const itemsIn = (stream: string): readonly SpotlightItem[] =>
  [...stream.matchAll(/^data: (.*)\n/gm)].flatMap(([, data = '']) => {
    const [, items]: readonly [unknown, readonly (readonly [{ readonly type: string }, unknown])[]] = JSON.parse(data);
    return items.map(([{ type }, payload]) => ({ type, payload }));
  });

/** Reads the stream until that is enough, for at most five seconds: what is missing then is for the test to tell. */
const readStream = async (url: string, enough: (items: readonly SpotlightItem[]) => boolean): Promise<readonly SpotlightItem[]> => {
  const listening = new AbortController();
  const stop = setTimeout(() => listening.abort(), 5000);
  let text = '';
  try {
    const { body } = await fetch(url, { signal: listening.signal });
    const decoder = new TextDecoder();
    for await (const chunk of body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (enough(itemsIn(text))) break;
    }
  } catch (error) {
    if (!listening.signal.aborted) throw error;
  }
  clearTimeout(stop);
  return itemsIn(text);
};

/** Starts it on a free port, with the Node that runs this. */
export const startSpotlight = async (): Promise<Spotlight> => {
  const server = spawn(process.execPath, ['--input-type=module', '--eval', program], { cwd: fileURLToPath(new URL('..', import.meta.url)), env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = saidBy(server);
  const [, port = ''] = await said.until(/^port (\d+)$/m);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    items: (enough) => readStream(`${url}/stream`, enough),
    async stop() {
      server.kill();
      await said.ended;
    },
  };
};
