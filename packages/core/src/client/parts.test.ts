import type { FakeRuntime } from '@tocsin/kit';
import { fakeRuntime } from '@tocsin/kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { asciiJson } from '../base/ascii-json';
import { messageOccurrence } from '../event/occurrence';
import { emptyScopeData } from '../scope/scope-data';
import type { Captured, ClientOptions, Part, PartHost } from './client';
import { createClient } from './create-client';

const dsn = 'https://0123456789abcdef0123456789abcdef@errors.example/7';

let runtime: FakeRuntime;
const start = (options: ClientOptions = {}) => createClient({ dsn, ...options }, runtime);
const say = (client: ReturnType<typeof start>) => client.capture(messageOccurrence('x', 'error'), {}, emptyScopeData);

/** A part that writes down what it is asked and told. */
const diary = () => {
  const asked: string[] = [];
  const heard: (string | undefined)[] = [];
  const create = (host: PartHost): Part & { readonly host: PartHost } => ({
    host,
    handOver: () => void asked.push('handOver'),
    captured: ({ event }: Captured) => void heard.push(event?.event_id),
  });
  return { asked, heard, create };
};

beforeEach(() => {
  runtime = fakeRuntime();
});

describe('a part of the client', () => {
  it('is made once for each client, at first use', () => {
    const { create } = diary();
    const [one, other] = [start(), start()];
    const part = one.part(create);
    expect(part).toBeDefined();
    expect(one.part(create)).toBe(part);
    expect(other.part(create)).not.toBe(part);
    expect(part?.host.client).toBe(one);
  });

  it('is not there while nothing can be sent', async () => {
    const { create } = diary();
    expect(start({ dsn: undefined }).part(create)).toBeUndefined();
    const client = start();
    client.part(create);
    await client.close();
    expect(client.part(create)).toBeUndefined();
  });

  it('is asked for what it holds before a flush, a close, and the end of a process', async () => {
    const { create, asked } = diary();
    const client = start();
    client.part(create);
    const flushing = client.flush();
    expect(asked.length).toBeGreaterThan(0);
    await flushing;
    asked.length = 0;
    client.flushSync(() => []);
    expect(asked).toEqual(['handOver']);
    asked.length = 0;
    await client.close();
    expect(asked.length).toBeGreaterThan(0);
  });

  it('hears what was sent, folded and sampled out, not what a hook dropped', () => {
    const { create, heard } = diary();
    const client = start({ flood: { burst: 1, perSecond: 0.001 }, sampleRate: 0.5, beforeSend: (event) => (event.level === 'error' ? event : null) });
    client.part(create);
    runtime.chance = 0.9;
    say(client);
    runtime.chance = 0;
    const sent = say(client);
    say(client);
    client.capture(messageOccurrence('y', 'info'), {}, emptyScopeData);
    expect(heard).toEqual([undefined, sent, undefined]);
  });

  it('that throws costs neither the event nor the app', async () => {
    const client = start();
    client.part(() => ({
      handOver() {
        throw new Error('ours');
      },
      captured() {
        throw new Error('ours');
      },
    }));
    say(client);
    await client.flush();
    expect(client.stats().error).toMatchObject({ captured: 1, sent: 1, pending: 0, dropped: {} });
    expect(runtime.reported).toMatchObject([{ code: 'T2003' }]);
  });

  it('sends several items in one parcel, and they are counted as what they are', async () => {
    const { create } = diary();
    const client = start();
    const host = client.part(create)?.host;
    const send = (): void => {
      const parcel = { id: '', category: 'log_item', issue: 'log_item', quantity: 3, header: {}, items: [{ header: { type: 'log' }, payload: asciiJson({}) }] } as const;
      host?.ledger.move('captured', 'pending', parcel);
      host?.transport.push(parcel);
    };
    send();
    await client.flush();
    runtime.server.answer = () => ({ status: 403 });
    send();
    await client.flush();
    expect(client.stats().log_item).toMatchObject({ captured: 6, sent: 3, pending: 0, dropped: { send_error: 3 } });
  });
});
