// How apps report with @sentry/node: captures, scopes, breadcrumbs, clients.
import * as Sentry from '@sentry/node';
import type { Exception, Scope, SeverityLevel, StackFrame, User } from '@sentry/node';

const load = async (): Promise<number> => Promise.reject(new Error('no'));

/** Errors, with everything that may be said of them. */
export const captures = async (request: { readonly id: string; readonly body: unknown }): Promise<string> => {
  try {
    await load();
  } catch (error) {
    Sentry.captureException(error);
    Sentry.captureException(error, { tags: { section: 'articles', count: 3, on: true }, extra: { request }, user: { id: 7, email: 'x@example.com', ip_address: '{{auto}}' }, level: 'warning', fingerprint: ['a', 'b'], contexts: { character: { name: 'Mighty Fighter', age: 19 } } });
    Sentry.captureException(error, { mechanism: { type: 'generic', handled: false, data: { route: '/' } }, data: { any: 1 } });
    Sentry.captureException(error, { captureContext: { tags: { a: 'b' } }, originalException: error, event_id: 'a'.repeat(32), attachments: [{ filename: 'a.txt', data: 'text' }, { filename: 'b.bin', data: new Uint8Array(3), contentType: 'application/octet-stream' }] });
    Sentry.captureException(error, (scope) => scope.setTag('a', 'b').setLevel('fatal'));
    Sentry.captureException(error, new Sentry.Scope());
  }
  Sentry.captureException('a text');
  Sentry.captureException(undefined);
  Sentry.captureMessage('hello');
  Sentry.captureMessage('hello', 'warning');
  Sentry.captureMessage('hello', { level: 'info', tags: { a: 'b' } });
  Sentry.captureMessage(Sentry.parameterize`user ${request.id} has no ${'cart'}`);
  Sentry.captureEvent({ message: 'manual', level: 'error', tags: { a: 1 }, timestamp: Date.now() / 1000, extra: { a: [1] }, exception: { values: [{ type: 'Error', value: 'x', stacktrace: { frames: [{ filename: 'a.js', lineno: 1 }] } }] } }, { data: 1 });
  const id: string = Sentry.captureException(new Error('last'));
  const last: string | undefined = Sentry.lastEventId();
  const flushed: boolean = await Sentry.flush(2000);
  const closed: boolean = await Sentry.close();
  return last === id && flushed && closed ? id : '';
};

/** Scopes, in all the ways that the field's pages show. */
export const scopes = (user: User | null, error: unknown): number => {
  Sentry.setUser(user);
  Sentry.setUser(null);
  Sentry.setUser({ id: 12, username: 'x', geo: { country_code: 'DE' } });
  Sentry.setTag('locale', 'de');
  Sentry.setTag('count', 3);
  Sentry.setTags({ a: 'b', c: undefined, d: false });
  Sentry.setExtra('cart', { items: 3 });
  Sentry.setExtras({ a: 1, b: [] });
  Sentry.setContext('character', { name: 'x' });
  Sentry.setContext('character', null);
  Sentry.addBreadcrumb({ category: 'auth', message: 'in', level: 'info', data: { a: 1 }, type: 'user', timestamp: 1 });
  Sentry.addBreadcrumb({ message: 'with hint' }, { request: {} });
  Sentry.addEventProcessor((event, hint) => (hint.originalException === error ? null : event));
  Sentry.withScope((scope) => {
    scope.setTag('a', 'b').setTags({ c: 1 }).setExtra('d', 1).setExtras({ e: 2 }).setLevel('error').setFingerprint(['f']).setContext('g', {}).setUser({ id: '1' }).setTransactionName('h');
    scope.addBreadcrumb({ message: 'x' }, 10);
    scope.clearBreadcrumbs();
    scope.addEventProcessor((event) => event);
    scope.addAttachment({ filename: 'a.txt', data: 'x' });
    scope.clearAttachments();
    const copy: Scope = scope.clone();
    copy.update({ tags: { a: 'b' } });
    Sentry.captureException(error);
  });
  Sentry.withScope(new Sentry.Scope(), (scope) => scope.setTag('a', 'b'));
  Sentry.withIsolationScope(new Sentry.Scope(), (isolation) => isolation.setTag('a', 'b'));
  const told: Promise<string> = Sentry.withIsolationScope(async (isolation) => {
    isolation.setUser({ id: '1' });
    return Promise.resolve('x');
  });
  void told;
  Sentry.getCurrentScope().setTag('a', 'b');
  Sentry.getIsolationScope().setTransactionName('GET /');
  Sentry.getGlobalScope().setTag('region', 'eu');
  const tags: Record<string, unknown> = Sentry.getCurrentScope().getScopeData().tags;
  return Sentry.withScope(() => Object.keys(tags).length);
};

/** The client. */
export const client = async (): Promise<string> => {
  const dsn = Sentry.getClient()?.getOptions().dsn;
  Sentry.getClient()?.addEventProcessor((event) => event);
  await Sentry.getClient()?.flush(1000);
  const found = Sentry.getClient()?.getIntegrationByName('Console');
  if (!Sentry.isInitialized() || !Sentry.isEnabled()) return found?.name ?? '';
  await Sentry.getClient()?.close();
  return dsn ?? '';
};

/** Types that apps name. */
export const worst = (levels: readonly SeverityLevel[]): SeverityLevel => (levels.includes('fatal') ? 'fatal' : 'error');
export const frames = (exception: Exception): readonly StackFrame[] => exception.stacktrace?.frames ?? [];
