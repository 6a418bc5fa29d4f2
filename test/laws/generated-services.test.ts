/** The laws that every accepted service keeps, over generated descriptions rather than three examples. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { defineService, type ServiceSpec } from '../../lib/index.ts';
import { toYamlDocuments } from '../../lib/text/yaml.ts';
import { KUBERNETES_VERSIONS } from '../../lib/model/kubernetes-version.ts';
import { networkOf } from '../support/network-policy.ts';
import { podTemplatesOf } from '../support/pod-templates.ts';
import { validateManifest } from '../support/schemas.ts';
import { serviceArbitrary, specArbitrary } from '../support/service-arbitrary.ts';
import { synthesise } from '../support/synthesise.ts';

const RUNS = 60;
/** Parsing takes a hundred times as long as writing; the tier of parsers reads far more. */
const PARSED_RUNS = 8;

/** Objects as a cluster would read them. */
function written(service: Parameters<typeof synthesise>[0]): readonly string[] {
  return synthesise(service).map(({ entries }) =>
    toYamlDocuments(entries.map(({ manifest }) => manifest)),
  );
}

/** The same description with the keys of every plain object in reverse. */
function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null || 'family' in value) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  ) as T;
}

describe('generated services', () => {
  test('most are accepted, or the laws below would hold of nothing', () => {
    const specs = fc.sample(serviceArbitrary, { numRuns: RUNS, seed: 1 });
    const accepted = specs.filter((service) => synthesise(service).length === 2);
    expect(accepted.length).toBeGreaterThan(RUNS * 0.8);
  });

  test('determinism: the order of keys in a description decides nothing', () => {
    fc.assert(
      fc.property(specArbitrary, (spec: ServiceSpec) => {
        const { environments, ...rest } = spec;
        const turned = {
          ...reversed(rest),
          ...(environments === undefined ? {} : { environments }),
        };
        expect(written(defineService(turned))).toEqual(written(defineService(spec)));
      }),
      { numRuns: RUNS },
    );
  });

  test('lifecycle: a pod is given the time that its own chain of stopping takes', () => {
    fc.assert(
      fc.property(serviceArbitrary, (service) => {
        for (const { plan } of synthesise(service)) {
          for (const process of Object.values(plan.processes)) {
            if (process.kind !== 'web' && process.kind !== 'worker') continue;
            const { preStopSeconds, drainSeconds, slackSeconds, terminationGracePeriodSeconds } =
              process.lifecycle;
            expect(preStopSeconds + drainSeconds + slackSeconds).toBeLessThanOrEqual(
              terminationGracePeriodSeconds,
            );
            expect(process.lifecycle.gracefulTimeoutSeconds).toBeGreaterThanOrEqual(
              process.requestTimeoutSeconds ?? 0,
            );
            for (const exposure of Object.values(plan.exposures)) {
              const { proxy } = exposure;
              if (process.kind === 'web' && process.name === 'web') {
                expect(preStopSeconds).toBeGreaterThanOrEqual(proxy.minimumPropagationSeconds);
                if (proxy.readTimeoutSeconds !== undefined) {
                  expect(proxy.readTimeoutSeconds).toBeGreaterThan(
                    process.requestTimeoutSeconds ?? 0,
                  );
                }
                if (process.server?.keepAlive.kind === 'keeps' && proxy.keepAliveSeconds > 0) {
                  expect(process.server.keepAlive.seconds).toBeGreaterThan(proxy.keepAliveSeconds);
                }
              }
            }
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  // Schemas of controllers are long, and each is compiled when it is first asked for.
  const patience = 60_000;
  test(
    'acceptance: every object has the shape its Kubernetes version publishes',
    () => {
      fc.assert(
        fc.property(serviceArbitrary, (service) => {
          for (const { plan, entries } of synthesise(service)) {
            for (const { manifest } of entries) {
              expect(validateManifest(manifest, plan.kubernetes)).toEqual([]);
            }
          }
        }),
        { numRuns: RUNS },
      );
    },
    patience,
  );

  test('literal text survives: what is written is what parsers of YAML 1.1 and 1.2 read', () => {
    fc.assert(
      fc.property(serviceArbitrary, (service) => {
        for (const { entries } of synthesise(service)) {
          const objects: unknown = JSON.parse(
            JSON.stringify(entries.map(({ manifest }) => manifest)),
          );
          const text = toYamlDocuments(entries.map(({ manifest }) => manifest));
          for (const version of ['1.1', '1.2'] as const) {
            const read = parseAllDocuments(text, { version, uniqueKeys: true });
            expect(read.map((document) => document.toJS() as unknown)).toEqual(objects);
          }
        }
      }),
      { numRuns: PARSED_RUNS },
    );
  });

  test('literal text survives: a variable reaches its container unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const service = defineService({
          name: 'app',
          image: { repository: 'app', tag: '1' },
          tasks: { run: { command: ['x'] } },
          config: { TEXT: value },
        });
        const texts = synthesise(service).flatMap(({ entries }) =>
          podTemplatesOf(entries.map(({ manifest }) => manifest)).map((template) =>
            JSON.stringify(template),
          ),
        );
        expect(texts.length).toBe(1);
        expect(texts[0]).toContain(JSON.stringify({ name: 'TEXT', value }));
      }),
    );
  });

  test('stable names: adding a variable, a worker or an image renames nothing that was there', () => {
    fc.assert(
      fc.property(specArbitrary, (spec) => {
        const names = (each: ServiceSpec) =>
          synthesise(defineService(each)).flatMap(({ entries }) =>
            entries
              .filter(({ manifest }) => manifest.kind !== 'Job')
              .map(
                ({ id, manifest }) =>
                  `${id} ${manifest.kind}/${manifest.metadata.namespace ?? ''}/${manifest.metadata.name}`,
              ),
          );
        const changed: ServiceSpec = {
          ...spec,
          image: { ...spec.image, tag: 'next' },
          config: { ...spec.config, ADDED: 'x' },
          workers: { ...spec.workers, 'zz-added': { command: ['x'] } },
        };
        const before = names(spec);
        expect(names(changed)).toEqual(expect.arrayContaining([...before]));
      }),
      { numRuns: RUNS },
    );
  });

  test('network: nobody reaches a pod but those the exposure names, and every pod reaches DNS', () => {
    fc.assert(
      fc.property(serviceArbitrary, (service) => {
        for (const { plan, entries } of synthesise(service)) {
          if (!plan.network.enabled) continue;
          const manifests = entries.map(({ manifest }) => manifest);
          const network = networkOf(manifests);
          const stranger = {
            namespace: 'elsewhere',
            labels: { app: 'stranger' },
            namespaceLabels: { 'kubernetes.io/metadata.name': 'elsewhere' },
          };
          const dns = {
            namespace: 'kube-system',
            labels: { 'k8s-app': 'kube-dns' },
            namespaceLabels: { 'kubernetes.io/metadata.name': 'kube-system' },
          };
          for (const pod of podTemplatesOf(manifests)) {
            for (const port of pod.ports ?? []) {
              expect(network.allows({ from: stranger, to: pod, port: port.port })).toBe(false);
            }
            expect(network.allows({ from: pod, to: dns, port: 53, protocol: 'UDP' })).toBe(true);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('the target version is obeyed: nothing newer than the cluster is written', () => {
    fc.assert(
      fc.property(specArbitrary, fc.constantFrom(...KUBERNETES_VERSIONS), (spec, kubernetes) => {
        for (const { entries } of synthesise(defineService({ ...spec, kubernetes }))) {
          for (const { manifest } of entries)
            expect(validateManifest(manifest, kubernetes)).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });
});
