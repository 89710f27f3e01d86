package io.hsdo.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PassTest {
  @Test
  void eachPassHasAnIdOfItsOwn() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Pass pass = Pass.begin();
      ids.add(pass.id());
      pass.end();
    }

    assertThat(ids).hasSize(100).allMatch(id -> id.matches("[0-9a-f]{8}"));
  }

  @Test
  void onePassHasOneId() {
    Pass pass = Pass.begin();
    try {
      assertThat(Pass.currentId()).hasValue(pass.id()).isEqualTo(Pass.currentId());
    } finally {
      pass.end();
    }
  }

  @Test
  void passWithinAPassIsTheSame() {
    Pass outer = Pass.begin();
    Pass inner = Pass.begin();
    assertThat(inner.id()).isEqualTo(outer.id());

    inner.end();
    assertThat(Pass.currentId()).hasValue(outer.id());

    outer.end();
    assertThat(Pass.currentId()).isEmpty();
  }

  @Test
  void anotherThreadIsInNoPass() throws Exception {
    Pass pass = Pass.begin();
    Set<String> ids = new HashSet<>();
    try {
      Thread other = new Thread(() -> Pass.currentId().ifPresent(ids::add));
      other.start();
      other.join();
    } finally {
      pass.end();
    }

    assertThat(ids).isEmpty();
  }
}
