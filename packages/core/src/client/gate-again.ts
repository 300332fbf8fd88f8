import type { Event } from '../event/event';
import { gateStage } from '../stages/gate';
import type { Client, Part, PartHost } from './client';
import { filteredTeller } from './filtered-teller';

interface Gate extends Part {
  readonly pass: (event: Event, depth: number) => Event;
}

const createGate = ({ bounds, client, ledger }: PartHost): Gate => ({
  pass: (event, depth) => gateStage({ ...bounds(), normalizeDepth: depth }, filteredTeller(ledger, client.report))({ event }).event,
});

/**
 * For integrations that put something of the app's onto an event when it has passed the gate: takes that part of the
 * event through the gate, so that hooks which come later see it as safe as the rest. `depth`: levels of objects that
 * are kept, at most the client's.
 */
export const gateAgain =
  (client: Client, { event_id, timestamp }: Event, depth = Infinity) =>
  (part: Partial<Event>): Partial<Event> =>
    client.part(createGate)?.pass({ ...part, event_id, timestamp }, Math.min(depth, client.getOptions().normalizeDepth)) ?? {};
