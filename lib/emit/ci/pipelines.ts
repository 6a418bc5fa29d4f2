/** emit › ci: what an app is told of its pipeline, and the shapes its options must have. */

import * as v from 'valibot';
import type { PipelineProvider, Pipelines } from '../../model/pipelines.ts';
import { checkShape } from '../../model/shape.ts';
import type { PipelineSpec } from '../../model/spec/pipeline-spec.ts';
import { durationShape, textOf } from '../../model/unit-shape.ts';
import { type Parsed, accepted, refused, show } from '../../units/parsed.ts';

const line = v.pipe(v.string(), v.minLength(1, 'A line of shell says something.'));
const image = textOf(safe('an image', /^[\w][\w./:@-]*$/, 'python:3.13-slim'));
const shape = v.strictObject({
  branch: v.optional(textOf(safe('a branch', /^[A-Za-z0-9_][\w./-]*$/, 'main'))),
  outputs: v.optional(
    textOf(safe('a folder within the repository', /^[\w][\w.-]*(?:\/[\w][\w.-]*)*$/, 'dist')),
  ),
  install: v.optional(line),
  verify: v.optional(
    v.strictObject({
      image,
      run: v.pipe(v.array(line), v.minLength(1, 'Tests have at least one line.')),
      timeout: v.optional(durationShape),
    }),
  ),
  images: v.optional(
    v.record(
      v.string(),
      v.strictObject({
        context: v.optional(
          textOf(
            safe(
              'a folder within the repository',
              /^(?:\.|[\w][\w.-]*(?:\/[\w][\w.-]*)*)$/,
              'backend',
            ),
          ),
        ),
        dockerfile: v.optional(
          textOf(
            safe(
              'a file within the repository',
              /^[\w.][\w.-]*(?:\/[\w.][\w.-]*)*$/,
              'backend/Dockerfile',
            ),
          ),
        ),
      }),
    ),
  ),
  registries: v.optional(
    v.record(
      textOf(safe('a registry', /^[a-z0-9][a-z0-9.-]*(?::\d+)?$/, 'ghcr.io')),
      v.union([
        v.strictObject({ login: v.literal('token') }),
        v.strictObject({ login: v.literal('password') }),
        v.strictObject({
          login: v.literal('aws'),
          role: textOf(
            safe('a role', /^arn:[\w:/+=,.@-]+$/, 'arn:aws:iam::123456789012:role/push'),
          ),
          region: textOf(safe('a region', /^[a-z0-9-]+$/, 'eu-central-1')),
        }),
        v.strictObject({
          login: v.literal('google'),
          identityProvider: textOf(
            safe(
              'an identity provider',
              /^projects\/\d+\/locations\/global\/workloadIdentityPools\/[\w-]+\/providers\/[\w-]+$/,
              'projects/1/locations/global/workloadIdentityPools/ci/providers/ci',
            ),
          ),
          serviceAccount: textOf(
            safe('a service account', /^[\w.-]+@[\w.-]+$/, 'push@acme.iam.gserviceaccount.com'),
          ),
        }),
        v.strictObject({
          login: v.literal('azure'),
          clientId: textOf(
            safe('a client ID', /^[0-9a-f-]{36}$/i, '11111111-2222-3333-4444-555555555555'),
          ),
          tenantId: textOf(
            safe('a tenant ID', /^[0-9a-f-]{36}$/i, '11111111-2222-3333-4444-555555555555'),
          ),
        }),
      ]),
    ),
  ),
  environments: v.optional(
    v.record(
      v.string(),
      v.strictObject({
        approval: v.optional(v.boolean()),
        url: v.optional(
          textOf(safe('an address', /^https?:\/\/[^\s'"`$\\]+$/, 'https://shop.example.com')),
        ),
      }),
    ),
  ),
  sign: v.optional(v.union([v.literal('keyless'), v.literal('key'), v.literal(false)])),
  deploy: v.optional(v.picklist(['git', 'cluster'])),
  previews: v.optional(
    v.strictObject({
      environment: v.pipe(v.string(), v.minLength(1, 'An environment has a name.')),
      domain: v.optional(
        textOf(safe('a domain', /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/, 'preview.example.com')),
      ),
      keep: v.optional(durationShape),
    }),
  ),
  toolboxes: v.optional(
    v.strictObject({
      node: v.optional(image),
      build: v.optional(image),
      sign: v.optional(image),
    }),
  ),
});

/**
 * The pipeline of an app: verify, build with SBOM and provenance, sign, compare, release in one environment after the
 * other, and steps by hand. Options that are not accepted stop the synthesis (SW7040).
 * @example new App({ pipelines: pipelines({ provider: githubActions() }) })
 */
export function pipelines(
  options: PipelineSpec & { readonly provider: PipelineProvider },
): Pipelines {
  const { provider, ...spec } = options;
  return {
    provider,
    spec,
    check: () => [...checkShape(shape, spec), ...provider.check()],
  };
}

/** These texts become part of shell lines: what a shell would read as more than text is refused. */
function safe(what: string, pattern: RegExp, example: string) {
  return (text: string): Parsed<string> =>
    pattern.test(text) && !text.split('/').includes('..')
      ? accepted(text)
      : refused(`${show(text)} is not ${what}, as \`${example}\` is`);
}
