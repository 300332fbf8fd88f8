export { placesOf } from './places';
/** Fakes through our own ports, for tests of every package. */
export { asyncScopes } from './async-scopes';
export { barelyPromise } from './barely-promise';
export { closeOn } from './close-on';
export { fakeRuntime, settle } from './fake-runtime';
export type { FakeRuntime } from './fake-runtime';
export { fakeServer } from './fake-server';
export type { FakeServer, Received, ReceivedItem } from './fake-server';
export { fakeSpool } from './fake-spool';
export type { FakeSpool } from './fake-spool';
export { describeSpool, parcelNamed } from './spool-contract';
export type { SpoolOnTrial } from './spool-contract';
export { wrongShapes } from './wrong-shapes';
