import type { Stats } from '../base/ledger';
import type { Milliseconds } from '../base/units';
import { findCarrier } from './carrier';
import type { Client, Integration } from './client';
import { withClient } from './with-client';

/** The client that the capture functions use; `undefined` before `init` and after `close`. */
export const getClient = (): Client | undefined => findCarrier()?.client;

/** Whether `init` was called, with or without a usable DSN. */
export const isInitialized = (): boolean => getClient() !== undefined;

/** Whether captures lead to anything. */
export const isEnabled = (): boolean => getClient()?.isEnabled() ?? false;

/**
 * Waits until all that this process has captured is sent, what a full queue has put into the spool as well, at most
 * `timeout` milliseconds (default 2000); `false` when something is left or nothing is initialised. In Node what earlier
 * processes have left goes out as well, and is waited for as long as the server takes it.
 */
export const flush = (timeout?: Milliseconds): Promise<boolean> => getClient()?.flush(timeout) ?? Promise.resolve(false);

/**
 * Flushes, then takes every hook back; nothing of the SDK is left. `init` starts it again. In Node what is not sent within
 * `timeout` is written into the spool, which may take some 900 milliseconds more, or nine tenths of
 * `shutdownTimeout` where that is longer.
 */
export const close = (timeout?: Milliseconds): Promise<boolean> => getClient()?.close(timeout) ?? Promise.resolve(false);

/** Installs an integration on the running client. */
export const addIntegration = (integration: Integration): void => withClient(undefined, (client) => client.addIntegration(integration));

/** Counters of everything captured and how it ended, by category; empty before `init`. */
export const stats = (): Stats => getClient()?.stats() ?? {};
