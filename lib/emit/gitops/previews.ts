/** emit › gitops › argocd: an ApplicationSet that makes a copy of one environment for each open pull request. */

import * as v from 'valibot';
import { isRecord } from '../../kubernetes/is-manifest.ts';
import type { Manifest } from '../../kubernetes/manifest.ts';
import { textOf } from '../../model/unit-shape.ts';
import { parseDnsLabel, parseHostName } from '../../units/dns-name.ts';
import type { GitOpsInput } from './gitops.ts';

/** Copies of an environment for pull requests. */
export interface PreviewOptions {
  /** The environment that is copied; it is not deployed itself. */
  readonly environment: string;
  /** Where pull requests are: owner and repository on GitHub, or the number or path of a project on GitLab. */
  readonly github?: { readonly owner: string; readonly repo: string };
  readonly gitlab?: { readonly project: string };
  /** Secret in Argo CD's namespace whose key `token` may read pull requests. Default: none, for a public repository. */
  readonly tokenSecret?: string;
  /** Label a pull request must carry; a preview goes when the label or the pull request does. Default: `preview`. */
  readonly label?: string;
  /** Domain under which previews are reached: pull request 7 at `pr-7.<domain>`. */
  readonly domain: string;
  /** Repositories of images that are tagged by the commit of the pull request. Default: none, the tree says which. */
  readonly images?: readonly string[];
  /** How often pull requests are asked for, in seconds. Default: 300. */
  readonly intervalSeconds?: number;
}

/** Shape of PreviewOptions. @internal */
export const previewShape = v.pipe(
  v.strictObject({
    environment: v.pipe(v.string(), v.minLength(1, 'An environment has a name.')),
    github: v.optional(v.strictObject({ owner: v.string(), repo: v.string() })),
    gitlab: v.optional(v.strictObject({ project: v.string() })),
    tokenSecret: v.optional(textOf((text) => parseDnsLabel(text))),
    label: v.optional(v.pipe(v.string(), v.minLength(1, 'A label has a name.'))),
    domain: textOf((text) => parseHostName(text)),
    images: v.optional(v.array(v.string())),
    intervalSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(30, 'At least 30 s.'))),
  }),
  v.check(
    ({ github, gitlab }) => (github === undefined) !== (gitlab === undefined),
    'Say where pull requests are: `github` or `gitlab`.',
  ),
);

/** What all applications of previews have. */
export interface PreviewTemplate {
  readonly namespace: string;
  /** The Application of the environment itself. */
  readonly application: Manifest;
}

/** @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Pull-Request/ */
export function previewSet(
  options: PreviewOptions,
  input: GitOpsInput,
  { namespace, application }: PreviewTemplate,
): Manifest {
  const { label = 'preview', intervalSeconds = 300, images = [] } = options;
  const spec = isRecord(application['spec']) ? application['spec'] : {};
  const source = isRecord(spec['source']) ? spec['source'] : {};
  const own = `${input.name}-{{.number}}`;
  const previewOf = hostsBelow(options.domain);
  const patches = input.manifests.flatMap((manifest) => hostPatches(manifest, previewOf));
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: input.name, namespace },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [
        { pullRequest: { ...provider(options, label), requeueAfterSeconds: intervalSeconds } },
      ],
      template: {
        // What a preview made goes with it.
        metadata: { name: own, finalizers: ['resources-finalizer.argocd.argoproj.io'] },
        spec: {
          ...spec,
          source: {
            ...source,
            targetRevision: '{{.head_sha}}',
            kustomize: {
              namespace: own,
              ...(images.length === 0
                ? {}
                : { images: images.map((image) => `${image}:{{.head_sha}}`) }),
              ...(patches.length === 0 ? {} : { patches }),
            },
          },
        },
      },
    },
  };
}

function provider({ github, gitlab, tokenSecret }: PreviewOptions, label: string): object {
  const tokenRef =
    tokenSecret === undefined ? {} : { tokenRef: { secretName: tokenSecret, key: 'token' } };
  return github === undefined
    ? { gitlab: { ...gitlab, ...tokenRef, labels: [label], pullRequestState: 'opened' } }
    : { github: { ...github, ...tokenRef, labels: [label] } };
}

/** Every host of the environment has one below the domain of the preview: the first as it is, others with a number. */
function hostsBelow(domain: string): (host: string) => string {
  const hosts = new Map<string, string>();
  return (host) => {
    const preview =
      hosts.get(host) ?? `pr-{{.number}}${hosts.size === 0 ? '' : `-${hosts.size + 1}`}.${domain}`;
    hosts.set(host, preview);
    return preview;
  };
}

function hostPatches(manifest: Manifest, previewOf: (host: string) => string): readonly object[] {
  const operations = placesOfHosts(manifest).map(({ path, host }) => ({
    ...{ op: 'replace', path },
    value: previewOf(host),
  }));
  if (operations.length === 0) return [];
  const { kind, metadata } = manifest;
  return [{ target: { kind, name: metadata.name }, patch: JSON.stringify(operations) }];
}

interface HostPlace {
  readonly path: string;
  readonly host: string;
}

/** Members that name hosts: of an Ingress, a route, a Gateway's listener, or a resource of an NGINX controller. */
const HOST_MEMBERS = new Set(['host', 'hostname']);
const HOST_LISTS = new Set(['hosts', 'hostnames']);

function placesOfHosts({ kind, spec }: Manifest): readonly HostPlace[] {
  const isRoute = ['Ingress', 'Gateway', 'HTTPRoute', 'GRPCRoute', 'VirtualServer'].includes(kind);
  return isRoute
    ? ['rules', 'tls', 'listeners', 'hostnames', 'host'].flatMap((member) => {
        const inner = isRecord(spec) ? spec[member] : undefined;
        return places(member, inner, `/spec/${member}`);
      })
    : [];
}

function places(member: string, value: unknown, path: string): readonly HostPlace[] {
  if (typeof value === 'string') return HOST_MEMBERS.has(member) ? [{ path, host: value }] : [];
  if (!Array.isArray(value)) return [];
  const items: readonly unknown[] = value;
  return items.flatMap((item, index) => {
    const own = `${path}/${index}`;
    if (typeof item === 'string') return HOST_LISTS.has(member) ? [{ path: own, host: item }] : [];
    if (!isRecord(item)) return [];
    return Object.entries(item)
      .filter(([key]) => HOST_MEMBERS.has(key) || HOST_LISTS.has(key))
      .flatMap(([key, inner]) => places(key, inner, `${own}/${key}`));
  });
}
