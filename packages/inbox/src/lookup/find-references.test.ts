import { eventIdFromHash, hashFromEventId } from '@tocsin/core/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findReferences } from './find-references';

const HASH = 'pinub-rubas-bitip-jasup';
const id = eventIdFromHash(HASH) ?? '';
const dashed = id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

describe('what names an event in a text', () => {
  it.each([
    `Ticket: ${HASH}.`,
    `order ${HASH} broke`,
    `Please help: "Pinub Rubas Bitip Jasup", since today`,
    `error=pinubrubasbitipjasup;`,
    `http://127.0.0.1:8137/lookup?hash=${HASH}`,
    `http://127.0.0.1:8137/lookup?hash=pinub%20rubas%20bitip%20jasup#top`,
    `http://127.0.0.1:8137/lookup?hash=pinub+rubas+bitip+jasup`,
  ])('is the error hash in %s', (text) => {
    expect(findReferences(text)).toEqual([{ kind: 'hash', eventId: id }]);
  });

  it.each([`urn:uuid:${dashed}`, `{"instance":"urn:uuid:${dashed.toUpperCase()}"}`, `http://localhost:8137/events/${id}`, `id ${id}, thanks`])('is the event id in %s', (text) => {
    expect(findReferences(text)).toEqual([{ kind: 'id', eventId: id }]);
  });

  it('is both, ids first, when there are both', () => {
    expect(findReferences(`${HASH} (${id})`)).toEqual([
      { kind: 'id', eventId: id },
      { kind: 'hash', eventId: id },
    ]);
  });

  it.each(['', 'pinub-rubas-bitip', 'Ticket: pinub - - rubas bitip jasup', 'xpinub-rubas-bitip-jasup', 'order table chair lamps', `${id}0`, 'urn:uuid:', `urn:uuid:${'0'.repeat(32)}`])('is nothing in "%s"', (text) => {
    expect(findReferences(text)).toEqual([]);
  });

  it('is found at any place in any text, at most 20 times', () => {
    const noise = fc.string({ unit: fc.constantFrom(' ', '.', ':', '?', 'abc', 'order', '7', 'ä') });
    fc.assert(
      fc.property(noise, noise, (before, after) => {
        const found = findReferences(`${before} ${HASH} ${after}`);
        expect(found.map(({ eventId }) => hashFromEventId(eventId))).toContain(HASH);
      }),
    );
    expect(findReferences(`${HASH}; `.repeat(1_000))).toHaveLength(20);
  });
});
