import { NO_EVENT_ID } from '../base/error-hash';
import type { Attempt } from '../base/fences';
import { followed } from '../base/followed';
import { copyBag, readProperty, readText } from '../base/read';
import type { EpochMilliseconds } from '../base/units';
import type { Part, PartHost } from '../client/client';
import { constantPart } from '../client/constant-part';
import { getClient } from '../client/lifecycle';
import type { Enter } from '../client/scopes';
import { newIsolation } from '../client/scopes';
import { activeTrace } from '../client/trace';
import { withPart } from '../client/with-client';
import type { TraceState } from '../event/trace';
import type { Zone } from '../stages/zones';
import { ours } from '../stages/zones';
import { createChannel } from './channel';
import { sendPlain } from './send-plain';

/** One word from a job that runs by a schedule. */
export interface CheckIn {
  /** Names the monitor at the server: lower-case letters, digits, hyphens. */
  readonly monitorSlug: string;
  readonly status: 'in_progress' | 'ok' | 'error';
  /** What `captureCheckIn` answered when the job began; absent, the check-in stands alone. */
  readonly checkInId?: string | undefined;
  /** How long the job took, in seconds. */
  readonly duration?: number | undefined;
}

/** What the server needs to know of a monitor; with it the monitor is made or changed. Thresholds are counts, times are minutes. */
export interface MonitorConfig {
  readonly schedule:
    | { readonly type: 'crontab'; readonly value: string }
    | { readonly type: 'interval'; readonly value: number; readonly unit: 'year' | 'month' | 'week' | 'day' | 'hour' | 'minute' };
  /** How late a check-in may be before it is missed. */
  readonly checkinMargin?: number | undefined;
  /** How long the job may take before it has failed. */
  readonly maxRuntime?: number | undefined;
  /** For crontabs: `Europe/Vienna`. */
  readonly timezone?: string | undefined;
  /** Failures in a row that make an issue. */
  readonly failureIssueThreshold?: number | undefined;
  /** Successes in a row that resolve it. */
  readonly recoveryThreshold?: number | undefined;
  /** `user:…` or `team:…`. */
  readonly owner?: string | undefined;
}

interface CheckIns extends Part {
  send(checkIn: unknown, config: unknown, trace: TraceState): string;
}

const createCheckIns = (host: PartHost): CheckIns => {
  const { client, runtime } = host;
  const channel = createChannel(host, 'monitor');
  return {
    send(given, config, { traceId, spanId }) {
      const slug = readText(given, 'monitorSlug');
      if (slug === undefined) {
        client.report({ code: 'T4004' });
        return NO_EVENT_ID;
      }
      const id = readText(given, 'checkInId') ?? client.newId();
      const { release, environment } = constantPart(client.getOptions(), runtime);
      const checkIn = {
        check_in_id: id,
        monitor_slug: slug,
        status: readProperty(given, 'status'),
        duration: readProperty(given, 'duration'),
        release,
        environment,
        monitor_config: config === undefined ? undefined : wireConfig(config),
        contexts: { trace: { trace_id: traceId, span_id: spanId } },
      };
      return sendPlain(channel, checkIn, { type: 'check_in', zone: checkInZone, id }) ? id : NO_EVENT_ID;
    },
  };
};

/** The same in the protocol's names. */
const wireConfig = (config: unknown): object => {
  const { schedule, checkinMargin, maxRuntime, timezone, failureIssueThreshold, recoveryThreshold, owner } = copyBag(config);
  return {
    schedule,
    timezone,
    owner,
    checkin_margin: checkinMargin,
    max_runtime: maxRuntime,
    failure_issue_threshold: failureIssueThreshold,
    recovery_threshold: recoveryThreshold,
  };
};

/** Names that servers match by: e-mail addresses may stand in them. */
const names: Zone = { text: 'named' };

const checkInZone: Zone = { under: { monitor_slug: names, release: ours, contexts: ours, monitor_config: names } };

/**
 * Tells the server that a job has begun, or how it ended, and answers with the check-in's id: hand it
 * on when the same run ends. Never throws. For a whole job there is `withMonitor`.
 */
export const captureCheckIn = (checkIn: CheckIn, monitorConfig?: MonitorConfig): string =>
  withPart(createCheckIns, NO_EVENT_ID, (checkIns, client, carrier) => checkIns.send(checkIn, monitorConfig, activeTrace(carrier, client)));

/** Tells the server that a job begins: the first half of {@link withMonitor}. Answers with the way into its scopes, and with what has to be called in there when it ends. */
export const beginTurn = (monitorSlug: string, monitorConfig?: MonitorConfig): readonly [enter: Enter, end: (outcome: Attempt<unknown>) => void] => {
  const enter = newIsolation();
  const now = (): EpochMilliseconds => getClient()?.now() ?? 0;
  const startedAt = now();
  const checkInId = enter(captureCheckIn, { monitorSlug, status: 'in_progress' }, monitorConfig);
  // With the configuration again: of a short job the end may arrive first, and servers drop it where they know no such monitor.
  return [enter, ({ ok }) => void captureCheckIn({ monitorSlug, checkInId, status: ok ? 'ok' : 'error', duration: (now() - startedAt) / 1000 }, monitorConfig)];
};

/**
 * Runs a job and tells the server when it begins, how it ended, and how long it took. The job has an
 * isolation scope and a trace of its own. What it returns, throws or rejects with passes through; it is
 * not captured here.
 */
export const withMonitor = <T>(monitorSlug: string, run: () => T, monitorConfig?: MonitorConfig): T => {
  const [enter, end] = beginTurn(monitorSlug, monitorConfig);
  return enter(followed<T>, run, end);
};
