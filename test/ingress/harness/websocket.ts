// A request to be upgraded to a WebSocket.
import { request } from 'node:http';

/** The status: 101 where the connection was upgraded. */
export function upgrade(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({
      ...{ host: '127.0.0.1', port, path: '/' },
      headers: {
        host,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      },
    });
    asked.on('upgrade', ({ statusCode }, socket) => {
      socket.destroy();
      resolve(statusCode ?? 0);
    });
    asked.on('response', ({ statusCode }) => resolve(statusCode ?? 0));
    asked.on('error', reject);
    asked.end();
  });
}
