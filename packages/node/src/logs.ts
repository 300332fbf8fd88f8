/** Bridges from the loggers of apps: warnings and errors become events, all lines structured logs. By one line each. */
export type { LogBridgeOptions } from './logs/bridge';
export type { BunyanStream } from './logs/bunyan';
export { createBunyanStream } from './logs/bunyan';
export type { ConsolaReporter } from './logs/consola';
export { createConsolaReporter } from './logs/consola';
export type { Log4jsAppender } from './logs/log4js';
export { createLog4jsAppender } from './logs/log4js';
export { createPinoStream, pinoIntegration } from './logs/pino';
export type { WinstonTransport, WinstonTransportOptions } from './logs/winston';
export { createWinstonTransport } from './logs/winston';
