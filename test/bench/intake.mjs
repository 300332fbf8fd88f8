// A server of its own process that takes envelopes and counts the events in them, each id once. It says its port,
// and what it has counted whenever it is asked for `/count`, which also begins to count anew.
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** @type {Set<string>} */
let ids = new Set();

const take = (/** @type {Buffer} */ body) => {
  const [header = '', item = ''] = body.toString('latin1').split('\n', 2);
  if (!item.includes('"type":"event"')) return;
  ids.add(JSON.parse(header).event_id);
};

const server = createServer((request, response) => {
  /** @type {Buffer[]} */
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === '/count') {
      response.end(String(ids.size));
      ids = new Set();
      return;
    }
    const body = Buffer.concat(chunks);
    take(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
    response.end('{}');
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' && address ? address.port : 0);
});
