# Commands for people and for continuous integration. `just` lists them.

set shell := ["bash", "-euo", "pipefail", "-c"]

_default:
    @just --list

# format, lints, tests, generated files fresh
check: fmt clippy test

# is the code formatted
fmt:
    cargo fmt --all -- --check

# lints, each an error
clippy:
    cargo clippy --all-targets -- -D warnings

# every test; the generated files are checked by one of them
test:
    cargo test

# read INPUT and publish a snapshot
build INPUT="data" OUTPUT="output":
    cargo run --release -- build {{INPUT}} --output {{OUTPUT}}

# everything that is read from one document
inspect FILE:
    cargo run --release -- inspect {{FILE}}

# write the generated files again
generate:
    cargo run -- dictionary > DICTIONARY.md

# look at changed snapshots of documents one by one (needs cargo-insta)
review:
    cargo insta review

# use the published snapshot as analysts do; OUTPUT is called `output`
readers OUTPUT="output":
    tests/readers/run.sh {{OUTPUT}}

# whole runs over a generated corpus against the floor, then each stage by itself
bench DOCUMENTS="20000":
    cargo bench --bench whole -- {{DOCUMENTS}}
    cargo bench --bench stages

# many random reports in broken layouts
property CASES="20000":
    GONGKAI_PROPERTY_CASES={{CASES}} cargo test --release --test property -- --nocapture

# inputs that mean harm, at full size: needs python3, 4 GB of disk and some minutes
hostile *CASES:
    tests/hostile.sh {{CASES}}
