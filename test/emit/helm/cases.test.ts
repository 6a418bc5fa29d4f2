// Golden cases of charts, each named after the symptom that charts without it have.
import { describe, expect, test } from 'vitest';
import {
  blueGreen,
  canary,
  cronWindow,
  defineService,
  gateway,
  gunicorn,
  nginxIngress,
  postgres,
  secretRef,
  type ServiceSpec,
} from '../../../lib/index.ts';
import { charted } from './charted.ts';

const server = gunicorn({ app: 'app.wsgi' });
const base = {
  name: 'app',
  image: { repository: 'ghcr.io/acme/app', tag: '1.10' },
  web: { server, health: '/healthz' },
} as const satisfies ServiceSpec;
const web = { ...base.web, scale: { min: 2, max: 8, cpu: 70 } };
const expose = gateway({
  host: 'app.example.com',
  gateway: { namespace: 'gateways', name: 'public' },
});
const migrate = { command: ['./migrate'], check: ['./migrate', '--check'] };
const needs = {
  db: postgres({ url: { DATABASE_URL: secretRef('db', 'url') }, connections: { max: 500 } }),
};

interface Case {
  readonly spec: Partial<ServiceSpec>;
  /** Texts that files have, by path. */
  readonly has?: Readonly<Record<string, readonly (string | RegExp)[]>>;
  /** Texts that no file has. */
  readonly hasNot?: readonly (string | RegExp)[];
  /** Complaints as `CODE path`, all of them. */
  readonly complaints?: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  'an upgrade undoes what the autoscaler did': {
    spec: { web },
    has: {
      'templates/web-deployment.yaml': [
        /\{\{- if not \.Values\.web\.autoscaling\.enabled \}\}\n {2}replicas: .*\n {2}\{\{- end \}\}/,
      ],
    },
  },
  'a tag that looks like a number becomes one': {
    spec: {},
    has: {
      'values.yaml': ['  tag: "1.10"'],
      'values-default.yaml': ['{}'],
      'values.schema.json': [/"tag": \{\n[^}]*"type": "string"/],
    },
  },
  'braces in the text of a user are taken for a template': {
    spec: {
      files: { '/etc/app/mail.txt': 'Dear {{ name }},\n' },
      annotations: { 'a.b/c': '{{x}}' },
    },
    has: {
      'templates/web-config-map.yaml': ['Dear {{ "{{" }} name }},'],
      'templates/service-account.yaml': ['{{ "{{" }}x}}'],
    },
  },
  'pods go on with the old file after an upgrade': {
    spec: { files: { '/etc/app/settings.yaml': 'a: 1\n' } },
    has: {
      'templates/web-deployment.yaml': [/checksum\/files: \{\{ include "app\.[-a-z]+\.checksum"/],
      'templates/_files.tpl': ['| sha256sum'],
    },
  },
  'a selector changes with the version of the chart, and the upgrade is refused': {
    spec: { web },
    has: {
      'templates/web-deployment.yaml': [
        /selector:\n {4}matchLabels:\n {6}\{\{- include "app\.selectorLabels" \. \| nindent 6 \}\}/,
      ],
      'templates/_helpers.tpl': [
        /define "app\.selectorLabels" -\}\}\napp\.kubernetes\.io\/name: .*\napp\.kubernetes\.io\/instance: .*\n\{\{- end \}\}/,
      ],
    },
  },
  'a migration finds neither its account nor a way to the database on the first install': {
    spec: { migrate, needs },
    has: {
      'templates/migrate-job.yaml': [
        'helm.sh/hook: pre-install,pre-upgrade',
        'include "app.hook.serviceAccountName"',
      ],
      'templates/service-account-hook.yaml': ['helm.sh/hook-weight: "-10"'],
      'templates/network-policy-app-hook.yaml': ['helm.sh/hook-weight: "-10"'],
    },
    // Hooks are named by a helper of their own, and annotations are written once.
    hasNot: [
      'service-account-hook.serviceAccountName',
      /annotations:[^]{0,200}else \}\}\n *annotations:/,
    ],
  },
  'variables that several processes share are called after one of them': {
    spec: { needs, workers: { mail: { command: ['mail'] }, audit: { command: ['audit'] } } },
    has: {
      'templates/mail-deployment.yaml': ['include "app.env" .'],
      'templates/audit-deployment.yaml': ['include "app.env" .'],
      'templates/web-deployment.yaml': ['include "app.web.env" .'],
    },
  },
  'nobody knows what a group of values is about': {
    spec: { migrate, needs, workers: { mail: { command: ['mail'] } } },
    has: {
      'values.yaml': [
        '# Web process web.\nweb:\n',
        '# Worker mail.\nmail:\n',
        '# The migration, a hook before each install and upgrade.\nmigrate:\n',
        'the number of server processes',
      ],
    },
  },
  'definitions of custom resources go with a release': {
    spec: {
      web: {
        ...base.web,
        scale: {
          min: 2,
          max: 6,
          triggers: {
            day: cronWindow({
              timezone: 'Etc/UTC',
              start: '0 8 * * *',
              end: '0 18 * * *',
              replicas: 4,
            }),
          },
        },
      },
      expose,
    },
    has: {
      'README.md': [
        'ScaledObject (`keda.sh/v1alpha1`)',
        'HTTPRoute (`gateway.networking.k8s.io/v1`)',
      ],
    },
    hasNot: ['CustomResourceDefinition'],
  },
  'a test that fails for want of a host name': {
    spec: { expose: nginxIngress({ host: 'app.example.com', tls: { issuer: 'letsencrypt' } }) },
    has: {
      'templates/tests/web.yaml': [
        '- {{ printf "--header=Host: %s" .Values.ingress.host | quote }}',
        'helm.sh/hook: test',
        'activeDeadlineSeconds: 60',
      ],
      'README.md': ['helm test app'],
      'templates/NOTES.txt': ['https://{{ .Values.ingress.host }}'],
    },
  },
  'nobody knows how a task is run': {
    spec: { tasks: { reindex: { command: ['./reindex'] } } },
    has: {
      'templates/reindex-cron-job.yaml': ['name: {{ include "app.fullname" . }}-reindex'],
      'templates/NOTES.txt': [
        '  kubectl --namespace {{ .Release.Namespace }} create job --from=cronjob/{{ include "app.fullname" . }}-reindex {{ include "app.fullname" . }}-reindex-$(date +%s)',
      ],
      'README.md': [
        '`kubectl --namespace app create job --from=cronjob/app-reindex app-reindex-$(date +%s)`',
      ],
    },
  },
  'two canaries have no common state': {
    spec: {
      web: { ...base.web, rollout: canary({ steps: [10, 50] }) },
      webs: {
        admin: {
          server,
          health: '/healthz',
          rollout: canary({ steps: [25] }),
          expose: behindGateway('admin.example.com'),
        },
      },
      expose,
    },
    complaints: ['SW3002 rollout'],
  },
  'slots of different names have no common state': {
    spec: {
      web: { ...base.web, rollout: blueGreen({ slots: slotsOf('blue', 'green') }) },
      webs: {
        admin: {
          server,
          health: '/healthz',
          rollout: blueGreen({ active: 'a', slots: slotsOf('a', 'b') }),
          expose: behindGateway('admin.example.com'),
        },
      },
      expose,
    },
    complaints: ['SW3002 rollout'],
  },
  'a value that decides a chain of timings is given alone': {
    spec: { web: { ...base.web, requestTimeout: 20 }, parameters: { 'web.requestTimeout': true } },
    complaints: ['SW3005 web.requestTimeout'],
  },
  'a value that is withheld is misspelt': {
    spec: { parameters: { 'web.podLabel': false } },
    complaints: ['SW3004 parameters.web.podLabel'],
  },
};

describe('charts without it show this', () => {
  test.each(Object.entries(cases))('%s', (_, { spec, has = {}, hasNot = [], complaints = [] }) => {
    const { files, diagnostics } = charted(defineService({ ...base, ...spec })).output();
    expect(diagnostics.map(({ code, at }) => `${code} ${at.path ?? ''}`)).toEqual(complaints);
    for (const [path, texts] of Object.entries(has)) {
      const text = files.find((file) => file.path === path)?.text;
      for (const each of texts)
        expect(text, path).toEqual(
          typeof each === 'string' ? expect.stringContaining(each) : expect.stringMatching(each),
        );
    }
    for (const { path, text } of files)
      for (const each of hasNot)
        expect(text, path).not.toEqual(
          typeof each === 'string' ? expect.stringContaining(each) : expect.stringMatching(each),
        );
  });
});

function behindGateway(host: string): ReturnType<typeof gateway> {
  return gateway({ host, gateway: { namespace: 'gateways', name: 'public' } });
}

function slotsOf(one: string, two: string) {
  return { [one]: { image: { tag: '1.0.0' } }, [two]: { image: { tag: '1.1.0' } } };
}
