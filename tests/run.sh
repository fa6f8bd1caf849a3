#!/usr/bin/env bash
# Runs every test on both databases: SQLite, which needs nothing, and a private PostgreSQL server
# that lives as long as this script; then those of the playground in a real Chromium.
#
#   tests/run.sh                       everything
#   tests/run.sh --test e2e -- name    what `cargo test` makes of these arguments, and no browser
#   tests/run.sh browser               the tests in the browser alone
#   tests/run.sh browser --test-name-pattern=dark     what `node --test` makes of these arguments
#   tests/run.sh browser --picture     the same as browser; it also takes docs/images/playground.png anew
#
# FILMGRAPH_TEST_POSTGRES_URL, if it is set, names a PostgreSQL server to use instead. Its user must
# be allowed to create databases. FILMGRAPH_TEST_CHROMIUM names a browser to use.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly script='tests/run.sh'
tests=''
# shellcheck source=tests/postgres.sh
source tests/postgres.sh

# Sets FILMGRAPH_TEST_CHROMIUM to the browser's path.
find_chromium() {
    local name
    [[ -z ${FILMGRAPH_TEST_CHROMIUM:-} ]] || return 0
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name" >/dev/null; then
            FILMGRAPH_TEST_CHROMIUM=$(command -v "$name")
            export FILMGRAPH_TEST_CHROMIUM
            return
        fi
    done
    return 1
}

# What the tests in the browser need besides the server.
prepare_browser() {
    local browser='install Chromium, or set FILMGRAPH_TEST_CHROMIUM'
    find_chromium || { install Chromium "$browser" chromium && find_chromium; } ||
        fail "Chromium was installed, but is not found: $browser"
    command -v npm >/dev/null ||
        install npm 'install Node.js 20 or later with npm' nodejs npm
    (($(node -p 'process.versions.node.split(".")[0]') >= 20)) ||
        fail "Node.js 20 or later is needed, this is $(node --version)"
    if [[ ! tests/browser/node_modules/.package-lock.json -nt tests/browser/package-lock.json ]]; then
        (cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null)
    fi
}

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

with_rust=true
with_browser=true
if [[ ${1:-} == browser ]]; then
    with_rust=false
    shift
elif (($# > 0)); then
    with_browser=false
fi

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

# Many tests wait: for a time limit, for a server to stop, for the disk. Two on each core keep it busy.
run_rust() {
    export RUST_TEST_THREADS=${RUST_TEST_THREADS:-$((2 * $(nproc)))}
    cargo build --workspace ${locked[@]+"${locked[@]}"} ${profile[@]+"${profile[@]}"} &&
        cargo test --workspace ${locked[@]+"${locked[@]}"} "$@"
}

run_browser() {
    local arguments=() argument
    for argument in "$@"; do
        case $argument in
            --picture) export FILMGRAPH_TEST_PICTURE=$PWD/docs/images/playground.png ;;
            *) arguments+=("$argument") ;;
        esac
    done
    cargo build --workspace ${locked[@]+"${locked[@]}"} || return
    FILMGRAPH_TEST_PROGRAM=$(realpath "${CARGO_TARGET_DIR:-target}/debug/filmgraph")
    export FILMGRAPH_TEST_PROGRAM
    # One file at a time: each has a server and a browser.
    cd tests/browser && node --test --test-concurrency=1 --test-timeout=600000 \
        ${arguments[@]+"${arguments[@]}"}
}

[[ $with_rust != true ]] || start_postgres
[[ $with_browser != true ]] || prepare_browser

# In the background, so that a signal is answered at once, and in a process group of its own, so
# that the tests end with cargo.
set -m
{
    { [[ $with_rust != true ]] || run_rust "$@"; } &&
        { [[ $with_browser != true ]] || run_browser "$@"; }
} </dev/null &
tests=$!
set +m
status=0
wait "$tests" || status=$?
tests=''
exit "$status"
