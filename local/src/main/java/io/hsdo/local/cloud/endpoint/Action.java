package io.hsdo.local.cloud.endpoint;

/** One action of an API: does what a call asks for and writes what it answers. */
interface Action {
  void answer(Call call, Xml xml);
}
