import type { Report } from '../base/diagnostics';
import { guard } from '../base/fences';
import type { Captured, Part, PartHost } from './client';

/** The parts of one client; see {@link Part}. */
export interface Parts {
  /** The one that `create` makes, made at first use. */
  of<T extends Part>(create: (host: PartHost) => T, host: PartHost): T;
  /** Asks all for what they have collected. */
  handOver(): void;
  /** Tells all what was captured. */
  hear(captured: Captured): void;
}

/** None at first. A part that throws is our own bug: it costs neither the app nor the event. */
export const createParts = (report: Report): Parts => {
  const parts = new Map<unknown, Part>();
  const each = (call: (part: Part) => void): void => parts.forEach((part) => guard(report, undefined, () => call(part)));
  return {
    of<T extends Part>(create: (host: PartHost) => T, host: PartHost) {
      const part = (parts.get(create) as T | undefined) ?? create(host); // under `create` stands what it has made
      parts.set(create, part);
      return part;
    },
    handOver: () => each((part) => part.handOver?.()),
    hear: (captured) => each((part) => part.captured?.(captured)),
  };
};
