#!/bin/sh
# Creates a trial set-up on one machine for a broker and every user of the access table: a certificate authority, a
# certificate and a password for each, files with the secrets, and NAME.properties for mutual TLS and
# NAME-password.properties for SCRAM-SHA-512 over TLS. Requires the JDK's keytool.
set -eu
dir=${1:?"usage: $0 DIRECTORY"}
umask 077
mkdir -p "$dir/secrets" "$dir/scram"
cd "$dir"
dir=$(pwd)
secret() { [ -e "secrets/$1" ] || od -An -N24 -tx1 /dev/urandom | tr -d ' \n' > "secrets/$1"; }
secret store

tool() { keytool "$@" -storetype PKCS12 -storepass:file secrets/store 2>> keytool.log; }

[ -e ca.p12 ] || tool -genkeypair -alias ca -dname CN=ca -keyalg EC -groupname secp256r1 -ext bc:c -validity 3650 -keystore ca.p12
tool -exportcert -rfc -alias ca -keystore ca.p12 > ca.pem
[ -e trusted.p12 ] || tool -importcert -noprompt -alias ca -file ca.pem -keystore trusted.p12

for name in broker admin darkstore-coordinator darkstore-store darkstore-delivery \
            customers back-office agents auditors operators; do
  if [ ! -e "$name.p12" ]; then
    tool -genkeypair -alias "$name" -dname "CN=$name" -keyalg EC -groupname secp256r1 -keystore "$name.p12"
    tool -certreq -alias "$name" -keystore "$name.p12" |
      tool -gencert -rfc -alias ca -keystore ca.p12 -ext SAN=dns:localhost,ip:127.0.0.1 -validity 90 > "$name.pem"
    cat "$name.pem" ca.pem > chain.pem
    tool -importcert -noprompt -alias "$name" -file chain.pem -keystore "$name.p12"
    rm "$name.pem" chain.pem
  fi
  trust="config.providers=dir
config.providers.dir.class=org.apache.kafka.common.config.provider.DirectoryConfigProvider
config.providers.dir.param.allowed.paths=$dir/secrets
ssl.truststore.type=PKCS12
ssl.truststore.location=$dir/trusted.p12
ssl.truststore.password=\${dir:$dir/secrets:store}"
  cat > "$name.properties" <<EOF
bootstrap.servers=localhost:9192
security.protocol=SSL
$trust
ssl.keystore.type=PKCS12
ssl.keystore.location=$dir/$name.p12
ssl.keystore.password=\${dir:$dir/secrets:store}
ssl.key.password=\${dir:$dir/secrets:store}
EOF
  [ "$name" != broker ] && [ "$name" != admin ] || continue
  secret "$name"
  # Input of kafka-configs.sh, so that no command line contains the password.
  echo "SCRAM-SHA-512=iterations=8192,password=$(cat "secrets/$name")" > "scram/$name"
  cat > "$name-password.properties" <<EOF
bootstrap.servers=localhost:9194
security.protocol=SASL_SSL
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="$name" password="\${dir:$dir/secrets:$name}";
$trust
EOF
done
for service in coordinator store delivery; do
  echo "state.dir=$dir/state" | tee -a "darkstore-$service.properties" >> "darkstore-$service-password.properties"
done

# One node, broker and controller, with one port for certificates (the common name is the user) and one for
# passwords.
grep -v -e bootstrap -e security.protocol broker.properties > broker.tmp
mv broker.tmp broker.properties
cat >> broker.properties <<EOF
process.roles=broker,controller
node.id=1
log.dirs=$dir/broker
listeners=CLIENTS://localhost:9192,PASSWORDS://localhost:9194,CONTROLLER://localhost:9193
listener.security.protocol.map=CLIENTS:SSL,PASSWORDS:SASL_SSL,CONTROLLER:SSL
inter.broker.listener.name=CLIENTS
controller.listener.names=CONTROLLER
controller.quorum.voters=1@localhost:9193
ssl.client.auth=required
sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.passwords.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
connections.max.reauth.ms=3600000
ssl.principal.mapping.rules=RULE:^CN=([^,]+).*\$/\$1/,DEFAULT
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:broker;User:admin
auto.create.topics.enable=false
transaction.max.timeout.ms=60000
default.replication.factor=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
EOF
echo "created in $1"
