import { asciiJson } from '../base/ascii-json';
import { isObject } from '../base/read';
import type { Breadcrumb, Event } from '../event/event';
import type { ParseStack } from '../event/stack';
import type { NormaliseOptions } from './normalise';
import { normalise } from './normalise';
import type { Known, WalkMemory } from './trail';
import { followBy } from './trail';
import type { Zone } from './zones';
import { framesZone } from './zones';

/**
 * Spares events what was walked and written before: the frames of a stack, with the lines around each, and
 * breadcrumbs, which go with many events; and of an event that hooks have seen all that they left alone.
 * What is remembered is plain JSON that nobody but the pipeline has in hand. For platforms where an error
 * may come a thousand times a minute; without it events come out the same.
 */
export interface EventMemory extends WalkMemory {
  /** Walks something of ours, and remembers what comes out. What was taken out is told with each event. */
  note(value: object, zone: Zone, options: NormaliseOptions): void;
  /** What stands for something remembered until the walk: what that makes of it, or itself, where there is something to be told. */
  wholeOf(value: object): object | undefined;
  /** A parser of stacks whose frames are remembered. */
  parser(parse: ParseStack, options: NormaliseOptions): ParseStack;
  /** Remembers what came out of a walk. */
  keep(crumb: Breadcrumb): void;
  /** A copy for hooks to change. */
  lend(event: Event): Event;
  /** The event as ASCII JSON. */
  write(event: object): string;
}

/** See {@link EventMemory}; for `Runtime.createMemory`. One for each client: what is remembered went by its rules. */
export const createEventMemory = (): EventMemory => {
  const known: WeakMap<object, Known> = new WeakMap();
  const note: EventMemory['note'] = (value, zone, options) => {
    const rules: string[] = [];
    const whole = normalise(value, options, { zone, onFiltered: (rule) => void rules.push(rule) });
    if (!isObject(whole)) return;
    const json = asciiJson(whole);
    known.set(value, { whole, json, rules });
    known.set(whole, { whole, json, rules: [] });
  };
  return {
    follow: followBy(known),
    note,
    wholeOf(value) {
      const found = known.get(value);
      return found?.rules.length ? value : found?.whole;
    },
    parser: (parse, options) => (stack) => {
      const frames = parse(stack);
      note(frames, framesZone, options);
      return frames;
    },
    keep: (crumb) => void known.set(crumb, { whole: crumb, json: asciiJson(crumb), rules: [] }),
    lend: copyOf,
    write: (event) => written(event, known),
  };
};

/** A copy of plain JSON. */
const copyOf = <T>(value: T): T => {
  if (!isObject(value)) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T; // the same, entry by entry
  const copy: Record<string, unknown> = { ...value };
  for (const key in value) if (isObject(value[key]) && Object.hasOwn(value, key)) copy[key] = copyOf(value[key]);
  return copy as T; // the same, key by key
};

/** Where in an event stands what is remembered. */
const WAY = ['exception', 'values', 'stacktrace', 'frames', 'breadcrumbs'];

/** Stands for what is known, with its number behind it. As JSON it is six signs that make a scan for it cheap. */
const MARK = '\0';

/** Puts the JSON of what is known where it belongs: most of an event need not be written, nor searched for what is no ASCII. */
const written = (event: object, known: WeakMap<object, Known>): string => {
  const pieces: string[] = [];
  const marked = (value: unknown): unknown => {
    if (!isObject(value)) return value;
    const json = known.get(value)?.json;
    if (json !== undefined) return `${MARK}${pieces.push(json) - 1}`;
    if (Array.isArray(value)) return value.map(marked);
    const copy: Record<string, unknown> = { ...value };
    for (const key of WAY) if (Object.hasOwn(value, key)) copy[key] = marked(value[key]);
    return copy;
  };
  const [head = '', ...parts] = asciiJson(marked(event)).split('"\\u0000');
  // The app's own text may look like a mark.
  if (parts.length !== pieces.length) return asciiJson(event);
  return parts.reduce((text, part) => {
    const end = part.indexOf('"');
    return text + pieces[Number(part.slice(0, end))] + part.slice(end + 1);
  }, head);
};
