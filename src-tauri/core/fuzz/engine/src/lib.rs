//! Holds libFuzzer for `cargo xtask fuzz`; see Cargo.toml.
