import { attemptElse } from '../base/fences';
import { Transport } from './transport';
import type { TransportParts } from './transport-parts';

/** A transport, as a client uses it. */
export type ClientTransport = Pick<Transport, 'push' | 'noteDrop' | 'flush' | 'flushSync' | 'close'>;

/**
 * Makes a transport when it is first needed, or when `whenOver` says that the start is: for `Runtime.makeTransport`. Most
 * processes and pages send nothing at their start, and a process that sends nothing at all reads nothing of what sends.
 */
export const lateTransport =
  (whenOver: (run: () => void) => unknown, make = (parts: TransportParts): ClientTransport => new Transport(parts)) =>
  (parts: TransportParts): ClientTransport => {
    let made: ClientTransport | undefined;
    const transport = (): ClientTransport => (made ??= make(parts));
    // A spool may hold something that waits for it. What tells is the platform's, and may have been replaced.
    attemptElse(() => void whenOver(transport), () => void transport());
    return {
      push: (parcel) => transport().push(parcel),
      noteDrop: (drop) => transport().noteDrop(drop),
      flush: (timeout, first) => transport().flush(timeout, first),
      flushSync: (post) => made?.flushSync(post),
      // One that was never made is made to be closed: it drops what comes yet.
      close: () => transport().close(),
    };
  };
