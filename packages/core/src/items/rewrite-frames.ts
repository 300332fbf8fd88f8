import { askHook } from '../base/ask-hook';
import type { Report } from '../base/diagnostics';
import { attemptOr } from '../base/fences';
import type { Bag } from '../base/read';
import { copyBag, isObject, spell } from '../base/read';
import type { Integration } from '../client/client';
import type { Event, StackFrame } from '../event/event';

/** Options of {@link rewriteFramesIntegration}. */
export interface RewriteFramesOptions {
  /** Folder, or address, below which the files of the app lie: what follows it is kept. Absent: of each path the file's name alone. */
  readonly root?: string | undefined;
  /** What is put in front. Default `app:///`, by which servers find source maps that were uploaded so. */
  readonly prefix?: string | undefined;
  /** Changes each frame, in place of `root` and `prefix`. Where it throws, or answers with no frame, the frame stays as it is. */
  readonly iteratee?: ((frame: StackFrame) => StackFrame) | undefined;
}

/** A path on a disk or an address; `node:fs` and the like are none. */
const PATH = /^(?:\/|[a-z]:[\\/]|\\\\|[a-z][a-z-]+:\/\/)/i;

const rewriter = ({ root, prefix = 'app:///' }: Bag): ((path: string | undefined) => string | undefined) => {
  const before = spell(prefix);
  const folder = root === undefined ? undefined : spell(root).replaceAll('\\', '/').replace(/\/?$/, '/');
  return (path) => {
    if (path === undefined || !PATH.test(path)) return path;
    const plain = path.replaceAll('\\', '/').replace(/^file:\/\/(?=\/)/, '');
    if (folder === undefined) return `${before}${plain.slice(plain.lastIndexOf('/') + 1)}`;
    return plain.startsWith(folder) ? `${before}${plain.slice(folder.length)}` : path;
  };
};

/**
 * Names files in stacks in another way, so that a server finds their source maps wherever the app lies. Files
 * outside of `root` keep their names; those that debug ids belong to are renamed alike. Not installed by itself.
 */
export const rewriteFramesIntegration = (options?: RewriteFramesOptions): Integration => {
  const given = copyBag(options);
  const { iteratee }: RewriteFramesOptions = given;
  const rewrite = rewriter(given);
  const change = (frame: StackFrame, report: Report): StackFrame => {
    if (typeof iteratee !== 'function') return { ...frame, filename: rewrite(frame.filename), abs_path: rewrite(frame.abs_path) };
    // It may change what it is given, and fail then.
    const answer = askHook(report, 'iteratee', () => iteratee({ ...frame }));
    return isObject(answer) ? answer : frame;
  };
  const rewritten = (event: Event, report: Report): Event => {
    if (!event.exception) return event;
    const renamed = new Map<string | undefined, string | undefined>();
    const changed = (frame: StackFrame): StackFrame => {
      const { abs_path: before, filename } = frame;
      const after = change(frame, report);
      for (const name of [before, filename]) renamed.set(name, after.abs_path ?? after.filename);
      return after;
    };
    const values = event.exception.values.map((one) => (one.stacktrace ? { ...one, stacktrace: { ...one.stacktrace, frames: one.stacktrace.frames.map(changed) } } : one));
    const images = event.debug_meta?.images.map((image) => ({ ...image, code_file: renamed.get(image.code_file) ?? image.code_file }));
    return { ...event, exception: { values }, debug_meta: images && { images } };
  };
  return {
    name: 'RewriteFrames',
    // An event that the app has made may have any shape, and then stays as it is.
    processEvent: (event, _hint, { report }) => attemptOr(event, () => rewritten(event, report)),
  };
};
