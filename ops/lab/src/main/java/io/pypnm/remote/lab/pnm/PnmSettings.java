package io.pypnm.remote.lab.pnm;

import io.pypnm.remote.lab.signal.Templates;
import java.time.Duration;

/// How the modems of a plant measure and upload.
///
/// @param measuring what a capture takes; 1 to 3 s in the field
/// @param tftpPort  to which they upload, at the address that a SET gave them; 69 in the field
/// @param templates what modems tell instead of their own values
public record PnmSettings(Duration measuring, int tftpPort, Templates templates) {
    public PnmSettings {
        if (measuring.isNegative()) {
            throw new IllegalArgumentException("measuring must not take less than no time, is " + measuring);
        }
        if (tftpPort < 0 || tftpPort > 65_535) {
            throw new IllegalArgumentException("tftp port must be 0 to 65535, is " + tftpPort);
        }
    }
}
