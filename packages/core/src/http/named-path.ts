import { attemptOr } from '../base/fences';

/**
 * The pattern behind a matched path, told from its parameters: `/users/7` with `{ id: '7' }` is
 * `/users/:id`. For frameworks that keep the path of a mount but not its pattern. A path in which
 * not every parameter is a segment of its own becomes `/*`, so that no value is left in it.
 */
export const namedPath = (path: string, params: Readonly<Record<string, unknown>>): string => {
  const segments = path.replace(/\/$/, '').split('/');
  for (const [name, value] of Object.entries(params)) {
    const at = segments.findIndex((segment) => attemptOr(segment, () => decodeURIComponent(segment)) === value);
    if (at < 0) return '/*';
    segments[at] = `:${name}`;
  }
  return segments.join('/');
};
