import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { BUNDLE_RULES, MANIFEST_RULES, PLAN_RULES } from '../../lib/rules/catalogue.ts';
import { checkPlan } from '../../lib/rules/engine.ts';
import { manifestSet } from '../../lib/rules/manifests/manifest-set.ts';
import { codesOfVariants } from './codes.ts';
import { described } from './described.ts';
import { HEADINGS, readReadme, ruleFolders } from './readme.ts';

const rules = [...PLAN_RULES, ...MANIFEST_RULES, ...BUNDLE_RULES];

/** Where a path of a description may begin. */
const PLACES =
  /^(?:web|webs|workers|crons|tasks|migrate|config|files|namespace|needs|expose|rollout|image|network|security|placement|volumes)(?:\.|$)/;

/** Codes that were used once and must stay unused. */
const RETIRED: readonly string[] = [];

describe('the catalogue', () => {
  test('lists every folder, each under the name of its rule', () => {
    expect(rules.map(({ name }) => name).toSorted()).toEqual(ruleFolders());
  });

  test('gives every rule a code of its own, in the block of its level, never a retired one', () => {
    const codes = rules.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const { code, level } of rules) {
      const blocks = { plan: /^SW2[2-9]\d\d$/, manifest: /^SW4\d\d\d$/, bundle: /^SW5\d\d\d$/ };
      expect(code).toMatch(blocks[level]);
      expect(RETIRED).not.toContain(code);
    }
  });

  test('is sorted by code within a level', () => {
    for (const list of [PLAN_RULES, MANIFEST_RULES, BUNDLE_RULES]) {
      const codes = list.map(({ code }) => code);
      expect(codes).toEqual(codes.toSorted());
    }
  });

  test('names in saidByPlan only codes of plan rules or of variants that exist', () => {
    const known = [...PLAN_RULES.map(({ code }) => code), ...codesOfVariants()];
    for (const { saidByPlan } of MANIFEST_RULES) {
      if (saidByPlan !== undefined) expect(known).toContain(saidByPlan);
    }
  });

  test.each(rules)('$code $name says what, why and how in full sentences', (rule) => {
    expect(rule.summary).toMatch(/\.$/);
    expect(rule.because).toMatch(/\.$/);
  });
});

describe('every README', () => {
  test.each(rules)('of $code $name has the headings in order and its code in the title', (rule) => {
    const readme = readReadme(rule.name);
    expect(readme.title).toBe(`# ${rule.code} ${rule.name}`);
    expect(readme.headings).toEqual(HEADINGS);
    for (const heading of HEADINGS) expect(readme.sections[heading]).not.toBe('');
    expect(readme.bad.length).toBeGreaterThan(0);
    expect(readme.good.length).toBeGreaterThan(0);
  });
});

describe('manifest rules', () => {
  const objects = (code: string): readonly unknown[] =>
    parseAllDocuments(code).map((document) => {
      expect(document.errors).toEqual([]);
      const value: unknown = document.toJS();
      return value;
    });
  const cases = MANIFEST_RULES.flatMap((rule) => {
    const { bad, good } = readReadme(rule.name);
    return [
      ...bad.map(({ code }, index) => ({ rule, title: `Bad ${index + 1}`, code, fails: true })),
      ...good.map(({ code }, index) => ({ rule, title: `Good ${index + 1}`, code, fails: false })),
    ];
  });

  test.each(cases)('$rule.code $rule.name: $title', ({ rule, code, fails }) => {
    const kubernetes = /^# Kubernetes (\S+)$/m.exec(code)?.[1];
    const outside = kubernetes === undefined ? {} : { kubernetes };
    const complaints = rule.check(manifestSet(objects(code), outside));
    if (!fails) {
      expect(complaints.map(({ message }) => message)).toEqual([]);
      return;
    }
    expect(complaints.length).toBeGreaterThan(0);
    for (const { message, fix } of complaints) {
      expect(message).toMatch(/[.)]$/);
      expect(fix).toMatch(/\.$/);
      expect(`${message}${fix}`).not.toMatch(/undefined|NaN|\[object/);
    }
  });
});

describe('plan and bundle rules', () => {
  const cases = [...PLAN_RULES, ...BUNDLE_RULES].flatMap((rule) => {
    const { bad, good } = readReadme(rule.name);
    return [
      ...bad.map((example, index) => ({ rule, title: `Bad ${index + 1}`, example, fails: true })),
      ...good.map((example, index) => ({
        rule,
        title: `Good ${index + 1}`,
        example,
        fails: false,
      })),
    ];
  });

  test.each(cases)('$rule.code $rule.name: $title', ({ rule, example, fails }) => {
    const { plans, diagnostics } = described(example);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(plans.length).toBeGreaterThan(0);
    const complaints =
      rule.level === 'bundle' ? rule.check(plans) : plans.flatMap((plan) => rule.check(plan));
    if (!fails) {
      expect(complaints.map(({ message }) => message)).toEqual([]);
      return;
    }
    expect(complaints.length).toBeGreaterThan(0);
    for (const { message, fix, path } of complaints) {
      expect(message).toMatch(/[.)]$/);
      expect(fix).toMatch(/[.]$/);
      expect(`${message}${fix}`).not.toMatch(/undefined|NaN|\[object/);
      expect(path).toMatch(PLACES);
    }
  });

  test('say nothing worse than a note about the base service', () => {
    const { plans } = described({ language: 'ts', code: '' });
    const worse = plans
      .flatMap((plan) => checkPlan(PLAN_RULES, plan))
      .filter(({ severity }) => severity !== 'note');
    expect(worse).toEqual([]);
  });
});
