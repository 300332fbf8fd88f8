import { askHook } from '../base/ask-hook';
import { isObject } from '../base/read';
import type { Client, ClientOptions } from '../client/client';

/** The hook for items of one kind, and the gate before and behind it. */
interface HookedItems<T> {
  /** The option's name. */
  readonly name: keyof ClientOptions & `beforeSend${string}`;
  readonly hook: ((item: T, hint: object) => unknown) | undefined;
  /** The item normalised and scrubbed, whatever it holds. */
  readonly gated: (item: Partial<T>) => T;
}

/**
 * Makes what every item of a kind passes: the gate, the app's hook (`beforeSendLog` and its like), and the gate again. A hook that throws, or answers
 * with anything but an object, drops the item, because it may have been about to take a secret out;
 * so does one that makes another such item while it runs, which would never end.
 */
export const createItemHook = <T extends object>({ name, hook, gated }: HookedItems<T>, { report }: Pick<Client, 'report'>) => {
  let running = false;
  return (raw: Partial<T>, hint: object = {}): T | 'before_send' => {
    const item = gated(raw);
    if (!hook) return item;
    if (running) return 'before_send';
    running = true;
    const answer = askHook(report, name, () => {
      const given = hook(item, hint);
      if (given !== null && !isObject(given)) report({ code: 'T2001', detail: `${name} answered ${typeof given}` });
      return given;
    });
    running = false;
    return isObject(answer) ? gated(answer as Partial<T>) : 'before_send'; // whatever it holds: the gate reads it
  };
};
