/** needs › bucket: a bucket of an object store that speaks S3; resolve reads its variables, its holes in the network and whose identity it trusts. */

import * as v from 'valibot';
import type { Need, NeedFacts } from '../../model/need.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { wholeNumber } from '../../model/unit-shape.ts';
import type { OptionProblem } from '../../model/variant.ts';
import { partsOf } from '../parts.ts';
import { type NeedPeers, peersOf, peersShape, placeOf } from '../peers.ts';
import { HTTPS_PORT, clearCredentials, portProblems, portsOf } from '../urls.ts';
import {
  type Variables,
  merged,
  nothingFilled,
  variableProblems,
  variablesShape,
} from '../variables.ts';

/** What is said of the bucket; at least one variable must tell the application which it is. */
export interface BucketOptions {
  /** Variables that hold its name, e.g. `{ AWS_STORAGE_BUCKET_NAME: 'shop-media' }`. */
  readonly bucket?: Variables;
  /** Variables that hold the URL of a store other than Amazon's, e.g. `{ AWS_ENDPOINT_URL_S3: 'https://s3.example.com' }`. */
  readonly endpoint?: Variables;
  /** Variables that hold the region, e.g. `{ AWS_REGION: 'eu-central-1' }`. */
  readonly region?: Variables;
  /** Variables that hold the key's id and the key, as references to a Secret. */
  readonly accessKey?: Variables;
  readonly secretKey?: Variables;
  /** No keys: the pods' ServiceAccount is trusted, by IAM roles for service accounts or by EKS Pod Identity. Default: keys. */
  readonly identity?: 'irsa' | 'podIdentity';
  /** Default: the port of an endpoint that is written out, else 443. */
  readonly port?: number;
  /** Where it is. Default: any address on that port may be reached. */
  readonly to?: NeedPeers;
}

/** The agent on each node that hands out credentials. @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html */
const POD_IDENTITY_AGENT = { cidr: '169.254.170.23/32', port: 80 } as const;

const shape = v.strictObject({
  bucket: v.optional(variablesShape),
  endpoint: v.optional(variablesShape),
  region: v.optional(variablesShape),
  accessKey: v.optional(variablesShape),
  secretKey: v.optional(variablesShape),
  identity: v.optional(v.picklist(['irsa', 'podIdentity'])),
  port: v.optional(wholeNumber(1, 65_535, 'A port')),
  to: v.optional(peersShape),
});

/**
 * Needs a bucket of an object store that speaks S3.
 * @example bucket({ bucket: { AWS_STORAGE_BUCKET_NAME: 'shop-media' }, region: { AWS_REGION: 'eu-central-1' }, identity: 'irsa' })
 */
export function bucket(options: BucketOptions): Need<'bucket', BucketOptions> {
  return {
    family: 'need',
    kind: 'bucket',
    options,
    with: remake(bucket),
    check: () => {
      const problems = checkShape(shape, options);
      if (problems.length > 0) return problems;
      const groups = groupsOf(options);
      const { accessKey, secretKey, endpoint, port } = options;
      return [
        ...variableProblems(groups),
        ...portProblems('endpoint', endpoint, port),
        ...clearCredentials({ accessKey, secretKey }),
        ...identityProblems(options),
        ...nothingFilled(groups, "`bucket: { AWS_STORAGE_BUCKET_NAME: 'shop-media' }`"),
      ];
    },
    facts: () => {
      const { identity, to } = options;
      const ports = portsOf(options.endpoint, options.port, HTTPS_PORT);
      return {
        title: `Bucket at ${placeOf(to, ...ports)}`,
        variables: merged(groupsOf(options)),
        egress: [
          ...ports.map((port) => ({ to: peersOf(to), port, protocol: 'TCP' as const })),
          ...identityEgress(options),
        ],
        parts: partsOf(groupsOf(options)),
        ...(identity === undefined ? {} : { identity }),
      };
    },
  };
}

function groupsOf({ bucket: name, endpoint, region, accessKey, secretKey }: BucketOptions) {
  return { bucket: name, endpoint, region, accessKey, secretKey };
}

/** Roles for service accounts ask STS, whose addresses nobody can list; Pod Identity asks the agent of the node. */
function identityEgress({ identity, to }: BucketOptions): NeedFacts['egress'] {
  if (identity === 'podIdentity') {
    const { cidr, port } = POD_IDENTITY_AGENT;
    return [{ to: [{ kind: 'addresses', cidr }], port, protocol: 'TCP' }];
  }
  return identity === 'irsa' && to !== undefined
    ? [{ to: [], port: HTTPS_PORT, protocol: 'TCP' }]
    : [];
}

/** SDKs look for keys in variables first: an identity beside them is never asked. */
function identityProblems(options: BucketOptions): readonly OptionProblem[] {
  const { identity, accessKey, secretKey } = options;
  if (identity !== undefined && (accessKey !== undefined || secretKey !== undefined)) {
    return [
      {
        path: 'identity',
        message: `\`identity: '${identity}'\` stands beside keys; SDKs take keys from variables first, so the identity would never be used.`,
        fix: 'Leave `accessKey` and `secretKey` out, or `identity`.',
      },
    ];
  }
  if ((accessKey === undefined) === (secretKey === undefined)) return [];
  const missing = accessKey === undefined ? 'accessKey' : 'secretKey';
  return [
    {
      path: missing,
      message: `\`${missing}\` is missing: a key and its id come together.`,
      fix: `Add \`${missing}\`, or trust the ServiceAccount with \`identity\`.`,
    },
  ];
}
