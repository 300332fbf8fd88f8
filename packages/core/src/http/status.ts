import { readProperty } from '../base/read';

/** The status an error would answer with, as the field's frameworks mark it; 500 when it says nothing usable. */
export const statusOf = (error: unknown): number => {
  const marks = [readProperty(error, 'status'), readProperty(error, 'statusCode'), readProperty(readProperty(error, 'output'), 'statusCode')];
  const status = marks.map(Number).find((mark) => Number.isInteger(mark) && mark >= 400 && mark <= 599);
  return status ?? 500;
};

/** Default of what is worth an event: what the server blames on itself. A 404 or a refused login is an answer, not a failure. */
export const isServerError = (error: unknown): boolean => statusOf(error) >= 500;
