import type { HeaderBag, HttpBinding } from './binding';

/** What is read of a request as Node makes it; written down here, since core knows no platform. */
export interface PlainRequest {
  readonly method?: string | undefined;
  readonly headers: HeaderBag;
  readonly socket: { readonly destroyed: boolean };
}

/** What is used of a response as Node makes it. */
export interface PlainResponse {
  statusCode: number;
  readonly headersSent: boolean;
  setHeader(name: string, value: string): unknown;
  removeHeader(name: string): void;
  end(body: string): unknown;
}

/** The part of a binding that is the same wherever requests and responses are Node's own, or come from them: spread it into yours. */
export const nodeBinding: Pick<HttpBinding<PlainRequest, PlainResponse>, 'method' | 'headers' | 'isGone' | 'status' | 'headersSent' | 'setHeader' | 'answer'> = {
  method: ({ method }) => method,
  headers: ({ headers }) => headers,
  isGone: ({ socket }) => socket.destroyed,
  status: ({ statusCode }) => statusCode,
  headersSent: ({ headersSent }) => headersSent,
  setHeader: (response, name, value) => void response.setHeader(name, value),
  answer(response, { status, headers, removed, body }) {
    removed.forEach((name) => response.removeHeader(name));
    response.statusCode = status;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.end(body);
  },
};
