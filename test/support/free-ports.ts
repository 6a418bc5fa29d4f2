// Finds ports nobody listens on, so that several servers, and several runs, go side by side.
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

/** Distinct free ports of the loopback address. They are free now; whoever starts a server on one may be too late. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen()));
  const ports = servers.map(({ port }) => port);
  await Promise.all(servers.map(({ close }) => close()));
  return ports;
}

function listen(): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address: AddressInfo | string | null = server.address();
      if (address === null || typeof address === 'string') return reject(new Error('no port'));
      const close = (): Promise<void> => new Promise((done) => server.close(() => done()));
      resolve({ port: address.port, close });
    });
  });
}
