import { Scope } from '../scope/scope';
import type { ScopeData } from '../scope/scope-data';
import { mergeScopeData } from '../scope/scope-data';
import type { ActiveScopes, ScopeStore } from '../scope/scope-store';
import { createStackScopeStore } from '../scope/scope-store';
import type { Client } from './client';

/**
 * What all copies of this package in one realm share (ESM beside CommonJS, two versions): it hangs
 * at one versioned key of `globalThis` from first use until the client closes. Another copy calls
 * only the members named here, so they must stay; a new shape takes a new version in the key.
 */
export interface Carrier {
  client: Client | undefined;
  store: ScopeStore;
  readonly global: Scope;
  /** The scopes outside every request and every `withScope`. */
  readonly root: ActiveScopes;
}

const KEY = Symbol.for('tocsin.carrier.1');

/** The carrier of this realm, if there is one: for reading, so that a look after `close` leaves nothing behind. */
export const findCarrier = (): Carrier | undefined => {
  const found: Carrier | undefined = Reflect.get(globalThis, KEY);
  return found;
};

/** The carrier of this realm, made on first use. */
export const getCarrier = (): Carrier => {
  const found = findCarrier();
  if (found) return found;
  const carrier: Carrier = {
    client: undefined,
    store: createStackScopeStore(),
    global: new Scope(),
    root: { isolation: new Scope(), current: new Scope() },
  };
  Reflect.defineProperty(globalThis, KEY, { value: carrier, configurable: true, enumerable: false });
  return carrier;
};

/** Makes `client` the one that the capture functions use, with its platform's way of following scopes. */
export const bindClient = (client: Client, store: ScopeStore): void => {
  const carrier = getCarrier();
  carrier.client = client;
  carrier.store = store;
};

/** Takes the carrier away when it is this client's, so that no global is left behind after `close`. */
export const releaseClient = (client: Client): void => {
  if (findCarrier()?.client === client) Reflect.deleteProperty(globalThis, KEY);
};

/** The scopes in force here and now. */
export const activeScopes = (carrier: Carrier): ActiveScopes => carrier.store.get() ?? carrier.root;

/** What all three scopes hold, drawn together: global, isolation, current; the later wins. */
export const activeScopeData = (carrier: Carrier): ScopeData => {
  const { isolation, current } = activeScopes(carrier);
  return mergeScopeData(mergeScopeData(carrier.global.getScopeData(), isolation.getScopeData()), current.getScopeData());
};
