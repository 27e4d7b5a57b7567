#!/bin/sh
# Builds onto file systems that are full, read-only, or end inside the output. Each must say so in one line, exit 2, and
# leave the published snapshot as it was.
# Usage: disk.sh PROGRAM SMALL-ARCHIVE LARGE-ARCHIVE FOLDER
set -eu

program=$1 small=$2 large=$3 disk=$4
mkdir -p "$disk"

# In name spaces of their own anybody may mount, where the system allows it.
if [ "${GONGKAI_INSIDE:-}" != yes ]; then
    if ! unshare --user --map-root-user --mount mount -t tmpfs tmpfs "$disk" 2>/dev/null; then
        echo "skipped: no file system can be mounted here"
        exit 0
    fi
    GONGKAI_INSIDE=yes exec unshare --user --map-root-user --mount "$0" "$@"
fi

# refused WORDS INPUT: the build says WORDS, and what was published is still there and whole.
refused() {
    before=$(cat "$disk/output/LATEST")
    code=0
    message=$("$program" build "$2" --accept --output "$disk/output" 2>&1 >/dev/null) || code=$?
    message=$(printf '%s\n' "$message" | grep '^gongkai: ') || true
    [ "$code" = 2 ] || { echo "exit code $code instead of 2: $message"; exit 1; }
    case $message in
        *"$1"*) ;;
        *) echo "expected \"$1\": $message"; exit 1 ;;
    esac
    [ "$(printf '%s\n' "$message" | wc -l)" = 1 ] || { echo "more than one line: $message"; exit 1; }
    [ "$(cat "$disk/output/LATEST")" = "$before" ] || { echo "another snapshot is published"; exit 1; }
    (cd "$disk/output/current/" && sha256sum --check --quiet SHA256SUMS)
}

mount -t tmpfs -o size=8m tmpfs "$disk"
"$program" build "$small" --output "$disk/output" >/dev/null 2>&1 || { echo "no build on another file system"; exit 1; }

# Full: all but 64 KiB is taken by something else.
dd if=/dev/zero of="$disk/other" bs=64k 2>/dev/null || true
truncate -s -64K "$disk/other"
refused "free some space" "$large"
rm "$disk/other"

mount -o remount,ro "$disk"
refused "writable file system" "$large"
mount -o remount,rw "$disk"

# A mount in the output: a snapshot cannot be renamed into it.
cp -a "$disk/output/snapshots" "$disk/copy"
mount -t tmpfs -o size=8m tmpfs "$disk/output/snapshots"
cp -a "$disk/copy/." "$disk/output/snapshots"
refused "on one file system" "$large"
umount "$disk/output/snapshots"

"$program" build "$large" --accept --output "$disk/output" >/dev/null 2>&1 || { echo "no build once all is well"; exit 1; }
echo "full, read-only and parted disks are refused"
