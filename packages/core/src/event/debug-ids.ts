import { attemptOr } from '../base/fences';
import type { Bag } from '../base/read';
import { ownKeys, readProperty, readText } from '../base/read';
import type { DebugImage, Event } from './event';
import type { ParseStack } from './stack';

/**
 * Debug ids: a build writes the same id into a file and into its source map, and at the beginning of the
 * file a line that puts it into a table, under the stack of that very place. The table has the field's
 * name, so that the field's build plugins serve us too. It is read anew only when its size has changed, as
 * it does when chunks are loaded. Tells of the files that the frames of an event stand in.
 */
export const createDebugIds = (parseStack: ParseStack): ((event: Partial<Event>) => Event['debug_meta']) => {
  const images = new Map<string | undefined, DebugImage>();
  let known = 0;

  return ({ exception }) =>
    // Table and event may hold anything.
    attemptOr(undefined, () => {
      const table: Bag = Object(readProperty(globalThis, '_sentryDebugIds'));
      const stacks = ownKeys(table);
      if (stacks.length !== known) {
        known = stacks.length;
        stacks.forEach((stack) => {
          const code_file = parseStack(stack).at(-1)?.filename;
          const debug_id = readText(table, stack);
          if (code_file && debug_id) images.set(code_file, { type: 'sourcemap', code_file, debug_id });
        });
      }
      const found = exception?.values.flatMap(({ stacktrace }) => stacktrace?.frames.flatMap(({ filename }) => images.get(filename) ?? []) ?? []);
      return found?.[0] && { images: [...new Set(found)] };
    });
};
