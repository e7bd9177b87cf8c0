#!/usr/bin/env bash
# Makes the generated bindings anew, and their checksums: see docs/how-to/regenerate-bindings.md.
set -euo pipefail
cd "$(dirname "$0")"
target=src/generated/java

fail() {
    echo "regenerate.sh: $1" >&2
    exit 2
}

command -v jextract > /dev/null || fail "jextract is not on the PATH: see docs/how-to/regenerate-bindings.md"
clang=$(command -v clang-14 || command -v clang) || fail "clang is not on the PATH: apt install clang-14"
clang_include=$("$clang" -print-resource-dir)/include
[ -f "$clang_include/stddef.h" ] || fail "clang has no headers of its own at $clang_include"

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT

# bind NAME CLASS LIBRARY...: one header, one list of what to take from it, one package.
bind() {
    local name=$1 class=$2
    shift 2
    jextract -I "$clang_include" "@tos_$name.includes" --target-package "io.tos.natives.$name" \
        --header-class-name "$class" "$@" --output "$fresh" "tos_$name.h"
}

bind linux Linux
bind liburing LibUring --library :liburing.so.2
bind libsodium LibSodium --library :libsodium.so.23

# jextract writes SymbolLookup.findOrThrow, which is Java 23; the bindings are compiled for 22.
find "$fresh" -name '*.java' -exec sed -i -E \
    's/SYMBOL_LOOKUP\.findOrThrow\(("[^"]+")\)/SYMBOL_LOOKUP.find(\1).orElseThrow()/' {} +

rm -rf "$target"
mkdir -p "$target"
cp -r "$fresh"/. "$target"
{
    find "$target" -name '*.java' | LC_ALL=C sort | xargs sha256sum
    sha256sum tos_*.h tos_*.includes
} > generated.sha256
echo "regenerated $(find "$target" -name '*.java' | wc -l) files"
