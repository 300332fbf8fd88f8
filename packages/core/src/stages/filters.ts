import type { Report } from '../base/diagnostics';
import { holds, readList, textOrPatternFrom } from '../base/option-list';
import { readText } from '../base/read';
import type { IssueParts } from '../event/issue-key';

/** Characters of a message that are looked at: as many as are sent by default, and an app's pattern may be slow. */
const MAX_LOOKED_AT = 8192;

/**
 * What pages hear of that is not theirs, looked for in the file, a line feed, and the line that a
 * console shows: by where it comes from (extensions, user scripts, translators, also where the browser
 * masks the address) and by what it says. That is, in this order: nothing, about a script from another
 * origin; the browser's own notice of postponed work; scripts that apps around a page, or translators,
 * put into it.
 */
const noise =
  /^(?:[\w-]+-extension|webkit-masked-url|user-script):|^https:\/\/translate\.google|^\n(?:\w+: )?(Script error)\.?$|ResizeObserver loop|navigation(?:P|_p)erformance(?:L|_l)ogger|_AutofillCallbackHandler|__(?:gCrWeb|firefox__)|variable: (?:gmo|zaloJSV2)$|Java object is gone|a\[b]\.target\.className/;

/** What is not to be heard of. Names and meaning are the field's, see `ClientOptions`. */
export interface FilterOptions {
  readonly ignoreErrors?: readonly (string | RegExp)[] | undefined;
  readonly allowUrls?: readonly (string | RegExp)[] | undefined;
  readonly denyUrls?: readonly (string | RegExp)[] | undefined;
  readonly ignoreNoise?: boolean | undefined;
}

/** Whether the app does not want to hear of an occurrence, by the cheap parts of it. */
export type Filter = (parts: IssueParts) => boolean;

/** The filter that the options ask for. What of them cannot be used is left out, with one line about it. */
export const createFilter = (options: FilterOptions, platform: string, report: Report): Filter => {
  const listOf = (name: 'ignoreErrors' | 'allowUrls' | 'denyUrls') => readList(options[name], textOrPatternFrom, () => report({ code: 'T1003', detail: name }));
  const ignored = listOf('ignoreErrors');
  const allowed = listOf('allowUrls');
  const denied = listOf('denyUrls');
  const { ignoreNoise = platform === 'javascript' } = options;

  return ({ type, message = '', frame }) => {
    const text = message.slice(0, MAX_LOOKED_AT);
    const line = type ? `${type}: ${text}` : text;
    // What holds none of these signs is no file: `<anonymous>`, `[native code]`.
    const file = readText(frame, 'filename')?.replace(/^[^./:]*$/, '') ?? '';
    const [isNoise, isOpaque] = (ignoreNoise && noise.exec(`${file}\n${line}`)) || [];
    if (isOpaque) report({ code: 'T1007' });
    if (isNoise || holdsAny(text, ignored) || holdsAny(line, ignored)) return true;
    return file !== '' && (holdsAny(file, denied) || (allowed.length > 0 && !holdsAny(file, allowed)));
  };
};

const holdsAny = (text: string, all: readonly (string | RegExp)[]): boolean => all.some((wanted) => holds(text, wanted));
