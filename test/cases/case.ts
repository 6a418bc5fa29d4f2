/** Golden cases: a description, and what must come of it; `exact` in what is named, silent about the rest. */

import { expect } from 'vitest';
import {
  defineService,
  environmentsOf,
  gunicorn,
  resolve,
  type ServiceSpec,
} from '../../lib/index.ts';
import { lower } from '../../lib/kubernetes/lower.ts';
import { PLAN_RULES } from '../../lib/rules/catalogue.ts';
import { checkPlan } from '../../lib/rules/engine.ts';
import { seal } from '../../lib/kubernetes/seal.ts';

/** What is expected of one environment. */
export interface Case {
  /** Merged over `base`; a function gets the base. */
  readonly spec: Partial<ServiceSpec> | ((base: ServiceSpec) => unknown);
  readonly environment?: string;
  /** Further files of the project. */
  readonly files?: Readonly<Record<string, string>>;
  /** Complaints that must be made, as `CODE` or `CODE path`; all errors must be listed. */
  readonly complaints?: readonly string[];
  /** Codes of complaints that must not be made. */
  readonly silent?: readonly string[];
  /** Parts of sentences that the complaints must contain. */
  readonly says?: readonly string[];
  /** Parts of sentences that no complaint may contain. */
  readonly unsaid?: readonly string[];
  /** Members that objects must have, by id. Lists are compared whole unless given as `containing`. */
  readonly objects?: Readonly<Record<string, unknown>>;
  /** Ids that must not exist. */
  readonly absent?: readonly string[];
  /** Members of the plan. */
  readonly plan?: unknown;
}

/** Cases by the symptom or promise they stand for. */
export type Cases = Readonly<Record<string, Case>>;

/** The least service that is accepted without a word. */
export const base: ServiceSpec = {
  name: 'app',
  image: { repository: 'ghcr.io/acme/app', tag: '1.0.0' },
  web: { server: gunicorn({ app: 'app.wsgi:application', version: '27.0.1' }), health: '/healthz' },
};

/** A list that contains at least these items. */
export function containing(...items: readonly unknown[]): unknown {
  return expect.arrayContaining(items.map(partly));
}

/** Decides a case. */
export function decide(golden: Case): void {
  const authored =
    typeof golden.spec === 'function' ? golden.spec(base) : { ...base, ...golden.spec };
  const service = defineService(authored as ServiceSpec);
  const environment = golden.environment ?? environmentsOf(service)[0] ?? 'default';
  const files: Readonly<Record<string, string>> = {
    'deploy/settings.yaml': 'a: 1\n',
    ...golden.files,
  };
  const { plan, diagnostics: ofSpec } = resolve(service, environment, {
    readText: (path) => {
      const text = files[path];
      return text === undefined ? { ok: false, problem: 'no such file' } : { ok: true, text };
    },
  });
  const diagnostics = [...ofSpec, ...(plan === undefined ? [] : checkPlan(PLAN_RULES, plan))];
  const expected = golden.complaints ?? [];
  const made = diagnostics.map(({ code, at }) => `${code} ${at.path ?? ''}`.trim());
  for (const complaint of expected) {
    expect(
      made.some((each) => each === complaint || each.startsWith(`${complaint} `)),
      `${complaint} among ${made.join(', ')}`,
    ).toBe(true);
  }
  const codes = diagnostics.map(({ code }) => code);
  for (const code of golden.silent ?? []) expect(codes).not.toContain(code);
  const unexpected = diagnostics.filter(
    ({ code, severity }) => severity === 'error' && !expected.some((each) => each.startsWith(code)),
  );
  expect(unexpected).toEqual([]);
  const text = diagnostics
    .map(({ message, fix, because }) => [message, because, fix].join(' '))
    .join('\n');
  for (const sentence of golden.says ?? []) expect(text).toContain(sentence);
  for (const sentence of golden.unsaid ?? []) expect(text).not.toContain(sentence);
  if (golden.objects === undefined && golden.absent === undefined && golden.plan === undefined)
    return;
  if (plan === undefined) throw new Error(`there is no plan: ${made.join(', ')}`);
  if (golden.plan !== undefined) expect(plan).toEqual(partly(golden.plan));
  const entries = seal(lower(plan));
  const ids = entries.map(({ id }) => id);
  for (const [id, members] of Object.entries(golden.objects ?? {})) {
    const entry = entries.find((each) => each.id === id);
    if (entry === undefined) throw new Error(`there is no ${id}, only ${ids.join(', ')}`);
    expect(JSON.parse(JSON.stringify(entry.manifest))).toEqual(partly(members));
  }
  for (const id of golden.absent ?? []) expect(ids).not.toContain(id);
}

/** An object that has at least these members, at every depth; lists have as many items. */
export function partly(members: unknown): unknown {
  if (Array.isArray(members)) return members.map(partly);
  if (typeof members !== 'object' || members === null) return members;
  if ('asymmetricMatch' in members) return members;
  return expect.objectContaining(
    Object.fromEntries(Object.entries(members).map(([key, value]) => [key, partly(value)])),
  );
}
