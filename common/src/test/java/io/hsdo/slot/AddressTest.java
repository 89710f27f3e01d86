package io.hsdo.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.1.4",
        "127.0.0.1",
        "0.0.0.1",
        "223.255.255.255",
        "255.255.255.254",
      })
  void fourPlainDecimalPartsAreAnIpv4Address(String text) {
    Address address = Address.of(text);

    assertThat(address).hasToString(text);
    assertThat(address.isIpv6()).isFalse();
    assertThat(address.bracketed()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2001:db8::1",
        "2001:DB8::A",
        "2001:db8:0:0:0:0:0:1",
        "2001:0db8:0000:0000:0000:0000:0000:0001",
        "::1",
        "fe80::1",
        "64:ff9b::192.0.2.33",
        "2001:0db8:0000:0000:0000:0000:255.255.255.255",
      })
  void everyFormOfAnIpv6LiteralIsTaken(String text) {
    Address address = Address.of(text);

    assertThat(address).hasToString(text);
    assertThat(address.isIpv6()).isTrue();
    assertThat(address.bracketed()).isEqualTo("[" + text + "]");
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "10.0.1.4,            10.0.1.4",
    "2001:db8::1,         2001:DB8:0:0::0001",
    "2001:db8::1,         2001:db8:0:0:0:0:0:1",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "::1,                 0:0:0:0:0:0:0:1",
  })
  void addressesAreEqualWhenTheirBytesAre(String text, String other) {
    assertThat(Address.of(text)).isEqualTo(Address.of(other)).hasSameHashCodeAs(Address.of(other));
  }

  @ParameterizedTest(name = "{0} is not {1}")
  @CsvSource({
    "10.0.1.4,    10.0.1.5",
    "2001:db8::1, 2001:db8::2",
    "10.0.1.4,    ::10.0.1.4",
  })
  void addressesDifferWhenTheirBytesDo(String text, String other) {
    assertThat(Address.of(text)).isNotEqualTo(Address.of(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Not four plain decimal parts
        "",
        " ",
        "127.1",
        "2130706433",
        "10.0.1",
        "10.0.1.4.5",
        "10.0.1.",
        ".10.0.1.4",
        "010.0.1.4",
        "10.0.1.04",
        "10.0.1.00",
        "0x0a.0.1.4",
        "10.0.1.-4",
        "10.0.1.+4",
        "10.0.1.a",
        "10.0.1.\u0664",
        // More than an address
        "10.0.1.4:80",
        "10.0.1.4/32",
        "10.0.1.4 ",
        " 10.0.1.4",
        "10.0.1.4\n",
        "10.0.1.4\r\n",
        "10.0.1.4\0",
        "1.2.3.4; shutdown sessions server",
        "1.2.3.4;shutdown sessions server",
        "2001:db8::1;disable server web/web1",
        "2001:db8::1 ",
        "2001:db8::1\n",
        "2001:db8::/32",
        // Names
        "none",
        "header",
        "localhost",
        "web.example.com",
        "a.b.c.d",
        "ada:dada",
        "abba",
        "host:80",
        // No IPv6 literal, or more than one
        ":",
        ":::",
        "::1::2",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "12345::1",
        "2001:db8::g",
        "[2001:db8::1]",
        "::256.0.0.1",
        // Zones
        "fe80::1%eth0",
        "fe80::1%1",
        "fe80::1%",
      })
  void anythingButALiteralIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.of(text))
        .withMessage("address '" + text + "' is refused: expected an IPv4 or IPv6 literal");
  }

  @ParameterizedTest
  @ValueSource(strings = {"256.0.0.1", "10.0.1.256", "10.0.1.999"})
  void partsOfAnIpv4AddressEndAt255(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.of(text))
        .withMessage("address '" + text + "' is refused: a part of an IPv4 address is at most 255");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"::ffff:1.2.3.4", "::FFFF:1.2.3.4", "::ffff:102:304", "0:0:0:0:0:ffff:1.2.3.4"})
  void mappedAddressIsToBeWrittenAsIpv4(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.of(text))
        .withMessage("address '" + text + "' is refused: write an IPv4-mapped address as IPv4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "::",
        "0:0:0:0:0:0:0:0",
        "224.0.0.1",
        "239.255.255.255",
        "255.255.255.255",
        "ff02::1",
        "FF00::",
      })
  void addressThatNoServerCanHaveIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.of(text))
        .withMessage("address '" + text + "' is refused: no server can have it");
    assertThat(Address.literal(text)).hasToString(text);
  }

  @Test
  void mappedAddressIsAnotherThanTheIpv4Address() {
    Address mapped = Address.literal("::ffff:1.2.3.4");

    assertThat(mapped.isIpv6()).isTrue();
    assertThat(mapped)
        .isEqualTo(Address.literal("::FFFF:102:304"))
        .isNotEqualTo(Address.of("1.2.3.4"))
        .isNotEqualTo(Address.of("::1.2.3.4"));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.2, true",
    "::1,       true",
    "0.0.0.0,   true",
    "::,        true",
    "126.0.0.1, false",
    "0.0.0.1,   false",
    "::2,       false",
    "7f00::1,   false",
  })
  void addressOfTheHostItselfIsKnown(String text, boolean ofThisHost) {
    assertThat(Address.literal(text).isOfThisHost()).isEqualTo(ofThisHost);
  }

  @Test
  void textWithoutEndIsRefusedWithoutBeingParsed() {
    assertThatIllegalArgumentException().isThrownBy(() -> Address.of("1:".repeat(100_000)));
    assertThatIllegalArgumentException().isThrownBy(() -> Address.of("1".repeat(100_000)));
  }
}
