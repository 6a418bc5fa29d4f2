/** resolve › pipeline › check: options that contradict the services or the provider, said before anything is planned. */

import { nearestName } from '../../model/nearest-name.ts';
import type { PipelineTraits } from '../../model/pipelines.ts';
import type { PipelineSpec } from '../../model/spec/pipeline-spec.ts';
import type { OptionProblem } from '../../model/variant.ts';
import type { PipelinedService } from './images.ts';
import { loginOf, registryOf } from './logins.ts';

/** What is checked against what. */
export interface CheckedPipeline {
  readonly spec: PipelineSpec;
  readonly traits: PipelineTraits;
  readonly services: readonly PipelinedService[];
}

/** Complaints about options whose shapes are right. */
export function checkPipeline(input: CheckedPipeline): readonly OptionProblem[] {
  const { spec, services, traits } = input;
  const repositories = [...new Set(services.map(({ repository }) => repository))];
  return [
    ...unknownKeys('environments', spec.environments, [
      ...new Set(services.map(({ environment }) => environment)),
    ]),
    ...unknownKeys('images', spec.images, repositories),
    ...unknownKeys('registries', spec.registries, [...new Set(repositories.map(registryOf))]),
    ...previewProblems(input),
    ...missingCommands(input, repositories),
    ...(spec.sign === 'keyless' && !traits.keyless
      ? [
          {
            path: 'sign',
            message: "Sigstore's public instance does not know the tokens of this provider.",
            fix: "Say `sign: 'key'`.",
          },
        ]
      : []),
    ...Object.entries(spec.registries ?? {}).flatMap(([host, { login }]) =>
      login === 'token' && traits.ownRegistry?.test(host) !== true
        ? [
            {
              path: `registries.${host}.login`,
              message: `The token of this provider does not open \`${host}\`.`,
              fix: 'Say `password`, or the login of the cloud it belongs to.',
            },
          ]
        : [],
    ),
  ];
}

/** A pipeline without a cluster has nowhere to put a preview. */
function previewProblems({ spec, services }: CheckedPipeline): readonly OptionProblem[] {
  const { previews, environments, deploy } = spec;
  if (previews === undefined) return [];
  const known = [...new Set(services.map(({ environment }) => environment))];
  const nearest = nearestName(previews.environment, known);
  return [
    ...(deploy === 'cluster'
      ? []
      : [
          {
            path: 'previews',
            message: 'Releases only reach Git, so that nobody would deploy a preview.',
            fix: "Say `deploy: 'cluster'`, or let Argo CD make previews: `argocd({ previews })`.",
          },
        ]),
    ...(known.includes(previews.environment)
      ? []
      : [
          {
            path: 'previews.environment',
            message: `No service has the environment \`${previews.environment}\`.`,
            fix:
              nearest === undefined
                ? `There are: ${known.join(', ') || 'none'}.`
                : `Did you mean \`${nearest}\`?`,
          },
        ]),
    ...(environments?.[previews.environment] === undefined
      ? []
      : [
          {
            path: `environments.${previews.environment}`,
            message: 'An environment that is copied for previews is not released in.',
            fix: 'Take it out of `environments`, or copy another one.',
          },
        ]),
  ];
}

function unknownKeys(
  path: 'environments' | 'images' | 'registries',
  said: Readonly<Record<string, unknown>> | undefined,
  known: readonly string[],
): readonly OptionProblem[] {
  const what = { environments: 'environment', images: 'repository', registries: 'registry' }[path];
  return Object.keys(said ?? {})
    .filter((key) => !known.includes(key))
    .map((key) => {
      const nearest = nearestName(key, known);
      return {
        path: `${path}.${key}`,
        message: `No service has the ${what} \`${key}\`.`,
        fix:
          nearest === undefined
            ? `There are: ${known.join(', ') || 'none'}.`
            : `Did you mean \`${nearest}\`?`,
      };
    });
}

/** Clouds hand out tokens to their own command only, which the usual images of jobs do not hold. */
function missingCommands(
  { spec, traits }: CheckedPipeline,
  repositories: readonly string[],
): readonly OptionProblem[] {
  if (!traits.containers) return [];
  const commands = [...new Set(repositories.map(registryOf))].flatMap(
    (host) => loginOf(host, spec.registries?.[host], { traits, scripts: '' }).command ?? [],
  );
  const boxes = (['build', ...(spec.sign === false ? [] : ['sign' as const])] as const).filter(
    (box) => spec.toolboxes?.[box] === undefined,
  );
  return [...new Set(commands)].flatMap((command) =>
    boxes.map((box) => ({
      path: `toolboxes.${box}`,
      message: `The job that has to ${box} logs in by \`${command}\`, which its usual image does not hold.`,
      fix: `Name an image with ${box === 'build' ? 'BuildKit' : 'cosign'} and \`${command}\`.`,
    })),
  );
}
