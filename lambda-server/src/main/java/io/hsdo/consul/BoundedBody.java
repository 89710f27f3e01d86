package io.hsdo.consul;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** An answer's bytes, up to a limit: one without end must not take all of the memory. */
final class BoundedBody implements BodySubscriber<byte[]> {
  /** Twenty thousand instances: an entry with its checks has 1 to 2 kB. */
  private static final int MAX_BYTES = 32 * 1024 * 1024;

  private final BodySubscriber<byte[]> body = BodySubscribers.ofByteArray();
  private Runnable cancel = () -> {};
  private long length;

  @Override
  public CompletionStage<byte[]> getBody() {
    return body.getBody();
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    cancel = subscription::cancel;
    body.onSubscribe(subscription);
  }

  /** Parts may come for a while after the answer was given up. */
  @Override
  public void onNext(List<ByteBuffer> part) {
    length += part.stream().mapToLong(ByteBuffer::remaining).sum();
    if (length > MAX_BYTES) {
      cancel.run();
      body.onError(new IOException("it is longer than " + MAX_BYTES + " bytes"));
    } else {
      body.onNext(part);
    }
  }

  @Override
  public void onError(Throwable problem) {
    body.onError(problem);
  }

  @Override
  public void onComplete() {
    body.onComplete();
  }
}
