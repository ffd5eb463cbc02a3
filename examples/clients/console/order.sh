#!/usr/bin/env bash
# Places an order with Kafka's own console tools, in JSON, and prints the replies to the customer.
#
#   ./order.sh [BOOTSTRAP [ORDER]]      default: localhost:9092 and a new id
#
# KAFKA_HOME is the directory of a Kafka distribution. DARKSTORE_LIB is the directory of Darkstore's jars,
# whose deserializer prints events as JSON; default: the one that ./darkstore builds.
#
# Exit status 0 if the order is placed, 1 if it is rejected, 2 without an outcome within 30 s.
# Stock and an agent are supplied first.
set -euo pipefail

broker=${1:-localhost:9092}
order=${2:-console-$(date +%s)-$$}
here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
lib=${DARKSTORE_LIB:-$here/../../../tools/command/target/lib}

[[ -n ${KAFKA_HOME:-} ]] || { echo 'KAFKA_HOME is required: the directory of a Kafka distribution' >&2; exit 3; }

# Input: key, colon, JSON.
write() {
  "$KAFKA_HOME/bin/kafka-console-producer.sh" --bootstrap-server "$broker" --topic "$1" \
    --reader-property parse.key=true --reader-property key.separator=:
}

# Ends after 30 s without a record, or when its reader closes the pipe.
read_outcomes() {
  CLASSPATH="$lib/*" "$KAFKA_HOME/bin/kafka-console-consumer.sh" --bootstrap-server "$broker" \
    --topic order-events --from-beginning --isolation-level read_committed --timeout-ms 30000 \
    --formatter-property value.deserializer=dev.darkstore.schemas.EventJsonDeserializer
}

write stock-updates <<<'console-store:{"type":"StockReceived","storeId":"console-store","lines":[{"sku":"butter-250g","quantity":1}]}'
write agent-updates <<<"console-zone:{\"type\":\"AgentOnline\",\"zoneId\":\"console-zone\",\"agentId\":\"agent-of-$order\"}"
write orders <<<"$order:{\"type\":\"PlaceOrder\",\"orderId\":\"$order\",\"customerId\":\"c-1\",\"storeId\":\"console-store\",\"zoneId\":\"console-zone\",\"lines\":[{\"sku\":\"butter-250g\",\"quantity\":1}]}"
echo "placed $order on orders, as JSON"

exec 3< <(read_outcomes)
consumer=$!
trap 'kill "$consumer" 2>/dev/null || true' EXIT
while read -r event <&3; do
  [[ $event == *"\"orderId\":\"$order\""* ]] || continue
  echo "$event"
  case $event in
    *'"type":"OrderPlaced"'*) exit 0 ;;
    *'"type":"OrderRejected"'*) exit 1 ;;
  esac
done
echo "no outcome of $order within 30 s" >&2
exit 2
