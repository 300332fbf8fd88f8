import { describe, expect, it } from 'vitest';
import { namedPath } from './named-path';

describe('the pattern behind a path', () => {
  it.each([
    ['', {}, ''],
    ['/', {}, ''],
    ['/users', {}, '/users'],
    ['/users/7', { id: '7' }, '/users/:id'],
    ['/users/7/', { id: '7' }, '/users/:id'],
    ['/7/7', { a: '7', b: '7' }, '/:a/:b'],
    ['/users/a%20b', { id: 'a b' }, '/users/:id'],
    ['/users/%zz', { id: '%zz' }, '/users/:id'],
    ['/trips/here-there', { from: 'here', to: 'there' }, '/*'],
    ['/files/a/b', { rest: ['a', 'b'] }, '/*'],
  ])('of %o with %o is %o', (path, params, pattern) => {
    expect(namedPath(path, params)).toBe(pattern);
  });
});
