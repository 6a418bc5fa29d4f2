/** What rules must find whoever wrote it: a mistake that is no longer answered by its code fails here. */

import { describe, expect, test } from 'vitest';
import { argo } from './required/argo.ts';
import { posture } from './required/posture.ts';
import { complaintsAbout } from './required/requirement.ts';
import { rollouts } from './required/rollouts.ts';
import { scaling } from './required/scaling.ts';
import { serving } from './required/serving.ts';
import { stopping } from './required/stopping.ts';

const families = { stopping, serving, rollouts, argo, scaling, posture };

describe.each(Object.entries(families))('%s', (_family, requirements) => {
  test.each(Object.entries(requirements))('%s', (_wrong, requirement) => {
    const complaints = complaintsAbout(requirement);
    const told = complaints.map(({ code, severity }) => `${severity} ${code}`);
    // One, so that no second complaint of the same rule can stand in for the one that is meant.
    expect(told.filter((each) => each.endsWith(requirement.code))).toEqual([
      `${requirement.severity} ${requirement.code}`,
    ]);
  });
});

test('nothing worse than a note is said of the service these mistakes are made in', () => {
  const complaints = complaintsAbout({ spec: {}, code: 'SW2331', severity: 'note' });
  expect(complaints.filter(({ severity }) => severity !== 'note')).toEqual([]);
});
