#!/usr/bin/env bash
# Checks what no compiler sees, over the files that git tracks: says every finding, then exits 1 if there was one.
set -euo pipefail
shopt -s lastpipe # so that `… | rule` counts in this shell
cd "$(dirname "${BASH_SOURCE[0]}")/.."

problems=0

# A rule and the lines that break it, if any, on standard input.
rule() {
    local found
    found=$(cat)
    [[ -n $found ]] || return 0
    problems=$((problems + 1))
    printf '%s:\n%s\n\n' "$1" "$(head -n 20 <<<"$found")"
}

# Lines of tracked text files that match $1, in the paths given after it.
matching() {
    local pattern=$1
    shift
    git grep -n -I -P -e "$pattern" -- "$@" | cut -c 1-200 || true
}

# The brackets keep this file from matching itself.
registries='repo1?[.]maven|maven[.]org|sonatype[.](com|org)|npmjs[.](com|org)|yarnpkg[.]com|(deb|ftp|packages|archive)[.](debian|ubuntu)|debian[.]org|pypi[.]org|python[h]osted|crates[.]io|proxy[.]golang'
matching "$registries" . | rule 'names the host of a package registry (clients know their registry by themselves)'

matching '/work/[(]?(main|wt|shared)\b|/usr/lib/jvm/[a-z]|[.][.]/shared/' . ':!docs/adr' |
    rule 'names a path of one machine, or a folder that users do not have'

matching '\b(T[O]DO|F[I]XME|X[X]X)\b' '*.java' '*.sh' '*.xml' '*.ts' '*.tsx' '*.js' '*.yaml' '*.yml' recua .ci/run |
    rule 'says what is still open; an issue is the place for that'

matching 'new\s+UnsupportedOperationException' '*.java' |
    rule 'throws UnsupportedOperationException: write what it promises, or do not promise it'

git ls-files -z '*.java' | xargs -0 -r wc -l | awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines" }' |
    rule 'is longer than 600 lines'

git ls-files | grep -E '(^|/)(target|node_modules)/|^web/dist/|\.(class|jar|aot|jsa|log)$' |
    rule 'is a build output' || true

matching '"resolved": *"https?:' '*package-lock.json' 'npm-shrinkwrap.json' |
    rule 'pins a download address (npm config: omit-lockfile-registry-resolved=true)'

matching '[ \t]+$' '*.java' '*.sh' '*.xml' '*.yaml' '*.yml' recua .ci/run | rule 'ends with blanks'

# Each script with the shell its first line names; one that is only sourced, with both.
scripts=$(git ls-files '*.sh' recua .ci/run)
for script in $scripts; do
    case $(head -n 1 "$script") in
        '#!'*bash*) bash -n "$script" 2>&1 ;;
        '#!'*) sh -n "$script" 2>&1 ;;
        *) sh -n "$script" 2>&1 && bash -n "$script" 2>&1 ;;
    esac || true
    if [[ $(head -c 2 "$script") == '#!' && ! -x $script ]]; then
        echo "$script is not executable"
    fi
done | rule 'is a script that does not parse or cannot be started'

if ((problems > 0)); then
    echo "check-repo: $problems rules are broken" >&2
    exit 1
fi
echo "check-repo: $(git ls-files | wc -l) tracked files are in order"
