#!/usr/bin/env bash
# Rustdoc for `cargo test --doc`: before the examples are run, the documentation of the crate is written, and a warning fails. `cargo doc`
# would check all dependencies for that, which are compiled already.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

written=()
skipped=
for argument in "$@"; do
    if [[ -n $skipped ]]; then
        skipped=
        continue
    fi
    case $argument in
    --test) ;;
    --test-run-directory | --test-args | --test-runtool) skipped=yes ;;
    --test-run-directory=* | --test-args=* | --test-runtool=* | --no-run | --nocapture) ;;
    *) written+=("$argument") ;;
    esac
done
case " $* " in
*" --test "*) rustdoc "${written[@]}" -D warnings --out-dir "${CARGO_TARGET_DIR:-$root/target}/doc" ;;
esac
exec rustdoc "$@"
