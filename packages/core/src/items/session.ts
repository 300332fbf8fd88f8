import { readProperty, spell } from '../base/read';
import type { EpochMilliseconds } from '../base/units';
import { toRfc3339 } from '../base/units';
import { activeScopeData } from '../client/carrier';
import type { Part, PartHost } from '../client/client';
import { withPart } from '../client/with-client';
import type { User } from '../event/event';
import type { Zone } from '../stages/zones';
import { named, ours } from '../stages/zones';
import { createChannel } from './channel';
import { sendPlain } from './send-plain';
import type { SessionAttributes } from './session-attributes';
import { sessionAttributes } from './session-attributes';
import { sessionOutcome } from './session-outcome';

/** One run of an app, or one visit of a page, as the server hears of it. Wire names. */
export interface Session {
  readonly sid: string;
  /** Who it was: the user's id, else e-mail or name. */
  readonly did?: string | undefined;
  /** `true` in the first update alone. */
  readonly init: boolean;
  readonly seq: number;
  readonly started: string;
  readonly timestamp: string;
  /** Seconds. */
  readonly duration?: number | undefined;
  readonly status: 'ok' | 'exited' | 'crashed';
  readonly errors: number;
  readonly attrs: SessionAttributes;
}

/** What is known of a session from the start. */
export interface SessionContext {
  /** Default: the user of the scopes. */
  readonly user?: User | undefined;
  /** For sessions whose length says nothing, such as that of a page. Default `false`. */
  readonly ignoreDuration?: boolean | undefined;
}

interface Running extends Pick<Session, 'sid' | 'did' | 'attrs'> {
  readonly startedAt: EpochMilliseconds;
  readonly ignoreDuration: boolean;
  seq: number;
  errors: number;
  /** Errors that the server has heard of. */
  told: number;
}

interface Sessions extends Part {
  start(user: unknown, ignoreDuration: boolean): Session | undefined;
  /** Nothing when none is running. */
  tell(status: Session['status']): void;
}

/** One session at a time. It is told of at the first error, at a crash and at its end, not at each error. */
const createSessions = (host: PartHost): Sessions => {
  const { client, runtime } = host;
  const channel = createChannel(host, 'session');
  let running: Running | undefined;

  const record = (state: Running, status: Session['status']): Session => {
    const { startedAt, ignoreDuration, told: _, ...session } = state;
    const now = runtime.now();
    const duration = ignoreDuration ? undefined : Math.max(0, now - startedAt) / 1000;
    return { ...session, init: session.seq === 0, started: toRfc3339(startedAt), timestamp: toRfc3339(now), duration, status };
  };

  const tell = (status: Session['status']): void => {
    if (!running) return;
    const session = running;
    const update = record(session, status);
    session.seq++;
    session.told = session.errors;
    if (status !== 'ok') running = undefined;
    sendPlain(channel, update, { type: 'session', zone: sessionZone, id: session.sid });
  };

  return {
    start(user, ignoreDuration) {
      tell('exited');
      const attrs = sessionAttributes(client);
      if (!attrs) {
        client.report({ code: 'T4002' });
        return undefined;
      }
      const did = readProperty(user, 'id') ?? readProperty(user, 'email') ?? readProperty(user, 'username');
      running = { sid: client.newId(), did: did === undefined ? undefined : spell(did), attrs, startedAt: runtime.now(), ignoreDuration, seq: 0, errors: 0, told: 0 };
      return record(running, 'ok');
    },
    tell,
    captured(captured) {
      const outcome = running && sessionOutcome(captured);
      if (!running || !outcome) return;
      running.errors++;
      if (outcome === 'crashed') tell('crashed');
      else if (running.errors === 1) tell('ok');
    },
    handOver() {
      if (running && running.told < running.errors) tell('ok');
    },
  };
};

const sessionZone: Zone = { under: { did: named }, below: ours };

/**
 * Begins a session: one run of an app, or one visit of a page. Servers tell from sessions how many were
 * free of errors, by release, so without the option `release` there are none. A session that was
 * running ends. The server hears of it with `captureSession`, its first error, or its end. Answers with the
 * session as the server would hear of it now; `undefined` where there is none. Never throws.
 */
export const startSession = (context: SessionContext = {}): Session | undefined =>
  withPart(createSessions, undefined, (sessions, _client, carrier) =>
    sessions.start(readProperty(context, 'user') ?? activeScopeData(carrier).user, readProperty(context, 'ignoreDuration') === true),
  );

/** Tells the server of the session as it is now; with `true`, that it has ended. Nothing when none is running. */
export const captureSession = (end = false): void => withPart(createSessions, undefined, (sessions) => sessions.tell(end ? 'exited' : 'ok'));

/** Ends the session and tells the server. One that has crashed has ended already. */
export const endSession = (): void => captureSession(true);
