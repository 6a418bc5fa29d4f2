/** emit › ci › scripts: what jobs do, as lines of shell that run on any machine, by anybody. */

import type { PipelinePlan } from '../../model/plan/pipeline-plan.ts';
import type { PipelineSpec } from '../../model/spec/pipeline-spec.ts';
import type { OutputFile } from '../../text/file-tree.ts';
import { MADE_BY } from '../../text/made-by.ts';
import { releaseScript, type ReleaseValues } from './release-script.ts';

/** The scripts of a pipeline, below `ci/`; one only where a job calls it. POSIX shell, as in Debian and Alpine. */
export function pipelineScripts(plan: PipelinePlan, spec: PipelineSpec): readonly OutputFile[] {
  const install = spec.install ?? 'npm ci --no-audit --no-fund';
  const outputs = spec.outputs ?? 'dist';
  const texts: Readonly<Record<string, string>> = {
    'check.sh': check({ install, outputs }),
    'diff.sh': DIFF,
    'login.sh': LOGIN,
    'image.sh': image(plan),
    'release.sh': releaseScript({ install, outputs, branch: plan.branch }),
    'deploy.sh': DEPLOY,
    'preview.sh': preview(install, spec.previews),
  };
  const lines = plan.jobs.flatMap(({ steps }) => steps.map(({ run }) => run)).join('\n');
  return Object.entries(texts)
    .filter(
      ([name]) => name === 'diff.sh' || lines.includes(`/${name} `) || lines.includes(`/${name}`),
    )
    .map(([name, text]) => ({
      path: `ci/${name}`,
      text: `# ${MADE_BY}; change the app instead of this file.\n${text.replaceAll('{scripts}', plan.scripts)}`,
    }));
}

function check({ install, outputs }: Omit<ReleaseValues, 'branch'>): string {
  return `# Are the descriptions right, and are the outputs in Git what they make?
set -eu
${install}
npx slipway check
npx slipway synth
stale=$(git status --porcelain -- ${outputs})
if [ -n "$stale" ]; then
  printf '%s\\n' "$stale"
  echo 'These outputs are not what the descriptions make. Run: npx slipway synth, and commit.' >&2
  exit 1
fi
`;
}

const DIFF = `# What will change, as Markdown. usage: sh {scripts}/diff.sh <commit to compare with> [file]
# What is destructive fails, unless a commit since then says in its last lines: Allow-destructive: <why>
set -eu
base=$1
file=\${2:-diff.md}
allowed=$(git log --format='%(trailers:key=Allow-destructive,valueonly)' "$base..HEAD" | tr -d '[:space:]')
status=0
npx slipway diff --against "$base" --format markdown \${allowed:+--allow destructive} > "$file" || status=$?
cat "$file"
[ "$status" -le 1 ] || exit "$status"
`;

const LOGIN = `# Logs in to a registry, for BuildKit and cosign alike. usage: sh {scripts}/login.sh <password|aws|google|azure> <registry>
# Passwords and tokens come from the environment, are written to one file nobody else can read, and are never printed.
set -eu
kind=$1
registry=$2
umask 077
folder=\${DOCKER_CONFIG:-$HOME/.docker}
mkdir -p "$folder"
case "$kind" in
  password)
    user=\${REGISTRY_USER:?is the name to log in with}
    password=\${REGISTRY_PASSWORD:?is the password to log in with}
    ;;
  aws)
    printf '%s' "\${ID_TOKEN:?is the token of this job}" > "$folder/id-token"
    user=AWS
    password=$(AWS_WEB_IDENTITY_TOKEN_FILE="$folder/id-token" AWS_ROLE_SESSION_NAME=slipway aws ecr get-login-password)
    ;;
  google)
    printf '%s' "\${ID_TOKEN:?is the token of this job}" > "$folder/id-token"
    gcloud --quiet iam workload-identity-pools create-cred-config "$GOOGLE_IDENTITY_PROVIDER" \\
      --service-account="$GOOGLE_SERVICE_ACCOUNT" --credential-source-file="$folder/id-token" \\
      --output-file="$folder/google.json"
    gcloud --quiet auth login --cred-file="$folder/google.json"
    user=oauth2accesstoken
    password=$(gcloud --quiet auth print-access-token)
    ;;
  azure)
    az login --service-principal --username "$AZURE_CLIENT_ID" --tenant "$AZURE_TENANT_ID" \\
      --federated-token "\${ID_TOKEN:?is the token of this job}" --allow-no-subscriptions --output none
    user=00000000-0000-0000-0000-000000000000
    password=$(az acr login --name "\${registry%%.*}" --expose-token --output tsv --query accessToken)
    ;;
  *)
    echo "There is no login $kind." >&2
    exit 2
    ;;
esac
[ "$registry" != docker.io ] || registry=https://index.docker.io/v1/
auth=$(printf '%s:%s' "$user" "$password" | base64 | tr -d '\\n')
printf '{"auths":{"%s":{"auth":"%s"}}}\\n' "$registry" "$auth" > "$folder/config.json"
echo "Logged in to $2."
`;

