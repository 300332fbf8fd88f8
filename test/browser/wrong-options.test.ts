import { describe, expect, it } from 'vitest';
import { withoutBrowser } from './harness';
import { useLab } from './lab';

/** A page that starts with options which no type would let through. */
const pageWith = (options: string): string => `
  import { captureException, init } from '@tocsin/browser';
  const trap = () => { throw new Error('trap'); };
  init({ dsn: DSN, ${options} });
  captureException(new Error('after all'));`;

const linesOf = (console: readonly string[]): readonly string[] => console.filter((line) => line.includes('[tocsin]') || line.startsWith('error'));

describe.skipIf(withoutBrowser)('a page whose options are wrong', () => {
  const lab = useLab();

  it.each([
    ['throws', 'transport: trap'],
    ['is no function', `transport: 'https://k@h/1'`],
    ['answers with nothing', 'transport: () => undefined'],
    ['answers with what cannot post', 'transport: () => ({ post: 7 })'],
    ['answers with what throws at a look', 'transport: () => ({ get post() { return trap(); } })'],
  ])('is told once when its transport %s, and goes the usual way', async (_what, options) => {
    const { received, messages, console } = await lab.visit({ script: pageWith(options) });
    await received(1);
    expect(messages()).toEqual(['after all']);
    expect(linesOf(console)).toEqual([expect.stringContaining('T1003 transport')]);
  });

  it('waits for nobody when its consent is null', async () => {
    const { received, console } = await lab.visit({ script: pageWith('consent: null') });
    await received(1);
    expect(linesOf(console)).toEqual([]);
  });

  // Whoever meant to ask first must not find that everything was sent.
  it.each(['true', 'false', '{}', '{ get hold() { return trap(); } }', '{ hold: trap }'])('sends and stores nothing when its consent is %s, and is told so', async (consent) => {
    const { page, events, console } = await lab.visit({ script: pageWith(`consent: ${consent}`) });
    await page.waitForTimeout(500);
    expect(events()).toEqual([]);
    expect(await page.evaluate('indexedDB.databases()')).toEqual([]);
    expect(linesOf(console)).toEqual([expect.stringContaining('T1003 consent')]);
  });

  it.each(['() => { throw new Error("the page\'s own"); }', 'undefined'])('starts where its console.warn is %s', async (warn) => {
    const { received, messages, console } = await lab.visit({ script: `import { captureException, init } from '@tocsin/browser'; console.warn = ${warn}; init({ dsn: DSN, sampleRate: 'much', debug: true }); captureException(new Error('after all'));` });
    await received(1);
    expect(messages()).toEqual(['after all']);
    expect(linesOf(console)).toEqual([]);
  });
});
