import type { Integration } from '@tocsin/core';
import { captureEvent } from '@tocsin/core';
import { whileBound } from '@tocsin/core/platform';
import { listen } from '../listen';

/** What stands in for an address that is none: `inline`, `eval`, `trusted-types-sink`. */
const shortOf = (blocked: string): string => blocked.replace(/^(\w+:\/\/[^/]*).*$/, '$1') || 'something';

const capture = ({ blockedURI, effectiveDirective, disposition, sourceFile, lineNumber, columnNumber, sample, statusCode }: SecurityPolicyViolationEvent): void => {
  const value = `${effectiveDirective} ${disposition === 'enforce' ? 'blocked' : 'would block'} ${shortOf(blockedURI)}`;
  const frames = sourceFile ? [{ filename: sourceFile, abs_path: sourceFile, lineno: lineNumber, colno: columnNumber, in_app: true }] : [];
  captureEvent({
    level: 'warning',
    exception: { values: [{ type: 'SecurityPolicyViolation', value, stacktrace: { frames }, mechanism: { type: 'auto.browser.csp', handled: true, synthetic: true } }] },
    contexts: { csp: { blocked_uri: blockedURI, effective_directive: effectiveDirective, disposition, sample, status_code: statusCode } },
  });
};

/**
 * Captures violations of the page's content security policy, also of one that only reports. What the policy
 * does to our own requests is left out. Not installed by default.
 */
export const cspViolationsIntegration = (): Integration => ({
  name: 'CspViolations',
  setup(client) {
    const onViolation = (event: SecurityPolicyViolationEvent): void => {
      const { dsn, tunnel } = client.getDestination() ?? {};
      const isOurs = [dsn?.host, tunnel].some((part) => part && event.blockedURI.includes(part));
      if (!isOurs) capture(event);
    };
    return listen(['securitypolicyviolation'], whileBound(client, onViolation));
  },
});
