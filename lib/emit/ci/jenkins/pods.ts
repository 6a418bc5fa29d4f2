/** emit › ci › Jenkins › pods: where a stage runs; one pod for each toolbox, so that only builds get what builds need. */

import type { PipelineJobPlan } from '../../../model/plan/pipeline-plan.ts';

/** The user of Jenkins' own agent container, with which the workspace is shared. @see https://github.com/jenkinsci/docker-agent */
const JENKINS_USER = 1000;

/** The pod of a toolbox. */
export function podOf({ toolbox, image = '' }: PipelineJobPlan) {
  const confined =
    toolbox === 'build'
      ? // Builds make namespaces of their own. @see https://github.com/moby/buildkit/blob/master/examples/kubernetes/job.rootless.yaml
        { seccompProfile: { type: 'Unconfined' }, appArmorProfile: { type: 'Unconfined' } }
      : {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          seccompProfile: { type: 'RuntimeDefault' },
        };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    spec: {
      automountServiceAccountToken: false,
      securityContext: { runAsUser: JENKINS_USER, runAsGroup: JENKINS_USER, fsGroup: JENKINS_USER },
      containers: [
        {
          name: toolbox,
          image,
          command: ['sleep'],
          args: ['infinity'],
          // The user has no home in every image.
          env: [{ name: 'HOME', value: '/tmp' }],
          resources: { requests: { cpu: '500m', memory: '1Gi' } },
          securityContext: confined,
        },
      ],
    },
  };
}
