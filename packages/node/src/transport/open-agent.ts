import type * as http from 'node:http';
import type * as https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Duplex } from 'node:stream';
import type * as tls from 'node:tls';
import type { RequireBuiltIn } from '../built-in';
import type { Route } from './route';

/** What an agent is made for. */
export interface AgentOptions extends Pick<Route, 'protocol' | 'through' | 'ca'> {
  /** An idle connection is closed after so long, milliseconds. */
  readonly idle: number;
  /** A proxy has so long to connect, milliseconds: it cannot be let go of before. Twice as long after each time that it did not, at most `connect`. */
  readonly hold: number;
  readonly connect: number;
  /** Finds the address of the server, or of the proxy. */
  readonly lookup: LookupFunction;
}

/**
 * Makes an agent that keeps connections alive and, for a `https:` server behind a proxy, has the proxy
 * connect. Runs in a worker thread too, as text: it may use nothing from outside but its parameters, nor have
 * functions with names of their own, for which bundlers put helpers outside.
 */
export const openAgent = (require: RequireBuiltIn, { protocol, through, ca, idle, hold, connect: most, lookup }: AgentOptions): http.Agent => {
  const plain: typeof http = require('node:http');
  const options: https.AgentOptions = { keepAlive: true, lookup };
  // `undefined` would switch the usual certificates off.
  if (ca !== undefined) options.ca = typeof ca === 'string' ? ca : Array.from(ca);
  const secure: typeof https | undefined = protocol === 'https:' ? require('node:https') : undefined;
  const agent: http.Agent = new (secure ?? plain).Agent(options);

  // An agent with a `timeout` sets it anew, and watches for it, with each request, which costs as much as writing one. Said only when a
  // connection becomes idle, it stays: an agent lets nothing time out but what is idle.
  const idling: http.Agent = Object.assign(Object.create(agent), { options: Object.assign({}, options, { timeout: idle }) });
  agent.keepSocketAlive = (socket) => plain.Agent.prototype.keepSocketAlive.call(idling, socket);
  if (!secure || through === undefined) return agent;

  const { connect }: typeof tls = require('node:tls');
  let patience = hold;
  // Node takes a connection that comes later, by the callback; its types do not know.
  return Object.assign(agent, {
    createConnection(to: http.ClientRequestArgs & tls.ConnectionOptions, done: (error: Error | null, stream?: Duplex) => void): void {
      const host = String(to.host);
      const authority = (host.includes(':') ? '[' + host + ']' : host) + ':' + String(to.port);
      const asking = (through.protocol === 'https:' ? secure : plain).request({ hostname: through.hostname, port: through.port, method: 'CONNECT', path: authority, agent: false, lookup, headers: Object.assign({ host: authority }, through.headers) });
      const own = patience;
      // However much it says meanwhile: a timeout of the socket would begin anew with each byte.
      const overdue = require('node:timers').setTimeout(() => {
        patience = Math.min(own * 2, most);
        asking.destroy(new Error('the proxy did not connect in time'));
      }, own).unref();
      asking.on('close', () => require('node:timers').clearTimeout(overdue));
      asking.on('connect', (answer, socket) => {
        if (answer.statusCode === 200) {
          patience = hold;
          done(null, connect(Object.assign({}, to, { socket })));
          return;
        }
        socket.destroy();
        asking.emit('error', new Error('the proxy answered ' + String(answer.statusCode)));
      });
      // Of the connection to the proxy, whose address would be taken for the server's.
      asking.on('error', (error) => done(error.message.startsWith('the proxy') ? error : Object.assign(error, { message: 'the proxy: ' + (error.message || error.name) })));
      asking.end();
    },
  });
};
