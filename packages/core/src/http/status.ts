import { readProperty } from '../base/read';

const isErrorStatus = (mark: unknown): boolean => Number.isInteger(mark) && Number(mark) >= 400 && Number(mark) <= 599;

/** Some libraries write the number as text. */
const toNumber = (mark: unknown): unknown => (typeof mark === 'string' ? Number(mark) : mark);

/** The status an error would answer with, as the field's frameworks mark it; `otherwise` (500) when it says nothing usable. */
export const statusOf = (error: unknown, otherwise = 500): number => {
  const marks = [readProperty(error, 'status'), readProperty(error, 'statusCode'), readProperty(readProperty(error, 'output'), 'statusCode')];
  return Number(marks.map(toNumber).find(isErrorStatus) ?? otherwise);
};

/** Default of what is worth an event: what the server blames on itself. A 404 or a refused login is an answer, not a failure. */
export const isServerError = (error: unknown): boolean => statusOf(error) >= 500;

/** Those that apps answer with; the names are RFC 9110's. */
const reasons: ReadonlyMap<number, string> = new Map([
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [402, 'Payment Required'],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [405, 'Method Not Allowed'],
  [406, 'Not Acceptable'],
  [408, 'Request Timeout'],
  [409, 'Conflict'],
  [410, 'Gone'],
  [411, 'Length Required'],
  [412, 'Precondition Failed'],
  [413, 'Content Too Large'],
  [414, 'URI Too Long'],
  [415, 'Unsupported Media Type'],
  [416, 'Range Not Satisfiable'],
  [422, 'Unprocessable Content'],
  [423, 'Locked'],
  [424, 'Failed Dependency'],
  [425, 'Too Early'],
  [426, 'Upgrade Required'],
  [428, 'Precondition Required'],
  [429, 'Too Many Requests'],
  [431, 'Request Header Fields Too Large'],
  [451, 'Unavailable For Legal Reasons'],
  [500, 'Internal Server Error'],
  [501, 'Not Implemented'],
  [502, 'Bad Gateway'],
  [503, 'Service Unavailable'],
  [504, 'Gateway Timeout'],
  [507, 'Insufficient Storage'],
  [511, 'Network Authentication Required'],
]);

/** What a status is called; rare ones by their class. */
export const reasonOf = (status: number): string => reasons.get(status) ?? (status < 500 ? 'Request Refused' : 'Server Error');
