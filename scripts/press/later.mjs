// What a start does not run, by package: modules that CommonJS reads when the first event needs them, from a
// file of their own. A start pays for what it reads (51 µs for 1,000 bytes), whether it runs or not.
// `test/e2e/node-start.test.ts` holds that nothing in here is needed at a start.

/** @type {Readonly<Record<string, readonly RegExp[]>>} */
export const later = {
  core: [
    /^base\/(dsn-problem|explain|error-hash|murmur|rude-words|ascii-json|escape-html)\.ts$/,
    /^event\/(baggage|continue-trace|trace|describe-thrown|error-facts|exceptions|issue-of-event|message-skeleton|occurrence)\.ts$/,
    /^scope\/(apply-scope|breadcrumbs)\.ts$/,
    /^stages\/(plain|zones|text-room|normalise)\.ts$/,
    /^envelope\/(encode|decode|read-[a-z-]+)\.ts$/,
    /^transport\/(lighten|multiplexed|route-matcher)\.ts$/,
    /^client\/(attachments|breadcrumb-keeper|sampling-context|trace-propagation|event-parcel|spotlight|trace-meta-tags)\.ts$/,
    /^items\/(channel|last-word|send-plain|with-part|feature-flags|check-in|feedback|log-batch|logs|session|session-attributes|request-sessions|error-weight|dedupe|extra-error-data|linked-errors|rewrite-frames)\.ts$/,
    /^audit\//,
    /^http\//,
  ],
  node: [
    /^(tunnel-handler|request-isolation|delivery-worker|open-agent|post-sync|sender|source-files)\.ts$/,
    /^spool\/(?!spool-for|lazy-spool|next-turn|letting-go)/,
    /^integrations\/(spotlight|http-exchange|incoming-request|local-variables|wait-until)\.ts$/,
    /^local-variables\//,
    /^serverless\//,
    /^logs\/(?!watch-console|without-echo)/,
    // An object is read by whoever imports its door.
    /^cron\/(crontab|monitored)\.ts$/,
    /^loaded-modules\.ts$/,
    /^integrations\/(capture-console|modules|node-context|request-data)\.ts$/,
  ],
};
