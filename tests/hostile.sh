#!/usr/bin/env bash
# Runs the release build on inputs that mean harm, at full size; see hostile.py. Needs python3, 4 GB of disk and some minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release
exec python3 tests/hostile.py "${CARGO_TARGET_DIR:-target}/release/gongkai" "$@"
