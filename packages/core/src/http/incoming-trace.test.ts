import { describe, expect, it } from 'vitest';
import { incomingTrace } from './incoming-trace';

describe('the trace that a request brings', () => {
  it('is read from its three headers, in any case and as a list', () => {
    const headers = () => ({ 'Sentry-Trace': 'a-b-1', baggage: ['x=1', 'y=2'], traceparent: '00-a-b-01', host: 'shop.example' });
    expect(incomingTrace({ headers }, undefined)).toEqual({ sentryTrace: 'a-b-1', baggage: 'x=1,y=2', traceparent: '00-a-b-01' });
  });

  it('is empty where it says nothing', () => {
    expect(incomingTrace({ headers: () => ({ host: 'shop.example' }) }, undefined)).toEqual({});
  });

  it('is empty where headers cannot be read', () => {
    const headers = (): never => {
      throw new Error('no headers');
    };
    expect(incomingTrace({ headers }, undefined)).toEqual({});
  });
});
