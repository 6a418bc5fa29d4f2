/** resolve › shape: what a description may say of a service as a whole. */

import * as v from 'valibot';
import { advised } from '../../model/advice.ts';
import { textOf, wholeNumber } from '../../model/unit-shape.ts';
import { KUBERNETES_VERSIONS } from '../../model/kubernetes-version.ts';
import { parseCidr } from '../../units/cidr.ts';
import { parseDns1035Label, parseDnsLabel, parseObjectName } from '../../units/dns-name.ts';
import { cronShape, migrateShape, taskShape, webShape, workerShape } from './process-shape.ts';
import { KEYS_OF_CHARTS } from './keys-of-others.ts';
import {
  annotationsShape,
  configShape,
  egressShape,
  filesShape,
  imageShape,
  labelsShape,
  placementShape,
  resourcesShape,
  variantShape,
} from './value-shapes.ts';

/** Longest name of a service: `<service>-<process>-files` and hashes must fit into 63 characters. */
export const MAX_SERVICE_NAME = 40;
/** Longest name of a process. */
export const MAX_PROCESS_NAME = 20;

// RFC 1035: names of Services are made of both, and may not begin with a digit.
const serviceName = textOf((text) => parseDns1035Label(text, MAX_SERVICE_NAME));
const processName = textOf((text) => parseDnsLabel(text, MAX_PROCESS_NAME));
const namespaceName = textOf((text) => parseObjectName('Namespace', text));
const user = wholeNumber(1, 2_147_483_647, 'A numeric user or group (0 is root)');

const guid = v.pipe(v.string(), v.uuid('A GUID, as Azure writes it.'));

/** A path of keys that Helm reads without quotes; `on` and the like are booleans in YAML. */
const valuePath = v.pipe(
  v.string(),
  v.regex(
    /^(?!(?:y|n|yes|no|on|off|true|false|null)(?:\.|$))[a-z][A-Za-z0-9]*(?:\.[a-z][A-Za-z0-9]*)*$/,
    'a path of a value, e.g. web.podLabels',
  ),
);
const parameterShape = v.union([
  v.boolean(),
  v.strictObject({
    place: v.optional(v.string()),
    description: v.optional(v.string()),
    min: v.optional(v.pipe(v.number(), v.integer())),
    max: v.optional(v.pipe(v.number(), v.integer())),
  }),
  v.strictObject({
    choices: v.record(v.string(), v.record(v.string(), v.unknown())),
    description: v.optional(v.string()),
  }),
]);

const entries = {
  image: imageShape,
  web: v.optional(webShape),
  webs: v.optional(v.record(processName, webShape)),
  workers: v.optional(v.record(processName, workerShape)),
  crons: v.optional(v.record(processName, cronShape)),
  migrate: v.optional(migrateShape),
  tasks: v.optional(v.record(processName, taskShape)),
  config: v.optional(configShape),
  files: v.optional(filesShape),
  needs: v.optional(
    v.record(
      processName,
      variantShape(
        'need',
        'postgres(), redis(), rabbitmq(), kafka(), bucket(), smtp(), search(), httpApi(), other()',
      ),
    ),
  ),
  secrets: v.optional(
    v.record(
      processName,
      variantShape('secretStore', 'externalSecrets(), sealedSecrets(), csiDriver(), sops()'),
    ),
  ),
  volumes: v.optional(
    v.record(
      processName,
      variantShape('volume', 'claim(), existingClaim(), perPod(), ephemeral(), projected()'),
    ),
  ),
  expose: v.optional(
    variantShape('exposure', 'nginxIngress(), gateway(), loadBalancer(), internal()'),
  ),
  rollout: v.optional(
    variantShape(
      'rollout',
      'rolling(), recreate(), stateful(), blueGreen(), canary(), argoRollouts(), flagger()',
    ),
  ),
  resources: v.optional(resourcesShape),
  placement: v.optional(placementShape),
  network: v.optional(
    v.strictObject({
      policies: v.optional(v.boolean()),
      egress: v.optional(
        advised(v.union([v.picklist(['restricted', 'open']), v.array(egressShape)]), {
          instead: (input) =>
            typeof input === 'string' && /^(?:closed?|deny|denied|none|off)$/i.test(input)
              ? "Write 'restricted': pods reach what is described, and nothing else."
              : undefined,
        }),
      ),
      ingress: v.optional(
        v.array(
          v.strictObject({
            namespace: v.optional(namespaceName),
            podLabels: v.optional(labelsShape),
            cidr: v.optional(textOf((text) => parseCidr(text))),
            process: v.optional(v.string()),
          }),
        ),
      ),
      monitoringNamespace: v.optional(namespaceName),
    }),
  ),
  security: v.optional(
    v.strictObject({
      runAsUser: v.optional(user),
      runAsGroup: v.optional(user),
      fsGroup: v.optional(user),
      readOnlyRootFilesystem: v.optional(v.boolean()),
      hostUsers: v.optional(v.boolean()),
    }),
  ),
  serviceAccount: v.optional(
    v.strictObject({
      name: v.optional(textOf((text) => parseObjectName('ServiceAccount', text))),
      create: v.optional(v.boolean()),
      annotations: v.optional(annotationsShape),
      identity: v.optional(
        v.union([
          v.strictObject({
            aws: v.strictObject({
              role: v.pipe(
                v.string(),
                v.regex(
                  /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/,
                  'The ARN of a role: arn:aws:iam::111122223333:role/shop.',
                ),
              ),
            }),
          }),
          v.strictObject({
            gcp: v.strictObject({
              serviceAccount: v.pipe(
                v.string(),
                v.regex(
                  /^[a-z][a-z0-9-]{4,28}[a-z0-9]@[a-z0-9.:-]+\.iam\.gserviceaccount\.com$/,
                  'The e-mail of an account: shop@project.iam.gserviceaccount.com.',
                ),
              ),
            }),
          }),
          v.strictObject({
            azure: v.strictObject({ clientId: guid, tenantId: v.optional(guid) }),
          }),
        ]),
      ),
      token: v.optional(v.boolean()),
    }),
  ),
  namespace: v.optional(
    v.union([
      namespaceName,
      v.strictObject({
        name: namespaceName,
        create: v.optional(v.boolean()),
        labels: v.optional(labelsShape),
      }),
    ]),
  ),
  kubernetes: v.optional(v.picklist(KUBERNETES_VERSIONS)),
  labels: v.optional(labelsShape),
  annotations: v.optional(annotationsShape),
  overrides: v.optional(v.record(v.string(), v.record(v.string(), v.unknown()))),
};

/** A description with all environments applied. @internal */
export const serviceShape = advised(
  v.strictObject({
    name: serviceName,
    edition: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    ...entries,
    parameters: v.optional(v.record(valuePath, parameterShape)),
    environments: v.optional(v.record(processName, v.record(v.string(), v.unknown()))),
  }),
  { keys: KEYS_OF_CHARTS },
);
