import { startIntake } from '@tocsin/kit/intake';
import { describe, expect, it } from 'vitest';
import { createAppFolder, patiently } from './app-folder';

const app = `
import { captureException, init, makeMultiplexedTransport, makeNodeTransport } from '@tocsin/node';
const { OTHER_DSN: other, TOCSIN_DSN: own } = process.env;
const match = ({ getEvent }) => (getEvent()?.exception?.values[0]?.value === 'for both' ? [own, { dsn: other, release: 'widget@2' }] : []);
init({ ...${patiently}, transport: makeMultiplexedTransport(makeNodeTransport, match) });
captureException(new Error('for its own'));
setTimeout(() => { throw new Error('for both'); }, 1);
`;

describe('a process with several destinations', () => {
  it('delivers its crash to each that it is for, and dies as it would have', async () => {
    const folder = createAppFolder();
    const [own, other] = await Promise.all([startIntake(), startIntake()]);
    try {
      folder.write('app.mjs', app);
      const ended = await folder.run('app.mjs', { node: process.execPath, monitored: false, env: { TOCSIN_DSN: own.dsn(), OTHER_DSN: other.dsn('9') } });
      expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('Error: for both') });
      const errors = (events: ReturnType<typeof own.events>) => events.map(({ release, exception }) => [exception?.values[0]?.value, release]);
      expect(errors(own.events())).toEqual(expect.arrayContaining([['for its own', undefined], ['for both', undefined]]));
      expect(errors(other.events('9'))).toEqual([['for both', 'widget@2']]);
    } finally {
      await Promise.all([own.close(), other.close()]);
      folder.remove();
    }
  });
});
