# Made by slipway; change the app instead of this file.
# Takes a step of a release in Git: changes the release file, writes the outputs, commits and pushes.
# usage: sh dist/ci/release.sh <environment> <set|promote|rollback|abort> '<service> …' [image, or number to go back to]
# 'set' takes further services after the image, with theirs: 'shop till' <image> mail <image>.
# A service that cannot take the step, as one whose canary is running, holds up no other; the script says which, and fails.
# The branch may move meanwhile; then everything is done again on top of it.
set -euf
environment=$1
step=$2
shift 2
tries=5
case "$step" in
  set | promote | rollback | abort) ;;
  *)
    echo "There is no step $step: set, promote, rollback and abort are." >&2
    exit 2
    ;;
esac

if [ -n "$(git status --porcelain --untracked-files=no)" ]; then
  echo 'There are changes that are not committed; they would end up in the release.' >&2
  exit 1
fi

# Hooks are for people: one that refuses a commit or changes files has no say here, and none may see the token.
without_hooks() {
  git -c core.hooksPath=/dev/null "$@"
}

# Git alone gets the token, if there is one: no other command, no address, no argument, no file.
token=${GIT_TOKEN:-}
unset GIT_TOKEN
with_token() {
  if [ -z "$token" ]; then
    without_hooks "$@"
    return
  fi
  GIT_TOKEN=$token git -c core.hooksPath=/dev/null -c credential.helper= -c credential.helper='!credentials() {
    if [ "$1" = get ]; then
      printf "username=%s\npassword=%s\n" "${GIT_USER:-x-access-token}" "$GIT_TOKEN"
    fi
  }; credentials' "$@"
}

export GIT_AUTHOR_NAME="${GIT_AUTHOR_NAME:-release pipeline}"
export GIT_AUTHOR_EMAIL="${GIT_AUTHOR_EMAIL:-release-pipeline@users.noreply.invalid}"
export GIT_COMMITTER_NAME="${GIT_COMMITTER_NAME:-$GIT_AUTHOR_NAME}"
export GIT_COMMITTER_EMAIL="${GIT_COMMITTER_EMAIL:-$GIT_AUTHOR_EMAIL}"

take() {
  case "$step" in
    set) npx slipway release set "$1" "$2" -e "$environment" ;;
    rollback) npx slipway release rollback "$1" -e "$environment" ${2:+--to "$2"} ;;
    *) npx slipway release "$step" "$1" -e "$environment" ;;
  esac
}

# What each service came to: taken, refused, and for the commit what it got.
take_all() {
  taken=''
  refused=''
  details=''
  while [ $# -gt 0 ]; do
    for service in $1; do
      if take "$service" "${2:-}"; then
        taken="$taken $service"
        details="$details$service: ${2:-}
"
      else
        refused="$refused $service"
      fi
    done
    shift "$(($# > 1 ? 2 : 1))"
  done
}

while :; do
  with_token fetch --quiet origin main
  without_hooks checkout --quiet --detach FETCH_HEAD
  npm ci --no-audit --no-fund
  take_all "$@"
  if [ -z "$taken$refused" ]; then
    echo 'Which service?' >&2
    exit 2
  fi
  [ -n "$taken" ] || break
  npx slipway synth
  git add --all -- releases dist
  if git diff --cached --quiet; then
    echo 'That is released already.'
    break
  fi
  value=''
  # A lone image stands in the subject.
  [ $# -gt 2 ] || { value=${2:-} details=''; }
  without_hooks commit --quiet -m "Release$taken in $environment: $step${value:+ $value} [skip ci]" -m "$details"
  if with_token push --quiet origin HEAD:refs/heads/main; then
    break
  fi
  tries=$((tries - 1))
  if [ "$tries" -eq 0 ]; then
    echo 'The branch moved every time, or may not be pushed to.' >&2
    exit 1
  fi
  echo 'The branch moved meanwhile: once more, on top of it.'
done
if [ -n "$refused" ]; then
  echo "Not done in $environment ($step), for the reasons above:$refused." >&2
  exit 1
fi
