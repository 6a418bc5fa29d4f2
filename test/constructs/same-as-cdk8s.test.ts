// For an app without services our App gives the same objects, order and file names as cdk8s' own.
import { ApiObject, App as Cdk8sApp, Chart, JsonPatch, Lazy } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { App } from '../../lib/index.ts';
import { filesIn, folder, objectsIn, standardError } from '../support/app-output.ts';

/** A construct of the tree: which one it stands in, what it is, and what it depends on. */
interface Part {
  readonly kind: 'chart' | 'construct' | 'object';
  readonly within: number;
  readonly dependsOn: readonly number[];
  readonly patched: boolean;
  readonly lazy: boolean;
}

const part = fc.record<Part>({
  kind: fc.constantFrom('chart', 'object', 'object', 'construct'),
  within: fc.nat(),
  dependsOn: fc.array(fc.nat(), { maxLength: 1 }),
  patched: fc.boolean(),
  lazy: fc.boolean(),
});

/** Builds the tree below an app; objects and constructs stand in the first chart when nothing else is above them. */
function build(app: Construct, parts: readonly Part[]): void {
  const made: IConstruct[] = [new Chart(app, 'first')];
  for (const [index, { kind, within, patched, lazy }] of parts.entries()) {
    const parents = made.filter((one) => !ApiObject.isApiObject(one));
    const above = parents[within % parents.length];
    if (above === undefined) throw new Error('there is always a chart');
    const scope = kind === 'chart' && within % 3 === 0 ? app : (above as Construct);
    const id = `${kind}-${index}`;
    if (kind === 'chart') made.push(new Chart(scope, id, { namespace: `ns-${index}` }));
    else if (kind === 'construct') made.push(new Construct(scope, id));
    else {
      const object = new ApiObject(scope, id, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        data: { text: lazy ? Lazy.any({ produce: () => `late-${index}` }) : '0o22' },
      });
      if (patched) object.addJsonPatch(JsonPatch.add('/data/patched', 'yes'));
      made.push(object);
    }
  }
  for (const [index, { dependsOn }] of parts.entries()) {
    for (const target of dependsOn) {
      const [from, to] = [made[index + 1], made[target % made.length]];
      if (from !== undefined && to !== undefined && from !== to) from.node.addDependency(to);
    }
  }
}

/** The objects by file, or nothing when the app was refused. */
function written(ours: boolean, parts: readonly Part[]): object | undefined {
  const root = folder();
  const app = ours
    ? new App({ outdir: `${root}/manifests`, helm: false })
    : new Cdk8sApp({ outdir: `${root}/manifests` });
  build(app, parts);
  try {
    app.synth();
  } catch {
    return undefined;
  }
  if (process.exitCode === 1) return undefined;
  const files = Object.entries(filesIn(`${root}/manifests`));
  const filled = files
    .map(([path, text]) => [path, objectsIn(text)] as const)
    .filter(([, objects]) => objects.length > 0);
  return Object.fromEntries(filled);
}

describe('an app without services', () => {
  test('has the same files with the same objects in the same order', () => {
    standardError();
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const theirs = written(false, parts);
        process.exitCode = undefined;
        const ours = written(true, parts);
        process.exitCode = undefined;
        expect(ours).toEqual(theirs);
        if (theirs !== undefined) accepted += 1;
      }),
      { numRuns: 80 },
    );
    // Trees that cdk8s refuses for a circle must not be all there is.
    expect(accepted).toBeGreaterThan(25);
  });

  test('numbers files once a chart depends on another, as cdk8s does', () => {
    const root = folder();
    const app = new App({ outdir: root, helm: false });
    const [a, b] = [new Chart(app, 'a'), new Chart(app, 'b')];
    for (const chart of [a, b]) new ApiObject(chart, 'o', { apiVersion: 'v1', kind: 'ConfigMap' });
    a.addDependency(b);
    app.synth();
    expect(Object.keys(filesIn(root))).toEqual([
      'manifests/0000-b.k8s.yaml',
      'manifests/0001-a.k8s.yaml',
    ]);
  });

  test('finds an order where cdk8s does not end: fifteen charts in a row', () => {
    const root = folder();
    const app = new App({ outdir: root, helm: false });
    const charts = Array.from({ length: 15 }, (_, index) => new Chart(app, `c${index}`));
    for (const [index, chart] of charts.entries()) {
      for (const id of ['a', 'b', 'c', 'd', 'e']) {
        new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap' });
      }
      const before = charts[index - 1];
      if (before !== undefined) chart.addDependency(before);
    }
    app.synth();
    expect(Object.keys(filesIn(root))).toHaveLength(15);
  }, 5000);

  test('reports a circle with its way round, and writes nothing', () => {
    const error = standardError();
    const root = folder();
    const app = new App({ outdir: root, helm: false });
    const chart = new Chart(app, 'chart');
    const [a, b] = ['a', 'b'].map(
      (id) => new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap' }),
    );
    if (a !== undefined && b !== undefined) {
      a.addDependency(b);
      b.addDependency(a);
    }
    app.synth();
    expect(error.text).toContain('chart/a → chart/b → chart/a');
    expect(filesIn(root)).toEqual({});
    expect(process.exitCode).toBe(1);
  });

  test('synthesises twice to the same', () => {
    const app = new App({ outdir: folder(), helm: false });
    build(app, [
      { kind: 'object', within: 0, dependsOn: [], patched: true, lazy: true },
      { kind: 'object', within: 0, dependsOn: [1], patched: false, lazy: false },
    ]);
    expect(app.synthYaml()).toBe(app.synthYaml());
  });
});
