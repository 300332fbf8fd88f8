import { asciiJson } from '../base/ascii-json';
import { copyBag, isErrorLike, readProperty, readText, spell } from '../base/read';
import type { EpochMilliseconds } from '../base/units';
import { toEpochSeconds } from '../base/units';
import type { Part, PartHost } from '../client/client';
import { constantPart } from '../client/constant-part';
import type { Log, LogSeverityLevel } from '../event/log';
import { messageParts } from '../event/parameterize';
import type { TraceState } from '../event/trace';
import type { ScopeData } from '../scope/scope-data';
import type { Zone } from '../stages/zones';
import { free, named, ours } from '../stages/zones';
import { createChannel } from './channel';
import { createItemHook } from './item-hook';
import { createLogBatch } from './log-batch';

/** OpenTelemetry's numbers. */
const severities: Readonly<Record<LogSeverityLevel, number>> = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 };

/** What the app says. */
export interface GivenLog {
  readonly level: LogSeverityLevel;
  readonly message: unknown;
  readonly attributes: unknown;
}

/** Where it is said. */
export interface LogPlace {
  readonly trace: TraceState;
  readonly user: ScopeData['user'];
}

/** The logs of one client. */
export interface Logs extends Part {
  log(given: GivenLog, place: LogPlace): void;
}

/** Logs are scrubbed, shown to `beforeSendLog` and written down at once; what waits for others is finished text. */
export const createLogs = (host: PartHost): Logs => {
  const { client, runtime } = host;
  const channel = createChannel(host, 'log_item');
  const { enableLogs, beforeSendLog } = client.getOptions();
  const constant = constantAttributes(host);
  const batch = createLogBatch(host, channel);

  const gated = (given: Partial<Log>): Log => {
    const level = severityOf(given.level);
    const { message, attributes } = given;
    // The walk keeps the shape: what has these keys comes out with these keys.
    const copy = channel.gate({ message: spell(message), attributes: copyBag(attributes) }, logZone) as Pick<Log, 'message' | 'attributes'>;
    return { level, message: copy.message, attributes: withoutTakenOut(copy, host), severityNumber: severities[level] };
  };

  const pass = createItemHook<Log>({ name: 'beforeSendLog', hook: beforeSendLog, gated }, client);

  return {
    log({ level, message, attributes }, { trace, user }) {
      if (enableLogs === false) return;
      const log = channel.takeIn(() => {
        const { text, template, params } = messageParts(isErrorLike(message) ? `${readText(message, 'name') ?? 'Error'}: ${readText(message, 'message') ?? ''}` : message);
        const said = { ...userAttributes(user), ...copyBag(attributes), ...constant, ...(template !== undefined && templateAttributes(template, params)) };
        return pass({ level, message: text, attributes: said });
      });
      if (log) batch.add(asciiJson(recordOf(log, trace, runtime.now())));
    },
    handOver: batch.handOver,
  };
};

const severityOf = (level: unknown): LogSeverityLevel => (isSeverity(level) ? level : 'info');

const isSeverity = (level: unknown): level is LogSeverityLevel => typeof level === 'string' && Object.hasOwn(severities, level);

/** One log as it stands in the container. */
const recordOf = ({ level, message, attributes, severityNumber }: Log, { traceId, spanId }: TraceState, now: EpochMilliseconds): object => ({
  timestamp: toEpochSeconds(now),
  trace_id: traceId,
  span_id: spanId,
  level,
  severity_number: severityNumber,
  body: message,
  attributes: Object.fromEntries(Object.entries(attributes).flatMap(([key, value]) => (value === null ? [] : [[key, typed(value)]]))),
});

/** The wire wants the type of each value; it has none for lists and objects. */
const typed = (value: unknown): { readonly value: unknown; readonly type: string } => {
  if (typeof value === 'boolean') return { value, type: 'boolean' };
  if (typeof value === 'number') return { value, type: Number.isSafeInteger(value) ? 'integer' : 'double' };
  return { value: typeof value === 'string' ? value : JSON.stringify(value), type: 'string' };
};

/** The names of these are the protocol's. */
const constantAttributes = ({ client, runtime }: PartHost): Record<string, unknown> => {
  const { environment, release, server_name } = constantPart(client.getOptions(), runtime);
  return {
    'sentry.environment': environment,
    'sentry.release': release,
    'sentry.sdk.name': runtime.sdk.name,
    'sentry.sdk.version': runtime.sdk.version,
    'server.address': server_name,
  };
};

const userAttributes = (user: ScopeData['user']): Record<string, unknown> => ({
  'user.id': readProperty(user, 'id'),
  'user.email': readProperty(user, 'email'),
  'user.name': readProperty(user, 'username'),
});

const PARAMETER = 'sentry.message.parameter.';

/** What a template literal was made of: logs are searched by what stays the same, and by each value. */
const templateAttributes = (template: string, params: readonly unknown[]): Record<string, unknown> => ({
  'sentry.message.template': template,
  ...Object.fromEntries([...params].map((value, index) => [PARAMETER + index, value])),
});

/** A secret that was taken out of the finished text must not stand among its parts. */
const withoutTakenOut = ({ message, attributes }: Pick<Log, 'message' | 'attributes'>, { bounds, ledger }: PartHost): Log['attributes'] => {
  const filtered = (): string => bounds().scrubber.underKey('', (rule) => ledger.scrubbed('log_item', rule, 1));
  const isTakenOut = (key: string, value: unknown): boolean => key.startsWith(PARAMETER) && typeof value !== 'object' && !message.includes(spell(value));
  return Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, isTakenOut(key, value) ? filtered() : value]));
};

/** Who is using the app was said on purpose; what is ours is never a secret. */
const attributeZone: Zone = {
  keys: 'free',
  under: { 'user.id': named, 'user.email': named, 'user.name': named, 'sentry.release': ours, 'sentry.environment': ours, 'sentry.sdk.version': ours },
  below: free,
};

const logZone: Zone = { under: { attributes: attributeZone } };
