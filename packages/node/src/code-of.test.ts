import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { codeOf } from './code-of';

it.each([
  ['the code of an error', Object.assign(new Error('full'), { code: 'ENOSPC' }), 'ENOSPC'],
  ['the code of an error of another realm', runInNewContext("Object.assign(new Error('full'), { code: 'ENOSPC' })"), 'ENOSPC'],
  ['an error without one', new Error('other'), 'Error: other'],
  ['a text', 'thrown', 'thrown'],
  ['nothing', undefined, 'undefined'],
])('tells %s', (_what, thrown, told) => {
  expect(codeOf(thrown)).toBe(told);
});
