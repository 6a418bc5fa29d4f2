/** SW4311 held against the published schemas, whose members it has in short, and against all that we write ourselves. */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { committedPool, memberTable, memberTableFile } from '../../schemas/member-table.ts';
import { KUBERNETES_VERSIONS } from '../../lib/model/kubernetes-version.ts';
import { MANIFEST_RULES } from '../../lib/rules/catalogue.ts';
import { checkManifests } from '../../lib/rules/engine.ts';
import { featureTooNew } from '../../lib/rules/feature-too-new/rule.ts';
import { manifestSet } from '../../lib/rules/manifests/manifest-set.ts';
import { readTable } from '../../lib/rules/unknown-member/read-table.ts';
import { unknownMember } from '../../lib/rules/unknown-member/rule.ts';
import { faults } from '../schemas/faults.ts';
import { fields } from '../schemas/fields.ts';
import { valid } from '../schemas/valid-objects.ts';
import { at, isFields, textAt, withAt } from '../support/kubernetes-object.ts';
import { kubernetesVersions, validateManifest } from '../support/schemas.ts';
import { serviceArbitrary } from '../support/service-arbitrary.ts';
import { synthesise } from '../support/synthesise.ts';

type Path = readonly (string | number)[];

const complaintsOf = (object: unknown, kubernetes?: string) =>
  unknownMember.check(manifestSet([object], kubernetes === undefined ? {} : { kubernetes }));
const placesOf = (object: unknown, kubernetes?: string) =>
  complaintsOf(object, kubernetes).map(({ path }) => path);

/** A path as complaints write it: items by their names, what lies in a map in brackets. */
function written(object: unknown, path: Path): string {
  return path.reduce<string>((text, step, index) => {
    if (typeof step === 'string') return text === '' ? step : `${text}.${step}`;
    const name = textAt(at(object, ...path.slice(0, index + 1)), 'name');
    return `${text}[${name ?? step}]`;
  }, '');
}

/** Every place in a value. */
function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  const parts = Array.isArray(value)
    ? value.map((part: unknown, index) => [index, part] as const)
    : isFields(value)
      ? Object.entries(value)
      : [];
  return [path, ...parts.flatMap(([key, part]) => pathsIn(part, [...path, key]))];
}

/** Those of the valid objects whose kinds are in the table. */
const builtIn = Object.entries(valid).filter(
  ([, object]) => readTable()(`${object.apiVersion}/${object.kind}`) !== undefined,
);
const isBuiltIn = (name: string) => builtIn.some(([other]) => other === name);

describe('the table', () => {
  test('is what the committed schemas say; `npm run schemas:members` writes it', () => {
    expect(readFileSync(memberTableFile, 'utf8')).toBe(memberTable(committedPool()));
  });

  test('is small enough to be given to everybody', () => {
    expect(readFileSync(memberTableFile).length).toBeLessThan(32_768);
  });

  test('covers the versions that can be a target', () => {
    expect(Object.keys(committedPool().provenance)).toEqual([...KUBERNETES_VERSIONS]);
  });

  test('names no definition that it does not have', () => {
    const find = readTable();
    const seen = new Set(Object.keys(committedPool().kinds));
    for (const name of seen) {
      const members = find(name);
      expect(members, name).toBeDefined();
      for (const { type } of members?.values() ?? []) {
        let inner = type;
        while (inner.kind === 'list' || inner.kind === 'map') inner = inner.of;
        if (inner.kind === 'object') seen.add(inner.definition);
      }
    }
    expect(seen.size).toBeGreaterThan(200);
  });
});

