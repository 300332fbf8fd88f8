import { Console } from 'node:console';
import type { Client, Undo } from '@tocsin/core';
import type { Part } from '@tocsin/core/platform';
import { attemptOr, whileBound } from '@tocsin/core/platform';
import { hearChannel } from '../hear-channel';
import { hookMethod } from '../hook-method';

/** What everything else of the console that prints a text goes through: `assert`, `trace`, `table`, `group`. */
export const consoleMethods: readonly ConsoleMethod[] = ['debug', 'info', 'log', 'warn', 'error'];

/** By its name. */
export type ConsoleMethod = 'debug' | 'info' | 'log' | 'warn' | 'error';

/** One line on the console. */
export interface ConsoleCall {
  readonly method: ConsoleMethod;
  /** As they were given. The runtime changes the list afterwards: copy what is to be kept. */
  readonly args: readonly unknown[];
  /** Our function that stands between the console and whoever prints, or is called by the console. */
  readonly ours: (...given: never[]) => unknown;
}

type Listener = (call: ConsoleCall) => void;

/** Hears the console through what the runtime publishes. Nothing stands between the console and who calls it. */
const byChannels = (tell: Listener): Undo => {
  const undoing = consoleMethods.map((method) => {
    const listener = (args: readonly unknown[]): void => tell({ method, args, ours: listener });
    return hearChannel(`console.${method}`, listener);
  });
  return () => undoing.forEach((undo) => undo());
};

/** Hears the console where the runtime publishes nothing: one function around each method. Exported for its test. */
export const byWrapping = (tell: Listener): Undo => {
  const undoing = consoleMethods.map((method) => hookMethod(console, method, (_self, args, ours) => tell({ method, args, ours })));
  return () => undoing.forEach((undo) => undo());
};

/**
 * Whether the console publishes its calls: Node since 22. Its own code is asked, because a console that
 * is tried would print, and versions say nothing of Bun and Deno.
 */
const isPublished = (): boolean => attemptOr(false, () => String(Console.prototype.log).includes('.publish('));

interface ConsoleWatch extends Part {
  add(listener: Listener): Undo;
}

/** However many listen, the console is wrapped once at most. */
const createConsoleWatch = (): ConsoleWatch => {
  const listeners = new Set<Listener>();
  const tell: Listener = (call) => listeners.forEach((listener) => listener(call));
  let leave: Undo | undefined;
  return {
    add(listener) {
      listeners.add(listener);
      leave ??= (isPublished() ? byChannels : byWrapping)(tell);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        leave?.();
        leave = undefined;
      };
    },
  };
};

/** What Node itself prints of a warning; `warningsIntegration` tells of it, with its stack. */
const isWarning = ({ method, args: [text] }: ConsoleCall): boolean => method === 'error' && typeof text === 'string' && text.startsWith(`(node:${process.pid}) `);

/**
 * Tells of each line that is printed by a console of the process, the app's own consoles included, as
 * long as `client` is the one in force. For what `listener` prints itself there is `withoutEcho`.
 */
export const watchConsole = (client: Client, listener: Listener): Undo | undefined =>
  client.part(createConsoleWatch)?.add(
    whileBound(client, (call: ConsoleCall) => {
      if (!isWarning(call) || !client.getIntegrationByName('Warnings')) listener(call);
    }),
  );
