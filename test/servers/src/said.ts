import type { ChildProcess } from 'node:child_process';

/** What a server prints. */
export interface Said {
  /** All of it up to now. */
  readonly text: () => string;
  /** Waits for a line; throws when the process ends without it. */
  readonly until: (line: RegExp) => Promise<RegExpExecArray>;
  readonly ended: Promise<void>;
}

/** Listens to a process that has just been started. */
export const saidBy = (child: ChildProcess): Said => {
  let text = '';
  const ended = new Promise<void>((resolve) => void child.once('close', () => resolve()).once('error', () => resolve()));
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (part) => (text += String(part)));
  return {
    text: () => text,
    ended,
    until: (line) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = line.exec(text);
          if (found) resolve(found);
        };
        for (const stream of [child.stdout, child.stderr]) stream?.on('data', look);
        look();
        void ended.then(() => reject(new Error(`The server has ended: ${text}`)));
      }),
  };
};
