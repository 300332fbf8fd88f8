import { errorHash, getClient } from '@tocsin/core';
import type { ReactElement, ReactNode } from 'react';
import { createElement, useEffect, useState } from 'react';

/** Properties of {@link ErrorHash}. */
export interface ErrorHashProps {
  /** The event, as `captureException` or a fallback has it. Default: the last one. */
  readonly eventId?: string | undefined;
  /** What stands before the hash. Default `Error hash: `. */
  readonly label?: ReactNode;
  /** What the button says. Default `Copy`. */
  readonly copyLabel?: string | undefined;
  /** What it says once the hash is copied. Default `Copied`. */
  readonly copiedLabel?: string | undefined;
}

/** The error hash of an event, once it may be shown: when the event was taken for delivery. `undefined` before that, and for an event that was dropped. */
export const useErrorHash = (eventId?: string): string | undefined => {
  const [hash, setHash] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    const tell = (): void => {
      if (isCurrent) setHash(errorHash(eventId));
    };
    tell();
    const { afterHooks } = getClient() ?? {};
    if (eventId !== undefined && afterHooks) void afterHooks(eventId).then(tell);
    return () => {
      isCurrent = false;
    };
  }, [eventId]);
  return hash;
};

/** Shows the error hash, and copies it at a click; nothing while there is none to show. Its look is the app's: class `tocsin-error-hash`. */
export const ErrorHash = ({ eventId, label = 'Error hash: ', copyLabel = 'Copy', copiedLabel = 'Copied' }: ErrorHashProps): ReactElement | null => {
  const hash = useErrorHash(eventId);
  const [copied, setCopied] = useState<string>();
  if (hash === undefined) return null;
  const isCopied = copied === hash;
  // Without permission, or outside a secure context, it is left to be selected.
  const copy = (): void => void navigator.clipboard?.writeText(hash).then(() => setCopied(hash), () => undefined);
  return createElement(
    'span',
    { className: 'tocsin-error-hash' },
    label,
    createElement('code', { style: { userSelect: 'all' } }, hash),
    ' ',
    createElement('button', { type: 'button', onClick: copy }, isCopied ? copiedLabel : copyLabel),
    createElement('span', { role: 'status', style: { position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' } }, isCopied ? copiedLabel : ''),
  );
};
