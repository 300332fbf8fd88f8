import type { Intake } from '@tocsin/kit/intake';
import { startIntake } from '@tocsin/kit/intake';
import { beforeEach, describe, expect, it } from 'vitest';
import { useSdk } from '../../test/use-sdk';
import { captureMessage, flush, init, makeMultiplexedTransport, makeNodeTransport, stats } from '../index';
import type { NodeOptions } from '../index';

let intake: Intake;
let other: Intake;
const { lines, undoing } = useSdk();

beforeEach(async () => {
  [intake, other] = await Promise.all([startIntake(), startIntake()]);
  undoing.push(intake.close, other.close);
});

const messages = (from: Intake, project?: string) => from.events(project).map((event) => event.message);
const captureFor = (team: string): void => void captureMessage(`for ${team}`, { tags: { team } });

describe('the option transport', () => {
  it('sends to several real servers, as a matcher says', async () => {
    const transport = makeMultiplexedTransport(makeNodeTransport, ({ getEvent }) => {
      const team = getEvent()?.tags?.['team'];
      return team === 'all' ? [intake.dsn(), other.dsn('9')] : team === 'other' ? [other.dsn('9')] : [];
    });
    init({ dsn: intake.dsn(), transport, sendClientReports: false });
    ['nobody', 'other', 'all'].forEach(captureFor);
    expect(await flush()).toBe(true);
    expect(messages(intake)).toEqual(['for nobody', 'for all']);
    expect(messages(other, '9')).toEqual(['for other', 'for all']);
    expect(stats().error).toMatchObject({ captured: 3, sent: 3, pending: 0 });
    expect(lines).toEqual([]);
  });

  it('takes a transport of the app\'s own', async () => {
    const bodies: unknown[] = [];
    const transport: NodeOptions['transport'] = ({ destination }) => ({
      async post(body) {
        bodies.push(destination.dsn.projectId, body);
        return { status: 200, header: () => undefined };
      },
    });
    init({ dsn: intake.dsn('3'), transport });
    captureMessage('hello');
    expect(await flush()).toBe(true);
    expect(bodies).toEqual(['3', expect.stringContaining('hello')]);
    expect(messages(intake, '3')).toEqual([]);
  });

  it.each<readonly [string, unknown, string]>([
    ['no function', 'https://k@h/1', 'T1003: Option transport must be a function that answers with { post }'],
    ['a function that answers with nothing', () => undefined, 'T1003: Option transport must be a function that answers with { post }'],
    ['a function that throws', () => { throw new Error('trap'); }, 'T1003: Option transport must be a function that answers with { post }; the default is used. (Error: trap)'],
  ])('says when it is %s, and takes the usual way', async (_name, transport, line) => {
    init({ dsn: intake.dsn(), transport: transport as never });
    captureMessage('hello');
    expect(await flush()).toBe(true);
    expect(messages(intake)).toEqual(['hello']);
    expect(lines).toEqual([expect.stringContaining(line)]);
  });

  it.each<readonly [string, () => unknown]>([
    ['throws', () => { throw new Error('trap'); }],
    ['rejects', () => Promise.reject(new Error('trap'))],
    ['answers with nonsense', () => 7],
  ])('loses nothing silently when it %s', async (_name, post) => {
    init({ dsn: intake.dsn(), transport: () => ({ post: post as never }), debug: true });
    captureMessage('hello');
    expect(await flush(50)).toBe(false);
    expect(stats().error).toMatchObject({ captured: 1, pending: 1 });
    expect(lines.join('')).toContain('T3003');
  });
});
