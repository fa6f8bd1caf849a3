//! The `filmgraph` program.

fn main() {}
