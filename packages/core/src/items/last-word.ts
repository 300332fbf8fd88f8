import { attempt } from '../base/fences';
import type { Category, DropReason } from '../base/ledger';
import { isObject, isThenable } from '../base/read';
import { hookIn } from '../client/check-options';
import type { Client, ClientOptions, PartHost } from '../client/client';

/**
 * Takes an item in: pending from here on. `make` answers with it or with the reason why it is
 * dropped; a bug of ours is a reason too, so that every item has an end. `undefined`: it had it.
 */
export const takeIn = <T extends object>({ ledger, client }: Pick<PartHost, 'ledger' | 'client'>, category: Category, make: () => T | DropReason): T | undefined => {
  ledger.move('captured', 'pending', { category });
  const made = attempt(make);
  if (!made.ok) client.report({ code: 'T2003', cause: made.error });
  const item = made.ok ? made.value : 'internal_sdk_error';
  if (typeof item !== 'string') return item;
  ledger.move('pending', item, { category });
  return undefined;
};

/** How items of one kind are read and shown. */
interface Showing<T> {
  readonly name: keyof ClientOptions & `beforeSend${string}`;
  readonly hook: ((item: T, hint: object) => unknown) | undefined;
  /** The item normalised and scrubbed, whatever it holds. */
  readonly gated: (item: Partial<T>) => T;
}

/**
 * Gates an item, shows it to the app's hook, and gates what comes back. A hook that throws, or answers
 * with anything but an object, drops the item, because it may have been about to take a secret out;
 * so does one that makes another such item while it runs, which would never end.
 */
export const lastWord = <T extends object>({ name, hook: given, gated }: Showing<T>, { report }: Pick<Client, 'report'>) => {
  const hook = hookIn(name, given, report);
  let running = false;
  return (raw: Partial<T>, hint: object = {}): T | 'before_send' => {
    const item = gated(raw);
    if (!hook) return item;
    if (running) return 'before_send';
    running = true;
    const answer = attempt(() => hook(item, hint));
    running = false;
    if (!answer.ok) report({ code: 'T2001', detail: `${name} threw`, cause: answer.error });
    else if (isObject(answer.value) && !isThenable(answer.value)) return gated(answer.value as Partial<T>); // whatever it holds: the gate reads it
    else if (answer.value !== null) report({ code: 'T2001', detail: `${name} answered ${isThenable(answer.value) ? 'a promise' : typeof answer.value}` });
    return 'before_send';
  };
};
