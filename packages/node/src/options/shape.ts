import { attemptOr, copyBag } from '@tocsin/core/platform';
import type { Kind } from './kinds';
import { bag } from './kinds';
import { nearName } from './near-name';

/** What an option must be: a kind, this very value, options in their turn, or one of several such. */
export type Shape = Kind | string | false | Shapes | readonly Shape[];

/** The shape of each option that is read, `*` that of any further one; what has none is known to nobody. */
export interface Shapes {
  readonly [name: string]: Shape;
}

/** One shape for each option of `T`: the type sees that none is missing. */
export type ShapesOf<T> = Readonly<Record<keyof T, Shape>>;

/** Options as they can be used. */
export interface Fitting {
  /** A plain copy; what does not fit is left out, so that its default applies. */
  readonly usable: Readonly<Record<string, unknown>>;
  /** Takes the detail of a `T1003` for each option that does not fit, or that nobody reads. */
  readonly faults: readonly string[];
}

/** Names an option in a sentence: `spool.maxBytes`, `mode of OnUnhandledRejection`. */
export type NameOf = (name: string) => string;

/** What of `given` fits the shapes. Of what is no object nothing does. */
export const fitting = (given: unknown, shapes: Shapes, nameOf: NameOf): Fitting => {
  const usable = copyBag(given);
  const faults: string[] = [];
  for (const [name, value] of Object.entries(usable)) {
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : shapes['*'];
    const found = shape === undefined ? undefined : fittingShape(value, shape);
    if (shape === undefined) {
      faults.push(`${nameOf(name)} is not known${meaning(nearName(name, Object.keys(shapes)), nameOf)}; it is ignored`);
    } else if (found === undefined) {
      faults.push(`${nameOf(name)} must be ${spelled(shape)}`);
      delete usable[name];
    } else if (isShapes(found)) {
      const inner = fitting(value, found, (part) => nameOf(`${name}.${part}`));
      faults.push(...inner.faults);
      usable[name] = inner.usable;
    }
  }
  return { usable, faults };
};

const meaning = (meant: string | undefined, nameOf: NameOf): string => (meant === undefined ? '' : `, but ${nameOf(meant)} is`);

const isList = (shape: Shape): shape is readonly Shape[] => Array.isArray(shape);

const isKind = (shape: Shape): shape is Kind => typeof shape === 'object' && 'fits' in shape && typeof shape.fits === 'function';

const isShapes = (shape: Shape): shape is Shapes => typeof shape === 'object' && !isList(shape) && !isKind(shape);

/** The shape itself, or that of its alternatives, which the value fits. */
const fittingShape = (value: unknown, shape: Shape): Shape | undefined => {
  if (isList(shape)) return shape.find((one) => fittingShape(value, one) !== undefined);
  const isFit = isKind(shape) ? attemptOr(false, () => shape.fits(value)) : isShapes(shape) ? attemptOr(false, () => bag.fits(value)) : value === shape;
  return isFit ? shape : undefined;
};

const spelled = (shape: Shape): string => {
  if (isList(shape)) {
    const words = shape.map(spelled);
    return [words.slice(0, -1).join(', '), ...words.slice(-1)].join(' or ');
  }
  return isKind(shape) ? shape.must : isShapes(shape) ? bag.must : String(shape);
};
