import type { Event } from '@tocsin/core/wire';
import { startSpotlight, type Spotlight } from '@tocsin/servers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAppFolder, type AppFolder } from './app-folder';
import { runOtherServersApp, type Ran } from './other-servers-app';

const NO_SERVER = 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1';

/** How an app comes to Spotlight, and how long it waits for its server. */
interface Way {
  readonly name: string;
  readonly environment: (url: string) => Readonly<Record<string, string>>;
  readonly patience?: number;
}

const ways: readonly Way[] = [
  { name: 'by the option, without a DSN', environment: (url) => ({ TOCSIN_SPOTLIGHT: `${url}/stream` }) },
  { name: 'by a DSN that leads to it', environment: (url) => ({ TOCSIN_DSN: `${url.replace('//', '//0123456789abcdef0123456789abcdef@')}/1` }) },
  { name: 'as a copy, while the server is down', environment: (url) => ({ TOCSIN_SPOTLIGHT: `${url}/stream`, TOCSIN_DSN: NO_SERVER }), patience: 500 },
];

describe.each(ways)('a real Spotlight, $name', ({ environment, patience }) => {
  let folder: AppFolder;
  let spotlight: Spotlight;
  let ran: Ran;
  let events: readonly Event[];
  let types: readonly string[];
  beforeAll(async () => {
    folder = createAppFolder();
    spotlight = await startSpotlight();
    ran = await runOtherServersApp(folder, environment(spotlight.url), patience);
    const items = await spotlight.items((all) => all.filter(({ type }) => type === 'event').length > ran.told.length);
    types = items.map(({ type }) => type);
    // The payloads of that type are ours.
    events = items.filter(({ type }) => type === 'event').map(({ payload }) => payload as Event);
  });
  afterAll(async () => {
    await spotlight.stop();
    folder.remove();
  });

  it('has every event, with its hash and its trace', () => {
    expect(ran).toMatchObject({ code: 1, stderr: expect.not.stringContaining('[tocsin]') });
    const found = ran.told.map(({ id }) => events.find((event) => event.event_id === id));
    expect(found.map((event) => [event?.event_id, event?.tags?.['error_hash'], event?.contexts?.trace?.['trace_id']])).toEqual(ran.told.map(({ id, hash, trace }) => [id, hash, trace]));
  });

  it('has what ended the process', () => {
    expect(events.at(-1)).toMatchObject({ level: 'fatal', exception: { values: [{ value: 'uncaught', mechanism: { handled: false } }] } });
    expect(events).toHaveLength(ran.told.length + 1);
  });

  it('has what is no event', () => {
    expect(types).toEqual(expect.arrayContaining(['attachment', 'check_in', 'feedback', 'log', 'session']));
  });
});
