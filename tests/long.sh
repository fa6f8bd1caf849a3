#!/usr/bin/env bash
# Runs every test in its long form: more generated cases, larger data, longer soaks. Takes the
# arguments of run.sh.
set -euo pipefail

export FILMGRAPH_LONG=1
export PROPTEST_CASES="${PROPTEST_CASES:-5000}"
exec "$(dirname "${BASH_SOURCE[0]}")/run.sh" "$@"
