/** emit › ci › Jenkins: a declarative Jenkinsfile, and the pods its stages run in. */

import * as v from 'valibot';
import type { PipelineProvider } from '../../../model/pipelines.ts';
import { checkShape } from '../../../model/shape.ts';
import { textOf } from '../../../model/unit-shape.ts';
import { MADE_BY } from '../../../text/made-by.ts';
import { toYaml } from '../../../text/yaml.ts';
import { accepted, refused, show } from '../../../units/parsed.ts';
import { CREDENTIALS, type JenkinsCredentials } from './credentials.ts';
import { printGroovy } from './groovy.ts';
import { jenkinsfile } from './jenkinsfile.ts';
import { podOf } from './pods.ts';

/** What is particular to Jenkins. */
export interface JenkinsOptions {
  /** Ids of credentials, where they are not called as here by default. */
  readonly credentials?: Partial<JenkinsCredentials>;
}

const id = v.optional(
  textOf((text) =>
    /^[\w.-]+$/.test(text)
      ? accepted(text)
      : refused(`${show(text)} is not the id of a credential, as \`registry\` is`),
  ),
);
const shape = v.strictObject({
  credentials: v.optional(
    v.strictObject({
      git: id,
      registry: id,
      signingKey: id,
      signingPassword: id,
      cluster: id,
      identity: id,
    }),
  ),
});

/**
 * Jenkins with the plugins Pipeline, Kubernetes, Credentials Binding and a branch source, in a multibranch project.
 * @see https://www.jenkins.io/doc/book/pipeline/syntax/
 */
export function jenkins(options: JenkinsOptions = {}): PipelineProvider {
  const credentials = { ...CREDENTIALS, ...options.credentials };
  return {
    provider: 'jenkins',
    traits: { keyless: false, containers: true },
    check: () =>
      checkShape(shape, options).map((problem) => ({
        ...problem,
        path: `provider.${problem.path}`,
      })),
    files: (plan) => [
      {
        path: 'ci/Jenkinsfile',
        text: `// ${MADE_BY}. Name it as the script path of a multibranch project; change the app instead of this file.\n${printGroovy([jenkinsfile(plan, credentials)])}`,
      },
      ...[...new Map(plan.jobs.map((job) => [job.toolbox, job])).values()].map((job) => ({
        path: `ci/jenkins/${job.toolbox}.yaml`,
        text: `# ${MADE_BY}: the pod for stages with ${job.toolbox}. Change the app instead of this file.\n${toYaml(podOf(job))}`,
      })),
    ],
  };
}
