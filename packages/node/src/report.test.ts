import { afterEach, describe, expect, it, vi } from 'vitest';
import { reportToStderr } from './report';

describe('reportToStderr', () => {
  afterEach(() => vi.restoreAllMocks());

  it('writes one line to stderr', () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    reportToStderr({ code: 'T2002', detail: 'Http 100%d', cause: new Error('first\nsecond') });
    expect(write.mock.calls.map(([text]) => text)).toEqual(['[tocsin] T2002: Integration Http 100%d threw and is left out; the others work. (Error: first)\n']);
  });

  it('does not go through the global console', () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const spies = [vi.spyOn(console, 'log'), vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')];
    reportToStderr({ code: 'T1001' });
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });

  it('throws nothing where there is no stderr, or where it cannot be written', () => {
    const fail = (): never => {
      throw new Error('no');
    };
    vi.spyOn(process.stderr, 'write').mockImplementation(fail);
    expect(() => reportToStderr({ code: 'T1001' })).not.toThrow();
    vi.spyOn(process, 'stderr', 'get').mockImplementation(fail);
    expect(() => reportToStderr({ code: 'T1001' })).not.toThrow();
  });

  it('leaves no listener on stderr', () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const before = process.stderr.eventNames().map((name) => [name, process.stderr.listenerCount(name)]);
    reportToStderr({ code: 'T1001' });
    expect(process.stderr.eventNames().map((name) => [name, process.stderr.listenerCount(name)])).toEqual(before);
  });
});
