import { isObject, readProperty, spell } from '../base/read';
import type { Integration } from '../client/client';
import { getIsolationScope } from '../client/scopes';
import { isList } from '../stages/plain';

/** Flags kept, the newest: what servers show. */
const MAX_FLAGS = 100;

/**
 * Remembers how a feature flag was evaluated, for the events that follow in this isolation scope
 * (`contexts.flags`). Of one flag the last result counts; the newest 100 flags are kept. Servers know
 * on and off only, so a result that is no boolean is left out.
 */
export const addFeatureFlag = (flag: string, result: boolean): void => {
  if (typeof result !== 'boolean') return;
  const name = spell(flag);
  const scope = getIsolationScope();
  const known = readProperty(scope.getScopeData().contexts['flags'], 'values');
  const others = isObject(known) && isList(known) ? known.filter((one) => readProperty(one, 'flag') !== name) : [];
  scope.setContext('flags', { values: [...others, { flag: name, result }].slice(-MAX_FLAGS) });
};

/** {@link addFeatureFlag} on an integration, as `init` of the field knows it. */
export interface FeatureFlagsIntegration extends Integration {
  readonly addFeatureFlag: (flag: string, result: boolean) => void;
}

/** The field's way to {@link addFeatureFlag}; it needs no set-up, so an app may as well call that function itself. */
export const featureFlagsIntegration = (): FeatureFlagsIntegration => ({ name: 'FeatureFlags', addFeatureFlag });
