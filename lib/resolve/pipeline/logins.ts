/** resolve › pipeline › logins: how a job gets into a registry, with no password where a token of the job itself will do. */

import type { PipelineTraits } from '../../model/pipelines.ts';
import type { PipelineSecret } from '../../model/plan/pipeline-plan.ts';
import type { RegistryLoginSpec } from '../../model/spec/pipeline-spec.ts';

/** What a login asks of its job. */
export interface RegistryLogin {
  /** Line of shell; nothing secret stands in it. */
  readonly run: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: readonly PipelineSecret[];
  readonly identity?: string;
  readonly packages: boolean;
  /** Command of a cloud that the script calls. */
  readonly command?: string;
}

/** The login of a registry; the one that comes with the provider is opened by the provider's token. */
export function loginOf(
  host: string,
  spec: RegistryLoginSpec | undefined,
  { traits, scripts }: { readonly traits: PipelineTraits; readonly scripts: string },
): RegistryLogin {
  const own = traits.ownRegistry?.test(host) === true;
  const login = spec ?? { login: own ? ('token' as const) : ('password' as const) };
  const run = (kind: string) => `sh ${scripts}/login.sh ${kind} ${host}`;
  switch (login.login) {
    case 'token':
      return { run: run('password'), variables: {}, secrets: ['registry'], packages: true };
    case 'password':
      return { run: run('password'), variables: {}, secrets: ['registry'], packages: false };
    case 'aws':
      return {
        run: run('aws'),
        variables: { AWS_ROLE_ARN: login.role, AWS_REGION: login.region },
        secrets: [],
        identity: 'sts.amazonaws.com',
        packages: false,
        command: 'aws',
      };
    case 'google':
      return {
        run: run('google'),
        variables: {
          GOOGLE_IDENTITY_PROVIDER: login.identityProvider,
          GOOGLE_SERVICE_ACCOUNT: login.serviceAccount,
        },
        secrets: [],
        identity: `https://iam.googleapis.com/${login.identityProvider}`,
        packages: false,
        command: 'gcloud',
      };
    case 'azure':
      return {
        run: run('azure'),
        variables: { AZURE_CLIENT_ID: login.clientId, AZURE_TENANT_ID: login.tenantId },
        secrets: [],
        identity: 'api://AzureADTokenExchange',
        packages: false,
        command: 'az',
      };
  }
}

/** The registry of a repository, as it is logged in to; names without a host are Docker Hub's. */
export function registryOf(repository: string): string {
  const [first = '', ...rest] = repository.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') ? first : 'docker.io';
}
