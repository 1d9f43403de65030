#!/bin/sh
# Makes a machine able to build, run and test Usher, and writes .usher/env.sh, which the other tasks read.
# Here: npm packages, Rust with WebAssembly, wasm-bindgen, worker-build and, with --browser, Chromium; each is checked
# first and installed only when missing. Not here: building Usher (build.mjs) or starting it (start.mjs).
# Tools land in a cache outside the checkout, keyed by version, so that a second clone finds them.
set -eu
cd "$(dirname "$0")/../.."
ROOT=$PWD
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/usher
TARGET=wasm32-unknown-unknown
WASM_BINDGEN=0.2.130 # equals wasm-bindgen in Cargo.toml
WORKER_BUILD=0.8.7
WASM_SPLIT=0.2.4 # fits the wasm_split_helpers that leptos brings
MIN_RUST=1.95
DEBIAN_RUST="rustc-web cargo-web rust-web-src rust-web-clippy rustfmt-web lld-19"
BEGAN=$(date +%s)
LOG=$ROOT/.usher/setup.log
mkdir -p "$ROOT/.usher" "$CACHE"

say() { printf '%s\n' "setup: $*"; }
give_up() { printf '%s\n' "setup: $*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# step "what" command...: runs it, says how long it took, shows its output only when it fails.
step() {
  what=$1; shift; start=$(date +%s)
  say "$what ..."
  if "$@" >"$LOG" 2>&1; then say "$what: $(($(date +%s) - start)) s"
  else tail -n 25 "$LOG" >&2; say "$what: did not work here, after $(($(date +%s) - start)) s"; return 1; fi
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
can_apt() { has apt-get && { [ "$(id -u)" = 0 ] || { has sudo && sudo -n true 2>/dev/null; }; }; }
apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" && return
  as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# ---- npm packages -------------------------------------------------------------------------------------------------
LOCK=$(cksum <package-lock.json)
npm_packages() {
  [ "$(cat node_modules/.usher-lock 2>/dev/null)" = "$LOCK" ] && return
  has npm || give_up "npm is missing. Install Node.js 20 or newer (https://nodejs.org), then run this again."
  step "npm packages" npm ci --no-audit --no-fund || give_up "npm could not install the packages (see above)."
  # wrangler needs Node.js 22; the package `node` brings a newer one where the machine's own is older.
  PATH=$ROOT/node_modules/.bin:$PATH node -e 'process.exit(parseInt(process.versions.node) < 22 ? 1 : 0)' ||
    give_up "The npm package 'node' did not bring its Node.js. Install Node.js 22 or newer, then run this again."
  printf '%s' "$LOCK" >node_modules/.usher-lock
}

# ---- Rust with WebAssembly ----------------------------------------------------------------------------------------
# Each way sets RUST_BIN, the folder whose cargo and rustc can build for WebAssembly.
new_enough() { printf '%s\n%s\n' "$MIN_RUST" "$("$1" -V | cut -d' ' -f2)" | sort -V -C; }
has_std() { ls "$("$1" --print target-libdir --target $TARGET 2>/dev/null)"/libstd-*.rlib >/dev/null 2>&1; }
from_path() {
  has cargo && has rustc && new_enough rustc && has_std rustc || return 1
  RUST_BIN=$(dirname "$(command -v cargo)")
  case $RUST_BIN in "$CACHE"/*) return 1 ;; esac # ours, see from_debian
}
from_rustup() {
  if ! has rustup && ! has cargo && has curl; then
    step "Rust, by rustup" sh -c 'curl -sSf --connect-timeout 10 https://sh.rustup.rs |
      sh -s -- -y --profile minimal -c clippy -c rustfmt' || return 1
    PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
  fi
  has rustup || return 1
  step "Rust's WebAssembly target, by rustup" rustup target add $TARGET || return 1
  from_path
}

# Debian's Rust carries the source of std for WebAssembly but not its build: build it once, for each rustc, into
# the cache, with a rustc in front of Debian's that looks there. Nothing under /usr changes.
from_debian() {
  if ! has_debian_rust; then
    can_apt && step "Rust, from Debian" apt_install $DEBIAN_RUST && has_debian_rust || return 1
  fi
  from_debian_before || { step "Rust's std for WebAssembly (half a minute)" build_std && from_debian_before; }
}
from_debian_before() {
  has_debian_rust || return 1
  SYSROOT=$CACHE/rust-$(/usr/bin/rustc -vV | sed -n 's/^commit-hash: //p' | cut -c1-12)
  RUST_BIN=$SYSROOT/bin LINKER=wasm-ld-19
  [ -x "$RUST_BIN/rustc" ]
}
has_debian_rust() {
  [ -x /usr/bin/rustc ] && new_enough /usr/bin/rustc && has wasm-ld-19 &&
    [ -e /usr/bin/cargo-clippy ] && [ -e /usr/bin/rustfmt ] && [ -d /usr/lib/rustlib/src ]
}
build_std() (
  work=$(mktemp -d "$CACHE/std.XXXXXX") && mkdir "$work/src" "$work/bin" && cd "$work" || return 1
  printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2024"\n' >Cargo.toml
  echo '#![no_std]' >src/lib.rs
  # Without the bitcode link-time optimization fails.
  PATH=/usr/bin:$PATH RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes CARGO_TARGET_DIR=target cargo build --release \
    --target $TARGET -Zbuild-std=std,panic_abort,panic_unwind,proc_macro || return 1
  mkdir -p "lib/rustlib/$TARGET/lib"
  cp target/$TARGET/release/deps/*.rlib "lib/rustlib/$TARGET/lib/" && rm "lib/rustlib/$TARGET"/lib/libempty-*
  ln -s /usr/lib/rustlib/x86_64-unknown-linux-gnu lib/rustlib/
  printf '#!/bin/sh\nexec /usr/bin/rustc --sysroot "%s" "$@"\n' "$SYSROOT" >bin/rustc && chmod +x bin/rustc
  for tool in cargo cargo-clippy cargo-fmt clippy-driver rustdoc rustfmt; do ln -s "/usr/bin/$tool" bin/; done
  rm -r target src Cargo.toml Cargo.lock && chmod 755 "$work" && mv -T "$work" "$SYSROOT"
)
rust() {
  SYSROOT='' LINKER=''
  from_path || from_debian_before || { SYSROOT='' LINKER='' && from_rustup; } || from_debian ||
    give_up "Rust $MIN_RUST or newer with the target $TARGET is missing, and could not be installed here. Either run" \
      "'rustup target add $TARGET' with access to static.rust-lang.org, or, as root on Debian," \
      "'apt-get install $DEBIAN_RUST', then run this again."
  PATH=$RUST_BIN:$PATH
}

# ---- tools --------------------------------------------------------------------------------------------------------
# Compiled for a short compile, not for speed: they run for a second.
cargo_install() {
  opt=$1; shift
  CARGO_TARGET_DIR=$CACHE/build CARGO_PROFILE_RELEASE_OPT_LEVEL=$opt CARGO_PROFILE_RELEASE_LTO=off \
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=false cargo install "$@"
}
prebuilt_wasm_bindgen() {
  [ "$(uname -sm)" = "Linux x86_64" ] && has curl || return 1
  name=wasm-bindgen-$WASM_BINDGEN-x86_64-unknown-linux-musl
  mkdir -p "$1/bin" && curl -fsSL --connect-timeout 5 --max-time 120 -o "$1/$name.tar.gz" \
    "https://github.com/wasm-bindgen/wasm-bindgen/releases/download/$WASM_BINDGEN/$name.tar.gz" &&
    tar -xzf "$1/$name.tar.gz" -C "$1/bin" --strip-components=1 && rm "$1/$name.tar.gz" &&
    [ "$("$1/bin/wasm-bindgen" --version)" = "wasm-bindgen $WASM_BINDGEN" ]
}
wasm_bindgen() {
  root=$CACHE/wasm-bindgen-$WASM_BINDGEN; WASM_BINDGEN_BIN=$root/bin/wasm-bindgen
  [ -x "$WASM_BINDGEN_BIN" ] && return
  prebuilt_wasm_bindgen "$root" 2>/dev/null && say "wasm-bindgen $WASM_BINDGEN: downloaded" && return
  rm -rf "$root"
  step "wasm-bindgen $WASM_BINDGEN, compiled (about 2 minutes on 2 cores)" cargo_install 1 \
    wasm-bindgen-cli@$WASM_BINDGEN --no-default-features --bin wasm-bindgen --root "$root" ||
    give_up "wasm-bindgen could not be compiled (see above)."
}
worker_build() {
  root=$CACHE/worker-build-$WORKER_BUILD; WORKER_BUILD_BIN=$root/bin/worker-build
  [ -x "$WORKER_BUILD_BIN" ] && return
  if [ "$(uname)" = Linux ] && ! { has pkg-config && pkg-config --exists openssl; }; then
    can_apt && step "OpenSSL's headers" apt_install pkg-config libssl-dev ||
      give_up "worker-build needs OpenSSL's headers. As root: 'apt-get install pkg-config libssl-dev', then run this again."
  fi
  step "worker-build $WORKER_BUILD, compiled (about 2 minutes on 2 cores)" cargo_install 0 \
    worker-build@$WORKER_BUILD --locked --bin worker-build --root "$root" ||
    give_up "worker-build could not be compiled (see above)."
}
# Cuts the console's lazy parts out of its first wasm.
wasm_split() {
  root=$CACHE/wasm-split-$WASM_SPLIT; WASM_SPLIT_BIN=$root/bin/wasm-split-cli
  [ -x "$WASM_SPLIT_BIN" ] && return
  step "wasm-split $WASM_SPLIT, compiled (under a minute on 2 cores)" cargo_install 1 \
    wasm_split_cli_support@$WASM_SPLIT --features build-binary --bin wasm-split-cli --root "$root" ||
    give_up "wasm-split could not be compiled (see above)."
}
find_browser() {
  CHROMIUM_BIN=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
  [ -n "$CHROMIUM_BIN" ]
}
browser() {
  can_apt && step "Chromium, from Debian" apt_install chromium && find_browser && return
  give_up "The browser tests need Chromium. Install it (Debian, as root: 'apt-get install chromium'), then run this again."
}

# ---- the env file -------------------------------------------------------------------------------------------------
write_env() {
  {
    echo "# Written by tests/tasks/setup.sh; read by: . .usher/env.sh"
    echo "export PATH='$ROOT/node_modules/.bin:$RUST_BIN':\"\$PATH\""
    [ -z "$SYSROOT" ] || echo "export SYSROOT='$SYSROOT'" # clippy looks here
    [ -z "$LINKER" ] || echo "export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$LINKER"
    echo "export WASM_BINDGEN_BIN='$WASM_BINDGEN_BIN' WORKER_BUILD_BIN='$WORKER_BUILD_BIN' WASM_SPLIT_BIN='$WASM_SPLIT_BIN'"
    echo "export ESBUILD_BIN='$ROOT/node_modules/.bin/esbuild' WASM_OPT_BIN='$ROOT/node_modules/.bin/wasm-opt'"
    echo "export CHROMIUM_BIN='$CHROMIUM_BIN'"
    echo "export WRANGLER_SEND_METRICS=false WRANGLER_HIDE_BANNER=true"
  } >.usher/env.sh.new
  mv .usher/env.sh.new .usher/env.sh
}

npm_packages
rust
wasm_bindgen
worker_build
wasm_split
rm -rf "$CACHE/build"
find_browser || [ "${1:-}" != --browser ] || browser
write_env
say "ready in $(($(date +%s) - BEGAN)) s (tools in $CACHE)"
