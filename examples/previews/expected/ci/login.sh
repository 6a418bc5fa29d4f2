# Made by slipway; change the app instead of this file.
# Logs in to a registry, for BuildKit and cosign alike. usage: sh dist/ci/login.sh <password|aws|google|azure> <registry>
# Passwords and tokens come from the environment, are written to one file nobody else can read, and are never printed.
set -eu
kind=$1
registry=$2
umask 077
folder=${DOCKER_CONFIG:-$HOME/.docker}
mkdir -p "$folder"
case "$kind" in
  password)
    user=${REGISTRY_USER:?is the name to log in with}
    password=${REGISTRY_PASSWORD:?is the password to log in with}
    ;;
  aws)
    printf '%s' "${ID_TOKEN:?is the token of this job}" > "$folder/id-token"
    user=AWS
    password=$(AWS_WEB_IDENTITY_TOKEN_FILE="$folder/id-token" AWS_ROLE_SESSION_NAME=slipway aws ecr get-login-password)
    ;;
  google)
    printf '%s' "${ID_TOKEN:?is the token of this job}" > "$folder/id-token"
    gcloud --quiet iam workload-identity-pools create-cred-config "$GOOGLE_IDENTITY_PROVIDER" \
      --service-account="$GOOGLE_SERVICE_ACCOUNT" --credential-source-file="$folder/id-token" \
      --output-file="$folder/google.json"
    gcloud --quiet auth login --cred-file="$folder/google.json"
    user=oauth2accesstoken
    password=$(gcloud --quiet auth print-access-token)
    ;;
  azure)
    az login --service-principal --username "$AZURE_CLIENT_ID" --tenant "$AZURE_TENANT_ID" \
      --federated-token "${ID_TOKEN:?is the token of this job}" --allow-no-subscriptions --output none
    user=00000000-0000-0000-0000-000000000000
    password=$(az acr login --name "${registry%%.*}" --expose-token --output tsv --query accessToken)
    ;;
  *)
    echo "There is no login $kind." >&2
    exit 2
    ;;
esac
[ "$registry" != docker.io ] || registry=https://index.docker.io/v1/
auth=$(printf '%s:%s' "$user" "$password" | base64 | tr -d '\n')
printf '{"auths":{"%s":{"auth":"%s"}}}\n' "$registry" "$auth" > "$folder/config.json"
echo "Logged in to $2."
