import { clearInterval, setInterval } from 'node:timers';

/** How often held files are touched, milliseconds; a third of the lease of a holder elsewhere. */
const RENEW_AFTER = 20_000;

/** The files that this process holds, by name. While there are any, each is touched now and then: it shows that we live. */
export interface HeldFiles {
  readonly names: ReadonlySet<string>;
  readonly add: (name: string) => void;
  readonly delete: (name: string) => void;
}

/** None yet; `touch` is called for each of them. */
export const createHeldFiles = (touch: (name: string) => void): HeldFiles => {
  const names = new Set<string>();
  let renewal: NodeJS.Timeout | undefined;
  return {
    names,
    add(name) {
      names.add(name);
      renewal ??= setInterval(() => names.forEach(touch), RENEW_AFTER).unref();
    },
    delete(name) {
      names.delete(name);
      if (names.size > 0) return;
      clearInterval(renewal);
      renewal = undefined;
    },
  };
};
