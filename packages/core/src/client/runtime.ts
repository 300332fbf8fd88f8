import type { Clock, RandomSource, Timers } from '../base/clock';
import type { Report } from '../base/diagnostics';
import type { Event, SdkInfo } from '../event/event';
import type { ParseStack } from '../event/stack';
import type { ScopeStore } from '../scope/scope-store';
import type { EventMemory } from '../stages/event-memory';
import type { Postpone } from '../stages/pipeline';
import type { ScrubNeighbours } from '../stages/scrub-neighbours';
import type { ValueRule } from '../stages/scrub-rules';
import type { Scrubber } from '../stages/scrubber';
import type { ClientTransport } from '../transport/late-transport';
import type { Line } from '../transport/line';
import type { Destination, Post } from '../transport/post';
import type { OpenSpooling, TransportParts } from '../transport/transport-parts';

/**
 * Everything that core needs from a platform, on one screen. A platform package makes one such
 * object; nothing in core knows which. No member may throw, and none may act before it is called.
 */
export interface Runtime extends Clock, Timers, RandomSource {
  /** `event.platform`: `node`, `javascript`. Servers choose grouping and source maps by it. */
  readonly platform: string;
  /** Name and version of the package that the app installed. */
  readonly sdk: SdkInfo;
  /** Follows scopes through the platform's asynchronous work. */
  readonly scopes: ScopeStore;
  /** Reads the text of an error's `stack` and says which frames are the app's own. */
  readonly parseStack: ParseStack;
  /** Names an object that has no useful properties (a DOM node, a socket); `undefined` to look into it. */
  readonly describe: (value: object) => string | undefined;
  /** Facts that are the same for every event: `contexts.runtime`, `contexts.os`, `server_name`. */
  readonly constant: () => Partial<Event>;
  /** Makes the sender of raw bodies to one destination. */
  readonly createPost: (destination: Destination) => Post;
  /** Requests at a time; may change. Default 4, which is fewer than a browser makes to one host. */
  readonly concurrency?: number | undefined;
  /** Rules for text that only this platform's apps meet, besides those that every app has; on a server `serverRules()`. */
  readonly scrubRules?: readonly ValueRule[] | undefined;
  /** Takes out secrets that only their neighbours tell: on a server `serverNeighbours`. */
  readonly lookBeside?: ((scrubber: Scrubber) => ScrubNeighbours) | undefined;
  /** Spares events what was walked before; `createEventMemory`. Absent: all of each event is walked. */
  readonly createMemory?: (() => EventMemory) | undefined;
  /** Where parcels outlive the process: `withSpool(open)`. Absent: in memory only. */
  readonly spool?: OpenSpooling | undefined;
  /** Where an event need not be finished in its capture: `postpone`. Absent: it is, so that a page loads no more than it must. */
  readonly postpone?: Postpone | undefined;
  /** Where a start does without a transport: `lateTransport(whenOver)`. Absent: it is made with the client. */
  readonly makeTransport?: ((parts: TransportParts) => ClientTransport) | undefined;
  /** Keeps what is pending where thousands may be: `createLine`. Absent: a `Set`. */
  readonly createLine?: (() => Line) | undefined;
  /** Shows a diagnostic to the developer, without going through anything that we hook. */
  readonly report: Report;
}
