/// Reading files by SFTP, version 3 (draft-ietf-secsh-filexfer-02), over any two streams, with many requests
/// outstanding at once. Knows neither SSH nor commands; depends on the JDK only.
@NullMarked
package io.pypnm.remote.agent.files.sftp;

import org.jspecify.annotations.NullMarked;
