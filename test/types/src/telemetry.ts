// How apps use what @sentry/node has beside errors: feedback, check-ins, sessions, logs, flags, traces.
import * as Sentry from '@sentry/node';
import type { Log, Session } from '@sentry/node';

const schedule: Parameters<typeof Sentry.captureCheckIn>[1] = { schedule: { type: 'crontab', value: '0 * * * *' }, checkinMargin: 2, maxRuntime: 10, timezone: 'Europe/Berlin', failureIssueThreshold: 2, recoveryThreshold: 3 };

/** Jobs that have to run. */
export const jobs = async (): Promise<number> => {
  const id = Sentry.captureCheckIn({ monitorSlug: 'nightly', status: 'in_progress' }, schedule);
  Sentry.captureCheckIn({ checkInId: id, monitorSlug: 'nightly', status: 'ok', duration: 12 });
  Sentry.captureCheckIn({ monitorSlug: 'nightly', status: 'error' });
  const plain: number = Sentry.withMonitor('nightly', () => 3);
  return plain + (await Sentry.withMonitor('nightly', async () => Promise.resolve(4), { schedule: { type: 'interval', value: 1, unit: 'day' } }));
};

/** What users say. */
export const feedback = (params: Parameters<typeof Sentry.captureFeedback>[0]): string => {
  Sentry.captureFeedback({ message: 'it broke', name: 'Jane', email: 'jane@example.com', associatedEventId: Sentry.lastEventId(), url: 'https://shop.example', source: 'form' }, { captureContext: { tags: { a: 'b' } }, attachments: [{ filename: 'shot.png', data: new Uint8Array(2) }] });
  return Sentry.captureFeedback(params);
};

/** Logs. */
export const logs = (user: string): Log['level'] => {
  Sentry.logger.trace('a');
  Sentry.logger.debug('a', { count: 1 });
  Sentry.logger.info(Sentry.logger.fmt`user ${user} came`, { on: true });
  Sentry.logger.warn('a', { nested: [1] });
  Sentry.logger.error('a %s', ['b'], { count: 1 });
  Sentry.logger.fatal('a');
  return 'info';
};

/** Sessions. */
export const sessions = (): Session | undefined => {
  const session = Sentry.startSession({ user: { id: '1' } });
  Sentry.captureSession();
  Sentry.captureSession(true);
  Sentry.endSession();
  return session;
};

/** Traces. */
export const traces = (headers: Record<string, string | undefined>): string => {
  const got = Sentry.continueTrace({ sentryTrace: headers['sentry-trace'], baggage: headers['baggage'] }, () => 'x');
  const data = Sentry.getTraceData();
  return `${got}${data['sentry-trace'] ?? ''}${data.baggage ?? ''}${Sentry.getTraceMetaTags()}`;
};

/** Flags. */
Sentry.addIntegration(Sentry.featureFlagsIntegration());
Sentry.getClient()?.getIntegrationByName<ReturnType<typeof Sentry.featureFlagsIntegration>>('FeatureFlags')?.addFeatureFlag('dark', true);
