import type { Client } from '@tocsin/core';
import { captureException } from '@tocsin/core';
import { initClient, lateTransport, withSpool } from '@tocsin/core/platform';
import type { FakeRuntime, FakeSpool } from '@tocsin/kit';
import { fakeRuntime, fakeSpool, settle } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLeftovers } from './leftovers';

// What others have left meets a server that does not take it.

let runtime: FakeRuntime;
let spool: FakeSpool;
let client: Client;
let pauses: (() => void)[];

/** A process of its own on the spool. */
const start = (): Client => {
  const leftovers = createLeftovers();
  const makeTransport: ReturnType<typeof lateTransport> = (parts) => {
    const transport = lateTransport((run) => pauses.push(run))(parts);
    return { ...transport, flush: (timeout, first) => leftovers.during(() => transport.flush(timeout, first)) };
  };
  return initClient({ dsn: 'https://k@errors.example/7', sendClientReports: false, flood: false }, { ...runtime, makeTransport, spool: leftovers.owe(withSpool(leftovers.watch(spool.open))) });
};
const end = async (): Promise<void> => {
  const closing = client.close(0);
  await runtime.advance(1);
  await closing;
};
const leave = async (count: number): Promise<void> => {
  client = start();
  runtime.server.answer = refuse;
  for (let n = 0; n < count; n++) captureException(new Error(`left ${n}`));
  await end();
  spool.die();
  client = start();
};
const refuse = (): never => {
  throw new Error('hung up');
};
/** What it says, and after how many milliseconds. */
const flush = async (timeout: number): Promise<{ readonly isAll: boolean; readonly time: number }> => {
  const calledAt = runtime.now();
  const ended: { isAll: boolean; time: number }[] = [];
  void client.flush(timeout).then((isAll) => ended.push({ isAll, time: runtime.now() - calledAt }));
  await settle();
  for (let time = 0; time < timeout && ended.length === 0; time += 50) await runtime.advance(50);
  return ended[0] ?? { isAll: true, time: Infinity };
};

beforeEach(() => {
  runtime = fakeRuntime();
  spool = fakeSpool();
  pauses = [];
});
afterEach(() => end());

describe.each([1, 40])('a flush that finds %i left', (count) => {
  it('ends when the server has twice not taken one, and says that something is left', async () => {
    await leave(count);
    let tries = 0;
    runtime.server.answer = () => {
      tries++;
      return refuse();
    };
    const { isAll, time } = await flush(10_000);
    expect(isAll).toBe(false);
    expect(time).toBeLessThan(1000);
    expect(tries).toBe(2);
    expect(client.stats().error).toMatchObject({ adopted: 1, spooled: 1, pending: 0 });
    expect(spool.parcels()).toHaveLength(count);
  });

  it('sends them when the server takes them the second time', async () => {
    await leave(count);
    let tries = 0;
    runtime.server.answer = () => (tries++ === 0 ? refuse() : { status: 200 });
    expect(await flush(10_000)).toMatchObject({ isAll: true });
    expect(client.stats().error).toMatchObject({ adopted: count, sent: count });
    expect(spool.parcels()).toEqual([]);
  });

  it('sends them with the next flush, when the server is well again', async () => {
    await leave(count);
    await flush(10_000);
    runtime.server.answer = () => ({ status: 200 });
    expect(await flush(10_000)).toMatchObject({ isAll: true });
    expect(client.stats().error).toMatchObject({ adopted: count, sent: count, spooled: 0 });
  });
});

it('several are tried at a time when there is time, and nobody waits', async () => {
  await leave(10);
  runtime.server.hold = true;
  pauses.splice(0).forEach((run) => run());
  await settle();
  expect(client.stats().error).toMatchObject({ adopted: 4, pending: 4 });
  runtime.server.release();
});

it('a flush waits for what this process has captured for as long as it was told', async () => {
  await leave(3);
  captureException(new Error('own'));
  expect(await flush(5000)).toMatchObject({ isAll: false, time: 5000 });
  expect(client.stats().error).toMatchObject({ captured: 1, sent: 0 });
});

it('what went back makes no death longer', async () => {
  await leave(1);
  await flush(10_000);
  await runtime.advance(2000);
  let asked = 0;
  client.flushSync((bodies) => {
    asked += bodies.length;
    return [];
  });
  expect(asked).toBe(0);
});
