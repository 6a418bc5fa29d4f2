/** servers: what uvicorn, alone or as a worker of gunicorn, needs beside itself to speak WebSocket. */

import type { ServerInput } from '../model/server.ts';

/** uvicorn without it answers a WebSocket as if it were a request. Measured 2026-11-30, uvicorn 0.54: 200 instead of 101. @see https://www.uvicorn.org/concepts/websockets/ */
export function webSocketPackages({ protocol }: Pick<ServerInput, 'protocol'>): readonly string[] {
  return protocol === 'websocket' ? ['websockets'] : [];
}
