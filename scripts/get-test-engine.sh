#!/usr/bin/env bash
# Installs a real llama-server for the tests and prints its path. Does nothing when one is there already.
#
#   scripts/get-test-engine.sh [FOLDER]
#
# FOLDER defaults to ${XDG_CACHE_HOME:-~/.cache}/recua-test/engine. RECUA_TEST_ENGINE, when set, names a binary to
# use instead: it is only tried. Needs no root and changes nothing outside FOLDER: the distribution's packages are
# downloaded through apt (its own mirror, its own signature check) and unpacked, never installed. Newer suites than
# this machine's are asked, since an older one has no llama.cpp; their binaries run with their own loader and libc.
set -euo pipefail

folder=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/recua-test/engine}
suites=(forky sid)
server=$folder/bin/llama-server

say() { echo "test engine: $*" >&2; }

version_of() { "$1" --version 2>&1 | sed -n 's/^version: *//p'; }

runs() { [[ -x $1 && -n $(version_of "$1") ]]; }

use() {
    say "$1, version $(version_of "$1")"
    echo "$1"
    exit 0
}

if [[ -n ${RECUA_TEST_ENGINE:-} ]]; then
    runs "$RECUA_TEST_ENGINE" && use "$RECUA_TEST_ENGINE"
    say "RECUA_TEST_ENGINE is $RECUA_TEST_ENGINE, which is no llama-server that runs here"
    exit 1
fi
runs "$server" && use "$server"
if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null || [[ $(dpkg --print-architecture) != amd64 ]]; then
    say "can be installed on x86-64 Debian-like machines only; set RECUA_TEST_ENGINE to a llama-server binary"
    exit 1
fi

# Two runs at once: the second waits and then finds the first one's.
mkdir -p "$folder"
folder=$(cd "$folder" && pwd -P)
server=$folder/bin/llama-server
exec 9>"$folder/lock"
flock 9
runs "$server" && use "$server"

work=$(mktemp -d "$folder/work.XXXXXX")
trap 'rm -rf "$work"' EXIT

# The base URL of this machine's main Debian mirror, as its own apt knows it.
main_mirror() {
    apt-get indextargets 'Created-By: Packages' --format '$(REPO_URI) $(COMPONENT) $(RELEASE)' |
        awk '$2 == "main" && $1 !~ /security/ && $3 !~ /security|updates|backports/ { print $1; exit }'
}

# An apt of its own below $2: suite $1 only, an empty machine, nothing of the real one touched.
private_apt() {
    mkdir -p "$2"/{lists/partial,archives/partial,none}
    : >"$2/status"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $1 main" >"$2/sources.list"
    cat >"$2/apt.conf" <<CONF
Dir::Etc::sourcelist "$2/sources.list";
Dir::Etc::sourceparts "$2/none";
Dir::Etc::preferences "$2/none/preferences";
Dir::Etc::preferencesparts "$2/none";
Dir::State::Lists "$2/lists";
Dir::State::status "$2/status";
Dir::Cache::archives "$2/archives";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Acquire::Languages "none";
Acquire::Retries "3";
APT::Architecture "amd64";
APT::Install-Recommends "false";
APT::Sandbox::User "";
Debug::NoLocking "true";
CONF
}

# The program and, from an empty machine's point of view, everything it needs: about 20 MB.
download() {
    APT_CONFIG=$2/apt.conf apt-get -q update &&
        APT_CONFIG=$2/apt.conf apt-get -q -y --download-only install llama.cpp-tools
}

# Unpacks the packages of $2 and puts a starter into $3 that keeps the pid.
unpack() {
    local root=$3/root libraries=$3/root/usr/lib/x86_64-linux-gnu loader package backend
    mkdir -p "$root" "$3/bin" "$3/libexec"
    for package in "$2"/archives/*.deb; do
        dpkg-deb -x "$package" "$root"
    done
    rm -rf "$root"/usr/share/{doc,man,locale} "$root/etc"
    # ggml looks for its CPU variants beside the running program's file, which is the loader.
    for backend in "$libraries"/ggml/backends*/libggml-*.so; do
        [[ ! -e $backend ]] || ln -sf "${backend#"$libraries"/}" "$libraries/"
    done
    loader=$folder/root/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2
    ln -s "$loader" "$3/libexec/llama-server" # so that ps shows that name
    cat >"$3/bin/llama-server" <<START
#!/bin/sh
# llama-server of Debian $1 with that release's own C library; exec keeps the pid
exec "$folder/libexec/llama-server" --inhibit-cache \\
    --library-path "${libraries/#$3/$folder}:${libraries/#$3/$folder}/llama" \\
    --argv0 llama-server "$folder/root/usr/bin/llama-server" "\$@"
START
    chmod +x "$3/bin/llama-server"
}

mirror=$(main_mirror) || true
if [[ -z ${mirror:-} ]]; then
    say "apt knows no main Debian source here; set RECUA_TEST_ENGINE to a llama-server binary"
    exit 1
fi
for suite in "${suites[@]}"; do
    say "installing llama-server of Debian $suite into $folder"
    private_apt "$suite" "$work/$suite"
    if ! download "$suite" "$work/$suite" >"$work/log" 2>&1; then
        say "suite $suite does not give it: $(tail -n 1 "$work/log")"
        continue
    fi
    unpack "$suite" "$work/$suite" "$work/new"
    rm -rf "$folder"/{root,bin,libexec}
    mv "$work"/new/{root,libexec,bin} "$folder/"
    runs "$server" && use "$server"
    say "the binary of suite $suite does not run here: $("$server" --version 2>&1 | head -n 3)"
    rm -rf "$work/new"
done
say "no suite gave a llama-server that runs; set RECUA_TEST_ENGINE to a binary"
exit 1
