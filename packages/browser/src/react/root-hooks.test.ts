import type { Component } from 'react';
import { expect, it } from 'vitest';
import { reactErrorHandler } from './root-hooks';

/** A hook of a root as `@types/react-dom` 19 declares it. */
type RootHook = (error: unknown, info: { componentStack?: string | undefined; errorBoundary?: Component | undefined }) => void;

it('fits the hooks of a root under exactOptionalPropertyTypes, and tells a listener of an error without component stack', () => {
  const told: unknown[] = [];
  const hook: RootHook = reactErrorHandler((error, info, eventId) => told.push([error, info, eventId]));
  const info = { componentStack: undefined };
  hook('broken', info);
  expect(told).toEqual([['broken', info, '0'.repeat(32)]]);
});
