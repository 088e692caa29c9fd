#!/usr/bin/env bash
# Everything that must pass. Runs all steps even when one fails; the last line is the count over all of them, in
# which a step without tests of its own counts as one. A tool that is neither installed nor to be fetched (no network)
# is said to be skipped, and fails nothing.
set -uo pipefail
cd "$(dirname "$0")/.."

# Tools go below target/, so that nothing outside of the checkout changes. They are built without optimisation:
# building them is what takes time here, not running them.
export PATH="$PWD/target/tools/bin:$PWD/.venv/bin:$PATH"
log=$(mktemp)
built=$(mktemp)
trap 'rm -f "$log" "$built"' EXIT
passed=0
failed=0
notes=()

# step NAME COMMAND…: runs it and adds up the counts it prints.
step() {
    local name=$1 ok=0 fail=0 status=0
    shift
    printf '\n── %s\n' "$name"
    "$@" 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    # `test result: ok. 5 passed; 0 failed; …`, `6 passed, 0 failed`, `Summary … 40 tests run: 40 passed, 0 skipped`
    while read -r p f; do
        ok=$((ok + p))
        fail=$((fail + f))
    done < <(sed $'s/\x1b\\[[0-9;]*m//g' "$log" | awk '
        /^test result: |^[0-9]+ passed, [0-9]+ failed$|^ *Summary / {
            p = 0; f = 0
            for (i = 2; i <= NF; i++) {
                if ($i ~ /^passed/) p = $(i - 1)
                if ($i ~ /^failed/) f = $(i - 1)
            }
            print p, f
        }')
    if ((ok + fail == 0)); then
        if ((status == 0)); then ok=1; else fail=1; fi
    elif ((status != 0 && fail == 0)); then
        fail=1
    fi
    # Which tests failed and where stands in the last lines too: of a long log, often only these are kept.
    if ((status != 0)); then
        notes+=("failed: $name")
        while IFS= read -r line; do notes+=("    $line"); done < <(sed $'s/\x1b\\[[0-9;]*m//g' "$log" |
            grep -aE '^ *(FAIL|ABORT|SIG[A-Z]+|TIMEOUT) \[|^test .* FAILED$|panicked at|^error(\[|:)' | cut -c -300 | awk '!seen[$0]++' | head -40)
    fi
    passed=$((passed + ok))
    failed=$((failed + fail))
}

skip() {
    printf '\n── %s\nskipped: %s\n' "$1" "$2"
    notes+=("skipped: $1: $2")
}

# cargo_tool NAME: whether `cargo NAME` can be run, installing it when it is missing.
cargo_tool() {
    command -v "cargo-$1" >/dev/null && return
    printf '\ninstalling cargo-%s into target/tools\n' "$1"
    env -u RUSTC_WORKSPACE_WRAPPER CARGO_PROFILE_DEV_DEBUG=false \
        cargo install --quiet --locked --debug --root target/tools "cargo-$1"
}

typos_tool() {
    command -v typos >/dev/null && return
    [ -d .venv ] || python3 -m venv .venv || return
    .venv/bin/pip install --quiet typos
}

# Clippy as the compiler: what it reads is what is tested, and dependencies, most of the time here, are compiled once, not
# checked besides.
export RUSTC_WORKSPACE_WRAPPER=clippy-driver
program="${CARGO_TARGET_DIR:-target}/debug/tawatur"

# Builds everything; a warning fails the step and holds up nothing.
lints() {
    cargo build --color never --workspace --all-targets 2>&1 | tee "$built"
    ((PIPESTATUS[0] == 0)) && ! grep -q '^warning' "$built"
}

# Runs the examples in the documentation, and writes the documentation itself with the same compiled dependencies.
documentation() {
    RUSTDOC="$PWD/scripts/rustdoc.sh" cargo test --workspace --doc --no-fail-fast --quiet
}

# Names only; `cargo fmt` mends them.
step "format" cargo fmt --all --check -- -l
step "lints" lints
if command -v cargo-nextest >/dev/null; then
    step "tests" cargo nextest run --workspace --no-fail-fast --status-level fail
else
    step "tests" cargo test --workspace --lib --bins --tests --examples --no-fail-fast --quiet
fi
step "documentation and its examples" documentation
step "codebook check" "$program" codebook check codebooks/conflict
step "codebook cases" "$program" codebook test codebooks/conflict
if typos_tool; then step "spelling" typos; else skip "spelling" "typos is not installed and cannot be fetched"; fi
if cargo_tool machete; then
    step "unused dependencies" cargo machete
else
    skip "unused dependencies" "cargo-machete is not installed and cannot be fetched"
fi
if cargo_tool deny; then
    step "licences and sources of dependencies" cargo deny check bans licenses sources
    if cargo deny fetch db >"$log" 2>&1; then
        step "advisories" cargo deny check advisories
    else
        skip "advisories" "the database of advisories cannot be fetched"
    fi
else
    skip "licences and sources of dependencies" "cargo-deny is not installed and cannot be fetched"
fi

printf '\n'
for note in ${notes[@]+"${notes[@]}"}; do printf '%s\n' "$note"; done
printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
