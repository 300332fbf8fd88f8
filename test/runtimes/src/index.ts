/** The runtimes that the built packages are tried on. */
export type { NodeBinary } from './node-binaries';
export { nodeBinaries } from './node-binaries';
export type { NodeLike } from './other-runtimes';
export { nodeLikes, workerd } from './other-runtimes';
