# Made by slipway; change the app instead of this file.
# What will change, as Markdown. usage: sh dist/ci/diff.sh <commit to compare with> [file]
# What is destructive fails, unless a commit since then says in its last lines: Allow-destructive: <why>
set -eu
base=$1
file=${2:-diff.md}
allowed=$(git log --format='%(trailers:key=Allow-destructive,valueonly)' "$base..HEAD" | tr -d '[:space:]')
status=0
npx slipway diff --against "$base" --format markdown ${allowed:+--allow destructive} > "$file" || status=$?
cat "$file"
[ "$status" -le 1 ] || exit "$status"
