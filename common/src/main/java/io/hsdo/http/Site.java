package io.hsdo.http;

/** What there is to ask for. It is asked on many threads at once, and changes nothing. */
@FunctionalInterface
public interface Site {
  HttpReply reply(Request request);
}
