package io.hsdo.table;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.regions.ServiceMetadataProvider;

/**
 * Stands in the programs' jars where the SDK has a table of all of AWS's services, 314 classes that
 * every client makes only to learn which region to sign for. Without an entry the SDK signs for the
 * region that it was given, which is right for all services that HSDO asks. The root pom puts it
 * there.
 */
public final class RegionalServices implements ServiceMetadataProvider {
  @Override
  public @Nullable ServiceMetadata serviceMetadata(String service) {
    return null;
  }
}
