// A migration is a hook that runs before the chart has any object: it reads Secrets that objects of its own make.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  App,
  ServiceChart,
  csiDriver,
  defineService,
  externalSecrets,
  gunicorn,
  sealedSecrets,
  secretRef,
  sops,
  type ServiceSpec,
} from '../../../lib/index.ts';
import { filesIn, folder, standardError } from '../../support/app-output.ts';
import { at, textAt } from '../../support/kubernetes-object.ts';
import { CIPHERTEXT, sealedFile, sopsFile } from '../../stores/files.ts';
import { charted } from './charted.ts';

const shop = (secrets: NonNullable<ServiceSpec['secrets']>) =>
  defineService({
    name: 'shop',
    image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' },
    web: { server: gunicorn({ app: 'shop.wsgi' }), health: '/up' },
    migrate: { command: ['migrate'], check: ['migrate', '--check'] },
    config: { DATABASE_URL: secretRef('shop-db', 'url') },
    workers: { mail: { command: ['mail'], config: { KEY: secretRef('shop-mail', 'key') } } },
    secrets,
    environments: { staging: {}, production: {} },
  });

/** The chart's templates, without what only Helm understands. */
function chartOf(secrets: NonNullable<ServiceSpec['secrets']>) {
  const { files, diagnostics } = charted(shop(secrets)).output();
  const textOf = (name: string) => files.find(({ path }) => path === `templates/${name}`)?.text;
  const [, helper = ''] =
    /include "([^"]+)" \. \| fromYaml/.exec(textOf('migrate-job.yaml') ?? '') ?? [];
  const [, variables = ''] =
    (textOf('_variables.tpl') ?? '')
      .split('define "')
      .map((text) => text.split('" -}}'))
      .find(([name]) => name === helper) ?? [];
  return {
    codes: diagnostics.map(({ code }) => code),
    names: files.map(({ path }) => path),
    objectOf: (name: string): unknown =>
      parse(
        (textOf(name) ?? '')
          .replaceAll(/^\s*\{\{.*?\}\}\s*$/gm, '')
          .replaceAll(/\{\{.*?\}\}/g, 'x'),
      ),
    textOf: (name: string) => textOf(name) ?? '',
    /** Secrets of its variables, which stand in a helper. */
    migrationReads: [...variables.matchAll(/name: (shop-db\S*)/g)].map(([, name]) => name),
  };
}

const both = { 'shop-db': 'shop/db', 'shop-mail': 'shop/mail' };

describe('the migration of a chart', () => {
  test('reads a Secret that an ExternalSecret of its own makes, before it starts', () => {
    const chart = chartOf({ vault: externalSecrets({ store: 'vault', secrets: both }) });
    const copy = chart.objectOf('external-secret-shop-db-hook.yaml');
    expect(textAt(copy, 'metadata', 'name')).toBe('shop-db-hook');
    expect(textAt(copy, 'spec', 'target', 'name')).toBe('shop-db-hook');
    expect(textAt(copy, 'metadata', 'annotations', 'helm.sh/hook')).toBe('pre-install,pre-upgrade');
    expect(Number(textAt(copy, 'metadata', 'annotations', 'helm.sh/hook-weight'))).toBeLessThan(0);
    expect(chart.migrationReads).toEqual(['shop-db-hook']);
    expect(chart.textOf('web-deployment.yaml')).not.toContain('shop-db-hook');
  });

  test('leaves alone what it does not read, and the release keeps its own', () => {
    const chart = chartOf({ vault: externalSecrets({ store: 'vault', secrets: both }) });
    expect(chart.names).not.toContain('templates/external-secret-shop-mail-hook.yaml');
    const own = chart.objectOf('external-secret-shop-db.yaml');
    expect(textAt(own, 'spec', 'target', 'name')).toBe('shop-db');
    expect(at(own, 'metadata', 'annotations')).toBeUndefined();
  });

  test('mounts a class of its own, which makes a Secret of another name', () => {
    const chart = chartOf({
      vault: csiDriver({ provider: 'vault', parameters: { roleName: 'x' }, secrets: both }),
    });
    const copy = chart.objectOf('secret-provider-class-shop-db-hook.yaml');
    expect(at(copy, 'spec', 'secretObjects')).toMatchObject([{ secretName: 'shop-db-hook' }]);
    const job = chart.textOf('migrate-job.yaml');
    expect(job).toContain('secretProviderClass: shop-db-hook');
    expect(chart.migrationReads).toEqual(['shop-db-hook']);
  });

  test('reads a copy of what is sealed for its namespace', () => {
    const encryptedData = { url: CIPHERTEXT };
    const chart = chartOf({
      sealed: sealedSecrets({
        secrets: { 'shop-db': { encryptedData, scope: 'namespace-wide' } },
      }),
    });
    expect(textAt(chart.objectOf('sealed-secret-shop-db-hook.yaml'), 'metadata', 'name')).toBe(
      'shop-db-hook',
    );
    expect(chart.codes).not.toContain('SW3010');
  });

  test('would wait in vain for what is sealed for one name, and a warning says so', () => {
    const chart = chartOf({
      sealed: sealedSecrets({ secrets: { 'shop-db': { encryptedData: { url: CIPHERTEXT } } } }),
    });
    expect(chart.codes).toContain('SW3010');
    expect(chart.names).not.toContain('templates/sealed-secret-shop-db-hook.yaml');
    expect(chart.migrationReads).toEqual(['shop-db']);
  });
});

