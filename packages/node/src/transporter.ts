import type { MakeTransport, Transporter, TransportOptions } from '@tocsin/core/platform';
import { attempt, makeOwnTransport } from '@tocsin/core/platform';

const isTransporter = (value: unknown): value is Transporter => typeof value === 'object' && value !== null && typeof Reflect.get(value, 'post') === 'function';

/** What the option `transport` makes, or our own way where it is absent, or of no use (with one line about it). */
export const transporterFor = (make: MakeTransport | undefined, options: TransportOptions): Transporter => {
  if (make === undefined) return makeOwnTransport(options);
  const made = attempt<unknown>(() => (typeof make === 'function' ? make(options) : undefined));
  if (made.ok && isTransporter(made.value)) return made.value;
  options.report({ code: 'T1003', ...(made.ok ? { detail: 'transport must be a function that answers with { post }' } : { detail: 'transport threw', cause: made.error }) });
  return makeOwnTransport(options);
};
