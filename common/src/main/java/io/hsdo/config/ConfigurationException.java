package io.hsdo.config;

/** A parameter cannot be used; the message names it, its value, and what to set instead. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String message) {
    super(message);
  }
}
