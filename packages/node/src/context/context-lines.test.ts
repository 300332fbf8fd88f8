import type { StackFrame } from '@tocsin/core';
import { describe, expect, it } from 'vitest';
import type { SourceFiles } from './source-files';
import { createContextLines } from './context-lines';

const source = Array.from({ length: 20 }, (_line, index) => `line ${index + 1}`);
const asked: string[] = [];
const files: SourceFiles = {
  linesOf(path) {
    asked.push(path);
    return path.endsWith('app.js') ? source : path.endsWith('long.js') ? ['x'.repeat(300) + 'here' + 'y'.repeat(300)] : undefined;
  },
};

const show = (frame: StackFrame, count = 5): StackFrame => {
  const lines = createContextLines(files);
  lines.show(count);
  return lines.around(frame);
};

const around = (frame: StackFrame, count = 5) => {
  const { pre_context, context_line, post_context } = show(frame, count);
  return { pre_context, context_line, post_context };
};

describe('createContextLines', () => {
  it('shows five lines on either side', () => {
    expect(around({ abs_path: '/srv/app.js', lineno: 10, colno: 3 })).toEqual({
      pre_context: ['line 5', 'line 6', 'line 7', 'line 8', 'line 9'],
      context_line: 'line 10',
      post_context: ['line 11', 'line 12', 'line 13', 'line 14', 'line 15'],
    });
  });

  it('shows fewer at the ends of the file, and as many as it is asked for', () => {
    expect(around({ abs_path: '/srv/app.js', lineno: 1 })).toMatchObject({ pre_context: [], context_line: 'line 1' });
    expect(around({ abs_path: 'C:\\srv\\app.js', lineno: 20 }, 2)).toEqual({ pre_context: ['line 18', 'line 19'], context_line: 'line 20', post_context: [] });
  });

  it('cuts a long line around the place of the call', () => {
    const { context_line } = around({ abs_path: '/srv/long.js', lineno: 1, colno: 302 });
    expect(context_line).toMatch(/^\.\.\.x+here.*y\.\.\.$/);
    expect(context_line?.length).toBe(146);
    expect(around({ abs_path: '/srv/long.js', lineno: 1 }).context_line).toMatch(/^x{140}\.\.\.$/);
    expect(around({ abs_path: '/srv/long.js', lineno: 1, colno: 10_000 }).context_line).toMatch(/^\.\.\.y{140}$/);
  });

  it.each(['node:fs', '<anonymous>', 'webpack-internal:///./app.js', 'https://example.com/app.js', 'native', undefined])('leaves a frame alone that is in no file: %s', (abs_path) => {
    const frame = { ...(abs_path !== undefined && { abs_path }), lineno: 3 };
    expect(show(frame)).toBe(frame);
  });

  it('has nothing to show of a file that cannot be read, nor of a line that is not there', () => {
    expect(around({ abs_path: '/srv/gone.js', lineno: 3 })).toEqual({ pre_context: undefined, context_line: undefined, post_context: undefined });
    expect(around({ abs_path: '/srv/app.js', lineno: 99 })).toMatchObject({ context_line: undefined });
    expect(show({ abs_path: '/srv/app.js' })).toEqual({ abs_path: '/srv/app.js' });
  });

  it('reads nothing before somebody looks', () => {
    asked.length = 0;
    const frame = show({ abs_path: '/srv/app.js', lineno: 3 });
    expect(asked).toEqual([]);
    expect(JSON.parse(JSON.stringify(frame))).toMatchObject({ context_line: 'line 3' });
  });

  it('shows nothing before it is told to, nor after that was taken back', () => {
    const lines = createContextLines(files);
    const frame = { abs_path: '/srv/app.js', lineno: 3 };
    expect(lines.around(frame)).toBe(frame);
    lines.show(5)();
    expect(lines.around(frame)).toBe(frame);
  });
});
