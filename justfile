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

# whole runs over documents of one format each
formats DOCUMENTS="1000":
    cargo bench --bench formats -- {{DOCUMENTS}}

# feed a target of fuzz/targets with broken input: needs cargo-fuzz; what is found lies in fuzz/artifacts/
fuzz TARGET SECONDS="300":
    cargo run --example seeds
    cp Cargo.lock fuzz/Cargo.lock
    mkdir -p fuzz/corpus/{{TARGET}}
    RUSTC_BOOTSTRAP=1 cargo fuzz run -s none {{TARGET}} fuzz/corpus/{{TARGET}} fuzz/seeds/{{TARGET}} -- \
        -max_total_time={{SECONDS}} -timeout=60 -rss_limit_mb=2048 -max_len=100000

# many random reports in broken layouts
property CASES="20000":
    GONGKAI_PROPERTY_CASES={{CASES}} cargo test --release --test property -- --nocapture

# builds killed at random moments, over some hundred reports
kill KILLS="200" REPORTS="240":
    GONGKAI_KILLS={{KILLS}} GONGKAI_KILL_REPORTS={{REPORTS}} cargo test --test nightly kill -- --nocapture

# inputs that mean harm, at full size: needs python3, 4 GB of disk and some minutes
hostile *CASES:
    tests/hostile.sh {{CASES}}
