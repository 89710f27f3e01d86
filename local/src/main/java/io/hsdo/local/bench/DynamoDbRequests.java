package io.hsdo.local.bench;

import java.util.Map;

/**
 * What an agent asked DynamoDB.
 *
 * @param headers GetItem, one a poll
 * @param scans all rows, when the header says that something changed
 */
record DynamoDbRequests(long headers, long scans) {
  static DynamoDbRequests of(AgentStand stand) {
    Map<String, Long> requests = stand.requests();
    return new DynamoDbRequests(
        requests.getOrDefault("GetItem", 0L), requests.getOrDefault("Scan", 0L));
  }

  DynamoDbRequests minus(DynamoDbRequests before) {
    return new DynamoDbRequests(headers - before.headers, scans - before.scans);
  }

  long all() {
    return headers + scans;
  }

  double readUnits(ReadUnits each) {
    return headers * each.header() + scans * each.scan();
  }
}
