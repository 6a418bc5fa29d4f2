/** emit › ci › Jenkins › credentials: what a step is handed, for as long as it runs; Jenkins blanks it out in logs. */

import type { PipelineJobPlan } from '../../../model/plan/pipeline-plan.ts';
import { sayNamed, type Statement } from './groovy.ts';

/** Ids of credentials by what they are for. */
export interface JenkinsCredentials {
  /** User and password (a token) that may push to the branch. */
  readonly git: string;
  /** User and password of the registry. */
  readonly registry: string;
  /** File with the private key of cosign. */
  readonly signingKey: string;
  /** Secret text: the password of that key. */
  readonly signingPassword: string;
  /** File: a kubeconfig. */
  readonly cluster: string;
  /** Token of the job, by the plugin OpenID Connect Provider. */
  readonly identity: string;
}

/** Their ids unless said otherwise. */
export const CREDENTIALS: JenkinsCredentials = {
  git: 'git',
  registry: 'registry',
  signingKey: 'cosign-key',
  signingPassword: 'cosign-password',
  cluster: 'kubeconfig',
  identity: 'id-token',
};

/** Credentials of one step, by what it runs. */
export function bindingsOf(
  run: string,
  { secrets, identity }: PipelineJobPlan,
  ids: JenkinsCredentials,
): readonly Statement[] {
  const isLogin = run.includes('/login.sh ');
  return [
    ...(isLogin && run.includes('/login.sh password')
      ? [account(ids.registry, 'REGISTRY_USER', 'REGISTRY_PASSWORD')]
      : []),
    ...(isLogin && identity !== undefined
      ? [sayNamed('string', { credentialsId: ids.identity, variable: 'ID_TOKEN' })]
      : []),
    ...(run.includes('cosign sign') && secrets.includes('signingKey')
      ? [
          sayNamed('file', { credentialsId: ids.signingKey, variable: 'COSIGN_KEY' }),
          sayNamed('string', { credentialsId: ids.signingPassword, variable: 'COSIGN_PASSWORD' }),
        ]
      : []),
    ...(run.includes('/release.sh ') ? [account(ids.git, 'GIT_USER', 'GIT_TOKEN')] : []),
    ...(run.includes('/deploy.sh ') || run.includes('/preview.sh ')
      ? [sayNamed('file', { credentialsId: ids.cluster, variable: 'KUBECONFIG' })]
      : []),
  ];
}

function account(credentialsId: string, usernameVariable: string, passwordVariable: string) {
  return sayNamed('usernamePassword', { credentialsId, usernameVariable, passwordVariable });
}
