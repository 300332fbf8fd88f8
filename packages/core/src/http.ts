/** For adapters of HTTP frameworks: what every one of them does alike. */
export { isServerError, statusOf } from './http/status';
