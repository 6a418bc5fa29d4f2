// What is said of a changed ConfigMap: whether anybody reads it, and whether pods restart for it.
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../lib/kubernetes/manifest.ts';
import { changesOf, deployment, object } from './objects.ts';

const files = (text: string) =>
  object('ConfigMap', 'files', { data: { 'gunicorn.conf.py': text } });
const volumes = [{ name: 'files', configMap: { name: 'files' } }];
const mounted = (mount: object = {}) => ({
  pod: { volumes },
  container: { volumeMounts: [{ name: 'files', mountPath: '/etc/app', ...mount }] },
});

/** The same Deployment with a checksum in its template. */
function stamped(workload: Manifest, sum: string, key = 'checksum/files'): Manifest {
  const spec = Object(workload['spec']);
  const metadata = { ...spec.template.metadata, annotations: { [key]: sum } };
  return { ...workload, spec: { ...spec, template: { ...spec.template, metadata } } };
}

/** What is said of the ConfigMap when its text changes and the others become `after`. */
function told(before: readonly Manifest[], after: readonly Manifest[]): readonly string[] {
  return changesOf([files('workers = 2'), ...before], [files('workers = 4'), ...after])
    .filter(({ object: name }) => name === 'ConfigMap/files')
    .flatMap(({ effects }) => effects.map(({ kind, says }) => `${kind}: ${says}`));
}

describe('a changed ConfigMap', () => {
  test('restarts the pods whose template holds its checksum', () => {
    const web = deployment(mounted({ subPath: 'gunicorn.conf.py' }));
    expect(told([stamped(web, 'a')], [stamped(web, 'b')])).toEqual([
      'restart: Deployment/web replaces its pods for it: a checksum of it is in their template.',
    ]);
    expect(
      told([stamped(web, 'a', 'checksum/config')], [stamped(web, 'b', 'checksum/config')]),
    ).toEqual([expect.stringMatching(/^restart: Deployment\/web replaces its pods/)]);
  });

  test('is read by pods that are replaced for another reason', () => {
    const next = { ...mounted(), container: { ...mounted().container, image: 'shop:2' } };
    expect(told([deployment(mounted())], [deployment(next)])).toEqual([
      'restart: the pods of Deployment/web read it as they are replaced.',
    ]);
  });

  test('reaches files of running pods without a restart where no checksum is', () => {
    const web = [deployment(mounted())];
    expect(told(web, web)).toEqual([
      'none: it reaches the files of the pods of Deployment/web within about a minute, and none restarts.',
    ]);
    const projected = {
      volumes: [{ name: 'files', projected: { sources: [{ configMap: { name: 'files' } }] } }],
    };
    const pods = [deployment({ ...mounted(), pod: projected })];
    expect(told(pods, pods)[0]).toMatch(/^none: it reaches the files/);
  });

  test('reaches neither variables nor single files of running pods', () => {
    const kept =
      'none: the pods of Deployment/web keep the old content until something else replaces them.';
    for (const parts of [
      mounted({ subPath: 'gunicorn.conf.py' }),
      { container: { envFrom: [{ configMapRef: { name: 'files' } }] } },
      {
        container: {
          env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'files', key: 'a' } } }],
        },
      },
    ]) {
      expect(told([deployment(parts)], [deployment(parts)])).toEqual([kept]);
    }
  });

  test('is told of each workload, and of none that has no pods or reads another', () => {
    const web = deployment(mounted());
    const mail = stamped(deployment(mounted(), 'mail'), 'a');
    const idle = deployment({ ...mounted(), spec: { replicas: 0 } }, 'idle');
    const other = deployment({}, 'other');
    expect(
      told([web, mail, idle, other], [web, stamped(mail, 'b'), idle, other]).map((line) =>
        line.slice(0, 40),
      ),
    ).toEqual([
      'restart: Deployment/mail replaces its po',
      'none: it reaches the files of the pods o',
      'none: Deployment/idle has no pods now.',
    ]);
  });

  test('is read by the next run of a cron job', () => {
    const cron = object(
      'CronJob',
      'cleanup',
      {
        spec: { schedule: '0 4 * * *', jobTemplate: { spec: { template: { spec: { volumes } } } } },
      },
      'batch/v1',
    );
    expect(told([cron], [cron])).toEqual(['none: the next run of CronJob/cleanup reads it.']);
  });

  test('takes effect in place where nobody here reads it', () => {
    expect(told([deployment()], [deployment()])).toEqual(['none: it takes effect in place.']);
  });
});
