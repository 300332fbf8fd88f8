import type { DynamicSamplingContext, TraceState } from '../event/trace';
import type { Destination } from '../transport/post';
import type { UsableOptions } from './client';

/** Who a trace belongs to when it begins here. */
export interface TraceOwner {
  readonly options: UsableOptions;
  readonly destination: Destination | undefined;
}

/** The organisation: the option, else what Sentry's own hosts carry in their name (`o123.ingest…`). */
export const orgIdOf = ({ options: { orgId }, destination }: TraceOwner): string | undefined =>
  orgId ?? /^o(\d+)\./.exec(destination?.dsn.host ?? '')?.[1];

/** What goes along with the trace: the caller's facts untouched, or ours where it begins here. */
export const samplingContext = (trace: TraceState, owner: TraceOwner): DynamicSamplingContext => {
  if (trace.dsc) return trace.dsc;
  const { release, environment } = owner.options;
  return { trace_id: trace.traceId, public_key: owner.destination?.dsn.publicKey, release, environment, org_id: orgIdOf(owner) };
};
