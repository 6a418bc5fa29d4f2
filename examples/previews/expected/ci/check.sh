# Made by slipway; change the app instead of this file.
# Are the descriptions right, and are the outputs in Git what they make?
set -eu
npm ci --no-audit --no-fund
npx slipway check
npx slipway synth
stale=$(git status --porcelain -- dist)
if [ -n "$stale" ]; then
  printf '%s\n' "$stale"
  echo 'These outputs are not what the descriptions make. Run: npx slipway synth, and commit.' >&2
  exit 1
fi
