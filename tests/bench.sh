#!/usr/bin/env bash
# Runs the benchmark on SQLite and on a private PostgreSQL server, with programs built for release.
#
#   tests/bench.sh                             100,000 titles, some ten minutes
#   tests/bench.sh --titles 5000 --hub 1000    its own arguments; --help lists them
#
# FILMGRAPH_TEST_POSTGRES_URL, if it is set, names a PostgreSQL server to use instead. Its user must
# be allowed to create databases.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# shellcheck disable=SC2034 # for postgres.sh
readonly script='tests/bench.sh'
# shellcheck source=tests/postgres.sh
source tests/postgres.sh

command -v cargo >/dev/null || fail 'no cargo found: install Rust, see https://rustup.rs'
trap stop_postgres EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Together, so that both are built from the same libraries.
cargo build --release --package filmgraph --package filmgraph-tests
start_postgres
cargo bench --package filmgraph-tests --bench bench -- "$@"