describe('what the published schemas accept', () => {
  test.each(Object.entries(valid))('is not complained of: a %s', (_kind, object) => {
    for (const version of [undefined, ...kubernetesVersions]) {
      expect(placesOf(object, version), version).toEqual([]);
    }
  });

  test.each(fields.filter(({ of }) => isBuiltIn(of)))(
    '$field is known from $since on, and by whoever names no target',
    (field) => {
      const object = withAt(valid[field.of], field.at, field.value);
      expect(placesOf(object)).toEqual([]);
      for (const version of kubernetesVersions) {
        const refused = validateManifest(object, version).some(
          ({ message }) => message === 'unknown field',
        );
        // Where SW4309 speaks of the same field, it alone does.
        const told = [featureTooNew, unknownMember]
          .flatMap((rule) => rule.check(manifestSet([object], { kubernetes: version })))
          .filter(({ path }) => path?.startsWith(written(object, field.at)) === true);
        if (refused) expect(told, version).toHaveLength(1);
        else expect(placesOf(object, version), version).toEqual([]);
      }
    },
  );

  test('a status and metadata of the server are taken, as servers take them', () => {
    const exported = {
      ...valid.deployment,
      status: { replicas: 'any' },
      metadata: { name: 'shop', creationTimestamp: null, uid: 'a', managedFields: [{}] },
    };
    expect(placesOf(exported)).toEqual([]);
  });

  test('null is taken everywhere: it says nothing', () => {
    for (const path of pathsIn(valid.deployment).slice(1)) {
      if (['apiVersion', 'kind', 'metadata'].includes(String(path[0]))) continue;
      expect(placesOf(withAt(valid.deployment, path, null)), path.join('.')).toEqual([]);
    }
  });
});

