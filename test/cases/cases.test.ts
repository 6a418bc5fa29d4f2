/** Runs the golden cases; a third of them and more are refusals. */

import { describe, expect, test } from 'vitest';
import { decide, type Cases } from './case.ts';
import { configCases } from './config.cases.ts';
import { controlledCases } from './controlled.cases.ts';
import { eventCases } from './events.cases.ts';
import { exposureCases } from './exposure.cases.ts';
import { issuerCases } from './issuer.cases.ts';
import { lifecycleCases } from './lifecycle.cases.ts';
import { needsCases } from './needs.cases.ts';
import { processCases } from './process.cases.ts';
import { proxyCases } from './proxy.cases.ts';
import { refusalCases } from './refusal.cases.ts';
import { rolloutCases } from './rollout.cases.ts';
import { scalingCases } from './scaling.cases.ts';
import { secretsCases } from './secrets.cases.ts';
import { securityCases } from './security.cases.ts';
import { slipCases } from './slip.cases.ts';
import { storageCases } from './storage.cases.ts';

const families: Readonly<Record<string, Cases>> = {
  config: configCases,
  controlled: controlledCases,
  events: eventCases,
  exposure: exposureCases,
  issuer: issuerCases,
  lifecycle: lifecycleCases,
  needs: needsCases,
  process: processCases,
  proxy: proxyCases,
  refusal: refusalCases,
  rollout: rolloutCases,
  scaling: scalingCases,
  secrets: secretsCases,
  security: securityCases,
  slip: slipCases,
  storage: storageCases,
};

describe.each(Object.entries(families))('%s', (_family, cases) => {
  test.each(Object.entries(cases))('%s', (_name, golden) => decide(golden));
});

test('at least a third of the golden cases are refusals or complaints', () => {
  const all = Object.values(families).flatMap((cases) => Object.values(cases));
  const negative = all.filter(({ complaints }) => (complaints ?? []).length > 0);
  expect(all.length).toBeGreaterThanOrEqual(120);
  expect(negative.length).toBeGreaterThanOrEqual(all.length / 3);
});
