import type { FakeRuntime } from '@tocsin/kit';
import { fakeRuntime } from '@tocsin/kit';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Client, Part, PartHost } from '../client/client';
import { createClient } from '../client/create-client';
import { free } from '../stages/zones';
import type { Channel } from './channel';
import { createChannel } from './channel';

let runtime: FakeRuntime;
let client: Client;
let channel: Channel;

beforeEach(() => {
  runtime = fakeRuntime();
  client = createClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7' }, runtime);
  const part = client.part((host: PartHost): Part & { readonly channel: Channel } => ({ channel: createChannel(host, 'monitor') }));
  if (!part) throw new Error('there is no client');
  channel = part.channel;
});

const row = () => client.stats().monitor;

describe('a channel', () => {
  it('gates as events are gated, and counts what it took out under its category', () => {
    const own = { password: 'hunter2', list: [1, undefined], note: 'token=abcdef0123456789' };
    expect(channel.gate(own, free)).toEqual({ password: '[Filtered]', list: [1, null], note: 'token=[Filtered]' });
    expect(own.password).toBe('hunter2');
    expect(Object.values(row()?.scrubbed ?? {}).reduce((sum, count) => sum + count, 0)).toBe(2);
  });

  it('keeps what was taken in pending until it was sent', async () => {
    const item = channel.takeIn(() => ({ some: 'thing' }));
    expect(item).toEqual({ some: 'thing' });
    expect(row()).toMatchObject({ captured: 1, pending: 1 });
    channel.send({ header: { type: 'check_in' }, payload: '{}' });
    await client.flush();
    expect(row()).toMatchObject({ sent: 1, pending: 0 });
    expect(runtime.server.received[0]?.header).toMatchObject({ sdk: runtime.sdk });
  });

  it('counts a reason in place of an item, and a bug of ours as one', () => {
    expect(channel.takeIn(() => 'before_send')).toBeUndefined();
    expect(
      channel.takeIn(() => {
        throw new Error('ours');
      }),
    ).toBeUndefined();
    expect(row()).toMatchObject({ captured: 2, pending: 0, dropped: { before_send: 1, internal_sdk_error: 1 } });
    expect(runtime.reported).toMatchObject([{ code: 'T2003' }]);
  });
});
