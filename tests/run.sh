#!/usr/bin/env bash
# Runs every test on both databases: SQLite, which needs nothing, and a private PostgreSQL server
# that lives as long as this script.
#
#   tests/run.sh                       everything
#   tests/run.sh --test e2e -- name    what `cargo test` makes of these arguments
#
# FILMGRAPH_TEST_POSTGRES_URL, if it is set, names a PostgreSQL server to use instead. Its user must
# be allowed to create databases.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly script='tests/run.sh'
tests=''
# shellcheck source=tests/postgres.sh
source tests/postgres.sh

# shellcheck disable=SC2317,SC2329 # called by the trap
clean_up() {
    trap '' HUP INT TERM
    if [[ -n $tests ]]; then
        kill -TERM -- "-$tests" 2>/dev/null || true
    fi
    stop_postgres
}

command -v cargo >/dev/null || fail 'no cargo found: install Rust, see https://rustup.rs'
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

start_postgres

locked=()
[[ ${CI:-} != true ]] || locked=(--locked)

# The program as it was built for the tests: some of them start it.
profile=()
for argument in "$@"; do
    case $argument in
        --) break ;;
        -r | --release) profile=(--release) ;;
    esac
done

# In the background, so that a signal is answered at once, and in a process group of its own, so
# that the tests end with cargo.
set -m
{
    cargo build --workspace ${locked[@]+"${locked[@]}"} ${profile[@]+"${profile[@]}"} &&
        cargo test --workspace ${locked[@]+"${locked[@]}"} "$@"
} </dev/null &
tests=$!
set +m
status=0
wait "$tests" || status=$?
tests=''
exit "$status"
