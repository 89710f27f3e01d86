package io.hsdo.aws;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * All pages of an answer of AWS. A page is asked for when the one before it has been read.
 *
 * <p>In place of the SDK's paginators: they change a request through the base class of all
 * requests, so that a jar with them has the requests of every operation of a service (slim.pro),
 * and is three times as large.
 */
public final class Pages {
  private Pages() {}

  /**
   * Asks for the first page at once. What {@code ask} throws comes out of here, and for later pages
   * out of the stream.
   *
   * @param ask the page that a token stands for, the first without one
   * @param token that of the page after this one; none or an empty one, of either kind that AWS
   *     has, ends the pages, and one that gave this very page is refused by SdkClientException, for
   *     the pages would never end
   * @param <P> a page
   * @param <T> a string, or the key of an item
   */
  public static <P, T> Stream<P> of(Function<@Nullable T, P> ask, Function<P, @Nullable T> token) {
    return Stream.iterate(
            Optional.of(new Page<P, T>(null, ask.apply(null))),
            Optional::isPresent,
            page -> page.flatMap(read -> read.next(ask, token)))
        .map(page -> page.orElseThrow().content());
  }

  private record Page<P, T>(@Nullable T token, P content) {
    Optional<Page<P, T>> next(Function<@Nullable T, P> ask, Function<P, @Nullable T> tokenAfter) {
      T next = tokenAfter.apply(content);
      if (next == null || isEmpty(next)) {
        return Optional.empty();
      }
      if (next.equals(token)) {
        throw SdkClientException.create("page " + next + " names itself as the next one");
      }
      return Optional.of(new Page<>(next, ask.apply(next)));
    }
  }

  private static boolean isEmpty(Object token) {
    return token instanceof Map<?, ?> key ? key.isEmpty() : token.equals("");
  }
}
