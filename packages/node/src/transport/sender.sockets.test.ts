import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Agent, request } from 'node:http';
import type { Socket } from 'node:net';
import nock from 'nock';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startRawServer } from '../../test/raw-server';
import type { Health } from './health';
import { widthOf } from './health';
import { routeTo } from './route';
import { createSender } from './sender';

// However a server treats the rest of its answers, there are never more sockets than requests may be under way.

const PATIENCE = { answer: 10_000, longest: 10_000, rest: 40, hold: 100, connect: 2000, idle: 4000 };

// From its import on it stands between, with a socket of its own for each: here they are to be real.
beforeAll(() => nock.restore());

const undoing: (() => void)[] = [];
afterEach(() => {
  for (const undo of undoing.splice(0)) undo();
});

/** Counts the sockets that this process has at a time, from now on: a server hears of one that was given up later, perhaps after the next was made. */
const watchSockets = () => {
  const made = new Set<Socket>();
  const counts = { most: 0 };
  const onMade = (message: unknown): void => {
    made.add((message as { readonly socket: Socket }).socket);
    for (const socket of made) if (socket.destroyed) made.delete(socket);
    counts.most = Math.max(counts.most, made.size);
  };
  subscribe('net.client.socket', onMade);
  undoing.push(() => unsubscribe('net.client.socket', onMade));
  return counts;
};

/** A server that does with each request what it is told. */
const serve = async (answer: (socket: Socket) => void, patience = PATIENCE) => {
  const sockets = watchSockets();
  const { port, counts, close } = await startRawServer((socket) => void socket.on('data', () => answer(socket)));
  undoing.push(close);
  const health: Health = { lastSendFailed: false };
  const route = routeTo({ dsn: { scheme: 'http', publicKey: 'k1', host: '127.0.0.1', port, path: '', projectId: '7' }, client: 'tocsin.test/1.2.3' });
  return { counts, sockets, health, route, post: createSender({ route, health, patience }) };
};

/** As the transport does it: so many, as many at a time as may be. */
const postMany = async ({ post, health }: Pick<Awaited<ReturnType<typeof serve>>, 'post' | 'health'>, count: number) => {
  const statuses: (number | string)[] = [];
  let started = 0;
  let running = 0;
  await new Promise<void>((resolve) => {
    const pump = (): void => {
      while (started < count && running < widthOf(health)) {
        started++;
        running++;
        void post('{}')
          .then(({ status }) => status, String)
          .then((status) => {
            statuses.push(status);
            running--;
            pump();
          });
      }
      if (statuses.length === count) resolve();
    };
    pump();
  });
  return statuses;
};

const later = (time: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, time));

/** Says it again and again, as long as the other side listens. */
const repeat = (socket: Socket, text: string | Buffer, pause: number): void => {
  const timer = setInterval(() => socket.write(text), pause);
  socket.on('close', () => clearInterval(timer));
};

