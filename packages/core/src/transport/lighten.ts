import { asciiJson } from '../base/ascii-json';
import { attemptOr } from '../base/fences';
import { bytesOf } from '../base/ledger';
import type { Parcel } from './parcel';

/** Source lines (`pre_context`, `post_context`) and variables of a frame. */
const AROUND_FRAMES = /^(vars|p\w+_context)$/;

/**
 * An event, as JSON, with less around it. What happened stays, with ids, frames, tags and user; so do
 * the contexts that say what was thrown, traced, folded, sampled or audited. Breadcrumbs, extra, the
 * request and the other contexts go.
 */
const withoutSurroundings = (json: string): string => {
  const { breadcrumbs: _breadcrumbs, extra: _extra, modules: _modules, request: _request, contexts, ...event } = JSON.parse(json, (key, value: unknown) => (AROUND_FRAMES.test(key) ? undefined : value));
  const { thrown, trace, flood, sampling, audit, masquerade } = contexts ?? {};
  return asciiJson({ ...event, contexts: { thrown, trace, flood, sampling, audit, masquerade } });
};

/** The same parcel with less around its event, for a server that found it too large; `undefined` when there is nothing to leave out. */
export const lighten = (parcel: Parcel): Parcel | undefined =>
  attemptOr(undefined, () => {
    const items = parcel.items.map((item) => (item.header.type === 'event' ? { ...item, payload: withoutSurroundings(String(item.payload)) } : item));
    return bytesOf(items) < bytesOf(parcel.items) ? { ...parcel, items } : undefined;
  });
