package io.hsdo.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.PackageVersion;
import org.junit.jupiter.api.Test;

/** In the programs' jars the AWS SDK's copy of Jackson stands for the one we compile with. */
class JsonLibraryTest {
  @Test
  void versionIsThatOfTheSdksCopy() {
    assertThat(PackageVersion.VERSION)
        .hasToString(
            software.amazon.awssdk.thirdparty.jackson.core.json.PackageVersion.VERSION.toString());
  }
}
