#!/bin/sh
# What memoized functions are held against, measured on this machine. Needs, from Debian: python3, cargo, librust-lru-dev,
# golang-go, golang-github-hashicorp-golang-lru-dev. What is missing is said and left out.
cd "$(dirname "$0")" || exit 1
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT

if command -v cargo >/dev/null && [ -d /usr/share/cargo/registry ]; then
  cp -r memoized-rust "$build/rust"
  mkdir -p "$build/rust/.cargo"
  printf '[source.crates-io]\nreplace-with = "debian"\n[source.debian]\ndirectory = "/usr/share/cargo/registry"\n' \
    >"$build/rust/.cargo/config.toml"
  (cd "$build/rust" && cargo build --release --offline --quiet && ./target/release/memoized-peers)
else
  echo "Left out, for want of cargo and librust-lru-dev: Rust's lru."
fi

if command -v go >/dev/null && [ -d /usr/share/gocode ]; then
  GOPATH=/usr/share/gocode GO111MODULE=off GOCACHE="$build/go" go run memoized_golang_lru.go
else
  echo "Left out, for want of golang-go and golang-github-hashicorp-golang-lru-dev: golang-lru."
fi

if command -v python3 >/dev/null; then
  python3 memoized_lru_cache.py
else
  echo "Left out, for want of python3: functools.lru_cache."
fi
