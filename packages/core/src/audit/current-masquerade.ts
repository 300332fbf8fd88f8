import type { EpochSeconds } from '../base/units';
import { isObject } from '../base/read';
import type { ScopeData } from '../scope/scope-data';
import type { AuditPerson } from './record';

/** Who acts as whom here and now; travels in `contexts.masquerade`, so that every event inside carries it. */
export interface CurrentMasquerade {
  readonly actor: AuditPerson;
  readonly onBehalfOf: AuditPerson;
  readonly reason: string;
  readonly ticket?: string | undefined;
  readonly session: { readonly id: string; readonly startedAt: EpochSeconds };
}

/** Name of the context. */
export const MASQUERADE = 'masquerade';

const isMasquerade = (value: unknown): value is CurrentMasquerade => isObject(value) && 'actor' in value && 'onBehalfOf' in value && 'session' in value;

/** The innermost masquerade in force, if any. */
export const currentMasquerade = ({ contexts }: ScopeData): CurrentMasquerade | undefined => {
  const context = contexts[MASQUERADE];
  return isMasquerade(context) ? context : undefined;
};
