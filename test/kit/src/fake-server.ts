import type { Answer, Post } from '@tocsin/core/platform';
import type { Event } from '@tocsin/core/wire';
import { decodeEnvelope } from '@tocsin/core/wire';

/** One request body as the fake server read it. */
export interface Received {
  readonly header: Readonly<Record<string, unknown>>;
  /** Payload of the event item, when there was one. */
  readonly event: Event | undefined;
  /** All items. */
  readonly items: readonly ReceivedItem[];
}

/** One item, its payload as text. */
export interface ReceivedItem {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: string;
}

/** A server behind the `Post` port: it keeps what it gets and answers what it is told. */
export interface FakeServer {
  readonly post: Post;
  readonly received: Received[];
  /** Events received, in order. */
  readonly events: () => Event[];
  /** Payloads of all items of one type, read as JSON, in order. */
  readonly items: (type: string) => unknown[];
  /** What the next requests get; a function that throws is a broken connection. Default: 200. */
  answer: () => Partial<Omit<Answer, 'header'>> & { readonly headers?: Readonly<Record<string, string>> };
  /** Makes requests wait for {@link FakeServer.release}. */
  hold: boolean;
  readonly release: () => void;
}

const readBody = (body: string | Uint8Array): Received => {
  const decoded = decodeEnvelope(typeof body === 'string' ? new TextEncoder().encode(body) : body);
  if (!decoded.ok) throw new Error(`The SDK sent a malformed envelope: ${decoded.problem.detail}`);
  const items = decoded.envelope.items.map(({ header, payload }) => ({ header: { ...header }, payload: new TextDecoder().decode(payload) }));
  const item = items.find(({ header }) => header['type'] === 'event');
  return { header: { ...decoded.envelope.header }, event: item && JSON.parse(item.payload), items };
};

/** Starts one; it lives in memory and needs no stopping. */
export const fakeServer = (): FakeServer => {
  let waiting: (() => void)[] = [];
  const server: FakeServer = {
    received: [],
    events: () => server.received.flatMap(({ event }) => (event ? [event] : [])),
    items: (type) => server.received.flatMap(({ items }) => items.filter(({ header }) => header['type'] === type).map(({ payload }): unknown => JSON.parse(payload))),
    answer: () => ({}),
    hold: false,
    release() {
      server.hold = false;
      const released = waiting;
      waiting = [];
      released.forEach((go) => go());
    },
    async post(body) {
      if (server.hold) await new Promise<void>((resolve) => waiting.push(resolve));
      const { status = 200, headers = {} } = server.answer();
      const received = readBody(body);
      if (status < 300) server.received.push(received);
      return { status, header: (name) => headers[name] };
    },
  };
  return server;
};
