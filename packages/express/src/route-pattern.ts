import { namedPath } from '@tocsin/core/http';

/** What a layer of a router has matched. */
interface Match {
  readonly path?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** What leads to a route. Of Express's inside: should it change, the pattern begins with a `*`. */
interface Layer extends Match {
  readonly route?: unknown;
  readonly handle: { readonly stack?: readonly Layer[] };
  /** Express 4 and the early routers of 5 answer `true` and keep the match on the layer. */
  match(path: string): boolean | Match;
}

/** Segments in front of the mount of an app, at most; bounds the work that a long address can cause. */
const MAX_DEPTH = 10;

/**
 * The pattern of a matched route with the mounts on the way to it: `/users/:id`. `req.baseUrl` tells
 * of mounts only the raw path, and nothing once an error has left them. What cannot be told is a `*`.
 */
export const routePattern = (route: unknown, { app, path }: { readonly app: object | undefined; readonly path: string }): string | undefined => {
  if (typeof route !== 'object' || route === null || !app) return undefined;
  const own = String(Reflect.get(route, 'path'));
  // Express 4 throws when it is asked for `router`.
  const { stack = [] }: Layer['handle'] = Reflect.get(app, '_router') ?? Reflect.get(app, 'router') ?? {};
  const segments = path.replace(/[?#].*/s, '').split('/').slice(1);
  // An app that is mounted in another one sees only the end of the path.
  const found = segments.slice(0, MAX_DEPTH).map((_segment, depth) => mountsTo(route, stack, `/${segments.slice(depth).join('/')}`));
  const mounts = found.find((pattern) => pattern !== undefined);
  return mounts === undefined ? `*${own}` : `${Reflect.get(app, 'path').call(app)}${mounts}${own}`.replace(/(.)\/$/, '$1');
};

const mountsTo = (route: object, stack: readonly Layer[], path: string): string | undefined => {
  if (stack.some((layer) => layer.route === route)) return '';
  for (const { layer, inner } of stack.flatMap((one) => (one.handle.stack ? [{ layer: one, inner: one.handle.stack }] : []))) {
    const matched = layer.match(path);
    const { path: mount = '', params = {} }: Match = matched === true ? layer : matched || {};
    const below = matched === false ? undefined : mountsTo(route, inner, path.slice(mount.length));
    if (below !== undefined) return namedPath(mount, params) + below;
  }
  return undefined;
};
