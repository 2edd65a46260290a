package io.pypnm.remote.gateway;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// The version this program was built as, from its jar's manifest; `development` where there is none.
final class GatewayVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = GatewayVersion.class.getPackage().getImplementationVersion();
        return new String[] {Objects.requireNonNullElse(version, "development")};
    }
}
