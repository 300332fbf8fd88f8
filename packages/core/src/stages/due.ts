import type { Event } from '../event/event';

/** What is still to be done to an event when it leaves the queue; see `postpone`. */
export interface Due {
  /** Bytes that the event holds meanwhile, about. */
  readonly weight: number;
  /** The event as an item of an envelope, which is finished and written when its payload is read. */
  item<Header>(header: Header, write: (event: Event) => string): { readonly header: Header; readonly payload: string; readonly isAscii: true };
}
