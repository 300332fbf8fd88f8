import { createSocket } from 'node:dgram';
import type { LookupAddress } from 'node:dns';
import * as dns from 'node:dns';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as timers from 'node:timers';
import { afterEach, describe, expect, it } from 'vitest';
import type { RequireBuiltIn } from '../built-in';
import { openLookup } from './open-lookup';

const undoing: (() => void)[] = [];
afterEach(() => {
  for (const undo of undoing.splice(0)) undo();
});

/** Flags of an answer to a query: the name is there, or is not. */
const THERE = 0x8180;
const NOT_THERE = 0x8183;

/** A name server that answers with such flags, or not at all. It knows what it was asked. */
const serve = async (flagsFor: (name: string) => number | undefined) => {
  const asked: string[] = [];
  const socket = createSocket('udp4', (query, { port, address }) => {
    const labels = query.subarray(13, query.indexOf(0, 12)).toString('latin1').replace(/[\0-\x1f]/g, '.');
    asked.push(labels);
    const flags = flagsFor(labels);
    if (flags === undefined) return;
    const answer = Buffer.from(query);
    answer.writeUInt16BE(flags, 2);
    // Without the additional record that asks for larger answers.
    answer.writeUInt16BE(0, 10);
    const question = answer.subarray(0, query.indexOf(0, 12) + 5);
    if (flags === NOT_THERE) return socket.send(question, port, address);
    question.writeUInt16BE(1, 6);
    socket.send(Buffer.concat([question, Buffer.from('c00c00010001000000050004c0000201', 'hex')]), port, address);
  }).bind(0, '127.0.0.1');
  await once(socket, 'listening');
  undoing.push(() => socket.close());
  return { asked, port: socket.address().port };
};

interface System {
  readonly hosts?: string;
  readonly resolv?: string;
  readonly fails?: boolean;
}

/** A lookup that asks this name server, on such a system; what the system was asked. */
const lookupOn = (port: number, { hosts = '', resolv = '', fails = false }: System = {}, terms = { first: 40, most: 80 }) => {
  const system: string[] = [];
  class Resolver extends dns.Resolver {
    constructor(options: dns.ResolverOptions) {
      super(options);
      this.setServers([`127.0.0.1:${port}`]);
    }
  }
  const lookup = (host: string, _options: unknown, done: (error: Error | null, address: string, family: number) => void): void => {
    system.push(host);
    setImmediate(() => done(fails ? new Error('the system does not know') : null, '192.0.2.1', 4));
  };
  const built: Record<string, unknown> = { 'node:dns': { ...dns, Resolver, lookup }, 'node:timers': timers, 'node:fs': { ...fs, readFileSync: (path: string) => (path.endsWith('hosts') ? hosts : resolv) } };
  const find = openLookup(((name: string) => built[name]) as RequireBuiltIn, terms);
  const ask = (host: string): Promise<string | LookupAddress[]> => new Promise((resolve, reject) => find(host, {}, (error, address) => (error ? reject(error) : resolve(address))));
  return { ask, system };
};

const HOST = 'errors.example';
const SILENT = { code: 'EAI_AGAIN', message: `no name server answers for ${HOST}` };

describe('an address', () => {
  it.each([['is there', THERE], ['is not there, as far as they know', NOT_THERE]])('is what the system says where name servers answer that it %s', async (_what, flags) => {
    const { port, asked } = await serve(() => flags);
    const { ask, system } = lookupOn(port);
    expect(await ask(HOST)).toBe('192.0.2.1');
    expect(asked).toEqual([HOST]);
    // Who has answered is trusted for a while.
    await ask(HOST);
    expect(asked).toHaveLength(1);
    expect(system).toEqual([HOST, HOST]);
  });

  it.each([
    ['stands in its list of hosts', HOST, `127.0.0.1 localhost\n192.0.2.1\tother  ${HOST} # ours\n`],
    ['is this machine', 'localhost', ''],
  ])('is what the system says, at once, where it %s', async (_what, host, hosts) => {
    const { port, asked } = await serve(() => undefined);
    const { ask } = lookupOn(port, { hosts });
    expect(await ask(host)).toBe('192.0.2.1');
    expect(asked).toEqual([]);
  });

  it('is not asked for where name servers are silent, with more patience each time', async () => {
    const { port } = await serve(() => undefined);
    const { ask, system } = lookupOn(port, { hosts: `192.0.2.1 not-${HOST}\n# 192.0.2.1 ${HOST}\n` }, { first: 40, most: Infinity });
    const took: number[] = [];
    for (let n = 0; n < 3; n++) {
      const start = performance.now();
      await expect(ask(HOST)).rejects.toMatchObject(SILENT);
      took.push(performance.now() - start);
    }
    expect(system).toEqual([]);
    expect(took[0]).toBeGreaterThanOrEqual(35);
    expect(took[2]).toBeGreaterThanOrEqual(155);
    expect(took[2]).toBeLessThan(1000);
  });

  it('is not asked for where nobody listens', async () => {
    const { ask, system } = lookupOn(1);
    await expect(ask(HOST)).rejects.toMatchObject(SILENT);
    expect(system).toEqual([]);
  });

  it('is asked for once all the same when they have been silent for long, and always when that helps', async () => {
    const { port } = await serve(() => undefined);
    const { ask, system } = lookupOn(port);
    await expect(ask(HOST)).rejects.toMatchObject(SILENT);
    for (let n = 0; n < 3; n++) expect(await ask(HOST)).toBe('192.0.2.1');
    expect(system).toHaveLength(3);
  });

  it('is not asked for again soon when that was in vain', async () => {
    const { port } = await serve(() => undefined);
    const { ask, system } = lookupOn(port, { fails: true });
    await expect(ask(HOST)).rejects.toMatchObject(SILENT);
    await expect(ask(HOST)).rejects.toThrow('the system does not know');
    await expect(ask(HOST)).rejects.toMatchObject(SILENT);
    expect(system).toHaveLength(1);
  });

  it('may be that of a name which the system completes', async () => {
    const { port, asked } = await serve((name) => (name === 'sentry.shop.local' ? THERE : undefined));
    const { ask } = lookupOn(port, { resolv: 'nameserver 127.0.0.1\nsearch shop.local example\n' });
    expect(await ask('sentry')).toBe('192.0.2.1');
    expect(asked.toSorted()).toEqual(['sentry', 'sentry.example', 'sentry.shop.local']);
  });
});
