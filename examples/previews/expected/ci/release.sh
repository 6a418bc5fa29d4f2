# Made by slipway; change the app instead of this file.
# Takes a step of a release in Git: changes the release file, writes the outputs, commits and pushes.
# usage: sh dist/ci/release.sh <environment> <set|promote|rollback|abort> '<service> …' [image, or number to go back to]
# The branch may move meanwhile; then everything is done again on top of it.
set -euf
environment=$1
step=$2
services=$3
value=${4:-}
tries=5

if [ -n "$(git status --porcelain --untracked-files=no)" ]; then
  echo 'There are changes that are not committed; they would end up in the release.' >&2
  exit 1
fi

# Git alone gets the token, if there is one: no other command, no address, no argument, no file.
token=${GIT_TOKEN:-}
unset GIT_TOKEN
with_token() {
  if [ -z "$token" ]; then
    git "$@"
    return
  fi
  GIT_TOKEN=$token git -c credential.helper= -c credential.helper='!credentials() {
    if [ "$1" = get ]; then
      printf "username=%s\npassword=%s\n" "${GIT_USER:-x-access-token}" "$GIT_TOKEN"
    fi
  }; credentials' "$@"
}

export GIT_AUTHOR_NAME="${GIT_AUTHOR_NAME:-release pipeline}"
export GIT_AUTHOR_EMAIL="${GIT_AUTHOR_EMAIL:-release-pipeline@users.noreply.invalid}"
export GIT_COMMITTER_NAME="${GIT_COMMITTER_NAME:-$GIT_AUTHOR_NAME}"
export GIT_COMMITTER_EMAIL="${GIT_COMMITTER_EMAIL:-$GIT_AUTHOR_EMAIL}"

while :; do
  with_token fetch --quiet origin main
  git checkout --quiet --detach FETCH_HEAD
  npm ci --no-audit --no-fund
  for service in $services; do
    case "$step" in
      set) npx slipway release set "$service" "$value" -e "$environment" ;;
      promote | abort) npx slipway release "$step" "$service" -e "$environment" ;;
      rollback) npx slipway release rollback "$service" -e "$environment" ${value:+--to "$value"} ;;
      *)
        echo "There is no step $step: set, promote, rollback and abort are." >&2
        exit 2
        ;;
    esac
  done
  npx slipway synth
  git add --all -- releases dist
  if git diff --cached --quiet; then
    echo 'That is released already.'
    exit 0
  fi
  git commit --quiet -m "Release $services in $environment: $step${value:+ $value} [skip ci]"
  if with_token push --quiet origin HEAD:refs/heads/main; then
    exit 0
  fi
  tries=$((tries - 1))
  if [ "$tries" -eq 0 ]; then
    echo 'The branch moved every time, or may not be pushed to.' >&2
    exit 1
  fi
  echo 'The branch moved meanwhile: once more, on top of it.'
done
