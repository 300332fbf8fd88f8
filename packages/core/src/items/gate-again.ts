import type { Client, Part, PartHost } from '../client/client';
import { filteredTeller } from '../client/filtered-teller';
import type { Event } from '../event/event';
import { gateStage } from '../stages/gate';

interface Gate extends Part {
  /** The event, of which all has been through the gate but for what differs from `gated`. */
  readonly pass: (event: Event, gated: Event) => Event;
}

const createGate = ({ bounds, client, ledger }: PartHost): Gate => {
  const stage = gateStage(bounds(), filteredTeller(ledger, client.report));
  return { pass: (event, gated) => stage({ event, gated }).event };
};

/**
 * For integrations that put something of the app's onto an event when it has passed the gate: takes the event through
 * the gate once more, so that hooks which come later see that as safe as the rest. `gated` is the event before.
 */
export const gateAgain = (client: Client, event: Event, gated: Event): Event => client.part(createGate)?.pass(event, gated) ?? event;
