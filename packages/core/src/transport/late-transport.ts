import { attemptElse } from '../base/fences';
import { Transport } from './transport';
import type { TransportParts } from './transport-parts';

/** A transport, as a client uses it. */
export type ClientTransport = Pick<Transport, 'push' | 'noteDrop' | 'flush' | 'flushSync' | 'close'>;

/**
 * Makes a transport when it is first needed, or once the start is over, which `whenOver` tells: for `Runtime.makeTransport`.
 * Most processes and pages send nothing while they start, and a process that sends nothing at all loads none of what sends.
 */
export const lateTransport =
  (whenOver: (run: () => void) => unknown, make = (parts: TransportParts): ClientTransport => new Transport(parts)) =>
  (parts: TransportParts): ClientTransport => {
    let made: ClientTransport | undefined;
    const transport = (): ClientTransport => (made ??= make(parts));
    // A spool may hold something to be sent. `whenOver` is the platform's, may have been replaced by the app, and then throw.
    attemptElse(() => void whenOver(transport), () => void transport());
    return {
      push: (parcel) => transport().push(parcel),
      noteDrop: (drop) => transport().noteDrop(drop),
      flush: (timeout, first) => transport().flush(timeout, first),
      flushSync: (post) => made?.flushSync(post),
      // Made even now, if it was not before: closed, it drops what is still pushed.
      close: () => transport().close(),
    };
  };
