#!/usr/bin/env bash
# Brings a Debian or Ubuntu machine to what a goal needs, and does nothing when it is there already.
#
#     Scripts/bootstrap.sh build|test|bench
set -euo pipefail
cd "$(dirname "$0")/.."

goal=${1:-build}
build=(
    libsqlite3-dev libpq-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libargon2-dev libgumbo-dev
    libcurl4-openssl-dev libstb-dev zlib1g-dev libbrotli-dev pkg-config ca-certificates
)
test=(postgresql postgresql-client chromium fonts-inter python3-venv curl procps ruby php-cli php-curl)
bench=(nginx-light wrk)

case $goal in
    build) needed=("${build[@]}") ;;
    test) needed=("${build[@]}" "${test[@]}") ;;
    bench) needed=("${build[@]}" "${test[@]}" "${bench[@]}") ;;
    *) echo "bootstrap: the goal is build, test or bench, not '$goal'" >&2; exit 64 ;;
esac

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_packages() {
    if ! command -v dpkg-query > /dev/null; then
        echo "bootstrap: this is no Debian; install what these packages bring, then set BOOTSTRAP=off:" >&2
        echo "    ${needed[*]}" >&2
        exit 69
    fi
    local present missing
    present=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${needed[@]}" 2> /dev/null || true)
    present=$(sed -n 's/^installed //p' <<< "$present")
    missing=$(comm -23 <(printf '%s\n' "${needed[@]}" | sort -u) <(sort -u <<< "$present"))
    [ -n "$missing" ] || return 0
    echo "bootstrap: installing" $missing
    as_root apt-get -qq update
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends $missing > /dev/null
}

require_swift() {
    local version
    if ! command -v swift > /dev/null; then
        echo "bootstrap: Swift 6.2 or newer is needed, see https://www.swift.org/install/linux/" >&2
        exit 69
    fi
    version=$(swift --version 2> /dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    if [ "$(printf '%s\n6.2\n' "$version" | sort -V | head -n 1)" != 6.2 ]; then
        echo "bootstrap: Swift 6.2 or newer is needed, found ${version:-none}" >&2
        exit 69
    fi
}

newest_python() {
    local candidate
    for candidate in /usr/bin/python3 python3; do
        if "$candidate" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "bootstrap: Python 3.11 or newer is needed" >&2
    exit 69
}

install_python_packages() {
    local wanted marker=.venv/.requirements
    wanted=$(sha256sum Tests/requirements*.txt)
    if [ -x .venv/bin/python ] && [ "$(cat "$marker" 2> /dev/null)" = "$wanted" ]; then return 0; fi
    echo "bootstrap: Python packages into .venv"
    "$(newest_python)" -m venv --clear .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -r Tests/requirements.txt
    "$(newest_python)" -m venv .venv/upstream
    .venv/upstream/bin/python -m pip install --quiet --disable-pip-version-check -r Tests/requirements-upstream.txt
    echo "$wanted" > "$marker"
}

require_swift
if [ "${BOOTSTRAP:-on}" != off ]; then install_packages; fi
if [ "$goal" != build ]; then install_python_packages; fi
