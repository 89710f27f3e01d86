package io.hsdo.check;

import io.hsdo.check.Finding.Fine;
import io.hsdo.check.Finding.Mistake;
import java.util.List;

/** What is wrong with the file that keeps the list. */
final class CacheFindings {
  private CacheFindings() {}

  static List<Finding> of(CacheFacts facts) {
    if (facts instanceof CacheFacts.Impossible impossible) {
      return List.of(
          new Mistake(
              Kind.CACHE_FOLDER,
              "no list is kept for a start without DynamoDB: " + impossible.text(),
              "create the folder for the agent's user, or set CLIENT_CACHE_PATH"));
    }
    if (facts instanceof CacheFacts.Unusable unusable) {
      return List.of(
          new Mistake(
              Kind.CACHE_FILE,
              unusable.text(),
              "start the agent: it writes a new one once DynamoDB answers"));
    }
    if (facts instanceof CacheFacts.Usable usable) {
      return List.of(
          new Fine(
              "cache",
              usable.path() + " has a list that DynamoDB confirmed at " + usable.confirmedAt()));
    }
    return facts instanceof CacheFacts.None none
        ? List.of(new Fine("cache", none.path() + " is not there yet"))
        : List.of(new Fine("cache", "CLIENT_CACHE_MAX_AGE is 0: no list is kept"));
  }
}
