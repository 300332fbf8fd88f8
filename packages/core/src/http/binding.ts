/** Headers as Node and its frameworks hold them; names in any case. */
export type HeaderBag = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/**
 * What an adapter tells of the requests of its framework. Every member only reads, is asked only when
 * something was captured, and may throw: then that part is left out.
 */
export interface RequestBinding<Request> {
  /** How its errors came to us: `auto.middleware.express`. Servers show it. */
  readonly mechanism: string;
  /** `GET`. */
  method(request: Request): string | undefined;
  /** As the client asked, query and all: the query is taken apart by us. With scheme and host when they are known. */
  url(request: Request): string | undefined;
  /** All headers; cookies are read from here. */
  headers(request: Request): HeaderBag;
  /** The pattern that matched, mounts included: `/users/:id`. Never the raw path. `undefined` when none matched. */
  route(request: Request): string | undefined;
  /** The body when the app has parsed it already, else `undefined`. Must not read the stream: it is the app's. */
  body(request: Request): unknown;
  /** Whether the client has gone away. Its own hanging up is no error of the server. */
  isGone(request: Request): boolean;
}

/** What an answer may say of the event that was made of its error. */
export interface HttpErrorReport {
  readonly eventId: string;
  /** Only when the event has passed every hook and was taken for delivery: a hash that is shown always resolves. */
  readonly errorHash?: string;
  /** The hash is of another occurrence of the same failure, which stands for this one: flood control folded it away. */
  readonly representative?: true;
}

/** A whole answer, ready to be sent. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** To be taken off the response first: they describe what the app was about to send instead. */
  readonly removed: readonly string[];
  /** Empty when only the headers were asked for (`HEAD`). */
  readonly body: string;
}

/** What an adapter can do with the responses of its framework. */
export interface ResponseBinding<Response> {
  /** Status set so far, also when nobody chose it. */
  status(response: Response): number;
  /** Whether it is too late to answer anything else. */
  headersSent(response: Response): boolean;
  /** Asked only while it is not too late. */
  setHeader(response: Response, name: string, value: string): void;
  /** Answers and ends the response. Headers in `answer.removed` describe a body that was given up, and must go first. */
  answer(response: Response, answer: HttpAnswer): void;
  /** Keeps what came of reporting `thrown` for those who handle this response later. */
  keepReport(response: Response, report: HttpErrorReport, thrown: unknown): void;
  /** What was kept, if anything. */
  keptReport(response: Response): HttpErrorReport | undefined;
}

/** The whole seam between an HTTP framework and us: what we read, and what we do. An object, see `@tocsin/express`. */
export interface HttpBinding<Request, Response> extends RequestBinding<Request>, ResponseBinding<Response> {}
