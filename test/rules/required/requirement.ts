/** What a mistake that must be refused is made of: a description or objects, and the complaint that answers them. */

import { expect } from 'vitest';
import { checkManifests, checkPlan } from '../../../lib/rules/engine.ts';
import { MANIFEST_RULES, PLAN_RULES } from '../../../lib/rules/catalogue.ts';
import type { Diagnostic, Severity } from '../../../lib/diagnostics/diagnostic.ts';
import {
  defineService,
  environmentsOf,
  gunicorn,
  nginxIngress,
  resolve,
} from '../../../lib/index.ts';
import type { ServiceSpec } from '../../../lib/index.ts';
import type { ServicePlan } from '../../../lib/model/plan/service-plan.ts';
import type { Caller } from '../../../lib/resolve/calls.ts';
import { lower } from '../../../lib/kubernetes/lower.ts';
import { seal } from '../../../lib/kubernetes/seal.ts';

/** A mistake by a description, merged over `base`, or by objects that somebody wrote. */
export type Requirement = {
  readonly code: `SW${string}`;
  readonly severity: Severity;
} & (
  | { readonly spec: unknown }
  | { readonly objects: readonly unknown[]; readonly kubernetes?: string }
);

/** Mistakes by what is wrong with them. */
export type Requirements = Readonly<Record<string, Requirement>>;

/** A service that is exposed, scaled and accepted. */
export const base: ServiceSpec = {
  name: 'app',
  image: { repository: 'ghcr.io/acme/app', tag: '1.0.0' },
  web: {
    server: gunicorn({ app: 'app.wsgi', version: '27.0.1' }),
    health: '/healthz',
    scale: { min: 2, max: 8, cpu: 70 },
  },
  expose: nginxIngress({ host: 'app.example.com', tls: { issuer: 'le' } }),
};

/** Everything that is said of it. */
export function complaintsAbout(requirement: Requirement): readonly Diagnostic[] {
  if ('objects' in requirement) {
    const { objects, kubernetes = '1.37' } = requirement;
    return checkManifests(MANIFEST_RULES, objects, { outside: { kubernetes } });
  }
  const authored = { ...base, ...(requirement.spec as Partial<ServiceSpec>) };
  const service = defineService(authored);
  const [environment = 'default'] = environmentsOf(service);
  const readText = () => ({ ok: false, problem: 'there are no files here' }) as const;
  const { plan, diagnostics } = resolve(service, environment, { readText });
  if (plan === undefined) return diagnostics;
  const manifests = seal(lower(plan)).map(({ manifest }) => manifest);
  return [
    ...diagnostics,
    ...checkPlan(PLAN_RULES, plan),
    ...checkManifests(MANIFEST_RULES, manifests),
  ];
}

/** The plan of `base` with other members, called by others, which is accepted. */
export function planned(members: object, callers: readonly Caller[] = []): ServicePlan | undefined {
  const authored: ServiceSpec = { ...base, ...members };
  const readText = () => ({ ok: false, problem: 'there are no files here' }) as const;
  const { plan, diagnostics } = resolve(defineService(authored), 'default', { readText, callers });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return plan;
}

/** The web process of `base` with other members. */
export function web(members: object): { readonly web: unknown } {
  return { web: { ...base.web, ...members } };
}

interface Parts {
  readonly container?: object;
  readonly pod?: object;
  readonly spec?: object;
  readonly name?: string;
  readonly namespace?: string;
}

/** A Deployment as somebody else may write one. */
export function deployment({ container, pod, spec, name = 'app', namespace }: Parts): unknown {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, ...(namespace && { namespace }) },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          enableServiceLinks: false,
          containers: [{ name: 'web', image: 'ghcr.io/acme/app:1.0.0', ...container }],
          ...pod,
        },
      },
      ...spec,
    },
  };
}

/** An object of any kind. */
export function object(apiVersion: string, kind: string, spec: object, metadata?: object): unknown {
  return { apiVersion, kind, metadata: { name: 'app', ...metadata }, spec };
}