describe('what the published schemas refuse', () => {
  const typed = faults.filter(
    ({ of, at: path, value }) =>
      isBuiltIn(of) &&
      validateManifest(withAt(valid[of], path, value), '1.35').some(
        ({ message }) => message === 'unknown field' || message.startsWith('must be '),
      ),
  );
  // The server drops these two, a null says nothing, and a range is no type.
  const taken = ['a status', 'metadata the server assigns', 'a null', 'an int32 overflow'];

  test('most seeded faults are such', () => {
    expect(typed.length).toBeGreaterThan(15);
  });

  test.each(typed.filter(({ symptom }) => !taken.includes(symptom)))(
    '$symptom in a $of is complained of',
    ({ of, at: path, value }) => {
      for (const version of kubernetesVersions) {
        expect(complaintsOf(withAt(valid[of], path, value), version), version).not.toEqual([]);
      }
    },
  );

  test('any member misspelt, wherever it stands, is complained of there and nowhere else', () => {
    const members = builtIn.flatMap(([, object]) =>
      pathsIn(object)
        .filter((path) => path.length > 0 && typeof path.at(-1) === 'string')
        .map((path) => ({ object, path })),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...members),
        fc.constantFrom(...kubernetesVersions),
        ({ object, path }, version) => {
          const misspelt = [...path.slice(0, -1), `${String(path.at(-1))}Q`];
          if (path.length === 1 && path[0] !== 'spec') return;
          const wrong = withAt(withAt(object, path, undefined), misspelt, at(object, ...path));
          const isRefused = validateManifest(wrong, version).some(
            ({ message }) => message === 'unknown field',
          );
          expect(placesOf(wrong, version)).toEqual(isRefused ? [written(wrong, misspelt)] : []);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('any value of another type, wherever it stands, is complained of there', () => {
    const members = builtIn.flatMap(([, object]) =>
      pathsIn(object)
        .slice(1)
        .filter((path) => !['apiVersion', 'kind'].includes(String(path[0])))
        .map((path) => ({ object, path })),
    );
    const values = ['text', '7', 7, 0.5, true, [], ['a'], {}, { a: 'b' }];
    fc.assert(
      fc.property(fc.constantFrom(...members), fc.constantFrom(...values), (member, value) => {
        const { object, path } = member;
        const wrong = withAt(object, path, value);
        const problems = validateManifest(wrong, '1.35');
        const isRefused = problems.some(({ message }) =>
          /^unknown field$|^must be (?!>|<|multiple|equal)/.test(message),
        );
        expect(
          complaintsOf(wrong, '1.35').length > 0,
          `${path.join('.')} = ${JSON.stringify(value)}`,
        ).toBe(isRefused);
      }),
      { numRuns: 600 },
    );
  });
});

describe('nothing that we write is complained of', () => {
  const root = join(import.meta.dirname, '../..');

  test('no object of an example or of our own charts', () => {
    const files = globSync(
      ['examples/*/expected/{manifests,gitops}/**/*.yaml', 'dist/{manifests,gitops}/**/*.yaml'],
      { cwd: root },
    );
    const objects = files.flatMap((file) =>
      parseAllDocuments(readFileSync(join(root, file), 'utf8')).map((document): unknown =>
        document.toJS(),
      ),
    );
    expect(objects.length).toBeGreaterThan(300);
    expect(objects.flatMap((object) => placesOf(object))).toEqual([]);
  });

  test('no object of a generated service, in the version that it is made for', () => {
    fc.assert(
      fc.property(serviceArbitrary, (service) => {
        for (const { plan, entries } of synthesise(service)) {
          const found = entries.flatMap(({ manifest }) => complaintsOf(manifest, plan.kubernetes));
          expect(found.map(({ path, message }) => `${path ?? ''}: ${message}`)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('kinds that are not in the table may say what they like', () => {
    const custom = { apiVersion: 'example.com/v1', kind: 'Deployment', metadata: { name: 'a' } };
    expect(placesOf({ ...custom, spec: { replicaz: '3' }, anything: true })).toEqual([]);
    expect(placesOf({ ...custom, apiVersion: 'apps.kruise.io/v1', replicaz: 3 })).toEqual([]);
  });

  test('what SOPS encrypted is read by SOPS', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, sops: {} };
    expect(placesOf({ ...secret, immutable: 'ENC[a]' })).toEqual([]);
    expect(placesOf({ ...secret, sops: undefined, immutable: 'ENC[a]' })).toEqual(['immutable']);
  });

  test('maps take any key: labels, annotations, data, limits', () => {
    const configMap = {
      ...{ apiVersion: 'v1', kind: 'ConfigMap' },
      metadata: { name: 'a', labels: { anyLabel: 'a' }, annotations: { 'a/b.c': 'a' } },
      data: { specc: 'a', 'some.file': 'b' },
    };
    const limits = { cpu: 1, memory: '1Gi', 'nvidia.com/gpu': 1 };
    const pod = {
      ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
      spec: { containers: [{ name: 'a', resources: { limits } }] },
    };
    expect([...placesOf(configMap), ...placesOf(pod)]).toEqual([]);
  });
});

describe('the words', () => {
  const spec = (object: unknown, more: object) =>
    withAt(object, ['spec'], { ...Object(at(object, 'spec')), ...more });
  const pod = (more: object, kubernetes?: string) =>
    complaintsOf(
      withAt(valid.deployment, ['spec', 'template', 'spec'], {
        ...Object(at(valid.deployment, 'spec', 'template', 'spec')),
        ...more,
      }),
      kubernetes,
    )[0];

  test('name the member that was meant', () => {
    expect(pod({ terminationGracePeriodSecond: 5 }, '1.33')).toMatchObject({
      path: 'spec.template.spec.terminationGracePeriodSecond',
      message: '`terminationGracePeriodSecond` is no member of PodSpec in Kubernetes 1.33.',
      fix: 'Did you mean `terminationGracePeriodSeconds`? Otherwise leave it out.',
    });
  });

  test('without a target say of which versions they speak', () => {
    expect(pod({ terminationGracePeriodSecond: 5 })?.message).toContain(
      'in any of Kubernetes 1.29 to 1.37.',
    );
  });

  test.each([
    ['spec.image', 'spec.template.spec.containers[].image'],
    ['spec.labels', 'spec.template.metadata.labels'],
    ['spec.template.spec.replicas', 'spec.replicas'],
    [
      'spec.template.terminationGracePeriodSeconds',
      'spec.template.spec.terminationGracePeriodSeconds',
    ],
    [
      'spec.template.spec.containers.0.terminationGracePeriodSeconds',
      'spec.template.spec.terminationGracePeriodSeconds',
    ],
    ['spec.template.spec.containers.0.nodeSelector', 'spec.template.spec.nodeSelector'],
  ])('%s is sent to %s', (path, place) => {
    const steps = path.split('.').map((step) => (step === '0' ? 0 : step));
    const [found] = complaintsOf(withAt(valid.deployment, steps, 'any'), '1.33');
    expect(found?.fix).toBe(`Write it where it belongs: \`${place}\`.`);
  });

  test('send nothing to where it would mean something else', () => {
    const claim = { spec: { resources: { claims: [{ name: 'gpu' }] } } };
    const volumes = [{ name: 'a', ephemeral: { volumeClaimTemplate: claim } }];
    expect(pod({ volumes })?.fix).toBe('Accepted here: limits, requests.');
  });

  test('list what is accepted where that is short, and name the page where it is long', () => {
    const [short] = complaintsOf(spec(valid.deployment, { strategy: { zzz: 1 } }), '1.33');
    expect(short?.fix).toBe('Accepted here: rollingUpdate, type.');
    expect(pod({ zzz: 1 })?.fix).toBe(
      'Leave it out; `kubectl explain deployment.spec.template.spec` shows what is accepted.',
    );
  });

  test('say from which version a member is known, and do not offer it before', () => {
    expect(pod({ hostnameOverride: 'a' }, '1.33')).toMatchObject({
      message: '`hostnameOverride` is known from Kubernetes 1.34 on; the target is 1.33.',
      fix: "Leave it out, or set kubernetes: '1.34'.",
    });
    expect(pod({ hostnameOverrid: 'a' }, '1.33')?.fix).not.toContain('hostnameOverride');
    expect(pod({ hostnameOverrid: 'a' }, '1.34')?.fix).toContain('hostnameOverride');
  });

  test('say since when a member is gone', () => {
    const claims = { resourceClaims: [{ name: 'gpu', source: { resourceClaimName: 'gpu' } }] };
    expect(pod(claims, '1.30')).toBeUndefined();
    expect(pod(claims, '1.31')).toMatchObject({
      path: 'spec.template.spec.resourceClaims[gpu].source',
      message:
        '`source` is no member of PodResourceClaim since Kubernetes 1.31; the target is 1.31.',
    });
  });

  test.each([
    [{ replicas: '3' }, '`replicas` is "3"; an integer is accepted.', 'Write 3 without quotes.'],
    [{ replicas: 1.5 }, '`replicas` is 1.5; an integer is accepted.', 'Write an integer.'],
    [{ paused: 'yes' }, '`paused` is "yes"; true or false is accepted.', 'Write true or false.'],
    [
      { paused: 'true' },
      '`paused` is "true"; true or false is accepted.',
      'Write true without quotes.',
    ],
    [{ replicas: [3] }, '`replicas` is a list; an integer is accepted.', 'Write an integer.'],
    [{ strategy: 'Recreate' }, '`strategy` is a text; an object is accepted.', 'Write an object.'],
  ])('of %j are %s', (more, message, fix) => {
    expect(complaintsOf(spec(valid.deployment, more))).toMatchObject([{ message, fix }]);
  });

  test('show no value where one may be a secret: a password of digits, a command as one text', () => {
    const container = (more: object) =>
      complaintsOf(
        withAt(valid.deployment, ['spec', 'template', 'spec', 'containers', 0], {
          ...{ name: 'web', image: 'a:1' },
          ...more,
        }),
      )[0];
    expect(container({ env: [{ name: 'PASSWORD', value: 12345 }] })).toMatchObject({
      path: 'spec.template.spec.containers[web].env[PASSWORD].value',
      message: '`value` is a number; a text is accepted.',
      fix: 'Write it in quotes.',
    });
    expect(container({ command: 'serve --token=hunter2' })?.message).toBe(
      '`command` is a text; a list is accepted.',
    );
  });

  test('a field that SW4309 speaks of is told once', () => {
    const scaler = {
      ...{ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
      metadata: { name: 'a' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
        maxReplicas: 2,
        behavior: { scaleUp: { tolerance: '0.05' } },
      },
    };
    const codes = checkManifests(MANIFEST_RULES, [scaler], { outside: { kubernetes: '1.31' } })
      .map(({ code, at: { path } }) => `${code} ${path ?? ''}`)
      .filter((each) => each.endsWith('tolerance'));
    expect(codes).toEqual(['SW4309 spec.behavior.scaleUp.tolerance']);
  });
});
