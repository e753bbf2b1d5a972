#!/usr/bin/env bash
# How long a fresh sample takes to build, and how fast the command line answers: bench/demo.sh [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/.."
bin/setup --quiet --for demo
target="$(mktemp -d)/sample"
for round in $(seq "${1:-1}"); do
  begun=$(date +%s)
  bin/demo --no-serve --fresh --dir "$target" > /dev/null
  echo "round $round: built in $(($(date +%s) - begun)) s, book $(sha256sum < "$target/casebook/book.pdf" | cut -c1-16)"
done
for _ in 1 2 3; do
  begun=$(date +%s%N)
  bin/casefinder --help > /dev/null
  echo "casefinder --help: $((($(date +%s%N) - begun) / 1000000)) ms"
done
rm -rf "$target"
