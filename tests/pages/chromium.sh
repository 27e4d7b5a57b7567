#!/bin/sh
# Prints the path of Chromium, which is installed first if it is missing and this is root on Debian. Exit code 3 if there is none.
set -eu

find_it() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
}

if ! find_it; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "Chromium is not installed" >&2
        exit 3
    fi
    {
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk
    } >&2
    find_it
fi