describe('a chart of what was encrypted for each environment', () => {
  /** A project with files for two environments, and what is written of it. */
  function written() {
    const errors = standardError();
    const root = folder();
    const file = (name: string, text: string): string => {
      writeFileSync(join(root, name), text);
      return join(root, name);
    };
    const secretsIn = (environment: string) => {
      const place = { name: 'shop-db', namespace: `shop-${environment}` };
      const last = environment === 'staging' ? 'B' : 'C';
      const url = `${CIPHERTEXT.slice(0, -1)}${last}`;
      const sealed = file(`${environment}.sealed.yaml`, sealedFile({ ...place, values: { url } }));
      const mail = sopsFile({ ...place, name: 'shop-mail' });
      return {
        sealed: sealedSecrets({ secrets: { 'shop-db': sealed } }),
        files: sops({ secrets: { 'shop-mail': file(`${environment}.sops.yaml`, mail) } }),
      };
    };
    const service = defineService({
      name: 'shop',
      image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' },
      web: { server: gunicorn({ app: 'shop.wsgi' }), health: '/up' },
      config: {
        DATABASE_URL: secretRef('shop-db', 'url'),
        MAIL_PASSWORD: secretRef('shop-mail', 'password'),
      },
      environments: {
        staging: { namespace: 'shop-staging', secrets: secretsIn('staging') },
        production: { namespace: 'shop-production', secrets: secretsIn('production') },
      },
    });
    const app = new App({ outdir: join(root, 'dist/manifests') });
    for (const environment of ['staging', 'production']) {
      new ServiceChart(app, service, { environment });
    }
    app.synth();
    return { files: filesIn(join(root, 'dist/helm/shop')), errors: errors.text };
  }

  test('has the sealed values of each, and every usual value', () => {
    const { files, errors } = written();
    const sealed = files['templates/sealed-secret-shop-db.yaml'] ?? '';
    expect(sealed).toContain(`${CIPHERTEXT.slice(0, -1)}B`);
    expect(sealed).toContain(`${CIPHERTEXT.slice(0, -1)}C`);
    expect(sealed).toContain('.Values.environment');
    expect(at(parse(files['values.yaml'] ?? ''), 'image', 'tag')).toBe('1.4.2');
    expect(errors).not.toContain('SW3001');
    expect(errors).not.toContain('SW2176');
  });
});

describe('a name of a Secret that a store of the description makes', () => {
  const described = (secrets: readonly string[], parameters: ServiceSpec['parameters'] = {}) =>
    defineService({
      parameters,
      name: 'shop',
      image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2', pullSecrets: ['ghcr'] },
      web: { server: gunicorn({ app: 'shop.wsgi' }), health: '/up' },
      config: { DATABASE_URL: secretRef('shop-db', 'url') },
      secrets: {
        vault: externalSecrets({
          store: 'vault',
          secrets: Object.fromEntries(
            ['shop-db', ...secrets].map((name) => [
              name,
              {
                keys: {
                  [name === 'ghcr' ? '.dockerconfigjson' : 'url']: { entry: `shared/${name}` },
                },
              },
            ]),
          ),
        }),
      },
    });
  const told = (...said: Parameters<typeof described>) =>
    charted(described(...said))
      .output()
      .diagnostics.filter(({ code }) => code === 'SW3001');

  test('is no value of the chart, and it is said that the store makes no other', () => {
    const [complaint, ...others] = told(['ghcr']);
    expect(others).toEqual([]);
    expect(complaint?.at?.path).toBe('image.pullSecrets');
    expect(complaint?.because).toMatch(/^The Secret ghcr is made by .* under that name/);
    expect(complaint?.fix).toContain('Rename it in the description');
    expect(complaint?.fix).toContain(
      "without this warning: `parameters: { 'imagePullSecrets': false }`",
    );
    expect(told(['ghcr'], { imagePullSecrets: false })).toEqual([]);
  });

  test('is a value where the Secret is made outside', () => {
    expect(told([])).toEqual([]);
  });
});
