import { setImmediate } from 'node:timers';
import type { Client, Integration } from '@tocsin/core';
import type { Destination, MakeTransport, PostSync, Transporter } from '@tocsin/core/platform';
import { attemptOr, guard } from '@tocsin/core/platform';
import type { DeliveryThread } from '../transport/delivery-thread';
import { startThread } from '../transport/delivery-thread';
import { createPostSync } from '../transport/post-sync';
import type { Health } from '../transport/health';
import type { Loop } from '../loop';
import { hearsEnd, whenRevived } from '../loop';
import type { Death } from '../death';
import { SHUTDOWN_TIMEOUT, timeLeft } from '../death';
import { wayOut } from '../transport/way-out';
import type { NodeTransportOptions } from '../transport/transport-options';
import type { Route } from '../transport/route';
import { listening } from './own-listeners';

/** Delivers what is pending before the process is gone. */
export interface LastWords {
  /** Call it before the error is captured of which the process will die: what sends gets ready meanwhile. */
  readonly standBy: () => void;
  /** Call it when the process is about to die; may be called several times. Nothing pending costs nothing. */
  readonly speak: () => void;
}

/** {@link LastWords} with what makes them heard. */
export interface LastWordsPart extends LastWords {
  /** `process.exit()` and the natural end: what is still pending goes out from the `exit` event. */
  readonly integration: Integration;
}

/** The last words of one client; they are spoken only while the integration is installed. */
export const createLastWords = (health: Health, loop: Loop = {}, death: Death = {}): LastWordsPart => {
  let installed: LastWords | undefined;
  return {
    standBy: () => installed?.standBy(),
    speak: () => installed?.speak(),
    integration: {
      name: 'LastWords',
      setup(client) {
        const { standBy, say } = createSpeaker(client, health, death);
        let isOver = false;
        const onExit = (): void => {
          say();
          isOver = true;
          inNextTurn(() => (isOver = false));
        };
        // The app's listeners that came after ours are still to run, and may capture.
        client.part(() => ({ captured: () => void (isOver && say()) }));
        installed = { standBy, speak: onExit };
        const ignore = listening('exit', onExit);
        // Before those that the app had there already: what they ask of us must not revive the loop.
        const ignoreEmpty = listening('beforeExit', hearsEnd(loop), 'prependListener');
        // What one of the last listeners leaves is still to be said, and must not revive the loop either.
        return () =>
          whenRevived(loop, () => {
            ignoreEmpty();
            ignore();
            installed = undefined;
          });
      },
    },
  };
};

/** Tests take this timer away, or put one of their own in its place that cannot be let go: then nothing is to live on for. */
const inNextTurn = (run: () => void): void => attemptOr(undefined, () => void setImmediate(run).unref());

interface SpeakerOptions {
  readonly transportOptions: NodeTransportOptions;
  readonly shutdownTimeout?: number | undefined;
  readonly sampleRate: number;
  /** The app's own. */
  readonly transport?: MakeTransport | undefined;
}

/** A process dies once: the first delivery starts the time, later ones share what is left, those of other clients too. */
const createSpeaker = (client: Client, health: Health, death: Death): { readonly standBy: () => void; readonly say: () => void } => {
  const destination = client.getDestination();
  // `initOptions` has left out what is unusable.
  const { transportOptions, transport, sampleRate, shutdownTimeout: timeout = SHUTDOWN_TIMEOUT }: SpeakerOptions = client.getOptions();
  let ready: DeliveryThread | undefined;
  const thread = (route: Route): DeliveryThread => {
    const started = ready ?? startThread(route);
    ready = undefined;
    return started;
  };

  const postTo = (target: Destination): PostSync => {
    // What is wrong with the options was said at the start.
    const { route, agent } = wayOut(target, transportOptions, () => undefined);
    // No other thread can use the app's agent.
    return agent ? () => [] : createPostSync({ route, budget, report: client.report, thread });
  };

  // One that needs an event loop delivers nothing any more.
  const byTransporter =
    ({ postSync }: Transporter): PostSync =>
    (bodies) =>
      postSync?.(bodies, postTo) ?? [];

  const sayAll = (post: PostSync): void => {
    client.flushSync(post);
    // The transport leaves these to their requests, which will never be made.
    const back = [...(health.flights ?? [])].filter(({ takeBack }) => takeBack()).map(({ body }) => body);
    if (back.length > 0) post(back);
  };

  const budget = (): number => timeLeft(death, timeout, health);

  /** Only where it is as good as certain that something will be sent: a process that ends while a thread starts may have to wait for it, 40 ms. */
  const standBy = (): void =>
    guard(client.report, undefined, () => {
      if (!destination || transport || sampleRate < 1 || timeout <= 0) return;
      const { route, agent } = wayOut(destination, transportOptions, () => undefined);
      // Why it cannot be started is told when it is needed.
      if (!agent) ready ??= attemptOr(undefined, () => startThread(route));
      inNextTurn(() => {
        ready?.end();
        ready = undefined;
      });
    });

  const say = (): void =>
    guard(client.report, undefined, () => {
      // Its time begins before all is on disk.
      budget();
      if (destination) sayAll(health.transporter ? byTransporter(health.transporter) : postTo(destination));
      // A process that lives on all the same (some take errors in ways we cannot see) will die another day.
      inNextTurn(() => (death.since = undefined));
    });

  return { standBy, say };
};
