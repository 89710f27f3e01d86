package io.hsdo.local.cloud.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * One connection to a {@link WebServer}: takes a request, skips its body, answers, and begins anew.
 * A request whose head has arrived is answered even if its server goes down in the meantime.
 */
final class Connection implements EventLoop.Handler {
  /** Nothing sane sends more, and a client that never ends its head must not fill the memory. */
  private static final int MAX_HEAD_BYTES = 8192;

  /** A refused client may still be sending; a reset would reach it before the refusal. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final SocketChannel channel;
  private final WebServer server;
  private final EventLoop loop;
  private final SelectionKey key;
  private final ByteBuffer received = ByteBuffer.allocate(MAX_HEAD_BYTES).flip();
  private ByteBuffer answer = ByteBuffer.allocate(0);
  private Optional<RequestHead> request = Optional.empty();
  private long bodyLeft;
  private boolean finishing;
  private boolean refused;

  Connection(SocketChannel channel, WebServer server, EventLoop loop) throws IOException {
    this.channel = channel;
    this.server = server;
    this.loop = loop;
    key = loop.register(channel, SelectionKey.OP_READ, this);
  }

  /** Reads or writes as much as can be without waiting. */
  @Override
  public void ready() {
    try {
      if (answer.hasRemaining()) {
        write();
      } else {
        read();
      }
    } catch (IOException e) {
      close();
    }
  }

  /** Closes, at once or after the answer to the request that has arrived. */
  void finish() {
    finishing = true;
    if (request.isEmpty()) {
      ready();
    }
    if (request.isEmpty()) {
      close();
    }
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a connection of " + server, e);
    } finally {
      server.forget(this);
    }
  }

  private void read() throws IOException {
    received.compact();
    int count = channel.read(received);
    received.flip();
    if (count < 0) {
      close();
    } else if (refused) {
      received.position(received.limit());
    } else {
      takeRequest();
    }
  }

  private void takeRequest() throws IOException {
    if (request.isEmpty()) {
      try {
        request = RequestHead.take(received);
      } catch (MalformedRequestException e) {
        refuse(e.status());
        return;
      }
      bodyLeft = request.map(RequestHead::contentLength).orElse(0L);
    }
    if (request.isPresent()) {
      skipBody(request.get());
    } else if (received.remaining() == MAX_HEAD_BYTES) {
      refuse("431 Request Header Fields Too Large");
    } else {
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  private void skipBody(RequestHead head) throws IOException {
    int skipped = (int) Math.min(bodyLeft, received.remaining());
    received.position(received.position() + skipped);
    bodyLeft -= skipped;
    if (bodyLeft == 0) {
      key.interestOps(0);
      Duration delay = WebServer.delay(head);
      if (delay.isZero()) {
        respond(head);
      } else {
        loop.in(delay, () -> respondLate(head));
      }
    }
  }

  private void respondLate(RequestHead head) {
    if (channel.isOpen()) {
      try {
        respond(head);
      } catch (IOException e) {
        close();
      }
    }
  }

  private void respond(RequestHead head) throws IOException {
    answer = server.answer(head, isLast(head));
    write();
  }

  private void write() throws IOException {
    channel.write(answer);
    if (answer.hasRemaining()) {
      key.interestOps(SelectionKey.OP_WRITE);
    } else if (request.map(this::isLast).orElse(true)) {
      close();
    } else {
      request = Optional.empty();
      takeRequest();
    }
  }

  private boolean isLast(RequestHead head) {
    return finishing || !head.keepAlive();
  }

  private void refuse(String status) throws IOException {
    refused = true;
    String text = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    channel.shutdownOutput();
    received.position(received.limit());
    key.interestOps(SelectionKey.OP_READ);
    loop.in(LINGER, this::close);
  }
}
