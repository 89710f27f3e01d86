package io.hsdo.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

/** What makes the SDK's table of services dispensable. */
class RegionalServicesTest {
  @ParameterizedTest
  @ValueSource(strings = {"dynamodb", "autoscaling", "ec2"})
  void everyServiceThatHsdoAsksSignsForTheRegionItIsIn(String service) {
    var known = ServiceMetadata.of(service);

    List<Region> regions =
        known.regions().stream().filter(region -> region.metadata() != null).toList();
    assertThat(regions).contains(Region.EU_WEST_1, Region.CN_NORTH_1, Region.US_GOV_WEST_1);
    assertThat(regions)
        .allSatisfy(region -> assertThat(known.signingRegion(region)).isEqualTo(region));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dynamodb", "s3"})
  void noServiceIsInTheTable(String service) {
    assertThat(new RegionalServices().serviceMetadata(service)).isNull();
  }
}
