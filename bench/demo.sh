#!/usr/bin/env bash
# How long a fresh sample takes to build, each time elsewhere: bench/demo.sh [ROUNDS]; fails when two books, sites or data differ.
set -euo pipefail
cd "$(dirname "$0")/.."
bin/setup --quiet --for demo
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
zones=(Asia/Tokyo America/New_York UTC)
for round in $(seq "${1:-2}"); do
  target="$folder/sample $round" begun=$(date +%s)
  TZ="${zones[$((round % 3))]}" PYTHONHASHSEED=$((4711 * round)) bin/demo --no-serve --fresh --dir "$target" > /dev/null
  sums="$(cd "$target/casebook" && find . -type f -print0 | sort -z | xargs -0 sha256sum)"
  echo "round $round: built in $(($(date +%s) - begun)) s, book $(sha256sum < "$target/casebook/book.pdf" | cut -c1-16)"
  [ "${first:=$sums}" = "$sums" ] || { diff <(echo "$first") <(echo "$sums") >&2 || true; echo "round $round differs from the first" >&2; exit 1; }
done
for _ in 1 2 3; do
  begun=$(date +%s%N)
  bin/casefinder --help > /dev/null
  echo "casefinder --help: $((($(date +%s%N) - begun) / 1000000)) ms"
done
