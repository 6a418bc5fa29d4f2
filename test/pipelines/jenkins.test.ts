// Jenkins: the Jenkinsfile is compiled and executed by the Groovy that Jenkins has; its blocks, stages and steps are held to the grammar.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { validateManifest } from '../support/schemas.ts';
import {
  beginChange,
  JENKINS,
  makeProject,
  newInStaging,
  SEVERAL,
  shell,
  SLOTS,
  type Project,
} from './project.ts';

let project: Project;
beforeAll(() => {
  project = makeProject('provider: jenkins()', SLOTS);
});
afterAll(() => project.remove());

function jenkins(
  action: string,
  {
    text,
    branch = 'main',
    of = project,
  }: { readonly text?: string; readonly branch?: string; readonly of?: Project } = {},
) {
  const home = of.env['HOME'] ?? '';
  const file = join(home, 'Jenkinsfile');
  writeFileSync(file, text ?? readFileSync(join(of.folder, 'dist/ci/Jenkinsfile'), 'utf8'));
  const { status, stdout, stderr } = spawnSync(
    'java',
    [
      ...JENKINS,
      ...[file, of.origin],
      ...[mkdtempSync(join(home, 'jenkins-')), branch, `ACTION=${action}`],
      ...['ENVIRONMENT=production', 'SERVICE=shop', 'VALUE='],
    ],
    {
      encoding: 'utf8',
      timeout: 800_000,
      env: of.env,
    },
  );
  return { status, output: `${stdout}${stderr}` };
}

describe('the Jenkinsfile, executed', () => {
  test(
    'brings a commit into every environment, asking before production',
    { timeout: 900_000 },
    () => {
      const ran = jenkins('release');
      expect(ran.status, ran.output).toBe(0);
      const said = ran.output.split('\n').filter((line) => /^(?:DONE|ASKED|SKIPPED) /.test(line));
      expect(said).toEqual([
        'DONE Look at the commit',
        'SKIPPED Fetch what it is compared with',
        'DONE Check',
        'SKIPPED Say what will change',
        'DONE Build registry.example.com/acme/shop',
        'DONE Sign registry.example.com/acme/shop',
        'DONE Release in staging',
        'ASKED Release in production?',
        'DONE Release in production',
        'SKIPPED Take a step by hand',
      ]);
      expect(project.pushed('releases/production.yaml')).toContain('phase: stage');
      expect(
        project.calls().some((call) => /^cosign sign --yes --key \S+ registry\./.test(call)),
      ).toBe(true);
      expect(ran.output).not.toContain('secret-of-');

      // The commit of the release itself goes round once, and releases nothing.
      const again = jenkins('release');
      expect(again.output).toContain('SKIPPED Release in staging');
      expect(again.output).not.toContain('DONE Build');

      const step = jenkins('promote');
      expect(step.output).toContain('DONE Take a step by hand');
      expect(step.output).not.toContain('DONE Build');
      expect(project.pushed('releases/production.yaml')).toContain('phase: warm');
    },
  );

  test(
    'a service in the middle of a change fails the stage, which releases the others all the same',
    { timeout: 900_000 },
    () => {
      const several = makeProject('provider: jenkins()', SEVERAL);
      try {
        beginChange(several);
        const other = `${several.clone()}/more.txt`;
        writeFileSync(other, 'more\n');
        shell(several, 'git add . && git commit -qm More && git push -q origin HEAD:main', {
          cwd: dirname(other),
        });
        const ran = jenkins('release', { of: several });
        expect(ran.status).not.toBe(0);
        expect(ran.output).toContain('for the reasons above: shop.');
        expect(ran.output).not.toContain('DONE Release');
        expect(newInStaging(several)).toEqual(['till', 'mail']);
        expect(() => several.pushed('releases/production.yaml')).toThrow();
      } finally {
        several.remove();
      }
    },
  );

  test('of another branch is checked, and releases nothing', { timeout: 900_000 }, () => {
    shell(project, 'git pull -q origin main');
    const ran = jenkins('release', { branch: 'feature' });
    expect(ran.output).toContain('DONE Check');
    expect(ran.output).not.toContain('DONE Release');
  });

  test.each([
    ['a brace that is missing', /\}\s*$/, '', 'MALFORMED'],
    ['a section that is misspelt', 'stages {', 'stagess {', 'REFUSED'],
    ['steps outside of a stage', 'agent none', "agent none\n    steps { sh 'x' }", 'REFUSED'],
    ['a stage with nothing to do', /steps \{\s+script \{[^}]*\}\s+\}/, '', 'REFUSED'],
    ['a condition that there is none of', 'beforeAgent true', 'beforeAgents true', 'REFUSED'],
    ['a step that there is none of', 'sh(script:', 'bash(script:', 'REFUSED'],
  ])('refuses %s', (_, search, replacement, says) => {
    const right = readFileSync(join(project.folder, 'dist/ci/Jenkinsfile'), 'utf8');
    const text = right.replace(search, replacement);
    expect(text).not.toBe(right);
    const ran = jenkins('release', { text });
    expect(ran.status).toBe(1);
    expect(ran.output).toContain(says);
  });
});

test('the pods of stages are accepted by the schema of Kubernetes, without rights in the cluster', () => {
  for (const toolbox of ['node', 'build', 'sign']) {
    const pod = parse(
      readFileSync(join(project.folder, `dist/ci/jenkins/${toolbox}.yaml`), 'utf8'),
    );
    expect(validateManifest({ ...pod, metadata: { name: 'pod' } }, '1.35')).toEqual([]);
    expect(pod.spec.automountServiceAccountToken).toBe(false);
  }
});
