# Prepares the storage on the first start, then becomes the broker. The image's own start script writes into
# the image, whose root is read-only here.
set -eu
/opt/kafka/bin/kafka-storage.sh format --ignore-formatted --config "$1" \
  --cluster-id "${CLUSTER_ID:-Y2hpbGQtZGVhdGgtMDAwMQ}"
exec /opt/kafka/bin/kafka-server-start.sh "$1"
