import type { Report } from '../base/diagnostics';
import { callHook, attemptOr } from '../base/fences';
import { Scope } from '../scope/scope';
import type { CaptureContext, ScopeData } from '../scope/scope-data';
import { emptyScopeData, mergeScopeData } from '../scope/scope-data';
import type { ActiveScopes, ScopeStore } from '../scope/scope-store';
import { createStackScopeStore } from '../scope/scope-store';
import { createBreadcrumbKeeper } from './breadcrumb-keeper';
import type { Client } from './client';

/**
 * What all copies of this package in one realm share (ESM beside CommonJS, two versions), from first
 * use until the client closes. Another copy calls only what `docs/coexistence.md` names, so that must
 * stay; a change there needs a new name beside `v1`.
 */
export interface Carrier {
  client: Client | undefined;
  store: ScopeStore;
  readonly global: Scope;
  /** The scopes outside every request and every `withScope`. */
  readonly root: ActiveScopes;
  /** Tells the developer, if there is a client to do it. The one member that every version has. */
  readonly report: Report;
}

/** What hangs at the key: a carrier for each version of the protocol that was loaded. */
interface Carriers {
  readonly v1?: Carrier;
  readonly [version: string]: Pick<Carrier, 'report'> | undefined;
}

const KEY = Symbol.for('tocsin.carriers');

/** `globalThis`, as far as we read it: by name, because `Reflect.get` takes ten times as long. */
type Realm = Readonly<Record<symbol, Carriers | undefined>>;

/**
 * The carrier of this realm, if there is one: for reading, so that a look after `close` leaves nothing
 * behind. Where only copies of another version have one, what is asked of this copy leads to nothing,
 * and they are told to say so. What hangs at the key without being ours throws here, or has no `store`.
 */
export const findCarrier = (): Carrier | undefined =>
  attemptOr(undefined, () => {
    const { [KEY]: carriers }: Realm = globalThis;
    const own = carriers?.v1;
    if (own) return own.store && own;
    for (const other of Object.values(carriers ?? {})) other?.report({ code: 'T1005', detail: 'v1' });
    return undefined;
  });

/** A copy of what hangs at the key; an empty one where that is no object. */
const readCarriers = (): Carriers =>
  attemptOr({}, () => {
    const { [KEY]: carriers }: Realm = globalThis;
    return { ...carriers };
  });

const setCarriers = (value: Carriers): boolean => {
  // It inherits nothing: in a page where every object has a `get`, it would be no descriptor.
  const descriptor = { __proto__: null, value, configurable: true };
  return Reflect.defineProperty(globalThis, KEY, descriptor);
};

/** The carrier of this realm, made on first use. */
export const getCarrier = (): Carrier => {
  const found = findCarrier();
  if (found) return found;
  const newScope = (): Scope => new Scope(emptyScopeData, (...given) => carrier.client?.part(createBreadcrumbKeeper)?.keep(...given));
  const carrier: Carrier = {
    client: undefined,
    store: createStackScopeStore(),
    global: newScope(),
    root: { isolation: newScope(), current: newScope() },
    report: (diagnostic) => carrier.client?.report(diagnostic),
  };
  setCarriers({ ...readCarriers(), v1: carrier });
  return carrier;
};

/** Makes `client` the one that the capture functions use, with its platform's way of following scopes. */
export const bindClient = (client: Client, store: ScopeStore): void => {
  const carrier = getCarrier();
  carrier.client = client;
  carrier.store = store;
  const { v1: bound, ...others } = readCarriers();
  const strangers = Object.keys(others).join(', ');
  if (strangers !== '') client.report({ code: 'T1005', detail: strangers });
  if (bound !== carrier) client.report({ code: 'T1006' });
};

/** Takes the carrier away when it is this client's, so that no global is left behind after the last one's `close`. */
export const releaseClient = (client: Client): void => {
  const { v1: bound, ...others } = readCarriers();
  if (bound?.client !== client) return;
  if (Object.keys(others).length > 0) setCarriers(others);
  else Reflect.deleteProperty(globalThis, KEY);
};

/** The scopes in force here and now. */
export const activeScopes = (carrier: Carrier): ActiveScopes => carrier.store.get() ?? carrier.root;

/**
 * Runs `body` outside of every request, and stays in the scopes that `stay` is called in: for adapters
 * that are only told that a request begins, and cannot run the rest of it. What is in force then may
 * be left over from another one. The platform's store must be able to `enter`.
 */
export const stayInScopes = (body: (stay: () => void) => void): void => {
  const { store, root } = getCarrier();
  let left: ActiveScopes | undefined;
  store.run(root, () => body(() => (left = store.get())));
  if (left) store.enter?.(left);
};

/** What all three scopes hold, drawn together, and what was given for one capture: global, isolation, current, capture; the later wins. */
export const activeScopeData = (carrier: Carrier, captureContext?: CaptureContext): ScopeData => {
  const { isolation, current } = activeScopes(carrier);
  // The context may be a function of the app's: what it throws must not cost the event.
  const updated = captureContext && callHook(carrier.report, 'captureContext', () => current.fork().update(captureContext));
  return mergeScopeData(mergeScopeData(carrier.global.getScopeData(), isolation.getScopeData()), (updated ?? current).getScopeData());
};
