/** For adapters of HTTP frameworks: what every one of them does alike. */
export type { HeaderBag, HttpAnswer, HttpBinding, HttpErrorReport, RequestBinding, ResponseBinding } from './http/binding';
export type { FailedExchange } from './http/answer-http-error';
export { answerHttpError } from './http/answer-http-error';
export type { ErrorPageTexts } from './http/error-page';
export { fenced, proceedOnce } from './http/fenced';
export type { FailingExchange } from './http/handle-http-error';
export { handleHttpError } from './http/handle-http-error';
export type { PlainRequest, PlainResponse } from './http/node-binding';
export { nodeBinding } from './http/node-binding';
export type { HttpErrorSource } from './http/report-http-error';
export { reportHttpError } from './http/report-http-error';
export { incomingTrace } from './http/incoming-trace';
export { namedPath } from './http/named-path';
export { requestFacts } from './http/request-facts';
export { isServerError, reasonOf, statusOf } from './http/status';
export { countRequestSession } from './items/request-sessions';
export type { TunnelTarget } from './http/tunnel-target';
export { tunnelTarget } from './http/tunnel-target';
