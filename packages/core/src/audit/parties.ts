import { copyBag, isObject, readProperty, spell } from '../base/read';
import type { AuditPerson, AuditTarget } from './record';

/** Stands in the record when nobody could be named; a record with it is better than none. */
export const UNKNOWN: AuditPerson = { type: 'unknown', id: 'unknown' };

/** A person out of whatever was handed in; `undefined` when it holds no id. A bare id will do. */
export const toPerson = (given: unknown): AuditPerson | undefined => {
  const id = isObject(given) ? readProperty(given, 'id') : given;
  return id === undefined || id === null || id === '' ? undefined : { ...copyBag(given), id: spell(id) };
};

/** Targets out of whatever was handed in; a single one counts as a list of one. */
export const toTargets = (given: unknown): readonly AuditTarget[] | undefined =>
  isObject(given) ? [given].flat().map((target: unknown) => ({ ...copyBag(target), type: spell(readProperty(target, 'type') ?? '-'), id: spell(readProperty(target, 'id') ?? '-') })) : undefined;
