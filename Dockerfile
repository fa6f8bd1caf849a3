# Builds the server and puts it, alone, into a small image. It runs as a user without rights and
# keeps what it writes below /data.
#
# The tags name a minor version of Rust and a release of Debian, so that a new build has their
# fixes. Whoever needs the same bytes every time gives digests instead.

FROM rust:1.95-slim-trixie AS build
WORKDIR /src
# The allocator is built by make.
RUN apt-get update && apt-get install --yes --no-install-recommends make && rm -rf /var/lib/apt/lists/*
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --locked --release --package filmgraph \
    && cp target/release/filmgraph /usr/local/bin/filmgraph

# The release of Debian that the program was built on: it needs that C library.
FROM debian:trixie-slim
LABEL org.opencontainers.image.title="Filmgraph" \
      org.opencontainers.image.description="A movie-knowledge GraphQL API that people run themselves" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0"
RUN groupadd --system --gid 10001 filmgraph \
    && useradd --system --uid 10001 --gid filmgraph --no-create-home --shell /usr/sbin/nologin filmgraph \
    && install --directory --owner=filmgraph --group=filmgraph /data
COPY LICENSE-APACHE LICENSE-MIT /usr/share/doc/filmgraph/
COPY --from=build /usr/local/bin/filmgraph /usr/local/bin/filmgraph
USER 10001:10001
# Settings like any other, so that one's own take their place. Inside a container the loopback
# address reaches nobody.
ENV FILMGRAPH_DATA_DIR=/data \
    FILMGRAPH_SERVER__LISTEN=0.0.0.0:8080
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["filmgraph", "health"]
ENTRYPOINT ["filmgraph"]
CMD ["serve"]
