/** needs: the dependencies that come with slipway; anybody's own value of the same shape does as well. */

import type { Need } from '../model/need.ts';
import { secretRef } from '../model/spec/values.ts';
import { httpApi } from './http/http-api.ts';
import { other } from './other/other.ts';
import { postgres } from './postgres/postgres.ts';
import { redis } from './redis/redis.ts';

export { httpApi } from './http/http-api.ts';
export { other } from './other/other.ts';
export { postgres } from './postgres/postgres.ts';
export { redis } from './redis/redis.ts';

/** One need of each kind: what holds for every need is tested with these. */
export const NEED_EXAMPLES: readonly Need[] = [
  postgres({ url: { DATABASE_URL: secretRef('shop-db', 'url') } }),
  postgres({
    host: { PGHOST: 'db.internal' },
    user: { PGUSER: secretRef('shop-db', 'user') },
    password: { PGPASSWORD: secretRef('shop-db', 'password') },
    database: { PGDATABASE: 'shop' },
    portVariable: 'PGPORT',
    port: 6432,
    to: '10.20.0.0/16',
    connections: { max: 500 },
  }),
  redis({ url: { REDIS_URL: secretRef('shop-redis', 'url') }, to: { namespace: 'redis' } }),
  httpApi({
    url: { PAYMENTS_URL: 'https://api.pay.example' },
    credentials: { PAYMENTS_KEY: secretRef('pay', 'key') },
  }),
  other({
    title: 'Memcached',
    ports: [11_211],
    variables: { MEMCACHED: 'cache:11211' },
    to: [{ podLabels: { app: 'memcached' } }],
    connections: { max: 1024 },
  }),
];
