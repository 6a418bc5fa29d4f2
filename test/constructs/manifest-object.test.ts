// Planned objects are handed on without the copies cdk8s makes: nothing of what cdk8s would have done with them may be missing.
import { ApiObject, type ApiObjectMetadataDefinition, Lazy } from 'cdk8s';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { App, environmentsOf, ServiceChart } from '../../lib/index.ts';
import { ManifestObject } from '../../lib/constructs/manifest-object.ts';
import { serviceArbitrary } from '../support/service-arbitrary.ts';
import { shop } from './services.ts';

function charts(service = shop()): readonly ServiceChart[] {
  const app = new App({ helm: false });
  return environmentsOf(service).map(
    (environment) => new ServiceChart(app, service, { environment }),
  );
}

function chart(): ServiceChart {
  const [only] = charts();
  if (only === undefined) throw new Error('there is one environment');
  return only;
}

describe('an object made from a plan', () => {
  test('is written as cdk8s would write it, in the same order', () => {
    let compared = 0;
    fc.assert(
      fc.property(serviceArbitrary, (service) => {
        const objects = charts(service).flatMap(({ node }) =>
          node.findAll().filter((one) => one instanceof ManifestObject),
        );
        for (const object of objects) {
          const theirs: unknown = ApiObject.prototype.toJson.call(object);
          expect(JSON.stringify(object.unsealed())).toBe(JSON.stringify(theirs));
          compared += 1;
        }
      }),
      { numRuns: 40 },
    );
    expect(compared).toBeGreaterThan(400);
  });

  test.each<[string, (metadata: ApiObjectMetadataDefinition) => void, object]>([
    ['a label', (metadata) => metadata.addLabel('team', 'blue'), { labels: { team: 'blue' } }],
    [
      'another value of a label it has',
      (metadata) => metadata.addLabel('app.kubernetes.io/name', 'other'),
      { labels: { 'app.kubernetes.io/name': 'other' } },
    ],
    [
      'an annotation that is only known later',
      (metadata) =>
        metadata.addAnnotation('owner', Lazy.any({ produce: () => 'late' }) as unknown as string),
      { annotations: { owner: 'late' } },
    ],
    ['a finalizer', (metadata) => metadata.addFinalizers('a.b/c'), { finalizers: ['a.b/c'] }],
    [
      'an owner',
      (metadata) =>
        metadata.addOwnerReference({ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'b' }),
      { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'b' }] },
    ],
    ['any other member', (metadata) => metadata.add('generateName', 'a-'), { generateName: 'a-' }],
  ])('has %s that was added to its metadata', (_what, add, expected) => {
    const object = chart().object('web/service');
    add(object.metadata);
    expect(object.toJson()).toMatchObject({ metadata: expected });
  });

  test('is not changed by those who change what they were given', () => {
    const made = chart();
    const before = JSON.stringify(made.toJson());
    for (const object of made.toJson()) {
      Object.assign(Reflect.get(object as object, 'metadata') as object, { name: 'changed' });
      Object.assign(object as object, { spec: 'changed' });
    }
    expect(JSON.stringify(made.toJson())).toBe(before);
  });
});
