# shellcheck shell=bash
# A private PostgreSQL server that lives as long as the script that sources this file. That script
# sets `script`, its name for messages, and calls start_postgres, and stop_postgres at its end. In
# `postgres_settings` it may give the server settings of its own, as in '-c shared_buffers=1GB'.
#
# FILMGRAPH_TEST_POSTGRES_URL, if it is set, names a PostgreSQL server to use instead. Its user must
# be allowed to create databases.

postgres_bin=''
postgres_user=()
work=''

fail() {
    printf '%s: %s\n' "${script:?}" "$*" >&2
    exit 1
}

# Sets postgres_bin to the directory of the newest server's programs; Debian keeps them off the PATH.
find_postgres() {
    local directory
    if command -v initdb >/dev/null && command -v pg_ctl >/dev/null; then
        postgres_bin=$(dirname "$(command -v pg_ctl)")
        return
    fi
    while read -r directory; do
        if [[ -x $directory/initdb && -x $directory/pg_ctl ]]; then
            postgres_bin=$directory
            return
        fi
    done < <(printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin | sort -V -r)
    return 1
}

# Installs packages of Debian. The first argument says what is missing, the second what to do about
# it where they cannot be installed.
install() {
    local missing=$1 remedy=$2 as_root=()
    shift 2
    command -v apt-get >/dev/null || fail "no $missing found: $remedy"
    if ((EUID != 0)); then
        command -v sudo >/dev/null || fail "no $missing found: as root, run apt-get install $*"
        as_root=(sudo)
        # Without a terminal nobody can type a password.
        [[ -t 0 && ${CI:-} != true ]] || as_root=(sudo -n)
    fi
    printf '%s: no %s found, installing one\n' "$script" "$missing" >&2
    ${as_root[@]+"${as_root[@]}"} apt-get update -qq </dev/null
    ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" </dev/null >&2
}

install_postgres() {
    install 'PostgreSQL server' 'install PostgreSQL 15 or later (the programs initdb, pg_ctl and
postgres), or set FILMGRAPH_TEST_POSTGRES_URL' postgresql
}

# Sets postgres_user to the words that run a command as somebody whom PostgreSQL accepts: it refuses
# to run as root.
choose_user() {
    local user
    ((EUID == 0)) || return 0
    for user in postgres nobody; do
        id "$user" >/dev/null 2>&1 || continue
        chown "$user" "$work"
        if command -v setpriv >/dev/null; then
            postgres_user=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups --)
        elif command -v runuser >/dev/null; then
            postgres_user=(runuser -u "$user" --)
        else
            # shellcheck disable=SC2016 # the inner shell expands "$@"
            postgres_user=(su -s /bin/sh -c 'exec "$@"' -- "$user" sh)
        fi
        return
    done
    fail 'PostgreSQL does not run as root, and there is no user postgres or nobody'
}

# Runs one of the server's programs. Its user may not be allowed into the directory we are in.
postgres() {
    local program=$1
    shift
    (cd "$work" && ${postgres_user[@]+"${postgres_user[@]}"} "$postgres_bin/$program" "$@" </dev/null)
}

# A linguistic collation, as production servers have: a query whose order hangs on the collation
# then differs from SQLite here and not first in production.
create_cluster() {
    local options=(-D "$work/data" -U filmgraph --auth=trust --encoding=UTF8 --no-sync --locale=C)
    postgres initdb "${options[@]}" --locale-provider=icu --icu-locale=en-US >"$work/log" 2>&1 ||
        postgres initdb "${options[@]}" >"$work/log" 2>&1 ||
        { cat "$work/log" >&2; fail 'initdb failed'; }
}

# Nothing on this server outlives the tests, so it need not survive a crash.
start_server() {
    local attempt port
    # One line: pg_ctl hands it to a shell.
    local settings='-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c timezone=UTC'
    settings+=" -c max_connections=300 -c listen_addresses=127.0.0.1"
    settings+=" -c unix_socket_directories=$work ${postgres_settings:-}"
    # Ports below those that the system gives to clients. A taken one makes the start fail, which
    # settles a race between two runs as well.
    for attempt in {1..20}; do
        port=$((20000 + (RANDOM + attempt) % 12000))
        if postgres pg_ctl start -w -t 60 -s -D "$work/data" -l "$work/server.log" \
            -o "$settings -p $port" >"$work/log" 2>&1; then
            export FILMGRAPH_TEST_POSTGRES_URL="postgres://filmgraph@127.0.0.1:$port/postgres"
            return
        fi
    done
    cat "$work/log" "$work/server.log" >&2
    fail 'PostgreSQL did not start'
}

# Starts the server, unless one is named already.
start_postgres() {
    [[ -z ${FILMGRAPH_TEST_POSTGRES_URL:-} ]] || return 0
    find_postgres || { install_postgres && find_postgres; } ||
        fail 'PostgreSQL was installed, but its programs initdb and pg_ctl are not found'
    # Not below TMPDIR: it may be closed to the server's user, and too long for a socket's path.
    work=$(mktemp -d /tmp/filmgraph-tests.XXXXXX)
    # As root, the log of each program is ours, the directory the server's.
    choose_user
    create_cluster
    start_server
}

# shellcheck disable=SC2317,SC2329 # called by a trap
stop_postgres() {
    [[ -n $work ]] || return 0
    if [[ -e $work/data/postmaster.pid ]]; then
        postgres pg_ctl stop -s -m immediate -D "$work/data" >/dev/null 2>&1 || true
    fi
    rm -rf "$work"
}
