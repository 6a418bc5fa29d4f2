// What an exposure writes without complaint is accepted by the published schemas.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXPOSURE_EXAMPLES, gateway, nginxIngress } from '../../lib/exposures/index.ts';
import { lowerExposures } from '../../lib/kubernetes/exposures.ts';
import type { Dialect } from '../../lib/exposures/dialects.ts';
import { EXPRESSIONS } from '../../lib/exposures/expressions.ts';
import { usedOptions } from '../../lib/exposures/refuse.ts';
import type {
  Exposure,
  ExposureFacts,
  ExposureInput,
  ExposureOptions,
} from '../../lib/model/exposure.ts';
import { plan } from '../kubernetes/fixtures/plans.ts';
import { validateManifest } from '../support/schemas.ts';
import { ANY_INPUT, CALM_OPTIONS, UNSPLIT_INPUT } from './arbitrary.ts';
import { situation } from './situation.ts';

/** The objects as they are written, each with its problems. */
function problems(
  { objects, title, ...facts }: ExposureFacts,
  version: string,
): readonly unknown[] {
  const exposures = { shop: { ...facts, name: 'shop', title, objects } };
  return lowerExposures(plan({ exposures })).flatMap(({ manifest }) =>
    validateManifest(JSON.parse(JSON.stringify(manifest)), version).map((problem) => ({
      ...problem,
      of: `${manifest.kind}/${manifest.metadata.name}`,
    })),
  );
}

function blamed(facts: ExposureFacts): boolean {
  return facts.findings.some(({ severity }) => severity === 'error');
}

/** The options that a dialect has words for. */
function sayable(options: ExposureOptions, dialect: Dialect): ExposureOptions {
  const refused = usedOptions(options)
    .filter(({ part }) => 'no' in EXPRESSIONS[part][dialect])
    .map(({ part }) => part.split('.')[0]);
  return Object.fromEntries(Object.entries(options).filter(([key]) => !refused.includes(key)));
}

test.each(
  EXPOSURE_EXAMPLES.map((example, index) => [`${example.kind} ${index}`, example] as const),
)('the example %s is accepted', (_, example) => {
  for (const version of ['1.29', '1.37']) {
    expect(problems(example.facts(situation()), version)).toEqual([]);
  }
});

describe.each([
  ['f5', (options: object) => nginxIngress(options)],
  ['virtual-server', (options: object) => nginxIngress({ ...options, resource: 'virtualServer' })],
  ['ingress-nginx', (options: object) => nginxIngress({ ...options, controller: 'ingress-nginx' })],
  ['gateway', (options: object) => gateway({ ...options, createGateway: { className: 'any' } })],
  ['ngf', (options: object) => gateway({ ...options, createGateway: true, implementation: 'ngf' })],
] as const)('in the dialect %s', (dialect, make: (options: object) => Exposure) => {
  test('whatever passes without an error is accepted', () => {
    const splits = 'by' in EXPRESSIONS['target.weights'][dialect];
    const circumstances = splits ? ANY_INPUT : UNSPLIT_INPUT;
    let passed = 0;
    fc.assert(
      fc.property(CALM_OPTIONS, circumstances, (options, input: ExposureInput) => {
        const facts = make(sayable(options, dialect)).facts(input);
        if (blamed(facts)) return;
        passed += facts.objects.length > 0 ? 1 : 0;
        expect(problems(facts, '1.37')).toEqual([]);
      }),
      { numRuns: 160 },
    );
    expect(passed).toBeGreaterThan(20);
  });
});
