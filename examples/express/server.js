import { createServer } from 'node:http';
import { close, init } from '@tocsin/node';
import { createShop } from './shop.js';

// The address of the server for errors comes from TOCSIN_DSN.
init({ release: 'example-shop@1.0.0' });

const port = Number(process.env.PORT ?? 3000);
const server = createServer(createShop());

server.on('error', (error) => {
  console.error(error.code === 'EADDRINUSE' ? `Port ${port} is taken; set PORT to another one.` : error.message);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`shop ready url=http://127.0.0.1:${server.address().port}`));

// A clean end: the requests under way are answered, what is captured is sent.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    server.close(() => void close());
    server.closeIdleConnections();
  });
}
