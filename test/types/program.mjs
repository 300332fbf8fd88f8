// A small app that was written for @sentry/node; `test/e2e/changed-import.test.ts` runs it twice.
import * as Sentry from '@sentry/node';

Sentry.init({
  dsn: process.env.TEST_DSN,
  release: 'shop@1.2.3',
  environment: 'test',
  initialScope: { tags: { region: 'eu' } },
  beforeSend(event, hint) {
    if (hint.originalException?.message === 'dropped' || event.message === 'unheard') return null;
    return { ...event, extra: { ...event.extra, hooked: true } };
  },
  beforeBreadcrumb: (breadcrumb) => (breadcrumb.category === 'noise' ? null : breadcrumb),
});
Sentry.addIntegration({ name: 'Team', setupOnce() {}, processEvent: (event) => ({ ...event, tags: { ...event.tags, team: 'checkout' } }) });

Sentry.setUser({ id: 7, username: 'jane' });
Sentry.setTag('count', 3);
Sentry.setContext('cart', { items: 2 });
Sentry.addBreadcrumb({ category: 'noise', message: 'unheard' });
Sentry.addBreadcrumb({ category: 'auth', message: 'in', level: 'info' });

Sentry.captureException(new TypeError('plain'));
Sentry.captureException(new Error('dropped'));
Sentry.captureMessage('unheard');
Sentry.withScope((scope) => {
  scope.setTag('block', 'a').setLevel('warning').setFingerprint(['one', '{{ default }}']);
  Sentry.captureException(new RangeError('scoped', { cause: new Error('cause') }), { extra: { a: 1 }, tags: { own: true } });
});
Sentry.withIsolationScope((isolation) => {
  isolation.setUser(null).setTransactionName('GET /orders');
  Sentry.captureMessage('in a request', 'warning');
});
Sentry.withScope(Sentry.getCurrentScope().clone(), (scope) => {
  scope.setTag('block', 'b');
  Sentry.captureMessage(Sentry.parameterize`order ${7} is late`);
});
Sentry.captureEvent({ message: 'manual', level: 'fatal', tags: { n: 1 } });
Sentry.captureFeedback({ message: 'it broke', name: 'Jane', source: 'form' });
await Sentry.withMonitor('nightly', async () => {}, { schedule: { type: 'crontab', value: '0 * * * *' } });
await Sentry.close(2000);
