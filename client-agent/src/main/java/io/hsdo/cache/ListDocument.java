package io.hsdo.cache;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.hsdo.digest.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the file holds: JSON on one line. Items are written as {@code aws dynamodb scan} shows them.
 *
 * <pre>
 *   {"format":1,"list":{"machine":"…","table":"…","region":"…","confirmedAt":"…",
 *     "Items":[{"BackendServerID":{"N":"1"},"IPAddress":{"S":"10.0.1.4"},…},…]},"sha256":"…"}
 * </pre>
 *
 * <p>The checksum is that of the bytes of {@code list}. It finds damage, not forgery.
 *
 * @param items not checked
 */
record ListDocument(Origin origin, Instant confirmedAt, List<Map<String, AttributeValue>> items) {
  private static final int FORMAT = 1;
  private static final String HEAD = "{\"format\":" + FORMAT + ",\"list\":";
  private static final String CHECKSUM = ",\"sha256\":\"";
  private static final String END = "\"}\n";
  private static final int TAIL_LENGTH = CHECKSUM.length() + Sha256.HEX_DIGITS + END.length();
  private static final Pattern ANY_FORMAT = Pattern.compile("\\{\"format\":([0-9]{1,9}),.*");

  private static final JsonFactory JSON = new JsonFactory();

  ListDocument {
    items = List.copyOf(items);
  }

  void writeTo(OutputStream out) throws IOException {
    MessageDigest digest = Sha256.digest();
    out.write(ascii(HEAD));
    var digesting = new DigestOutputStream(out, digest);
    try (JsonGenerator json = JSON.createGenerator(digesting)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      writeList(json);
    }
    out.write(ascii(CHECKSUM + Sha256.hex(digest) + END));
  }

  private void writeList(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("machine", origin.machine());
    json.writeStringField("table", origin.table());
    json.writeStringField("region", origin.region());
    json.writeStringField("confirmedAt", confirmedAt.toString());
    json.writeArrayFieldStart("Items");
    for (Map<String, AttributeValue> item : items) {
      json.writeStartObject();
      for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
        AttributeValue value = attribute.getValue();
        boolean isNumber = value.n() != null;
        json.writeObjectFieldStart(attribute.getKey());
        json.writeStringField(isNumber ? "N" : "S", isNumber ? value.n() : value.s());
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * Reads a whole document.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static ListDocument read(byte[] bytes) {
    byte[] list = list(bytes);
    try (JsonParser json = JSON.createParser(list)) {
      return readList(json);
    } catch (JsonProcessingException | DateTimeException e) {
      throw new IllegalArgumentException("it is not what this program writes: " + e.getMessage());
    } catch (IOException e) {
      throw new IllegalStateException("there is no I/O in an array", e);
    }
  }

  /** The bytes of the list, which are those that were written. */
  private static byte[] list(byte[] bytes) {
    String head = latin1(bytes, 0, Math.min(bytes.length, HEAD.length()));
    if (!head.equals(HEAD)) {
      Matcher other = ANY_FORMAT.matcher(head);
      throw new IllegalArgumentException(
          other.matches()
              ? "its format is " + other.group(1) + ", and this program knows only " + FORMAT
              : "it is not what this program writes");
    }
    int end = bytes.length - TAIL_LENGTH;
    String tail = end < head.length() ? "" : latin1(bytes, end, bytes.length);
    if (!tail.startsWith(CHECKSUM) || !tail.endsWith(END)) {
      throw new IllegalArgumentException("it is cut off");
    }
    byte[] list = Arrays.copyOfRange(bytes, head.length(), end);
    MessageDigest digest = Sha256.digest();
    digest.update(list);
    if (!tail.equals(CHECKSUM + Sha256.hex(digest) + END)) {
      throw new IllegalArgumentException("it is damaged: its checksum is not that of its content");
    }
    return list;
  }

  private static ListDocument readList(JsonParser json) throws IOException {
    Map<String, String> texts = new HashMap<>();
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    require(json, JsonToken.START_OBJECT);
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (name.equals("Items")) {
        require(json, JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
          items.add(readItem(json));
        }
      } else {
        texts.put(name, text(json));
      }
    }
    return new ListDocument(
        new Origin(present(texts, "machine"), present(texts, "table"), present(texts, "region")),
        Instant.parse(present(texts, "confirmedAt")),
        items);
  }

  private static Map<String, AttributeValue> readItem(JsonParser json) throws IOException {
    requireCurrent(json, JsonToken.START_OBJECT);
    Map<String, AttributeValue> item = new HashMap<>();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      require(json, JsonToken.START_OBJECT);
      String type = String.valueOf(json.nextFieldName());
      String value = text(json);
      item.put(
          name,
          switch (type) {
            case "S" -> AttributeValue.fromS(value);
            case "N" -> AttributeValue.fromN(value);
            default -> throw new IllegalArgumentException("attribute type " + type + " is unknown");
          });
      require(json, JsonToken.END_OBJECT);
    }
    return item;
  }

  private static String text(JsonParser json) throws IOException {
    String text = json.nextTextValue();
    if (text == null) {
      throw new IllegalArgumentException("a text is missing in it");
    }
    return text;
  }

  private static String present(Map<String, String> texts, String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new IllegalArgumentException("'" + name + "' is missing in it");
    }
    return text;
  }

  private static void require(JsonParser json, JsonToken expected) throws IOException {
    json.nextToken();
    requireCurrent(json, expected);
  }

  private static void requireCurrent(JsonParser json, JsonToken expected) {
    if (json.currentToken() != expected) {
      throw new IllegalArgumentException("it is not what this program writes");
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String latin1(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
