/** For functions that are frozen between two calls: AWS Lambda. */
export type { LambdaHandler, WrapperOptions } from './serverless/lambda';
export { wrapHandler } from './serverless/lambda';
