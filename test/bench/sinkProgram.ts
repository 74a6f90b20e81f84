import { createServer } from 'node:http';

// Takes whatever is sent to it and forgets it: what a registry costs at least, in a process of its own.
const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => response.end('{}'));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(address !== null && typeof address === 'object' ? address.port : 0);
});
process.once('disconnect', () => process.exit(0));
