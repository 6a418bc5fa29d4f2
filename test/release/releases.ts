// Release files and the plans of the services they speak of.
import { blueGreen, defineService, gunicorn, internal, resolve } from '../../lib/index.ts';
import type { ServicePlan } from '../../lib/model/plan/service-plan.ts';
import type { ServiceSpec } from '../../lib/model/spec/service-spec.ts';
import { changeReleases, type WantedStep } from '../../lib/release/change-releases.ts';

export const DIGEST = `sha256:${'a'.repeat(64)}`;
export const FILE = 'releases/production.yaml';

export const SHOP: ServiceSpec = {
  name: 'shop',
  image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' },
  web: { server: gunicorn({ app: 'shop.wsgi', version: '27.0.1' }), health: '/healthz' },
  expose: internal(),
  environments: { staging: {}, production: {} },
};

export const TICKETS: ServiceSpec = {
  ...SHOP,
  name: 'tickets',
  image: { repository: 'ghcr.io/acme/tickets', tag: '3.1.0' },
  rollout: blueGreen(),
};

/** The plan of a description that is right. */
export function planOf(spec: ServiceSpec): ServicePlan {
  const resolved = resolve(defineService(spec), 'production', {
    readText: () => ({ ok: false, problem: 'there are no files' }),
  });
  if (resolved.plan === undefined) throw new Error(JSON.stringify(resolved.diagnostics));
  return resolved.plan;
}

const plans = { shop: planOf(SHOP), tickets: planOf(TICKETS) };

/** Takes a step in production; `text` is the file before it. */
export function step(text: string | undefined, service: string, wanted: WantedStep) {
  return changeReleases({
    ...{ service, environment: 'production', file: FILE, plans, step: wanted },
    ...(text === undefined ? {} : { text }),
  });
}

/** The text after steps that must all be allowed. */
export function after(
  text: string | undefined,
  service: string,
  ...steps: readonly WantedStep[]
): string {
  return steps.reduce<string>((now, wanted) => {
    const changed = step(now === '' ? undefined : now, service, wanted);
    if (!changed.ok) throw new Error(changed.diagnostics[0]?.message);
    return changed.text;
  }, text ?? '');
}

export const set = (image: string): WantedStep => ({ kind: 'set', image });
export const promote: WantedStep = { kind: 'promote' };
export const abort: WantedStep = { kind: 'abort' };
export const rollback = (to?: number): WantedStep =>
  to === undefined ? { kind: 'rollback' } : { kind: 'rollback', to };
