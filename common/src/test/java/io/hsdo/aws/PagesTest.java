package io.hsdo.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

class PagesTest {
  private static final Map<String, AttributeValue> KEY = Map.of("id", AttributeValue.fromN("1"));

  private static final Page<String> LAST = new Page<>(null);

  private final List<@Nullable Object> asked = new ArrayList<>();

  /** Tells the token of the next one. */
  private record Page<T>(@Nullable T next) {}

  private <T> Stream<Page<T>> pages(List<Page<T>> pages) {
    Iterator<Page<T>> rest = pages.iterator();
    return Pages.of(
        token -> {
          asked.add(token);
          return rest.next();
        },
        Page::next);
  }

  @Test
  void eachPageIsAskedForByTheTokenOfTheOneBefore() {
    List<Page<String>> three = List.of(new Page<>("a"), new Page<>("b"), LAST);

    assertThat(pages(three)).isEqualTo(three);

    assertThat(asked).containsExactly(null, "a", "b");
  }

  @Test
  void keyIsATokenToo() {
    assertThat(pages(List.of(new Page<>(KEY), new Page<>(null)))).hasSize(2);

    assertThat(asked).containsExactly(null, KEY);
  }

  @Test
  void emptyTokenEndsThePages() {
    assertThat(pages(List.of(new Page<>("a"), new Page<>("")))).hasSize(2);
    assertThat(pages(List.of(new Page<>(KEY), new Page<>(Map.of())))).hasSize(2);
  }

  @Test
  void answerOfTheSdkWithoutAKeyIsTheLastPage() {
    assertThat(Pages.of(key -> ScanResponse.builder().build(), ScanResponse::lastEvaluatedKey))
        .hasSize(1);
  }

  @Test
  void pageIsAskedForWhenTheOneBeforeHasBeenRead() {
    Iterator<String> items =
        pages(List.of(new Page<>("a"), LAST))
            .flatMap(page -> Stream.of("first", "last"))
            .iterator();

    items.next();
    items.next();
    assertThat(asked).hasSize(1);

    items.next();
    assertThat(asked).hasSize(2);
  }

  @Test
  void pagesThatNobodyReadsAreNotAskedFor() {
    assertThat(pages(List.of(new Page<>("a"), LAST)).findFirst()).isPresent();

    assertThat(asked).hasSize(1);
  }

  @Test
  void pagesThatWouldNeverEndAreRefused() {
    var pages = pages(List.of(new Page<>("a"), new Page<>("b"), new Page<>("b")));

    assertThatThrownBy(pages::toList)
        .isInstanceOf(SdkClientException.class)
        .hasMessage("page b names itself as the next one");
  }

  @Test
  void failureOfALaterPageComesOutOfTheStream() {
    var failure = SdkClientException.create("refused");
    Stream<Page<String>> pages =
        Pages.of(
            token -> {
              if (token != null) {
                throw failure;
              }
              return new Page<>("a");
            },
            Page::next);

    assertThatThrownBy(pages::toList).isSameAs(failure);
  }
}
