/** resolve › pipeline › images: which images there are to build, and how jobs call them. */

import type { PipelineImageSpec } from '../../model/spec/pipeline-spec.ts';

/** Where a service runs, and from which repository. */
export interface PipelinedService {
  readonly service: string;
  readonly environment: string;
  readonly repository: string;
}

/** An image to build. */
export interface PipelinedImage {
  readonly repository: string;
  /** Part of names of jobs, e.g. `shop`. */
  readonly id: string;
  /** Name of the value that holds the image with its digest, e.g. `IMAGE_SHOP`. */
  readonly value: string;
  readonly context: string;
  readonly dockerfile: string;
}

/** The images, each once, named by the last part of their repository as far as that tells them apart. */
export function imagesOf(
  services: readonly PipelinedService[],
  specs: Readonly<Record<string, PipelineImageSpec>> | undefined,
): readonly PipelinedImage[] {
  const repositories = [...new Set(services.map(({ repository }) => repository))].filter(
    (repository) => specs === undefined || Object.hasOwn(specs, repository),
  );
  const short = repositories.map((repository) => idOf(repository.split('/').at(-1) ?? ''));
  return repositories.map((repository, index) => {
    const own = short[index] ?? '';
    const unique = short.filter((other) => other === own).length === 1;
    const id = unique ? own : idOf(repository);
    const { context = '.', dockerfile } = specs?.[repository] ?? {};
    return {
      ...{ repository, id, context },
      value: `IMAGE_${id.replaceAll('-', '_').toUpperCase()}`,
      dockerfile: dockerfile ?? (context === '.' ? 'Dockerfile' : `${context}/Dockerfile`),
    };
  });
}

function idOf(text: string): string {
  return text.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
}
