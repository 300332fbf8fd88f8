import { isObject } from '../base/read';
import type { OnFiltered, Scrubber } from './scrubber';
import type { Zone } from './zones';

/**
 * Takes out secrets that are told by what stands beside them: the value in a list behind its name, or in an object
 * that tells name and value. `copy` is what the walk has made of one object or list, and is changed.
 */
export type ScrubNeighbours = (copy: unknown, zone: Zone, onFiltered: OnFiltered) => void;

/** By these two an object tells a name and a value. */
const NAMES = ['name', 'key', 'field', 'header', 'param', 'parameter', 'variable', 'Name', 'Key', 'ParameterKey'];
const VALUES = ['value', 'values', 'Value', 'ParameterValue'];

/** The private half of a key as JSON has it (RFC 7518, §6), which is one by its `kty`. */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

/** An option of a command, without a value of its own. */
const OPTION = /^--?([A-Za-z][\w-]*)$/;

/** Options behind which stands `name:password`; `1000:1000` is a user and a group. */
const LOGIN = /^(?:-u|-U|--user|--proxy-user)$/;
const NAME_AND_PASSWORD = /^([^\d\s:][^\s:]{0,200}:)(.+)$/s;

/** Commands whose `-p` is a password. */
const WITH_PASSWORD = /(?:^|[\\/])(?:sshpass|login)$/;

/** Commands whose `-p` has the password without a blank; `-p3306:3306` are ports. */
const WITH_JOINED_PASSWORD = /(?:^|[\\/])(?:mysql|mariadb)[\w-]*$/;
const JOINED_PASSWORD = /^-p(?!\d+:)./;

/** A header's name, and those that nearly every list of headers holds. */
const HEADER = /^:?[A-Za-z][\w-]*$/;
const USUAL_HEADER = /^(?:host|accept|content-(?:type|length)|user-agent|connection|date|:(?:method|path|authority|scheme|status))$/i;

/** Of two texts in a list the second is the value of the first where that says so plainly; a word alone is another name. The same of a `content`. */
const PLAIN = /passw|passphrase|pwd|secret|token|authorization|api.?key|private.?key/i;
const NO_WORD = /^(?=[^\d]{0,200}\d)\S{4,}$/;

/** Knows the names of secrets, and hides values. */
interface Hider {
  readonly isSecret: (name: unknown, header?: boolean) => boolean;
  /** What to put in the place of a value. One that has keys of its own stays: it was walked by these. */
  readonly hide: (value: unknown) => unknown;
}

/** See {@link ScrubNeighbours}: for `Runtime.lookBeside`. A page does without: it has no room for it. */
export const serverNeighbours = (scrubber: Scrubber): ScrubNeighbours => {
  const hiderFor = (keys: Zone['keys'], onFiltered: OnFiltered): Hider => {
    const hideOne = (value: unknown): unknown => (isObject(value) || value === null ? value : scrubber.underKey(typeof value === 'string' ? value : '', onFiltered));
    return {
      isSecret: (name, header = keys === 'header') => typeof name === 'string' && scrubber.isSecret(name, header),
      hide: (value) => (Array.isArray(value) ? value.map(hideOne) : hideOne(value)),
    };
  };
  return (copy, { keys }, onFiltered) => {
    // Most of an event is turned away here, and costs next to nothing.
    if (!keys || !isObject(copy)) return;
    if (!Array.isArray(copy)) {
      const { value, values, Value, ParameterValue, content, kty } = copy;
      if (kty !== undefined) hideIn(copy, PRIVATE, hiderFor(keys, onFiltered));
      if ((value ?? values ?? Value ?? ParameterValue ?? content) !== undefined) inEntry(copy, hiderFor(keys, onFiltered));
    } else if (typeof copy[0] === 'string' ? copy.length > 1 : isPair(copy[0])) inList(copy, hiderFor(keys, onFiltered));
  };
};

const hideIn = (copy: Record<string, unknown>, keys: readonly string[], { hide }: Hider): void => {
  for (const key of keys) if (copy[key] !== undefined) copy[key] = hide(copy[key]);
};

const inEntry = (entry: Record<string, unknown>, hider: Hider): void => {
  const { isSecret, hide } = hider;
  if (!NAMES.some((key) => isSecret(entry[key]))) return;
  hideIn(entry, VALUES, hider);
  // What is said to people is called so as well.
  if (NO_WORD.test(String(entry['content']))) entry['content'] = hide(entry['content']);
};

const inList = (list: unknown[], hider: Hider): void => {
  if (list.every(isPair)) list.forEach((pair, at) => (list[at] = inPair(pair, hider)));
  else if (isHeaders(list)) inHeaderList(list, hider);
  else if (list.every((item) => typeof item === 'string')) inTexts(list, hider);
};

type Pair = [name: string, value: unknown];
const isPair = (item: unknown): item is Pair => Array.isArray(item) && item.length === 2 && typeof item[0] === 'string';

/** A new one, because events may share the other. */
const inPair = (pair: Pair, { isSecret, hide }: Hider): Pair => (isSecret(pair[0]) ? [pair[0], hide(pair[1])] : pair);

/** As Node has the headers of a message: names and values by turns. */
const isHeaders = (list: readonly unknown[]): boolean => {
  if (list.length < 3 || list.length % 2 === 1 || !isHeader(list[0])) return false;
  const names = list.filter((_item, at) => at % 2 === 0);
  return names.every(isHeader) && names.some((name) => USUAL_HEADER.test(name));
};

const isHeader = (name: unknown): name is string => typeof name === 'string' && HEADER.test(name);

const inHeaderList = (list: unknown[], { isSecret, hide }: Hider): void => {
  for (let at = 0; at < list.length; at += 2) if (isSecret(list[at], true)) list[at + 1] = hide(list[at + 1]);
};

/** Arguments of a command, or one name with its value. */
const inTexts = (texts: string[], { isSecret, hide }: Hider): void => {
  const [first = '', second = ''] = texts;
  if (texts.length === 2 && PLAIN.test(first) && NO_WORD.test(second) && isSecret(first)) texts[1] = String(hide(second));
  let isPassword = false;
  let isJoined = false;
  texts.forEach((text, at) => {
    const next = texts[at + 1];
    isPassword ||= WITH_PASSWORD.test(text);
    isJoined ||= WITH_JOINED_PASSWORD.test(text);
    if (isJoined && JOINED_PASSWORD.test(text)) texts[at] = `-p${String(hide(text.slice(2)))}`;
    if (!text.startsWith('-') || !next || next.startsWith('-')) return;
    const [, option] = OPTION.exec(text) ?? [];
    const [, name = '', password] = (LOGIN.test(text) && NAME_AND_PASSWORD.exec(next)) || [];
    if (password !== undefined) texts[at + 1] = `${name}${String(hide(password))}`;
    else if (isSecret(option, false) || (isPassword && text === '-p')) texts[at + 1] = String(hide(next));
  });
};
