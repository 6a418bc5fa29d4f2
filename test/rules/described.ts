/** Resolves the examples of plan rules: fragments of a description merged over a base service, or patches of its plan. */

import type { Diagnostic } from '../../lib/diagnostics/diagnostic.ts';
import type { ServicePlan } from '../../lib/model/plan/service-plan.ts';
import { environmentsOf } from '../../lib/model/service.ts';
import type { EnvironmentSpec, ServiceSpec } from '../../lib/model/spec/service-spec.ts';
import { secretRef } from '../../lib/model/spec/values.ts';
import { gateway, internal, nginxIngress } from '../../lib/exposures/index.ts';
import { bucket, httpApi, kafka, other, postgres, redis } from '../../lib/needs/index.ts';
import { nginx } from '../../lib/proxies/index.ts';
import { resolve } from '../../lib/resolve/resolve.ts';
import { blueGreen, recreate, rolling, stateful } from '../../lib/rollouts/index.ts';
import { gunicorn, http } from '../../lib/servers/index.ts';
import { cronWindow, postgresQuery, prometheusQuery, redisList } from '../../lib/triggers/index.ts';
import { defineService } from '../../lib/service.ts';
import { claim, ephemeral, existingClaim, perPod } from '../../lib/volumes/index.ts';
import type { Example } from './readme.ts';

export const BASE: ServiceSpec = {
  name: 'shop',
  image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' },
  web: {
    server: gunicorn({ app: 'shop.wsgi:application' }),
    health: '/healthz',
    scale: { min: 2, max: 4, cpu: 70 },
  },
  workers: { mail: { command: ['celery', '-A', 'shop', 'worker'] } },
  crons: {
    cleanup: { schedule: '0 4 * * *', command: ['python', 'manage.py', 'clearsessions'] },
  },
  migrate: {
    command: ['python', 'manage.py', 'migrate', '--noinput'],
    check: ['python', 'manage.py', 'migrate', '--check'],
  },
  config: { DJANGO_SETTINGS_MODULE: 'shop.settings' },
  needs: {
    db: postgres({ url: { DATABASE_URL: secretRef('shop-db', 'url') }, connections: { max: 500 } }),
  },
  expose: nginxIngress({ host: 'shop.example.com', tls: { issuer: 'letsencrypt' } }),
};

const WORDS = {
  ...{ nginx },
  ...{ gunicorn, http, nginxIngress, gateway, internal, rolling, recreate, blueGreen },
  ...{ cronWindow, postgresQuery, prometheusQuery, redisList },
  ...{ claim, ephemeral, existingClaim, perPod, stateful },
  ...{ postgres, redis, bucket, kafka, httpApi, other, secretRef },
};

export interface Described {
  readonly plans: readonly ServicePlan[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The plans of an example: one for each environment it names, else one. */
export function described({ language, code }: Example): Described {
  if (language === 'json') {
    const base = resolveAll({ ...BASE });
    const patch: unknown = JSON.parse(code);
    return { ...base, plans: base.plans.map((plan) => merged(plan, patch)) };
  }
  const { environments, ...fragment } = fragmentIn(code);
  return resolveAll({
    ...BASE,
    environments: Object.fromEntries(
      Object.entries(environments ?? { example: {} }).map(([name, patch]) => [
        name,
        { ...fragment, ...patch },
      ]),
    ),
  });
}

type Fragment = EnvironmentSpec & {
  readonly environments?: Readonly<Record<string, EnvironmentSpec>>;
};

/** Evaluates the members of an object literal with the factories in reach. */
function fragmentIn(code: string): Fragment {
  // oxlint-disable-next-line typescript/no-implied-eval -- examples of this repository are code
  const make: (...words: readonly unknown[]) => Fragment = Function(
    ...Object.keys(WORDS),
    `return ({ ${code} });`,
  ) as never;
  return make(...Object.values(WORDS));
}

function resolveAll(spec: ServiceSpec): Described {
  const service = defineService(spec);
  const readText = () => ({ ok: false, problem: 'there are no files here' }) as const;
  const results = environmentsOf(service).map((environment) =>
    resolve(service, environment, { readText }),
  );
  return {
    plans: results.flatMap(({ plan }) => plan ?? []),
    diagnostics: results.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** RFC 7386. */
function merged<T>(target: T, patch: unknown): T {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch as T;
  const result: Record<string, unknown> =
    typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result as T;
}
