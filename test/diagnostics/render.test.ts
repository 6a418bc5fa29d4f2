import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.ts';
import { renderJson } from '../../lib/diagnostics/render-json.ts';
import { renderSarif } from '../../lib/diagnostics/render-sarif.ts';
import { renderText } from '../../lib/diagnostics/render-text.ts';
import { groupDiagnostics, sortDiagnostics, summarise } from '../../lib/diagnostics/report.ts';

const short: Diagnostic = {
  code: 'SW2210',
  name: 'termination-grace-too-short',
  severity: 'error',
  at: {
    service: 'shop',
    environment: 'production',
    path: 'web.lifecycle.terminationGracePeriod',
    file: 'charts/shop.ts',
    line: 12,
    construct: 'shop-production',
  },
  message: 'Termination grace is 30 s; the chain of stopping needs 47 s.',
  because: 'The kubelet kills what still runs.',
  fix: 'Set it to 47 s.',
  docs: 'SW2210',
};
const pinned: Diagnostic = {
  code: 'SW2270',
  name: 'image-without-digest',
  severity: 'note',
  at: { service: 'shop', environment: 'staging', path: 'image' },
  message: 'No digest.',
};
const in_ = (diagnostic: Diagnostic, environment: string): Diagnostic => ({
  ...diagnostic,
  at: { ...diagnostic.at, environment },
});

describe('text', () => {
  test('says severity, code, name, place, message, why, fix and where to read on', () => {
    expect(renderText([short])).toBe(`shop · production

error SW2210 termination-grace-too-short at shop.web.lifecycle.terminationGracePeriod (charts/shop.ts:12, construct shop-production)
  Termination grace is 30 s; the chain of stopping needs 47 s.
  Why: The kubelet kills what still runs.
  Fix: Set it to 47 s.
  See: slipway docs SW2210

1 error
`);
  });

  test('shows a complaint of several environments once and lists them', () => {
    const text = renderText([in_(short, 'staging'), in_(short, 'production')]);
    expect(text.match(/SW2210 term/g)).toHaveLength(1);
    expect(text).toContain('shop · production, staging\n');
    expect(text).toMatch(/\n1 error\n$/);
  });

  test('keeps apart complaints of two environments that differ in a number', () => {
    const other = { ...in_(short, 'staging'), message: 'Termination grace is 31 s.' };
    expect(renderText([short, other])).toMatch(/\n2 errors\n$/);
  });

  test('leaves out what is not known', () => {
    const bare: Diagnostic = {
      ...{ code: 'SW5003', name: 'nothing-to-write', severity: 'warning' },
      ...{ at: {}, message: 'No service.' },
    };
    expect(renderText([bare])).toBe(
      'warning SW5003 nothing-to-write\n  No service.\n\n1 warning\n',
    );
  });

  test('names an object before the path in it, without the service', () => {
    const at = { service: 'shop', object: 'Deployment/shop-web', path: 'spec.replicas' };
    expect(renderText([{ ...pinned, at }])).toContain(' at Deployment/shop-web spec.replicas\n');
  });

  test('keeps the lines of a message together under its head', () => {
    const lines = { ...pinned, message: 'First.\nSecond.\n' };
    expect(renderText([lines])).toContain('\n  First.\n  Second.\n');
  });

  test('is without escape characters unless colour is asked for', () => {
    expect(renderText([short, pinned])).not.toContain('\u001B');
    expect(renderText([short], { color: true })).toContain('\u001B[31merror\u001B[0m SW2210');
  });

  test('prints an address as it is and a topic as a command', () => {
    expect(renderText([{ ...short, docs: 'https://kubernetes.io/docs/' }])).toContain(
      'See: https://kubernetes.io/docs/',
    );
  });

  test('says so when there is nothing to say', () => {
    expect(renderText([])).toBe('no findings\n');
  });
});

describe('order and counts', () => {
  test('do not depend on the order in which complaints were made', () => {
    const all = [short, pinned, in_(short, 'staging'), { ...pinned, code: 'SW2000' }];
    expect(sortDiagnostics(all.toReversed())).toEqual(sortDiagnostics(all));
    expect(renderText(all.toReversed())).toBe(renderText(all));
  });

  test('errors come before warnings and notes of the same environment', () => {
    const note = in_(pinned, 'production');
    expect(sortDiagnostics([note, short])[0]?.severity).toBe('error');
    const entries = groupDiagnostics([note, short])[0]?.entries ?? [];
    expect(entries.map(({ diagnostic }) => diagnostic.severity)).toEqual(['error', 'note']);
  });

  test('a group has one set of environments, and its place does not depend on what it holds', () => {
    const groups = groupDiagnostics([
      ...[in_(pinned, 'production'), short, in_(short, 'staging'), in_(pinned, 'staging')],
      in_({ ...pinned, code: 'SW2001' }, 'staging'),
    ]);
    expect(groups.map(({ environments }) => environments.join())).toEqual([
      'production,staging',
      'staging',
    ]);
  });

  test('counts read as a sentence would', () => {
    const warning: Diagnostic = { ...pinned, severity: 'warning' };
    const second = { ...short, message: 'Another.' };
    expect(summarise([short, second, warning])).toBe('2 errors, 1 warning');
    expect(summarise([pinned, in_(pinned, 'production')])).toBe('1 note');
  });
});

describe('JSON', () => {
  test('holds each complaint once with its environments, and counts', () => {
    const report: unknown = JSON.parse(renderJson([short, in_(short, 'staging')]));
    expect(report).toMatchObject({
      version: 1,
      summary: { errors: 1, warnings: 0, notes: 0 },
      diagnostics: [{ code: 'SW2210', environments: ['production', 'staging'], line: 12 }],
    });
  });

  test('writes no null for what is not known and ends with a newline', () => {
    expect(renderJson([pinned])).not.toContain('null');
    expect(renderJson([pinned])).toMatch(/\}\n$/);
  });
});

describe('SARIF', () => {
  const run = (diagnostics: readonly Diagnostic[]): unknown =>
    JSON.parse(renderSarif(diagnostics, { version: '0.1.0' }));

  test('is one run of version 2.1.0 whose results point at the rules of the tool', () => {
    expect(run([short, pinned])).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'slipway', rules: [{ id: 'SW2210' }, { id: 'SW2270' }] } },
          results: [
            {
              ruleId: 'SW2210',
              ruleIndex: 0,
              level: 'error',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'charts/shop.ts' },
                    region: { startLine: 12 },
                  },
                },
              ],
            },
            { ruleId: 'SW2270', ruleIndex: 1, level: 'note' },
          ],
        },
      ],
    });
  });

  test('gives a complaint without a file a place all the same', () => {
    expect(renderSarif([pinned])).toContain('"uri": "cdk8s.yaml"');
    expect(renderSarif([pinned], { fallbackFile: 'charts/main.ts' })).toContain('charts/main.ts');
  });

  test('writes only relative references that are URIs', () => {
    const odd = { ...short, at: { ...short.at, file: 'charts\\my shop.ts' } };
    expect(renderSarif([odd])).toContain('"uri": "charts/my%20shop.ts"');
  });

  test('recognises a complaint again when only its prose changed', () => {
    const prints = [short, { ...short, message: 'Reworded.' }].map(
      (diagnostic) => /"slipway\/v1": ".*"/.exec(renderSarif([diagnostic]))?.[0],
    );
    expect(prints[0]).toBe(prints[1]);
    expect(renderSarif([{ ...short, code: 'SW2211' }])).not.toContain(prints[0]);
  });

  test('does not point to a help page that is no address', () => {
    expect(renderSarif([short])).not.toContain('helpUri');
  });
});
