import { asciiJson } from '../base/ascii-json';
import { attempt, attemptOr } from '../base/fences';
import { readText } from '../base/read';
import type { DecodedItem } from '../envelope/decode';
import { readDsn } from '../envelope/dsn';
import { dsnToString } from '../envelope/endpoint';
import type { Envelope, EnvelopeHeader } from '../envelope/envelope';
import type { Event } from '../event/event';
import type { TransportOptions } from './make-transport';
import type { Destination } from './post';

/** Where one envelope goes: a DSN, with or without a release in place of the event's own. */
export type Route = string | { readonly dsn: string; readonly release?: string | undefined };

/** What there is to choose by. */
export interface RouteQuestion {
  /** The event in the envelope, as it is sent; `undefined` for logs, sessions and the like. */
  readonly getEvent: () => Event | undefined;
}

/** Chooses the DSNs for one envelope; none means the client's own. */
export type RouteMatcher = (question: RouteQuestion) => readonly Route[];

/** An envelope as it was read back. */
export interface ReadEnvelope {
  readonly header: EnvelopeHeader;
  readonly items: readonly DecodedItem[];
}

/** One destination of an envelope. */
export interface Target {
  /** Tells targets apart: DSN and release. */
  readonly name: string;
  readonly destination: Destination;
  readonly release?: string | undefined;
}

/** A payload as text. */
export const textOf = (payload: Uint8Array): string => new TextDecoder('utf-8', { fatal: false, ignoreBOM: true }).decode(payload);

const eventIn = ({ items }: ReadEnvelope): Event | undefined =>
  attemptOr(undefined, () => {
    const item = items.find(({ header }) => header.type === 'event');
    return item && JSON.parse(textOf(item.payload));
  });

/** Asks the app's matcher. When it throws, or names no DSN that can be used, the client's own destination is taken; the first time with a line about why. */
export const createTargetFinder = (match: RouteMatcher, { destination, report }: TransportOptions): ((envelope: ReadEnvelope) => readonly Target[]) => {
  const own: Target = { name: '', destination };
  let told = false;

  const complain = (detail: string, cause?: unknown): void => {
    if (!told) report({ code: 'T1003', detail, cause });
    told = true;
  };

  const targetOf = (route: unknown): readonly Target[] => {
    const [text, release] = typeof route === 'string' ? [route] : [readText(route, 'dsn') ?? '', readText(route, 'release')];
    const dsn = readDsn(text);
    if (dsn) return [{ name: `${dsnToString(dsn)} ${release ?? ''}`, destination: { ...destination, dsn }, release }];
    complain('transport has a matcher that named a DSN which is none');
    return [];
  };

  return (envelope) => {
    const asked = attempt(() => {
      const routes: unknown = match({ getEvent: () => eventIn(envelope) });
      return Array.isArray(routes) ? routes.flatMap(targetOf) : [];
    });
    if (!asked.ok) complain('transport has a matcher that threw', asked.error);
    const targets = new Map((asked.ok ? asked.value : []).map((target) => [target.name, target]));
    return targets.size === 0 ? [own] : [...targets.values()];
  };
};

/** The envelope as one target gets it: a tunnel's header names the target's DSN, the event the target's release. */
export const forTarget = (envelope: ReadEnvelope, { destination: { dsn }, release }: Target): Envelope => {
  const header = envelope.header.dsn === undefined ? envelope.header : { ...envelope.header, dsn: dsnToString(dsn) };
  const event = release === undefined ? undefined : eventIn(envelope);
  const items = envelope.items.map((item) => (event && item.header.type === 'event' ? { ...item, payload: asciiJson({ ...event, release }) } : item));
  return { header, items };
};
