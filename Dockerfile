# The image of every service: `docker run darkstore coordinator`, `store` or `delivery`. It is made
# of the jars that `mvn -DskipTests package` leaves, so building it needs no registry but the base
# image's.
FROM eclipse-temurin:17-jre

RUN groupadd --system --gid 10001 darkstore \
 && useradd --system --uid 10001 --gid darkstore --home-dir /var/lib/darkstore darkstore \
 && install -d -o darkstore -g darkstore /var/lib/darkstore

COPY tools/command/target/lib /opt/darkstore/lib

# The image has no curl: the check is a small Java program, with as little of a JVM as there can be.
RUN printf '%s\n' '#!/bin/sh' \
      'exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx16m -Xshare:auto -cp "/opt/darkstore/lib/*" dev.darkstore.http.HealthCheck "$1"' \
      > /opt/darkstore/ready \
 && chmod 755 /opt/darkstore/ready

USER darkstore
# Health, metrics and orders: coordinator, store, delivery.
EXPOSE 8181 8182 8183
VOLUME /var/lib/darkstore
# Java is process 1, so that SIGTERM reaches it and the service closes in order.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-cp", "/opt/darkstore/lib/*", "dev.darkstore.command.Main"]
