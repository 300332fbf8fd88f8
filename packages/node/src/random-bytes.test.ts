import { describe, expect, it, vi } from 'vitest';
import { createRandomBytes } from './random-bytes';

describe('createRandomBytes', () => {
  it('gives as many as it is asked for, also more than it draws at once', () => {
    const randomBytes = createRandomBytes();
    expect([0, 2, 16, 1023, 5000].map((count) => randomBytes(count).length)).toEqual([0, 2, 16, 1023, 5000]);
  });

  it('hands out each byte once, and never the same memory', () => {
    const randomBytes = createRandomBytes();
    const ids = Array.from({ length: 1000 }, () => Buffer.from(randomBytes(16)).toString('hex'));
    expect(new Set(ids).size).toBe(1000);
    const first = randomBytes(16);
    const copy = [...first];
    randomBytes(16).fill(0);
    expect([...first]).toEqual(copy);
  });

  it('asks the system seldom, and not before somebody wants any', () => {
    const system = vi.spyOn(crypto, 'getRandomValues');
    const randomBytes = createRandomBytes();
    expect(system).not.toHaveBeenCalled();
    for (let n = 0; n < 512; n++) randomBytes(2);
    expect(system).toHaveBeenCalledTimes(1);
    system.mockRestore();
  });
});
