import { attemptOr, copyBag } from '@tocsin/core/platform';
import type { NodeOptions } from '../node-options';
import type { NodeTransportOptions } from '../transport-options';
import { isAbsent, nameHere } from './foreign-names';
import { agent, amount, anything, bag, call, certificates, flag, folder, integration, integrations, list, proxy, scope, text } from './kinds';
import type { Shapes, ShapesOf } from './shape';
import { fitting } from './shape';

const initialScope: Shapes = { user: bag, level: text, transaction: text, fingerprint: [list, text], tags: bag, extra: bag, contexts: bag };

const transportOptions: ShapesOf<NodeTransportOptions> = { bufferSize: anything, proxy, agent, caCerts: certificates, headers: { '*': text } };

/** What is {@link anything} has a rule in core, or beside the code that uses it. */
const shapes: ShapesOf<NodeOptions> = {
  dsn: anything, tunnel: anything, enabled: flag, debug: flag, release: anything, environment: anything, dist: anything, serverName: text,
  sampleRate: anything, ignoreErrors: anything, allowUrls: anything, denyUrls: anything, ignoreNoise: flag, maxBreadcrumbs: anything, attachStacktrace: flag,
  flood: [false, { burst: anything, perSecond: anything }], beforeSend: anything, beforeSendLog: anything, beforeSendFeedback: anything, beforeBreadcrumb: anything, onDrop: anything, enableLogs: flag,
  integrations: [list, call], defaultIntegrations: [false, integrations], includeLocalVariables: flag, initialScope: [call, scope, initialScope],
  normalizeDepth: anything, normalizeMaxBreadth: anything, maxValueLength: anything, scrub: { off: anything, add: anything, allow: anything, keys: anything, replacement: anything }, sendDefaultPii: flag,
  strictTraceContinuation: flag, orgId: anything, tracePropagationTargets: anything, propagateTraceparent: flag,
  transport: anything, transportOptions, sendClientReports: flag, spool: [false, { dir: folder, maxBytes: amount, maxAge: amount }],
  shutdownTimeout: anything, waitUntil: call, spotlight: anything,
};

/** Options as they can be used, and the details of `T1003` about the others. */
export interface InitOptions {
  readonly options: NodeOptions;
  readonly faults: readonly string[];
}

/** The options of `init`, whatever was handed in; what cannot be used is left out, so that its default applies. */
export const initOptions = (given: unknown): InitOptions => {
  const copy = copyBag(given);
  const absent = Object.keys(copy).filter(isAbsent);
  const foreign = Object.keys(copy).filter((name) => nameHere(name) !== undefined);
  for (const name of [...absent, ...foreign]) delete copy[name];
  const { usable, faults } = fitting(copy, shapes, (name) => name);
  const { integrations: added } = usable;
  return {
    options: usable,
    faults: [
      ...faults,
      ...(Array.isArray(added) ? added.filter(isStrange).map(nameStrange) : []),
      ...foreign.map((name) => `${name} is not known; it is ignored, set ${nameHere(name)}`),
      ...(absent.length > 0 ? [withoutUse(absent)] : []),
    ],
  };
};

const withoutUse = ([first, ...others]: readonly string[]): string =>
  `${first}${others.length > 0 ? ` (and ${others.join(', ')})` : ''} has no use: Tocsin has no spans, profiles, replays or metrics; it is ignored, and errors are linked to their trace without it`;

/** Whether it is no integration; what is left out on purpose (`isServer && …`) is none either, and fine. */
const isStrange = (one: unknown): boolean => Boolean(one) && !attemptOr(false, () => integration.fits(one));

const nameStrange = (one: unknown): string =>
  typeof one === 'function' ? `integrations holds a function; it is left out, call ${one.name}()` : `integrations holds a ${typeof one}; it is left out, each must be ${integration.must}`;
