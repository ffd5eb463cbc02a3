# The images, one target each. They are made of the jars that `mvn -DskipTests package` builds, so a build needs no
# registry except the base image's.
#
#   docker build -t darkstore .                                                    coordinator, store, delivery
#   docker build --target console -t darkstore-console .                           live page
#   docker build --target registry-mirror -t darkstore-registry-mirror .           copies for schema registries
#   docker build --target command -t darkstore-command .                           every subcommand of ./darkstore
#
# All of them run as user 10001 and with a read-only file system; they write to /tmp and, if they keep state, to the
# volume.

# A digest fixes the base: --build-arg BASE=eclipse-temurin:17-jre@sha256:...
ARG BASE=eclipse-temurin:17-jre

FROM ${BASE} AS base
# Not with useradd, which also writes the date.
RUN echo 'darkstore:x:10001:' >>/etc/group \
 && echo 'darkstore:x:10001:10001::/var/lib/darkstore:/usr/sbin/nologin' >>/etc/passwd \
 && install -d -o 10001 -g 10001 /var/lib/darkstore
# RocksDB unpacks its library under one name: otherwise every start after a kill leaves another copy.
ENV ROCKSDB_SHAREDLIB_DIR=/tmp
USER 10001:10001
# In each image below Java is process 1, so that SIGTERM reaches it and the program closes in order.

FROM base AS command
COPY tools/command/target/lib /opt/darkstore/lib
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-cp", "/opt/darkstore/lib/*", "dev.darkstore.command.Main"]

FROM base AS console
COPY tools/console/target/lib /opt/darkstore/lib
EXPOSE 8190
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-cp", "/opt/darkstore/lib/*", "dev.darkstore.console.ConsoleMain"]

FROM base AS registry-mirror
COPY tools/registry/target/lib /opt/darkstore/lib
VOLUME /var/lib/darkstore
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-cp", "/opt/darkstore/lib/*", "dev.darkstore.registry.RegistryMain"]

# Last, so that it is built by default.
FROM base AS service
COPY tools/services/target/lib /opt/darkstore/lib
COPY deploy/ready /opt/darkstore/ready
# Health, metrics and orders: coordinator, store, delivery.
EXPOSE 8181 8182 8183
VOLUME /var/lib/darkstore
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-cp", "/opt/darkstore/lib/*", "dev.darkstore.services.ServicesMain"]
