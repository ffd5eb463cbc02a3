# Image of every service: `docker run darkstore coordinator`, `store` or `delivery`. It is made of
# the jars that `mvn -DskipTests package` builds, so it needs no registry except the base image's.
FROM eclipse-temurin:17-jre

RUN groupadd --system --gid 10001 darkstore \
 && useradd --system --uid 10001 --gid darkstore --home-dir /var/lib/darkstore darkstore \
 && install -d -o darkstore -g darkstore /var/lib/darkstore

COPY tools/command/target/lib /opt/darkstore/lib

COPY deploy/ready /opt/darkstore/ready

USER darkstore
# Health, metrics and orders: coordinator, store, delivery.
EXPOSE 8181 8182 8183
VOLUME /var/lib/darkstore
# Java is process 1, so that SIGTERM reaches it and the service closes in order.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-cp", "/opt/darkstore/lib/*", "dev.darkstore.command.Main"]
