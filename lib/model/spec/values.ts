/** The small values an author writes inside a description: references to secrets, fields, files, and open decisions. */

import type { DurationText } from './amounts.ts';
import { noText, RESOLVED_LATER } from '../no-text.ts';

/** A key of a Kubernetes Secret that exists or is made elsewhere; the secret's content never enters a description. */
export interface SecretRef {
  readonly kind: 'secretRef';
  /** Name of the Secret in the service's namespace. */
  readonly name: string;
  readonly key: string;
  /** Start without the variable when Secret or key are missing. Default: false. */
  readonly optional?: boolean;
}

/** A fact about the running pod, by the downward API. @see https://kubernetes.io/docs/concepts/workloads/pods/downward-api/ */
export interface FieldRef {
  readonly kind: 'fieldRef';
  readonly field: string;
}

/** A key of a ConfigMap that exists or is made elsewhere, such as a bundle of trusted certificates. */
export interface ConfigMapRef {
  readonly kind: 'configMapRef';
  /** Name of the ConfigMap in the service's namespace. */
  readonly name: string;
  readonly key: string;
  /** Start without the file when ConfigMap or key are missing. Default: false. */
  readonly optional?: boolean;
}

/** A token of the pod's identity for one audience, renewed by the kubelet. @see https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken */
export interface ServiceAccountToken {
  readonly kind: 'serviceAccountToken';
  /** Who accepts the token, e.g. `vault`. */
  readonly audience: string;
  /** How long one is valid, at least 10 min. Default: 1 h. */
  readonly expiration?: DurationText;
}

/** A value nobody has decided yet: an error in every environment that does not override it. */
export interface Undecided {
  readonly kind: 'undecided';
  /** Who decides, or what is missing, e.g. `the marketing team picks the domain`. */
  readonly reason?: string;
}

/** The text of a file of the project, read when the description is synthesised. */
export interface TextFile {
  readonly kind: 'textFile';
  /** Path relative to the working directory. */
  readonly path: string;
}

/** Where another service is reached, made by its `url()` or `address()`. */
export interface ServiceUrl {
  readonly kind: 'serviceUrl';
  /** `http://shop-web.shop.svc/path`, or `shop-web.shop.svc:80`. */
  readonly form: 'url' | 'address';
  /** Web process that is called. */
  readonly process: string;
  readonly path: string;
  /** Default: the environment of the caller. */
  readonly environment?: string;
  /** Late, so that two services may call one another. */
  readonly target: (edition?: number) => ServiceTarget;
}

/** What a caller has to know of a service, by environment. */
export interface ServiceTarget {
  readonly service: string;
  readonly environments: Readonly<
    Record<
      string,
      {
        readonly namespace: string;
        /** Ports of containers of web processes, by process. */
        readonly ports: Readonly<Record<string, number>>;
        /** What its own pods wait for before they start. */
        readonly startsAfter: readonly ServiceUrl[];
      }
    >
  >;
}

/** The value of a variable: text, a number or a boolean (written as text), or a reference. */
export type ConfigValue = string | number | boolean | SecretRef | FieldRef | ServiceUrl | Undecided;

/** The content of a mounted file: its text, a file of the project, or a key of a Secret. */
export type FileValue = string | TextFile | SecretRef | Undecided;

/** Refers to `key` of the Secret `name` in the service's namespace. */
export function secretRef(
  name: string,
  key: string,
  options: { readonly optional?: boolean } = {},
): SecretRef {
  return noText<SecretRef>(
    { kind: 'secretRef', name, key, ...options },
    {
      written: `secretRef('${name}', '${key}')`,
      because: 'The content of a Secret never enters a description.',
      fix: `Put the whole text into the Secret; or give the reference a variable of its own, e.g. \`PASSWORD\`, and write \`$(PASSWORD)\` into a command, or into a variable whose name sorts behind it.`,
    },
  );
}

/** Refers to a field of the pod, e.g. `status.podIP`. */
export function fieldRef(field: string): FieldRef {
  return noText<FieldRef>(
    { kind: 'fieldRef', field },
    {
      written: `fieldRef('${field}')`,
      because: RESOLVED_LATER,
      fix: 'Give it a variable of its own, e.g. `POD_IP`, and write `$(POD_IP)` into a command, or into a variable whose name sorts behind it.',
    },
  );
}

/** Refers to `key` of the ConfigMap `name` in the service's namespace, for a file of `projected()`. */
export function configMapRef(
  name: string,
  key: string,
  options: { readonly optional?: boolean } = {},
): ConfigMapRef {
  return noText<ConfigMapRef>(
    { kind: 'configMapRef', name, key, ...options },
    {
      written: `configMapRef('${name}', '${key}')`,
      because: RESOLVED_LATER,
      fix: 'Use it as a file of projected().',
    },
  );
}

/** Asks for a token of the pod's identity, for a file of `projected()`. */
export function serviceAccountToken(
  options: Omit<ServiceAccountToken, 'kind'>,
): ServiceAccountToken {
  return noText<ServiceAccountToken>(
    { kind: 'serviceAccountToken', ...options },
    {
      written: 'serviceAccountToken(…)',
      because: RESOLVED_LATER,
      fix: 'Use it as a file of projected(), and let the application read that.',
    },
  );
}

/** Marks a value as not decided yet; each environment must override it. */
export function undecided(reason?: string): Undecided {
  return noText<Undecided>(
    reason === undefined ? { kind: 'undecided' } : { kind: 'undecided', reason },
    {
      written: 'undecided()',
      because: 'Nobody has decided it, and an environment must not be deployed with a guess.',
      fix: 'Let it stand for the whole value, which each environment then overrides.',
    },
  );
}

/** Takes the text of a file of the project, e.g. `textFile('deploy/logging.yaml')`. */
export function textFile(path: string): TextFile {
  return noText<TextFile>(
    { kind: 'textFile', path },
    {
      written: `textFile('${path}')`,
      because: 'The file is read when the description is synthesised, and not before.',
      fix: 'Use it as a whole file of `files`; to build a text of it, read the file yourself.',
    },
  );
}
