import { describe, expect, it } from 'vitest';
import { isServerError, reasonOf, statusOf } from './status';

describe('the status of an error', () => {
  it.each([
    [{ status: 404 }, 404],
    [{ statusCode: 503 }, 503],
    [{ output: { statusCode: 400 } }, 400],
    [{ status: '422' }, 422],
    [{ status: 'late', statusCode: 409 }, 409],
    [{ status: 200 }, 500],
    [{ status: 600 }, 500],
    [{ status: 404.5 }, 500],
    [{ status: [404] }, 500],
    [{ status: Symbol('no number') }, 500],
    [{ status: null }, 500],
    [new Error('plain'), 500],
    ['text', 500],
    [undefined, 500],
  ])('of %o is %i', (error, status) => {
    expect(statusOf(error)).toBe(status);
  });

  it('is the given one when the error names none', () => {
    expect(statusOf(new Error('plain'), 503)).toBe(503);
    expect(statusOf({ status: 404 }, 503)).toBe(404);
  });

  it('is 500 for an error whose getters throw', () => {
    const hostile = {
      get status(): never {
        throw new Error('no');
      },
    };
    expect(statusOf(hostile)).toBe(500);
  });

  it('tells failures of the server from answers to the client', () => {
    expect([{ status: 499 }, { status: 500 }, new Error('plain')].map(isServerError)).toEqual([false, true, true]);
  });

  it('has a name, and rare ones that of their class', () => {
    expect([404, 500, 418, 599].map(reasonOf)).toEqual(['Not Found', 'Internal Server Error', 'Request Refused', 'Server Error']);
  });
});