function image({ builder }: PipelinePlan): string {
  return `# Builds an image with SBOM and provenance, pushes it, and notes its digest in ci-values/<name of the value>.env.
# usage: sh {scripts}/image.sh <name of the value> <repository> <context> <Dockerfile>
# Without privileges and daemon where there is buildctl-daemonless.sh, else by docker buildx.
set -eu
name=$1
repository=$2
context=$3
dockerfile=$4
commit=\${COMMIT:-$(git rev-parse HEAD)}
image=$repository:sha-$(printf '%.12s' "$commit")
cache=type=registry,ref=$repository:buildcache
metadata=$(mktemp)
if command -v buildctl-daemonless.sh > /dev/null; then
  buildctl-daemonless.sh build --frontend dockerfile.v0 \\
    --local "context=$context" \\
    --local "dockerfile=$(dirname "$dockerfile")" --opt "filename=$(basename "$dockerfile")" \\
    --opt attest:sbom= --opt attest:provenance=mode=max \\
    --import-cache "$cache" --export-cache "$cache,mode=max" \\
    --output "type=image,name=$image,push=true" --metadata-file "$metadata"
else
  docker buildx inspect slipway > /dev/null 2>&1 ||
    docker buildx create --name slipway --driver docker-container --driver-opt image=${builder} > /dev/null
  docker buildx build --builder slipway --file "$dockerfile" --tag "$image" --push \\
    --sbom=true --provenance=mode=max \\
    --cache-from "$cache" --cache-to "$cache,mode=max" --metadata-file "$metadata" "$context"
fi
digest=$(sed -n 's/.*"containerimage\\.digest": *"\\(sha256:[0-9a-f]*\\)".*/\\1/p' "$metadata" | head -n 1)
rm -f "$metadata"
if [ -z "$digest" ]; then
  echo 'The build told no digest.' >&2
  exit 1
fi
mkdir -p ci-values
echo "$name=$image@$digest" | tee "ci-values/$name.env"
`;
}

/** The kubeconfig of a job, where it is handed over as text: a file nobody else can read, gone afterwards. */
const WITH_KUBECONFIG = `# KUBECONFIG_TEXT holds the kubeconfig, where there is no file.
set -eu
if [ -n "\${KUBECONFIG_TEXT:-}" ]; then
  umask 077
  KUBECONFIG=$(mktemp)
  trap 'rm -f "$KUBECONFIG"' EXIT
  printf '%s\\n' "$KUBECONFIG_TEXT" > "$KUBECONFIG"
  export KUBECONFIG
fi
unset KUBECONFIG_TEXT
`;

const DEPLOY = `# Brings an environment into the cluster. usage: sh {scripts}/deploy.sh <environment>
${WITH_KUBECONFIG}npx slipway deploy -e "$1"
`;

function preview(install: string, previews: PipelineSpec['previews']): string {
  if (previews === undefined) return '';
  const { environment, domain } = previews;
  return `# A copy of the environment ${environment} for a proposed change.
# usage: sh {scripts}/preview.sh up <name> [image …] | down <name> | prune <time, e.g. 72h>
${WITH_KUBECONFIG}step=$1
name=$2
shift 2
${install}
case "$step" in
  up)
    images=$(IFS=,; printf '%s' "$*")
    npx slipway preview up "$name" -e ${environment}${domain === undefined ? '' : ` --domain ${domain}`} \${images:+--images "$images"}
    ;;
  down) npx slipway preview down "$name" -e ${environment} ;;
  prune) npx slipway preview prune --older-than "$name" -e ${environment} ;;
  *)
    echo "There is no step $step: up, down and prune are." >&2
    exit 2
    ;;
esac
`;
}
