/** For platform packages: what a platform must give, and how a client is made of it. */
export { attempt, attemptOr, guard } from './base/fences';
export type { Runtime } from './client/runtime';
export { explain } from './base/explain';
export { stayInScopes } from './client/carrier';
export { adoptTrace } from './client/trace';
export type { OutgoingRequest } from './client/trace-propagation';
export { tracePropagationFor } from './client/trace-propagation';
export { copyToSpotlight, SPOTLIGHT_URL } from './client/spotlight';
export { createClient } from './client/create-client';
export { initClient } from './client/init-client';
export type { MakeTransport, Transporter, TransportOptions } from './transport/make-transport';
export { makeOwnTransport } from './transport/make-transport';
export type { Answer, Destination, Post, PostSync } from './transport/post';
export type { ActiveScopes, ScopeStore } from './scope/scope-store';
export { createStackScopeStore } from './scope/scope-store';
export type { ParseStack } from './event/stack';
export type { Dsn } from './envelope/dsn';
export { authHeader, envelopeUrl } from './envelope/endpoint';