describe('the rest of an answer', () => {
  it.each<[how: string, answer: (socket: Socket) => void]>([
    ['never comes', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n')],
    ['never ends', (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n{}')],
    ['drips', (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      repeat(socket, '1\r\nx\r\n', 5);
    }],
    ['is huge', (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n');
      repeat(socket, Buffer.alloc(100_000), 5);
    }],
    ['drips after its end', (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n');
      repeat(socket, 'x: y\r\n', 5);
    }],
    ['breaks off', (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n');
      setTimeout(() => socket.resetAndDestroy(), 10);
    }],
  ])('%s: each is answered once, and no more sockets are open than requests may be under way', async (_how, answer) => {
    const server = await serve(answer);
    expect(await postMany(server, 150)).toEqual(Array.from({ length: 150 }, () => 200));
    expect(server.counts.requests).toBe(150);
    expect(server.sockets.most).toBeGreaterThanOrEqual(16);
    expect(server.sockets.most).toBeLessThanOrEqual(widthOf(server.health));
    expect(server.health.lastSendFailed).toBe(false);
    await expect.poll(() => server.counts.open).toBe(0);
  });

  it('holds nobody up while there is a socket to be had', async () => {
    const { post } = await serve((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n'), { ...PATIENCE, rest: 4000 });
    const start = performance.now();
    for (let n = 0; n < 16; n++) await post('{}');
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('may be a little late: its connection is used again, also by who waits for one', async () => {
    const server = await serve((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n');
      setTimeout(() => socket.write('{}'), 5);
    }, { ...PATIENCE, rest: 4000 });
    Object.assign(server.health, { width: 64 });
    expect(await postMany(server, 300)).toHaveLength(300);
    expect(server.counts.connections).toBeLessThanOrEqual(64);
  });

  it('that is longer than anybody needs is not read', async () => {
    let written = 0;
    const { post, counts } = await serve((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const more = (): void => void socket.write(Buffer.alloc(50_000), (error) => {
        written += 50_000;
        if (!error) more();
      });
      more();
    }, { ...PATIENCE, rest: 4000 });
    expect(await post('{}')).toMatchObject({ status: 200 });
    await expect.poll(() => counts.open).toBe(0);
    // What systems keep between the two is a part of that.
    expect(written).toBeLessThan(20_000_000);
  });
});

describe('an answer that never begins', () => {
  it.each<[how: string, answer: (socket: Socket) => void]>([
    ['is announced again and again', (socket) => repeat(socket, 'HTTP/1.1 102 Processing\r\n\r\n', 5)],
    ['drips', (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ');
      repeat(socket, 'y', 5);
    }],
    ['is silence', () => undefined],
    ['hints at more', (socket) => repeat(socket, 'HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n', 5)],
  ])('(it %s) is given up in time', async (_how, answer) => {
    const { post, counts, health } = await serve(answer, { ...PATIENCE, answer: 100, longest: 100 });
    const start = performance.now();
    await expect(post('{}')).rejects.toThrow('no answer in time');
    expect(performance.now() - start).toBeLessThan(2000);
    expect(health.lastSendFailed).toBe(true);
    await expect.poll(() => counts.open).toBe(0);
  });
});

describe('a server that drips', () => {
  const DRIPPED = { ...PATIENCE, hold: 20, answer: 60, longest: 1000 };
  /** How long it takes until somebody is given up, milliseconds. */
  const inVain = async (post: (body: string) => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await expect(post('{}')).rejects.toThrow('no answer in time');
    return performance.now() - start;
  };
  const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n';
  /** Drips, or does as told. */
  const drip = async (patience = DRIPPED) => {
    const how: { do?: (socket: Socket) => void } = {};
    const server = await serve((socket) => (how.do ? how.do(socket) : repeat(socket, 'HTTP/1.1 102 Processing\r\n\r\n', 5)), patience);
    return { ...server, how };
  };

  it('holds what waits up for a while only, and has longer the next time', async () => {
    const { post, counts } = await drip();
    const [first, ...others] = await Promise.all(Array.from({ length: 16 }, () => inVain(post)));
    // All of them at a time are one failure.
    const second = await inVain(post);
    const third = await inVain(post);
    expect(Math.max(first ?? 0, ...others)).toBeLessThan(1000);
    expect(second).toBeGreaterThanOrEqual(115);
    expect(third).toBeGreaterThanOrEqual(235);
    await expect.poll(() => counts.open).toBe(0);
  });

  it('has the first time again once it has answered in time, and keeps the longer one while it is slow', async () => {
    const { post, how } = await drip({ ...PATIENCE, hold: 150, answer: 160, longest: 4000 });
    for (let n = 0; n < 3; n++) await inVain(post);
    how.do = (socket) => void setTimeout(() => socket.write(OK), 300);
    for (let n = 0; n < 2; n++) expect(await post('{}')).toMatchObject({ status: 200 });
    how.do = (socket) => socket.write(OK);
    expect(await post('{}')).toMatchObject({ status: 200 });
    delete how.do;
    // Had it stayed as it was, this would take eight times as long as at first.
    expect(await inVain(post)).toBeLessThan(1200);
  });
});

it('asks an agent of the app for no more than it gives', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const server = await serve((socket) => void setTimeout(() => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'), 30));
  const post = createSender({ ...server, agent, patience: { ...PATIENCE, hold: 50, connect: 60 } });
  expect(await postMany({ ...server, post }, 10)).toEqual(Array.from({ length: 10 }, () => 200));
  expect(server.counts.connections).toBe(1);
  agent.destroy();
});

describe('an agent of the app that others use as well', () => {
  /** It has one socket, which somebody else has for so long, milliseconds. */
  const share = async (busy: number, patience: typeof PATIENCE) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    undoing.push(() => agent.destroy());
    const server = await serve((socket) => void setTimeout(() => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'), server.counts.requests === 1 ? busy : 0));
    const { hostname, port } = server.route;
    const freed = new Promise((resolve) => request({ hostname, port, agent }, (response) => response.resume().on('close', resolve)).end());
    return { ...server, freed, post: createSender({ ...server, agent, patience }) };
  };

  it('costs a request no time of its own: that begins with its socket', async () => {
    const { post, health } = await share(300, { ...PATIENCE, hold: 20, connect: 60, answer: 100 });
    expect(await post('{}')).toMatchObject({ status: 200 });
    expect(health.lastSendFailed).toBe(false);
  });

  it('is waited for so long and no longer; nothing was sent then', async () => {
    const { post, counts, freed } = await share(600, { ...PATIENCE, hold: 20, connect: 60, longest: 100 });
    await expect(post('{}')).rejects.toEqual(expect.objectContaining({ message: expect.stringContaining('became free in time'), unsent: true }));
    expect(counts.requests).toBe(1);
    // Its turn comes, and it is not sent after all.
    await freed;
    expect(await post('{}')).toMatchObject({ status: 200 });
    expect(counts.requests).toBe(2);
  });
});

it('has as many as before when what was to be sent could not even begin', async () => {
  const { route, post, health } = await serve((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'));
  const headers: Record<string, string> = { ...route.headers, 'x-gate': 'a\nb' };
  const failing = createSender({ route: { ...route, headers }, health });
  for (let n = 0; n < 20; n++) await expect(failing('{}')).rejects.toThrow(/Invalid character/);
  expect(await post('{}')).toMatchObject({ status: 200 });
  headers['x-gate'] = 'ab';
  expect(await failing('{}')).toMatchObject({ status: 200 });
});

it('gets by with those who stand in for a network', async () => {
  nock.activate();
  nock('http://errors.example').persist().post('/api/7/envelope/').reply(200, '{}');
  undoing.push(() => {
    nock.cleanAll();
    nock.restore();
  });
  const health: Health = { lastSendFailed: false };
  const post = createSender({ route: routeTo({ dsn: { scheme: 'http', publicKey: 'k1', host: 'errors.example', path: '', projectId: '7' }, client: 'tocsin.test/1.2.3' }), health });
  expect(await postMany({ post, health }, 100)).toEqual(Array.from({ length: 100 }, () => 200));
});

it('goes on when connections were given up that others waited for', async () => {
  const server = await serve((socket) => void (server.counts.requests > 40 && socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')), { ...PATIENCE, answer: 100, longest: 100 });
  await Promise.all(Array.from({ length: 40 }, () => server.post('{}').catch(() => later(0))));
  expect(await server.post('{}')).toMatchObject({ status: 200 });
  expect(server.sockets.most).toBe(16);
});
