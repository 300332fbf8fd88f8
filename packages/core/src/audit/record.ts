import type { EpochSeconds } from '../base/units';

/** What was done, by its nature; the unusual shows in a change of rate of a kind. */
export type AuditKind = 'access' | 'create' | 'update' | 'delete' | 'auth' | 'admin' | 'masquerade';

/** How it ended. `denied`: the system refused; `failure`: it was tried and went wrong. */
export type AuditOutcome = 'success' | 'failure' | 'denied' | 'unknown';

/** A person or a service. Name and e-mail are optional on purpose: leave them out where the id suffices. */
export interface AuditPerson {
  /** Role or sort, never an id: `support`, `admin`, `customer`. Records are grouped by the actor's. */
  readonly type?: string | undefined;
  readonly id: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  /** For chains: whose rights this identity used in turn. */
  readonly onBehalfOf?: AuditPerson | undefined;
}

/** What it was done to. */
export interface AuditTarget {
  /** `user`, `order`: records are grouped by the first target's type. */
  readonly type: string;
  readonly id: string;
  readonly name?: string | undefined;
}

/** The masquerade that a record belongs to. */
export interface AuditSession {
  readonly id: string;
  readonly startedAt: EpochSeconds;
  readonly phase: 'start' | 'act' | 'end';
}

interface CommonDetails {
  /** The real person. Default: the actor of the surrounding `masquerade`, else the scope's user. */
  readonly actor?: AuditPerson | undefined;
  /** There is no person to name, a visitor without an account for example: the actor is `anonymous`, and none is asked for (T5001). */
  readonly anonymous?: true | undefined;
  readonly target?: readonly AuditTarget[] | undefined;
  /** Default `success`. */
  readonly outcome?: AuditOutcome | undefined;
  /** Error hash of the failure that came with it. */
  readonly error?: string | undefined;
  readonly ticket?: string | undefined;
  /** Field → old and new value; scrubbed like everything else. */
  readonly changes?: Readonly<Record<string, { readonly old?: unknown; readonly new?: unknown }>> | undefined;
}

/** Acting as somebody else is only recorded with whom and why: both are demanded by the type. */
interface MasqueradeRecordDetails extends CommonDetails {
  readonly kind: 'masquerade';
  readonly onBehalfOf: AuditPerson;
  readonly reason: string;
}

interface OtherDetails extends CommonDetails {
  /** Default `admin`. */
  readonly kind?: Exclude<AuditKind, 'masquerade'> | undefined;
  /** Whose rights were used. Default: the one of the surrounding `masquerade`. */
  readonly onBehalfOf?: AuditPerson | undefined;
  readonly reason?: string | undefined;
}

/** What `audit` takes beside the action. */
export type AuditDetails = MasqueradeRecordDetails | OtherDetails;

/** One audit record as it is sent, in `contexts.audit`; its id is the event's. */
export interface AuditRecord {
  readonly action: string;
  readonly kind: AuditKind;
  readonly actor: AuditPerson;
  readonly onBehalfOf?: AuditPerson | undefined;
  readonly target?: readonly AuditTarget[] | undefined;
  readonly outcome: AuditOutcome;
  readonly error?: string | undefined;
  readonly reason?: string | undefined;
  readonly ticket?: string | undefined;
  readonly session?: AuditSession | undefined;
  readonly changes?: CommonDetails['changes'] | undefined;
  readonly at: EpochSeconds;
}
