import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDsn } from '../envelope/parse-dsn';
import { baggageHeader, parseBaggage } from '../event/baggage';
import { continueFrom } from '../event/continue-trace';
import type { TraceState } from '../event/trace';
import { parseSentryTrace, parseTraceparent, sentryTraceHeader, traceparentHeader } from '../event/trace';
import { mayPropagateTo } from './trace-propagation';

interface Case<Input, Expected> {
  readonly name: string;
  readonly input: Input;
  readonly expected: Expected;
  readonly why: string;
}

/** A text, or pieces of it with how often each stands there: for those that are thousands of characters long. */
type Text = string | { readonly pieces: readonly (readonly [piece: string, times: number])[] };

interface WireTrace {
  readonly trace_id: string;
  readonly parent_span_id?: string;
  readonly sampled?: boolean;
}

interface Vectors {
  readonly 'sentry-trace': readonly Case<string, WireTrace | null>[];
  readonly traceparent: readonly Case<string, WireTrace | null>[];
  readonly incoming: readonly Case<{ readonly sentry_trace?: string; readonly baggage?: string; readonly traceparent?: string }, (WireTrace & { readonly dsc: object }) | null>[];
  readonly continuation: readonly Case<{ readonly theirs?: string; readonly ours?: string; readonly strict: boolean }, boolean>[];
  readonly 'sentry-trace-out': readonly Case<{ readonly trace_id: string; readonly span_id: string; readonly sampled?: boolean }, string>[];
  readonly 'traceparent-out': Vectors['sentry-trace-out'];
  readonly 'baggage-in': readonly Case<Text, Readonly<Record<string, string>>>[];
  readonly 'baggage-out': readonly Case<{ readonly dsc: Readonly<Record<string, Text>>; readonly own?: Text }, Text | null>[];
  readonly targets: readonly Case<
    { readonly url: string; readonly page_origin?: string; readonly targets?: readonly (string | number | null | { readonly pattern: string; readonly flags: string })[]; readonly dsn?: string; readonly tunnel?: string },
    boolean
  >[];
}

const { cases }: { readonly cases: Vectors } = JSON.parse(readFileSync(new URL('../../../../test/vectors/trace.json', import.meta.url), 'utf8'));

const spell = (text: Text): string => (typeof text === 'string' ? text : text.pieces.map(([piece, times]) => piece.repeat(times)).join(''));
const SPAN = '1'.repeat(16);

/** What was read, in wire names; JSON has no `undefined`. */
const onWire = (trace: Omit<TraceState, 'spanId'> | undefined): unknown =>
  trace ? JSON.parse(JSON.stringify({ trace_id: trace.traceId, parent_span_id: trace.parentSpanId, sampled: trace.sampled, dsc: trace.dsc })) : null;

const fromWire = ({ trace_id: traceId, span_id: spanId, sampled }: { readonly trace_id: string; readonly span_id: string; readonly sampled?: boolean }): TraceState => ({ traceId, spanId, sampled });

describe('trace vectors', () => {
  it('are at least 60, each with a name of its own in its group and a reason', () => {
    const groups: readonly (readonly Case<unknown, unknown>[])[] = Object.values(cases);
    expect(groups.flat().length).toBeGreaterThanOrEqual(60);
    for (const group of groups) expect(new Set(group.map(({ name }) => name)).size).toBe(group.length);
    for (const { name, why } of groups.flat()) expect(why, name).not.toBe('');
  });
});

describe('sentry-trace', () => {
  it.each(cases['sentry-trace'])('$name: $why', ({ input, expected }) => {
    expect(onWire(parseSentryTrace(input))).toEqual(expected);
  });

  it.each(cases['sentry-trace-out'])('is written: $name ($why)', ({ input, expected }) => {
    expect(sentryTraceHeader(fromWire(input))).toBe(expected);
  });
});

describe('traceparent', () => {
  it.each(cases.traceparent)('$name: $why', ({ input, expected }) => {
    expect(onWire(parseTraceparent(input))).toEqual(expected);
  });

  it.each(cases['traceparent-out'])('is written: $name ($why)', ({ input, expected }) => {
    expect(traceparentHeader(fromWire(input))).toBe(expected);
  });
});

describe('baggage', () => {
  it.each(cases['baggage-in'])('$name: $why', ({ input, expected }) => {
    // As entries: a name like `__proto__` is easily lost in a comparison of objects.
    expect(Object.entries(parseBaggage(spell(input)))).toEqual(Object.entries(expected));
  });

  it.each(cases['baggage-out'])('is written: $name ($why)', ({ input: { dsc, own }, expected }) => {
    const facts = Object.fromEntries(Object.entries(dsc).map(([key, value]) => [key, spell(value)]));
    expect(baggageHeader(facts, own === undefined ? undefined : spell(own)) ?? null).toBe(expected === null ? null : spell(expected));
  });
});

describe('incoming headers', () => {
  it.each(cases.incoming)('$name: $why', ({ input: { sentry_trace: sentryTrace, baggage, traceparent }, expected }) => {
    const trace = continueFrom({ sentryTrace, baggage, traceparent }, { spanId: SPAN });
    expect(onWire(trace)).toEqual(expected);
    expect(trace?.spanId).toBe(expected === null ? undefined : SPAN);
  });
});

describe('continuation', () => {
  it.each(cases.continuation)('$name: $why', ({ input: { theirs, ours: orgId, strict }, expected }) => {
    const headers = { sentryTrace: `${'a'.repeat(32)}-${SPAN}`, baggage: theirs === undefined ? undefined : `sentry-org_id=${theirs}` };
    expect(continueFrom(headers, { spanId: SPAN, orgId, strict }) !== undefined).toBe(expected);
  });
});

describe('targets', () => {
  it.each(cases.targets)('$name: $why', ({ input: { url, page_origin: pageOrigin, targets, dsn, tunnel }, expected }) => {
    const patterns = targets?.map((target) => (target !== null && typeof target === 'object' ? new RegExp(target.pattern, target.flags) : target));
    const parsed = dsn === undefined ? undefined : parseDsn(dsn);
    const rules = { targets: patterns as never, destination: parsed?.ok ? parsed : undefined, tunnel };
    expect(mayPropagateTo({ url, pageOrigin }, rules)).toBe(expected);
    // A pattern with the flag `g` remembers where it stopped.
    expect(mayPropagateTo({ url, pageOrigin }, rules)).toBe(expected);
  });
});
