#!/usr/bin/env bash
# Places an order with kcat, in JSON, and prints the replies to the customer.
#
#   ./order.sh [BOOTSTRAP [ORDER]]      default: localhost:9092 and a new id
#
# Exit status 0 if the order is placed, 1 if it is rejected, 2 without an outcome within 30 s.
# Stock and an agent are supplied first.
set -euo pipefail

broker=${1:-localhost:9092}
order=${2:-kcat-$(date +%s)-$$}

command -v kcat >/dev/null || { echo 'kcat is required: apt-get install kcat' >&2; exit 3; }

# Input: key, colon, JSON. kcat's default partitioner differs from Java's: the services forward such
# records to the partition of their key.
write() { kcat -q -P -b "$broker" -t "$1" -K :; }

# Prints one outcome. $bytes has its bytes in hex, $at is the position of the next one.
outcome() {
  read -r -d '' -a bytes < <(kcat -q -C -b "$broker" -t order-events -p "$1" -o "$2" -c 1 -D '' | od -An -v -tx1) || true
  at=10                                   # after C3 01 and the schema's fingerprint
  text >/dev/null                         # orderId
  number >/dev/null                       # decidedAt
  number >/dev/null && body=$value
  case $body in
    0) echo OrderReceived ;;
    1) echo OrderPlaced ;;
    2) number; printf 'OrderRejected: '; text; return 1 ;;
    3) number; printf 'CancelRefused: '; text ;;
  esac
}

# Decodes an Avro number: seven bits per byte, lowest first, zigzag.
number() {
  local shift=0 byte
  value=0
  while :; do
    byte=$((16#${bytes[at]}))
    at=$((at + 1))
    value=$((value | (byte & 127) << shift))
    shift=$((shift + 7))
    ((byte & 128)) || break
  done
  value=$((value >> 1 ^ -(value & 1)))
}

# Prints an Avro string: the length in bytes, then UTF-8.
text() {
  local i
  number
  for ((i = 0; i < value; i++)); do
    printf "\\x${bytes[at + i]}"
  done
  at=$((at + value))
  echo
}

write stock-updates <<<'kcat-store:{"type":"StockReceived","storeId":"kcat-store","lines":[{"sku":"butter-250g","quantity":1}]}'
write agent-updates <<<"kcat-zone:{\"type\":\"AgentOnline\",\"zoneId\":\"kcat-zone\",\"agentId\":\"agent-of-$order\"}"
since=$(($(date +%s) * 1000))
write orders <<<"$order:{\"type\":\"PlaceOrder\",\"orderId\":\"$order\",\"customerId\":\"c-1\",\"storeId\":\"kcat-store\",\"zoneId\":\"kcat-zone\",\"lines\":[{\"sku\":\"butter-250g\",\"quantity\":1}]}"
echo "placed $order on orders, as JSON"

seen=' '
while ((SECONDS < 30)); do
  while IFS=$'\t' read -r key partition offset; do
    [[ $key == "$order" && $seen != *" $partition/$offset "* ]] || continue
    seen+="$partition/$offset "
    status=0
    line=$(outcome "$partition" "$offset") || status=$?
    echo "$order $line"
    [[ $line == OrderPlaced ]] && exit 0
    ((status == 0)) || exit 1
  done < <(kcat -q -C -e -b "$broker" -t order-events -o "s@$since" -f '%k\t%p\t%o\n')
done
echo "no outcome of $order within 30 s" >&2
exit 2
