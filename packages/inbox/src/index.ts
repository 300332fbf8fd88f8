/**
 * The inbox as a library: for tests, demos and tools that want a compatible server of their own.
 * From a shell use the command `tocsin-inbox`.
 */
export { startInbox } from './start-inbox';
export type { Inbox } from './start-inbox';
export type { InboxOptions } from './inbox-options';
export { MAX_ENVELOPE_BYTES, MAX_EVENT_BYTES, MAX_ITEM_BYTES, MAX_ITEMS } from './limits';
