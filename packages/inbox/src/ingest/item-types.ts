/**
 * Items that are kept as they come, besides events, which are taken apart. Anything else (statsd and
 * other retired types, inventions) is skipped and counted, so that a sender who is ahead of us still
 * gets its 200.
 */
const keptRaw: ReadonlySet<string> = new Set([
  'attachment',
  'check_in',
  'client_report',
  'feedback',
  'form_data',
  'log',
  'nel',
  'profile',
  'profile_chunk',
  'raw_security',
  'replay_event',
  'replay_recording',
  'replay_video',
  'security',
  'session',
  'sessions',
  'span',
  'trace_metric',
  'transaction',
  'user_report',
]);

/** What becomes of an item of this type. */
export const fateOf = (type: string): 'event' | 'kept' | 'skipped' => {
  if (type === 'event') return 'event';
  return keptRaw.has(type) ? 'kept' : 'skipped';
};
