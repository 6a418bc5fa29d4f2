/** servers: the profiles that come with slipway; anybody's own value of the same shape does as well. */

import type { Server } from '../model/server.ts';
import { gunicorn } from './gunicorn/gunicorn.ts';
import { granian } from './granian/granian.ts';
import { http } from './http/http.ts';
import { hypercorn } from './hypercorn/hypercorn.ts';
import { uvicorn } from './uvicorn/uvicorn.ts';
import { uwsgi } from './uwsgi/uwsgi.ts';

export { gunicorn } from './gunicorn/gunicorn.ts';
export type { GunicornOptions, WorkerClass } from './gunicorn/options.ts';
export { granian } from './granian/granian.ts';
export { hypercorn } from './hypercorn/hypercorn.ts';
export { uvicorn } from './uvicorn/uvicorn.ts';
export { uwsgi } from './uwsgi/uwsgi.ts';
export { http } from './http/http.ts';
export type { HttpOptions } from './http/options.ts';

/** One server of each kind and mode: what holds for every server is tested with these. */
export const SERVER_EXAMPLES: readonly Server[] = [
  gunicorn({ app: 'shop.wsgi:application' }),
  gunicorn({ app: 'shop.wsgi:application', workerClass: 'sync', version: '23.0.0' }),
  gunicorn({ app: 'shop.wsgi:application', workerClass: 'gevent', version: '26' }),
  gunicorn({ app: 'shop.asgi:application', workerClass: 'asgi', version: '27.0.1' }),
  gunicorn({ app: 'shop.asgi:application', workerClass: 'uvicorn', version: '25' }),
  gunicorn({
    app: 'shop.wsgi:application',
    version: '27.0.1',
    workload: 'io',
    memoryPerWorker: '100Mi',
    preload: true,
    maxRequests: 1000,
    metrics: 'prometheus',
    statsd: { host: 'statsd', prefix: 'shop' },
    settings: { limit_request_line: 8190 },
  }),
  uvicorn({ app: 'shop.asgi:application' }),
  uvicorn({ app: 'shop.asgi:make', factory: true, workers: 2, settings: { root_path: '/shop' } }),
  granian({ app: 'shop.asgi:application' }),
  granian({ app: 'shop.wsgi:application', interface: 'wsgi', metrics: 'prometheus' }),
  hypercorn({ app: 'shop.asgi:application', keepAliveMaxRequests: 100_000 }),
  uwsgi({ app: 'shop.wsgi:application', maxRequests: 5000, settings: { 'reload-on-rss': 300 } }),
  http(),
  http({
    command: ['node', 'server.js'],
    keepAlive: '75s',
    env: { port: 'PORT', gracefulSeconds: 'SHUTDOWN_TIMEOUT' },
    metrics: { path: '/metrics' },
  }),
];
