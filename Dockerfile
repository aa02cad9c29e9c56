# The programs of PolyStatus: one build for all, one small image for each.
#
#   docker build --target service --build-arg SERVICE=users --build-arg ID=10080 .
#
# Docker's older builder, which Compose 1.29 uses, understands all of this: no mounts, no heredocs.

# -- The manifests, with sources that say nothing: all that the dependencies follow from
FROM rust:1-slim-bookworm AS manifests
WORKDIR /polystatus
COPY . .
RUN find . -type f ! -name 'Cargo.*' ! -name main.rs ! -name lib.rs -delete \
 && : | tee $(find . -name lib.rs) \
 && echo 'fn main() {}' | tee $(find . -name main.rs) \
 && find . -type d -empty -delete

FROM rust:1-slim-bookworm AS build
WORKDIR /polystatus
# Images are built seldom and run long: here, and only here, the linker takes its time, which is most of a build's.
# Who builds again and again says `--build-arg LTO=off`.
ARG LTO=thin
ENV CARGO_INCREMENTAL=0 \
    CARGO_PROFILE_RELEASE_DEBUG=false \
    CARGO_PROFILE_RELEASE_LTO=${LTO} \
    CARGO_PROFILE_RELEASE_STRIP=symbols

# -- The dependencies: built again when a manifest changes, not when a source does
COPY --from=manifests /polystatus .
RUN cargo build --release --locked --workspace --exclude bench --bins

# -- The programs. A source is older than what was made of the empty one in its place: to be built, it must be new.
COPY crates crates
COPY deploy deploy
COPY services services
RUN find crates deploy services -name '*.rs' -exec touch {} + \
 && cargo build --release --locked --workspace --exclude bench --bins \
 && mkdir /programs \
 && for room in deploy/init services/*; do cp "target/release/${room##*/}" /programs/ || exit 1; done

# -- init: makes the secrets of all the others
FROM debian:bookworm-slim AS init
COPY --from=build /programs/init /init
# A new volume takes the owner of the directory it covers: so nobody here needs to be root.
RUN cd "$(mktemp -d)" && mkdir -p data/public data/secrets \
 && for room in redis users incidents comms csp-ingestor flags; do mkdir "data/secrets/$room"; done \
 && chown -R 10000:10000 data && mv data /data
USER 10000:10000
ENTRYPOINT ["/init", "--data-dir", "/data"]

# -- One service
FROM debian:bookworm-slim AS service
# Whom providers' pages over https are to be trusted by.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
ARG SERVICE
ARG ID
COPY --from=build /programs/${SERVICE} /service
# For what a service keeps as files: only comms does.
RUN install --directory --owner=${ID} --group=${ID} /files
USER ${ID}:${ID}
ENTRYPOINT ["/service"]
