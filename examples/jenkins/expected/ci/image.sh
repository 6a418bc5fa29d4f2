# Made by slipway; change the app instead of this file.
# Builds an image with SBOM and provenance, pushes it, and notes its digest in ci-values/<name of the value>.env.
# usage: sh dist/ci/image.sh <name of the value> <repository> <context> <Dockerfile>
# Without privileges and daemon where there is buildctl-daemonless.sh, else by docker buildx.
set -eu
name=$1
repository=$2
context=$3
dockerfile=$4
commit=${COMMIT:-$(git rev-parse HEAD)}
image=$repository:sha-$(printf '%.12s' "$commit")
cache=type=registry,ref=$repository:buildcache
metadata=$(mktemp)
if command -v buildctl-daemonless.sh > /dev/null; then
  buildctl-daemonless.sh build --frontend dockerfile.v0 \
    --local "context=$context" \
    --local "dockerfile=$(dirname "$dockerfile")" --opt "filename=$(basename "$dockerfile")" \
    --opt attest:sbom= --opt attest:provenance=mode=max \
    --import-cache "$cache" --export-cache "$cache,mode=max" \
    --output "type=image,name=$image,push=true" --metadata-file "$metadata"
else
  docker buildx inspect slipway > /dev/null 2>&1 ||
    docker buildx create --name slipway --driver docker-container --driver-opt image=moby/buildkit:v0.34.2 > /dev/null
  docker buildx build --builder slipway --file "$dockerfile" --tag "$image" --push \
    --sbom=true --provenance=mode=max \
    --cache-from "$cache" --cache-to "$cache,mode=max" --metadata-file "$metadata" "$context"
fi
digest=$(sed -n 's/.*"containerimage\.digest": *"\(sha256:[0-9a-f]*\)".*/\1/p' "$metadata" | head -n 1)
rm -f "$metadata"
if [ -z "$digest" ]; then
  echo 'The build told no digest.' >&2
  exit 1
fi
mkdir -p ci-values
echo "$name=$image@$digest" | tee "ci-values/$name.env"
