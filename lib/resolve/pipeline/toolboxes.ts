/** resolve › pipeline: container images of jobs and how long jobs may take, each with its reason. */

import type { PipelineToolbox } from '../../model/plan/pipeline-plan.ts';

/** BuildKit as a daemon, for machines with Docker; by its version, since Docker's own choice is a tag that moves. */
export const BUILDKIT_IMAGE = 'moby/buildkit:v0.34.2';

/** Where jobs run in containers: versions that existed on 2026-11-28, to be replaced by a mirror or a digest as one likes. */
export const TOOLBOX_IMAGES: Readonly<Record<Exclude<PipelineToolbox, 'tests'>, string>> = {
  /** Node 24 is the long-term release; this image has git, the slim one has not. */
  node: 'node:24-bookworm',
  /** Builds without privileges and without a daemon. @see https://docs.gitlab.com/ci/docker/using_buildkit */
  build: `${BUILDKIT_IMAGE}-rootless`,
  /** The variant with a shell, which steps need. @see https://github.com/sigstore/cosign/pkgs/container/cosign%2Fcosign */
  sign: 'ghcr.io/sigstore/cosign/cosign:v2.6.1-dev',
};

/** Longest time of each kind of job; choices, several times what such jobs usually take. */
export const JOB_MINUTES = {
  verify: 20,
  render: 15,
  image: 45,
  sign: 10,
  /** A commit, made anew when the branch moved meanwhile. */
  release: 15,
  /** A rollout takes at most what its plan says; this is for the largest. */
  releaseInCluster: 60,
} as const;
