// Test support: a service with a need of each kind that triggers watch, under the name of its kind.
import { secretRef } from '../../lib/model/spec/values.ts';
import type { TriggerInput } from '../../lib/model/trigger.ts';
import { kafka, postgres, rabbitmq, redis } from '../../lib/needs/index.ts';

type Needs = TriggerInput['needs'];

const usual = {
  redis: redis({
    url: { REDIS_URL: secretRef('shop-redis', 'url') },
    host: { REDIS_HOST: 'redis.internal' },
    password: { REDIS_PASSWORD: secretRef('shop-redis', 'password') },
    tls: true,
  }),
  rabbitmq: rabbitmq({ url: { CELERY_BROKER_URL: secretRef('shop-mq', 'url') } }),
  kafka: kafka({
    bootstrapServers: { KAFKA_SERVERS: secretRef('shop-kafka', 'servers') },
    sasl: {
      mechanism: 'SCRAM-SHA-512',
      user: { KAFKA_USER: 'shop' },
      password: { KAFKA_PASSWORD: secretRef('shop-kafka', 'password') },
    },
    tls: true,
  }),
  postgres: postgres({ url: { DATABASE_URL: secretRef('shop-db', 'url') } }),
};

/** What a trigger is asked with; needs given here stand beside, or instead of, the usual ones. */
export function input(
  needs: Readonly<
    Record<string, ReturnType<typeof redis | typeof rabbitmq | typeof kafka | typeof postgres>>
  > = {},
  bounds: { readonly min?: number; readonly max?: number } = {},
): TriggerInput {
  const all: Needs = Object.fromEntries(
    Object.entries({ ...usual, ...needs }).map(([name, need]) => [
      name,
      { ...need.facts(name), kind: need.kind },
    ]),
  );
  return { path: 'workers.mail.scale.triggers.queue', needs: all, min: 1, max: 10, ...bounds };
}
